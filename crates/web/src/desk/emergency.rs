//! 紧急查看 (C-32): a matter that one does not have is opened by its number, for some hours and for these eyes alone. What it opens, to
//! whom, and who reviews it, says `casework::petition::emergency`.

use crate::{
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    find,
    petition::{
        emergency::{self, Typed},
        policy::OPENERS,
    },
};
use kernel::{area::AreaPath, name, refusal::Refusal};
use serde::Deserialize;
use store::Failure;

const PAGE: &str = "/desk/emergency";

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    let openers = Access::Roles(OPENERS);
    vec![RouteEntry::get(PAGE, openers, show), RouteEntry::post(PAGE, openers, open)]
}

#[derive(Template)]
#[template(path = "desk/emergency.html")]
struct EmergencyPage<'a> {
    page: &'a Page,
    /// How many hours it lasts.
    hours: i64,
    /// Code and words.
    reasons: Vec<(String, String)>,
    /// As it was typed.
    number: String,
    reason: String,
    words: String,
    refusal: Option<Refusal>,
}

impl EmergencyPage<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field))
    }
}

/// The number that was sought before.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    number: String,
}

/// `GET /desk/emergency`.
pub async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let number = asked.number.chars().take(LONGEST).collect();
    Ok(page.show(&template(&web, &page, number, String::new(), String::new(), None)))
}

/// Longer than any number.
const LONGEST: usize = 60;

/// `POST /desk/emergency`: to the matter, whether it was opened now or seen before.
pub async fn open(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let typed: String = posted.text("number").trim().chars().map(name::half_width).collect();
    let typed = Typed { number: find::tidy_number(&typed), reason: posted.text("reason").to_owned(), words: posted.raw("words").to_owned() };
    match emergency::open(web.house(), &asker, Some(posted.key.id().to_owned()), &typed).await {
        Ok(case) => Ok(Redirect::to(&format!("/desk/case/{case}")).into_response()),
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&template(&web, &page, posted.text("number").to_owned(), typed.reason, typed.words, Some(refusal))))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn template<'a>(web: &Web, page: &'a Page, number: String, reason: String, words: String, refusal: Option<Refusal>) -> EmergencyPage<'a> {
    let reasons = page.choices(web.house().law().emergencies.on(page.today()));
    let hours = casework::petition::act::emergency::hours(web.house().law(), &AreaPath::country(), page.today());
    EmergencyPage { page, hours, reasons, number, reason, words, refusal }
}
