//! The chosen matters on paper, or as a table for another program (C-33).
//!
//! A table leaves the house: it holds numbers, stages, days and organs, and no person. The short name of a matter may name
//! somebody; whoever decides on matters can ask for it, whoever only hears people cannot. Of an accusation neither tells
//! more than that it is one.

use crate::{error::Oops, page::Page, state::Web};
use askama::Template;
use axum::{
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use casework::{
    Asker, audit,
    petition::{
        list::{self, Listed},
        policy,
    },
};
use kernel::{Day, id::StreamId};

struct Line {
    number: String,
    title: String,
    stage: &'static str,
    channel: String,
    place: String,
    organ: String,
    officer: String,
    received_on: Day,
    due: Option<Day>,
}

#[derive(Template)]
#[template(path = "dispatch/sheet.html")]
struct SheetPage<'a> {
    page: &'a Page,
    organ: String,
    who: String,
    today: Day,
    lines: Vec<Line>,
}

async fn lines(web: &Web, asker: &Asker, page: &Page, streams: Vec<StreamId>, purpose: &'static str) -> Result<Vec<Line>, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let found = list::these(house, asker.tenant, &sight, streams).await?;
    let seen: Vec<StreamId> = found.iter().map(|case| case.stream).collect();
    let due = list::next_due(house, asker.tenant, seen.clone()).await?;
    audit::look(house, asker, "rows", purpose, &seen).await?;
    let line = |case: Listed| Line {
        number: case.number,
        title: page.title(&case.title),
        stage: page.named("stage", case.stage.code()),
        channel: page.named("channel", &case.channel).to_owned(),
        place: case.area.map_or(String::new(), |area| directory.place_name(&area)),
        organ: directory.organ_name(case.holder).to_owned(),
        officer: directory.person(case.officer).to_owned(),
        received_on: case.received_on,
        due: due.get(&case.stream).copied(),
    };
    Ok(found.into_iter().map(line).collect())
}

/// The list as a sheet for the printer.
pub async fn print(web: &Web, asker: &Asker, page: &Page, streams: Vec<StreamId>) -> Result<Response, Oops> {
    let lines = lines(web, asker, page, streams, "print").await?;
    let directory = web.house().directory(asker.tenant).await?;
    let (organ, who) = (directory.organ_name(asker.organ).to_owned(), directory.person(asker.account).to_owned());
    Ok(page.show(&SheetPage { page, organ, who, today: asker.today, lines }))
}

/// The list as a table that other programs read.
pub async fn export(web: &Web, asker: &Asker, page: &Page, streams: Vec<StreamId>, titles: bool) -> Result<Response, Oops> {
    let lines = lines(web, asker, page, streams, "export").await?;
    let mut heads = vec!["cases-number", "cases-stage", "cases-received", "day-due", "cases-channel", "cases-place", "sheet-organ", "sheet-officer"];
    if titles {
        heads.insert(1, "cases-matter");
    }
    // Spreadsheets take a file for UTF-8 only when it begins with this mark.
    let mut text = String::from("\u{feff}");
    row(&mut text, heads.into_iter().map(|head| page.t(head).to_owned()));
    for line in lines {
        let due = line.due.map_or(String::new(), |day| day.to_string());
        let (stage, channel) = (line.stage.to_owned(), line.channel.to_owned());
        let mut cells = vec![line.number, stage, line.received_on.to_string(), due, channel, line.place, line.organ, line.officer];
        if titles {
            cells.insert(1, line.title);
        }
        row(&mut text, cells.into_iter());
    }
    let name = format!("attachment; filename=\"linju-{}.csv\"", asker.today);
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], text).into_response())
}

/// One row. A cell that a spreadsheet would compute is kept a text.
fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    let cells = cells.map(|cell| {
        let computes = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        format!("\"{}{}\"", if computes { "'" } else { "" }, cell.replace('"', "\"\""))
    });
    text.push_str(&cells.collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn a_cell_is_a_text_whatever_stands_in_it() {
        let mut text = String::new();
        row(&mut text, ["=1+1".to_owned(), "屋后\"水沟\"".to_owned()].into_iter());
        assert_eq!(text, "\"'=1+1\",\"屋后\"\"水沟\"\"\"\r\n");
    }
}
