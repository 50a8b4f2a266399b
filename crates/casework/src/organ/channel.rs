//! 信访渠道: what a county publishes of how it is reached (art 18(1), C-06): by letter, by phone, in person, with hours and days.
//!
//! A way that nobody wrote down is taken from the county's petition office, whose address, phone and hours stand in its own row; but
//! not the supervision phone: nobody is complained of at his own number.
//! What is still missing then is named by [`missing`]: the public page says it, `doctor` says it, a health check fails.
//! A way is ended and never deleted; each change stands in the record of the house.

use super::{Directory, Touched, published, record_rows};
use crate::{Asker, House, Role};
use kernel::{Day, Refusal, id::TenantId, law::Law};
use serde_json::json;
use store::{Failure, Tx, args, row, select, sql};

/// The kinds of ways, in the order of the page.
pub const KINDS: [&str; 6] = ["visit", "phone", "letter", "fax", "network", "watch"];
/// The longest field, in characters.
const LONGEST: usize = 200;
/// The rows of the law that a page of procedure and terms shows; without one of them the page is not complete.
pub const TERMS: [&str; 6] = ["P-01", "P-02", "P-03", "P-05", "P-06", "P-08"];

row! {
    /// A way in which the county is reached.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Channel {
        /// Its number; 0 when it is taken from the petition office's own row.
        pub channel: i64,
        /// One of [`KINDS`].
        pub kind: String,
        /// Its name: 县信访局来访接待大厅.
        pub words: String,
        /// Where, or to which address.
        pub address: String,
        /// Telephone.
        pub phone: String,
        /// On which days, at which hours.
        pub hours: String,
        /// From which day.
        pub from_day: Day,
        /// The day on which it was ended: from then on it is not published.
        pub to_day: Option<Day>,
    }
}

impl Channel {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|ended| day < ended)
    }
}

/// Every way that was ever written down, newest last.
///
/// # Errors
/// What the database says.
pub fn all(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Channel>, Failure> {
    Ok(tx.select(select!(Channel, "FROM channel WHERE tenant = $1 ORDER BY channel"), args![tenant])?)
}

/// What is published on a day: what was written down, and of each kind that was not the petition office's own.
#[must_use]
pub fn published(directory: &Directory, written: &[Channel], day: Day) -> Vec<Channel> {
    let office = directory.petition_office();
    let mut ways = vec![];
    for kind in KINDS {
        let own: Vec<Channel> = written.iter().filter(|way| way.kind == kind && way.holds_on(day)).cloned().collect();
        if !own.is_empty() {
            ways.extend(own);
            continue;
        }
        let Some(office) = office else { continue };
        let from = |address: &str, phone: &str, hours: &str| Channel {
            channel: 0,
            kind: kind.to_owned(),
            words: office.name.clone(),
            address: address.to_owned(),
            phone: phone.to_owned(),
            hours: hours.to_owned(),
            from_day: day,
            to_day: None,
        };
        match kind {
            "visit" if !office.address.is_empty() => ways.push(from(&office.address, "", &office.hours)),
            "phone" if !office.phone.is_empty() => ways.push(from("", &office.phone, &office.hours)),
            "letter" if !office.address.is_empty() => ways.push(from(&office.address, "", "")),
            _ => {}
        }
    }
    ways
}

/// What art 18(1) asks for and the page does not have: `place`, `hours`, `phone`, `letter`, `watch`, `terms`. The network and how to ask
/// after a matter are this portal itself.
#[must_use]
pub fn missing(ways: &[Channel], law: &Law, day: Day) -> Vec<&'static str> {
    let has = |kind: &str, field: fn(&Channel) -> &str| ways.iter().any(|way| way.kind == kind && !field(way).trim().is_empty());
    let has_terms =
        TERMS.iter().all(|rule| law.deadlines().iter().any(|row| row.id == *rule && row.jurisdiction.as_str().is_empty() && row.holds_on(day)));
    let items = [
        ("place", has("visit", |way| &way.address)),
        ("hours", has("visit", |way| &way.hours)),
        ("phone", has("phone", |way| &way.phone)),
        ("letter", has("letter", |way| &way.address)),
        ("watch", has("watch", |way| &way.phone)),
        ("terms", has_terms),
    ];
    items.into_iter().filter(|(_, is_there)| !is_there).map(|(item, _)| item).collect()
}

