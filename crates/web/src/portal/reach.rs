//! 怎么告诉您: she says herself by which way, and when, and whether that way is safe (C-55). With the slip of a merged item she says it
//! of the matter in which that goes on, where it is sure to be hers.

use super::{act::done, case, hers::hers};
use crate::{citizen::Citizen, error::Oops, page::Page, posted::Posted, reach::Fields, state::Web};
use axum::{extract::State, response::Response};
use casework::petition::citizen;

/// `POST /follow/reach`
pub async fn take(State(web): State<Web>, citizen: Citizen, page: Page, posted: Posted) -> Result<Response, Oops> {
    let Some(hers) = hers(&web, citizen).await? else { return Ok(case::turned_away(&web)) };
    let stream = hers.acted_on().petition.stream;
    let reach = Fields::typed(|name| posted.text(name)).reach(page.language());
    let outcome = citizen::set_reach(web.house(), citizen.tenant, stream, &reach, Some(posted.key.id().to_owned())).await;
    done(&web, citizen, &page, posted.fields(), "reach", outcome).await
}
