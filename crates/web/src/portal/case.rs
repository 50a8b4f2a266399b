//! Her page: where it is now, the next date with its sum, what she may do, what she wants and how far it is, what
//! happened, whether the record still holds.

use super::{
    doors::dial,
    due,
    events::{self, Line},
    rights,
};
use crate::{
    citizen::{self as pass, Citizen},
    error::Oops,
    light::{self, Drawn},
    page::Page,
    posted::Field,
    reach::Fields,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::{StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    House,
    notify::reach::{Way, needs_safety},
    petition::{
        Actor, Context, Did, Petition, Stage, Verb,
        citizen::{self, Check},
        clock::execution_rule,
        command::Office,
        event::ClockChange,
        flow,
        model::{CaseClock, Claim, Words, label},
        page::Case,
        pair, ready,
        seal::{open_card, open_reach, open_words},
    },
};
use kernel::{Day, id::StreamId, refusal::Refusal, sealed::Opened};
use serde::Deserialize;
use store::Failure;

/// What the page answers to what she has just done.
pub enum Said {
    /// Nothing was done yet.
    Nothing,
    /// It was done: one of [`ACTS`].
    Done(&'static str),
    /// It was refused, in the part of that act.
    Refused(&'static str, Refusal),
    /// The fingerprint was checked.
    Checked(Check),
}

/// What she can have done just before.
const ACTS: [&str; 9] = ["add", "anew", "answer", "rate", "reach", "recusal", "withdraw", "not-withdrawn", "not-same"];

/// A claim, and how far its answer is.
struct ClaimView {
    text: String,
    state: String,
    notes: Vec<String>,
    light: Option<Drawn>,
}

/// Where it is.
#[derive(Default)]
struct Place {
    organ: String,
    officer: String,
    phone: String,
    dial: String,
    hours: String,
}

#[derive(Template)]
#[template(path = "portal/case.html")]
struct CasePage<'a> {
    page: &'a Page,
    house: &'a House,
    number: String,
    /// Shown once, when her words became a matter of its own: how she finds it again.
    code: String,
    /// Empty for an accusation: nothing here names anybody.
    title: String,
    sealed: bool,
    now: String,
    place: Place,
    ended: bool,
    /// Why it ended as it did, told plainly: what, and where it has words of its own, in a list.
    why: Vec<(String, String)>,
    material: Option<(String, Day)>,
    due: Option<&'a CaseClock>,
    due_title: &'static str,
    owed: String,
    /// Who owes it.
    due_organ: String,
    late: Option<i64>,
    article: &'static str,
    review: Option<&'a CaseClock>,
    review_open: bool,
    remedies: Vec<String>,
    /// Whether she may ask for the review here, and whether it would be late.
    can_review: bool,
    /// The reviews that she asked for.
    reviews: Vec<rights::Reviewed<'a>>,
    /// Whom she may ask to be kept out; empty when she may not now.
    can_recuse: Vec<(&'static str, String)>,
    /// What she asked of who handles it.
    recusals: Vec<rights::Recused<'a>>,
    can_add: bool,
    can_rate: bool,
    can_withdraw: bool,
    /// An officer wrote down that she withdrew: of which organ, and on which day.
    entered: Option<(String, Day)>,
    /// What she adds now is an objection to the voiding.
    objects: bool,
    /// The extension: the last day until then, the last day now, why.
    extended: Option<(Day, Day, String)>,
    /// The number of the living matter, when this one was merged.
    merged: String,
    /// What was split off: its stream, its number (empty for one that is sealed), the day.
    parts: Vec<(String, String, Day)>,
    rate_by: Option<Day>,
    rated: Option<(Day, &'static str)>,
    unrated: bool,
    claims: Vec<ClaimView>,
    lines: Vec<Line>,
    papers: Vec<(String, String, Day)>,
    registered_on: Day,
    said: Said,
    typed: Vec<Field>,
    /// How she is told now, and the fields that change it.
    reach_now: String,
    reach: Fields,
    /// Ways that are not set up here.
    reach_missing: Vec<&'static str>,
    can_reach: bool,
    watch: String,
    watch_phone: String,
    watch_dial: String,
}

impl CasePage<'_> {
    /// What stood in a field when it was refused.
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    fn refused(&self, act: &str) -> Option<&Refusal> {
        match &self.said {
            Said::Refused(at, refusal) if *at == act => Some(refusal),
            _ => None,
        }
    }

    fn done(&self) -> Option<&'static str> {
        match &self.said {
            Said::Done(act) => Some(self.page.named("follow-done", act)).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn checked(&self) -> Option<&Check> {
        match &self.said {
            Said::Checked(check) => Some(check),
            _ => None,
        }
    }
}

/// What was done just before.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /follow/case`
pub async fn show(State(web): State<Web>, citizen: Citizen, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let Some(case) = hers(&web, citizen).await? else { return Ok(turned_away(&web)) };
    let said = ACTS.into_iter().find(|act| *act == asked.done).map_or(Said::Nothing, Said::Done);
    Ok(page.show(&template(&web, &page, &case, said, vec![])))
}

/// The page again, with what was typed and the answer where her hand was.
pub async fn show_again(web: &Web, citizen: Citizen, page: &Page, said: Said, fields: &[Field]) -> Result<Response, Oops> {
    let Some(case) = hers(web, citizen).await? else { return Ok(turned_away(web)) };
    let status = if matches!(said, Said::Refused(..)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page.show_with(status, &template(web, page, &case, said, fields.to_vec())))
}

/// Her matter, and where it goes on when it was merged into another of hers.
pub struct Hers {
    /// The matter of her slip.
    pub own: Case,
    /// Where it goes on.
    pub living: Option<Case>,
    /// Whether the records themselves tell that both are hers: only then are the other's words and papers shown here.
    pub is_sure: bool,
}

impl Hers {
    /// The matter whose way her page shows.
    pub fn goes_on(&self) -> &Case {
        self.living.as_ref().unwrap_or(&self.own)
    }

    /// The matters whose papers she may read with this slip.
    pub fn readable(&self) -> impl Iterator<Item = &Case> {
        std::iter::once(&self.own).chain(self.living.iter().filter(|_| self.is_sure))
    }

    /// The matter on which she acts with this slip: where it goes on, when the records tell that both are hers.
    pub fn acted_on(&self) -> &Case {
        self.living.as_ref().filter(|_| self.is_sure).unwrap_or(&self.own)
    }

    /// The matter that she rates with this slip.
    ///
    /// # Errors
    /// `NOTHING_TO_RATE` where it is not sure that the living matter is hers: its own slip rates it.
    pub fn rated_on(&self) -> Result<StreamId, Refusal> {
        match &self.living {
            Some(_) if !self.is_sure => Err(Refusal::new("NOTHING_TO_RATE", "C-70")),
            _ => Ok(self.goes_on().petition.stream),
        }
    }
}

/// Her matter; `None` when her slip was replaced by another since.
pub async fn hers(web: &Web, citizen: Citizen) -> Result<Option<Hers>, Failure> {
    let own = citizen::follow(web.house(), citizen.tenant, citizen.stream).await?;
    if own.petition.code_issue != citizen.issue {
        return Ok(None);
    }
    let known_by = own.petition.merged().map(|merging| merging.known_by.as_str());
    let is_sure = matches!(known_by, Some("document" | "phone"));
    let living = match pair::living(web.house(), citizen.tenant, &own.petition).await? {
        Some((living, _)) => Some(citizen::follow(web.house(), citizen.tenant, living.stream).await?),
        None => None,
    };
    Ok(Some(Hers { own, living, is_sure }))
}

/// Back to the door: the code of this pass is good no longer.
pub fn turned_away(web: &Web) -> Response {
    let mut answer = Redirect::to(pass::DOOR).into_response();
    answer.headers_mut().append(SET_COOKIE, Citizen::leave(web));
    answer
}

fn template<'a>(web: &'a Web, page: &'a Page, hers: &'a Hers, said: Said, typed: Vec<Field>) -> CasePage<'a> {
    let house = web.house();
    let (own, case) = (&hers.own, hers.goes_on());
    let petition = &case.petition;
    let is_merged = hers.living.is_some();
    // Where it is not sure that both are hers, the other's words stay with the other's slip.
    let is_open = !is_merged || hers.is_sure;
    let sealed = petition.label & (label::ACCUSATION | label::MAYBE_ACCUSATION) != 0;
    let today = house.today();
    let due = due::next(petition).filter(|_| petition.voided_on.is_none());
    let last = |rule: &str| petition.clocks.iter().rev().find(|clock| clock.rule == rule);
    let review = last("P-06").filter(|_| petition.facts.delivered_on.is_some() && !sealed);
    let may_rate = ready::rating_open(petition, &context(house)).is_ok();
    let rating_ended = last("P-24").is_some_and(|clock| today > clock.deadline.due_legal);
    let card = own.petition.petitioner().and_then(|person| open_card(&own.keys, person)).unwrap_or_default();
    let said_reach = own.petition.petitioner().map(|person| open_reach(&own.keys, person)).unwrap_or_default();
    let waits = needs_safety(own.petition.label) && !(said_reach.safe && said_reach.way.is_some());
    let reach_typed = Fields::typed(|name| typed.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value));
    let reach_refused = matches!(said, Said::Refused("reach", _));
    let watch = case.directory.organs().find(|organ| organ.kind == "petition_office");
    CasePage {
        page,
        house,
        number: own.petition.number.clone(),
        merged: if is_merged { petition.number.clone() } else { String::new() },
        parts: own.petition.kin.parts.iter().map(|part| (part.into.stream.to_string(), part.into.number.clone(), part.on)).collect(),
        code: if matches!(said, Said::Done("anew")) { fresh_code(house, &own.petition) } else { String::new() },
        title: if sealed { String::new() } else { open(page, own, &own.petition.title) },
        sealed,
        now: now(page, case),
        place: place(case),
        ended: matches!(
            petition.stage,
            Stage::Voided | Stage::Withdrawn | Stage::Archived | Stage::Completed | Stage::NonAccepted | Stage::Diverted | Stage::HistoryClosed
        ),
        why: if sealed || !is_open { vec![] } else { why(page, case) },
        material: material(page, case).filter(|_| !sealed && is_open),
        due,
        due_title: due.map_or("", |clock| page.named("due-title", &clock.rule)),
        owed: due.map_or(String::new(), |clock| due::owed(page, &case.directory, clock)),
        due_organ: due.map_or(String::new(), |clock| case.directory.organ_name(clock.holder).to_owned()),
        late: due.filter(|clock| clock.deadline.is_late(today)).map(|clock| clock.deadline.due_legal.days_until(today)),
        article: due.map_or("", |clock| crate::sum::article(page, house, &clock.deadline)),
        review,
        review_open: review.is_some_and(|clock| !clock.deadline.is_late(today)),
        remedies: remedies(page, house, case, today),
        can_review: !sealed && is_open && flow::allows(petition.stage, Verb::AskReview) && ready::review_open(petition).is_ok(),
        reviews: if sealed || !is_open { vec![] } else { rights::reviews(page, case) },
        can_recuse: if sealed || !is_open { vec![] } else { rights::may_be_recused(page, case, &context(house)) },
        recusals: if sealed || !is_open { vec![] } else { rights::recusals(page, case) },
        can_add: petition.stage != Stage::Archived,
        objects: petition.stage == Stage::Voided,
        entered: entered_for_her(case, house).filter(|_| !is_merged).filter(|_| flow::allows(petition.stage, Verb::ContestWithdrawal)),
        extended: if sealed || !is_open { None } else { extended(page, case) },
        can_rate: may_rate && is_open,
        // What was laid together is withdrawn with the slip of the living matter: this one is hers to take out again.
        can_withdraw: !is_merged && flow::allows(petition.stage, Verb::Withdraw),
        rate_by: last("P-24").filter(|_| may_rate && is_open).map(|clock| clock.deadline.due_legal),
        rated: petition.rating.filter(|_| is_open).map(|(day, rating)| (day, page.named("rating", rating.code()))),
        unrated: petition.rating.is_none() && rating_ended && is_open,
        claims: if sealed {
            vec![]
        } else {
            let told = if is_open { case } else { own };
            told.petition.claims.iter().enumerate().map(|(at, claim)| claim_view(page, house, told, at, claim)).collect()
        },
        lines: lines(page, hers, sealed),
        papers: if sealed { vec![] } else { hers.readable().flat_map(|case| papers(page, case)).collect() },
        registered_on: own.petition.registered_at.local_day(),
        can_reach: flow::allows(own.petition.stage, Verb::SetReach) && own.petition.petitioner().is_some_and(|person| person.erased_on.is_none()),
        reach_now: crate::reach::told(page, &said_reach, &card.phone, waits),
        reach: if reach_refused { reach_typed } else { Fields::of(&said_reach) },
        reach_missing: missing_ways(web, page),
        said,
        typed,
        watch: watch.map(|organ| organ.name.clone()).unwrap_or_default(),
        watch_dial: watch.map(|organ| dial(&organ.phone)).unwrap_or_default(),
        watch_phone: watch.map(|organ| organ.phone.clone()).unwrap_or_default(),
    }
}

/// What happened, newest first; of a merged matter together with the one in which it goes on. Where it is not sure that both
/// are hers, of what happened there before she is told what was done and no word of it.
fn lines(page: &Page, hers: &Hers, sealed: bool) -> Vec<Line> {
    let Some(living) = &hers.living else { return events::lines(page, &hers.own, sealed) };
    let own = hers.own.petition.stream;
    let taken = living.events.iter().find(|(_, event)| matches!(&event.did, Did::TookIn { from, .. } if from.stream == own));
    let since = taken.map(|(stored, _)| stored.version);
    let mut there = events::lines(page, living, sealed);
    // Her item's own lines say what she said and where it went.
    there.retain(|line| since != Some(line.nth));
    for line in there.iter_mut().filter(|line| !hers.is_sure && since.is_none_or(|since| line.nth < since)) {
        line.said.clear();
        line.voice.clear();
    }
    let mut lines: Vec<Line> = there.into_iter().chain(events::lines(page, &hers.own, sealed)).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}

/// Messages that nobody here sends: whoever asks for them is rung instead, and is told so.
fn missing_ways(web: &Web, page: &Page) -> Vec<&'static str> {
    let missing = [Way::Sms, Way::Mail].into_iter().filter(|way| !web.settings().ways.contains(way));
    missing.map(|way| page.named("reach", way.code())).collect()
}

