//! A mediation as its template draws it.

use super::{
    acts::{Act, Acts},
    forms::party_name,
    timeline::{self, Line},
};
use crate::{
    light::{self, Drawn},
    page::Page,
};
use casework::{
    Asker, House,
    mediation::{
        Stage,
        model::{Consent, Party, Promise, PromiseState, SessionState},
        page::Case,
        policy,
        reading::open_card,
    },
    petition::{
        clock::PERSON,
        model::{CaseClock, Words},
        seal::open_words,
    },
};
use kernel::{
    Day, Refusal,
    deadline::Deadline,
    id::{FileId, StreamId},
    sealed::Opened,
};

/// A step of the way.
pub struct Step {
    pub name: &'static str,
    pub note: String,
    pub class: &'static str,
}

/// A party as her row is drawn.
pub struct PartyView {
    pub subject: i64,
    pub name: String,
    pub side: &'static str,
    pub consent: &'static str,
    pub consent_class: &'static str,
    pub consent_on: String,
    pub rights: bool,
    pub phone: String,
    pub notes: Vec<String>,
}

/// A mediator as his row is drawn.
pub struct SeatView {
    pub name: String,
    pub note: String,
    pub ready: bool,
}

/// A session as its row is drawn.
pub struct SessionView {
    pub at: String,
    pub text: String,
    pub place: String,
    pub class: &'static str,
    pub state: &'static str,
}

/// A clock as it is drawn.
pub struct ClockView<'a> {
    pub name: String,
    pub light: Drawn,
    pub deadline: &'a Deadline,
    pub article: String,
    pub running: bool,
}

/// The agreement as it is drawn.
pub struct AgreementView {
    pub state: String,
    pub class: &'static str,
    pub facts: Vec<String>,
    pub clauses: Vec<String>,
    pub manner: String,
    pub promises: Vec<(String, Drawn)>,
    pub signatures: Vec<(String, String, Option<FileId>)>,
    pub missing: Vec<String>,
    pub not_confirmable: Vec<String>,
}

/// A hop as it is drawn: how many minutes it took is told between.
pub struct HopView {
    pub at: String,
    pub text: String,
    pub minutes: String,
}

/// The five dated facts of a studio's case (接待 解答 释法 调解 回访).
pub struct LoopView {
    pub name: &'static str,
    pub on: Option<Day>,
}

/// Somebody who suits, with every reason.
pub struct Suits {
    pub account: kernel::id::AccountId,
    pub name: String,
    pub reasons: Vec<String>,
    pub excluded: Vec<String>,
}

/// Everything.
pub struct View<'a> {
    pub base: String,
    pub number: String,
    pub title: String,
    pub head: Vec<String>,
    /// The petition it was written down from, for who has that too.
    pub petition: Option<StreamId>,
    pub tags: Vec<String>,
    pub alarm: Vec<String>,
    pub way: Vec<Step>,
    pub words: Vec<String>,
    pub provenance: String,
    pub requests: Vec<String>,
    pub parties: Vec<PartyView>,
    pub seats: Vec<SeatView>,
    pub helpers: Vec<String>,
    pub sessions: Vec<SessionView>,
    pub laws: Vec<(String, String, String)>,
    pub facts: String,
    /// What parties told alone, for who mediates; `None` for everybody else.
    pub apart: Option<Vec<(String, String, Day)>>,
    pub agreement: Option<AgreementView>,
    pub hops: Vec<HopView>,
    pub loop_facts: Vec<LoopView>,
    pub papers: Vec<(FileId, String, Day)>,
    /// What can be looked at as it would be printed: its address and its name.
    pub previews: Vec<(String, String)>,
    pub can_bind: bool,
    pub lines: Vec<Line>,
    pub first_clock: Option<ClockView<'a>>,
    pub clocks: Vec<ClockView<'a>>,
    pub first: Option<Act>,
    pub main: Vec<Act>,
    pub beside: Vec<Act>,
    pub not_yet: Vec<(String, Refusal)>,
    pub can_slip: bool,
    /// Talks by video that the asker leads, and whether one can be opened.
    pub rooms: Vec<super::video::RoomView>,
    pub can_video: bool,
    /// Who suits; nobody while nobody is looked for.
    pub suits: Vec<Suits>,
}

impl View<'_> {
    /// Whether a form beside stands open.
    pub fn beside_open(&self) -> bool {
        self.beside.iter().any(|act| act.open)
    }
}

