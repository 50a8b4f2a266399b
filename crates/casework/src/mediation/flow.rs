//! The one table: which verb may be done from which stage, by whom, and by which article.
//!
//! Guards, the buttons of the page, the diagram in the documents ([`mermaid`]) and the property test are read from [`TABLE`]. What the
//! table allows may still not be lawful yet; that is [`super::ready`].

use super::model::Stage;
use crate::{Role, petition::model::words};
use Role::{Clerk, Handler, Head, Mediator, Triage};
use Stage::{Accepted, Archived, Asked, Breached, Closed, InSession, NotMediated, Performed, Performing, Signing, Terminated};
use serde::{Deserialize, Serialize};

words! {
    /// What can be done with a mediation.
    Verb {
        /// 派给
        Dispatch = "dispatch",
        /// 接手
        Take = "take",
        /// 退回
        SendBack = "send_back",
        /// 加一方
        AddParty = "add_party",
        /// 补当事人情况
        DescribeParty = "describe_party",
        /// 开具文书
        MakePaper = "make_paper",
        /// 分类分层
        Sort = "sort",
        /// 记下同意不同意
        Consent = "consent",
        /// 不再同意
        WithdrawConsent = "withdraw_consent",
        /// 定调解员
        SetMediator = "set_mediator",
        /// 披露关系
        Disclose = "disclose",
        /// 知道有关系仍同意
        AcceptRelation = "accept_relation",
        /// 换调解员
        ReleaseMediator = "release_mediator",
        /// 告知权利义务
        TellRights = "tell_rights",
        /// 请人帮助
        InviteHelper = "invite_helper",
        /// 约定调解
        SetSession = "set_session",
        /// 写调解记录
        HoldSession = "hold_session",
        /// 取消调解
        DropSession = "drop_session",
        /// 记单独谈的话
        NoteApart = "note_apart",
        /// 释法
        TellLaw = "tell_law",
        /// 记无争议事实
        AgreeFacts = "agree_facts",
        /// 报告风险
        RaiseRisk = "raise_risk",
        /// 各方同意延长
        Extend = "extend",
        /// 拟协议
        Draft = "draft",
        /// 签名、盖章
        Sign = "sign",
        /// 记口头协议
        AgreeOral = "agree_oral",
        /// 记履行
        TellPromise = "tell_promise",
        /// 再次调解
        MediateAgain = "mediate_again",
        /// 共同申请司法确认
        AskConfirmation = "ask_confirmation",
        /// 记法院裁定
        RecordRuling = "record_ruling",
        /// 回访
        FollowUp = "follow_up",
        /// 解事、解气、解心
        SayAxis = "say_axis",
        /// 终止调解
        Terminate = "terminate",
        /// 结案
        Close = "close",
        /// 归档
        Archive = "archive",
        /// 添一份材料
        AddPaper = "add_paper",
        /// 记一笔
        Note = "note",
        /// 家暴筛查
        Screen = "screen",
        /// 记强制报告
        Report = "report",
        /// 记保护令
        RecordOrder = "record_order",
        /// 记公安处理结果
        RecordPolice = "record_police",
        /// 重发查询码
        ReissueCode = "reissue_code",
        /// 声明利害关系
        DeclareInterest = "declare_interest",
    }
}

/// In which organ a verb is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// The organ in whose hands it is.
    Holder,
    /// Any organ that has or had it.
    Had,
    /// Any organ, by an account that mediates.
    Seat,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What is done.
    pub verb: Verb,
    /// From where.
    pub from: &'static [Stage],
    /// By which roles.
    pub who: &'static [Role],
    /// Of which organ.
    pub place: Where,
    /// The article.
    pub article: &'static str,
    /// Whether it moves the matter on (a button), or stands beside it (a link below).
    pub main: bool,
}

const DESK: &[Role] = &[Clerk, Triage, Handler, Head, Mediator];
const LEADS: &[Role] = &[Triage, Handler, Head, Mediator];
/// Everything but what is put away.
const ALIVE: &[Stage] = &[Asked, NotMediated, Accepted, InSession, Signing, Performing, Performed, Breached, Terminated, Closed];
/// Where the mediating goes on.
const GOING: &[Stage] = &[Asked, Accepted, InSession, Signing];
/// After consent, before an agreement holds.
const AT_WORK: &[Stage] = &[Accepted, InSession, Signing];
/// After an agreement holds.
const AGREED: &[Stage] = &[Performing, Performed, Breached];

