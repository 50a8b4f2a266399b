//! Numbers that name people and bodies: the resident number, the credit code, the telephone.
//!
//! Parsed once at the edge; what exists as one of these types is well formed. None of them is demanded of a
//! petitioner (the regulation asks name and address only, art 19; C-01): a number that does not parse is refused as a
//! *number*, never the petition.
//!
//! Their `Debug` shows the mask, so that none slips into a log.

mod credit;
mod phone;
mod resident;

pub use credit::CreditCode;
pub use phone::{NotAPhone, Phone, PhoneKind};
pub use resident::{ResidentNumber, Sex};

/// Why a text is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// A resident number and a credit code have 18 places.
    #[error("the number must have 18 places")]
    Length,
    /// A sign that does not occur in such numbers.
    #[error("the number has a sign that does not belong in it")]
    Sign,
    /// The eight places of the birth date name no day.
    #[error("the birth date in the number does not exist")]
    BirthDate,
    /// The last place does not follow from the others.
    #[error("the last place does not match: a digit is mistyped")]
    CheckDigit,
    /// A resident number of 15 digits, out of use since 2013; see [`ResidentNumber::parse_old_paper`].
    #[error("this is the old form of 15 digits, found only on old papers")]
    OldForm,
}

/// `text` with all but its first `head` and last `tail` signs starred.
fn masked(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    text.chars().enumerate().map(|(index, sign)| if index < head || index + tail >= length { sign } else { '*' }).collect()
}

#[cfg(test)]
mod tests;
