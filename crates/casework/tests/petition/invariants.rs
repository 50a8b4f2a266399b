//! What no event may do, whoever wrote it.

use casework::petition::{
    Petition, Verb,
    event::{Did, Event},
    flow,
    model::{CaseClock, How, Stage},
};
use kernel::AccountId;

/// Checks one event between two states.
pub fn check(before: &Petition, event: &Event, verb: Option<Verb>, by: AccountId, after: &Petition) {
    stays_said(before, after);
    moves_by_the_table(before, verb, after);
    clocks(before, event, after);
    owes_what_it_holds(after);
    leaves_whole(before, event, by);
    undoes_once(before, event, after);
    reviewed_once(before, event, by, after);
    if after.stage == Stage::Voided && before.stage != Stage::Voided {
        assert!(before.void_asked_by.is_some_and(|first| first != by), "void by one person alone");
        assert!(!after.person_acted, "void after the person spoke");
    }
}

/// C-05: what was said, when and by whom it was written down; a number once given; who was named.
fn stays_said(before: &Petition, after: &Petition) {
    assert_eq!(before.number, after.number);
    assert_eq!(before.received_on, after.received_on);
    assert_eq!(before.registered_at, after.registered_at);
    assert_eq!(before.registered_by, after.registered_by);
    assert_eq!(before.words, after.words);
    assert_eq!(before.channel, after.channel);
    assert_eq!(before.origin, after.origin);
    assert_eq!(before.stream, after.stream);
    assert_eq!(before.persons.len(), after.persons.len());
    for (was, is) in before.claims.iter().zip(&after.claims) {
        assert_eq!((&was.text, was.said_on), (&is.text, is.said_on));
        assert!(was.delivered_on.is_none() || was.delivered_on == is.delivered_on && was.answer == is.answer, "a delivered answer changed");
    }
    assert!(after.claims.len() >= before.claims.len(), "a claim is gone");
    let returned = after.hops.iter().filter(|hop| hop.returned).map(|hop| hop.to);
    let gone: Vec<_> = before.had_by.iter().filter(|organ| !after.had_by.contains(organ)).collect();
    assert!(gone.iter().all(|organ| returned.clone().any(|back| back == **organ)), "an organ that had it no longer had it");
    assert!(after.bars.starts_with(&before.bars), "a bar is gone");
    assert!(
        after.claims.iter().zip(&before.claims).all(|(is, was)| was.gone.is_none() || was.gone == is.gone),
        "a claim that went elsewhere came back"
    );
    let (was, is) = (before.decided().is_some(), after.decided().is_some());
    assert!(was <= is, "a decision on competence is gone");
    assert!(after.papers.starts_with(&before.papers), "a paper is gone");
    assert!(after.rating == before.rating || before.rating.is_none(), "a rating changed");
    assert!(after.proposals.len() >= before.proposals.len(), "a supervision proposal is gone");
    let contested = |petition: &Petition| petition.withdrawal.as_ref().is_some_and(|one| one.contested_on.is_some());
    assert!(contested(after) <= after.person_acted, "another than she contested a withdrawal");
    assert!(before.urgent_since.is_none() || before.urgent_since == after.urgent_since, "an urgent report is gone");
    assert!(after.had_by.contains(&after.holder), "whoever holds it has had it");
    assert!(after.sub_tasks.len() >= before.sub_tasks.len(), "a part of another organ is gone");
    for (was, is) in before.sub_tasks.iter().zip(&after.sub_tasks) {
        assert_eq!((was.nth, was.organ, &was.what, was.by), (is.nth, is.organ, &is.what, is.by), "what was asked of another organ changed");
        assert!(was.is_open() || was == is, "a part that was settled changed");
    }
}

/// An answer leaves only with every part in, and approved where the office has it so; nobody approves his own.
fn leaves_whole(before: &Petition, event: &Event, by: AccountId) {
    if matches!(event.did, Did::OpinionSigned { .. }) {
        assert_eq!(before.open_sub_tasks().count(), 0, "signed while another organ's part is open");
    }
    if matches!(event.did, Did::OpinionApproved) {
        assert!(before.opinion.as_ref().is_some_and(|opinion| opinion.drafted_by != Some(by)), "approved by whoever drafted it");
    }
    if let Did::TakenOn { from, officer, .. } = &event.did {
        assert!(*from == before.officer && officer != from, "taken from another than had it");
        assert!(event.clocks.is_empty(), "a hand-over moved a date");
    }
}

