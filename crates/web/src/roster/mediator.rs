//! One mediator's card: what is said of him, his studios, what he was given, whom he leads or follows, when he is on duty next.

use super::{
    Tried,
    mediators::{Fields, read, term, words},
    refused, typed,
    week::times,
};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    roster::{
        card::{self, Standing},
        duty,
        hours::Span,
        may, mediator,
    },
};
use kernel::{
    Day, Moment,
    id::{MediatorId, OrganId},
    refusal::Refusal,
};
use store::Failure;

/// The longest list of spans ahead.
const MOST_AHEAD: usize = 20;

struct Place {
    organ: OrganId,
    name: String,
    term: String,
    ended: bool,
    may_part: bool,
}

struct Pair {
    mediator: MediatorId,
    pupil: MediatorId,
    name: String,
    term: String,
    /// Whether this one leads.
    leads: bool,
    ended: bool,
}

#[derive(Template)]
#[template(path = "roster/mediator.html")]
struct MediatorPage<'a> {
    page: &'a Page,
    mediator: MediatorId,
    name: String,
    facts: Vec<(&'static str, String)>,
    places: Vec<Place>,
    standings: Vec<(String, Day, String)>,
    pairs: Vec<Pair>,
    ahead: Vec<(Day, String, String)>,
    is_cut: bool,
    keeps: bool,
    /// The studios that he may be entered for.
    kept: Vec<(OrganId, String)>,
    others: Vec<(MediatorId, String)>,
    kinds_of_standing: Vec<(String, String)>,
    today: Day,
    fields: Fields<'a>,
}

impl MediatorPage<'_> {
    fn refused(&self, form: &str) -> Option<&Refusal> {
        refused(self.fields.tried.as_ref(), form)
    }

    fn typed<'b>(&'b self, form: &str, field: &str, is: &'b str) -> &'b str {
        typed(self.fields.tried.as_ref(), form, field, is)
    }

    /// The refusal of a form that has no room of its own on this page: it stands at the head.
    fn loose(&self) -> Option<&Refusal> {
        let tried = self.fields.tried.as_ref()?;
        let is_offered = match tried.form.as_str() {
            "join" => !self.kept.is_empty(),
            "edit" | "honour" => self.keeps,
            "lead" => self.keeps && !self.others.is_empty(),
            _ => false,
        };
        (!is_offered).then_some(&tried.refusal)
    }

    fn is_wrong(&self, form: &str, field: &str) -> bool {
        self.refused(form).is_some_and(|refusal| refusal.field == Some(field))
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Path(number): Path<MediatorId>) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, number, None).await?))
}

pub(super) async fn act(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((number, verb)): Path<(MediatorId, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let house = web.house();
    let organ = posted.read("organ").unwrap_or(OrganId::new(0));
    let outcome = match verb.as_str() {
        "edit" => mediator::change(house, &asker, number, &read(&posted)).await,
        "join" => card::join(house, &asker, number, organ).await,
        "part" => card::part(house, &asker, number, organ).await,
        "honour" => {
            let given_on = posted.read("given_on").unwrap_or(asker.today);
            let given =
                Standing { mediator: number, kind: posted.text("standing").to_owned(), given_on, given_by: posted.text("given_by").to_owned() };
            card::honour(house, &asker, given).await
        }
        "lead" => card::lead(house, &asker, number, posted.read("pupil").unwrap_or(number)).await,
        "lead-no-more" => card::lead_no_more(house, &asker, number, posted.read("pupil").unwrap_or(number)).await,
        _ => Err(Failure::NotFound),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/desk/mediators/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let tried = Tried::new(verb, refusal, &posted);
            Ok(page.show_again(&template(&web, &asker, &page, number, Some(tried)).await?))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, number: MediatorId, tried: Option<Tried<'a>>) -> Result<MediatorPage<'a>, Oops> {
    let (house, tenant, today, now) = (web.house(), asker.tenant, asker.today, web.house().now());
    let directory = house.directory(tenant).await?;
    let (one, organs, standings, pairs, ahead, everybody) = house
        .db()
        .read(move |tx| {
            Ok((
                mediator::one(tx, tenant, number)?,
                card::organs_of(tx, tenant, number)?,
                card::standings(tx, tenant)?,
                card::pairs_of(tx, tenant, number)?,
                duty::ahead_of(tx, tenant, number, now)?,
                mediator::all(tx, tenant)?,
            ))
        })
        .await?;
    let law = house.law();
    let name_of = |mediator: MediatorId| everybody.iter().find(|other| other.mediator == mediator).map_or("", |other| other.name.as_str());
    let place = |belongs: &card::Belongs| Place {
        organ: belongs.organ,
        name: directory.organ_name(belongs.organ).to_owned(),
        term: term(page, belongs.from_day, belongs.to_day),
        ended: belongs.to_day.is_some_and(|last| last < today),
        may_part: belongs.holds_on(today) && may::keeps(&directory, asker, belongs.organ),
    };
    let pair = |pair: &card::Mentoring| {
        let leads = pair.mentor == number;
        let other = if leads { pair.pupil } else { pair.mentor };
        let name = name_of(other).to_owned();
        Pair { mediator: other, pupil: pair.pupil, name, term: term(page, pair.from_day, pair.to_day), leads, ended: !pair.holds_on(today) }
    };
    let span = |duty: &duty::Duty| {
        let day = duty.from_at.local_day();
        let whole = Span { from: Moment::at_local(day, 0, 0), to: Moment::at_local(day.plus_days(1), 0, 0) };
        (day, times(duty.from_at, duty.to_at, whole), directory.organ_name(duty.organ).to_owned())
    };
    let home = one.home().map_or_else(String::new, |path| directory.place_name(&path));
    let facts = vec![
        ("mediator-kind", words(page, &law.mediator_kinds, [one.kind.as_str()])),
        ("mediator-specialities", words(page, &law.dispute_types, one.specialities())),
        ("mediator-languages", words(page, &law.languages, one.languages())),
        ("mediator-qualifications", one.qualifications.clone()),
        ("mediator-sex", page.maybe("mediator-sex", &one.sex).unwrap_or_default().to_owned()),
        ("mediator-village", home),
        ("mediator-account", directory.person(one.account).to_owned()),
        ("mediator-term", term(page, one.from_day, one.to_day)),
    ];
    let keeps = organs.iter().any(|belongs| may::keeps(&directory, asker, belongs.organ));
    let given = standings.iter().filter(|given| given.mediator == number);
    let others = everybody.iter().filter(|other| other.mediator != number && other.holds_on(today));
    Ok(MediatorPage {
        page,
        mediator: number,
        name: one.name.clone(),
        facts,
        places: organs.iter().map(place).collect(),
        standings: given.map(|given| (words(page, &law.standings, [given.kind.as_str()]), given.given_on, given.given_by.clone())).collect(),
        pairs: pairs.iter().map(pair).collect(),
        is_cut: ahead.len() > MOST_AHEAD,
        ahead: ahead.iter().take(MOST_AHEAD).map(span).collect(),
        keeps,
        kept: may::kept(&directory, asker).into_iter().map(|organ| (organ, directory.organ_name(organ).to_owned())).collect(),
        others: others.map(|other| (other.mediator, other.name.clone())).collect(),
        kinds_of_standing: page.choices(law.standings.on(today)),
        today,
        fields: Fields::new(web, page, &directory, Some(one), tried),
    })
}
