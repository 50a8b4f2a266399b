//! The facts of the law as data: each term, remedy, channel, ground and form is a row of `law/`, and each row names
//! its article, its source, how sure we are of it, where it holds and from when to when.
//!
//! | file | rows | read as |
//! |---|---|---|
//! | `deadlines.toml` | section 3 of the domain book: P petition, N neighbouring procedures, M mediation, V violence and minors, H hotline, G decisions and data | [`DeadlineRow`] |
//! | `remedies.toml` | what a person may do against a decision, by track and stage | [`RemedyRow`] |
//! | `wording.toml` | words that no letter may hold | [`WordingRow`] |
//! | `agreement.toml` | words of an agreement: refused, not to be confirmed, unclear; and what makes them harmless | [`AgreementWords`] |
//! | `channels.toml` `matter_types.toml` `tracks.toml` `outcomes.toml` `reasons.toml` `content_classes.toml` `delivery_methods.toml` `notices.toml` `retention.toml` `dispute_types.toml` `mediator_kinds.toml` `mediation.toml` | codes with their words | [`Table`] of [`CodeRow`] |
//!
//! **Precedence** (section 0.4). National law stands above provincial, municipal and county rules. A lower rule may
//! shorten an authority's time; it never lengthens it and never shortens a citizen's. A row with a jurisdiction
//! `replaces` a national one within its area when it is switched on ([`Law::with_overlay`]); [`Law::start`] then gives
//! an authority the earlier of the two dates and a citizen the later, so that even a wrong row cannot do harm. The
//! Zhejiang regulation of 2016 is such an overlay, and off: whether it is in force was not found.
//!
//! **How sure** is [`Tag`]: read in full, seen in an excerpt, local, from memory, or a decision of this project. A page
//! that shows a value from memory says so, `doctor` lists them all, and a county signs each before it starts.
//!
//! A rule is looked up for the day of the event that starts it: a term that began under an old row keeps it.

pub mod agreement;
mod rows;
pub mod wording;

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

pub use agreement::{AgreementWords, ClauseRow, GuardRow, Place};
pub use rows::{CodeRow, DeadlineRow, RemedyRow, Table, Tag};
pub use wording::WordingRow;

use crate::area::AreaPath;
use crate::calendar::Calendar;
use crate::day::Day;
use crate::deadline::{Deadline, Holder, compute};

/// All facts that came with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    deadlines: Vec<DeadlineRow>,
    /// Where the rows of a rule stand among these, its overlays with it.
    by_rule: HashMap<String, Vec<usize>>,
    remedies: Vec<RemedyRow>,
    /// Ways in which a petition comes (信访形式), art 17.
    pub channels: Table,
    /// Suggestion, accusation, grievance (三类事项), arts 29–31.
    pub matter_types: Table,
    /// The six tracks of art 31.
    pub tracks: Table,
    /// Outcomes of an opinion, for each claim: art 32.
    pub outcomes: Table,
    /// Outcomes of a review or recheck.
    pub review_outcomes: Table,
    /// Why a matter is not accepted: NA1 to NA6.
    pub non_acceptance_reasons: Table,
    /// Why a registration is void.
    pub void_reasons: Table,
    /// By what a withdrawal is shown to be the petitioner's own.
    pub withdrawal_evidence: Table,
    /// As what it was decided who is competent, when that was in dispute: art 24.
    pub competence: Table,
    /// Why somebody who has not got a matter looks at it in an emergency (C-32).
    pub emergencies: Table,
    /// What a petition is about, first level: twenty classes.
    pub content_classes: Table,
    /// Ways of delivery, each with what proves receipt.
    pub delivery_methods: Table,
    /// What no letter may ask of a person: a promise to be silent (C-20).
    pub waivers: Vec<WordingRow>,
    /// What no text may offer for a rating (C-71).
    pub rating_gifts: Vec<WordingRow>,
    /// What a letter of one track may not say of remedies (C-21).
    pub foreign_remedies: Vec<WordingRow>,
    /// What is read in the clauses of an agreement of people's mediation (C-43, C-42, C-49).
    pub agreement: AgreementWords,
    /// What a person is told before personal data are taken from her (个人信息处理告知).
    pub notices: Table,
    /// How long the file of a matter is kept, by what came of it.
    pub retention: Table,
    /// 纠纷类型.
    pub dispute_types: Table,
    /// Whence a dispute comes to mediation; `evidence` names the clock of its term.
    pub mediation_sources: Table,
    /// Why a mediation ends without an agreement.
    pub terminations: Table,
    /// What a mediator may have to do with a party.
    pub relations: Table,
    /// Why an agreement does not go to a court for confirmation.
    pub not_confirmable: Table,
    /// Who mediates: 人民调解员、律师、村里长者 ….
    pub mediator_kinds: Table,
    /// What a mediator was given: 金牌调解员 ….
    pub standings: Table,
    /// What a mediator speaks.
    pub languages: Table,
}

