//! 值班表: one studio's week, day by day, with what nobody covers.

use super::{Tried, chosen, refused, studios, typed};
use crate::{error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    Asker,
    organ::Directory,
    roster::{
        duty::{Duty, KINDS, MOST_WEEKS},
        hours::{self, FIELDS, Opening, Span},
        may,
        mediator::{self, Mediator},
        studio::{self, Studio, WEEK},
    },
};
use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{MediatorId, OrganId},
    refusal::Refusal,
};
use serde::Deserialize;
use std::sync::Arc;

/// What is asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    pub(super) organ: Option<OrganId>,
    pub(super) week: Option<Day>,
}

/// A span on one day.
struct Line {
    duty: String,
    who: String,
    kind: String,
    time: String,
    place: String,
    /// How it came, or what became of it: empty while it is plain.
    told: String,
    ended: bool,
    now: bool,
    may_end: bool,
    may_ask: bool,
}

struct DayView {
    day: Day,
    hours: String,
    is_today: bool,
    lines: Vec<Line>,
    gaps: Vec<String>,
}

/// A question that waits.
struct Question {
    swap: i64,
    words: String,
    is_mine: bool,
    is_for_me: bool,
}

#[derive(Template)]
#[template(path = "roster/week.html")]
struct WeekPage<'a> {
    page: &'a Page,
    organ: OrganId,
    name: String,
    studios: Vec<(OrganId, String)>,
    days: Vec<DayView>,
    first: Day,
    last: Day,
    before: Day,
    after: Day,
    monday: Day,
    on_now: Vec<Line>,
    is_open: bool,
    has_hours: bool,
    gap_count: usize,
    questions: Vec<Question>,
    /// Those who may be put on duty.
    mediators: Vec<(String, String)>,
    places: Vec<(String, String)>,
    keeps: bool,
    hours: Vec<(&'static str, String, String)>,
    /// Whom a span may be given to.
    takers: Vec<(String, String)>,
    /// The spans of others that may come for it.
    backs: Vec<(String, String)>,
    is_public: bool,
    county: String,
    today: Day,
    tried: Option<Tried<'a>>,
}

const MOST: i64 = MOST_WEEKS;
const DUTY_KINDS: [&str; 3] = KINDS;

impl WeekPage<'_> {
    fn refused(&self, form: &str) -> Option<&Refusal> {
        refused(self.tried.as_ref(), form)
    }

    fn typed<'b>(&'b self, form: &str, field: &str, is: &'b str) -> &'b str {
        typed(self.tried.as_ref(), form, field, is)
    }

    /// The refusal of a form that this page does not offer (any more): it stands at the head.
    fn loose(&self) -> Option<&Refusal> {
        let tried = self.tried.as_ref()?;
        let form = tried.form.as_str();
        let mut lines = self.days.iter().flat_map(|day| &day.lines);
        let is_offered = match form.split_once('-') {
            Some(("end", duty)) => lines.any(|line| line.may_end && line.duty == duty),
            Some(("swap", duty)) => lines.any(|line| line.may_ask && line.duty == duty) && !self.takers.is_empty(),
            Some(("question", swap)) => self.questions.iter().any(|one| one.swap.to_string() == swap),
            Some(_) => false,
            None => self.keeps,
        };
        (!is_offered).then_some(&tried.refusal)
    }

    fn is_wrong(&self, form: &str, field: &str) -> bool {
        self.refused(form).is_some_and(|refusal| refusal.field == Some(field))
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    Ok(page.show(&Draw::of(&web, &asker, &page, &asked).await?.template(None)))
}

/// The week again, with a refusal where the hand was.
pub(super) async fn again(web: &Web, asker: &Asker, page: &Page, asked: &Asked, tried: Tried<'_>) -> Result<Response, Oops> {
    Ok(page.show_again(&Draw::of(web, asker, page, asked).await?.template(Some(tried))))
}

/// What is read for the page.
struct Draw<'a> {
    page: &'a Page,
    asker: &'a Asker,
    directory: Arc<Directory>,
    organ: OrganId,
    studio: Studio,
    own: Option<Mediator>,
    now: Moment,
}

