//! Who is there: organs, people, their posts, and a one-time password for each.

use super::{book::Book, passwords::OneTime};
use crate::{
    county::{self, NewCounty},
    oops::Oops,
};
use casework::{
    Asker, House, Role,
    organ::{Directory, NewOrgan},
    people::{
        password,
        set_up::{NewAccount, NewPost},
    },
};
use kernel::{AccountId, AreaPath, Day, Moment, OrganId, PostId, TenantId, divisions, law::Law};
use std::{collections::HashMap, sync::Arc};

/// A person in one post.
struct Member {
    key: String,
    account: AccountId,
    post: PostId,
    organ: OrganId,
    role: Role,
    area: AreaPath,
}

/// Everybody of a county.
pub struct Cast {
    /// The county.
    pub tenant: TenantId,
    /// Names.
    pub directory: Arc<Directory>,
    /// What each person gets in hand.
    pub one_time: Vec<OneTime>,
    members: Vec<Member>,
    organs: HashMap<String, OrganId>,
}

impl Cast {
    /// The organ of a key.
    ///
    /// # Errors
    /// That there is none.
    pub fn organ(&self, key: &str) -> Result<OrganId, Oops> {
        self.organs.get(key).copied().ok_or_else(|| Oops::wrong(format!("demo: there is no organ {key}")))
    }

    /// The account of a person's key.
    #[must_use]
    pub fn account(&self, key: &str) -> Option<AccountId> {
        self.members.iter().find(|member| member.key == key).map(|member| member.account)
    }

    /// Everybody in each of his posts, those named by `first` before the others, in its order.
    #[must_use]
    pub fn askers(&self, first: &[&str], today: Day) -> Vec<Asker> {
        let rank = |member: &Member| first.iter().position(|key| *key == member.key).unwrap_or(first.len());
        let mut members: Vec<&Member> = self.members.iter().collect();
        members.sort_by_key(|member| rank(member));
        members.into_iter().map(|member| self.asker(member, today)).collect()
    }

    fn asker(&self, member: &Member, today: Day) -> Asker {
        Asker {
            tenant: self.tenant,
            account: member.account,
            post: member.post,
            organ: member.organ,
            organs_above: self.directory.organs_above(member.organ),
            role: member.role,
            area: member.area.clone(),
            stands_for: None,
            today,
        }
    }
}

/// The content class of a Chinese name.
#[must_use]
pub fn class_code(zh: &str) -> String {
    let classes = &Law::bundled().content_classes;
    classes.iter().find(|row| row.zh == zh && row.parent.is_none()).map(|row| row.code.clone()).unwrap_or_default()
}

/// The path of a division code.
///
/// # Errors
/// That it is not bundled.
pub fn area(code: &str) -> Result<AreaPath, Oops> {
    divisions::find(code).map(|place| place.path()).ok_or_else(|| Oops::wrong(format!("demo: there is no place {code}")))
}

/// Sets the county up, as at `begin`; passwords count from `now`.
///
/// # Errors
/// What does not fit together; what the engine says.
pub fn set_up(house: &House, book: &Book, begin: Moment, now: Moment) -> Result<Cast, Oops> {
    let tenant = TenantId::new(book.code.parse().map_err(|_| Oops::wrong(format!("demo: {} is no county", book.code)))?);
    let organs: HashMap<String, OrganId> = book.organs.iter().map(|organ| (organ.key.clone(), OrganId::new(house.next_id()))).collect();
    let of = |key: &str| organs.get(key).copied().ok_or_else(|| Oops::wrong(format!("demo: there is no organ {key}")));
    let mut new_organs = vec![];
    for organ in &book.organs {
        new_organs.push(NewOrgan {
            organ: of(&organ.key)?,
            parent: organ.parent.as_deref().map_or(Ok(OrganId::new(0)), of)?,
            kind: organ.kind.clone(),
            name: organ.name.clone(),
            word: organ.word.clone(),
            area: area(&organ.area)?,
            phone: organ.phone.clone(),
            address: organ.address.clone(),
            hours: organ.hours.clone(),
            remit: organ.remit.clone(),
        });
    }
    let passwords = passwords(house, book.staff.len())?;
    let (mut accounts, mut posts, mut members, mut one_time) = (vec![], vec![], vec![], vec![]);
    for (person, (plain, hash)) in book.staff.iter().zip(passwords) {
        let account = AccountId::new(house.next_id());
        let organ = of(&person.organ)?;
        let own = book.organs.iter().find(|organ| organ.key == person.organ).map_or("", |organ| organ.area.as_str());
        let area = area(person.area.as_deref().unwrap_or(own))?;
        let from_day: Day = person.from.parse().map_err(|_| Oops::wrong(format!("demo: {} has no day of beginning", person.key)))?;
        for role in std::iter::once(&person.role).chain(&person.also) {
            let role = Role::parse(role).ok_or_else(|| Oops::wrong(format!("demo: there is no role {role}")))?;
            let post = PostId::new(house.next_id());
            posts.push(NewPost { post, account, organ, role, area: area.clone(), deputy_for: PostId::new(0), from_day, to_day: None });
            members.push(Member { key: person.key.clone(), account, post, organ, role, area: area.clone() });
        }
        let organ_name = book.organs.iter().find(|organ| organ.key == person.organ).map_or("", |organ| organ.name.as_str());
        one_time.push(OneTime {
            county: book.code.clone(),
            name: person.sign_in.clone(),
            password: plain,
            role: person.role.clone(),
            shown_name: person.shown_name.clone(),
            organ: organ_name.to_owned(),
        });
        accounts.push(NewAccount { account, name: person.sign_in.clone(), shown_name: person.shown_name.clone(), password: hash, must_change: true });
    }
    let places = county::bundled_places(&book.code);
    county::set_up(house, NewCounty { tenant, name: book.name.clone(), places, organs: new_organs, accounts, posts }, begin, now)?;
    let directory = house.directory_here(tenant)?;
    Ok(Cast { tenant, directory, one_time, members, organs })
}

/// So many one-time passwords with their hashes, made on two threads: each takes some 20 ms.
fn passwords(house: &House, count: usize) -> Result<Vec<(String, String)>, Oops> {
    let make = |count: usize| -> Result<Vec<(String, String)>, Oops> {
        let plain = std::iter::repeat_with(|| password::one_time(house.random())).take(count);
        plain.map(|plain| Ok((plain.clone(), password::hash(&plain, house.random())?))).collect()
    };
    std::thread::scope(|scope| {
        let half = scope.spawn(|| make(count / 2));
        let mut made = make(count - count / 2)?;
        made.extend(half.join().map_err(|_| Oops::wrong("hashing panicked"))??);
        Ok(made)
    })
}
