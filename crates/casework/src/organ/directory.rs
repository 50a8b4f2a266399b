//! The names of a county, read once and kept: pages name organs, places and officers without joining.

use kernel::{
    Day,
    area::AreaPath,
    id::{AccountId, OrganId, TenantId},
    law::{CodeRow, Law},
};
use std::collections::HashMap;
use store::{Failure, Tx, args, row, select, sql};

row! {
    /// An organ (机关、单位).
    #[derive(Debug, Clone)]
    pub struct Organ {
        /// Its number.
        pub organ: OrganId,
        /// The organ above it; 0 for none.
        pub parent: OrganId,
        /// `/1/5/9/`: itself and all above it.
        pub path: String,
        /// `petition_office`, `command_room`, `department`, `township`, `village`, `studio`, `station`, `court_desk`, `police_desk`, `discipline`, `outside`.
        pub kind: String,
        /// Its full name.
        pub name: String,
        /// 字号: the word that begins its numbers.
        pub word: String,
        /// The area it belongs to.
        pub area: String,
        /// Telephone.
        pub phone: String,
        /// Address.
        pub address: String,
        /// Hours.
        pub hours: String,
        /// How it is reached: codes of the law's channels, separated by spaces; empty when nobody has said.
        pub ways: String,
        /// Content classes that it is competent for, separated by spaces.
        pub remit: String,
        /// Pinyin initials of the name.
        pub initials: String,
        /// From which day it is as it stands; since it was set up when absent.
        pub since_day: Option<Day>,
        /// The day on which it ended.
        pub ended_on: Option<Day>,
    }
}

impl Organ {
    /// Whether it is one that accusations are given to (art 22(2)).
    #[must_use]
    pub fn is_discipline(&self) -> bool {
        self.kind == "discipline"
    }

    /// Whether it is competent for matters of a content class. The setup sheets write a class by its Chinese word; older rows have its code.
    #[must_use]
    pub fn takes(&self, class: &CodeRow) -> bool {
        self.remit.split_whitespace().any(|one| one == class.zh || one == class.code)
    }

    /// The content classes that it is competent for, in the law's order.
    pub fn classes<'a>(&'a self, law: &'a Law) -> impl Iterator<Item = &'a CodeRow> {
        law.content_classes.iter().filter(|class| self.takes(class))
    }
}

row! {
    /// A place: province, city, county, township, village, grid.
    #[derive(Debug, Clone)]
    pub struct Place {
        /// `33.3301.330122.330122103.`
        pub path: String,
        /// The division code.
        pub code: String,
        /// `province`, `city`, `county`, `township`, `village`.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// Toneless pinyin.
        pub pinyin: String,
        /// Pinyin initials.
        pub initials: String,
    }
}

row! {
    struct Who { account: AccountId, shown_name: String }
}
row! {
    struct Continues { successor: OrganId, organ: OrganId }
}

/// All names of a county.
#[derive(Debug)]
pub struct Directory {
    /// The county's own name.
    pub county: String,
    organs: HashMap<OrganId, Organ>,
    ordered: Vec<OrganId>,
    /// Of each organ, whose powers it continues.
    continues: HashMap<OrganId, Vec<OrganId>>,
    places: HashMap<String, Place>,
    people: HashMap<AccountId, String>,
}

impl Directory {
    /// Reads the names of a county.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for an unknown county.
    pub fn read(tx: &Tx<'_>, tenant: TenantId) -> Result<Self, Failure> {
        let county = tx.scalar::<String>(sql!("SELECT name FROM tenant WHERE tenant = $1"), args![tenant])?.ok_or(Failure::NotFound)?;
        let organs = tx.select::<Organ>(select!(Organ, "FROM organ WHERE tenant = $1 ORDER BY path"), args![tenant])?;
        let places = tx.select::<Place>(select!(Place, "FROM area WHERE tenant = $1"), args![tenant])?;
        let people = tx.select::<Who>(select!(Who, "FROM account WHERE tenant = $1"), args![tenant])?;
        let named = tx.select::<Continues>(select!(Continues, "FROM succession WHERE tenant = $1 ORDER BY successor, organ"), args![tenant])?;
        let mut continues: HashMap<OrganId, Vec<OrganId>> = HashMap::new();
        for Continues { successor, organ } in named {
            continues.entry(successor).or_default().push(organ);
        }
        Ok(Self {
            county,
            continues,
            ordered: organs.iter().map(|organ| organ.organ).collect(),
            organs: organs.into_iter().map(|organ| (organ.organ, organ)).collect(),
            places: places.into_iter().map(|place| (place.path.clone(), place)).collect(),
            people: people.into_iter().map(|who| (who.account, who.shown_name)).collect(),
        })
    }