/// The code of what she has just told here herself. Later her pass alone does not show it: the phone may be another's.
fn fresh_code(house: &House, petition: &Petition) -> String {
    const MINUTES: i64 = 10;
    let is_fresh =
        petition.registered_by == store::ledger::CITIZEN && petition.code_issue == 1 && house.now() < petition.registered_at.plus_minutes(MINUTES);
    if is_fresh { house.vault().query_code(petition.stream, 1).to_string() } else { String::new() }
}

/// A withdrawal that another wrote down and that she has not contested: by which organ, and when.
fn entered_for_her(case: &Case, house: &House) -> Option<(String, Day)> {
    let withdrawal = case.petition.withdrawal.as_ref()?;
    ready::ready(&case.petition, Verb::ContestWithdrawal, &context(house)).ok()?;
    Some((case.directory.organ_name(withdrawal.organ).to_owned(), case.petition.facts.withdrawn_on?))
}

/// Where it is now. What an officer wrote down as her withdrawal is told as that, and not as her own doing.
fn now(page: &Page, case: &Case) -> String {
    let petition = &case.petition;
    let by_another = petition.withdrawal.as_ref().filter(|withdrawal| withdrawal.by != store::ledger::CITIZEN);
    match by_another.filter(|_| petition.stage == Stage::Withdrawn) {
        Some(withdrawal) => page.with("now-withdrawn-entered", "organ", case.directory.organ_name(withdrawal.organ).to_owned()),
        None => page.with(&format!("now-{}", petition.stage.code()), "organ", case.directory.organ_name(petition.holder).to_owned()),
    }
}

