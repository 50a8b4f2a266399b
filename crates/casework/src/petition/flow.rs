//! The one table: which verb may be done from which stage, by whom, and by which article.
//!
//! Guards, the buttons of the case page, the diagram in the documents ([`mermaid`]) and the property test are all read
//! from [`TABLE`]. What the table allows may still not be lawful yet; that is [`super::ready`].

use super::{
    model::{Stage, words},
    stages::{Stages, at},
};
use crate::Role;
use serde::{Deserialize, Serialize};

words! {
    /// What can be done with a matter.
    Verb {
        /// 甄别
        Classify = "classify",
        /// 转送
        Refer = "refer",
        /// 交办
        Assign = "assign",
        /// 移交检举控告
        HandOverAccusation = "hand_over_accusation",
        /// 导入法定途径
        Divert = "divert",
        /// 不予受理
        NonAccept = "non_accept",
        /// 签收
        SignIn = "sign_in",
        /// 提出异议
        Object = "object",
        /// 同意异议
        AgreeObjection = "agree_objection",
        /// 不同意异议
        RejectObjection = "reject_objection",
        /// 受理
        Accept = "accept",
        /// 答复建议
        AnswerSuggestion = "answer_suggestion",
        /// 交给谁办
        Start = "start",
        /// 换人办
        HandOver = "hand_over",
        /// 接办
        TakeOn = "take_on",
        /// 请协办
        AskPart = "ask_part",
        /// 协办回话
        AnswerPart = "answer_part",
        /// 收回协办
        WithdrawPart = "withdraw_part",
        /// 请本人补材料
        AskMaterial = "ask_material",
        /// 材料到了
        ReceiveMaterial = "receive_material",
        /// 本人补来
        AnswerMaterial = "answer_material",
        /// 申请回避
        AskRecusal = "ask_recusal",
        /// 决定回避
        DecideRecusal = "decide_recusal",
        /// 个人信息请求
        AskData = "ask_data",
        /// 答复个人信息请求
        AnswerData = "answer_data",
        /// 请求复查
        AskReview = "ask_review",
        /// 复查意见送达
        RecordReview = "record_review",
        /// 申请延期
        RequestExtension = "request_extension",
        /// 同意延期
        AgreeExtension = "agree_extension",
        /// 批准延期
        ApproveExtension = "approve_extension",
        /// 不同意延期
        RefuseExtension = "refuse_extension",
        /// 起草答复意见
        DraftOpinion = "draft_opinion",
        /// 退回重拟
        ReturnDraft = "return_draft",
        /// 审核通过
        ApproveOpinion = "approve_opinion",
        /// 签发
        SignOpinion = "sign_opinion",
        /// 寄出或交出
        Dispatch = "dispatch",
        /// 送达
        Deliver = "deliver",
        /// 登记落实
        Execute = "execute",
        /// 办结
        Complete = "complete",
        /// 归档
        Archive = "archive",
        /// 本人撤回
        Withdraw = "withdraw",
        /// 撤回不是我的意思
        ContestWithdrawal = "contest_withdrawal",
        /// 提请作废
        AskVoid = "ask_void",
        /// 同意作废
        ConfirmVoid = "confirm_void",
        /// 不同意作废
        RefuseVoid = "refuse_void",
        /// 不同意已经作废
        ObjectVoid = "object_void",
        /// 谈话、查看、会商
        Note = "note",
        /// 添一份材料
        AddPaper = "add_paper",
        /// 代记本人补充
        AddWords = "add_words",
        /// 更正
        Correct = "correct",
        /// 录入纸面评价
        EnterPaperRating = "enter_paper_rating",
        /// 声明利害关系
        DeclareInterest = "declare_interest",
        /// 申请看举报人
        AskIdentity = "ask_identity",
        /// 同意看举报人
        GrantIdentity = "grant_identity",
        /// 报告紧急情况
        MarkUrgent = "mark_urgent",
        /// 搁置督办建议
        SetAside = "set_aside",
        /// 重发查询码
        ReissueCode = "reissue_code",
        /// 接手历史件
        TakeOver = "take_over",
        /// 开具文书
        IssueLetter = "issue_letter",
        /// 收回签字件
        AttachSigned = "attach_signed",
        /// 并入原件
        Merge = "merge",
        /// 撤销并入
        Unmerge = "unmerge",
        /// 办过的又来了
        BringAgain = "bring_again",
        /// 撤销又来了
        UndoAgain = "undo_again",
        /// 另一件事
        TellApart = "tell_apart",
        /// 分出一件
        Split = "split",
        /// 同一人
        JoinPersons = "join_persons",
        /// 不是同一人
        PartPersons = "part_persons",
        /// 提请确定受理机关
        RaiseCompetence = "raise_competence",
        /// 确定受理机关
        DecideCompetence = "decide_competence",
        /// 记一次电话或当面告知
        RecordCall = "record_call",
        /// 再发一次消息
        SendAgain = "send_again",
        /// 怎么告诉本人
        SetReach = "set_reach",
        /// 定保管期限
        SetTerm = "set_term",
        /// 只存不用
        StoreOnly = "store_only",
        /// 提请销毁
        AskDestroy = "ask_destroy",
        /// 不同意销毁
        RefuseDestroy = "refuse_destroy",
        /// 同意销毁
        ConfirmDestroy = "confirm_destroy",
        /// 继续封存
        KeepStored = "keep_stored",
        /// 复核紧急查看
        ReviewEmergency = "review_emergency",
    }
}

