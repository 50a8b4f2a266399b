//! 起草答复意见: claim by claim, her words beside, on a page of its own.
//!
//! What the draft lacks and which of its words no letter may hold stands beside it: a button asks for it, and with a script it is
//! looked at as he writes. Nothing is kept by looking, nor by looking at the letter as it would be.

use crate::{document::letters, error::Oops, field::Typed, guard::Signed, page::Page, state::Web, upload::Upload};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::{
    Asker, audit,
    document::draft::{self, Finding},
    petition::{
        Verb,
        model::Outcome,
        page::{self as source, Case},
        policy,
        seal::open_words,
    },
};
use kernel::{id::StreamId, refusal::Refusal, sealed::Opened};
use store::Failure;

/// Whether the draft is looked at: not when its page is only opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    NotYet,
    Now,
}

/// What stands beside a draft.
struct Beside {
    /// Whether it was looked at since the page came.
    looked: bool,
    findings: Vec<Finding>,
    /// What the letter will say of remedies: the words and their article.
    remedies: Vec<(String, String)>,
}

struct Answer {
    at: usize,
    claim: String,
    facts: String,
    basis: String,
    outcome: String,
    owner: String,
    by: String,
    /// The field that the refusal is about; empty when it is not about this claim.
    wrong: &'static str,
}

#[derive(Template)]
#[template(path = "desk/opinion.html")]
struct OpinionPage<'a> {
    page: &'a Page,
    case: String,
    number: String,
    title: String,
    words: Vec<String>,
    answers: Vec<Answer>,
    outcomes: Vec<(String, String)>,
    organs: Vec<(String, String)>,
    refusal: Option<Refusal>,
    beside: Beside,
}

impl OpinionPage<'_> {
    /// What is to be mended at one claim.
    fn at(&self, claim: &usize) -> Vec<&Finding> {
        self.beside.findings.iter().filter(|finding| finding.claim == *claim).collect()
    }
}

/// `GET /desk/case/{case}/opinion`.
pub async fn show(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    crate::guard::Who(session): crate::guard::Who,
    Path(case): Path<StreamId>,
) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "opinion", "view", &[case]).await?;
    let typed: Typed = crate::draft::kept(&web, &session, "opinion", &case.to_string()).await?;
    Ok(page.show(&template(&web, &asker, &page, &found, None, &typed, Look::NotYet).await?))
}

/// `POST /desk/case/{case}/opinion/check`: the page again, with what is to be mended beside it. Keeps nothing.
pub async fn check(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>, upload: Upload) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "opinion", "view", &[case]).await?;
    let typed: Typed = upload.fields().to_vec();
    Ok(page.show(&template(&web, &asker, &page, &found, None, &typed, Look::Now).await?))
}

/// `GET /desk/case/{case}/opinion/preview`: the letter, from the draft that was handed in; for who approves and signs it.
pub async fn preview_drafted(State(web): State<Web>, Signed(asker): Signed, Path(case): Path<StreamId>) -> Result<Response, Oops> {
    let letter = draft::preview(web.house(), &asker, case, None).await?;
    Ok(letters::as_draft(&web, &asker, letter).await?)
}

/// `POST /desk/case/{case}/opinion/preview`: the letter, from what is typed so far. Keeps nothing.
pub async fn preview_typed(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(case): Path<StreamId>,
    upload: Upload,
) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    let typed: Typed = upload.fields().to_vec();
    let answers: Vec<draft::Typed> = answers(&page, &found, &typed, None).iter().map(as_typed).collect();
    match draft::preview(web.house(), &asker, case, Some(&answers)).await {
        Ok(letter) => Ok(letters::as_draft(&web, &asker, letter).await?),
        Err(Failure::Refused(refusal)) => show_again(&web, &asker, &page, case, refusal, &typed).await,
        Err(failure) => Err(failure.into()),
    }
}

