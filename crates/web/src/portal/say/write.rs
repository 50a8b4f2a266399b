//! The form: a page of few fields, kept as she writes, with photos that go up one by one, or all with the form.

use super::{
    Visit, begun, going_on, known,
    typed::{self, ready},
};
use crate::{
    dates,
    desk::register::{
        place::{self, Candidate, Found, Question},
        typed::Typed,
    },
    error::Oops,
    page::Page,
    posted::{self, Posted},
    state::Web,
    upload::Upload,
};
use askama::Template;
use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    organ::Directory,
    petition::{
        handed::{self, Handed},
        saying::{self, Saying},
    },
};
use kernel::{
    Moment,
    id::{FileId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::Failure;

#[derive(Template)]
#[template(path = "portal/say_write.html")]
struct WritePage<'a> {
    page: &'a Page,
    county: TenantId,
    typed: &'a Typed,
    saying: &'a Saying,
    refusal: Option<Refusal>,
    places: Vec<Candidate>,
    place: String,
    place_words: String,
    office: String,
    ends_at: Moment,
}

impl WritePage<'_> {
    fn at(&self, name: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(name))
    }

    fn elsewhere(&self) -> bool {
        const HERE: [&str; 4] = ["words", "place_words", "representatives", "file"];
        self.refusal.as_ref().is_some_and(|refusal| refusal.field.is_none_or(|field| !HERE.contains(&field)))
    }

    fn is_group(&self) -> bool {
        self.typed.text("head_count").parse::<u32>().is_ok_and(|n| n > 1) || !self.typed.representatives().is_empty() || self.at("representatives")
    }

    fn most(&self) -> usize {
        saying::MOST_FILES
    }

    /// The largest file, in megabytes.
    const fn largest(&self) -> usize {
        crate::upload::LARGEST_FILE / 1024 / 1024
    }

    /// What a file is, where not every browser shows it.
    fn kind(&self, media_type: &str) -> &'static str {
        self.page.named("file-kind", crate::upload::shown_as(media_type))
    }
}

/// The form as an answer.
pub(super) fn form(page: &Page, county: TenantId, directory: &Directory, saying: &Saying, typed: &Typed, refusal: Option<Refusal>) -> Response {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let found = place::of(directory, "", typed);
    let (places, path, words) = match &found {
        Found::Several(places) => (places.clone(), String::new(), typed.text("place_words").to_owned()),
        Found::Known(path) => (vec![], path.as_str().to_owned(), directory.place(path).map_or(String::new(), |place| place.name.clone())),
        Found::AsWritten => (vec![], String::new(), typed.text("place_words").to_owned()),
    };
    // Which of several is asked when she sends, not while she still writes.
    let places = if refusal.as_ref().is_some_and(|refusal| refusal.code == "PLACE_UNCLEAR") { places } else { vec![] };
    let template = WritePage {
        page,
        county,
        typed,
        saying,
        refusal,
        places,
        place: path,
        place_words: words,
        office: super::receiver::office(directory).map_or(String::new(), |organ| organ.name.clone()),
        ends_at: saying.ends_at(),
    };
    page.show_with(status, &template)
}

/// `GET /say/{county}/write`: with what was half said; first what becomes of her data (C-80).
pub async fn show(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let Some(saying) = going_on(&web, county, &visit).await? else { return Ok(Redirect::to(&format!("/say/{county}")).into_response()) };
    let directory = web.house().directory(county).await?;
    Ok(form(&page, county, &directory, &saying, &Typed::from(saying.fields.clone()), None))
}

