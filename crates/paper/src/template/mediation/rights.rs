//! T-33 人民调解权利义务告知书 (L3 arts 3, 4, 23, 24, 31–33): said before the first session, in words that one understands when
//! hearing them once. Its text is ours alone; a committee adds nothing and leaves nothing out.

use super::{Block, Common, Kind, Letter, Look, Party, Refusal, Template, check_parties, must, paper, parties_sign, to_sign};

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// What every paper has.
    pub common: Common,
    /// Who is told.
    pub parties: Vec<Party>,
    /// What it is about, in few words.
    pub matter: String,
    /// Who tells it.
    pub teller: String,
}

/// Heading and paragraphs.
const TEXT: [(&str, &[&str]); 6] = [
    (
        "一、谁来调解",
        &[
            "人民调解委员会是依法设立、调解民间纠纷的群众组织，不是行政机关，也不是法院。调解员只劝说、疏导、帮着商量，不替任何一方作决定。（《人民调解法》第二条、第七条）",
        ],
    ),
    (
        "二、调解的三条原则",
        &[
            "在自愿、平等的基础上调解；不违背法律、法规和国家政策；尊重您的权利，不因为调解而阻止您依法通过仲裁、行政、司法等途径维护自己的权利。（《人民调解法》第三条）",
        ],
    ),
    ("三、不收钱", &["人民调解委员会调解民间纠纷，不收取任何费用。有人要您出钱、送礼的，请拒绝并告诉我们。（《人民调解法》第四条）"]),
    (
        "四、您的权利",
        &[
            "1.选择或者接受调解员；认为调解员与对方或者与本纠纷有利害关系的，可以要求换人。",
            "2.接受调解、拒绝调解，或者随时要求终止调解。不愿意调解，不会给您带来任何不利。",
            "3.要求公开调解，或者要求不公开调解。",
            "4.自主表达意愿，自愿达成调解协议；没有人可以逼您签字。（《人民调解法》第二十三条）",
        ],
    ),
    ("五、您的义务", &["如实陈述纠纷事实；遵守调解现场秩序，尊重调解员；尊重对方当事人行使权利。（《人民调解法》第二十四条）"]),
    (
        "六、达成协议以后",
        &[
            "1.调解协议具有法律约束力，各方应当按照约定履行；调解委员会会督促履行。（第三十一条）",
            "2.对协议的履行或者内容发生争议的，一方可以向人民法院提起诉讼。（第三十二条）",
            "3.双方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认；确认有效后，一方不履行的，对方可以向人民法院申请强制执行。（第三十三条）",
        ],
    ),
];

impl Template for Rights {
    fn compose(&self) -> Result<Letter, Refusal> {
        let kind = Kind::Rights;
        self.common.check(kind)?;
        check_parties(kind, &self.parties)?;
        must(kind, "matter", &self.matter)?;
        must(kind, "teller", &self.teller)?;
        let names: Vec<&str> = self.parties.iter().map(|party| party.name.as_str()).collect();
        let mut blocks = vec![Block::Plain(format!("关于“{}”的纠纷，现将您在人民调解中的权利和义务告诉您：", self.matter))];
        for (heading, texts) in TEXT {
            blocks.push(Block::Heading(heading.to_owned()));
            blocks.extend(texts.iter().map(|text| Block::Plain((*text).to_owned())));
        }
        blocks.push(Block::Plain(format!("以上内容由{}当面说明，我已经听懂，并收到本告知书一份。", self.teller)));
        blocks.extend(to_sign(&parties_sign(&self.parties)));
        Ok(Letter { to: names.join("、"), ..paper(kind, &self.common, Look::Deed, blocks) })
    }
}