/// Opens a text, or says that it was erased.
pub fn opened(page: &Page, case: &Case, words: &Words) -> String {
    match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("erased").to_owned(),
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// `第 2 期　赵大山 → 钱小河　赔偿款 1200 元　10月31日`.
pub fn promise_told(page: &Page, case: &Case, promise: &Promise) -> String {
    let who = page.with2("mediation-promise-who", "by", party_name(page, case, promise.by), "to", party_name(page, case, promise.to));
    let amount = if promise.fen > 0 { format!("　{}", yuan(page, promise.fen)) } else { String::new() };
    format!("{who}　{}{amount}　{}", opened(page, case, &promise.what), page.day_and_weekday(&promise.due))
}

/// `1200 元`, `1200.50 元`.
pub fn yuan(page: &Page, fen: i64) -> String {
    let text = if fen % 100 == 0 { format!("{}", fen / 100) } else { format!("{}.{:02}", fen / 100, fen % 100) };
    page.with("mediation-yuan", "amount", text)
}

/// Puts a mediation together for its template.
pub fn view<'a>(house: &House, asker: &Asker, page: &Page, case: &'a Case, acts: Acts) -> View<'a> {
    let mediation = &case.mediation;
    let law = house.law();
    let row = |table: &kernel::law::Table, code: &str| table.get(code).map_or(String::new(), |row| page.row(row).to_owned());
    let directory = &case.directory;
    let mut clocks: Vec<ClockView<'a>> = mediation.clocks.iter().map(|clock| clock_view(house, page, clock)).collect();
    clocks.sort_by_key(|clock| (!clock.running, clock.deadline.due_legal));
    let lead = mediation.clocks.iter().filter(|clock| clock.ended.is_none() && clock.holder != PERSON).min_by_key(|clock| clock.deadline.due_legal);
    let first_clock = lead.map(|clock| clock_view(house, page, clock));
    let (lead_rule, lead_nth) = lead.map_or(("", 0), |clock| (clock.rule.as_str(), clock.nth));
    let others = mediation.clocks.iter().filter(|clock| clock.rule != lead_rule || clock.nth != lead_nth).map(|clock| clock_view(house, page, clock));
    let mut clocks_shown: Vec<ClockView<'a>> = others.collect();
    clocks_shown.sort_by_key(|clock| (!clock.running, clock.deadline.due_legal));
    let mut head = vec![row(&law.dispute_types, &mediation.dispute), row(&law.mediation_sources, &mediation.source)];
    if let Ok(place) = mediation.area.as_str().parse() {
        head.push(directory.place_name(&place));
    }
    head.push(directory.organ_name(mediation.holder).to_owned());
    if !mediation.outside_number.is_empty() {
        head.push(format!("{} {}", mediation.outside_body, mediation.outside_number));
    }
    let mut tags = vec![page.named("mkind", mediation.kind.code()).to_owned(), page.named("mgrade", mediation.grade.code()).to_owned()];
    for (set, key) in [(mediation.is_violence(), "mediation-violence"), (mediation.is_minor(), "mediation-minor")] {
        if set {
            tags.push(page.t(key).to_owned());
        }
    }
    View {
        base: format!("/desk/mediation/{}", mediation.stream),
        number: mediation.number.clone(),
        title: opened(page, case, &mediation.title),
        // The office that wrote it down from its petition can go back to that.
        petition: mediation.petition.as_ref().filter(|_| mediation.origin == asker.organ).map(|from| from.stream),
        head: head.into_iter().filter(|part| !part.is_empty()).collect(),
        tags,
        alarm: alarm(house, page, case),
        way: way(page, case),
        words: lines_of(&opened(page, case, &mediation.words)),
        provenance: page.with2(
            "mediation-provenance",
            "at",
            page.moment(&mediation.received_at),
            "organ",
            directory.organ_name(mediation.origin).to_owned(),
        ),
        requests: mediation.requests.iter().map(|words| opened(page, case, words)).collect(),
        parties: mediation.parties.iter().map(|party| party_view(page, case, party)).collect(),
        seats: mediation
            .mediators()
            .map(|seat| {
                let chosen = page.t(if seat.chosen { "mediation-chosen" } else { "mediation-appointed" });
                let relation = if seat.relation.is_empty() { page.t("mediation-untold").to_owned() } else { row(&law.relations, &seat.relation) };
                SeatView { name: directory.person(seat.account).to_owned(), note: format!("{chosen} · {relation}"), ready: mediation.may_sit(seat) }
            })
            .collect(),
        helpers: mediation.helpers.iter().map(|helper| format!("{}（{}）", opened(page, case, &helper.who), helper.quality)).collect(),
        sessions: mediation
            .sessions
            .iter()
            .rev()
            .map(|one| SessionView {
                at: page.moment(&one.at),
                text: format!("{} · {}", page.named("mtogether", one.together.code()), page.named("mway", one.way.code())),
                place: opened(page, case, &one.place),
                class: match one.state {
                    SessionState::Set => "is-green",
                    SessionState::Held | SessionState::Dropped => "is-done",
                },
                state: page.named("msession", one.state.code()),
            })
            .map(|mut one| {
                one.place.truncate(one.place.len().min(200));
                one
            })
            .collect(),
        laws: mediation
            .laws
            .iter()
            .map(|one| {
                (one.text.clone(), opened(page, case, &one.words), one.gentle.as_ref().map(|words| opened(page, case, words)).unwrap_or_default())
            })
            .collect(),
        facts: mediation.facts.as_ref().map(|facts| opened(page, case, &facts.words)).unwrap_or_default(),
        apart: policy::reads_apart(asker, mediation).then(|| {
            let told = |one: &casework::mediation::model::Apart| {
                let text = case.keys.open(casework::mediation::model::apart_of(one.party), "apart", &one.note).open();
                (party_name(page, case, one.party), text.unwrap_or_else(|| page.t("erased").to_owned()), one.on)
            };
            mediation.apart.iter().map(told).collect()
        }),
        agreement: agreement(house, page, case),
        hops: hops(page, case),
        loop_facts: loop_facts(page, case),
        papers: papers(page, case),
        previews: super::papers::choices(page, mediation),
        can_bind: mediation.closed_on.is_some(),
        lines: timeline::lines(page, law, case),
        first_clock,
        clocks: clocks_shown,
        first: acts.first,
        main: acts.main,
        beside: acts.beside,
        not_yet: acts.not_yet,
        can_slip: mediation.holder == asker.organ || mediation.is_mediated_by(asker.account),
        suits: vec![],
        rooms: vec![],
        can_video: false,
    }
}

