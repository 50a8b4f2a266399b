//! The registration page.

use super::{
    place::{self, Candidate, Found},
    typed::Typed,
};
use crate::{
    draft,
    error::Oops,
    guard::{Signed, Who},
    page::Page,
    posted::Posted,
    state::Web,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, audit, find,
    organ::Directory,
    petition::{list::Title, model::Channel, policy, register, register::Receipt},
};
use kernel::{Moment, refusal::Refusal};
use store::Failure;

/// The form's name among drafts, and the one draft that an account has of it.
const FORM: &str = "register";
const KEY: &str = "1";
/// How many earlier matters are shown beside the form.
const MOST_EARLIER: usize = 6;

/// A matter that the same person may have brought before.
struct Earlier {
    case: String,
    title: String,
    number: String,
    stage: &'static str,
    received: String,
    organ: String,
}

#[derive(Template)]
#[template(path = "desk/register.html")]
struct RegisterPage<'a> {
    page: &'a Page,
    typed: &'a Typed,
    now: Moment,
    refusal: Option<Refusal>,
    /// Places of which one has to be chosen.
    places: Vec<Candidate>,
    /// The path of the place that was found, for the picker's hidden field.
    place: String,
    /// What stands in the field of the place: the name of the place that was found, else what was typed.
    place_words: String,
    read_back: Vec<String>,
    /// What was said before; `None` until it was asked for.
    earlier: Option<Vec<Earlier>>,
    /// When the draft that stands in the form was kept.
    kept_at: Option<String>,
}

impl RegisterPage<'_> {
    const CHANNELS: &'static [&'static str] = &["visit", "phone", "letter", "network", "fax"];

    fn channel(&self) -> &str {
        let typed = self.typed.text("channel");
        // The way stands in the number and can never be corrected: nobody but the officer chooses it.
        if Channel::parse(typed).is_some() { typed } else { "" }
    }

    /// Whether the refusal stands at this field.
    fn at(&self, name: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(name))
    }

    /// Whether the refusal belongs to no field of the form.
    fn elsewhere(&self) -> bool {
        const HERE: [&str; 6] = ["channel", "received_on", "place_words", "words", "confirmed", "representatives"];
        self.refusal.as_ref().is_some_and(|refusal| refusal.field.is_none_or(|field| !HERE.contains(&field)))
    }
}

#[derive(Template)]
#[template(path = "desk/register_readback.html")]
struct ReadBackPart<'a> {
    page: &'a Page,
    read_back: &'a [String],
}

/// Shows the form again with what was typed.
struct Around<'a> {
    page: &'a Page,
    asker: &'a Asker,
    directory: &'a Directory,
    now: Moment,
}

impl Around<'_> {
    fn template<'t>(&'t self, typed: &'t Typed) -> RegisterPage<'t> {
        let found = place::of(self.directory, self.asker.area.as_str(), typed);
        let (places, path) = match &found {
            Found::Several(places) => (places.clone(), String::new()),
            Found::Known(path) => (vec![], path.as_str().to_owned()),
            Found::AsWritten => (vec![], String::new()),
        };
        RegisterPage {
            page: self.page,
            typed,
            now: self.now,
            refusal: None,
            places,
            place: path,
            place_words: match &found {
                Found::Known(path) => self.directory.place(path).map_or(String::new(), |place| place.name.clone()),
                Found::AsWritten | Found::Several(_) => typed.text("place_words").to_owned(),
            },
            read_back: typed.read_back(self.page, &self.place_name(&found, typed)),
            earlier: None,
            kept_at: None,
        }
    }

    fn place_name(&self, found: &Found, typed: &Typed) -> String {
        match found {
            Found::Known(path) => self.directory.place_name(path).replace(" · ", ""),
            Found::AsWritten | Found::Several(_) => typed.text("place_words").to_owned(),
        }
    }
}

/// `GET /desk/register`: the form, with what was left half-typed.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, Who(session): Who, page: Page) -> Result<Response, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let around = Around { page: &page, asker: &asker, directory: &directory, now: web.house().now() };
    let kept = web.people().load_draft(&session, &draft::name(FORM, KEY)).await?;
    let typed = match &kept {
        Some(_) => Typed::from(draft::kept(&web, &session, FORM, KEY).await?),
        None => Typed::default(),
    };
    let kept_at = kept.filter(|_| !typed.is_empty()).map(|kept| page.moment(&kept.saved_at));
    Ok(page.show(&RegisterPage { kept_at, ..around.template(&typed) }))
}

