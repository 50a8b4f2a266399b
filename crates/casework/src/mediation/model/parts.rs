//! What a mediation is made of: parties, mediators, sessions, an agreement and its promises.

use super::{Authority, Axis, Consent, Form, Hand, PromiseState, Risk, Ruling, SessionState, Side, Together, Way};
use crate::petition::model::Words;
use kernel::{
    Day, Moment,
    id::{AccountId, FileId, OrganId},
    sealed::Sealed,
};
use serde::{Deserialize, Serialize};

/// A party, or the guardian of one. Her card is sealed under her own key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Her number within the mediation, from 1.
    pub subject: i64,
    /// On which side.
    pub side: Side,
    /// Of a guardian: whose; 0 otherwise.
    #[serde(default)]
    pub of: i64,
    /// Her card, sealed; absent when nothing is known of her.
    pub card: Option<Sealed>,
    /// When she was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_on: Option<Day>,
    /// What she said to being mediated.
    pub consent: Consent,
    /// The day of that.
    pub consent_on: Option<Day>,
    /// When her rights were told to her.
    pub rights_on: Option<Day>,
    /// Not of age, or not of full capacity: a guardian speaks for her (C-46).
    #[serde(default)]
    pub is_minor: bool,
    /// She is suspected of violence at home in this very matter.
    #[serde(default)]
    pub is_suspected: bool,
    /// She would rather have a woman.
    #[serde(default)]
    pub wants_woman: bool,
    /// She would rather have somebody who is not of her village.
    #[serde(default)]
    pub wants_stranger: bool,
    /// She has neither phone nor computer: a place is kept for her, or it is held where she is (C-48).
    #[serde(default)]
    pub has_no_device: bool,
    /// How many codes were given out to her.
    pub code_issue: u32,
}

impl Party {
    /// Whether she decides for herself whether it is mediated: a guardian speaks for another.
    #[must_use]
    pub const fn is_side(&self) -> bool {
        matches!(self.side, Side::Applicant | Side::Respondent)
    }
}

/// Who mediates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who.
    pub account: AccountId,
    /// Whether the parties chose him (art 19); else the committee did.
    pub chosen: bool,
    /// What he told that he has to do with a party: a code of `relations`; empty until he told it (C-45).
    pub relation: String,
    /// Who of the parties agreed to him all the same.
    pub agreed: Vec<i64>,
    /// When he was set.
    pub since: Day,
    /// When he stepped back or was refused.
    pub until: Option<Day>,
}

/// Who helps, with the agreement of all (art 20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    /// Name and why, sealed with the narrative.
    pub who: Words,
    /// In which quality: judge, police, prosecutor, women's federation, lawyer, elder …
    pub quality: String,
    /// The day.
    pub on: Day,
}

/// A session: set, held or dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// From 1.
    pub nth: i64,
    /// When it begins.
    pub at: Moment,
    /// How long it is thought to last, in minutes.
    pub minutes: i64,
    /// Where; sealed with the narrative.
    pub place: Words,
    /// How.
    pub way: Way,
    /// Whether all sit together.
    pub together: Together,
    /// Who is asked to come.
    pub with: Vec<i64>,
    /// How it stands.
    pub state: SessionState,
    /// When it was over.
    pub ended: Option<Moment>,
}

/// What a party told alone (C-47): under a key of its own, for the mediators' eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// Who told it.
    pub party: i64,
    /// What she told.
    pub note: Sealed,
    /// The day.
    pub on: Day,
}

/// 一法一情: the law that was told, and the gentler means beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawTold {
    /// Which text: `《民法典》第二百八十八条`.
    pub text: String,
    /// What it says here.
    pub words: Words,
    /// The other means: kinship, custom, an elder's word.
    pub gentle: Option<Words>,
    /// The day.
    pub on: Day,
}

/// Undisputed facts, signed by all (the only thing said here that another procedure may be told, C-47).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which.
    pub words: Words,
    /// The day.
    pub on: Day,
}

/// A dated promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// From 1.
    pub nth: i64,
    /// Who promised.
    pub by: i64,
    /// To whom.
    pub to: i64,
    /// What.
    pub what: Words,
    /// How much, in fen; 0 when it is no money.
    pub fen: i64,
    /// By which day.
    pub due: Day,
    /// How it stands.
    pub state: PromiseState,
    /// The day on which it was kept or broken.
    pub on: Option<Day>,
}

