//! Why a verb that the table allows is not lawful yet, or not for this actor: what does not depend on what is typed.
//!
//! The case page asks this for each verb: what is ready is a button, what people look for and may not do yet is one
//! line with its reason. A command asks it again before it decides.

use super::{
    act::emergency,
    command::{Actor, Context},
    flow::Verb,
    model::{DataRight, MatterType, NoticeState, Petition, Recused, Stage, Track, label},
    term,
};
use crate::Role;
use kernel::Refusal;

/// Whether `verb` is lawful now.
///
/// # Errors
/// The rule that stands in the way.
pub fn ready(petition: &Petition, verb: Verb, context: &Context<'_>) -> Result<(), Refusal> {
    let is_accusation = petition.matter_type == Some(MatterType::Accusation);
    let is_j6 = petition.matter_type == Some(MatterType::Grievance) && petition.track == Some(Track::J6);
    let refuse = |holds: bool, code: &'static str, rule: &'static str| if holds { Ok(()) } else { Err(Refusal::new(code, rule)) };
    // While it is not decided whether it is void, it goes nowhere: elsewhere nobody could decide that any more.
    if petition.void_asked_by.is_some() && matches!(petition.stage, Stage::Registered | Stage::Triaged) && moves_on(verb) {
        return Err(Refusal::new("VOID_PENDING", "SM-PET"));
    }
    match verb {
        Verb::Refer | Verb::Assign => refuse(!is_accusation, "ACCUSATION_TRACK", "L1 art 22(2)"),
        Verb::HandOverAccusation if petition.stage == Stage::AccusationHandedOver => refuse(stepped_back(petition), "HANDED_OVER", "L1 art 22(2)"),
        Verb::HandOverAccusation => refuse(is_accusation, "NOT_AN_ACCUSATION", "L1 art 30"),
        Verb::AskIdentity => refuse(is_accusation, "NOT_AN_ACCUSATION", "L1 art 30").and_then(|()| not_asked_about(petition, context)),
        Verb::Accept => refuse(is_j6 || petition.is_suggestion(), "NOT_J6", "L1 art 31"),
        Verb::Divert => refuse(!is_j6 && !is_accusation, "IS_J6", "L1 art 31"),
        Verb::NonAccept => refuse(!is_accusation, "ACCUSATION_TRACK", "L1 art 22(2)"),
        Verb::Object => in_objection_window(petition, context),
        Verb::RequestExtension => extension_open(petition, context),
        Verb::AgreeExtension => approver(petition, context).and_then(|()| refuse(agreed(petition).is_none(), "EXT_AGREED", "C-16")),
        // The notice tells her that the head approved: it is written, and delivered, after the head has agreed.
        Verb::ApproveExtension => approver(petition, context).and_then(|()| refuse(agreed(petition).is_some(), "EXT_NOT_AGREED", "C-16")),
        // Art 32 answers what is asked for: where nothing was written down as asked, that comes first (AddWords).
        Verb::DraftOpinion if petition.claims.is_empty() => Err(Refusal::new("CLAIM_UNANSWERED", "C-18").arg("claim", 1)),
        Verb::DraftOpinion if petition.is_suggestion() => Err(Refusal::new("SUGGESTION_REPLY", "C-26")),
        Verb::DraftOpinion => refuse(petition.stage != Stage::Delivered || petition.unanswered().next().is_some(), "NOTHING_TO_ANSWER", "C-18"),
        Verb::AnswerPart => refuse(petition.open_sub_tasks().any(|task| task.organ == context.actor.organ()), "NO_PART", "SM-PET"),
        Verb::WithdrawPart => refuse(petition.open_sub_tasks().next().is_some(), "NO_PART", "SM-PET"),
        Verb::TakeOn => refuse(petition.officer.get() != 0 && !context.acts_as(petition.officer), "NOT_OFFERED", "SM-PET"),
        Verb::ApproveOpinion => may_approve(petition, context),
        Verb::ReturnDraft => may_return(petition, context),
        Verb::SignOpinion => all_drafted(petition).and_then(|()| no_part_open(petition)).and_then(|()| is_approved(petition, context)),
        Verb::Dispatch => refuse(petition.opinion.as_ref().is_some_and(|opinion| opinion.dispatched_on.is_none()), "ALREADY_DISPATCHED", "TM-11"),
        Verb::Execute => refuse(petition.claims.iter().any(owes_execution), "NOTHING_TO_EXECUTE", "C-27"),
        Verb::Complete => match petition.unanswered().next() {
            Some((index, _)) => Err(Refusal::new("CLAIM_UNANSWERED", "C-18").arg("claim", index + 1)),
            None => Ok(()),
        },
        // What was granted in writing stays owed, even when she takes back what she added later.
        // Whoever handles it does not write down that she gave it up.
        Verb::Withdraw if answers_her(petition, context) => Err(Refusal::new("SELF_HANDLING", "SM-PET")),
        // She has said once that it was not her will: from then on only her own code says it.
        Verb::Withdraw if context.actor != Actor::Person && petition.withdrawal.as_ref().is_some_and(|one| one.contested_on.is_some()) => {
            Err(Refusal::new("WITHDRAWAL_CONTESTED", "SM-PET"))
        }
        Verb::IssueLetter => {
            let sealed_off = petition.is_sealed();
            refuse(!sealed_off, "ACCUSATION_TRACK", "C-31")
        }
        Verb::RaiseCompetence if is_accusation => Err(Refusal::new("ACCUSATION_TRACK", "L1 art 22(2)")),
        Verb::RaiseCompetence => in_dispute(petition),
        // What only triage officers read is neither laid beside another item nor divided where others read it.
        Verb::Merge | Verb::BringAgain | Verb::UndoAgain | Verb::Split | Verb::JoinPersons | Verb::PartPersons | Verb::TellApart => {
            refuse(!petition.is_sealed(), "ACCUSATION_TRACK", "C-30")?;
            match verb {
                Verb::BringAgain => refuse(petition.kin.repeat_of.is_none(), "ALREADY_LINKED", "K-10"),
                Verb::UndoAgain => refuse(petition.kin.repeat_of.is_some(), "NOT_AGAIN", "K-10"),
                // Whoever answers her does not hold the code of a new matter; and one matter is not two.
                Verb::Split => refuse(!answers_her(petition, context), "SELF_HANDLING", "C-70")
                    .and_then(|()| refuse(is_several(petition), "NOTHING_LEFT", "SM-PET")),
                _ => Ok(()),
            }
        }
        // A suggestion ends with the reply that goes out (art 29); an opinion is for claims.
        Verb::AnswerSuggestion => refuse(petition.is_suggestion(), "NOT_SUGGESTION", "C-26").and_then(|()| no_part_open(petition)),
        Verb::AttachSigned => refuse(!petition.letters.is_empty(), "NO_LETTER", "T-00"),
        Verb::AnswerMaterial => hers_alone(verb, context),
        Verb::AskRecusal => hers_alone(verb, context).and_then(|()| recusal_open(petition)),
        Verb::DecideRecusal => to_decide(petition, context),
        Verb::AskData => hers_alone(verb, context).and_then(|()| refuse(petition.open_data_ask().is_none(), "DATA_ASKED", "C-81")),
        Verb::AnswerData => match petition.open_data_ask() {
            None => Err(Refusal::new("DATA_NOT_ASKED", "C-81")),
            Some(ask) => refuse(ask.organ == context.actor.organ(), "DATA_OTHERS", "C-81"),
        },
        Verb::AskReview => hers_alone(verb, context).and_then(|()| review_open(petition)),
        Verb::RecordReview => refuse(petition.open_review().is_some(), "REVIEW_NOT_ASKED", "L1 art 35"),
        Verb::ContestWithdrawal => not_her_withdrawal(petition, context),
        Verb::ObjectVoid => hers_alone(verb, context),
        // What she asked of who handles it is still owed a decision (C-24); a withdrawal ended that with the rest.
        Verb::Archive if petition.stage != Stage::Withdrawn && petition.open_recusal().is_some() => Err(Refusal::new("RECUSAL_OPEN", "C-24")),
        Verb::Withdraw | Verb::Archive => refuse(!petition.claims.iter().any(owes_execution), "EXECUTION_OPEN", "C-27"),
        Verb::AskVoid => refuse(petition.void_asked_by.is_none(), "VOID_PENDING", "SM-PET").and_then(|()| voidable(petition)),
        Verb::ConfirmVoid => second_person(petition.void_asked_by, context, "VOID_NOT_ASKED").and_then(|()| voidable(petition)),
        // Whoever asked may take it back: nothing is frozen for want of a second person.
        Verb::RefuseVoid => refuse(petition.void_asked_by.is_some(), "VOID_NOT_ASKED", "SM-PET"),
        // Whoever answers her does not hold her code.
        Verb::ReissueCode => refuse(!answers_her(petition, context), "SELF_HANDLING", "C-70"),
        Verb::GrantIdentity => {
            second_person(petition.identity_asked_by, context, "IDENTITY_NOT_ASKED").and_then(|()| not_asked_about(petition, context))
        }
        Verb::EnterPaperRating => rating_open(petition, context),
        Verb::MarkUrgent => refuse(petition.urgent_since.is_none(), "ALREADY_URGENT", "P-11"),
        Verb::SetAside => to_set_aside(petition, context),
        Verb::ReviewEmergency => to_review(petition, context),
        Verb::RecordCall => refuse(petition.notices.iter().any(super::model::Notice::is_open), "NOTHING_TO_TELL", "C-55"),
        Verb::SendAgain => refuse(petition.notices_in(NoticeState::ToTell).next().is_some(), "NOTHING_TO_SEND", "C-55"),
        Verb::SetReach => refuse(petition.petitioner().is_some_and(|person| person.erased_on.is_none()), "NOBODY_TO_TELL", "C-55"),
        Verb::SetTerm => {
            let is_short = term::longer(petition, context.law, context.today).next().is_some();
            refuse(is_short && petition.keeping.is_none(), "KEEPING_SHORTER", "C-87")
        }
        Verb::StoreOnly => {
            refuse(petition.data_asks.iter().any(|ask| ask.right == DataRight::Erase && ask.answered.is_some()), "ERASURE_NOT_ASKED", "C-87")
        }
        Verb::AskDestroy | Verb::KeepStored => is_over(petition, context),
        // Whoever asked may take it back.
        Verb::RefuseDestroy => refuse(petition.keeping.as_ref().is_some_and(|keeping| keeping.asked_by.is_some()), "DESTRUCTION_NOT_ASKED", "C-87"),
        // It cannot be taken back when the head returns: who stands in for him does not decide it.
        Verb::ConfirmDestroy if context.office.stands_for.is_some() => Err(Refusal::new("NOT_YOURS", "C-87").arg("verb", verb.code())),
        Verb::ConfirmDestroy => second_person(petition.keeping.as_ref().and_then(|keeping| keeping.asked_by), context, "DESTRUCTION_NOT_ASKED")
            .and_then(|()| is_over(petition, context)),
        Verb::HandOver => refuse(petition.label & label::MAYBE_ACCUSATION == 0, "ACCUSATION_TRACK", "C-30"),
        _ => Ok(()),
    }
}

