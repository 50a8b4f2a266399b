//! 访调: what is written down from a petition. Only who has that petition writes it down, only what that petition says goes along, and
//! nothing of any other matter. The petition's clocks run on (C-41); what became of the mediation is read beside it.

use super::{
    Mediation, Stage,
    carry::Snapshot,
    model::FromPetition,
    register::{Told, ToldParty},
};
use crate::{
    Asker, House, Role,
    petition::{
        Petition,
        model::{MatterType, Part, Stage as At, label},
        page::{self, Case},
        seal,
    },
};
use kernel::{
    Refusal,
    id::{StreamId, TenantId},
};
use store::{Failure, args, select};

/// A mediation that was written down from a petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its stream.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Whether this officer can write a dispute down from this petition.
///
/// # Errors
/// `NOT_YOURS` when his office does not have it or his post hears nobody; `PETITION_NOT_MEDIATED` for an accusation, a suggestion, and
/// what is over.
pub fn can_begin(asker: &Asker, petition: &Petition) -> Result<(), Refusal> {
    if petition.holder != asker.organ || !matches!(asker.role, Role::Clerk | Role::Triage | Role::Handler | Role::Head) {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "register"));
    }
    let other = matches!(petition.matter_type, Some(MatterType::Accusation | MatterType::Suggestion));
    let over = !matches!(
        petition.stage,
        At::Registered | At::Triaged | At::Assigned | At::SignedIn | At::Accepted | At::InHandling | At::AwaitingMaterial | At::ExtensionRequested
    );
    if petition.is_sealed() || other || over {
        return Err(Refusal::new("PETITION_NOT_MEDIATED", "C-40"));
    }
    Ok(())
}

/// The petition from which this officer writes a dispute down, opened.
///
/// # Errors
/// [`Failure::NotFound`] for what he does not see; [`can_begin`]'s.
pub async fn of(house: &House, asker: &Asker, stream: StreamId) -> Result<Case, Failure> {
    let (case, _) = page::of_his(house, asker, stream).await?;
    can_begin(asker, &case.petition)?;
    Ok(case)
}

/// How a mediation names it.
#[must_use]
pub fn named(petition: &Petition) -> FromPetition {
    FromPetition { stream: petition.stream, number: petition.number.clone() }
}

/// What the petition says, as the first word of a mediation: its words, what is asked for, and its people. The type of the dispute is for
/// who writes it down to say.
#[must_use]
pub fn first_word(house: &House, case: &Case) -> Told {
    let petition = &case.petition;
    let plain = |words| seal::plain(&case.keys, words);
    let parties = petition.persons.iter().filter_map(|person| {
        let mut card = seal::open_card(&case.keys, person)?;
        // How she is reached is hers to keep from who handles it (C-39).
        if person.kept_by.is_some() {
            card = seal::Card { name: card.name, ..seal::Card::default() };
        }
        Some(ToldParty { is_other_side: person.part == Part::OtherParty, card, ..ToldParty::default() })
    });
    Told {
        source: "petition_link".to_owned(),
        area: Some(petition.area.clone()),
        title: plain(&petition.title),
        words: plain(&petition.words),
        requests: petition.claims.iter().filter(|claim| claim.gone.is_none()).map(|claim| plain(&claim.text)).collect(),
        parties: parties.collect(),
        outside_number: petition.number.clone(),
        outside_body: case.directory.organ_name(petition.holder).to_owned(),
        petition: Some(named(petition)),
        is_violence: petition.label & label::VIOLENCE != 0,
        is_minor: petition.label & label::MINOR != 0,
        received_at: Some(house.now()),
        ..Told::default()
    }
}

/// The mediations that were written down from a petition, oldest first.
///
/// # Errors
/// What the database says.
pub async fn begun(house: &House, tenant: TenantId, petition: &Petition) -> Result<Vec<Begun>, Failure> {
    let (stream, number) = (petition.stream, petition.number.clone());
    let rows: Vec<Snapshot> = house
        .db()
        .read(move |tx| {
            let statement = select!(Snapshot, "FROM mediation WHERE tenant = $1 AND outside_number = $2 ORDER BY stream LIMIT 50");
            Ok(tx.select(statement, args![tenant, number])?)
        })
        .await?;
    let found: Result<Vec<Mediation>, Failure> = rows.iter().map(Snapshot::mediation).collect();
    let its = found?.into_iter().filter(|one| one.petition.as_ref().is_some_and(|from| from.stream == stream));
    Ok(its.map(|one| Begun { stream: one.stream, number: one.number, stage: one.stage }).collect())
}