    /// An organ.
    #[must_use]
    pub fn organ(&self, organ: OrganId) -> Option<&Organ> {
        self.organs.get(&organ)
    }

    /// The name of an organ; empty when unknown.
    #[must_use]
    pub fn organ_name(&self, organ: OrganId) -> &str {
        self.organ(organ).map_or("", |organ| organ.name.as_str())
    }

    /// The organs that have not ended, parents before children: whom anything can be given to.
    pub fn organs(&self) -> impl Iterator<Item = &Organ> {
        self.organs_ever().filter(|organ| organ.ended_on.is_none())
    }

    /// All organs, those that ended too, parents before children.
    pub fn organs_ever(&self) -> impl Iterator<Item = &Organ> {
        self.ordered.iter().filter_map(|organ| self.organs.get(organ))
    }

    /// An organ and those above it.
    #[must_use]
    pub fn organs_above(&self, organ: OrganId) -> Vec<OrganId> {
        let path = self.organ(organ).map_or("", |organ| organ.path.as_str());
        path.split('/').filter_map(|part| part.parse().ok().map(OrganId::new)).collect()
    }

    /// An organ and those above it, with every organ whose powers one of them continues: what names any of these as accused
    /// is not for this one (C-30).
    #[must_use]
    pub fn stands_for(&self, organ: OrganId) -> Vec<OrganId> {
        self.with_continued(self.organs_above(organ))
    }

    /// These organs, and those whose powers they continue, however many offices lie between.
    #[must_use]
    pub fn with_continued(&self, mut organs: Vec<OrganId>) -> Vec<OrganId> {
        let mut at = 0;
        while let Some(organ) = organs.get(at) {
            let before = self.continues.get(organ).into_iter().flatten();
            let fresh: Vec<OrganId> = before.filter(|before| !organs.contains(before)).copied().collect();
            organs.extend(fresh);
            at += 1;
        }
        organs
    }

    /// The organs that are barred when this one is.
    #[must_use]
    pub fn under(&self, organ: OrganId) -> Vec<OrganId> {
        self.ordered.iter().copied().filter(|other| self.stands_for(*other).contains(&organ)).collect()
    }

    /// The discipline organs, which look into accusations.
    pub fn discipline(&self) -> impl Iterator<Item = &Organ> {
        self.organs().filter(|organ| organ.is_discipline())
    }

    /// The county's petition office, while it stands.
    #[must_use]
    pub fn petition_office(&self) -> Option<&Organ> {
        self.organs().find(|office| office.kind == "petition_office")
    }

    /// The body one level above an organ, past those that ended; of what stands highest here, the county's petition office, which
    /// passes on what is not its own. `None` when there is none but itself. A command room is an internal office of the body above it.
    #[must_use]
    pub fn body_above(&self, organ: OrganId) -> Option<OrganId> {
        let body = self.organ(self.issuing(organ))?;
        let mut above = self.organ(body.parent);
        while let Some(ended) = above.filter(|above| above.ended_on.is_some()) {
            above = self.organ(ended.parent);
        }
        let above = above.or_else(|| self.petition_office()).map(|above| above.organ);
        above.filter(|above| *above != organ && *above != body.organ)
    }

