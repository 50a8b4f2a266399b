//! Telephone numbers as people say them, brought to one form so that the same line is found again.

use std::fmt;

use super::masked;
use crate::name::half_width;

/// What kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// Eleven digits beginning with 13–19.
    Mobile,
    /// Area code and seven or eight digits.
    Landline,
    /// With a country code other than 86.
    Abroad,
}

/// A telephone number in one form: `13800001234`, `057164212345`, `057164212345-801`, `+85223456789`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    number: String,
    kind: PhoneKind,
    /// Where the subscriber's part begins.
    local: usize,
}

/// A text that is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number is a mobile number of 11 digits, or a landline with its area code")]
pub struct NotAPhone;

impl Phone {
    /// Reads a number: full-width digits, spaces, dashes, brackets and the country code 86 fall away; an extension
    /// may follow after 转, `ext` or the dash after the subscriber's number.
    ///
    /// # Errors
    /// [`NotAPhone`] for everything else, also for a landline without its area code.
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let text: String = text.trim().chars().map(half_width).collect();
        let (line, extension) = split_extension(text.trim());
        let mut digits = String::with_capacity(line.len());
        let mut signs = line.chars().peekable();
        let plus = signs.next_if_eq(&'+').is_some();
        for sign in signs {
            match sign {
                '0'..='9' => digits.push(sign),
                '-' | '‐' | '–' | '—' | '−' | '(' | ')' | '.' => {}
                sign if sign.is_whitespace() => {}
                _ => return Err(NotAPhone),
            }
        }
        let abroad = plus || digits.starts_with("00");
        let international = if plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        let national = match international {
            Some(number) => number.strip_prefix("86").map(ToOwned::to_owned),
            None if digits.len() == 13 => Some(digits.strip_prefix("86").unwrap_or(&digits).to_owned()),
            None => Some(digits.clone()),
        };
        let Some(national) = national else {
            return Self::foreign(international.unwrap_or_default());
        };
        if national.len() == 11 && matches!(national.as_bytes(), [b'1', b'3'..=b'9', ..]) {
            return if extension.is_empty() { Ok(Self { number: national, kind: PhoneKind::Mobile, local: 0 }) } else { Err(NotAPhone) };
        }
        // Abroad one dials a landline without the zero of its area code.
        let landline = if abroad && !national.starts_with('0') { format!("0{national}") } else { national };
        Self::landline(landline, extension)
    }

    fn landline(number: String, extension: &str) -> Result<Self, NotAPhone> {
        let local = match number.as_bytes() {
            [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
            [b'0', b'3'..=b'9', ..] => 4,
            _ => return Err(NotAPhone),
        };
        let subscriber = number.get(local..).ok_or(NotAPhone)?;
        if !matches!(subscriber.len(), 7 | 8) || subscriber.starts_with(['0', '1']) {
            return Err(NotAPhone);
        }
        let number = if extension.is_empty() { number } else { format!("{number}-{extension}") };
        Ok(Self { number, kind: PhoneKind::Landline, local })
    }

    fn foreign(digits: &str) -> Result<Self, NotAPhone> {
        if (8..=15).contains(&digits.len()) && !digits.starts_with('0') {
            Ok(Self { number: format!("+{digits}"), kind: PhoneKind::Abroad, local: 1 })
        } else {
            Err(NotAPhone)
        }
    }

    /// The one form, as stored and as compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// What kind of line it is: a message goes to mobiles only.
    #[must_use]
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// For display: `138****1234`, `0571****2345`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.kind {
            PhoneKind::Mobile => masked(&self.number, 3, 4),
            PhoneKind::Landline => {
                let line = self.number.split_once('-').map_or(self.number.as_str(), |(line, _)| line);
                masked(line, self.local, 4)
            }
            PhoneKind::Abroad => masked(&self.number, 3, 3),
        }
    }
}

/// The line and its extension: `0571-64212345-801`, `0571-64212345转801`.
fn split_extension(text: &str) -> (&str, &str) {
    let fits = |extension: &str| (1..=6).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_digit());
    for word in ["转", "ext.", "ext", "#"] {
        if let Some((line, extension)) = text.split_once(word) {
            let extension = extension.trim();
            // An empty or odd extension makes the whole text unreadable rather than another number.
            return if fits(extension) { (line, extension) } else { (text, "") };
        }
    }
    match text.rsplit_once('-') {
        Some((line, extension)) if line.contains('-') && text.starts_with('0') && extension.len() < 7 && fits(extension) => {
            let digits = line.bytes().filter(u8::is_ascii_digit).count();
            if digits >= 10 { (line, extension) } else { (text, "") }
        }
        _ => (text, ""),
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PhoneKind::Landline => {
                let (area, rest) = self.number.split_at_checked(self.local).unwrap_or(("", &self.number));
                write!(formatter, "{area}-{rest}")
            }
            PhoneKind::Mobile | PhoneKind::Abroad => formatter.write_str(&self.number),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Phone({})", self.masked())
    }
}
