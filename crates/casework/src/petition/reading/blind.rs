//! The blind index: what a matter can be found by, as tokens that tell nothing.
//!
//! A token is a chance number: written into one index of twenty years, each row would touch a page of its own, nowhere near the last.
//! So the index is kept by the season in which the matter began, and seeking asks each season, newest first.

use crate::{
    Vault,
    petition::{
        model::Petition,
        seal::{Card, open_card},
    },
    vault::CaseKeys,
};
use kernel::{
    crypto::QueryCode,
    id::{StreamId, TenantId},
    identity::{Phone, ResidentNumber},
    name,
};
use store::{Error, Tx, args, row, select, sql};

/// The blind index rows that a matter should have: token and subject.
#[must_use]
pub fn expected_blind(vault: &Vault, tenant: TenantId, petition: &Petition, keys: &CaseKeys) -> Vec<(i64, i64)> {
    let mut rows: Vec<(i64, i64)> = petition
        .persons
        .iter()
        .filter_map(|person| Some((person.subject, open_card(keys, person)?)))
        .flat_map(|(subject, card)| blind_values(&card, petition.area.as_str()).into_iter().map(move |value| (subject, value)))
        .map(|(subject, (kind, value))| (vault.blind(tenant, kind, &value), subject))
        .collect();
    if petition.code_issue > 0 {
        rows.push((code_token(vault, tenant, petition), 0));
    }
    rows.extend(petition.letters.iter().map(|letter| letter_token(vault, tenant, petition.stream, letter.issued.nth)));
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The code that is printed on a letter, from which it can be checked; it opens nothing else.
#[must_use]
pub fn letter_code(vault: &Vault, stream: StreamId, nth: u32) -> QueryCode {
    // Query codes count from 1 upwards, letters from the top of the range downwards.
    vault.query_code(stream, u32::MAX - nth)
}

/// The row under which a letter is found by its code: token, and the letter's number as a subject below zero.
#[must_use]
pub fn letter_token(vault: &Vault, tenant: TenantId, stream: StreamId, nth: u32) -> (i64, i64) {
    (vault.blind(tenant, "letter", letter_code(vault, stream, nth).as_str()), -i64::from(nth))
}

/// The blind index tokens under which a person can be found: phone, document, whole name, toneless pinyin of the
/// name, surname + village. Nothing finer.
#[must_use]
pub fn blind_values(card: &Card, area: &str) -> Vec<(&'static str, String)> {
    let mut values = vec![];
    if let Ok(phone) = Phone::parse(&card.phone) {
        values.push(("phone", phone.as_str().to_owned()));
    }
    if !card.document.is_empty() {
        let document = ResidentNumber::parse(&card.document).map_or_else(|_| card.document.to_uppercase(), |number| number.as_str().to_owned());
        values.push(("document", document));
    }
    let whole = name::normalise_name(&card.name);
    if !whole.is_empty() {
        values.push(("pinyin", name::pinyin_plain(&whole)));
        values.push(("surname_place", format!("{}|{area}", name::surname(&whole))));
        values.push(("name", whole));
    }
    values
}

/// One row of the blind index.
///
/// # Errors
/// What the database says.
pub fn insert_blind(tx: &Tx<'_>, tenant: TenantId, token: i64, stream: StreamId, subject: i64) -> Result<(), Error> {
    tx.execute(
        sql!("INSERT INTO blind (tenant, season, token, stream, subject) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"),
        args![tenant, stream.season(), token, stream, subject],
    )?;
    Ok(())
}

/// What a row of the index belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// Whatever it is.
    Anything,
    /// A person of the matter.
    Person,
    /// Her query code.
    Code,
    /// A letter.
    Letter,
}

impl Of {
    const fn subjects(self) -> (i64, i64) {
        match self {
            Self::Anything => (i64::MIN, i64::MAX),
            Self::Person => (1, i64::MAX),
            Self::Code => (0, 0),
            Self::Letter => (i64::MIN, -1),
        }
    }
}

row! {
    /// A row of the index.
    pub struct Hit {
        /// The matter.
        pub stream: StreamId,
        /// Whose row it is: a person above 0, her code 0, a letter below.
        pub subject: i64,
    }
}

/// The newest `most` rows of a token.
///
/// # Errors
/// What the database says.
pub fn seek(tx: &Tx<'_>, tenant: TenantId, token: i64, of: Of, most: usize) -> Result<Vec<Hit>, Error> {
    let oldest: Option<i64> = tx.scalar(sql!("SELECT season FROM blind WHERE tenant = $1 ORDER BY season LIMIT 1"), args![tenant])?;
    let newest: Option<i64> = tx.scalar(sql!("SELECT season FROM blind WHERE tenant = $1 ORDER BY season DESC LIMIT 1"), args![tenant])?;
    let (Some(oldest), Some(newest)) = (oldest, newest) else { return Ok(vec![]) };
    let (first, last) = of.subjects();
    let mut hits = vec![];
    for season in (oldest..=newest).rev() {
        let left = i64::try_from(most - hits.len()).unwrap_or(i64::MAX);
        let found =
            select!(Hit, "FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND subject BETWEEN $4 AND $5 ORDER BY stream DESC LIMIT $6");
        hits.extend(tx.select::<Hit>(found, args![tenant, season, token, first, last, left])?);
        if hits.len() >= most {
            break;
        }
    }
    Ok(hits)
}

/// The token under which a matter is found by the query code that is good now.
#[must_use]
pub fn code_token(vault: &Vault, tenant: TenantId, petition: &Petition) -> i64 {
    let code = vault.query_code(petition.stream, petition.code_issue);
    vault.blind(tenant, "code", code.as_str())
}

/// Forgets the query code that was good until now.
///
/// # Errors
/// What the database says.
pub fn drop_code(tx: &Tx<'_>, vault: &Vault, tenant: TenantId, petition: &Petition) -> Result<(), Error> {
    tx.execute(
        sql!("DELETE FROM blind WHERE tenant = $1 AND season = $2 AND token = $3 AND stream = $4"),
        args![tenant, petition.stream.season(), code_token(vault, tenant, petition), petition.stream],
    )?;
    Ok(())
}
