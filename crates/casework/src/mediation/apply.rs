//! How an event changes the state. Never refuses: what is in the ledger has happened.

use super::{
    event::{Did, Event, Opened},
    model::{
        Apart, AxisSaid, Confirmation, Consent, Facts, FollowUp, Helper, Hop, LawTold, Made, Mediation, Order, PromiseState, Report, RiskSeen,
        Ruling, Seat, SessionState, Signature, Stage,
    },
};
pub use crate::petition::apply::When;
use crate::petition::{clock, model::label};
use kernel::id::{AccountId, OrganId, StreamId};
use store::ledger::StoredEvent;

/// The state after the first event; `None` when it is not a first event.
#[must_use]
pub fn begin(stream: StreamId, event: &Event, when: When) -> Option<Mediation> {
    let Did::Opened(first) = &event.did else { return None };
    let mut mediation = opened(stream, first, when);
    event.clocks.iter().for_each(|change| clock::apply(&mut mediation.clocks, change));
    Some(mediation)
}

fn opened(stream: StreamId, first: &Opened, when: When) -> Mediation {
    Mediation {
        stream,
        number: first.number.clone(),
        stage: Stage::Asked,
        source: first.source.clone(),
        kind: first.kind,
        grade: first.grade,
        dispute: first.dispute.clone(),
        origin: first.origin,
        holder: first.origin,
        had_by: vec![first.origin],
        received_at: first.received_at,
        registered_by: when.actor,
        registered_at: when.at,
        area: first.area.clone(),
        outside_number: first.outside_number.clone(),
        outside_body: first.outside_body.clone(),
        petition: first.petition.clone(),
        title: first.title.clone(),
        words: first.words.clone(),
        requests: first.requests.clone(),
        parties: first.parties.clone(),
        seats: vec![],
        helpers: vec![],
        sessions: vec![],
        apart: vec![],
        laws: vec![],
        facts: None,
        agreement: None,
        earlier: vec![],
        confirmation: None,
        follow_ups: vec![],
        axes: vec![],
        risks: vec![],
        safety: vec![],
        reports: vec![],
        order: None,
        police_outcome: String::new(),
        hops: vec![],
        clocks: vec![],
        papers: first.papers.clone(),
        made: vec![],
        label: first.label,
        bars: vec![],
        alarmed_at: (first.label & (label::VIOLENCE | label::MINOR) != 0).then_some(when.at),
        accepted_on: None,
        ended: None,
        closed_on: None,
    }
}

/// Replays a stream; `None` when it does not begin as a mediation does.
#[must_use]
pub fn replay(events: &[(StoredEvent, Event)]) -> Option<Mediation> {
    let (first, rest) = events.split_first()?;
    let when = |stored: &StoredEvent| When { actor: stored.actor, organ: stored.organ, acted_on: stored.acted_on, at: stored.recorded_at };
    let mut mediation = begin(first.0.stream, &first.1, when(&first.0))?;
    for (stored, event) in rest {
        apply(&mut mediation, event, when(stored));
    }
    Some(mediation)
}