/// Who may, by place: the organ that holds the matter, or one that had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// The organ in whose hands it is.
    Holder,
    /// Any organ that has or had it.
    Had,
    /// Any organ that has or had it, or does a part of it.
    With,
    /// An organ whose part the lead waits for.
    Part,
    /// The supervisor of its area, or the organ that registered it.
    Above,
    /// The organ that registered it.
    Origin,
    /// The organ before which the dispute on competence was brought.
    Decider,
    /// The organ that decides what she asked of who handles it.
    Judge,
    /// The organ that took her request for review.
    Reviewer,
    /// The organ that answers for the review of an emergency access, or the supervisor of its area.
    Answerable,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What is done.
    pub verb: Verb,
    /// From where.
    pub from: Stages,
    /// To where; `None` when the stage stays, or when it goes `back`.
    pub to: Option<Stage>,
    /// Whether it goes back to the stage that a withdrawal or a merging took it from.
    pub back: bool,
    /// By which roles; by none when it is the person's own.
    pub who: &'static [Role],
    /// Of which organ.
    pub place: Where,
    /// The article, or the rule of the design that it follows.
    pub article: &'static str,
    /// Whether it moves the matter on (a button), or stands beside it (a link below).
    pub main: bool,
}

use Role::{Clerk, Handler, Head, Supervisor, Triage};
use Stage::{
    Accepted, AccusationHandedOver, Archived, Assigned, AwaitingMaterial, CompetencePending, Completed, Delivered, Diverted, ExtensionRequested,
    HistoryClosed, HistoryOpen, InHandling, Merged, NonAccepted, ObjectionPending, OpinionDraft, OpinionIssued, Referred, Registered, SignedIn,
    Triaged, Voided, Withdrawn,
};

