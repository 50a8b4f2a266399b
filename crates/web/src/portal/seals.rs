//! 封条: the last seal of each of the last thirty days, for whoever wants to hold it against what he once wrote down.

use crate::{error::Oops, page::Page, state::Web};
use askama::Template;
use axum::{extract::State, response::Response};
use kernel::{Day, crypto::Digest};
use store::sealer;

const DAYS: i64 = 30;

struct County {
    name: String,
    /// Day, short form, whole.
    seals: Vec<(Day, String, String)>,
}

#[derive(Template)]
#[template(path = "portal/seals.html")]
struct SealsPage<'a> {
    page: &'a Page,
    counties: Vec<County>,
}

/// `GET /seals`
pub async fn show(State(web): State<Web>, page: Page) -> Result<Response, Oops> {
    let today = page.today();
    let mut counties = vec![];
    for (tenant, name) in web.settings().tenants.clone() {
        let seals = web
            .house()
            .db()
            .read(move |tx| {
                let mut seals = vec![];
                for back in 0..DAYS {
                    let day = today.plus_days(-back);
                    if let Some(seal) = sealer::day_seal(tx, tenant, day)?
                        && let Ok(hash) = Digest::from_slice(&seal.hash)
                    {
                        seals.push((day, hash.short(), hash.to_string()));
                    }
                }
                Ok(seals)
            })
            .await?;
        counties.push(County { name, seals });
    }
    Ok(page.show(&SealsPage { page: &page, counties }))
}
