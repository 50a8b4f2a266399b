//! 一次办多件: one act on the matters that were ticked on a list.
//!
//! Each matter is decided alone, by the same command and the same rules as on its own page; what comes of it stands in its
//! row. The form's key is joined with each matter's number, so that a form sent twice counts once in every row.

use super::sheet;
use crate::{desk::colleagues, error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{extract::State, response::Response};
use casework::{
    Asker, House, Role, audit,
    organ::Directory,
    petition::{
        Command, Stage, Verb, carry, flow,
        list::{self, Listed},
        policy,
    },
};
use kernel::{
    id::{AccountId, OrganId, StreamId},
    refusal::Refusal,
};
use std::collections::HashMap;
use store::Failure;

/// So many matters at once.
pub const MOST: usize = 200;

/// What can be done with several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// 签收
    SignIn,
    /// 转送
    Refer,
    /// 交给谁办, or 换人办 where somebody has it already
    Give,
    /// 打印
    Print,
    /// 导出
    Export,
}

impl Act {
    const ALL: [Self; 5] = [Self::SignIn, Self::Refer, Self::Give, Self::Print, Self::Export];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Refer => "refer",
            Self::Give => "give",
            Self::Print => "print",
            Self::Export => "export",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// Whether the role may at all; what it may with each matter is its own rule.
    fn is_for(self, role: Role) -> bool {
        let does = |verb: Verb| flow::of(verb).is_some_and(|row| row.who.contains(&role));
        match self {
            Self::SignIn => does(Verb::SignIn),
            Self::Refer => does(Verb::Refer),
            Self::Give => does(Verb::HandOver),
            Self::Print | Self::Export => true,
        }
    }

    /// Whether something has to be typed before it can be done.
    const fn asks(self) -> bool {
        matches!(self, Self::Refer | Self::Give | Self::Export)
    }
}

/// What stands at the foot of a list on which matters can be ticked.
pub struct Marks {
    /// The acts that are for this role.
    pub acts: Vec<&'static str>,
    /// Whether every box stands ticked: for who has no script.
    pub all: bool,
    /// Where the list is, to come back to.
    pub back: String,
    /// The same list with every box ticked.
    pub all_address: String,
}

/// The acts of a list for this asker; `tick` is what the list's address says of its boxes.
pub fn marks(asker: &Asker, back: String, tick: &str) -> Marks {
    let joint = if back.contains('?') { '&' } else { '?' };
    let all_address = format!("{back}{joint}tick=all");
    Marks { acts: Act::ALL.into_iter().filter(|act| act.is_for(asker.role)).map(Act::code).collect(), all: tick == "all", back, all_address }
}

/// A matter in the answer.
struct Row {
    case: String,
    number: String,
    title: String,
    stage: &'static str,
    /// Whether nobody has it yet: giving it to somebody is its usual next step, and takes no reason.
    is_fresh: bool,
    /// Empty before it was tried.
    class: &'static str,
    refusal: Option<Refusal>,
}

#[derive(Template)]
#[template(path = "dispatch/rows.html")]
struct RowsPage<'a> {
    page: &'a Page,
    act: &'static str,
    back: String,
    /// Whether it was tried: then each row says what came of it.
    tried: bool,
    rows: Vec<Row>,
    /// Matters that were ticked and are not for these eyes, or not there.
    hidden: usize,
    done: usize,
    refusal: Option<Refusal>,
    organs: Vec<(String, String)>,
    officers: Vec<(AccountId, String)>,
    to: String,
    officer: String,
    reason: String,
    with_titles: bool,
}

impl RowsPage<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field))
    }

    /// Whether a reason has to be written: not where every matter is given to its first officer.
    fn must_have_reason(&self) -> bool {
        self.act != Act::Give.code() || self.rows.iter().any(|row| !row.is_fresh)
    }

    fn refused(&self) -> usize {
        self.rows.iter().filter(|row| row.refusal.is_some()).count()
    }
}

