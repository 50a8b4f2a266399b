//! Writing a dispute down: who has what against whom, whence it came. Whoever wants to be mediated is written down; whether it is mediated
//! is for the parties to say.

use super::list::stage_key;
use crate::{
    desk::register::{
        place::{self, Found},
        typed::Typed,
    },
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, audit,
    mediation::{
        model::Grade,
        petition,
        register::{self, Told, ToldParty},
    },
    petition::{page::Case, seal::Card},
};
use kernel::{AreaPath, Day, Moment, Refusal, id::StreamId};
use serde::Deserialize;
use store::Failure;

/// How many rows for persons the form has; more are added on the page.
const ROWS: [usize; 4] = [1, 2, 3, 4];

#[derive(Template)]
#[template(path = "mediation/new.html")]
struct NewPage<'a> {
    page: &'a Page,
    typed: &'a Typed,
    refusal: Option<Refusal>,
    sources: Vec<(String, String)>,
    disputes: Vec<(String, String)>,
    place_words: String,
    today: Day,
    now: String,
    /// The petition it is written down from, and what was written down from it already.
    from: Option<From>,
}

/// The petition that stands behind the form.
struct From {
    stream: StreamId,
    number: String,
    /// Number, where it stands, and its address.
    begun: Vec<(StreamId, String, &'static str)>,
}

/// From where it is written down.
#[derive(Deserialize, Default)]
pub struct Whence {
    /// A petition.
    #[serde(default)]
    petition: Option<StreamId>,
}

impl NewPage<'_> {
    const ROWS: [usize; 4] = ROWS;

    /// What stands in a field.
    fn at(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    /// What stands in a field of one of the rows.
    fn of(&self, name: &str, row: &usize) -> String {
        self.typed.text(&format!("{name}-{row}")).to_owned()
    }

    /// Whether a box of one of the rows is ticked; the second and later are the other side at first.
    fn ticked(&self, name: &str, row: &usize) -> bool {
        let typed = self.typed.has(&format!("{name}-{row}"));
        typed || (name == "other" && *row == 2 && self.typed.is_empty())
    }

    /// Whether the refusal stands at this field.
    fn wrong(&self, name: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(name))
    }
}

/// `GET /desk/mediations/new`, `?petition=` for 访调: what that petition says stands in the form already.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(whence): Query<Whence>) -> Result<Response, Oops> {
    let Some(stream) = whence.petition else {
        return Ok(page.show(&template(&web, &page, &Typed::default(), None, None)));
    };
    let house = web.house();
    let case = petition::of(house, &asker, stream).await?;
    audit::look(house, &asker, "case", "view", &[stream]).await?;
    let told = petition::first_word(house, &case);
    let from = behind(&web, &asker, &page, &case).await?;
    let place = case.directory.place_name(&case.petition.area);
    Ok(page.show(&template(&web, &page, &typed_of(&told, place), None, Some(from))))
}

/// What stands above a form that comes from a petition.
async fn behind(web: &Web, asker: &Asker, page: &Page, case: &Case) -> Result<From, Oops> {
    let begun = petition::begun(web.house(), asker.tenant, &case.petition).await?;
    let begun = begun.into_iter().map(|one| (one.stream, one.number, page.words().t(stage_key(one.stage.code())))).collect();
    Ok(From { stream: case.petition.stream, number: case.petition.number.clone(), begun })
}

/// The fields of the form as the petition fills them.
fn typed_of(told: &Told, place: String) -> Typed {
    let mut fields: Vec<(String, String)> = vec![];
    let mut put = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    for (nth, party) in ROWS.into_iter().zip(&told.parties) {
        put(&format!("name-{nth}"), &party.card.name);
        put(&format!("phone-{nth}"), &party.card.phone);
        put(&format!("address-{nth}"), &party.card.address);
    }
    // Whoever comes after the petition's own people stands against them.
    let other = told.parties.iter().position(|party| party.is_other_side).unwrap_or(told.parties.len()) + 1;
    put(&format!("other-{other}"), "on");
    for (name, value) in [
        ("title", told.title.as_str()),
        ("words", &told.words),
        ("source", &told.source),
        ("place_words", &place),
        ("place", told.area.as_ref().map_or("", AreaPath::as_str)),
        ("outside_body", &told.outside_body),
        ("outside_number", &told.outside_number),
    ] {
        put(name, value);
    }
    for request in &told.requests {
        put("claim", request);
    }
    for (name, ticked) in [("is_violence", told.is_violence), ("is_minor", told.is_minor)] {
        if ticked {
            put(name, "on");
        }
    }
    Typed::from(fields)
}