/// The old last day, the new one, and why (art 34).
fn extended(page: &Page, case: &Case) -> Option<(Day, Day, String)> {
    let (before, after) = case.events.iter().rev().find_map(|(_, event)| match &event.did {
        Did::ExtensionApproved { before: Some(before), .. } => {
            let moved = event.clocks.iter().find_map(|change| match change {
                ClockChange::Move { deadline, .. } => Some(deadline.due_legal),
                _ => None,
            });
            Some((*before, moved?))
        }
        _ => None,
    })?;
    Some((before, after, open(page, case, &case.petition.extension.as_ref()?.reason)))
}

fn context(house: &House) -> Context<'_> {
    let now = house.now();
    Context {
        actor: Actor::Person,
        now,
        today: now.local_day(),
        acted_on: now.local_day(),
        calendar: house.calendar(),
        law: house.law(),
        office: Office::default(),
    }
}

pub(super) fn open(page: &Page, case: &Case, words: &Words) -> String {
    match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("title-erased").to_owned(),
    }
}

fn place(case: &Case) -> Place {
    let officer = case.directory.person(case.petition.officer).to_owned();
    case.directory.organ(case.petition.holder).map_or_else(Place::default, |organ| Place {
        organ: organ.name.clone(),
        officer,
        phone: organ.phone.clone(),
        dial: dial(&organ.phone),
        hours: organ.hours.clone(),
    })
}

