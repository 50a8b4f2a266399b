//! The words that the state is stored with.

use crate::petition::model::words;
use serde::{Deserialize, Serialize};

words! {
    /// Where a mediation stands (domain §4.7).
    Stage {
        /// 待同意: written down; the parties are asked
        Asked = "asked",
        /// 未调解: somebody did not want it
        NotMediated = "not_mediated",
        /// 已受理: all consented
        Accepted = "accepted",
        /// 调解中: mediators are set
        InSession = "in_session",
        /// 协议待签
        Signing = "signing",
        /// 履行中
        Performing = "performing",
        /// 履行完毕
        Performed = "performed",
        /// 未履行: a promise was broken
        Breached = "breached",
        /// 已终止
        Terminated = "terminated",
        /// 已结案
        Closed = "closed",
        /// 已归档
        Archived = "archived",
    }
}

words! {
    /// On which side a person stands.
    Side {
        /// 申请人
        Applicant = "applicant",
        /// 被申请人
        Respondent = "respondent",
        /// 监护人
        Guardian = "guardian",
    }
}

words! {
    /// What a party said to being mediated.
    Consent {
        /// 还没问到
        Open = "open",
        /// 同意
        Given = "given",
        /// 不同意
        Refused = "refused",
        /// 不再同意
        Withdrawn = "withdrawn",
    }
}

words! {
    /// 三调联动: which kind of mediation it is.
    Kind {
        /// 人民调解
        People = "people",
        /// 行政调解
        Administrative = "administrative",
        /// 司法调解
        Judicial = "judicial",
    }
}

words! {
    /// 分类分层: how hard it is.
    Grade {
        /// 简单
        Simple = "simple",
        /// 一般
        Ordinary = "ordinary",
        /// 重大疑难
        Major = "major",
    }
}

words! {
    /// How a session is held.
    Way {
        /// 调解室
        Room = "room",
        /// 上门
        Home = "home",
        /// 视频
        Video = "video",
    }
}

words! {
    /// Whether all sit together.
    Together {
        /// 共同调解
        Joint = "joint",
        /// 单独谈
        Apart = "apart",
    }
}

words! {
    /// How a session stands.
    SessionState {
        /// 已约
        Set = "set",
        /// 已开
        Held = "held",
        /// 取消
        Dropped = "dropped",
    }
}

words! {
    /// How an agreement is made.
    Form {
        /// 书面
        Written = "written",
        /// 口头
        Oral = "oral",
    }
}

words! {
    /// How a promise stands.
    PromiseState {
        /// 未到期或者等履行
        Open = "open",
        /// 已履行
        Kept = "kept",
        /// 未履行
        Broken = "broken",
    }
}

words! {
    /// How a party signed.
    Hand {
        /// 签名
        Signature = "signature",
        /// 盖章
        Seal = "seal",
        /// 按指印
        Fingerprint = "fingerprint",
        /// 屏幕签名
        Screen = "screen",
    }
}

words! {
    /// What a court did with the application.
    Ruling {
        /// 确认有效
        Confirmed = "confirmed",
        /// 驳回
        Dismissed = "dismissed",
        /// 不予受理
        Refused = "refused",
        /// 撤回申请
        Withdrawn = "withdrawn",
    }
}

words! {
    /// 解事 · 解气 · 解心: the three things that can have come right (C-59).
    Axis {
        /// 解事: the matter
        Matter = "matter",
        /// 解气: the anger
        Anger = "anger",
        /// 解心: the heart
        Heart = "heart",
    }
}

words! {
    /// What danger was seen.
    Risk {
        /// 可能激化
        Escalation = "escalation",
        /// 可能违反治安管理
        PublicSecurity = "public_security",
        /// 可能涉嫌犯罪
        Crime = "crime",
        /// 可能轻生
        SelfHarm = "self_harm",
    }
}

words! {
    /// To whom something was reported that must be.
    Authority {
        /// 公安
        Police = "police",
        /// 民政
        CivilAffairs = "civil_affairs",
        /// 教育
        Education = "education",
    }
}
