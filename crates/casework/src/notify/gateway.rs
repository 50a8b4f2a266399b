//! What carries a message, as the program gives it: a mail server, a gateway of short messages, or neither.

use super::reach::Way;

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for each attempt at the same message: whoever takes it twice under one key sends it once.
    pub key: String,
    /// By which way.
    pub way: Way,
    /// The number, in one form, or the mail address.
    pub to: String,
    /// Whether she reads English.
    pub english: bool,
}

/// Why a message did not go. Neither holds personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsent {
    /// It will not go: the number or address was refused.
    Refused(String),
    /// It did not go now: to be tried again.
    Later(String),
    /// It was handed over, and nobody answered: it may have gone. Where the same key is taken once, it is tried again.
    Unknown(String),
}

/// What carries messages. It makes the words: "you have news", and nothing of the matter, which it is not given.
pub trait Gateway: Send + Sync {
    /// Whether this way is set up.
    fn carries(&self, way: Way) -> bool;

    /// Whether an attempt whose end nobody saw may be repeated under the same key.
    fn knows_keys(&self, way: Way) -> bool {
        way == Way::Sms
    }

    /// Hands a message over, and waits until it was taken.
    ///
    /// # Errors
    /// Refused for good, to be tried again, or gone to an end that nobody saw.
    fn send(&self, message: &Message) -> Result<(), Unsent>;
}

/// No way is set up.
pub struct Nothing;

impl Gateway for Nothing {
    fn carries(&self, _way: Way) -> bool {
        false
    }

    fn send(&self, _message: &Message) -> Result<(), Unsent> {
        Err(Unsent::Later("no gateway is set up".to_owned()))
    }
}
