//! What stands beside a draft while it is written: which claim lacks what, and which of its words no letter may hold (C-18, C-20, C-21,
//! C-27), and which characters cannot be printed. It refuses nothing; the same rules refuse when the draft is handed in and when the letter is issued.

use super::data::Data;
use crate::{
    House,
    petition::{
        act::opinion::{Given, lacking},
        model::{Outcome, Track},
        page::Case,
    },
};
use kernel::{Day, Refusal, id::OrganId};
use paper::{Press, lint};
use std::sync::Arc;
use store::Failure;

/// One claim's answer, as it is typed so far.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Which claim, from 0.
    pub claim: usize,
    /// What was found.
    pub facts: String,
    /// On what it rests.
    pub basis: String,
    /// What follows.
    pub outcome: Option<Outcome>,
    /// Who carries it out.
    pub owner: Option<OrganId>,
    /// By when.
    pub by: Option<Day>,
}

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// At which claim, from 0.
    pub claim: usize,
    /// At which field.
    pub field: &'static str,
    /// What the rule would say.
    pub refusal: Refusal,
}

/// What is to be mended in a draft, claim by claim; empty when it can be handed in.
///
/// # Errors
/// [`Failure::Bug`] when the fonts cannot be asked.
pub async fn look(house: &House, press: &Arc<Press>, case: &Case, organ: OrganId, typed: &[Typed]) -> Result<Vec<Finding>, Failure> {
    let petition = &case.petition;
    let hers = Data { case, organ }.hers();
    let track = petition.track.map_or("", Track::code);
    let mut found = vec![];
    for (claim, asked) in petition.unanswered() {
        let empty = Typed { claim, ..Typed::default() };
        let answer = typed.iter().find(|answer| answer.claim == claim).unwrap_or(&empty);
        let length = |text: &str| text.trim().chars().count();
        let (facts, basis) = (length(&answer.facts), length(&answer.basis));
        let given = Given { facts, basis, outcome: answer.outcome, owner: answer.owner, by: answer.by };
        let lacks = lacking(claim, asked, given);
        found.extend(lacks.into_iter().map(|refusal| Finding { claim, field: refusal.field.unwrap_or_default(), refusal }));
        for (field, text) in [("facts", &answer.facts), ("basis", &answer.basis)] {
            let wordings = lint::findings(house.law(), text, &hers, track);
            found.extend(wordings.into_iter().map(|refusal| Finding { claim, field, refusal: refusal.at(field) }));
        }
        let texts = vec![("facts", answer.facts.clone()), ("basis", answer.basis.clone())];
        let rare = super::look::of_rare(press, texts).await?;
        found.extend(rare.into_iter().map(|one| Finding { claim, field: one.field, refusal: one.refusal.at(one.field) }));
    }
    Ok(found)
}

/// The remedies that the letter will tell, from the law's rows for the matter's track (C-21): nobody types them.
#[must_use]
pub fn remedies(house: &House, case: &Case) -> Vec<(String, String, String)> {
    let track = case.petition.track.map_or("", Track::code);
    let rows = house.law().remedies(track, "opinion", house.today());
    rows.map(|row| (row.zh.clone(), row.en.clone(), row.article.clone())).collect()
}
