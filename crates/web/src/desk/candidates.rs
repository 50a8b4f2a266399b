//! Matters that may be the same one, as the registration form and the case page show them: enough to decide, and never a
//! number of them.

use crate::page::Page;
use casework::{
    Asker, House, audit,
    organ::Directory,
    petition::policy::Sight,
    reception::candidates::{self, Candidate, Sought},
};
use kernel::id::StreamId;
use store::Failure;

/// A candidate on a page.
pub struct CandidateView {
    /// Its address.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Its short name.
    pub title: String,
    /// How her words begin.
    pub beginning: String,
    /// When it was received.
    pub received: String,
    /// Where it is about.
    pub place: String,
    /// Where it stands.
    pub stage: &'static str,
    /// Who has it.
    pub holder: String,
    /// By what it was found, in words.
    pub found_by: String,
    /// Whether the records tell that it is the same person; else somebody has to have asked.
    pub is_told: bool,
    /// `merge` where it lives, `bring_again` where it was answered, empty where neither.
    pub act: &'static str,
}

/// What was found, ready to be drawn.
#[derive(Default)]
pub struct Shown {
    /// Over what the asker sees.
    pub here: Vec<CandidateView>,
    /// Organs that have one which he does not see.
    pub elsewhere: Vec<String>,
}

impl Shown {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.elsewhere.is_empty()
    }
}

/// Finds candidates, and writes down that they were looked at, and on which `screen`.
///
/// # Errors
/// What the database says.
pub async fn shown(
    house: &House,
    asker: &Asker,
    page: &Page,
    sight: &Sight,
    directory: &Directory,
    screen: &'static str,
    sought: &Sought,
) -> Result<Shown, Failure> {
    let found = candidates::find(house, asker.tenant, sight, directory, sought).await?;
    let looked_at: Vec<StreamId> = found.here.iter().map(|one| one.stream).chain(found.looked_at.iter().copied()).collect();
    if !looked_at.is_empty() {
        audit::look(house, asker, screen, "candidates", &looked_at).await?;
    }
    Ok(Shown {
        here: found.here.iter().map(|one| view(page, directory, one)).collect(),
        elsewhere: found.elsewhere.iter().map(|organ| directory.organ_name(*organ).to_owned()).collect(),
    })
}

fn view(page: &Page, directory: &Directory, one: &Candidate) -> CandidateView {
    let named: Vec<&str> = one.found_by.iter().map(|by| page.named("found-by", by)).collect();
    let who = [directory.organ_name(one.holder), directory.person(one.officer)];
    CandidateView {
        case: one.stream.to_string(),
        number: one.number.clone(),
        title: if one.title.is_empty() { page.t("title-erased").to_owned() } else { one.title.clone() },
        beginning: one.beginning.clone(),
        received: page.day(&one.received_on),
        place: one.area.as_ref().map(|area| directory.place_name(area)).unwrap_or_default(),
        stage: page.named("stage", one.stage.code()),
        holder: who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        found_by: named.join(page.t("found-by-and")),
        is_told: one.is_told(),
        act: if one.is_living {
            "merge"
        } else if one.is_answered {
            "bring_again"
        } else {
            ""
        },
    }
}
