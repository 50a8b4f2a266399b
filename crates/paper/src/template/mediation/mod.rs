//! The papers of people's mediation (人民调解), T-30 … T-41: typed fields in, a [`Letter`](crate::Letter) out.
//!
//! | file | paper | what it never does |
//! |---|---|---|
//! | [`application`] | T-31 调解申请书 | be taken without the applicant's own will, or for money |
//! | [`intake`] | T-32 受理登记表 | |
//! | [`rights`] | T-33 权利义务告知书 | hide that one may stop at any time and go to court |
//! | [`record`] | T-34 调查记录, 调解记录 | hold what a party offered in mediation (C-47) |
//! | [`deed`] | T-35 人民调解协议书, T-36 口头协议登记表 | leave out who does what by when |
//! | [`termination`] | T-37 终止调解告知书 | end without naming the other ways |
//! | [`follow_up`] | T-38 回访记录 | |
//! | [`confirmation`] | T-39 司法确认申请书, 材料清单 | go out for one party alone, or too late (C-44) |
//! | [`entrustment`] | T-40 委托(委派)调解函, 反馈函 | entrust without consent; tell what was said in mediation |
//! | [`violence`] | T-41 家暴情况记录, 强制报告单 | name who reported, but to the police (C-52) |
//! | [`volume`] | T-30 卷宗 | be bound without what must be in it |
//!
//! All papers of one file carry the file's number, `横人调字〔2025〕第12号` ([`Kind::number`](crate::Kind::number)). What a paper says of a person
//! is a [`Party`]; whoever has to stay out of the other's reach is [`Reach::Kept`] on every paper (C-55).

pub mod application;
pub mod confirmation;
pub mod deed;
pub mod entrustment;
pub mod follow_up;
pub mod intake;
pub mod record;
pub mod rights;
pub mod termination;
pub mod violence;
pub mod volume;

pub use application::Application;
pub use confirmation::{Confirmation, Material};
pub use deed::{Agreement, Obligation, OralAgreement};
pub use entrustment::{Consent, Entrusted, Entruster, Entrustment, Reply};
pub use follow_up::FollowUp;
pub use intake::{Intake, Source};
pub use record::{Record, Session};
pub use rights::Rights;
pub use termination::{Reason, Termination};
pub use violence::{Reporter, Sheet, Violence};
pub use volume::{Item, Outcome, Piece, Volume};

use super::{Common, Kind, Template, incomplete, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, Sign, chinese_day, chinese_number};
use kernel::{Day, Refusal};

/// How one is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// As everybody at the table may know it.
    Told {
        /// Home, or seat.
        address: String,
        /// Phone, or another way.
        contact: String,
    },
    /// Never on a paper that the other side gets (C-55): the committee keeps it apart.
    Kept,
}

/// Who the paper speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person.
    Person {
        /// 男, 女.
        sex: String,
        /// 汉族.
        ethnicity: String,
        /// Years.
        age: Option<u8>,
        /// What he does, and where.
        occupation: String,
    },
    /// A firm, a village, an organ.
    Organisation {
        /// Who stands for it, and as what: 法定代表人周海明.
        head: String,
    },
}

/// A party (当事人).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What the paper calls the party: 甲方, 申请人.
    pub role: String,
    /// The name.
    pub name: String,
    /// A person or an organisation.
    pub who: Who,
    /// How it is reached.
    pub reach: Reach,
    /// Who acts for the party, and as what: 监护人钱月仙（母亲）; empty for nobody.
    pub agent: String,
}

