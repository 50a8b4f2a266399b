//! Places as paths: `33.3301.330122.330122103.` is Zhejiang, Hangzhou, a county, a township.
//!
//! Each level gives its full code (GB/T 2260, GB/T 10114) and a point; whatever lies below a place begins with its
//! path. A list "of this place and below" is therefore one range, `path >= a AND path < b`, which any engine answers
//! from an ordinary index, provided that it compares bytes. Levels below the village (grid, building, stairwell) go on
//! in the same way with codes of the county's own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A place. The empty path is the whole country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AreaPath(String);

/// A text that is no path: codes of ASCII letters and digits, each followed by a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an area path is codes of letters and digits, each followed by a point")]
pub struct NotAnAreaPath;

impl AreaPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`NotAnAreaPath`] for other signs, an empty code, or a missing last point.
    pub fn parse(text: &str) -> Result<Self, NotAnAreaPath> {
        text.parse()
    }

    /// The whole country: contains every place.
    #[must_use]
    pub const fn country() -> Self {
        Self(String::new())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two ends of the range of this place and all below it: from the first, to before the second.
    #[must_use]
    pub fn range(&self) -> (String, String) {
        // '/' follows '.' among the bytes, and '{' follows every letter and digit.
        let end = self.0.strip_suffix('.').map_or_else(|| "{".to_owned(), |stem| format!("{stem}/"));
        (self.0.clone(), end)
    }

    /// Whether `other` is this place or lies below it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The place that this one lies in; `None` above the country.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let stem = self.0.strip_suffix('.')?;
        let end = stem.rfind('.').map_or(0, |point| point + 1);
        stem.get(..end).map(|text| Self(text.to_owned()))
    }

    /// The codes from the province down.
    pub fn codes(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split_terminator('.')
    }

    /// The last code: the place's own.
    #[must_use]
    pub fn code(&self) -> &str {
        self.codes().next_back().unwrap_or_default()
    }

    /// How many levels: 0 country, 1 province, 2 city, 3 county, 4 township, 5 village, more below.
    #[must_use]
    pub fn level(&self) -> usize {
        self.codes().count()
    }

    /// Whether it is a place within a county: a township, a village, or finer.
    #[must_use]
    pub fn is_within_a_county(&self) -> bool {
        self.level() > 3
    }

    /// The place with this code below this one.
    ///
    /// # Errors
    /// [`NotAnAreaPath`] when the code is empty or has other signs than letters and digits.
    pub fn child(&self, code: &str) -> Result<Self, NotAnAreaPath> {
        format!("{}{code}.", self.0).parse()
    }
}

impl fmt::Display for AreaPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for AreaPath {
    type Err = NotAnAreaPath;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let codes_stand = text.split_terminator('.').all(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if (text.is_empty() || text.ends_with('.')) && codes_stand { Ok(Self(text.to_owned())) } else { Err(NotAnAreaPath) }
    }
}

impl Serialize for AreaPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AreaPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> AreaPath {
        AreaPath::parse(text).unwrap()
    }

    #[test]
    fn a_path_knows_what_lies_above_and_below() {
        let county = path("33.3301.330122.");
        let town = county.child("330122110").unwrap();
        assert!(county.contains(&town) && county.contains(&county) && !town.contains(&county));
        assert!(!county.contains(&path("33.3301.3301229.")));
        assert_eq!(town.parent(), Some(county));
        assert_eq!((town.code(), town.level()), ("330122110", 4));
        assert_eq!(path("33.").parent(), Some(AreaPath::country()));
        assert_eq!(AreaPath::country().parent(), None);
        assert!(AreaPath::country().contains(&town));
    }

    #[test]
    fn what_is_no_path() {
        for wrong in ["33", ".", "33..", "33.3301", "33.桐庐.", "33.33 01.", "33.%.", ".33."] {
            assert_eq!(AreaPath::parse(wrong), Err(NotAnAreaPath), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn the_range_holds_what_the_place_contains(
            one in proptest::collection::vec("[0-9a-zA-Z]{1,3}", 0..4),
            two in proptest::collection::vec("[0-9a-zA-Z]{1,3}", 0..4),
            below: bool,
        ) {
            let text = |codes: &[String]| codes.iter().map(|code| format!("{code}.")).collect::<String>();
            let other = if below { [one.clone(), two].concat() } else { two };
            let (one, other) = (path(&text(&one)), path(&text(&other)));
            let (from, to) = one.range();
            let within = other.as_str() >= from.as_str() && other.as_str() < to.as_str();
            prop_assert_eq!(within, one.contains(&other));
        }
    }
}
