//! Whose matter a slip opens: her own, and the living one in which it goes on when it was merged.

use crate::{citizen::Citizen, state::Web};
use casework::petition::{citizen, page::Case, pair};
use kernel::{id::StreamId, refusal::Refusal};
use store::Failure;

/// Her matter, and where it goes on when it was merged into another of hers.
pub struct Hers {
    /// The matter of her slip.
    pub own: Case,
    /// Where it goes on.
    pub living: Option<Case>,
    /// Whether the records themselves tell of every matter on the way that it is hers: only then are the other's words and papers shown here.
    pub is_sure: bool,
}

impl Hers {
    /// The matter whose way her page shows.
    pub fn goes_on(&self) -> &Case {
        self.living.as_ref().unwrap_or(&self.own)
    }

    /// The matters whose papers she may read with this slip.
    pub fn readable(&self) -> impl Iterator<Item = &Case> {
        std::iter::once(&self.own).chain(self.living.iter().filter(|_| self.is_sure))
    }

    /// The matter on which she acts with this slip: where it goes on, when the records tell that both are hers.
    pub fn acted_on(&self) -> &Case {
        self.living.as_ref().filter(|_| self.is_sure).unwrap_or(&self.own)
    }

    /// The matter that she rates with this slip.
    ///
    /// # Errors
    /// `RATE_OTHER_SLIP` where it is not sure that the living matter is hers: its own slip rates it.
    pub fn rated_on(&self) -> Result<StreamId, Refusal> {
        match &self.living {
            Some(living) if !self.is_sure => Err(Refusal::new("RATE_OTHER_SLIP", "C-70").arg("number", living.petition.number.as_str())),
            _ => Ok(self.goes_on().petition.stream),
        }
    }
}

/// Her matter; `None` when her slip was replaced by another since.
pub async fn hers(web: &Web, citizen: Citizen) -> Result<Option<Hers>, Failure> {
    let own = citizen::follow(web.house(), citizen.tenant, citizen.stream).await?;
    if own.petition.code_issue != citizen.issue {
        return Ok(None);
    }
    let (living, is_sure) = match pair::living(web.house(), citizen.tenant, &own.petition).await? {
        Some(living) => (Some(citizen::follow(web.house(), citizen.tenant, living.petition.stream).await?), living.is_sure),
        None => (None, false),
    };
    Ok(Some(Hers { own, living, is_sure }))
}
