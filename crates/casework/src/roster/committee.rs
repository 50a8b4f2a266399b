//! 人民调解委员会: who sits on it, elected when, until when; and what the law asks of it that it does not meet (L3 arts 8–9: three to nine
//! members, women among them, terms of three years). What is not met is said plainly and stops nobody: people are heard all the same.

use super::{may, mediator, write::carry};
use crate::{Asker, House, organ::Touched};
use kernel::{
    Refusal,
    day::Day,
    id::{MediatorId, OrganId, TenantId},
};
use std::collections::BTreeSet;
use store::{Failure, Tx, args, row, select, sql};

/// The fewest members (L3 art 8).
pub const FEWEST: usize = 3;
/// The most.
pub const MOST: usize = 9;
/// A term in months (L3 art 9).
pub const TERM_MONTHS: i64 = 36;

row! {
    /// A seat on the committee of an organ.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Seat {
        /// Of which organ.
        pub organ: OrganId,
        /// Who sits there.
        pub mediator: MediatorId,
        /// The day of the election.
        pub elected_on: Day,
        /// The first day of the term.
        pub from_day: Day,
        /// Its last day.
        pub to_day: Day,
    }
}

impl Seat {
    /// Whether it is held on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && day <= self.to_day
    }
}

/// What a committee does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// Fewer than [`FEWEST`]: how many there are.
    TooFew(usize),
    /// More than [`MOST`]: how many there are.
    TooMany(usize),
    /// No woman is on it, as far as the register says.
    NoWoman,
    /// So many terms are longer than three years.
    TermTooLong(usize),
    /// So many seats ran out and nobody was elected since.
    TermOver(usize),
}

impl Unmet {
    /// The word in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFew(_) => "too-few",
            Self::TooMany(_) => "too-many",
            Self::NoWoman => "no-woman",
            Self::TermTooLong(_) => "term-too-long",
            Self::TermOver(_) => "term-over",
        }
    }

    /// The number that its sentence names.
    #[must_use]
    pub const fn number(self) -> usize {
        match self {
            Self::TooFew(number) | Self::TooMany(number) | Self::TermTooLong(number) | Self::TermOver(number) => number,
            Self::NoWoman => 0,
        }
    }
}

