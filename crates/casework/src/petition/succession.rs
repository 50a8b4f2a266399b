//! 合并、分立 (条例第二十四条): the organ that continues the powers of another stands in its place in every matter that this one
//! had. Who continues them is written down by the system administrator with the document that says so
//! (`organ::change::add_successor`); which open matter goes to which of them, the head of the ceasing organ decides.
//!
//! Each matter gets an event of its own. Dates stay as they were computed: a change of offices costs the person no day and
//! gives none. Nothing is left without an owner: what the head may not see goes over unseen, and never to a body that the
//! matter accuses. The ceasing organ still reads what it had; the one that continues reads all of it, closed matters too.

use super::{
    carry,
    command::Actor,
    event::{Did, Event},
    list::{self, Listed},
    model::{Petition, Stage},
    policy,
};
use crate::{
    Asker, House, Role,
    organ::{
        Directory,
        change::{self, Successor},
    },
    people::post,
};
use kernel::{
    Refusal,
    id::{OrganId, StreamId, TenantId},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use store::{Failure, Tx, args, row, select};

/// The article, as an event names it.
pub const ARTICLE: &str = "《信访工作条例》第二十四条";
/// So many open matters are listed to be chosen among; more go to the successor that is chosen for the rest.
pub const MOST_LISTED: usize = 500;
/// How many matters one run of the writer may hold.
const SLICE: usize = 16;

row! {
    struct Held { stream: StreamId }
}

/// What there is to hand over.
#[derive(Debug, Clone)]
pub struct Handing {
    /// Who continues the powers; empty when nobody has been named.
    pub successors: Vec<Successor>,
    /// The open matters in the organ's hands, as far as the asker sees them.
    pub open: Vec<Listed>,
    /// There are more than are listed.
    pub is_cut: bool,
}

/// What the head of a ceasing organ has to hand over.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but a head.
pub async fn look(house: &House, asker: &Asker) -> Result<Handing, Failure> {
    if asker.role != Role::Head {
        return Err(Failure::NotFound);
    }
    let (tenant, organ) = (asker.tenant, asker.organ);
    let (successors, streams) = house
        .db()
        .read(move |tx| {
            let successors = change::successors(tx, tenant, organ)?;
            let open = select!(Held, "FROM case_file WHERE tenant = $1 AND holder = $2 AND waits_for <> 'nobody' ORDER BY stream");
            let streams: Vec<Held> = if successors.is_empty() { vec![] } else { tx.select(open, args![tenant, organ])? };
            Ok((successors, streams))
        })
        .await?;
    let directory = house.directory(tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let is_cut = streams.len() > MOST_LISTED;
    let streams = streams.into_iter().map(|held| held.stream).take(MOST_LISTED).collect();
    Ok(Handing { successors, open: list::these(house, tenant, &sight, streams).await?, is_cut })
}

/// Hands everything over: the open matters to whom `chosen` says, all else to `rest`. Returns how many matters that were in
/// the organ's hands went over; asked again it goes on from where it was.
///
/// # Errors
/// `SUCCESSOR_NONE`, `SUCCESSOR_OTHER` (L1 art 24); [`Failure::NotFound`] for anybody but a head.
pub async fn hand_over(house: &House, asker: &Asker, rest: OrganId, chosen: HashMap<StreamId, OrganId>) -> Result<usize, Failure> {
    if asker.role != Role::Head {
        return Err(Failure::NotFound);
    }
    let (tenant, from, today) = (asker.tenant, asker.organ, asker.today);
    let (successors, streams, at_work) = house
        .db()
        .read(move |tx| {
            let had = select!(Held, "FROM case_access WHERE tenant = $1 AND organ = $2 ORDER BY stream");
            Ok((change::successors(tx, tenant, from)?, tx.select::<Held>(had, args![tenant, from])?, post::at_work(tx, tenant, today)?))
        })
        .await?;
    if successors.is_empty() {
        return Err(Refusal::new("SUCCESSOR_NONE", "L1 art 24").into());
    }
    let is_named = |organ: &OrganId| successors.iter().any(|named| named.successor == *organ);
    if !is_named(&rest) || !chosen.values().all(is_named) {
        return Err(Refusal::new("SUCCESSOR_OTHER", "L1 art 24").at("rest").into());
    }
    let directory = house.directory(tenant).await?;
    let triage = at_work.iter().filter(|one| one.is_one_of(&[Role::Triage])).map(|one| one.organ).collect();
    let places = Arc::new(Places::of(house, tenant, &directory, from, &successors, rest, triage));
    let (chosen, actor) = (Arc::new(chosen), Actor::Officer(asker.account, asker.organ, asker.role));
    let mut moved = 0;
    for slice in streams.chunks(SLICE) {
        let streams: Vec<StreamId> = slice.iter().map(|row| row.stream).collect();
        let (shared, places, chosen, now) = (house.clone(), Arc::clone(&places), Arc::clone(&chosen), house.now());
        moved += house
            .db()
            .write(move |tx| {
                let mut moved = 0;
                for stream in &streams {
                    moved += usize::from(one(tx, &shared, tenant, *stream, &places, chosen.get(stream).copied(), actor, now)?);
                }
                Ok(moved)
            })
            .await?;
    }
    Ok(moved)
}

/// Who can take a matter, worked out before anything is held.
struct Places {
    from: OrganId,
    rest: OrganId,
    successors: Vec<Successor>,
    /// For each organ that may take one: its tokens and those of the organs above it.
    tokens: HashMap<OrganId, Vec<i64>>,
    /// Where a matter goes that no successor may have: the petition office, then discipline.
    refuges: Vec<OrganId>,
    triage: HashSet<OrganId>,
}

impl Places {
    fn of(
        house: &House,
        tenant: TenantId,
        directory: &Directory,
        from: OrganId,
        successors: &[Successor],
        rest: OrganId,
        triage: HashSet<OrganId>,
    ) -> Self {
        let kinds = |kind: &'static str| directory.organs().filter(move |organ| organ.kind == kind && organ.organ != from).map(|organ| organ.organ);
        let refuges: Vec<OrganId> = kinds("petition_office").chain(kinds("discipline")).collect();
        let all = successors.iter().map(|named| named.successor).chain(refuges.iter().copied());
        let tokens = all.map(|organ| (organ, policy::organ_tokens(house, tenant, directory, organ))).collect();
        Self { from, rest, successors: successors.to_vec(), tokens, refuges, triage }
    }

    /// Whether this organ is not accused in the matter, nor one above it, and somebody there may read it.
    fn is_free(&self, petition: &Petition, organ: OrganId) -> bool {
        let is_accused = self.tokens.get(&organ).is_none_or(|tokens| tokens.iter().any(|token| petition.bars.contains(token)));
        let is_secret = petition.is_sealed();
        !is_accused && (!is_secret || self.triage.contains(&organ))
    }

    /// Who takes the matter.
    fn taker(&self, petition: &Petition, chosen: Option<OrganId>) -> OrganId {
        let named = self.successors.iter().map(|named| named.successor);
        let order = chosen.into_iter().chain([self.rest]).chain(named).chain(self.refuges.iter().copied());
        // Accused everywhere is nowhere: then discipline has it all the same, so that it is somewhere.
        order.into_iter().find(|organ| self.is_free(petition, *organ)).or(self.refuges.last().copied()).unwrap_or(self.rest)
    }

    /// The document that named this one; of the first, when it went to a refuge.
    fn basis(&self, taker: OrganId) -> String {
        let named = self.successors.iter().find(|named| named.successor == taker).or(self.successors.first());
        named.map_or_else(String::new, |named| named.basis.clone())
    }
}

/// Hands one matter over; says whether it was in the organ's hands. One that went over already is passed by.
#[expect(clippy::too_many_arguments, reason = "an order written out")]
fn one(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    places: &Places,
    chosen: Option<OrganId>,
    actor: Actor,
    now: kernel::Moment,
) -> Result<bool, Failure> {
    let (head, snapshot) = carry::hold(tx, tenant, stream)?;
    let petition = snapshot.petition()?;
    let from = places.from;
    let held = petition.holder == from;
    let is_past = places.successors.iter().any(|named| petition.had_by.contains(&named.successor)) || places.refuges.contains(&petition.holder);
    if !held && !names(&petition, from) && is_past {
        return Ok(false);
    }
    let to = places.taker(&petition, chosen);
    let did = Did::Succeeded { from, to, held, article: ARTICLE.to_owned(), basis: places.basis(to) };
    carry::keep_as(tx, house, tenant, stream, actor, now, &petition, &head, &Event::new(did, vec![]))?;
    Ok(held)
}

/// Whether something is still owed by, or would go back to, this organ.
fn names(petition: &Petition, organ: OrganId) -> bool {
    petition.origin == organ
        || petition.hops.iter().any(|hop| hop.from == organ || hop.to == organ)
        || petition.clocks.iter().any(|clock| clock.ended.is_none() && clock.holder == organ)
        || petition.claims.iter().any(|claim| claim.executed_on.is_none() && claim.answer.as_ref().is_some_and(|answer| answer.owner == Some(organ)))
        || petition.open_sub_tasks().any(|task| task.organ == organ)
        || petition.open_recusal().is_some_and(|recusal| recusal.decider == organ)
        || petition.open_review().is_some_and(|review| review.to == organ)
        || petition.stage == Stage::CompetencePending && petition.kin.competence.as_ref().is_some_and(|one| one.decider == organ)
}

/// What the event does to the state: `to` stands where `from` stood, from now on.
pub(super) fn apply(petition: &mut Petition, from: OrganId, to: OrganId) {
    let stand_in = |organ: &mut OrganId| {
        if *organ == from {
            *organ = to;
        }
    };
    if petition.holder == from {
        petition.holder = to;
        petition.officer = kernel::id::AccountId::new(0);
    }
    stand_in(&mut petition.origin);
    petition.persons.iter_mut().filter_map(|person| person.kept_by.as_mut()).for_each(stand_in);
    for hop in &mut petition.hops {
        // An objection goes back to whoever now has the powers of the one who sent it.
        stand_in(&mut hop.from);
        stand_in(&mut hop.to);
    }
    for clock in petition.clocks.iter_mut().filter(|clock| clock.ended.is_none()) {
        stand_in(&mut clock.holder);
    }
    // What ended by a withdrawal or a merging runs on when that is undone: there, and not with one that is gone.
    petition.pass_resumable(from, to);
    for claim in petition.claims.iter_mut().filter(|claim| claim.executed_on.is_none()) {
        if let Some(owner) = claim.answer.as_mut().and_then(|answer| answer.owner.as_mut()) {
            stand_in(owner);
        }
    }
    for task in petition.sub_tasks.iter_mut().filter(|task| task.is_open()) {
        stand_in(&mut task.organ);
    }
    for recusal in petition.recusals.iter_mut().filter(|recusal| recusal.decided.is_none()) {
        stand_in(&mut recusal.decider);
    }
    for ask in petition.data_asks.iter_mut().filter(|ask| ask.answered.is_none()) {
        stand_in(&mut ask.organ);
    }
    for review in petition.reviews.iter_mut().filter(|review| review.answered.is_none()) {
        stand_in(&mut review.to);
    }
    for emergency in petition.emergencies.iter_mut().filter(|emergency| emergency.reviewed.is_none()) {
        stand_in(&mut emergency.reviewer);
    }
    if let Some(competence) = petition.kin.competence.as_mut().filter(|_| petition.stage == Stage::CompetencePending) {
        stand_in(&mut competence.decider);
    }
    if !petition.had_by.contains(&to) {
        petition.had_by.push(to);
    }
}
