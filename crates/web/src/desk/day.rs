//! 我的一天: what the organ owes, by due date, with the step that comes next and whom it waits for.

use crate::{
    dispatch::{self, Marks},
    error::Oops,
    guard::Signed,
    light::{self, Drawn},
    page::Page,
    route::{Access, RouteEntry},
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use casework::{
    Asker, House, Role, audit,
    notify::{news, outbox},
    petition::{
        list::{self, Due},
        model::Stage,
        policy,
    },
};
use kernel::{
    Day,
    id::{AccountId, StreamId, TenantId},
};
use serde::Deserialize;

/// The addresses of this page.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![RouteEntry::get("/desk/day", Access::Staff, show)]
}

/// What is shown of the day.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// `mine`: what I have in hand; `nobodys`: what nobody has yet; empty: everything of the organ.
    #[serde(default)]
    whose: String,
    /// Only what came by this way.
    #[serde(default)]
    way: String,
    /// `1`: the last group whole.
    #[serde(default)]
    all: String,
    /// `all`: every box stands ticked.
    #[serde(default)]
    tick: String,
}

struct Row {
    case: String,
    day: Day,
    light: Drawn,
    title: String,
    number: String,
    step: String,
    waits_for: String,
    duty: String,
}

struct Group {
    id: &'static str,
    class: &'static str,
    count: usize,
    rows: Vec<Row>,
}

struct Choice {
    address: String,
    name: String,
    count: usize,
    here: bool,
}

#[derive(Template)]
#[template(path = "desk/day.html")]
struct DayPage<'a> {
    page: &'a Page,
    today: Day,
    total: usize,
    groups: Vec<Group>,
    whose: Vec<Choice>,
    ways: Vec<Choice>,
    waiting: Vec<(String, usize)>,
    cut: bool,
    all_address: String,
    undated: Vec<Undated>,
    fresh: Vec<Fresh>,
    pressing: Vec<Fresh>,
    marks: Marks,
    /// Matters of the organ that nobody handles: for its head.
    unowned: i64,
    /// For whom the asker stands in, in this post; empty when he is in his own.
    stands_for: String,
    /// Changes of posts that the head of the petition office is asked to countersign.
    countersigns: usize,
    /// Whom no message reaches.
    calls: i64,
    /// What he has not seen yet, newest first.
    news: Vec<Fresh>,
    resets: usize,
    phones: usize,
    /// Files whose term of keeping is over, for the head to decide on.
    over: usize,
}

/// A matter in hand on which no date runs.
struct Undated {
    case: String,
    title: String,
    number: String,
    step: String,
    waits_for: String,
}

/// A line of the rail: what has just come, and what the supervisor can see.
struct Fresh {
    case: String,
    title: String,
    note: String,
}

/// How many lines of the group that is not urgent are shown at first.
const FIRST_OF_LATER: usize = 20;

/// `GET /desk/day`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let lines = list::day(house, asker.tenant, asker.organ, &sight).await?;
    let cut = lines.len() >= usize::try_from(list::MOST_DUE).unwrap_or(usize::MAX);
    let is_whose = |officer: AccountId, whose: &str| match whose {
        // A deputy's own day is that of whom he stands in for.
        "mine" => officer == asker.account || asker.stands_for == Some(officer),
        "nobodys" => officer.get() == 0,
        _ => true,
    };
    let whose = |line: &Due, whose: &str| is_whose(line.officer, whose);
    let address = |whose: &str, way: &str| format!("/desk/day?whose={whose}&way={way}");
    let count = |keep: &dyn Fn(&Due) -> bool| lines.iter().filter(|line| keep(line)).count();
    let choices = ["", "mine", "nobodys"].map(|one| Choice {
        address: address(one, &asked.way),
        name: page.named("whose", if one.is_empty() { "all" } else { one }).to_owned(),
        count: count(&|line| whose(line, one) && (asked.way.is_empty() || line.channel == asked.way)),
        here: asked.whose == one,
    });
    let ways = ["visit", "letter", "network", "phone", "fax"].map(|one| Choice {
        address: address(&asked.whose, if asked.way == one { "" } else { one }),
        name: page.named("channel", one).to_owned(),
        count: count(&|line| whose(line, &asked.whose) && line.channel == one),
        here: asked.way == one,
    });
    let chosen: Vec<&Due> = lines.iter().filter(|line| whose(line, &asked.whose) && (asked.way.is_empty() || line.channel == asked.way)).collect();
    let groups = groups(&page, house, &chosen, &directory, &asker, if asked.all == "1" { usize::MAX } else { FIRST_OF_LATER });
    let waiting = [Stage::Referred, Stage::AwaitingMaterial, Stage::ExtensionRequested, Stage::OpinionDraft, Stage::OpinionIssued]
        .map(|stage| (page.named("stage", stage.code()).to_owned(), chosen.iter().filter(|line| line.stage == stage).count()));
    let standing = list::undated(house, asker.tenant, asker.organ, &sight).await?;
    let streams: Vec<StreamId> = lines.iter().map(|line| line.stream).chain(standing.iter().map(|line| line.stream)).collect();
    audit::look(house, &asker, "day", "list", &streams).await?;
    let (resets, phones) = if asker.role == Role::Head { web.people().resets_for(&asker).await? } else { (0, 0) };
    let countersigns = if asker.role == Role::Head { web.people().proposals_for(&asker).await? } else { 0 };
    let over = if asker.role == Role::Head { super::keeping::count(&web, &asker).await? } else { 0 };
    let unowned = if asker.role == Role::Head { dispatch::unowned(&web, &asker).await? } else { 0 };
    let calls = outbox::how_many_calls(house, asker.tenant, asker.organ, &sight).await?;
    let unseen = news::lines(house, &asker, &sight, news::Which::Unseen, 5).await?;
    Ok(page.show(&DayPage {
        page: &page,
        today: asker.today,
        total: chosen.len(),
        groups,
        whose: choices.into_iter().collect(),
        ways: ways.into_iter().filter(|way| way.count > 0 || way.here).collect(),
        waiting: waiting.into_iter().filter(|(_, count)| *count > 0).collect(),
        cut,
        undated: standing.iter().filter(|line| is_whose(line.officer, &asked.whose)).map(|line| undated(&page, line, &directory)).collect(),
        fresh: fresh(&page, house, asker.tenant, &lines),
        pressing: pressing(&page, house, asker.tenant, &lines, asker.today),
        countersigns,
        unowned,
        over,
        stands_for: asker.stands_for.map_or(String::new(), |account| directory.person(account).to_owned()),
        marks: dispatch::marks(&asker, format!("{}&all={}", address(&asked.whose, &asked.way), asked.all), &asked.tick),
        calls,
        news: unseen
            .iter()
            .map(|line| Fresh {
                case: line.matter.stream.to_string(),
                title: page.title(&line.matter.title),
                note: format!("{} · {}", page.named("news", &line.kind), page.moment(&line.at)),
            })
            .collect(),
        resets,
        phones,
        all_address: format!("{}&all=1", address(&asked.whose, &asked.way)),
    }))
}

