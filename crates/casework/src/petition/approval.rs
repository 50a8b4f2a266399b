//! 审核: who of an organ approves an answer before it is signed.
//!
//! An organ that has named nobody has it signed by its head at once. One that has named some has it approved by one of them
//! who has not drafted it; when none of them is at work any more, it waits until the head names others.

use super::{flow::Verb, model::Petition};
use crate::{
    Asker, House, Role,
    organ::{self, Touched},
    people::post,
};
use kernel::{
    Refusal,
    id::{AccountId, OrganId, TenantId},
};
use serde_json::json;
use store::{Error, Failure, Tx, args, row, select, sql};

row! {
    struct Approver { account: AccountId }
}

/// Who approves in an organ; `None` where nobody has to.
///
/// # Errors
/// What the database says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Option<Vec<AccountId>>, Error> {
    let rows: Vec<Approver> =
        tx.select(select!(Approver, "FROM approver WHERE tenant = $1 AND organ = $2 ORDER BY account"), args![tenant, organ])?;
    Ok(if rows.is_empty() { None } else { Some(rows.into_iter().map(|row| row.account).collect()) })
}

/// As [`of_organ`], read only for the verbs that look at it.
pub(super) fn needed(tx: &Tx<'_>, tenant: TenantId, petition: &Petition, verb: Option<Verb>) -> Result<Option<Vec<AccountId>>, Error> {
    match verb {
        Some(Verb::SignOpinion | Verb::ApproveOpinion | Verb::ReturnDraft) => of_organ(tx, tenant, petition.holder),
        _ => Ok(None),
    }
}

/// Names who approves in the asker's organ; nobody, when answers go out on the head's signature alone.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but a head; `NOT_YOURS` from a deputy's chair; `NOT_A_COLLEAGUE` for an account that handles
/// nothing here today.
pub async fn set(house: &House, asker: &Asker, approvers: Vec<AccountId>) -> Result<(), Failure> {
    if asker.role != Role::Head {
        return Err(Failure::NotFound);
    }
    if asker.stands_for.is_some() {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "approval").into());
    }
    let (tenant, organ, actor, today) = (asker.tenant, asker.organ, asker.account, asker.today);
    let (suite, now) = (house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            let posts = post::of_organ(tx, tenant, organ, today)?;
            let handles = |account: AccountId| {
                posts
                    .iter()
                    .any(|post| post.account == account && post.deputy_for.get() == 0 && matches!(post.role(), Some(Role::Handler | Role::Head)))
            };
            if approvers.iter().any(|account| !handles(*account)) {
                return Err(Refusal::new("NOT_A_COLLEAGUE", "SM-PET").at("approver").into());
            }
            let before = of_organ(tx, tenant, organ)?.unwrap_or_default();
            let mut touched = vec![];
            for account in before.iter().filter(|account| !approvers.contains(account)) {
                tx.execute(sql!("DELETE FROM approver WHERE tenant = $1 AND organ = $2 AND account = $3"), args![tenant, organ, *account])?;
                touched.push(Touched::new("approver", args![organ, *account]));
            }
            for account in approvers.iter().filter(|account| !before.contains(account)) {
                tx.execute(
                    sql!("INSERT INTO approver (tenant, organ, account, set_by, set_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"),
                    args![tenant, organ, *account, actor, now],
                )?;
                touched.push(Touched::new("approver", args![organ, *account]));
            }
            let named: Vec<String> = approvers.iter().map(ToString::to_string).collect();
            let payload = json!({ "organ": organ.to_string(), "approvers": named });
            organ::record_rows(tx, suite, tenant, actor, now, "approvers_set", &payload, &touched)
        })
        .await
}
