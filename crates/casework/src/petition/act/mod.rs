//! Each verb's own rules: what was typed, against the matter and the law.

mod acceptance;
mod closing;
mod competence;
mod data;
pub mod emergency;
mod extension;
mod handling;
mod identity;
pub(super) mod joining;
mod keeping;
pub mod letter;
mod notice;
mod objection;
pub mod opinion;
mod part;
pub mod person;
mod recusal;
mod review;
mod service;
mod splitting;
mod triage;
pub(super) mod voiding;

pub use notice::OUTCOMES;

use super::{
    command::{Command, Context},
    event::{Did, Event},
    model::{Petition, Words},
};
use kernel::Refusal;

/// Decides a command whose verb the table allows and that is ready.
///
/// # Errors
/// The rule that refuses it.
pub fn decide(petition: &Petition, command: Command, context: &Context<'_>) -> Result<Event, Refusal> {
    match command {
        Command::Classify { matter_type, track, class, bars, refuge, judge } => {
            triage::classify(petition, matter_type, track, class, triage::Hidden { bars, refuge, judge }, context)
        }
        Command::Refer { to, to_tokens, reason } => triage::refer(petition, to, &to_tokens, reason, context),
        Command::Assign { to, to_tokens, reason, term_days, result } => triage::assign(petition, to, &to_tokens, reason, term_days, result, context),
        Command::HandOverAccusation { to, to_tokens } => triage::hand_over_accusation(petition, to, &to_tokens, context),
        Command::Divert { procedure, statute, body, limit_on, limit_note } => {
            triage::divert(petition, procedure, statute, body, limit_on, limit_note, context)
        }
        Command::NonAccept { reason, basis, body, facts } => acceptance::non_accept(petition, reason, basis, body, facts, context),
        Command::SignIn => Ok(plain(Did::SignedIn)),
        Command::Object { reason, body } => objection::object(petition, reason, body, context),
        Command::AgreeObjection => objection::agree(petition, context),
        Command::RejectObjection { reason } => objection::reject(reason),
        Command::Accept { notice } => acceptance::accept(petition, notice, context),
        Command::Start { officer, officer_token } => handling::start(petition, officer, officer_token),
        Command::HandOver { officer, officer_token, reason } => handling::hand_over(petition, officer, officer_token, reason),
        Command::TakeOn { from, handover } => handling::take_on(petition, from, handover, context),
        Command::AskPart { to, to_tokens, what, by } => part::ask(petition, to, &to_tokens, what, by, context),
        Command::AnswerPart { nth, answer, evidence } => part::answer(petition, nth, answer, evidence, context),
        Command::WithdrawPart { nth, reason } => part::withdraw(petition, nth, reason, context),
        Command::ApproveOpinion => Ok(plain(Did::OpinionApproved)),
        Command::AskMaterial { what, by } => handling::ask_material(what, by, context),
        Command::ReceiveMaterial { came, note } => Ok(plain(Did::MaterialCame { came, note })),
        Command::AnswerMaterial { words, papers } => person::answer(words, papers),
        Command::AskRecusal { of, decider, words } => recusal::ask(petition, of, decider, words, context),
        Command::DecideRecusal { granted, reason, token, under } => recusal::decide(petition, granted, reason, token, &under, context),
        Command::AskData { right, words } => Ok(data::ask(petition, right, words, context)),
        Command::AnswerData { done, words } => data::answer(petition, done, words, context),
        Command::AskReview { to, words, why_late, papers } => review::ask(petition, to, words, why_late, papers, context),
        Command::RecordReview { outcome, doc_no, service, received_on, words } => {
            review::record(petition, outcome, doc_no, service, received_on, words, context)
        }
        Command::RequestExtension { days, reason } => extension::request(petition, days, reason, context),
        Command::AgreeExtension => Ok(plain(Did::ExtensionAgreed)),
        Command::ApproveExtension { notice_on, service, tracking } => extension::approve(petition, notice_on, service, tracking, context),
        Command::RefuseExtension { reason } => Ok(plain(Did::ExtensionRefused { reason: said(reason, "reason")? })),
        Command::DraftOpinion { answers } => opinion::draft(petition, answers),
        Command::ReturnDraft { reason } => Ok(plain(Did::DraftReturned { reason: said(reason, "reason")? })),
        Command::SignOpinion { series } => opinion::sign(petition, series, context),
        Command::Dispatch { way, tracking } => opinion::dispatch(petition, way, tracking, context),
        Command::Deliver { service, received_on, proof } => opinion::deliver(petition, service, received_on, proof, context),
        Command::Execute { claim, note, evidence } => closing::execute(petition, claim, note, evidence, context),
        Command::Complete { notes } => closing::complete(petition, notes, context),
        Command::Archive => Ok(Event::new(Did::Archived, super::clock::end_duties(petition, context.acted_on, super::model::How::Moot))),
        Command::Withdraw { evidence, file, reason } => closing::withdraw(petition, evidence, file, reason, context),
        Command::ContestWithdrawal { words } => Ok(closing::contest(petition, words)),
        Command::AskVoid { code, kept, reason } => voiding::ask(petition, code, kept, reason, context),
        Command::ConfirmVoid => voiding::confirm(petition, context),
        Command::RefuseVoid { reason } => Ok(plain(Did::VoidRefused { reason: said(reason, "reason")? })),
        Command::ObjectVoid { words } => Ok(plain(Did::VoidObjected { words: said(words, "words")? })),
        Command::Note { kind, words, shown } => handling::note(petition, kind, words, shown, context),
        Command::AddPaper { paper } => Ok(plain(Did::PaperAdded { paper })),
        Command::AddWords { words, claims, papers, confirmed, slip } => person::add(petition, words, claims, papers, &confirmed, slip, context),
        Command::Correct { field, now, reason } => person::correct(field, now, reason),
        Command::Rate { rating, words } => person::rate(petition, rating, words, context),
        Command::EnterPaperRating { rating, form } => person::enter_paper_rating(rating, form),
        Command::DeclareInterest { bar } => identity::declare_interest(bar, context),
        Command::AskIdentity { reason } => Ok(plain(Did::IdentityAsked { reason: said(reason, "reason")? })),
        Command::GrantIdentity => identity::grant(petition, context),
        Command::MarkUrgent { reason } => Ok(plain(Did::MarkedUrgent { reason: said(reason, "reason")? })),
        Command::SetAside { rule, nth, reason } => handling::set_aside(petition, rule, nth, reason, context),
        Command::ReissueCode => Ok(plain(Did::CodeReissued { issue: petition.code_issue + 1 })),
        Command::TakeOver => handling::take_over(petition, context),
        Command::IssueLetter { issued, .. } => letter::issue(petition, issued, context),
        Command::AttachSigned { nth, pages } => letter::attach_signed(petition, nth, pages),
        Command::Merge { into, known_by, notice, reason } => joining::merge(petition, into, known_by, notice, reason, context),
        Command::Unmerge { reason } => joining::unmerge(petition, reason),
        Command::BringAgain { of, known_by, reason } => joining::bring_again(petition, of, known_by, reason),
        Command::UndoAgain { reason } => joining::undo_again(petition, reason),
        Command::TellApart { other } => joining::tell_apart(petition, other),
        Command::SetTerm { term, basis } => keeping::set_term(petition, term, &basis, context),
        Command::StoreOnly => keeping::store_only(petition, context),
        Command::AskDestroy { basis } => keeping::ask_destroy(&basis),
        Command::RefuseDestroy { basis } => keeping::refuse_destroy(&basis),
        Command::ConfirmDestroy { subjects } => keeping::confirm_destroy(petition, subjects),
        Command::KeepStored { basis, until } => keeping::keep_stored(&basis, until, context),
        Command::Split { into, claims, reason } => splitting::split(petition, into, claims, reason),
        Command::JoinPersons { with, reason } => joining::persons(petition, with, true, reason),
        Command::PartPersons { with, reason } => joining::persons(petition, with, false, reason),
        Command::RaiseCompetence { decider, reason } => competence::raise(decider, reason),
        Command::DecideCompetence { to, to_tokens, how, ground, class, reason } => {
            competence::decide(petition, competence::Decided { to, how, ground, class, reason }, &to_tokens, context)
        }
        Command::RecordCall { outcome } => notice::record_call(petition, outcome),
        Command::SendAgain => Ok(notice::send_again(petition)),
        Command::ReviewEmergency { nth, justified, words } => emergency::review(petition, nth, justified, words, context),
        Command::SetReach { subject, reach, keep } => notice::set_reach(petition, subject, reach, keep, context),
    }
}

/// An event that touches no clock.
fn plain(did: Did) -> Event {
    Event::new(did, vec![])
}

/// A text that must not be empty.
fn said(words: Words, field: &'static str) -> Result<Words, Refusal> {
    if words.chars == 0 { Err(Refusal::new("EMPTY", "SM-PET").arg("field", field).at(field)) } else { Ok(words) }
}
