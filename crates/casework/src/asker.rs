//! Who asks: an account in one of its posts.
//!
//! A post binds an account to a role in an organ over an area, from a day to a day. Whoever has several posts works in
//! one of them at a time. What an asker may see is his [`Scope`]; what he may do is decided by `policy` of each room.

use kernel::{
    Day,
    area::AreaPath,
    id::{AccountId, OrganId, PostId, TenantId},
};
use serde::{Deserialize, Serialize};

/// What a post lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 接待登记: hears people and writes down what they say.
    Clerk,
    /// 甄别派单: decides what kind of matter it is and who is competent; may open what is not yet typed.
    Triage,
    /// 承办: handles matters of the organ.
    Handler,
    /// 负责人: signs, approves, hands over.
    Head,
    /// 领导: reads everything of an area, acts on nothing.
    Leader,
    /// 督查: sees what is late in an area.
    Supervisor,
    /// 调解员: mediates.
    Mediator,
    /// 系统管理员: accounts and machines, no case.
    SystemAdmin,
    /// 安全管理员: posts and rights, no case.
    SecurityAdmin,
    /// 审计管理员: the ledgers of reads and acts, no case.
    AuditAdmin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Clerk,
        Self::Triage,
        Self::Handler,
        Self::Head,
        Self::Leader,
        Self::Supervisor,
        Self::Mediator,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
    ];

    /// The word stored in tables and used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Triage => "triage",
            Self::Handler => "handler",
            Self::Head => "head",
            Self::Leader => "leader",
            Self::Supervisor => "supervisor",
            Self::Mediator => "mediator",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// One of the three administrators (三员): they exclude one another and see no case.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}

/// An account at work in one of its posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The county.
    pub tenant: TenantId,
    /// Who.
    pub account: AccountId,
    /// In which post.
    pub post: PostId,
    /// Of which organ.
    pub organ: OrganId,
    /// That organ, those above it, and those of his other posts: an accusation against any of them is hidden.
    pub organs_above: Vec<OrganId>,
    /// With which role.
    pub role: Role,
    /// Over which area.
    pub area: AreaPath,
    /// For whom, when the post is a deputy's (代班).
    pub stands_for: Option<AccountId>,
    /// The local day on which he asks.
    pub today: Day,
}

/// Which cases a list may draw from. There is no list without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The cases that this organ registered or was given.
    Organ(OrganId),
    /// The cases of an area, for those who lead or supervise it.
    Area(AreaPath),
    /// None: the three administrators.
    Nothing,
}

impl Asker {
    /// What the asker's lists draw from.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.role {
            Role::Leader | Role::Supervisor => Scope::Area(self.area.clone()),
            role if role.is_admin() => Scope::Nothing,
            _ => Scope::Organ(self.organ),
        }
    }
}
