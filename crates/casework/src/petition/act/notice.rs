//! 告诉本人: an officer writes down that he rang, told her here or wrote; or has a message sent again.
//!
//! A call counts as what it is: that she was told where to look. It is no written notice and starts no window of hers; the
//! law's row for phone and message is not `written` and holds in summary handling alone.

use super::plain;
use crate::petition::{
    command::{Actor, Context},
    event::{Did, Event},
    model::{Notice, NoticeState, Petition},
};
use kernel::{Refusal, sealed::Sealed};

/// What can come of telling her: by phone (three), at the counter, by letter.
pub const OUTCOMES: [&str; 5] = ["reached", "not_reached", "wrong_number", "told_here", "letter"];

/// 记一次电话或当面告知: of every word that is still owed her.
pub fn record_call(petition: &Petition, outcome: String) -> Result<Event, Refusal> {
    if !OUTCOMES.contains(&outcome.as_str()) {
        return Err(Refusal::new("EMPTY", "C-55").arg("field", "outcome").at("outcome"));
    }
    let notices = petition.notices.iter().filter(|notice| notice.is_open()).map(|notice| notice.nth).collect();
    Ok(plain(Did::Called { notices, outcome }))
}

/// 再发一次: what no message went for.
pub fn send_again(petition: &Petition) -> Event {
    let notices = petition.notices_in(NoticeState::ToTell).map(|notice: &Notice| notice.nth).collect();
    plain(Did::NoticeRetried { notices })
}

/// 怎么告诉本人. Whether her contact is kept from whoever handles the matter is hers to say, and for an officer to write down only of
/// the organ that she told it to: no other lifts it (C-39).
pub fn set_reach(petition: &Petition, subject: i64, reach: Sealed, keep: bool, context: &Context<'_>) -> Result<Event, Refusal> {
    let kept_by = petition.persons.iter().find(|person| person.subject == subject).and_then(|person| person.kept_by);
    if let (Some(keeper), false, Actor::Officer(_, organ, _)) = (kept_by, keep, context.actor)
        && keeper != organ
    {
        return Err(Refusal::new("CONTACT_KEPT", "C-39").at("reach_keep"));
    }
    Ok(plain(Did::ReachSet { subject, reach, keep: Some(keep) }))
}
