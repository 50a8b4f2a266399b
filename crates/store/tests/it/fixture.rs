//! Short ways to fill a ledger.

use kernel::{
    crypto::{DataKey, MasterKey, Suite},
    day::Day,
    id::{AccountId, OrganId, StreamId, TenantId},
    moment::Moment,
    random::SeededRandom,
};
use store::{
    Db, Failure, Tx, args, keys,
    ledger::{self, Head, NewEvent, Stamp},
    sql,
};

pub const TENANT: TenantId = TenantId::new(1);
pub const OTHER: TenantId = TenantId::new(2);
pub const SUITE: Suite = Suite::Intl;

pub fn at(millis: i64) -> Moment {
    Moment::from_millis(1_757_000_000_000 + millis)
}

pub fn stamp(millis: i64) -> Stamp {
    Stamp { actor: AccountId::new(7), organ: OrganId::new(8), at: at(millis) }
}

pub fn event(payload: &str) -> NewEvent {
    NewEvent { kind: "Noted", payload: payload.to_owned(), acted_on: Day::parse("2025-09-05").unwrap() }
}

/// Appends behind the stream's present end.
pub fn append(tx: &Tx<'_>, tenant: TenantId, stream: i64, millis: i64, payload: &str) -> Result<Head, Failure> {
    let stream = StreamId::new(stream);
    let head = ledger::load(tx, tenant, stream)?.pop().map_or_else(Head::empty, |last| Head { version: last.version, hash: last.hash });
    ledger::append(tx, SUITE, tenant, stream, &head, &stamp(millis), &[event(payload)])
}

/// The streams that have events, one each.
pub fn streams(tx: &Tx<'_>) -> Result<Vec<i64>, Failure> {
    let mut found = vec![];
    tx.values("SELECT stream FROM event ORDER BY stream", &[], &mut |columns| {
        found.push(store::FromValue::from_value(columns.next().unwrap())?);
        Ok(())
    })?;
    Ok(found)
}

/// Two counties.
pub fn tenants(db: &Db) {
    db.write_here(|tx| {
        for tenant in [TENANT, OTHER] {
            tx.execute(sql!("INSERT INTO tenant (tenant, name, suite, created_at) VALUES ($1, $2, 1, $3)"), args![tenant, "桐庐县", at(0)])?;
        }
        Ok(())
    })
    .unwrap();
}

pub fn master() -> MasterKey {
    MasterKey::from_bytes(SUITE, &[5; 32]).unwrap()
}

/// A data key that is kept for a person of a case.
pub fn person(db: &Db, stream: i64, subject: i64) -> DataKey {
    let key = DataKey::generate(&SeededRandom::new(stream.unsigned_abs() * 100 + subject.unsigned_abs()));
    let wrapped = master().wrap(&key, format!("{stream}/{subject}").as_bytes());
    db.write_here(move |tx| {
        keys::keep(tx, TENANT, StreamId::new(stream), subject, &wrapped)?;
        tx.execute(
            sql!("INSERT INTO blind (tenant, season, token, stream, subject) VALUES ($1, $2, $3, $4, $5)"),
            args![TENANT, StreamId::new(stream).season(), stream * 1000 + subject, StreamId::new(stream), subject],
        )?;
        Ok(())
    })
    .unwrap();
    key
}
