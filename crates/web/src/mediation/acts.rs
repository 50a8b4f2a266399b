//! What can be done from the page: exactly the lawful next steps. One form is drawn; every other act is a link that opens its form.

use super::forms;
use crate::{
    field::{Field, Typed},
    page::Page,
};
use casework::{
    Asker, House,
    mediation::{
        Verb,
        flow::{self, Row},
        page::Case,
    },
};
use kernel::{id::AccountId, refusal::Refusal};

/// An act that is lawful now, or was tried and refused.
pub struct Act {
    pub verb: Verb,
    pub name: String,
    pub article: &'static str,
    pub fields: Vec<Field>,
    pub allowed: bool,
    pub open: bool,
    pub refusal: Option<Refusal>,
    /// A page of its own instead of a form here; none has one.
    pub elsewhere: Option<String>,
    /// What is looked at beside it; nothing is.
    pub draft: Option<String>,
}

/// The act whose form was asked for, or was tried and refused.
pub struct Hand<'a> {
    pub verb: Verb,
    pub refusal: Option<Refusal>,
    pub typed: &'a Typed,
}

/// What can be done now: first, then what moves it on, what stands beside it, and what cannot be yet and why.
pub struct Acts {
    pub first: Option<Act>,
    pub main: Vec<Act>,
    pub beside: Vec<Act>,
    pub not_yet: Vec<(String, Refusal)>,
}

/// Why something cannot be done yet, where that is worth a line.
const TOLD: [&str; 9] =
    ["NO_CONSENT", "RIGHTS_UNTOLD", "CONFLICT", "UNSIGNED", "NOT_CONFIRMABLE", "CONFIRM_LATE", "MANDATORY_REPORT", "SAFETY_OPEN", "NO_SESSION"];

/// What can be done with the mediation, of the steps of the asker's post from its stage.
pub fn acts(steps: Vec<(&'static Row, Result<(), Refusal>)>, page: &Page, case: &Case, hand: Option<&Hand<'_>>) -> Acts {
    let (mut main, mut beside, mut not_yet) = (vec![], vec![], vec![]);
    for (row, ready) in steps {
        let name = page.named("mverb", row.verb.code()).to_owned();
        let here = hand.filter(|hand| hand.verb == row.verb);
        match ready {
            Err(refusal) if here.is_none_or(|hand| hand.refusal.is_none()) => {
                if row.main && TOLD.contains(&refusal.code) || here.is_some() {
                    not_yet.push((name, refusal));
                }
            }
            _ => {
                let refusal = here.and_then(|hand| hand.refusal.clone());
                let open = here.is_some();
                let act =
                    Act { verb: row.verb, name, article: row.article, fields: vec![], allowed: true, open, refusal, elsewhere: None, draft: None };
                if row.main && !is_settled(row.verb, case) { main.push(act) } else { beside.push(act) }
            }
        }
    }
    if let Some((hand, refusal)) = hand.and_then(|hand| Some((hand, hand.refusal.clone()?)))
        && !main.iter().chain(&beside).any(|act| act.open)
    {
        let name = page.named("mverb", hand.verb.code()).to_owned();
        let article = flow::of(hand.verb).map_or("", |row| row.article);
        let refusal = Some(refusal);
        main.insert(0, Act { verb: hand.verb, name, article, fields: vec![], allowed: false, open: true, refusal, elsewhere: None, draft: None });
    }
    main.sort_by_key(|act| (!act.open, rank(act.verb, case)));
    beside.sort_by_key(|act| !act.open);
    let first = if main.is_empty() { None } else { Some(main.remove(0)) };
    Acts { first, main, beside, not_yet }
}

/// What was done and can be done again stands beside.
fn is_settled(verb: Verb, case: &Case) -> bool {
    let mediation = &case.mediation;
    match verb {
        Verb::Disclose => mediation.mediators().all(|seat| !seat.relation.is_empty()),
        Verb::TellRights => mediation.sides().all(|party| party.rights_on.is_some()),
        Verb::SetMediator => mediation.mediators().next().is_some(),
        Verb::FollowUp => !mediation.follow_ups.is_empty(),
        _ => false,
    }
}

/// The usual next step first.
fn rank(verb: Verb, case: &Case) -> u8 {
    let mediation = &case.mediation;
    let is_told = mediation.sides().all(|party| party.rights_on.is_some());
    let has_session = mediation.sessions.iter().any(|one| one.state == casework::mediation::model::SessionState::Set);
    let has_met = mediation.sessions.iter().any(|one| one.state == casework::mediation::model::SessionState::Held);
    match verb {
        Verb::Take => 0,
        Verb::Disclose if mediation.mediators().any(|seat| seat.relation.is_empty()) => 0,
        Verb::AcceptRelation => 1,
        Verb::TellRights if !is_told => 1,
        Verb::SetMediator if mediation.mediators().next().is_none() => 1,
        Verb::Sign | Verb::AgreeOral | Verb::TellPromise => 1,
        Verb::Consent => 2,
        Verb::HoldSession if has_session => 2,
        Verb::Draft if has_met => 3,
        Verb::SetSession if !has_session => 4,
        Verb::FollowUp => 2,
        Verb::Draft => 5,
        Verb::Close | Verb::Archive => 5,
        Verb::AskConfirmation | Verb::RecordRuling => 4,
        Verb::Dispatch => 6,
        _ => 7,
    }
}

impl Acts {
    fn drawn(&mut self) -> impl Iterator<Item = &mut Act> {
        self.first.iter_mut().chain(self.main.iter_mut().chain(self.beside.iter_mut()).filter(|act| act.open)).filter(|act| act.allowed)
    }

    /// Whether a form on the page asks who mediates.
    pub fn ask_for_mediator(&mut self) -> bool {
        self.drawn().any(|act| act.verb == Verb::SetMediator)
    }

    /// Makes the forms that are on the page.
    pub fn fill(&mut self, house: &House, asker: &Asker, page: &Page, case: &Case, mediators: &[(AccountId, String)], hand: Option<&Hand<'_>>) {
        let nothing = Typed::new();
        for act in self.drawn() {
            let typed = hand.filter(|hand| hand.verb == act.verb).map_or(&nothing, |hand| hand.typed);
            act.fields = forms::fields(page, house.law(), asker, case, mediators, act.verb, typed);
        }
    }
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

    /// Whether the browser itself asks for the field.
    pub const fn must(&self, field: &Field) -> bool {
        field.must
    }
}