/// Open: a matter on which something is still owed.
pub const OPEN: Stages = at(&[
    Registered,
    Triaged,
    Referred,
    Assigned,
    ObjectionPending,
    CompetencePending,
    SignedIn,
    Accepted,
    InHandling,
    AwaitingMaterial,
    ExtensionRequested,
    OpinionDraft,
    OpinionIssued,
    Delivered,
]);
/// Before acceptance.
const EARLY: Stages = at(&[Registered, Triaged]);
/// What can be withdrawn by the person.
pub const WITHDRAWABLE: Stages = OPEN.without(&[Delivered]);
/// Everything but what is merged, void, archived or history.
const ALIVE: Stages = OPEN.and(&[Diverted, NonAccepted, AccusationHandedOver, Completed, Withdrawn]);
/// Where a supervision proposal can stand open: also on what was voided, when the person says that it should not be.
const SUPERVISED: Stages = ALIVE.and(&[Voided]);
/// In the hands of one officer.
pub const IN_HAND: Stages = at(&[InHandling, AwaitingMaterial, ExtensionRequested, OpinionDraft, OpinionIssued, Delivered]);
/// What an organ has accepted: somebody in it handles it.
pub const ACCEPTED: Stages = IN_HAND.and(&[Accepted]);
/// Where an organ has something to do and no date need run: to decide, to prove a delivery, to complete. Nothing of it is lost from sight.
pub const UNDATED: Stages = at(&[ObjectionPending, CompetencePending, OpinionIssued, Delivered]);
/// In hand, and not yet answered: while the lead can ask others for their part.
const LED: Stages = IN_HAND.without(&[OpinionIssued, Delivered]);
/// Before acceptance, wherever it lies: from here a repeat goes on in the living matter.
pub const MERGEABLE: Stages = at(&[Registered, Triaged, Referred, Assigned, SignedIn]);
/// Where a living matter can still take something in: its reply has not been signed.
pub const LIVING: Stages = WITHDRAWABLE.without(&[OpinionIssued]);
/// Where a part can become a matter of its own.
const DIVISIBLE: Stages = MERGEABLE.and(&[Accepted, InHandling]);
/// Where a word to her can still be open: also after what closes or voids it.
pub const TOLD: Stages = ALIVE.and(&[Merged, Voided, Archived]);
/// Where what she asked of who handles it is still owed a decision: also of an item that goes on in another. Not while it is withdrawn: what was owed then may run on by its old
/// dates, with whom it lay.
const DECIDABLE: Stages = ALIVE.without(&[Withdrawn]).and(&[Merged]);
/// Where a review of a delivered reply may run: also while a claim that she added since is being answered.
const REVIEWABLE: Stages = IN_HAND.and(&[Completed, Archived, Withdrawn]);
/// Where a suggestion can be answered: typed, and in the hands of whoever answers it.
const SUGGESTED: Stages = at(&[Triaged, SignedIn, Accepted, InHandling, AwaitingMaterial]);
/// What nothing more is done on by itself: its term of keeping runs.
const CLOSED: Stages = at(&[Archived, HistoryClosed, Voided, Merged]);
/// After a written reply was delivered.
const ANSWERED: Stages = at(&[Delivered, Completed, Archived]);

const fn row(verb: Verb, from: Stages, to: Stage, who: &'static [Role], place: Where, article: &'static str) -> Row {
    Row { verb, from, to: Some(to), back: false, who, place, article, main: true }
}

const fn beside(verb: Verb, from: Stages, who: &'static [Role], place: Where, article: &'static str) -> Row {
    Row { verb, from, to: None, back: false, who, place, article, main: false }
}

const DESK: &[Role] = &[Clerk, Triage, Handler, Head];
const HANDLERS: &[Role] = &[Handler, Head];
const TRIAGERS: &[Role] = &[Triage, Head];
const HEAD: &[Role] = &[Head];