/// The groups; of the one that is not urgent at most `most` lines.
fn groups(page: &Page, house: &House, lines: &[&Due], directory: &casework::organ::Directory, asker: &Asker, most: usize) -> Vec<Group> {
    let today = page.today();
    let mut groups = [("over", "is-over"), ("today", "is-red"), ("three", "is-red"), ("soon", "is-yellow"), ("later", "is-green")]
        .map(|(id, class)| Group { id, class, count: 0, rows: vec![] });
    for line in lines {
        let at = match () {
            () if today > line.due_legal => 0,
            () if today >= line.due_raw => 1,
            () if today >= line.red_on => 2,
            () if today >= line.yellow_on => 3,
            () => 4,
        };
        let Some(group) = groups.get_mut(at) else { continue };
        group.count += 1;
        if at == 4 && group.count > most {
            continue;
        }
        group.rows.push(Row {
            case: line.stream.to_string(),
            day: line.due_legal,
            light: light::of_row(page, house, &line.rule, line.due_raw, line.due_legal, line.yellow_on, line.red_on),
            title: title(page, house, asker.tenant, line),
            number: line.number.clone(),
            step: page.named("next", next_step(line)).to_owned(),
            waits_for: waits_for(page, line, directory, asker),
            duty: super::case::rule_name(page, &line.rule),
        });
    }
    groups.into_iter().filter(|group| group.count > 0).collect()
}

/// What nobody has taken in hand yet, newest first.
fn fresh(page: &Page, house: &House, tenant: TenantId, lines: &[Due]) -> Vec<Fresh> {
    let mut new: Vec<&Due> = lines.iter().filter(|line| matches!(line.stage, Stage::Registered | Stage::Referred | Stage::Assigned)).collect();
    new.sort_by_key(|line| std::cmp::Reverse(line.stream));
    let note = |line: &Due| format!("{} · {}", line.number, page.named("stage", line.stage.code()));
    new.into_iter().take(5).map(|line| Fresh { case: line.stream.to_string(), title: title(page, house, tenant, line), note: note(line) }).collect()
}

/// What is late, longest first: whoever opens the day should not have to look for it.
fn pressing(page: &Page, house: &House, tenant: TenantId, lines: &[Due], today: Day) -> Vec<Fresh> {
    let late = lines.iter().filter(|line| today > line.due_legal);
    let note =
        |line: &Due| format!("{} · {}", super::case::rule_name(page, &line.rule), page.with("light-over", "n", line.due_legal.days_until(today)));
    late.take(5).map(|line| Fresh { case: line.stream.to_string(), title: title(page, house, tenant, line), note: note(line) }).collect()
}

fn undated(page: &Page, line: &list::Listed, directory: &casework::organ::Directory) -> Undated {
    Undated {
        case: line.stream.to_string(),
        title: page.title(&line.title),
        number: line.number.clone(),
        step: page.named("next", line.stage.code()).to_owned(),
        waits_for: directory.person(line.officer).to_owned(),
    }
}

fn title(page: &Page, house: &House, tenant: TenantId, line: &Due) -> String {
    page.title(&line.title.open(house, tenant))
}

/// What comes next; of a part that another organ leads, the answer to it; of what was promised, that it is carried out.
fn next_step(line: &Due) -> &'static str {
    match line.rule.as_str() {
        "P-25" => "talk",
        rule if rule.starts_with("CO.") => "answer_part",
        rule if rule.starts_with("C-27.") => "execute",
        _ => line.stage.code(),
    }
}

fn waits_for(page: &Page, line: &Due, directory: &casework::organ::Directory, asker: &Asker) -> String {
    match (line.waits_for.as_str(), directory.person(line.officer)) {
        _ if line.rule.starts_with("CO.") => page.t("waits-office").to_owned(),
        ("person", _) => page.t("waits-person").to_owned(),
        _ if line.officer == asker.account => page.t("waits-me").to_owned(),
        (_, "") => page.t("waits-nobody-yet").to_owned(),
        (_, name) => name.to_owned(),
    }
}
