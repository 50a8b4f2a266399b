//! Who works here, and the commands that they can give: well-formed ones, and ones in which something is wrong.

use casework::{
    Asker, Role,
    organ::Series,
    petition::{
        Actor, Command, Context, Petition, Verb,
        act::{OUTCOMES, emergency, person},
        command::{DraftAnswer, Pair, Service},
        kin::Other,
        model::{DataRight, How, Issued, MatterType, NoteKind, Outcome, Paper, Proposal, Rating, Recused, Track, Words},
        ready,
    },
};
use kernel::{AccountId, FileId, HandoverId, OrganId, PostId, Sealed, StreamId, TenantId};
use proptest::prelude::*;

pub const TENANT: TenantId = TenantId::new(330_122);
pub const OFFICE: OrganId = OrganId::new(1);
pub const DISCIPLINE: OrganId = OrganId::new(2);
pub const WATER: OrganId = OrganId::new(3);
pub const HOUSING: OrganId = OrganId::new(4);

/// Accounts 1…: role and organ.
pub const STAFF: &[(Role, OrganId)] = &[
    (Role::Clerk, OFFICE),
    (Role::Triage, OFFICE),
    (Role::Triage, OFFICE),
    (Role::Head, OFFICE),
    (Role::Handler, WATER),
    (Role::Handler, WATER),
    (Role::Head, WATER),
    (Role::Clerk, WATER),
    (Role::Triage, HOUSING),
    (Role::Handler, HOUSING),
    (Role::Head, HOUSING),
    (Role::Triage, DISCIPLINE),
    (Role::Head, DISCIPLINE),
    (Role::Supervisor, OFFICE),
    (Role::Leader, OFFICE),
    (Role::SystemAdmin, OFFICE),
];

/// An account at work.
pub fn asker(nth: usize, today: kernel::Day) -> Asker {
    let (role, organ) = STAFF[nth % STAFF.len()];
    let account = i64::try_from(nth % STAFF.len()).unwrap() + 1;
    Asker {
        tenant: TENANT,
        account: AccountId::new(account),
        post: PostId::new(account),
        organ,
        organs_above: vec![organ],
        role,
        area: "33.3301.330122.".parse().unwrap(),
        stands_for: None,
        today,
    }
}

pub fn actor(asker: &Asker) -> Actor {
    Actor::Officer(asker.account, asker.organ, asker.role)
}

/// One random step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Days since the step before.
    pub days: i64,
    /// Which verb, of those that can be done, or of all.
    pub verb: usize,
    /// By whom.
    pub who: usize,
    /// Whether the verb is one of those that are ready for somebody.
    pub lawful: bool,
    /// Whether what is typed is well-formed.
    pub sane: bool,
    /// Whether the person herself acts, with her code.
    pub hers: bool,
    /// What is chosen where there is a choice.
    pub choice: usize,
    /// How many days ago it is said to have happened; negative for a day to come.
    pub ago: i64,
}

pub fn step() -> impl Strategy<Value = Step> {
    let days = prop_oneof![4 => Just(0_i64), 4 => 0..4_i64, 2 => 0..20_i64, 1 => 0..70_i64];
    let ago = prop_oneof![12 => Just(0_i64), 1 => -2..6_i64];
    (
        days,
        any::<usize>(),
        any::<usize>(),
        proptest::bool::weighted(0.85),
        proptest::bool::weighted(0.8),
        proptest::bool::weighted(0.08),
        0..12_usize,
        ago,
    )
        .prop_map(|(days, verb, who, lawful, sane, hers, choice, ago)| Step { days, verb, who, lawful, sane, hers, choice, ago })
}

/// A text of so many characters.
pub fn words(chars: u32) -> Words {
    Words { sealed: Sealed::new(&[7; 5]), chars }
}

/// The token under which an organ is barred, in tests without a key.
pub fn organ_token(organ: OrganId) -> i64 {
    1_000 + organ.get()
}

/// The token under which an account is barred.
pub fn account_token(account: AccountId) -> i64 {
    2_000 + account.get()
}

/// How texts are sealed and people barred: with keys, or without.
pub struct Makes<'a> {
    pub words: &'a dyn Fn(&str) -> Words,
    pub organ_token: &'a dyn Fn(OrganId) -> i64,
    pub account_token: &'a dyn Fn(AccountId) -> i64,
}

