//! 调解室: what anybody may know of a studio, without signing in: where, when, who is on, what for, in which language. Mediators are told by
//! shown name and kind, and by nothing else. Its door poster leads here.

use super::{
    mediators::words,
    week::{times, week_hours},
};
use crate::{desk::register::qr, error::Oops, page::Page, portal::dial, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::{
    organ::Organ,
    roster::{
        duty::Duty,
        hours::{self, Span},
        studio::{self, Studio, WEEK},
    },
};
use kernel::{
    Day, Moment,
    id::{OrganId, TenantId},
};

struct Line {
    who: String,
    kind: String,
    how: String,
    time: String,
    place: String,
}

#[derive(Template)]
#[template(path = "roster/studio.html")]
struct StudioPage<'a> {
    page: &'a Page,
    county: TenantId,
    county_name: &'a str,
    organ: Organ,
    dial: String,
    place: String,
    on_now: Vec<Line>,
    is_open: bool,
    hours: Vec<(String, String)>,
    days: Vec<(Day, Vec<Line>)>,
    languages: String,
    what_for: String,
}

#[derive(Template)]
#[template(path = "roster/poster.html")]
struct PosterPage<'a> {
    page: &'a Page,
    county: TenantId,
    county_name: &'a str,
    organ: Organ,
    hours: Vec<(String, String)>,
    languages: String,
    address: String,
    picture: String,
}

struct Read<'a> {
    page: &'a Page,
    web: &'a Web,
    county_name: &'a str,
    organ: Organ,
    place: String,
    studio: Studio,
    places: std::sync::Arc<casework::organ::Directory>,
}

impl<'a> Read<'a> {
    /// The studio from today on, when it has a page.
    async fn of(web: &'a Web, page: &'a Page, county: TenantId, number: OrganId) -> Result<Self, Oops> {
        let county_name = web.settings().tenants.iter().find(|(known, _)| *known == county).map(|(_, name)| name.as_str()).ok_or(Oops::NotFound)?;
        let directory = web.house().directory(county).await?;
        let organ = directory.organ(number).cloned().ok_or(Oops::NotFound)?;
        let studio = Studio::read(web.house(), county, number, page.today(), WEEK).await?;
        if !studio::is_public(&directory, number, &studio) {
            return Err(Oops::NotFound);
        }
        let place = organ.area.parse().map(|area| directory.place_name(&area)).unwrap_or_default();
        Ok(Self { page, web, county_name, organ, place, studio, places: directory })
    }

    fn line(&self, duty: &Duty, day: Day) -> Option<Line> {
        let span = duty.span()?;
        let whole = day_of(day);
        let person = self.studio.person(duty.mediator)?;
        let place = if duty.area == self.organ.area { String::new() } else { self.places.place_name(&duty.place()) };
        let place = [place.as_str(), duty.spot.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Some(Line {
            who: person.name.clone(),
            kind: words(self.page, &self.web.house().law().mediator_kinds, [person.kind.as_str()]),
            how: self.page.named("duty-kind", &duty.kind).to_owned(),
            time: times(span.from, span.to, whole),
            place,
        })
    }

    fn day(&self, day: Day) -> (Day, Vec<Line>) {
        let whole = day_of(day);
        let touches = |duty: &&Duty| duty.span().is_some_and(|span| span.from < whole.to && whole.from < span.to);
        (day, self.studio.duties.iter().filter(touches).filter_map(|duty| self.line(duty, day)).collect())
    }

    fn languages(&self) -> String {
        words(self.page, &self.web.house().law().languages, self.studio.languages())
    }

    /// What those who work here are good at; else what the organ is competent for.
    fn what_for(&self) -> String {
        let law = self.web.house().law();
        let own = self.studio.specialities();
        if own.is_empty() {
            return self.organ.classes(law).map(|row| self.page.row(row)).collect::<Vec<_>>().join(self.page.t("list-mark"));
        }
        words(self.page, &law.dispute_types, own)
    }
}

fn day_of(day: Day) -> Span {
    Span { from: Moment::at_local(day, 0, 0), to: Moment::at_local(day.plus_days(1), 0, 0) }
}

/// `GET /studio/{county}/{organ}`
pub(super) async fn show(State(web): State<Web>, page: Page, Path((county, number)): Path<(TenantId, OrganId)>) -> Result<Response, Oops> {
    let read = Read::of(&web, &page, county, number).await?;
    let (today, now) = (page.today(), web.house().now());
    let open = hours::open(&read.studio.hours, today, today);
    let template = StudioPage {
        page: &page,
        county,
        county_name: read.county_name,
        dial: dial(&read.organ.phone),
        place: read.place.clone(),
        on_now: read.studio.on_at(now).into_iter().filter_map(|duty| read.line(duty, today)).collect(),
        is_open: open.iter().any(|span| span.from <= now && now < span.to),
        hours: week_hours(&page, &read.studio.hours),
        days: (0..WEEK).map(|days| read.day(today.plus_days(days))).filter(|(_, lines)| !lines.is_empty()).collect(),
        languages: read.languages(),
        what_for: read.what_for(),
        organ: read.organ,
    };
    Ok(page.show(&template))
}

/// `GET /studio/{county}/{organ}/poster`: for the studio's door; good on one sheet of A4.
pub(super) async fn poster(State(web): State<Web>, page: Page, Path((county, number)): Path<(TenantId, OrganId)>) -> Result<Response, Oops> {
    let read = Read::of(&web, &page, county, number).await?;
    let address = format!("{}/studio/{county}/{number}", web.settings().public_address);
    let template = PosterPage {
        page: &page,
        county,
        county_name: read.county_name,
        hours: week_hours(&page, &read.studio.hours),
        languages: read.languages(),
        picture: qr::svg(&address, page.t("studio-scan")),
        address,
        organ: read.organ,
    };
    Ok(page.show(&template))
}
