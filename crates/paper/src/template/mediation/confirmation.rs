//! T-39 司法确认申请书 and its 材料清单 (L3 art 33; L4 art 205; L5 arts 353, 354): all parties together, within thirty days. Written by the
//! parties: no number and no seal of the committee.

use super::{Block, Day, Kind, Letter, Look, Party, Reach, Refusal, Sign, Template, check_parties, chinese_day, incomplete, must, to_sign};
use crate::letter::Grid;

/// One kind of paper that goes to the court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// What it is.
    pub name: String,
    /// How many sheets; 0 when there is none.
    pub sheets: u16,
}

/// Its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The court that is asked.
    pub court: String,
    /// Who asks: every party of the agreement.
    pub applicants: Vec<Party>,
    /// How many parties the agreement has.
    pub parties_of_agreement: usize,
    /// The committee that mediated.
    pub committee: String,
    /// The agreement's number.
    pub agreement: String,
    /// The day on which it took effect.
    pub effective_on: Option<Day>,
    /// The last day for asking (M-05).
    pub last_day: Option<Day>,
    /// What it is about.
    pub matter: String,
    /// Where papers of the court reach them; the first line for the first applicant, and so on.
    pub service: Vec<String>,
    /// What proves who owns what the agreement speaks of; none where it speaks of no property.
    pub property: Vec<Material>,
    /// Identity papers: sheets.
    pub identity: u16,
    /// Powers of attorney: sheets; needed where somebody acts for a party.
    pub authority: u16,
    /// The day of the application.
    pub day: Day,
}

impl Confirmation {
    fn check(&self) -> Result<(Day, Day), Refusal> {
        let kind = Kind::Confirmation;
        for (field, value) in [("court", &self.court), ("committee", &self.committee), ("agreement", &self.agreement), ("matter", &self.matter)] {
            must(kind, field, value)?;
        }
        let effective_on = self.effective_on.ok_or_else(|| incomplete(kind, "effective_on"))?;
        let last_day = self.last_day.ok_or_else(|| incomplete(kind, "last_day"))?;
        if self.applicants.len() < 2 || self.applicants.len() != self.parties_of_agreement {
            return Err(Refusal::new("NOT_JOINT", "C-44")
                .arg("parties", self.parties_of_agreement)
                .arg("asking", self.applicants.len())
                .at("applicants"));
        }
        if self.day > last_day {
            return Err(Refusal::new("CONFIRM_LATE", "C-44").arg("last_day", chinese_day(last_day)).at("day"));
        }
        check_parties(kind, &self.applicants)?;
        if self.service.len() != self.applicants.len() || self.service.iter().any(|line| line.trim().is_empty()) {
            return Err(incomplete(kind, "service"));
        }
        if self.identity == 0 {
            return Err(incomplete(kind, "identity"));
        }
        if self.authority == 0 && self.applicants.iter().any(|party| !party.agent.trim().is_empty()) {
            return Err(incomplete(kind, "authority"));
        }
        Ok((effective_on, last_day))
    }

    /// The list of what goes with it. An address that is kept from the other side goes to the court on a sheet of its own (C-55).
    ///
    /// # Errors
    /// As [`Template::compose`].
    pub fn materials(&self) -> Result<Letter, Refusal> {
        self.check()?;
        let mut grid = Grid::new([("序号", 16), ("材料名称", 92), ("份（页）", 24), ("法院核收", 24)]);
        let keeps = self.applicants.iter().filter(|party| party.reach == Reach::Kept).count();
        let given = |name: &str, sheets: usize| Material { name: name.to_owned(), sheets: u16::try_from(sheets).unwrap_or(u16::MAX) };
        let mut all = vec![
            given("司法确认申请书", 1),
            given(&format!("人民调解协议书（{}）", self.agreement), 1),
            given(&format!("{}主持调解的证明", self.committee), 1),
            given("申请人身份证明", usize::from(self.identity)),
            given("送达地址和联系方式确认书", self.applicants.len()),
            given("委托代理手续", usize::from(self.authority)),
        ];
        if self.property.is_empty() {
            all.push(given("财产权利证明", 0));
        }
        all.extend(self.property.iter().cloned());
        if keeps > 0 {
            all.push(given("保密的送达地址（单独密封，不给对方看）", keeps));
        }
        grid.rows.extend((1..).zip(&all).map(|(nth, material)| {
            let sheets = if material.sheets == 0 { "无".to_owned() } else { material.sheets.to_string() };
            vec![nth.to_string(), material.name.clone(), sheets, String::new()]
        }));
        let mut blocks = vec![Block::Table(grid), Block::Plain(format!("以上材料提交{}。", self.court))];
        blocks.extend(to_sign(&["提交人".to_owned(), "法院接收人".to_owned()]));
        Ok(self.letter("司法确认申请材料清单", String::new(), blocks))
    }

    fn letter(&self, title: &str, to: String, blocks: Vec<Block>) -> Letter {
        Letter {
            kind: Kind::Confirmation,
            look: Look::Record,
            body: self.committee.clone(),
            number: String::new(),
            title: title.to_owned(),
            to,
            blocks,
            attachments: vec![],
            sign: Some(Sign { body: self.committee.clone(), day: chinese_day(self.day) }),
            note: String::new(),
        }
    }
}

impl Template for Confirmation {
    fn compose(&self) -> Result<Letter, Refusal> {
        let (effective_on, last_day) = self.check()?;
        let mut rows: Vec<(String, String)> = vec![];
        for (party, service) in self.applicants.iter().zip(&self.service) {
            let service = if party.reach == Reach::Kept { "另行书面告知人民法院，请予保密" } else { service };
            rows.push((party.role.clone(), format!("{}\n送达地址：{service}", party.told())));
        }
        let mut blocks = vec![Block::Rows(rows), Block::Heading("申请事项".to_owned())];
        blocks.push(Block::Plain(format!(
            "请求依法确认各申请人于{}经{}主持调解达成的《人民调解协议书》（{}）有效。",
            chinese_day(effective_on),
            self.committee,
            self.agreement
        )));
        blocks.push(Block::Heading("事实和理由".to_owned()));
        blocks.push(Block::Plain(format!(
            "各申请人因{}发生纠纷，自愿达成上述协议。协议自{}起生效，依照《中华人民共和国人民调解法》第三十三条、《中华人民共和国民事诉讼法》第二百零五条的规定，应当在{}（含当日）以前共同提出申请。",
            self.matter,
            chinese_day(effective_on),
            chinese_day(last_day)
        )));
        blocks.push(Block::Plain(
            "各申请人承诺：协议出于自愿，内容真实，没有恶意串通，没有规避法律，不损害国家利益、社会公共利益和他人合法权益；因协议内容给他人造成损害的，愿意依法承担责任。"
                .to_owned(),
        ));
        let names: Vec<String> = self.applicants.iter().map(|party| format!("{}（签名或按指印）", party.role)).collect();
        blocks.extend(to_sign(&names));
        blocks.push(Block::Plain(format!("申请日期：{}", chinese_day(self.day))));
        Ok(Letter {
            attachments: vec!["司法确认申请材料清单及所列材料".to_owned()],
            ..self.letter(Kind::Confirmation.title(), self.court.clone(), blocks)
        })
    }
}