/// `POST /say/{county}/write`: one of the form's buttons. Whatever it was, what was typed is kept first.
pub async fn take(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>, upload: Upload) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let house = web.house();
    let directory = house.directory(county).await?;
    let mut saying = begun(&web, county, &visit).await?;
    // A page that came back and is loaded anew sends its old words once more: what she wrote since then stands.
    if typed::was_answered(&saying.fields, upload.key.id()) {
        return Ok(Redirect::to(&format!("/say/{county}/write")).into_response());
    }
    saying.keep(house, typed::asked(upload.fields())).await?;
    // With the button that was pressed: it asks for a row more.
    let act = [("act".to_owned(), upload.text("act").to_owned())];
    let shown = Typed::from(saying.fields.iter().cloned().chain(act).collect::<Vec<_>>());
    if let Some(file) = upload.read("drop") {
        saying.take_back(house, file).await?;
        return Ok(Redirect::to(&format!("/say/{county}/write#photos")).into_response());
    }
    let kept = match typed::nothing_else(upload.fields()) {
        Ok(()) => keep_files(&web, county, &saying, &upload).await,
        Err(refusal) => Err(refusal.into()),
    };
    if let Err(failure) = kept {
        let Failure::Refused(refusal) = failure else { return Err(failure.into()) };
        saying.keep(house, typed::answered(&saying.fields, upload.key.id())).await?;
        return Ok(form(&page, county, &directory, &saying, &shown, Some(refusal)));
    }
    if matches!(upload.text("act"), "more" | "more_people" | "photos") {
        let mut saying = begun(&web, county, &visit).await?;
        saying.keep(house, typed::answered(&saying.fields, upload.key.id())).await?;
        return Ok(form(&page, county, &directory, &saying, &shown, None));
    }
    match ready(&page, &directory, &shown) {
        Ok(_) => Ok(Redirect::to(&format!("/say/{county}/check")).into_response()),
        Err(refusal) => {
            let mut saying = begun(&web, county, &visit).await?;
            saying.keep(house, typed::answered(&saying.fields, upload.key.id())).await?;
            Ok(form(&page, county, &directory, &saying, &shown, Some(refusal)))
        }
    }
}

/// Keeps the files of a form, each once however often the same form comes; too many are told before any is kept.
async fn keep_files(web: &Web, county: TenantId, saying: &Saying, upload: &Upload) -> Result<Vec<FileId>, Failure> {
    let sent = upload.files()?;
    saying.room_for(sent.len())?;
    let keys = saying.keys(web.house());
    let mut kept = vec![];
    for (nth, one) in sent.iter().enumerate() {
        let handed = Handed { name: one.name.clone(), media_type: one.media_type.to_owned(), body: one.body.clone() };
        let key = format!("{}-{}-{nth}", upload.key.id(), saying.stream());
        kept.push(handed::keep_once(web.house(), county, saying.stream(), &keys, &handed, key).await?);
    }
    Ok(kept)
}

/// `POST /say/{county}/draft`: half-typed words, from the page's script.
pub async fn save(State(web): State<Web>, visit: Visit, Path(county): Path<TenantId>, posted: Posted) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    // What was sent meanwhile is not begun again by a page that is going away.
    let Some(mut saying) = going_on(&web, county, &visit).await? else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let fields = posted::parse(posted.raw("body").to_owned().into()).await?;
    saying.keep(web.house(), typed::as_answered(&saying.fields, typed::asked(&fields))).await?;
    Ok(Json(json!({ "saved_at": dates::clock(web.house().now()) })).into_response())
}

/// `POST /say/{county}/file`: one photo, from the page's script. Its field `try` is the same as long as the same choice is tried, so that a
/// photo whose answer was lost on the way does not come twice; a key that came before names what it came to.
pub async fn hand_in(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>, upload: Upload) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let saying = begun(&web, county, &visit).await?;
    match keep_files(&web, county, &saying, &upload).await {
        Ok(kept) => {
            let saying = begun(&web, county, &visit).await?;
            let last = saying.files.iter().find(|handed| kept.last() == Some(&handed.file));
            let last = last.map(|handed| json!({ "file": handed.file.to_string(), "name": handed.name, "kind": page.named("file-kind", crate::upload::shown_as(&handed.media_type)) }));
            Ok(Json(last.unwrap_or_default()).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let told = [page.refusal_part(&refusal, "says"), page.refusal_part(&refusal, "way")].join(" ");
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "refused": told }))).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /say/{county}/places?q=qbw`
pub async fn places(State(web): State<Web>, Path(county): Path<TenantId>, Query(question): Query<Question>) -> Result<Json<Vec<Candidate>>, Oops> {
    let directory = web.house().directory(known(&web, county)?).await?;
    Ok(Json(place::candidates(&directory, "", &question.q)))
}
