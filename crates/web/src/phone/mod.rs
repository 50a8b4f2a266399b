//! 登记过的手机: the pages by which a phone is let in, and those that tell which there are.
//!
//! | page | who | shows |
//! |---|---|---|
//! | `/admin/resets/…/phone` | who gives forgotten passwords | a picture for the phone, and six digits to be told by mouth |
//! | `/phone/…` | whoever opened the picture | one field for the digits; nothing of whose it is |
//! | `/phone/pin` | the phone that is in | its owner chooses his own PIN |
//! | `/sign-in`, `/lock` | that phone | his name, and one field for his PIN; another way to the password |
//! | `/me/phones` | everybody at work | his phones, each with a button to end it; asks for another |
//! | `/admin/phones` | system administrator | all phones |
//!
//! A picture that was used, tried to death, is too old, or never was: one and the same page.

mod enrol;
mod kept;
mod show;

use crate::{
    cookie,
    error::Oops,
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use axum::http::{HeaderMap, HeaderValue, header::USER_AGENT};
use casework::{
    Role,
    people::phone::{Known, Token},
};
use kernel::TenantId;

/// Where the owner chooses his PIN.
pub(crate) const PIN: &str = "/phone/pin";

const SYSTEM: Access = Access::Admin(Role::SystemAdmin);
const RESETTING: Access = Access::Roles(&[Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Head]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::post("/admin/resets/{request}/phone", RESETTING, show::show),
        RouteEntry::get("/phone/{slip}", Access::Public, enrol::show),
        RouteEntry::post("/phone/{slip}", Access::Public, enrol::enter),
        RouteEntry::get(PIN, Access::Public, enrol::show_pin),
        RouteEntry::post(PIN, Access::Public, enrol::choose_pin),
        RouteEntry::get("/me/phones", Access::Signed, kept::mine),
        RouteEntry::post("/me/phones", Access::Signed, kept::ask),
        RouteEntry::post("/me/phones/{phone}/end", Access::Signed, kept::end_mine),
        RouteEntry::get("/admin/phones", SYSTEM, kept::all),
        RouteEntry::post("/admin/phones/{phone}/end", SYSTEM, kept::end),
    ]
}

/// The phone that this browser was made, if any: its county and what it keeps.
pub(crate) fn kept(web: &Web, headers: &HeaderMap) -> Option<(TenantId, Token)> {
    let (tenant, token) = cookie::get(headers, cookie::PHONE)?.split_once('.')?;
    let tenant: TenantId = tenant.parse().ok()?;
    web.settings().tenants.iter().find(|(known, _)| *known == tenant)?;
    Some((tenant, cookie::from_hex(token)?.try_into().ok()?))
}

/// The same with whose it is, when it still counts.
pub(crate) async fn known(web: &Web, headers: &HeaderMap) -> Result<Option<(TenantId, Token, Known)>, Oops> {
    let Some((tenant, token)) = kept(web, headers) else { return Ok(None) };
    Ok(web.people().phone(tenant, &token).await?.map(|known| (tenant, token, known)))
}

/// Whether a phone that opens with its PIN belongs to the account of a session: how a lock may be opened.
pub(crate) fn opens(known: Option<&(TenantId, Token, Known)>, session: &casework::people::Session) -> bool {
    known.is_some_and(|(tenant, _, known)| *tenant == session.tenant && known.account == session.account && !known.waits_for_pin && !known.is_shut)
}

/// After the password on a phone that five wrong PINs shut: its owner may use his PIN there again.
pub(crate) async fn reopen(web: &Web, headers: &HeaderMap, tenant: TenantId, account: kernel::AccountId) -> Result<(), Oops> {
    if let Some((_, token)) = kept(web, headers).filter(|(county, _)| *county == tenant) {
        web.people().reopen_phone(tenant, &token, account).await?;
    }
    Ok(())
}

fn cookie_of(web: &Web, tenant: TenantId, token: &Token) -> HeaderValue {
    cookie::keep(cookie::PHONE, &format!("{tenant}.{}", cookie::hex(token)), web.settings().secure)
}

/// What kind of phone it says it is; the word of its message.
fn label(headers: &HeaderMap) -> &'static str {
    const KINDS: [(&str, &str); 6] = [
        ("MicroMessenger", "wechat"),
        ("iPhone", "iphone"),
        ("iPad", "tablet"),
        ("HarmonyOS", "harmony"),
        ("OpenHarmony", "harmony"),
        ("Android", "android"),
    ];
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    KINDS.iter().find(|(mark, _)| said.contains(mark)).map_or("other", |(_, kind)| kind)
}

/// The words for it.
fn label_words<'a>(page: &Page, label: &'a str) -> &'a str {
    page.named("phone-kind", label)
}
