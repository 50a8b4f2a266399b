//! Setting up a county: its places, organs, and the record of who did it.

use super::Directory;
use kernel::{
    Moment,
    area::AreaPath,
    crypto::{Hasher, Suite},
    id::{AccountId, OrganId, TenantId},
    name,
};
use store::{Failure, Tx, args, row, select, sql};

/// An organ about to be set up; fields as in [`super::Organ`].
#[derive(Debug, Clone)]
pub struct NewOrgan {
    /// Its number.
    pub organ: OrganId,
    /// The organ above it; 0 for none.
    pub parent: OrganId,
    /// Its kind.
    pub kind: String,
    /// Its full name.
    pub name: String,
    /// 字号, unique in the county.
    pub word: String,
    /// The area it belongs to.
    pub area: AreaPath,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Hours.
    pub hours: String,
    /// Content classes that it is competent for, by their words (水利、农村农业).
    pub remit: Vec<String>,
}

row! {
    /// A county of this installation.
    #[derive(Debug, Clone)]
    pub struct Tenant {
        /// Its division code as a number: 330122.
        pub tenant: TenantId,
        /// Its name: 桐庐县.
        pub name: String,
    }
}

/// The counties of this installation, by code.
///
/// # Errors
/// What the database says.
pub fn tenants(tx: &Tx<'_>) -> Result<Vec<Tenant>, Failure> {
    Ok(tx.select(select!(Tenant, "FROM tenant ORDER BY tenant"), args![])?)
}

/// Adds a county.
///
/// # Errors
/// What the database says.
pub fn add_tenant(tx: &Tx<'_>, tenant: TenantId, name: &str, suite: Suite, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO tenant (tenant, name, suite, created_at) VALUES ($1, $2, $3, $4)"),
        args![tenant, name, i64::from(suite.byte()), now],
    )?;
    Ok(())
}

/// Adds a place; its pinyin is made here.
///
/// # Errors
/// What the database says.
pub fn add_area(tx: &Tx<'_>, tenant: TenantId, path: &AreaPath, code: &str, kind: &str, area_name: &str) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO area (tenant, path, code, kind, name, pinyin, initials) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![tenant, path.as_str(), code, kind, area_name, name::pinyin_plain(area_name), name::initials(area_name)],
    )?;
    Ok(())
}

/// Adds an organ below its parent.
///
/// # Errors
/// What the database says; [`Failure::NotFound`] when the parent is unknown or has ended.
pub fn add_organ(tx: &Tx<'_>, tenant: TenantId, organ: &NewOrgan) -> Result<(), Failure> {
    let above = if organ.parent.get() == 0 {
        "/".to_owned()
    } else {
        tx.scalar::<String>(sql!("SELECT path FROM organ WHERE tenant = $1 AND organ = $2 AND ended_on IS NULL"), args![tenant, organ.parent])?
            .ok_or(Failure::NotFound)?
    };
    tx.execute(
        sql!("INSERT INTO organ (tenant, organ, parent, path, kind, name, word, area, phone, address, hours, remit, initials, ended_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL)"),
        args![
            tenant,
            organ.organ,
            organ.parent,
            format!("{above}{}/", organ.organ),
            &organ.kind,
            &organ.name,
            &organ.word,
            organ.area.as_str(),
            &organ.phone,
            &organ.address,
            &organ.hours,
            organ.remit.join(" "),
            name::initials(&organ.name)
        ],
    )?;
    Ok(())
}

/// Holds the county's row until the transaction ends: whoever changes organs, posts or sheets does it one after the other, and what
/// one of them looked at stands until he has written. Taken before any other row.
///
/// # Errors
/// What the engine says.
pub fn hold_county(tx: &Tx<'_>, tenant: TenantId) -> Result<(), Failure> {
    Ok(tx.hold(sql!("SELECT tenant FROM tenant WHERE tenant = $1 FOR UPDATE"), args![tenant])?)
}

/// The counter of the record's entries: the last one cannot go unnoticed.
pub(super) const RECORDS: &str = "house_record";

row! {
    struct LastRecord { nth: i64, hash: Vec<u8> }
}

/// Writes down, in the chained house record, what an administrator or a set-up command did. `payload` is JSON without
/// personal data of citizens. What changes a row of a register is written with [`super::record_rows`].
///
/// # Errors
/// What the database says.
pub fn record(tx: &Tx<'_>, suite: Suite, tenant: TenantId, actor: AccountId, now: Moment, kind: &str, payload: &str) -> Result<(), Failure> {
    hold_county(tx, tenant)?;
    let last = tx.first::<LastRecord>(select!(LastRecord, "FROM house_record WHERE tenant = $1 ORDER BY nth DESC LIMIT 1"), args![tenant])?;
    let last = last.unwrap_or(LastRecord { nth: 0, hash: vec![] });
    tx.execute(
        sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, 1) ON CONFLICT (tenant, name) DO UPDATE SET value = counter.value + 1"),
        args![tenant, RECORDS],
    )?;
    let nth = last.nth + 1;
    let hash = link(suite, tenant, nth, actor, now, kind, payload, &last.hash);
    tx.execute(
        sql!("INSERT INTO house_record (tenant, nth, kind, payload, actor, recorded_at, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        args![tenant, nth, kind, payload, actor, now, hash],
    )?;
    Ok(())
}

/// Begins to count the entries of a record that is older than its counter.
pub(super) fn count_records(tx: &Tx<'_>, tenant: TenantId) -> Result<(), Failure> {
    let last = tx.first::<LastRecord>(select!(LastRecord, "FROM house_record WHERE tenant = $1 ORDER BY nth DESC LIMIT 1"), args![tenant])?;
    tx.execute(
        sql!("INSERT INTO counter (tenant, name, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"),
        args![tenant, RECORDS, last.map_or(0, |last| last.nth)],
    )?;
    Ok(())
}

impl Directory {
    /// The area path of a division code of this county.
    #[must_use]
    pub fn area_of(&self, code: &str) -> Option<AreaPath> {
        self.find_places(code, 1).first().and_then(|place| place.path.parse().ok())
    }
}

#[expect(clippy::too_many_arguments, reason = "the fields that are hashed, in their order")]
pub(super) fn link(suite: Suite, tenant: TenantId, nth: i64, actor: AccountId, at: Moment, kind: &str, payload: &str, before: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(suite);
    hasher.field(before);
    for number in [tenant.get(), nth, actor.get(), at.millis()] {
        hasher.field(&number.to_be_bytes());
    }
    hasher.field(kind.as_bytes()).field(payload.as_bytes());
    hasher.finish().as_bytes().to_vec()
}
