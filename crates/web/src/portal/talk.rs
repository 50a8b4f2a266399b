//! Her page of a mediation: where it stands, who mediates, when they meet, what was agreed and by which day; she consents or not, stops at
//! any time, asks for another mediator, says in her own words what came right.
//!
//! Nothing of the other side is here but the name: no phone, no address, nothing that was told alone, and nothing that only the mediators
//! note (C-38, C-47, C-55).

use crate::{citizen::Citizen, error::Oops, mediation, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    House,
    mediation::{
        Mediation, Stage,
        model::{Axis, Consent, SessionState},
        page::Case,
        party::{self, Who},
    },
    petition::model::CaseClock,
};
use kernel::{
    Refusal,
    id::{AccountId, TenantId},
};
use serde::Deserialize;
use store::Failure;

/// Her page of a mediation.
pub const PAGE: &str = "/follow/talk";

/// Which issue of whose code a citizen's pass names: party and issue in one number.
const PER_PARTY: u32 = 1000;

/// The pass for a party.
pub async fn citizen(house: &House, tenant: TenantId, who: Who) -> Result<Citizen, Failure> {
    let case = party::follow(house, tenant, who).await?;
    let issue = case.mediation.party(who.party).map_or(0, |party| party.code_issue);
    let number = u32::try_from(who.party).unwrap_or(0);
    Ok(Citizen { tenant, stream: who.stream, issue: number * PER_PARTY + issue })
}

async fn hers(house: &House, citizen: Citizen) -> Result<(Who, Case), Failure> {
    let who = Who { stream: citizen.stream, party: i64::from(citizen.issue / PER_PARTY) };
    let case = party::follow(house, citizen.tenant, who).await?;
    // A lost slip is replaced by the next issue, and passes of the old one end.
    match case.mediation.party(who.party) {
        Some(party) if party.code_issue == citizen.issue % PER_PARTY => Ok((who, case)),
        _ => Err(Failure::NotFound),
    }
}

#[derive(Template)]
#[template(path = "portal/talk.html")]
struct TalkPage<'a> {
    page: &'a Page,
    house: &'a House,
    number: String,
    now: &'a str,
    title: String,
    organ: String,
    phone: String,
    dial: String,
    sides: Vec<(String, &'a str, bool)>,
    mediators: Vec<(AccountId, String)>,
    sessions: Vec<(String, String)>,
    due: Option<&'a CaseClock>,
    due_name: String,
    can_consent: bool,
    can_stop: bool,
    can_choose: bool,
    can_say: bool,
    agreement: Option<Agreed>,
    confirm: Option<&'a CaseClock>,
    said: Vec<(String, String)>,
    done: String,
    refusal: Option<Refusal>,
    typed: String,
}

/// The agreement as she reads it.
struct Agreed {
    clauses: Vec<String>,
    /// Each promise, and how it stands.
    promises: Vec<(String, String)>,
    /// From when it holds.
    state: String,
}

/// What she has just done.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /follow/talk`.
pub async fn show(State(web): State<Web>, citizen: Citizen, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    let (who, case) = hers(web.house(), citizen).await?;
    Ok(page.show(&template(web.house(), &page, &case, who, &asked.done, None, "")))
}