const fn row(verb: Verb, from: &'static [Stage], who: &'static [Role], place: Where, article: &'static str) -> Row {
    Row { verb, from, who, place, article, main: true }
}

const fn beside(verb: Verb, from: &'static [Stage], who: &'static [Role], place: Where, article: &'static str) -> Row {
    Row { verb, from, who, place, article, main: false }
}

/// The table.
pub const TABLE: &[Row] = &[
    row(Verb::Take, &[Asked], DESK, Where::Holder, "接手即受理地"),
    row(Verb::Consent, &[Asked], DESK, Where::Holder, "人民调解法第十七条"),
    row(Verb::Dispatch, &[Asked], &[Triage, Handler, Head, Clerk], Where::Holder, "属地调解，层层把关"),
    beside(Verb::SendBack, &[Asked], DESK, Where::Holder, "不属于本组织的，说明该由谁办"),
    row(Verb::SetMediator, &[Accepted, InSession], LEADS, Where::Holder, "人民调解法第十九条"),
    row(Verb::Disclose, &[Accepted, InSession], DESK, Where::Seat, "特邀调解规定第十五条"),
    row(Verb::AcceptRelation, &[Accepted, InSession], LEADS, Where::Holder, "特邀调解规定第十五条"),
    row(Verb::TellRights, AT_WORK, LEADS, Where::Holder, "人民调解工作若干规定第三十条"),
    row(Verb::SetSession, &[Accepted, InSession], LEADS, Where::Holder, "人民调解法第二十条、第二十三条"),
    row(Verb::HoldSession, &[InSession, Signing], DESK, Where::Seat, "人民调解法第二十二条、第二十七条"),
    row(Verb::Draft, &[InSession, Signing], DESK, Where::Seat, "人民调解法第二十八条、第二十九条"),
    row(Verb::Sign, &[Signing], LEADS, Where::Holder, "人民调解法第二十九条"),
    row(Verb::AgreeOral, &[Signing], DESK, Where::Seat, "人民调解法第二十八条、第三十条"),
    row(Verb::TellPromise, AGREED, LEADS, Where::Holder, "人民调解法第三十一条"),
    row(Verb::FollowUp, &[Performing, Performed, Breached, Terminated, Closed], DESK, Where::Holder, "人民调解法第三十一条第二款"),
    row(Verb::AskConfirmation, AGREED, LEADS, Where::Holder, "人民调解法第三十三条"),
    row(Verb::RecordRuling, AGREED, LEADS, Where::Holder, "民事诉讼法第二百零六条"),
    row(Verb::MediateAgain, &[Breached], LEADS, Where::Holder, "人民调解法第三十二条"),
    row(Verb::Close, &[Performed, Breached, Terminated, NotMediated], LEADS, Where::Holder, "人民调解法第二十七条"),
    row(Verb::Archive, &[Closed], DESK, Where::Holder, "人民调解法第二十七条"),
    beside(Verb::Terminate, GOING, LEADS, Where::Holder, "人民调解法第二十六条"),
    beside(Verb::WithdrawConsent, AT_WORK, LEADS, Where::Holder, "人民调解法第二十三条第二项"),
    beside(Verb::AddParty, GOING, LEADS, Where::Holder, "人民调解法第二十条"),
    beside(Verb::DescribeParty, ALIVE, DESK, Where::Holder, "人民调解工作若干规定第三十五条"),
    beside(Verb::MakePaper, ALIVE, DESK, Where::Holder, "人民调解法第二十七条"),
    beside(Verb::Sort, GOING, LEADS, Where::Holder, "分类分层，三调联动"),
    beside(Verb::ReleaseMediator, &[Accepted, InSession], LEADS, Where::Holder, "人民调解法第二十三条第一项"),
    beside(Verb::InviteHelper, AT_WORK, LEADS, Where::Holder, "人民调解法第二十条"),
    beside(Verb::DropSession, &[Accepted, InSession, Signing, Terminated], LEADS, Where::Holder, "人民调解法第二十三条"),
    beside(Verb::NoteApart, &[InSession, Signing], DESK, Where::Seat, "特邀调解规定第二十二条"),
    beside(Verb::TellLaw, AT_WORK, DESK, Where::Holder, "人民调解法第二十二条"),
    beside(Verb::AgreeFacts, &[InSession, Signing], DESK, Where::Seat, "特邀调解规定第二十二条"),
    beside(Verb::RaiseRisk, &[Asked, Accepted, InSession, Signing, Performing, Breached], DESK, Where::Had, "人民调解法第二十五条"),
    beside(Verb::Extend, AT_WORK, LEADS, Where::Holder, "人民调解工作若干规定第三十三条"),
    beside(Verb::SayAxis, &[Performing, Performed, Breached, Terminated, Closed], DESK, Where::Holder, "个人信息保护法第六条、第二十八条"),
    beside(Verb::Screen, ALIVE, LEADS, Where::Holder, "反家庭暴力法第五条"),
    beside(Verb::Report, ALIVE, DESK, Where::Had, "反家庭暴力法第十四条、未成年人保护法第十一条"),
    beside(Verb::RecordOrder, ALIVE, LEADS, Where::Holder, "反家庭暴力法第二十九条"),
    beside(Verb::RecordPolice, ALIVE, LEADS, Where::Holder, "反家庭暴力法第十六条"),
    beside(Verb::Note, ALIVE, DESK, Where::Holder, "人民调解法第二十七条"),
    beside(Verb::AddPaper, ALIVE, DESK, Where::Holder, "人民调解法第二十七条"),
    beside(Verb::ReissueCode, ALIVE, &[Clerk, Handler, Head, Mediator], Where::Holder, "本人凭码查看"),
    beside(Verb::DeclareInterest, &[Asked, Accepted, InSession, Signing], DESK, Where::Had, "特邀调解规定第十五条"),
];

