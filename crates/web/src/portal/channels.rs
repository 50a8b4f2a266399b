//! 怎么找我们: the ways in which each county is reached, what happens then and by which day, who takes what (art 18(1), C-06).
//!
//! Terms and articles are the rows of the law, so that a changed term changes this page. What the page does not have is said on it,
//! by `doctor`, and by the health check `/health/channels`.

use super::doors::dial;
use crate::{desk::register::qr, error::Oops, page::Page, roster::is_studio, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::organ::{
    Directory,
    channel::{self, Channel, TERMS},
};
use kernel::{
    deadline::Unit,
    id::{OrganId, TenantId},
    law::{CodeRow, Law},
};

/// Ways of one kind.
struct Ways {
    kind: &'static str,
    name: &'static str,
    ways: Vec<(Channel, String)>,
}

/// A term of the procedure.
struct Term {
    what: &'static str,
    length: String,
    article: &'static str,
    unverified: bool,
}

/// An organ and what it takes.
struct Takes {
    name: String,
    what: String,
    phone: String,
    dial: String,
    hours: String,
}

struct County {
    tenant: TenantId,
    name: String,
    kinds: Vec<Ways>,
    takes: Vec<Takes>,
    /// Studios and stations, each with an open page.
    studios: Vec<(OrganId, String)>,
    /// To whom the petition office itself is complained of: name, phone, phone to dial.
    above: Option<(String, String, String)>,
    missing: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "portal/channels.html")]
struct ChannelsPage<'a> {
    page: &'a Page,
    counties: Vec<County>,
    terms: Vec<Term>,
    address: &'a str,
}

/// `GET /channels`
pub async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    let mut counties = vec![];
    for (tenant, name) in &web.settings().tenants {
        let directory = web.house().directory(*tenant).await?;
        let (ways, missing) = channel::of_county(web.house(), *tenant).await?;
        counties.push(County {
            tenant: *tenant,
            name: name.clone(),
            kinds: kinds(&page, &ways),
            takes: takes(&page, web.house().law(), &directory),
            studios: directory.organs().filter(|organ| is_studio(organ)).map(|organ| (organ.organ, organ.name.clone())).collect(),
            above: above(&directory),
            missing,
        });
    }
    let address = &web.settings().public_address;
    Ok(page.show(&ChannelsPage { page: &page, counties, terms: terms(&page, web.house().law()), address }))
}

fn kinds(page: &Page, ways: &[Channel]) -> Vec<Ways> {
    let of = |kind: &'static str| {
        let ways: Vec<(Channel, String)> = ways.iter().filter(|way| way.kind == kind).map(|way| (way.clone(), dial(&way.phone))).collect();
        Ways { kind, name: page.named("channels-kind", kind), ways }
    };
    channel::KINDS.into_iter().map(of).filter(|kind| !kind.ways.is_empty()).collect()
}

/// The organ above the petition office: nobody is complained of to himself.
fn above(directory: &Directory) -> Option<(String, String, String)> {
    let over = directory.petition_office().and_then(|office| directory.watch_over(office.organ))?;
    Some((over.name.clone(), over.phone.clone(), dial(&over.phone)))
}

fn terms(page: &Page, law: &'static Law) -> Vec<Term> {
    let row = |rule: &str| law.deadlines().iter().find(|row| row.id == rule && row.jurisdiction.as_str().is_empty() && row.holds_on(page.today()));
    TERMS
        .into_iter()
        .filter_map(row)
        .map(|row| {
            let key = match row.unit {
                Unit::CalendarDays => "channels-days",
                Unit::WorkingDays => "channels-working-days",
                Unit::Months => "channels-months",
                Unit::Hours => "channels-hours",
            };
            Term {
                what: if page.is_english() { &row.en } else { &row.zh },
                length: row.length.map_or_else(String::new, |length| page.with(key, "n", length)),
                article: if page.is_english() { &row.article_en } else { &row.article },
                unverified: row.tag == kernel::law::Tag::Memory,
            }
        })
        .collect()
}

/// Organs with what they are competent for; those that take everything are told by the first part of the page.
fn takes(page: &Page, law: &Law, directory: &Directory) -> Vec<Takes> {
    let name = |row: &CodeRow| page.row(row).to_owned();
    let with_remit = directory.organs().filter(|organ| organ.kind != "petition_office" && organ.classes(law).next().is_some());
    with_remit
        .map(|organ| Takes {
            name: organ.name.clone(),
            what: organ.classes(law).map(name).collect::<Vec<_>>().join(page.t("list-mark")),
            dial: dial(&organ.phone),
            phone: organ.phone.clone(),
            hours: organ.hours.clone(),
        })
        .collect()
}

#[derive(Template)]
#[template(path = "portal/poster.html")]
struct PosterPage<'a> {
    page: &'a Page,
    county: &'a str,
    say: String,
    say_qr: String,
    follow: String,
    kinds: Vec<Ways>,
}

/// `GET /channels/{county}/poster`: for the wall of the hall and the village board; good on one sheet of A4.
pub async fn poster(State(web): State<Web>, page: Page, Path(county): Path<TenantId>) -> Result<Response, Oops> {
    let known = web.settings().tenants.iter().find(|(known, _)| *known == county).ok_or(Oops::NotFound)?;
    let (ways, _) = channel::of_county(web.house(), county).await?;
    let (say, follow) = (format!("{}/say/{county}", web.settings().public_address), format!("{}/follow", web.settings().public_address));
    let say_qr = qr::svg(&say, page.t("poster-scan"));
    Ok(page.show(&PosterPage { page: &page, county: &known.1, say, say_qr, follow, kinds: kinds(&page, &ways) }))
}

/// `GET /health/channels`: 503 with what is missing, county by county; a watching program needs no more than the status.
pub async fn health(State(web): State<Web>) -> Result<Response, Oops> {
    let mut lines = vec![];
    for (tenant, _) in &web.settings().tenants {
        let (_, missing) = channel::of_county(web.house(), *tenant).await?;
        if !missing.is_empty() {
            lines.push(format!("{tenant}: {}", missing.join(" ")));
        }
    }
    if lines.is_empty() { Ok("ok".into_response()) } else { Ok((StatusCode::SERVICE_UNAVAILABLE, lines.join("\n")).into_response()) }
}
