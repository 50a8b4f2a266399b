//! 抹去一人: a party's key is destroyed and the key under which lies what she told alone; the others and the chain stay whole (PIPL art 47).

use super::{carry, event::Did, policy};
use crate::{
    Asker, House, Role,
    petition::{command::Actor, destroy, policy as sights},
};
use kernel::{Refusal, id::StreamId};
use store::Failure;

/// Erases one party. `basis` is the legal basis, in words without personal data.
///
/// # Errors
/// [`Failure::NotFound`]; `NOT_YOURS` for anyone but the head of an organ that has it; `EMPTY` without a basis; `ALREADY_ERASED`.
pub async fn erase(house: &House, asker: &Asker, stream: StreamId, subject: i64, basis: &str) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = sights::sight(house, &directory, asker);
    let (mediation, _) = carry::look_up(house, asker.tenant, stream).await?;
    if !policy::sees(asker, &sight, &mediation) {
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
            let did = Did::PersonErased { subject, basis: basis.clone() };
            carry::keep_erasure(tx, &shared, tenant, stream, actor, now, subject, did)?;
            let mut digests = destroy::subject(tx, tenant, stream, subject, now)?;
            digests.extend(destroy::subject(tx, tenant, stream, super::model::apart_of(subject), now)?);
            Ok(digests)
        })
        .await?;
    for digest in digests {
        // A body that cannot be removed now is unreadable already, and is swept later.
        let _swept_later = house.files().remove(tenant, &digest);
    }
    Ok(())
}
