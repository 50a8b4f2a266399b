//! 抹去一人: her key is destroyed, her index rows and files go, the others and the chain stay whole (PIPL art 47, C-87).

use super::{
    command::Actor,
    event::{Did, Event},
    policy,
};
use crate::{Asker, House, Role};
use kernel::{Refusal, id::StreamId};
use store::{Failure, args, sql};

/// Erases one person of a matter. `basis` is the legal basis, in words without personal data.
///
/// # Errors
/// [`Failure::NotFound`]; `NOT_YOURS` for anyone but the head of an organ that has it; `EMPTY` without a basis;
/// `ALREADY_ERASED`.
pub async fn erase_person(house: &House, asker: &Asker, stream: StreamId, subject: i64, basis: &str) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let (petition, _) = super::carry::look_up(house, asker.tenant, stream).await?;
    if !policy::sees(&sight, &petition) {
        return Err(Failure::NotFound);
    }
    if asker.role != Role::Head {
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
            let (head, snapshot) = super::carry::hold(tx, tenant, stream)?;
            let before = snapshot.petition()?;
            let person = before.persons.iter().find(|person| person.subject == subject).ok_or(Failure::NotFound)?;
            if person.erased_on.is_some() {
                return Err(Refusal::new("ALREADY_ERASED", "C-87").into());
            }
            let event = Event::new(Did::PersonErased { subject, basis: basis.clone() }, vec![]);
            super::carry::keep_as(tx, &shared, tenant, stream, actor, now, &before, &head, &event)?;
            store::keys::destroy(tx, tenant, stream, subject, now)?;
            tx.execute(sql!("DELETE FROM blind WHERE tenant = $1 AND stream = $2 AND subject = $3"), args![tenant, stream, subject])?;
            let drafts = format!("%:{stream}");
            tx.execute(sql!("DELETE FROM draft WHERE tenant = $1 AND form LIKE $2"), args![tenant, drafts])?;
            Ok(store::files::erase(tx, tenant, stream, subject, now)?)
        })
        .await?;
    for digest in digests {
        // A body that cannot be removed now is unreadable already, and is swept later.
        let _swept_later = house.files().remove(tenant, &digest);
    }
    Ok(())
}
