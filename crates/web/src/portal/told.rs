//! What her page tells of a matter, in her words: where it is, why, what she can still do, each claim and its answer.

use super::{case::open, doors::dial, events};
use crate::{
    light::{self, Drawn},
    page::Page,
};
use casework::{
    House,
    petition::{Did, Stage, clock::execution_rule, event::ClockChange, model::Claim, page::Case},
};
use kernel::{Day, law::Law};

/// Where it is now. What an officer wrote down as her withdrawal is told as that, and not as her own doing.
pub(super) fn now(page: &Page, case: &Case) -> String {
    let petition = &case.petition;
    let by_another = petition.withdrawal.as_ref().filter(|withdrawal| withdrawal.by != store::ledger::CITIZEN);
    match by_another.filter(|_| petition.stage == Stage::Withdrawn) {
        Some(withdrawal) => page.with("now-withdrawn-entered", "organ", case.directory.organ_name(withdrawal.organ).to_owned()),
        None => page.with(&format!("now-{}", petition.stage.code()), "organ", case.directory.organ_name(petition.holder).to_owned()),
    }
}

/// The old last day, the new one, and why (art 34).
pub(super) fn extended(page: &Page, case: &Case) -> Option<(Day, Day, String)> {
    let (before, after) = case.events.iter().rev().find_map(|(_, event)| match &event.did {
        Did::ExtensionApproved { before: Some(before), .. } => {
            let moved = event.clocks.iter().find_map(|change| match change {
                ClockChange::Move { deadline, .. } => Some(deadline.due_legal),
                _ => None,
            });
            Some((*before, moved?))
        }
        _ => None,
    })?;
    Some((before, after, open(page, case, &case.petition.extension.as_ref()?.reason)))
}

pub(super) fn place(case: &Case) -> Place {
    let officer = case.directory.person(case.petition.officer).to_owned();
    case.directory.organ(case.petition.holder).map_or_else(Place::default, |organ| Place {
        organ: organ.name.clone(),
        officer,
        phone: organ.phone.clone(),
        dial: dial(&organ.phone),
        hours: organ.hours.clone(),
    })
}

/// What is asked of her while material is waited for.
pub(super) fn material(page: &Page, case: &Case) -> Option<(String, Day)> {
    if case.petition.stage != Stage::AwaitingMaterial {
        return None;
    }
    case.events.iter().rev().find_map(|(_, event)| match &event.did {
        Did::MaterialAsked { what, by } => Some((open(page, case, what), *by)),
        _ => None,
    })
}

/// Why it went no further here, and where to go: not accepted, diverted, withdrawn, void.
pub(super) fn why(page: &Page, law: &Law, case: &Case) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (page.t(key).to_owned(), value);
    let void_asked = || {
        case.events.iter().rev().find_map(|(_, event)| match &event.did {
            Did::VoidAsked { code, kept, reason } => Some((code, kept, reason)),
            _ => None,
        })
    };
    let last = case.events.iter().rev().map(|(_, event)| &event.did).find(|did| match case.petition.stage {
        Stage::NonAccepted => matches!(did, Did::NonAccepted { .. }),
        Stage::Diverted => matches!(did, Did::Diverted { .. }),
        Stage::Withdrawn => matches!(did, Did::Withdrawn { .. }),
        Stage::Voided => matches!(did, Did::Voided),
        _ => false,
    });
    let found = match last {
        Some(Did::NonAccepted { reason, basis, body, facts }) => vec![
            fact("why-reason", events::row_name(page, law.non_acceptance_reasons.get(reason))),
            fact("why-facts", open(page, case, facts)),
            fact("why-basis", basis.clone()),
            fact("why-body", body.clone()),
        ],
        Some(Did::Diverted { procedure, statute, body, limit_on, limit_note }) => vec![
            fact("why-procedure", open(page, case, procedure)),
            fact("why-body", body.clone()),
            fact("why-limit", limit_on.map_or_else(|| limit_note.clone(), |day| page.day_and_weekday(&day))),
            fact("why-basis", statute.clone()),
        ],
        Some(Did::Withdrawn { evidence, reason, .. }) => {
            let by_her = case.petition.withdrawal.as_ref().is_none_or(|withdrawal| withdrawal.by == store::ledger::CITIZEN);
            let evidence = if by_her { String::new() } else { events::row_name(page, law.withdrawal_evidence.get(evidence)) };
            vec![fact("why-evidence", evidence), fact(if by_her { "why-hers" } else { "why-entered" }, open(page, case, reason))]
        }
        Some(Did::Voided) => void_asked().map_or(vec![], |(code, kept, reason)| {
            vec![
                fact("why-reason", events::row_name(page, law.void_reasons.get(code))),
                fact("why-kept", kept.clone()),
                fact("why-words", open(page, case, reason)),
            ]
        }),
        _ => vec![],
    };
    found.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}

