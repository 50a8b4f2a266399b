//! How an event changes the state. Never refuses: what is in the ledger has happened.

mod beginning;
mod bonds;
mod emergency;
mod stored;
mod told;

use super::{
    clock,
    event::{Did, Event},
    flow::{self, Verb},
    model::{
        Claim, DataAsk, Extension, Hop, Letter, Opinion, Paper, Petition, Proposal, Recusal, Recused, Review, Stage, SubTask, Withdrawal, Words,
    },
};
use kernel::{
    Day, Moment,
    id::{AccountId, OrganId, StreamId},
};
use store::ledger::StoredEvent;

/// When, by whom and for which day an event was written down.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// The account.
    pub actor: AccountId,
    /// For which organ; 0 for nobody's.
    pub organ: OrganId,
    /// The day on which it happened.
    pub acted_on: Day,
    /// When it was written down.
    pub at: Moment,
}

/// The state after the first event; `None` when it is not a first event.
#[must_use]
pub fn begin(stream: StreamId, event: &Event, when: When) -> Option<Petition> {
    let mut petition = match &event.did {
        Did::Registered(first) => beginning::from_registered(stream, first, when),
        Did::Imported(first) => beginning::from_imported(stream, first, when),
        _ => return None,
    };
    for change in &event.clocks {
        clock::apply(&mut petition.clocks, change);
    }
    Some(petition)
}

/// Replays a stream; `None` when it does not begin as a matter does.
#[must_use]
pub fn replay(events: &[(StoredEvent, Event)]) -> Option<Petition> {
    let (first, rest) = events.split_first()?;
    let when = |stored: &StoredEvent| When { actor: stored.actor, organ: stored.organ, acted_on: stored.acted_on, at: stored.recorded_at };
    let mut petition = begin(first.0.stream, &first.1, when(&first.0))?;
    for (stored, event) in rest {
        apply(&mut petition, event, when(stored));
    }
    Some(petition)
}

