//! What can be done from the case page: exactly the lawful next steps.
//!
//! One form is drawn, that of the usual next step; every other act is a link that opens its form in the same place. A
//! refusal comes back with its form open and what was typed still in it.

use super::forms;
use crate::{
    field::{Field, Typed},
    page::Page,
};
use casework::{
    Asker, House,
    petition::{
        Stage, Verb,
        flow::{self, Row},
        page::Case,
    },
};
use kernel::{id::AccountId, refusal::Refusal};

/// An act that is lawful now. The first one and the one that was asked for have their form on the page; the others are
/// a link that opens it.
pub struct Act {
    /// The verb.
    pub verb: Verb,
    /// Its name.
    pub name: String,
    /// Its article.
    pub article: &'static str,
    /// What its form asks; nothing while it is a link.
    pub fields: Vec<Field>,
    /// Whether the table knows it from this stage.
    pub allowed: bool,
    /// Whether its form stands open.
    pub open: bool,
    /// The refusal of the last try.
    pub refusal: Option<Refusal>,
    /// A page of its own instead of a form here.
    pub elsewhere: Option<String>,
    /// The draft as a letter: who signs looks at what he signs.
    pub draft: Option<String>,
}

/// The act whose form was asked for, or was tried and refused.
pub struct Hand<'a> {
    pub verb: Verb,
    pub refusal: Option<Refusal>,
    pub typed: &'a Typed,
}

/// What can be done now: first, then what moves the matter on, what stands beside it, and what cannot be yet and why.
pub struct Acts {
    pub first: Option<Act>,
    pub main: Vec<Act>,
    pub beside: Vec<Act>,
    pub not_yet: Vec<(String, Refusal)>,
}

impl Acts {
    /// Those whose form is on the page.
    fn drawn(&mut self) -> impl Iterator<Item = &mut Act> {
        self.first.iter_mut().chain(self.beside.iter_mut().filter(|act| act.open)).filter(|act| act.allowed)
    }

    /// Whether a form on the page asks for an officer.
    pub fn ask_for_officer(&mut self) -> bool {
        self.drawn().any(|act| matches!(act.verb, Verb::Start | Verb::HandOver))
    }

    /// Makes the forms that are on the page.
    pub fn fill(&mut self, house: &House, asker: &Asker, page: &Page, case: &Case, officers: &[(AccountId, String)], hand: Option<&Hand<'_>>) {
        let nothing = Typed::new();
        for act in self.drawn() {
            let typed = hand.filter(|hand| hand.verb == act.verb).map_or(&nothing, |hand| hand.typed);
            act.fields = forms::fields(page, house.law(), asker, case, officers, act.verb, typed);
        }
    }
}

