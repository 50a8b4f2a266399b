//! 数字: each figure with its definition, over what the asker sees; each number opens to the cases that it counts.

use super::cases::{CaseLine, line};
use crate::{
    error::Oops,
    guard::Signed,
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
    Scope, audit,
    figures::{self, LIMITS, Replies, ReplyQuestion},
    organ::Directory,
    petition::{
        list::{Listed, PAGE},
        policy::{self, Sight},
    },
};
use kernel::Day;
use serde::Deserialize;

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/figures", Access::Staff, index),
        RouteEntry::get("/desk/figures/replies", Access::Staff, replies),
        RouteEntry::get("/desk/figures/replies/cases", Access::Staff, cases),
    ]
}

/// The period that is asked about; this year up to today when nothing is said.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    history: String,
    #[serde(default)]
    within: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    fn question(&self, today: Day) -> ReplyQuestion {
        let first = Day::new(i16::try_from(today.year()).unwrap_or(i16::MAX), 1, 1).unwrap_or(today);
        let to = self.to.parse().unwrap_or(today);
        let from = self.from.parse().unwrap_or(first);
        ReplyQuestion { from: from.min(to), to: to.max(from), with_history: self.history == "1" }
    }
}

fn query(question: &ReplyQuestion) -> String {
    format!("from={}&to={}&history={}", question.from, question.to, i64::from(question.with_history))
}

/// `61.45 %`, half of the last place up; `—` when there is nothing to divide by.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "—".to_owned();
    }
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

struct Row {
    limit: i64,
    count: i64,
    percent: String,
    /// Width of the bar, of 100.
    bar: String,
}

fn rows(figure: &Replies) -> Vec<Row> {
    let share = |count: i64| percent(count, figure.asked);
    LIMITS
        .iter()
        .zip(figure.within)
        .map(|(limit, count)| Row { limit: *limit, count, percent: share(count), bar: share(count).trim_end_matches(" %").replace('—', "0") })
        .collect()
}

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct IndexPage<'a> {
    page: &'a Page,
    question: ReplyQuestion,
    figure: Replies,
    share: String,
    whose: String,
}

/// `GET /desk/figures`.
pub async fn index(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let question = Asked::default().question(house.today());
    let whose = whose(&page, &directory, &sight);
    let figure = figures::replies(house, asker.tenant, Some(sight), question).await?;
    let share = percent(figure.within.get(2).copied().unwrap_or(0), figure.asked);
    Ok(page.show(&IndexPage { page: &page, question, figure, share, whose }))
}

#[derive(Template)]
#[template(path = "desk/figures_replies.html")]
struct RepliesPage<'a> {
    page: &'a Page,
    question: ReplyQuestion,
    query: String,
    figure: Replies,
    rows: Vec<Row>,
    whose: String,
    periods: Vec<(&'static str, String)>,
}

impl RepliesPage<'_> {
    fn median(&self) -> String {
        // Half days occur: the mean of the two in the middle.
        self.figure.median.map_or("—".to_owned(), |days| if days.fract() == 0.0 { format!("{days:.0}") } else { format!("{days:.1}") })
    }

    fn median_limit(&self) -> String {
        self.figure.median.map_or(String::new(), |days| format!("{:.0}", days.floor()))
    }

    fn answered_share(&self) -> String {
        percent(self.figure.answered, self.figure.asked)
    }

    fn unanswered(&self) -> i64 {
        self.figure.asked - self.figure.answered
    }
}

/// `GET /desk/figures/replies?from=…&to=…&history=1`.
pub async fn replies(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let question = asked.question(house.today());
    let whose = whose(&page, &directory, &sight);
    let figure = figures::replies(house, asker.tenant, Some(sight), question).await?;
    let rows = rows(&figure);
    let query = query(&question);
    Ok(page.show(&RepliesPage { page: &page, question, query, rows, figure, whose, periods: periods(house.today(), &question) }))
}