/// A file of facts that does not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("law/{file} does not read: {reason}")]
pub struct NotLaw {
    file: &'static str,
    reason: String,
}

static ALL: LazyLock<Law> = LazyLock::new(|| match Law::read() {
    Ok(law) => law,
    // Every bundled file is read by the tests of this crate.
    Err(error) => unreachable!("{error}"),
});

macro_rules! read {
    ($file:literal) => {
        toml::from_str(include_str!(concat!("../../../../law/", $file))).map_err(|error| NotLaw { file: $file, reason: error.to_string() })
    };
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineFile {
    deadline: Vec<DeadlineRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemedyFile {
    remedy: Vec<RemedyRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeFile {
    row: Vec<CodeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeFile {
    opinion: Vec<CodeRow>,
    review: Vec<CodeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    waiver: Vec<WordingRow>,
    rating_gift: Vec<WordingRow>,
    foreign_remedy: Vec<WordingRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediationFile {
    source: Vec<CodeRow>,
    termination: Vec<CodeRow>,
    relation: Vec<CodeRow>,
    not_confirmable: Vec<CodeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonFile {
    non_acceptance: Vec<CodeRow>,
    void: Vec<CodeRow>,
    withdrawal_evidence: Vec<CodeRow>,
    competence: Vec<CodeRow>,
    emergency: Vec<CodeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediatorFile {
    row: Vec<CodeRow>,
    standing: Vec<CodeRow>,
    language: Vec<CodeRow>,
}

impl Law {
    /// The facts that came with the program.
    #[must_use]
    pub fn bundled() -> &'static Self {
        &ALL
    }

    fn read() -> Result<Self, NotLaw> {
        let deadlines: DeadlineFile = read!("deadlines.toml")?;
        let remedies: RemedyFile = read!("remedies.toml")?;
        let channels: CodeFile = read!("channels.toml")?;
        let matter_types: CodeFile = read!("matter_types.toml")?;
        let tracks: CodeFile = read!("tracks.toml")?;
        let outcomes: OutcomeFile = read!("outcomes.toml")?;
        let reasons: ReasonFile = read!("reasons.toml")?;
        let content_classes: CodeFile = read!("content_classes.toml")?;
        let delivery_methods: CodeFile = read!("delivery_methods.toml")?;
        let wording: WordingFile = read!("wording.toml")?;
        let agreement: AgreementWords = read!("agreement.toml")?;
        let notices: CodeFile = read!("notices.toml")?;
        let retention: CodeFile = read!("retention.toml")?;
        let dispute_types: CodeFile = read!("dispute_types.toml")?;
        let mediation: MediationFile = read!("mediation.toml")?;
        let mediators: MediatorFile = read!("mediator_kinds.toml")?;
        let mut by_rule: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, row) in deadlines.deadline.iter().enumerate() {
            for rule in std::iter::once(&row.id).chain(row.replaces.iter().filter(|replaced| **replaced != row.id)) {
                by_rule.entry(rule.clone()).or_default().push(place);
            }
        }
        Ok(Self {
            by_rule,
            deadlines: deadlines.deadline,
            remedies: remedies.remedy,
            channels: Table(channels.row),
            matter_types: Table(matter_types.row),
            tracks: Table(tracks.row),
            outcomes: Table(outcomes.opinion),
            review_outcomes: Table(outcomes.review),
            non_acceptance_reasons: Table(reasons.non_acceptance),
            void_reasons: Table(reasons.void),
            withdrawal_evidence: Table(reasons.withdrawal_evidence),
            competence: Table(reasons.competence),
            emergencies: Table(reasons.emergency),
            content_classes: Table(content_classes.row),
            delivery_methods: Table(delivery_methods.row),
            waivers: wording.waiver,
            rating_gifts: wording.rating_gift,
            foreign_remedies: wording.foreign_remedy,
            agreement,
            notices: Table(notices.row),
            retention: Table(retention.row),
            dispute_types: Table(dispute_types.row),
            mediation_sources: Table(mediation.source),
            terminations: Table(mediation.termination),
            relations: Table(mediation.relation),
            not_confirmable: Table(mediation.not_confirmable),
            mediator_kinds: Table(mediators.row),
            standings: Table(mediators.standing),
            languages: Table(mediators.language),
        })
    }

    /// Every row of the deadline table, also those that are switched off.
    #[must_use]
    pub fn deadlines(&self) -> &[DeadlineRow] {
        &self.deadlines
    }

    /// Every remedy.
    #[must_use]
    pub fn all_remedies(&self) -> &[RemedyRow] {
        &self.remedies
    }

    /// The row of `rule` (such as `P-05` or `M-03.summary`) that holds in `area` on the day `on`: the one of the
    /// smallest area, an overlay that is switched on standing for the row it replaces.
    #[must_use]
    pub fn deadline(&self, rule: &str, area: &AreaPath, on: Day) -> Option<&DeadlineRow> {
        let places = self.by_rule.get(rule).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .filter_map(|place| self.deadlines.get(*place))
            .filter(|row| row.enabled && row.jurisdiction.contains(area) && row.holds_on(on))
            .max_by_key(|row| row.jurisdiction.level())
    }

    /// The deadline that an event on `from` starts in `area` under `rule`; `None` when there is no row or it has no
    /// length of its own. Where an overlay holds, an authority gets the earlier date of the two, a citizen the later.
    #[must_use]
    pub fn start(&self, rule: &str, area: &AreaPath, from: Day, calendar: &Calendar) -> Option<Deadline> {
        let row = self.deadline(rule, area, from)?;
        let made = compute(rule, from, row.length?, row.unit, calendar);
        let national = self.deadline(rule, &AreaPath::country(), from).filter(|national| *national != row);
        let Some((national, length)) = national.and_then(|national| Some((national, national.length?))) else {
            return Some(made);
        };
        let stands = compute(rule, from, length, national.unit, calendar);
        let keep = match national.holder {
            Holder::Agency => made.due_legal <= stands.due_legal,
            Holder::Citizen | Holder::Lasting => made.due_legal >= stands.due_legal,
        };
        Some(if keep { made } else { stands })
    }

    /// These facts with a local row switched on, as a county does when it signs it; `None` when there is no such row.
    #[must_use]
    pub fn with_overlay(&self, id: &str) -> Option<Self> {
        let mut law = self.clone();
        let mut found = false;
        for row in law.deadlines.iter_mut().filter(|row| row.id == id) {
            row.enabled = true;
            found = true;
        }
        found.then_some(law)
    }

    /// What a person may do against a decision of this track (`J6_petition`) at this stage (`opinion`, `review`,
    /// `recheck`), in the order in which the letter names it. Empty after a recheck: the opinion is final, art 36(3).
    pub fn remedies(&self, track: &str, stage: &str, on: Day) -> impl Iterator<Item = &RemedyRow> {
        self.remedies.iter().filter(move |row| row.track == track && row.stage == stage && row.holds_on(on))
    }

    /// Rows that rest on memory alone: `doctor` lists them, and a county signs each before it starts.
    pub fn unverified(&self) -> impl Iterator<Item = (&str, &str)> {
        let deadlines = self.deadlines.iter().map(|row| (row.id.as_str(), row.zh.as_str(), row.tag));
        let remedies = self.remedies.iter().map(|row| (row.code.as_str(), row.zh.as_str(), row.tag));
        let codes = self.tables().flat_map(|(_, table)| table.iter()).map(|row| (row.code.as_str(), row.zh.as_str(), row.tag));
        deadlines.chain(remedies).chain(codes).filter(|(_, _, tag)| *tag == Tag::Memory).map(|(id, zh, _)| (id, zh))
    }

    /// Every table of codes with its name.
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        [
            ("channels", &self.channels),
            ("matter_types", &self.matter_types),
            ("tracks", &self.tracks),
            ("outcomes", &self.outcomes),
            ("review_outcomes", &self.review_outcomes),
            ("non_acceptance_reasons", &self.non_acceptance_reasons),
            ("void_reasons", &self.void_reasons),
            ("withdrawal_evidence", &self.withdrawal_evidence),
            ("competence", &self.competence),
            ("emergencies", &self.emergencies),
            ("content_classes", &self.content_classes),
            ("delivery_methods", &self.delivery_methods),
            ("notices", &self.notices),
            ("retention", &self.retention),
            ("dispute_types", &self.dispute_types),
            ("mediation_sources", &self.mediation_sources),
            ("terminations", &self.terminations),
            ("relations", &self.relations),
            ("not_confirmable", &self.not_confirmable),
            ("mediator_kinds", &self.mediator_kinds),
            ("standings", &self.standings),
            ("languages", &self.languages),
        ]
        .into_iter()
    }
}

#[cfg(test)]
mod tests;
