//! Whole lives: a registration with everything that followed it, in one transaction, for loads that bring many.

use super::{Prepared, begin, keep_keys, next_number};
use crate::{
    CaseKeys, House, Vault,
    petition::{
        apply::{self, When},
        event::{Did, Event},
        model::Petition,
        reading,
    },
};
use kernel::{Day, id::StreamId};
use store::{
    Failure, Tx,
    ledger::{self, NewEvent, Stamp},
};

/// What followed a registration: who did what, when, and for which day.
#[derive(Debug, Clone)]
pub struct Later {
    /// Who wrote it down, and when.
    pub stamp: Stamp,
    /// The day on which it happened.
    pub acted_on: Day,
    /// What happened.
    pub event: Event,
}

/// Writes a registration with everything that followed it: for loads that bring whole lives (`bench seed`). Every event
/// is appended as its command would append it; the readings, which are a function of the state, are written once. The
/// state that it all comes to.
///
/// # Errors
/// What the database says.
pub fn write_whole(tx: &Tx<'_>, house: &House, prepared: &Prepared, later: &[Later]) -> Result<Petition, Failure> {
    let Prepared { tenant, stream, .. } = prepared;
    let (mut petition, _, mut head) = begin(tx, house, prepared)?;
    for one in later {
        let mut event = one.event.clone();
        if let Did::OpinionSigned { doc_no, counter, .. } = &mut event.did {
            let nth = next_number(tx, *tenant, counter)?;
            doc_no.push_str(&format!("{nth}号"));
        }
        let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on: one.acted_on };
        head = ledger::append(tx, house.vault().suite(), *tenant, *stream, &head, &one.stamp, &[new])?;
        apply::apply(&mut petition, &event, When { actor: one.stamp.actor, organ: one.stamp.organ, acted_on: one.acted_on, at: one.stamp.at });
    }
    reading::write_new(tx, *tenant, &petition, &head, house.calendar())?;
    keep_keys(tx, prepared)?;
    Ok(petition)
}

impl Prepared {
    /// The stream that it begins.
    #[must_use]
    pub const fn stream(&self) -> StreamId {
        self.stream
    }

    /// The matter as it will begin, its number not yet drawn: for deciding what follows.
    #[must_use]
    pub fn petition(&self) -> Option<Petition> {
        apply::begin(
            self.stream,
            &self.event,
            When { actor: self.stamp.actor, organ: self.stamp.organ, acted_on: self.acted_on(), at: self.stamp.at },
        )
    }

    /// Its keys, open.
    #[must_use]
    pub fn open_keys(&self, vault: &Vault) -> CaseKeys {
        vault.unwrap(self.tenant, self.stream, &super::wrapped(&self.keys))
    }
}
