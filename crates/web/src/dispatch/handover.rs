//! 交接: the one who goes offers everything that he has in hand, the one who comes takes it on. Both sign; no date moves.

use crate::{
    desk::{
        cases::{CaseLine, line},
        colleagues,
    },
    error::Oops,
    guard::Signed,
    page::Page,
    posted::Posted,
    state::Web,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, Role, audit,
    organ::Directory,
    petition::{
        Stage, flow,
        handover::{self, Handover, KINDS, LONGEST_NOTE},
        list, policy,
    },
};
use kernel::{
    Day, Moment,
    id::{AccountId, HandoverId, StreamId},
    refusal::Refusal,
};
use std::collections::HashMap;
use store::Failure;

struct Line {
    handover: Handover,
    giver: String,
    taker: String,
    kind: String,
    state: String,
    for_me: bool,
    mine: bool,
}

struct InHand {
    case: CaseLine,
    due: Option<Day>,
}

#[derive(Template)]
#[template(path = "dispatch/handover.html")]
struct HandoverPage<'a> {
    page: &'a Page,
    in_hand: Vec<InHand>,
    lines: Vec<Line>,
    takers: Vec<(AccountId, String)>,
    refusal: Option<Refusal>,
    /// Where the refusal stands: `offer`, or the number of a hand-over.
    at: String,
    taker: String,
    kind: String,
    note: String,
    answer: String,
    may_offer: bool,
    is_head: bool,
}

impl HandoverPage<'_> {
    const KINDS: [&'static str; 3] = KINDS;
    const LONGEST: usize = LONGEST_NOTE;

    fn is_wrong(&self, at: &str, field: &str) -> bool {
        self.at == at && self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field))
    }

    fn is_at(&self, number: &HandoverId) -> bool {
        self.refusal.is_some() && self.at == number.to_string()
    }
}

/// `GET /desk/handover`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let shown = template(&web, &asker, &page, None).await?;
    Ok(page.show(&shown))
}

/// What was typed before a refusal, and where.
struct Tried<'a> {
    at: String,
    refusal: Refusal,
    posted: &'a Posted,
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, tried: Option<Tried<'_>>) -> Result<HandoverPage<'a>, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let (tenant, organ, account) = (asker.tenant, asker.organ, asker.account);
    let (streams, all) =
        house.db().read(move |tx| Ok((handover::in_hand(tx, tenant, organ, account)?, handover::of_organ(tx, tenant, organ)?))).await?;
    let in_hand = in_hand(web, asker, page, &directory, streams).await?;
    let typed = |name: &str| tried.as_ref().map_or(String::new(), |tried| tried.posted.text(name).to_owned());
    let mut takers = colleagues::named(house, asker, &directory).await?;
    takers.retain(|(account, _)| *account != asker.account);
    Ok(HandoverPage {
        page,
        // One at a time: while an offer waits it is taken back first.
        may_offer: handover::handles(asker) && !all.iter().any(|one| one.giver == account && one.state == handover::OFFERED),
        is_head: asker.role == Role::Head,
        in_hand,
        lines: all.into_iter().filter(|one| handover::sees(asker, one)).map(|one| told(page, &directory, asker, one)).collect(),
        takers,
        taker: typed("taker"),
        kind: typed("kind"),
        note: typed("note"),
        answer: typed("answer"),
        at: tried.as_ref().map_or(String::new(), |tried| tried.at.clone()),
        refusal: tried.map(|tried| tried.refusal),
    })
}

fn told(page: &Page, directory: &Directory, asker: &Asker, one: Handover) -> Line {
    let is_open = one.state == handover::OFFERED;
    Line {
        giver: directory.person(one.giver).to_owned(),
        taker: directory.person(one.taker).to_owned(),
        kind: page.named("handover-kind", &one.kind).to_owned(),
        state: page.named("handover-state", &one.state).to_owned(),
        for_me: handover::is_for(asker, &one),
        mine: is_open && one.giver == asker.account,
        handover: one,
    }
}

async fn in_hand(web: &Web, asker: &Asker, page: &Page, directory: &Directory, streams: Vec<StreamId>) -> Result<Vec<InHand>, Oops> {
    let house = web.house();
    let sight = policy::sight(house, directory, asker);
    let found = list::these(house, asker.tenant, &sight, streams).await?;
    let seen: Vec<StreamId> = found.iter().map(|case| case.stream).collect();
    let due: HashMap<StreamId, Day> = list::next_due(house, asker.tenant, seen.clone()).await?;
    audit::look(house, asker, "handover", "list", &seen).await?;
    Ok(found.into_iter().map(|case| InHand { due: due.get(&case.stream).copied(), case: line(page, directory, case) }).collect())
}

