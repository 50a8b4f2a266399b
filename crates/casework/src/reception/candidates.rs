//! Earlier matters that may be the one that somebody is just telling of.
//!
//! A sealed person is found by the blind index: phone, document, whole name with place. Of what is found so only a
//! matter of the same place, kind or words is shown, at most six, the likest words first.

use crate::{
    CaseKeys, House, Scope,
    organ::Directory,
    petition::{
        Petition, Stage,
        carry::look_up,
        flow,
        list::{self, Listed, Title},
        model::{Part, label},
        policy::Sight,
        reading::{self, Of, blind_values},
        seal::{Card, open_card, plain},
    },
};
use kernel::{
    AreaPath, Day,
    id::{AccountId, OrganId, StreamId, TenantId},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::Failure;

/// So many are shown at most.
const MOST: usize = 6;
/// So many are opened to be compared, the newest first, within what the asker may see.
const MOST_OPENED: usize = 12;
/// Index rows looked at for each token.
const MOST_ROWS: usize = 40;
/// So many characters of her words are shown: enough to decide.
const BEGINNING: usize = 80;
/// The level of a township's area.
const TOWNSHIP: usize = 4;
/// Words of which so large a part is common may be about the same thing.
const ALIKE: f64 = 0.3;

/// What is known of the person and the matter that is sought.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Cards of her and of those who speak for the group.
    pub cards: Vec<Card>,
    /// Where it is about; `None` when that is not known.
    pub area: Option<AreaPath>,
    /// Its kind; empty when it is not classed yet.
    pub class: String,
    /// What she says.
    pub words: String,
    /// The matter itself, when it is registered already.
    pub itself: Option<StreamId>,
    /// What was told apart from it before.
    pub apart: Vec<StreamId>,
    /// Matters of persons who were joined with her, or parted from her.
    pub joined: Vec<(StreamId, bool)>,
}

/// A matter that may be the same one.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The matter.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
    /// The day on which it was received.
    pub received_on: Day,
    /// Where.
    pub area: Option<AreaPath>,
    /// Its short name.
    pub title: String,
    /// How her words begin.
    pub beginning: String,
    /// Where it stands.
    pub stage: Stage,
    /// Who has it.
    pub holder: OrganId,
    /// In whose hands.
    pub officer: AccountId,
    /// By what it was found: `document`, `phone`, `joined`, `name_place`.
    pub found_by: Vec<&'static str>,
    /// Whether a repeat goes on in it (else it was answered, and is brought again).
    pub is_living: bool,
    /// Whether it was answered.
    pub is_answered: bool,
}

impl Candidate {
    /// Whether the records themselves tell that it is the same person.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.found_by.iter().any(|by| matches!(*by, "document" | "phone" | "joined"))
    }
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Over what the asker may see.
    pub here: Vec<Candidate>,
    /// Organs that have such a matter in hand which the asker does not see: that there is one, and no more.
    pub elsewhere: Vec<OrganId>,
    /// The matters that were looked at, for the ledger of reads.
    pub looked_at: Vec<StreamId>,
}

/// What a registered matter seeks by.
#[must_use]
pub fn sought(petition: &Petition, keys: &CaseKeys) -> Sought {
    let cards = petition.persons.iter().filter(|person| person.part != Part::OtherParty).filter_map(|person| open_card(keys, person)).collect();
    let mut joined: BTreeMap<StreamId, bool> = BTreeMap::new();
    for link in &petition.kin.persons {
        joined.insert(link.other.stream, link.is_one);
    }
    let mut apart = petition.kin.apart.clone();
    apart.extend(petition.kin.repeat_of.iter().chain(&petition.kin.split_from).map(|other| other.stream));
    apart.extend(petition.kin.parts.iter().map(|part| part.into.stream));
    Sought {
        cards,
        area: Some(petition.area.clone()),
        class: petition.class.clone(),
        words: [&petition.title, &petition.words].map(|words| plain(keys, words)).join(""),
        itself: Some(petition.stream),
        apart,
        joined: joined.into_iter().collect(),
    }
}

