//! What can be asked for. Texts are sealed before a command enters the writer's queue; time and the asker come in as
//! [`Context`].

use super::{
    act,
    event::Event,
    flow::{self, Verb},
    kin::Other,
    model::{Answer, DataRight, How, Issued, MatterType, NoteKind, Outcome, Paper, Petition, Rating, Recused, Track, Words},
    ready,
};
use crate::{Role, organ::Series};
use kernel::{
    Day, Moment, Refusal,
    calendar::Calendar,
    id::{AccountId, FileId, HandoverId, OrganId},
    law::Law,
    sealed::Sealed,
};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// An officer, in a role of an organ.
    Officer(AccountId, OrganId, Role),
    /// The person with the grievance, with her query code.
    Person,
    /// A clock of the house.
    House,
}

impl Actor {
    /// The account that the ledger names.
    #[must_use]
    pub const fn account(self) -> AccountId {
        match self {
            Self::Officer(account, _, _) => account,
            Self::Person => store::ledger::CITIZEN,
            Self::House => store::ledger::SYSTEM,
        }
    }

    /// The organ that the ledger names.
    #[must_use]
    pub const fn organ(self) -> OrganId {
        match self {
            Self::Officer(_, organ, _) => organ,
            Self::Person | Self::House => OrganId::new(0),
        }
    }
}

/// What a decision may look at besides the matter.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who acts.
    pub actor: Actor,
    /// The moment of writing down.
    pub now: Moment,
    /// The local day of writing down.
    pub today: Day,
    /// The day on which it happened; never after today.
    pub acted_on: Day,
    /// Which days are working days.
    pub calendar: &'a Calendar,
    /// Terms, remedies, reasons.
    pub law: &'static Law,
    /// What the holder's own office has set, and for whom the actor stands in.
    pub office: Office<'a>,
}

/// What the office has set that decisions look at.
#[derive(Clone, Copy, Default)]
pub struct Office<'a> {
    /// Who approves an answer before it is signed; `None` where nobody has to.
    pub approvers: Option<&'a [AccountId]>,
    /// For whom the actor stands in (代班).
    pub stands_for: Option<AccountId>,
}

impl Context<'_> {
    /// Whether the actor is this account, or stands in for it: nobody is a second person to himself in another's chair.
    #[must_use]
    pub fn acts_as(&self, account: AccountId) -> bool {
        self.actor.account() == account || self.office.stands_for == Some(account)
    }
}

/// One thing asked for.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields say what their names say; the rules are at each verb in `act/`")]
pub enum Command {
    Classify { matter_type: MatterType, track: Option<Track>, class: String, bars: Vec<i64>, refuge: Option<OrganId>, judge: Option<OrganId> },
    Refer { to: OrganId, to_tokens: Vec<i64>, reason: Words },
    Assign { to: OrganId, to_tokens: Vec<i64>, reason: Words, term_days: i64, result: Words },
    HandOverAccusation { to: OrganId, to_tokens: Vec<i64> },
    Divert { procedure: Words, statute: String, body: String, limit_on: Option<Day>, limit_note: String },
    NonAccept { reason: String, basis: String, body: String, facts: Words },
    SignIn,
    Object { reason: Words, body: String },
    AgreeObjection,
    RejectObjection { reason: Words },
    Accept { notice: String },
    Start { officer: AccountId, officer_token: i64 },
    HandOver { officer: AccountId, officer_token: i64, reason: Words },
    TakeOn { from: AccountId, handover: HandoverId },
    AskPart { to: OrganId, to_tokens: Vec<i64>, what: Words, by: Day },
    AnswerPart { nth: u32, answer: Words, evidence: Option<FileId> },
    WithdrawPart { nth: u32, reason: Words },
    AskMaterial { what: Words, by: Day },
    ReceiveMaterial { came: bool, note: Words },
    AnswerMaterial { words: Words, papers: Vec<Paper> },
    AskRecusal { of: Recused, decider: OrganId, words: Words },
    DecideRecusal { granted: bool, reason: Words, token: i64, under: Vec<OrganId> },
    AskData { right: DataRight, words: Option<Words> },
    AnswerData { done: bool, words: Words },
    AskReview { to: OrganId, words: Words, why_late: Words, papers: Vec<Paper> },
    RecordReview { outcome: String, doc_no: String, service: Service, received_on: Day, words: Words },
    RequestExtension { days: i64, reason: Words },
    AgreeExtension,
    ApproveExtension { notice_on: Option<Day>, service: Service, tracking: String },
    RefuseExtension { reason: Words },
    DraftOpinion { answers: Vec<(u32, DraftAnswer)> },
    ReturnDraft { reason: Words },
    ApproveOpinion,
    SignOpinion { series: Series },
    Dispatch { way: String, tracking: String },
    Deliver { service: Service, received_on: Day, proof: Words },
    Execute { claim: u32, note: Words, evidence: Option<FileId> },
    Complete { notes: Vec<(u32, Words)> },
    Archive,
    Withdraw { evidence: String, file: Option<FileId>, reason: Words },
    ContestWithdrawal { words: Words },
    AskVoid { code: String, kept: String, reason: Words },
    ConfirmVoid,
    RefuseVoid { reason: Words },
    ObjectVoid { words: Words },
    Note { kind: NoteKind, words: Words, shown: bool },
    AddPaper { paper: Paper },
    AddWords { words: Words, claims: Vec<Words>, papers: Vec<Paper>, confirmed: String, slip: Option<Other> },
    Correct { field: String, now: Words, reason: Words },
    Rate { rating: Rating, words: Option<Words> },
    EnterPaperRating { rating: Rating, form: Option<FileId> },
    DeclareInterest { bar: i64 },
    AskIdentity { reason: Words },
    GrantIdentity,
    MarkUrgent { reason: Words },
    SetAside { rule: String, nth: i64, reason: Words },
    ReissueCode,
    TakeOver,
    IssueLetter { issued: Issued, draw: Option<Draw> },
    AttachSigned { nth: u32, pages: Vec<(u32, FileId)> },
    Merge { into: Other, known_by: String, notice: How, reason: Words },
    Unmerge { reason: Words },
    BringAgain { of: Other, known_by: String, reason: Words },
    UndoAgain { reason: Words },
    TellApart { other: Other },
    Split { into: Other, claims: Vec<u32>, reason: Words },
    JoinPersons { with: Pair, reason: Words },
    PartPersons { with: Pair, reason: Words },
    RaiseCompetence { decider: OrganId, reason: Words },
    DecideCompetence { to: OrganId, to_tokens: Vec<i64>, how: String, ground: String, class: String, reason: Words },
    RecordCall { outcome: String },
    SendAgain,
    SetReach { subject: i64, reach: Sealed, keep: bool },
    SetTerm { term: String, basis: String },
    StoreOnly,
    AskDestroy { basis: String },
    RefuseDestroy { basis: String },
    ConfirmDestroy { subjects: Vec<i64> },
    KeepStored { basis: String, until: Day },
    ReviewEmergency { nth: i64, justified: bool, words: Words },
}