pub(super) fn remedies(page: &Page, house: &House, case: &Case, today: Day) -> Vec<String> {
    let petition = &case.petition;
    let (Some(delivered), Some(track)) = (petition.facts.delivered_on, petition.track) else { return vec![] };
    // The rows that were in force on the day she had the reply.
    house
        .law()
        .remedies(track.code(), "opinion", delivered.min(today))
        .map(|row| if page.lang() == "en" { row.en.clone() } else { row.zh.clone() })
        .collect()
}

pub(super) fn claim_view(page: &Page, house: &House, case: &Case, at: usize, claim: &Claim) -> ClaimView {
    let text = open(page, case, &claim.text);
    if let Some(gone) = &claim.gone {
        let state =
            if gone.to.is_told() { page.with("claim-moved", "number", gone.to.number.clone()) } else { page.t("claim-moved-sealed").to_owned() };
        return ClaimView { text, state, notes: vec![], light: None };
    }
    if let Some(merging) = case.petition.merged() {
        return ClaimView { text, state: page.with("claim-moved", "number", merging.into.number.clone()), notes: vec![], light: None };
    }
    // A draft that nobody has signed and brought to her is not an answer yet.
    let (Some(answer), Some(delivered)) = (&claim.answer, claim.delivered_on) else {
        // Where it went no further here, the part above says why and where to go.
        let ended = matches!(case.petition.stage, Stage::Withdrawn | Stage::Voided | Stage::NonAccepted | Stage::Diverted);
        return ClaimView { text, state: page.t(if ended { "claim-not-here" } else { "claim-no-answer" }).to_owned(), notes: vec![], light: None };
    };
    let mut notes = vec![open(page, case, &answer.facts), page.with("claim-basis", "basis", open(page, case, &answer.basis))];
    let mut lamp = None;
    if let (Some(owner), Some(by)) = (answer.owner, answer.by) {
        let organ = case.directory.organ_name(owner).to_owned();
        notes.push(match claim.executed_on {
            Some(day) => page.with2("claim-was-done", "organ", organ, "day", page.day(&day)),
            None => page.with2("claim-to-do", "organ", organ, "day", page.day_and_weekday(&by)),
        });
        let rule = execution_rule(at);
        lamp = case
            .petition
            .clocks
            .iter()
            .rev()
            .find(|clock| clock.rule == rule && clock.ended.is_none())
            .map(|clock| light::of(page, house, &clock.deadline));
    }
    let outcome = page.named("outcome", answer.outcome.code()).to_owned();
    ClaimView { text, state: page.with2("claim-answered", "outcome", outcome, "day", page.day(&delivered)), notes, light: lamp }
}

/// The papers that she may open; what not every browser shows is told as what it is.
pub(super) fn papers(page: &Page, case: &Case) -> Vec<(String, String, Day)> {
    let there = |paper: &&casework::petition::model::Paper| {
        paper.shown_to_person
            && casework::document::issue::is_out(&case.petition, paper)
            && case.files.iter().any(|file| file.file == paper.file && file.erased_at.is_none())
    };
    case.petition
        .papers
        .iter()
        .filter(there)
        .map(|paper| {
            let name = page.maybe("paper", &paper.kind).unwrap_or_else(|| page.named("paper", "other"));
            let media_type = case.files.iter().find(|file| file.file == paper.file).map_or("", |file| file.media_type.as_str());
            let kind = page.named("file-kind", crate::upload::shown_as(media_type));
            (paper.file.to_string(), [name, kind].join(" ").trim().to_owned(), paper.on)
        })
        .collect()
}

/// A claim, and how far its answer is.
pub(super) struct ClaimView {
    pub(super) text: String,
    pub(super) state: String,
    pub(super) notes: Vec<String>,
    pub(super) light: Option<Drawn>,
}

/// Where it is.
#[derive(Default)]
pub(super) struct Place {
    pub(super) organ: String,
    pub(super) officer: String,
    pub(super) phone: String,
    pub(super) dial: String,
    pub(super) hours: String,
}
