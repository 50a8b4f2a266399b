//! Who may receive an accusation (art 22(2)): a discipline organ, since whatever else it were sent to could not see it, and it would lie
//! there unread; never whom it accuses or who stands under him (C-30), nor an organ that an accused officer heads (C-37).

use super::policy;
use crate::{Asker, House, Role, organ::Directory, people::post};
use kernel::{
    Refusal,
    id::{AccountId, OrganId, TenantId},
};
use store::Failure;

/// The discipline organs, and who heads them today.
pub struct Receivers<'a> {
    house: &'a House,
    tenant: TenantId,
    directory: &'a Directory,
    heads: Vec<(OrganId, AccountId)>,
}

impl<'a> Receivers<'a> {
    /// Reads who is at work.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(house: &'a House, tenant: TenantId, directory: &'a Directory) -> Result<Self, Failure> {
        let today = house.today();
        let at_work = house.db().glance(move |tx| Ok(post::at_work(tx, tenant, today)?)).await?;
        let heads = at_work.iter().filter(|one| one.is_one_of(&[Role::Head])).map(|one| (one.organ, one.account)).collect();
        Ok(Self { house, tenant, directory, heads })
    }

    /// Whether an accusation that bars these tokens may be given to an organ.
    ///
    /// # Errors
    /// `UNKNOWN_ORGAN` for any but a discipline organ; `ACCUSED_PARTY`; `SELF_HANDLING` when an accused officer heads it.
    pub fn check(&self, to: OrganId, bars: &[i64]) -> Result<(), Refusal> {
        if !self.directory.organ(to).is_some_and(|organ| organ.is_discipline()) {
            return Err(Refusal::new("UNKNOWN_ORGAN", "L1 art 22(2)").at("to"));
        }
        if policy::organ_tokens(self.house, self.tenant, self.directory, to).iter().any(|token| bars.contains(token)) {
            return Err(Refusal::new("ACCUSED_PARTY", "C-30").at("to"));
        }
        if self.heads_of(to).any(|head| bars.contains(&policy::account_token(self.house, self.tenant, head))) {
            return Err(Refusal::new("SELF_HANDLING", "C-37").at("to"));
        }
        Ok(())
    }

    /// Where an accusation goes at once that names the asker, his organ or one above it; `None` when it names none of these.
    ///
    /// # Errors
    /// `ACCUSED_PARTY` when no discipline organ is free of those whom it names.
    pub fn refuge(&self, asker: &Asker, organs: &[OrganId], persons: &[AccountId]) -> Result<Option<OrganId>, Refusal> {
        let of_asker = self.directory.with_continued(asker.organs_above.clone());
        if !persons.contains(&asker.account) && !organs.iter().any(|organ| of_asker.contains(organ)) {
            return Ok(None);
        }
        let is_free = |organ: &OrganId| {
            !self.directory.stands_for(*organ).iter().any(|above| organs.contains(above))
                && !self.heads_of(*organ).any(|head| persons.contains(&head))
        };
        let refuge = self.directory.discipline().map(|organ| organ.organ).find(is_free);
        refuge.map(Some).ok_or_else(|| Refusal::new("ACCUSED_PARTY", "C-30").at("accused"))
    }

    fn heads_of(&self, organ: OrganId) -> impl Iterator<Item = AccountId> {
        self.heads.iter().filter(move |(of, _)| *of == organ).map(|(_, head)| *head)
    }
}
