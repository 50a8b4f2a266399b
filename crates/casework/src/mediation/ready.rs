//! Why a verb that the table allows is not lawful yet: what can be known before anything is typed.

use super::{
    command::{Actor, Context},
    flow::{self, Verb, Where},
    model::{Form, Mediation, SessionState},
};
use kernel::{Refusal, id::AccountId};

/// Whether the verb is lawful now.
///
/// # Errors
/// The rule in the way.
pub fn ready(mediation: &Mediation, verb: Verb, context: &Context<'_>) -> Result<(), Refusal> {
    if let Actor::Officer(account, ..) = context.actor
        && flow::of(verb).is_some_and(|row| row.place == Where::Seat)
    {
        sits(mediation, verb, account)?;
    }
    match verb {
        Verb::Take => refuse(mediation.hops.last().is_none_or(|hop| hop.taken_at.is_some()), "ALREADY_TAKEN", "SM-MED"),
        Verb::SendBack => refuse(mediation.hops.last().is_none_or(|hop| hop.to != mediation.holder), "NOTHING_TO_SEND_BACK", "SM-MED"),
        Verb::SetMediator | Verb::TellLaw | Verb::AgreeFacts | Verb::NoteApart => consent(mediation),
        Verb::AcceptRelation => refuse(
            !mediation.mediators().any(|seat| !matches!(seat.relation.as_str(), "" | "none") && !mediation.may_sit(seat)),
            "NO_RELATION",
            "C-45",
        ),
        Verb::ReleaseMediator => refuse(mediation.mediators().next().is_none(), "NO_MEDIATOR", "SM-MED"),
        Verb::SetSession => consent(mediation),
        Verb::HoldSession => {
            consent(mediation)?;
            rights(mediation)?;
            refuse(!mediation.sessions.iter().any(|one| one.state == SessionState::Set), "NO_SESSION", "T-34")
        }
        Verb::DropSession => refuse(!mediation.sessions.iter().any(|one| one.state == SessionState::Set), "NO_SESSION", "T-34"),
        Verb::Draft => {
            consent(mediation)?;
            rights(mediation)?;
            not_signed(mediation)
        }
        Verb::Sign => {
            consent(mediation)?;
            refuse(mediation.agreement.as_ref().is_none_or(|agreement| agreement.form == Form::Oral), "NOT_WRITTEN", "C-43")?;
            reported(mediation)
        }
        Verb::AgreeOral => {
            consent(mediation)?;
            refuse(mediation.agreement.as_ref().is_none_or(|agreement| agreement.form == Form::Written), "NOT_ORAL", "C-43")?;
            reported(mediation)
        }
        Verb::TellPromise => refuse(
            mediation.agreement.as_ref().is_none_or(|agreement| agreement.promises.iter().all(|one| one.state == super::model::PromiseState::Kept)),
            "NO_PROMISE",
            "SM-MED",
        ),
        Verb::AskConfirmation => confirmation(mediation, context),
        Verb::RecordRuling => refuse(mediation.confirmation.as_ref().is_none_or(|asked| asked.ruling.is_some()), "CONFIRM_NOT_ASKED", "C-44"),
        Verb::WithdrawConsent => refuse(!mediation.all_consent(), "NO_CONSENT", "C-40"),
        Verb::Terminate => reported(mediation),
        Verb::Close => {
            reported(mediation)?;
            safe(mediation)
        }
        Verb::Extend => {
            refuse(mediation.running("M-01").or_else(|| mediation.running("M-02")).or_else(|| mediation.running("M-03")).is_none(), "NO_TERM", "M-01")
        }
        Verb::Screen | Verb::RecordPolice => refuse(!mediation.is_violence(), "NO_VIOLENCE", "C-53"),
        _ => Ok(()),
    }
}

fn refuse(wrong: bool, code: &'static str, rule: &'static str) -> Result<(), Refusal> {
    if wrong { Err(Refusal::new(code, rule)) } else { Ok(()) }
}

/// Nothing is mediated before everybody has consented, nor after somebody does not any more (C-40, arts 17, 23, 26).
fn consent(mediation: &Mediation) -> Result<(), Refusal> {
    refuse(!mediation.all_consent(), "NO_CONSENT", "C-40")
}

/// Rights and duties are told to everybody before a session (若干规定 art 30).
fn rights(mediation: &Mediation) -> Result<(), Refusal> {
    refuse(mediation.sides().any(|party| party.rights_on.is_none()), "RIGHTS_UNTOLD", "T-33")
}

/// Who mediates sits there, and has told what he has to do with the parties (C-45).
fn sits(mediation: &Mediation, verb: Verb, account: AccountId) -> Result<(), Refusal> {
    let seat = mediation.mediators().find(|seat| seat.account == account).ok_or_else(|| Refusal::new("NOT_MEDIATOR", "C-45"))?;
    refuse(verb != Verb::Disclose && !mediation.may_sit(seat), "CONFLICT", "C-45")
}

/// A text that somebody has signed is not changed under her hand.
fn not_signed(mediation: &Mediation) -> Result<(), Refusal> {
    refuse(mediation.agreement.as_ref().is_some_and(|agreement| agreement.effective_on.is_some()), "ALREADY_EFFECTIVE", "C-43")
}

/// What must be reported comes before everything that ends a matter (C-50, C-51).
fn reported(mediation: &Mediation) -> Result<(), Refusal> {
    refuse(mediation.owes_report(), "MANDATORY_REPORT", "C-50")
}

/// A matter with violence is not closed by an agreement alone (C-53): she was spoken with apart, and what the police did is known.
fn safe(mediation: &Mediation) -> Result<(), Refusal> {
    refuse(mediation.is_violence() && (mediation.safety.is_empty() || mediation.police_outcome.is_empty()), "SAFETY_OPEN", "C-53")
}

/// Confirmation: an agreement that holds, that may be confirmed, within its thirty days (C-43, C-44).
fn confirmation(mediation: &Mediation, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(agreement) = mediation.agreement.as_ref().filter(|agreement| agreement.effective_on.is_some()) else {
        return Err(Refusal::new("UNSIGNED", "C-43"));
    };
    refuse(mediation.confirmation.as_ref().is_some_and(|asked| asked.ruling.is_none()), "CONFIRM_ASKED", "C-44")?;
    refuse(!agreement.not_confirmable.is_empty(), "NOT_CONFIRMABLE", "C-43")?;
    let late = mediation.clocks.iter().rfind(|clock| clock.rule == "M-05").is_some_and(|clock| context.acted_on > clock.deadline.due_legal);
    refuse(late, "CONFIRM_LATE", "C-44")
}

/// Whether who mediates may open a talk by video in which all sit together (C-40, C-45, C-48, C-54).
///
/// # Errors
/// `NO_CONSENT`, `RIGHTS_UNTOLD`, `NOT_MEDIATOR`, `CONFLICT`; `NO_CONTACT_ORDER` while a court forbids contact; `JOINT_NOT_SAFE` where violence is
/// suspected and she did not say, spoken with alone, that she wants it.
pub fn by_video(mediation: &Mediation, account: AccountId, today: kernel::Day) -> Result<(), Refusal> {
    consent(mediation)?;
    sits(mediation, Verb::HoldSession, account)?;
    rights(mediation)?;
    refuse(mediation.forbids_contact(today), "NO_CONTACT_ORDER", "C-54")?;
    let wants = |subject: i64| mediation.safety.iter().any(|safety| safety.party == subject && safety.joint);
    refuse(mediation.is_violence() && mediation.sides().any(|party| !party.is_suspected && !wants(party.subject)), "JOINT_NOT_SAFE", "C-54")
}
