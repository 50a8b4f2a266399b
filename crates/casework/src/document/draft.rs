//! What stands beside a draft while it is written: which claim lacks what, and which of its words no letter may hold (C-18, C-20, C-21,
//! C-27), and which characters cannot be printed; and the letter as it would be. It refuses nothing; the same rules refuse when the draft is
//! handed in and when the letter is issued. A preview has no number and says that it is a draft.

use super::{compose, data::Data};
use crate::{
    Asker, House, audit,
    petition::{
        Verb,
        act::opinion::{Given, lacking},
        model::{Claim, Outcome, Track},
        page::{self, Case},
        policy,
    },
};
use kernel::{
    Day, Refusal,
    id::{OrganId, StreamId},
};
use paper::{Kind, Letter, Press, lint, template::Answer};
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

/// What stands where something is still to be written.
const TO_WRITE: &str = "（待写）";
/// What stands where the number will be.
const NO_NUMBER: &str = "（草稿，未签发，未编号）";

/// The opinion as a letter, from what is typed so far, or from the draft that was handed in; the look is written down as a print.
///
/// # Errors
/// [`Failure::NotFound`] for who neither drafts nor signs here; `LETTER_NOT_NOW` when nothing is drafted; as [`compose::draft`].
pub async fn preview(house: &House, asker: &Asker, stream: StreamId, typed: Option<&[Typed]>) -> Result<Letter, Failure> {
    let (case, _) = page::for_officer(house, asker, stream).await?;
    let petition = &case.petition;
    let verbs = [Verb::DraftOpinion, Verb::ApproveOpinion, Verb::SignOpinion];
    if !verbs.into_iter().any(|verb| policy::post_does(asker, petition, verb)) {
        return Err(Failure::NotFound);
    }
    let data = Data { case: &case, organ: asker.organ };
    let open = petition.unanswered();
    let answers: Vec<Answer> = match typed {
        Some(typed) => open.map(|(at, claim)| of_typed(house, &data, data.open(&claim.text), typed.iter().find(|one| one.claim == at))).collect(),
        None => open.filter_map(|(at, claim)| Some(of_typed(house, &data, data.open(&claim.text), Some(&drafted(&data, at, claim)?)))).collect(),
    };
    if answers.is_empty() || petition.is_sealed() {
        return Err(Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", Kind::Opinion.code()).into());
    }
    let issuer = super::issue::issuer(house, asker, &case, String::new(), NO_NUMBER.to_owned()).await?;
    let letter = compose::draft(house, &case, &issuer, answers)?;
    audit::look(house, asker, "letter", "print", &[stream]).await?;
    Ok(letter)
}

fn drafted(data: &Data<'_>, at: usize, claim: &Claim) -> Option<Typed> {
    let answer = claim.answer.as_ref()?;
    let (facts, basis) = (data.open(&answer.facts), data.open(&answer.basis));
    Some(Typed { claim: at, facts, basis, outcome: Some(answer.outcome), owner: answer.owner, by: answer.by })
}

fn of_typed(house: &House, data: &Data<'_>, claim: String, typed: Option<&Typed>) -> Answer {
    let or_to_write = |text: &str| if text.trim().is_empty() { TO_WRITE.to_owned() } else { text.to_owned() };
    let empty = Typed::default();
    let typed = typed.unwrap_or(&empty);
    // A support that names neither who nor when is shown without: what it lacks stands beside the draft.
    let outcome = typed.outcome.filter(|outcome| *outcome != Outcome::Support || (typed.owner.is_some() && typed.by.is_some()));
    let words = typed.outcome.and_then(|outcome| house.law().outcomes.get(outcome.code())).map(|row| row.zh.clone());
    Answer {
        claim: or_to_write(&claim),
        facts: or_to_write(&typed.facts),
        outcome: outcome.map_or("", Outcome::code).to_owned(),
        outcome_words: words.unwrap_or_else(|| TO_WRITE.to_owned()),
        basis: or_to_write(&typed.basis),
        owner: typed.owner.filter(|_| typed.outcome == Some(Outcome::Support)).map(|owner| data.name(owner)).unwrap_or_default(),
        by: typed.by,
    }
}
