//! The case page as its template draws it.

use super::{
    acts::{Act, Acts},
    beside::{Bond, NoticeView, PartView, bonds, notice_view, part_view, reach_told, sending_told},
    forms,
    people::{PersonView, Phones, cards, offices, people},
    timeline::{self, Line},
};
use crate::{
    desk::{candidates::Shown, precedents::PrecedentView},
    field::Typed,
    light::{self, Drawn},
    page::Page,
};
use casework::{
    Asker, House,
    document::signed::{self, SignedPage},
    petition::{
        Did, Petition, Stage,
        clock::PERSON,
        model::{CaseClock, label},
        page::Case,
        seal::open_words,
        term,
    },
};
use kernel::{
    Day,
    deadline::{self, Deadline},
    id::{FileId, StreamId},
    law::Tag,
    refusal::Refusal,
    sealed::Opened,
};
use std::collections::HashSet;

/// A clock on the page.
pub struct ClockView {
    /// What is owed.
    pub name: String,
    /// Its dates.
    pub deadline: Deadline,
    /// The light, while it runs.
    pub light: Drawn,
    /// Whether it runs.
    pub running: bool,
    /// A right and not a duty: it lapses and is never late.
    pub is_right: bool,
    /// Ended after the last lawful day.
    pub late: bool,
    /// The article.
    pub article: String,
    /// When it turns yellow and red.
    pub turns: Option<(Day, Day)>,
    /// Whose right: the person's own.
    pub hers: bool,
}

/// A step of the way.
pub struct Step {
    /// `past`, `here`, or empty.
    pub class: &'static str,
    /// Its name.
    pub name: String,
    /// The small line below.
    pub note: String,
}

/// A claim and how far its answer is.
pub struct ClaimView {
    /// What she wants.
    pub text: String,
    /// How far it is.
    pub state: String,
}

/// A paper of the case.
pub struct PaperView {
    /// The file.
    pub file: FileId,
    /// What it is.
    pub title: String,
    /// The day on which it came.
    pub day: Day,
    /// Its name and kind.
    pub note: String,
    /// Earlier pictures of the same page, newest first.
    pub earlier: Vec<FileId>,
}

/// Everything on the page.
pub struct View {
    pub case: String,
    /// The address under which its acts are taken.
    pub base: String,
    pub number: String,
    pub title: String,
    pub head: Vec<String>,
    pub tags: Vec<(String, bool)>,
    pub way: Vec<Step>,
    pub words: Vec<String>,
    pub provenance: String,
    pub additions: usize,
    pub claims: Vec<ClaimView>,
    pub papers: Vec<PaperView>,
    pub lines: Vec<Line>,
    pub first_clock: Option<ClockView>,
    pub clocks: Vec<ClockView>,
    pub first: Option<Act>,
    pub main: Vec<Act>,
    pub beside: Vec<Act>,
    pub not_yet: Vec<(String, Refusal)>,
    pub people: Vec<PersonView>,
    pub offices: Vec<(String, String, String, String)>,
    pub worst: Option<(String, Drawn)>,
    /// Parts that other organs are asked for.
    pub parts: Vec<PartView>,
    pub candidates: Shown,
    pub precedents: Vec<PrecedentView>,
    pub bonds: Vec<Bond>,
    pub reach: String,
    pub notices: Vec<NoticeView>,
    /// How the sending of what waits goes on.
    pub sending: String,
    /// Whether a dispute can be written down from it here (访调).
    pub can_mediate: bool,
    /// Until when it is open to who sees it in an emergency alone (C-32).
    pub until: Option<String>,
}

impl View {
    /// Why a merged item was to be given back, when that was refused: it stands in its form again.
    pub fn keep_reason(&mut self, typed: &Typed) {
        let of = |name: &str| typed.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        for bond in self.bonds.iter_mut().filter(|bond| bond.case.as_ref().map(|(case, _)| case) == of("item")) {
            bond.typed = of("reason").cloned();
        }
    }
}

