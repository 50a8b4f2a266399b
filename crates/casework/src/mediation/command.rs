//! What can be asked for. Texts are sealed before a command enters the writer's queue; time and the asker come in as the context of
//! `petition`.

use super::{
    act,
    event::Event,
    flow::{self, Verb},
    model::{Authority, Axis, Form, Grade, Hand, Kind, Mediation, Party, Promise, Risk, Ruling, Safety, Together, Way},
    ready,
};
pub use crate::petition::command::{Actor, Context};
use crate::petition::model::{Paper, Words};
use kernel::{
    Day, Moment, Refusal,
    id::{AccountId, FileId, OrganId},
    sealed::Sealed,
};

/// A command on a mediation. Who acts is in the context; where a party acts with her own code, `party` is she.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields say what their names say; the variants are those of the verbs")]
pub enum Command {
    Dispatch {
        to: OrganId,
        reason: Words,
    },
    Take,
    SendBack {
        reason: Words,
        body: String,
    },
    AddParty {
        party: Party,
    },
    Sort {
        kind: Kind,
        grade: Grade,
        dispute: String,
        violence: bool,
        minor: bool,
    },
    Consent {
        parties: Vec<i64>,
        given: bool,
        how: String,
    },
    WithdrawConsent {
        party: i64,
        reason: Option<Words>,
    },
    SetMediator {
        account: AccountId,
        chosen: bool,
    },
    Disclose {
        relation: String,
        words: Option<Words>,
    },
    AcceptRelation {
        party: i64,
        account: AccountId,
    },
    ReleaseMediator {
        account: AccountId,
        party: i64,
        reason: Words,
    },
    TellRights {
        parties: Vec<i64>,
        how: String,
    },
    InviteHelper {
        who: Words,
        quality: String,
        agreed: Vec<i64>,
    },
    SetSession {
        at: Moment,
        minutes: i64,
        place: Words,
        way: Way,
        together: Together,
        with: Vec<i64>,
    },
    HoldSession {
        nth: i64,
        began: Moment,
        ended: Moment,
        present: Vec<i64>,
        record: Words,
    },
    DropSession {
        nth: i64,
        reason: Words,
    },
    NoteApart {
        party: i64,
        note: Option<Sealed>,
    },
    TellLaw {
        text: String,
        words: Words,
        gentle: Option<Words>,
    },
    AgreeFacts {
        words: Words,
        signed: Vec<i64>,
        evidence: Option<FileId>,
    },
    RaiseRisk {
        risk: Risk,
        words: Words,
    },
    Extend {
        until: Day,
        agreed: Vec<i64>,
    },
    Draft {
        form: Form,
        facts: Words,
        issues: Words,
        responsibility: Words,
        clauses: Vec<Words>,
        promises: Vec<Promise>,
        manner: Words,
        not_confirmable: Vec<String>,
    },
    Sign {
        party: i64,
        as_mediator: bool,
        hand: Hand,
        file: Option<FileId>,
    },
    AgreeOral,
    TellPromise {
        nth: i64,
        kept: bool,
        words: Words,
        evidence: Option<FileId>,
    },
    MediateAgain {
        reason: Words,
    },
    AskConfirmation {
        court: String,
        by: Vec<i64>,
        evidence: Option<FileId>,
    },
    RecordRuling {
        ruling: Ruling,
        document: String,
        evidence: Option<FileId>,
    },
    FollowUp {
        party: i64,
        way: String,
        words: Words,
        said: Option<Words>,
        risks: Option<Words>,
        measures: Option<Words>,
    },
    DescribeParty {
        party: i64,
        card: Option<Sealed>,
    },
    MakePaper {
        kind: String,
        file: FileId,
    },
    SayAxis {
        party: i64,
        axis: Axis,
        words: Option<Sealed>,
        agreed: bool,
    },
    Terminate {
        reason: String,
        words: Words,
    },
    Close {
        note: Option<Words>,
    },
    Archive,
    AddPaper {
        paper: Paper,
    },
    Note {
        words: Words,
    },
    Screen {
        safety: Option<Safety>,
        alone: bool,
    },
    Report {
        to: Authority,
        number: String,
        evidence: Option<FileId>,
    },
    RecordOrder {
        number: String,
        no_contact: bool,
        until: Day,
        evidence: Option<FileId>,
    },
    RecordPolice {
        outcome: String,
    },
    ReissueCode {
        party: i64,
    },
    DeclareInterest {
        bar: i64,
    },
}