/// The table.
pub const TABLE: &[Row] = &[
    row(Verb::Classify, EARLY, Triaged, &[Clerk, Triage, Handler, Head], Where::Holder, "条例第二十二条、第二十九至三十一条"),
    row(Verb::Refer, at(&[Triaged]), Referred, TRIAGERS, Where::Holder, "条例第二十二条第一款第二项"),
    row(Verb::Assign, at(&[Triaged]), Assigned, TRIAGERS, Where::Holder, "条例第二十二条第一款第三项"),
    // A second time where the organ that had it stepped back (C-24).
    row(
        Verb::HandOverAccusation,
        at(&[Triaged, AccusationHandedOver]),
        AccusationHandedOver,
        &[Triage, Handler, Head],
        Where::Holder,
        "条例第二十二条第二款、第三十条",
    ),
    row(Verb::Divert, at(&[Triaged, SignedIn]), Diverted, &[Triage, Handler, Head], Where::Holder, "条例第二十二条第二款、第三十一条"),
    row(Verb::NonAccept, at(&[Triaged, SignedIn]), NonAccepted, TRIAGERS, Where::Holder, "条例第十九条第三款、第二十三条"),
    row(Verb::SignIn, at(&[Referred, Assigned]), SignedIn, DESK, Where::Holder, "条例第二十三条第三款"),
    row(Verb::Object, at(&[Referred, Assigned, SignedIn]), ObjectionPending, &[Triage, Handler, Head], Where::Holder, "条例第二十三条第三款"),
    row(Verb::AgreeObjection, at(&[ObjectionPending]), Triaged, TRIAGERS, Where::Holder, "条例第二十三条第三款"),
    row(Verb::RejectObjection, at(&[ObjectionPending]), SignedIn, TRIAGERS, Where::Holder, "条例第二十三条第三款"),
    row(Verb::Accept, at(&[Triaged, SignedIn]), Accepted, &[Triage, Handler, Head], Where::Holder, "条例第二十三条"),
    row(Verb::AnswerSuggestion, SUGGESTED, Completed, DESK, Where::Holder, "条例第二十九条"),
    row(Verb::Start, at(&[Accepted]), InHandling, &[Triage, Handler, Head], Where::Holder, "条例第二十八条第三款"),
    beside(Verb::HandOver, IN_HAND, HEAD, Where::Holder, "条例第二十八条第三款"),
    beside(Verb::TakeOn, IN_HAND, HANDLERS, Where::Holder, "交接双方签字，日子不变"),
    beside(Verb::AskPart, LED, HANDLERS, Where::Holder, "一家主办，协办按期回话"),
    Row { main: true, ..beside(Verb::AnswerPart, LED, &[Triage, Handler, Head], Where::Part, "一家主办，协办按期回话") },
    beside(Verb::WithdrawPart, LED, HANDLERS, Where::Holder, "一家主办，协办按期回话"),
    Row { main: false, ..row(Verb::AskMaterial, at(&[InHandling]), AwaitingMaterial, HANDLERS, Where::Holder, "期限照算") },
    row(Verb::ReceiveMaterial, at(&[AwaitingMaterial]), InHandling, HANDLERS, Where::Holder, "期限照算"),
    row(Verb::AnswerMaterial, at(&[AwaitingMaterial]), InHandling, &[], Where::Had, "期限照算"),
    // An accusation is open to her request also with the organ that it was handed over to.
    beside(Verb::AskRecusal, OPEN.and(&[AccusationHandedOver]), &[], Where::Had, "条例第二十八条第三款"),
    // Of an accusation any who is cleared for it (policy); of all else the head.
    Row { main: true, ..beside(Verb::DecideRecusal, DECIDABLE, TRIAGERS, Where::Judge, "条例第二十八条第三款") },
    beside(Verb::AskReview, REVIEWABLE, &[], Where::Had, "条例第三十五条"),
    Row { main: true, ..beside(Verb::RecordReview, REVIEWABLE, HANDLERS, Where::Reviewer, "条例第三十五条") },
    Row { main: false, ..row(Verb::RequestExtension, at(&[InHandling]), ExtensionRequested, HANDLERS, Where::Holder, "条例第三十四条") },
    Row { main: true, ..beside(Verb::AgreeExtension, at(&[ExtensionRequested]), HANDLERS, Where::Holder, "条例第三十四条") },
    row(Verb::ApproveExtension, at(&[ExtensionRequested]), InHandling, HANDLERS, Where::Holder, "条例第三十四条"),
    row(Verb::RefuseExtension, at(&[ExtensionRequested]), InHandling, HEAD, Where::Holder, "条例第三十四条"),
    row(Verb::DraftOpinion, at(&[InHandling, OpinionDraft, Delivered]), OpinionDraft, HANDLERS, Where::Holder, "条例第三十二条"),
    row(Verb::ReturnDraft, at(&[OpinionDraft]), InHandling, HANDLERS, Where::Holder, "条例第三十二条"),
    Row { main: true, ..beside(Verb::ApproveOpinion, at(&[OpinionDraft]), HANDLERS, Where::Holder, "第二人审核，条例第三十二条") },
    row(Verb::SignOpinion, at(&[OpinionDraft]), OpinionIssued, HEAD, Where::Holder, "条例第三十二条"),
    Row { main: true, ..beside(Verb::Dispatch, at(&[OpinionIssued]), DESK, Where::Holder, "条例第三十四条") },
    row(Verb::Deliver, at(&[OpinionIssued]), Delivered, DESK, Where::Holder, "条例第三十五条"),
    beside(Verb::Execute, ANSWERED, HANDLERS, Where::Had, "条例第三十二条第二款"),
    row(Verb::Complete, at(&[Delivered]), Completed, HANDLERS, Where::Holder, "条例第二十七条、第三十二条"),
    row(Verb::Archive, at(&[Completed, Withdrawn, Diverted, NonAccepted]), Archived, DESK, Where::Holder, "档案法"),
    Row { main: false, ..row(Verb::Withdraw, WITHDRAWABLE, Withdrawn, DESK, Where::Had, "本人自愿") },
    Row { back: true, ..beside(Verb::ContestWithdrawal, at(&[Withdrawn, Archived]), &[], Where::Had, "撤回只能出自本人") },
    beside(Verb::AskVoid, EARLY, DESK, Where::Holder, "登记错误，编号保留"),
    Row { main: false, ..row(Verb::ConfirmVoid, EARLY, Voided, TRIAGERS, Where::Holder, "第二人核准") },
    beside(Verb::RefuseVoid, EARLY, DESK, Where::Holder, "第二人核准，或提的人收回"),
    beside(Verb::ObjectVoid, at(&[Voided]), &[], Where::Had, "本人可以不同意"),
    beside(Verb::Note, ALIVE, DESK, Where::With, "条例第二十七条、第三十七条"),
    beside(Verb::AddPaper, ALIVE, DESK, Where::With, "档案法"),
    beside(Verb::AddWords, ALIVE, DESK, Where::Had, "条例第十九条"),
    beside(Verb::Correct, ALIVE, DESK, Where::Had, "只加不改"),
    beside(Verb::EnterPaperRating, ANSWERED, DESK, Where::Had, "条例第二十一条第二款"),
    beside(Verb::DeclareInterest, OPEN, DESK, Where::With, "条例第二十八条第三款"),
    beside(Verb::AskIdentity, at(&[Triaged, AccusationHandedOver]), &[Triage, Handler, Head], Where::Had, "条例第三十条第三款"),
    beside(Verb::GrantIdentity, at(&[Triaged, AccusationHandedOver]), &[Triage, Handler, Head], Where::Had, "条例第三十条第三款"),
    beside(Verb::MarkUrgent, OPEN, DESK, Where::Had, "条例第二十五条"),
    beside(Verb::SetAside, SUPERVISED, &[Head, Supervisor], Where::Above, "条例第四十条"),
    beside(Verb::ReissueCode, ALIVE, &[Clerk, Triage], Where::Origin, "条例第二十一条第二款"),
    beside(Verb::IssueLetter, ALIVE, DESK, Where::Had, "条例第二十三条、第三十二条"),
    beside(Verb::AttachSigned, ALIVE, DESK, Where::Had, "档案法"),
    Row { main: false, ..row(Verb::Merge, MERGEABLE, Merged, DESK, Where::Holder, "条例第十九条第三款；不重复办理，期限不丢") },
    Row { back: true, ..beside(Verb::Unmerge, at(&[Merged]), DESK, Where::Had, "并错了可以撤销，期限照原来的算") },
    beside(Verb::BringAgain, MERGEABLE, DESK, Where::Holder, "同一人同一事，由人判断"),
    beside(Verb::UndoAgain, TOLD, DESK, Where::Had, "记错了可以撤销，原来的记录不删"),
    beside(Verb::TellApart, OPEN, DESK, Where::Had, "同一人同一事，由人判断"),
    beside(Verb::Split, DIVISIBLE, &[Clerk, Triage, Head], Where::Holder, "一事一件，期限从原收件日算"),
    beside(Verb::JoinPersons, ALIVE, DESK, Where::Had, "由人判断，可以撤销"),
    beside(Verb::PartPersons, ALIVE, DESK, Where::Had, "由人判断，可以撤销"),
    row(
        Verb::RaiseCompetence,
        at(&[Triaged, Referred, Assigned, SignedIn]),
        CompetencePending,
        &[Triage, Handler, Head],
        Where::Holder,
        "条例第二十四条",
    ),
    row(Verb::DecideCompetence, at(&[CompetencePending]), Referred, TRIAGERS, Where::Decider, "条例第二十四条"),
    beside(Verb::AskData, TOLD, &[], Where::Had, "个人信息保护法第四十四条至第五十条"),
    Row { main: true, ..beside(Verb::AnswerData, TOLD, &[Triage, Handler, Head], Where::Had, "个人信息保护法第五十条") },
    beside(Verb::RecordCall, TOLD, DESK, Where::Had, "C-55"),
    beside(Verb::SendAgain, TOLD, DESK, Where::Had, "C-55"),
    // A matter that was merged tells her nothing more: what is said of the living one counts.
    beside(Verb::SetReach, TOLD.without(&[Merged]), DESK, Where::Had, "C-55"),
    beside(Verb::SetTerm, CLOSED, HEAD, Where::Holder, "档案法实施条例第十九条"),
    beside(Verb::StoreOnly, CLOSED, HEAD, Where::Holder, "个人信息保护法第四十七条第二款"),
    // Of what is only stored, which no other verb reaches (policy).
    beside(Verb::AskDestroy, CLOSED, DESK, Where::Holder, "个人信息保护法第十九条、第四十七条"),
    beside(Verb::RefuseDestroy, CLOSED, DESK, Where::Holder, "第二人核准，或提的人收回"),
    beside(Verb::ConfirmDestroy, CLOSED, HEAD, Where::Holder, "第二人核准"),
    beside(Verb::KeepStored, CLOSED, HEAD, Where::Holder, "个人信息保护法第四十七条第二款"),
    // What may be an accusation by now is reviewed by who is cleared for it (policy); all else by the head or the supervisor.
    Row {
        main: true, ..beside(Verb::ReviewEmergency, TOLD, &[Triage, Head, Supervisor], Where::Answerable, "个人信息保护法第五十一条、第五十四条")
    },
    row(Verb::TakeOver, at(&[HistoryOpen]), Registered, DESK, Where::Holder, "历史件接手"),
];