/// Applies a later event.
pub fn apply(petition: &mut Petition, event: &Event, when: When) {
    let (day, from) = (when.acted_on, petition.stage);
    if when.actor == store::ledger::CITIZEN {
        petition.used_again();
    }
    if let Some(stage) = next_stage(&event.did) {
        petition.stage = stage;
    }
    if day_of_first_handling(&event.did) {
        petition.facts.first_handled_on.get_or_insert(day);
    }
    match &event.did {
        Did::Registered(_)
        | Did::Imported(_)
        | Did::SignedIn
        | Did::MaterialAsked { .. }
        | Did::MaterialCame { .. }
        | Did::Archived
        | Did::Noted { .. }
        | Did::Reminded { .. }
        | Did::CalendarLoaded { .. } => {}
        Did::Classified { matter_type, track, class, label, bars, refuge, judge } => {
            petition.matter_type = Some(*matter_type);
            petition.track = *track;
            petition.class.clone_from(class);
            petition.label = *label;
            petition.bars.extend(bars.iter().filter(|bar| !petition.bars.contains(bar)).copied().collect::<Vec<_>>());
            if let Some(refuge) = refuge {
                hold(petition, *refuge);
            }
            if let Some(judge) = judge {
                see(petition, *judge);
                petition.recusals.iter_mut().filter(|recusal| recusal.decided.is_none()).for_each(|recusal| recusal.decider = *judge);
            }
            if petition.is_sealed() {
                // Only where it lies now is it read; whoever answered for a review before may be accused.
                let owing: Vec<OrganId> = petition.open_emergencies().map(|one| one.reviewer).collect();
                owing.into_iter().for_each(|organ| petition.pass_reviews(organ, petition.holder));
            }
        }
        Did::Referred { to, .. } | Did::Assigned { to, .. } => {
            petition.hops.push(Hop { from: petition.holder, to: *to, on: day, returned: false });
            hold(petition, *to);
        }
        Did::AccusationHandedOver { to } => hold(petition, *to),
        Did::Diverted { .. } => petition.facts.noticed_on = Some(day),
        Did::NonAccepted { .. } => (petition.facts.not_accepted_on, petition.facts.noticed_on) = (Some(day), Some(day)),
        Did::Objected { .. } => {
            if let Some(from) = petition.hops.last().map(|hop| hop.from) {
                // The one who sent it decides; he has it in hand until then.
                petition.holder = from;
            }
        }
        Did::ObjectionRejected { .. } => {
            if let Some(to) = petition.hops.last().map(|hop| hop.to) {
                // It goes back to the one who did not want it, who owes the written notice by the date he had all along.
                petition.holder = to;
            }
        }
        Did::ObjectionAgreed => {
            if let Some(hop) = petition.hops.last_mut() {
                hop.returned = true;
                // Whoever was not competent keeps no view of it.
                let (from, to) = (hop.from, hop.to);
                petition.had_by.retain(|organ| *organ != to || *organ == from);
                petition.pass_reviews(to, from);
            }
        }
        Did::Accepted { accepted_on, .. } => (petition.accepted_on, petition.facts.noticed_on) = (Some(*accepted_on), Some(day)),
        Did::Started { officer } | Did::HandedOver { officer, .. } | Did::TakenOn { officer, .. } => petition.officer = *officer,
        Did::PartAsked { nth, to, what, by } => petition.sub_tasks.push(SubTask {
            nth: *nth,
            organ: *to,
            what: what.clone(),
            by: *by,
            asked_on: day,
            asked_by: when.actor,
            answer: None,
            answered_on: None,
            withdrawn_on: None,
        }),
        Did::PartAnswered { nth, answer, .. } => {
            sub_task(petition, *nth, |task| (task.answer, task.answered_on) = (Some(answer.clone()), Some(day)));
        }
        Did::PartWithdrawn { nth, .. } => sub_task(petition, *nth, |task| task.withdrawn_on = Some(day)),
        Did::OpinionApproved => opinion(petition, |opinion| opinion.approved_by = Some(when.actor)),
        Did::ExtensionRequested { days, reason } => {
            petition.extension = Some(Extension { days: *days, reason: reason.clone(), asked_by: when.actor, agreed: None, approved_on: None });
        }
        Did::ExtensionAgreed => {
            if let Some(extension) = &mut petition.extension {
                extension.agreed = Some((when.actor, day));
            }
        }
        Did::ExtensionApproved { .. } => {
            if let Some(extension) = &mut petition.extension {
                extension.approved_on = Some(day);
            }
        }
        Did::ExtensionRefused { .. } => petition.extension = None,
        Did::OpinionDrafted { answers } => {
            for (at, answer) in answers {
                if let Some(claim) = usize::try_from(*at).ok().and_then(|at| petition.claims.get_mut(at)) {
                    claim.answer = Some(answer.clone());
                }
            }
            petition.opinion = Some(Opinion { drafted_by: Some(when.actor), ..Opinion::default() });
        }
        // What was approved is not what comes next.
        Did::DraftReturned { .. } => opinion(petition, |opinion| opinion.approved_by = None),
        Did::OpinionSigned { doc_no, .. } => opinion(petition, |opinion| (opinion.signed_on, opinion.doc_no) = (Some(day), doc_no.clone())),
        Did::Dispatched { .. } => {
            petition.facts.replied_on.get_or_insert(day);
            opinion(petition, |opinion| opinion.dispatched_on = Some(day));
        }
        Did::Delivered { received_on, .. } => delivered(petition, *received_on),
        Did::Executed { claim, .. } => {
            if let Some(claim) = usize::try_from(*claim).ok().and_then(|at| petition.claims.get_mut(at)) {
                claim.executed_on = Some(day);
            }
        }
        Did::Completed { .. } => petition.facts.completed_on = Some(day),
        Did::Withdrawn { .. } => withdrawn(petition, from, when),
        Did::WithdrawalContested { .. } => withdrawal_contested(petition, day),
        Did::VoidAsked { code, kept, .. } => {
            petition.void_asked_by = Some(when.actor);
            (petition.void_code, petition.void_kept) = (code.clone(), kept.clone());
        }
        Did::VoidRefused { .. } => void_undone(petition),
        Did::VoidObjected { .. } => {
            petition.person_acted = true;
            petition.propose(Proposal::VOID, petition.holder, day);
        }
        Did::Voided => petition.voided_on = Some(day),
        Did::Added { claims, papers, .. } => {
            if when.actor == store::ledger::CITIZEN {
                petition.person_acted = true;
                void_undone(petition);
            }
            petition.claims.extend(claims.iter().map(|text| new_claim(text, day)));
            petition.papers.extend(papers.iter().cloned());
        }
        Did::MaterialAnswered { papers, .. } => {
            petition.person_acted = true;
            petition.papers.extend(papers.iter().cloned());
        }
        Did::RecusalAsked { of, decider, .. } => {
            petition.person_acted = true;
            see(petition, *decider);
            petition.recusals.push(Recusal { of: *of, decider: *decider, asked_on: day, decided: None });
        }
        Did::DataAsked { right, organ, .. } => {
            petition.person_acted = true;
            petition.data_asks.push(DataAsk { right: *right, organ: *organ, asked_on: day, answered: None });
        }
        Did::DataAnswered { done, .. } => {
            if let Some(ask) = petition.data_asks.iter_mut().find(|ask| ask.answered.is_none()) {
                ask.answered = Some((day, *done));
            }
        }
        Did::RecusalDecided { granted, bar, to, .. } => recusal_decided(petition, *granted, *bar, *to, day),
        Did::ReviewAsked { to, why_late, papers, .. } => {
            petition.person_acted = true;
            see(petition, *to);
            petition.papers.extend(papers.iter().cloned());
            let window = petition.clocks.iter().rev().find(|clock| clock.rule == "P-06").map_or(0, |clock| clock.nth);
            petition.reviews.push(Review { window, to: *to, asked_on: day, late: why_late.is_some(), answered: None });
        }
        Did::ReviewAnswered { outcome, received_on, evidence, .. } => {
            if let Some(review) = petition.reviews.iter_mut().find(|review| review.answered.is_none()) {
                review.answered = Some((*received_on, outcome.clone()));
            }
            if outcome != Review::STANDS {
                petition.facts.review_upheld_on.get_or_insert(*received_on);
            }
            let paper = |file| Paper { file, kind: "review_opinion".to_owned(), on: *received_on, shown_to_person: true };
            petition.papers.extend(evidence.map(paper));
        }
        Did::Corrected { field, now, .. } => match field.as_str() {
            "title" => petition.title = now.clone(),
            _ => petition.spot = Some(now.clone()),
        },
        Did::PaperAdded { paper } => petition.papers.push(paper.clone()),
        Did::Rated { rating, .. } => {
            petition.rating = Some((day, *rating));
            petition.person_acted |= when.actor == store::ledger::CITIZEN;
        }
        Did::InterestDeclared { account, bar } => {
            petition.bars.push(*bar);
            if petition.officer == *account {
                petition.officer = AccountId::new(0);
            }
        }
        Did::IdentityAsked { .. } => petition.identity_asked_by = Some(when.actor),
        Did::IdentityGranted { to, until } => (petition.identity_open_to, petition.identity_asked_by) = (Some((*to, *until)), None),
        Did::MarkedUrgent { .. } => petition.urgent_since = Some(day),
        Did::SupervisionProposed { rule, nth } => {
            petition.proposals.push(Proposal { rule: rule.clone(), nth: *nth, opened_on: day, set_aside_on: None, against: None });
        }
        Did::ProposalSetAside { rule, nth, .. } => {
            for proposal in petition.proposals.iter_mut().filter(|proposal| proposal.rule == *rule && proposal.nth == *nth) {
                proposal.set_aside_on = Some(day);
            }
        }
        Did::CodeReissued { issue } => petition.code_issue = *issue,
        Did::TakenOver => {
            petition.history = false;
            petition.taken_over_on = Some(day);
            petition.code_issue = 1;
        }
        Did::NarrativeErased { .. } => petition.narrative_erased_on = Some(day),
        Did::LetterIssued(issued) | Did::SuggestionAnswered(issued) => {
            if matches!(event.did, Did::SuggestionAnswered(_)) {
                petition.suggestion_answered(day);
            }
            petition.papers.push(Paper { file: issued.file, kind: format!("letter-{}", issued.kind), on: day, shown_to_person: issued.hers });
            let issued = issued.as_ref().clone();
            petition.letters.push(Letter { issued, issued_on: day, issued_by: when.actor, signed_on: None, pages: vec![], back: vec![] });
        }
        Did::LetterSigned { nth, pages, places } => {
            let papers = pages.iter().map(|page| Paper { file: *page, kind: "signed_paper".to_owned(), on: day, shown_to_person: false });
            petition.papers.extend(papers);
            for letter in petition.letters.iter_mut().filter(|letter| letter.issued.nth == *nth) {
                letter.take_back(pages, places, day);
            }
        }
        Did::Merged { .. }
        | Did::TookIn { .. }
        | Did::Unmerged { .. }
        | Did::GaveBack { .. }
        | Did::BroughtAgain { .. }
        | Did::CameBack { .. }
        | Did::AgainUndone { .. }
        | Did::CameBackUndone { .. }
        | Did::ToldApart { .. }
        | Did::SplitOff { .. }
        | Did::PersonsJoined { .. }
        | Did::PersonsParted { .. } => bonds::apply(petition, event, from, when),
        Did::CompetenceRaised { .. } | Did::CompetenceDecided { .. } => bonds::competence(petition, &event.did, when),
        Did::Noticed { .. } | Did::Called { .. } | Did::NoticeRetried { .. } | Did::ReachSet { .. } => told::apply(petition, &event.did, when.at),
        Did::EmergencyOpened { .. } | Did::EmergencyReviewed { .. } => emergency::apply(petition, event, when),
        Did::TermSet { .. }
        | Did::StoredOnly { .. }
        | Did::DestructionAsked { .. }
        | Did::DestructionRefused { .. }
        | Did::KeptStored { .. }
        | Did::Destroyed { .. } => stored::apply(petition, &event.did, when),
        Did::Succeeded { from, to, .. } => super::succession::apply(petition, *from, *to),
        Did::PersonErased { subject, .. } => {
            petition.facts.erased_on = Some(day);
            for person in petition.persons.iter_mut().filter(|person| person.subject == *subject) {
                person.erased_on = Some(day);
            }
        }
    }
    for change in &event.clocks {
        clock::apply(&mut petition.clocks, change);
    }
    if let Some(kind) = &event.news {
        told::owed(petition, kind, when.at);
    }
}

