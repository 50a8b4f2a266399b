//! The letters of a case: those that went out, and those that its record can send now.

use crate::{
    error::Oops,
    guard::Signed,
    headers,
    page::Page,
    posted::{Field, Posted},
    state::Web,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, House, audit,
    document::{
        self, Typed,
        approver::Approvers,
        compose,
        issue::{self, Wanted},
        look::{self, Looked},
        signed::{self, SignedPage},
    },
    petition::{
        Verb,
        page::{self as source, Case},
        policy,
    },
};
use kernel::{Day, Refusal, id::StreamId};
use paper::{Kind, Letter, Print, docx};
use store::Failure;

/// What becomes of a suggestion.
const ADOPTED: [&str; 3] = ["yes", "partly", "no"];

/// A letter that went out.
struct Gone {
    nth: u32,
    name: String,
    number: String,
    on: Day,
    by: String,
    approved_by: String,
    copies: u32,
    signed_on: Option<Day>,
    /// Of how many pages some came back, when not all did.
    back: Option<(usize, u32)>,
    /// Its signed pages, each once.
    pages: Vec<SignedPage>,
}

/// A form that was sent: what stood in its way, and what is found in it.
struct Tried<'a> {
    refusal: Option<Refusal>,
    posted: &'a Posted,
    looked: Option<Looked>,
}

/// A letter that can be issued.
struct Can {
    kind: &'static str,
    name: String,
    approvers: Vec<(String, String)>,
    /// The organ above whose head approves, where nobody of this one may; empty otherwise.
    approves_above: String,
    open: bool,
    refusal: Option<Refusal>,
    typed: Vec<Field>,
    above: String,
    hers: Vec<(u32, String)>,
    /// What is to be mended, and how it would read; `None` while nobody has looked.
    looked: Option<Looked>,
}

impl Can {
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// Whether the form asks for this.
    fn asks(&self, field: &str) -> bool {
        match field {
            "complain_to" => self.kind == "T-07" && self.above.is_empty(),
            "review_body" => self.kind == "T-13",
            field => Kind::parse(self.kind).is_some_and(|kind| compose::asks(kind).contains(&field)),
        }
    }

    /// Where on the page a field stands; empty for what the record says.
    fn place(&self, field: &str) -> String {
        let part = match field {
            "" => return String::new(),
            "review_body" if self.kind == "T-07" => "complain",
            "review_body" => "review",
            "attachments" => "att",
            "of_letter" => "of",
            "approved_by" => "who",
            same => same,
        };
        format!("{}-{part}", self.kind)
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.field == Some(field))
    }
}

#[derive(Template)]
#[template(path = "document/letters.html")]
struct LettersPage<'a> {
    page: &'a Page,
    case: String,
    number: String,
    title: String,
    gone: Vec<Gone>,
    can: Vec<Can>,
    /// A refusal that no form here stands for any more.
    stray: Option<Refusal>,
}

/// `GET /desk/case/{case}/letters`.
pub async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "letters", "view", &[case]).await?;
    Ok(page.show(&template(web.house(), &page, &asker, &found, None).await?))
}

