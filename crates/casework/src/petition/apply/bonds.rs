//! How bonds between matters, between persons, and a dispute on competence change the state.

use super::{When, hold, new_claim};
use crate::petition::{
    clock,
    event::{Did, Event},
    kin::{Competence, Decision, Merging, Part, PersonLink, Taken},
    model::{Gone, Hop, Petition, Stage},
};
use store::ledger::CITIZEN;

/// Merged, split, come back, told apart; persons joined and parted. `from` is the stage before.
pub(super) fn apply(petition: &mut Petition, event: &Event, from: Stage, when: When) {
    let (did, day) = (&event.did, when.acted_on);
    match did {
        Did::Merged { into, known_by, .. } => {
            let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && clock::is_of_the_matter(clock));
            let ended = running.map(|clock| (clock.rule.clone(), clock.nth)).collect();
            let (into, known_by) = (into.clone(), known_by.clone());
            petition.kin.merged = Some(Merging { into, known_by, from, ended, by: when.actor, on: day, undone_on: None });
            petition.facts.merged_on = Some(day);
        }
        Did::Unmerged { .. } => {
            let Some(merging) = petition.kin.merged.as_mut() else { return };
            merging.undone_on = Some(day);
            petition.stage = merging.from;
            petition.facts.merged_on = None;
            petition.person_acted |= when.actor == CITIZEN;
        }
        Did::TookIn { from, received_on, claims, label, bars, reach, known_by, .. } => {
            let started = clock::starting(petition, &event.clocks);
            petition.kin.taken.push(Taken {
                from: from.clone(),
                received_on: *received_on,
                on: day,
                known_by: known_by.clone(),
                started,
                back_on: None,
            });
            let subject = petition.petitioner().map(|person| person.subject);
            for person in petition.persons.iter_mut().filter(|person| reach.is_some() && Some(person.subject) == subject) {
                person.reach.clone_from(reach);
            }
            let came_with = || from.number.clone();
            petition.claims.extend(claims.iter().map(|text| {
                let mut claim = new_claim(text, *received_on);
                claim.came_with = came_with();
                claim
            }));
            // Whoever must not see the one must not see the other: its words stand here too.
            petition.label |= label;
            petition.bars.extend(bars.iter().filter(|bar| !petition.bars.contains(bar)).copied().collect::<Vec<_>>());
        }
        Did::GaveBack { from, .. } => {
            for taken in petition.kin.taken.iter_mut().filter(|taken| taken.from == *from && taken.back_on.is_none()) {
                taken.back_on = Some(day);
            }
            // What was answered here stays answered; the rest is answered there again.
            for claim in petition.claims.iter_mut().filter(|claim| claim.came_with == from.number && claim.is_open()) {
                claim.gone = Some(Gone { to: from.clone(), on: day });
            }
        }
        Did::BroughtAgain { of, .. } => petition.kin.repeat_of = Some(of.clone()),
        Did::CameBack { by, received_on } => {
            petition.kin.again.push(by.clone());
            // It came back on the day on which she brought it, not on the one on which an officer saw that.
            let came = received_on.unwrap_or(day);
            petition.facts.came_back_on = Some(petition.facts.came_back_on.map_or(came, |first| first.min(came)));
        }
        Did::AgainUndone { .. } => petition.kin.repeat_of = None,
        Did::CameBackUndone { by, first, .. } => {
            petition.kin.again.retain(|other| other.stream != by.stream);
            petition.facts.came_back_on = *first;
        }
        Did::ToldApart { other } => petition.kin.apart.push(other.stream),
        Did::SplitOff { into, claims, .. } => {
            petition.kin.parts.push(Part { into: into.clone(), on: day });
            for at in claims {
                if let Some(claim) = usize::try_from(*at).ok().and_then(|at| petition.claims.get_mut(at)) {
                    claim.gone = Some(Gone { to: into.clone(), on: day });
                }
            }
        }
        Did::PersonsJoined { subject, other, other_subject, .. } | Did::PersonsParted { subject, other, other_subject, .. } => {
            let is_one = matches!(did, Did::PersonsJoined { .. });
            petition.kin.persons.push(PersonLink { subject: *subject, other: other.clone(), other_subject: *other_subject, is_one, on: day });
        }
        _ => {}
    }
}

/// A dispute on competence, and its decision.
pub(super) fn competence(petition: &mut Petition, did: &Did, when: When) {
    match did {
        Did::CompetenceRaised { decider, .. } => {
            let raised_by = petition.holder;
            petition.kin.competence = Some(Competence { raised_by, decider: *decider, raised_on: when.acted_on, decided: None });
            hold(petition, *decider);
        }
        Did::CompetenceDecided { to, how, ground, class, area, .. } => {
            let decision =
                Decision { to: *to, how: how.clone(), ground: ground.clone(), class: class.clone(), area: area.clone(), on: when.acted_on };
            if let Some(competence) = &mut petition.kin.competence {
                competence.decided = Some(decision);
            }
            petition.hops.push(Hop { from: petition.holder, to: *to, on: when.acted_on, returned: false });
            hold(petition, *to);
        }
        _ => {}
    }
}
