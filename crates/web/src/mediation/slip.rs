//! The slip of one party: number, code, QR code. It opens her own page of the mediation and nobody else's.

use crate::{desk::register::qr, error::Oops, guard::Signed, page::Page, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::{
    audit,
    mediation::{
        Did, page as source,
        reading::{code_of, open_card},
    },
};
use kernel::id::StreamId;

#[derive(Template)]
#[template(path = "mediation/slip.html")]
struct SlipPage<'a> {
    page: &'a Page,
    base: String,
    number: String,
    name: String,
    organ: String,
    phone: String,
    /// Empty where it was given out by another, or on another day.
    code: String,
    qr: String,
    address: String,
}

/// `GET /desk/mediation/{case}/slip/{party}`: shown to who gave the code out, on that day, and to nobody else.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path((case, party)): Path<(StreamId, i64)>) -> Result<Response, Oops> {
    let house = web.house();
    let found = source::for_officer(house, &asker, case).await?;
    let one = found.mediation.party(party).ok_or(Oops::NotFound)?;
    audit::look(house, &asker, "slip", "print", &[case]).await?;
    let gives = |did: &Did| match did {
        Did::Opened(_) => true,
        Did::PartyAdded { party: added } => added.subject == party,
        Did::CodeReissued { party: whose, .. } => *whose == party,
        _ => false,
    };
    let given = found.events.iter().rev().find(|(_, event)| gives(&event.did));
    let is_his = given.is_some_and(|(stored, _)| stored.actor == asker.account && stored.recorded_at.local_day() == house.today());
    let code = (is_his && one.erased_on.is_none()).then(|| code_of(house.vault(), case, party, one.code_issue));
    let address = code.as_ref().map_or(String::new(), |code| format!("{}/c/{}-{}", web.settings().public_address, asker.tenant, code.as_str()));
    let organ = found.directory.organ(found.mediation.holder);
    Ok(page.show(&SlipPage {
        page: &page,
        base: format!("/desk/mediation/{case}"),
        number: found.mediation.number.clone(),
        name: open_card(&found.keys, one).map(|card| card.name).unwrap_or_default(),
        organ: organ.map(|organ| organ.name.clone()).unwrap_or_default(),
        phone: organ.map(|organ| organ.phone.clone()).unwrap_or_default(),
        qr: if address.is_empty() { String::new() } else { qr::svg(&address, page.t("receipt-qr")) },
        code: code.map(|code| code.to_string().replace('-', " ")).unwrap_or_default(),
        address,
    }))
}
