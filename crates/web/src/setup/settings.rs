//! 期限与依据: every term of the law as the program counts it, with its article, its days and how sure it is. A county reads this
//! before it begins; a row from memory says that it was not checked.

use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{
    deadline::{Holder, Unit},
    law::{CodeRow, DeadlineRow, RemedyRow, Tag},
};

/// Rows of one letter: P petitions, M mediation …
struct Group {
    family: char,
    rows: Vec<&'static DeadlineRow>,
}

#[derive(Template)]
#[template(path = "setup/settings.html")]
struct SettingsPage<'a> {
    page: &'a Page,
    groups: Vec<Group>,
    remedies: &'static [RemedyRow],
    /// Tables of codes: key of its name, rows.
    tables: Vec<(&'static str, Vec<&'static CodeRow>)>,
    unverified: usize,
    idle_minutes: i64,
}

impl SettingsPage<'_> {
    fn words<'b>(&self, zh: &'b str, en: &'b str) -> &'b str {
        if self.page.is_english() { en } else { zh }
    }

    fn unit(&self, unit: &Unit) -> &'static str {
        self.page.named("settings-unit", unit_code(*unit))
    }

    fn holder(&self, holder: &Holder) -> &'static str {
        self.page.named(
            "settings-holder",
            match holder {
                Holder::Agency => "agency",
                Holder::Citizen => "citizen",
                Holder::Lasting => "lasting",
            },
        )
    }

    fn tag(&self, tag: &Tag) -> &'static str {
        self.page.named("settings-tag", tag_code(*tag))
    }

    fn is_unsure(&self, tag: &Tag) -> bool {
        *tag == Tag::Memory
    }

    /// Whether a row is one of a place, and off: nothing is counted by it.
    fn is_off(&self, row: &DeadlineRow) -> bool {
        !row.enabled
    }
}

const fn tag_code(tag: Tag) -> &'static str {
    match tag {
        Tag::Verified => "verified",
        Tag::Printed => "printed",
        Tag::Local => "local",
        Tag::Memory => "memory",
        Tag::Decided => "decided",
    }
}

const fn unit_code(unit: Unit) -> &'static str {
    match unit {
        Unit::CalendarDays => "calendar_days",
        Unit::WorkingDays => "working_days",
        Unit::Hours => "hours",
        Unit::Months => "months",
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(_asker): Signed, page: Page) -> Result<Response, Oops> {
    let law = web.house().law();
    let mut groups: Vec<Group> = vec![];
    for row in law.deadlines() {
        let family = row.id.chars().next().unwrap_or('?');
        match groups.iter_mut().find(|group| group.family == family) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { family, rows: vec![row] }),
        }
    }
    let tables = law.tables().filter(|(name, _)| *name != "notices").map(|(name, table)| (name, table.iter().collect())).collect();
    let (unverified, idle_minutes) = (law.unverified().count(), web.settings().idle_minutes);
    Ok(page.show(&SettingsPage { page: &page, groups, remedies: law.all_remedies(), tables, unverified, idle_minutes }))
}