/// What is asked of her while material is waited for.
fn material(page: &Page, case: &Case) -> Option<(String, Day)> {
    if case.petition.stage != Stage::AwaitingMaterial {
        return None;
    }
    case.events.iter().rev().find_map(|(_, event)| match &event.did {
        Did::MaterialAsked { what, by } => Some((open(page, case, what), *by)),
        _ => None,
    })
}

/// Why it went no further here, and where to go: not accepted, diverted, withdrawn, void.
fn why(page: &Page, case: &Case) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (page.t(key).to_owned(), value);
    let void_asked = || {
        case.events.iter().rev().find_map(|(_, event)| match &event.did {
            Did::VoidAsked { code, kept, reason } => Some((code, kept, reason)),
            _ => None,
        })
    };
    let last = case.events.iter().rev().map(|(_, event)| &event.did).find(|did| match case.petition.stage {
        Stage::NonAccepted => matches!(did, Did::NonAccepted { .. }),
        Stage::Diverted => matches!(did, Did::Diverted { .. }),
        Stage::Withdrawn => matches!(did, Did::Withdrawn { .. }),
        Stage::Voided => matches!(did, Did::Voided),
        _ => false,
    });
    let law = kernel::law::Law::bundled();
    let found = match last {
        Some(Did::NonAccepted { reason, basis, body, facts }) => vec![
            fact("why-reason", events::row_name(page, law.non_acceptance_reasons.get(reason))),
            fact("why-facts", open(page, case, facts)),
            fact("why-basis", basis.clone()),
            fact("why-body", body.clone()),
        ],
        Some(Did::Diverted { procedure, statute, body, limit_on, limit_note }) => vec![
            fact("why-procedure", open(page, case, procedure)),
            fact("why-body", body.clone()),
            fact("why-limit", limit_on.map_or_else(|| limit_note.clone(), |day| page.day_and_weekday(&day))),
            fact("why-basis", statute.clone()),
        ],
        Some(Did::Withdrawn { evidence, reason, .. }) => {
            let by_her = case.petition.withdrawal.as_ref().is_none_or(|withdrawal| withdrawal.by == store::ledger::CITIZEN);
            let evidence = if by_her { String::new() } else { events::row_name(page, law.withdrawal_evidence.get(evidence)) };
            vec![fact("why-evidence", evidence), fact(if by_her { "why-hers" } else { "why-entered" }, open(page, case, reason))]
        }
        Some(Did::Voided) => void_asked().map_or(vec![], |(code, kept, reason)| {
            vec![
                fact("why-reason", events::row_name(page, law.void_reasons.get(code))),
                fact("why-kept", kept.clone()),
                fact("why-words", open(page, case, reason)),
            ]
        }),
        _ => vec![],
    };
    found.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}

