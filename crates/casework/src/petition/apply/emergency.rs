//! What was opened in an emergency (C-32), and what the review found.

use super::{When, see};
use crate::petition::{
    event::{Did, Event},
    model::{Emergency, Petition},
};

pub(super) fn apply(petition: &mut Petition, event: &Event, when: When) {
    match &event.did {
        Did::EmergencyOpened { reason, until, guarded, reviewer, .. } => {
            see(petition, *reviewer);
            petition.emergencies.push(Emergency {
                nth: 1 + i64::try_from(petition.emergencies.len()).unwrap_or(i64::MAX - 1),
                account: when.actor,
                organ: when.organ,
                stands_for: event.stands_for,
                reason: reason.clone(),
                opened_at: when.at,
                until: *until,
                guarded: *guarded,
                reviewer: *reviewer,
                reviewed: None,
            });
        }
        Did::EmergencyReviewed { nth, justified, .. } => {
            for one in petition.emergencies.iter_mut().filter(|one| one.nth == *nth) {
                one.reviewed = Some((when.acted_on, *justified));
            }
        }
        _ => {}
    }
}