fn clock_view<'a>(house: &House, page: &Page, clock: &'a CaseClock) -> ClockView<'a> {
    let stem = if clock.rule.starts_with("PR.") { "M-10" } else { clock.rule.as_str() };
    let article = house.law().deadlines().iter().find(|row| row.id == stem);
    ClockView {
        name: super::rule_name(page, &clock.rule),
        light: light::of_clock(page, house, clock),
        deadline: &clock.deadline,
        article: article.map_or(String::new(), |row| if page.is_english() { row.article_en.clone() } else { row.article.clone() }),
        running: clock.ended.is_none(),
    }
}

/// What must be reported and is not yet: since when, and that the time is over (V-01, V-02).
fn alarm(house: &House, page: &Page, case: &Case) -> Vec<String> {
    let mediation = &case.mediation;
    let mut told = vec![];
    if let Some(since) = mediation.alarmed_at.filter(|_| mediation.owes_report()) {
        let hours = house.law().deadlines().iter().find(|row| row.id == "V-01").and_then(|row| row.length).unwrap_or(2);
        let key = if house.now() > since.plus_hours(hours) { "mediation-alarm-over" } else { "mediation-alarm" };
        told.push(page.with2(key, "at", page.moment(&since), "hours", hours));
    }
    if mediation.is_violence() && mediation.safety.is_empty() && mediation.is_open() {
        told.push(page.t("mediation-screen-first").to_owned());
    }
    if mediation.forbids_contact(house.today()) {
        let until = mediation.order.as_ref().map(|order| page.day(&order.until)).unwrap_or_default();
        told.push(page.with("mediation-no-contact", "day", until));
    }
    told
}

