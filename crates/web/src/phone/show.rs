//! Who lets a phone in: the picture, and the digits that no paper has.

use crate::{cookie, desk::register::qr, error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::people::phone::{GOOD_MINUTES, MOST_TRIES};
use kernel::{Moment, id::RequestId};

#[derive(Template)]
#[template(path = "phone/show.html")]
struct ShowPage<'a> {
    page: &'a Page,
    request: RequestId,
    person: String,
    county: String,
    /// The picture.
    qr: String,
    /// `739 164`: read out, and on no paper.
    digits: String,
    until: Moment,
    tries: i64,
}

pub(super) async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(request): Path<RequestId>,
    _posted: Posted,
) -> Result<Response, Oops> {
    let shown = web.people().show_phone(&asker, request).await?;
    let directory = web.house().directory(asker.tenant).await?;
    let address = format!("{}/phone/{}-{}", page.public_address(), asker.tenant, cookie::hex(&shown.address));
    let (first, last) = shown.digits.split_at_checked(3).unwrap_or((&shown.digits, ""));
    Ok(page.show(&ShowPage {
        page: &page,
        request,
        person: directory.person(shown.account).to_owned(),
        county: directory.county.clone(),
        qr: qr::svg(&address, page.t("phone-picture")),
        digits: format!("{first} {last}"),
        until: web.house().now().plus_minutes(GOOD_MINUTES),
        tries: MOST_TRIES,
    }))
}