/// Finds candidates.
///
/// # Errors
/// What the database says.
pub async fn find(house: &House, tenant: TenantId, sight: &Sight, directory: &Directory, sought: &Sought) -> Result<Found, Failure> {
    let hits = hits(house, tenant, sought).await?;
    if hits.is_empty() {
        return Ok(Found::default());
    }
    let mut streams: Vec<StreamId> = hits.keys().copied().collect();
    streams.sort_unstable_by(|a, b| b.cmp(a));
    let around = sought.area.as_ref().map(around);
    let near = |listed: &Listed| around.as_ref().is_some_and(|around| listed.area.as_ref().is_some_and(|area| is_near(around, area)));
    let seen = list::these(house, tenant, sight, streams.clone()).await?;
    let mut found = Found { looked_at: seen.iter().map(|one| one.stream).collect(), ..Found::default() };
    let mut here: Vec<(f64, Candidate)> = vec![];
    // The name alone is many people's: with it the place has to be the same, and no more are opened than that.
    let named_only = |one: &&Listed| hits.get(&one.stream).is_none_or(|by| by.iter().all(|by| *by == "name_place"));
    let open = seen.iter().filter(|one| one.title != Title::Accusation && (near(one) || !named_only(one))).take(MOST_OPENED);
    for one in open {
        let by = hits.get(&one.stream).cloned().unwrap_or_default();
        let (petition, keys) = look_up(house, tenant, one.stream).await?;
        if petition.merged().is_some() || petition.stage == Stage::Voided || petition.is_sealed() {
            continue;
        }
        let words = plain(&keys, &petition.words);
        let alike = alike(&sought.words, &format!("{}{words}", plain(&keys, &petition.title)));
        let same_kind = !sought.class.is_empty() && sought.class == petition.class;
        if near(one) || same_kind || alike >= ALIKE {
            here.push((alike, candidate(one, &petition, &words, by)));
        }
    }
    here.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(other.stream.cmp(&one.stream)));
    found.here = here.into_iter().map(|(_, candidate)| candidate).take(MOST).collect();
    let (elsewhere, looked_at) = elsewhere(house, tenant, sight, directory, &hits, &seen, near).await?;
    found.elsewhere = elsewhere;
    found.looked_at.extend(looked_at);
    Ok(found)
}