/// A command that is complete and to the point: if the verb is ready for this actor, it is accepted.
pub fn well_formed(petition: &Petition, verb: Verb, context: &Context<'_>, makes: &Makes<'_>, choice: usize) -> Command {
    let said = |text: &str| (makes.words)(text);
    let reason = || said("情况复杂，需要实地查看并会商。");
    let to = [WATER, HOUSING, OFFICE]
        .into_iter()
        .cycle()
        .skip(choice)
        .take(3)
        .find(|organ| *organ != petition.holder && !petition.bars.contains(&(makes.organ_token)(*organ)));
    let to = to.unwrap_or(DISCIPLINE);
    let file = Some(FileId::new(1));
    let officer = (1..=20)
        .map(AccountId::new)
        .find(|account| *account != petition.officer && !petition.bars.contains(&(makes.account_token)(*account)))
        .unwrap();
    match verb {
        Verb::Classify => {
            let (matter_type, track) = match choice % 12 {
                0 => (MatterType::Suggestion, None),
                1 => (MatterType::Accusation, None),
                2 => (MatterType::Grievance, Some(Track::J1)),
                3 => (MatterType::Grievance, Some(Track::J5)),
                _ => (MatterType::Grievance, Some(Track::J6)),
            };
            let bars = if matter_type == MatterType::Accusation && choice % 2 == 1 { vec![(makes.organ_token)(HOUSING)] } else { vec![] };
            Command::Classify { matter_type, track, class: String::new(), bars, refuge: None, judge: None }
        }
        Verb::Refer => Command::Refer { to, to_tokens: vec![(makes.organ_token)(to)], reason: reason() },
        Verb::Assign => Command::Assign { to, to_tokens: vec![(makes.organ_token)(to)], reason: reason(), term_days: 30, result: said("报结果") },
        Verb::HandOverAccusation => {
            // One of the kind that has not stepped back (C-24).
            let is_free = |organ: &OrganId| *organ != petition.holder && !petition.bars.contains(&(makes.organ_token)(*organ));
            let to = [DISCIPLINE, OFFICE, WATER].into_iter().find(is_free).unwrap_or(OrganId::new(90));
            Command::HandOverAccusation { to, to_tokens: vec![(makes.organ_token)(to)] }
        }
        Verb::Divert => Command::Divert {
            procedure: said("向法院起诉"),
            statute: "民事诉讼法".to_owned(),
            body: "县法院".to_owned(),
            limit_on: None,
            limit_note: "三年".to_owned(),
        },
        Verb::NonAccept => Command::NonAccept {
            // Whoever was named as competent does not say that it is not his.
            reason: if petition.decided().is_some() { "NA1_pending_lower" } else { "NA3_out_of_remit" }.to_owned(),
            basis: "条例".to_owned(),
            body: "县法院".to_owned(),
            facts: said("不属于本机关"),
        },
        Verb::SignIn => Command::SignIn,
        Verb::Object => Command::Object { reason: reason(), body: String::new() },
        Verb::AgreeObjection => Command::AgreeObjection,
        Verb::RejectObjection => Command::RejectObjection { reason: reason() },
        Verb::Accept => Command::Accept { notice: "in_person".to_owned() },
        Verb::Start => Command::Start { officer, officer_token: (makes.account_token)(officer) },
        Verb::HandOver => Command::HandOver { officer, officer_token: (makes.account_token)(officer), reason: reason() },
        Verb::TakeOn => Command::TakeOn { from: petition.officer, handover: HandoverId::new(1) },
        Verb::AskPart => Command::AskPart { to, to_tokens: vec![(makes.organ_token)(to)], what: reason(), by: context.today.plus_days(1) },
        Verb::AnswerPart => {
            let mine = petition.open_sub_tasks().find(|task| task.organ == context.actor.organ());
            Command::AnswerPart { nth: mine.map_or(1, |task| task.nth), answer: said("我单位的部分已核实"), evidence: None }
        }
        Verb::WithdrawPart => {
            let nth = petition.open_sub_tasks().next().map_or(1, |task| task.nth);
            Command::WithdrawPart { nth, reason: reason() }
        }
        Verb::ApproveOpinion => Command::ApproveOpinion,
        Verb::AskMaterial => Command::AskMaterial { what: said("照片"), by: context.today.plus_days(10) },
        Verb::ReceiveMaterial => Command::ReceiveMaterial { came: choice.is_multiple_of(2), note: said("") },
        Verb::AnswerMaterial => Command::AnswerMaterial { words: said("照片在这里"), papers: vec![] },
        Verb::AskRecusal => {
            let of = if petition.officer.get() != 0 && choice.is_multiple_of(2) {
                Recused::Officer(petition.officer)
            } else {
                Recused::Organ(petition.holder)
            };
            let decider = if petition.holder == OFFICE { WATER } else { OFFICE };
            Command::AskRecusal { of, decider, words: said("他是对方的舅舅") }
        }
        Verb::AskData => Command::AskData { right: DataRight::ALL[choice % DataRight::ALL.len()], words: Some(said("给我一份")) },
        Verb::AnswerData => Command::AnswerData { done: choice.is_multiple_of(2), words: reason() },
        Verb::DecideRecusal => {
            let token = match petition.open_recusal().map(|recusal| recusal.of) {
                Some(Recused::Officer(officer)) => (makes.account_token)(officer),
                Some(Recused::Organ(organ)) => (makes.organ_token)(organ),
                None => 0,
            };
            Command::DecideRecusal { granted: choice.is_multiple_of(3), reason: reason(), token, under: vec![] }
        }
        Verb::ReviewEmergency => {
            let nth = petition.open_emergencies().find(|one| emergency::may_review(one, context)).map_or(1, |one| one.nth);
            Command::ReviewEmergency { nth, justified: choice.is_multiple_of(2), words: reason() }
        }
        Verb::AskReview => Command::AskReview { to: OFFICE, words: said("不服第二项"), why_late: said("住院"), papers: vec![] },
        Verb::RecordReview => {
            let service = Service { way: "post".to_owned(), evidence: file, consented: false };
            let doc_no = "桐信复查〔2025〕1号".to_owned();
            Command::RecordReview { outcome: "uphold".to_owned(), doc_no, service, received_on: context.today, words: said("维持") }
        }
        Verb::RequestExtension => Command::RequestExtension { days: 30, reason: reason() },
        Verb::AgreeExtension => Command::AgreeExtension,
        Verb::ApproveExtension => {
            let service = Service { way: "in_person".to_owned(), evidence: file, consented: false };
            Command::ApproveExtension { notice_on: Some(context.today), service, tracking: String::new() }
        }
        Verb::RefuseExtension => Command::RefuseExtension { reason: reason() },
        Verb::DraftOpinion => {
            let open = petition.claims.iter().zip(0_u32..).filter(|(claim, _)| claim.is_open());
            let outcome = |at: u32| if (choice + at as usize).is_multiple_of(3) { Outcome::NotSupport } else { Outcome::Support };
            let answer = |at: u32| {
                let supported = outcome(at) == Outcome::Support;
                let (owner, by) = (supported.then_some(petition.holder), supported.then(|| context.today.plus_days(30)));
                DraftAnswer { facts: said("经查属实"), outcome: outcome(at), basis: said("条例第三十二条"), owner, by }
            };
            Command::DraftOpinion { answers: open.map(|(_, at)| (at, answer(at))).collect() }
        }
        Verb::ReturnDraft => Command::ReturnDraft { reason: reason() },
        Verb::SignOpinion => Command::SignOpinion {
            series: Series { stem: "桐水信复〔2025〕1号".to_owned(), counter: "doc 3 桐水信复〔2025〕".to_owned() },
        },
        Verb::Dispatch => Command::Dispatch { way: "post".to_owned(), tracking: "EMS".to_owned() },
        Verb::Deliver => {
            let service = Service { way: "post".to_owned(), evidence: file, consented: false };
            Command::Deliver { service, received_on: context.today, proof: said("") }
        }
        Verb::Execute => {
            let owed = petition.claims.iter().position(ready::owes_execution).unwrap_or_default();
            Command::Execute { claim: u32::try_from(owed).unwrap(), note: said("已清淤"), evidence: file }
        }
        Verb::Complete => Command::Complete { notes: (0_u32..).take(petition.claims.len()).map(|at| (at, said("已当面说明"))).collect() },
        Verb::Archive => Command::Archive,
        Verb::Withdraw => Command::Withdraw { evidence: "signed_paper".to_owned(), file, reason: said("") },
        Verb::AskVoid => Command::AskVoid { code: "wrong_register".to_owned(), kept: "泰信访〔2025〕0001".to_owned(), reason: reason() },
        Verb::ContestWithdrawal => Command::ContestWithdrawal { words: said("我没有撤回") },
        Verb::ObjectVoid => Command::ObjectVoid { words: said("不该作废") },
        Verb::ConfirmVoid => Command::ConfirmVoid,
        Verb::RefuseVoid => Command::RefuseVoid { reason: reason() },
        Verb::Note => {
            let kind = if choice.is_multiple_of(2) { NoteKind::Talk } else { NoteKind::SiteVisit };
            Command::Note { kind, words: reason(), shown: choice.is_multiple_of(3) }
        }
        Verb::AddPaper => {
            let paper = Paper { file: FileId::new(1), kind: "photo".to_owned(), on: context.today, shown_to_person: true };
            Command::AddPaper { paper }
        }
        Verb::AddWords => {
            let claims = if choice.is_multiple_of(4) && !person::is_closed(petition.stage) { vec![said("还要修路")] } else { vec![] };
            Command::AddWords { words: said("昨天又漫了"), claims, papers: vec![], confirmed: "read_to".to_owned(), slip: None }
        }
        Verb::Correct => Command::Correct { field: ["title", "spot"][choice % 2].to_owned(), now: said("屋后水渠"), reason: reason() },
        Verb::EnterPaperRating => Command::EnterPaperRating { rating: Rating::Basically, form: file },
        Verb::DeclareInterest => match context.actor {
            Actor::Officer(account, ..) => Command::DeclareInterest { bar: (makes.account_token)(account) },
            Actor::Person | Actor::House => Command::DeclareInterest { bar: 0 },
        },
        Verb::AskIdentity => Command::AskIdentity { reason: reason() },
        Verb::GrantIdentity => Command::GrantIdentity,
        Verb::MarkUrgent => Command::MarkUrgent { reason: reason() },
        Verb::SetAside => {
            let mine = |proposal: &Proposal| petition.concerned(proposal) == Some(context.actor.organ());
            let open = petition.proposals.iter().find(|proposal| proposal.set_aside_on.is_none() && !mine(proposal));
            let (rule, nth) = open.map_or(("P-01".to_owned(), 1), |proposal| (proposal.rule.clone(), proposal.nth));
            Command::SetAside { rule, nth, reason: reason() }
        }
        Verb::ReissueCode => Command::ReissueCode,
        Verb::TakeOver => Command::TakeOver,
        Verb::IssueLetter | Verb::AnswerSuggestion => {
            let nth = u32::try_from(petition.letters.len() + 1).unwrap();
            let number = format!("桐水信告〔2025〕{nth}号");
            // Two persons stand behind each seal.
            let approved_by = if context.acts_as(officer) { AccountId::new(officer.get() + 1) } else { officer };
            let organ = context.actor.organ();
            let issued = Issued {
                nth,
                kind: if verb == Verb::AnswerSuggestion { "T-15" } else { "T-05" }.to_owned(),
                number,
                organ,
                counter: String::new(),
                approved_by,
                copies: 2,
                file: FileId::new(1),
                digest: "02".repeat(33),
                pages: 1,
                hers: true,
            };
            Command::IssueLetter { issued, draw: None }
        }
        Verb::AttachSigned => Command::AttachSigned { nth: 1, pages: file.into_iter().map(|file| (1, file)).collect() },
        Verb::Merge => Command::Merge { into: other(choice), known_by: "phone".to_owned(), notice: How::Done, reason: reason() },
        Verb::Unmerge => Command::Unmerge { reason: reason() },
        Verb::UndoAgain => Command::UndoAgain { reason: reason() },
        Verb::BringAgain => Command::BringAgain { of: other(choice), known_by: "asked_her".to_owned(), reason: reason() },
        Verb::TellApart => Command::TellApart { other: other(choice) },
        Verb::Split => {
            let open = petition.claims.iter().zip(0_u32..).filter(|(claim, _)| claim.is_open()).map(|(_, at)| at);
            Command::Split { into: other(choice), claims: open.take(1).collect(), reason: reason() }
        }
        Verb::JoinPersons => Command::JoinPersons { with: pair(petition, choice, true), reason: reason() },
        Verb::PartPersons => Command::PartPersons { with: pair(petition, choice, false), reason: reason() },
        Verb::RaiseCompetence => Command::RaiseCompetence { decider: OFFICE, reason: reason() },
        Verb::DecideCompetence => Command::DecideCompetence {
            to,
            to_tokens: vec![(makes.organ_token)(to)],
            how: "joint_conference".to_owned(),
            ground: "水沟接入河道，归水利".to_owned(),
            class: context.law.content_classes.iter().next().unwrap().code.clone(),
            reason: said(""),
        },
        Verb::RecordCall => Command::RecordCall { outcome: OUTCOMES[choice % OUTCOMES.len()].to_owned() },
        Verb::SendAgain => Command::SendAgain,
        Verb::SetTerm => Command::SetTerm { term: "permanent".to_owned(), basis: "县领导批示〔2025〕3号".to_owned() },
        Verb::StoreOnly => Command::StoreOnly,
        Verb::AskDestroy => Command::AskDestroy { basis: "鉴定第3号".to_owned() },
        Verb::RefuseDestroy => Command::RefuseDestroy { basis: "还要查".to_owned() },
        Verb::ConfirmDestroy => Command::ConfirmDestroy { subjects: vec![0] },
        Verb::KeepStored => Command::KeepStored { basis: "档案法第三十条".to_owned(), until: context.today.plus_days(300) },
        Verb::SetReach => {
            Command::SetReach { subject: 1, reach: Sealed::new(&[1, 2, 3]), keep: petition.contact_keeper().is_some() || choice.is_multiple_of(2) }
        }
    }
}

