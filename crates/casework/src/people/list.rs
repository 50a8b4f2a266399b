//! 名单确认: all posts of a staff list confirmed, or refused, in one act by the second person, who was shown each of them.
//!
//! What a rule forbids in the meantime (somebody became an administrator, an account ended) is left waiting with its reason,
//! and the others take effect.

use super::{
    People, account,
    grant::{give, told, touched},
    proposal::{self, Confirmers, Proposal},
};
use crate::{
    asker::Asker,
    organ::{self, Directory, Touched},
};
use kernel::{
    Moment, Refusal,
    id::{AccountId, TenantId},
};
use serde_json::json;
use store::{Failure, Tx, args};

/// So many changes stand in one entry of the record of the house.
const AT_ONCE: usize = 100;

/// What came of a list.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// How many took effect, or were refused.
    pub done: usize,
    /// What is left waiting, and why.
    pub left: Vec<(AccountId, Refusal)>,
}

impl People {
    /// Confirms every post of a list: each begins now, as if it had been confirmed by itself.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for who does not see it, or when nothing of it waits.
    pub async fn confirm_list(&self, asker: &Asker, list: i64) -> Result<Settled, Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let (tenant, suite, now, asker) = (asker.tenant, house.vault().suite(), house.now(), asker.clone());
        let (settled, holders) = house
            .db()
            .write(move |tx| {
                organ::hold_county(tx, tenant)?;
                let (waiting, confirmers) = waiting(tx, &directory, &asker, list, now)?;
                let (mut settled, mut holders, mut rows) = (Settled::default(), vec![], vec![]);
                for found in waiting {
                    match confirm(tx, tenant, &confirmers, &found, &asker, now) {
                        Ok(()) => {
                            rows.extend([Touched::new("post", args![found.post]), touched(&found)]);
                            holders.push(found.account);
                        }
                        Err(Failure::Refused(refusal)) => settled.left.push((found.account, refusal)),
                        Err(failure) => return Err(failure),
                    }
                }
                settled.done = holders.len();
                for part in rows.chunks(AT_ONCE * 2) {
                    let payload = json!({ "list": list.to_string(), "posts": settled.done, "left": settled.left.len() });
                    organ::record_rows(tx, suite, tenant, asker.account, now, "list_confirmed", &payload, part)?;
                }
                Ok((settled, holders))
            })
            .await?;
        for holder in holders {
            self.forget_account(tenant, holder);
        }
        Ok(settled)
    }

    /// Refuses what waits of a list, with one reason.
    ///
    /// # Errors
    /// `POST_REASON`; [`Failure::NotFound`] for who does not see it, or when nothing of it waits.
    pub async fn refuse_list(&self, asker: &Asker, list: i64, answer: &str) -> Result<Settled, Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let (tenant, suite, now, asker, answer) = (asker.tenant, house.vault().suite(), house.now(), asker.clone(), told(answer));
        house
            .db()
            .write(move |tx| {
                let (waiting, _) = waiting(tx, &directory, &asker, list, now)?;
                let answer = answer.clone()?;
                for part in waiting.chunks(AT_ONCE) {
                    for found in part {
                        proposal::settle(tx, tenant, found.proposal, proposal::REFUSED, asker.account, now, &answer)?;
                    }
                    let rows: Vec<Touched> = part.iter().map(touched).collect();
                    let payload = json!({ "list": list.to_string(), "answer": answer });
                    organ::record_rows(tx, suite, tenant, asker.account, now, "list_refused", &payload, &rows)?;
                }
                Ok(Settled { done: waiting.len(), left: vec![] })
            })
            .await
    }
}

/// What waits of a list for this asker in the post that he is in, each held.
fn waiting(tx: &Tx<'_>, directory: &Directory, asker: &Asker, list: i64, now: Moment) -> Result<(Vec<Proposal>, Confirmers), Failure> {
    let confirmers = Confirmers::read(tx, asker.tenant, directory, now.local_day())?;
    let mut waiting = vec![];
    for found in proposal::waiting(tx, asker.tenant)?.into_iter().filter(|found| list != 0 && found.list == list) {
        if confirmers.of(&found).iter().any(|post| post.post == asker.post && post.account == asker.account) {
            let held = proposal::held(tx, asker.tenant, found.proposal)?;
            waiting.extend((held.state == proposal::WAITS).then_some(held));
        }
    }
    if waiting.is_empty() { Err(Failure::NotFound) } else { Ok((waiting, confirmers)) }
}

fn confirm(tx: &Tx<'_>, tenant: TenantId, confirmers: &Confirmers, found: &Proposal, asker: &Asker, now: Moment) -> Result<(), Failure> {
    let holder = account::held(tx, tenant, found.account)?;
    if !confirmers.may_still_ask(found) || holder.disabled_on.is_some() {
        return Err(Refusal::new("PROPOSAL_STALE", "9.2").into());
    }
    // Looks before it writes: what it refuses leaves nothing behind, and the others of the list go on.
    give(tx, tenant, found, now.local_day())?;
    proposal::settle(tx, tenant, found.proposal, proposal::CONFIRMED, asker.account, now, "")?;
    Ok(())
}