/// Applies a later event.
#[expect(clippy::too_many_lines, reason = "one arm an event; each is a line or three")]
pub fn apply(mediation: &mut Mediation, event: &Event, when: When) {
    let day = when.acted_on;
    match &event.did {
        Did::Opened(_) | Did::Archived | Did::Noted { .. } | Did::CalendarLoaded { .. } => {}
        Did::Dispatched { to, .. } => {
            mediation.hops.push(Hop { from: mediation.holder, to: *to, at: when.at, taken_at: None, returned: false });
            hold(mediation, *to);
        }
        Did::Taken => {
            if let Some(hop) = mediation.hops.last_mut() {
                hop.taken_at = Some(when.at);
            }
        }
        Did::SentBack { .. } => {
            if let Some(hop) = mediation.hops.last_mut() {
                hop.returned = true;
                let (from, to) = (hop.from, hop.to);
                // Whoever is not competent keeps no view of it.
                mediation.had_by.retain(|organ| *organ != to || *organ == from);
                mediation.holder = from;
            }
        }
        Did::PartyAdded { party } => mediation.parties.push(party.clone()),
        Did::Sorted { kind, grade, dispute, label } => {
            (mediation.kind, mediation.grade) = (*kind, *grade);
            mediation.dispute.clone_from(dispute);
            mediation.label = *label;
            if mediation.is_violence() || mediation.is_minor() {
                mediation.alarmed_at.get_or_insert(when.at);
            }
        }
        Did::Consented { parties, consent, accepted, .. } => {
            for party in parties {
                party_of(mediation, *party, |one| (one.consent, one.consent_on) = (*consent, Some(day)));
            }
            if *accepted {
                mediation.stage = Stage::Accepted;
                mediation.accepted_on = Some(day);
            }
            if *consent == Consent::Refused {
                mediation.stage = Stage::NotMediated;
                mediation.ended = Some(("party_refuses".to_owned(), day));
            }
        }
        Did::ConsentWithdrawn { party, .. } => {
            party_of(mediation, *party, |one| (one.consent, one.consent_on) = (Consent::Withdrawn, Some(day)));
            end(mediation, "party_refuses", day);
        }
        Did::MediatorSet { account, chosen } => {
            mediation.seats.push(Seat { account: *account, chosen: *chosen, relation: String::new(), agreed: vec![], since: day, until: None });
            mediation.stage = Stage::InSession;
        }
        Did::Disclosed { account, relation, .. } => seat_of(mediation, *account, |seat| seat.relation.clone_from(relation)),
        Did::RelationAccepted { party, account } => seat_of(mediation, *account, |seat| seat.agreed.push(*party)),
        Did::MediatorLeft { account, .. } => {
            seat_of(mediation, *account, |seat| seat.until = Some(day));
            if mediation.mediators().next().is_none() && mediation.stage == Stage::InSession {
                mediation.stage = Stage::Accepted;
            }
        }
        Did::RightsTold { parties, .. } => {
            for party in parties {
                party_of(mediation, *party, |one| one.rights_on = Some(day));
            }
        }
        Did::HelperInvited { who, quality } => mediation.helpers.push(Helper { who: who.clone(), quality: quality.clone(), on: day }),
        Did::SessionSet { session } => mediation.sessions.push(session.clone()),
        Did::SessionHeld { nth, ended, .. } => {
            session_of(mediation, *nth, |one| (one.state, one.ended) = (SessionState::Held, Some(*ended)));
        }
        Did::SessionDropped { nth, .. } => session_of(mediation, *nth, |one| one.state = SessionState::Dropped),
        Did::ToldApart { party, note } => mediation.apart.push(Apart { party: *party, note: note.clone(), on: day }),
        Did::LawTold { text, words, gentle } => {
            mediation.laws.push(LawTold { text: text.clone(), words: words.clone(), gentle: gentle.clone(), on: day });
        }
        Did::FactsAgreed { words, .. } => mediation.facts = Some(Facts { words: words.clone(), on: day }),
        Did::RiskSeen { risk, words } => mediation.risks.push(RiskSeen { risk: *risk, words: words.clone(), on: day }),
        Did::TermExtended { .. } => {}
        Did::Drafted { agreement } => {
            let before = mediation.agreement.replace(agreement.clone());
            mediation.earlier.extend(before.filter(|before| !before.signatures.is_empty()));
            mediation.stage = Stage::Signing;
        }
        Did::Signed { party, mediator, hand, file, effective } => {
            if let Some(agreement) = &mut mediation.agreement {
                agreement.signatures.push(Signature { party: *party, mediator: *mediator, hand: *hand, on: day, file: *file });
                agreement.effective_on = *effective;
            }
            if effective.is_some() {
                holds(mediation);
            }
        }
        Did::OralAgreed { effective } => {
            if let Some(agreement) = &mut mediation.agreement {
                agreement.effective_on = Some(*effective);
            }
            holds(mediation);
        }
        Did::PromiseTold { nth, kept, .. } => {
            if let Some(agreement) = &mut mediation.agreement {
                for promise in agreement.promises.iter_mut().filter(|promise| promise.nth == *nth) {
                    promise.state = if *kept { PromiseState::Kept } else { PromiseState::Broken };
                    promise.on = Some(day);
                }
            }
            holds(mediation);
        }
        Did::MediatedAgain { .. } => {
            let before = mediation.agreement.take();
            mediation.earlier.extend(before);
            mediation.confirmation = None;
            mediation.stage = if mediation.mediators().next().is_some() { Stage::InSession } else { Stage::Accepted };
        }
        Did::ConfirmationAsked { court, .. } => mediation.confirmation = Some(Confirmation { court: court.clone(), asked_on: day, ruling: None }),
        Did::ConfirmationRuled { ruling, document, .. } => {
            if let Some(asked) = &mut mediation.confirmation {
                asked.ruling = Some((*ruling, document.clone(), day));
            }
            // What was taken back or not taken up may be asked for anew while there is time.
            if matches!(ruling, Ruling::Withdrawn | Ruling::Refused) {
                mediation.confirmation = None;
            }
        }
        Did::FollowedUp { party, way, words, said, risks, measures } => mediation.follow_ups.push(FollowUp {
            party: *party,
            way: way.clone(),
            words: words.clone(),
            said: said.clone(),
            risks: risks.clone(),
            measures: measures.clone(),
            by: when.actor,
            on: day,
        }),
        Did::PartyDescribed { party, card } => party_of(mediation, *party, |one| one.card = Some(card.clone())),
        Did::PaperMade { nth, kind, file } => mediation.made.push(Made { nth: *nth, kind: kind.clone(), file: *file, on: day }),
        Did::AxisSaid { party, axis, words } => {
            mediation.axes.push(AxisSaid { party: *party, axis: *axis, words: words.clone(), on: day });
        }
        Did::Terminated { reason, .. } => end(mediation, reason, day),
        Did::Closed { .. } => (mediation.stage, mediation.closed_on) = (Stage::Closed, Some(day)),
        Did::PaperAdded { paper } => mediation.papers.push(paper.clone()),
        Did::Screened { safety } => mediation.safety.push(safety.clone()),
        Did::Reported { to, number, .. } => mediation.reports.push(Report { to: *to, number: number.clone(), at: when.at }),
        Did::OrderRecorded { number, no_contact, until, .. } => {
            mediation.order = Some(Order { number: number.clone(), no_contact: *no_contact, until: *until });
        }
        Did::PoliceActed { outcome } => mediation.police_outcome.clone_from(outcome),
        Did::CodeReissued { party, issue } => party_of(mediation, *party, |one| one.code_issue = *issue),
        Did::InterestDeclared { bar } => {
            mediation.bars.push(*bar);
            seat_of(mediation, when.actor, |seat| seat.until = Some(day));
        }
        Did::PersonErased { subject, .. } => {
            party_of(mediation, *subject, |one| (one.card, one.erased_on) = (None, Some(day)));
            mediation.apart.retain(|one| one.party != *subject);
            mediation.axes.retain(|one| one.party != *subject);
            mediation.safety.retain(|one| one.party != *subject);
        }
    }
    if matches!(event.did, Did::Archived) {
        mediation.stage = Stage::Archived;
    }
    event.clocks.iter().for_each(|change| clock::apply(&mut mediation.clocks, change));
}