/// What is published today, and what is missing of it.
///
/// # Errors
/// What the database says.
pub async fn of_county(house: &House, tenant: TenantId) -> Result<(Vec<Channel>, Vec<&'static str>), Failure> {
    let directory = house.directory(tenant).await?;
    let written = house.db().read(move |tx| all(tx, tenant)).await?;
    let ways = published(&directory, &written, house.today());
    let missing = missing(&ways, house.law(), house.today());
    Ok((ways, missing))
}

/// The supervision phone that is published today; empty while there is none.
///
/// # Errors
/// What the database says.
pub async fn supervision(house: &House, tenant: TenantId) -> Result<String, Failure> {
    let (ways, _) = of_county(house, tenant).await?;
    Ok(ways.into_iter().find(|way| way.kind == "watch").map(|way| way.phone).unwrap_or_default())
}

/// As typed by the administrator.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// One of [`KINDS`].
    pub kind: String,
    /// Its name.
    pub words: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Hours.
    pub hours: String,
}

/// Which field a kind cannot be without.
fn needed(typed: &Typed) -> Option<&'static str> {
    let empty = |field: &'static str, value: &str| value.trim().is_empty().then_some(field);
    match typed.kind.as_str() {
        "visit" => empty("address", &typed.address).or_else(|| empty("hours", &typed.hours)),
        "letter" => empty("address", &typed.address),
        "network" => empty("address", &typed.address),
        _ => empty("phone", &typed.phone),
    }
}

/// Writes a way down, from today on.
///
/// # Errors
/// `CHANNEL_INCOMPLETE` names the field, `CHANNEL_LONG` (C-06), `PUBLISHES_PERSON` (C-82); [`Failure::NotFound`] for anybody but the system administrator.
pub async fn add(house: &House, asker: &Asker, typed: Typed) -> Result<(), Failure> {
    only_administrator(asker)?;
    if !KINDS.contains(&typed.kind.as_str()) {
        return Err(Refusal::new("CHANNEL_INCOMPLETE", "C-06").arg("field", "kind").at("kind").into());
    }
    if let Some(field) = needed(&typed) {
        return Err(Refusal::new("CHANNEL_INCOMPLETE", "C-06").arg("field", field).at(field).into());
    }
    let fields = [("words", &typed.words), ("address", &typed.address), ("phone", &typed.phone), ("hours", &typed.hours)];
    if let Some((field, _)) = fields.into_iter().find(|(_, text)| text.chars().count() > LONGEST) {
        return Err(Refusal::new("CHANNEL_LONG", "C-06").arg("max", LONGEST).at(field).into());
    }
    published::check(&fields.map(|(field, text)| (field, text.as_str())))?;
    let (tenant, actor, suite, now, number) = (asker.tenant, asker.account, house.vault().suite(), house.now(), house.next_id());
    house
        .db()
        .write(move |tx| {
            tx.execute(
                sql!("INSERT INTO channel (tenant, channel, kind, words, address, phone, hours, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)"),
                args![
                    tenant,
                    number,
                    &typed.kind,
                    typed.words.trim(),
                    typed.address.trim(),
                    typed.phone.trim(),
                    typed.hours.trim(),
                    now.local_day()
                ],
            )?;
            record_rows(tx, suite, tenant, actor, now, "channel_added", &json!({ "kind": typed.kind }), &[Touched::new("channel", args![number])])
        })
        .await
}

/// Ends a way today: the page does not show it any more, and what was published until now stands on record.
///
/// # Errors
/// [`Failure::NotFound`] for one that is not there or has ended, and for anybody but the system administrator.
pub async fn end(house: &House, asker: &Asker, number: i64) -> Result<(), Failure> {
    only_administrator(asker)?;
    let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            let ended = tx.execute(
                sql!("UPDATE channel SET to_day = $3 WHERE tenant = $1 AND channel = $2 AND to_day IS NULL"),
                args![tenant, number, now.local_day()],
            )?;
            if ended == 0 {
                return Err(Failure::NotFound);
            }
            record_rows(tx, suite, tenant, actor, now, "channel_ended", &json!({}), &[Touched::new("channel", args![number])])
        })
        .await
}

fn only_administrator(asker: &Asker) -> Result<(), Failure> {
    if asker.role == Role::SystemAdmin { Ok(()) } else { Err(Failure::NotFound) }
}