fn template<'a>(web: &Web, page: &'a Page, typed: &'a Typed, refusal: Option<Refusal>, from: Option<From>) -> NewPage<'a> {
    let law = web.house().law();
    NewPage {
        page,
        typed,
        refusal,
        sources: page.choices(law.mediation_sources.on(page.today())),
        disputes: page.choices(law.dispute_types.on(page.today())),
        place_words: typed.text("place_words").to_owned(),
        today: page.today(),
        now: page.clock(&page.now()),
        from,
    }
}

/// `POST /desk/mediations/new`.
pub async fn take(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let typed = Typed::from(&posted);
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    // Whether he has that petition is asked again: a form is no proof.
    let case = match typed.text("petition").parse::<StreamId>() {
        Ok(stream) => Some(petition::of(house, &asker, stream).await?),
        Err(_) => None,
    };
    let outcome = match told(&typed, house.now(), place::of(&directory, asker.area.as_str(), &typed)) {
        Ok(mut told) => {
            if let Some(case) = &case {
                told.petition = Some(petition::named(&case.petition));
                told.outside_number.clone_from(&case.petition.number);
                told.outside_body = directory.organ_name(case.petition.holder).to_owned();
            }
            register::register(house, &asker, &told, Some(posted.key.id().to_owned())).await
        }
        Err(refusal) => Err(Failure::Refused(refusal)),
    };
    match outcome {
        Ok(receipt) => Ok(Redirect::to(&format!("/desk/mediation/{}", receipt.stream)).into_response()),
        Err(Failure::Refused(refusal)) => {
            let from = match &case {
                Some(case) => Some(behind(&web, &asker, &page, case).await?),
                None => None,
            };
            Ok(page.show_again(&template(&web, &page, &typed, Some(refusal), from)))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn told(typed: &Typed, now: Moment, found: Found) -> Result<Told, Refusal> {
    let row = |name: &str, row: usize| typed.text(&format!("{name}-{row}")).to_owned();
    let ticked = |name: &str, row: usize| typed.has(&format!("{name}-{row}"));
    let parties = ROWS.into_iter().filter(|nth| ["name", "phone", "address"].iter().any(|name| !row(name, *nth).is_empty())).map(|nth| ToldParty {
        is_other_side: ticked("other", nth),
        card: Card { name: row("name", nth), phone: row("phone", nth), address: row("address", nth), ..Card::default() },
        is_minor: ticked("minor", nth),
        is_suspected: ticked("suspected", nth),
        wants_woman: ticked("woman", nth),
        wants_stranger: ticked("stranger", nth),
        has_no_device: ticked("no_device", nth),
    });
    let wrong = || Refusal::new("HOUR_UNREADABLE", "T-34").at("hour");
    let received_at = match (typed.text("day").parse::<Day>(), typed.text("hour")) {
        (Ok(day), hour) if !hour.is_empty() => {
            let (hours, minutes) = hour.split_once([':', '：']).ok_or_else(wrong)?;
            let (hours, minutes): (u8, u8) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
            if hours > 23 || minutes > 59 {
                return Err(wrong());
            }
            // The minute that stands in the form is that in which it was opened.
            Some(Moment::at_local(day, hours, minutes)).filter(|at| at.millis() / 60_000 != now.millis() / 60_000)
        }
        _ => None,
    };
    Ok(Told {
        source: typed.text("source").to_owned(),
        dispute: typed.text("dispute").to_owned(),
        grade: Grade::parse(typed.text("grade")),
        kind: None,
        received_at,
        area: match found {
            Found::Known(path) => Some(path),
            Found::AsWritten | Found::Several(_) => None,
        },
        title: typed.text("title").to_owned(),
        words: typed.text("words").to_owned(),
        requests: typed.claims().into_iter().map(str::to_owned).collect(),
        parties: parties.collect(),
        outside_number: typed.text("outside_number").to_owned(),
        outside_body: typed.text("outside_body").to_owned(),
        petition: None,
        is_violence: typed.has("is_violence"),
        is_minor: typed.has("is_minor"),
        papers: vec![],
    })
}