/// Whoever is late does not silence it.
fn to_set_aside(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    let mut open = petition.proposals.iter().filter(|proposal| proposal.set_aside_on.is_none()).peekable();
    if open.peek().is_none() {
        return Err(Refusal::new("NO_PROPOSAL", "C-10"));
    }
    let is_others = open.any(|proposal| petition.concerned(proposal) != Some(context.actor.organ()));
    if is_others { Ok(()) } else { Err(Refusal::new("RECUSAL_REQUIRED", "C-23").at("proposal")) }
}

/// Nothing is destroyed, nor kept beyond it, before its term is over.
fn is_over(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    match &petition.keeping {
        Some(keeping) if keeping.is_over(context.today) && keeping.destroyed_on.is_none() => Ok(()),
        Some(keeping) if keeping.destroyed_on.is_some() => Err(Refusal::new("DESTROYED", "C-87")),
        _ => Err(Refusal::new("KEEPING_RUNS", "C-87")),
    }
}

/// She has said nothing on it, and no other item goes on in it.
fn voidable(petition: &Petition) -> Result<(), Refusal> {
    if petition.person_acted {
        return Err(Refusal::new("PERSON_ACTED", "C-05"));
    }
    match petition.kin.taken.iter().find(|taken| taken.back_on.is_none()) {
        Some(taken) => Err(Refusal::new("GOES_ON_HERE", "C-05").arg("number", taken.from.number.as_str())),
        None => Ok(()),
    }
}

