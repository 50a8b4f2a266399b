//! 管辖: after the second agreed objection nobody objects any more (C-12); whoever is still not competent brings it before
//! the organ that decides (art 24), and the decision is kept for those who dispatch after it. The clocks keep running:
//! bouncing gives nobody a new fortnight.

use super::{plain, said};
use crate::petition::{
    clock,
    command::Context,
    event::{ClockChange, Did, Event},
    model::{How, Petition, Words},
};
use kernel::{Refusal, id::OrganId};

/// 提请确定受理机关.
pub fn raise(decider: OrganId, reason: Words) -> Result<Event, Refusal> {
    Ok(plain(Did::CompetenceRaised { decider, reason: said(reason, "reason")? }))
}

/// What was decided.
pub struct Decided {
    /// Who is competent.
    pub to: OrganId,
    /// As what: a code of the law's rows.
    pub how: String,
    /// Why, without names: later dispatchers read it.
    pub ground: String,
    /// For which kind of matter.
    pub class: String,
    /// What the two organs are told besides.
    pub reason: Words,
}

/// 确定受理机关. Whoever is named has no objection any more.
pub fn decide(petition: &Petition, decided: Decided, to_tokens: &[i64], context: &Context<'_>) -> Result<Event, Refusal> {
    let Decided { to, how, ground, class, reason } = decided;
    if context.law.competence.on(context.today).all(|row| row.code != how) {
        return Err(Refusal::new("EMPTY", "L1 art 24").arg("field", "how").at("how"));
    }
    if context.law.content_classes.get(&class).is_none() {
        return Err(Refusal::new("CLASS_MISSING", "C-12").at("class"));
    }
    if ground.trim().is_empty() {
        return Err(Refusal::new("EMPTY", "C-12").arg("field", "ground").at("ground"));
    }
    if to_tokens.iter().any(|token| petition.bars.contains(token)) {
        return Err(Refusal::new("ACCUSED_PARTY", "C-30").at("to"));
    }
    let clocks = handed_on(petition, to, context);
    let did = Did::CompetenceDecided { to, how, ground: ground.trim().to_owned(), class, area: petition.area.clone(), reason };
    Ok(Event::new(did, clocks))
}

/// The written notice is owed by the date that it had from the first referral, the result of an assignment by its own.
fn handed_on(petition: &Petition, to: OrganId, context: &Context<'_>) -> Vec<ClockChange> {
    let mut clocks = clock::end(petition, &["P-01", "P-02"], context.acted_on, How::Done);
    clocks.extend(clock::end(petition, &["P-04"], context.acted_on, How::Moot));
    for rule in ["P-03", "P-10"] {
        match petition.running(rule) {
            Some(running) if running.holder == to => {}
            // Whoever is named now did not make it late; it is late in the one that ends here.
            Some(running) if rule == "P-03" && running.deadline.is_late(context.today) => {
                clocks.extend(clock::end(petition, &[rule], context.acted_on, How::Moot));
                clocks.extend(clock::again(context, rule, to, &petition.area));
            }
            Some(running) => {
                let deadline = running.deadline.clone();
                clocks.extend(clock::end(petition, &[rule], context.acted_on, How::Moot));
                clocks.push(ClockChange::Start { rule: rule.to_owned(), holder: to, deadline });
            }
            None if rule == "P-03" => clocks.extend(first_notice(petition, to, context)),
            None => {}
        }
    }
    clocks
}

fn first_notice(petition: &Petition, to: OrganId, context: &Context<'_>) -> Option<ClockChange> {
    let first = petition.clocks.iter().find(|clock| clock.rule == "P-03");
    match first.filter(|clock| !clock.deadline.is_late(context.today)) {
        Some(clock) => Some(ClockChange::Start { rule: "P-03".to_owned(), holder: to, deadline: clock.deadline.clone() }),
        None if first.is_some() => clock::again(context, "P-03", to, &petition.area),
        None => clock::start(context, "P-03", to, context.acted_on, &petition.area),
    }
}
