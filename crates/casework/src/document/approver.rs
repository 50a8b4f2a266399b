//! Who may approve that a seal is used: a second person, always. Behind each seal stand who asks for it and who approves it; neither is
//! the other's account, the one whom the other stands in for, or his deputy. Where the letter is an answer that was drafted, whoever
//! drafted it does not approve it either. An organ whose only head is one of these asks the head of the organ above.

use super::data::Data;
use crate::{
    Asker, House, Role,
    organ::Directory,
    people::post::{self, Post},
    petition::{Did, page::Case, policy},
};
use kernel::{
    Refusal,
    id::{AccountId, OrganId},
};
use paper::Kind;
use store::Failure;

/// One who may approve, and of which organ he is the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approver {
    /// His account.
    pub account: AccountId,
    /// The organ.
    pub organ: OrganId,
}

/// Who may approve one letter.
pub struct Approvers {
    /// Who asks, for whom he does, and who drafted what the letter answers.
    behind: Vec<AccountId>,
    /// Who may.
    pub may: Vec<Approver>,
}

impl Approvers {
    /// Reads who is at work.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(house: &House, asker: &Asker, case: &Case, kind: Kind) -> Result<Self, Failure> {
        let (tenant, today) = (asker.tenant, house.today());
        let at_work = house.db().glance(move |tx| Ok(post::at_work(tx, tenant, today)?)).await?;
        let drafted = case.petition.opinion.as_ref().filter(|_| kind == Kind::Opinion).and_then(|opinion| opinion.drafted_by);
        let behind: Vec<AccountId> = std::iter::once(asker.account).chain(asker.stands_for).chain(drafted).collect();
        let seeker = Seeker { house, asker, case, at_work: &at_work, behind: &behind };
        let may = seeker.signer(kind).map_or_else(|| seeker.heads(), |signer| vec![signer]);
        Ok(Self { behind, may })
    }

    /// Whether this account may approve.
    ///
    /// # Errors
    /// `SEAL_TWO_PERSONS` for who asks or drafted; `APPROVER_MISSING` for anybody else.
    pub fn check(&self, account: AccountId) -> Result<(), Refusal> {
        if self.may.iter().any(|one| one.account == account) {
            return Ok(());
        }
        let code = if self.behind.contains(&account) { "SEAL_TWO_PERSONS" } else { "APPROVER_MISSING" };
        Err(Refusal::new(code, "T-00").at("approved_by"))
    }

    /// How a letter names who approved it: `本单位负责人潘致远`, or by the organ above.
    #[must_use]
    pub fn named(&self, directory: &Directory, own: OrganId, account: AccountId) -> String {
        let organ = self.may.iter().find(|one| one.account == account).map_or(own, |one| one.organ);
        let of = if organ == own { "本单位" } else { directory.organ_name(organ) };
        format!("{of}负责人{}", directory.person(account))
    }
}

struct Seeker<'a> {
    house: &'a House,
    asker: &'a Asker,
    case: &'a Case,
    at_work: &'a [Post],
    behind: &'a [AccountId],
}

impl Seeker<'_> {
    /// Who signed the opinion, or agreed to the extension: he has approved what it says, and approves its seal, unless it is his own draft or his own request.
    fn signer(&self, kind: Kind) -> Option<Approver> {
        let organ = self.asker.organ;
        let signed = self.case.events.iter().rev().find_map(|(stored, event)| match (&event.did, kind) {
            (Did::OpinionSigned { .. }, Kind::Opinion) if stored.organ == organ => Some((stored.actor, event.stands_for)),
            _ => None,
        });
        // The head who agreed to an extension approves the seal on its notice.
        let agreed = || Data { case: self.case, organ }.extension_approver().filter(|_| kind == Kind::Extension).map(|head| (head, None));
        let (account, stands_for) = signed.or_else(agreed)?;
        let is_apart = std::iter::once(account).chain(stands_for).all(|one| !self.behind.contains(&one));
        is_apart.then_some(Approver { account, organ })
    }

    /// The heads of the asker's organ; where none of them stands apart, those of the nearest organ above where one does.
    fn heads(&self) -> Vec<Approver> {
        let (directory, own) = (&self.case.directory, self.asker.organ);
        let above = directory.organs_above(own).into_iter().rev();
        let office = directory.petition_office().map(|office| office.organ);
        let order = above.chain(directory.body_above(own)).chain(office);
        order.map(|organ| self.heads_of(organ)).find(|heads| !heads.is_empty()).unwrap_or_default()
    }

    fn heads_of(&self, organ: OrganId) -> Vec<Approver> {
        let (tenant, bars) = (self.asker.tenant, &self.case.petition.bars);
        let barred = policy::organ_tokens(self.house, tenant, &self.case.directory, organ).iter().any(|token| bars.contains(token));
        let heads = self.at_work.iter().filter(|post| post.organ == organ && post.is_one_of(&[Role::Head]) && !barred);
        // A deputy is one with whom he stands in for: who asks does not approve by another's hand.
        let apart = heads.filter(|post| self.persons(post).all(|one| !self.behind.contains(&one)));
        let mut accounts: Vec<AccountId> = apart.map(|post| post.account).collect();
        accounts.retain(|account| !bars.contains(&policy::account_token(self.house, tenant, *account)));
        accounts.sort_unstable();
        accounts.dedup();
        accounts.into_iter().map(|account| Approver { account, organ }).collect()
    }

    /// Who holds a post, and for whom he stands in by it.
    fn persons(&self, held: &Post) -> impl Iterator<Item = AccountId> {
        let original = self.at_work.iter().find(|other| other.post == held.deputy_for).map(|other| other.account);
        std::iter::once(held.account).chain(original)
    }
}
