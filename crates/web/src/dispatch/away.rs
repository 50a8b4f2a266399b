//! 代班: who is away names a deputy, or his head does. The deputy wears the other's post beside his own, from one day to
//! another; what he does in it is written down as his own act, for the other.

use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, Role,
    people::{
        absence::{Away, LONGEST_DAYS},
        post::Post,
    },
};
use kernel::{Day, id::PostId, refusal::Refusal};
use store::Failure;

struct Line {
    post: String,
    away: String,
    deputy: String,
    role: String,
    from: Day,
    to: Option<Day>,
    can_end: bool,
    /// Whether it is this asker who stands in, and today.
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "dispatch/away.html")]
struct AwayPage<'a> {
    page: &'a Page,
    posts: Vec<(String, String)>,
    deputies: Vec<(String, String)>,
    lines: Vec<Line>,
    refusal: Option<Refusal>,
    post: String,
    deputy: String,
    from: String,
    to: String,
}

impl AwayPage<'_> {
    const LONGEST: i64 = LONGEST_DAYS;

    fn is_wrong(&self, field: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field))
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, tried: Option<(Refusal, &Posted)>) -> Result<AwayPage<'a>, Oops> {
    let directory = web.house().directory(asker.tenant).await?;
    let (own, deputyships) = web.people().deputies(asker).await?;
    let may_set = |post: &Post| asker.stands_for.is_none() && (post.account == asker.account || asker.role == Role::Head);
    let name = |post: &Post| format!("{} · {}", directory.person(post.account), page.named("role", &post.role));
    let posts: Vec<(String, String)> = own.iter().filter(|post| may_set(post)).map(|post| (post.post.to_string(), name(post))).collect();
    let mut deputies: Vec<(String, String)> = own.iter().map(|post| (post.account.to_string(), directory.person(post.account).to_owned())).collect();
    deputies.sort();
    deputies.dedup();
    let lines = deputyships.iter().map(|post| {
        let original = own.iter().find(|other| other.post == post.deputy_for);
        Line {
            post: post.post.to_string(),
            away: original.map_or(String::new(), |other| directory.person(other.account).to_owned()),
            deputy: directory.person(post.account).to_owned(),
            role: page.named("role", &post.role).to_owned(),
            from: post.from_day,
            to: post.to_day,
            can_end: original.is_some_and(may_set),
            is_mine: post.account == asker.account && post.is_valid_on(asker.today) && post.post != asker.post,
        }
    });
    let typed = |name: &str| tried.as_ref().map_or(String::new(), |(_, posted)| posted.text(name).to_owned());
    let today = asker.today.to_string();
    Ok(AwayPage {
        page,
        posts,
        deputies,
        lines: lines.collect(),
        post: typed("post"),
        deputy: typed("deputy"),
        from: if tried.is_some() { typed("from") } else { today.clone() },
        to: if tried.is_some() { typed("to") } else { today },
        refusal: tried.map(|(refusal, _)| refusal),
    })
}

/// `GET /desk/away`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page) -> Result<Response, Oops> {
    let shown = template(&web, &asker, &page, None).await?;
    Ok(page.show(&shown))
}

/// `POST /desk/away`.
pub async fn name(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    match asked(&posted) {
        Ok(away) => match web.people().name_deputy(&asker, away).await {
            Ok(_) => Ok(Redirect::to("/desk/away").into_response()),
            Err(Failure::Refused(refusal)) => again(&web, &asker, &page, refusal, &posted).await,
            Err(failure) => Err(failure.into()),
        },
        Err(refusal) => again(&web, &asker, &page, refusal, &posted).await,
    }
}

fn asked(posted: &Posted) -> Result<Away, Refusal> {
    let empty = |field: &'static str| Refusal::new("EMPTY", "SM-PET").arg("field", field).at(field);
    Ok(Away {
        post: posted.read("post").ok_or_else(|| empty("post"))?,
        deputy: posted.read("deputy").ok_or_else(|| empty("deputy"))?,
        from: posted.read("from").ok_or_else(|| empty("from"))?,
        to: posted.read("to").ok_or_else(|| empty("to"))?,
    })
}

async fn again(web: &Web, asker: &Asker, page: &Page, refusal: Refusal, posted: &Posted) -> Result<Response, Oops> {
    let shown = template(web, asker, page, Some((refusal, posted))).await?;
    Ok(page.show_again(&shown))
}

/// `POST /desk/away/{post}/end`.
pub async fn end(State(web): State<Web>, Signed(asker): Signed, Path(post): Path<PostId>, _posted: Posted) -> Result<Response, Oops> {
    web.people().end_deputy(&asker, post).await?;
    Ok(Redirect::to("/desk/away").into_response())
}
