//! Unified social credit code (统一社会信用代码), GB 32100: 17 signs and a check sign.

use super::IdentityError;
use crate::name::half_width;

/// A credit code of 18 signs, well formed. Names a body, not a person, and is public.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CreditCode(String);

/// Digits and capitals without I, O, S, V and Z.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Reads a code: spaces fall away, small letters become capitals.
    ///
    /// # Errors
    /// [`IdentityError`] with the first thing wrong.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let code: String = text.chars().map(half_width).filter(|sign| !sign.is_whitespace()).map(|sign| sign.to_ascii_uppercase()).collect();
        if code.chars().count() != 18 {
            return Err(IdentityError::Length);
        }
        let values: Vec<usize> =
            code.bytes().map(|byte| SIGNS.iter().position(|sign| *sign == byte)).collect::<Option<_>>().ok_or(IdentityError::Sign)?;
        let (last, base) = values.split_last().ok_or(IdentityError::Length)?;
        // Weights are 3^(i−1) mod 31.
        let (sum, _) = base.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
        if (31 - sum % 31) % 31 == *last { Ok(Self(code)) } else { Err(IdentityError::CheckDigit) }
    }

    /// The 18 signs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