/// The stage that an event leads to; the table knows it for every verb that moves a matter.
fn next_stage(did: &Did) -> Option<Stage> {
    let verb = match did {
        Did::Classified { .. } => Verb::Classify,
        Did::Referred { .. } => Verb::Refer,
        Did::Assigned { .. } => Verb::Assign,
        Did::AccusationHandedOver { .. } => Verb::HandOverAccusation,
        Did::Diverted { .. } => Verb::Divert,
        Did::NonAccepted { .. } => Verb::NonAccept,
        Did::SignedIn => Verb::SignIn,
        Did::Objected { .. } => Verb::Object,
        Did::ObjectionAgreed => Verb::AgreeObjection,
        Did::ObjectionRejected { .. } => Verb::RejectObjection,
        Did::Accepted { .. } => Verb::Accept,
        Did::Started { .. } => Verb::Start,
        Did::MaterialAsked { .. } => Verb::AskMaterial,
        Did::MaterialCame { .. } => Verb::ReceiveMaterial,
        Did::MaterialAnswered { .. } => Verb::AnswerMaterial,
        Did::ExtensionRequested { .. } => Verb::RequestExtension,
        Did::ExtensionApproved { .. } => Verb::ApproveExtension,
        Did::ExtensionRefused { .. } => Verb::RefuseExtension,
        Did::OpinionDrafted { .. } => Verb::DraftOpinion,
        Did::DraftReturned { .. } => Verb::ReturnDraft,
        Did::OpinionSigned { .. } => Verb::SignOpinion,
        Did::Delivered { .. } => Verb::Deliver,
        Did::Completed { .. } => Verb::Complete,
        Did::SuggestionAnswered(_) => Verb::AnswerSuggestion,
        Did::Archived => Verb::Archive,
        Did::Withdrawn { .. } => Verb::Withdraw,
        Did::Voided => Verb::ConfirmVoid,
        Did::TakenOver => Verb::TakeOver,
        Did::Merged { .. } => Verb::Merge,
        Did::CompetenceRaised { .. } => Verb::RaiseCompetence,
        Did::CompetenceDecided { .. } => Verb::DecideCompetence,
        _ => return None,
    };
    flow::of(verb).and_then(|row| row.to)
}