fn remedies(page: &Page, house: &House, case: &Case, today: Day) -> Vec<String> {
    let petition = &case.petition;
    let (Some(delivered), Some(track)) = (petition.facts.delivered_on, petition.track) else { return vec![] };
    // The rows that were in force on the day she had the reply.
    house
        .law()
        .remedies(track.code(), "opinion", delivered.min(today))
        .map(|row| if page.lang() == "en" { row.en.clone() } else { row.zh.clone() })
        .collect()
}

fn claim_view(page: &Page, house: &House, case: &Case, at: usize, claim: &Claim) -> ClaimView {
    let text = open(page, case, &claim.text);
    if let Some(gone) = &claim.gone {
        let state =
            if gone.to.is_told() { page.with("claim-moved", "number", gone.to.number.clone()) } else { page.t("claim-moved-sealed").to_owned() };
        return ClaimView { text, state, notes: vec![], light: None };
    }
    if let Some(merging) = case.petition.merged() {
        return ClaimView { text, state: page.with("claim-moved", "number", merging.into.number.clone()), notes: vec![], light: None };
    }
    // A draft that nobody has signed and brought to her is not an answer yet.
    let (Some(answer), Some(delivered)) = (&claim.answer, claim.delivered_on) else {
        // Where it went no further here, the part above says why and where to go.
        let ended = matches!(case.petition.stage, Stage::Withdrawn | Stage::Voided | Stage::NonAccepted | Stage::Diverted);
        return ClaimView { text, state: page.t(if ended { "claim-not-here" } else { "claim-no-answer" }).to_owned(), notes: vec![], light: None };
    };
    let mut notes = vec![open(page, case, &answer.facts), page.with("claim-basis", "basis", open(page, case, &answer.basis))];
    let mut lamp = None;
    if let (Some(owner), Some(by)) = (answer.owner, answer.by) {
        let organ = case.directory.organ_name(owner).to_owned();
        notes.push(match claim.executed_on {
            Some(day) => page.with2("claim-was-done", "organ", organ, "day", page.day(&day)),
            None => page.with2("claim-to-do", "organ", organ, "day", page.day_and_weekday(&by)),
        });
        let rule = execution_rule(at);
        lamp = case
            .petition
            .clocks
            .iter()
            .rev()
            .find(|clock| clock.rule == rule && clock.ended.is_none())
            .map(|clock| light::of(page, house, &clock.deadline));
    }
    let outcome = page.named("outcome", answer.outcome.code()).to_owned();
    ClaimView { text, state: page.with2("claim-answered", "outcome", outcome, "day", page.day(&delivered)), notes, light: lamp }
}

/// The papers that she may open; what not every browser shows is told as what it is.
fn papers(page: &Page, case: &Case) -> Vec<(String, String, Day)> {
    let there = |paper: &&casework::petition::model::Paper| {
        paper.shown_to_person
            && rights::is_out(&case.petition, paper)
            && case.files.iter().any(|file| file.file == paper.file && file.erased_at.is_none())
    };
    case.petition
        .papers
        .iter()
        .filter(there)
        .map(|paper| {
            let name = page.named("paper", &paper.kind);
            let name = if name.is_empty() { page.named("paper", "other") } else { name };
            let media_type = case.files.iter().find(|file| file.file == paper.file).map_or("", |file| file.media_type.as_str());
            let kind = page.named("file-kind", crate::upload::shown_as(media_type));
            (paper.file.to_string(), [name, kind].join(" ").trim().to_owned(), paper.on)
        })
        .collect()
}
