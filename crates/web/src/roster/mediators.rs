//! 调解员名册: who mediates, where, with what.

use super::{Tried, refused, studios, ticked, typed};
use crate::{error::Oops, guard::Signed, page::Page, posted::Posted, state::Web};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use casework::{
    Asker,
    organ::Directory,
    roster::{
        card::{self, Belongs, Standing},
        may,
        mediator::{self, Mediator, Typed},
    },
};
use kernel::{
    Day,
    id::{MediatorId, OrganId},
    law::{CodeRow, Table},
    refusal::Refusal,
};
use serde::Deserialize;
use store::Failure;

/// What is asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    organ: Option<OrganId>,
    #[serde(default)]
    dispute: String,
}

/// One of them, as the list tells it.
struct Line {
    mediator: MediatorId,
    name: String,
    kind: String,
    studios: String,
    specialities: String,
    languages: String,
    standings: String,
    term: String,
    ended: bool,
}

#[derive(Template)]
#[template(path = "roster/mediators.html")]
struct MediatorsPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    organ: Option<OrganId>,
    dispute: String,
    studios: Vec<(OrganId, String)>,
    /// The studios that somebody may be entered for.
    kept: Vec<(OrganId, String)>,
    fields: Fields<'a>,
}

impl MediatorsPage<'_> {
    fn is_chosen(&self, organ: OrganId) -> bool {
        self.organ == Some(organ)
    }
}

/// The form of a mediator: what may be chosen, what was typed, what stands there.
pub(super) struct Fields<'a> {
    pub(super) form: &'static str,
    pub(super) kinds: Vec<(String, String)>,
    pub(super) disputes: Vec<(String, String)>,
    pub(super) languages: Vec<(String, String)>,
    pub(super) villages: Vec<(String, String)>,
    pub(super) accounts: Vec<(String, String)>,
    pub(super) is: Option<Mediator>,
    pub(super) today: Day,
    pub(super) tried: Option<Tried<'a>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(web: &Web, page: &Page, directory: &Directory, is: Option<Mediator>, tried: Option<Tried<'a>>) -> Self {
        let law = web.house().law();
        let today = page.today();
        let villages = directory.places().filter(|place| matches!(place.kind.as_str(), "village" | "grid"));
        let mut villages: Vec<(String, String)> =
            villages.filter_map(|place| Some((place.path.clone(), directory.place_name(&place.path.parse().ok()?)))).collect();
        villages.sort();
        let mut accounts: Vec<(String, String)> = directory.people().map(|(account, name)| (account.to_string(), name.to_owned())).collect();
        accounts.sort_by(|one, other| one.1.cmp(&other.1));
        Self {
            form: if is.is_some() { "edit" } else { "add" },
            kinds: page.choices(law.mediator_kinds.on(today)),
            disputes: page.choices(law.dispute_types.on(today)),
            languages: page.choices(law.languages.on(today)),
            villages,
            accounts,
            is,
            today,
            tried,
        }
    }

    pub(super) fn refused(&self) -> Option<&Refusal> {
        refused(self.tried.as_ref(), self.form)
    }

    pub(super) fn is_wrong(&self, field: &str) -> bool {
        self.refused().is_some_and(|refusal| refusal.field == Some(field))
    }

    /// What stands in a field.
    pub(super) fn value(&self, field: &str) -> String {
        let is = self.is.as_ref();
        let stands = match field {
            "kind" => is.map(|one| one.kind.clone()),
            "name" => is.map(|one| one.name.clone()),
            "sex" => is.map(|one| one.sex.clone()),
            "village" => is.map(|one| one.village.clone()),
            "qualifications" => is.map(|one| one.qualifications.clone()),
            "account" => is.filter(|one| one.account.get() != 0).map(|one| one.account.to_string()),
            "from_day" => Some(is.map_or(self.today, |one| one.from_day).to_string()),
            "to_day" => is.and_then(|one| one.to_day).map(|day| day.to_string()),
            _ => None,
        };
        typed(self.tried.as_ref(), self.form, field, &stands.unwrap_or_default()).to_owned()
    }

    pub(super) fn is_ticked(&self, field: &str, value: &str) -> bool {
        let codes = self.is.as_ref().map_or("", |one| if field == "languages" { one.languages.as_str() } else { one.specialities.as_str() });
        ticked(self.tried.as_ref(), self.form, field, value, codes.split_whitespace().any(|code| code == value))
    }
}

pub(super) async fn show(State(web): State<Web>, Signed(asker): Signed, page: Page, Query(asked): Query<Asked>) -> Result<Response, Oops> {
    Ok(page.show(&template(&web, &asker, &page, asked, None).await?))
}

