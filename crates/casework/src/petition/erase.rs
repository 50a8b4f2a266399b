//! 抹去一人: her key is destroyed, her index rows and files go, the others and the chain stay whole (PIPL art 47, C-87).
//!
//! 抹去叙述: the narrative's key is destroyed when the law asks for that (a court's order, the end of keeping, the data of
//! all parties): title, words, claims, answers and notes are nowhere; number, days, stages, clocks and figures stay.

use super::{
    command::Actor,
    event::{Did, Event},
    policy,
};
use crate::{Asker, House, Role};
use kernel::{Refusal, id::StreamId};
use store::Failure;

/// What is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// One person, by her number within the matter.
    Person(i64),
    /// What was said: everything under the narrative's key.
    Narrative,
}

impl Erased {
    /// The subject whose key is destroyed.
    const fn subject(self) -> i64 {
        match self {
            Self::Person(subject) => subject,
            Self::Narrative => store::keys::NARRATIVE,
        }
    }
}

/// Erases one person of a matter. `basis` is the legal basis, in words without personal data.
///
/// # Errors
/// As [`erase`].
pub async fn erase_person(house: &House, asker: &Asker, stream: StreamId, subject: i64, basis: &str) -> Result<(), Failure> {
    erase(house, asker, stream, Erased::Person(subject), basis).await
}

/// Erases a person or the narrative of a matter. `basis` is the legal basis, in words without personal data.
///
/// # Errors
/// [`Failure::NotFound`]; `NOT_YOURS` for anyone but the head of an organ that has it, his deputy too; `EMPTY` without a basis;
/// `ALREADY_ERASED`.
pub async fn erase(house: &House, asker: &Asker, stream: StreamId, what: Erased, basis: &str) -> Result<(), Failure> {
    let subject = what.subject();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let (petition, _) = super::carry::look_up(house, asker.tenant, stream).await?;
    if !policy::sees(&sight, &petition) {
        return Err(Failure::NotFound);
    }
    // A deputy decides none: it cannot be taken back when the head returns.
    if asker.role != Role::Head || asker.stands_for.is_some() {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "erase").into());
    }
    if basis.trim().is_empty() {
        return Err(Refusal::new("EMPTY", "C-87").arg("field", "basis").at("basis").into());
    }
    let (shared, tenant, now, basis) = (house.clone(), asker.tenant, house.now(), basis.trim().to_owned());
    let actor = Actor::Officer(asker.account, asker.organ, asker.role);
    let digests = house
        .db()
        .write(move |tx| {
            let (head, snapshot) = super::carry::hold(tx, tenant, stream)?;
            let before = snapshot.petition()?;
            let (erased_on, did) = match what {
                Erased::Person(_) => {
                    let person = before.persons.iter().find(|person| person.subject == subject).ok_or(Failure::NotFound)?;
                    (person.erased_on, Did::PersonErased { subject, basis: basis.clone() })
                }
                Erased::Narrative => (before.narrative_erased_on, Did::NarrativeErased { basis: basis.clone() }),
            };
            // A list kept apart may have brought the erasure without its event.
            let key = store::keys::one(tx, tenant, stream, subject)?.ok_or(Failure::NotFound)?;
            if erased_on.is_some() || key.erased_at.is_some() {
                return Err(Refusal::new("ALREADY_ERASED", "C-87").into());
            }
            let event = Event::new(did, vec![]);
            super::carry::keep_as(tx, &shared, tenant, stream, actor, now, &before, &head, &event)?;
            super::destroy::subject(tx, tenant, stream, subject, now)
        })
        .await?;
    for digest in digests {
        // A body that cannot be removed now is unreadable already, and is swept later.
        let _swept_later = house.files().remove(tenant, &digest);
    }
    Ok(())
}
