//! Her page: where it is now, the next date with its sum, what she may do, what she wants and how far it is, what
//! happened, whether the record still holds.

use super::{
    doors::dial,
    due,
    events::{self, Line},
    hers::{Hers, hers},
    rights,
    told::{ClaimView, Place, claim_view, extended, material, now, papers, place, remedies, why},
};
use crate::{
    citizen::{self as pass, Citizen},
    error::Oops,
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
    petition::{
        Actor, Context, Did, Petition, Stage, Verb,
        citizen::Check,
        command::Office,
        flow,
        kin::is_sure,
        model::{CaseClock, Words},
        page::Case,
        ready,
        seal::{open_both, open_words},
    },
};
use kernel::{Day, id::OrganId, law::Law, refusal::Refusal, sealed::Opened};
use serde::Deserialize;

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
const ACTS: [&str; 10] = ["add", "anew", "answer", "data", "rate", "reach", "recusal", "withdraw", "not-withdrawn", "not-same"];

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
    due_title: String,
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
    /// The organs that she may name instead, of an accusation; empty when she may not now.
    can_name: Vec<(OrganId, &'a str)>,
    /// What she asked of who handles it.
    recusals: Vec<rights::Recused<'a>>,
    /// What she may ask of her personal data; empty when she may not now.
    can_ask_data: Vec<(&'static str, &'a str)>,
    /// What she asked of them.
    data_asks: Vec<rights::DataAsked<'a>>,
    emergencies: Vec<rights::Emergency<'a>>,
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
    /// Whether the records tell that both are hers.
    is_sure: bool,
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
    /// The petition office: whom she asks.
    ask: (String, String),
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
            Said::Done(act) => self.page.maybe("follow-done", act),
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
    let sealed = petition.is_sealed();
    let today = house.today();
    let due = due::next(petition).filter(|_| petition.voided_on.is_none());
    let last = |rule: &str| petition.clocks.iter().rev().find(|clock| clock.rule == rule);
    // A right that she has used is no date to keep in mind: what she asked for stands in its place.
    let review = last("P-06").filter(|clock| clock.ended.is_none() && petition.facts.delivered_on.is_some() && !sealed);
    let may_rate = ready::rating_open(petition, &context(house)).is_ok();
    let rating_ended = last("P-24").is_some_and(|clock| today > clock.deadline.due_legal);
    // She is told of the matter on which she acts; how another is told is nobody's to see.
    let told = hers.acted_on();
    let person = told.petition.petitioner();
    let (card, said_reach) = person.map(|person| open_both(&told.keys, person)).unwrap_or_default();
    let reach_typed = Fields::typed(|name| typed.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value));
    let reach_refused = matches!(said, Said::Refused("reach", _));
    let watch = case.directory.watch_over(due.map_or(petition.holder, |clock| clock.holder));
    CasePage {
        page,
        house,
        number: own.petition.number.clone(),
        is_sure: hers.is_sure,
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
        why: if sealed || !is_open { vec![] } else { why(page, house.law(), case) },
        material: material(page, case).filter(|_| !sealed && is_open),
        due,
        due_title: due.map_or(String::new(), |clock| page.named("due-title", &clock.rule.replace('.', "-")).to_owned()),
        owed: due.map_or(String::new(), |clock| due::owed(page, &case.directory, clock)),
        due_organ: due.map_or(String::new(), |clock| case.directory.organ_name(clock.holder).to_owned()),
        late: due.filter(|clock| clock.deadline.is_late(today)).map(|clock| clock.deadline.due_legal.days_until(today)),
        article: due.map_or("", |clock| crate::sum::article(page, house, &clock.deadline)),
        review,
        review_open: review.is_some_and(|clock| !clock.deadline.is_late(today)),
        remedies: remedies(page, house, case, today),
        can_review: !sealed && is_open && flow::allows(petition.stage, Verb::AskReview) && ready::review_open(petition).is_ok(),
        reviews: if sealed || !is_open { vec![] } else { rights::reviews(page, house.law(), case) },
        can_recuse: if sealed || !is_open { vec![] } else { rights::may_be_recused(page, case, &context(house)) },
        can_name: if sealed && is_open { rights::may_name(case, &context(house)) } else { vec![] },
        recusals: if is_open { rights::recusals(page, case) } else { vec![] },
        can_ask_data: rights::may_ask_data(page, petition),
        data_asks: rights::data_asks(page, case),
        emergencies: rights::emergencies(page, house.law(), case),
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
            let others = others_claims(told);
            let hers = told.petition.claims.iter().enumerate().filter(|(_, claim)| !others.contains(&&claim.text));
            hers.map(|(at, claim)| claim_view(page, house, told, at, claim)).collect()
        },
        lines: lines(page, house.law(), hers, sealed),
        papers: if sealed { vec![] } else { hers.readable().flat_map(|case| papers(page, case)).collect() },
        registered_on: own.petition.registered_at.local_day(),
        can_reach: flow::allows(told.petition.stage, Verb::SetReach) && person.is_some_and(|person| person.erased_on.is_none()),
        reach_now: crate::reach::told(page, &said_reach, &card.phone, told.petition.label),
        reach: if reach_refused { reach_typed } else { Fields::of(&said_reach) },
        reach_missing: crate::reach::missing(web, page),
        said,
        typed,
        ask: case.directory.petition_office().map(|office| (office.name.clone(), office.phone.clone())).unwrap_or_default(),
        watch: watch.map(|organ| organ.name.clone()).unwrap_or_default(),
        watch_dial: watch.map(|organ| dial(&organ.phone)).unwrap_or_default(),
        watch_phone: watch.map(|organ| organ.phone.clone()).unwrap_or_default(),
    }
}

/// What happened, newest first; of a merged matter together with the one in which it goes on. Where it is not sure that both
/// are hers, of what happened there she is told what was done and no word of it but her own.
fn lines(page: &Page, law: &Law, hers: &Hers, sealed: bool) -> Vec<Line> {
    let (own, goes_on) = (hers.own.petition.stream, hers.goes_on());
    let event = |nth: i64| goes_on.events.iter().find(|(stored, _)| stored.version == nth).map(|(_, event)| &event.did);
    let mut there = events::lines(page, law, goes_on, sealed);
    for line in &mut there {
        let is_hers = match event(line.nth) {
            Some(Did::Added { slip: Some(slip), .. }) => slip.stream == own,
            _ => hers.living.is_none() || hers.is_sure,
        };
        if !is_hers {
            line.said.clear();
            line.voice.clear();
        }
    }
    if hers.living.is_none() {
        return there;
    }
    // Her item's own lines say what she said and where it went.
    there.retain(|line| !matches!(event(line.nth), Some(Did::TookIn { from, .. }) if from.stream == own));
    let mut lines: Vec<Line> = there.into_iter().chain(events::lines(page, law, &hers.own, sealed)).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}

/// What is asked for in this matter with the slip of another, where only people say that both are hers: it is not told with this one.
fn others_claims(case: &Case) -> Vec<&Words> {
    let claims = case.events.iter().map(|(_, event)| match &event.did {
        Did::TookIn { known_by, claims, .. } if !is_sure(known_by) => claims.as_slice(),
        Did::Added { slip: Some(_), claims, .. } => claims.as_slice(),
        _ => &[],
    });
    claims.flatten().collect()
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
