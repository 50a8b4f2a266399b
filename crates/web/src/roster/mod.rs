//! 值班与调解员: pages of the roster.
//!
//! | page | who | shows |
//! |---|---|---|
//! | `/desk/roster` | at work with cases | a studio's week, its gaps, who is on now; the head adds and takes away, a mediator swaps |
//! | `/desk/mediators` | the same | who mediates; one mediator's card |
//! | `/desk/committee` | the same | the seats of a committee, and what of L3 arts 8–9 it does not meet |
//! | `/desk/squads` | the same | squads and where they go |
//! | `/studio/{county}/{organ}` | everybody | a studio: where, when, who is on, by shown name and kind alone |
//!
//! What it never does: show anybody who came with a dispute, or tell outside of whom a mediator is the neighbour, or whether man or woman.

mod committee;
mod mediator;
mod mediators;
mod public;
mod spans;
mod squads;
mod week;

use crate::{
    posted::Posted,
    route::{Access, RouteEntry},
};
use casework::{
    Asker, Role,
    organ::{Directory, Organ},
    roster::may,
};
use kernel::{id::OrganId, refusal::Refusal};

/// Who is at work with people: leaders and supervisors read what is public.
const AT_WORK: Access = Access::Roles(&[Role::Clerk, Role::Triage, Role::Handler, Role::Head, Role::Mediator]);

/// The addresses of this room.
#[must_use]
pub fn routes() -> Vec<RouteEntry> {
    vec![
        RouteEntry::get("/desk/roster", AT_WORK, week::show),
        RouteEntry::post("/desk/roster/{organ}/spans", AT_WORK, spans::add),
        RouteEntry::post("/desk/roster/{organ}/hours", AT_WORK, spans::hours),
        RouteEntry::post("/desk/roster/spans/{duty}/end", AT_WORK, spans::remove),
        RouteEntry::post("/desk/roster/spans/{duty}/swap", AT_WORK, spans::ask),
        RouteEntry::post("/desk/roster/swaps/{swap}/{verb}", AT_WORK, spans::settle),
        RouteEntry::get("/desk/mediators", AT_WORK, mediators::show),
        RouteEntry::post("/desk/mediators", AT_WORK, mediators::add),
        RouteEntry::get("/desk/mediators/{mediator}", AT_WORK, mediator::show),
        RouteEntry::post("/desk/mediators/{mediator}/{verb}", AT_WORK, mediator::act),
        RouteEntry::get("/desk/committee", AT_WORK, committee::show),
        RouteEntry::post("/desk/committee/{organ}", AT_WORK, committee::give),
        RouteEntry::post("/desk/committee/{organ}/{mediator}/end", AT_WORK, committee::end),
        RouteEntry::get("/desk/squads", AT_WORK, squads::show),
        RouteEntry::post("/desk/squads", AT_WORK, squads::make),
        RouteEntry::post("/desk/squads/{squad}/{verb}", AT_WORK, squads::act),
        RouteEntry::post("/desk/squads/outings/{outing}/off", AT_WORK, squads::call_off),
        RouteEntry::get("/studio/{county}/{organ}", Access::Public, public::show),
        RouteEntry::get("/studio/{county}/{organ}/poster", Access::Public, public::poster),
    ]
}

/// A form that was refused: which one, why, and what was typed in it.
pub(crate) struct Tried<'a> {
    /// `add`, `end-17`, `swap-17` …
    form: String,
    refusal: Refusal,
    posted: &'a Posted,
}

impl<'a> Tried<'a> {
    fn new(form: impl Into<String>, refusal: Refusal, posted: &'a Posted) -> Self {
        Self { form: form.into(), refusal, posted }
    }
}

/// The refusal of a form, when it is the one that was tried.
fn refused<'a>(tried: Option<&'a Tried<'_>>, form: &str) -> Option<&'a Refusal> {
    tried.filter(|tried| tried.form == form).map(|tried| &tried.refusal)
}

/// What was typed in a field of a form that was refused, else what stands there.
fn typed<'a>(tried: Option<&'a Tried<'_>>, form: &str, field: &str, is: &'a str) -> &'a str {
    tried.filter(|tried| tried.form == form).map_or(is, |tried| tried.posted.text(field))
}

/// Whether a box was ticked in a form that was refused, else whether it is.
fn ticked(tried: Option<&Tried<'_>>, form: &str, field: &str, value: &str, is: bool) -> bool {
    tried.filter(|tried| tried.form == form).map_or(is, |tried| tried.posted.all(field).any(|one| one == value))
}

/// The organs whose roster may be looked at: where people are heard by mediators, those that the asker keeps, and his own.
fn studios<'a>(directory: &'a Directory, asker: &Asker) -> Vec<&'a Organ> {
    let is_one = |organ: &&Organ| is_studio(organ) || organ.organ == asker.organ || may::keeps(directory, asker, organ.organ);
    directory.organs().filter(is_one).collect()
}

/// Whether an organ is one where mediators sit: it has an open page.
pub(crate) fn is_studio(organ: &Organ) -> bool {
    matches!(organ.kind.as_str(), "studio" | "station")
}

/// The studio that was asked for; else the asker's own, the first that he keeps, or his organ.
fn chosen<'a>(directory: &'a Directory, asker: &Asker, asked: Option<OrganId>) -> Option<&'a Organ> {
    let studios = studios(directory, asker);
    if let Some(asked) = asked {
        return studios.into_iter().find(|organ| organ.organ == asked);
    }
    let own = studios.iter().find(|organ| organ.organ == asker.organ && is_studio(organ));
    let kept = || studios.iter().find(|organ| is_studio(organ) && may::keeps(directory, asker, organ.organ));
    own.or_else(kept).copied().or_else(|| directory.organ(asker.organ))
}
