//! The columns of the three sheets, the words that their cells may hold, and the templates to fill in.

use crate::Role;
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};
use store::Failure;

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 地方
    Places,
    /// 单位
    Organs,
    /// 人员
    Staff,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// For the program and for message keys.
    pub key: &'static str,
    /// Its heading.
    pub zh: &'static str,
    /// Its heading in English; both are read.
    pub en: &'static str,
    /// Whether the sheet needs it.
    pub must: bool,
    /// What the example row of the template says.
    pub example: &'static str,
}

impl Column {
    /// Whether a heading names this column; a star for "needed" does not count.
    #[must_use]
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = heading.trim().trim_end_matches(['*', '＊']).trim();
        heading == self.zh || heading.eq_ignore_ascii_case(self.en) || heading.eq_ignore_ascii_case(self.key)
    }
}

const fn must(key: &'static str, zh: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, zh, en, must: true, example }
}

const fn may(key: &'static str, zh: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, zh, en, must: false, example }
}

const PLACES: &[Column] = &[must("name", "名称", "name", "例：近江社区"), must("code", "区划代码", "code", "330122102003")];
const ORGANS: &[Column] = &[
    must("name", "单位名称", "name", "例：桐庐县林业水利局"),
    must("word", "字号", "word", "桐水"),
    must("kind", "类别", "kind", "部门"),
    may("parent", "上级单位", "above", ""),
    may("area", "所在地", "area", "330122"),
    may("phone", "电话", "phone", "0571-64000000"),
    may("address", "地址", "address", "县城大街 1 号"),
    may("hours", "接待时间", "hours", "工作日 8:30–11:30，14:00–17:00"),
    may("ways", "受理渠道", "ways", "走访、来信、电话"),
    may("remit", "管哪些事", "remit", ""),
];
const STAFF: &[Column] = &[
    must("person", "姓名", "person", "例：花见春"),
    must("organ", "单位", "organ", "桐庐县林业水利局"),
    must("role", "角色", "role", "承办"),
    may("account", "账号", "account", "huajianchun"),
    may("area", "管哪一片", "area", ""),
    may("from", "从哪天", "from", "2026-12-01"),
    may("to", "到哪天", "to", ""),
];

impl Kind {
    /// Every kind, in the order in which a county begins.
    pub const ALL: [Self; 3] = [Self::Places, Self::Organs, Self::Staff];

    /// For addresses and message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Organs => "organs",
            Self::Staff => "staff",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its columns.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Places => PLACES,
            Self::Organs => ORGANS,
            Self::Staff => STAFF,
        }
    }
}

/// The kinds of organs, with the words that a sheet may use for them.
const ORGAN_KINDS: &[(&str, &[&str])] = &[
    ("petition_office", &["信访局", "信访工作机构"]),
    ("command_room", &["综合信息指挥室", "指挥室", "指挥中心", "综治中心"]),
    ("department", &["部门", "局", "机关"]),
    ("township", &["镇、街道", "镇街", "乡镇", "乡", "镇", "街道"]),
    ("village", &["村、社区", "村社", "村", "社区"]),
    ("studio", &["调解室", "工作室", "调委会"]),
    ("station", &["驿站", "站所", "站"]),
    ("court_desk", &["法院窗口", "法庭"]),
    ("police_desk", &["派出所窗口", "派出所"]),
    ("discipline", &["纪检监察", "纪委监委"]),
    ("outside", &["县外机关", "县外"]),
];

const ROLES: &[(Role, &[&str])] = &[
    (Role::Clerk, &["接待登记", "接待", "登记"]),
    (Role::Triage, &["甄别派单", "甄别", "派单"]),
    (Role::Handler, &["承办", "办理"]),
    (Role::Head, &["负责人"]),
    (Role::Leader, &["领导"]),
    (Role::Supervisor, &["督查"]),
    (Role::Mediator, &["调解员", "调解"]),
    (Role::SystemAdmin, &["系统管理员"]),
    (Role::SecurityAdmin, &["安全管理员"]),
    (Role::AuditAdmin, &["审计管理员"]),
];

const WAYS: &[(&str, &[&str])] =
    &[("network", &["网络", "网上"]), ("letter", &["来信", "书信"]), ("phone", &["电话"]), ("fax", &["传真"]), ("visit", &["走访", "来访"])];

/// Every kind of organ, as it is stored.
pub fn organ_kinds() -> impl Iterator<Item = &'static str> {
    ORGAN_KINDS.iter().map(|(code, _)| *code)
}

/// Every way in which an organ is reached: the law's channels.
pub fn ways() -> impl Iterator<Item = &'static str> {
    WAYS.iter().map(|(code, _)| *code)
}

/// Reads a kind of organ by one of its words.
#[must_use]
pub fn organ_kind(text: &str) -> Option<&'static str> {
    ORGAN_KINDS.iter().find(|(code, words)| *code == text || words.contains(&text)).map(|(code, _)| *code)
}

