//! Who decides what the organ that holds a matter may not decide itself: who is competent (art 24), whether somebody steps back
//! (art 28(3)). A matter must not lie where nobody could decide it today, nor before anybody whom it is hidden from.

use super::{
    model::{Petition, Recused},
    policy,
};
use crate::{
    House, Role,
    organ::Directory,
    people::post::{self, Post},
};
use kernel::id::{AccountId, OrganId, TenantId};
use store::Failure;

/// Who could decide in one matter today.
pub struct Deciders<'a> {
    house: &'a House,
    tenant: TenantId,
    directory: &'a Directory,
    petition: &'a Petition,
    at_work: Vec<Post>,
}

impl<'a> Deciders<'a> {
    /// Reads who is at work.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(house: &'a House, tenant: TenantId, directory: &'a Directory, petition: &'a Petition) -> Result<Self, Failure> {
        let today = house.today();
        let at_work = house.db().glance(move |tx| Ok(post::at_work(tx, tenant, today)?)).await?;
        Ok(Self { house, tenant, directory, petition, at_work })
    }

    /// Whether the matter is hidden from an organ as a whole: it, one above it or one whose powers it continues is barred.
    #[must_use]
    pub fn is_barred(&self, organ: OrganId) -> bool {
        policy::organ_tokens(self.house, self.tenant, self.directory, organ).iter().any(|token| self.petition.bars.contains(token))
    }

    /// Who of an organ sees the matter and is at work in one of `roles`.
    pub fn people(&self, organ: OrganId, roles: &'static [Role]) -> impl Iterator<Item = AccountId> {
        let here = self.at_work.iter().filter(move |one| one.organ == organ && one.is_one_of(roles)).map(|one| one.account);
        here.filter(|account| !self.petition.bars.contains(&policy::account_token(self.house, self.tenant, *account)))
    }

    /// The organ whose head decides whether `of` steps back: of an officer, his own organ; of a head or of the organ, the one above,
    /// and so on upwards, then the petition office, then discipline. Nobody decides about himself, about his own organ, or about the head
    /// beside whom he stands. One without a head at work is the last choice; `None` when there is none at all.
    #[must_use]
    pub fn of_recusal(&self, of: Recused) -> Option<OrganId> {
        let (holder, officer) = (self.petition.holder, self.petition.officer);
        let own = matches!(of, Recused::Officer(_)).then_some(holder);
        let above = self.directory.organs_above(holder).into_iter().rev().skip(1);
        let office = self.directory.petition_office().map(|office| office.organ);
        let discipline = self.directory.organs().filter(|organ| organ.kind == "discipline").map(|organ| organ.organ);
        let order = own.into_iter().chain(self.directory.body_above(holder)).chain(above).chain(office).chain(discipline);
        let free: Vec<OrganId> = order.filter(|organ| (Some(*organ) == own || *organ != holder) && !self.is_barred(*organ)).collect();
        let decides = |organ: &OrganId| {
            let heads: Vec<AccountId> = self.people(*organ, &[Role::Head]).collect();
            let is_beside = *organ == holder && heads.contains(&officer);
            !is_beside && heads.iter().any(|head| *head != officer)
        };
        let other = || free.iter().find(|organ| **organ != holder);
        free.iter().find(|organ| decides(organ)).or_else(other).copied()
    }
}
