//! 紧急查看 (C-32; 个人信息保护法 arts 34, 51): an officer who does not see a matter opens it by its number, for himself alone and to read, for the
//! hours of the law's row. It is an event of the matter; the person reads on her page that it was so, from which office, and what the
//! review found.
//!
//! | what he types | what happens |
//! |---|---|
//! | a number that he sees | nothing: he is sent to it |
//! | a number that he does not see | it opens; the heads who have it are told, and the review is owed within three working days |
//! | what is or may be an accusation; what a bar hides from him; what came in as history, is only stored, or was erased; no number | one answer, the same words |
//! | what is told of with care (violence at home, a minor) | opens for danger to a person and for a body with the power to ask; else the same answer |
//!
//! That one answer is written down among his looks, so that whoever tries numbers is seen. It opens nothing but the case page and the papers
//! on it: no verb, no list, no search, no letter, no table.
//!
//! **Who reviews.** The organ that had it in hand then, through its head, or the supervisor of its area. Never who opened it, nor his own
//! organ. Only where that organ itself holds the matter (one who leads or supervises elsewhere opened it) is it the organ above, else the petition office,
//! else discipline ([`Deciders::of_recusal`]); where there is none, that organ after all, through another than him.

use super::{
    act,
    carry::{self, look_up},
    command::{Actor, Context, Office},
    deciders::Deciders,
    event::Event,
    flow,
    model::{Petition, Recused, Words},
    page,
    policy::{self, Sight},
    seal::Sealer,
};
use crate::{Asker, House, audit, idempotency};
use kernel::{Moment, Refusal, id::StreamId};
use store::{Failure, args, row, select};

row! {
    struct Numbered { stream: StreamId }
}

/// What he typed.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The number of the matter, tidied.
    pub number: String,
    /// A code of the law's `emergency` rows.
    pub reason: String,
    /// Why, in words.
    pub words: String,
}

/// What a number leads to.
enum Door {
    /// He sees it already.
    Open,
    /// It opens now.
    Opens,
    /// As if there were none.
    None,
}

fn door(sight: &Sight, petition: &Petition, reason_opens_guarded: bool) -> Door {
    if policy::sees(sight, petition) || policy::in_emergency(sight, petition).is_some() {
        return Door::Open;
    }
    let is_there = flow::TOLD.contains(petition.stage) && petition.narrative_erased_on.is_none();
    let is_closed = !is_there || petition.is_sealed() || petition.keeping.is_some() || policy::bars(sight, petition);
    let is_guarded = super::model::label::is_guarded(petition.label) && !reason_opens_guarded;
    if is_closed || is_guarded { Door::None } else { Door::Opens }
}