impl<'a> Draw<'a> {
    async fn of(web: &Web, asker: &'a Asker, page: &'a Page, asked: &Asked) -> Result<Self, Oops> {
        let directory = web.house().directory(asker.tenant).await?;
        let organ = chosen(&directory, asker, asked.organ).ok_or(Oops::NotFound)?.organ;
        let monday = studio::monday(asked.week.unwrap_or(asker.today));
        let studio = Studio::read(web.house(), asker.tenant, organ, monday, WEEK).await?;
        let (tenant, account, today) = (asker.tenant, asker.account, asker.today);
        let own = web.house().db().read(move |tx| mediator::of_account(tx, tenant, account, today)).await?;
        Ok(Self { page, asker, directory, organ, studio, own, now: web.house().now() })
    }

    fn template(&self, tried: Option<Tried<'a>>) -> WeekPage<'a> {
        let (page, studio, directory) = (self.page, &self.studio, &self.directory);
        let gaps = studio.gaps();
        let keeps = may::keeps(directory, self.asker, self.organ);
        let of_day = |days: i64| self.day(studio.first.plus_days(days), &gaps, keeps);
        let today = self.asker.today;
        let here = studio.first <= today && today <= studio.last;
        let open = hours::open(&studio.hours, today, today);
        WeekPage {
            page,
            organ: self.organ,
            name: directory.organ_name(self.organ).to_owned(),
            studios: studios(directory, self.asker).into_iter().map(|organ| (organ.organ, organ.name.clone())).collect(),
            days: (0..WEEK).map(of_day).collect(),
            first: studio.first,
            last: studio.last,
            before: studio.first.plus_days(-WEEK),
            after: studio.first.plus_days(WEEK),
            monday: studio::monday(today),
            on_now: if here { studio.on_at(self.now).into_iter().map(|duty| self.line(duty, today, false)).collect() } else { vec![] },
            is_open: here && open.iter().any(|span| span.from <= self.now && self.now < span.to),
            has_hours: !studio.hours.is_empty(),
            gap_count: gaps.len(),
            questions: self.questions(),
            mediators: self.named(&studio.mediators.iter().collect::<Vec<_>>()),
            places: self.places(),
            keeps,
            hours: (1_i64..).zip(FIELDS).map(|(nth, field)| (field, self.weekday(nth), hours::words(&studio.hours, nth))).collect(),
            takers: self.named(&studio.mediators.iter().filter(|one| one.account.get() != 0 && !self.is_own(one.mediator)).collect::<Vec<_>>()),
            backs: self.backs(),
            is_public: studio::is_public(directory, self.organ, studio),
            county: self.asker.tenant.to_string(),
            today,
            tried,
        }
    }

    fn is_own(&self, mediator: MediatorId) -> bool {
        self.own.as_ref().is_some_and(|own| own.mediator == mediator)
    }

    fn weekday(&self, nth: i64) -> String {
        self.page.weekday(&studio::monday(self.asker.today).plus_days(nth - 1)).to_owned()
    }

    fn named(&self, mediators: &[&Mediator]) -> Vec<(String, String)> {
        let kinds = &kernel::law::Law::bundled().mediator_kinds;
        let kind = |one: &Mediator| kinds.get(&one.kind).map_or(one.kind.as_str(), |row| self.page.row(row)).to_owned();
        mediators.iter().map(|one| (one.mediator.to_string(), format!("{} · {}", one.name, kind(one)))).collect()
    }

    /// The studio's own place and those right below it.
    fn places(&self) -> Vec<(String, String)> {
        let own: AreaPath = self.directory.organ(self.organ).and_then(|organ| organ.area.parse().ok()).unwrap_or_default();
        let mut below: Vec<(String, String)> = self
            .directory
            .places()
            .filter_map(|place| Some((place.path.parse::<AreaPath>().ok()?, place)))
            .filter(|(path, _)| path.parent().as_ref() == Some(&own))
            .map(|(path, place)| (path.to_string(), place.name.clone()))
            .collect();
        below.sort();
        let whole = (own.to_string(), self.directory.place(&own).map_or_else(String::new, |place| place.name.clone()));
        std::iter::once(whole).chain(below).collect()
    }

    fn day(&self, day: Day, gaps: &[Span], keeps: bool) -> DayView {
        let whole = Span { from: Moment::at_local(day, 0, 0), to: Moment::at_local(day.plus_days(1), 0, 0) };
        let touches = |from: Moment, to: Moment| from < whole.to && whole.from < to;
        let lines = self.studio.duties.iter().filter(|duty| touches(duty.from_at, duty.to_at)).map(|duty| self.line(duty, day, keeps));
        let gaps = gaps.iter().filter(|gap| touches(gap.from, gap.to)).map(|gap| times(gap.from, gap.to, whole));
        let hours = hours::words(&self.studio.hours, i64::from(day.weekday()));
        DayView { day, hours, is_today: day == self.asker.today, lines: lines.collect(), gaps: gaps.collect() }
    }

    fn line(&self, duty: &Duty, day: Day, keeps: bool) -> Line {
        let whole = Span { from: Moment::at_local(day, 0, 0), to: Moment::at_local(day.plus_days(1), 0, 0) };
        let is_first = duty.from_at >= whole.from || day == self.studio.first;
        let is_ahead = duty.stands() && duty.to_at > self.now && is_first;
        let page = self.page;
        let told = match duty.ended_how.as_str() {
            "removed" => page.with("roster-removed", "why", duty.ended_why.clone()),
            "" if duty.swapped_from.get() != 0 => self.swapped(duty),
            "" => String::new(),
            how => page.named("roster-ended", how).to_owned(),
        };
        Line {
            duty: duty.duty.to_string(),
            who: self.studio.name(duty.mediator).to_owned(),
            kind: page.named("duty-kind", &duty.kind).to_owned(),
            time: times(duty.from_at, duty.to_at, whole),
            place: self.place(duty),
            told,
            ended: !duty.stands(),
            now: duty.is_on(self.now),
            may_end: is_ahead && keeps,
            may_ask: is_ahead && self.is_own(duty.mediator),
        }
    }

    fn swapped(&self, duty: &Duty) -> String {
        let before = self.studio.duties.iter().find(|other| other.duty == duty.swapped_from);
        before.map_or_else(String::new, |before| self.page.with("roster-for", "who", self.studio.name(before.mediator)))
    }

    /// The place of a span, where it is not the studio's own.
    fn place(&self, duty: &Duty) -> String {
        let own = self.directory.organ(self.organ).map_or("", |organ| organ.area.as_str());
        let place =
            if duty.area == own { String::new() } else { self.directory.place(&duty.place()).map_or_else(String::new, |found| found.name.clone()) };
        let level = self.page.named("duty-level", duty.level().code());
        [level, place.as_str(), duty.spot.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn questions(&self) -> Vec<Question> {
        let told = |swap: &casework::roster::swap::Swap| {
            let span = self.studio.duties.iter().find(|duty| duty.duty == swap.duty && duty.to_at > self.now)?;
            let who = self.studio.name(span.mediator).to_owned();
            let when = format!("{} {}–{}", self.page.day(&span.from_at.local_day()), self.page.clock(&span.from_at), self.page.clock(&span.to_at));
            let back = self.studio.duties.iter().find(|duty| duty.duty == swap.back);
            let back = back.map_or_else(String::new, |back| self.page.with("roster-back", "when", self.page.moment(&back.from_at)));
            let taker = self.studio.name(swap.taker).to_owned();
            let words = format!("{}{back}", self.page.with3("roster-asks", "who", who, "when", when, "taker", taker));
            Some(Question { swap: swap.swap, words, is_mine: swap.asked_by == self.asker.account, is_for_me: self.is_own(swap.taker) })
        };
        self.studio.swaps.iter().filter_map(told).collect()
    }

    fn backs(&self) -> Vec<(String, String)> {
        let ahead = |duty: &&Duty| duty.stands() && duty.to_at > self.now && !self.is_own(duty.mediator);
        let told = |duty: &Duty| format!("{} {}", self.studio.name(duty.mediator), self.page.moment(&duty.from_at));
        self.studio.duties.iter().filter(ahead).map(|duty| (duty.duty.to_string(), told(duty))).collect()
    }
}

/// `9:00–17:00` of what falls on one day; midnight at its end is 24:00.
pub(super) fn times(from: Moment, to: Moment, day: Span) -> String {
    let clock = |moment: Moment| {
        let (_, hour, minute) = moment.local_date_time();
        format!("{hour}:{minute:02}")
    };
    let end = if to >= day.to { "24:00".to_owned() } else { clock(to) };
    format!("{}–{end}", clock(from.max(day.from)))
}

/// The hours of a week, day by day, for pages that tell them.
pub(super) fn week_hours(page: &Page, hours: &[Opening]) -> Vec<(String, String)> {
    let monday = studio::monday(page.today());
    let of = |nth: i64| (page.weekday(&monday.plus_days(nth - 1)).to_owned(), hours::words(hours, nth));
    (1..=WEEK).map(of).filter(|(_, words)| !words.is_empty()).collect()
}