impl Party {
    /// Refuses what is missing of what whoever tells it knows.
    fn check(&self, kind: Kind, knows: Knows) -> Result<(), Refusal> {
        must(kind, "role", &self.role)?;
        must(kind, "name", &self.name)?;
        if knows == Knows::OfOther {
            return Ok(());
        }
        match &self.who {
            Who::Person { sex, ethnicity, age, occupation } => {
                for (field, value) in [("sex", sex), ("ethnicity", ethnicity), ("occupation", occupation)] {
                    must(kind, field, value)?;
                }
                age.ok_or_else(|| incomplete(kind, "age"))?;
            }
            Who::Organisation { head } => must(kind, "head", head)?,
        }
        match &self.reach {
            Reach::Told { address, contact } => must(kind, "address", address).and_then(|()| must(kind, "contact", contact)),
            Reach::Kept => Ok(()),
        }
    }

    /// The basic data (基本情况), a line for the person and one for the address. What is not known is said to be.
    fn told(&self) -> String {
        let or_unknown = |text: &str| if text.trim().is_empty() { "不详".to_owned() } else { text.to_owned() };
        let who = match &self.who {
            Who::Person { sex, ethnicity, age, occupation } => {
                let age = age.map_or("年龄不详".to_owned(), |age| format!("{age}岁"));
                let told = [sex, ethnicity].into_iter().filter(|text| !text.trim().is_empty()).cloned();
                let mut parts = vec![self.name.clone()];
                parts.extend(told);
                parts.push(age);
                parts.extend(Some(occupation.clone()).filter(|text| !text.trim().is_empty()));
                parts.join("，")
            }
            Who::Organisation { head } if head.trim().is_empty() => self.name.clone(),
            Who::Organisation { head } => format!("{}，{head}", self.name),
        };
        let reach = match &self.reach {
            Reach::Told { address, contact } => format!("住址（住所）：{}\n联系方式：{}", or_unknown(address), or_unknown(contact)),
            Reach::Kept => "住址、联系方式：依法保密，由调解委员会另行保存".to_owned(),
        };
        let agent = if self.agent.trim().is_empty() { String::new() } else { format!("\n代理人（监护人）：{}", self.agent) };
        format!("{who}\n{reach}{agent}")
    }

    fn row(&self) -> (String, String) {
        (self.role.clone(), self.told())
    }
}

/// Whether the data of a party come from the party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Knows {
    /// From the party.
    Own,
    /// From somebody else: the name is enough.
    OfOther,
}

/// Refuses fewer than two parties, and any with its data incomplete.
fn check_parties(kind: Kind, parties: &[Party]) -> Result<(), Refusal> {
    if parties.len() < 2 {
        return Err(incomplete(kind, "parties"));
    }
    (1_usize..).zip(parties).try_for_each(|(nth, party)| party.check(kind, Knows::Own).map_err(|refusal| refusal.arg("party", nth)))
}

/// Refuses a list in which nothing stands.
fn must_any(kind: Kind, field: &'static str, texts: &[String]) -> Result<(), Refusal> {
    if texts.iter().all(|text| text.trim().is_empty()) { Err(incomplete(kind, field)) } else { Ok(()) }
}

/// Places to sign, two in a row.
fn to_sign(names: &[String]) -> Vec<Block> {
    names.chunks(2).map(|two| Block::Blanks(two.to_vec())).collect()
}

/// Where every party signs or sets a finger.
fn parties_sign(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.role.clone()).collect()
}

/// What a paper of this file begins with; its title is the kind's until it gets another.
fn paper(kind: Kind, common: &Common, look: Look, blocks: Vec<Block>) -> Letter {
    Letter {
        kind,
        look,
        body: common.body.clone(),
        number: common.number.clone(),
        title: kind.title().to_owned(),
        to: String::new(),
        blocks,
        attachments: vec![],
        sign: common.sign(),
        note: String::new(),
    }
}

/// A list in one cell: 1.… 2.…; what stands for none.
fn listed(texts: &[String], none: &str) -> String {
    match texts {
        [] => none.to_owned(),
        [one] => one.clone(),
        many => many.iter().enumerate().map(|(at, text)| format!("{}.{text}", at + 1)).collect::<Vec<_>>().join("\n"),
    }
}
