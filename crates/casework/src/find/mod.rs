//! 精确查找: number, outside number, phone, document number, whole name, pinyin, place — over what the asker may see.
//!
//! A sealed person is found by blind index tokens, never by reading; nothing finer than these is in clear. What kind
//! of thing was sought goes into the ledger of reads, what it was does not.

use crate::{
    Asker, House, mediation,
    organ::Directory,
    petition::{
        list::{self, Listed, Title},
        policy::Sight,
        reading::{self, Of},
    },
};
use kernel::{
    id::{StreamId, TenantId},
    identity::{Phone, ResidentNumber},
    name,
};
use store::{Failure, args, row, select};

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// What the words were taken for: `number`, `outside_number`, `phone`, `document`, `name`, `pinyin`, `place`.
    pub kinds: Vec<&'static str>,
    /// The cases, newest first, at most 50.
    pub cases: Vec<Listed>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// Cases shown per search; the page says when there are more.
const MOST: i64 = 50;
/// What finds a person and not a matter.
const PERSONAL: [&str; 4] = ["phone", "document", "name", "pinyin"];
/// Index rows looked at per kind, before sight.
const MOST_CANDIDATES: i64 = 400;
/// The same, of the blind index.
const MOST_TOKENS: usize = 400;

row! {
    struct Hit { stream: StreamId }
}

