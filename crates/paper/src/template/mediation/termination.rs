//! T-37 终止调解告知书 (L3 arts 23, 26; C-40): why it ends, which other ways are open and before whom, and by when. It goes out
//! the moment that somebody does not want any more.

use super::{Block, Common, Day, Kind, Letter, Look, Refusal, Template, chinese_day, incomplete, must, must_any, paper, sentence};

/// Why mediation ends: nothing else ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 当事人不同意调解
    Refused,
    /// 当事人退出调解
    Withdrawn,
    /// 不能达成协议
    NoAgreement,
    /// 期限届满，各方没有一致同意延长
    TimeOut,
    /// 有虚假调解的嫌疑
    Sham,
    /// 无法联系当事人
    Unreachable,
    /// 当事人不签收、不签字
    NotSigned,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Refused, Self::Withdrawn, Self::NoAgreement, Self::TimeOut, Self::Sham, Self::Unreachable, Self::NotSigned];

    /// The stored word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::NoAgreement => "no_agreement",
            Self::TimeOut => "time_out",
            Self::Sham => "sham",
            Self::Unreachable => "unreachable",
            Self::NotSigned => "not_signed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// In words, and never as a reproach: whoever does not want to is within his rights.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Refused => "有当事人不同意调解，这是法律给当事人的权利",
            Self::Withdrawn => "有当事人要求终止调解，这是法律给当事人的权利",
            Self::NoAgreement => "各方经过调解不能达成协议",
            Self::TimeOut => "调解期限届满，各方没有一致同意延长",
            Self::Sham => "发现有虚构纠纷、损害他人利益的嫌疑，不能继续调解",
            Self::Unreachable => "无法与有关当事人取得联系，调解不能继续进行",
            Self::NotSigned => "调解协议拟好后，有当事人没有签字，协议没有成立",
        }
    }
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termination {
    /// What every paper has.
    pub common: Common,
    /// To whom: the parties, by name.
    pub parties: Vec<String>,
    /// What it is about.
    pub matter: String,
    /// The day on which it was accepted; `None` when it never was.
    pub accepted_on: Option<Day>,
    /// Why it ends.
    pub reason: Option<Reason>,
    /// The arbitration commission that is competent, with its address; empty when there is none for it.
    pub arbitration: String,
    /// The administrative organ that is competent, with its address; empty when there is none for it.
    pub administrative: String,
    /// The court that is competent, with its address.
    pub court: String,
    /// Which claim is lost after which day, where that is known: 申请劳动仲裁.
    pub prescription: Option<(String, Day)>,
}

impl Template for Termination {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Termination;
        self.common.check(kind)?;
        must_any(kind, "parties", &self.parties)?;
        must(kind, "matter", &self.matter)?;
        must(kind, "court", &self.court)?;
        let reason = self.reason.ok_or_else(|| incomplete(kind, "reason"))?;
        let accepted = self.accepted_on.map_or(String::new(), |day| format!("本调解委员会于{}受理。", chinese_day(day)));
        let mut blocks = vec![Block::Plain(format!(
            "关于“{}”的纠纷，{accepted}现因{}，依照《人民调解法》第二十六条的规定，终止调解。您可以依法通过下列途径维护自己的权利：",
            self.matter,
            reason.words()
        ))];
        let ways = [("申请仲裁", &self.arbitration), ("请行政机关处理", &self.administrative), ("向人民法院提起诉讼", &self.court)];
        let open = ways.into_iter().filter(|(_, body)| !body.trim().is_empty());
        blocks.extend((1..).zip(open).map(|(nth, (way, body))| Block::Plain(format!("{nth}.{way}：{}", sentence(body)))));
        blocks.push(Block::Plain(match &self.prescription {
            Some((claim, day)) => {
                format!("请注意时间：{claim}，请在{}（含当日）以前提出，过期可能失去权利。", chinese_day(*day))
            }
            None => "请注意时间：诉讼、仲裁和行政救济都有期限，过期可能失去权利，请尽早问清楚、尽早提出。".to_owned(),
        }));
        blocks.push(Block::Plain("请律师有困难的，可以申请法律援助（电话12348）。以后各方都愿意的，可以再来申请调解，不收费用。".to_owned()));
        blocks.push(Block::Plain("特此告知。".to_owned()));
        Ok(Letter { to: self.parties.join("、"), note: self.common.note(), ..paper(kind, &self.common, Look::Letter, blocks) })
    }
}
