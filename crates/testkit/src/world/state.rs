//! The whole state of a matter as text: what a story test compares after each step, on both engines.

use super::{Case, HERE, World};
use casework::{
    organ::Directory,
    petition::{
        Petition, event,
        model::{CaseClock, Claim, How},
    },
};
use kernel::{AccountId, Day, OrganId};
use std::fmt::Write as _;

pub(super) fn print(world: &World, case: &Case) -> String {
    let house = world.house();
    let directory = house.directory_here(HERE).unwrap();
    let matter = world.matter(case);
    let stream = case.stream;
    let stored = house.db().read_here(move |tx| Ok(store::ledger::load(tx, HERE, stream)?)).unwrap();
    let kinds: Vec<&str> = stored.iter().map(|stored| event::read(&stored.payload).unwrap().did.kind()).collect();
    let mut text = String::new();
    head(&mut text, &matter, &directory);
    for (at, claim) in matter.claims.iter().enumerate() {
        let _ = writeln!(text, "  claim {}: {}", at + 1, claim_line(claim, &directory));
    }
    for clock in &matter.clocks {
        let _ = writeln!(text, "  clock {}", clock_line(clock, &directory));
    }
    for hop in &matter.hops {
        let back = if hop.returned { ", came back" } else { "" };
        let _ = writeln!(text, "  sent {} from {} to {}{back}", hop.on, name(&directory, hop.from), name(&directory, hop.to));
    }
    kin(&mut text, &matter, &directory);
    for proposal in &matter.proposals {
        let aside = proposal.set_aside_on.map_or(String::new(), |day| format!(", set aside {day}"));
        let _ = writeln!(text, "  supervision proposed {} for {} {}{aside}", proposal.opened_on, proposal.rule, proposal.nth);
    }
    rest(&mut text, &matter, &directory);
    let _ = writeln!(text, "  ledger {}", kinds.join(" "));
    text
}