/// Where an agreement that holds stands: by its promises.
fn holds(mediation: &mut Mediation) {
    let Some(agreement) = &mediation.agreement else { return };
    mediation.stage = if agreement.promises.iter().any(|promise| promise.state == PromiseState::Broken) {
        Stage::Breached
    } else if agreement.open_promises().next().is_some() {
        Stage::Performing
    } else {
        Stage::Performed
    };
}

fn end(mediation: &mut Mediation, reason: &str, on: kernel::Day) {
    mediation.stage = Stage::Terminated;
    mediation.ended = Some((reason.to_owned(), on));
}

fn hold(mediation: &mut Mediation, organ: OrganId) {
    mediation.holder = organ;
    if !mediation.had_by.contains(&organ) {
        mediation.had_by.push(organ);
    }
}

fn party_of(mediation: &mut Mediation, subject: i64, change: impl FnOnce(&mut super::model::Party)) {
    if let Some(party) = mediation.parties.iter_mut().find(|party| party.subject == subject) {
        change(party);
    }
}

fn seat_of(mediation: &mut Mediation, account: AccountId, change: impl FnOnce(&mut Seat)) {
    if let Some(seat) = mediation.seats.iter_mut().find(|seat| seat.account == account && seat.until.is_none()) {
        change(seat);
    }
}

fn session_of(mediation: &mut Mediation, nth: i64, change: impl FnOnce(&mut super::model::Session)) {
    if let Some(session) = mediation.sessions.iter_mut().find(|session| session.nth == nth) {
        change(session);
    }
}
