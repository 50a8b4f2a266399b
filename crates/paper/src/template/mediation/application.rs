//! T-31 人民调解申请书 (L3 art 17): who asks, against whom, what for, and that it is free will. Written by the applicant: it has
//! no number and nobody's seal.

use super::{Block, Day, Kind, Knows, Letter, Look, Party, Refusal, Sign, Template, chinese_day, must, must_any, paragraphs, sentence, to_sign};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The committee that is asked.
    pub to: String,
    /// Who asks.
    pub applicants: Vec<Party>,
    /// Who is to be asked to the table; what is not known of them may be empty.
    pub respondents: Vec<Party>,
    /// What happened.
    pub summary: String,
    /// What is asked for, one by one.
    pub requests: Vec<String>,
    /// The day.
    pub day: Day,
}

impl Template for Application {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Application;
        must(kind, "to", &self.to)?;
        must(kind, "summary", &self.summary)?;
        must_any(kind, "requests", &self.requests)?;
        for (field, parties, knows) in [("applicants", &self.applicants, Knows::Own), ("respondents", &self.respondents, Knows::OfOther)] {
            if parties.is_empty() {
                return Err(super::incomplete(kind, field));
            }
            parties.iter().try_for_each(|party| party.check(kind, knows))?;
        }
        let mut blocks = vec![Block::Rows(self.applicants.iter().chain(&self.respondents).map(Party::row).collect())];
        blocks.push(Block::Heading("纠纷简要情况".to_owned()));
        blocks.extend(paragraphs(&sentence(&self.summary)).map(Block::Hers));
        blocks.push(Block::Heading("申请事项".to_owned()));
        blocks.extend((1..).zip(&self.requests).map(|(nth, request)| Block::Hers(format!("{nth}.{}", sentence(request)))));
        blocks.push(Block::Plain(format!(
            "申请人自愿申请{}调解上述纠纷，知道人民调解不收取任何费用，知道自己可以接受或者拒绝调解，也可以随时要求终止调解，依法通过仲裁、行政、司法等途径维护权利。",
            self.to
        )));
        let names: Vec<String> = self.applicants.iter().map(|party| format!("{}（签名或按指印）", party.role)).collect();
        blocks.extend(to_sign(&names));
        blocks.push(Block::Plain(format!("申请日期：{}", chinese_day(self.day))));
        Ok(Letter {
            kind,
            look: Look::Record,
            body: self.to.clone(),
            number: String::new(),
            title: kind.title().to_owned(),
            to: self.to.clone(),
            blocks,
            attachments: vec![],
            sign: Some(Sign { body: self.to.clone(), day: chinese_day(self.day) }),
            note: String::new(),
        })
    }
}
