//! What stands beside the story: parts of other organs, other matters, words to the person.

use crate::{
    light::{self, Drawn},
    page::Page,
};
use casework::{
    Asker, House,
    notify::{outbox::Sending, reach::Reach},
    petition::{
        Petition, Verb, flow,
        kin::{Other, PersonLink},
        model::{Notice, NoticeState, SubTask},
        page::Case,
        seal::{Card, open_words, reach_beside},
    },
};
use kernel::{Day, Moment, id::StreamId, sealed::Opened};
use std::collections::HashSet;

/// The part of another organ.
pub struct PartView {
    /// Whose.
    pub organ: String,
    /// What was asked.
    pub what: String,
    /// By when.
    pub by: Day,
    /// How it stands, told three times.
    pub light: Drawn,
    /// What came back.
    pub answer: Vec<String>,
}

/// What it has to do with another matter.
pub struct Bond {
    /// In words, without the number.
    pub text: String,
    /// Address and number, where the asker sees it.
    pub case: Option<(String, String)>,
    /// Whether it was taken in and can be given back.
    pub can_go_back: bool,
    /// Why it was to be given back, when that was refused.
    pub typed: Option<String>,
}

/// A word to the person, and how it stands.
pub struct NoticeView {
    /// What happened.
    pub name: String,
    /// How it stands.
    pub light: Drawn,
    /// Why no message went, or by which way it was told.
    pub note: String,
    /// When it was owed, or settled.
    pub at: String,
}

pub(super) fn notice_view(page: &Page, notice: &Notice) -> NoticeView {
    let class = match notice.state {
        NoticeState::Waiting => "is-yellow",
        NoticeState::ToTell => "is-red",
        NoticeState::Sent | NoticeState::Told => "is-green",
        NoticeState::Moot => "is-done",
    };
    let way = if notice.state == NoticeState::Told { page.named("told", &notice.way) } else { page.named("reach", &notice.way) };
    NoticeView {
        name: page.named("owed", &notice.kind).to_owned(),
        light: Drawn { class, words: page.named("notice", notice.state.code()).to_owned() },
        note: [way, page.named("untold", &notice.why)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        at: page.moment(&notice.settled_at.unwrap_or(notice.owed_at)),
    }
}

pub(super) fn sending_told(page: &Page, sending: &Sending) -> String {
    let next = page.with("notice-next", "at", page.moment(&sending.run_at));
    if sending.error.is_empty() { next } else { format!("{} {next}", page.with("notice-failed", "n", sending.attempts)) }
}

/// How she wants to be told, by the cards that this officer may see; of an accuser nothing, until who she is may be opened (C-31).
pub(super) fn reach_told(asker: &Asker, page: &Page, case: &Case, now: Moment, cards: &[Option<Card>]) -> String {
    let petition = &case.petition;
    let hidden = petition.hides_accuser_from(asker.account, now);
    let Some(person) = petition.petitioner().filter(|person| person.erased_on.is_none() && !hidden) else { return String::new() };
    let hers = petition.persons.iter().zip(cards).find(|(other, _)| other.subject == person.subject);
    let card = hers.and_then(|(_, card)| card.clone()).unwrap_or_default();
    let reach = reach_beside(&case.keys, person, &card);
    // By which way and when, and nothing of where, when that is kept from this organ (C-39).
    let is_kept = !petition.shows_contact_to(asker.organ);
    let (card, reach) = if is_kept { (card.without_contact(), Reach { to: String::new(), ..reach }) } else { (card, reach) };
    crate::reach::told(page, &reach, &card.phone, petition.label)
}

/// What it has to do with others; a matter that the asker does not see is told of without its number, or not at all.
pub(super) fn bonds(asker: &Asker, page: &Page, petition: &Petition, known: &HashSet<StreamId>) -> Vec<Bond> {
    let kin = &petition.kin;
    let bond = |key: &'static str, other: &Other| Bond {
        text: page.t(key).to_owned(),
        case: known.contains(&other.stream).then(|| (other.stream.to_string(), other.number.clone())),
        can_go_back: false,
        typed: None,
    };
    let may = petition.holder == asker.organ && flow::of(Verb::Unmerge).is_some_and(|row| row.who.contains(&asker.role));
    let mut bonds: Vec<Bond> = vec![];
    bonds.extend(petition.merged().map(|merging| bond("bond-merged", &merging.into)));
    bonds.extend(kin.taken.iter().filter(|taken| taken.back_on.is_none()).map(|taken| Bond {
        text: page.with("bond-taken", "day", page.day(&taken.received_on)),
        can_go_back: may,
        ..bond("bond-taken", &taken.from)
    }));
    bonds.extend(kin.split_from.iter().map(|other| bond("bond-split-from", other)));
    bonds.extend(kin.parts.iter().map(|part| bond("bond-part", &part.into)));
    bonds.extend(kin.repeat_of.iter().map(|other| bond("bond-repeat-of", other)));
    bonds.extend(kin.again.iter().map(|other| bond("bond-again", other)));
    // Who is one with whom is told to those who see both.
    let mut last: Vec<&PersonLink> = vec![];
    for link in kin.persons.iter().rev().filter(|link| known.contains(&link.other.stream)) {
        if !last.iter().any(|other| other.other.stream == link.other.stream) {
            last.push(link);
        }
    }
    bonds.extend(last.into_iter().map(|link| bond(if link.is_one { "bond-one-person" } else { "bond-two-persons" }, &link.other)));
    bonds
}

pub(super) fn part_view(page: &Page, house: &House, case: &Case, task: &SubTask) -> PartView {
    let open = |words| match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("erased").to_owned(),
    };
    let rule = casework::petition::clock::part_rule(task.nth);
    let clock = case.petition.clocks.iter().find(|clock| clock.rule == rule);
    let light = match (task.answered_on, task.withdrawn_on) {
        (None, Some(day)) => Drawn { class: "is-done", words: page.with("part-withdrawn", "day", page.day(&day)) },
        _ => clock.map_or(Drawn { class: "is-done", words: String::new() }, |clock| light::of_clock(page, house, clock)),
    };
    let answer = task.answer.as_ref().map(open).unwrap_or_default();
    PartView {
        organ: case.directory.organ_name(task.organ).to_owned(),
        what: open(&task.what),
        by: task.by,
        light,
        answer: answer.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
    }
}
