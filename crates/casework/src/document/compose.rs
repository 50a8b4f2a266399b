//! Which letters a case can have now, and what each says: the record's own words in the template's places.

mod kinds;
mod provisional;
mod typed;

pub use kinds::{known_number, possible};
pub use typed::{Typed, asks};

use super::data::Data;
use crate::{
    House,
    petition::{
        Did,
        event::ClockChange,
        model::{Outcome, Track},
        page::Case,
    },
};
use kernel::{Day, Refusal, deadline, id::OrganId};
use kinds::{nothing_for, rating_words, title_of};
use paper::{
    Kind, Letter, Template, lint,
    template::{
        Acceptance, Adopted, Answer, Assignment, Common, Completion, Diversion, Extension, NonAcceptance, Objection, Opinion,
        Receipt as ReceiptLetter, Referral, Registration, Remedy, Result as Outcomes, Service, Suggestion, Whereabouts,
    },
};

/// Who signs the letter, for whom, on which day, under which number.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// The body.
    pub organ: OrganId,
    /// Whom to ask: the officer's shown name.
    pub officer: String,
    /// Who approves, as a letter names him.
    pub approver: String,
    /// The number.
    pub number: String,
    /// The day.
    pub day: Day,
    /// The published supervision phone; empty when there is none.
    pub supervision: String,
}

/// The letter, read before it leaves.
///
/// # Errors
/// `LETTER_NOT_NOW` when the record has nothing for it; `LETTER_INCOMPLETE` with the field; `WAIVER_FORBIDDEN`,
/// `WRONG_REMEDY`, `REPLY_EMPTY`.
pub fn compose(house: &House, case: &Case, kind: Kind, issuer: &Issuer, typed: &Typed) -> Result<Letter, Refusal> {
    if !possible(case, issuer.organ).contains(&kind) {
        return Err(Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", kind.code()));
    }
    let letter = unread(house, case, kind, issuer, typed)?;
    let data = Data { case, organ: issuer.organ };
    let track = case.petition.track.map_or("", Track::code);
    lint::check(house.law(), &letter, &data.hers(), track)?;
    Ok(letter)
}

/// The letter as it stands, not read yet: for who looks at it while it is made.
pub(super) fn unread(house: &House, case: &Case, kind: Kind, issuer: &Issuer, typed: &Typed) -> Result<Letter, Refusal> {
    let data = Data { case, organ: issuer.organ };
    let mut letter = Writer { house, data: &data, issuer, typed }.write(kind)?;
    provisional::tell(house, &data, kind, &mut letter);
    Ok(letter)
}

/// The opinion as it is drafted, read as it will be before it leaves: without number, signed by nobody. Where the body above is told on
/// the form of issuing alone, its place says so.
///
/// # Errors
/// `LETTER_INCOMPLETE` when no claim waits for an answer; as [`compose`] for what no letter may say.
pub fn draft(house: &House, case: &Case, issuer: &Issuer, answers: Vec<Answer>) -> Result<Letter, Refusal> {
    let data = Data { case, organ: issuer.organ };
    let above = Some(data.above()).filter(|above| !above.is_empty()).unwrap_or_else(|| "（开具时填写）".to_owned());
    let typed = Typed { review_body: above, ..Typed::default() };
    let letter = Writer { house, data: &data, issuer, typed: &typed }.opinion_of(answers)?;
    lint::check(house.law(), &letter, &data.hers(), case.petition.track.map_or("", Track::code))?;
    Ok(letter)
}

struct Writer<'a> {
    house: &'a House,
    data: &'a Data<'a>,
    issuer: &'a Issuer,
    typed: &'a Typed,
}