/// `POST /desk/rows`: what was ticked, and what is to be done with it.
pub async fn act(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let nothing = || Refusal::new("NO_ROWS", "design §5").at("case");
    let Some(act) = Act::parse(posted.text("act")) else { return Err(nothing().into()) };
    let mut streams: Vec<StreamId> = vec![];
    for stream in posted.all("case").filter_map(|case| case.parse().ok()) {
        if !streams.contains(&stream) {
            streams.push(stream);
        }
    }
    let asked = Asked { web: &web, asker: &asker, page: &page, posted: &posted, act };
    if streams.is_empty() {
        return asked.ask(&[], Some(nothing())).await;
    }
    if streams.len() > MOST {
        let refusal = Refusal::new("TOO_MANY_ROWS", "design §5").arg("n", streams.len()).arg("most", MOST).at("case");
        return asked.ask(&[], Some(refusal)).await;
    }
    if !act.is_for(asker.role) {
        return asked.ask(&streams, Some(Refusal::new("NOT_YOURS", "design §5").arg("verb", act.code()))).await;
    }
    if act.asks() && !posted.has("sure") {
        return asked.ask(&streams, None).await;
    }
    match act {
        Act::Print => sheet::print(&web, &asker, &page, streams).await,
        Act::Export => match (posted.has("titles"), policy::may_export_titles(&asker)) {
            (true, Err(refusal)) => asked.ask(&streams, Some(refusal)).await,
            (titles, _) => sheet::export(&web, &asker, &page, streams, titles).await,
        },
        Act::SignIn | Act::Refer | Act::Give => match asked.check(&streams).await {
            Ok(()) => asked.carry_out(&streams).await,
            Err(Failure::Refused(refusal)) => asked.ask(&streams, Some(refusal)).await,
            Err(failure) => Err(failure.into()),
        },
    }
}

struct Asked<'a> {
    web: &'a Web,
    asker: &'a Asker,
    page: &'a Page,
    posted: &'a Posted,
    act: Act,
}