fn hers_alone(verb: Verb, context: &Context<'_>) -> Result<(), Refusal> {
    if context.actor == Actor::Person { Ok(()) } else { Err(Refusal::new("NOT_YOURS", "SM-PET").arg("verb", verb.code())) }
}

/// Whether she may ask that another handles it: one request at a time.
fn recusal_open(petition: &Petition) -> Result<(), Refusal> {
    if petition.open_recusal().is_some() { Err(Refusal::new("RECUSAL_ASKED", "C-24")) } else { Ok(()) }
}

/// Of whom an accuser asks that he steps back does not learn who she is while that is open (C-24, C-31), and opens that to nobody.
fn not_asked_about(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    match petition.open_recusal().map(|recusal| recusal.of) {
        Some(Recused::Officer(officer)) if context.acts_as(officer) => Err(Refusal::new("RECUSAL_OPEN", "C-24")),
        Some(Recused::Organ(organ)) if organ == context.actor.organ() => Err(Refusal::new("RECUSAL_OPEN", "C-24")),
        _ => Ok(()),
    }
}

/// Whether somebody stepped back: what was handed over may lie with another organ since, and has to go on.
fn stepped_back(petition: &Petition) -> bool {
    let granted = |recusal: &super::model::Recusal| recusal.decided.is_some_and(|(_, granted)| granted);
    petition.recusals.iter().any(granted)
}