/// `POST /follow/talk/{act}`.
pub async fn act(State(web): State<Web>, citizen: Citizen, page: Page, Path(act): Path<String>, posted: Posted) -> Result<Response, Oops> {
    let house = web.house();
    let (who, _) = hers(house, citizen).await?;
    let (tenant, key, words) = (citizen.tenant, Some(posted.key.id().to_owned()), posted.text("words").to_owned());
    let outcome: Result<Mediation, Failure> = match act.as_str() {
        "consent" => party::consent(house, tenant, who, true, key).await,
        "refuse" => party::consent(house, tenant, who, false, key).await,
        "stop" => party::stop(house, tenant, who, &words, key).await,
        "mediator" => match posted.read("account") {
            Some(account) => party::refuse_mediator(house, tenant, who, account, &words, key).await,
            None => Err(Refusal::new("EMPTY", "SM-MED").arg("field", "account").at("account").into()),
        },
        "say" => match Axis::parse(posted.text("axis")) {
            Some(axis) => party::say(house, tenant, who, axis, &words, key).await,
            None => Err(Refusal::new("EMPTY", "SM-MED").arg("field", "axis").at("axis").into()),
        },
        _ => return Err(Oops::NotFound),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{PAGE}?done={act}#done")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let (who, case) = hers(house, citizen).await?;
            Ok(page.show_again(&template(house, &page, &case, who, "", Some(refusal), &words)))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn template<'a>(house: &'a House, page: &'a Page, case: &'a Case, who: Who, done: &str, refusal: Option<Refusal>, typed: &str) -> TalkPage<'a> {
    let mediation = &case.mediation;
    let organ = case.directory.organ(mediation.holder);
    let phone = organ.map(|organ| organ.phone.clone()).unwrap_or_default();
    let me = mediation.party(who.party);
    let stage = mediation.stage;
    let name = |subject: i64| mediation::party_name(page, case, subject);
    let due = mediation.clocks.iter().filter(|clock| clock.ended.is_none() && clock.rule != "M-05").min_by_key(|clock| clock.deadline.due_legal);
    TalkPage {
        page,
        house,
        number: mediation.number.clone(),
        now: page.named("mnow", stage.code()),
        title: mediation::opened(page, case, &mediation.title),
        dial: phone.chars().filter(char::is_ascii_digit).collect(),
        organ: organ.map(|organ| organ.name.clone()).unwrap_or_default(),
        phone,
        sides: mediation
            .sides()
            .map(|party| (name(party.subject), page.named("mconsent", party.consent.code()), party.subject == who.party))
            .collect(),
        mediators: mediation.mediators().map(|seat| (seat.account, case.directory.person(seat.account).to_owned())).collect(),
        sessions: mediation
            .sessions
            .iter()
            .filter(|one| one.state == SessionState::Set && one.with.contains(&who.party))
            .map(|one| {
                let how = format!("{} · {}", page.named("mtogether", one.together.code()), page.named("mway", one.way.code()));
                (page.moment(&one.at), format!("{how} · {}", mediation::opened(page, case, &one.place)))
            })
            .collect(),
        due_name: due.map(|clock| mediation::rule_name(page, &clock.rule)).unwrap_or_default(),
        due,
        can_consent: stage == Stage::Asked && me.is_some_and(|party| party.is_side() && party.consent == Consent::Open),
        can_stop: matches!(stage, Stage::Accepted | Stage::InSession | Stage::Signing) && me.is_some_and(casework::mediation::model::Party::is_side),
        can_choose: matches!(stage, Stage::Accepted | Stage::InSession) && mediation.mediators().next().is_some(),
        can_say: matches!(stage, Stage::Performing | Stage::Performed | Stage::Breached | Stage::Terminated | Stage::Closed),
        agreement: mediation.agreement.as_ref().map(|agreement| {
            let promise = |promise: &casework::mediation::model::Promise| {
                (mediation::promise_told(page, case, promise), page.named("mpromise", promise.state.code()).to_owned())
            };
            let state = match agreement.effective_on {
                Some(day) => page.with("mediation-effective", "day", page.day(&day)),
                None => page.t("mediation-not-effective").to_owned(),
            };
            Agreed {
                clauses: agreement.clauses.iter().map(|words| mediation::opened(page, case, words)).collect(),
                promises: agreement.promises.iter().map(promise).collect(),
                state,
            }
        }),
        confirm: mediation.running("M-05"),
        said: mediation
            .axes
            .iter()
            .filter(|one| one.party == who.party)
            .map(|one| (page.named("maxis", one.axis.code()).to_owned(), case.keys.open(who.party, "axis", &one.words).open().unwrap_or_default()))
            .collect(),
        done: if done.is_empty() { String::new() } else { page.maybe("mdone", done).unwrap_or_default().to_owned() },
        refusal,
        typed: typed.to_owned(),
    }
}
