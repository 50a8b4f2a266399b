//! 调解员: who mediates. An account of this house, or a person without one.
//!
//! Sex and home village stand here because a party may ask for a woman, or for somebody who is not of her village. They are on no page
//! that is open to all.

use super::{may, write::carry};
use crate::{
    Asker, House,
    organ::{Directory, Touched, check_published},
};
use kernel::{
    Refusal,
    area::AreaPath,
    day::Day,
    id::{AccountId, MediatorId, OrganId, TenantId},
    law::Table,
};
use store::{Failure, Tx, args, row, select, sql};

/// What a sex may be written as; empty when nobody has said.
pub const SEXES: [&str; 2] = ["woman", "man"];
/// The longest name, in characters.
const LONGEST_NAME: usize = 20;
/// The longest line of qualifications, in characters.
const LONGEST: usize = 200;

row! {
    /// Somebody who mediates.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Mediator {
        /// His number.
        pub mediator: MediatorId,
        /// His account; 0 when he has none.
        pub account: AccountId,
        /// A code of the law's kinds of mediators.
        pub kind: String,
        /// As pages call him.
        pub name: String,
        /// One of [`SEXES`], or empty.
        pub sex: String,
        /// The path of his home village, or empty.
        pub village: String,
        /// Codes of the law's kinds of disputes, separated by spaces.
        pub specialities: String,
        /// Codes of the law's languages, separated by spaces.
        pub languages: String,
        /// What he has learnt and is certified for, in words.
        pub qualifications: String,
        /// The first day of his term.
        pub from_day: Day,
        /// Its last day; open when absent.
        pub to_day: Option<Day>,
    }
}

impl Mediator {
    /// Whether he mediates on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|last| day <= last)
    }

    /// What he is good at.
    pub fn specialities(&self) -> impl Iterator<Item = &str> {
        self.specialities.split_whitespace()
    }

    /// What he speaks.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.split_whitespace()
    }

    /// His home village, when it is known.
    #[must_use]
    pub fn home(&self) -> Option<AreaPath> {
        self.village.parse().ok().filter(|path: &AreaPath| path.level() > 0)
    }
}

/// As typed by who keeps the register.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// His account, when he has one.
    pub account: Option<AccountId>,
    /// Kind.
    pub kind: String,
    /// Name; that of the account when empty.
    pub name: String,
    /// Sex.
    pub sex: String,
    /// Path of the home village.
    pub village: String,
    /// Kinds of disputes.
    pub specialities: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Qualifications.
    pub qualifications: String,
    /// First day.
    pub from_day: Option<Day>,
    /// Last day.
    pub to_day: Option<Day>,
}