const fn day_of_first_handling(did: &Did) -> bool {
    matches!(
        did,
        Did::Referred { .. }
            | Did::Assigned { .. }
            | Did::AccusationHandedOver { .. }
            | Did::Diverted { .. }
            | Did::NonAccepted { .. }
            | Did::Accepted { .. }
            | Did::SuggestionAnswered(_)
            | Did::Merged { .. }
            | Did::CompetenceDecided { .. }
    )
}

fn void_undone(petition: &mut Petition) {
    petition.void_asked_by = None;
    petition.void_code.clear();
    petition.void_kept.clear();
}

/// What the withdrawal ends is kept beside it: the event's own clock changes come after this.
fn withdrawn(petition: &mut Petition, from: Stage, when: When) {
    let running = petition.clocks.iter().filter(|clock| clock.ended.is_none() && clock::ends_with_matter(clock));
    let ended = running.map(|clock| (clock.rule.clone(), clock.nth)).collect();
    petition.facts.withdrawn_on = Some(when.acted_on);
    petition.withdrawal = Some(Withdrawal { by: when.actor, organ: when.organ, from, ended, contested_on: None });
}

/// It was not hers: the matter is where it was, and who wrote it down is looked at.
fn withdrawal_contested(petition: &mut Petition, day: Day) {
    let Some(withdrawal) = &mut petition.withdrawal else { return };
    withdrawal.contested_on = Some(day);
    let organ = withdrawal.organ;
    petition.stage = withdrawal.from;
    petition.facts.withdrawn_on = None;
    petition.person_acted = true;
    petition.propose(Proposal::WITHDRAWAL, organ, day);
}

