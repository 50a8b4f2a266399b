//! 登记回执 of what she said herself at the portal: on the screen and on paper (art 21(2); domain T-02).
//!
//! The query code is shown for a while after she sent it, as the slip of a desk is shown on its day: later the phone may be
//! another's, and her pass alone does not show it.

use super::{case::turned_away, due, hers::hers};
use crate::{citizen::Citizen, desk::register::qr, error::Oops, page::Page, state::Web};
use askama::Template;
use axum::{extract::State, response::Response};
use casework::{
    House,
    petition::{Petition, model::CaseClock, seal::open_card},
};
use kernel::{Day, crypto::Digest};

/// Her receipt.
pub const PAGE: &str = "/follow/receipt";
/// For so long after it was sent the code is shown.
const MINUTES: i64 = 30;

#[derive(Template)]
#[template(path = "portal/receipt.html")]
struct ReceiptPage<'a> {
    page: &'a Page,
    house: &'a House,
    number: String,
    /// In groups; empty when its time is over.
    code: String,
    qr: String,
    address: String,
    receiver: String,
    received_on: Day,
    due: Option<&'a CaseClock>,
    owed: String,
    short: String,
    full: String,
    papers: usize,
    unreachable: bool,
    watch: String,
    watch_phone: String,
}

/// Whether it was sent from here just now.
pub fn is_fresh(house: &House, petition: &Petition) -> bool {
    petition.registered_by == store::ledger::CITIZEN && petition.code_issue == 1 && house.now() < petition.registered_at.plus_minutes(MINUTES)
}

/// `GET /follow/receipt`
pub async fn show(State(web): State<Web>, citizen: Citizen, page: Page) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(turned_away(&web)) };
    let case = &hers.own;
    let (house, petition) = (web.house(), &case.petition);
    let code = is_fresh(house, petition).then(|| house.vault().query_code(petition.stream, 1));
    let address = code.as_ref().map_or(String::new(), |code| format!("{}/c/{}-{}", web.settings().public_address, citizen.tenant, code.as_str()));
    let first = case.events.first().and_then(|(stored, _)| Digest::from_slice(&stored.hash).ok());
    let first = first.ok_or_else(|| Oops::Bug("a case without a first event".to_owned()))?;
    let card = petition.petitioner().and_then(|person| open_card(&case.keys, person)).unwrap_or_default();
    let watch = case.directory.watch_over(petition.holder);
    let due = due::next(petition);
    let template = ReceiptPage {
        page: &page,
        house,
        number: petition.number.clone(),
        code: code.map(|code| code.to_string().replace('-', " ")).unwrap_or_default(),
        qr: if address.is_empty() { String::new() } else { qr::svg(&address, page.t("receipt-qr")) },
        address,
        receiver: case.directory.organ_name(petition.holder).to_owned(),
        received_on: petition.received_on,
        due,
        owed: due.map_or(String::new(), |clock| due::owed(&page, &case.directory, clock)),
        short: first.short(),
        full: first.to_string(),
        papers: petition.papers.len(),
        unreachable: card.phone.is_empty() && card.address.is_empty(),
        watch: watch.map(|organ| organ.name.clone()).unwrap_or_default(),
        watch_phone: watch.map(|organ| organ.phone.clone()).unwrap_or_default(),
    };
    Ok(page.show(&template))
}
