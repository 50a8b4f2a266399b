//! What is read in the clauses of an agreement before anybody signs it: rows of `law/agreement.toml`, and what words alone
//! do not tell.
//!
//! * **Refused**: a promise not to sue, petition, report or speak, and criminal liability bargained away
//!   (`WAIVER_FORBIDDEN`: C-20, C-43); a fee (`FEE_FORBIDDEN`: C-42); a loss for whoever does not let himself be mediated
//!   (`MEDIATION_FORCED`: C-49).
//! * **Said to the parties**: what no court confirms (`NOT_CONFIRMABLE`: C-43). The agreement holds between them all the same.
//! * **Hints**: a duty without person, day or sum, words that nobody can enforce, a release that takes in too much
//!   (`CLAUSE_UNCLEAR`). Art 29 wants manner and period; a court does not confirm what is unclear.
//!
//! What says the contrary passes: `不影响任何一方提起诉讼的权利`. What the office wrote is read, and what the parties agreed: in an
//! agreement the words are everybody's.

use kernel::{
    Refusal,
    law::{ClauseRow, Law, wording::letters},
};

/// What was found in an agreement. Each refusal names its clause (`clause`, from 1) and the `wording` that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Nobody signs it with these.
    pub refused: Vec<Refusal>,
    /// It holds, and no court confirms it.
    pub unconfirmable: Vec<Refusal>,
    /// Better said clearer.
    pub hints: Vec<Refusal>,
}

impl Judgement {
    /// The first that refuses.
    ///
    /// # Errors
    /// `WAIVER_FORBIDDEN`, `FEE_FORBIDDEN`, `MEDIATION_FORCED`.
    pub fn check(&self) -> Result<(), Refusal> {
        self.refused.first().cloned().map_or(Ok(()), Err)
    }

    /// Whether a court may be asked to confirm it.
    ///
    /// # Errors
    /// What refuses the agreement itself, then `NOT_CONFIRMABLE`.
    pub fn check_confirmable(&self) -> Result<(), Refusal> {
        self.check()?;
        self.unconfirmable.first().cloned().map_or(Ok(()), Err)
    }
}

/// Duties: what is owed is one of these acts.
const ACTS: [&str; 26] = [
    "支付",
    "赔偿",
    "补偿",
    "返还",
    "归还",
    "偿还",
    "给付",
    "退还",
    "退回",
    "付清",
    "搬离",
    "搬走",
    "腾退",
    "拆除",
    "修复",
    "修好",
    "修理",
    "清理",
    "清除",
    "恢复",
    "停止",
    "赔礼道歉",
    "道歉",
    "交付",
    "安装",
    "移走",
];
/// Those that are paid.
const PAYMENTS: [&str; 10] = ["支付", "赔偿", "补偿", "返还", "归还", "偿还", "给付", "退还", "退回", "付清"];
/// What is paid for in money when it is named.
const MONEY: [&str; 13] = ["款", "费", "金", "钱", "工资", "损失", "租", "赔偿", "补偿", "借", "欠", "元", "利息"];
/// What says when.
const TIMES: [&str; 22] = [
    "年",
    "月",
    "日",
    "天内",
    "小时",
    "当场",
    "当天",
    "当日",
    "签订时",
    "签字时",
    "签名时",
    "签订后立即",
    "即时",
    "已",
    "每晚",
    "每天",
    "夜间",
    "长期",
    "起",
    "周",
    "星期",
    "季",
];
/// Who a clause calls a party without naming him.
const ROLES: [&str; 12] = ["甲方", "乙方", "丙方", "丁方", "双方", "各方", "三方", "申请人", "被申请人", "对方", "当事人", "一方"];
/// What stands before 名下 without being a person.
const NO_NAME: [&str; 6] = ["本人", "其本人", "各自", "自己", "个人", "共同"];

/// Reads the clauses of an agreement, in their order; `parties` are the names of who signs it.
#[must_use]
pub fn judge(law: &Law, clauses: &[String], parties: &[String]) -> Judgement {
    let mut judgement = Judgement::default();
    for (nth, clause) in (1..).zip(clauses) {
        let clause = Clause { law, text: clause, nth, parties };
        judgement.refused.extend(clause.refused());
        judgement.unconfirmable.extend(clause.unconfirmable());
        judgement.hints.extend(clause.hints());
    }
    judgement
}

struct Clause<'a> {
    law: &'a Law,
    text: &'a str,
    nth: usize,
    parties: &'a [String],
}

