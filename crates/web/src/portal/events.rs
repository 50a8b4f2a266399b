//! What happened, as far as it is hers to see: what offices did for her, what she said, and what was told to her.
//!
//! What is not named in [`title`] is not shown: notes that are for the office alone, drafts that nobody has signed, who
//! asked whom and why between offices, who declared an interest. Of an accusation only what was done, and when.

use crate::page::Page;
use casework::petition::{
    Did,
    event::ClockChange,
    kin::is_sure,
    model::{NoticeState, Words},
    page::Case,
    seal::open_words,
};
use kernel::{Day, Moment, id::OrganId, law::Law, sealed::Opened};
use store::ledger::{CITIZEN, SYSTEM, StoredEvent};

/// One line of what happened.
pub struct Line {
    /// `by-person`, `by-clock`, or empty for an office.
    pub class: &'static str,
    /// The day it happened.
    pub on: Day,
    /// The hour, when it was written down on that day.
    pub hour: String,
    /// The day it was written down, when that was another.
    pub written: Option<Day>,
    /// What happened.
    pub title: String,
    /// What was told to her.
    pub said: Vec<String>,
    /// What she said.
    pub voice: Vec<String>,
    /// When it was written down: matters that go on together are told in one order.
    pub at: Moment,
    /// Which event of its matter it tells.
    pub nth: i64,
}

/// The lines, newest first. `sealed` leaves out every text: of an accusation nothing is shown that names anybody.
#[must_use]
pub fn lines(page: &Page, law: &Law, case: &Case, sealed: bool) -> Vec<Line> {
    let teller = Teller { page, law, case, sealed };
    case.events.iter().rev().filter_map(|(stored, event)| teller.line(stored, &event.did, &event.clocks)).collect()
}

/// A row of the law in the page's language.
#[must_use]
pub fn row_name(page: &Page, row: Option<&kernel::law::CodeRow>) -> String {
    row.map_or(String::new(), |row| if page.lang() == "en" { row.en.clone() } else { row.zh.clone() })
}

struct Teller<'a> {
    page: &'a Page,
    law: &'a Law,
    case: &'a Case,
    sealed: bool,
}

