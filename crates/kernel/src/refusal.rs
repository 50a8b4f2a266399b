//! A refusal is data: a code, the rule it follows from, what fills its sentence, and the field to go back to.
//!
//! Refusals are the lawful "no" of a command ("the extension is longer than article 34 allows"). They are told to
//! people, translated, audited and tested; a fault of the program is never one. The sentence, the rule in words and
//! the way out live in the message catalogue under `refusal-<CODE>` with its attributes `.rule` and `.way`.

use std::fmt;

use serde::Serialize;

/// Why a command was not carried out. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The code of section 7, such as `EXT_TOO_LONG`.
    pub code: &'static str,
    /// The rule it comes from, such as `C-16` or `L1 art 34`.
    pub rule: &'static str,
    /// What the sentence needs: `max` → `30`. Never personal data: refusals are logged.
    pub args: Vec<(&'static str, String)>,
    /// The field of the form that has to change, if there is one.
    pub field: Option<&'static str>,
}

impl Refusal {
    /// A refusal with its code and rule.
    #[must_use]
    pub const fn new(code: &'static str, rule: &'static str) -> Self {
        Self { code, rule, args: Vec::new(), field: None }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Names the field of the form to go back to.
    #[must_use]
    pub const fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.code, self.rule)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_tells_code_rule_and_field() {
        let refusal = Refusal::new("EXT_TOO_LONG", "C-16").arg("max", 30).at("days");
        assert_eq!(refusal.to_string(), "EXT_TOO_LONG (C-16)");
        assert_eq!(serde_json::to_string(&refusal).unwrap(), r#"{"code":"EXT_TOO_LONG","rule":"C-16","args":[["max","30"]],"field":"days"}"#);
    }
}
