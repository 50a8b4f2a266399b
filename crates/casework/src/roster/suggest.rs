//! 推荐: who suits a dispute, in an order whose every reason is told. Pure, and fast enough to be asked while a form is typed.
//!
//! Each reason is a row of its own with its weight, and the sum of the weights is the order; nothing else moves anybody up or down. Two
//! wishes of a party leave people out instead: a woman, and somebody who is not of her village. Who is left out is told last, with why,
//! and so is whoever the register does not say it of. A person chooses; this chooses nobody.
//!
//! | reason | weight |
//! |---|---|
//! | the kind of dispute is one of his | 40 |
//! | speaks the language | 30 |
//! | of the same village · town · county | 20 · 12 · 4 |
//! | on duty now | 10 |
//! | 国家级 · 省级 · 市级 or 金牌 · other honours, the highest one | 10 · 8 · 6 · 3 |
//! | each open talk | −5, at most −40 |

use kernel::{area::AreaPath, id::MediatorId};
use std::collections::{HashMap, HashSet};

const SPECIALITY: i64 = 40;
const LANGUAGE: i64 = 30;
const ON_DUTY: i64 = 10;
const OPEN_TALK: i64 = -5;
const MOST_TALKS: u32 = 8;

/// Somebody who could be asked, as the registers say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// His number; the lower comes first where the reasons weigh the same.
    pub mediator: i64,
    /// `woman`, `man`, or empty.
    pub sex: String,
    /// His home village, when it is known.
    pub village: Option<AreaPath>,
    /// The places of his studios.
    pub places: Vec<AreaPath>,
    /// Kinds of disputes that are his.
    pub specialities: Vec<String>,
    /// What he speaks.
    pub languages: Vec<String>,
    /// What he was given.
    pub standings: Vec<String>,
}

impl Candidate {
    /// His number as the registers name it.
    #[must_use]
    pub const fn id(&self) -> MediatorId {
        MediatorId::new(self.mediator)
    }
}

/// What is wished for, and how things are at the moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The kind of dispute.
    pub dispute: Option<String>,
    /// Where it is.
    pub place: Option<AreaPath>,
    /// Which language a party speaks best.
    pub language: Option<String>,
    /// Whether a party asks for a woman.
    pub woman: bool,
    /// The village that he must not be of.
    pub not_of: Option<AreaPath>,
    /// How many talks each has open.
    pub open: HashMap<MediatorId, u32>,
    /// Who is on duty now.
    pub on_duty: HashSet<MediatorId>,
}

/// Why somebody suits, or suits less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The kind of dispute is one of his.
    Speciality(String),
    /// He speaks the language.
    Language(String),
    /// He is of that village, or works there.
    SameVillage,
    /// Of that town.
    SameTown,
    /// Of that county.
    SameCounty,
    /// On duty now.
    OnDuty,
    /// The highest of what he was given.
    Standing(String),
    /// So many talks are open already.
    Load(u32),
}

impl Reason {
    /// The word in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Speciality(_) => "speciality",
            Self::Language(_) => "language",
            Self::SameVillage => "same-village",
            Self::SameTown => "same-town",
            Self::SameCounty => "same-county",
            Self::OnDuty => "on-duty",
            Self::Standing(_) => "standing",
            Self::Load(_) => "load",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub fn weight(&self) -> i64 {
        match self {
            Self::Speciality(_) => SPECIALITY,
            Self::Language(_) => LANGUAGE,
            Self::SameVillage => 20,
            Self::SameTown => 12,
            Self::SameCounty => 4,
            Self::OnDuty => ON_DUTY,
            Self::Standing(kind) => standing(kind),
            Self::Load(open) => OPEN_TALK * i64::from((*open).min(MOST_TALKS)),
        }
    }
}

/// A reason with its weight, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Why.
    pub reason: Reason,
    /// How much.
    pub weight: i64,
}

/// Why a party's wish leaves somebody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excluded {
    /// A woman is asked for, and this is none.
    NotAWoman,
    /// A woman is asked for, and the register does not say.
    SexUnknown,
    /// Of the village that it must not be.
    OfTheVillage,
    /// The register does not say of which village.
    VillageUnknown,
}