/// What was granted bars; an organ that steps back gives it to the one that decided, with what would run on when a merging is undone.
fn recusal_decided(petition: &mut Petition, granted: bool, bar: Option<i64>, to: Option<OrganId>, day: Day) {
    let Some(recusal) = petition.recusals.iter_mut().find(|recusal| recusal.decided.is_none()) else { return };
    recusal.decided = Some((day, granted));
    let (of, decider) = (recusal.of, recusal.decider);
    petition.bars.extend(bar.filter(|bar| !petition.bars.contains(bar)));
    match of {
        _ if !granted => {}
        Recused::Officer(officer) if officer == petition.officer => petition.officer = AccountId::new(0),
        _ => {}
    }
    // Older events do not say where it went: to the one that decided, when it was the holder that stepped back.
    let taker = to.or_else(|| (granted && of == Recused::Organ(petition.holder)).then_some(decider));
    if let Recused::Organ(barred) = of
        && granted
    {
        petition.pass_reviews(barred, taker.unwrap_or(decider));
    }
    if let Some(taker) = taker {
        let giver = petition.holder;
        petition.pass_resumable(giver, taker);
        hold(petition, taker);
    }
}

fn hold(petition: &mut Petition, organ: OrganId) {
    petition.holder = organ;
    petition.officer = AccountId::new(0);
    see(petition, organ);
}

fn see(petition: &mut Petition, organ: OrganId) {
    if !petition.had_by.contains(&organ) {
        petition.had_by.push(organ);
    }
}

fn opinion(petition: &mut Petition, change: impl FnOnce(&mut Opinion)) {
    change(petition.opinion.get_or_insert_with(Opinion::default));
}

fn sub_task(petition: &mut Petition, nth: u32, change: impl FnOnce(&mut SubTask)) {
    if let Some(task) = petition.sub_tasks.iter_mut().find(|task| task.nth == nth) {
        change(task);
    }
}

fn delivered(petition: &mut Petition, received_on: Day) {
    let owners: Vec<OrganId> = petition.claims.iter().filter(|claim| claim.gone.is_none()).filter_map(|claim| claim.answer.as_ref()?.owner).collect();
    for owner in owners {
        // Whoever has to carry it out has to see it.
        if !petition.had_by.contains(&owner) {
            petition.had_by.push(owner);
        }
    }
    petition.facts.replied_on.get_or_insert(received_on);
    petition.facts.delivered_on.get_or_insert(received_on);
    opinion(petition, |opinion| {
        opinion.dispatched_on.get_or_insert(received_on);
        opinion.received_on = Some(received_on);
    });
    for claim in petition.claims.iter_mut().filter(|claim| claim.is_open() && claim.answer.is_some()) {
        claim.delivered_on = Some(received_on);
    }
}

fn new_claim(text: &Words, said_on: Day) -> Claim {
    Claim { text: text.clone(), said_on, answer: None, delivered_on: None, executed_on: None, came_with: String::new(), gone: None }
}