/// Opens a matter to the asker by its number; `key` is the form's key. Returns the matter, also when he saw it before.
///
/// # Errors
/// `EMERGENCY_NUMBER`, `EMERGENCY_REASON`, `EMERGENCY_WORDS` for what was not typed; `EMERGENCY_UNKNOWN` for all that does not open;
/// [`Failure::NotFound`] for a post that opens nothing so.
pub async fn open(house: &House, asker: &Asker, key: Option<String>, typed: &Typed) -> Result<StreamId, Failure> {
    if !policy::OPENERS.contains(&asker.role) {
        return Err(Failure::NotFound);
    }
    let context = context(house, asker, house.now());
    if typed.number.trim().is_empty() {
        return Err(Refusal::new("EMERGENCY_NUMBER", "C-32").at("number").into());
    }
    if context.law.emergencies.on(context.today).all(|row| row.code != typed.reason) {
        return Err(Refusal::new("EMERGENCY_REASON", "C-32").at("reason").into());
    }
    if typed.words.trim().is_empty() {
        return Err(Refusal::new("EMERGENCY_WORDS", "C-32").at("words").into());
    }
    let opens_guarded = act::emergency::opens_guarded(&context, &typed.reason);
    let (tenant, number) = (asker.tenant, typed.number.trim().to_owned());
    let found: Option<Numbered> = house
        .db()
        .glance(move |tx| Ok(tx.first(select!(Numbered, "FROM case_file WHERE tenant = $1 AND number = $2"), args![tenant, number])?))
        .await?;
    let Some(Numbered { stream }) = found else { return unknown(house, asker).await };
    let directory = house.directory(tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let (petition, keys) = look_up(house, tenant, stream).await?;
    match door(&sight, &petition, opens_guarded) {
        Door::Open => return Ok(stream),
        Door::None => return unknown(house, asker).await,
        // What was merged into a matter of his he sees with that one.
        Door::Opens if page::sees_through(house, tenant, &sight, &petition).await? => return Ok(stream),
        Door::Opens => {}
    }
    let apart = if petition.holder == asker.organ {
        Deciders::of(house, tenant, &directory, &petition).await?.of_recusal(Recused::Organ(petition.holder))
    } else {
        None
    };
    let words = Sealer::new(&keys, house.random()).words(&typed.words);
    // Erased by a list kept apart, without an event: nothing can be written under that key, and there is nothing to read.
    if words.chars == 0 {
        return unknown(house, asker).await;
    }
    let order = Order { asker: asker.clone(), sight, key, reason: typed.reason.clone(), words, opens_guarded, apart, now: house.now() };
    let shared = house.clone();
    match house.db().write(move |tx| order.carry_out(tx, &shared, stream)).await {
        Ok(()) => Ok(stream),
        Err(Failure::NotFound) => unknown(house, asker).await,
        Err(failure) => Err(failure),
    }
}

struct Order {
    asker: Asker,
    sight: Sight,
    key: Option<String>,
    reason: String,
    words: Words,
    opens_guarded: bool,
    /// Who reviews where the asker's own organ has it.
    apart: Option<kernel::id::OrganId>,
    now: Moment,
}

impl Order {
    /// Looks at the matter again as it is held, and writes it down; [`Failure::NotFound`] when it opens no more.
    fn carry_out(&self, tx: &store::Tx<'_>, house: &House, stream: StreamId) -> Result<(), Failure> {
        let asker = &self.asker;
        if let Some(key) = &self.key
            && idempotency::once(tx, asker.tenant, key, asker.account, self.now)?.is_some()
        {
            return Ok(());
        }
        let (head, snapshot) = carry::hold(tx, asker.tenant, stream)?;
        let petition = snapshot.petition()?;
        match door(&self.sight, &petition, self.opens_guarded) {
            Door::Open => {}
            Door::None => return Err(Failure::NotFound),
            Door::Opens => {
                let reviewer = self.apart.filter(|_| petition.holder == asker.organ).unwrap_or(petition.holder);
                let context = context(house, asker, self.now);
                let event = act::emergency::open(&petition, &self.reason, self.words.clone(), reviewer, &context)?;
                let event = Event { stands_for: asker.stands_for, ..event };
                carry::keep_as(tx, house, asker.tenant, stream, context.actor, self.now, &petition, &head, &event)?;
            }
        }
        if let Some(key) = &self.key {
            idempotency::settle(tx, asker.tenant, key, &stream.to_string())?;
        }
        Ok(())
    }
}

fn context<'a>(house: &'a House, asker: &Asker, now: Moment) -> Context<'a> {
    let today = now.local_day();
    Context {
        actor: Actor::Officer(asker.account, asker.organ, asker.role),
        now,
        today,
        acted_on: today,
        calendar: house.calendar(),
        law: house.law(),
        office: Office { approvers: None, stands_for: asker.stands_for },
    }
}

/// One answer for all that does not open, and a trace of it.
async fn unknown(house: &House, asker: &Asker) -> Result<StreamId, Failure> {
    audit::look(house, asker, "emergency", "search:emergency", &[]).await?;
    Err(Refusal::new("EMERGENCY_UNKNOWN", "C-32").at("number").into())
}