impl Excluded {
    /// The word in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAWoman => "not-a-woman",
            Self::SexUnknown => "sex-unknown",
            Self::OfTheVillage => "of-the-village",
            Self::VillageUnknown => "village-unknown",
        }
    }
}

/// One line of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub mediator: MediatorId,
    /// The sum of the weights.
    pub weight: i64,
    /// Why, the heaviest first.
    pub reasons: Vec<Weighed>,
    /// Which wishes leave him out; empty for who may be asked.
    pub excluded: Vec<Excluded>,
}

/// Lays out who suits: who may be asked first, the heaviest reasons first; then who is left out.
#[must_use]
pub fn suggest(candidates: &[Candidate], wishes: &Wishes) -> Vec<Suggestion> {
    let mut lines: Vec<Suggestion> = candidates.iter().map(|one| line(one, wishes)).collect();
    lines.sort_by_key(|line| (!line.excluded.is_empty(), -line.weight, line.mediator));
    lines
}

fn line(one: &Candidate, wishes: &Wishes) -> Suggestion {
    let mut reasons: Vec<Weighed> = reasons(one, wishes).map(|reason| Weighed { weight: reason.weight(), reason }).collect();
    reasons.sort_by_key(|weighed| -weighed.weight);
    let weight = reasons.iter().map(|weighed| weighed.weight).sum();
    Suggestion { mediator: one.id(), weight, reasons, excluded: excluded(one, wishes) }
}

fn reasons<'a>(one: &'a Candidate, wishes: &'a Wishes) -> impl Iterator<Item = Reason> + 'a {
    let has = |own: &[String], wanted: &Option<String>| wanted.clone().filter(|wanted| own.contains(wanted));
    let highest = one.standings.iter().max_by_key(|kind| standing(kind));
    let open = wishes.open.get(&one.id()).copied().filter(|open| *open > 0);
    [
        has(&one.specialities, &wishes.dispute).map(Reason::Speciality),
        has(&one.languages, &wishes.language).map(Reason::Language),
        wishes.place.as_ref().and_then(|place| near(one, place)),
        wishes.on_duty.contains(&one.id()).then_some(Reason::OnDuty),
        highest.cloned().map(Reason::Standing),
        open.map(Reason::Load),
    ]
    .into_iter()
    .flatten()
}

/// How near somebody's home or one of his studios is: the same place at the finest level that both have.
fn near(one: &Candidate, place: &AreaPath) -> Option<Reason> {
    let shared = |own: &AreaPath| own.codes().zip(place.codes()).take_while(|(own, wanted)| own == wanted).count();
    match one.village.iter().chain(&one.places).map(shared).max()? {
        0..=2 => None,
        3 => Some(Reason::SameCounty),
        4 => Some(Reason::SameTown),
        _ => Some(Reason::SameVillage),
    }
}

fn excluded(one: &Candidate, wishes: &Wishes) -> Vec<Excluded> {
    let sex = match one.sex.as_str() {
        _ if !wishes.woman => None,
        "woman" => None,
        "" => Some(Excluded::SexUnknown),
        _ => Some(Excluded::NotAWoman),
    };
    let village = wishes.not_of.as_ref().and_then(|village| match &one.village {
        Some(own) => village.contains(own).then_some(Excluded::OfTheVillage),
        None => Some(Excluded::VillageUnknown),
    });
    sex.into_iter().chain(village).collect()
}

