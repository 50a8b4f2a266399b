//! The words that the state is stored with: stages, tracks, outcomes, ways.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a stored word.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),* }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The stored word; message keys are made of it.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $word),* } }
            /// Reads the stored word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)* _ => None } }
        }
    };
}
pub(crate) use words;

words! {
    /// Where a matter stands (domain §4.1).
    Stage {
        /// 已登记
        Registered = "registered",
        /// 已甄别
        Triaged = "triaged",
        /// 已导入法定途径, and what has no room of its own yet
        Diverted = "diverted",
        /// 已转送
        Referred = "referred",
        /// 已交办
        Assigned = "assigned",
        /// 异议待定
        ObjectionPending = "objection_pending",
        /// 管辖待定
        CompetencePending = "competence_pending",
        /// 已签收
        SignedIn = "signed_in",
        /// 不予受理
        NonAccepted = "non_accepted",
        /// 检举控告已移交
        AccusationHandedOver = "accusation_handed_over",
        /// 已受理
        Accepted = "accepted",
        /// 办理中
        InHandling = "in_handling",
        /// 等补充材料 (no clock stops)
        AwaitingMaterial = "awaiting_material",
        /// 延期待批
        ExtensionRequested = "extension_requested",
        /// 意见待签发
        OpinionDraft = "opinion_draft",
        /// 意见已签发，待送达
        OpinionIssued = "opinion_issued",
        /// 已送达
        Delivered = "delivered",
        /// 已办结
        Completed = "completed",
        /// 已归档
        Archived = "archived",
        /// 本人撤回
        Withdrawn = "withdrawn",
        /// 已并入原件 (number and code kept)
        Merged = "merged",
        /// 作废 (number kept)
        Voided = "voided",
        /// 历史件，未办结
        HistoryOpen = "history_open",
        /// 历史件，已答复
        HistoryClosed = "history_closed",
    }
}

words! {
    /// 信访形式 (art 17).
    Channel {
        /// 信息网络
        Network = "network",
        /// 书信
        Letter = "letter",
        /// 电话
        Phone = "phone",
        /// 传真
        Fax = "fax",
        /// 走访
        Visit = "visit",
    }
}

words! {
    /// 三类事项 (arts 29–31).
    MatterType {
        /// 建议意见
        Suggestion = "suggestion",
        /// 检举控告
        Accusation = "accusation",
        /// 申诉求决
        Grievance = "grievance",
    }
}

words! {
    /// The lawful track of a grievance (art 31).
    Track {
        /// 第(一)项: courts, reconsideration, prosecutor, police
        J1 = "J1_judicial",
        /// 第(二)项: arbitration
        J2 = "J2_arbitration",
        /// 第(三)项: party discipline
        J3 = "J3_party",
        /// 第(四)项: reconsideration, adjudication, licence, penalty …
        J4 = "J4_administrative",
        /// 第(五)项: 履行法定职责
        J5 = "J5_duty",
        /// 第(六)项: the petition procedure itself
        J6 = "J6_petition",
    }
}

words! {
    /// The answer to one claim (art 32).
    Outcome {
        /// 予以支持
        Support = "support",
        /// 解释说明
        Explain = "explain",
        /// 不予支持
        NotSupport = "not_support",
    }
}

words! {
    /// 满意度评价, by the person alone.
    Rating {
        /// 满意
        Satisfied = "satisfied",
        /// 基本满意
        Basically = "basically",
        /// 不满意
        Unsatisfied = "unsatisfied",
    }
}

words! {
    /// What a person is in this matter.
    Part {
        /// 本人
        Petitioner = "petitioner",
        /// 代表
        Representative = "representative",
        /// 对方
        OtherParty = "other_party",
    }
}

words! {
    /// How a clock ended.
    How {
        /// What it asked for was done.
        Done = "done",
        /// What it asked for fell away (withdrawn, diverted, sent elsewhere).
        Moot = "moot",
    }
}

words! {
    /// What an officer noted.
    NoteKind {
        /// 谈话: a talk with the person, with its time and content (K-25)
        Talk = "talk",
        /// 现场查看
        SiteVisit = "site_visit",
        /// 会商
        Meeting = "meeting",
        /// 其他
        Other = "other",
    }
}

words! {
    /// How a word to the person stands (C-55).
    NoticeState {
        /// To be sent.
        Waiting = "waiting",
        /// Handed to the mail server or the message gateway, which took it.
        Sent = "sent",
        /// No message goes: somebody has to tell her.
        ToTell = "to_tell",
        /// Somebody told her, or wrote.
        Told = "told",
        /// Overtaken: the matter is closed, or she was erased.
        Moot = "moot",
    }
}

words! {
    /// What she asks of her personal data (个人信息保护法 arts 44 to 48).
    DataRight {
        /// 查阅: what is held of her, and for what
        Access = "access",
        /// 复制
        Copy = "copy",
        /// 更正、补充
        Correct = "correct",
        /// 说明处理规则
        Explain = "explain",
        /// 删除
        Erase = "erase",
    }
}
