//! 分出一件: one item that holds several matters becomes several, each with a number, a code and clocks of its own from
//! the original day of receipt. The original says where each went.

use super::{plain, said};
use crate::petition::{
    event::{Did, Event},
    kin::Other,
    model::{Petition, Words},
};
use kernel::Refusal;

/// 分出一件: open claims that nobody has answered; one at least stays.
pub fn split(petition: &Petition, into: Other, claims: Vec<u32>, reason: Words) -> Result<Event, Refusal> {
    let at = |at: u32| usize::try_from(at).ok().and_then(|at| petition.claims.get(at));
    if claims.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "claims").at("claims"));
    }
    if claims.iter().any(|claim| at(*claim).is_none_or(|claim| !claim.is_open())) {
        return Err(Refusal::new("ALREADY_ANSWERED", "C-18").at("claims"));
    }
    let left = petition.claims.iter().zip(0_u32..).filter(|(claim, at)| claim.gone.is_none() && !claims.contains(at)).count();
    if left == 0 {
        return Err(Refusal::new("NOTHING_LEFT", "SM-PET").at("claims"));
    }
    Ok(plain(Did::SplitOff { into, claims, reason: said(reason, "reason")? }))
}
