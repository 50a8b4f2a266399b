//! Where an open hour has nobody on duty, and who is on at a place. Pure: rows in, spans out; every span is from one moment to before another.
//!
//! All three kinds count as cover: who comes when called is somebody to call. A page says which kind it is.

use super::{
    duty::{Duty, KINDS},
    hours::Span,
};
use kernel::{
    Moment,
    area::AreaPath,
    id::{MediatorId, OrganId},
};

/// The open time that no duty covers, oldest first; pieces that touch are one.
#[must_use]
pub fn gaps(open: &[Span], duties: &[Span]) -> Vec<Span> {
    let (open, covered) = (merged(open), merged(duties));
    let mut gaps = vec![];
    let mut covers = covered.iter().peekable();
    for hour in open {
        let mut from = hour.from;
        while let Some(cover) = covers.peek() {
            if cover.from >= hour.to {
                break;
            }
            if from < cover.from {
                gaps.push(Span { from, to: cover.from });
            }
            from = from.max(cover.to);
            // What reaches beyond these hours may cover the next.
            if cover.to > hour.to {
                break;
            }
            covers.next();
        }
        if from < hour.to {
            gaps.push(Span { from, to: hour.to });
        }
    }
    gaps
}

/// The same time in spans that neither overlap nor touch, oldest first; empty ones are left out.
#[must_use]
pub fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.iter().copied().filter(|span| span.from < span.to).collect();
    sorted.sort_unstable();
    let mut merged: Vec<Span> = vec![];
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => merged.push(span),
        }
    }
    merged
}

/// Somebody who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// For which studio.
    pub organ: OrganId,
    /// Who.
    pub mediator: MediatorId,
    /// One of [`KINDS`].
    pub kind: String,
    /// The place that he is on for.
    pub area: AreaPath,
    /// Which stairwell of it.
    pub spot: String,
    /// Until when.
    pub until: Moment,
}

