//! 换班: one asks another to take a span of his, or to change it for one of the other's; the other accepts or does not. Both are on record,
//! and so are the spans as they were. Until it is accepted, whoever has the span has it.

use super::{
    duty::{self, Duty},
    mediator::{self, Mediator},
    write::carry,
};
use crate::{Asker, House, organ::Touched};
use kernel::{
    Moment, Refusal,
    id::{AccountId, DutyId, MediatorId, OrganId, TenantId},
};
use store::{Failure, Tx, args, row, select, sql};

row! {
    /// A question between two mediators.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Swap {
        /// Its number.
        pub swap: i64,
        /// For which studio.
        pub organ: OrganId,
        /// The span that is to go.
        pub duty: DutyId,
        /// The span that is to come for it; 0 for none.
        pub back: DutyId,
        /// Who is asked.
        pub taker: MediatorId,
        /// `waits`, `accepted`, `refused`, `withdrawn`.
        pub state: String,
        /// Who asked.
        pub asked_by: AccountId,
        /// When.
        pub asked_at: Moment,
        /// Who answered, 0 for nobody.
        pub settled_by: AccountId,
        /// When.
        pub settled_at: Option<Moment>,
    }
}

/// The questions of a studio that wait for an answer, oldest first.
///
/// # Errors
/// What the engine says.
pub fn waiting(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Swap>, Failure> {
    Ok(tx.select(select!(Swap, "FROM duty_swap WHERE tenant = $1 AND organ = $2 AND state = 'waits' ORDER BY swap"), args![tenant, organ])?)
}

fn one(tx: &Tx<'_>, tenant: TenantId, swap: i64) -> Result<Swap, Failure> {
    let found: Option<Swap> = tx.first(select!(Swap, "FROM duty_swap WHERE tenant = $1 AND swap = $2"), args![tenant, swap])?;
    found.filter(|one| one.state == "waits").ok_or(Failure::NotFound)
}

fn refuse(code: &'static str, field: &'static str) -> Failure {
    Refusal::new(code, "Z10").at(field).into()
}

/// Asks another mediator of the studio to take a span of the asker's own; `back` is one of the other's that he would take for it.
///
/// # Errors
/// `SWAP_NOT_YOURS`, `SWAP_TAKER`, `SWAP_BACK`, `SWAP_ASKED` (Z10), `DUTY_WHO`, `DUTY_OVERLAP`; [`Failure::NotFound`] for a span that is
/// over or not there.
pub async fn ask(house: &House, asker: &Asker, duty: DutyId, taker: Option<MediatorId>, back: Option<DutyId>) -> Result<(), Failure> {
    let (tenant, account, today, now) = (asker.tenant, asker.account, asker.today, house.now());
    let (swap, taker) = (house.next_id(), taker.ok_or_else(|| refuse("SWAP_TAKER", "taker"))?);
    carry(house, asker, "swap_asked", move |tx| {
        let span = ahead(tx, tenant, duty, now)?;
        let own = mediator::of_account(tx, tenant, account, today)?.filter(|own| own.mediator == span.mediator);
        let own = own.ok_or_else(|| refuse("SWAP_NOT_YOURS", "taker"))?;
        let other: Mediator = mediator::one(tx, tenant, taker)?;
        if other.mediator == own.mediator || other.account.get() == 0 {
            return Err(refuse("SWAP_TAKER", "taker"));
        }
        if waiting(tx, tenant, span.organ)?.iter().any(|one| one.duty == duty) {
            return Err(refuse("SWAP_ASKED", "taker"));
        }
        let given = back.map(|back| ahead(tx, tenant, back, now)).transpose()?;
        if given.as_ref().is_some_and(|given| given.mediator != taker || given.organ != span.organ) {
            return Err(refuse("SWAP_BACK", "back"));
        }
        both_may_stand(tx, tenant, &span, taker, given.as_ref())?;
        tx.execute(
            sql!("INSERT INTO duty_swap (tenant, swap, organ, duty, back, taker, state, asked_by, asked_at, settled_by, settled_at) VALUES ($1, $2, $3, $4, $5, $6, 'waits', $7, $8, 0, NULL)"),
            args![tenant, swap, span.organ, duty, back.unwrap_or(DutyId::new(0)), taker, account, now],
        )?;
        Ok(vec![Touched::new("duty_swap", args![swap])])
    })
    .await
}

/// A span that stands and is not over.
fn ahead(tx: &Tx<'_>, tenant: TenantId, duty: DutyId, now: Moment) -> Result<Duty, Failure> {
    let span = duty::one(tx, tenant, duty)?;
    if span.stands() && span.to_at > now { Ok(span) } else { Err(Failure::NotFound) }
}

/// That both may have what they would have after it.
fn both_may_stand(tx: &Tx<'_>, tenant: TenantId, span: &Duty, taker: MediatorId, given: Option<&Duty>) -> Result<(), Failure> {
    let ending: Vec<DutyId> = std::iter::once(span.duty).chain(given.map(|given| given.duty)).collect();
    duty::may_stand(tx, tenant, &Duty { mediator: taker, ..span.clone() }, &ending)?;
    match given {
        Some(given) => duty::may_stand(tx, tenant, &Duty { mediator: span.mediator, ..given.clone() }, &ending),
        None => Ok(()),
    }
}

/// The one who is asked takes it: the old span ends as swapped, a new one stands in his name.
///
/// # Errors
/// `SWAP_NOT_YOURS`, `DUTY_WHO`, `DUTY_OVERLAP`; [`Failure::NotFound`] for a question that is settled, or a span that is over.
pub async fn accept(house: &House, asker: &Asker, swap: i64) -> Result<(), Failure> {
    let (tenant, account, today, now) = (asker.tenant, asker.account, asker.today, house.now());
    let numbers = [DutyId::new(house.next_id()), DutyId::new(house.next_id())];
    carry(house, asker, "swap_accepted", move |tx| {
        let asked = one(tx, tenant, swap)?;
        is_asked(mediator::of_account(tx, tenant, account, today)?, &asked)?;
        let span = ahead(tx, tenant, asked.duty, now)?;
        let given = if asked.back.get() == 0 { None } else { Some(ahead(tx, tenant, asked.back, now)?) };
        both_may_stand(tx, tenant, &span, asked.taker, given.as_ref())?;
        // Settled first: what else waits for these spans is withdrawn when they end.
        let mut touched = vec![settle(tx, tenant, swap, "accepted", account, now)?];
        let moves = std::iter::once((&span, asked.taker)).chain(given.iter().map(|given| (given, span.mediator)));
        for (number, (old, new_owner)) in numbers.into_iter().zip(moves) {
            touched.extend(duty::end(tx, tenant, old.duty, (account, now), "swapped", "")?);
            // What is going on is taken from now on: who was there until now was there.
            let new = Duty {
                duty: number,
                mediator: new_owner,
                from_at: old.from_at.max(now),
                swapped_from: old.duty,
                written_by: account,
                written_at: now,
                ..old.clone()
            };
            duty::insert(tx, tenant, &new)?;
            touched.push(Touched::new("duty", args![number]));
        }
        Ok(touched)
    })
    .await
}

/// The one who is asked does not take it.
///
/// # Errors
/// `SWAP_NOT_YOURS`; [`Failure::NotFound`] for a question that is settled.
pub async fn refuse_it(house: &House, asker: &Asker, swap: i64) -> Result<(), Failure> {
    let (tenant, account, today, now) = (asker.tenant, asker.account, asker.today, house.now());
    carry(house, asker, "swap_refused", move |tx| {
        let asked = one(tx, tenant, swap)?;
        is_asked(mediator::of_account(tx, tenant, account, today)?, &asked)?;
        Ok(vec![settle(tx, tenant, swap, "refused", account, now)?])
    })
    .await
}

/// Who asked asks no longer.
///
/// # Errors
/// `SWAP_NOT_YOURS`; [`Failure::NotFound`] for a question that is settled.
pub async fn withdraw(house: &House, asker: &Asker, swap: i64) -> Result<(), Failure> {
    let (tenant, account, now) = (asker.tenant, asker.account, house.now());
    carry(house, asker, "swap_withdrawn", move |tx| {
        let asked = one(tx, tenant, swap)?;
        if asked.asked_by != account {
            return Err(refuse("SWAP_NOT_YOURS", "taker"));
        }
        Ok(vec![settle(tx, tenant, swap, "withdrawn", account, now)?])
    })
    .await
}

fn is_asked(own: Option<Mediator>, asked: &Swap) -> Result<(), Failure> {
    if own.is_some_and(|own| own.mediator == asked.taker) { Ok(()) } else { Err(refuse("SWAP_NOT_YOURS", "taker")) }
}

fn settle(tx: &Tx<'_>, tenant: TenantId, swap: i64, state: &str, account: AccountId, now: Moment) -> Result<Touched, Failure> {
    let settling = sql!("UPDATE duty_swap SET state = $3, settled_by = $4, settled_at = $5 WHERE tenant = $1 AND swap = $2 AND state = 'waits'");
    if tx.execute(settling, args![tenant, swap, state, account, now])? == 0 {
        return Err(Failure::NotFound);
    }
    Ok(Touched::new("duty_swap", args![swap]))
}

/// Questions about a span that is gone are withdrawn with it.
pub(super) fn drop_of(tx: &Tx<'_>, tenant: TenantId, duty: DutyId, by: AccountId, now: Moment) -> Result<Vec<Touched>, Failure> {
    let statement = select!(Swap, "FROM duty_swap WHERE tenant = $1 AND (duty = $2 OR back = $2) AND state = 'waits' ORDER BY swap");
    let asked: Vec<Swap> = tx.select(statement, args![tenant, duty])?;
    asked.into_iter().map(|one| settle(tx, tenant, one.swap, "withdrawn", by, now)).collect()
}
