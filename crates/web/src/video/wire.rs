//! What goes over the line between a browser and this server, as JSON. Unknown fields are refused: nothing travels beside what is named here.

use super::{candidate, turn::Ice};
use serde::{Deserialize, Serialize};

/// The longest message, in bytes.
pub(super) const LONGEST: usize = candidate::LONGEST_SDP + 4096;

/// Whether a description asks or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Offer,
    Answer,
}

/// What one browser has for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Signal {
    /// How it wants to talk.
    Description { kind: Kind, sdp: String },
    /// One way to reach it.
    Candidate { candidate: String, mid: Option<String>, index: Option<u16> },
    /// It was lost: begin anew.
    Again,
}

impl Signal {
    /// The same without anybody's address; `None` when nothing is left of it.
    pub(super) fn clean(self) -> Option<Self> {
        const LONGEST_MID: usize = 32;
        match self {
            Self::Description { kind, sdp } => Some(Self::Description { kind, sdp: candidate::clean(&sdp)? }),
            Self::Candidate { candidate, mid, index } => {
                let is_plain = |mid: &String| mid.len() <= LONGEST_MID && mid.bytes().all(|byte| byte.is_ascii_alphanumeric());
                Some(Self::Candidate { candidate: candidate::relay_only(&candidate)?, mid: mid.filter(is_plain), index })
            }
            Self::Again => Some(Self::Again),
        }
    }
}

/// What a browser says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Said {
    /// Something for another seat, on the line that it has now.
    Signal { to: i64, line: u64, signal: Signal },
    /// It wants its place told again, with a fresh name for the relay.
    Fresh,
}

/// Somebody whom a browser may talk to now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Peer {
    pub(super) seat: i64,
    pub(super) line: u64,
    pub(super) label: String,
}

/// What a browser is told.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Told {
    /// Where it is, and whom it may talk to.
    Place { seat: i64, line: u64, peers: Vec<Peer>, ice: Option<Ice> },
    /// Something from another seat.
    Signal { from: i64, line: u64, signal: Signal },
    /// The page has something new.
    Changed,
    /// The line ends: another browser sits here now, or the room is over.
    Over { replaced: bool },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c48_nothing_travels_beside_what_is_named() {
        let read = |text: &str| serde_json::from_str::<Said>(text).is_ok();
        assert!(read(r#"{"type":"signal","to":1,"line":7,"signal":{"what":"again"}}"#));
        assert!(read(r#"{"type":"fresh"}"#));
        assert!(!read(r#"{"type":"signal","to":1,"line":7,"signal":{"what":"again"},"where":"30.1,119.6"}"#));
        assert!(!read(r#"{"type":"signal","to":1,"line":7,"signal":{"what":"candidate","candidate":"","mid":null,"index":0,"url":"turn:x"}}"#));
        assert!(!read(r#"{"type":"location","at":"30.1,119.6"}"#));
    }

    #[test]
    fn c48_a_host_candidate_goes_nowhere() {
        let host = "candidate:1 1 udp 1 10.0.0.1 1 typ host".to_owned();
        assert_eq!(Signal::Candidate { candidate: host, mid: Some("0".to_owned()), index: Some(0) }.clean(), None);
        let end = Signal::Candidate { candidate: String::new(), mid: Some("10.0.0.1".to_owned()), index: Some(0) };
        assert_eq!(end.clean(), Some(Signal::Candidate { candidate: String::new(), mid: None, index: Some(0) }));
    }
}
