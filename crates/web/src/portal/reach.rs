//! 怎么告诉您: she says herself by which way, and when, and whether that way is safe (C-55).

use super::{act::done, case, hers::hers};
use crate::{citizen::Citizen, error::Oops, page::Page, posted::Posted, reach::Fields, state::Web};
use axum::{extract::State, response::Response};
use casework::petition::citizen;
use store::Failure;

/// `POST /follow/reach`
pub async fn take(State(web): State<Web>, citizen: Citizen, page: Page, posted: Posted) -> Result<Response, Oops> {
    if hers(&web, citizen).await?.is_none() {
        return Ok(case::turned_away(&web));
    }
    let outcome = match Fields::typed(|name| posted.text(name)).checked(page.is_english()) {
        Err(refusal) => Err(Failure::from(refusal)),
        Ok(reach) => citizen::set_reach(web.house(), citizen.tenant, citizen.stream, &reach, Some(posted.key.id().to_owned())).await,
    };
    done(&web, citizen, &page, posted.fields(), "reach", outcome).await
}
