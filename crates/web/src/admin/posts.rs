//! Posts: who may do what, where, from when to when.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, Role,
    organ::Directory,
    people::{account::Account, grant::LONGEST_REASON, post::Post, set_up::NewPost},
};
use kernel::{
    Day,
    id::{OrganId, PostId},
    refusal::Refusal,
};
use std::sync::Arc;
use store::Failure;

struct Line {
    number: PostId,
    person: String,
    role: String,
    organ: String,
    place: String,
    from: Day,
    to: Option<Day>,
    is_valid: bool,
    is_mine: bool,
}

impl Line {
    fn may_end(&self) -> bool {
        self.is_valid && !self.is_mine
    }
}

#[derive(Template)]
#[template(path = "admin/posts.html")]
struct PostsPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    accounts: Vec<Account>,
    directory: Arc<Directory>,
    roles: [Role; 10],
    typed: Typed<'a>,
    longest: usize,
    /// The post whose end was refused, and the reason that was typed.
    ending: Option<PostId>,
    refusal: Option<&'a Refusal>,
}

impl PostsPage<'_> {
    /// The refusal of ending this line's post.
    fn refused(&self, line: &Line) -> Option<&Refusal> {
        self.refusal.filter(|_| self.ending == Some(line.number))
    }

    /// The refusal of what has no line with a form: at the head of the page.
    fn refused_above(&self) -> Option<&Refusal> {
        self.refusal.filter(|_| !self.lines.iter().any(|line| line.may_end() && self.ending == Some(line.number)))
    }

    fn reason(&self, line: &Line) -> &str {
        if self.ending == Some(line.number) { self.typed.reason } else { "" }
    }
}

/// What stood in the form.
#[derive(Default)]
struct Typed<'a> {
    account: &'a str,
    organ: &'a str,
    role: &'a str,
    area: &'a str,
    from: &'a str,
    to: &'a str,
    reason: &'a str,
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let shown = posts_page(&web, &asker, &page, Typed::default(), None, None).await?;
    Ok(page.show(&shown))
}

pub(super) async fn add(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let outcome = match read(&web, &asker, &posted).await? {
        Ok(new) => web.people().propose_post(&asker, new, posted.text("reason")).await.map(|_| ()),
        Err(refusal) => Err(refusal.into()),
    };
    answer(&web, &asker, &page, &posted, None, outcome).await
}

pub(super) async fn end(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(post): Path<PostId>,
    posted: Posted,
) -> Result<Response, Oops> {
    let outcome = web.people().propose_end(&asker, post, posted.text("reason")).await.map(|_| ());
    answer(&web, &asker, &page, &posted, Some(post), outcome).await
}

async fn answer(
    web: &Web,
    asker: &Asker,
    page: &Page,
    posted: &Posted,
    ending: Option<PostId>,
    outcome: Result<(), Failure>,
) -> Result<Response, Oops> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/admin/proposals").into_response()),
        Err(Failure::Refused(refusal)) => {
            let typed = Typed {
                account: posted.text("account"),
                organ: posted.text("organ"),
                role: posted.text("role"),
                area: posted.text("area"),
                from: posted.text("from_day"),
                to: posted.text("to_day"),
                reason: posted.text("reason"),
            };
            let shown = posts_page(web, asker, page, typed, ending, Some(&refusal)).await?;
            Ok(page.show_again(&shown))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads the form; the area may be typed as a code, or left empty for the organ's own.
async fn read(web: &Web, asker: &Asker, posted: &Posted) -> Result<Result<NewPost, Refusal>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let (Some(account), Some(organ), Some(role)) = (posted.read("account"), posted.read::<OrganId>("organ"), Role::parse(posted.text("role"))) else {
        return Err(Oops::NotFound);
    };
    let own = directory.organ(organ).and_then(|organ| organ.area.parse().ok());
    let code = posted.text("area");
    let Some(area) = (if code.is_empty() { own } else { directory.area_of(code) }) else {
        return Ok(Err(Refusal::new("POST_AREA", "S-06").at("area")));
    };
    let day = |name| {
        if posted.text(name).is_empty() {
            Ok(None)
        } else {
            posted.read::<Day>(name).map(Some).ok_or_else(|| Refusal::new("POST_DAYS", "S-06").at("to_day"))
        }
    };
    let (from_day, to_day) = match (day("from_day"), day("to_day")) {
        (Ok(from), Ok(to)) => (from.unwrap_or_else(|| web.house().today()), to),
        (Err(refusal), _) | (_, Err(refusal)) => return Ok(Err(refusal)),
    };
    Ok(Ok(NewPost { post: PostId::new(0), account, organ, role, area, deputy_for: PostId::new(0), from_day, to_day }))
}

async fn posts_page<'a>(
    web: &Web,
    asker: &Asker,
    page: &'a Page,
    typed: Typed<'a>,
    ending: Option<PostId>,
    refusal: Option<&'a Refusal>,
) -> Result<PostsPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let accounts: Vec<Account> = web.people().accounts(asker).await?.into_iter().filter(|account| account.disabled_on.is_none()).collect();
    let today = web.house().today();
    let line = |post: Post| Line {
        number: post.post,
        person: directory.person(post.account).to_owned(),
        organ: directory.organ_name(post.organ).to_owned(),
        place: post.area.parse().map(|area| directory.place_name(&area)).unwrap_or_default(),
        from: post.from_day,
        to: post.to_day,
        is_valid: post.lasts_on(today),
        is_mine: post.account == asker.account,
        role: post.role,
    };
    let mut lines: Vec<Line> = web.people().all_posts(asker).await?.into_iter().map(line).collect();
    lines.sort_by_key(|line| !line.is_valid);
    Ok(PostsPage { page, lines, accounts, directory, roles: Role::ALL, typed, longest: LONGEST_REASON, ending, refusal })
}