/// What can be done with the matter, of the steps of the asker's post from its stage.
pub fn acts(steps: Vec<(&'static Row, Result<(), Refusal>)>, page: &Page, case: &Case, hand: Option<&Hand<'_>>) -> Acts {
    let (mut main, mut beside, mut not_yet) = (vec![], vec![], vec![]);
    for (row, ready) in steps {
        // What was offered with everything else is taken on with everything else.
        if row.verb == Verb::TakeOn {
            continue;
        }
        let name = page.named("verb", row.verb.code()).to_owned();
        let here = hand.filter(|hand| hand.verb == row.verb);
        match ready {
            // What was asked for by an old link and is not lawful any more answers with its reason, as if it had been tried.
            Err(refusal) if here.is_none_or(|hand| hand.refusal.is_none()) => {
                // What people look for and may not do yet is one line with its reason; the rest is not there at all.
                if row.main && worth_telling(refusal.code) || here.is_some() {
                    not_yet.push((name, refusal));
                }
            }
            _ => {
                let act = Act {
                    verb: row.verb,
                    name,
                    article: row.article,
                    fields: vec![],
                    allowed: true,
                    open: here.is_some(),
                    refusal: here.and_then(|hand| hand.refusal.clone()),
                    elsewhere: elsewhere(row.verb, case),
                    draft: draft(row.verb, case),
                };
                if row.main { main.push(act) } else { beside.push(act) }
            }
        }
    }
    // A verb that the table does not allow from here was tried (an old page, another's hand): its refusal has to stand somewhere.
    if let Some((hand, refusal)) = hand.and_then(|hand| Some((hand, hand.refusal.clone()?)))
        && !main.iter().chain(&beside).any(|act| act.open)
    {
        let name = page.named("verb", hand.verb.code()).to_owned();
        let article = flow::of(hand.verb).map_or("", |row| row.article);
        main.insert(
            0,
            Act { verb: hand.verb, name, article, fields: vec![], allowed: false, open: true, refusal: Some(refusal), elsewhere: None, draft: None },
        );
    }
    // What decides the matter comes first; what is done while it stands comes after.
    main.sort_by_key(|act| (!act.open, rank(act.verb, case.petition.stage)));
    beside.sort_by_key(|act| !act.open);
    let first = if main.is_empty() { None } else { Some(main.remove(0)) };
    Acts { first, main, beside, not_yet }
}

/// A page of its own instead of a form on the case page.
fn elsewhere(verb: Verb, case: &Case) -> Option<String> {
    let stream = case.petition.stream;
    match verb {
        Verb::DraftOpinion => Some(format!("/desk/case/{stream}/opinion")),
        Verb::IssueLetter | Verb::AnswerSuggestion => Some(format!("/desk/case/{stream}/letters")),
        Verb::AttachSigned => Some("/desk/scans".to_owned()),
        _ => None,
    }
}

/// Where the drafted letter can be looked at, beside what decides on it.
fn draft(verb: Verb, case: &Case) -> Option<String> {
    let decides = matches!(verb, Verb::SignOpinion | Verb::ApproveOpinion | Verb::ReturnDraft);
    decides.then(|| format!("/desk/case/{}/opinion/preview", case.petition.stream))
}

/// The usual next step of each stage first; what takes something from a person last.
const fn rank(verb: Verb, stage: Stage) -> u8 {
    match verb {
        Verb::DraftOpinion if !matches!(stage, Stage::InHandling) => 5,
        Verb::Classify => 3,
        Verb::NonAccept | Verb::Divert => 9,
        Verb::RaiseCompetence => 8,
        Verb::Object | Verb::ReturnDraft | Verb::RefuseExtension | Verb::RejectObjection => 7,
        Verb::Assign => 2,
        Verb::AskPart | Verb::ReviewEmergency => 6,
        _ => 1,
    }
}

fn worth_telling(code: &str) -> bool {
    matches!(
        code,
        "CLAIM_UNANSWERED"
            | "EXT_LATE"
            | "EXT_SECOND"
            | "EXECUTION_OPEN"
            | "OBJECTION_LATE"
            | "EXT_NO_APPROVAL"
            | "EXT_NOT_AGREED"
            | "VOID_PENDING"
            | "PART_OPEN"
            | "NOT_APPROVED"
            | "OWN_DRAFT"
            | "PING_PONG"
            | "COMPETENCE_DECIDED"
    )
}

impl Act {
    /// The identifier of a field of this act on the page.
    pub fn id_of(&self, field: &Field) -> String {
        format!("{}-{}", self.verb.code(), field.name)
    }

    /// Whether the refusal of the last try was about this field.
    pub fn is_wrong(&self, field: &Field) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field.name.as_str()))
    }

    /// Whether the browser itself asks for the field. Where leaving it out has a rule of its own, the rule answers.
    pub const fn must(&self, field: &Field) -> bool {
        field.must
            && !matches!(
                self.verb,
                Verb::Withdraw
                    | Verb::EnterPaperRating
                    | Verb::NonAccept
                    | Verb::Divert
                    | Verb::Object
                    | Verb::Merge
                    | Verb::BringAgain
                    | Verb::Split
                    | Verb::DecideCompetence
            )
    }
}
