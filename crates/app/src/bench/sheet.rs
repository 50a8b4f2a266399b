//! `linju bench sheet`: a workbook of invented messages with their replies, as an older system would give it out, for measuring
//! how long its import takes.

use super::{Sheet, words};
use crate::{
    oops::{Oops, at},
    say::Say,
};
use kernel::Day;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::json;

/// The columns, in order.
const HEAD: [&str; 7] = ["编号", "用户", "主题", "时间", "内容", "答复", "答复时间"];
const MAP: &str = r#"version = 1
source = "测量用信箱"

[columns]
number = "编号"
title = "主题"
words = "内容"
asked_at = "时间"
person = "用户"
reply = "答复"
replied_at = "答复时间"
"#;
const REPLY: &str = "您好，您反映的问题已收悉。经现场查看，情况属实，已安排有关单位处理，感谢您的关心。如有疑问请来电咨询。";

/// `linju bench sheet`.
///
/// # Errors
/// What the system says.
pub fn run(wanted: &Sheet, say: &Say) -> Result<(), Oops> {
    let map = wanted.file.with_extension("toml");
    write(wanted).map_err(|error| Oops::wrong(format!("{}: {error}", wanted.file.display())))?;
    std::fs::write(&map, MAP).map_err(at(&map))?;
    say.answer(&json!({ "file": wanted.file, "map": map, "rows": wanted.rows }), || {
        format!(
            "{} messages are in {}.\nNow: linju import messages {} --map {}",
            wanted.rows,
            wanted.file.display(),
            wanted.file.display(),
            map.display()
        )
    });
    Ok(())
}

fn write(wanted: &Sheet) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0_u16..).zip(HEAD) {
        sheet.write_string(0, column, name)?;
    }
    let Some(first) = Day::new(2023, 1, 1) else { return Ok(()) };
    for nth in 0..wanted.rows {
        let (number, row) = (u64::from(nth), nth + 1);
        let (title, said, _) = words::matter(number);
        let asked = first.plus_days(i64::from(nth % 900));
        let replied = asked.plus_days(i64::from(nth % 40));
        // Of ten one was never answered.
        let answered = nth % 10 != 9;
        let cells = [
            format!("M{nth:06}"),
            words::name(number),
            title.to_owned(),
            format!("{}/{}/{} 8:{:02}:00", asked.year(), asked.month(), asked.day_of_month(), nth % 60),
            said,
            if answered { REPLY.to_owned() } else { String::new() },
            if answered { format!("{}/{}/{} 17:00:00", replied.year(), replied.month(), replied.day_of_month()) } else { String::new() },
        ];
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    book.save(&wanted.file)
}
