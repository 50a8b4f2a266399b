//! 并入、撤销并入、又来了、另一件事、同一人: what a person decided about two items. The machine shows candidates, a
//! person decides (K-10). Merging, bringing again and joining are undone by a counter event with its reason.

use super::{plain, said};
use crate::petition::{
    clock::{self, NOTICE},
    command::{Context, Pair},
    event::{ClockChange, Did, Event},
    flow,
    kin::{KNOWN_BY, Other},
    model::{How, Petition, Words},
};
use kernel::{Refusal, id::OrganId};

/// 并入原件: this item goes on in the living matter. What ran here runs on there, by the earlier date ([`carried`]); what she asked of who
/// handles it is still decided here. `notice` is what becomes of the written notice, see [`notice`].
pub fn merge(petition: &Petition, into: Other, known_by: String, notice: How, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    if into.stream == petition.stream {
        return Err(Refusal::new("SAME_MATTER", "SM-PET 23").at("into"));
    }
    known(&known_by)?;
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && clock::is_of_the_matter(clock));
    let how = |rule: &str| if NOTICE.contains(&rule) { notice } else { How::Moot };
    let clocks = running.map(|clock| clock::ended(clock, context.acted_on, how(&clock.rule))).collect();
    Ok(Event::new(Did::Merged { into, known_by, reason }, clocks))
}

/// What becomes of the written notice that was owed on an item: while the living matter still owes her one, it is owed there by the
/// earlier date, and nothing was done here; where she has it already, telling her that the item goes on there is all that was owed.
#[must_use]
pub fn notice(living: &Petition) -> How {
    if NOTICE.iter().any(|rule| living.running(rule).is_some()) { How::Moot } else { How::Done }
}

fn known(by: &str) -> Result<(), Refusal> {
    if KNOWN_BY.contains(&by) { Ok(()) } else { Err(Refusal::new("NOT_SAME_PERSON", "K-10").at("known_by")) }
}

/// What the living matter says to taking the item in: it lives, and neither is an accusation.
///
/// # Errors
/// `NOT_LIVING`, `ACCUSATION_TRACK`, `VOID_PENDING`.
pub fn may_take_in(living: &Petition, item: &Petition) -> Result<(), Refusal> {
    if !flow::LIVING.contains(living.stage) {
        return Err(Refusal::new("NOT_LIVING", "SM-PET 23").arg("number", living.number.as_str()).at("into"));
    }
    neither_accuses(living, item)?;
    if living.void_asked_by.is_some() {
        return Err(Refusal::new("VOID_PENDING", "SM-PET").at("into"));
    }
    Ok(())
}

/// Whoever has the living matter in hand must not be one from whom the item is hidden: he would read it, or lose what he has (C-30).
/// `holding` are the tokens of the living matter's organ and officer.
///
/// # Errors
/// `ACCUSED_PARTY`.
pub fn none_is_barred(item: &Petition, holding: &[i64]) -> Result<(), Refusal> {
    if item.bars.iter().any(|bar| holding.contains(bar)) { Err(Refusal::new("ACCUSED_PARTY", "C-30").at("into")) } else { Ok(()) }
}

/// What an accusation says is open to triage officers alone: it is not laid beside another item (C-30).
pub fn neither_accuses(one: &Petition, other: &Petition) -> Result<(), Refusal> {
    if one.is_sealed() || other.is_sealed() { Err(Refusal::new("ACCUSATION_TRACK", "C-30").at("into")) } else { Ok(()) }
}

/// What becomes of the item's clocks in the living matter: no clock of hers is lost, and the earlier date stands.
pub fn carried(item: &Petition, living: &Petition) -> Vec<ClockChange> {
    let holder = living.holder;
    let running = item.clocks.iter().filter(|clock| clock.ended.is_none() && clock::is_of_the_matter(clock));
    running
        .filter_map(|clock| {
            let is_notice = NOTICE.contains(&clock.rule.as_str());
            let same = |rule: &str| if is_notice { NOTICE.contains(&rule) } else { rule == clock.rule };
            let there = living.clocks.iter().rev().find(|other| other.ended.is_none() && same(&other.rule));
            match there {
                Some(other) if clock.deadline.due_legal < other.deadline.due_legal => {
                    Some(ClockChange::Move { rule: other.rule.clone(), nth: other.nth, deadline: clock.deadline.clone() })
                }
                Some(_) => None,
                // She is told by the merging itself; a right of the receiver to object does not travel.
                None if is_notice || clock.rule == "P-04" => None,
                // Somebody has talked with her on this matter already.
                None if clock.rule == "P-25" && living.clocks.iter().any(|other| other.rule == "P-25") => None,
                None => Some(start(&clock.rule, holder, clock)),
            }
        })
        .collect()
}

fn start(rule: &str, holder: OrganId, clock: &crate::petition::model::CaseClock) -> ClockChange {
    ClockChange::Start { rule: rule.to_owned(), holder, deadline: clock.deadline.clone() }
}

/// 撤销并入: the item is where it was, and its clocks run on by their old dates as if they had never ended.
pub fn unmerge(petition: &Petition, reason: Words) -> Result<Event, Refusal> {
    let Some(merging) = petition.merged() else { return Err(Refusal::new("NOT_MERGED", "SM-PET 23")) };
    let clocks = merging.ended.iter().map(|(rule, nth)| ClockChange::Resume { rule: rule.clone(), nth: *nth }).collect();
    Ok(Event::new(Did::Unmerged { reason: said(reason, "reason")? }, clocks))
}

/// 又来了: the matter was answered before; this one is handled anew, and the other's figures know it (K-04, K-09).
pub fn bring_again(petition: &Petition, of: Other, known_by: String, reason: Words) -> Result<Event, Refusal> {
    if of.stream == petition.stream {
        return Err(Refusal::new("SAME_MATTER", "K-10").at("into"));
    }
    known(&known_by)?;
    Ok(plain(Did::BroughtAgain { of, known_by, reason }))
}

/// 撤销又来了: it was another matter, or another person's. What was written down stays; no date moves.
pub fn undo_again(petition: &Petition, reason: Words) -> Result<Event, Refusal> {
    let Some(of) = petition.kin.repeat_of.clone() else { return Err(Refusal::new("NOT_AGAIN", "K-10")) };
    Ok(plain(Did::AgainUndone { of, reason: said(reason, "reason")? }))
}

/// 另一件事: it is not shown as a candidate again.
pub fn tell_apart(petition: &Petition, other: Other) -> Result<Event, Refusal> {
    if other.stream == petition.stream {
        return Err(Refusal::new("SAME_MATTER", "K-10").at("into"));
    }
    Ok(plain(Did::ToldApart { other }))
}

/// 同一人、不是同一人: the last word on a pair counts, and each needs its reason.
pub fn persons(petition: &Petition, with: Pair, is_one: bool, reason: Words) -> Result<Event, Refusal> {
    let Pair { subject, other, other_subject } = with;
    if other.stream == petition.stream {
        return Err(Refusal::new("SAME_MATTER", "K-10").at("into"));
    }
    if petition.are_one(other.stream) == Some(is_one) {
        return Err(Refusal::new("ALREADY_LINKED", "K-10").at("into"));
    }
    let reason = said(reason, "reason")?;
    Ok(plain(if is_one {
        Did::PersonsJoined { subject, other, other_subject, reason }
    } else {
        Did::PersonsParted { subject, other, other_subject, reason }
    }))
}