/// What stands around the case, beyond the case itself.
#[derive(Default)]
pub struct Around {
    /// Matters that may be the same one.
    pub candidates: Shown,
    /// What was decided on competence for its kind and place.
    pub precedents: Vec<PrecedentView>,
    /// The matters it has to do with that the asker sees.
    pub known: HashSet<StreamId>,
}

/// Puts the page together.
pub fn view(house: &House, asker: &Asker, page: &Page, case: &Case, acts: Acts, around: Around, phones: Phones) -> View {
    let petition = &case.petition;
    let open = |words| match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("erased").to_owned(),
    };
    let today = house.today();
    let mut clocks: Vec<ClockView> = petition.clocks.iter().map(|clock| clock_view(house, page, case, clock, today)).collect();
    clocks.sort_by_key(|clock| (!clock.running, clock.is_right, clock.deadline.due_legal));
    let pressing = |clock: &&ClockView| !clock.is_right && clock.running && matches!(clock.light.class, "is-over" | "is-red");
    let leading = clocks.iter().position(|clock| clock.running && !clock.is_right);
    let first_clock = leading.map(|at| clocks.remove(at));
    let cards = cards(asker, case, house.now());
    let worst = clocks.iter().find(pressing).map(|clock| (clock.name.clone(), clock.light.clone()));
    View {
        case: petition.stream.to_string(),
        base: format!("/desk/case/{}", petition.stream),
        number: petition.number.clone(),
        title: open(&petition.title),
        head: head(house, page, case),
        tags: tags(page, petition),
        way: way(page, petition, today),
        words: open(&petition.words).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        provenance: provenance(page, case),
        additions: case.events.iter().filter(|(_, event)| matches!(event.did, casework::petition::Did::Added { .. })).count(),
        claims: petition.claims.iter().map(|claim| ClaimView { text: open(&claim.text), state: claim_state(page, case, claim) }).collect(),
        papers: papers(page, case),
        lines: timeline::lines(page, house.law(), asker, case, &around.known),
        first_clock,
        clocks,
        first: acts.first,
        main: acts.main,
        beside: acts.beside,
        not_yet: acts.not_yet,
        people: people(asker, page, case, house.now(), &cards, phones),
        offices: offices(page, case),
        worst,
        parts: petition.sub_tasks.iter().map(|task| part_view(page, house, case, task)).collect(),
        bonds: bonds(asker, page, petition, &around.known),
        candidates: around.candidates,
        precedents: around.precedents,
        reach: reach_told(asker, page, case, house.now(), &cards),
        notices: case.petition.notices.iter().rev().map(|notice| notice_view(page, notice)).collect(),
        can_mediate: casework::mediation::petition::can_begin(asker, petition).is_ok(),
        until: None,
        sending: case.sending.as_ref().map_or(String::new(), |sending| sending_told(page, sending)),
    }
}

fn clock_view(house: &House, page: &Page, case: &Case, clock: &CaseClock, today: Day) -> ClockView {
    let petition = &case.petition;
    let calendar = house.calendar();
    let hers = clock.holder == PERSON;
    let running = clock.ended.is_none();
    // A right that was not used lapses; nobody is late with it.
    let is_right = hers || clock.rule == "P-04";
    let lapsed = is_right && running && clock.deadline.is_late(today);
    // The receiver's right to object ends with whatever he does instead: that was neither done nor late.
    let objected = |day| case.events.iter().any(|(stored, event)| matches!(event.did, Did::Objected { .. }) && stored.acted_on == day);
    let unused = clock.rule == "P-04" && clock.ended.is_some_and(|(day, _)| !objected(day));
    let light = if lapsed {
        Drawn { class: "is-done", words: page.t("right-lapsed").to_owned() }
    } else if unused {
        Drawn { class: "is-done", words: page.t("right-unused").to_owned() }
    } else {
        light::of_clock(page, house, clock)
    };
    let row = house.law().deadline(&clock.rule, &petition.area, clock.deadline.from.max(Day::new(2022, 5, 1).unwrap_or(today)));
    let own_words = if clock.rule.starts_with("CO.") { "article-part" } else { "article-execution" };
    let article =
        row.map_or_else(|| page.t(own_words).to_owned(), |row| if page.is_english() { row.article_en.clone() } else { row.article.clone() });
    let lights = deadline::light_days(&clock.deadline, calendar);
    ClockView {
        name: forms::rule_name(page, &clock.rule),
        light,
        running,
        is_right,
        late: clock.ended.is_some_and(|(day, _)| !is_right && clock.deadline.is_late(day)),
        article,
        turns: (running && !hers && today < lights.red_on).then_some((lights.yellow_on, lights.red_on)),
        hers,
        deadline: clock.deadline.clone(),
    }
}