/// A person of this matter and one of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Her number here.
    pub subject: i64,
    /// The other matter.
    pub other: Other,
    /// Her number there.
    pub other_subject: i64,
}

/// A number that a letter bears already when it is set: drawn with the event, and refused as `NUMBER_TAKEN` when another
/// letter drew it meanwhile. So no row is held while a letter is set, and no number is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The counter.
    pub counter: String,
    /// What it has to give.
    pub expected: i64,
}

/// How a paper was brought to her, and what shows that it reached her.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// A code of the law's delivery methods.
    pub way: String,
    /// The scan: signature, postal receipt, e-receipt.
    pub evidence: Option<FileId>,
    /// Whether she had agreed to that way; asked where the law's row needs it.
    pub consented: bool,
}

/// An answer as it is drafted; completeness is checked by the rule, not by the shape.
#[derive(Debug, Clone)]
pub struct DraftAnswer {
    /// What was found.
    pub facts: Words,
    /// Support, explain, not support.
    pub outcome: Outcome,
    /// Law, regulation, policy.
    pub basis: Words,
    /// Who carries it out, when supported.
    pub owner: Option<OrganId>,
    /// By when, when supported.
    pub by: Option<Day>,
}

impl From<DraftAnswer> for Answer {
    fn from(draft: DraftAnswer) -> Self {
        Self { facts: draft.facts, outcome: draft.outcome, basis: draft.basis, owner: draft.owner, by: draft.by }
    }
}

impl Command {
    /// 甄别 of what names nobody and moves nothing.
    #[must_use]
    pub const fn classify(matter_type: MatterType, track: Option<Track>) -> Self {
        Self::Classify { matter_type, track, class: String::new(), bars: vec![], refuge: None, judge: None }
    }