impl Command {
    /// The verb that it carries out.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Dispatch { .. } => Verb::Dispatch,
            Self::Take => Verb::Take,
            Self::SendBack { .. } => Verb::SendBack,
            Self::AddParty { .. } => Verb::AddParty,
            Self::Sort { .. } => Verb::Sort,
            Self::Consent { .. } => Verb::Consent,
            Self::WithdrawConsent { .. } => Verb::WithdrawConsent,
            Self::SetMediator { .. } => Verb::SetMediator,
            Self::Disclose { .. } => Verb::Disclose,
            Self::AcceptRelation { .. } => Verb::AcceptRelation,
            Self::ReleaseMediator { .. } => Verb::ReleaseMediator,
            Self::TellRights { .. } => Verb::TellRights,
            Self::InviteHelper { .. } => Verb::InviteHelper,
            Self::SetSession { .. } => Verb::SetSession,
            Self::HoldSession { .. } => Verb::HoldSession,
            Self::DropSession { .. } => Verb::DropSession,
            Self::NoteApart { .. } => Verb::NoteApart,
            Self::TellLaw { .. } => Verb::TellLaw,
            Self::AgreeFacts { .. } => Verb::AgreeFacts,
            Self::RaiseRisk { .. } => Verb::RaiseRisk,
            Self::Extend { .. } => Verb::Extend,
            Self::Draft { .. } => Verb::Draft,
            Self::Sign { .. } => Verb::Sign,
            Self::AgreeOral => Verb::AgreeOral,
            Self::TellPromise { .. } => Verb::TellPromise,
            Self::MediateAgain { .. } => Verb::MediateAgain,
            Self::AskConfirmation { .. } => Verb::AskConfirmation,
            Self::RecordRuling { .. } => Verb::RecordRuling,
            Self::FollowUp { .. } => Verb::FollowUp,
            Self::DescribeParty { .. } => Verb::DescribeParty,
            Self::MakePaper { .. } => Verb::MakePaper,
            Self::SayAxis { .. } => Verb::SayAxis,
            Self::Terminate { .. } => Verb::Terminate,
            Self::Close { .. } => Verb::Close,
            Self::Archive => Verb::Archive,
            Self::AddPaper { .. } => Verb::AddPaper,
            Self::Note { .. } => Verb::Note,
            Self::Screen { .. } => Verb::Screen,
            Self::Report { .. } => Verb::Report,
            Self::RecordOrder { .. } => Verb::RecordOrder,
            Self::RecordPolice { .. } => Verb::RecordPolice,
            Self::ReissueCode { .. } => Verb::ReissueCode,
            Self::DeclareInterest { .. } => Verb::DeclareInterest,
        }
    }
}

/// Decides a command on a mediation as it stands.
///
/// # Errors
/// `NOT_NOW` when the table does not know the verb from this stage; else the rule that refuses it.
pub fn decide(mediation: &Mediation, command: Command, context: &Context<'_>) -> Result<Event, Refusal> {
    let verb = command.verb();
    if !flow::allows(mediation.stage, verb) {
        return Err(Refusal::new("MEDIATION_NOT_NOW", "SM-MED").arg("verb", verb.code()).arg("stage", mediation.stage.code()));
    }
    ready::ready(mediation, verb, context)?;
    act::decide(mediation, command, context)
}
