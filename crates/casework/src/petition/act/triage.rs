//! 甄别、转送、交办、移交、导入: deciding what a matter is and who is competent (arts 22, 29–31).

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{ClockChange, Did, Event},
    model::{How, MatterType, Petition, Track, Words, label},
};
use kernel::{Day, Refusal, deadline::Unit, id::OrganId};

/// From whom an accusation is hidden, and what that moves.
pub struct Hidden {
    /// The blind tokens of whom it accuses.
    pub bars: Vec<i64>,
    /// Where it goes when it accuses the organ in whose hands it is.
    pub refuge: Option<OrganId>,
    /// Who decides an open request for recusal, when the organ that was to decide does not see the matter any more.
    pub judge: Option<OrganId>,
}

/// 甄别: exactly one type; a grievance has a track; an accusation may name bodies or persons, which then never see it.
pub fn classify(
    petition: &Petition,
    matter_type: MatterType,
    track: Option<Track>,
    class: String,
    Hidden { bars, refuge, judge }: Hidden,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let track = match (matter_type, track) {
        (MatterType::Grievance, None) => return Err(Refusal::new("TRACK_MISSING", "L1 art 31").at("track")),
        (MatterType::Grievance, track) => track,
        _ => None,
    };
    if !class.is_empty() && context.law.content_classes.get(&class).is_none() {
        return Err(Refusal::new("UNKNOWN_CLASS", "SM-PET").at("class"));
    }
    let kept = petition.label & !label::SEALED;
    let is_accusation = matter_type == MatterType::Accusation;
    // For accusations kind and organ are sealed too: the class is not kept in clear.
    let class = if is_accusation { String::new() } else { class };
    let label = if is_accusation { kept | label::ACCUSATION } else { kept };
    let mut clocks = vec![];
    if matter_type != MatterType::Grievance {
        // The contact clock is for first-time grievances (domain §4.1).
        clocks.extend(clock::end(petition, &["P-25"], context.acted_on, How::Moot));
    }
    if let Some(refuge) = refuge {
        // The accused organ owes nothing on it any more; who has it now does, from the day it came in.
        clocks.extend(clock::end(petition, &clock::NOTICE_OR_OBJECTION, context.acted_on, How::Moot));
        clocks.extend(clock::start(context, "P-01", refuge, petition.received_on, &petition.area));
    }
    clocks.extend(judge.into_iter().flat_map(|judge| super::recusal::rejudged(petition, judge, context)));
    Ok(Event::new(Did::Classified { matter_type, track, class, label, bars, refuge, judge }, clocks))
}

/// 转送. Late is still allowed: a guard never blocks a late duty (transition 3).
pub fn refer(petition: &Petition, to: OrganId, to_tokens: &[i64], reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    may_receive(petition, to, to_tokens)?;
    let clocks = sent_on(petition, to, context);
    Ok(Event::new(Did::Referred { to, reason: said(reason, "reason")? }, clocks))
}

/// 交办: as 转送, with a term and a result that is owed (P-10).
pub fn assign(
    petition: &Petition,
    to: OrganId,
    to_tokens: &[i64],
    reason: Words,
    term_days: i64,
    result: Words,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    may_receive(petition, to, to_tokens)?;
    if !(1..=365).contains(&term_days) {
        return Err(Refusal::new("TERM_OUT_OF_RANGE", "P-10").arg("min", 1).arg("max", 365).at("term_days"));
    }
    let mut clocks = sent_on(petition, to, context);
    clocks.push(clock::start_as_set(context, "P-10", to, context.acted_on, term_days, Unit::CalendarDays));
    let did = Did::Assigned { to, reason: said(reason, "reason")?, term_days, result: said(result, "result")? };
    Ok(Event::new(did, clocks))
}

/// 移交纪检监察: terminal here; content and identity stay sealed.
pub fn hand_over_accusation(petition: &Petition, to: OrganId, to_tokens: &[i64], context: &Context<'_>) -> Result<Event, Refusal> {
    if to_tokens.iter().any(|token| petition.bars.contains(token)) {
        return Err(Refusal::new("ACCUSED_PARTY", "C-30").at("to"));
    }
    Ok(Event::new(Did::AccusationHandedOver { to }, clock::decided(petition, context.acted_on)))
}

/// 依法分类处理: procedure, statute, body and what remains of the limitation are told in writing (C-15).
pub fn divert(
    petition: &Petition,
    procedure: Words,
    statute: String,
    body: String,
    limit_on: Option<Day>,
    limit_note: String,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let missing = [
        (procedure.chars == 0, "procedure"),
        (statute.trim().is_empty(), "statute"),
        (body.trim().is_empty(), "body"),
        (limit_on.is_none() && limit_note.trim().is_empty(), "limit_on"),
    ];
    if let Some((_, field)) = missing.iter().find(|(missing, _)| *missing) {
        return Err(Refusal::new("DIVERSION_INCOMPLETE", "C-15").arg("field", *field).at(field));
    }
    Ok(Event::new(Did::Diverted { procedure, statute, body, limit_on, limit_note }, clock::decided(petition, context.acted_on)))
}

/// C-30: never to the body that is accused, nor below it; and not to oneself.
fn may_receive(petition: &Petition, to: OrganId, to_tokens: &[i64]) -> Result<(), Refusal> {
    if to_tokens.iter().any(|token| petition.bars.contains(token)) {
        return Err(Refusal::new("ACCUSED_PARTY", "C-30").at("to"));
    }
    if to == petition.holder {
        return Err(Refusal::new("SAME_ORGAN", "SM-PET").at("to"));
    }
    Ok(())
}

/// The sender's duty is done; the receiver's clocks start with the referral, not with its signature.
fn sent_on(petition: &Petition, to: OrganId, context: &Context<'_>) -> Vec<ClockChange> {
    let mut clocks = clock::end(petition, &clock::NOTICE_OR_OBJECTION, context.acted_on, How::Done);
    for rule in ["P-03", "P-04"] {
        clocks.extend(clock::start(context, rule, to, context.acted_on, &petition.area));
    }
    clocks
}
