//! Each verb's own rules: what was typed, against the mediation and the law.

pub mod after;
mod agreement;
pub mod consent;
pub mod safety;
mod seat;
mod session;
mod way;

use super::{
    command::{Command, Context},
    event::{Did, Event},
    model::Mediation,
};
use crate::petition::{
    event::ClockChange,
    model::{CaseClock, How, Words},
};
use kernel::{Day, Refusal};

/// Decides a command whose verb the table allows and that is ready.
///
/// # Errors
/// The rule that refuses it.
pub(super) fn decide(mediation: &Mediation, command: Command, context: &Context<'_>) -> Result<Event, Refusal> {
    match command {
        Command::Dispatch { to, reason } => way::dispatch(mediation, to, reason, context),
        Command::Take => Ok(way::take(mediation, context)),
        Command::SendBack { reason, body } => way::send_back(mediation, reason, body, context),
        Command::AddParty { party } => consent::add_party(mediation, party),
        Command::Sort { kind, grade, dispute, violence, minor } => way::sort(mediation, kind, grade, dispute, violence, minor, context),
        Command::Consent { parties, given, how } => consent::consent(mediation, parties, given, how, context),
        Command::WithdrawConsent { party, reason } => consent::withdraw(mediation, party, reason, context),
        Command::SetMediator { account, chosen } => seat::set(mediation, account, chosen),
        Command::Disclose { relation, words } => seat::disclose(mediation, relation, words, context),
        Command::AcceptRelation { party, account } => seat::accept_relation(mediation, party, account),
        Command::ReleaseMediator { account, party, reason } => seat::release(mediation, account, party, reason),
        Command::TellRights { parties, how } => consent::tell_rights(mediation, parties, how),
        Command::InviteHelper { who, quality, agreed } => seat::invite(mediation, who, quality, &agreed),
        Command::SetSession { at, minutes, place, way, together, with } => session::set(mediation, at, minutes, place, way, together, with, context),
        Command::HoldSession { nth, began, ended, present, record } => session::hold(mediation, nth, began, ended, present, record, context),
        Command::DropSession { nth, reason } => session::cancel(mediation, nth, reason),
        Command::NoteApart { party, note } => session::note_apart(mediation, party, note),
        Command::TellLaw { text, words, gentle } => session::tell_law(text, words, gentle),
        Command::AgreeFacts { words, signed, evidence } => session::agree_facts(mediation, words, &signed, evidence),
        Command::RaiseRisk { risk, words } => Ok(plain(Did::RiskSeen { risk, words: said(words, "words")? })),
        Command::Extend { until, agreed } => consent::extend(mediation, until, &agreed, context),
        Command::Draft { form, facts, issues, responsibility, clauses, promises, manner, not_confirmable } => {
            let typed = agreement::Drafted { form, facts, issues, responsibility, clauses, promises, manner, not_confirmable };
            agreement::draft(mediation, typed, context)
        }
        Command::Sign { party, as_mediator, hand, file } => agreement::sign(mediation, party, as_mediator, hand, file, context),
        Command::AgreeOral => agreement::agree_oral(mediation, context),
        Command::TellPromise { nth, kept, words, evidence } => after::tell_promise(mediation, nth, kept, words, evidence, context),
        Command::MediateAgain { reason } => after::mediate_again(mediation, reason, context),
        Command::AskConfirmation { court, by, evidence } => after::ask_confirmation(mediation, court, by, evidence, context),
        Command::RecordRuling { ruling, document, evidence } => after::record_ruling(mediation, ruling, document, evidence, context),
        Command::FollowUp { party, way, words, said, risks, measures } => {
            after::follow_up(mediation, after::Visited { party, way, words, said, risks, measures }, context)
        }
        Command::DescribeParty { party, card } => {
            known(mediation, party)?;
            Ok(plain(Did::PartyDescribed { party, card: card.ok_or_else(|| empty("name"))? }))
        }
        Command::MakePaper { kind, file } => {
            let nth = i64::try_from(mediation.made.len()).unwrap_or(i64::MAX).saturating_add(1);
            Ok(plain(Did::PaperMade { nth, kind, file }))
        }
        Command::SayAxis { party, axis, words, agreed } => after::say_axis(mediation, party, axis, words, agreed, context),
        Command::Terminate { reason, words } => after::terminate(mediation, reason, words, context),
        Command::Close { note } => after::close(mediation, note, context),
        Command::Archive => Ok(Event::new(Did::Archived, end_all(mediation, context.acted_on))),
        Command::AddPaper { paper } => Ok(plain(Did::PaperAdded { paper })),
        Command::Note { words } => Ok(plain(Did::Noted { words: said(words, "words")? })),
        Command::Screen { safety, alone } => safety::screen(mediation, safety, alone),
        Command::Report { to, number, evidence } => safety::report(to, number, evidence),
        Command::RecordOrder { number, no_contact, until, evidence } => safety::order(number, no_contact, until, evidence, context),
        Command::RecordPolice { outcome } => safety::police(outcome),
        Command::ReissueCode { party } => {
            let issue = known(mediation, party)?.code_issue + 1;
            Ok(plain(Did::CodeReissued { party, issue }))
        }
        Command::DeclareInterest { bar } => Ok(plain(Did::InterestDeclared { bar })),
    }
}

/// An event that touches no clock.
fn plain(did: Did) -> Event {
    Event::new(did, vec![])
}

/// A text that must not be empty.
fn said(words: Words, field: &'static str) -> Result<Words, Refusal> {
    if words.chars == 0 { Err(empty(field)) } else { Ok(words) }
}

fn empty(field: &'static str) -> Refusal {
    Refusal::new("EMPTY", "SM-MED").arg("field", field).at(field)
}

/// A party of this mediation.
fn known(mediation: &Mediation, party: i64) -> Result<&super::model::Party, Refusal> {
    mediation.party(party).ok_or_else(|| Refusal::new("PARTY_UNKNOWN", "SM-MED").at("party"))
}

/// That every party agreed, one by one: a tick for all is none.
fn all_agreed(mediation: &Mediation, agreed: &[i64], code: &'static str, rule: &'static str) -> Result<(), Refusal> {
    let everybody = mediation.sides().all(|party| agreed.contains(&party.subject));
    if everybody { Ok(()) } else { Err(Refusal::new(code, rule).at("agreed")) }
}

/// Ends the running clocks of these rules.
fn end(mediation: &Mediation, rules: &[&str], on: Day, how: How) -> Vec<ClockChange> {
    mediation.clocks.iter().filter(|clock| clock.ended.is_none() && rules.contains(&clock.rule.as_str())).map(|clock| ended(clock, on, how)).collect()
}

fn end_all(mediation: &Mediation, on: Day) -> Vec<ClockChange> {
    mediation.clocks.iter().filter(|clock| clock.ended.is_none()).map(|clock| ended(clock, on, How::Moot)).collect()
}

fn ended(clock: &CaseClock, on: Day, how: How) -> ClockChange {
    crate::petition::clock::ended(clock, on, how)
}

/// The terms of mediating: by one of them it goes on until it ends.
const TERMS: &[&str] = &["M-01", "M-02", "M-03"];