fn standing(kind: &str) -> i64 {
    match kind {
        "national_model" => 10,
        "provincial" => 8,
        "city" | "gold" => 6,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VILLAGE: &str = "33.3301.330122.330122102.330122102003.";
    const NEXT_VILLAGE: &str = "33.3301.330122.330122102.330122102002.";
    const NEXT_TOWN: &str = "33.3301.330122.330122110.";

    fn path(text: &str) -> AreaPath {
        text.parse().unwrap()
    }

    fn wishes() -> Wishes {
        Wishes { dispute: Some("neighbour".into()), place: Some(path(VILLAGE)), language: Some("tonglu".into()), ..Wishes::default() }
    }

    fn order(candidates: &[Candidate], wishes: &Wishes) -> Vec<i64> {
        suggest(candidates, wishes).iter().map(|line| line.mediator.get()).collect()
    }

    /// The second would come second; each reason alone brings him to the front, and without it he is behind again.
    #[test]
    fn every_reason_moves_the_order_and_taking_it_away_moves_it_back() {
        let plain = |mediator| Candidate { mediator, village: Some(path(NEXT_TOWN)), ..Candidate::default() };
        let bare = wishes();
        assert_eq!(order(&[plain(1), plain(2)], &bare), [1, 2]);
        let one_more: [(&str, Candidate, Wishes); 6] = [
            ("speciality", Candidate { specialities: vec!["neighbour".into()], ..plain(2) }, bare.clone()),
            ("language", Candidate { languages: vec!["mandarin".into(), "tonglu".into()], ..plain(2) }, bare.clone()),
            ("same-town", Candidate { village: Some(path(NEXT_VILLAGE)), ..plain(2) }, bare.clone()),
            ("same-village", Candidate { places: vec![path(VILLAGE)], ..plain(2) }, bare.clone()),
            ("standing", Candidate { standings: vec!["gold".into()], ..plain(2) }, bare.clone()),
            ("on-duty", plain(2), Wishes { on_duty: HashSet::from([MediatorId::new(2)]), ..bare.clone() }),
        ];
        for (code, better, wished) in one_more {
            let told = suggest(&[plain(1), better.clone()], &wished);
            assert_eq!(told[0].mediator.get(), 2, "{code}");
            assert!(told[0].reasons.iter().any(|weighed| weighed.reason.code() == code && weighed.weight > 0), "{code}: {told:?}");
            assert_eq!(told[0].weight, told[0].reasons.iter().map(|weighed| weighed.weight).sum::<i64>(), "{code}: the sum is all there is");
        }
        let loaded = Wishes { open: HashMap::from([(MediatorId::new(1), 2)]), ..bare.clone() };
        let told = suggest(&[plain(1), plain(2)], &loaded);
        assert_eq!((told[0].mediator.get(), &told[1].reasons.last().unwrap().reason), (2, &Reason::Load(2)));
        let elsewhere = Candidate { village: Some(path("33.3303.330329.")), ..plain(1) };
        let told = suggest(&[elsewhere, plain(2)], &bare);
        assert_eq!((told[0].mediator.get(), told[0].reasons[0].reason.code(), told[1].reasons.len()), (2, "same-county", 0));
    }

    #[test]
    fn a_wish_of_a_party_leaves_out_whoever_it_does_not_fit_and_says_why() {
        let of = |mediator, sex: &str, village: Option<&str>| Candidate {
            mediator,
            sex: sex.into(),
            village: village.map(path),
            specialities: vec!["neighbour".into()],
            ..Candidate::default()
        };
        let all = [of(1, "man", Some(VILLAGE)), of(2, "woman", Some(VILLAGE)), of(3, "woman", Some(NEXT_VILLAGE)), of(4, "", None)];
        let free = wishes();
        assert!(suggest(&all, &free).iter().all(|line| line.excluded.is_empty()));
        let told = suggest(&all, &Wishes { woman: true, not_of: Some(path(VILLAGE)), ..free });
        let lines: Vec<(i64, Vec<Excluded>)> = told.into_iter().map(|line| (line.mediator.get(), line.excluded)).collect();
        assert_eq!(
            lines,
            [
                (3, vec![]),
                (1, vec![Excluded::NotAWoman, Excluded::OfTheVillage]),
                (2, vec![Excluded::OfTheVillage]),
                (4, vec![Excluded::SexUnknown, Excluded::VillageUnknown]),
            ]
        );
    }

    #[test]
    fn load_weighs_no_more_than_eight_talks_and_two_thousand_are_ordered_whole() {
        assert_eq!((Reason::Load(8).weight(), Reason::Load(80).weight()), (-40, -40));
        let many: Vec<Candidate> = (0..2_000).map(|mediator| Candidate { mediator, village: Some(path(VILLAGE)), ..Candidate::default() }).collect();
        assert_eq!(order(&many, &wishes()), (0..2_000).collect::<Vec<_>>(), "the same for all: in the order of their numbers");
    }
}