/// Reads a role by one of its words.
#[must_use]
pub fn role(text: &str) -> Option<Role> {
    ROLES.iter().find(|(role, words)| role.code() == text || words.contains(&text)).map(|(role, _)| *role)
}

/// Reads a way by one of its words.
#[must_use]
pub fn way(text: &str) -> Option<&'static str> {
    WAYS.iter().find(|(code, words)| *code == text || words.contains(&text)).map(|(code, _)| *code)
}

/// The sheet to fill in: headings, one example row, and on a second sheet the words that may be used. Every cell is text, so
/// that a long code stays one.
///
/// # Errors
/// [`Failure::Bug`] when the workbook cannot be put together.
pub fn template(kind: Kind) -> Result<Vec<u8>, Failure> {
    written(kind).map_err(|error| Failure::Bug(format!("writing a template: {error}")))
}

fn written(kind: Kind) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (plain, grey) = (Format::new().set_num_format("@"), Format::new().set_num_format("@").set_font_color(Color::RGB(0x0060_6060)));
    let head = Format::new().set_bold().set_num_format("@").set_align(FormatAlign::Top).set_background_color(Color::RGB(0x00EE_EEEE));
    let sheet = book.add_worksheet().set_name("名单")?;
    for (column, at) in kind.columns().iter().zip(0_u16..) {
        sheet.set_column_format(at, &plain)?;
        sheet.set_column_width(at, if matches!(column.key, "name" | "organ" | "address" | "hours") { 30.0 } else { 16.0 })?;
        let heading = if column.must { format!("{}*", column.zh) } else { column.zh.to_owned() };
        sheet.write_string_with_format(0, at, heading, &head)?;
        sheet.write_string_with_format(1, at, column.example, &grey)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let words = book.add_worksheet().set_name("可填的词")?;
    words.set_column_width(0, 18.0)?;
    words.set_column_width(1, 60.0)?;
    let first = |all: &[&str]| all.first().copied().unwrap_or_default().to_owned();
    let mut rows: Vec<(&str, String)> = vec![("带 * 的列", "必须填；其余可以空着".to_owned()), ("第一格写“例：”的行", "不会导入".to_owned())];
    match kind {
        Kind::Places => rows.push(("区划代码", "镇街 9 位、村社 12 位、网格 15 位；上一级要先有，或者在同一张表里".to_owned())),
        Kind::Organs => {
            let all = |list: &[(&str, &[&str])]| list.iter().map(|(_, words)| first(words)).collect::<Vec<_>>().join("，");
            rows.push(("类别", all(ORGAN_KINDS)));
            rows.push(("受理渠道", format!("{}；几样用“、”隔开", all(WAYS))));
            let classes: Vec<&str> = kernel::law::Law::bundled().content_classes.iter().map(|row| row.zh.as_str()).collect();
            rows.push(("管哪些事", format!("{}；几样用“、”隔开", classes.join("，"))));
            rows.push(("上级单位、所在地", "上级写名称或字号；所在地写区划代码或名称，空着就是全县".to_owned()));
        }
        Kind::Staff => {
            let roles: Vec<String> = ROLES.iter().filter(|(role, _)| !role.is_admin()).map(|(_, words)| first(words)).collect();
            rows.push(("角色", roles.join("，")));
            rows.push(("账号", "空着就用姓名的全拼；同名的两个人要各写一个".to_owned()));
            rows.push(("单位、管哪一片", "单位写名称或字号；管哪一片写区划代码或名称，空着就是单位所在地".to_owned()));
            rows.push(("一人几岗", "一岗写一行，账号一样".to_owned()));
        }
    }
    for ((name, text), at) in rows.iter().zip(0_u32..) {
        words.write_string(at, 0, *name)?;
        words.write_string(at, 1, text)?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{plan::Cells, sheet::Sheet};

    #[test]
    fn every_template_is_read_back_and_its_example_is_understood() {
        for kind in Kind::ALL {
            let filled = |text: &str| text.replace("例：", "");
            let heading: Vec<&str> = kind.columns().iter().map(|column| column.zh).collect();
            let example: Vec<String> = kind.columns().iter().map(|column| filled(column.example)).collect();
            assert_eq!(Sheet::read(&template(kind).unwrap()).unwrap_err().code, "SHEET_EMPTY", "the example is not data");
            let sheet = Sheet::parse(&format!("{}\n{}\n", heading.join("\t"), example.join("\t"))).unwrap();
            let cells = Cells::of(kind, &sheet).unwrap();
            let row = cells.rows().next().unwrap();
            assert!(kind != Kind::Organs || organ_kind(row.get("kind")).is_some());
            assert!(kind != Kind::Staff || role(row.get("role")).is_some());
        }
    }

    #[test]
    fn every_kind_role_and_way_has_a_word() {
        assert_eq!(organ_kinds().count(), 11);
        assert!(Role::ALL.into_iter().all(|known| role(known.code()) == Some(known)));
        assert!(ways().all(|code| kernel::law::Law::bundled().channels.get(code).is_some()));
    }
}