/// C-32: a look is reviewed once, by another than who looked, and owed until then by one that sees the matter.
fn reviewed_once(before: &Petition, event: &Event, by: AccountId, after: &Petition) {
    for (was, is) in before.emergencies.iter().zip(&after.emergencies) {
        assert!((was.account, was.until, was.reviewed.or(is.reviewed)) == (is.account, is.until, is.reviewed), "an emergency access changed");
    }
    for one in after.open_emergencies() {
        assert!(after.had_by.contains(&one.reviewer), "reviewed by one that does not see it");
        let owed = after.clocks.iter().find(|clock| clock.rule == "C-32" && clock.nth == one.nth);
        assert_eq!(owed.map(|clock| (clock.holder, clock.ended)), Some((one.reviewer, None)));
    }
    if let Did::EmergencyReviewed { nth, .. } = event.did {
        let one = before.emergencies.iter().find(|one| one.nth == nth).unwrap();
        assert!(one.account != by && one.reviewed.is_none(), "reviewed by who opened it, or twice");
    }
}

/// What is undone was noted before, is noted no more, and moves no date.
fn undoes_once(before: &Petition, event: &Event, after: &Petition) {
    if let Did::AgainUndone { of, .. } = &event.did {
        assert_eq!(before.kin.repeat_of.as_ref(), Some(of), "undone what was not noted");
        assert!(after.kin.repeat_of.is_none() && event.clocks.is_empty(), "undoing left a bond or moved a date");
    }
}

fn moves_by_the_table(before: &Petition, verb: Option<Verb>, after: &Petition) {
    let Some(verb) = verb else {
        assert_eq!(before.stage, after.stage, "an event without a verb moved the matter");
        return;
    };
    let row = flow::of(verb).unwrap();
    assert!(row.from.contains(before.stage), "{verb:?} from {:?}", before.stage);
    let from = match verb {
        Verb::Unmerge => before.merged().map(|merging| merging.from),
        _ => before.withdrawal.as_ref().map(|withdrawal| withdrawal.from),
    };
    let back = from.filter(|_| row.back);
    assert_eq!(after.stage, back.or(row.to).unwrap_or(before.stage), "{verb:?}");
}

fn clocks(before: &Petition, event: &Event, after: &Petition) {
    for (was, is) in before.clocks.iter().zip(&after.clocks) {
        assert_eq!((&was.rule, was.nth), (&is.rule, is.nth));
        // What would run on when a merging is undone goes along with a matter that an organ gave up.
        let given_up = was.ended.is_some() && before.merged().is_some() && matches!(event.did, Did::RecusalDecided { granted: true, .. });
        // Whoever does not see the matter any more does not owe the review of an emergency access (C-32).
        let passed = was.rule == "C-32"
            && was.ended.is_none()
            && matches!(event.did, Did::ObjectionAgreed | Did::Classified { .. } | Did::RecusalDecided { granted: true, .. });
        assert!(given_up || passed || was.holder == is.holder, "{} is owed by another", was.rule);
        if was.ended.is_some() {
            // Only what a withdrawal ended that was not hers runs on, by the dates that it had.
            let hers = matches!(event.did, Did::WithdrawalContested { .. }) && was.ended.is_some_and(|(_, how)| how == How::Moot);
            // And what a merging ended that was taken back.
            let hers = hers || matches!(event.did, Did::Unmerged { .. });
            assert!(hers || was.ended == is.ended, "a clock that had ended changed");
            assert_eq!(was.deadline, is.deadline, "a clock that had ended moved");
            continue;
        }
        if is.ended.is_some() {
            assert!(may_end(was, &event.did), "{} was ended by {}", was.rule, event.did.kind());
        }
        if was.deadline != is.deadline {
            let extended = was.rule == "P-05" && matches!(event.did, Did::ExtensionApproved { .. });
            assert!(extended || matches!(event.did, Did::CalendarLoaded { .. }), "{} was moved by {}", was.rule, event.did.kind());
            assert!(!extended || is.deadline.due_raw > was.deadline.due_raw && is.deadline.extended_by <= 30);
            assert_eq!(was.deadline.from, is.deadline.from);
        }
    }
    assert!(after.clocks.len() >= before.clocks.len(), "a clock is gone");
    for clock in &after.clocks {
        assert!(clock.deadline.due_legal >= clock.deadline.due_raw, "{clock:?}");
        assert!(clock.deadline.due_raw >= clock.deadline.from, "{clock:?}");
    }
    let running = |rule: &str| after.clocks.iter().filter(|clock| clock.rule == rule && clock.ended.is_none()).count();
    for rule in ["C-24", "C-81", "P-01", "P-02", "P-03", "P-04", "P-05", "P-05.suggestion", "P-06", "P-07", "P-10", "P-24"] {
        assert!(running(rule) <= 1, "{rule} runs twice");
    }
    let in_handling =
        matches!(after.stage, Stage::Accepted | Stage::InHandling | Stage::AwaitingMaterial | Stage::ExtensionRequested | Stage::OpinionDraft);
    // C-17: whatever is waited for, the sixty days run until the first reply has left the house.
    if in_handling && after.facts.replied_on.is_none() {
        assert_eq!(running("P-05") + running("P-05.suggestion"), 1, "the sixty days do not run while {:?}", after.stage);
    }
}

