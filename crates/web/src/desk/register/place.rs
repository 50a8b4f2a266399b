//! Where it is about: picked from the list, found from the words, or kept as it was written. Never a reason to refuse.

use super::typed::Typed;
use crate::{error::Oops, guard::Signed, state::Web};
use axum::{
    Json,
    extract::{Query, State},
};
use casework::organ::{Directory, Place};
use kernel::AreaPath;
use serde::{Deserialize, Serialize};

/// How many places a list offers.
const MOST: usize = 8;

/// A place that may be meant.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Candidate {
    /// Its path.
    pub value: String,
    /// Its name.
    pub text: String,
    /// In which it lies.
    pub note: String,
}

/// What the words were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This place.
    Known(AreaPath),
    /// No place of the county: the words are kept as the spot, the area is the organ's own.
    AsWritten,
    /// One of these; the person has to say which, or none of them.
    Several(Vec<Candidate>),
}

/// What the picker asks.
#[derive(Deserialize)]
pub struct Question {
    #[serde(default)]
    pub(crate) q: String,
}

/// `GET /desk/places?q=qbw`
pub async fn pick(State(web): State<Web>, Signed(asker): Signed, Query(question): Query<Question>) -> Result<Json<Vec<Candidate>>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    Ok(Json(candidates(&directory, asker.area.as_str(), &question.q)))
}

/// Places whose name, pinyin or initials fit, those of the area `near` first; a path.
pub fn candidates(directory: &Directory, near: &str, typed: &str) -> Vec<Candidate> {
    let mut found: Vec<&Place> = directory.find_places(typed, MOST * 8).into_iter().filter(|place| is_of_county(place)).collect();
    // A stable sort: within each half the best fit stays first.
    found.sort_by_key(|place| !place.path.starts_with(near));
    found.truncate(MOST);
    found.into_iter().map(|place| candidate(directory, place)).collect()
}

fn is_of_county(place: &Place) -> bool {
    !matches!(place.kind.as_str(), "province" | "city" | "country")
}

fn candidate(directory: &Directory, place: &Place) -> Candidate {
    let around = place.path.parse::<AreaPath>().ok().and_then(|path| path.parent()).map_or(String::new(), |path| directory.place_name(&path));
    Candidate { value: place.path.clone(), text: place.name.clone(), note: if around == place.name { String::new() } else { around } }
}

/// Finds the place of a form; `near` as in [`candidates`].
pub fn of(directory: &Directory, near: &str, typed: &Typed) -> Found {
    let known = |text: &str| text.parse::<AreaPath>().ok().filter(|path| directory.place(path).is_some());
    let words = typed.text("place_words");
    match typed.text("place_choice") {
        "" => {}
        "as_written" => return Found::AsWritten,
        choice => {
            if let Some(path) = known(choice) {
                return Found::Known(path);
            }
        }
    }
    if words.is_empty() {
        return Found::AsWritten;
    }
    named(directory, near, words, typed.text("place"))
}

/// The place that `words` name: that of the path `picked`, while it still has this name, else the one that fits, else those that do.
pub fn named(directory: &Directory, near: &str, words: &str, picked: &str) -> Found {
    // Without a script the words can be changed after the place was set: then the words count.
    if let Ok(path) = picked.parse::<AreaPath>()
        && directory.place(&path).is_some_and(|place| place.name == words)
    {
        return Found::Known(path);
    }
    let found = candidates(directory, near, words);
    let exact: Vec<&Candidate> = found.iter().filter(|candidate| candidate.text == words).collect();
    match (exact.as_slice(), found.as_slice()) {
        ([one], _) => one.value.parse().map_or(Found::AsWritten, Found::Known),
        ([], [one]) => one.value.parse().map_or(Found::AsWritten, Found::Known),
        (_, []) => Found::AsWritten,
        _ => Found::Several(found),
    }
}

/// The spot: what was written of it, with the words of a place that is none of the county's.
pub fn spot(found: &Found, typed: &Typed) -> String {
    let words = if *found == Found::AsWritten { typed.text("place_words") } else { "" };
    [words, typed.text("spot")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
