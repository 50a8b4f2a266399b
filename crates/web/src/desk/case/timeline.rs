//! What happened, as lines: the day it happened in the gutter, who wrote it down, the person's own words on their own
//! ground, and how late it was written.

use super::forms;
use crate::page::Page;
use casework::{
    Asker, CaseKeys,
    organ::Directory,
    petition::{
        Did, Event, Petition,
        event::ClockChange,
        kin::Other,
        model::{Outcome, Recused, Words},
        page::Case,
        seal::open_words,
    },
};
use kernel::{
    Day,
    id::{AccountId, StreamId},
    law::Law,
    sealed::Opened,
};
use std::collections::HashSet;
use store::ledger::{CITIZEN, SYSTEM, StoredEvent};

/// One line of what happened.
pub struct Line {
    /// `by-person`, `by-clock`, or empty for an office.
    pub class: &'static str,
    /// The day it happened.
    pub on: Day,
    /// The hour, when it was written down the same day.
    pub hour: String,
    /// What happened.
    pub title: String,
    /// Who, for which organ.
    pub who: String,
    /// What the office wrote.
    pub said: Vec<String>,
    /// What the person said.
    pub voice: Vec<String>,
    /// When it was written down, and how many days late; empty on the same day.
    pub written: String,
    /// Not shown to the person.
    pub inside: bool,
}

/// The lines, newest first.
/// `known` are the other matters that the asker sees: only these are named to him.
pub fn lines(page: &Page, law: &Law, asker: &Asker, case: &Case, known: &HashSet<StreamId>) -> Vec<Line> {
    let teller = Teller { page, law, asker, petition: &case.petition, keys: &case.keys, directory: &case.directory, known };
    case.events.iter().rev().map(|(stored, event)| line(&teller, stored, event)).collect()
}

fn line(teller: &Teller<'_>, stored: &StoredEvent, event: &Event) -> Line {
    let page = teller.page;
    let written_on = stored.recorded_at.local_day();
    let late = stored.acted_on.days_until(written_on);
    let mut line = Line {
        class: class(stored, &event.did),
        on: stored.acted_on,
        hour: if late == 0 && stored.actor != SYSTEM { page.clock(&stored.recorded_at) } else { String::new() },
        title: teller.title(&event.did),
        who: teller.who(stored, event.stands_for),
        said: vec![],
        voice: vec![],
        written: if late > 0 { page.with2("written-late", "at", page.moment(&stored.recorded_at), "days", late) } else { String::new() },
        inside: false,
    };
    teller.tell(&event.did, &mut line);
    for change in &event.clocks {
        if let ClockChange::Move { rule, deadline, .. } = change {
            line.said.push(page.with2("clock-moved", "rule", forms::rule_name(page, rule), "day", page.day_and_weekday(&deadline.due_legal)));
        }
    }
    line
}

fn class(stored: &StoredEvent, did: &Did) -> &'static str {
    match did {
        // What an officer writes down for her is hers all the same.
        Did::Registered(_) | Did::Added { .. } | Did::TookIn { .. } | Did::Rated { .. } | Did::Withdrawn { .. } => "by-person",
        Did::WithdrawalContested { .. } | Did::VoidObjected { .. } => "by-person",
        Did::SupervisionProposed { .. } | Did::CalendarLoaded { .. } => "by-clock",
        _ if stored.actor == CITIZEN => "by-person",
        _ if stored.actor == SYSTEM => "by-clock",
        _ => "",
    }
}

struct Teller<'a> {
    page: &'a Page,
    law: &'a Law,
    asker: &'a Asker,
    petition: &'a Petition,
    keys: &'a CaseKeys,
    directory: &'a Directory,
    known: &'a HashSet<StreamId>,
}

