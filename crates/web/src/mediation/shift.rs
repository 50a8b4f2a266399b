//! A shift's worth of disputes from the police, from a file or pasted; sent on to the studios of their places in one act; and the answers,
//! one line a dispute, as a file that goes back: taken, or whose it is, and what came of it. Nothing about anybody's other matters goes along.

use crate::{
    desk::register::place::{Found, named},
    error::Oops,
    guard::Signed,
    headers,
    page::Page,
    posted::Posted,
    state::Web,
    upload::Upload,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use casework::{
    Asker, House, audit,
    mediation::{
        Command, carry,
        list::{handed_over, known_outside, table, to_dispatch},
        register::{self, Told, ToldParty},
    },
    organ::Directory,
    petition::{policy, seal::Card},
    setup::sheet::Sheet,
};
use kernel::{
    AreaPath, Day, Moment, Refusal,
    id::{OrganId, StreamId},
};
use serde::Deserialize;
use store::Failure;

/// A column: its name here, what it may be called, whether it has to be there.
const COLUMNS: [(&str, &[&str], bool); 9] = [
    ("number", &["警情编号", "警情号", "编号", "接警编号"], true),
    ("words", &["简要情况", "内容", "警情内容", "报警内容"], true),
    ("name", &["报警人", "当事人", "姓名", "甲方"], true),
    ("phone", &["报警电话", "电话", "联系电话", "甲方电话"], false),
    ("other", &["对方", "对方当事人", "乙方"], false),
    ("other_phone", &["对方电话", "乙方电话"], false),
    ("place", &["地点", "警情地点", "社区", "村社"], false),
    ("at", &["接警时间", "报警时间", "时间"], false),
    ("dispute", &["纠纷类型", "类型"], false),
];

/// What became of one row.
struct Line {
    row: u64,
    number: String,
    /// The mediation, when it was written down or was there already.
    ours: String,
    stream: Option<StreamId>,
    known: bool,
    refusal: Option<Refusal>,
}

#[derive(Template)]
#[template(path = "mediation/shift.html")]
struct ShiftPage<'a> {
    page: &'a Page,
    body: String,
    text: String,
    lines: Vec<Line>,
    refusal: Option<Refusal>,
}

impl ShiftPage<'_> {
    fn headings(&self) -> String {
        COLUMNS.iter().filter_map(|(_, headings, _)| headings.first().copied()).collect::<Vec<_>>().join("，")
    }

    fn fresh(&self) -> usize {
        self.lines.iter().filter(|line| line.stream.is_some()).count()
    }

    fn known(&self) -> usize {
        self.lines.iter().filter(|line| line.known).count()
    }

    fn refused(&self) -> usize {
        self.lines.iter().filter(|line| line.refusal.is_some()).count()
    }
}

/// `GET /desk/mediations/shift`
pub async fn show(State(_): State<Web>, Signed(_): Signed, page: Page) -> Result<Response, Oops> {
    Ok(page.show(&ShiftPage { page: &page, body: String::new(), text: String::new(), lines: vec![], refusal: None }))
}

/// `POST /desk/mediations/shift`: each row by itself; a bad one hinders none of the others, and a second time adds nothing.
pub async fn take(State(web): State<Web>, Signed(asker): Signed, page: Page, upload: Upload) -> Result<Response, Oops> {
    let (body, text) = (upload.text("body").to_owned(), upload.raw("text").to_owned());
    let read = || -> Result<Sheet, Refusal> {
        if body.is_empty() {
            return Err(Refusal::new("EMPTY", "SM-MED").arg("field", "body").at("body"));
        }
        match upload.files()?.first() {
            Some(sent) => Sheet::read(&sent.body),
            None => Sheet::parse(&text),
        }
    };
    let again =
        |refusal: Refusal| page.show_again(&ShiftPage { page: &page, body: body.clone(), text: text.clone(), lines: vec![], refusal: Some(refusal) });
    let sheet = match read() {
        Ok(sheet) => sheet,
        Err(refusal) => return Ok(again(refusal)),
    };
    let columns = match columns(&sheet) {
        Ok(columns) => columns,
        Err(refusal) => return Ok(again(refusal)),
    };
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let mut lines = vec![];
    for (row, cells) in &sheet.rows {
        let cell = |name: &str| {
            let at = columns.iter().find(|(known, _)| *known == name).map(|(_, at)| *at);
            at.and_then(|at| cells.get(at)).map_or("", |text| text.trim())
        };
        let line = Line { row: *row, number: cell("number").to_owned(), ours: String::new(), stream: None, known: false, refusal: None };
        lines.push(take_one(house, &asker, &directory, &body, line, &cell).await?);
    }
    Ok(page.show(&ShiftPage { page: &page, body, text: String::new(), lines, refusal: None }))
}

