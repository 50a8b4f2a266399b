//! Changes of posts that wait for a second person: on the page of those who can confirm, with who asked, for whom and why.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, Role,
    organ::Directory,
    people::{
        grant::{LONGEST_REASON, Seen},
        proposal::{END, WAITS},
    },
};
use kernel::{
    Day, Moment,
    id::{AccountId, ProposalId},
    refusal::Refusal,
};
use store::Failure;

struct Line {
    number: ProposalId,
    ends: bool,
    person: String,
    role: String,
    organ: String,
    place: String,
    from: Day,
    to: Option<Day>,
    reason: String,
    asked_by: String,
    asked_at: Moment,
    /// Who can confirm it: names with the county's own word for why they may.
    confirmers: String,
    is_for_me: bool,
    is_mine: bool,
    list: i64,
    state: String,
    settled_by: String,
    settled_at: Option<Moment>,
    answer: String,
}

/// The posts of one staff list.
struct List {
    number: i64,
    lines: Vec<Line>,
}

impl List {
    fn first(&self) -> Option<&Line> {
        self.lines.first()
    }

    fn is_for_me(&self) -> bool {
        self.lines.iter().any(|line| line.is_for_me)
    }
}

/// A list whose form was sent, and what came of it.
#[derive(Default)]
pub(crate) struct ListTried<'a> {
    pub(crate) list: i64,
    pub(crate) typed: &'a str,
    pub(crate) refusal: Option<&'a Refusal>,
    /// Whose posts are left waiting, and why.
    pub(crate) left: &'a [(AccountId, Refusal)],
}

#[derive(Template)]
#[template(path = "admin/proposals.html")]
struct ProposalsPage<'a> {
    page: &'a Page,
    waiting: Vec<Line>,
    lists: Vec<List>,
    /// What came of a list whose form was sent.
    of_list: ListTried<'a>,
    left: Vec<(String, &'a Refusal)>,
    settled: Vec<Line>,
    is_security: bool,
    longest: usize,
    /// The proposal whose form was refused, and what was typed.
    tried: Option<ProposalId>,
    typed: &'a str,
    refusal: Option<&'a Refusal>,
}

impl ProposalsPage<'_> {
    /// The refusal, when it belongs to this line.
    fn refused(&self, line: &Line) -> Option<&Refusal> {
        self.refusal.filter(|_| self.tried == Some(line.number))
    }

    /// The refusal of a line that is no longer there.
    fn refused_elsewhere(&self) -> Option<&Refusal> {
        self.refusal.filter(|_| !self.waiting.iter().any(|line| self.tried == Some(line.number)))
    }

    fn list_refusal(&self, list: &List) -> Option<&Refusal> {
        self.of_list.refusal.filter(|_| self.of_list.list == list.number)
    }

    fn list_typed(&self, list: &List) -> &str {
        if self.of_list.list == list.number { self.of_list.typed } else { "" }
    }

    fn typed(&self, line: &Line) -> &str {
        if self.tried == Some(line.number) { self.typed } else { "" }
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let shown = proposals_page(&web, &asker, &page).await?;
    Ok(page.show(&shown))
}

pub(super) async fn confirm(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(proposal): Path<ProposalId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().confirm_proposal(&asker, proposal).await;
    answer(&web, &asker, &page, proposal, &posted, outcome).await
}

pub(super) async fn refuse(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(proposal): Path<ProposalId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().refuse_proposal(&asker, proposal, posted.text("reason")).await;
    answer(&web, &asker, &page, proposal, &posted, outcome).await
}

pub(super) async fn withdraw(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(proposal): Path<ProposalId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().withdraw_proposal(&asker, proposal).await;
    answer(&web, &asker, &page, proposal, &posted, outcome).await
}

async fn answer(
    web: &Web,
    asker: &Asker,
    page: &Page,
    proposal: ProposalId,
    posted: &Posted,
    outcome: Result<(), Failure>,
) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/admin/proposals").into_response()),
        Err(Failure::Refused(refusal)) => {
            let shown = proposals_page(web, asker, page).await?;
            Ok(page.show_again(&ProposalsPage { tried: Some(proposal), typed: posted.text("reason"), refusal: Some(&refusal), ..shown }))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The page after the form of a list was sent: with its refusal, or with whose posts are left and why.
pub(crate) async fn show_proposals(web: &Web, asker: &Asker, page: &Page, tried: ListTried<'_>) -> Result<Response, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let shown = proposals_page(web, asker, page).await?;
    let left = tried.left.iter().map(|(account, refusal)| (directory.person(*account).to_owned(), refusal)).collect();
    Ok(page.show_again(&ProposalsPage { left, of_list: tried, ..shown }))
}

async fn proposals_page<'a>(web: &Web, asker: &Asker, page: &'a Page) -> Result<ProposalsPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let (waiting, settled) = web.people().proposals(asker).await?;
    let lines = |seen: Vec<Seen>| -> Vec<Line> { seen.into_iter().map(|seen| line(&directory, page, seen)).collect() };
    let (of_lists, waiting): (Vec<Line>, Vec<Line>) = lines(waiting).into_iter().partition(|line| line.list != 0);
    let mut lists: Vec<List> = vec![];
    for line in of_lists {
        match lists.iter_mut().find(|list| list.number == line.list) {
            Some(list) => list.lines.push(line),
            None => lists.push(List { number: line.list, lines: vec![line] }),
        }
    }
    Ok(ProposalsPage {
        page,
        waiting,
        lists,
        of_list: ListTried::default(),
        left: vec![],
        settled: lines(settled),
        is_security: asker.role == Role::SecurityAdmin,
        longest: LONGEST_REASON,
        tried: None,
        typed: "",
        refusal: None,
    })
}

fn line(directory: &Directory, page: &Page, seen: Seen) -> Line {
    let Seen { proposal, confirmers, is_for_me, is_mine } = seen;
    let names: Vec<&str> = confirmers.iter().map(|account| directory.person(*account)).collect();
    Line {
        number: proposal.proposal,
        ends: proposal.change == END,
        person: directory.person(proposal.account).to_owned(),
        organ: directory.organ_name(proposal.organ).to_owned(),
        place: proposal.area.parse().map(|area| directory.place_name(&area)).unwrap_or_default(),
        from: proposal.from_day,
        to: proposal.to_day,
        asked_by: directory.person(proposal.asked_by).to_owned(),
        asked_at: proposal.asked_at,
        confirmers: names.join(page.t("list-mark")),
        is_for_me: is_for_me && proposal.state == WAITS,
        is_mine,
        settled_by: directory.person(proposal.settled_by).to_owned(),
        settled_at: proposal.settled_at,
        list: proposal.list,
        role: proposal.role,
        reason: proposal.reason,
        state: proposal.state,
        answer: proposal.answer,
    }
}
