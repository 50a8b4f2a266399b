//! The registration page.

use super::{
    place::{self, Candidate, Found},
    typed::Typed,
};
use crate::{
    desk::candidates::{Shown, shown},
    draft,
    error::Oops,
    guard::{Signed, Who},
    locale::Language,
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
    Asker,
    organ::Directory,
    petition::{
        model::Channel,
        pair::{self, Typed as Bound},
        policy, register,
        register::{Receipt, Told},
    },
    reception::candidates::Sought,
};
use kernel::{Moment, id::StreamId, refusal::Refusal};
use store::Failure;

/// The form's name among drafts, and the one draft that an account has of it.
const FORM: &str = "register";
const KEY: &str = "1";

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
    earlier: Option<Shown>,
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
#[template(path = "desk/register_candidates.html")]
struct CandidatesPart<'a> {
    page: &'a Page,
    typed: &'a Typed,
    earlier: Option<Shown>,
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
            let earlier = candidates(&web, &asker, &directory, &page, &typed).await?;
            Ok(page.show(&RegisterPage { earlier: Some(earlier), ..around.template(&typed) }))
        }
        "fresh" => {
            web.people().drop_draft(&session, &draft::name(FORM, KEY)).await?;
            Ok(Redirect::to("/desk/register").into_response())
        }
        _ => match register_it(&web, &asker, &directory, &typed, posted.key.id()).await {
            Ok(receipt) => {
                let bound = bind(&web, &asker, &typed, receipt.stream, posted.key.id()).await?;
                let told = if bound { "" } else { "?apart=1" };
                Ok(Redirect::to(&format!("/desk/case/{}/receipt{told}", receipt.stream)).into_response())
            }
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

/// `POST /desk/register/candidates`: matters that may be the same, while somebody types.
pub async fn seek(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let typed = Typed::from(&posted);
    let directory = web.house().directory(asker.tenant).await?;
    let found = candidates(&web, &asker, &directory, &page, &typed).await?;
    Ok(page.show(&CandidatesPart { page: &page, typed: &typed, earlier: Some(found) }))
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
    let told = typed.told(area, spot, Language::Chinese)?;
    // What was said before is not said for the first time; what cannot be the matter that was chosen keeps what was ticked.
    let is_again = match typed.same_as() {
        Some(number) => pair::can_be_again(web.house(), asker, number, &told).await?,
        None => false,
    };
    let told = Told { first_time: told.first_time && !is_again, ..told };
    register::register_drafted(web.house(), asker, &told, Some(key.to_owned()), Some(draft)).await
}

/// Matters that may be the one she tells of: of the same place or words, over what the asker may see. Shown, never a
/// hindrance, and never a list of one person's matters (C-34).
async fn candidates(web: &Web, asker: &Asker, directory: &Directory, page: &Page, typed: &Typed) -> Result<Shown, Failure> {
    let house = web.house();
    let sight = policy::sight(house, directory, asker);
    let area = match place::of(directory, asker.area.as_str(), typed) {
        Found::Known(path) => Some(path),
        // As it is registered then: the organ's own area.
        Found::AsWritten => directory.organ(asker.organ).and_then(|organ| organ.area.parse().ok()),
        Found::Several(_) => None,
    };
    let words = [typed.text("title"), typed.text("words")].into_iter().chain(typed.claims()).collect::<Vec<_>>().join("");
    let sought = Sought { cards: vec![typed.card(Language::Chinese)], area, words, ..Sought::default() };
    shown(house, asker, page, &sight, directory, "register", &sought).await
}

/// What she was found to tell again: merged into the living matter, or told as brought again. Registering comes first and
/// stands whatever becomes of this (C-01): what cannot be bound now is a candidate on the case page, and the slip's page says so.
async fn bind(web: &Web, asker: &Asker, typed: &Typed, case: StreamId, key: &str) -> Result<bool, Failure> {
    let Some(number) = typed.same_as() else { return Ok(true) };
    let bound = Bound { number: number.to_owned(), known_by: "asked_her".to_owned(), reason: String::new() };
    let key = |step: &str| Some(format!("{key}{step}"));
    let merged = pair::merge(web.house(), asker, case, key("m"), &bound).await;
    let outcome = match merged {
        Err(Failure::Refused(refusal)) if refusal.code == "NOT_LIVING" => pair::bring_again(web.house(), asker, case, key("b"), &bound).await,
        other => other,
    };
    match outcome {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_) | Failure::NotFound) => Ok(false),
        Err(failure) => Err(failure),
    }
}
