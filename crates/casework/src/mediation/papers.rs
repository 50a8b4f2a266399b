//! The papers of a mediation, composed from its own data: T-31 to T-39, and the file that binds them (T-30).
//!
//! What is composed here holds the narrative's key and the parties' cards. What a party told alone lies under other keys, so that no paper
//! can hold a word of it (C-47). An address is on no paper that the other side gets, where violence is suspected (C-55).

use super::{
    model::{Form, Mediation, SessionState, Side, Way},
    page::Case,
    reading::open_card,
};
use crate::{
    House,
    petition::seal::{Basics, plain},
};
use kernel::{
    Day, Refusal, Yuan,
    id::{AccountId, FileId},
};
use paper::{
    Kind, Letter, Template,
    template::{
        Common,
        mediation::{
            Agreement, Application, Confirmation, FollowUp, Intake, Item, Obligation, OralAgreement, Outcome, Party, Reach, Reason, Record, Rights,
            Session as Sitting, Source, Termination, Volume, Who, record::Statement,
        },
    },
};

/// One paper: its template, and which of its kind (a session, a visit); 1 where there is but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// The template.
    pub kind: Kind,
    /// Which of its kind, from 1.
    pub nth: usize,
}

/// Who sets it, on which day.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// The officer's shown name.
    pub officer: String,
    /// The day.
    pub day: Day,
}

/// The papers that it can have now, in the order of the file.
#[must_use]
pub fn possible(mediation: &Mediation) -> Vec<Which> {
    let one = |kind| Which { kind, nth: 1 };
    let mut papers = vec![one(Kind::Application), one(Kind::Intake), one(Kind::Rights)];
    let held = mediation.sessions.iter().filter(|session| session.state == SessionState::Held).count();
    papers.extend((1..=held).map(|nth| Which { kind: Kind::Record, nth }));
    match mediation.agreement.as_ref().map(|agreement| agreement.form) {
        Some(Form::Written) => papers.push(one(Kind::Agreement)),
        Some(Form::Oral) => papers.push(one(Kind::OralAgreement)),
        None => {}
    }
    if mediation.ended.is_some() {
        papers.push(one(Kind::Termination));
    }
    papers.extend((1..=mediation.follow_ups.len()).map(|nth| Which { kind: Kind::FollowUp, nth }));
    let agreement = mediation.agreement.as_ref();
    if agreement.is_some_and(|agreement| agreement.effective_on.is_some() && agreement.not_confirmable.is_empty()) {
        papers.push(one(Kind::Confirmation));
    }
    papers
}

