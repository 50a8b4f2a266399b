//! Words to the person: what is owed, what became of it, and how she wants to be told (C-55).

use crate::petition::{
    event::Did,
    model::{Notice, NoticeState, Part, Petition},
};
use kernel::Moment;

/// A word is owed to her.
pub(super) fn owed(petition: &mut Petition, kind: &str, at: Moment) {
    let nth = 1 + i64::try_from(petition.notices.len()).unwrap_or(i64::MAX - 1);
    petition.notices.push(Notice {
        nth,
        kind: kind.to_owned(),
        owed_at: at,
        state: NoticeState::Waiting,
        way: String::new(),
        why: String::new(),
        again: 0,
        rings: 0,
        settled_at: None,
    });
}

pub(super) fn apply(petition: &mut Petition, did: &Did, at: Moment) {
    match did {
        Did::Noticed { notices: named, state, way, why } => notices(petition, named, |notice| {
            (notice.state, notice.settled_at) = (*state, Some(at));
            notice.way.clone_from(way);
            notice.why.clone_from(why);
        }),
        Did::Called { notices: named, outcome } => notices(petition, named, |notice| called(notice, outcome, at)),
        Did::NoticeRetried { notices: named } => notices(petition, named, |notice| {
            (notice.state, notice.again, notice.settled_at) = (NoticeState::Waiting, notice.again + 1, None);
            notice.way.clear();
            notice.why.clear();
        }),
        Did::ReachSet { subject, reach, keep } => {
            let origin = petition.origin;
            for person in &mut petition.persons {
                if person.subject == *subject {
                    person.reach = Some(reach.clone());
                }
                // Her representatives are reached no other way than she is.
                if person.part != Part::OtherParty {
                    person.kept_by = keep.map_or(person.kept_by, |keep| keep.then(|| person.kept_by.unwrap_or(origin)));
                }
            }
        }
        _ => {}
    }
}

fn notices(petition: &mut Petition, named: &[i64], mut change: impl FnMut(&mut Notice)) {
    petition.notices.iter_mut().filter(|notice| named.contains(&notice.nth)).for_each(&mut change);
}

/// What came of ringing, or of telling her otherwise.
fn called(notice: &mut Notice, outcome: &str, at: Moment) {
    match outcome {
        "not_reached" => notice.rings += 1,
        "wrong_number" => (notice.rings, notice.why) = (notice.rings + 1, outcome.to_owned()),
        _ => (notice.state, notice.way, notice.settled_at) = (NoticeState::Told, outcome.to_owned(), Some(at)),
    }
}