fn columns(sheet: &Sheet) -> Result<Vec<(&'static str, usize)>, Refusal> {
    let mut found = vec![];
    for (name, headings, must) in COLUMNS {
        match sheet.heading.iter().position(|heading| headings.contains(&heading.trim())) {
            Some(at) => found.push((name, at)),
            None if must => {
                return Err(Refusal::new("COLUMN_MISSING", "SM-MED").arg("column", headings.first().copied().unwrap_or_default()).at("text"));
            }
            None => {}
        }
    }
    Ok(found)
}

async fn take_one<'c>(
    house: &House,
    asker: &Asker,
    directory: &Directory,
    body: &str,
    line: Line,
    cell: &impl Fn(&str) -> &'c str,
) -> Result<Line, Failure> {
    let number = cell("number");
    if number.is_empty() {
        return Ok(Line { refusal: Some(Refusal::new("EMPTY", "SM-MED").arg("field", "number")), ..line });
    }
    if let Some(ours) = known_outside(house, asker.tenant, body, number).await? {
        return Ok(Line { ours, known: true, ..line });
    }
    let told = match told(house, directory, asker, body, cell) {
        Ok(told) => told,
        Err(refusal) => return Ok(Line { refusal: Some(refusal), ..line }),
    };
    match register::register(house, asker, &told, None).await {
        Ok(receipt) => Ok(Line { ours: receipt.number, stream: Some(receipt.stream), ..line }),
        Err(Failure::Refused(refusal)) => Ok(Line { refusal: Some(refusal), ..line }),
        Err(failure) => Err(failure),
    }
}

fn told<'c>(house: &House, directory: &Directory, asker: &Asker, body: &str, cell: &impl Fn(&str) -> &'c str) -> Result<Told, Refusal> {
    let area = match named(directory, asker.area.as_str(), cell("place"), "") {
        Found::Known(path) if !cell("place").is_empty() => Some(path),
        _ => None,
    };
    let disputes = &house.law().dispute_types;
    let dispute = disputes.iter().find(|row| !cell("dispute").is_empty() && (row.zh.starts_with(cell("dispute")) || row.code == cell("dispute")));
    let party = |is_other_side: bool, name: &str, phone: &str| ToldParty {
        is_other_side,
        card: Card { name: name.to_owned(), phone: phone.to_owned(), ..Card::default() },
        ..ToldParty::default()
    };
    let mut parties = vec![party(false, cell("name"), cell("phone"))];
    if !cell("other").is_empty() {
        parties.push(party(true, cell("other"), cell("other_phone")));
    }
    Ok(Told {
        source: "police_guided".to_owned(),
        dispute: dispute.map_or_else(|| "other".to_owned(), |row| row.code.clone()),
        received_at: moment(cell("at"))?,
        area,
        words: cell("words").to_owned(),
        parties,
        outside_number: cell("number").to_owned(),
        outside_body: body.to_owned(),
        ..Told::default()
    })
}

/// `2026-11-28 03:12`, also with slashes; nothing is nothing.
fn moment(text: &str) -> Result<Option<Moment>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Refusal::new("HOUR_UNREADABLE", "T-34");
    let (day, clock) = text.split_once([' ', 'T']).ok_or_else(wrong)?;
    let day: Day = day.replace('/', "-").parse().map_err(|_| wrong())?;
    let mut parts = clock.split(':');
    let mut number = || parts.next().and_then(|part| part.trim().parse::<u8>().ok());
    match (number(), number()) {
        (Some(hour), Some(minute)) if hour < 24 && minute < 60 => Ok(Some(Moment::at_local(day, hour, minute))),
        _ => Err(wrong()),
    }
}

/// A row of what is to be sent on.
struct Waiting {
    case: StreamId,
    number: String,
    outside: String,
    title: String,
    place: String,
    /// The studio of its place; 0 when none is known.
    to: OrganId,
    refusal: Option<Refusal>,
}

#[derive(Template)]
#[template(path = "mediation/dispatch.html")]
struct DispatchPage<'a> {
    page: &'a Page,
    rows: Vec<Waiting>,
    organs: Vec<(OrganId, String)>,
    sent: usize,
}