/// A signature under the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Which party; 0 for a mediator or the committee.
    pub party: i64,
    /// Which mediator; 0 for a party or the committee.
    pub mediator: AccountId,
    /// How.
    pub hand: Hand,
    /// The day.
    pub on: Day,
    /// The paper that shows it.
    pub file: Option<FileId>,
}

/// The agreement: drafted, signed, effective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Written or oral.
    pub form: Form,
    /// What happened.
    pub facts: Words,
    /// What was disputed.
    pub issues: Words,
    /// Who is responsible for what.
    pub responsibility: Words,
    /// What was agreed, clause by clause.
    pub clauses: Vec<Words>,
    /// The dated promises in it.
    pub promises: Vec<Promise>,
    /// Where and how they are kept.
    pub manner: Words,
    /// Why it cannot go to a court for confirmation: codes of `not_confirmable`.
    pub not_confirmable: Vec<String>,
    /// The signatures.
    pub signatures: Vec<Signature>,
    /// The day from which it holds.
    pub effective_on: Option<Day>,
    /// When it was drafted.
    pub drafted_on: Day,
}

impl Agreement {
    /// Whether this party has signed.
    #[must_use]
    pub fn signed_by(&self, party: i64) -> bool {
        self.signatures.iter().any(|one| one.party == party && party != 0)
    }

    /// Whether a mediator has signed.
    #[must_use]
    pub fn signed_by_mediator(&self) -> bool {
        self.signatures.iter().any(|one| one.mediator.get() != 0)
    }

    /// Whether the committee has put its seal on it.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.signatures.iter().any(|one| one.party == 0 && one.mediator.get() == 0)
    }

    /// The promises that are still owed.
    pub fn open_promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.state == PromiseState::Open)
    }
}

/// 司法确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// At which court.
    pub court: String,
    /// When it was asked for.
    pub asked_on: Day,
    /// What the court did, and its document.
    pub ruling: Option<(Ruling, String, Day)>,
}

/// 回访.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Whom.
    pub party: i64,
    /// How: at home, by phone.
    pub way: String,
    /// How far it is kept.
    pub words: Words,
    /// What she says of it, in her own words.
    pub said: Option<Words>,
    /// What may still come.
    pub risks: Option<Words>,
    /// What is done about it.
    pub measures: Option<Words>,
    /// Who visited.
    pub by: AccountId,
    /// The day.
    pub on: Day,
}

/// What came right, in her own words or by her own choice (C-59): under her own key, never shown to the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxisSaid {
    /// Who says it.
    pub party: i64,
    /// Of which of the three.
    pub axis: Axis,
    /// What she says.
    pub words: Sealed,
    /// The day.
    pub on: Day,
}

/// A danger that was seen (art 25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskSeen {
    /// Which.
    pub risk: Risk,
    /// What was seen and done.
    pub words: Words,
    /// The day.
    pub on: Day,
}

/// Violence at home: that she was spoken with alone, what she needs, what she wants (C-53, C-54).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safety {
    /// Who was spoken with alone.
    pub party: i64,
    /// What she needs to be safe; under her key.
    pub need: Sealed,
    /// What she wants; under her key.
    pub wish: Sealed,
    /// Whether she wants to sit at one table with the other, of her own will.
    pub joint: bool,
    /// The day.
    pub on: Day,
}

/// What had to be reported, to whom, under which number (C-50, C-51).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// To whom.
    pub to: Authority,
    /// Their number.
    pub number: String,
    /// When.
    pub at: Moment,
}

/// 人身安全保护令: a court's order (C-54).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub number: String,
    /// Whether it forbids all contact.
    pub no_contact: bool,
    /// Until when it holds.
    pub until: Day,
}

/// A paper made from the mediation's own data, kept as the bytes that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// From 1.
    pub nth: i64,
    /// Its template: `T-33`.
    pub kind: String,
    /// The file.
    pub file: FileId,
    /// The day.
    pub on: Day,
}

/// A step of the way between organs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// From.
    pub from: OrganId,
    /// To.
    pub to: OrganId,
    /// When it was sent.
    pub at: Moment,
    /// When it was taken in hand there.
    pub taken_at: Option<Moment>,
    /// Whether it went back: not theirs.
    pub returned: bool,
}
