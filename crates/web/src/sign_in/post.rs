//! Which post to work in, for who has several; and a plain word for who has none today.

use super::{Query, elsewhere, onward};
use crate::{error::Oops, guard::Who, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    response::{IntoResponse, Response},
};
use casework::people::{Session, Step, post::Post};
use kernel::id::PostId;

struct Choice {
    number: PostId,
    role: String,
    organ: String,
    place: String,
    is_deputy: bool,
}

#[derive(Template)]
#[template(path = "sign_in/post.html")]
struct PostPage<'a> {
    page: &'a Page,
    posts: Vec<Choice>,
    next: &'a str,
}

pub(super) async fn show(State(web): State<Web>, Who(session): Who, Asked(query): Asked<Query>, page: Page) -> Result<Response, Oops> {
    if !matches!(session.step, Step::Post | Step::In) {
        return Ok(elsewhere(&session));
    }
    let posts = choices(&web, &session).await?;
    Ok(page.show(&PostPage { page: &page, posts, next: &query.next }))
}

pub(super) async fn choose(State(web): State<Web>, Who(session): Who, posted: Posted) -> Result<Response, Oops> {
    let chosen = posted.read::<PostId>("post").ok_or(Oops::NotFound)?;
    web.people().choose_post(&session, chosen).await?;
    Ok(onward(Step::In, posted.text("next")).into_response())
}

async fn choices(web: &Web, session: &Session) -> Result<Vec<Choice>, Oops> {
    let directory = web.house().directory(session.tenant).await?;
    let choice = |post: Post| Choice {
        number: post.post,
        organ: directory.organ_name(post.organ).to_owned(),
        place: post.area.parse().map(|area| directory.place_name(&area)).unwrap_or_default(),
        is_deputy: post.deputy_for.get() != 0,
        role: post.role,
    };
    Ok(web.people().posts(session).await?.into_iter().map(choice).collect())
}
