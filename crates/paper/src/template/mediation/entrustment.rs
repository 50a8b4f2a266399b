//! T-40 委托(委派)调解函 and 反馈函 (L30 art 19; L7; L3 art 18): a court, the police, a petition office or a department sends a dispute to the
//! committee, and the committee answers. Nothing is entrusted without the consent of all parties (C-40), and the answer tells the outcome,
//! never what was said (C-47).

use super::{Block, Common, Day, Kind, Letter, Look, Reason, Refusal, Template, chinese_day, incomplete, listed, must, paper, sentence};

/// Who entrusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entruster {
    /// A court before it files the case: 委派.
    CourtBeforeFiling,
    /// A court after it filed the case: 委托.
    CourtAfterFiling,
    /// 公安机关
    Police,
    /// 信访工作机构
    Petition,
    /// Another department.
    Department,
}

impl Entruster {
    /// 委派 or 委托.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::CourtBeforeFiling => "委派",
            Self::CourtAfterFiling | Self::Police | Self::Petition | Self::Department => "委托",
        }
    }

    /// By which law.
    #[must_use]
    pub const fn basis(self) -> &'static str {
        match self {
            Self::CourtBeforeFiling | Self::CourtAfterFiling => "《人民调解法》第十八条和最高人民法院关于特邀调解的规定",
            Self::Police => "《人民调解法》第十八条和《公安机关办理行政案件程序规定》第一百七十八条",
            Self::Petition => "《人民调解法》第十七条和《信访工作条例》第三十三条",
            Self::Department => "《人民调解法》第十七条",
        }
    }
}

/// That a party agreed to be mediated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The party's name.
    pub party: String,
    /// When; `None` when the party has not agreed.
    pub on: Option<Day>,
    /// How: 书面, 笔录, 电话录音.
    pub how: String,
}

/// The letter of entrustment; issued by the organ, under its own number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrustment {
    /// What every letter has: the organ's.
    pub common: Common,
    /// Which organ.
    pub entruster: Entruster,
    /// The committee.
    pub to: String,
    /// What it is about.
    pub matter: String,
    /// The parties, each with the consent.
    pub consents: Vec<Consent>,
    /// How many days.
    pub term_days: u16,
    /// The last of them.
    pub until: Option<Day>,
    /// What goes with it.
    pub materials: Vec<String>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entrusted {
    /// They agreed: the agreement's number and day.
    Agreed {
        /// Its number.
        agreement: String,
        /// The day on which it took effect.
        on: Day,
        /// What has been done of it, in words.
        performance: String,
    },
    /// It ended without.
    Ended {
        /// Why.
        reason: Reason,
        /// The day.
        on: Day,
    },
}

/// The committee's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What every paper has: the committee's.
    pub common: Common,
    /// To whom: the organ.
    pub to: String,
    /// The number of its letter.
    pub letter: String,
    /// The day on which the letter came.
    pub received_on: Day,
    /// 委派 or 委托.
    pub entruster: Entruster,
    /// What it is about.
    pub matter: String,
    /// What became of it.
    pub outcome: Option<Entrusted>,
    /// Facts that all parties signed as undisputed and let be told; nothing else of what was said leaves (C-47).
    pub undisputed: Vec<String>,
    /// What goes with it, the materials that go back included.
    pub materials: Vec<String>,
}

impl Template for Entrustment {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Entrustment;
        self.common.check(kind)?;
        must(kind, "to", &self.to)?;
        must(kind, "matter", &self.matter)?;
        if self.consents.len() < 2 {
            return Err(incomplete(kind, "consents"));
        }
        if self.term_days == 0 {
            return Err(incomplete(kind, "term_days"));
        }
        if self.materials.is_empty() {
            return Err(incomplete(kind, "materials"));
        }
        let until = self.until.ok_or_else(|| incomplete(kind, "until"))?;
        let verb = self.entruster.verb();
        let mut agreed = vec![];
        for (nth, consent) in (1_usize..).zip(&self.consents) {
            must(kind, "party", &consent.party)?;
            let Some(on) = consent.on else { return Err(Refusal::new("NO_CONSENT", "C-40").arg("party", nth).at("consents")) };
            must(kind, "how", &consent.how)?;
            agreed.push(format!("{}于{}（{}）", consent.party, chinese_day(on), consent.how));
        }
        let blocks = vec![
            Block::Plain(format!(
                "{}一案（编号：{}），适宜调解。{}表示同意。依照{}，现{verb}你委员会调解。",
                self.matter.trim_end_matches('。'),
                self.common.item,
                agreed.join("、"),
                self.entruster.basis()
            )),
            Block::Plain(format!(
                "调解期限{}日，至{}止，各方都同意的可以延长。有一方不愿意继续，或者到期没有调解成的，请终止调解，告诉当事人其他途径，退回案件和材料。",
                self.term_days,
                chinese_day(until)
            )),
            Block::Plain("调解不收费用，不影响案件原有的期限和当事人的权利。结果请书面反馈，当事人在调解中的让步不要写入。".to_owned()),
        ];
        Ok(Letter {
            title: format!("{verb}调解函"),
            to: self.to.clone(),
            attachments: self.materials.clone(),
            note: self.common.note(),
            ..paper(kind, &self.common, Look::Letter, blocks)
        })
    }
}

impl Template for Reply {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Entrustment;
        self.common.check(kind)?;
        for (field, value) in [("to", &self.to), ("letter", &self.letter), ("matter", &self.matter)] {
            must(kind, field, value)?;
        }
        let verb = self.entruster.verb();
        let mut blocks = vec![Block::Plain(format!(
            "你单位{verb}本调解委员会调解的{}，来函编号为{}，于{}收到。现将结果反馈如下：",
            self.matter.trim_end_matches('。'),
            self.letter,
            chinese_day(self.received_on)
        ))];
        blocks.push(Block::Plain(match self.outcome.as_ref().ok_or_else(|| incomplete(kind, "outcome"))? {
            Entrusted::Agreed { agreement, on, performance } => {
                must(kind, "agreement", agreement)?;
                must(kind, "performance", performance)?;
                format!("各方于{}自愿达成调解协议（{agreement}）。履行情况：{}", chinese_day(*on), sentence(performance))
            }
            Entrusted::Ended { reason, on } => {
                format!("因{}，已于{}终止调解，并书面告诉各方其他法定途径。现将案件和材料退回，请依法继续办理。", reason.words(), chinese_day(*on))
            }
        }));
        if !self.undisputed.is_empty() {
            blocks.push(Block::Plain(format!("各方共同签字确认、同意提供的无争议事实：{}", sentence(&listed(&self.undisputed, "")))));
        }
        blocks.push(Block::Plain("当事人在调解中的陈述和让步依法不提供。".to_owned()));
        Ok(Letter {
            title: format!("{verb}调解反馈函"),
            to: self.to.clone(),
            attachments: self.materials.clone(),
            note: self.common.note(),
            ..paper(kind, &self.common, Look::Letter, blocks)
        })
    }
}