/// How long the file of what is closed is kept, as far as the law's row is sure.
fn kept(house: &House, page: &Page, petition: &Petition) -> Option<String> {
    let closed_on = petition.closed_on().filter(|_| petition.keeping.is_none())?;
    let row = house.law().retention.get(petition.term())?;
    let until = match term::ends_on(house.law(), &row.code, closed_on) {
        Some(day) => page.with("kept-until", "day", page.day(&day)),
        None => page.t("kept-for-ever").to_owned(),
    };
    let unsure = (row.tag == Tag::Memory).then(|| page.t("kept-unverified").to_owned());
    Some([Some(page.t("kept-term").to_owned() + " " + &until), unsure].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn head(house: &House, page: &Page, case: &Case) -> Vec<String> {
    let petition = &case.petition;
    let matter = petition.matter_type.map(|one| page.named("matter", one.code()).to_owned());
    let first = petition.first_time.then(|| page.t("first-time").to_owned());
    let spot = petition.spot.as_ref().and_then(|spot| open_words(&case.keys, spot).open());
    let place =
        [Some(case.directory.place_name(&petition.area)), spot].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    [Some(forms::channel_name(page, petition.channel).to_owned()), matter, first, Some(place), kept(house, page, petition)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect()
}

fn tags(page: &Page, petition: &Petition) -> Vec<(String, bool)> {
    let mut tags = vec![];
    for (bit, key) in [
        (label::ACCUSATION, "label-accusation"),
        (label::MAYBE_ACCUSATION, "label-maybe-accusation"),
        (label::VIOLENCE, "label-violence"),
        (label::MINOR, "label-minor"),
    ] {
        if petition.label & bit != 0 {
            tags.push((page.t(key).to_owned(), true));
        }
    }
    // What she contests is told at the head, to the organ's head and to the supervisor alike, until it is looked into.
    for proposal in petition.proposals.iter().filter(|proposal| proposal.against.is_some() && proposal.set_aside_on.is_none()) {
        tags.push((forms::proposal_name(page, proposal), true));
    }
    if petition.urgent_since.is_some() {
        tags.push((page.t("urgent").to_owned(), false));
    }
    if petition.history {
        tags.push((page.t("history").to_owned(), false));
    }
    tags
}

fn way(page: &Page, petition: &Petition, today: Day) -> Vec<Step> {
    let opinion = petition.opinion.as_ref();
    let named = |key: &str, done: Option<Day>, note: String| (page.t(key).to_owned(), done, done.map_or(note, |day| page.day(&day)));
    let due = petition.answer_due().map_or(String::new(), |clock| page.with("way-latest", "day", page.day(&clock.deadline.due_legal)));
    let handling = petition.accepted_on.map_or(String::new(), |day| page.with("way-handling", "n", day.days_until(today)));
    let here = petition.claims.iter().filter(|claim| claim.gone.is_none());
    let (answered, all) = (here.clone().filter(|claim| claim.answer.is_some()).count(), here.count());
    let claims = if all == 0 { String::new() } else { page.with2("way-claims", "done", answered, "all", all) };
    let steps = [
        named("way-registered", Some(petition.received_on), String::new()),
        named("way-accepted", petition.accepted_on, String::new()),
        named("way-in-handling", opinion.and_then(|opinion| opinion.signed_on.or(opinion.dispatched_on)), handling),
        named("way-opinion", opinion.and_then(|opinion| opinion.signed_on), claims),
        named("way-delivered", opinion.and_then(|opinion| opinion.received_on), due),
        named("way-completed", petition.facts.completed_on, String::new()),
    ];
    let ended = matches!(
        petition.stage,
        Stage::Diverted
            | Stage::NonAccepted
            | Stage::AccusationHandedOver
            | Stage::Withdrawn
            | Stage::Voided
            | Stage::Merged
            | Stage::HistoryOpen
            | Stage::HistoryClosed
    );
    if ended {
        let registered = steps.into_iter().next().into_iter().map(|(name, _, note)| Step { class: "past", name, note });
        return registered
            .chain([Step { class: "here", name: page.named("stage", petition.stage.code()).to_owned(), note: String::new() }])
            .collect();
    }
    let here = steps.iter().position(|(_, done, _)| done.is_none()).unwrap_or(steps.len());
    steps
        .into_iter()
        .enumerate()
        .map(|(at, (name, done, note))| Step {
            class: if done.is_some() && at < here {
                "past"
            } else if at == here {
                "here"
            } else {
                ""
            },
            name,
            note,
        })
        .collect()
}

fn provenance(page: &Page, case: &Case) -> String {
    let petition = &case.petition;
    let who = case.directory.person(petition.registered_by);
    page.with3(
        "provenance",
        "at",
        page.moment(&petition.registered_at),
        "way",
        forms::channel_name(page, petition.channel).to_owned(),
        "who",
        if who.is_empty() { page.t("who-person").to_owned() } else { who.to_owned() },
    )
}

fn claim_state(page: &Page, case: &Case, claim: &casework::petition::model::Claim) -> String {
    if let Some(gone) = &claim.gone {
        return page.with("claim-gone", "day", page.day(&gone.on));
    }
    let Some(answer) = &claim.answer else { return page.t("claim-open").to_owned() };
    let outcome = page.named("outcome", answer.outcome.code());
    match (claim.delivered_on, claim.executed_on, answer.by) {
        (Some(_), Some(day), _) => page.with2("claim-executed", "outcome", outcome.to_owned(), "day", page.day(&day)),
        (Some(_), None, Some(by)) => {
            let owner = answer.owner.map_or("", |owner| case.directory.organ_name(owner));
            page.with3("claim-owed", "outcome", outcome.to_owned(), "organ", owner.to_owned(), "day", page.day(&by))
        }
        (Some(day), None, None) => page.with2("claim-delivered", "outcome", outcome.to_owned(), "day", page.day(&day)),
        (None, ..) => page.with("claim-drafted", "outcome", outcome.to_owned()),
    }
}

fn papers(page: &Page, case: &Case) -> Vec<PaperView> {
    let kind = |file| case.petition.papers.iter().find(|paper| paper.file == file).map(|paper| page.named("paper", &paper.kind).to_owned());
    // A page that came back twice is one page, with its newest picture in front.
    let signed: Vec<SignedPage> = case.petition.letters.iter().flat_map(|letter| signed::pages(&case.events, letter.issued.nth)).collect();
    case.files
        .iter()
        .filter(|file| file.named_in.is_some() && !signed.iter().any(|one| one.earlier.contains(&file.file)))
        .map(|file| {
            let name = case.keys.open(file.subject, "file-name", &kernel::sealed::Sealed::new(&file.name)).open().unwrap_or_default();
            let title = kind(file.file).filter(|kind| !kind.is_empty()).unwrap_or_else(|| page.t("paper-evidence").to_owned());
            let kind = page.named("file-kind", crate::upload::shown_as(&file.media_type));
            let note = if file.erased_at.is_some() { page.t("erased").to_owned() } else { [name.as_str(), kind].join(" ").trim().to_owned() };
            let earlier = signed.iter().find(|one| one.file == file.file).map(|one| one.earlier.clone()).unwrap_or_default();
            PaperView { file: file.file, title, day: file.added_at.local_day(), note, earlier }
        })
        .collect()
}

impl View {
    /// Whether the list of what is done beside stands open: something in it was just refused.
    pub fn beside_open(&self) -> bool {
        self.beside.iter().any(|act| act.open)
    }
}
