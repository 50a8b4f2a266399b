//! `linju erase`: one person of a case, or what was said in it, as the head of an organ that has it decided (PIPL art 47).

use crate::{
    beside::{self, Ask},
    command_line::{Erase, Place},
    installation::{self, Installation},
    oops::Oops,
    say::Say,
};
use casework::{
    House, Role, mediation,
    people::{account, post},
    petition::erase::{Erased, erase},
};
use kernel::{StreamId, TenantId};
use serde_json::{Value, json};
use store::{Failure, args, row, select};

row! {
    struct Numbered { stream: StreamId }
}

/// `linju erase`.
///
/// # Errors
/// An unknown case or name; what the rules refuse; what the engine says.
pub fn run(place: &Place, wanted: &Erase, say: &Say) -> Result<(), Oops> {
    let installation = Installation::find(place)?;
    let ask = Ask::Erase {
        county: wanted.county.clone(),
        case: wanted.case.clone(),
        person: wanted.person.unwrap_or(store::keys::NARRATIVE),
        basis: wanted.basis.clone(),
        by: wanted.by.clone(),
    };
    let told = beside::through(&installation, &ask, &[], say)?;
    say.answer(&told, || match wanted.person {
        Some(person) => format!("person {person} of {} is erased; the others and the chain are whole", wanted.case),
        None => format!("what was said in {} is erased; its number, days, stages and the chain are whole", wanted.case),
    });
    Ok(())
}

/// Erases one person.
///
/// # Errors
/// As [`run`].
pub fn work(house: &House, county: Option<&str>, case: &str, person: i64, basis: &str, by: &str) -> Result<Value, Oops> {
    let tenant = installation::county(house, county)?;
    let (stream, room) = find(house, tenant, case)?;
    if room == Room::Mediation && person == store::keys::NARRATIVE {
        return Err(Oops::wrong(format!("{case} is a mediation: name one of its parties with --person")));
    }
    let what = if person == store::keys::NARRATIVE { Erased::Narrative } else { Erased::Person(person) };
    let directory = house.directory_here(tenant)?;
    let (name, today) = (by.to_owned(), house.today());
    let posts = house.db().read_here(move |tx| {
        let account = account::by_name(tx, tenant, &name)?.filter(|account| account.disabled_on.is_none());
        Ok(account.map(|account| post::valid_on(tx, tenant, account.account, today)).transpose()?.unwrap_or_default())
    })?;
    // In a chair of his own: to a deputy the room refuses it.
    let heads: Vec<_> = posts
        .iter()
        .filter(|post| post.deputy_for.get() == 0)
        .filter_map(|post| post.asker(tenant, &directory, today))
        .filter(|asker| asker.role == Role::Head)
        .collect();
    if heads.is_empty() {
        return Err(Oops::wrong(format!("{by} is not the sign-in name of anybody who is a head today: only a head may decide an erasure")));
    }
    let threads = tokio::runtime::Builder::new_current_thread().build().map_err(|error| Oops::wrong(format!("threads: {error}")))?;
    let mut outcome = Err(Failure::NotFound);
    for head in &heads {
        outcome = match room {
            Room::Petition => threads.block_on(erase(house, head, stream, what, basis)),
            Room::Mediation => threads.block_on(mediation::erase::erase(house, head, stream, person, basis)),
        };
        if !matches!(outcome, Err(Failure::NotFound)) {
            break;
        }
    }
    match outcome {
        Ok(()) => Ok(json!({ "case": case, "person": person, "erased": true })),
        Err(Failure::NotFound) if what == Erased::Narrative => Err(Oops::wrong(format!("{case} is not in the hands of {by}"))),
        Err(Failure::NotFound) => Err(Oops::wrong(format!("{case} has no person {person}, or is not in the hands of {by}"))),
        Err(failure) => Err(failure.into()),
    }
}

/// Which room reads a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Petition,
    Mediation,
}

fn find(house: &House, tenant: TenantId, case: &str) -> Result<(StreamId, Room), Oops> {
    let number = case.to_owned();
    let found = house.db().read_here(move |tx| {
        let petition = tx.first::<Numbered>(select!(Numbered, "FROM case_file WHERE tenant = $1 AND number = $2"), args![tenant, &number])?;
        if let Some(found) = petition {
            return Ok(Some((found.stream, Room::Petition)));
        }
        let talk = tx.first::<Numbered>(select!(Numbered, "FROM mediation WHERE tenant = $1 AND number = $2"), args![tenant, &number])?;
        Ok(talk.map(|found| (found.stream, Room::Mediation)))
    })?;
    found.ok_or_else(|| Oops::wrong(format!("there is no case {case}")))
}
