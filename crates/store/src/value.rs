//! Values on their way into and out of a statement.

use crate::Error;

/// One value of the shared dialect: BIGINT, DOUBLE, TEXT, BYTES, and BOOLEAN as 0 or 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// BIGINT, and BOOLEAN as 0 or 1.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT, UTF-8.
    Text(String),
    /// BYTEA or BLOB.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<kernel::day::Day> for Value {
    fn from(value: kernel::day::Day) -> Self {
        Self::Text(value.to_string())
    }
}
impl From<kernel::moment::Moment> for Value {
    fn from(value: kernel::moment::Moment) -> Self {
        Self::Int(value.millis())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a column can be read as.
pub trait FromValue: Sized {
    /// Reads one column.
    ///
    /// # Errors
    /// [`Error::Shape`] when the column holds something else: a statement that does not fit its row is a bug.
    fn from_value(value: Value) -> Result<Self, Error>;
}
impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, Error> {
        if let Value::Int(number) = value { Ok(number) } else { Err(Error::Shape("a whole number")) }
    }
}
impl FromValue for u32 {
    fn from_value(value: Value) -> Result<Self, Error> {
        u32::try_from(i64::from_value(value)?).map_err(|_| Error::Shape("a small whole number"))
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, Error> {
        Ok(i64::from_value(value)? != 0)
    }
}
impl FromValue for f64 {
    fn from_value(value: Value) -> Result<Self, Error> {
        match value {
            Value::Real(number) => Ok(number),
            _ => Err(Error::Shape("a real number")),
        }
    }
}
impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, Error> {
        if let Value::Text(text) = value { Ok(text) } else { Err(Error::Shape("text")) }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, Error> {
        if let Value::Bytes(bytes) = value { Ok(bytes) } else { Err(Error::Shape("bytes")) }
    }
}
impl FromValue for kernel::day::Day {
    fn from_value(value: Value) -> Result<Self, Error> {
        String::from_value(value)?.parse().map_err(|_| Error::Shape("a day"))
    }
}
impl FromValue for kernel::moment::Moment {
    fn from_value(value: Value) -> Result<Self, Error> {
        i64::from_value(value).map(kernel::moment::Moment::from_millis)
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Error> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

/// Makes the identifiers of the kernel ordinary values.
macro_rules! ids {
    ($($name:ident),*) => { $(
        impl From<kernel::id::$name> for Value { fn from(value: kernel::id::$name) -> Self { Self::Int(value.get()) } }
        impl FromValue for kernel::id::$name {
            fn from_value(value: Value) -> Result<Self, Error> { i64::from_value(value).map(Self::new) }
        }
    )* };
}
ids!(
    TenantId, StreamId, EventId, OrganId, AccountId, PostId, ProposalId, HandoverId, RequestId, PhoneId, RoomId, MediatorId, DutyId, SquadId, FileId,
    TaskId
);

/// A struct read from a row. Its columns come from its fields, so that the two cannot drift apart.
pub trait Row: Sized {
    /// The columns, in the order of the fields, comma-separated.
    const COLUMNS: &'static str;
    /// Reads one row.
    ///
    /// # Errors
    /// [`Error::Shape`] when a column is missing or of another kind.
    fn from_row(columns: &mut dyn Iterator<Item = Value>) -> Result<Self, Error>;
}

/// Declares a struct that can be read from a row; the names of its fields are the names of the columns.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $fvis:vis $field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])* $vis struct $name { $($(#[$field_meta])* $fvis $field: $type),* }
        impl $crate::Row for $name {
            const COLUMNS: &'static str = $crate::row!(@join $($field),*);
            fn from_row(columns: &mut dyn Iterator<Item = $crate::Value>) -> Result<Self, $crate::Error> {
                Ok(Self { $($field: $crate::FromValue::from_value(columns.next().ok_or($crate::Error::Shape("one more column"))?)?),* })
            }
        }
    };
    (@join $first:ident $(, $rest:ident)*) => { concat!(stringify!($first) $(, ", ", stringify!($rest))*) };
}

/// The arguments of a statement, in order: `args![tenant, stream, "text"]`.
#[macro_export]
macro_rules! args {
    () => { &[] };
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}
