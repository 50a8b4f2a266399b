//! The first page: three doors. One says what is wrong, follows it with the code of the slip, or finds where to speak in person.

use crate::{error::Oops, page::Page, state::Web};
use askama::Template;
use axum::{extract::State, response::Response};
use casework::organ::Organ;

/// Where people are heard, in the order in which they are offered; departments come last.
const KINDS: [&str; 10] =
    ["petition_office", "command_room", "station", "studio", "township", "village", "police_desk", "court_desk", "discipline", "department"];
/// What is seen without unfolding.
const FIRST: usize = 4;

/// Where somebody is heard.
struct Spot {
    name: String,
    hours: String,
    address: String,
    phone: String,
    dial: String,
}

struct County {
    name: String,
    first: Vec<Spot>,
    rest: Vec<Spot>,
}

#[derive(Template)]
#[template(path = "portal/doors.html")]
struct DoorsPage<'a> {
    page: &'a Page,
    counties: Vec<County>,
}

/// `GET /`
pub async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    let mut counties = vec![];
    for (tenant, name) in &web.settings().tenants {
        let directory = web.house().directory(*tenant).await?;
        let mut organs: Vec<(usize, &Organ)> = directory
            .organs()
            .filter(|organ| !organ.phone.is_empty() || !organ.address.is_empty())
            .filter_map(|organ| Some((KINDS.iter().position(|kind| *kind == organ.kind)?, organ)))
            .collect();
        organs.sort_by_key(|(kind, _)| *kind);
        let mut first: Vec<Spot> = organs.into_iter().map(|(_, organ)| spot(organ)).collect();
        let rest = first.split_off(first.len().min(FIRST));
        counties.push(County { name: name.clone(), first, rest });
    }
    Ok(page.show(&DoorsPage { page: &page, counties }))
}

fn spot(organ: &Organ) -> Spot {
    Spot {
        name: organ.name.clone(),
        hours: organ.hours.clone(),
        address: organ.address.clone(),
        dial: dial(&organ.phone),
        phone: organ.phone.clone(),
    }
}

/// A number as a phone dials it: digits alone.
#[must_use]
pub fn dial(phone: &str) -> String {
    phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}