/// `POST /desk/case/{case}/letters`.
pub async fn issue(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>, posted: Posted) -> Result<Response, Oops> {
    let key = Some(posted.key.id().to_owned());
    let outcome = match wanted(&posted) {
        Ok(wanted) => issue::issue(web.house(), web.press(), &asker, case, key, &wanted, &web.settings().public_address).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/desk/case/{case}/letters")).into_response()),
        Err(Failure::Refused(refusal)) => again(&web, &asker, &page, case, refusal, &posted).await,
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /desk/case/{case}/letters/preview`: nothing is numbered and nothing kept.
pub async fn preview(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path(case): Path<StreamId>,
    posted: Posted,
) -> Result<Response, Oops> {
    match previewed(&web, &asker, case, &posted).await {
        Ok(answer) => Ok(answer),
        Err(Failure::Refused(refusal)) => again(&web, &asker, &page, case, refusal, &posted).await,
        Err(failure) => Err(failure.into()),
    }
}

async fn previewed(web: &Web, asker: &Asker, case: StreamId, posted: &Posted) -> Result<Response, Failure> {
    let wanted = wanted(posted)?;
    let letter = issue::preview(web.house(), asker, case, &wanted).await?;
    let as_words = posted.text("as") == "docx";
    let (bytes, media_type, ending) = if as_words {
        let bytes = docx::write(&letter).map_err(|trouble| Failure::Bug(trouble.to_string()))?;
        (bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
    } else {
        let directory = web.house().directory(asker.tenant).await?;
        let foot = issue::foot(directory.person(asker.account), web.house().now());
        (issue::set(web.press(), letter, Print { mark: None, foot, large: false }).await?, "application/pdf", "pdf")
    };
    let mut answer = Body::from(bytes).into_response();
    let shown = if as_words { headers::Shown::Saved } else { headers::Shown::Here };
    headers::dress_file(&mut answer, media_type, &format!("{}.{ending}", wanted.kind.code()), shown);
    Ok(answer)
}

/// `POST /desk/case/{case}/letters/check`: the page again, with what is to be mended beside the form, and how the letter would read.
/// Keeps nothing.
pub async fn check(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(case): Path<StreamId>, posted: Posted) -> Result<Response, Oops> {
    if Kind::parse(posted.text("kind")).is_none() {
        return again(&web, &asker, &page, case, no_kind(), &posted).await;
    }
    let (found, _) = source::for_officer(web.house(), &asker, case).await?;
    audit::look(web.house(), &asker, "letters", "view", &[case]).await?;
    let tried = looked(&web, &asker, &found, None, &posted).await?;
    Ok(page.show(&template(web.house(), &page, &asker, &found, Some(tried)).await?))
}

/// A draft as a PDF: its foot says what it is.
///
/// # Errors
/// As [`issue::set`].
pub async fn as_draft(web: &Web, asker: &Asker, letter: Letter) -> Result<Response, Failure> {
    let directory = web.house().directory(asker.tenant).await?;
    let foot = format!("草稿，未签发，不得送出 · {}", issue::foot(directory.person(asker.account), web.house().now()));
    let bytes = issue::set(web.press(), letter, Print { mark: None, foot, large: false }).await?;
    let mut answer = Body::from(bytes).into_response();
    headers::dress_file(&mut answer, "application/pdf", "T-13.pdf", headers::Shown::Here);
    Ok(answer)
}

async fn again(web: &Web, asker: &Asker, page: &Page, case: StreamId, refusal: Refusal, posted: &Posted) -> Result<Response, Oops> {
    let (found, _) = source::for_officer(web.house(), asker, case).await?;
    let tried = looked(web, asker, &found, Some(refusal), posted).await?;
    Ok(page.show_again(&template(web.house(), page, asker, &found, Some(tried)).await?))
}

/// A form that was sent, with what is found in it. A post that issues nothing here looks at nothing.
async fn looked<'a>(web: &Web, asker: &Asker, case: &Case, refusal: Option<Refusal>, posted: &'a Posted) -> Result<Tried<'a>, Failure> {
    let form = form(posted).filter(|_| policy::post_does(asker, &case.petition, Verb::IssueLetter));
    let looked = match form {
        Some(form) => Some(look::look(web.house(), web.press(), asker, case, &form).await?),
        None => None,
    };
    Ok(Tried { refusal, posted, looked })
}

/// A letter as its form stands; `None` for a kind that is none.
fn form(posted: &Posted) -> Option<look::Form> {
    let kind = Kind::parse(posted.text("kind"))?;
    Some(look::Form { kind, typed: typed(posted), approved_by: posted.read("approved_by"), copies: posted.read("copies").unwrap_or(0) })
}

fn typed(posted: &Posted) -> Typed {
    let text = |name: &str| posted.text(name).to_owned();
    Typed {
        review_body: text("review_body"),
        attachments: text("attachments"),
        adopted: text("adopted"),
        reason: text("reason"),
        reward: text("reward"),
        risk: text("risk"),
        of_letter: posted.read("of_letter"),
        way: text("way"),
    }
}

fn no_kind() -> Refusal {
    Refusal::new("EMPTY", "T-00").arg("field", "kind").at("kind")
}

fn wanted(posted: &Posted) -> Result<Wanted, Refusal> {
    let kind = Kind::parse(posted.text("kind")).ok_or_else(no_kind)?;
    Ok(Wanted {
        kind,
        typed: typed(posted),
        approved_by: posted.read("approved_by").ok_or_else(|| Refusal::new("APPROVER_MISSING", "T-00").at("approved_by"))?,
        copies: posted.read("copies").unwrap_or(0),
    })
}

async fn template<'a>(house: &House, page: &'a Page, asker: &Asker, case: &Case, tried: Option<Tried<'_>>) -> Result<LettersPage<'a>, Failure> {
    let (petition, directory) = (&case.petition, &case.directory);
    let data = document::data::Data { case, organ: asker.organ };
    let name = |kind: &str| page.named("paper-letter", kind).to_owned();
    let gone = petition.letters.iter().rev().map(|letter| Gone {
        nth: letter.issued.nth,
        name: name(&letter.issued.kind),
        number: letter.issued.number.clone(),
        on: letter.issued_on,
        by: directory.person(letter.issued_by).to_owned(),
        approved_by: directory.person(letter.issued.approved_by).to_owned(),
        copies: letter.issued.copies,
        signed_on: letter.signed_on,
        back: Some((letter.back.len(), letter.issued.pages)).filter(|(back, _)| *back > 0 && letter.signed_on.is_none()),
        pages: signed::pages(&case.events, letter.issued.nth),
    });
    let may = policy::post_does(asker, petition, Verb::IssueLetter);
    let possible = if may { document::possible(case, asker.organ) } else { vec![] };
    let own = petition.letters.iter().filter(|letter| letter.issued.organ == asker.organ && letter.issued.hers);
    let hers: Vec<(u32, String)> = own.map(|letter| (letter.issued.nth, format!("{} {}", name(&letter.issued.kind), letter.issued.number))).collect();
    let mut can: Vec<Can> = vec![];
    for kind in possible {
        let here = tried.as_ref().filter(|tried| tried.posted.text("kind") == kind.code());
        let approvers = Approvers::of(house, asker, case, kind).await?.may;
        let above = approvers.iter().map(|one| one.organ).find(|organ| *organ != asker.organ);
        can.push(Can {
            kind: kind.code(),
            name: name(kind.code()),
            approvers: approvers.into_iter().map(|one| (one.account.to_string(), directory.person(one.account).to_owned())).collect(),
            approves_above: above.map(|organ| directory.organ_name(organ).to_owned()).unwrap_or_default(),
            open: here.is_some(),
            refusal: here.and_then(|tried| tried.refusal.clone()),
            typed: here.map(|tried| tried.posted.fields().to_vec()).unwrap_or_default(),
            looked: here.and_then(|tried| tried.looked.clone()),
            above: data.above(),
            hers: hers.clone(),
        });
    }
    let stray = tried.and_then(|tried| tried.refusal).filter(|_| !can.iter().any(|can| can.open));
    Ok(LettersPage {
        page,
        case: petition.stream.to_string(),
        number: petition.number.clone(),
        title: data.title(),
        gone: gone.collect(),
        can,
        stray,
    })
}
