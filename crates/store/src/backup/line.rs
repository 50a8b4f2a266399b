//! A row as a line of JSON, and back.

use crate::{Error, Value};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Deserializer, de};
use std::fmt;

/// Appends a row and a line's end.
pub(crate) fn write(row: &mut dyn Iterator<Item = Value>, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut before = b'[';
    for value in row {
        out.push(before);
        before = b',';
        match value {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Int(number) => json(&number, out)?,
            Value::Real(number) if number.is_finite() => json(&number, out)?,
            Value::Real(_) => return Err(Error::Shape("a finite number")),
            Value::Text(text) => json(&text, out)?,
            Value::Bytes(bytes) => {
                out.extend_from_slice(b"{\"b\":\"");
                out.extend_from_slice(STANDARD_NO_PAD.encode(bytes).as_bytes());
                out.extend_from_slice(b"\"}");
            }
        }
    }
    out.extend_from_slice(b"]\n");
    Ok(())
}

fn json(value: &impl serde::Serialize, out: &mut Vec<u8>) -> Result<(), Error> {
    serde_json::to_writer(out, value).map_err(|error| Error::Damaged(error.to_string()))
}

/// Reads a line.
pub(super) fn read(line: &str) -> Result<Vec<Value>, serde_json::Error> {
    Ok(serde_json::from_str::<Vec<Cell>>(line)?.into_iter().map(|cell| cell.0).collect())
}

struct Cell(Value);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor).map(Self)
    }
}

struct CellVisitor;

impl<'de> de::Visitor<'de> for CellVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, a text, null, or bytes as {\"b\":\"base64\"}")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(E::custom)
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Real(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        match map.next_entry::<String, String>()? {
            Some((key, text)) if key == "b" => STANDARD_NO_PAD.decode(text).map(Value::Bytes).map_err(de::Error::custom),
            _ => Err(de::Error::custom("expected bytes as {\"b\":\"base64\"}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_there_and_back() {
        let row = vec![
            Value::Null,
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Real(1.0),
            Value::Real(-2.5e-300),
            Value::Text("邻\n\"聚\"\u{0}".to_owned()),
            Value::Text(String::new()),
            Value::Bytes(vec![]),
            Value::Bytes((0..=255).collect()),
        ];
        let mut line = vec![];
        write(&mut row.clone().into_iter(), &mut line).unwrap();
        let text = String::from_utf8(line).unwrap();
        assert_eq!(text.matches('\n').count(), 1);
        assert_eq!(read(&text).unwrap(), row);
        assert!(read("[{\"x\":\"AA\"}]").is_err() && read("[[]]").is_err() && read("[1").is_err());
    }
}