/// The row of a verb.
#[must_use]
pub fn of(verb: Verb) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.verb == verb)
}

impl Verb {
    /// Whether it is about a matter that is only stored: then it is all that is done with it, and else never.
    #[must_use]
    pub const fn is_of_stored(self) -> bool {
        matches!(self, Self::AskDestroy | Self::RefuseDestroy | Self::ConfirmDestroy | Self::KeepStored)
    }
}

/// Whether the table knows this verb from this stage.
#[must_use]
pub fn allows(stage: Stage, verb: Verb) -> bool {
    of(verb).is_some_and(|row| row.from.contains(stage))
}

/// The table as a state diagram in Mermaid's notation, for the documents.
#[must_use]
pub fn mermaid() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> registered: register".to_owned()];
    for row in TABLE {
        for from in row.from.iter() {
            let back = match row.verb {
                Verb::Unmerge => MERGEABLE,
                _ if row.back => WITHDRAWABLE,
                _ => at(&[]),
            };
            for to in row.to.into_iter().chain(back.iter()) {
                lines.push(format!("    {} --> {}: {}", from.code(), to.code(), row.verb.code()));
            }
        }
    }
    lines.push("    [*] --> history_open: import".to_owned());
    lines.push("    [*] --> history_closed: import".to_owned());
    lines.join("\n")
}