/// Who is on duty for a place at a moment: every span whose place is that place or lies above it, the nearest first; of one place first
/// who is for one stairwell, then 常驻, 轮驻, 随驻.
#[must_use]
pub fn who_is_on(duties: &[Duty], place: &AreaPath, moment: Moment) -> Vec<OnDuty> {
    let on = duties.iter().filter(|duty| duty.is_on(moment)).filter_map(|duty| Some((duty, duty.span()?)));
    let mut found: Vec<OnDuty> = on
        .map(|(duty, span)| OnDuty {
            organ: duty.organ,
            mediator: duty.mediator,
            kind: duty.kind.clone(),
            area: duty.place(),
            spot: duty.spot.clone(),
            until: span.to,
        })
        .filter(|on| on.area.contains(place))
        .collect();
    let rank = |on: &OnDuty| KINDS.iter().position(|kind| *kind == on.kind);
    found.sort_by_cached_key(|on| (std::cmp::Reverse(on.area.level()), on.spot.is_empty(), rank(on), on.organ, on.mediator));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::hours::{Opening, open};
    use kernel::{
        Random as _, SeededRandom,
        id::{AccountId, DutyId},
    };
    use proptest::prelude::*;

    const QUARTER: i64 = 15;

    fn at(minutes: i64) -> Moment {
        Moment::at_local("2025-09-01".parse().unwrap(), 0, 0).plus_minutes(minutes)
    }

    fn span(from: i64, to: i64) -> Span {
        Span { from: at(from), to: at(to) }
    }

    fn holds(spans: &[Span], moment: Moment) -> bool {
        spans.iter().any(|span| span.from <= moment && moment < span.to)
    }

    struct Dice(SeededRandom);

    impl Dice {
        fn below(&self, most: i64) -> i64 {
            let mut bytes = [0; 4];
            self.0.fill(&mut bytes);
            i64::from(u32::from_le_bytes(bytes)) % most
        }
    }

    /// Ninety days, two hundred mediators with some turns each: every quarter of an hour is asked alone.
    #[test]
    fn gaps_are_what_asking_every_quarter_of_an_hour_says() {
        for (seed, turns) in [(1, 1), (2, 3), (3, 12)] {
            let dice = Dice(SeededRandom::new(seed));
            let hours: Vec<Opening> = (1..=7)
                .flat_map(|weekday| {
                    let opens = (28 + dice.below(12)) * QUARTER;
                    let noon = opens + (8 + dice.below(8)) * QUARTER;
                    let again = noon + dice.below(6) * QUARTER;
                    let closes = again + (8 + dice.below(20)) * QUARTER;
                    let of = |opens, closes| Opening { organ: OrganId::new(1), weekday, opens, closes: i64::min(closes, 1440) };
                    if weekday == 7 && seed == 2 { vec![] } else { vec![of(opens, noon), of(again, closes)] }
                })
                .collect();
            let first = "2025-09-01".parse().unwrap();
            let open = open(&hours, first, first.plus_days(89));
            let duties: Vec<Span> = (0..200 * turns)
                .map(|_| {
                    let from = dice.below(90 * 96) * QUARTER;
                    span(from, from + (1 + dice.below(32)) * QUARTER)
                })
                .collect();
            let found = gaps(&open, &duties);
            let mut uncovered = 0;
            for quarter in 0..90 * 96 {
                let moment = at(quarter * QUARTER);
                let is_gap = holds(&open, moment) && !holds(&duties, moment);
                assert_eq!(holds(&found, moment), is_gap, "seed {seed}, {moment:?}");
                uncovered += i64::from(is_gap);
            }
            let length: i64 = found.iter().map(|gap| gap.to.millis() - gap.from.millis()).sum();
            assert_eq!(length, uncovered * QUARTER * 60_000, "no gap reaches beyond");
            assert!(uncovered > 0 && found.windows(2).all(|pair| pair[0].to < pair[1].from), "seed {seed}: in order, none touch");
        }
    }

    proptest! {
        #[test]
        fn gaps_to_the_minute_are_what_asking_every_minute_says(
            open in proptest::collection::vec((0_i64..600, 1_i64..200), 0..6),
            duties in proptest::collection::vec((0_i64..700, 0_i64..150), 0..12),
        ) {
            let of = |pairs: Vec<(i64, i64)>| pairs.into_iter().map(|(from, long)| span(from, from + long)).collect::<Vec<_>>();
            let (open, duties) = (of(open), of(duties));
            let found = gaps(&open, &duties);
            for minute in 0..900 {
                prop_assert_eq!(holds(&found, at(minute)), holds(&open, at(minute)) && !holds(&duties, at(minute)), "minute {}", minute);
            }
        }
    }

    fn duty(organ: i64, kind: &str, area: &str, spot: &str, mediator: i64) -> Duty {
        Duty {
            duty: DutyId::new(mediator),
            organ: OrganId::new(organ),
            kind: kind.to_owned(),
            area: area.to_owned(),
            spot: spot.to_owned(),
            mediator: MediatorId::new(mediator),
            from_at: at(540),
            to_at: at(1020),
            swapped_from: DutyId::new(0),
            written_by: AccountId::new(1),
            written_at: at(0),
            ended_at: None,
            ended_how: String::new(),
            ended_why: String::new(),
        }
    }

    #[test]
    fn who_is_on_tells_the_nearest_first_and_nobody_of_another_village() {
        let (town, village, other) =
            ("33.3301.330122.330122102.", "33.3301.330122.330122102.330122102003.", "33.3301.330122.330122102.330122102002.");
        let duties = [
            duty(1, "resident", town, "", 1),
            duty(2, "on_call", village, "", 2),
            duty(2, "resident", village, "", 3),
            duty(2, "rotating", village, "3 幢 2 单元", 4),
            duty(3, "resident", other, "", 5),
            Duty { ended_at: Some(at(500)), ..duty(2, "resident", village, "", 6) },
            Duty { ended_at: Some(at(600)), ..duty(2, "rotating", village, "", 7) },
        ];
        let on = |place: &str, minute| who_is_on(&duties, &place.parse().unwrap(), at(minute)).iter().map(|on| on.mediator.get()).collect::<Vec<_>>();
        assert_eq!(on(village, 700), [4, 3, 2, 1]);
        assert_eq!(on(village, 540), [4, 3, 7, 2, 1], "who was taken away at ten was there until ten");
        assert_eq!(on(town, 700), [1]);
        assert_eq!(on(village, 1020), [0_i64; 0], "the last minute is not in it");
        assert_eq!(on(village, 539), [0_i64; 0]);
    }
}