impl Teller<'_> {
    fn open(&self, words: &Words) -> String {
        match open_words(self.keys, words) {
            Opened::Open(text) => text,
            Opened::Erased => self.page.t("erased").to_owned(),
        }
    }

    /// Whether the asker reads of whom she asked that he steps back, and why: of an accusation whoever decides, and never who is
    /// asked about.
    fn hears(&self, of: Recused) -> bool {
        let is_about = |account| of == Recused::Officer(account);
        let decides = || self.petition.recusals.iter().any(|recusal| recusal.of == of && recusal.decider == self.asker.organ);
        !self.petition.is_sealed() || (!is_about(self.asker.account) && !self.asker.stands_for.is_some_and(is_about) && decides())
    }

    /// Another matter by its number, where the asker sees it.
    fn other(&self, key: &str, other: &Other) -> String {
        let number = if self.known.contains(&other.stream) && other.is_told() { other.number.as_str() } else { self.page.t("other-matter") };
        self.page.with(key, "number", number.to_owned())
    }

    fn title(&self, did: &Did) -> String {
        let finer = match did {
            Did::Registered(first) => first.channel.code(),
            Did::Noted { kind, .. } => kind.code(),
            Did::Noticed { state, .. } => state.code(),
            Did::MaterialCame { came, .. } => {
                if *came {
                    "yes"
                } else {
                    "no"
                }
            }
            _ => "",
        };
        let fine = if finer.is_empty() { None } else { self.page.maybe("event", &format!("{}-{finer}", did.kind())) };
        fine.unwrap_or_else(|| self.page.named("event", did.kind())).to_owned()
    }

    fn who(&self, stored: &StoredEvent, stands_for: Option<AccountId>) -> String {
        match stored.actor {
            CITIZEN => self.page.t("who-person").to_owned(),
            SYSTEM => String::new(),
            account => {
                let organ = self.directory.organ_name(stored.organ);
                let person = self.directory.person(account);
                if let Some(other) = stands_for {
                    let other = self.directory.person(other).to_owned();
                    return format!("{organ} · {}", self.page.with2("stands-for", "who", person.to_owned(), "other", other));
                }
                [organ, person].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            }
        }
    }

    fn tell(&self, did: &Did, line: &mut Line) {
        let page = self.page;
        let organ = |organ: &kernel::id::OrganId| self.directory.organ_name(*organ).to_owned();
        let fact = |key: &str, value: String| format!("{}：{value}", page.t(key));
        match did {
            Did::Registered(first) => {
                line.said.push(page.named("confirmed", &first.confirmed).to_owned());
            }
            Did::Imported(first) => {
                line.said.push(page.with2("imported-from", "source", first.source.clone(), "row", first.row));
                if let (Some(reply), Some(day)) = (&first.reply, first.replied_on) {
                    line.said.push(page.with("imported-reply", "day", page.day(&day)));
                    line.said.push(self.open(reply));
                }
            }
            Did::Classified { matter_type, track, class, bars, .. } => {
                let class = self.law.content_classes.get(class).map(|row| row.zh.clone());
                let parts = [
                    Some(page.named("matter", matter_type.code()).to_owned()),
                    track.map(|track| page.named("track", track.code()).to_owned()),
                    class,
                ];
                line.said.push(parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
                if !bars.is_empty() {
                    line.said.push(page.with("accused-barred", "n", bars.len()));
                }
            }
            Did::Referred { to, reason } => line.said.extend([fact("sent-to", organ(to)), self.open(reason)]),
            Did::Assigned { to, reason, term_days, result } => {
                line.said.extend([
                    fact("sent-to", organ(to)),
                    page.with("term-days", "n", *term_days),
                    fact("result-owed", self.open(result)),
                    self.open(reason),
                ]);
            }
            Did::AccusationHandedOver { to } => line.said.push(fact("sent-to", organ(to))),
            Did::Diverted { procedure, statute, body, limit_on, limit_note } => {
                let limit = limit_on.map_or_else(|| limit_note.clone(), |day| page.day_and_weekday(&day));
                line.said.extend([self.open(procedure), fact("statute", statute.clone()), fact("go-to", body.clone()), fact("limit", limit)]);
            }
            Did::NonAccepted { reason, basis, body, facts } => {
                let reason = self.law.non_acceptance_reasons.get(reason).map_or_else(|| reason.clone(), |row| row.zh.clone());
                line.said.extend([reason, self.open(facts), fact("basis", basis.clone())]);
                if !body.is_empty() {
                    line.said.push(fact("go-to", body.clone()));
                }
            }
            Did::Objected { reason, body } => {
                line.said.push(self.open(reason));
                if !body.is_empty() {
                    line.said.push(fact("believed-competent", body.clone()));
                }
            }
            Did::ObjectionRejected { reason }
            | Did::ExtensionRefused { reason }
            | Did::DraftReturned { reason }
            | Did::VoidRefused { reason }
            | Did::IdentityAsked { reason }
            | Did::MarkedUrgent { reason } => line.said.push(self.open(reason)),
            Did::VoidAsked { code, kept, reason } => {
                let row = self.law.void_reasons.get(code);
                line.said.extend(row.map(|row| page.row(row).to_owned()));
                if !kept.is_empty() {
                    line.said.push(fact("void-kept", kept.clone()));
                }
                line.said.push(self.open(reason));
            }
            Did::Accepted { accepted_on, deemed, notice } => {
                line.said.push(page.with("told-by", "way", self.way(notice)));
                if *deemed {
                    line.said.push(page.with("accepted-deemed", "day", page.day(accepted_on)));
                }
            }
            Did::Started { officer } => line.said.push(fact("officer", self.directory.person(*officer).to_owned())),
            Did::HandedOver { officer, reason } => line.said.extend([fact("officer", self.directory.person(*officer).to_owned()), self.open(reason)]),
            Did::TakenOn { from, officer, .. } => {
                let (from, to) = (self.directory.person(*from).to_owned(), self.directory.person(*officer).to_owned());
                line.said.push(page.with2("taken-on", "from", from, "to", to));
            }
            Did::PartAsked { nth, to, what, by } => {
                line.said.push(page.with3("part-one", "n", i64::from(*nth), "organ", organ(to), "day", page.day_and_weekday(by)));
                line.said.push(self.open(what));
            }
            Did::PartAnswered { nth, answer, .. } => {
                line.said.push(page.with("part-number", "n", i64::from(*nth)));
                line.said.extend(self.open(answer).lines().map(str::to_owned));
            }
            Did::PartWithdrawn { nth, reason } => line.said.extend([page.with("part-number", "n", i64::from(*nth)), self.open(reason)]),
            Did::MaterialAsked { what, by } => line.said.extend([self.open(what), page.with("asked-by", "day", page.day_and_weekday(by))]),
            Did::MaterialCame { note, .. } => line.said.push(self.open(note)),
            Did::MaterialAnswered { words, .. } => line.voice.extend(self.open(words).lines().map(str::to_owned)),
            // What an accuser says of an officer may tell him who she is: it is for those who decide.
            Did::RecusalAsked { of, .. } if !self.hears(*of) => line.said.push(page.t("recusal-kept").to_owned()),
            Did::RecusalAsked { of, decider, words } => {
                let whom = match of {
                    Recused::Officer(officer) => self.directory.person(*officer).to_owned(),
                    Recused::Organ(recused) => organ(recused),
                };
                line.said.extend([fact("recusal-of", whom), fact("recusal-decider", organ(decider))]);
                line.voice.extend(self.open(words).lines().map(str::to_owned));
            }
            Did::RecusalDecided { granted, reason, .. } => {
                line.said.extend([page.t(if *granted { "recusal-yes" } else { "recusal-no" }).to_owned(), self.open(reason)]);
            }
            Did::EmergencyOpened { reason, words, until, reviewer, .. } => {
                let row = self.law.emergencies.get(reason);
                line.said.extend(row.map(|row| page.row(row).to_owned()));
                line.said.extend(self.open(words).lines().map(str::to_owned));
                line.said.push(page.with2("emergency-until", "at", page.moment(until), "organ", organ(reviewer)));
            }
            Did::EmergencyReviewed { justified, words, .. } => {
                line.said.push(page.t(if *justified { "emergency-found-yes" } else { "emergency-found-no" }).to_owned());
                line.said.extend(words.iter().flat_map(|words| self.open(words).lines().map(str::to_owned).collect::<Vec<_>>()));
            }
            Did::DataAsked { right, words, .. } => {
                line.said.push(page.named("data-right", right.code()).to_owned());
                line.voice.extend(words.iter().flat_map(|words| self.open(words).lines().map(str::to_owned).collect::<Vec<_>>()));
            }
            Did::DataAnswered { done, words } => {
                line.said.push(page.t(if *done { "data-yes" } else { "data-no" }).to_owned());
                line.said.extend(self.open(words).lines().map(str::to_owned));
            }
            Did::ReviewAsked { to, words, why_late, .. } => {
                line.said.push(fact("review-to", organ(to)));
                line.voice.extend(self.open(words).lines().map(str::to_owned));
                line.voice.extend(why_late.iter().map(|words| fact("review-why-late", self.open(words))));
            }
            Did::ReviewAnswered { outcome, doc_no, way, received_on, words, .. } => {
                let row = self.law.review_outcomes.get(outcome);
                line.said.extend(row.map(|row| page.row(row).to_owned()));
                line.said.extend([doc_no.clone(), page.with2("received-on", "day", page.day_and_weekday(received_on), "way", self.way(way))]);
                line.said.push(self.open(words));
            }
            Did::ExtensionRequested { days, reason } => line.said.extend([page.with("extension-days", "n", *days), self.open(reason)]),
            Did::ExtensionApproved { days, notice_on, way, tracking, before, .. } => {
                line.said.push(page.with2("extension-approved", "n", *days, "day", page.day(notice_on)));
                line.said.push([self.way(way), tracking.clone()].join(" "));
                line.said.extend(before.map(|day| page.with("extension-before", "day", page.day_and_weekday(&day))));
            }
            Did::OpinionDrafted { answers } => {
                for (at, answer) in answers {
                    let outcome = page.named("outcome", answer.outcome.code());
                    line.said.push(format!("{}　{outcome}", page.with("claim-number", "n", at + 1)));
                    line.said.push(self.open(&answer.facts));
                    line.said.push(fact("basis", self.open(&answer.basis)));
                    if let (Outcome::Support, Some(owner), Some(by)) = (answer.outcome, &answer.owner, &answer.by) {
                        line.said.push(page.with2("carried-out-by", "organ", organ(owner), "day", page.day_and_weekday(by)));
                    }
                }
            }
            Did::OpinionSigned { doc_no, .. } => line.said.push(doc_no.clone()),
            Did::Dispatched { way, tracking } => line.said.push([self.way(way), tracking.clone()].join(" ")),
            Did::Delivered { way, received_on, proof, .. } => {
                line.said.push(page.with2("received-on", "day", page.day_and_weekday(received_on), "way", self.way(way)));
                line.said.push(self.open(proof));
            }
            Did::Executed { claim, note, .. } => line.said.extend([page.with("claim-number", "n", claim + 1), self.open(note)]),
            Did::Completed { notes } => {
                line.said.extend(notes.iter().map(|(at, words)| format!("{}　{}", page.with("claim-number", "n", at + 1), self.open(words))));
            }
            Did::Withdrawn { evidence, reason, .. } => {
                let row = self.law.withdrawal_evidence.get(evidence);
                line.said.extend(row.map(|row| page.row(row).to_owned()));
                line.voice.push(self.open(reason));
            }
            Did::WithdrawalContested { words } => {
                line.said.push(page.t("withdrawal-contested-what").to_owned());
                line.voice.extend(self.open(words).lines().map(str::to_owned));
            }
            Did::VoidObjected { words } => line.voice.extend(self.open(words).lines().map(str::to_owned)),
            Did::Added { words, claims, .. } => {
                line.voice.extend(self.open(words).lines().map(str::to_owned));
                line.voice.extend(claims.iter().map(|claim| page.with("added-claim", "claim", self.open(claim))));
            }
            Did::Corrected { field, now, reason } => {
                line.said.extend([fact(if field == "title" { "corrects-title" } else { "corrects-spot" }, self.open(now)), self.open(reason)]);
            }
            Did::Noted { words, shown, .. } => {
                line.inside = !shown;
                line.said.extend(self.open(words).lines().map(str::to_owned));
            }
            Did::PaperAdded { paper } => line.said.push(page.named("paper", &paper.kind).to_owned()),
            Did::Rated { rating, words, .. } => {
                line.said.push(page.named("rating", rating.code()).to_owned());
                line.voice.extend(words.iter().map(|words| self.open(words)));
            }
            Did::InterestDeclared { account, .. } => line.said.push(self.directory.person(*account).to_owned()),
            Did::IdentityGranted { to, until } => {
                line.said.push(page.with2("identity-until", "who", self.directory.person(*to).to_owned(), "until", page.moment(until)))
            }
            Did::SupervisionProposed { rule, .. } => line.said.push(page.with("proposal-because", "rule", forms::rule_name(page, rule))),
            Did::ProposalSetAside { rule, reason, .. } => line.said.extend([forms::rule_name(page, rule), self.open(reason)]),
            Did::NarrativeErased { basis } => line.said.push(page.with("erased-narrative", "basis", basis.clone())),
            Did::LetterIssued(letter) | Did::SuggestionAnswered(letter) => {
                line.said.push(format!("{} {}", page.named("paper-letter", &letter.kind), letter.number))
            }
            Did::LetterSigned { nth, pages, .. } => line.said.push(page.with2("letter-signed", "nth", i64::from(*nth), "n", pages.len())),
            Did::Noticed { way, why, .. } => {
                line.said.push(page.named("reach", way).to_owned());
                line.said.push(page.named("untold", why).to_owned());
            }
            Did::Called { outcome, .. } => line.said.push(page.named("told", outcome).to_owned()),
            Did::Succeeded { from, to, article, basis, .. } => {
                line.said.push(page.with2("succeeded", "from", organ(from), "to", organ(to)));
                line.said.push([article.as_str(), basis.as_str()].join(" · "));
                line.said.push(page.t("succeeded-dates").to_owned());
            }
            Did::PersonErased { subject, basis } => line.said.push(page.with2("erased-subject", "n", *subject, "basis", basis.clone())),
            Did::Merged { into, known_by, reason } => {
                line.said.extend([self.other("event-into", into), page.named("known-by", known_by).to_owned(), self.open(reason)]);
            }
            Did::TookIn { from, received_on, words, claims, .. } => {
                line.said.extend([self.other("event-from", from), page.with("event-received", "day", page.day(received_on))]);
                line.voice.extend(self.open(words).lines().map(str::to_owned));
                line.voice.extend(claims.iter().map(|claim| page.with("added-claim", "claim", self.open(claim))));
            }
            Did::Unmerged { reason } => line.said.push(self.open(reason)),
            Did::GaveBack { from, reason, .. } => line.said.extend([self.other("event-from", from), self.open(reason)]),
            Did::BroughtAgain { of, known_by, reason } => {
                line.said.extend([self.other("event-again", of), page.named("known-by", known_by).to_owned(), self.open(reason)]);
            }
            Did::AgainUndone { of, reason } => line.said.extend([self.other("event-again", of), self.open(reason)]),
            Did::CameBackUndone { by, reason, .. } => line.said.extend([self.other("event-by", by), self.open(reason)]),
            Did::CameBack { by, .. } => line.said.push(self.other("event-by", by)),
            Did::ToldApart { other } => line.said.push(self.other("event-apart", other)),
            Did::SplitOff { into, claims, reason } => {
                line.said.push(self.other("event-part", into));
                line.said.extend(claims.iter().map(|at| page.with("claim-number", "n", at + 1)));
                line.said.push(self.open(reason));
            }
            Did::PersonsJoined { other, reason, .. } | Did::PersonsParted { other, reason, .. } => {
                line.said.extend([self.other("event-person", other), self.open(reason)]);
            }
            Did::CompetenceRaised { decider, reason } => line.said.extend([fact("decides", organ(decider)), self.open(reason)]),
            Did::CompetenceDecided { to, how, ground, reason, .. } => {
                let how = self.law.competence.get(how);
                let how = how.map(|row| page.row(row).to_owned()).unwrap_or_default();
                line.said.extend([fact("competent", organ(to)), how, ground.clone(), self.open(reason)]);
            }
            Did::TermSet { term, basis } => line.said.extend([self.term(term), basis.clone()]),
            Did::StoredOnly { term, why, ends_on, .. } => {
                line.said.extend([page.named("stored-why", why).to_owned(), self.term(term)]);
                line.said.extend(ends_on.map(|day| page.with("stored-ends", "day", page.day(&day))));
            }
            Did::DestructionAsked { basis } | Did::DestructionRefused { basis } | Did::Destroyed { basis, .. } => line.said.push(basis.clone()),
            Did::KeptStored { basis, until } => line.said.extend([page.with("keeping-until-day", "day", page.day(until)), basis.clone()]),
            Did::SignedIn
            | Did::OpinionApproved
            | Did::ExtensionAgreed
            | Did::ObjectionAgreed
            | Did::Archived
            | Did::Voided
            | Did::CodeReissued { .. }
            | Did::CalendarLoaded { .. }
            | Did::NoticeRetried { .. }
            | Did::ReachSet { .. }
            | Did::Reminded { .. }
            | Did::TakenOver => {}
        }
        line.said.retain(|text| !text.trim().is_empty());
        line.voice.retain(|text| !text.trim().is_empty());
    }

    fn term(&self, code: &str) -> String {
        let row = self.law.retention.get(code);
        row.map_or_else(|| code.to_owned(), |row| self.page.row(row).to_owned())
    }

    fn way(&self, code: &str) -> String {
        self.law.delivery_methods.get(code).map_or_else(|| code.to_owned(), |row| self.page.row(row).to_owned())
    }
}