pub(super) async fn add(State(web): State<Web>, Signed(asker): Signed, page: Page, posted: Posted) -> Result<Response, Oops> {
    let organ = posted.read("organ").unwrap_or(asker.organ);
    match mediator::add(web.house(), &asker, organ, &read(&posted)).await {
        Ok(number) => Ok(Redirect::to(&format!("/desk/mediators/{number}")).into_response()),
        Err(Failure::Refused(refusal)) => {
            let tried = Tried::new("add", refusal, &posted);
            Ok(page.show_again(&template(&web, &asker, &page, Asked::default(), Some(tried)).await?))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What was typed of a mediator.
pub(super) fn read(posted: &Posted) -> Typed {
    let text = |name: &str| posted.text(name).to_owned();
    let all = |name: &str| posted.all(name).map(str::to_owned).collect();
    Typed {
        account: posted.read("account"),
        kind: text("kind"),
        name: text("name"),
        sex: text("sex"),
        village: text("village"),
        specialities: all("specialities"),
        languages: all("languages"),
        qualifications: text("qualifications"),
        from_day: posted.read("from_day"),
        to_day: posted.read("to_day"),
    }
}

async fn template<'a>(web: &Web, asker: &Asker, page: &'a Page, asked: Asked, tried: Option<Tried<'a>>) -> Result<MediatorsPage<'a>, Oops> {
    // 0 is every studio.
    let asked = Asked { organ: asked.organ.filter(|organ| organ.get() != 0), ..asked };
    let directory = web.house().directory(asker.tenant).await?;
    let tenant = asker.tenant;
    let (mediators, belonging, standings) =
        web.house().db().read(move |tx| Ok((mediator::all(tx, tenant)?, card::belonging(tx, tenant)?, card::standings(tx, tenant)?))).await?;
    let list = List { web, page, directory: &directory, belonging: &belonging, standings: &standings };
    let works = |one: &Mediator| asked.organ.is_none_or(|organ| list.organs(one).any(|belongs| belongs.organ == organ));
    let does = |one: &Mediator| asked.dispute.is_empty() || one.specialities().any(|code| code == asked.dispute);
    let mut lines: Vec<Line> = mediators.iter().filter(|one| works(one) && does(one)).map(|one| list.line(one)).collect();
    lines.sort_by_key(|line| line.ended);
    let named = |organ: OrganId| (organ, directory.organ_name(organ).to_owned());
    Ok(MediatorsPage {
        page,
        lines,
        organ: asked.organ,
        dispute: asked.dispute,
        studios: studios(&directory, asker).into_iter().map(|organ| named(organ.organ)).collect(),
        kept: may::kept(&directory, asker).into_iter().map(named).collect(),
        fields: Fields::new(web, page, &directory, None, tried),
    })
}

struct List<'a> {
    web: &'a Web,
    page: &'a Page,
    directory: &'a Directory,
    belonging: &'a [Belongs],
    standings: &'a [Standing],
}

impl List<'_> {
    fn organs(&self, one: &Mediator) -> impl Iterator<Item = &Belongs> {
        let today = self.page.today();
        self.belonging.iter().filter(move |belongs| belongs.mediator == one.mediator && belongs.to_day.is_none_or(|last| today <= last))
    }

    fn line(&self, one: &Mediator) -> Line {
        let law = self.web.house().law();
        let mark = self.page.t("list-mark");
        let studios: Vec<&str> = self.organs(one).map(|belongs| self.directory.organ_name(belongs.organ)).collect();
        let given: Vec<&str> = self.standings.iter().filter(|given| given.mediator == one.mediator).map(|given| given.kind.as_str()).collect();
        Line {
            mediator: one.mediator,
            name: one.name.clone(),
            kind: words(self.page, &law.mediator_kinds, [one.kind.as_str()]),
            studios: studios.join(mark),
            specialities: words(self.page, &law.dispute_types, one.specialities()),
            languages: words(self.page, &law.languages, one.languages()),
            standings: words(self.page, &law.standings, given),
            term: term(self.page, one.from_day, one.to_day),
            ended: !one.holds_on(self.page.today()),
        }
    }
}

/// Codes of a table in the words of the page; a code that the table has no more shows itself.
pub(super) fn words<'a>(page: &Page, table: &'static Table, codes: impl IntoIterator<Item = &'a str>) -> String {
    let word = |code: &'a str| table.get(code).map_or(code, |row: &'static CodeRow| page.row(row));
    codes.into_iter().map(word).collect::<Vec<_>>().join(page.t("list-mark"))
}

/// `2025年3月1日起`, `2024年1月1日–2026年12月31日`.
pub(super) fn term(page: &Page, from: Day, to: Option<Day>) -> String {
    match to {
        Some(to) => page.with2("roster-from-to", "from", page.day(&from), "to", page.day(&to)),
        None => page.with("roster-from", "day", page.day(&from)),
    }
}
