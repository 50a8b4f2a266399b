//! How the clicks of a day are sent to another system: a file of TOML, plain HTTP.
//!
//! ```toml
//! name = "another system 1.2"
//! cases = ["17", "18"]             # what {case} is drawn from
//! numbers = ["2025-0017"]          # what {number} is drawn from
//!
//! [[people]]                       # who is signed in; officer after officer
//! headers = { cookie = "session=…" }
//!
//! [clicks.open]
//! path = "/tickets/{case}"
//!
//! [clicks.register]
//! method = "POST"
//! path = "/tickets"
//! type = "application/json"        # or application/x-www-form-urlencoded: values are escaped accordingly
//! body = '{"title": "{title}", "text": "{words}", "name": "{name}", "phone": "{phone}"}'
//! expect = 201                     # 200 when not said
//! ```

use super::{
    day::Click,
    door::{Broken, Browser, Sent, escape},
    words,
};
use crate::oops::{Oops, at};
use hyper::{Method, StatusCode, body::Bytes};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// A recipe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The system's name.
    pub name: String,
    #[serde(default)]
    cases: Vec<String>,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    people: Vec<Person>,
    clicks: BTreeMap<Click, How>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    headers: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    #[serde(default)]
    method: Way,
    path: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    body: String,
    #[serde(default = "ok")]
    expect: u16,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Way {
    #[default]
    Get,
    Post,
    Put,
}

const fn ok() -> u16 {
    200
}

/// How a value is written into a text.
#[derive(Clone, Copy)]
enum Escape {
    Percent,
    Json,
    None,
}

impl Recipe {
    /// Reads a recipe; all five clicks must be in it.
    ///
    /// # Errors
    /// What does not read, and which click is missing.
    pub fn read(path: &Path) -> Result<Self, Oops> {
        let text = std::fs::read_to_string(path).map_err(at(path))?;
        let recipe: Self = toml::from_str(&text).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))?;
        for click in [Click::List, Click::Open, Click::Search, Click::Register, Click::Count] {
            if !recipe.clicks.contains_key(&click) {
                return Err(Oops::wrong(format!("{}: the click {click:?} is missing: the mix is the same for all", path.display())));
            }
        }
        Ok(recipe)
    }

    /// Sends a click as the `who`th officer; `nth` draws who tells what.
    ///
    /// # Errors
    /// What was answered instead.
    pub async fn send(&self, browser: &mut Browser, who: usize, nth: u64, click: Click) -> Result<(), Broken> {
        let how = self.clicks.get(&click).ok_or("the recipe has no such click")?;
        let path = self.fill(&how.path, nth, Escape::Percent);
        let escape = match how.kind.split(';').next().unwrap_or_default().trim() {
            "application/json" => Escape::Json,
            "application/x-www-form-urlencoded" => Escape::Percent,
            _ => Escape::None,
        };
        let body = Bytes::from(self.fill(&how.body, nth, escape));
        let person = who.checked_rem(self.people.len()).and_then(|at| self.people.get(at));
        let headers: Vec<(&str, &str)> =
            person.into_iter().flat_map(|person| person.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect();
        let method = match how.method {
            Way::Get => Method::GET,
            Way::Post => Method::POST,
            Way::Put => Method::PUT,
        };
        let expected = StatusCode::from_u16(how.expect).map_err(|error| error.to_string())?;
        browser.send(method, &path, Sent { kind: &how.kind, body, headers: &headers, ..Sent::default() }).await?.expect(expected).map(drop)
    }

    fn fill(&self, text: &str, nth: u64, how: Escape) -> String {
        let (title, said, claims) = words::matter(nth);
        let drawn = |list: &[String]| {
            let at = usize::try_from(words::scatter(nth)).ok().and_then(|by| by.checked_rem(list.len()));
            at.and_then(|at| list.get(at)).cloned().unwrap_or_default()
        };
        let [first, second] = claims;
        let values = [
            ("{title}", title.to_owned()),
            ("{words}", said),
            ("{claim1}", first.to_owned()),
            ("{claim2}", second.to_owned()),
            ("{name}", words::name(nth)),
            ("{phone}", words::phone(nth)),
            ("{nth}", nth.to_string()),
            ("{case}", drawn(&self.cases)),
            ("{number}", drawn(&self.numbers)),
        ];
        let mut filled = text.to_owned();
        for (mark, value) in values {
            if filled.contains(mark) {
                filled = filled.replace(mark, &escaped(&value, how));
            }
        }
        filled
    }
}

fn escaped(value: &str, how: Escape) -> String {
    match how {
        Escape::None => value.to_owned(),
        Escape::Percent => {
            let mut out = String::new();
            escape(value, &mut out);
            out
        }
        Escape::Json => {
            // Without the quotes around it: those stand in the recipe.
            let text = serde_json::to_string(value).unwrap_or_default();
            text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipe_of_the_guide_reads_and_values_are_escaped() {
        let recipe = Recipe::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/bench_recipe.toml"))).unwrap();
        assert_eq!(recipe.fill("/t/{case}?q={name}", 3, Escape::Percent).matches('%').count() % 3, 0);
        let body = recipe.clicks.get(&Click::Register).map(|how| recipe.fill(&how.body, 3, Escape::Json)).unwrap_or_default();
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert!(value.get("text").and_then(serde_json::Value::as_str).is_some_and(|text| text.chars().count() > 100), "{body}");
        let none: Result<Recipe, _> = toml::from_str("name = \"x\"\n[clicks.sing]\npath = \"/\"\n");
        assert!(none.is_err());
    }
}