/// Another matter.
fn other(choice: usize) -> Other {
    let stream = StreamId::new(100 + i64::try_from(choice).unwrap());
    Other { stream, number: format!("桐信访〔2025〕{:04}", 100 + choice) }
}

/// A person of another matter about whom that is not the last word yet.
fn pair(petition: &Petition, choice: usize, is_one: bool) -> Pair {
    let other = (choice..).map(other).find(|other| petition.are_one(other.stream) != Some(is_one)).unwrap();
    Pair { subject: 1, other, other_subject: 1 }
}

/// The same command with something missing or against a rule; `None` where nothing is typed that could be.
pub fn spoilt(command: Command, petition: &Petition, context: &Context<'_>) -> Option<Command> {
    let nothing = || words(0);
    Some(match command {
        Command::Classify { .. } => {
            Command::Classify { matter_type: MatterType::Grievance, track: None, class: String::new(), bars: vec![], refuge: None, judge: None }
        }
        Command::Refer { reason, .. } => Command::Refer { to: petition.holder, to_tokens: vec![], reason },
        Command::Assign { to, to_tokens, reason, result, .. } => Command::Assign { to, to_tokens, reason, term_days: 0, result },
        Command::Divert { .. } => {
            Command::Divert { procedure: nothing(), statute: String::new(), body: String::new(), limit_on: None, limit_note: String::new() }
        }
        Command::NonAccept { basis, facts, .. } => Command::NonAccept { reason: "NA3_out_of_remit".to_owned(), basis, body: String::new(), facts },
        Command::Object { .. } => Command::Object { reason: words(9), body: String::new() },
        Command::RejectObjection { .. } => Command::RejectObjection { reason: nothing() },
        Command::Accept { .. } => Command::Accept { notice: "by_pigeon".to_owned() },
        Command::TakeOn { handover, .. } => Command::TakeOn { from: AccountId::new(99), handover },
        Command::AskPart { to, to_tokens, what, .. } => Command::AskPart { to, to_tokens, what, by: context.acted_on },
        Command::AnswerPart { nth, evidence, .. } => Command::AnswerPart { nth, answer: nothing(), evidence },
        Command::WithdrawPart { reason, .. } => Command::WithdrawPart { nth: 99, reason },
        Command::AskMaterial { what, .. } => Command::AskMaterial { what, by: context.acted_on },
        Command::AnswerMaterial { .. } => Command::AnswerMaterial { words: nothing(), papers: vec![] },
        // Of an accusation she may name anybody: who has it is told by no answer.
        Command::AskRecusal { of, decider, .. } if petition.is_sealed() => Command::AskRecusal { of, decider, words: nothing() },
        Command::AskRecusal { decider, words, .. } => Command::AskRecusal { of: Recused::Officer(AccountId::new(999)), decider, words },
        Command::AnswerData { done, .. } => Command::AnswerData { done, words: nothing() },
        Command::DecideRecusal { granted, token, under, .. } => Command::DecideRecusal { granted, reason: nothing(), token, under },
        Command::ReviewEmergency { nth, .. } => Command::ReviewEmergency { nth, justified: false, words: nothing() },
        Command::AskReview { to, why_late, papers, .. } => Command::AskReview { to, words: nothing(), why_late, papers },
        Command::RecordReview { doc_no, service, received_on, words, .. } => {
            Command::RecordReview { outcome: "praised".to_owned(), doc_no, service, received_on, words }
        }
        Command::RequestExtension { reason, .. } => Command::RequestExtension { days: 31, reason },
        Command::ApproveExtension { service, tracking, .. } => Command::ApproveExtension { notice_on: None, service, tracking },
        Command::RefuseExtension { .. } => Command::RefuseExtension { reason: nothing() },
        Command::DraftOpinion { answers } if !answers.is_empty() => Command::DraftOpinion { answers: answers.into_iter().skip(1).collect() },
        Command::ReturnDraft { .. } => Command::ReturnDraft { reason: nothing() },
        Command::Dispatch { tracking, .. } => Command::Dispatch { way: "by_pigeon".to_owned(), tracking },
        Command::Deliver { service, received_on, .. } => {
            Command::Deliver { service: Service { evidence: None, ..service }, received_on, proof: nothing() }
        }
        Command::Execute { evidence, note, .. } => Command::Execute { claim: 99, note, evidence },
        Command::Complete { .. } if petition.claims.iter().any(|claim| claim.executed_on.is_none() && claim.gone.is_none()) => {
            Command::Complete { notes: vec![] }
        }
        Command::Withdraw { reason, .. } if context.actor != Actor::Person => {
            Command::Withdraw { evidence: "signed_letter".to_owned(), file: None, reason }
        }
        Command::AskVoid { kept, reason, .. } => Command::AskVoid { code: "out_of_favour".to_owned(), kept, reason },
        Command::Note { kind, shown, .. } => Command::Note { kind, words: nothing(), shown },
        Command::AddWords { words, claims, papers, .. } if context.actor != Actor::Person => {
            Command::AddWords { words, claims, papers, confirmed: String::new(), slip: None }
        }
        Command::Correct { now, reason, .. } => Command::Correct { field: "received_on".to_owned(), now, reason },
        Command::EnterPaperRating { rating, .. } => Command::EnterPaperRating { rating, form: None },
        Command::AskIdentity { .. } => Command::AskIdentity { reason: nothing() },
        Command::MarkUrgent { .. } => Command::MarkUrgent { reason: nothing() },
        Command::SetAside { rule, nth, .. } => Command::SetAside { rule, nth, reason: nothing() },
        Command::IssueLetter { issued, draw } => Command::IssueLetter { issued: Issued { copies: 0, ..issued }, draw },
        Command::AttachSigned { pages, .. } => Command::AttachSigned { nth: 99, pages },
        Command::Merge { into, reason, notice, .. } => Command::Merge { into, known_by: "a_feeling".to_owned(), notice, reason },
        Command::Unmerge { .. } => Command::Unmerge { reason: nothing() },
        Command::UndoAgain { .. } => Command::UndoAgain { reason: nothing() },
        Command::BringAgain { of, reason, .. } => Command::BringAgain { of, known_by: String::new(), reason },
        Command::TellApart { .. } => Command::TellApart { other: petition.as_other() },
        Command::Split { into, reason, .. } => Command::Split { into, claims: vec![], reason },
        Command::JoinPersons { with, .. } => Command::JoinPersons { with, reason: nothing() },
        Command::PartPersons { with, .. } => Command::PartPersons { with, reason: nothing() },
        Command::RaiseCompetence { decider, .. } => Command::RaiseCompetence { decider, reason: nothing() },
        Command::DecideCompetence { to, to_tokens, how, ground, reason, .. } => {
            Command::DecideCompetence { to, to_tokens, how, ground, class: String::new(), reason }
        }
        Command::RecordCall { .. } => Command::RecordCall { outcome: "perhaps".to_owned() },
        _ => return None,
    })
}