impl Clause<'_> {
    fn sentences(&self) -> impl Iterator<Item = &str> {
        self.text.split(['。', '！', '？', '；', ';', '\n']).filter(|sentence| !sentence.trim().is_empty())
    }

    /// One refusal for each sentence in which a row of this list stands.
    fn found(&self, list: &str, rows: &[ClauseRow], code: &'static str, rule: &'static str) -> Vec<Refusal> {
        let words = &self.law.agreement;
        let found = self.sentences().filter_map(|sentence| words.first_in(list, rows, sentence));
        found.map(|(wording, article)| self.of(code, rule).arg("wording", wording).arg("article", article)).collect()
    }

    fn of(&self, code: &'static str, rule: &'static str) -> Refusal {
        Refusal::new(code, rule).arg("clause", self.nth).at("clauses")
    }

    fn refused(&self) -> Vec<Refusal> {
        let words = &self.law.agreement;
        let mut found = self.found("waiver", &words.waiver, "WAIVER_FORBIDDEN", "C-20");
        found.extend(self.found("crime", &words.crime, "WAIVER_FORBIDDEN", "C-43"));
        found.extend(self.found("fee", &words.fee, "FEE_FORBIDDEN", "C-42"));
        found.extend(self.found("forced", &words.forced, "MEDIATION_FORCED", "C-49"));
        found
    }

    fn unconfirmable(&self) -> Vec<Refusal> {
        let words = &self.law.agreement;
        let lists = [
            ("identity", &words.identity, "identity"),
            ("ownership", &words.ownership, "ownership"),
            ("intellectual", &words.intellectual, "intellectual"),
            ("third", &words.third, "third"),
        ];
        let mut found: Vec<Refusal> = lists
            .into_iter()
            .flat_map(|(list, rows, why)| self.found(list, rows, "NOT_CONFIRMABLE", "C-43").into_iter().map(move |refusal| refusal.arg("why", why)))
            .collect();
        if let Some(wording) = self.sentences().find_map(|sentence| self.of_a_third_person(sentence)) {
            let article = "《最高人民法院关于适用民事诉讼法的解释》第三百五十八条";
            found.push(self.of("NOT_CONFIRMABLE", "C-43").arg("wording", wording).arg("article", article).arg("why", "third"));
        }
        found
    }

    /// 名下 or 所有 after a name that is no party's: told without the name, which is personal.
    fn of_a_third_person(&self, sentence: &str) -> Option<&'static str> {
        sentence.split(['，', ',', '：', ':']).map(letters).find_map(|part| {
            let at = part.find("名下")?;
            let before = part.get(..at)?;
            let is_known = |name: &str| before.ends_with(name);
            let is_ours = ROLES.into_iter().chain(NO_NAME).any(is_known) || self.parties.iter().map(|name| letters(name)).any(|name| is_known(&name));
            (!before.is_empty() && !is_ours).then_some("名下")
        })
    }

    fn hints(&self) -> Vec<Refusal> {
        let words = &self.law.agreement;
        let unclear = |what: &'static str, refusal: Refusal| refusal.arg("what", what);
        let mut found: Vec<Refusal> = vec![];
        found.extend(self.found("vague", &words.vague, "CLAUSE_UNCLEAR", "L3 art 29").into_iter().map(|hint| unclear("vague", hint)));
        found.extend(self.found("broad", &words.broad, "CLAUSE_UNCLEAR", "C-43").into_iter().map(|hint| unclear("broad", hint)));
        let text = letters(self.text);
        let Some(act) = ACTS.into_iter().find(|act| text.contains(act)) else { return found };
        let lacks = |what: &'static str| unclear(what, self.of("CLAUSE_UNCLEAR", "L3 art 29").arg("wording", act));
        let is_named = ROLES.into_iter().any(|role| text.contains(role)) || self.parties.iter().any(|name| text.contains(&letters(name)));
        if !is_named {
            found.push(lacks("person"));
        }
        if !TIMES.into_iter().any(|time| text.contains(time)) {
            found.push(lacks("day"));
        }
        let is_paid = PAYMENTS.into_iter().any(|act| text.contains(act)) && MONEY.into_iter().any(|word| text.contains(word));
        if is_paid && !names_a_sum(&text) {
            found.push(lacks("sum"));
        }
        found
    }
}

/// Whether a sum stands in it: digits or numerals before 元.
fn names_a_sum(text: &str) -> bool {
    const NUMERALS: &str = "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟";
    text.match_indices('元').any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_some_and(|letter| letter.is_ascii_digit() || NUMERALS.contains(letter))
    })
}
