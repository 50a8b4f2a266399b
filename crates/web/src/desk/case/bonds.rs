//! What binds two matters, as the case page takes it: the number that was typed or chosen, and why.

use super::page;
use crate::{error::Oops, page::Page, state::Web, upload::Upload};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{
    Asker, House, find,
    petition::{
        Petition, Verb,
        pair::{self, Typed},
        register::{self, Piece},
    },
};
use kernel::id::StreamId;
use store::Failure;

/// Carries out a verb that is an event in two matters; `None` for any other.
pub async fn carry_out(house: &House, asker: &Asker, case: StreamId, verb: Verb, upload: &Upload) -> Option<Result<Petition, Failure>> {
    let key = Some(upload.key.id().to_owned());
    let typed = Typed { number: number(upload), known_by: upload.text("known_by").to_owned(), reason: upload.text("reason").to_owned() };
    Some(match verb {
        Verb::Merge => pair::merge(house, asker, case, key, &typed).await,
        Verb::Unmerge => pair::unmerge(house, asker, case, key, &typed.reason).await,
        Verb::BringAgain => pair::bring_again(house, asker, case, key, &typed).await,
        Verb::UndoAgain => pair::undo_again(house, asker, case, key, &typed.reason).await,
        Verb::TellApart => pair::tell_apart(house, asker, case, key, &typed.number).await,
        Verb::JoinPersons => pair::persons(house, asker, case, key, &typed, true).await,
        Verb::PartPersons => pair::persons(house, asker, case, key, &typed, false).await,
        _ => return None,
    })
}

/// The living matter from whose page a merged item is given back; `None` when it is done from the item's own page, and for any
/// other verb.
pub fn living(verb: Verb, upload: &Upload) -> Option<StreamId> {
    (verb == Verb::Unmerge).then(|| upload.read("living")).flatten()
}

/// The other matter's number, however its brackets were typed.
fn number(upload: &Upload) -> String {
    let typed: String = upload.text("into").trim().chars().map(kernel::name::half_width).collect();
    find::tidy_number(&typed)
}

/// `POST /desk/case/{case}/split`: what was split off has a slip of its own.
pub async fn split(web: &Web, asker: &Asker, page: &Page, case: StreamId, upload: &Upload) -> Result<Response, Oops> {
    let piece = Piece {
        claims: upload.all("claims").filter_map(|claim| claim.parse().ok()).collect(),
        words: upload.text("words").to_owned(),
        title: upload.text("title").to_owned(),
        reason: upload.text("reason").to_owned(),
    };
    match register::split(web.house(), asker, case, Some(upload.key.id().to_owned()), &piece).await {
        Ok(receipt) => Ok(Redirect::to(&format!("/desk/case/{}/receipt", receipt.stream)).into_response()),
        Err(Failure::Refused(refusal)) => page::show_again(web, asker, page, case, Verb::Split, refusal, &upload.fields().to_vec()).await,
        Err(failure) => Err(failure.into()),
    }
}