/// The row of a verb.
#[must_use]
pub fn of(verb: Verb) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.verb == verb)
}

/// Whether the table knows this verb from this stage.
#[must_use]
pub fn allows(stage: Stage, verb: Verb) -> bool {
    of(verb).is_some_and(|row| row.from.contains(&stage))
}

/// Where a mediation goes by a verb, for the diagram; what only adds to it goes nowhere.
pub const MOVES: &[(Stage, Verb, Stage)] = &[
    (Asked, Verb::Consent, Accepted),
    (Asked, Verb::Consent, NotMediated),
    (Accepted, Verb::SetMediator, InSession),
    (InSession, Verb::Draft, Signing),
    (Signing, Verb::Sign, Performing),
    (Signing, Verb::Sign, Performed),
    (Signing, Verb::AgreeOral, Performing),
    (Signing, Verb::AgreeOral, Performed),
    (Performing, Verb::TellPromise, Performed),
    (Performing, Verb::TellPromise, Breached),
    (Breached, Verb::TellPromise, Performing),
    (Breached, Verb::TellPromise, Performed),
    (Breached, Verb::MediateAgain, InSession),
    (Asked, Verb::Terminate, Terminated),
    (Accepted, Verb::Terminate, Terminated),
    (InSession, Verb::Terminate, Terminated),
    (Signing, Verb::Terminate, Terminated),
    (Accepted, Verb::WithdrawConsent, Terminated),
    (InSession, Verb::WithdrawConsent, Terminated),
    (Signing, Verb::WithdrawConsent, Terminated),
    (Performed, Verb::Close, Closed),
    (Breached, Verb::Close, Closed),
    (Terminated, Verb::Close, Closed),
    (NotMediated, Verb::Close, Closed),
    (Closed, Verb::Archive, Archived),
];

/// The moves as a state diagram in Mermaid's notation, for the documents.
#[must_use]
pub fn mermaid() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> asked: open".to_owned()];
    lines.extend(MOVES.iter().map(|(from, verb, to)| format!("    {} --> {}: {}", from.code(), to.code(), verb.code())));
    lines.join("\n")
}
