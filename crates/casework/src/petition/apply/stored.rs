//! What is only stored, and what becomes of it.

use super::When;
use crate::petition::{
    event::Did,
    model::{Keeping, Petition, label},
};

pub(super) fn apply(petition: &mut Petition, did: &Did, when: When) {
    let day = when.acted_on;
    match did {
        Did::TermSet { term, .. } => petition.set_term.clone_from(term),
        Did::StoredOnly { term, why, closed_on, ends_on } => {
            petition.label |= label::STORED;
            petition.keeping = Some(Keeping {
                term: term.clone(),
                why: why.clone(),
                closed_on: *closed_on,
                ends_on: *ends_on,
                stored_on: day,
                asked_by: None,
                basis: String::new(),
                until: None,
                destroyed_on: None,
            });
        }
        Did::DestructionAsked { basis } => decided(petition, |keeping| (keeping.asked_by, keeping.basis) = (Some(when.actor), basis.clone())),
        Did::DestructionRefused { .. } => decided(petition, |keeping| (keeping.asked_by, keeping.basis) = (None, String::new())),
        Did::KeptStored { basis, until } => {
            decided(petition, |keeping| (keeping.asked_by, keeping.basis, keeping.until) = (None, basis.clone(), Some(*until)));
        }
        Did::Destroyed { basis, .. } => {
            decided(petition, |keeping| (keeping.basis, keeping.destroyed_on) = (basis.clone(), Some(day)));
            // What is left of it hides nobody: number, days, stages.
            petition.label &= !label::STORED;
            petition.narrative_erased_on.get_or_insert(day);
            petition.facts.erased_on = Some(day);
            for person in &mut petition.persons {
                person.erased_on.get_or_insert(day);
            }
        }
        _ => {}
    }
}

fn decided(petition: &mut Petition, change: impl FnOnce(&mut Keeping)) {
    if let Some(keeping) = &mut petition.keeping {
        change(keeping);
    }
}