/// `POST /desk/register`: one of the form's buttons.
pub async fn take(State(web): State<Web>, Signed(asker): Signed, Who(session): Who, page: Page, posted: Posted) -> Result<Response, Oops> {
    let typed = Typed::from(&posted);
    let directory = web.house().directory(asker.tenant).await?;
    let around = Around { page: &page, asker: &asker, directory: &directory, now: web.house().now() };
    match posted.text("act") {
        // One row more, or the read-back of what is typed: the page again, with both.
        "more" | "more_people" | "readback" => Ok(page.show(&around.template(&typed))),
        "earlier" => {
            let earlier = earlier(&web, &asker, &directory, &page, &typed).await?;
            Ok(page.show(&RegisterPage { earlier: Some(earlier), ..around.template(&typed) }))
        }
        "fresh" => {
            web.people().drop_draft(&session, &draft::name(FORM, KEY)).await?;
            Ok(Redirect::to("/desk/register").into_response())
        }
        _ => match register_it(&web, &asker, &directory, &typed, posted.key.id()).await {
            Ok(receipt) => Ok(Redirect::to(&format!("/desk/case/{}/receipt", receipt.stream)).into_response()),
            Err(Failure::Refused(refusal)) => Ok(page.show_again(&RegisterPage { refusal: Some(refusal), ..around.template(&typed) })),
            Err(failure) => Err(failure.into()),
        },
    }
}

/// `POST /desk/register/readback`: the read-back alone, while somebody types.
pub async fn read_back(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let typed = Typed::from(&posted);
    let directory = web.house().directory(asker.tenant).await?;
    let around = Around { page: &page, asker: &asker, directory: &directory, now: web.house().now() };
    let template = around.template(&typed);
    Ok(page.show(&ReadBackPart { page: &page, read_back: &template.read_back }))
}

async fn register_it(web: &Web, asker: &Asker, directory: &Directory, typed: &Typed, key: &str) -> Result<Receipt, Failure> {
    let found = place::of(directory, asker.area.as_str(), typed);
    let spot = place::spot(&found, typed);
    let area = match found {
        Found::Known(path) => Some(path),
        Found::AsWritten => None,
        Found::Several(places) => return Err(Refusal::new("PLACE_UNCLEAR", "L1 art 21").arg("n", places.len()).at("place_words").into()),
    };
    let draft = draft::name(FORM, KEY);
    register::register_drafted(web.house(), asker, &typed.told(area, spot)?, Some(key.to_owned()), Some(draft)).await
}

/// What the same person said before, by phone or whole name, over what the asker may see. Shown, never a hindrance.
async fn earlier(web: &Web, asker: &Asker, directory: &Directory, page: &Page, typed: &Typed) -> Result<Vec<Earlier>, Failure> {
    let house = web.house();
    let sight = policy::sight(house, directory, asker);
    let mut shown: Vec<Earlier> = vec![];
    // Candidates for the same matter, never a list of one person's matters (C-34): only what is about the same place.
    let place::Found::Known(here) = place::of(directory, asker.area.as_str(), typed) else { return Ok(shown) };
    let around = here.parent().filter(|_| here.level() > 4).unwrap_or(here);
    // One character is no name, and words that are a place's name would find its every case.
    let is_hers = |words: &&str| words.chars().count() > 1 && directory.find_places(words, 1).is_empty();
    for words in [typed.text("phone"), typed.text("name")].into_iter().filter(is_hers) {
        let found = find::find(house, asker.tenant, &sight, directory, words).await?;
        let streams: Vec<_> = found.cases.iter().map(|case| case.stream).collect();
        audit::look(house, asker, "register", find::purpose(&found), &streams).await?;
        for case in found.cases {
            let stream = case.stream.to_string();
            if shown.iter().any(|known| known.case == stream) || !case.area.as_ref().is_some_and(|area| around.contains(area)) {
                continue;
            }
            let title = match case.title {
                Title::Open(title) => title,
                Title::Accusation => page.t("title-accusation").to_owned(),
                Title::Erased => page.t("title-erased").to_owned(),
            };
            shown.push(Earlier {
                case: stream,
                title,
                number: case.number,
                stage: page.named("stage", case.stage.code()),
                received: page.day(&case.received_on),
                organ: directory.organ_name(case.holder).to_owned(),
            });
        }
    }
    shown.truncate(MOST_EARLIER);
    Ok(shown)
}