/// The page again, with a refusal; on the case page for who sees the matter in an emergency alone, and drafts nothing.
pub async fn show_again(web: &Web, asker: &Asker, page: &Page, case: StreamId, refusal: Refusal, typed: &Typed) -> Result<Response, Oops> {
    let (found, sight) = source::to_look_at(web.house(), asker, case).await?;
    if policy::in_emergency(&sight, &found.petition).is_some() {
        return super::page::show_again(web, asker, page, case, Verb::DraftOpinion, refusal, typed).await;
    }
    audit::look(web.house(), asker, "opinion", "view", &[case]).await?;
    Ok(page.show_again(&template(web, asker, page, &found, Some(refusal), typed, Look::Now).await?))
}

async fn template<'a>(
    web: &Web,
    asker: &Asker,
    page: &'a Page,
    case: &Case,
    refusal: Option<Refusal>,
    typed: &Typed,
    look: Look,
) -> Result<OpinionPage<'a>, Failure> {
    let house = web.house();
    let petition = &case.petition;
    let open = |words| match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("erased").to_owned(),
    };
    let answers = answers(page, case, typed, refusal.as_ref());
    let looked = look == Look::Now;
    let findings = if looked {
        let begun: Vec<draft::Typed> = answers.iter().map(as_typed).collect();
        draft::look(house, web.press(), case, asker.organ, &begun).await?
    } else {
        vec![]
    };
    let remedies = draft::remedies(house, case).into_iter().map(|(zh, en, article)| (if page.is_english() { en } else { zh }, article));
    let beside = Beside { looked, findings, remedies: remedies.collect() };
    Ok(OpinionPage {
        beside,
        page,
        case: petition.stream.to_string(),
        number: petition.number.clone(),
        title: open(&petition.title),
        words: open(&petition.words).lines().map(str::to_owned).collect(),
        answers,
        outcomes: Outcome::ALL.iter().map(|one| (one.code().to_owned(), page.named("outcome", one.code()).to_owned())).collect(),
        organs: case.directory.organs().map(|organ| (organ.organ.to_string(), organ.name.clone())).collect(),
        refusal,
    })
}

/// The answers as they are typed so far; what was not typed is as it was drafted before.
fn answers(page: &Page, case: &Case, typed: &Typed, refusal: Option<&Refusal>) -> Vec<Answer> {
    let open = |words| match open_words(&case.keys, words) {
        Opened::Open(text) => text,
        Opened::Erased => page.t("erased").to_owned(),
    };
    let wrong_claim =
        refusal.and_then(|refusal| refusal.args.iter().find(|(name, _)| *name == "claim").and_then(|(_, value)| value.parse::<usize>().ok()));
    let wrong_field = refusal.and_then(|refusal| refusal.field).unwrap_or_default();
    case.petition
        .unanswered()
        .map(|(at, claim)| {
            let was = |name: &str, drafted: Option<String>| {
                let key = format!("{name}-{at}");
                typed.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone()).or(drafted).unwrap_or_default()
            };
            let answer = claim.answer.as_ref();
            Answer {
                at,
                claim: open(&claim.text),
                facts: was("facts", answer.map(|answer| open(&answer.facts))),
                basis: was("basis", answer.map(|answer| open(&answer.basis))),
                outcome: was("outcome", answer.map(|answer| answer.outcome.code().to_owned())),
                owner: was("owner", answer.and_then(|answer| answer.owner).map(|owner| owner.to_string())),
                by: was("by", answer.and_then(|answer| answer.by).map(|by| by.to_string())),
                wrong: if wrong_claim == Some(at + 1) { wrong_field } else { "" },
            }
        })
        .collect()
}

fn as_typed(answer: &Answer) -> draft::Typed {
    draft::Typed {
        claim: answer.at,
        facts: answer.facts.clone(),
        basis: answer.basis.clone(),
        outcome: Outcome::parse(&answer.outcome),
        owner: answer.owner.parse().ok(),
        by: answer.by.parse().ok(),
    }
}