/// Whoever it is about does not decide it (C-23).
fn to_decide(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    match petition.open_recusal().map(|recusal| recusal.of) {
        None => Err(Refusal::new("RECUSAL_NOT_ASKED", "C-24")),
        Some(Recused::Officer(officer)) if context.acts_as(officer) => Err(Refusal::new("RECUSAL_REQUIRED", "C-23")),
        Some(Recused::Organ(organ)) if organ == context.actor.organ() => Err(Refusal::new("RECUSAL_REQUIRED", "C-23")),
        Some(_) => Ok(()),
    }
}

/// Whoever opened it in an emergency does not say that it was right, nor does his own organ (C-32).
fn to_review(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    let mut open = petition.open_emergencies().peekable();
    if open.peek().is_none() {
        return Err(Refusal::new("EMERGENCY_NONE", "C-32"));
    }
    if open.any(|one| emergency::may_review(one, context)) { Ok(()) } else { Err(Refusal::new("EMERGENCY_OWN", "C-32")) }
}

/// Whether a review can be asked for: of a reply on a petition proper, that was delivered and proven, once.
///
/// # Errors
/// `NOT_J6`, `NOTHING_TO_REVIEW`, `REVIEW_ASKED`.
pub fn review_open(petition: &Petition) -> Result<(), Refusal> {
    if petition.track != Some(Track::J6) {
        return Err(Refusal::new("NOT_J6", "L1 art 35"));
    }
    match petition.clocks.iter().rev().find(|clock| clock.rule == "P-06") {
        None => Err(Refusal::new("NOTHING_TO_REVIEW", "C-25")),
        Some(window) if petition.open_review().is_some() || petition.reviews.iter().any(|review| review.window == window.nth) => {
            Err(Refusal::new("REVIEW_ASKED", "L1 art 35"))
        }
        Some(_) => Ok(()),
    }
}

