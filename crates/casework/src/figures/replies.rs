//! 答复用时: in how many days a written reply left the house.
//!
//! Days are local calendar days from the day of asking, which is not counted, to the day of the reply (TM-2). A matter
//! without a reply is in no column; how many there are stands beside.

use crate::{House, Scope, petition::policy::Sight};
use kernel::{
    Day,
    id::{OrganId, StreamId, TenantId},
};
use store::{Error, Failure, Tx, args, row, select};

/// The columns: answered within so many days.
pub const LIMITS: [i64; 4] = [15, 30, 60, 90];

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct ReplyQuestion {
    /// Asked on or after this day.
    pub from: Day,
    /// Asked on or before this day.
    pub to: Day,
    /// Whether imported history counts.
    pub with_history: bool,
}

/// The figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Replies {
    /// Matters asked in the period.
    pub asked: i64,
    /// Of them, answered in writing.
    pub answered: i64,
    /// Answered within each of [`LIMITS`].
    pub within: [i64; 4],
    /// The median of the days; the mean of the two middle ones for an even count. `None` when nothing was answered.
    pub median: Option<f64>,
    /// The smallest number of days within which at least 90 % were answered. `None` when nothing was answered.
    pub p90: Option<i64>,
}

row! {
    struct Fact { stream: StreamId, received_on: Day, replied_on: Option<Day> }
}

/// Counts the replies to what was asked in a period, over what the asker sees; without `sight` over the whole county
/// (the command line, run by who holds the keys of the house).
///
/// # Errors
/// What the database says.
pub async fn replies(house: &House, tenant: TenantId, sight: Option<Sight>, question: ReplyQuestion) -> Result<Replies, Failure> {
    house
        .db()
        .read(move |tx| {
            let mut asked = 0_i64;
            let mut days: Vec<i64> = vec![];
            each(tx, tenant, sight.as_ref(), question, |fact| {
                asked += 1;
                days.extend(fact.replied_on.map(|replied| fact.received_on.days_until(replied)));
            })?;
            days.sort_unstable();
            Ok(summary(asked, &days))
        })
        .await
}

/// The cases answered within `limit` days (`None`: all that were answered; `Some(-1)`: those that were not), newest
/// first, before `cursor` (0 for the first page).
///
/// # Errors
/// What the database says.
pub async fn cases_within(
    house: &House,
    tenant: TenantId,
    sight: Sight,
    question: ReplyQuestion,
    limit: Option<i64>,
    cursor: i64,
) -> Result<Vec<crate::petition::list::Listed>, Failure> {
    let (before, asker) = (if cursor == 0 { i64::MAX } else { cursor }, sight.clone());
    let mut streams: Vec<StreamId> = house
        .db()
        .read(move |tx| {
            let mut streams = vec![];
            each(tx, tenant, Some(&asker), question, |fact| {
                let days = fact.replied_on.map(|replied| fact.received_on.days_until(replied));
                let counted = match (limit, days) {
                    (Some(-1), days) => days.is_none(),
                    (_, None) => false,
                    (None, Some(_)) => true,
                    (Some(limit), Some(days)) => days <= limit,
                };
                if counted && fact.stream.get() < before {
                    streams.push(fact.stream);
                }
            })?;
            Ok(streams)
        })
        .await?;
    streams.sort_unstable_by(|a, b| b.cmp(a));
    // Filled after sight: a case that the asker may not open takes no line of the page, and hides no older one.
    let page = usize::try_from(crate::petition::list::PAGE).unwrap_or(usize::MAX);
    let mut shown = vec![];
    for piece in streams.chunks(page) {
        shown.extend(crate::petition::list::these(house, tenant, &sight, piece.to_vec()).await?);
        if shown.len() >= page {
            break;
        }
    }
    shown.truncate(page);
    Ok(shown)
}

/// What was merged into a living matter is answered there, and counted there.
fn each(tx: &Tx<'_>, tenant: TenantId, sight: Option<&Sight>, question: ReplyQuestion, mut take: impl FnMut(&Fact)) -> Result<(), Error> {
    let take = |fact: Fact| {
        take(&fact);
        Ok(())
    };
    let history = i64::from(question.with_history);
    let (from, to) = (question.from, question.to);
    let Some(sight) = sight else {
        let all = select!(
            Fact,
            "FROM matter_fact WHERE tenant = $1 AND received_on >= $2 AND received_on <= $3 AND merged_on IS NULL AND (history = FALSE OR $4 = CAST(1 AS BIGINT))"
        );
        return tx.for_each(all, args![tenant, from, to, history], take);
    };
    let (organ, (low, high)) = match &sight.scope {
        Scope::Nothing => return Ok(()),
        Scope::Organ(organ) => (*organ, (String::new(), String::new())),
        Scope::Area(area) => (OrganId::new(-1), area.range()),
    };
    // What only triage officers may open is counted and not listed, and the page says so; what accuses the asker's own
    // organ is not even counted for him.
    let seen = select!(
        Fact,
        "FROM matter_fact m WHERE m.tenant = $1 AND m.received_on >= $2 AND m.received_on <= $3 AND m.merged_on IS NULL AND (m.history = FALSE OR $4 = CAST(1 AS BIGINT)) AND ((m.area >= $5 AND m.area < $6) OR EXISTS (SELECT 1 FROM case_access x WHERE x.tenant = m.tenant AND x.organ = $7 AND x.stream = m.stream)) AND NOT EXISTS (SELECT 1 FROM bar b WHERE b.tenant = m.tenant AND b.stream = m.stream AND $8 LIKE '%,' || CAST(b.token AS TEXT) || ',%')"
    );
    tx.for_each(seen, args![tenant, from, to, history, low, high, organ, sight.tokens.text()], take)
}

fn summary(asked: i64, days: &[i64]) -> Replies {
    let within = LIMITS.map(|limit| i64::try_from(days.partition_point(|day| *day <= limit)).unwrap_or(i64::MAX));
    let middle = days.len() / 2;
    let median = match (days.get(middle.wrapping_sub(1)), days.get(middle)) {
        (Some(low), Some(high)) if days.len().is_multiple_of(2) => Some(as_real(low + high) / 2.0),
        (_, Some(high)) => Some(as_real(*high)),
        _ => None,
    };
    let p90 = days.get((days.len() * 9).div_ceil(10).wrapping_sub(1)).copied();
    Replies { asked, answered: i64::try_from(days.len()).unwrap_or(i64::MAX), within, median, p90 }
}

#[expect(clippy::cast_precision_loss, reason = "days between two dates are far below 2^53")]
fn as_real(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn nothing_answered_has_no_median_and_silence_is_no_answer() {
        let figure = summary(3, &[]);
        assert_eq!((figure.asked, figure.answered, figure.median, figure.p90), (3, 0, None, None));
    }

    #[test]
    fn the_ninetieth_percentile_is_the_first_day_by_which_nine_in_ten_were_answered() {
        assert_eq!(summary(10, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 100]).p90, Some(9));
        assert_eq!(summary(11, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 200]).p90, Some(100));
        assert_eq!(summary(4, &[0, 15, 16, 90]).within, [2, 3, 3, 4]);
        assert_eq!(summary(4, &[0, 15, 16, 90]).median, Some(15.5));
    }
}