/// Everybody who ever mediated in a county, by name.
///
/// # Errors
/// What the engine says.
pub fn all(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Mediator>, Failure> {
    Ok(tx.select(select!(Mediator, "FROM mediator WHERE tenant = $1 ORDER BY name, mediator"), args![tenant])?)
}

/// One of them.
///
/// # Errors
/// [`Failure::NotFound`]; what the engine says.
pub fn one(tx: &Tx<'_>, tenant: TenantId, mediator: MediatorId) -> Result<Mediator, Failure> {
    tx.first(select!(Mediator, "FROM mediator WHERE tenant = $1 AND mediator = $2"), args![tenant, mediator])?.ok_or(Failure::NotFound)
}

/// Whose account this is, while he mediates.
///
/// # Errors
/// What the engine says.
pub fn of_account(tx: &Tx<'_>, tenant: TenantId, account: AccountId, day: Day) -> Result<Option<Mediator>, Failure> {
    let found: Vec<Mediator> =
        tx.select(select!(Mediator, "FROM mediator WHERE tenant = $1 AND account = $2 ORDER BY mediator DESC"), args![tenant, account])?;
    Ok(found.into_iter().find(|one| account.get() != 0 && one.holds_on(day)))
}

/// Enters somebody, in a studio from his first day on.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; `MEDIATOR_KIND`, `MEDIATOR_NAME`, `MEDIATOR_ACCOUNT`, `MEDIATOR_CODE`, `MEDIATOR_VILLAGE`, `MEDIATOR_DAYS`,
/// `MEDIATOR_LONG` (L3 arts 13–14); `PUBLISHES_PERSON` (C-82); [`Failure::NotFound`] for a studio that there is not.
pub async fn add(house: &House, asker: &Asker, organ: OrganId, typed: &Typed) -> Result<MediatorId, Failure> {
    let directory = house.directory(asker.tenant).await?;
    directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    may::must_keep(&directory, asker, organ)?;
    let new = read(house, &directory, asker, MediatorId::new(house.next_id()), typed)?;
    let (tenant, number, today) = (asker.tenant, new.mediator, asker.today);
    carry(house, asker, "mediator_added", move |tx| {
        unused(tx, tenant, &new, today)?;
        tx.execute(
            sql!("INSERT INTO mediator (tenant, mediator, account, kind, name, sex, village, specialities, languages, qualifications, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
            cells(tenant, &new).as_slice(),
        )?;
        tx.execute(
            sql!("INSERT INTO mediator_organ (tenant, mediator, organ, from_day, to_day) VALUES ($1, $2, $3, $4, NULL)"),
            args![tenant, number, organ, new.from_day],
        )?;
        Ok(vec![Touched::new("mediator", args![number]), Touched::new("mediator_organ", args![number, organ, new.from_day])])
    })
    .await?;
    Ok(number)
}

/// Changes what is said of somebody. Spans after a last day are taken from him.
///
/// # Errors
/// As [`add`]; `ROSTER_NOT_HEAD` for who keeps none of his studios.
pub async fn change(house: &House, asker: &Asker, mediator: MediatorId, typed: &Typed) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    must_keep(house, &directory, asker, mediator).await?;
    let new = read(house, &directory, asker, mediator, typed)?;
    let (tenant, today, at) = (asker.tenant, asker.today, (asker.account, house.now()));
    carry(house, asker, "mediator_changed", move |tx| {
        if one(tx, tenant, mediator)? == new {
            return Ok(vec![]);
        }
        unused(tx, tenant, &new, today)?;
        tx.execute(
            sql!("UPDATE mediator SET account = $3, kind = $4, name = $5, sex = $6, village = $7, specialities = $8, languages = $9, qualifications = $10, from_day = $11, to_day = $12 WHERE tenant = $1 AND mediator = $2"),
            cells(tenant, &new).as_slice(),
        )?;
        let mut touched = vec![Touched::new("mediator", args![mediator])];
        if let Some(last) = new.to_day {
            touched.extend(super::duty::end_after(tx, tenant, mediator, last, at)?);
        }
        Ok(touched)
    })
    .await
}

/// That this asker keeps one of the studios of a mediator.
pub(super) async fn must_keep(house: &House, directory: &Directory, asker: &Asker, mediator: MediatorId) -> Result<(), Failure> {
    let (tenant, today) = (asker.tenant, asker.today);
    let organs = house
        .db()
        .read(move |tx| {
            one(tx, tenant, mediator)?;
            super::card::organs_of(tx, tenant, mediator)
        })
        .await?;
    let present: Vec<OrganId> = organs.iter().filter(|one| one.to_day.is_none_or(|last| today <= last)).map(|one| one.organ).collect();
    // Who works in no studio any more is kept by the head of the last one.
    let deciding = if present.is_empty() { organs.last().map(|one| one.organ).into_iter().collect() } else { present };
    if deciding.into_iter().any(|organ| may::keeps(directory, asker, organ)) {
        return Ok(());
    }
    Err(Refusal::new("ROSTER_NOT_HEAD", "L3 art 8").into())
}

fn cells(tenant: TenantId, one: &Mediator) -> Vec<store::Value> {
    args![
        tenant,
        one.mediator,
        one.account,
        &one.kind,
        &one.name,
        &one.sex,
        &one.village,
        &one.specialities,
        &one.languages,
        &one.qualifications,
        one.from_day,
        one.to_day
    ]
    .to_vec()
}

/// That nobody else who mediates has this account.
fn unused(tx: &Tx<'_>, tenant: TenantId, new: &Mediator, today: Day) -> Result<(), Failure> {
    let other = of_account(tx, tenant, new.account, today)?.filter(|other| other.mediator != new.mediator);
    if other.is_some() { Err(Refusal::new("MEDIATOR_ACCOUNT", "L3 art 13").at("account").into()) } else { Ok(()) }
}

fn read(house: &House, directory: &Directory, asker: &Asker, mediator: MediatorId, typed: &Typed) -> Result<Mediator, Refusal> {
    let law = house.law();
    let refuse = |code: &'static str, field: &'static str| Refusal::new(code, "L3 art 14").at(field);
    if !law.mediator_kinds.on(asker.today).any(|row| row.code == typed.kind) {
        return Err(refuse("MEDIATOR_KIND", "kind"));
    }
    let account = typed.account.unwrap_or(AccountId::new(0));
    let own = directory.person(account);
    if account.get() != 0 && own.is_empty() {
        return Err(refuse("MEDIATOR_ACCOUNT", "account"));
    }
    let name = if typed.name.trim().is_empty() { own } else { typed.name.trim() };
    if !(2..=LONGEST_NAME).contains(&name.chars().count()) {
        return Err(refuse("MEDIATOR_NAME", "name"));
    }
    if !typed.sex.is_empty() && !SEXES.contains(&typed.sex.as_str()) {
        return Err(refuse("MEDIATOR_CODE", "sex"));
    }
    let village: AreaPath = typed.village.parse().map_err(|_| refuse("MEDIATOR_VILLAGE", "village"))?;
    if !typed.village.is_empty() && directory.place(&village).is_none() {
        return Err(refuse("MEDIATOR_VILLAGE", "village"));
    }
    let from_day = typed.from_day.ok_or_else(|| refuse("MEDIATOR_DAYS", "from_day"))?;
    if typed.to_day.is_some_and(|last| last < from_day) {
        return Err(refuse("MEDIATOR_DAYS", "to_day"));
    }
    if typed.qualifications.chars().count() > LONGEST {
        return Err(refuse("MEDIATOR_LONG", "qualifications").arg("max", LONGEST));
    }
    check_published(&[("name", name), ("qualifications", &typed.qualifications)])?;
    Ok(Mediator {
        mediator,
        account,
        kind: typed.kind.clone(),
        name: name.to_owned(),
        sex: typed.sex.clone(),
        village: typed.village.clone(),
        specialities: codes(&law.dispute_types, &typed.specialities).ok_or_else(|| refuse("MEDIATOR_CODE", "specialities"))?,
        languages: codes(&law.languages, &typed.languages).ok_or_else(|| refuse("MEDIATOR_CODE", "languages"))?,
        qualifications: typed.qualifications.trim().to_owned(),
        from_day,
        to_day: typed.to_day,
    })
}

/// Codes of a table as they are stored: once each, in the table's order; `None` when one is no code of it.
fn codes(table: &Table, chosen: &[String]) -> Option<String> {
    let is_known = chosen.iter().filter(|code| !code.is_empty()).all(|code| table.get(code).is_some());
    let stored = || table.iter().filter(|row| chosen.contains(&row.code)).map(|row| row.code.as_str()).collect::<Vec<_>>().join(" ");
    is_known.then(stored)
}