/// Only she says that it was not her will, and only of what another wrote down.
fn not_her_withdrawal(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    hers_alone(Verb::ContestWithdrawal, context)?;
    match &petition.withdrawal {
        Some(withdrawal) if withdrawal.contested_on.is_none() && withdrawal.by != store::ledger::CITIZEN => Ok(()),
        Some(withdrawal) if withdrawal.contested_on.is_none() => Err(Refusal::new("OWN_WITHDRAWAL", "SM-PET")),
        _ => Err(Refusal::new("NO_WITHDRAWAL", "SM-PET")),
    }
}

fn answers_her(petition: &Petition, context: &Context<'_>) -> bool {
    context.acts_as(petition.officer) || drafter(petition).is_some_and(|account| context.acts_as(account))
}

const fn moves_on(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Classify
            | Verb::Refer
            | Verb::Assign
            | Verb::HandOverAccusation
            | Verb::Divert
            | Verb::NonAccept
            | Verb::Accept
            | Verb::Merge
            | Verb::Split
            | Verb::RaiseCompetence
    )
}

/// Whether a rating may be given today (P-24): after a delivered reply, within its window, once.
///
/// # Errors
/// `ALREADY_RATED`, `RATING_CLOSED`, `NOTHING_TO_RATE`.
pub fn rating_open(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    if petition.rating.is_some() {
        return Err(Refusal::new("ALREADY_RATED", "C-70"));
    }
    match petition.clocks.iter().rev().find(|clock| clock.rule == "P-24") {
        None => Err(Refusal::new("NOTHING_TO_RATE", "C-70")),
        Some(clock) if context.acted_on > clock.deadline.due_legal => Err(Refusal::new("RATING_CLOSED", "C-72").arg("day", clock.deadline.due_legal)),
        Some(_) => Ok(()),
    }
}

/// Whether the claim was supported and nobody has shown yet that it was carried out.
#[must_use]
pub fn owes_execution(claim: &super::model::Claim) -> bool {
    let supported = claim.answer.as_ref().is_some_and(|answer| answer.outcome == super::model::Outcome::Support);
    supported && claim.delivered_on.is_some() && claim.executed_on.is_none()
}

/// After so many agreed objections the next body may not object: competence has to be decided (C-12).
const MOST_RETURNS: usize = 2;

/// Whether something could go and something stay.
fn is_several(petition: &Petition) -> bool {
    let here = || petition.claims.iter().filter(|claim| claim.gone.is_none());
    here().count() > 1 && here().any(super::model::Claim::is_open)
}

fn returns(petition: &Petition) -> usize {
    petition.hops.iter().filter(|hop| hop.returned).count()
}

/// Who is competent is brought before the organ that decides once objecting is over, or by the sender to whom it came
/// back; what was decided is not brought there again.
fn in_dispute(petition: &Petition) -> Result<(), Refusal> {
    if petition.decided().is_some() {
        return Err(Refusal::new("COMPETENCE_DECIDED", "C-12"));
    }
    let least = if petition.stage == Stage::Triaged { 1 } else { MOST_RETURNS };
    if returns(petition) >= least { Ok(()) } else { Err(Refusal::new("NO_DISPUTE", "C-12")) }
}

fn in_objection_window(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    if petition.decided().is_some() {
        return Err(Refusal::new("COMPETENCE_DECIDED", "C-12"));
    }
    if returns(petition) >= MOST_RETURNS {
        return Err(Refusal::new("PING_PONG", "C-12"));
    }
    match petition.running("P-04") {
        Some(clock) if context.today <= clock.deadline.due_legal => Ok(()),
        Some(clock) => Err(Refusal::new("OBJECTION_LATE", "C-11").arg("day", clock.deadline.due_legal)),
        None => Err(Refusal::new("NO_OBJECTION_RIGHT", "C-11")),
    }
}

