//! Who decides what the organ that holds a matter may not decide itself: who is competent (art 24), whether somebody steps back
//! (art 28(3)). A matter must not lie where nobody could decide it today, nor before anybody whom it is hidden from: an accusation
//! is decided by those who are cleared for it, and neither by the accused organ nor by one under it (C-30).

use super::{
    model::{MatterType, Petition, Recused, label},
    policy,
};
use crate::{
    House, Role,
    organ::{Directory, Organ},
    people::post::{self, Post},
};
use kernel::{
    Refusal,
    id::{AccountId, OrganId, TenantId},
};
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
        if self.petition.is_sealed() {
            return self.of_sealed(of);
        }
        let (holder, officer) = (self.petition.holder, self.petition.officer);
        let own = matches!(of, Recused::Officer(_)).then_some(holder);
        let above = self.directory.organs_above(holder).into_iter().rev().skip(1);
        let office = self.directory.petition_office().map(|office| office.organ);
        let order = own.into_iter().chain(self.directory.body_above(holder)).chain(above).chain(office).chain(self.discipline());
        let free: Vec<OrganId> = order.filter(|organ| (Some(*organ) == own || *organ != holder) && !self.is_barred(*organ)).collect();
        let decides = |organ: &OrganId| {
            let heads: Vec<AccountId> = self.people(*organ, &[Role::Head]).collect();
            let is_beside = *organ == holder && heads.contains(&officer);
            !is_beside && heads.iter().any(|head| *head != officer)
        };
        let other = || free.iter().find(|organ| **organ != holder);
        free.iter().find(|organ| decides(organ)).or_else(other).copied()
    }

    /// As [`Self::of_recusal`] of an accusation: the discipline organ, the organs above, the petition office, then any other where
    /// somebody cleared is at work. Never the organ that it is about, one under it or one that continues its powers; nor the accused.
    fn of_sealed(&self, of: Recused) -> Option<OrganId> {
        let holder = self.petition.holder;
        let above = self.directory.organs_above(holder).into_iter().rev().skip(1);
        let office = self.directory.petition_office().map(|office| office.organ);
        let every = self.directory.organs().map(|organ| organ.organ);
        let order = self.discipline().chain(self.directory.body_above(holder)).chain(above).chain(office).chain(every);
        let mut free: Vec<OrganId> = vec![];
        for organ in order.filter(|organ| self.is_clear_of(*organ, of)) {
            if !free.contains(&organ) {
                free.push(organ);
            }
        }
        let is_beside = |organ: OrganId| matches!(of, Recused::Officer(officer) if self.cleared(organ).any(|one| one == officer));
        free.iter()
            .find(|organ| !is_beside(**organ) && self.can_decide(**organ, of))
            .or_else(|| free.iter().find(|organ| self.can_decide(**organ, of)))
            .copied()
    }

    /// Whom she names: an organ as a whole, or the one officer of it who bears that name.
    ///
    /// # Errors
    /// `RECUSAL_WHOM` without an organ; `RECUSAL_UNKNOWN` for a name that none there bears, or more than one.
    pub fn named(&self, organ: OrganId, name: &str) -> Result<Recused, Refusal> {
        if self.directory.organ(organ).is_none_or(|organ| organ.ended_on.is_some()) {
            return Err(Refusal::new("RECUSAL_WHOM", "C-24").at("recused_organ"));
        }
        let name: String = name.chars().filter(|sign| !sign.is_whitespace()).collect();
        if name.is_empty() {
            return Ok(Recused::Organ(organ));
        }
        // Of all who work there, whatever they may open: who is cleared is nobody's to learn.
        let mut bear: Vec<AccountId> = self.at_work.iter().filter(|one| one.organ == organ).map(|one| one.account).collect();
        bear.retain(|account| self.directory.person(*account) == name);
        bear.sort_unstable();
        bear.dedup();
        match bear.as_slice() {
            [one] => Ok(Recused::Officer(*one)),
            _ => Err(Refusal::new("RECUSAL_UNKNOWN", "C-24").at("recused_name")),
        }
    }

    /// Whether an organ may decide: the matter is not hidden from it, and it is neither the one asked about nor under it.
    fn is_clear_of(&self, organ: OrganId, of: Recused) -> bool {
        let is_own = matches!(of, Recused::Organ(asked) if self.directory.stands_for(organ).contains(&asked));
        !is_own && !self.is_barred(organ)
    }

    /// Whether somebody of an organ could decide today: one who sees the matter, may decide, and is not asked about.
    #[must_use]
    pub fn can_decide(&self, organ: OrganId, of: Recused) -> bool {
        let is_other = |account: AccountId| !matches!(of, Recused::Officer(officer) if officer == account);
        let somebody = if self.petition.is_sealed() { self.cleared(organ).any(is_other) } else { self.people(organ, &[Role::Head]).any(is_other) };
        somebody && self.is_clear_of(organ, of)
    }

    /// Whether nobody but `of` could go on with a sealed matter where it lies: it would wait where nobody opens it.
    #[must_use]
    pub fn leaves_nobody(&self, of: Recused) -> bool {
        let is_other = |account: AccountId| !matches!(of, Recused::Officer(officer) if officer == account);
        self.petition.is_sealed() && !self.cleared(self.petition.holder).any(is_other)
    }

    /// Who decides what she asked of who handles it, when whoever was to decide does not see the matter as it is typed now; `None` while
    /// he does, or nothing is asked.
    #[must_use]
    pub fn as_typed(&self, typed: MatterType, bars: &[i64], refuge: Option<OrganId>) -> Option<OrganId> {
        let open = self.petition.open_recusal()?;
        let mut petition = self.petition.clone();
        petition.label = if typed == MatterType::Accusation { label::ACCUSATION } else { 0 };
        petition.bars.extend(bars);
        petition.holder = refuge.unwrap_or(petition.holder);
        let now = Deciders { petition: &petition, at_work: self.at_work.clone(), ..*self };
        if now.can_decide(open.decider, open.of) { None } else { now.of_recusal(open.of).filter(|judge| *judge != open.decider) }
    }

    fn discipline(&self) -> impl Iterator<Item = OrganId> {
        self.directory.discipline().map(|organ| organ.organ)
    }

    /// Who of an organ is cleared for accusations and decides on them.
    fn cleared(&self, organ: OrganId) -> impl Iterator<Item = AccountId> {
        let is_discipline = self.directory.organ(organ).is_some_and(Organ::is_discipline);
        self.people(organ, if is_discipline { &[Role::Triage, Role::Head] } else { &[Role::Triage] })
    }
}
