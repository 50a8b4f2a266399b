//! One matter after another, from its first word to its rating, through the pages of two organs and her own.
//!
//! register → classify → refer → sign in → accept → start → draft → sign → dispatch → deliver → (she enters her code)
//! → rate: twelve requests, of which eleven write.

use super::{
    county::AtWork,
    desk::{self, Site},
    door::{Broken, Browser, Sent},
    load::{self, Outcome},
};
use crate::oops::Oops;
use hyper::{Method, StatusCode};
use kernel::{Clock as _, StreamId, SystemClock, SystemRandom};
use std::{net::SocketAddr, rc::Rc, time::Duration};
use web::key::{self, Subject};

/// What is typed into a form.
type Typed<'a> = [(&'a str, &'a str)];

struct Client {
    site: Rc<Site>,
    browser: Browser,
    turn: usize,
    stride: usize,
}

/// Measures whole lives for so long.
///
/// # Errors
/// What the network says at the beginning.
pub fn measure(site: &Rc<Site>, address: SocketAddr, clients: usize, time: Duration) -> Result<Outcome, Oops> {
    load::on_one_thread(async {
        let mut all = vec![];
        for turn in 0..clients {
            let browser = Browser::open(address).await.map_err(Oops::wrong)?;
            all.push(Client { site: Rc::clone(site), browser, turn, stride: clients });
        }
        Ok(load::closed(all, time, async |client: &mut Client| live(client).await).await)
    })?
}

async fn live(client: &mut Client) -> Result<(), Broken> {
    let site = Rc::clone(&client.site);
    let organs = site.people.len() / 2;
    let head = |organ: usize| site.people.get(organ % organs.max(1) * 2).ok_or("nobody is at work");
    let (here, there) = (head(client.turn)?, head(client.turn + 37)?);
    client.turn += client.stride;
    let browser = &mut client.browser;
    let case = desk::register(&site, browser, here, "").await.map_err(|error| format!("register: {error}"))?;
    let (to, officer) = (there.member.organ.to_string(), there.member.account.to_string());
    let today = SystemClock.now().local_day().to_string();
    act(&site, browser, here, case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).await?;
    act(&site, browser, here, case, "refer", &[("to", &to), ("reason", "属你单位职责范围，请依法办理。")]).await?;
    act(&site, browser, there, case, "sign_in", &[]).await?;
    act(&site, browser, there, case, "accept", &[("notice", "in_person")]).await?;
    act(&site, browser, there, case, "start", &[("officer", &officer)]).await?;
    let (facts, basis) = ("经到现场查看，所述属实，已与相关单位商定处理办法。", "《信访工作条例》第三十二条");
    let answers =
        [("facts-0", facts), ("outcome-0", "explain"), ("basis-0", basis), ("facts-1", facts), ("outcome-1", "explain"), ("basis-1", basis)];
    act(&site, browser, there, case, "draft_opinion", &answers).await?;
    act(&site, browser, there, case, "sign_opinion", &[]).await?;
    act(&site, browser, there, case, "dispatch", &[("way", "in_person")]).await?;
    act(&site, browser, there, case, "deliver", &[("way", "post"), ("received_on", &today), ("proof", "EE123456789CN")]).await?;
    rate(&site, browser, case).await.map_err(|error| format!("rate: {error}"))
}

async fn act(site: &Site, browser: &mut Browser, officer: &AtWork, case: StreamId, verb: &str, typed: &Typed<'_>) -> Result<(), Broken> {
    let key = site.form_key(officer.member.account);
    let fields: Vec<(&str, &str)> = std::iter::once((key::FIELD, key.as_str())).chain(typed.iter().copied()).collect();
    let answer = browser.post_parts(&format!("/desk/case/{case}/{verb}"), &officer.cookie, &fields).await?;
    answer.expect(StatusCode::SEE_OTHER).map(drop).map_err(|error| format!("{verb}: {error}"))
}

/// She types her code, and rates.
async fn rate(site: &Site, browser: &mut Browser, case: StreamId) -> Result<(), Broken> {
    let visit = visit(site);
    let pass = enter(site, browser, case, &visit).await?;
    let key = form_key(site, &visit);
    let cookie = format!("{}={visit}; {pass}", web::cookie::VISIT);
    let fields = [(key::FIELD, key.as_str()), ("rating", "satisfied"), ("why", "")];
    browser.post_for("/follow/rate", &cookie, &address(site), &fields).await?.expect(StatusCode::SEE_OTHER).map(drop)
}

/// Types the code of a case at the door; the pass, as a cookie.
///
/// # Errors
/// What was answered instead.
pub async fn enter(site: &Site, browser: &mut Browser, case: StreamId, visit: &str) -> Result<String, Broken> {
    let code = site.vault.query_code(case, 1).to_string();
    let key = form_key(site, visit);
    let cookie = format!("{}={visit}", web::cookie::VISIT);
    let answer = browser.post_for("/follow", &cookie, &address(site), &[(key::FIELD, key.as_str()), ("code", code.as_str())]).await?;
    Ok(answer.expect(StatusCode::SEE_OTHER)?.cookie)
}

/// Asks for a page as somebody who is not signed in, from one of five hundred addresses.
///
/// # Errors
/// What was answered instead.
pub async fn look(site: &Site, browser: &mut Browser, path: &str, cookie: &str) -> Result<(), Broken> {
    let forwarded = address(site);
    let sent = Sent { cookie, forwarded: &forwarded, ..Sent::default() };
    browser.send(Method::GET, path, sent).await?.expect(StatusCode::OK).map(drop)
}

fn form_key(site: &Site, visit: &str) -> String {
    key::mint(site.vault.master(), &SystemRandom, SystemClock.now(), &Subject::Visit(visit.to_owned()))
}

/// A visitor's number, as the first page would have given her.
#[must_use]
pub fn visit(site: &Site) -> String {
    format!("{:032x}", super::words::scatter(site.next_person()))
}

/// One of five hundred addresses, as a proxy tells it.
fn address(site: &Site) -> String {
    let nth = site.next_person() % 500;
    format!("203.0.{}.{}", 113 + nth / 250, 1 + nth % 250)
}