/// A paper, ready to be set.
///
/// # Errors
/// `LETTER_NOT_NOW` when there is nothing for it; `LETTER_INCOMPLETE` with what is missing; the lint of agreements; `NOT_JOINT`,
/// `CONFIRM_LATE`.
pub fn compose(house: &House, case: &Case, which: Which, issuer: &Issuer) -> Result<Letter, Refusal> {
    if !possible(&case.mediation).contains(&which) {
        return Err(Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", which.kind.code()));
    }
    let teller = Teller { house, case, issuer };
    match which.kind {
        Kind::Application => teller.application().compose(),
        Kind::Intake => teller.intake().compose(),
        Kind::Rights => teller.rights().compose(),
        Kind::Record => teller.record(which.nth)?.compose(),
        Kind::Agreement => {
            let agreement = teller.agreement()?;
            agreement.judge(house.law()).check()?;
            agreement.compose()
        }
        Kind::OralAgreement => {
            let oral = OralAgreement {
                agreed_on: case.mediation.agreement.as_ref().and_then(|agreement| agreement.effective_on),
                why_oral: "各方认为不需要书面协议，当场履行".to_owned(),
                agreement: teller.agreement()?,
            };
            oral.judge(house.law()).check()?;
            oral.compose()
        }
        Kind::Termination => teller.termination().compose(),
        Kind::FollowUp => teller.follow_up(which.nth)?.compose(),
        Kind::Confirmation => teller.confirmation()?.compose(),
        _ => Err(Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", which.kind.code())),
    }
}

/// To which item of the file a paper belongs (T-30).
#[must_use]
pub const fn item_of(kind: Kind) -> Option<Item> {
    match kind {
        Kind::Application | Kind::Intake => Some(Item::Application),
        Kind::Rights => Some(Item::Rights),
        Kind::Record => Some(Item::Record),
        Kind::Agreement | Kind::OralAgreement | Kind::Termination => Some(Item::Result),
        Kind::FollowUp => Some(Item::FollowUp),
        Kind::Confirmation => Some(Item::Confirmation),
        _ => None,
    }
}

/// What an added paper is, and to which item of the file it belongs.
pub const ADDED: [(&str, Item); 7] = [
    ("identity", Item::Identity),
    ("authority", Item::Authority),
    ("investigation", Item::Investigation),
    ("evidence", Item::Evidence),
    ("performance", Item::Performance),
    ("confirmation", Item::Confirmation),
    ("notes", Item::Notes),
];

/// The files of its record that go into the bound file, each with its item, in the order of the items.
#[must_use]
pub fn filed(case: &Case) -> Vec<(Item, FileId)> {
    let mediation = &case.mediation;
    let mut files: Vec<(Item, FileId)> = vec![];
    for made in &mediation.made {
        files.extend(Kind::parse(&made.kind).and_then(item_of).map(|item| (item, made.file)));
    }
    for paper in &mediation.papers {
        files.extend(ADDED.iter().find(|(kind, _)| *kind == paper.kind).map(|(_, item)| (*item, paper.file)));
    }
    let signatures = mediation.agreement.iter().flat_map(|agreement| &agreement.signatures);
    files.extend(signatures.filter_map(|one| Some((Item::Result, one.file?))));
    for (_, event) in &case.events {
        let item = match &event.did {
            super::Did::PromiseTold { .. } => Item::Performance,
            super::Did::ConfirmationAsked { .. } | super::Did::ConfirmationRuled { .. } => Item::Confirmation,
            super::Did::FactsAgreed { .. } => Item::Evidence,
            _ => continue,
        };
        files.extend(event.named().into_iter().map(|file| (item, file)));
    }
    files.sort_by_key(|(item, _)| *item);
    files
}

/// The cover of the file.
///
/// # Errors
/// `LETTER_INCOMPLETE`; `VOLUME_OPEN` while it is not closed.
pub fn volume(house: &House, case: &Case, issuer: &Issuer) -> Result<Volume, Refusal> {
    let mediation = &case.mediation;
    let Some(closed_on) = mediation.closed_on else { return Err(Refusal::new("VOLUME_OPEN", "T-30")) };
    let teller = Teller { house, case, issuer };
    let outcome = match mediation.agreement.as_ref().filter(|agreement| agreement.effective_on.is_some()).map(|agreement| agreement.form) {
        Some(Form::Written) => Outcome::Written,
        Some(Form::Oral) => Outcome::Oral,
        None => Outcome::Ended,
    };
    Ok(Volume {
        common: teller.common(),
        title: teller.title(),
        dispute: teller.dispute(),
        outcome,
        mediators: teller.mediators(),
        from: Some(mediation.accepted_on.unwrap_or_else(|| mediation.received_at.local_day())),
        to: Some(closed_on),
        filer: issuer.officer.clone(),
        filed_on: Some(issuer.day),
        retention: "长期（30年）".to_owned(),
        notes: String::new(),
        pieces: vec![],
    })
}

struct Teller<'a> {
    house: &'a House,
    case: &'a Case,
    issuer: &'a Issuer,
}

impl Teller<'_> {
    fn common(&self) -> Common {
        let mediation = &self.case.mediation;
        let organ = self.case.directory.organ(mediation.holder);
        Common {
            body: organ.map(|organ| organ.name.clone()).unwrap_or_default(),
            number: mediation.number.clone(),
            item: mediation.number.clone(),
            day: self.issuer.day,
            contact: self.issuer.officer.clone(),
            phone: organ.map(|organ| organ.phone.clone()).unwrap_or_default(),
        }
    }

    fn words(&self, words: &crate::petition::model::Words) -> String {
        plain(&self.case.keys, words)
    }

    fn title(&self) -> String {
        self.words(&self.case.mediation.title)
    }

    fn dispute(&self) -> String {
        let law = self.house.law();
        law.dispute_types.get(&self.case.mediation.dispute).map_or(String::new(), |row| row.zh.clone())
    }

    fn person(&self, account: AccountId) -> String {
        self.case.directory.person(account).to_owned()
    }

    fn mediators(&self) -> Vec<String> {
        self.case.mediation.mediators().map(|seat| self.person(seat.account)).collect()
    }

    /// 甲方, 乙方 by their order; 申请人 and 被申请人 where the paper is one's own application.
    fn role(&self, subject: i64) -> String {
        const ROLES: [&str; 10] = ["甲方", "乙方", "丙方", "丁方", "戊方", "己方", "庚方", "辛方", "壬方", "癸方"];
        let at = self.case.mediation.sides().position(|party| party.subject == subject).unwrap_or(0);
        ROLES.get(at).map_or_else(|| format!("第{}方", at + 1), |role| (*role).to_owned())
    }

    fn name(&self, subject: i64) -> String {
        let card = self.case.mediation.party(subject).and_then(|party| open_card(&self.case.keys, party));
        card.map(|card| card.name).unwrap_or_default()
    }

    fn party(&self, one: &super::model::Party, role: String) -> Party {
        let card = open_card(&self.case.keys, one).unwrap_or_default();
        let Basics { sex, ethnicity, born, occupation } = card.basics;
        let age = born.and_then(|year| u8::try_from(self.issuer.day.year() - i32::from(year)).ok());
        let agent = self.case.mediation.guardian_of(one.subject).map(|guardian| format!("监护人{}", self.name(guardian.subject)));
        Party {
            role,
            name: card.name,
            who: Who::Person { sex, ethnicity, age, occupation },
            reach: if self.case.mediation.is_violence() { Reach::Kept } else { Reach::Told { address: card.address, contact: card.phone } },
            agent: agent.unwrap_or_default(),
        }
    }

    fn parties(&self) -> Vec<Party> {
        self.case.mediation.sides().map(|one| self.party(one, self.role(one.subject))).collect()
    }

    fn application(&self) -> Application {
        let mediation = &self.case.mediation;
        let of = |side: Side, role: &str| mediation.sides().filter(|one| one.side == side).map(|one| self.party(one, role.to_owned())).collect();
        Application {
            to: self.common().body,
            applicants: of(Side::Applicant, "申请人"),
            respondents: of(Side::Respondent, "被申请人"),
            summary: self.words(&mediation.words),
            requests: mediation.requests.iter().map(|words| self.words(words)).collect(),
            day: mediation.received_at.local_day(),
        }
    }

    fn intake(&self) -> Intake {
        let mediation = &self.case.mediation;
        let term = mediation.clocks.iter().find(|clock| matches!(clock.rule.as_str(), "M-01" | "M-02" | "M-03"));
        Intake {
            common: self.common(),
            accepted_on: mediation.accepted_on.unwrap_or(self.issuer.day),
            parties: self.parties(),
            dispute: self.dispute(),
            source: Some(match mediation.source.as_str() {
                "proactive" => Source::Proactive,
                "court_pre_filing" | "court_post_filing" => Source::CourtGuided,
                "police_guided" => Source::PoliceGuided,
                "petition_link" => Source::PetitionLink,
                "hotline" => Source::Hotline,
                "grid" => Source::Grid,
                "department_entrusted" => Source::DepartmentEntrusted,
                _ => Source::PartyApplication,
            }),
            summary: self.words(&mediation.words),
            until: term.map(|clock| clock.deadline.due_legal),
            registrar: self.person(mediation.registered_by),
        }
    }

    fn rights(&self) -> Rights {
        let teller = self.mediators().into_iter().next().unwrap_or_else(|| self.issuer.officer.clone());
        Rights { common: self.common(), parties: self.parties(), matter: self.title(), teller }
    }

    fn record(&self, nth: usize) -> Result<Record, Refusal> {
        let mediation = &self.case.mediation;
        let missing = || Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", "T-34");
        let held = self.case.events.iter().filter_map(|(_, event)| match &event.did {
            super::Did::SessionHeld { nth, began, ended, present, record, .. } => Some((*nth, *began, *ended, present, record)),
            _ => None,
        });
        let (session, began, ended, present, record) = held.into_iter().nth(nth.saturating_sub(1)).ok_or_else(missing)?;
        let place = mediation.session(session).map(|session| (self.words(&session.place), session.way));
        let place = match place {
            Some((place, Way::Video)) if place.is_empty() => "视频".to_owned(),
            Some((place, _)) => place,
            None => String::new(),
        };
        let told: Vec<String> = mediation.sides().filter(|one| one.rights_on.is_some()).map(|one| self.name(one.subject)).collect();
        let clock = |at: kernel::Moment| {
            let (_, hours, minutes) = at.local_date_time();
            format!("{hours}时{minutes:02}分")
        };
        let facts = mediation.agreement.as_ref().map(|agreement| self.words(&agreement.facts));
        let result = match (&mediation.agreement, &mediation.ended) {
            (Some(_), _) => "各方达成协议，内容见调解协议。".to_owned(),
            (None, Some(_)) => "没有达成协议。".to_owned(),
            (None, None) => "另行约定时间继续调解。".to_owned(),
        };
        let who = present.iter().map(|subject| format!("{}{}", self.role(*subject), self.name(*subject))).collect::<Vec<_>>();
        let all = who.join("、");
        Ok(Record {
            common: self.common(),
            session: Sitting::Mediation,
            on: Some(began.local_day()),
            time: format!("{}至{}", clock(began), clock(ended)),
            place,
            matter: self.title(),
            participants: who.iter().cloned().chain(self.mediators().into_iter().map(|name| format!("人民调解员{name}"))).collect(),
            told: format!("已向{}说明调解的性质、原则、效力和各方的权利义务，各方表示听懂。", told.join("、")),
            statements: [Some(self.words(record)), facts.filter(|_| nth == 1)]
                .into_iter()
                .flatten()
                .filter(|words| !words.is_empty())
                .map(|words| Statement { who: all.clone(), words })
                .collect(),
            evidence: vec![],
            result,
            signers: who,
            mediators: self.mediators(),
            recorder: self.mediators().into_iter().next().unwrap_or_default(),
        })
    }

    fn agreement(&self) -> Result<Agreement, Refusal> {
        let Some(agreement) = &self.case.mediation.agreement else { return Err(Refusal::new("NOT_WRITTEN", "C-43")) };
        let manner = self.words(&agreement.manner);
        let place = self.case.directory.organ(self.case.mediation.holder).map(|organ| organ.name.clone()).unwrap_or_default();
        let owed = agreement.promises.iter().map(|promise| Obligation {
            who: format!("{}{}", self.role(promise.by), self.name(promise.by)),
            to: format!("{}{}", self.role(promise.to), self.name(promise.to)),
            what: self.words(&promise.what),
            amount: (promise.fen > 0).then(|| Yuan::from_fen(promise.fen.unsigned_abs())).flatten(),
            manner: manner.clone(),
            place: place.clone(),
            by: Some(promise.due),
        });
        Ok(Agreement {
            common: self.common(),
            parties: self.parties(),
            facts: self.words(&agreement.facts),
            issues: self.words(&agreement.issues),
            responsibility: self.words(&agreement.responsibility),
            clauses: agreement.clauses.iter().map(|words| self.words(words)).collect(),
            obligations: owed.collect(),
            mediators: self.mediators(),
            recorder: self.mediators().into_iter().next().unwrap_or_default(),
        })
    }

    fn termination(&self) -> Termination {
        let mediation = &self.case.mediation;
        let reason = match mediation.ended.as_ref().map(|(reason, _)| reason.as_str()) {
            Some("party_refuses") if mediation.accepted_on.is_none() => Some(Reason::Refused),
            Some("party_refuses") => Some(Reason::Withdrawn),
            Some("time_over") => Some(Reason::TimeOut),
            Some("sham") => Some(Reason::Sham),
            Some("unreachable") => Some(Reason::Unreachable),
            Some("will_not_sign") => Some(Reason::NotSigned),
            Some(_) => Some(Reason::NoAgreement),
            None => None,
        };
        let is_labour = matches!(mediation.dispute.as_str(), "migrant_wage_arrears" | "other_labour");
        Termination {
            common: self.common(),
            parties: mediation.sides().map(|one| self.name(one.subject)).collect(),
            matter: self.title(),
            accepted_on: mediation.accepted_on,
            reason,
            arbitration: if is_labour { "劳动人事争议仲裁委员会".to_owned() } else { String::new() },
            administrative: "纠纷属于行政机关处理的，向主管部门申请".to_owned(),
            court: "有管辖权的人民法院".to_owned(),
            prescription: None,
        }
    }

    fn follow_up(&self, nth: usize) -> Result<FollowUp, Refusal> {
        let one = self.case.mediation.follow_ups.get(nth.saturating_sub(1));
        let one = one.ok_or_else(|| Refusal::new("LETTER_NOT_NOW", "T-00").arg("template", "T-38"))?;
        let or_none = |words: &Option<crate::petition::model::Words>| words.as_ref().map_or_else(|| "无".to_owned(), |words| self.words(words));
        Ok(FollowUp {
            common: self.common(),
            party: self.name(one.party),
            agreement: self.case.mediation.number.clone(),
            on: Some(one.on),
            way: match one.way.as_str() {
                "home" => "上门".to_owned(),
                "phone" => "电话".to_owned(),
                _ => "当面".to_owned(),
            },
            performance: self.words(&one.words),
            satisfaction: or_none(&one.said),
            risks: or_none(&one.risks),
            measures: or_none(&one.measures),
            visitor: self.person(one.by),
        })
    }

    fn confirmation(&self) -> Result<Confirmation, Refusal> {
        let mediation = &self.case.mediation;
        let parties = self.parties();
        let court = mediation.confirmation.as_ref().map_or_else(|| "有管辖权的人民法院".to_owned(), |asked| asked.court.clone());
        let service = |party: &Party| match &party.reach {
            Reach::Told { address, contact } => format!("{address}　{contact}"),
            Reach::Kept => "依法保密，另页报送法院".to_owned(),
        };
        Ok(Confirmation {
            court,
            parties_of_agreement: parties.len(),
            service: parties.iter().map(service).collect(),
            identity: u16::try_from(parties.len()).unwrap_or(u16::MAX),
            authority: 0,
            applicants: parties,
            committee: self.common().body,
            agreement: mediation.number.clone(),
            effective_on: mediation.agreement.as_ref().and_then(|agreement| agreement.effective_on),
            last_day: mediation.clocks.iter().rfind(|clock| clock.rule == "M-05").map(|clock| clock.deadline.due_legal),
            matter: self.title(),
            property: vec![],
            day: self.issuer.day,
        })
    }
}