/// Where it stands on the usual way.
fn way(page: &Page, case: &Case) -> Vec<Step> {
    let mediation = &case.mediation;
    let end = match mediation.stage {
        Stage::NotMediated => Some(("mstage-not_mediated", mediation.ended.as_ref().map(|(_, day)| *day))),
        Stage::Terminated => Some(("mstage-terminated", mediation.ended.as_ref().map(|(_, day)| *day))),
        _ => None,
    };
    let met = mediation.sessions.iter().filter_map(|session| session.ended).map(|at| at.local_day()).min();
    let effective = mediation.agreement.as_ref().and_then(|agreement| agreement.effective_on);
    let stages = [
        ("mediation-way-told", Some(mediation.received_at.local_day())),
        ("mediation-way-consent", mediation.accepted_on),
        ("mediation-way-met", met),
        ("mediation-way-agreed", effective),
        ("mediation-way-kept", matches!(mediation.stage, Stage::Performed | Stage::Closed | Stage::Archived).then_some(effective).flatten()),
        ("mediation-way-closed", mediation.closed_on),
    ];
    let here = stages.iter().rposition(|(_, day)| day.is_some()).unwrap_or(0);
    let mut steps: Vec<Step> = stages
        .into_iter()
        .enumerate()
        .map(|(at, (key, day))| Step {
            name: page.words().t(key),
            note: day.map_or(String::new(), |day| page.day(&day)),
            class: if day.is_some() && (at < here || end.is_some()) {
                "done"
            } else if at == here {
                "here"
            } else {
                ""
            },
        })
        .collect();
    if let Some((key, day)) = end {
        steps.truncate(here + 1);
        steps.push(Step { name: page.words().t(key), note: day.map_or(String::new(), |day| page.day(&day)), class: "here" });
    }
    steps
}

fn party_view(page: &Page, case: &Case, party: &Party) -> PartyView {
    let card = open_card(&case.keys, party).unwrap_or_default();
    let mut notes = vec![];
    if party.erased_on.is_some() {
        notes.push(page.t("erased").to_owned());
    }
    for (set, key) in [
        (party.is_minor, "mediation-party-minor"),
        (party.is_suspected, "mediation-party-suspected"),
        (party.wants_woman, "mediation-party-woman"),
        (party.wants_stranger, "mediation-party-stranger"),
        (party.has_no_device, "mediation-party-device"),
    ] {
        if set {
            notes.push(page.t(key).to_owned());
        }
    }
    if party.of != 0 {
        notes.push(page.with("mediation-guardian-of", "name", party_name(page, case, party.of)));
    }
    PartyView {
        subject: party.subject,
        name: if card.name.is_empty() { page.with("mediation-party-nth", "n", party.subject) } else { card.name },
        side: page.named("mside", party.side.code()),
        consent: if party.is_side() { page.named("mconsent", party.consent.code()) } else { "" },
        consent_class: match party.consent {
            Consent::Given => "is-green",
            Consent::Open => "is-yellow",
            Consent::Refused | Consent::Withdrawn => "is-done",
        },
        consent_on: party.consent_on.map_or(String::new(), |day| page.day(&day)),
        rights: party.rights_on.is_some(),
        phone: card.phone,
        notes,
    }
}

fn agreement(house: &House, page: &Page, case: &Case) -> Option<AgreementView> {
    let agreement = case.mediation.agreement.as_ref()?;
    let signed = |subject: i64, name: String| (!agreement.signed_by(subject)).then_some(name);
    let mut missing: Vec<String> = case.mediation.sides().filter_map(|party| signed(party.subject, party_name(page, case, party.subject))).collect();
    if !agreement.signed_by_mediator() {
        missing.push(page.t("mediation-sign-mediator-short").to_owned());
    }
    if !agreement.is_sealed() {
        missing.push(page.t("mediation-sign-seal").to_owned());
    }
    let oral = agreement.form == casework::mediation::model::Form::Oral;
    Some(AgreementView {
        state: match agreement.effective_on {
            Some(day) => page.with("mediation-effective", "day", page.day(&day)),
            None => page.t("mediation-not-effective").to_owned(),
        },
        class: if agreement.effective_on.is_some() { "is-green" } else { "is-yellow" },
        facts: [&agreement.facts, &agreement.issues, &agreement.responsibility].into_iter().map(|words| opened(page, case, words)).collect(),
        clauses: agreement.clauses.iter().map(|words| opened(page, case, words)).collect(),
        manner: opened(page, case, &agreement.manner),
        promises: agreement.promises.iter().map(|promise| (promise_told(page, case, promise), promise_light(house, page, promise))).collect(),
        signatures: agreement
            .signatures
            .iter()
            .map(|one| {
                let who = if one.party != 0 {
                    party_name(page, case, one.party)
                } else if one.mediator.get() != 0 {
                    case.directory.person(one.mediator).to_owned()
                } else {
                    page.t("mediation-sign-seal").to_owned()
                };
                (who, format!("{} · {}", page.named("mhand", one.hand.code()), page.day(&one.on)), one.file)
            })
            .collect(),
        missing: if agreement.effective_on.is_some() || oral { vec![] } else { missing },
        not_confirmable: agreement
            .not_confirmable
            .iter()
            .filter_map(|code| house.law().not_confirmable.get(code))
            .map(|row| page.row(row).to_owned())
            .collect(),
    })
}