/// This year, last year, everything.
fn periods(today: Day, question: &ReplyQuestion) -> Vec<(&'static str, String)> {
    let year = |year: i32| (format!("{year}-01-01"), format!("{year}-12-31"));
    let (this, last) = (year(today.year()), year(today.year() - 1));
    let address = |from: &str, to: &str| format!("/desk/figures/replies?from={from}&to={to}&history={}", i64::from(question.with_history));
    vec![
        ("figures-this-year", address(&this.0, &today.to_string())),
        ("figures-last-year", address(&last.0, &last.1)),
        ("figures-always", address("2000-01-01", &today.to_string())),
    ]
}

fn whose(page: &Page, directory: &Directory, sight: &Sight) -> String {
    match &sight.scope {
        Scope::Organ(organ) => page.with("cases-of-organ", "organ", directory.organ_name(*organ).to_owned()),
        Scope::Area(area) => page.with("cases-of-area", "area", directory.place_name(area)),
        Scope::Nothing => String::new(),
    }
}

/// Which cases a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Asked,
    Answered,
    Unanswered,
    Within(i64),
}

impl Behind {
    fn read(text: &str) -> Option<Self> {
        match text {
            "asked" | "" => Some(Self::Asked),
            "answered" => Some(Self::Answered),
            "unanswered" => Some(Self::Unanswered),
            days => days.parse().ok().filter(|days| (0..=36_500).contains(days)).map(Self::Within),
        }
    }

    fn word(self) -> String {
        match self {
            Self::Asked => "asked".to_owned(),
            Self::Answered => "answered".to_owned(),
            Self::Unanswered => "unanswered".to_owned(),
            Self::Within(days) => days.to_string(),
        }
    }

    fn name(self, page: &Page) -> String {
        match self {
            Self::Asked => page.t("figures-behind-asked").to_owned(),
            Self::Answered => page.t("figures-behind-answered").to_owned(),
            Self::Unanswered => page.t("figures-behind-unanswered").to_owned(),
            Self::Within(days) => page.with("figures-behind-within", "n", days),
        }
    }
}

#[derive(Template)]
#[template(path = "desk/figures_cases.html")]
struct CasesPage<'a> {
    page: &'a Page,
    question: ReplyQuestion,
    query: String,
    name: String,
    lines: Vec<CaseLine>,
    older: Option<String>,
    is_first: bool,
}

/// `GET /desk/figures/replies/cases?within=30&from=…&to=…&history=1&before=…`
pub async fn cases(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let house = web.house();
    let behind = Behind::read(&asked.within).ok_or(Oops::NotFound)?;
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, &asker);
    let question = asked.question(house.today());
    let cursor = asked.before.parse().unwrap_or(0);
    let within = |limit| figures::cases_within(house, asker.tenant, sight.clone(), question, limit, cursor);
    let found: Vec<Listed> = match behind {
        Behind::Within(days) => within(Some(days)).await?,
        Behind::Answered => within(None).await?,
        Behind::Unanswered => within(Some(-1)).await?,
        Behind::Asked => {
            // Everything that was asked is what was answered and what was not: two lists by the same cursor, as one.
            let mut both = within(None).await?;
            both.extend(within(Some(-1)).await?);
            both.sort_by_key(|case| std::cmp::Reverse(case.stream));
            both.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
            both
        }
    };
    let streams: Vec<_> = found.iter().map(|case| case.stream).collect();
    audit::look(house, &asker, "figures", "list", &streams).await?;
    let is_full = i64::try_from(streams.len()).is_ok_and(|n| n >= PAGE);
    let query = query(&question);
    let older = streams.last().filter(|_| is_full).map(|last| format!("/desk/figures/replies/cases?within={}&{query}&before={last}", behind.word()));
    let lines = found.into_iter().map(|case| line(&page, &directory, case)).collect();
    Ok(page.show(&CasesPage { page: &page, question, query, name: behind.name(&page), lines, older, is_first: cursor == 0 }))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percent_rounds_half_up_and_does_not_divide_by_nothing() {
        assert_eq!(percent(1_229, 2_000), "61.45 %");
        assert_eq!(percent(1, 3), "33.33 %");
        assert_eq!(percent(2, 3), "66.67 %");
        assert_eq!(percent(1, 800), "0.13 %");
        assert_eq!(percent(1, 1), "100.00 %");
        assert_eq!(percent(0, 0), "—");
    }
}
