//! T-13 信访处理意见书 (art 32): claim by claim what was found, what follows and by which law; how it is carried out; and
//! what she may do against it, before a body that is named.

use super::{Common, Kind, Template, incomplete, must, paragraphs, sentence};
use crate::letter::{Block, Letter, Look, chinese_day, chinese_number};
use kernel::{Day, Refusal};

/// The answer to one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What she asks for, in her words.
    pub claim: String,
    /// What was found: time, place, facts, evidence.
    pub facts: String,
    /// `support`, `explain`, `not_support`.
    pub outcome: String,
    /// The outcome in words: 予以支持.
    pub outcome_words: String,
    /// Law, regulation, policy.
    pub basis: String,
    /// Who carries it out, when supported.
    pub owner: String,
    /// By when, when supported.
    pub by: Option<Day>,
}

/// What she may do against it: a row of the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The track that the row is for.
    pub track: String,
    /// The sentence.
    pub zh: String,
    /// Its article.
    pub article: String,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// What every letter has.
    pub common: Common,
    /// To whom.
    pub person: String,
    /// A short name of the matter.
    pub summary: String,
    /// The track on which it was handled.
    pub track: String,
    /// The day on which it was received here or by whoever registered it.
    pub received_on: Day,
    /// Who sent it, and when, if it was sent.
    pub sent_by: Option<(String, Day)>,
    /// The day on which it was accepted.
    pub accepted_on: Option<Day>,
    /// The answers, one by one.
    pub answers: Vec<Answer>,
    /// The remedies of the track.
    pub remedies: Vec<Remedy>,
    /// The body above, by name.
    pub review_body: String,
}

impl Template for Opinion {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Opinion;
        self.common.check(kind)?;
        must(kind, "person", &self.person)?;
        if self.answers.is_empty() {
            return Err(incomplete(kind, "claims"));
        }
        if self.remedies.is_empty() {
            return Err(incomplete(kind, "remedy"));
        }
        if self.remedies.iter().any(|remedy| remedy.track != self.track) {
            return Err(Refusal::new("WRONG_REMEDY", "C-21"));
        }
        must(kind, "review_body", &self.review_body)?;
        let mut blocks = vec![Block::Plain(self.opening())];
        let is_one = self.answers.len() == 1;
        for (at, answer) in self.answers.iter().enumerate() {
            for (field, value) in [("claim", &answer.claim), ("facts", &answer.facts), ("outcome", &answer.outcome_words), ("basis", &answer.basis)] {
                must(kind, field, value).map_err(|refusal| refusal.arg("claim", at + 1))?;
            }
            let nth = chinese_number(at + 1);
            blocks.push(Block::Heading(if is_one { "一、您的请求".to_owned() } else { format!("{nth}、您的第{nth}项请求") }));
            blocks.push(Block::Hers(sentence(&answer.claim)));
            blocks.push(if is_one {
                Block::Heading("二、查明的事实".to_owned())
            } else {
                Block::Lower("（一）查明的事实".to_owned())
            });
            blocks.extend(paragraphs(&sentence(&answer.facts)).map(Block::Plain));
            blocks.push(if is_one { Block::Heading("三、处理意见".to_owned()) } else { Block::Lower("（二）处理意见".to_owned()) });
            let basis = answer.basis.trim().trim_end_matches(['。', '；']);
            // 做好解释 is what an office does, and no sentence to her: the facts and the basis are the explanation.
            blocks.push(Block::Plain(if answer.outcome == "explain" {
                format!(
                    "根据{basis}，您的这项请求事由合理，但缺乏法律依据，按《信访工作条例》第三十二条向您解释：理由是上面查明的事实和这里所列的依据。"
                )
            } else {
                format!("根据{basis}，对您的这项请求，{}。", answer.outcome_words)
            }));
            if answer.outcome == "support" {
                must(kind, "owner", &answer.owner)?;
                let by = answer.by.ok_or_else(|| incomplete(kind, "by"))?;
                blocks.push(Block::Plain(format!("由{}在{}前落实。", answer.owner, chinese_day(by))));
            }
        }
        blocks.push(Block::Heading(format!("{}、您的权利", if is_one { "四".to_owned() } else { chinese_number(self.answers.len() + 1) })));
        let remedies: Vec<String> =
            self.remedies.iter().map(|remedy| format!("{}（{}）", remedy.zh.trim_end_matches('。'), remedy.article)).collect();
        blocks.push(Block::Plain(format!("{}。上一级机关、单位是：{}。", remedies.join("；"), self.review_body)));
        Ok(Letter {
            kind,
            look: Look::Letter,
            body: self.common.body.clone(),
            number: self.common.number.clone(),
            title: "信访事项处理意见书".to_owned(),
            to: self.person.clone(),
            blocks,
            attachments: vec![],
            sign: self.common.sign(),
            note: self.common.note(),
        })
    }
}

impl Opinion {
    fn opening(&self) -> String {
        let sent = self.sent_by.as_ref().map_or(String::new(), |(body, day)| format!("由{}于{}转来，", body, chinese_day(*day)));
        let accepted = self.accepted_on.map_or(String::new(), |day| format!("本单位于{}受理。", chinese_day(day)));
        format!(
            "您反映“{}”的信访事项（编号：{}）于{}收到，{sent}{accepted}经调查核实，依照《信访工作条例》第三十二条的规定，逐项答复如下：",
            self.summary,
            self.common.item,
            chinese_day(self.received_on)
        )
    }
}