/// Which matters the index gives, and by what.
async fn hits(house: &House, tenant: TenantId, sought: &Sought) -> Result<BTreeMap<StreamId, Vec<&'static str>>, Failure> {
    let mut tokens: BTreeSet<(&'static str, i64)> = BTreeSet::new();
    for card in &sought.cards {
        for (kind, value) in blind_values(card, "") {
            // Pinyin and surname find people; they do not tell that two are one.
            if matches!(kind, "phone" | "document") || (kind == "name" && value.chars().count() > 1) {
                tokens.insert((kind, house.vault().blind(tenant, kind, &value)));
            }
        }
    }
    let rows: Vec<(&'static str, StreamId)> = house
        .db()
        .glance(move |tx| {
            let mut rows = vec![];
            for (kind, token) in tokens {
                let found = reading::seek(tx, tenant, token, Of::Person, MOST_ROWS)?;
                rows.extend(found.into_iter().map(|hit| (kind, hit.stream)));
            }
            Ok(rows)
        })
        .await?;
    let mut hits: BTreeMap<StreamId, Vec<&'static str>> = BTreeMap::new();
    for (kind, stream) in rows {
        let by = hits.entry(stream).or_default();
        by.push(if kind == "name" { "name_place" } else { kind });
    }
    for (stream, is_one) in &sought.joined {
        if *is_one {
            hits.entry(*stream).or_default().push("joined");
        } else {
            hits.remove(stream);
        }
    }
    hits.retain(|stream, _| Some(*stream) != sought.itself && !sought.apart.contains(stream));
    for by in hits.values_mut() {
        by.sort_unstable();
        by.dedup();
    }
    Ok(hits)
}

/// Organs that have a living matter of hers in hand which the asker does not see: nothing that is labelled, nothing from
/// which he is barred, nothing that only a name tells.
async fn elsewhere(
    house: &House,
    tenant: TenantId,
    sight: &Sight,
    directory: &Directory,
    hits: &BTreeMap<StreamId, Vec<&'static str>>,
    seen: &[Listed],
    near: impl Fn(&Listed) -> bool,
) -> Result<(Vec<OrganId>, Vec<StreamId>), Failure> {
    let known: HashSet<StreamId> = seen.iter().map(|one| one.stream).collect();
    let told = |by: &[&str]| by.iter().any(|by| *by != "name_place");
    let rest: Vec<StreamId> = hits.iter().filter(|(stream, by)| !known.contains(stream) && told(by)).map(|(stream, _)| *stream).collect();
    let own = match &sight.scope {
        Scope::Organ(organ) => *organ,
        Scope::Area(_) | Scope::Nothing => return Ok((vec![], vec![])),
    };
    if rest.is_empty() {
        return Ok((vec![], vec![]));
    }
    let hidden = label::GUARDED;
    let everywhere = Sight { scope: Scope::Area(AreaPath::country()), hidden, tokens: sight.tokens.clone(), eyes: None };
    let others = list::these(house, tenant, &everywhere, rest).await?;
    let others: Vec<Listed> = others.into_iter().filter(|one| near(one) && flow::OPEN.contains(one.stage) && one.holder != own).collect();
    let mut organs: Vec<OrganId> = vec![];
    for organ in directory.organs() {
        if others.iter().any(|one| one.holder == organ.organ) {
            organs.push(organ.organ);
        }
    }
    Ok((organs, others.iter().map(|one| one.stream).collect()))
}

fn candidate(one: &Listed, petition: &Petition, words: &str, found_by: Vec<&'static str>) -> Candidate {
    let beginning: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(BEGINNING).collect();
    let cut = words.chars().count() > BEGINNING;
    Candidate {
        stream: one.stream,
        number: one.number.clone(),
        received_on: one.received_on,
        area: one.area.clone(),
        title: match &one.title {
            Title::Open(title) => title.clone(),
            Title::Accusation | Title::Erased => String::new(),
        },
        beginning: if cut { format!("{beginning}…") } else { beginning },
        stage: one.stage,
        holder: one.holder,
        officer: one.officer,
        found_by,
        is_living: flow::LIVING.contains(petition.stage) && petition.void_asked_by.is_none(),
        is_answered: petition.facts.delivered_on.is_some(),
    }
}

/// Of a village its township, of anything larger itself.
#[must_use]
pub fn around(area: &AreaPath) -> AreaPath {
    let mut here = area.clone();
    while here.level() > TOWNSHIP {
        match here.parent() {
            Some(parent) => here = parent,
            None => break,
        }
    }
    here
}

/// Whether it is about the same place, as far as that is known. The whole county is no place: only what was told of no other place either
/// is near to it, else every matter of hers would be (C-34).
fn is_near(around: &AreaPath, area: &AreaPath) -> bool {
    if around.level() < TOWNSHIP { around == area } else { around.contains(area) }
}

/// How much of the shorter text's pairs of letters is in the longer one, from 0 to 1.
fn alike(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
        letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let shorter = one.len().min(other.len());
    if shorter < 4 {
        return 0.0;
    }
    let common = one.intersection(&other).count();
    f64::from(u32::try_from(common).unwrap_or(u32::MAX)) / f64::from(u32::try_from(shorter).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{alike, around};

    #[test]
    fn the_same_drain_is_alike_and_a_street_lamp_is_not() {
        let drain = "我家屋后的水沟堵了三年，一下雨水就漫进院子。";
        assert!(alike(drain, "屋后水沟又堵了，一下雨就漫进院子里来。") > 0.5);
        assert!(alike(drain, "门前的路灯灭了一个月，老人夜里摔过一跤。") < 0.2);
        assert!(alike("水沟", drain) < f64::EPSILON, "two letters tell nothing");
    }

    #[test]
    fn around_a_village_is_its_township() {
        let town: kernel::AreaPath = "33.3301.330122.330122102.".parse().unwrap();
        assert_eq!(around(&town.child("330122102003").unwrap()), town);
        assert_eq!(around(&town), town);
        let county: kernel::AreaPath = "33.3301.330122.".parse().unwrap();
        assert_eq!(around(&county), county);
    }
}
