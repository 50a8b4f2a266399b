//! 又来了: an item brings a matter again that was answered, and the other's figures know it (K-04, K-10). That it was written down by
//! mistake is a second event in both, with its reason: nothing is taken out.

use super::{Both, Order, Typed, bind, both, hold_two, known_by, merging::was_done};
use crate::{
    Asker, House,
    petition::{
        act::joining,
        carry::look_up,
        command::{Command, decide},
        event::{self, Did, Event},
        flow::Verb,
        model::Petition,
        policy,
        seal::Sealer,
    },
};
use kernel::{
    Day, Refusal,
    id::{StreamId, TenantId},
};
use std::collections::BTreeMap;
use store::{Failure, Tx, ledger};

/// 又来了: the other was answered. This one is handled anew.
///
/// # Errors
/// As [`merge`]; `STILL_LIVING` when the other is not answered yet.
pub async fn bring_again(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, typed: &Typed) -> Result<Petition, Failure> {
    let Both { sight, this, other, .. } = both(house, asker, stream, &typed.number).await?;
    joining::neither_accuses(&other.petition, &this.petition)?;
    if other.petition.facts.delivered_on.is_none() {
        return Err(Refusal::new("STILL_LIVING", "K-10").arg("number", other.petition.number.as_str()).at("into").into());
    }
    let known_by = known_by(&this, &other, &typed.known_by)?;
    let reason = Sealer::new(&this.keys, house.random()).words(&typed.reason);
    let of = other.petition.as_other();
    let command = Command::BringAgain { of, known_by, reason };
    bind(house, asker, sight, stream, other.petition.stream, key, Verb::BringAgain, command, |item| {
        Some(Did::CameBack { by: item.as_other(), received_on: Some(item.received_on) })
    })
    .await
}

/// 撤销又来了: by whoever has the item; the other need not be open to him, for the bond is the item's.
///
/// # Errors
/// As [`crate::petition::carry::carry`]; `NOT_AGAIN` when it brings nothing again, `EMPTY` without a reason.
pub async fn undo_again(house: &House, asker: &Asker, stream: StreamId, key: Option<String>, reason: &str) -> Result<Petition, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let order = Order::of(house, asker, key);
    let (item, keys) = look_up(house, order.tenant, stream).await?;
    let _may = policy::permit(asker, &sight, &item, Some(Verb::UndoAgain))?;
    let Some(two) = item.kin.repeat_of.as_ref().map(|other| other.stream) else {
        return if was_done(house, order).await? { Ok(item) } else { Err(Refusal::new("NOT_AGAIN", "K-10").into()) };
    };
    let (_, other_keys) = look_up(house, order.tenant, two).await?;
    let (own, there) = (Sealer::new(&keys, house.random()).words(reason), Sealer::new(&other_keys, house.random()).words(reason));
    let asker = asker.clone();
    order
        .once(house, stream, move |tx, house, order| {
            let ((head, item), (other_head, other)) = hold_two(tx, order.tenant, stream, two)?;
            let _permit = policy::permit(&asker, &sight, &item, Some(Verb::UndoAgain))?;
            // Taken back and bound to another meanwhile: that other was not looked at.
            if item.kin.repeat_of.as_ref().is_none_or(|of| of.stream != two) {
                return Err(Refusal::new("NOT_AGAIN", "K-10").into());
            }
            let event = decide(&item, Command::UndoAgain { reason: own.clone() }, &order.context(house))?;
            let first = first_of_the_rest(tx, order.tenant, &other, item.stream)?;
            let left = Event::new(Did::CameBackUndone { by: item.as_other(), reason: there.clone(), first }, vec![]);
            let after = order.keep(tx, house, &item, &head, &event)?;
            order.keep(tx, house, &other, &other_head, &left)?;
            order.settle(tx, stream)?;
            Ok(after)
        })
        .await
}

/// The first day on which one of the other items came that bring `petition` again, as its own ledger tells.
fn first_of_the_rest(tx: &Tx<'_>, tenant: TenantId, petition: &Petition, but: StreamId) -> Result<Option<Day>, Failure> {
    let mut came: BTreeMap<StreamId, Day> = BTreeMap::new();
    for stored in ledger::load(tx, tenant, petition.stream)? {
        if let Did::CameBack { by, received_on } =
            event::read(&stored.payload).map_err(|error| Failure::Bug(format!("event {} {}: {error}", stored.stream, stored.version)))?.did
        {
            came.insert(by.stream, received_on.unwrap_or(stored.acted_on));
        }
    }
    let rest = petition.kin.again.iter().filter(|other| other.stream != but);
    Ok(rest.filter_map(|other| came.get(&other.stream)).min().copied())
}
