//! The three sheets: upload or paste, see row by row what would happen, confirm. The sheet travels with the page as text; the
//! server keeps nothing of it in between.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web, upload::Upload};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use casework::{
    Asker,
    setup::{
        self, Bringer, Kind, Newcomer, ONE_TIME_DAYS, Taken,
        columns::{self, Column},
        plan::{Line, Note, Outcome},
        sheet::{MOST_ROWS, Sheet},
    },
};
use kernel::Refusal;
use store::Failure;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// One sheet on the first page.
struct Card {
    kind: Kind,
    /// How many there are already.
    there: usize,
    columns: &'static [Column],
}

#[derive(Template)]
#[template(path = "setup/sheets.html")]
struct SheetsPage<'a> {
    page: &'a Page,
    cards: Vec<Card>,
    most: usize,
    /// The sheet that was refused, and what was pasted.
    tried: Option<Kind>,
    text: &'a str,
    refusal: Option<&'a Refusal>,
}

impl SheetsPage<'_> {
    fn refused(&self, card: &Card) -> Option<&Refusal> {
        self.refusal.filter(|_| self.tried == Some(card.kind))
    }

    fn pasted(&self, card: &Card) -> &str {
        if self.tried == Some(card.kind) { self.text } else { "" }
    }
}

#[derive(Template)]
#[template(path = "setup/plan.html")]
struct PlanPage<'a> {
    page: &'a Page,
    kind: Kind,
    taken: &'a Taken,
    /// What the confirmation brings along; empty when it is done.
    text: String,
    reason: &'a str,
    is_done: bool,
    days: i64,
    county: String,
    refusal: Option<&'a Refusal>,
}

impl PlanPage<'_> {
    fn count(&self, outcome: &Outcome) -> usize {
        self.taken.plan.count(*outcome)
    }

    fn refuses(&self) -> bool {
        self.taken.plan.count(Outcome::Refused) > 0
    }

    /// The rows of one outcome; those that are refused stand first on the page.
    fn rows(&self, outcome: &Outcome) -> Vec<&Line> {
        self.taken.plan.lines.iter().filter(|line| line.outcome == *outcome).collect()
    }

    fn column(&self, note: &Note) -> &'static str {
        let column = self.kind.columns().iter().find(|column| column.key == note.column);
        column.map_or("", |column| if self.page.is_english() { column.en } else { column.zh })
    }

    fn newcomers(&self) -> &[(Newcomer, String)] {
        if self.is_done { &self.taken.newcomers } else { &[] }
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&sheets_page(&web, &asker, &page, None, "", None).await?))
}

async fn sheets_page<'a>(
    web: &Web,
    asker: &Asker,
    page: &'a Page,
    tried: Option<Kind>,
    text: &'a str,
    refusal: Option<&'a Refusal>,
) -> Result<SheetsPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let code = asker.tenant.to_string();
    let there = |kind| match kind {
        Kind::Places => directory.places().filter(|place| place.code.len() > code.len() && place.code.starts_with(&code)).count(),
        Kind::Organs => directory.organs().count(),
        Kind::Staff => directory.people().count(),
    };
    let cards = Kind::ALL.into_iter().map(|kind| Card { kind, there: there(kind), columns: kind.columns() }).collect();
    Ok(SheetsPage { page, cards, most: MOST_ROWS, tried, text, refusal })
}

pub(super) async fn template(Signed(_asker): Signed, Path(sheet): Path<String>) -> Result<Response, Oops> {
    let kind = Kind::parse(&sheet).ok_or(Oops::NotFound)?;
    let bytes = columns::template(kind)?;
    let name = format!("attachment; filename=\"linju-{}.xlsx\"", kind.code());
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(super) async fn look(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(sheet): Path<String>,
    upload: Upload,
) -> Result<Response, Oops> {
    let kind = Kind::parse(&sheet).ok_or(Oops::NotFound)?;
    let bringer = Bringer::administrator(&asker)?;
    let outcome = match read(&upload) {
        Ok(sheet) => setup::look(web.house(), &bringer, kind, &sheet).await.map(|taken| (sheet, taken)),
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok((sheet, taken)) => {
            let shown = plan_page(&web, &asker, &page, kind, &taken, sheet.text()).await?;
            Ok(page.show(&shown))
        }
        Err(Failure::Refused(refusal)) => {
            Ok(page.show_again(&sheets_page(&web, &asker, &page, Some(kind), upload.raw("text"), Some(&refusal)).await?))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The file, else what was pasted.
fn read(upload: &Upload) -> Result<Sheet, Refusal> {
    match upload.files()? {
        [file, ..] => Sheet::read(&file.body),
        [] => Sheet::parse(upload.raw("text")),
    }
}

pub(super) async fn take(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(sheet): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let kind = Kind::parse(&sheet).ok_or(Oops::NotFound)?;
    let bringer = Bringer::administrator(&asker)?;
    let reason = posted.text("reason");
    let outcome = match Sheet::parse(posted.raw("text")) {
        Ok(sheet) => setup::take(web.people(), &bringer, kind, &sheet, reason).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(taken) => {
            let shown = plan_page(&web, &asker, &page, kind, &taken, String::new()).await?;
            Ok(page.show(&PlanPage { is_done: true, ..shown }))
        }
        Err(Failure::Refused(refusal)) => match Sheet::parse(posted.raw("text")) {
            Ok(sheet) if refusal.code == "POST_REASON" => {
                let taken = setup::look(web.house(), &bringer, kind, &sheet).await?;
                let shown = plan_page(&web, &asker, &page, kind, &taken, sheet.text()).await?;
                Ok(page.show_again(&PlanPage { reason, refusal: Some(&refusal), ..shown }))
            }
            _ => Ok(page.show_again(&sheets_page(&web, &asker, &page, Some(kind), posted.raw("text"), Some(&refusal)).await?)),
        },
        Err(failure) => Err(failure.into()),
    }
}

async fn plan_page<'a>(web: &Web, asker: &Asker, page: &'a Page, kind: Kind, taken: &'a Taken, text: String) -> Result<PlanPage<'a>, Oops> {
    let county = web.house().directory(asker.tenant).await?.county.clone();
    Ok(PlanPage { page, kind, taken, text, reason: "", is_done: false, days: ONE_TIME_DAYS, county, refusal: None })
}
