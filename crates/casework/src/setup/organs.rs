//! 单位: a row is known again by its 字号. What differs of how it is reached is changed, and stands with its day; what an organ
//! is (name, kind, place, above whom) is not changed by a sheet.

use super::{
    Run, columns,
    ground::{Ground, KnownOrgan},
    plan::{Cells, Line, Note, Outcome, Plan, Row, several},
};
use crate::organ::{
    self, Directory, NewOrgan, Organ, Touched,
    change::{self, Facts},
};
use kernel::{
    Day,
    id::{OrganId, TenantId},
    law::Law,
};
use std::collections::{HashMap, HashSet};
use store::{Failure, Tx, args, sql};

/// Takes a sheet of organs in, or says what it would do. `numbers` has one for each row.
pub(super) fn take(
    tx: &Tx<'_>,
    tenant: TenantId,
    directory: &Directory,
    cells: &Cells<'_>,
    numbers: &HashMap<u64, [i64; 3]>,
    today: Day,
    run: Run,
) -> Result<(Plan, Vec<Touched>), Failure> {
    let mut taker = Taker {
        tx,
        tenant,
        today,
        run,
        ground: Ground::of(directory, tenant),
        known: directory.organs_ever().map(|organ| (organ.word.clone(), organ)).collect(),
        names: directory.organs().map(|organ| (organ.name.clone(), organ.word.clone())).collect(),
        seen: HashSet::new(),
        touched: vec![],
    };
    let mut plan = Plan::default();
    let mut rows: Vec<_> = cells.rows().collect();
    // An organ above may stand further down in the sheet: again, as long as that finds anything.
    loop {
        let before = rows.len();
        let mut later = vec![];
        for row in rows {
            let number = numbers.get(&row.row).map_or(0, |[number, ..]| *number);
            match taker.row(row, OrganId::new(number))? {
                Some(line) => plan.lines.push(line),
                None => later.push(row),
            }
        }
        rows = later;
        if rows.is_empty() || rows.len() == before {
            break;
        }
    }
    plan.lines.extend(rows.into_iter().map(|row| Line::refused(row.row, row.get("name"), "parent", "ABOVE_UNKNOWN", row.get("parent"))));
    plan.lines.sort_by_key(|line| line.row);
    Ok((plan, taker.touched))
}

struct Taker<'a, 'b> {
    tx: &'a Tx<'b>,
    tenant: TenantId,
    today: Day,
    run: Run,
    ground: Ground,
    known: HashMap<String, &'a Organ>,
    names: HashMap<String, String>,
    seen: HashSet<String>,
    touched: Vec<Touched>,
}

impl Taker<'_, '_> {
    /// What becomes of a row; `None` when the organ above it is not there yet.
    fn row(&mut self, row: Row<'_, '_>, number: OrganId) -> Result<Option<Line>, Failure> {
        let (name, word) = (row.get("name"), row.get("word"));
        let refuse = |column, why, value: &str| Ok(Some(Line::refused(row.row, name, column, why, value)));
        if !change::is_name(name) {
            return refuse("name", if name.is_empty() { "EMPTY" } else { "TOO_LONG" }, "");
        }
        if !change::is_word(word) {
            return refuse("word", "WORD", word);
        }
        let Some(kind) = columns::organ_kind(row.get("kind")) else { return refuse("kind", "KIND", row.get("kind")) };
        let parent = match (row.get("parent"), self.ground.organ(row.get("parent"))) {
            ("", _) => None,
            (_, Some(above)) => Some(above.organ),
            (_, None) => return Ok(None),
        };
        let area = match row.get("area") {
            "" => self.ground.county.clone(),
            text => match self.ground.area(text) {
                Ok(area) => area,
                Err(why) => return refuse("area", why, text),
            },
        };
        let mut ways = vec![];
        for text in several(row.get("ways")) {
            match columns::way(text) {
                Some(way) if !ways.contains(&way) => ways.push(way),
                Some(_) => {}
                None => return refuse("ways", "WAY", text),
            }
        }
        let mut remit = vec![];
        for text in several(row.get("remit")) {
            match Law::bundled().content_classes.iter().find(|class| class.zh == text || class.code == text) {
                Some(class) => remit.push(class.zh.clone()),
                None => return refuse("remit", "CLASS", text),
            }
        }
        for key in ["phone", "address", "hours"] {
            if row.get(key).chars().count() > 120 {
                let column = columns::Kind::Organs.columns().iter().find(|column| column.key == key).map_or("name", |column| column.key);
                return refuse(column, "TOO_LONG", "");
            }
        }
        if !self.seen.insert(word.to_owned()) {
            return refuse("word", "TWICE", word);
        }
        if let Some(known) = self.known.get(word).copied() {
            return self.known_row(row, known, kind, parent, area.as_str(), &ways.join(" "), &remit.join(" ")).map(Some);
        }
        if self.names.contains_key(name) {
            return refuse("name", "NAME_TAKEN", name);
        }
        // What the house itself would refuse, one row is told for it, and the others go on.
        match change::check(self.tx, self.tenant, None, name, word) {
            Err(Failure::Refused(refusal)) if refusal.code == "ORGAN_WORD_TAKEN" => return refuse("word", "WORD_WAS", word),
            Err(Failure::Refused(_)) => return refuse("name", "NAME_TAKEN", name),
            checked => checked?,
        }
        if self.run == Run::Real {
            let new = NewOrgan {
                organ: number,
                parent: parent.unwrap_or(OrganId::new(0)),
                kind: kind.to_owned(),
                name: name.to_owned(),
                word: word.to_owned(),
                area: area.clone(),
                phone: row.get("phone").to_owned(),
                address: row.get("address").to_owned(),
                hours: row.get("hours").to_owned(),
                remit,
            };
            add(self.tx, self.tenant, &new, &ways.join(" "), self.today)?;
            self.touched.push(Touched::new("organ", args![number]));
        }
        self.names.insert(name.to_owned(), word.to_owned());
        self.ground.add_organ(word, KnownOrgan { organ: number, name: name.to_owned(), area: area.as_str().to_owned() });
        Ok(Some(Line::new(row.row, name, Outcome::Added)))
    }

