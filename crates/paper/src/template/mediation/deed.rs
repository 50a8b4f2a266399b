//! T-35 人民调解协议书 (L3 arts 28, 29, 31–33) and T-36 口头协议登记表 (art 30): who the parties are, what happened and what is in dispute,
//! what they agreed, and who does what, how, where and by when. Nothing that art 29 names may be missing.
//!
//! What its clauses may not say is judged by [`crate::agreement`]; [`Agreement::judge`] and [`OralAgreement::judge`] read all that was typed.

use super::{
    Block, Common, Day, Kind, Letter, Look, Party, Refusal, Template, check_parties, chinese_day, chinese_number, incomplete, must, must_any, paper,
    paragraphs, parties_sign, sentence, to_sign,
};
use crate::{
    agreement::{self, Judgement},
    letter::Grid,
};
use kernel::{Yuan, law::Law};

/// What one party owes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Who: 甲方.
    pub who: String,
    /// To whom: 乙方.
    pub to: String,
    /// What is done: 支付医疗费.
    pub what: String,
    /// The sum, where it is paid in money.
    pub amount: Option<Yuan>,
    /// How: 银行转账, 当面交付.
    pub manner: String,
    /// Where.
    pub place: String,
    /// By when.
    pub by: Option<Day>,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What every paper has.
    pub common: Common,
    /// The parties.
    pub parties: Vec<Party>,
    /// The main facts.
    pub facts: String,
    /// What is in dispute.
    pub issues: String,
    /// Who is responsible for what.
    pub responsibility: String,
    /// What they agreed, one by one.
    pub clauses: Vec<String>,
    /// Who does what by when; at least one.
    pub obligations: Vec<Obligation>,
    /// The mediators.
    pub mediators: Vec<String>,
    /// Who wrote it down.
    pub recorder: String,
}

/// An agreement by word of mouth that the mediator writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OralAgreement {
    /// The agreement; its number is the file's.
    pub agreement: Agreement,
    /// The day on which they agreed: it holds from then on.
    pub agreed_on: Option<Day>,
    /// Why no paper was wanted: 各方都认为不需要书面协议, 当场履行.
    pub why_oral: String,
}

impl Template for Agreement {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Agreement;
        self.check(kind)?;
        let mut blocks = vec![Block::Rows(self.parties.iter().map(Party::row).collect())];
        for (heading, text) in [("一、纠纷主要事实", &self.facts), ("二、争议事项", &self.issues), ("三、各方责任", &self.responsibility)]
        {
            blocks.push(Block::Heading(heading.to_owned()));
            blocks.extend(paragraphs(&sentence(text)).map(Block::Plain));
        }
        blocks.push(Block::Heading("四、协议内容".to_owned()));
        blocks.push(Block::Plain("经调解，各方自愿达成如下协议：".to_owned()));
        blocks.extend((1..).zip(&self.clauses).map(|(nth, clause)| Block::Plain(format!("（{}）{}", chinese_number(nth), sentence(clause)))));
        blocks.push(Block::Heading("五、履行的方式、地点和期限".to_owned()));
        blocks.push(Block::Table(self.grid(kind)?));
        blocks.push(Block::Heading("六、协议的效力".to_owned()));
        blocks.push(Block::Plain(
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效，具有法律约束力，各方应当按照约定履行。"
                .to_owned(),
        ));
        blocks.push(Block::Plain(
            "对协议的履行或者内容发生争议的，任何一方都可以向人民法院提起诉讼；各方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
                .to_owned(),
        ));
        let copies = self.copies();
        blocks.push(Block::Plain(format!("本协议一式{}份，当事人各执一份，人民调解委员会留存一份。", chinese_number(copies))));
        let mut names: Vec<String> = self.parties.iter().map(|party| format!("{}（签名或按指印）", party.role)).collect();
        names.extend(self.mediators.iter().map(|name| format!("人民调解员{name}")));
        names.push(format!("记录人{}", self.recorder));
        blocks.extend(to_sign(&names));
        Ok(paper(kind, &self.common, Look::Deed, blocks))
    }
}

impl Agreement {
    /// How many copies are made: one for each party and one for the file (art 29).
    #[must_use]
    pub const fn copies(&self) -> usize {
        self.parties.len() + 1
    }