/// Whoever owes the written notice or the answer has the matter in hand, or the sender who decides about an objection.
fn owes_what_it_holds(after: &Petition) {
    for clock in after.clocks.iter().filter(|clock| clock.ended.is_none() && matches!(clock.rule.as_str(), "P-03" | "P-05" | "P-05.suggestion")) {
        assert!(
            after.holder == clock.holder || matches!(after.stage, Stage::ObjectionPending | Stage::CompetencePending),
            "{} is owed by another than the holder, {:?}",
            clock.rule,
            after.stage
        );
    }
}

/// Each clock ends by its own rule, or with the matter.
fn may_end(clock: &CaseClock, did: &Did) -> bool {
    let decided =
        matches!(did, Did::Diverted { .. } | Did::NonAccepted { .. } | Did::Accepted { .. } | Did::Withdrawn { .. } | Did::SuggestionAnswered(_));
    // What runs when it is merged runs on in the living matter, by the earlier date.
    if matches!(did, Did::Merged { .. }) {
        return clock.rule != "C-32";
    }
    match clock.rule.as_str() {
        // An organ that steps back gives what it owed to the one that takes over, by the same dates.
        "P-01" | "P-02" | "P-03" | "P-04" | "P-05" | "P-05.suggestion" | "P-10" | "P-25"
            if matches!(did, Did::RecusalDecided { granted: true, .. }) =>
        {
            true
        }
        "C-24" => matches!(did, Did::RecusalDecided { .. } | Did::Withdrawn { .. } | Did::Voided | Did::Archived),
        // No closing of the matter ends what is owed about her data.
        "C-81" => matches!(did, Did::DataAnswered { .. }),
        "C-32" => matches!(did, Did::EmergencyReviewed { .. }),
        "P-07" | "P-08" => matches!(did, Did::ReviewAnswered { .. }),
        "P-06" if matches!(did, Did::ReviewAsked { .. }) => true,
        "P-01" | "P-02" | "P-03" | "P-04" if matches!(did, Did::Classified { refuge: Some(_), .. }) => true,
        "P-01" | "P-02" | "P-03" | "P-04" | "P-10" if matches!(did, Did::CompetenceDecided { .. }) => true,
        "P-01" | "P-02" => decided || matches!(did, Did::Referred { .. } | Did::Assigned { .. } | Did::AccusationHandedOver { .. } | Did::Voided),
        "P-03" => decided || matches!(did, Did::ObjectionAgreed),
        "P-04" => decided || matches!(did, Did::Objected { .. }),
        "P-05.suggestion" => matches!(did, Did::SuggestionAnswered(_) | Did::Withdrawn { .. }),
        "P-05" => matches!(did, Did::Dispatched { .. } | Did::Delivered { .. } | Did::Withdrawn { .. }),
        "P-06" | "P-24" => matches!(did, Did::Delivered { .. }),
        "P-10" => decided && !matches!(did, Did::Accepted { .. }) || matches!(did, Did::Completed { .. } | Did::ObjectionAgreed),
        "P-25" => matches!(
            did,
            Did::Classified { .. }
                | Did::Noted { .. }
                | Did::Completed { .. }
                | Did::SuggestionAnswered(_)
                | Did::Withdrawn { .. }
                | Did::Voided
                | Did::Diverted { .. }
                | Did::NonAccepted { .. }
                | Did::AccusationHandedOver { .. }
                | Did::Archived
        ),
        rule if rule.starts_with("CO.") => matches!(did, Did::PartAnswered { .. } | Did::PartWithdrawn { .. } | Did::Withdrawn { .. }),
        rule if rule.starts_with("C-27.") => matches!(did, Did::Executed { .. }),
        _ => false,
    }
}