    #[expect(clippy::too_many_arguments, reason = "the cells of a row, read")]
    fn known_row(
        &mut self,
        row: Row<'_, '_>,
        known: &Organ,
        kind: &str,
        parent: Option<OrganId>,
        area: &str,
        ways: &str,
        remit: &str,
    ) -> Result<Line, Failure> {
        let name = row.get("name");
        let refuse = |column, why, value: &str| Ok(Line::refused(row.row, name, column, why, value));
        if known.ended_on.is_some() {
            return refuse("word", "ENDED", &known.name);
        }
        if known.name != name {
            return refuse("word", "WORD_TAKEN", &known.name);
        }
        // The office that the county was made with may be given its place in the tree by nobody but the house.
        let moved = (!row.get("parent").is_empty() && parent != Some(known.parent)) || (!row.get("area").is_empty() && area != known.area);
        if known.kind != kind || moved {
            return refuse(if known.kind == kind { "area" } else { "kind" }, "MOVED", "");
        }
        let keep = |text: &str, was: &str| if text.is_empty() { was.to_owned() } else { text.to_owned() };
        let facts = Facts {
            name: known.name.clone(),
            word: known.word.clone(),
            phone: keep(row.get("phone"), &known.phone),
            address: keep(row.get("address"), &known.address),
            hours: keep(row.get("hours"), &known.hours),
            ways: keep(ways, &known.ways),
            remit: keep(remit, &known.remit),
        };
        let mut notes = vec![];
        for (column, was, now) in [
            ("phone", &known.phone, &facts.phone),
            ("address", &known.address, &facts.address),
            ("hours", &known.hours, &facts.hours),
            ("ways", &known.ways, &facts.ways),
            ("remit", &known.remit, &facts.remit),
        ] {
            if was != now {
                let was = if was.is_empty() { "—" } else { was.as_str() };
                let column = columns::Kind::Organs.columns().iter().find(|known| known.key == column).map_or("name", |known| known.key);
                notes.push(Note { column, code: "now", value: format!("{was} → {now}") });
            }
        }
        if notes.is_empty() {
            return Ok(Line::new(row.row, name, Outcome::Known));
        }
        if self.run == Run::Real {
            self.touched.extend(change::change(self.tx, self.tenant, known.organ, &facts, self.today)?);
        }
        Ok(Line { notes, ..Line::new(row.row, name, Outcome::Changed) })
    }
}

/// Adds an organ, with the ways in which it is reached.
pub(super) fn add(tx: &Tx<'_>, tenant: TenantId, new: &NewOrgan, ways: &str, today: Day) -> Result<(), Failure> {
    change::check(tx, tenant, None, &new.name, &new.word)?;
    organ::add_organ(tx, tenant, new)?;
    tx.execute(sql!("UPDATE organ SET ways = $3, since_day = $4 WHERE tenant = $1 AND organ = $2"), args![tenant, new.organ, ways, today])?;
    Ok(())
}
