//! 定过的管辖: what was decided on competence, by kind and place (art 24, C-12). A decision names no person; the case that
//! it was made on is named to those who see it.

use crate::{
    desk::register::place::{self, Candidate, Found},
    error::Oops,
    guard::Signed,
    page::Page,
    route::{Access, RouteEntry},
    sign_in::encode,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    House,
    organ::Directory,
    petition::policy::{self, Sight},
    reception::precedents::{self, Precedent},
};
use kernel::{AreaPath, Day, id::TenantId};
use serde::Deserialize;
use store::Failure;

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/desk/precedents", Access::Staff, show)]
}

/// A decision on a page.
pub struct PrecedentView {
    /// The kind of matter.
    pub class: String,
    /// The place.
    pub place: String,
    /// Who is competent.
    pub organ: String,
    /// Who decided.
    pub decider: String,
    /// As what.
    pub how: String,
    /// Why.
    pub ground: String,
    /// The day.
    pub on: Day,
    /// The case, where the asker sees it: address and number.
    pub case: Option<(String, String)>,
}

/// What is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    class: String,
    #[serde(default)]
    place: String,
    /// Which of several places of that name: its path.
    #[serde(default)]
    at: String,
}

impl Asked {
    /// The same question about one of several places.
    fn about(&self, place: &Candidate) -> String {
        format!("/desk/precedents?class={}&place={}&at={}", encode(&self.class), encode(&place.text), encode(&place.value))
    }
}

#[derive(Template)]
#[template(path = "desk/precedents.html")]
struct PrecedentsPage<'a> {
    page: &'a Page,
    asked: Asked,
    classes: Vec<(String, String)>,
    /// Whether the words for the place are no place of the county.
    no_place: bool,
    /// Places of that name, of which one has to be chosen.
    places: Vec<Candidate>,
    found: Vec<PrecedentView>,
}

/// `GET /desk/precedents?class=…&place=…`
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let classes = page.choices(house.law().content_classes.on(page.today()).filter(|row| row.parent.is_none()));
    let class = classes.iter().find(|(code, _)| *code == asked.class).map_or("", |(code, _)| code.as_str());
    let words = asked.place.trim();
    let place = if words.is_empty() { Found::Known(AreaPath::country()) } else { place::named(&directory, asker.area.as_str(), words, &asked.at) };
    let found = match &place {
        Found::Known(area) => precedents::list(house, asker.tenant, class, area).await?,
        Found::AsWritten | Found::Several(_) => vec![],
    };
    let found = views(house, asker.tenant, &page, &sight, &directory, found).await?;
    let no_place = place == Found::AsWritten;
    let places = if let Found::Several(places) = place { places } else { vec![] };
    Ok(page.show(&PrecedentsPage { page: &page, no_place, places, classes, found, asked }))
}

/// Decisions as a page draws them.
///
/// # Errors
/// What the database says.
pub async fn views(
    house: &House,
    tenant: TenantId,
    page: &Page,
    sight: &Sight,
    directory: &Directory,
    found: Vec<Precedent>,
) -> Result<Vec<PrecedentView>, Failure> {
    let numbers = if found.is_empty() { vec![] } else { precedents::numbers(house, tenant, sight, &found).await? };
    let named = |row: Option<&kernel::law::CodeRow>| row.map(|row| page.row(row).to_owned()).unwrap_or_default();
    let law = house.law();
    Ok(found
        .into_iter()
        .map(|one| PrecedentView {
            class: named(law.content_classes.get(&one.class)),
            place: one.area.parse().map(|area| directory.place_name(&area)).unwrap_or_default(),
            organ: directory.organ_name(one.organ).to_owned(),
            decider: directory.organ_name(one.decider).to_owned(),
            how: named(law.competence.get(&one.how)),
            case: numbers.iter().find(|(stream, _)| *stream == one.stream).map(|(stream, number)| (stream.to_string(), number.clone())),
            ground: one.ground,
            on: one.decided_on,
        })
        .collect())
}
