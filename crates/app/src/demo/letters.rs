//! The letters of the first cases of a county: each as its act allows it, through the same function that the page calls.

use super::{
    plan::{Act, What},
    tell::Teller,
};
use crate::oops::Oops;
use casework::{
    document::{
        self,
        approver::Approvers,
        issue::{self, Wanted},
    },
    petition::{Verb, page, policy},
};
use paper::{Kind, Press};
use std::sync::Arc;
use store::Failure;

/// So many cases of a county have letters: setting more would only make the demonstration slow to build.
const CASES: usize = 6;

/// Who prints, and how the portal is reached.
pub struct Office<'a> {
    /// The press.
    pub press: &'a Arc<Press>,
    /// `http://127.0.0.1:8080`.
    pub address: &'a str,
}

/// Issues what an act has made possible.
///
/// # Errors
/// What the rules refuse. A machine without fonts builds a demonstration without letters, and says so.
pub async fn after(teller: &mut Teller<'_>, act: &Act, office: &Office<'_>) -> Result<(), Oops> {
    let kinds: &[Kind] = match act.what {
        What::Refer => &[Kind::Referral, Kind::Whereabouts],
        What::Assign => &[Kind::Assignment, Kind::Whereabouts],
        What::Accept => &[Kind::Acceptance],
        What::AgreeExtension => &[Kind::Extension],
        What::Sign => &[Kind::Opinion],
        _ => &[],
    };
    if act.case >= CASES || kinds.is_empty() {
        return Ok(());
    }
    for kind in kinds {
        let petition = teller.petition(act.case)?.clone();
        // Whoever wrote the event is of the organ whose letter it is.
        let askers = teller.cast.askers(&[], teller.house.today());
        let mut may = askers.into_iter().filter(|asker| policy::post_does(asker, &petition, Verb::IssueLetter));
        let case = match may.next() {
            Some(first) => page::for_officer(teller.house, &first, petition.stream).await.ok().map(|(case, _)| (first, case)),
            None => None,
        };
        let Some((first, case)) = case else { continue };
        let organ_can = |organ| document::possible(&case, organ).contains(kind);
        let Some(asker) = std::iter::once(first.clone()).chain(may).find(|asker| organ_can(asker.organ)) else { continue };
        let (seen, _) = page::for_officer(teller.house, &asker, petition.stream).await?;
        let approvers = Approvers::of(teller.house, &asker, &seen, *kind).await?;
        let Some(approved_by) = approvers.may.first().map(|one| one.account) else { continue };
        let review_body = format!("{}人民政府", teller.book.name);
        let wanted = Wanted { kind: *kind, typed: document::Typed { review_body, ..document::Typed::default() }, approved_by, copies: 2 };
        match issue::issue(teller.house, office.press, &asker, petition.stream, None, &wanted, office.address).await {
            Ok(petition) => {
                teller.told.insert(act.case, petition);
            }
            Err(Failure::Bug(sentence)) => tracing::warn!(sentence, "a letter of the demonstration was not printed"),
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(())
}