/// Finds cases by exact words.
///
/// # Errors
/// What the database says.
pub async fn find(house: &House, tenant: TenantId, sight: &Sight, directory: &Directory, typed: &str) -> Result<Found, Failure> {
    let typed: String = typed.trim().chars().map(name::half_width).collect();
    if typed.is_empty() {
        return Ok(Found { kinds: vec![], cases: vec![], more: false });
    }
    let number = tidy_number(&typed);
    let tokens = readings(house, tenant, &typed);
    let areas: Vec<kernel::AreaPath> = directory.find_places(&typed, 5).into_iter().filter_map(|place| place.path.parse().ok()).collect();
    let outside = typed.clone();
    let hits = house
        .db()
        .read(move |tx| {
            let mut hits: Vec<(&'static str, StreamId)> = vec![];
            for hit in tx.select::<Hit>(select!(Hit, "FROM case_file WHERE tenant = $1 AND number = $2"), args![tenant, number])? {
                hits.push(("number", hit.stream));
            }
            let elsewhere =
                select!(Hit, "FROM case_file WHERE tenant = $1 AND outside_number = $2 AND outside_number <> '' ORDER BY stream DESC LIMIT $3");
            for hit in tx.select::<Hit>(elsewhere, args![tenant, outside, MOST_CANDIDATES])? {
                hits.push(("outside_number", hit.stream));
            }
            for (kind, token) in tokens {
                let found = reading::seek(tx, tenant, token, Of::Anything, MOST_TOKENS)?;
                hits.extend(found.into_iter().map(|hit| (kind, hit.stream)));
            }
            for area in areas {
                let (from, to) = area.range();
                // Of a village the few are sorted; of a whole county the newest are walked: what is put together has no index.
                let few = select!(Hit, "FROM case_file WHERE tenant = $1 AND area >= $2 AND area < $3 ORDER BY stream DESC LIMIT $4");
                let all = select!(Hit, "FROM case_file WHERE tenant = $1 AND area || '' >= $2 AND area || '' < $3 ORDER BY stream DESC LIMIT $4");
                let found = if area.is_within_a_county() { few } else { all };
                hits.extend(tx.select::<Hit>(found, args![tenant, from, to, MOST_CANDIDATES])?.into_iter().map(|hit| ("place", hit.stream)));
            }
            Ok(hits)
        })
        .await?;
    let mut streams: Vec<StreamId> = hits.iter().map(|(_, stream)| *stream).collect();
    streams.sort_unstable_by(|a, b| b.cmp(a));
    streams.dedup();
    // Cut after sight, not before: others' cases neither push out one's own nor betray that they are there.
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let mut cases = list::these(house, tenant, sight, streams).await?;
    // Who accuses is not found by her name or number: that would be reading her identity (C-31).
    cases.retain(|case| case.title != Title::Accusation || hits.iter().any(|(kind, stream)| *stream == case.stream && !PERSONAL.contains(kind)));
    let more = cases.len() > most;
    cases.truncate(most);
    let mut kinds: Vec<&'static str> =
        hits.iter().filter(|(_, stream)| cases.iter().any(|case| case.stream == *stream)).map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(Found { kinds, cases, more })
}

/// A mediation that was found.
#[derive(Debug)]
pub struct Talk {
    /// Its stream.
    pub stream: StreamId,
    /// Its number.
    pub number: String,
    /// Its short name.
    pub title: String,
    /// Where it stands: a code of its stages.
    pub stage: &'static str,
}

/// Finds mediations by number, number elsewhere, phone, document, whole name or pinyin of a party: those that the asker sees, newest first.
///
/// # Errors
/// What the database says.
pub async fn mediations(house: &House, asker: &Asker, sight: &Sight, typed: &str) -> Result<Vec<Talk>, Failure> {
    let tenant = asker.tenant;
    let typed: String = typed.trim().chars().map(name::half_width).collect();
    if typed.is_empty() {
        return Ok(vec![]);
    }
    // `[2025]` and `(2025)` are `〔2025〕`.
    let number: String = typed
        .chars()
        .map(|letter| match letter {
            '[' | '(' => '〔',
            ']' | ')' => '〕',
            other => other,
        })
        .collect();
    let tokens = readings(house, tenant, &typed);
    let streams = house
        .db()
        .read(move |tx| {
            let mut streams: Vec<StreamId> = vec![];
            let by_number = select!(Hit, "FROM mediation WHERE tenant = $1 AND number = $2");
            let elsewhere =
                select!(Hit, "FROM mediation WHERE tenant = $1 AND outside_number = $2 AND outside_number <> '' ORDER BY stream DESC LIMIT $3");
            streams.extend(tx.select::<Hit>(by_number, args![tenant, number])?.into_iter().map(|hit| hit.stream));
            streams.extend(tx.select::<Hit>(elsewhere, args![tenant, typed, MOST_CANDIDATES])?.into_iter().map(|hit| hit.stream));
            for (_, token) in tokens {
                streams.extend(reading::seek(tx, tenant, token, Of::Person, MOST_TOKENS)?.into_iter().map(|hit| hit.stream));
            }
            Ok(streams)
        })
        .await?;
    let mut streams = streams;
    streams.sort_unstable_by(|a, b| b.cmp(a));
    streams.dedup();
    let mut found = vec![];
    for stream in streams {
        // What the index holds of a petition is none.
        let Ok((mediation, keys)) = mediation::carry::look_up(house, tenant, stream).await else { continue };
        if mediation::policy::sees(asker, sight, &mediation) {
            let title = keys.open(store::keys::NARRATIVE, "words", &mediation.title.sealed).open().unwrap_or_default();
            found.push(Talk { stream, number: mediation.number.clone(), title, stage: mediation.stage.code() });
        }
        if found.len() >= usize::try_from(MOST).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok(found)
}

/// The kind of search that the ledger of reads names.
#[must_use]
pub fn purpose(found: &Found) -> &'static str {
    match found.kinds.first() {
        Some(&"phone") => "search:phone",
        Some(&"document") => "search:document",
        Some(&"name" | &"pinyin") => "search:name",
        Some(&"place") => "search:place",
        Some(&"number" | &"outside_number") => "search:number",
        _ => "search:nothing",
    }
}

fn readings(house: &House, tenant: TenantId, typed: &str) -> Vec<(&'static str, i64)> {
    let mut tokens = vec![];
    let mut add = |kind: &'static str, value: &str| tokens.push((kind, house.vault().blind(tenant, kind, value)));
    if let Ok(phone) = Phone::parse(typed) {
        add("phone", phone.as_str());
    }
    match ResidentNumber::parse(typed) {
        Ok(number) => add("document", number.as_str()),
        Err(_) if typed.chars().any(|c| c.is_ascii_digit()) => add("document", &typed.to_uppercase()),
        Err(_) => {}
    }
    let whole = name::normalise_name(typed);
    if whole.is_ascii() {
        let letters: String = whole.chars().filter(|c| c.is_ascii_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
        if !letters.is_empty() {
            add("pinyin", &letters);
        }
    } else {
        add("name", &whole);
    }
    tokens
}

/// `横访2025 417`, `横访[2025]0417` and `横访〔2025〕0417` are the same number.
#[must_use]
pub fn tidy_number(typed: &str) -> String {
    let word: String = typed.chars().take_while(|c| !c.is_ascii_digit() && !"〔[(（【 ".contains(*c)).collect();
    let digits: Vec<String> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    match digits.as_slice() {
        [year, nth] if year.len() == 4 => format!("{word}〔{year}〕{nth:0>4}"),
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::tidy_number;

    #[test]
    fn a_number_is_found_however_its_brackets_are_typed() {
        for typed in ["横访〔2025〕0417", "横访[2025]417", "横访2025 0417", "横访（2025）417号", "横访 2025 417"] {
            let typed: String = typed.chars().map(kernel::name::half_width).collect();
            assert_eq!(tidy_number(&typed), "横访〔2025〕0417", "{typed}");
        }
        assert_eq!(tidy_number("2549"), "2549");
    }
}