/// `POST /desk/handover`.
pub async fn offer(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    match handover::offer(web.house(), &asker, posted.read("taker"), posted.text("kind"), posted.text("note")).await {
        Ok(number) => Ok(Redirect::to(&format!("/desk/handover/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => again(&web, &asker, &page, "offer", refusal, &posted).await,
        Err(failure) => Err(failure.into()),
    }
}

async fn again(web: &Web, asker: &Asker, page: &Page, at: &str, refusal: Refusal, posted: &Posted) -> Result<Response, Oops> {
    let shown = template(web, asker, page, Some(Tried { at: at.to_owned(), refusal, posted })).await?;
    Ok(page.show_again(&shown))
}

/// `POST /desk/handover/{handover}/accept`.
pub async fn accept(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<HandoverId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = handover::accept(web.house(), &asker, number).await.map(drop);
    settled(&web, &asker, &page, number, outcome, &posted).await
}

/// `POST /desk/handover/{handover}/refuse`.
pub async fn refuse(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<HandoverId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = handover::refuse(web.house(), &asker, number, posted.text("answer")).await;
    settled(&web, &asker, &page, number, outcome, &posted).await
}

/// `POST /desk/handover/{handover}/withdraw`.
pub async fn withdraw(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(number): Path<HandoverId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = handover::withdraw(web.house(), &asker, number).await;
    settled(&web, &asker, &page, number, outcome, &posted).await
}

async fn settled(web: &Web, asker: &Asker, page: &Page, number: HandoverId, outcome: Result<(), Failure>, posted: &Posted) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/desk/handover/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => again(web, asker, page, &number.to_string(), refusal, posted).await,
        Err(failure) => Err(failure.into()),
    }
}

struct SheetRow {
    case: CaseLine,
    due: Option<Day>,
    /// What came of it: empty while it waits.
    outcome: String,
}

#[derive(Template)]
#[template(path = "dispatch/handover_sheet.html")]
struct SheetPage<'a> {
    page: &'a Page,
    organ: String,
    line: Line,
    rows: Vec<SheetRow>,
    /// Matters that are not for these eyes any more.
    hidden: usize,
    offered_at: Moment,
    settled_at: Option<Moment>,
    note: String,
    answer: String,
}

/// `GET /desk/handover/{handover}`: the sheet with both signatures, for the screen and for paper.
pub async fn sheet(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(number): Path<HandoverId>) -> Result<Response, Oops> {
    let house = web.house();
    let directory = house.directory(asker.tenant).await?;
    let tenant = asker.tenant;
    let found = house.db().read(move |tx| handover::one(tx, tenant, number)).await?;
    if !handover::sees(&asker, &found) {
        return Err(Oops::NotFound);
    }
    let streams = found.streams();
    let sight = policy::sight(house, &directory, &asker);
    let cases = list::these(house, tenant, &sight, streams.clone()).await?;
    let seen: Vec<StreamId> = cases.iter().map(|case| case.stream).collect();
    let due = list::next_due(house, tenant, seen.clone()).await?;
    audit::look(house, &asker, "handover", "list", &seen).await?;
    let left = found.left();
    let rows = cases.into_iter().map(|case| {
        let is_over = !flow::IN_HAND.contains(case.stage) && case.stage != Stage::Accepted;
        let outcome = match found.state.as_str() {
            handover::ACCEPTED if !left.contains(&case.stream) => page.t("handover-taken"),
            handover::ACCEPTED if is_over => page.t("handover-over"),
            handover::ACCEPTED => page.t("handover-left"),
            _ => "",
        };
        SheetRow { due: due.get(&case.stream).copied(), outcome: outcome.to_owned(), case: line(&page, &directory, case) }
    });
    let rows: Vec<SheetRow> = rows.collect();
    let shown = SheetPage {
        page: &page,
        organ: directory.organ_name(found.organ).to_owned(),
        hidden: streams.len() - rows.len(),
        rows,
        offered_at: found.offered_at,
        settled_at: found.settled_at,
        note: found.note.clone(),
        answer: found.answer.clone(),
        line: told(&page, &directory, &asker, found),
    };
    Ok(page.show(&shown))
}