impl Asked<'_> {
    fn house(&self) -> &House {
        self.web.house()
    }

    /// What is the same for every row is asked for once: a reason, an organ, an officer.
    async fn check(&self, streams: &[StreamId]) -> Result<(), Failure> {
        let empty = |field: &'static str| Refusal::new("EMPTY", "SM-PET").arg("field", field).at(field);
        match self.act {
            Act::Refer => {
                let directory = self.house().directory(self.asker.tenant).await?;
                let to: OrganId = self.posted.read("to").ok_or_else(|| empty("to"))?;
                directory.organ(to).ok_or_else(|| Refusal::new("UNKNOWN_ORGAN", "SM-PET").at("to"))?;
            }
            Act::Give => colleagues::is_one(self.house(), self.asker, self.posted.read("officer")).await?,
            _ => return Ok(()),
        }
        let is_missing = self.posted.text("reason").is_empty() && !self.are_fresh(streams).await?;
        if is_missing { Err(empty("reason").into()) } else { Ok(()) }
    }

    /// Whether all of them are to be given to their first officer: that takes no reason.
    async fn are_fresh(&self, streams: &[StreamId]) -> Result<bool, Failure> {
        let directory = self.house().directory(self.asker.tenant).await?;
        let sight = policy::sight(self.house(), &directory, self.asker);
        let found = list::these(self.house(), self.asker.tenant, &sight, streams.to_vec()).await?;
        Ok(self.act == Act::Give && found.iter().all(|case| case.stage == Stage::Accepted))
    }

    /// The page that asks, with what was ticked and typed.
    async fn ask(&self, streams: &[StreamId], refusal: Option<Refusal>) -> Result<Response, Oops> {
        let found = self.find(streams).await?;
        let hidden = streams.len() - found.len();
        let rows = found.into_iter().map(|case| self.row(case, "", None)).collect();
        let refused = refusal.is_some();
        let shown = RowsPage { refusal, hidden, ..self.template(rows).await? };
        Ok(if refused { self.page.show_again(&shown) } else { self.page.show(&shown) })
    }

    async fn find(&self, streams: &[StreamId]) -> Result<Vec<Listed>, Oops> {
        let directory = self.house().directory(self.asker.tenant).await?;
        let sight = policy::sight(self.house(), &directory, self.asker);
        let found = list::these(self.house(), self.asker.tenant, &sight, streams.to_vec()).await?;
        let seen: Vec<StreamId> = found.iter().map(|case| case.stream).collect();
        audit::look(self.house(), self.asker, "rows", "list", &seen).await?;
        Ok(found)
    }

    /// Row by row. What is refused changes nothing, and stops no other row.
    async fn carry_out(&self, streams: &[StreamId]) -> Result<Response, Oops> {
        let directory = self.house().directory(self.asker.tenant).await?;
        let mut refused: HashMap<StreamId, Refusal> = HashMap::new();
        let mut hidden = 0;
        for stream in streams {
            match self.one(&directory, *stream).await {
                Ok(()) => {}
                Err(Failure::Refused(refusal)) => drop(refused.insert(*stream, refusal)),
                Err(Failure::NotFound) => hidden += 1,
                Err(failure) => return Err(failure.into()),
            }
        }
        // Read anew: what was done stands where it is now.
        let found = self.find(streams).await?;
        let rows = found.into_iter().map(|case| {
            let refusal = refused.remove(&case.stream);
            self.row(case, if refusal.is_some() { "is-red" } else { "is-green" }, refusal)
        });
        let rows: Vec<Row> = rows.collect();
        let done = rows.iter().filter(|row| row.refusal.is_none()).count();
        let shown = RowsPage { tried: true, done, hidden, ..self.template(rows).await? };
        Ok(self.page.show(&shown))
    }

    async fn one(&self, directory: &Directory, stream: StreamId) -> Result<(), Failure> {
        let key = format!("{}-{stream}", self.posted.key.id());
        let (house, tenant) = (self.house(), self.asker.tenant);
        carry::carry(house, self.asker, stream, Some(key), None, |sealer, petition| {
            let reason = || sealer.words(self.posted.text("reason"));
            Ok(match self.act {
                Act::Refer => {
                    let to: OrganId = self.posted.read("to").unwrap_or(OrganId::new(0));
                    let to_tokens = policy::organ_tokens(house, tenant, directory, to);
                    Command::Refer { to, to_tokens, reason: reason() }
                }
                Act::Give => {
                    let officer: AccountId = self.posted.read("officer").unwrap_or(AccountId::new(0));
                    let officer_token = policy::account_token(house, tenant, officer);
                    match petition.stage {
                        Stage::Accepted => Command::Start { officer, officer_token },
                        _ => Command::HandOver { officer, officer_token, reason: reason() },
                    }
                }
                _ => Command::SignIn,
            })
        })
        .await
        .map(drop)
    }

    fn row(&self, case: Listed, class: &'static str, refusal: Option<Refusal>) -> Row {
        Row {
            case: case.stream.to_string(),
            number: case.number,
            title: self.page.title(&case.title),
            stage: self.page.named("stage", case.stage.code()),
            is_fresh: case.stage == Stage::Accepted,
            class,
            refusal,
        }
    }

    async fn template(&self, rows: Vec<Row>) -> Result<RowsPage<'_>, Oops> {
        let directory = self.house().directory(self.asker.tenant).await?;
        let typed = |name: &str| self.posted.text(name).to_owned();
        let organs = match self.act {
            Act::Refer => directory
                .organs()
                .filter(|organ| organ.organ != self.asker.organ && !organ.is_discipline())
                .map(|organ| (organ.organ.to_string(), organ.name.clone()))
                .collect(),
            _ => vec![],
        };
        let officers = if self.act == Act::Give { colleagues::named(self.house(), self.asker, &directory).await? } else { vec![] };
        Ok(RowsPage {
            page: self.page,
            act: self.act.code(),
            back: back(self.posted),
            tried: false,
            done: 0,
            rows,
            hidden: 0,
            refusal: None,
            organs,
            officers,
            to: typed("to"),
            officer: typed("officer"),
            reason: typed("reason"),
            with_titles: self.posted.has("titles"),
        })
    }
}

/// Where to come back to: a page of the desk, and nothing else.
fn back(posted: &Posted) -> String {
    let back = posted.text("back");
    if back.starts_with("/desk/") && !back.contains(['\\', '\n']) { back.to_owned() } else { "/desk/cases".to_owned() }
}
