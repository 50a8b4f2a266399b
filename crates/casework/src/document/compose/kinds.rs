//! Which letters can be written on a matter now, and what they are called.

use crate::{
    document::data::Data,
    petition::{Did, Verb, flow, model::Rating, page::Case},
};
use kernel::{Refusal, id::OrganId};
use paper::Kind;

/// The letters that this organ can issue on the case as it stands.
#[must_use]
pub fn possible(case: &Case, organ: OrganId) -> Vec<Kind> {
    let petition = &case.petition;
    if petition.is_sealed() || petition.history {
        return vec![];
    }
    let data = Data { case, organ };
    let own = |wanted: fn(&Did) -> bool| data.own_last(wanted).is_some();
    let has = |kind: Kind| match kind {
        Kind::Registration => petition.origin == organ,
        // Set without the code: the copy that is kept opens nothing. The slip with the code is printed apart, on its day.
        Kind::Receipt => petition.origin == organ && petition.code_issue > 0,
        Kind::Referral => own(|did| matches!(did, Did::Referred { .. })),
        Kind::Assignment => own(|did| matches!(did, Did::Assigned { .. })),
        Kind::Whereabouts => own(|did| matches!(did, Did::Referred { .. } | Did::Assigned { .. })),
        Kind::Acceptance => own(|did| matches!(did, Did::Accepted { .. })),
        Kind::NonAcceptance => own(|did| matches!(did, Did::NonAccepted { .. })),
        Kind::Diversion => own(|did| matches!(did, Did::Diverted { .. })),
        Kind::Objection => own(|did| matches!(did, Did::Objected { .. })),
        // It says that the head approved: only once the head did (C-16).
        Kind::Extension => data.extension_approver().is_some() && own(|did| matches!(did, Did::ExtensionRequested { .. })),
        Kind::Opinion => {
            petition.opinion.as_ref().is_some_and(|opinion| opinion.signed_on.is_some()) && own(|did| matches!(did, Did::OpinionSigned { .. }))
        }
        Kind::Suggestion => petition.is_suggestion() && petition.holder == organ && flow::allows(petition.stage, Verb::AnswerSuggestion),
        Kind::Completion => petition.facts.completed_on.is_some() && data.came_from().is_some(),
        Kind::Service => petition.letters.iter().any(|letter| letter.issued.organ == organ && letter.issued.hers),
        // The papers of people's mediation are another matter's.
        _ => false,
    };
    Kind::PETITION.into_iter().filter(|kind| has(*kind)).collect()
}

/// The number that the record already has for this letter; `None` when one is drawn.
#[must_use]
pub fn known_number(case: &Case, kind: Kind) -> Option<String> {
    match kind {
        Kind::Registration | Kind::Receipt => Some(case.petition.number.clone()),
        Kind::Opinion => case.petition.opinion.as_ref().map(|opinion| opinion.doc_no.clone()),
        _ => None,
    }
}

pub(super) fn nothing_for(kind: Kind) -> Refusal {
    Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", kind.code())
}

pub(super) const fn rating_words(rating: Rating) -> &'static str {
    match rating {
        Rating::Satisfied => "满意",
        Rating::Basically => "基本满意",
        Rating::Unsatisfied => "不满意",
    }
}

/// The title under which a letter of this template went out, for a receipt of service.
pub(super) fn title_of(kind: &str) -> &'static str {
    match Kind::parse(kind) {
        Some(Kind::Whereabouts) => "信访事项去向告知书",
        Some(Kind::Acceptance) => "信访事项受理告知书",
        Some(Kind::NonAcceptance) => "信访事项不予受理告知书",
        Some(Kind::Diversion) => "信访事项依法分类处理告知书",
        Some(Kind::Extension) => "信访事项延期办理告知书",
        Some(Kind::Opinion) => "信访事项处理意见书",
        Some(Kind::Suggestion) => "关于您所提建议的答复",
        _ => "信访文书",
    }
}