fn head(text: &mut String, matter: &Petition, directory: &Directory) {
    let kind =
        [matter.matter_type.map(|kind| kind.code()), matter.track.map(|track| track.code())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let _ = writeln!(text, "{}", format!("{} {} {kind}", matter.number, matter.stage.code()).trim_end());
    let _ = writeln!(
        text,
        "  by {} on {}, with {}{}",
        matter.channel.code(),
        matter.received_on,
        name(directory, matter.holder),
        officer(directory, matter.officer)
    );
    let had: Vec<String> = matter.had_by.iter().map(|organ| name(directory, *organ)).collect();
    let _ = writeln!(text, "  had by {}", had.join(", "));
    let persons: Vec<String> = matter.persons.iter().map(|person| format!("{}{}", person.part.code(), day_if(" erased", person.erased_on))).collect();
    let _ = writeln!(text, "  persons {}; label {}; bars {}", persons.join(", "), matter.label, matter.bars.len());
}

fn kin(text: &mut String, matter: &Petition, directory: &Directory) {
    let kin = &matter.kin;
    if let Some(merging) = &kin.merged {
        let undone = day_if(", undone", merging.undone_on);
        let _ = writeln!(text, "  merged {} into {} known by {}{undone}", merging.on, merging.into.number, merging.known_by);
    }
    for taken in &kin.taken {
        let _ = writeln!(text, "  took in {} of {}{}", taken.from.number, taken.received_on, day_if(", given back", taken.back_on));
    }
    for (what, others) in [
        ("split from", &kin.split_from.clone().into_iter().collect::<Vec<_>>()),
        ("repeat of", &kin.repeat_of.clone().into_iter().collect()),
        ("came back as", &kin.again),
    ] {
        for other in others {
            let _ = writeln!(text, "  {what} {}", other.number);
        }
    }
    for part in &kin.parts {
        let _ = writeln!(text, "  split off {}", part.into.number);
    }
    for link in &kin.persons {
        let _ = writeln!(text, "  {} with {}", if link.is_one { "one person" } else { "two persons" }, link.other.number);
    }
    if let Some(competence) = &kin.competence {
        let decided = competence.decided.as_ref().map_or(String::new(), |one| format!(", {} is competent since {}", name(directory, one.to), one.on));
        let _ = writeln!(text, "  competence raised {} before {}{decided}", competence.raised_on, name(directory, competence.decider));
    }
}

fn rest(text: &mut String, matter: &Petition, directory: &Directory) {
    if let Some(day) = matter.accepted_on {
        let _ = writeln!(text, "  accepted {day}");
    }
    if let Some(extension) = &matter.extension {
        let _ = writeln!(
            text,
            "  extension of {} days asked{}{}",
            extension.days,
            officer(directory, extension.asked_by),
            day_if(", approved", extension.approved_on)
        );
    }
    if let Some(opinion) = &matter.opinion {
        let days =
            [day_if(" signed", opinion.signed_on), day_if(" dispatched", opinion.dispatched_on), day_if(" received", opinion.received_on)].concat();
        let _ = writeln!(text, "  opinion {}{days}", opinion.doc_no);
    }
    if let Some((day, rating)) = matter.rating {
        let _ = writeln!(text, "  rated {} {day}", rating.code());
    }
    let days = [
        day_if(" urgent", matter.urgent_since),
        day_if(" completed", matter.facts.completed_on),
        day_if(" withdrawn", matter.facts.withdrawn_on),
        day_if(" not accepted", matter.facts.not_accepted_on),
        day_if(" void", matter.voided_on),
        day_if(" erased", matter.facts.erased_on),
    ]
    .concat();
    if !days.is_empty() {
        let _ = writeln!(text, " {days}");
    }
    if !matter.papers.is_empty() {
        let papers: Vec<&str> = matter.papers.iter().map(|paper| paper.kind.as_str()).collect();
        let _ = writeln!(text, "  papers {}", papers.join(", "));
    }
}

fn claim_line(claim: &Claim, directory: &Directory) -> String {
    if let Some(gone) = &claim.gone {
        return format!("said {}, gone to {} {}", claim.said_on, gone.to.number, gone.on);
    }
    let Some(answer) = &claim.answer else { return format!("said {}, open", claim.said_on) };
    let owner = answer.owner.map_or(String::new(), |organ| format!(" by {}", name(directory, organ)));
    let owed = [owner, day_if(" until", answer.by), day_if(", delivered", claim.delivered_on), day_if(", carried out", claim.executed_on)].concat();
    format!("said {}, {}{owed}", claim.said_on, answer.outcome.code())
}

fn clock_line(clock: &CaseClock, directory: &Directory) -> String {
    let deadline = &clock.deadline;
    let whose = if clock.holder.get() == 0 { "hers".to_owned() } else { name(directory, clock.holder) };
    let ended = match clock.ended {
        None => "runs".to_owned(),
        Some((day, How::Done)) => format!("done {day}"),
        Some((day, How::Moot)) => format!("moot {day}"),
    };
    let longer = if deadline.extended_by > 0 { format!("+{}", deadline.extended_by) } else { String::new() };
    let provisional = if deadline.provisional { " provisional" } else { "" };
    format!(
        "{} {} ({whose}): {} + {}{longer} → {} / {}{provisional}, {ended}",
        clock.rule, clock.nth, deadline.from, deadline.length, deadline.due_raw, deadline.due_legal
    )
}

fn name(directory: &Directory, organ: OrganId) -> String {
    directory.organ_name(organ).to_owned()
}

fn officer(directory: &Directory, account: AccountId) -> String {
    let name = directory.person(account);
    if name.is_empty() { String::new() } else { format!(" by {name}") }
}

fn day_if(what: &str, day: Option<Day>) -> String {
    day.map_or(String::new(), |day| format!("{what} {day}"))
}