/// What a committee with these seats does not meet on a day; `is_woman` is what the register says of each. Empty when all is met.
#[must_use]
pub fn unmet(seats: &[Seat], is_woman: impl Fn(MediatorId) -> bool, day: Day) -> Vec<Unmet> {
    let held: Vec<&Seat> = seats.iter().filter(|seat| seat.holds_on(day)).collect();
    let members: BTreeSet<MediatorId> = held.iter().map(|seat| seat.mediator).collect();
    let has_later = |old: &Seat| seats.iter().any(|seat| seat.mediator == old.mediator && seat.to_day >= day);
    let over: BTreeSet<MediatorId> = seats.iter().filter(|seat| seat.to_day < day && !has_later(seat)).map(|seat| seat.mediator).collect();
    let long = held.iter().filter(|seat| seat.to_day >= seat.from_day.plus_months(TERM_MONTHS)).count();
    [
        (members.len() < FEWEST).then_some(Unmet::TooFew(members.len())),
        (members.len() > MOST).then_some(Unmet::TooMany(members.len())),
        (!members.iter().any(|member| is_woman(*member))).then_some(Unmet::NoWoman),
        (long > 0).then_some(Unmet::TermTooLong(long)),
        // Who left while a full committee sits on leaves nothing open.
        (!over.is_empty() && members.len() < FEWEST).then_some(Unmet::TermOver(over.len())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every seat there ever was on the committee of an organ, newest first.
///
/// # Errors
/// What the engine says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Seat>, Failure> {
    Ok(tx.select(select!(Seat, "FROM committee_seat WHERE tenant = $1 AND organ = $2 ORDER BY from_day DESC, mediator"), args![tenant, organ])?)
}

/// Gives a seat. A term without a last day runs three years.
///
/// # Errors
/// `ROSTER_NOT_HEAD`, `SEAT_DAYS` (L3 art 9); [`Failure::NotFound`].
pub async fn give(
    house: &House,
    asker: &Asker,
    organ: OrganId,
    mediator: MediatorId,
    (elected_on, from_day, to_day): (Option<Day>, Option<Day>, Option<Day>),
) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    directory.organ(organ).filter(|found| found.ended_on.is_none()).ok_or(Failure::NotFound)?;
    may::must_keep(&directory, asker, organ)?;
    let refuse = |field: &'static str| Refusal::new("SEAT_DAYS", "L3 art 9").at(field);
    let elected_on = elected_on.filter(|day| *day <= asker.today).ok_or_else(|| refuse("elected_on"))?;
    let from_day = from_day.unwrap_or(elected_on);
    let to_day = to_day.unwrap_or_else(|| from_day.plus_months(TERM_MONTHS).plus_days(-1));
    if from_day < elected_on {
        return Err(refuse("from_day").into());
    }
    if to_day < from_day {
        return Err(refuse("to_day").into());
    }
    let tenant = asker.tenant;
    carry(house, asker, "seat_given", move |tx| {
        mediator::one(tx, tenant, mediator)?;
        tx.execute(
            sql!("INSERT INTO committee_seat (tenant, organ, mediator, elected_on, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, organ, mediator, from_day) DO UPDATE SET elected_on = excluded.elected_on, to_day = excluded.to_day"),
            args![tenant, organ, mediator, elected_on, from_day, to_day],
        )?;
        Ok(vec![Touched::new("committee_seat", args![organ, mediator, from_day])])
    })
    .await
}

/// Ends a seat: yesterday was its last day.
///
/// # Errors
/// `ROSTER_NOT_HEAD`; [`Failure::NotFound`] for a seat that nobody holds.
pub async fn end(house: &House, asker: &Asker, organ: OrganId, mediator: MediatorId) -> Result<(), Failure> {
    let directory = house.directory(asker.tenant).await?;
    may::must_keep(&directory, asker, organ)?;
    let (tenant, today) = (asker.tenant, asker.today);
    carry(house, asker, "seat_ended", move |tx| {
        let seat = of_organ(tx, tenant, organ)?.into_iter().find(|seat| seat.mediator == mediator && seat.to_day >= today);
        let seat = seat.ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE committee_seat SET to_day = $5 WHERE tenant = $1 AND organ = $2 AND mediator = $3 AND from_day = $4"),
            args![tenant, organ, mediator, seat.from_day, today.plus_days(-1)],
        )?;
        Ok(vec![Touched::new("committee_seat", args![organ, mediator, seat.from_day])])
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(mediator: i64, from: &str, to: &str) -> Seat {
        let day = |text: &str| text.parse().unwrap();
        Seat { organ: OrganId::new(1), mediator: MediatorId::new(mediator), elected_on: day(from), from_day: day(from), to_day: day(to) }
    }

    fn told(seats: &[Seat], women: &[i64]) -> Vec<Unmet> {
        unmet(seats, |mediator| women.contains(&mediator.get()), "2025-09-10".parse().unwrap())
    }

    #[test]
    fn l3_art_8_accepts_three_members_with_a_woman_and_a_term_of_three_years() {
        let seats: Vec<Seat> = (1..=3).map(|number| seat(number, "2024-01-01", "2026-12-31")).collect();
        assert_eq!(told(&seats, &[2]), []);
    }

    #[test]
    fn l3_arts_8_and_9_name_what_is_not_met() {
        let three: Vec<Seat> = (1..=3).map(|number| seat(number, "2024-01-01", "2026-12-31")).collect();
        assert_eq!(told(&three, &[]), [Unmet::NoWoman]);
        assert_eq!(told(&three[..2], &[1]), [Unmet::TooFew(2)]);
        let ten: Vec<Seat> = (1..=10).map(|number| seat(number, "2024-01-01", "2026-12-31")).collect();
        assert_eq!(told(&ten, &[1]), [Unmet::TooMany(10)]);
        let long: Vec<Seat> = (1..=3).map(|number| seat(number, "2024-01-01", "2027-01-01")).collect();
        assert_eq!(told(&long, &[1]), [Unmet::TermTooLong(3)]);
        let over: Vec<Seat> = (1..=3).map(|number| seat(number, "2021-01-01", "2023-12-31")).collect();
        assert_eq!(told(&over, &[1]), [Unmet::TooFew(0), Unmet::NoWoman, Unmet::TermOver(3)]);
        assert_eq!(told(&[over, three].concat(), &[1]), [], "elected anew");
    }
}
