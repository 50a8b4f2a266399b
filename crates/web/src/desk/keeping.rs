//! 保管期满 (C-87): what is only stored because its term is over. Number, days and term stand here, and nothing that was said. One
//! officer asks that it be destroyed and the head, another person, agrees; or a law that is named keeps it stored until a day. What
//! was destroyed stays listed.

use crate::{
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, Role, audit,
    petition::{
        Command, Verb, flow,
        keeping::{self, Stored, Which},
        list::LONG_PAGE,
        policy,
    },
};
use kernel::{Day, id::StreamId, refusal::Refusal};
use serde::Deserialize;
use store::Failure;

/// So many at once.
const MOST: usize = 200;
/// Who closes files, and who decides on them.
const KEEPERS: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head]);

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/desk/keeping", KEEPERS, show), RouteEntry::post("/desk/keeping", KEEPERS, decide)]
}

/// What has just been done.
#[derive(Deserialize, Default)]
pub struct Asked {
    done: Option<usize>,
}

struct Line {
    case: String,
    stored: Stored,
    term: String,
    by: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "desk/keeping.html")]
struct KeepingPage<'a> {
    page: &'a Page,
    over: Vec<Line>,
    asked: Vec<Line>,
    kept: Vec<Line>,
    destroyed: Vec<Line>,
    /// There are more than are listed.
    is_cut: bool,
    /// Whether the asker's role decides: agrees to destroying, or keeps stored.
    decides: bool,
    basis: String,
    until: String,
    done: Option<usize>,
    refused: Vec<(String, Refusal)>,
    refusal: Option<Refusal>,
}

impl KeepingPage<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        let all = self.refusal.iter().chain(self.refused.iter().map(|(_, refusal)| refusal));
        all.into_iter().any(|refusal| refusal.field == Some(field))
    }
}

/// How many wait for a decision of the asker's organ: for the head's day.
pub(crate) async fn count(web: &Web, asker: &Asker) -> Result<usize, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    Ok(keeping::of_organ(house, asker, &sight, Which::Over).await?.len())
}

/// `GET /desk/keeping`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let shown = KeepingPage { done: asked.done, ..draw(&web, &asker, &page, &[]).await? };
    Ok(page.show(&shown))
}

async fn draw<'a>(web: &Web, asker: &Asker, page: &'a Page, ticked: &[StreamId]) -> Result<KeepingPage<'a>, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let mut lists = vec![];
    for which in [Which::Over, Which::Asked, Which::Kept, Which::Destroyed] {
        lists.push(keeping::of_organ(house, asker, &sight, which).await?);
    }
    let seen: Vec<StreamId> = lists.iter().flatten().map(|one| one.stream).collect();
    audit::look(house, asker, "keeping", "list", &seen).await?;
    let is_cut = lists.iter().any(|list| i64::try_from(list.len()).is_ok_and(|many| many >= LONG_PAGE));
    let line = |one: Stored| {
        let term = house.law().retention.get(&one.term).map_or(one.term.as_str(), |row| page.row(row)).to_owned();
        let by = if one.asked_by.get() == 0 { String::new() } else { directory.person(one.asked_by).to_owned() };
        Line { case: one.stream.to_string(), term, by, ticked: ticked.contains(&one.stream), stored: one }
    };
    let mut lists = lists.into_iter().map(|list| list.into_iter().map(line).collect::<Vec<_>>());
    let mut next = || lists.next().unwrap_or_default();
    Ok(KeepingPage {
        page,
        over: next(),
        asked: next(),
        kept: next(),
        destroyed: next(),
        is_cut,
        decides: flow::of(Verb::ConfirmDestroy).is_some_and(|row| row.who.contains(&asker.role)),
        basis: String::new(),
        until: String::new(),
        done: None,
        refused: vec![],
        refusal: None,
    })
}

/// `POST /desk/keeping`: one decision on what was ticked, each by itself.
pub async fn decide(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let mut streams: Vec<StreamId> = vec![];
    for stream in posted.all("case").filter_map(|case| case.parse().ok()) {
        if !streams.contains(&stream) {
            streams.push(stream);
        }
    }
    let (basis, until) = (posted.text("basis").to_owned(), posted.read::<Day>("until"));
    let command = match (posted.text("act"), until) {
        _ if streams.is_empty() => Err(Refusal::new("NO_ROWS", "design §5").at("case")),
        _ if streams.len() > MOST => Err(Refusal::new("TOO_MANY_ROWS", "design §5").arg("n", streams.len()).arg("most", MOST).at("case")),
        ("ask_destroy", _) => Ok(Command::AskDestroy { basis: basis.clone() }),
        ("refuse_destroy", _) => Ok(Command::RefuseDestroy { basis: basis.clone() }),
        // What cannot be undone is said twice.
        ("confirm_destroy", _) if !posted.has("sure") => Err(Refusal::new("DESTROY_SURE", "C-87").at("sure")),
        ("confirm_destroy", _) => Ok(Command::ConfirmDestroy { subjects: vec![] }),
        ("keep_stored", Some(until)) => Ok(Command::KeepStored { basis: basis.clone(), until }),
        ("keep_stored", None) => Err(Refusal::new("EMPTY", "C-87").arg("field", "until").at("until")),
        _ => return Err(Oops::NotFound),
    };
    let (mut done, mut left, mut refused) = (0, vec![], vec![]);
    let refusal = match command {
        Err(refusal) => {
            left.clone_from(&streams);
            Some(refusal)
        }
        Ok(command) => {
            for stream in streams {
                let key = format!("{}-{stream}", posted.key.id());
                match keeping::decide(web.house(), &asker, stream, key, command.clone()).await {
                    Ok(()) => done += 1,
                    // What is not there for these eyes is not told of.
                    Err(Failure::NotFound) => {}
                    Err(Failure::Refused(refusal)) => {
                        refused.push((stream, refusal));
                        left.push(stream);
                    }
                    Err(failure) => return Err(failure.into()),
                }
            }
            None
        }
    };
    if refusal.is_none() && refused.is_empty() {
        return Ok(Redirect::to(&format!("/desk/keeping?done={done}")).into_response());
    }
    let until = posted.text("until").to_owned();
    let shown = draw(&web, &asker, &page, &left).await?;
    let listed = || [&shown.over, &shown.asked, &shown.kept].into_iter().flatten();
    let number = |stream: StreamId| listed().find(|line| line.stored.stream == stream).map_or_else(String::new, |line| line.stored.number.clone());
    let refused = refused.into_iter().map(|(stream, refusal)| (number(stream), refusal)).collect();
    let shown = KeepingPage { basis, until, done: Some(done), refused, refusal, ..shown };
    Ok(page.show_again(&shown))
}