    /// Its verb; `None` for what only the person herself can do.
    #[must_use]
    pub fn verb(&self) -> Option<Verb> {
        Some(match self {
            Self::Classify { .. } => Verb::Classify,
            Self::Refer { .. } => Verb::Refer,
            Self::Assign { .. } => Verb::Assign,
            Self::HandOverAccusation { .. } => Verb::HandOverAccusation,
            Self::Divert { .. } => Verb::Divert,
            Self::NonAccept { .. } => Verb::NonAccept,
            Self::SignIn => Verb::SignIn,
            Self::Object { .. } => Verb::Object,
            Self::AgreeObjection => Verb::AgreeObjection,
            Self::RejectObjection { .. } => Verb::RejectObjection,
            Self::Accept { .. } => Verb::Accept,
            Self::Start { .. } => Verb::Start,
            Self::HandOver { .. } => Verb::HandOver,
            Self::TakeOn { .. } => Verb::TakeOn,
            Self::AskPart { .. } => Verb::AskPart,
            Self::AnswerPart { .. } => Verb::AnswerPart,
            Self::WithdrawPart { .. } => Verb::WithdrawPart,
            Self::ApproveOpinion => Verb::ApproveOpinion,
            Self::AskMaterial { .. } => Verb::AskMaterial,
            Self::ReceiveMaterial { .. } => Verb::ReceiveMaterial,
            Self::AnswerMaterial { .. } => Verb::AnswerMaterial,
            Self::AskRecusal { .. } => Verb::AskRecusal,
            Self::DecideRecusal { .. } => Verb::DecideRecusal,
            Self::AskData { .. } => Verb::AskData,
            Self::AnswerData { .. } => Verb::AnswerData,
            Self::AskReview { .. } => Verb::AskReview,
            Self::RecordReview { .. } => Verb::RecordReview,
            Self::RequestExtension { .. } => Verb::RequestExtension,
            Self::AgreeExtension => Verb::AgreeExtension,
            Self::ApproveExtension { .. } => Verb::ApproveExtension,
            Self::RefuseExtension { .. } => Verb::RefuseExtension,
            Self::DraftOpinion { .. } => Verb::DraftOpinion,
            Self::ReturnDraft { .. } => Verb::ReturnDraft,
            Self::SignOpinion { .. } => Verb::SignOpinion,
            Self::Dispatch { .. } => Verb::Dispatch,
            Self::Deliver { .. } => Verb::Deliver,
            Self::Execute { .. } => Verb::Execute,
            Self::Complete { .. } => Verb::Complete,
            Self::Archive => Verb::Archive,
            Self::Withdraw { .. } => Verb::Withdraw,
            Self::ContestWithdrawal { .. } => Verb::ContestWithdrawal,
            Self::AskVoid { .. } => Verb::AskVoid,
            Self::ConfirmVoid => Verb::ConfirmVoid,
            Self::RefuseVoid { .. } => Verb::RefuseVoid,
            Self::ObjectVoid { .. } => Verb::ObjectVoid,
            Self::Note { .. } => Verb::Note,
            Self::AddPaper { .. } => Verb::AddPaper,
            Self::AddWords { .. } => Verb::AddWords,
            Self::Correct { .. } => Verb::Correct,
            Self::EnterPaperRating { .. } => Verb::EnterPaperRating,
            Self::DeclareInterest { .. } => Verb::DeclareInterest,
            Self::AskIdentity { .. } => Verb::AskIdentity,
            Self::GrantIdentity => Verb::GrantIdentity,
            Self::MarkUrgent { .. } => Verb::MarkUrgent,
            Self::SetAside { .. } => Verb::SetAside,
            Self::ReissueCode => Verb::ReissueCode,
            Self::TakeOver => Verb::TakeOver,
            Self::IssueLetter { issued, .. } if issued.kind == Issued::SUGGESTION => Verb::AnswerSuggestion,
            Self::IssueLetter { .. } => Verb::IssueLetter,
            Self::AttachSigned { .. } => Verb::AttachSigned,
            Self::Merge { .. } => Verb::Merge,
            Self::Unmerge { .. } => Verb::Unmerge,
            Self::BringAgain { .. } => Verb::BringAgain,
            Self::UndoAgain { .. } => Verb::UndoAgain,
            Self::TellApart { .. } => Verb::TellApart,
            Self::Split { .. } => Verb::Split,
            Self::JoinPersons { .. } => Verb::JoinPersons,
            Self::PartPersons { .. } => Verb::PartPersons,
            Self::RaiseCompetence { .. } => Verb::RaiseCompetence,
            Self::DecideCompetence { .. } => Verb::DecideCompetence,
            Self::RecordCall { .. } => Verb::RecordCall,
            Self::SendAgain => Verb::SendAgain,
            Self::SetReach { .. } => Verb::SetReach,
            Self::SetTerm { .. } => Verb::SetTerm,
            Self::StoreOnly => Verb::StoreOnly,
            Self::AskDestroy { .. } => Verb::AskDestroy,
            Self::RefuseDestroy { .. } => Verb::RefuseDestroy,
            Self::ConfirmDestroy { .. } => Verb::ConfirmDestroy,
            Self::KeepStored { .. } => Verb::KeepStored,
            Self::ReviewEmergency { .. } => Verb::ReviewEmergency,
            Self::Rate { .. } => return None,
        })
    }
}

/// Decides: the event that the command leaves, or the rule that refuses it. Changes nothing.
///
/// # Errors
/// The refusal: `NOT_FROM_HERE` when the table does not know the verb from this stage, else the verb's own rules.
pub fn decide(petition: &Petition, command: Command, context: &Context<'_>) -> Result<Event, Refusal> {
    if context.acted_on > context.today {
        return Err(Refusal::new("DATE_AHEAD", "TM-7").arg("day", context.acted_on).at("acted_on"));
    }
    // A clock that ran ahead may have dated the receipt in a day to come: work on it goes on all the same.
    if context.acted_on < petition.received_on.min(context.today) {
        return Err(Refusal::new("DATE_BEFORE_RECEIPT", "TM-7").arg("day", petition.received_on).at("acted_on"));
    }
    if let Some(verb) = command.verb() {
        if !flow::allows(petition.stage, verb) {
            return Err(Refusal::new("NOT_FROM_HERE", "SM-PET").arg("stage", petition.stage.code()).arg("verb", verb.code()));
        }
        ready::ready(petition, verb, context)?;
    }
    act::decide(petition, command, context)
}