fn extension_open(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    if petition.extension.as_ref().is_some_and(|extension| extension.approved_on.is_some()) {
        return Err(Refusal::new("EXT_SECOND", "C-16"));
    }
    match petition.running("P-05") {
        Some(clock) if context.today <= clock.deadline.due_legal => Ok(()),
        Some(clock) => Err(Refusal::new("EXT_LATE", "C-16").arg("day", clock.deadline.due_legal)),
        None => Err(Refusal::new("NOT_J6", "C-16")),
    }
}

fn agreed(petition: &Petition) -> Option<(kernel::id::AccountId, kernel::Day)> {
    petition.extension.as_ref().and_then(|extension| extension.agreed)
}

fn approver(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(extension) = &petition.extension else { return Err(Refusal::new("EXT_NOT_ASKED", "C-16")) };
    match context.actor {
        Actor::Officer(_, _, Role::Head) if !context.acts_as(extension.asked_by) => {}
        _ => return Err(Refusal::new("EXT_NO_APPROVAL", "C-16")),
    }
    match petition.running("P-05") {
        Some(clock) if context.today > clock.deadline.due_legal => Err(Refusal::new("EXT_LATE", "C-16").arg("day", clock.deadline.due_legal)),
        _ => Ok(()),
    }
}

fn all_drafted(petition: &Petition) -> Result<(), Refusal> {
    match petition.claims.iter().position(|claim| claim.is_open() && claim.answer.is_none()) {
        Some(index) => Err(Refusal::new("CLAIM_UNANSWERED", "C-18").arg("claim", index + 1)),
        None => Ok(()),
    }
}

/// 协办: the answer leaves only when every part is in, or was taken back.
fn no_part_open(petition: &Petition) -> Result<(), Refusal> {
    match petition.open_sub_tasks().map(|task| task.by).max() {
        Some(by) => Err(Refusal::new("PART_OPEN", "SM-PET").arg("n", petition.open_sub_tasks().count()).arg("day", by)),
        None => Ok(()),
    }
}

fn drafter(petition: &Petition) -> Option<kernel::id::AccountId> {
    petition.opinion.as_ref().and_then(|opinion| opinion.drafted_by)
}

fn is_approver(context: &Context<'_>) -> bool {
    context.office.approvers.is_some_and(|approvers| approvers.iter().any(|account| context.acts_as(*account)))
}

/// Where the office has it so, a second person approves; nobody his own draft.
fn may_approve(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    all_drafted(petition)?;
    no_part_open(petition)?;
    if !is_approver(context) {
        return Err(Refusal::new("NOT_APPROVER", "SM-PET"));
    }
    if drafter(petition).is_some_and(|account| context.acts_as(account)) {
        return Err(Refusal::new("OWN_DRAFT", "SM-PET"));
    }
    let approved = petition.opinion.as_ref().and_then(|opinion| opinion.approved_by);
    if approved.is_some() { Err(Refusal::new("ALREADY_APPROVED", "SM-PET")) } else { Ok(()) }
}

/// The head sends a draft back; so does who approves, if it is not his own.
fn may_return(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    if matches!(context.actor, Actor::Officer(_, _, Role::Head)) {
        return Ok(());
    }
    if !is_approver(context) {
        return Err(Refusal::new("NOT_APPROVER", "SM-PET"));
    }
    if drafter(petition).is_some_and(|account| context.acts_as(account)) { Err(Refusal::new("OWN_DRAFT", "SM-PET")) } else { Ok(()) }
}

fn is_approved(petition: &Petition, context: &Context<'_>) -> Result<(), Refusal> {
    let approved = petition.opinion.as_ref().is_some_and(|opinion| opinion.approved_by.is_some());
    if context.office.approvers.is_none() || approved { Ok(()) } else { Err(Refusal::new("NOT_APPROVED", "SM-PET")) }
}

fn second_person(first: Option<kernel::id::AccountId>, context: &Context<'_>, missing: &'static str) -> Result<(), Refusal> {
    match first {
        None => Err(Refusal::new(missing, "SM-PET")),
        Some(first) if context.acts_as(first) => Err(Refusal::new("SECOND_PERSON", "SM-PET")),
        Some(_) => Ok(()),
    }
}
