//! 登记回执: what she takes home, printed as a letter (art 21(2); domain T-02).
//!
//! The query code opens the matter to whoever holds it. It is shown to the officer who gave it out, on the day he did,
//! and to nobody else: a lost slip is replaced by a new code, from the case page. Each showing is a look for printing.

use super::qr;
use crate::{error::Oops, guard::Signed, page::Page, portal::due, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use casework::{
    Asker, House, audit,
    petition::{
        Did, carry, citizen,
        model::CaseClock,
        page::{self as source, Case},
        pair,
        seal::{open_card, open_words},
    },
};
use kernel::{Day, crypto::Digest, id::StreamId, sealed::Opened};
use serde::Deserialize;
use store::Failure;

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage<'a> {
    page: &'a Page,
    house: &'a House,
    case: String,
    number: String,
    /// Empty when she left no name, or it is not for these eyes.
    name: String,
    /// Whether it was spoken, and how the record was confirmed.
    confirmed: &'static str,
    claims: Vec<String>,
    organ: String,
    organ_phone: String,
    officer: String,
    /// The organ that registered it and signs the slip.
    origin: String,
    received_on: Day,
    registered_on: Day,
    /// Who registered it, and at what time of that day.
    clerk: String,
    registered_at: String,
    due: Option<&'a CaseClock>,
    owed: String,
    code: Option<String>,
    qr: String,
    address: String,
    short: String,
    full: String,
    /// Whom to call when it goes wrong: the county's petition office.
    watch: String,
    watch_phone: String,
    can_open: bool,
    /// The living matter that it was merged into: its number is told to her (SM-PET 23).
    merged: String,
    /// It was to be bound to another and could not.
    apart: bool,
}

/// What the slip's page is told on the way.
#[derive(Deserialize, Default)]
pub struct Told {
    #[serde(default)]
    apart: String,
}

impl ReceiptPage<'_> {
    /// The code in groups, for reading out.
    fn groups(&self) -> String {
        self.code.as_deref().unwrap_or_default().replace('-', " ")
    }

    /// The sum of the latest day, in one sentence with its article.
    fn sum(&self) -> String {
        let Some(clock) = self.due else { return String::new() };
        let sum = crate::sum::told(self.page, self.house, &clock.deadline);
        self.page.with2("receipt-sum", "sum", sum, "article", crate::sum::article(self.page, self.house, &clock.deadline))
    }

    fn full_day(&self, day: &Day) -> String {
        due::full_day(self.page, *day)
    }
}

/// `GET /desk/case/{case}/receipt`.
pub async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(case): Path<StreamId>,
    Query(told): Query<Told>,
) -> Result<Response, Oops> {
    let house = web.house();
    let (found, can_open) = find(house, &asker, case).await?;
    audit::look(house, &asker, "receipt", "print", &[case]).await?;
    let gave_code = gave_code(&asker, house.today(), &found);
    let petition = &found.petition;
    let code = gave_code.then(|| house.vault().query_code(case, petition.code_issue));
    let address = code.as_ref().map_or(String::new(), |code| format!("{}/c/{}-{}", web.settings().public_address, asker.tenant, code.as_str()));
    // Where a merged item goes on, and by when: that is what she takes home.
    let living = pair::living(house, asker.tenant, petition).await?.map(|living| living.petition);
    let goes_on = living.as_ref().unwrap_or(petition);
    let organ = found.directory.organ(goes_on.holder);
    let watch = found.directory.watch_over(goes_on.holder);
    let due = due::next(goes_on);
    // The hash of the record of her words: the first event.
    let first = found
        .events
        .first()
        .and_then(|(stored, _)| Digest::from_slice(&stored.hash).ok())
        .ok_or_else(|| Oops::Bug("a case without a first event".to_owned()))?;
    // Who the accuser is and what she wants stand here only before who has just written it down (C-31).
    let hides = is_accusation(&found) && !registered_here(&asker, house.today(), &found);
    let template = ReceiptPage {
        page: &page,
        house,
        case: case.to_string(),
        number: petition.number.clone(),
        name: if hides { String::new() } else { name(&found) },
        confirmed: confirmed(&found),
        claims: if hides { vec![] } else { claims(&page, &found) },
        organ: organ.map(|organ| organ.name.clone()).unwrap_or_default(),
        organ_phone: organ.map(|organ| organ.phone.clone()).unwrap_or_default(),
        officer: found.directory.person(goes_on.officer).to_owned(),
        merged: living.as_ref().map(|living| living.number.clone()).unwrap_or_default(),
        apart: told.apart == "1",
        origin: found.directory.organ_name(petition.origin).to_owned(),
        received_on: petition.received_on,
        registered_on: petition.registered_at.local_day(),
        clerk: found.directory.person(petition.registered_by).to_owned(),
        registered_at: page.clock(&petition.registered_at),
        owed: due.map_or(String::new(), |clock| due::owed(&page, &found.directory, clock)),
        due,
        qr: if address.is_empty() { String::new() } else { qr::svg(&address, page.t("receipt-qr")) },
        code: code.map(|code| code.to_string()),
        address,
        short: first.short(),
        full: first.to_string(),
        watch: watch.map(|organ| organ.name.clone()).unwrap_or_default(),
        watch_phone: watch.map(|organ| organ.phone.clone()).unwrap_or_default(),
        can_open,
    };
    Ok(page.show(&template))
}

/// The case, for whoever sees it; and for who registered it, on that day, even where it went out of his sight at once (an
/// accusation goes to those who are cleared for it).
async fn find(house: &House, asker: &Asker, stream: StreamId) -> Result<(Case, bool), Failure> {
    match source::for_officer(house, asker, stream).await {
        Ok((case, _)) => return Ok((case, true)),
        Err(Failure::NotFound) => {}
        Err(failure) => return Err(failure),
    }
    let (petition, _) = carry::look_up(house, asker.tenant, stream).await?;
    if petition.registered_by != asker.account || petition.registered_at.local_day() != house.today() {
        return Err(Failure::NotFound);
    }
    Ok((citizen::follow(house, asker.tenant, stream).await?, false))
}

fn registered_here(asker: &Asker, today: Day, case: &Case) -> bool {
    case.petition.registered_by == asker.account && case.petition.registered_at.local_day() == today
}

/// Whether the asker gave out the code that is good now, and today.
fn gave_code(asker: &Asker, today: Day, case: &Case) -> bool {
    let given = case.events.iter().rev().find(|(_, event)| matches!(event.did, Did::Registered(_) | Did::CodeReissued { .. }));
    given.is_some_and(|(stored, _)| stored.actor == asker.account && stored.recorded_at.local_day() == today) && case.petition.code_issue > 0
}

fn is_accusation(case: &Case) -> bool {
    case.petition.is_sealed()
}

fn name(case: &Case) -> String {
    case.petition.petitioner().and_then(|person| open_card(&case.keys, person)).map(|card| card.name).unwrap_or_default()
}

fn claims(page: &Page, case: &Case) -> Vec<String> {
    let open = |words| match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("title-erased").to_owned(),
    };
    case.petition.claims.iter().map(|claim| open(&claim.text)).collect()
}

fn confirmed(case: &Case) -> &'static str {
    match case.events.first().map(|(_, event)| &event.did) {
        Some(Did::Registered(first)) if first.confirmed == "read_to" => "receipt-read-to",
        Some(Did::Registered(first)) if first.confirmed == "read_by" => "receipt-read-by",
        _ => "receipt-written",
    }
}