impl Teller<'_> {
    fn line(&self, stored: &StoredEvent, did: &Did, clocks: &[ClockChange]) -> Option<Line> {
        let title = self.title(stored, did)?;
        let written_on = stored.recorded_at.local_day();
        let late = stored.acted_on != written_on;
        let mut line = Line {
            class: class(stored, did),
            on: stored.acted_on,
            hour: if late || stored.actor == SYSTEM { String::new() } else { self.page.clock(&stored.recorded_at) },
            written: late.then_some(written_on),
            title,
            said: vec![],
            voice: vec![],
            at: stored.recorded_at,
            nth: stored.version,
        };
        if !self.sealed {
            self.tell(did, clocks, stored.actor == CITIZEN, &mut line);
            line.said.retain(|text| !text.trim().is_empty());
            line.voice.retain(|text| !text.trim().is_empty());
        }
        Some(line)
    }

    fn organ(&self, organ: OrganId) -> String {
        self.case.directory.organ_name(organ).to_owned()
    }

    fn open(&self, words: &Words) -> String {
        match open_words(&self.case.keys, words) {
            Opened::Open(text) => text,
            Opened::Erased => self.page.t("title-erased").to_owned(),
        }
    }

    fn lines_of(&self, words: &Words) -> Vec<String> {
        self.open(words).lines().map(str::to_owned).collect()
    }

    /// What happened, in her words; `None` for what is not hers to see. Of an accusation no office and no officer is
    /// named but the one that it was handed over to: it may be one of those that it accuses.
    fn title(&self, stored: &StoredEvent, did: &Did) -> Option<String> {
        let title = self.full_title(stored, did)?;
        let names_nobody = matches!(
            did,
            Did::Registered(_)
                | Did::Imported(_)
                | Did::Classified { .. }
                | Did::AccusationHandedOver { .. }
                | Did::Added { .. }
                | Did::MaterialAnswered { .. }
                | Did::RecusalAsked { .. }
                | Did::RecusalDecided { .. }
                | Did::Rated { .. }
                | Did::Withdrawn { .. }
                | Did::WithdrawalContested { .. }
                | Did::VoidObjected { .. }
                | Did::Voided
                | Did::Archived
                | Did::CodeReissued { .. }
                | Did::CalendarLoaded { .. }
                | Did::SupervisionProposed { .. }
                | Did::Noticed { .. }
                | Did::Called { .. }
                | Did::Reminded { .. }
                | Did::StoredOnly { .. }
                | Did::KeptStored { .. }
                | Did::Destroyed { .. }
                | Did::EmergencyReviewed { .. }
        );
        if self.sealed && matches!(did, Did::EmergencyOpened { .. }) {
            return Some(self.page.t("hers-emergency-sealed").to_owned());
        }
        Some(if self.sealed && !names_nobody { self.page.t("hers-step").to_owned() } else { title })
    }

    fn full_title(&self, stored: &StoredEvent, did: &Did) -> Option<String> {
        let page = self.page;
        let by = || self.organ(stored.organ);
        let with_organ = |key: &str, organ: String| Some(page.with(key, "organ", organ));
        let officer = |account| self.case.directory.person(account).to_owned();
        match did {
            Did::Registered(first) => Some(page.named("hers-registered", first.channel.code()).to_owned()),
            Did::Imported(_) => Some(page.t("hers-imported").to_owned()),
            Did::Classified { matter_type, .. } => Some(page.named("hers-classified", matter_type.code()).to_owned()),
            Did::Referred { to, .. } => with_organ("hers-referred", self.organ(*to)),
            Did::Assigned { to, .. } => with_organ("hers-assigned", self.organ(*to)),
            Did::AccusationHandedOver { to } => with_organ("hers-handed-over", self.organ(*to)),
            Did::Diverted { .. } => Some(page.t("hers-diverted").to_owned()),
            Did::NonAccepted { .. } => with_organ("hers-non-accepted", by()),
            Did::SignedIn => with_organ("hers-signed-in", by()),
            Did::Objected { .. } => with_organ("hers-objected", by()),
            Did::ObjectionAgreed => Some(page.t("hers-objection-agreed").to_owned()),
            Did::ObjectionRejected { .. } => with_organ("hers-objection-rejected", self.organ(self.case.petition.holder)),
            Did::Accepted { .. } => with_organ("hers-accepted", by()),
            Did::Started { officer: account } => Some(page.with("hers-started", "officer", officer(*account))),
            Did::HandedOver { officer: account, .. } => Some(page.with("hers-handed", "officer", officer(*account))),
            Did::TakenOn { officer: account, .. } => Some(page.with("hers-handed", "officer", officer(*account))),
            // Who does a part of it, and by when; what offices write to each other is theirs (C-38).
            Did::PartAsked { to, .. } => with_organ("hers-part-asked", self.organ(*to)),
            Did::PartAnswered { .. } => with_organ("hers-part-answered", by()),
            Did::PartWithdrawn { nth, .. } => {
                let task = self.case.petition.sub_tasks.iter().find(|task| task.nth == *nth);
                task.and_then(|task| with_organ("hers-part-withdrawn", self.organ(task.organ)))
            }
            Did::MaterialAsked { .. } => Some(page.t("hers-material-asked").to_owned()),
            Did::MaterialCame { came, .. } => Some(page.t(if *came { "hers-material-came" } else { "hers-material-not" }).to_owned()),
            Did::MaterialAnswered { .. } => Some(page.t("hers-material-answered").to_owned()),
            Did::RecusalAsked { .. } => Some(page.t("hers-recusal-asked").to_owned()),
            Did::RecusalDecided { granted, .. } => Some(page.t(if *granted { "hers-recusal-granted" } else { "hers-recusal-refused" }).to_owned()),
            Did::DataAsked { .. } => Some(page.t("hers-data-asked").to_owned()),
            Did::DataAnswered { done, .. } => Some(page.t(if *done { "hers-data-done" } else { "hers-data-refused" }).to_owned()),
            Did::EmergencyOpened { .. } => with_organ("hers-emergency", by()),
            Did::EmergencyReviewed { justified, .. } => Some(page.t(if *justified { "hers-emergency-yes" } else { "hers-emergency-no" }).to_owned()),
            Did::ReviewAsked { .. } => Some(page.t("hers-review-asked").to_owned()),
            Did::ReviewAnswered { .. } => Some(page.t("hers-review-answered").to_owned()),
            Did::ExtensionApproved { days, .. } => Some(page.with("hers-extended", "n", *days)),
            Did::OpinionSigned { .. } => Some(page.t("hers-signed").to_owned()),
            Did::Dispatched { .. } => Some(page.t("hers-dispatched").to_owned()),
            Did::Delivered { .. } => Some(page.t("hers-delivered").to_owned()),
            Did::Executed { claim, .. } => Some(page.with("hers-executed", "n", claim + 1)),
            Did::Completed { .. } => with_organ("hers-completed", by()),
            Did::Archived => Some(page.t("hers-archived").to_owned()),
            Did::Withdrawn { .. } if stored.actor != CITIZEN => Some(page.t("hers-withdrawn-entered").to_owned()),
            Did::Withdrawn { .. } => Some(page.t("hers-withdrawn").to_owned()),
            Did::WithdrawalContested { .. } => Some(page.t("hers-not-withdrawn").to_owned()),
            Did::VoidObjected { .. } => Some(page.t("hers-void-objected").to_owned()),
            Did::Voided => Some(page.t("hers-voided").to_owned()),
            Did::Added { .. } => Some(page.t("hers-added").to_owned()),
            Did::Corrected { field, .. } => Some(page.t(if field == "title" { "hers-corrected-title" } else { "hers-corrected-spot" }).to_owned()),
            Did::Noted { kind, shown: true, .. } => Some(page.named("note", kind.code()).to_owned()),
            Did::PaperAdded { paper } if paper.shown_to_person => Some(page.with("hers-paper", "kind", page.named("paper", &paper.kind).to_owned())),
            Did::SuggestionAnswered(_) => with_organ("hers-suggestion", by()),
            Did::LetterIssued(letter) if letter.hers && casework::document::issue::letter_is_out(&self.case.petition, letter) => {
                Some(page.with("hers-paper", "kind", page.named("paper-letter", &letter.kind).to_owned()))
            }
            Did::Rated { .. } => Some(page.t("hers-rated").to_owned()),
            Did::SupervisionProposed { .. } => Some(page.t("hers-supervised").to_owned()),
            Did::CodeReissued { .. } => Some(page.t("hers-code").to_owned()),
            Did::CalendarLoaded { .. } => Some(page.t("hers-calendar").to_owned()),
            Did::NarrativeErased { .. } => Some(page.t("hers-narrative-erased").to_owned()),
            Did::TakenOver => with_organ("hers-taken-over", by()),
            Did::Merged { into, .. } => Some(page.with("hers-merged", "number", into.number.clone())),
            Did::TookIn { from, .. } => Some(page.with("hers-took-in", "number", from.number.clone())),
            Did::Unmerged { .. } => Some(page.t("hers-unmerged").to_owned()),
            Did::GaveBack { from, .. } => Some(page.with("hers-gave-back", "number", from.number.clone())),
            Did::BroughtAgain { of, .. } => Some(page.with("hers-brought-again", "number", of.number.clone())),
            Did::CameBack { by, .. } => Some(page.with("hers-came-back", "number", by.number.clone())),
            Did::AgainUndone { of, .. } => Some(page.with("hers-again-undone", "number", of.number.clone())),
            Did::CameBackUndone { by, .. } => Some(page.with("hers-came-back-undone", "number", by.number.clone())),
            Did::SplitOff { into, .. } if into.is_told() => Some(page.with("hers-split", "number", into.number.clone())),
            Did::SplitOff { .. } => Some(page.t("hers-split-sealed").to_owned()),
            Did::CompetenceRaised { decider, .. } => with_organ("hers-competence-raised", self.organ(*decider)),
            Did::CompetenceDecided { to, .. } => with_organ("hers-competence-decided", self.organ(*to)),
            Did::Noticed { state: NoticeState::Sent, way, .. } => Some(page.named("hers-sent", way).to_owned()),
            Did::Called { outcome, .. } => page.maybe("hers-told", outcome).map(str::to_owned),
            Did::ReachSet { .. } if stored.actor == CITIZEN => Some(page.t("hers-reach").to_owned()),
            Did::ReachSet { .. } => with_organ("hers-reach-entered", by()),
            Did::Reminded { .. } => Some(page.t("hers-reminded").to_owned()),
            Did::Succeeded { to, held: true, .. } => with_organ("hers-succeeded", self.organ(*to)),
            Did::StoredOnly { .. } => Some(page.t("hers-stored").to_owned()),
            Did::KeptStored { until, .. } => Some(page.with("hers-kept-stored", "day", page.day(until))),
            Did::Destroyed { .. } => Some(page.t("hers-destroyed").to_owned()),
            Did::TermSet { .. }
            | Did::DestructionAsked { .. }
            | Did::DestructionRefused { .. }
            | Did::Noted { shown: false, .. }
            | Did::ToldApart { .. }
            | Did::PersonsJoined { .. }
            | Did::PersonsParted { .. }
            | Did::PaperAdded { .. }
            | Did::ExtensionRequested { .. }
            | Did::ExtensionAgreed
            | Did::ExtensionRefused { .. }
            | Did::OpinionDrafted { .. }
            | Did::DraftReturned { .. }
            | Did::OpinionApproved
            | Did::VoidAsked { .. }
            | Did::VoidRefused { .. }
            | Did::InterestDeclared { .. }
            | Did::IdentityAsked { .. }
            | Did::IdentityGranted { .. }
            | Did::MarkedUrgent { .. }
            | Did::ProposalSetAside { .. }
            | Did::LetterIssued(_)
            | Did::LetterSigned { .. }
            | Did::Noticed { .. }
            | Did::NoticeRetried { .. }
            | Did::Succeeded { .. }
            | Did::PersonErased { .. } => None,
        }
    }

    /// What was told to her, and what she said.
    fn tell(&self, did: &Did, clocks: &[ClockChange], by_person: bool, line: &mut Line) {
        let page = self.page;
        match did {
            Did::Registered(first) => {
                line.voice.extend(self.lines_of(&first.words));
                line.said.push(page.named("hers-confirmed", &first.confirmed).to_owned());
            }
            Did::Imported(first) => {
                line.voice.extend(self.lines_of(&first.words));
                if let (Some(reply), Some(day)) = (&first.reply, first.replied_on) {
                    line.said.push(page.with("hers-imported-reply", "day", page.day(&day)));
                    line.said.extend(self.lines_of(reply));
                }
            }
            Did::Accepted { accepted_on, deemed, .. } if *deemed => line.said.push(page.with("hers-accepted-deemed", "day", page.day(accepted_on))),
            Did::MaterialAsked { what, by } => line.said.extend([self.open(what), page.with("hers-material-by", "day", page.day_and_weekday(by))]),
            Did::PartAsked { by, .. } => line.said.push(page.with("hers-part-by", "day", page.day_and_weekday(by))),
            Did::ExtensionApproved { before, way, tracking, .. } => {
                line.said.extend(before.map(|day| page.with("hers-extended-before", "day", page.day_and_weekday(&day))));
                line.said.push([self.way(way), tracking.clone()].join(" "));
                // The reason has to be told to her in writing (art 34).
                line.said.extend(
                    self.case.petition.extension.iter().map(|extension| page.with("hers-extended-why", "reason", self.open(&extension.reason))),
                );
                line.said.extend(clocks.iter().filter_map(|change| match change {
                    ClockChange::Move { deadline, .. } => Some(page.with("hers-moved", "day", page.day_and_weekday(&deadline.due_legal))),
                    _ => None,
                }));
            }
            Did::MaterialAnswered { words, .. } => line.voice.extend(self.lines_of(words)),
            Did::RecusalAsked { decider, words, .. } => {
                line.said.push(page.with("recusal-decides", "organ", self.organ(*decider)));
                line.voice.extend(self.lines_of(words));
            }
            Did::RecusalDecided { reason, .. } => line.said.push(page.with("hers-recusal-why", "reason", self.open(reason))),
            Did::DataAsked { right, words, .. } => {
                line.said.push(page.named("data-right", right.code()).to_owned());
                line.voice.extend(words.iter().flat_map(|words| self.lines_of(words)));
            }
            Did::DataAnswered { words, .. } => line.said.extend(self.lines_of(words)),
            // Why, by the law's row; what the officer wrote of it is between offices (C-38).
            Did::EmergencyOpened { reason, .. } => line.said.push(row_name(page, self.law.emergencies.get(reason))),
            Did::EmergencyReviewed { words, .. } => line.said.extend(words.iter().flat_map(|words| self.lines_of(words))),
            Did::ReviewAsked { to, words, why_late, .. } => {
                line.said.push(page.with("hers-review-to", "organ", self.organ(*to)));
                line.voice.extend(self.lines_of(words));
                line.voice.extend(why_late.iter().flat_map(|words| self.lines_of(words)));
            }
            Did::ReviewAnswered { doc_no, words, .. } => {
                line.said.push(doc_no.clone());
                line.said.extend(self.lines_of(words));
            }
            Did::OpinionSigned { doc_no, .. } => line.said.push(doc_no.clone()),
            Did::Dispatched { way, tracking } => line.said.push([self.way(way), tracking.clone()].join(" ")),
            Did::Delivered { way, .. } => line.said.push(self.way(way)),
            Did::Withdrawn { reason, .. } => line.voice.extend(self.lines_of(reason)),
            Did::WithdrawalContested { words } | Did::VoidObjected { words } => line.voice.extend(self.lines_of(words)),
            // Only people say that both matters are hers: whose words these are is not sure.
            Did::TookIn { known_by, .. } | Did::GaveBack { known_by, .. } if !is_sure(known_by) => {}
            Did::Added { words, claims, .. } => {
                line.voice.extend(self.lines_of(words));
                line.voice.extend(claims.iter().map(|claim| page.with("hers-added-claim", "claim", self.open(claim))));
            }
            Did::TookIn { words, claims, .. } => {
                line.voice.extend(self.lines_of(words));
                line.voice.extend(claims.iter().map(|claim| page.with("hers-added-claim", "claim", self.open(claim))));
            }
            Did::Unmerged { reason } | Did::GaveBack { reason, .. } if by_person => line.voice.extend(self.lines_of(reason)),
            Did::Unmerged { reason } | Did::GaveBack { reason, .. } | Did::SplitOff { reason, .. } | Did::AgainUndone { reason, .. } => {
                line.said.extend(self.lines_of(reason))
            }
            Did::CompetenceDecided { ground, .. } => line.said.push(ground.clone()),
            Did::Succeeded { article, basis, .. } => {
                line.said.extend([[article.as_str(), basis.as_str()].join(" · "), page.t("hers-succeeded-dates").to_owned()]);
            }
            Did::Corrected { now, .. } => line.said.push(self.open(now)),
            Did::Noted { words, .. } => line.said.extend(self.lines_of(words)),
            Did::Rated { rating, words, .. } => {
                line.said.push(page.named("rating", rating.code()).to_owned());
                line.voice.extend(words.iter().flat_map(|words| self.lines_of(words)));
            }
            Did::CalendarLoaded { .. } => line.said.extend(clocks.iter().filter_map(|change| match change {
                ClockChange::Move { deadline, .. } => Some(page.with("hers-moved", "day", page.day_and_weekday(&deadline.due_legal))),
                _ => None,
            })),
            _ => {}
        }
    }

    fn way(&self, code: &str) -> String {
        row_name(self.page, self.law.delivery_methods.get(code))
    }
}

fn class(stored: &StoredEvent, did: &Did) -> &'static str {
    match did {
        Did::Withdrawn { .. } if stored.actor != CITIZEN => "",
        Did::Registered(_)
        | Did::Imported(_)
        | Did::Added { .. }
        | Did::TookIn { .. }
        | Did::Rated { .. }
        | Did::Withdrawn { .. }
        | Did::MaterialAnswered { .. }
        | Did::RecusalAsked { .. }
        | Did::DataAsked { .. }
        | Did::ReviewAsked { .. }
        | Did::WithdrawalContested { .. }
        | Did::VoidObjected { .. } => "by-person",
        _ if stored.actor == CITIZEN => "by-person",
        _ if stored.actor == SYSTEM => "by-clock",
        _ => "",
    }
}