fn promise_light(house: &House, page: &Page, promise: &Promise) -> Drawn {
    let words = |key: &str| page.t(key).to_owned();
    match promise.state {
        PromiseState::Kept => Drawn { class: "is-done", words: words("mkept-yes") },
        PromiseState::Broken => Drawn { class: "is-over", words: words("mkept-no") },
        PromiseState::Open if house.today() > promise.due => Drawn { class: "is-over", words: words("mediation-promise-late") },
        PromiseState::Open => Drawn { class: "is-green", words: words("mediation-promise-open") },
    }
}

/// The way between organs, each hop with its minutes.
fn hops(page: &Page, case: &Case) -> Vec<HopView> {
    let mediation = &case.mediation;
    let name = |organ| case.directory.organ_name(organ).to_owned();
    let mut told = vec![HopView {
        at: page.moment(&mediation.received_at),
        text: page.with("mediation-hop-told", "organ", name(mediation.origin)),
        minutes: String::new(),
    }];
    let mut before = mediation.received_at;
    for hop in &mediation.hops {
        let key = if hop.returned { "mediation-hop-returned" } else { "mediation-hop-sent" };
        told.push(HopView { at: page.moment(&hop.at), text: page.with(key, "organ", name(hop.to)), minutes: between(page, before, hop.at) });
        before = hop.at;
        if let Some(at) = hop.taken_at {
            told.push(HopView {
                at: page.moment(&at),
                text: page.with("mediation-hop-taken", "organ", name(hop.to)),
                minutes: between(page, before, at),
            });
            before = at;
        }
    }
    if let Some(ended) = mediation.sessions.iter().filter_map(|session| session.ended).max() {
        told.push(HopView { at: page.moment(&ended), text: page.t("mediation-hop-met").to_owned(), minutes: between(page, before, ended) });
    }
    told
}

fn between(page: &Page, from: kernel::Moment, to: kernel::Moment) -> String {
    page.with("mediation-minutes", "n", (to.millis() - from.millis()).max(0) / 60_000)
}

/// 接待 解答 释法 调解 回访: dated facts of this case, fulfilled by what happened and by nothing else.
fn loop_facts(page: &Page, case: &Case) -> Vec<LoopView> {
    let mediation = &case.mediation;
    let taken = mediation.hops.iter().rev().find_map(|hop| hop.taken_at).map(|at| at.local_day());
    let rights = mediation.sides().filter_map(|party| party.rights_on).min();
    let met = mediation.sessions.iter().filter_map(|session| session.ended).map(|at| at.local_day()).min();
    let facts = [
        ("mediation-loop-received", taken.or(Some(mediation.registered_at.local_day()).filter(|_| mediation.hops.is_empty()))),
        ("mediation-loop-answered", rights),
        ("mediation-loop-law", mediation.laws.first().map(|one| one.on)),
        ("mediation-loop-met", met),
        ("mediation-loop-followed", mediation.follow_ups.first().map(|one| one.on)),
    ];
    facts.into_iter().map(|(key, on)| LoopView { name: page.words().t(key), on }).collect()
}

fn papers(page: &Page, case: &Case) -> Vec<(FileId, String, Day)> {
    let name = |file: FileId| {
        let row = case.files.iter().find(|row| row.file == file)?;
        case.keys.open(row.subject, "file-name", &kernel::sealed::Sealed::new(&row.name)).open()
    };
    let mut papers = vec![];
    for (stored, event) in &case.events {
        for file in event.named() {
            papers.push((file, name(file).unwrap_or_else(|| page.t("erased").to_owned()), stored.acted_on));
        }
    }
    papers
}