    /// Reads everything that was typed into it (C-20, C-42, C-43, C-49). A clause that the table completes gets no hint of
    /// what stands there: the table always has person and day.
    #[must_use]
    pub fn judge(&self, law: &Law) -> Judgement {
        let parties: Vec<String> = self.parties.iter().map(|party| party.name.clone()).collect();
        let mut judgement = agreement::judge(law, &self.clauses, &parties);
        let others = [&self.facts, &self.issues, &self.responsibility].into_iter().cloned();
        let rows = self.obligations.iter().map(|owed| format!("{}，{}，{}", owed.what, owed.manner, owed.place));
        let more = agreement::judge(law, &others.chain(rows).collect::<Vec<_>>(), &parties);
        judgement.refused.extend(more.refused);
        judgement
    }

    fn check(&self, kind: Kind) -> Result<(), Refusal> {
        self.common.check(kind)?;
        check_parties(kind, &self.parties)?;
        for (field, value) in
            [("facts", &self.facts), ("issues", &self.issues), ("responsibility", &self.responsibility), ("recorder", &self.recorder)]
        {
            must(kind, field, value)?;
        }
        must_any(kind, "clauses", &self.clauses)?;
        must_any(kind, "mediators", &self.mediators)?;
        if self.obligations.is_empty() { Err(incomplete(kind, "obligations")) } else { Ok(()) }
    }

    fn grid(&self, kind: Kind) -> Result<Grid, Refusal> {
        let mut grid = Grid::new([("序号", 13), ("义务人", 19), ("履行内容", 58), ("方式", 22), ("地点", 22), ("期限", 22)]);
        for (nth, owed) in (1_usize..).zip(&self.obligations) {
            for (field, value) in [("who", &owed.who), ("to", &owed.to), ("what", &owed.what), ("manner", &owed.manner), ("place", &owed.place)] {
                must(kind, field, value).map_err(|refusal| refusal.arg("obligation", nth))?;
            }
            let by = owed.by.ok_or_else(|| incomplete(kind, "by").arg("obligation", nth))?;
            let sum = owed.amount.map_or(String::new(), |sum| format!("\n人民币{}元\n（大写：{}）", sum.digits(), sum.capitals()));
            let what = format!("向{}{}{sum}", owed.to, owed.what);
            grid.rows.push(vec![nth.to_string(), owed.who.clone(), what, owed.manner.clone(), owed.place.clone(), format!("{}前", chinese_day(by))]);
        }
        Ok(grid)
    }
}

impl OralAgreement {
    /// As [`Agreement::judge`].
    #[must_use]
    pub fn judge(&self, law: &Law) -> Judgement {
        self.agreement.judge(law)
    }
}

impl Template for OralAgreement {
    fn compose(&self) -> Result<Letter, Refusal> {
        let (kind, agreement) = (Kind::OralAgreement, &self.agreement);
        agreement.check(kind)?;
        must(kind, "why_oral", &self.why_oral)?;
        let agreed_on = self.agreed_on.ok_or_else(|| incomplete(kind, "agreed_on"))?;
        let mut rows: Vec<(String, String)> = agreement.parties.iter().map(Party::row).collect();
        rows.extend([
            ("主要事实".to_owned(), agreement.facts.clone()),
            ("争议事项".to_owned(), agreement.issues.clone()),
            ("各方责任".to_owned(), agreement.responsibility.clone()),
            ("协议内容".to_owned(), super::listed(&agreement.clauses, "")),
            ("达成日期".to_owned(), format!("{}（口头协议自达成之日起生效）", chinese_day(agreed_on))),
            ("口头的原因".to_owned(), self.why_oral.clone()),
        ]);
        let mut blocks = vec![Block::Rows(rows), Block::Heading("履行的方式、地点和期限".to_owned()), Block::Table(agreement.grid(kind)?)];
        blocks.push(Block::Plain(
            "以上内容由人民调解员记录，并向各方当事人说明过。任何一方要求书面协议的，应当另行制作《人民调解协议书》。对协议发生争议的，任何一方都可以向人民法院提起诉讼。"
                .to_owned(),
        ));
        let mut names: Vec<String> = agreement.mediators.iter().map(|name| format!("人民调解员{name}")).collect();
        names.push(format!("记录人{}", agreement.recorder));
        names.extend(parties_sign(&agreement.parties).into_iter().map(|role| format!("{role}（愿意签的）")));
        blocks.extend(to_sign(&names));
        Ok(paper(kind, &agreement.common, Look::Deed, blocks))
    }
}
