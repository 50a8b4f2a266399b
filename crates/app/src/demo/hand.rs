//! The hands of the stories: registering, and having an act done by whoever may.

use super::{book::Case, cast, tell::Teller};
use crate::oops::Oops;
use casework::{
    Asker,
    petition::{
        Actor, Command, Petition, Verb, carry,
        model::{Channel, NoteKind},
        policy,
        register::{self, Told},
        seal::{Card, Sealer},
    },
};
use kernel::{Day, OrganId, Refusal};

/// 登记: by the person herself when it came over the net, else by the clerk.
///
/// # Errors
/// What the rules refuse.
pub async fn begin(teller: &Teller<'_>, case: &Case) -> Result<Petition, Oops> {
    let (house, cast) = (teller.house, teller.cast);
    let channel = Channel::parse(&case.channel).ok_or_else(|| Oops::wrong(format!("there is no channel {}", case.channel)))?;
    let from = &case.petitioner;
    let petitioner = Card {
        name: from.name.clone(),
        phone: from.phone.clone(),
        address: from.address.clone(),
        large_print: from.wants_large_print,
        ..Card::default()
    };
    let other_party = case.other_party.as_ref().map(|party| Card {
        name: party.name.clone(),
        phone: party.phone.clone(),
        note: party.note.clone(),
        ..Card::default()
    });
    let is_oral = matches!(channel, Channel::Visit | Channel::Phone);
    let told = Told {
        channel: Some(channel),
        area: Some(cast::area(&case.place)?),
        spot: case.spot.clone(),
        title: case.title.clone(),
        words: case.words.clone(),
        claims: case.claims.clone(),
        petitioner: if case.anonymous { Card::default() } else { petitioner },
        other_party,
        head_count: case.representatives.max(1),
        confirmed: if is_oral { "read_to".to_owned() } else { String::new() },
        is_accusation: case.flags.iter().any(|flag| flag == "accusation_confidential"),
        first_time: case.first_time,
        ..Told::default()
    };
    let organ = cast.organ(&case.organ)?;
    let receipt = if channel == Channel::Network {
        register::register_as(house, cast.tenant, Actor::Person, organ, &told, None).await?
    } else {
        let clerk = cast.askers(&[&case.clerk], house.today()).into_iter().next().ok_or_else(|| Oops::wrong("nobody is there"))?;
        register::register(house, &clerk, &told, None).await?
    };
    Ok(carry::look_up(house, cast.tenant, receipt.stream).await?.0)
}

/// A note that somebody of the case writes.
///
/// # Errors
/// What the rules refuse.
pub async fn note(teller: &Teller<'_>, petition: &Petition, kind: NoteKind, first: &[&str], on: Option<Day>, text: &str) -> Result<Petition, Oops> {
    // The person sees what was done with her or for her; a reminder inside the house is not for her.
    let shown = matches!(kind, NoteKind::Talk | NoteKind::SiteVisit | NoteKind::Meeting);
    by(teller, petition, Verb::Note, first, on, |sealer| Command::Note { kind, words: sealer.words(text), shown }).await
}

/// Has an act done by whoever may.
///
/// # Errors
/// That nobody may; what the rules refuse.
pub async fn by(
    teller: &Teller<'_>,
    petition: &Petition,
    verb: Verb,
    first: &[&str],
    on: Option<Day>,
    build: impl FnOnce(&Sealer<'_>) -> Command,
) -> Result<Petition, Oops> {
    let asker = teller.officer(petition, verb, first)?;
    carry_as(teller, petition, &asker, on, build).await
}

/// Has an act done by one.
///
/// # Errors
/// What the rules refuse.
pub async fn carry_as(
    teller: &Teller<'_>,
    petition: &Petition,
    asker: &Asker,
    on: Option<Day>,
    build: impl FnOnce(&Sealer<'_>) -> Command,
) -> Result<Petition, Oops> {
    Ok(carry::carry(teller.house, asker, petition.stream, None, on, |sealer, _| Ok::<_, Refusal>(build(sealer))).await?)
}

/// The organ that an act goes to, its tokens and those of the organs above it, its name.
///
/// # Errors
/// That there is no such organ.
pub fn receiver(teller: &Teller<'_>, key: &str) -> Result<(OrganId, Vec<i64>, String), Oops> {
    let to = teller.cast.organ(key)?;
    let tokens =
        teller.cast.directory.organs_above(to).into_iter().map(|organ| policy::organ_token(teller.house, teller.cast.tenant, organ)).collect();
    Ok((to, tokens, teller.cast.directory.organ_name(to).to_owned()))
}