impl Writer<'_> {
    fn common(&self) -> Common {
        let directory = &self.data.case.directory;
        Common {
            body: directory.organ_name(directory.issuing(self.issuer.organ)).to_owned(),
            number: self.issuer.number.clone(),
            item: self.data.case.petition.number.clone(),
            day: self.issuer.day,
            contact: self.issuer.officer.clone(),
            phone: directory.organ(self.issuer.organ).map(|organ| organ.phone.clone()).unwrap_or_default(),
        }
    }

    fn attachments(&self) -> Vec<String> {
        self.typed.attachments.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn write(&self, kind: Kind) -> Result<Letter, Refusal> {
        match kind {
            Kind::Registration => self.registration(),
            Kind::Referral => self.referral(),
            Kind::Assignment => self.assignment(),
            Kind::Whereabouts => self.whereabouts(),
            Kind::Acceptance => self.acceptance(),
            Kind::NonAcceptance => self.non_acceptance(),
            Kind::Diversion => self.diversion(),
            Kind::Objection => self.objection(),
            Kind::Extension => self.extension(),
            Kind::Opinion => self.opinion(),
            Kind::Suggestion => self.suggestion(),
            Kind::Completion => self.completion(),
            Kind::Service => self.service(),
            Kind::Receipt => self.receipt(),
            _ => Err(nothing_for(kind)),
        }
    }

    fn own(&self, kind: Kind, wanted: impl Fn(&Did) -> bool) -> Result<(&Did, Day), Refusal> {
        self.data.own_last(wanted).map(|(stored, event)| (&event.did, stored.acted_on)).ok_or_else(|| nothing_for(kind))
    }

    fn registration(&self) -> Result<Letter, Refusal> {
        let (data, petition) = (self.data, &self.data.case.petition);
        let card = data.card();
        let channel = self.house.law().channels.get(petition.channel.code()).map(|row| row.zh.clone()).unwrap_or_default();
        Registration {
            common: self.common(),
            channel,
            received_on: petition.received_on,
            person: card.name,
            address: card.address,
            her_phone: card.phone,
            head_count: petition.head_count,
            representatives: data.representatives(),
            claims: data.claims(),
            words: data.open(&petition.words),
            evidence: self.attachments(),
            earlier: petition.kin.repeat_of.iter().filter(|other| other.is_told()).map(|other| other.number.clone()).collect(),
            officer: data.case.directory.person(petition.registered_by).to_owned(),
            confirmed: self.confirmed().to_owned(),
        }
        .compose()
    }

    fn receipt(&self) -> Result<Letter, Refusal> {
        let (data, petition) = (self.data, &self.data.case.petition);
        // What was owed first, by the dates that the first event told.
        let first = data.case.events.first().map(|(stored, event)| (stored, &event.clocks));
        let told = first.and_then(|(_, clocks)| {
            clocks.iter().find_map(|change| match change {
                ClockChange::Start { rule, deadline, .. } if matches!(rule.as_str(), "P-01" | "P-02") => Some((rule.as_str(), deadline)),
                _ => None,
            })
        });
        let row = |rule: &str| self.house.law().deadlines().iter().find(|row| row.id == rule && row.holds_on(petition.received_on));
        let sum = told.map(|(rule, term)| {
            let article = row(rule).map_or("", |row| row.article.as_str());
            format!("{}收到，次日起算{}日；{article}", paper::letter::chinese_day(term.from), term.length)
        });
        let owed = match told {
            Some(("P-01", _)) => "转给有权处理的机关、单位，并告诉您给了谁",
            _ => "书面告诉您归谁办、怎么办",
        };
        let fingerprint = first.and_then(|(stored, _)| kernel::crypto::Digest::from_slice(&stored.hash).ok()).map(|hash| hash.short());
        ReceiptLetter {
            common: self.common(),
            person: data.card().name,
            received_on: petition.received_on,
            claims: data.claims(),
            confirmed: self.confirmed().to_owned(),
            holder: data.name(petition.holder),
            code: String::new(),
            owed: owed.to_owned(),
            due: told.map(|(_, term)| term.due_legal),
            sum: sum.unwrap_or_default(),
            fingerprint: fingerprint.unwrap_or_default(),
            watch_phone: self.issuer.supervision.clone(),
        }
        .compose()
    }

    /// How she confirmed what was written down.
    fn confirmed(&self) -> &'static str {
        match self.data.case.events.first().map(|(_, event)| &event.did) {
            Some(Did::Registered(first)) if first.confirmed == "read_to" => "已读给本人听，本人确认无误",
            Some(Did::Registered(first)) if first.confirmed == "read_by" => "本人看过，确认无误",
            _ => "",
        }
    }

    fn sent(&self, to: OrganId, reason: String) -> Referral {
        let data = self.data;
        Referral {
            common: self.common(),
            to: data.name(to),
            person: data.card().name,
            received_on: data.case.petition.received_on,
            summary: data.title(),
            claims: data.claims(),
            reason,
            notice_by: data.due("P-03"),
            objection_by: data.due("P-04"),
            attachments: self.attachments(),
        }
    }

    fn referral(&self) -> Result<Letter, Refusal> {
        let Did::Referred { to, reason } = self.own(Kind::Referral, |did| matches!(did, Did::Referred { .. }))?.0 else {
            return Err(nothing_for(Kind::Referral));
        };
        self.sent(*to, self.data.open(reason)).compose()
    }

    fn assignment(&self) -> Result<Letter, Refusal> {
        let Did::Assigned { to, reason, term_days, result } = self.own(Kind::Assignment, |did| matches!(did, Did::Assigned { .. }))?.0 else {
            return Err(nothing_for(Kind::Assignment));
        };
        Assignment {
            referral: self.sent(*to, self.data.open(reason)),
            term_days: *term_days,
            result: self.data.open(result),
            report_by: self.data.due("P-10"),
        }
        .compose()
    }

    fn whereabouts(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        let (did, sent_on) = self.own(Kind::Whereabouts, |did| matches!(did, Did::Referred { .. } | Did::Assigned { .. }))?;
        let (to, how) = match did {
            Did::Referred { to, .. } => (*to, "转送"),
            Did::Assigned { to, .. } => (*to, "交办"),
            _ => return Err(nothing_for(Kind::Whereabouts)),
        };
        Whereabouts {
            common: self.common(),
            person: data.person(),
            received_on: data.case.petition.received_on,
            summary: data.title(),
            how,
            sent_to: data.name(to),
            sent_on,
            sent_to_contact: data.contact(to),
            next_by: data.due("P-03"),
            watch_phone: self.issuer.supervision.clone(),
        }
        .compose()
    }

    fn acceptance(&self) -> Result<Letter, Refusal> {
        let (data, petition) = (self.data, &self.data.case.petition);
        let Did::Accepted { accepted_on, .. } = self.own(Kind::Acceptance, |did| matches!(did, Did::Accepted { .. }))?.0 else {
            return Err(nothing_for(Kind::Acceptance));
        };
        let track = petition.track.map_or("", Track::code);
        let claims = data.claims();
        Acceptance {
            common: self.common(),
            person: data.person(),
            received_on: petition.received_on,
            accepted_on: *accepted_on,
            matters: if claims.is_empty() { vec![data.title()] } else { claims },
            procedure: self.house.law().tracks.get(track).map(|row| format!("{}（{}）", row.zh, row.article)).unwrap_or_default(),
            answer_by: data.due(if petition.is_suggestion() { "P-05.suggestion" } else { "P-05" }),
            officer: data.case.directory.person(petition.officer).to_owned(),
        }
        .compose()
    }

    fn non_acceptance(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        let Did::NonAccepted { reason, basis, body, facts } = self.own(Kind::NonAcceptance, |did| matches!(did, Did::NonAccepted { .. }))?.0 else {
            return Err(nothing_for(Kind::NonAcceptance));
        };
        let complain_to = Some(data.watch()).filter(|watch| !watch.is_empty()).unwrap_or_else(|| self.typed.review_body.trim().to_owned());
        if complain_to.is_empty() {
            return Err(Refusal::new("LETTER_INCOMPLETE", "T-07").arg("field", "review_body").arg("template", "T-07").at("review_body"));
        }
        NonAcceptance {
            common: self.common(),
            person: data.person(),
            received_on: data.case.petition.received_on,
            summary: data.title(),
            reason: reason.clone(),
            reason_words: self.house.law().non_acceptance_reasons.get(reason).map(|row| row.zh.clone()).unwrap_or_default(),
            facts: data.open(facts),
            basis: basis.clone(),
            right_body: body.clone(),
            complain_to,
        }
        .compose()
    }

    fn diversion(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        let did = self.own(Kind::Diversion, |did| matches!(did, Did::Diverted { .. }))?.0;
        let Did::Diverted { procedure, statute, body, limit_on, limit_note } = did else { return Err(nothing_for(Kind::Diversion)) };
        Diversion {
            common: self.common(),
            person: data.person(),
            received_on: data.case.petition.received_on,
            summary: data.title(),
            procedure: data.open(procedure),
            statute: statute.clone(),
            to_body: body.clone(),
            limit_on: *limit_on,
            limit_note: limit_note.clone(),
        }
        .compose()
    }

    fn objection(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        let Did::Objected { reason, body } = self.own(Kind::Objection, |did| matches!(did, Did::Objected { .. }))?.0 else {
            return Err(nothing_for(Kind::Objection));
        };
        let hop = data.case.petition.hops.iter().rev().find(|hop| hop.to == self.issuer.organ).ok_or_else(|| nothing_for(Kind::Objection))?;
        Objection {
            common: self.common(),
            to: data.name(hop.from),
            received_on: hop.on,
            summary: data.title(),
            reasons: data.open(reason),
            competent: body.clone(),
        }
        .compose()
    }

    /// The notice is written once the head has agreed and delivered before the extension takes effect (C-16): the days come from what
    /// was asked for.
    fn extension(&self) -> Result<Letter, Refusal> {
        let (data, petition) = (self.data, &self.data.case.petition);
        let extension = petition.extension.as_ref().ok_or_else(|| nothing_for(Kind::Extension))?;
        let clock = petition.clocks.iter().rev().find(|clock| clock.rule == "P-05").ok_or_else(|| nothing_for(Kind::Extension))?;
        let head = data.extension_approver().ok_or_else(|| nothing_for(Kind::Extension))?;
        let (before, after) = match extension.approved_on {
            None => (clock.deadline.due_legal, deadline::extend(&clock.deadline, extension.days, self.house.calendar()).due_legal),
            Some(_) => (clock.deadline.due_raw.plus_days(-extension.days), clock.deadline.due_legal),
        };
        Extension {
            common: self.common(),
            person: data.person(),
            summary: data.title(),
            accepted_on: petition.accepted_on,
            due_before: Some(before),
            days: extension.days,
            due_after: Some(after),
            reason: data.open(&extension.reason),
            approver: format!("本单位负责人{}", data.case.directory.person(head)),
        }
        .compose()
    }

    fn opinion(&self) -> Result<Letter, Refusal> {
        let (data, petition, law) = (self.data, &self.data.case.petition, self.house.law());
        let signed_on = petition.opinion.as_ref().and_then(|opinion| opinion.signed_on).unwrap_or(self.issuer.day);
        // What was delivered under an earlier number is answered there.
        let here = petition.claims.iter().filter(|claim| claim.gone.is_none());
        let fresh = here.filter(|claim| claim.delivered_on.is_none() || claim.delivered_on >= Some(signed_on));
        let answers = fresh
            .filter_map(|claim| {
                let answer = claim.answer.as_ref()?;
                Some(Answer {
                    claim: data.open(&claim.text),
                    facts: data.open(&answer.facts),
                    outcome: answer.outcome.code().to_owned(),
                    outcome_words: law.outcomes.get(answer.outcome.code()).map(|row| row.zh.clone()).unwrap_or_default(),
                    basis: data.open(&answer.basis),
                    owner: answer.owner.filter(|_| answer.outcome == Outcome::Support).map(|owner| data.name(owner)).unwrap_or_default(),
                    by: answer.by,
                })
            })
            .collect();
        self.opinion_of(answers)
    }

    fn opinion_of(&self, answers: Vec<Answer>) -> Result<Letter, Refusal> {
        let (data, petition, law) = (self.data, &self.data.case.petition, self.house.law());
        let track = petition.track.map_or("", Track::code);
        let remedies = law.remedies(track, "opinion", self.issuer.day);
        let remedies = remedies.map(|row| Remedy { track: row.track.clone(), zh: row.zh.clone(), article: row.article.clone() }).collect();
        Opinion {
            common: self.common(),
            person: data.person(),
            summary: data.title(),
            track: track.to_owned(),
            received_on: petition.received_on,
            sent_by: data.came_from().map(|(from, on)| (data.name(from), on)),
            accepted_on: petition.accepted_on,
            answers,
            remedies,
            review_body: if self.typed.review_body.trim().is_empty() { data.above() } else { self.typed.review_body.trim().to_owned() },
        }
        .compose()
    }

    fn suggestion(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        Suggestion {
            common: self.common(),
            person: data.person(),
            received_on: data.case.petition.received_on,
            summary: data.title(),
            adopted: Adopted::parse(&self.typed.adopted),
            reason: self.typed.reason.clone(),
            reward: self.typed.reward.clone(),
        }
        .compose()
    }

    fn completion(&self) -> Result<Letter, Refusal> {
        let (data, petition) = (self.data, &self.data.case.petition);
        let (from, assigned_on) = data.came_from().ok_or_else(|| nothing_for(Kind::Completion))?;
        let results = petition.claims.iter().enumerate().filter(|(_, claim)| claim.gone.is_none()).map(|(at, claim)| Outcomes {
            claim: data.open(&claim.text),
            outcome: claim
                .answer
                .as_ref()
                .and_then(|answer| self.house.law().outcomes.get(answer.outcome.code()))
                .map(|row| row.zh.clone())
                .unwrap_or_default(),
            execution: self.carried_out(at),
        });
        let satisfaction = match petition.rating {
            Some((day, rating)) => format!("{}（本人{}评价）", rating_words(rating), paper::letter::chinese_day(day)),
            None => "未评价".to_owned(),
        };
        let opinion = petition.opinion.as_ref();
        Completion {
            common: self.common(),
            to: data.name(from),
            summary: data.title(),
            assigned_on,
            reply: opinion.and_then(|opinion| Some((opinion.doc_no.clone(), opinion.received_on?))),
            results: results.collect(),
            satisfaction,
            risk: self.typed.risk.clone(),
            attachments: self.attachments(),
        }
        .compose()
    }

    /// What was written down as done for a claim: its execution, else what was told at completion.
    fn carried_out(&self, at: usize) -> String {
        let told = self.data.case.events.iter().rev().find_map(|(_, event)| match &event.did {
            Did::Executed { claim, note, .. } if usize::try_from(*claim) == Ok(at) => Some(self.data.open(note)),
            _ => None,
        });
        let noted = || {
            self.data.case.events.iter().rev().find_map(|(_, event)| match &event.did {
                Did::Completed { notes } => notes.iter().find(|(claim, _)| usize::try_from(*claim) == Ok(at)).map(|(_, words)| self.data.open(words)),
                _ => None,
            })
        };
        told.or_else(noted).unwrap_or_default()
    }

    fn service(&self) -> Result<Letter, Refusal> {
        let data = self.data;
        let hers = data.case.petition.letters.iter().rev().filter(|letter| letter.issued.organ == self.issuer.organ && letter.issued.hers);
        let letter = hers
            .clone()
            .find(|letter| Some(letter.issued.nth) == self.typed.of_letter)
            .or_else(|| hers.clone().next())
            .ok_or_else(|| nothing_for(Kind::Service))?;
        Service {
            common: self.common(),
            person: data.person(),
            paper: title_of(&letter.issued.kind).to_owned(),
            paper_number: letter.issued.number.clone(),
            way: self.typed.way.clone(),
            place: if data.may_tell_address() { data.card().address } else { String::new() },
        }
        .compose()
    }
}
