//! The state of a mediation, as its events leave it. Ciphertexts are copied from the events as they are.

mod codes;
mod parts;

pub use codes::*;
pub use parts::*;

use crate::petition::model::{CaseClock, Paper, Words, label};
use kernel::{
    Day, Moment,
    area::AreaPath,
    id::{AccountId, OrganId, StreamId},
};
use serde::{Deserialize, Serialize};

/// The key under which lies what a party told alone: a subject of its own, which no letter, search, export or figure opens (C-47).
#[must_use]
pub const fn apart_of(party: i64) -> i64 {
    1000 + party
}

/// The petition that a mediation belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromPetition {
    /// Its stream.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
}

/// A mediation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mediation {
    /// Its stream.
    pub stream: StreamId,
    /// 横人调字〔2025〕第12号.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
    /// Whence it came: a code of `mediation_sources`.
    pub source: String,
    /// Which kind of mediation.
    pub kind: Kind,
    /// How hard.
    pub grade: Grade,
    /// 纠纷类型: a code of `dispute_types`.
    pub dispute: String,
    /// The organ that wrote it down.
    pub origin: OrganId,
    /// The organ in whose hands it is.
    pub holder: OrganId,
    /// The organs that have had it in hand, the origin first.
    pub had_by: Vec<OrganId>,
    /// When the first word came: a call, a knock at the door.
    pub received_at: Moment,
    /// Who wrote it down.
    pub registered_by: AccountId,
    /// When.
    pub registered_at: Moment,
    /// Where it is about.
    pub area: AreaPath,
    /// The number that it has elsewhere: of a police incident, a court file.
    pub outside_number: String,
    /// Whose number that is.
    pub outside_body: String,
    /// The petition that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petition: Option<FromPetition>,
    /// A short name.
    pub title: Words,
    /// What was told.
    pub words: Words,
    /// What is asked for.
    pub requests: Vec<Words>,
    /// Parties and guardians.
    pub parties: Vec<Party>,
    /// Who mediates, and who did.
    pub seats: Vec<Seat>,
    /// Who helps.
    pub helpers: Vec<Helper>,
    /// Sessions.
    pub sessions: Vec<Session>,
    /// What was told alone.
    pub apart: Vec<Apart>,
    /// The law that was told.
    pub laws: Vec<LawTold>,
    /// What nobody disputes.
    pub facts: Option<Facts>,
    /// The agreement.
    pub agreement: Option<Agreement>,
    /// Agreements before it that were never effective, or were mediated anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Agreement>,
    /// Confirmation by a court.
    pub confirmation: Option<Confirmation>,
    /// Follow-ups.
    pub follow_ups: Vec<FollowUp>,
    /// What came right.
    pub axes: Vec<AxisSaid>,
    /// Dangers.
    pub risks: Vec<RiskSeen>,
    /// Talks with her who suffered violence.
    pub safety: Vec<Safety>,
    /// What was reported.
    pub reports: Vec<Report>,
    /// A court's order.
    pub order: Option<Order>,
    /// What the police did with it: a penalty, a warning, nothing; empty until it is known (C-53).
    pub police_outcome: String,
    /// Its way between organs.
    pub hops: Vec<Hop>,
    /// Its clocks.
    pub clocks: Vec<CaseClock>,
    /// Papers on it.
    pub papers: Vec<Paper>,
    /// Papers that were made here.
    pub made: Vec<Made>,
    /// Label bits (`petition::model::label`).
    pub label: i64,
    /// Blind tokens of accounts and organs that must not see it.
    pub bars: Vec<i64>,
    /// When violence at home was suspected, or a minor seen in danger.
    pub alarmed_at: Option<Moment>,
    /// When it was accepted.
    pub accepted_on: Option<Day>,
    /// Why and when it ended without an agreement.
    pub ended: Option<(String, Day)>,
    /// When it was closed.
    pub closed_on: Option<Day>,
}

impl Mediation {
    /// The parties who decide for themselves: applicants and respondents.
    pub fn sides(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.is_side())
    }

    /// A party.
    #[must_use]
    pub fn party(&self, subject: i64) -> Option<&Party> {
        self.parties.iter().find(|party| party.subject == subject)
    }

    /// The guardian who speaks for a party; never one who is suspected of violence against her (C-46).
    #[must_use]
    pub fn guardian_of(&self, subject: i64) -> Option<&Party> {
        self.parties.iter().find(|party| party.side == Side::Guardian && party.of == subject && !party.is_suspected)
    }

    /// Whether everybody has consented.
    #[must_use]
    pub fn all_consent(&self) -> bool {
        self.sides().count() >= 2 && self.sides().all(|party| party.consent == Consent::Given)
    }

    /// Who mediates now.
    pub fn mediators(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.until.is_none())
    }

    /// Whether this account mediates now.
    #[must_use]
    pub fn is_mediated_by(&self, account: AccountId) -> bool {
        self.mediators().any(|seat| seat.account == account)
    }

    /// A seat that has told what it has to do with a party, and may sit: there is nothing, or every side agreed (C-45).
    #[must_use]
    pub fn may_sit(&self, seat: &Seat) -> bool {
        match seat.relation.as_str() {
            "" => false,
            "none" => true,
            _ => self.sides().all(|party| seat.agreed.contains(&party.subject)),
        }
    }

    /// Whether violence at home is suspected.
    #[must_use]
    pub const fn is_violence(&self) -> bool {
        self.label & label::VIOLENCE != 0
    }

    /// Whether a minor is concerned.
    #[must_use]
    pub const fn is_minor(&self) -> bool {
        self.label & label::MINOR != 0
    }

    /// Whether it is a matter of a family, which is open to who has it alone.
    #[must_use]
    pub fn is_family(&self) -> bool {
        self.dispute == "marriage_family" || self.is_violence()
    }

    /// Whether somebody has to be told who was not yet: the police of violence against one who cannot ask for herself, or any authority
    /// of a minor in danger (C-50, C-51).
    #[must_use]
    pub fn owes_report(&self) -> bool {
        let of_violence = self.is_violence() && self.parties.iter().any(|party| party.is_minor);
        let is_told = |to: &dyn Fn(Authority) -> bool| self.reports.iter().any(|report| to(report.to));
        (of_violence && !is_told(&|to| to == Authority::Police)) || (self.alarmed_at.is_some() && self.is_minor() && !is_told(&|_| true))
    }

    /// Whether a court forbids contact on this day (C-54).
    #[must_use]
    pub fn forbids_contact(&self, on: Day) -> bool {
        self.order.as_ref().is_some_and(|order| order.no_contact && on <= order.until)
    }

    /// The organs to which it is open: of a family's matter only the one that has it, of any other those that had it.
    #[must_use]
    pub fn open_to(&self) -> Vec<OrganId> {
        if self.is_family() { vec![self.holder] } else { self.had_by.clone() }
    }

    /// The clock of a rule that runs.
    #[must_use]
    pub fn running(&self, rule: &str) -> Option<&CaseClock> {
        self.clocks.iter().find(|clock| clock.ended.is_none() && clock.rule == rule)
    }

    /// The session of a number.
    #[must_use]
    pub fn session(&self, nth: i64) -> Option<&Session> {
        self.sessions.iter().find(|session| session.nth == nth)
    }

    /// The committee's work goes on: nothing that ended it has happened.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Asked | Stage::Accepted | Stage::InSession | Stage::Signing | Stage::Performing | Stage::Breached)
    }
}
