//! 保管期限: how long the file of a matter is kept, and when it is only stored (C-87).

use super::{
    clock::PERSON,
    event::Did,
    model::{Keeping, Notice, Petition},
};
use kernel::{
    Day,
    law::{CodeRow, Law},
};

/// The last day of a term that counts from the end of the year of `closed_on`, by the row that held then (what is older, by the first
/// that there is); `None` when it never ends, or is not known.
#[must_use]
pub fn ends_on(law: &Law, term: &str, closed_on: Day) -> Option<Day> {
    let held = law.retention.on(closed_on).find(|row| row.code == term);
    let years = held.or_else(|| law.retention.get(term))?.years?;
    Day::new(i16::try_from(closed_on.year()).ok()? + years, 12, 31)
}

/// The terms that are longer than a matter's own: the only ones that may be set for it.
pub fn longer<'a>(petition: &Petition, law: &'a Law, today: Day) -> impl Iterator<Item = &'a CodeRow> + use<'a> {
    // Without years: for ever.
    let now = law.retention.get(petition.term()).and_then(|row| row.years);
    law.retention.on(today).filter(move |row| now.is_some_and(|now| row.years.is_none_or(|years| years > now)))
}

/// What stores a matter only; `None` while something on it is open. What she asked for is stored when she has been told of the answer; what
/// is over after years, whether or not she could be reached.
#[must_use]
pub fn stored(petition: &Petition, why: &str, law: &Law, today: Day) -> Option<Did> {
    let closed_on = petition.closed_on()?;
    let is_untold = why == Keeping::ASKED && petition.notices.iter().any(Notice::is_open);
    let is_owed = petition.clocks.iter().any(|clock| clock.ended.is_none() && clock.holder != PERSON);
    if petition.keeping.is_some() || is_owed || is_untold || petition.open_data_ask().is_some() || petition.open_review().is_some() {
        return None;
    }
    let term = petition.term().to_owned();
    let ends_on = ends_on(law, &term, closed_on);
    let is_over = ends_on.is_some_and(|last| last < today);
    (is_over || why == Keeping::ASKED).then(|| Did::StoredOnly { term, why: why.to_owned(), closed_on, ends_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_counts_from_the_end_of_the_year_and_what_is_older_than_its_row_counts_by_it() {
        let ends = |term: &str, closed: &str| ends_on(Law::bundled(), term, Day::parse(closed).unwrap()).map(|day| day.to_string());
        assert_eq!(ends("none", "2025-01-01").as_deref(), Some("2035-12-31"));
        assert_eq!(ends("none", "2025-12-31").as_deref(), Some("2035-12-31"));
        assert_eq!(ends("result", "2004-05-01").as_deref(), Some("2034-12-31"));
        assert_eq!(ends("permanent", "2025-01-01"), None);
        assert_eq!(ends("two_weeks", "2025-01-01"), None);
    }
}