/// `GET /desk/mediations/dispatch`
pub async fn waiting(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    list(&web, &asker, &page, 0, &[]).await
}

async fn list(web: &Web, asker: &Asker, page: &Page, sent: usize, refused: &[(StreamId, Refusal)]) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let found = to_dispatch(house, asker, &sight).await?;
    audit::look(house, asker, "mediations", "list", &found.iter().map(|(entry, _)| entry.line.stream).collect::<Vec<_>>()).await?;
    let rows = found
        .into_iter()
        .map(|(entry, mediation)| Waiting {
            case: entry.line.stream,
            number: entry.line.number,
            outside: mediation.outside_number.clone(),
            title: entry.title,
            place: directory.place_name(&mediation.area),
            to: studio_of(&directory, &mediation.area, asker.organ),
            refusal: refused.iter().find(|(stream, _)| *stream == entry.line.stream).map(|(_, refusal)| refusal.clone()),
        })
        .collect();
    let organs =
        directory.organs().filter(|organ| is_receiver(&organ.kind) && organ.organ != asker.organ).map(|organ| (organ.organ, organ.name.clone()));
    Ok(page.show(&DispatchPage { page, rows, organs: organs.collect(), sent }))
}

/// Who takes disputes: studios, stations, villages; and the platforms and bureaus of a township.
fn is_receiver(kind: &str) -> bool {
    matches!(kind, "studio" | "station" | "village" | "township" | "department" | "police_desk" | "court_desk" | "command_room")
}

/// The studio whose place contains this one, the nearest first; a station, a village, where there is no studio.
fn studio_of(directory: &Directory, area: &AreaPath, but: OrganId) -> OrganId {
    let kinds = ["village", "station", "studio"];
    let fits = |organ: &&casework::organ::Organ| {
        organ.organ != but && kinds.contains(&organ.kind.as_str()) && organ.area.parse::<AreaPath>().is_ok_and(|place| place.contains(area))
    };
    let best = directory.organs().filter(fits).max_by_key(|organ| (organ.area.len(), kinds.iter().position(|kind| *kind == organ.kind)));
    // One whose place is the whole county is nobody's neighbour.
    best.filter(|organ| organ.area.parse::<AreaPath>().is_ok_and(|place| place.level() >= 4)).map_or(OrganId::new(0), |organ| organ.organ)
}

/// `POST /desk/mediations/dispatch`: what is ticked goes to whom stands beside it, each decided by itself.
pub async fn send(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let (mut sent, mut refused) = (0, vec![]);
    for case in posted.all("case").filter_map(|text| text.parse::<StreamId>().ok()) {
        let to = posted.read::<OrganId>(&format!("to-{case}")).filter(|to| directory.organ(*to).is_some());
        let Some(to) = to else {
            refused.push((case, Refusal::new("EMPTY", "SM-MED").arg("field", "to")));
            continue;
        };
        let reason = page.t("mediation-dispatch-reason");
        let key = Some(format!("{}.{case}", posted.key.id()));
        let done =
            carry::carry(house, &asker, case, key, None, |sealing, _| Ok(Command::Dispatch { to, reason: sealing.sealer.words(reason) })).await;
        match done {
            Ok(_) => sent += 1,
            Err(Failure::Refused(refusal)) => refused.push((case, refusal)),
            Err(Failure::NotFound) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    list(&web, &asker, &page, sent, &refused).await
}

/// Whose answers.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    body: String,
}

/// `GET /desk/mediations/answers?body=…`: a table that goes back to who handed them over.
pub async fn answers(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let found = handed_over(house, &asker, asked.body.trim()).await?;
    audit::look(house, &asker, "mediations", "export", &[]).await?;
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let mut rows = vec![["警情编号", "调解编号", "承接单位", "接手日期", "现在", "了结日期"].map(str::to_owned)];
    for one in found {
        let stage = page.named("mstage", &one.stage).to_owned();
        let holder = directory.organ_name(one.holder).to_owned();
        rows.push([one.outside_number, one.number, holder, day(one.taken_on), stage, day(one.ended_on)]);
    }
    let bytes = table(&rows)?;
    let mut answer = Body::from(bytes).into_response();
    headers::dress_file(&mut answer, "text/csv; charset=utf-8", "答复.csv", headers::Shown::Saved);
    Ok(answer)
}
