//! Is this letter real? Whoever holds one may ask with its code: told is who issued it, on which day, under which number,
//! and whether a file is the one that went out. Nothing of what it says, and not whose it is.

use crate::{
    House,
    petition::{
        carry,
        reading::{self, Hit, Of},
    },
};
use kernel::{
    Day,
    crypto::{QueryCode, Suite, digest},
    id::{StreamId, TenantId},
};
use store::Failure;

/// Codes are compared one by one after the index; more than one row is an accident of its numbers.
const MOST_CODES: usize = 20;

/// What is told of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Real {
    /// Who issued it.
    pub organ: String,
    /// On which day.
    pub on: Day,
    /// Under which number.
    pub number: String,
    /// The digest of the bytes that went out.
    digest: String,
}

impl Real {
    /// Whether these are the bytes that went out.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        [Suite::Gm, Suite::Intl].into_iter().any(|suite| digest(suite, bytes).to_string() == self.digest)
    }
}

/// The letter of a code.
///
/// # Errors
/// [`Failure::NotFound`] for a code that no letter has.
pub async fn letter(house: &House, tenant: TenantId, code: &QueryCode) -> Result<Real, Failure> {
    let token = house.vault().blind(tenant, "letter", code.as_str());
    let found: Vec<Hit> = house.db().glance(move |tx| Ok(reading::seek(tx, tenant, token, Of::Letter, MOST_CODES)?)).await?;
    for Hit { stream, subject } in found {
        let (petition, _) = carry::look_up(house, tenant, stream).await?;
        let letter = petition.letters.iter().find(|letter| i64::from(letter.issued.nth) == -subject);
        if let Some(letter) = letter.filter(|letter| reading::letter_code(house.vault(), stream, letter.issued.nth).matches(code)) {
            let directory = house.directory(tenant).await?;
            return Ok(Real {
                organ: directory.organ_name(directory.issuing(letter.issued.organ)).to_owned(),
                on: letter.issued_on,
                number: letter.issued.number.clone(),
                digest: letter.issued.digest.clone(),
            });
        }
    }
    Err(Failure::NotFound)
}

/// The matter and the place of a letter, for an officer's scan.
pub(super) async fn place(house: &House, tenant: TenantId, code: &QueryCode) -> Result<(StreamId, u32), Failure> {
    let token = house.vault().blind(tenant, "letter", code.as_str());
    let found: Vec<Hit> = house.db().glance(move |tx| Ok(reading::seek(tx, tenant, token, Of::Letter, MOST_CODES)?)).await?;
    let places = found.into_iter().filter_map(|found| Some((found.stream, u32::try_from(-found.subject).ok()?)));
    let mut good = places.filter(|(stream, nth)| reading::letter_code(house.vault(), *stream, *nth).matches(code));
    good.next().ok_or(Failure::NotFound)
}
