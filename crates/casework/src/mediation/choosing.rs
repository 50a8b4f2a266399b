//! Who mediates: the registered mediators with an account, in an order whose every reason is told (`roster::suggest`). The parties choose, and
//! may refuse; this chooses nobody. What counts as load is how many mediations one sits in that go on: of mediators, never of a party.

use super::model::Mediation;
use crate::{
    House,
    organ::Directory,
    petition::seal::Card,
    roster::{
        duty, mediator,
        studio::candidates,
        suggest::{Suggestion, Wishes, suggest},
    },
};
use kernel::{
    area::AreaPath,
    id::{AccountId, MediatorId, TenantId},
};
use std::collections::{HashMap, HashSet};
use store::{Failure, args, row, select};

row! {
    struct Sits { account: AccountId, stream: kernel::id::StreamId }
}

/// A line of the order.
#[derive(Debug, Clone)]
pub struct Line {
    /// Whom it names; nobody who has no account can be given a seat by a click.
    pub account: AccountId,
    /// As pages call him.
    pub name: String,
    /// Why, and why not.
    pub suggestion: Suggestion,
}

/// The most lines that a page shows.
pub const MOST: usize = 6;

/// Who suits this mediation, best first; who is left out by a party's wish comes last.
///
/// # Errors
/// What the database says.
pub async fn lines(house: &House, tenant: TenantId, mediation: &Mediation, cards: &[Card]) -> Result<Vec<Line>, Failure> {
    let (today, now) = (house.today(), house.now());
    let directory = house.directory(tenant).await?;
    let all = candidates(house, tenant, today).await?;
    let (people, sits, on) = house
        .db()
        .read(move |tx| {
            Ok((
                mediator::all(tx, tenant)?,
                tx.select::<Sits>(select!(Sits, "FROM mediation_seat WHERE tenant = $1 ORDER BY account, stream"), args![tenant])?,
                duty::on_at(tx, tenant, now)?,
            ))
        })
        .await?;
    let accounts: HashMap<MediatorId, (AccountId, String)> =
        people.into_iter().filter(|one| one.account.get() != 0 && one.holds_on(today)).map(|one| (one.mediator, (one.account, one.name))).collect();
    let mut load: HashMap<AccountId, u32> = HashMap::new();
    for one in sits.iter().filter(|one| one.stream != mediation.stream) {
        *load.entry(one.account).or_default() += 1;
    }
    let wishes = Wishes {
        dispute: Some(mediation.dispute.clone()),
        place: Some(mediation.area.clone()),
        language: dialect(house, &directory, mediation, cards),
        woman: mediation.sides().any(|party| party.wants_woman),
        not_of: mediation.sides().any(|party| party.wants_stranger).then(|| village(&mediation.area)).flatten(),
        open: accounts.iter().filter_map(|(mediator, (account, _))| Some((*mediator, *load.get(account)?))).collect(),
        on_duty: on.iter().map(|duty| duty.mediator).collect::<HashSet<_>>(),
    };
    let with: Vec<_> = all.into_iter().filter(|one| accounts.contains_key(&one.id())).collect();
    let mut lines: Vec<Line> = suggest(&with, &wishes)
        .into_iter()
        .filter_map(|suggestion| {
            let (account, name) = accounts.get(&suggestion.mediator)?.clone();
            Some(Line { account, name, suggestion })
        })
        .filter(|line| !mediation.is_mediated_by(line.account))
        .collect();
    lines.truncate(MOST);
    Ok(lines)
}

/// The village that a place lies in.
fn village(area: &AreaPath) -> Option<AreaPath> {
    (area.level() >= 5).then(|| area.clone())
}

/// The dialect of the place, where a party wants somebody who speaks it: the language of the law's list that has the name of the town, else
/// of the county.
fn dialect(house: &House, directory: &Directory, mediation: &Mediation, cards: &[Card]) -> Option<String> {
    if !cards.iter().any(|card| card.dialect) {
        return None;
    }
    let mut place = Some(mediation.area.clone());
    while let Some(path) = place {
        let name = directory.place(&path).map(|found| found.name.clone()).unwrap_or_default();
        let stem = name.trim_end_matches(['县', '市', '区', '镇', '乡']).trim_end_matches("街道");
        let found = house.law().languages.iter().find(|row| !stem.is_empty() && row.zh.strip_suffix('话') == Some(stem));
        if let Some(row) = found {
            return Some(row.code.clone());
        }
        place = path.parent();
    }
    None
}