    /// Who looks after how an organ deals with people, and is complained to: the county's petition office; over that office, and what
    /// issues in its stead, the body above. Never the organ itself; `None` where nobody is above.
    #[must_use]
    pub fn watch_over(&self, organ: OrganId) -> Option<&Organ> {
        let body = self.issuing(organ);
        let office = self.petition_office().filter(|office| office.organ != organ && office.organ != body);
        office.or_else(|| self.body_above(organ).and_then(|above| self.organ(above)))
    }

    /// Who works here, by shown name; empty when unknown.
    #[must_use]
    pub fn person(&self, account: AccountId) -> &str {
        self.people.get(&account).map_or("", String::as_str)
    }

    /// Those who work here.
    pub fn people(&self) -> impl Iterator<Item = (AccountId, &str)> {
        self.people.iter().map(|(account, name)| (*account, name.as_str()))
    }

    /// All places, in no order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// A place by its path.
    #[must_use]
    pub fn place(&self, path: &AreaPath) -> Option<&Place> {
        self.places.get(path.as_str())
    }

    /// `横村镇 · 近江社区`: the names below the county.
    #[must_use]
    pub fn place_name(&self, path: &AreaPath) -> String {
        let mut names = vec![];
        let mut here = Some(path.clone());
        while let Some(path) = here {
            match self.place(&path) {
                Some(place) if matches!(place.kind.as_str(), "township" | "village" | "grid") => names.push(place.name.as_str()),
                Some(place) if names.is_empty() => names.push(place.name.as_str()),
                _ => {}
            }
            here = path.parent();
        }
        names.reverse();
        names.join(" · ")
    }

    /// Places whose name, pinyin or initials begin with `typed` (names: contain it), at most `most`.
    #[must_use]
    pub fn find_places(&self, typed: &str, most: usize) -> Vec<&Place> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() {
            return vec![];
        }
        let mut found: Vec<&Place> = self
            .places
            .values()
            .filter(|place| {
                place.initials.starts_with(&typed) || place.pinyin.starts_with(&typed) || place.name.contains(&typed) || place.code == typed
            })
            .collect();
        found.sort_by(|a, b| (a.name.chars().count(), &a.path).cmp(&(b.name.chars().count(), &b.path)));
        found.truncate(most);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organ(number: i64, parent: i64, kind: &str, ended: bool) -> Organ {
        Organ {
            organ: OrganId::new(number),
            parent: OrganId::new(parent),
            path: format!("/{number}/"),
            kind: kind.to_owned(),
            name: String::new(),
            word: String::new(),
            area: String::new(),
            phone: String::new(),
            address: String::new(),
            hours: String::new(),
            ways: String::new(),
            remit: String::new(),
            initials: String::new(),
            since_day: None,
            ended_on: ended.then(|| "2025-09-01".parse().unwrap()),
        }
    }

    fn directory(organs: Vec<Organ>) -> Directory {
        let ordered = organs.iter().map(|organ| organ.organ).collect();
        let organs = organs.into_iter().map(|organ| (organ.organ, organ)).collect();
        Directory { county: String::new(), organs, ordered, places: HashMap::new(), people: HashMap::new(), continues: HashMap::new() }
    }

    #[test]
    fn the_body_above_stands_and_is_never_the_organ_itself() {
        let county = directory(vec![
            organ(1, 0, "petition_office", false),
            organ(2, 0, "department", false),
            organ(3, 2, "department", true),
            organ(4, 3, "station", false),
            organ(5, 0, "township", false),
            organ(6, 5, "command_room", false),
            organ(7, 1, "command_room", false),
        ]);
        let above = |number: i64| county.body_above(OrganId::new(number)).map(OrganId::get);
        assert_eq!(above(4), Some(2), "past the one that ended");
        assert_eq!((above(2), above(5), above(6)), (Some(1), Some(1), Some(1)), "of what stands highest, and of its internal office, the office");
        assert_eq!((above(1), above(7)), (None, None), "nobody is above himself");
        assert_eq!(above(99), None);
        assert_eq!(directory(vec![organ(2, 0, "department", false)]).body_above(OrganId::new(2)), None);
    }
}
