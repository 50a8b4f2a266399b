//! 单位变动: what an organ is called and how it is reached, with what it was before and until when; its end; who continues
//! its powers.
//!
//! Nothing is lost: the row as it stood goes into `organ_past` with its last day, and letters of that time keep the name
//! that they bear. The number never changes, so a case that names the organ names it still.

use super::Touched;
use kernel::{
    Day, Moment, Refusal,
    id::{AccountId, OrganId, TenantId},
    name,
};
use store::{Error, Failure, Tx, args, row, select, sql};

/// What of an organ may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its full name.
    pub name: String,
    /// 字号, unique in the county.
    pub word: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Hours, in words.
    pub hours: String,
    /// Codes of the law's channels, separated by spaces.
    pub ways: String,
    /// Content classes that it is competent for, separated by spaces.
    pub remit: String,
}

row! {
    /// How an organ was.
    #[derive(Debug, Clone)]
    pub struct Past {
        /// Which organ.
        pub organ: OrganId,
        /// 1, 2, 3 …
        pub nth: i64,
        /// From which day; since it was set up when absent.
        pub from_day: Option<Day>,
        /// The last day.
        pub to_day: Day,
        /// Its name then.
        pub name: String,
        /// Its 字号 then.
        pub word: String,
        /// Telephone.
        pub phone: String,
        /// Address.
        pub address: String,
        /// Hours.
        pub hours: String,
        /// Ways.
        pub ways: String,
        /// Content classes.
        pub remit: String,
    }
}

row! {
    /// An organ that continues the powers of another (条例第二十四条).
    #[derive(Debug, Clone)]
    pub struct Successor {
        /// Whose powers.
        pub organ: OrganId,
        /// Who continues them.
        pub successor: OrganId,
        /// The document that says so.
        pub basis: String,
        /// Who wrote it down.
        pub written_by: AccountId,
        /// When.
        pub written_at: Moment,
    }
}

row! {
    struct Stored {
        name: String, word: String, phone: String, address: String, hours: String, ways: String, remit: String,
        since_day: Option<Day>, ended_on: Option<Day>
    }
}
row! {
    struct Named { organ: OrganId }
}
row! {
    struct Nth { nth: i64 }
}

/// Changes an organ from `today` on; the touched rows, none when it stood so already.
///
/// # Errors
/// `ORGAN_NAME`, `ORGAN_WORD`, `ORGAN_WORD_TAKEN`, `ORGAN_NAME_TAKEN`, `ORGAN_ENDED` (SU-2), `PUBLISHES_PERSON` (C-82); [`Failure::NotFound`].
pub fn change(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, facts: &Facts, today: Day) -> Result<Vec<Touched>, Failure> {
    let select = select!(Stored, "FROM organ WHERE tenant = $1 AND organ = $2 FOR UPDATE");
    let was: Stored = tx.first(select, args![tenant, organ])?.ok_or(Failure::NotFound)?;
    if was.ended_on.is_some() {
        return Err(Refusal::new("ORGAN_ENDED", "SU-2").into());
    }
    check(tx, tenant, Some(organ), &facts.name, &facts.word)?;
    super::published::check(&[
        ("name", &facts.name),
        ("phone", &facts.phone),
        ("address", &facts.address),
        ("hours", &facts.hours),
        ("remit", &facts.remit),
    ])?;
    let before = Facts { name: was.name, word: was.word, phone: was.phone, address: was.address, hours: was.hours, ways: was.ways, remit: was.remit };
    if before == *facts {
        return Ok(vec![]);
    }
    let mut touched = vec![Touched::new("organ", args![organ])];
    // A second change on one day corrects the first: it was never so for a whole day.
    if was.since_day != Some(today) {
        let last: Option<Nth> =
            tx.first(select!(Nth, "FROM organ_past WHERE tenant = $1 AND organ = $2 ORDER BY nth DESC LIMIT 1"), args![tenant, organ])?;
        let nth = last.map_or(1, |last| last.nth + 1);
        tx.execute(
            sql!("INSERT INTO organ_past (tenant, organ, nth, from_day, to_day, name, word, phone, address, hours, ways, remit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
            args![
                tenant,
                organ,
                nth,
                was.since_day,
                today.plus_days(-1),
                &before.name,
                &before.word,
                &before.phone,
                &before.address,
                &before.hours,
                &before.ways,
                &before.remit
            ],
        )?;
        touched.push(Touched::new("organ_past", args![organ, nth]));
    }
    tx.execute(
        sql!("UPDATE organ SET name = $3, word = $4, phone = $5, address = $6, hours = $7, ways = $8, remit = $9, initials = $10, since_day = $11 WHERE tenant = $1 AND organ = $2"),
        args![
            tenant,
            organ,
            &facts.name,
            &facts.word,
            &facts.phone,
            &facts.address,
            &facts.hours,
            &facts.ways,
            &facts.remit,
            name::initials(&facts.name),
            today
        ],
    )?;
    Ok(touched)
}

/// Whether a text can be an organ's name.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (2..=60).contains(&text.chars().count())
}

/// Whether a text can be a 字号: it begins the numbers of cases and letters, as in 横政信复〔2025〕12号.
#[must_use]
pub fn is_word(text: &str) -> bool {
    (1..=8).contains(&text.chars().count()) && text.chars().all(char::is_alphabetic)
}

/// Whether an organ may be called so; `own` is the one that is renamed.
///
/// # Errors
/// As [`change`].
pub fn check(tx: &Tx<'_>, tenant: TenantId, own: Option<OrganId>, organ_name: &str, word: &str) -> Result<(), Failure> {
    if !is_name(organ_name) {
        return Err(Refusal::new("ORGAN_NAME", "SU-2").at("name").into());
    }
    if !is_word(word) {
        return Err(Refusal::new("ORGAN_WORD", "SU-2").at("word").into());
    }
    let with_word: Option<Named> = tx.first(select!(Named, "FROM organ WHERE tenant = $1 AND word = $2"), args![tenant, word])?;
    let is_its_own = with_word.as_ref().is_some_and(|found| Some(found.organ) == own);
    // A word that another organ bore before begins numbers that are out: they would stand twice.
    let bore_it = sql!("SELECT organ FROM organ_past WHERE tenant = $1 AND word = $2 AND organ <> $3 LIMIT 1");
    let was_anothers = || tx.scalar::<i64>(bore_it, args![tenant, word, own.unwrap_or(OrganId::new(0))]);
    if !is_its_own && (with_word.is_some() || was_anothers()?.is_some()) {
        return Err(Refusal::new("ORGAN_WORD_TAKEN", "SU-2").at("word").into());
    }
    let with_name: Option<Named> =
        tx.first(select!(Named, "FROM organ WHERE tenant = $1 AND name = $2 AND ended_on IS NULL"), args![tenant, organ_name])?;
    if with_name.is_some_and(|found| Some(found.organ) != own) {
        return Err(Refusal::new("ORGAN_NAME_TAKEN", "SU-2").at("name").into());
    }
    Ok(())
}

/// Ends an organ that has nothing left in its hands.
///
/// # Errors
/// `ORGAN_ENDED`, `ORGAN_HOLDS`, `ORGAN_UNTOLD`, `ORGAN_PAGES`, `ORGAN_POSTS`, `ORGAN_ASKED`, `ORGAN_BELOW` (SU-3);
/// [`Failure::NotFound`].
pub fn end(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, today: Day) -> Result<(), Failure> {
    let select = select!(Stored, "FROM organ WHERE tenant = $1 AND organ = $2 FOR UPDATE");
    let was: Stored = tx.first(select, args![tenant, organ])?.ok_or(Failure::NotFound)?;
    if was.ended_on.is_some() {
        return Err(Refusal::new("ORGAN_ENDED", "SU-3").into());
    }
    let below = sql!("SELECT organ FROM organ WHERE tenant = $1 AND parent = $2 AND ended_on IS NULL LIMIT 1");
    if tx.scalar::<i64>(below, args![tenant, organ])?.is_some() {
        return Err(Refusal::new("ORGAN_BELOW", "SU-3").into());
    }
    // Open matters and running duties: nothing is left without an owner. How many there are is not for this page.
    let holds = sql!("SELECT stream FROM clock WHERE tenant = $1 AND holder = $2 AND running = TRUE LIMIT 1");
    let open = sql!("SELECT stream FROM case_file WHERE tenant = $1 AND holder = $2 AND waits_for <> 'nobody' LIMIT 1");
    if tx.scalar::<i64>(holds, args![tenant, organ])?.is_some() || tx.scalar::<i64>(open, args![tenant, organ])?.is_some() {
        return Err(Refusal::new("ORGAN_HOLDS", "SU-3").into());
    }
    let any = |found, code| match tx.scalar::<i64>(found, args![tenant, organ])? {
        Some(_) => Err(Failure::from(Refusal::new(code, "SU-3"))),
        None => Ok(()),
    };
    // Whom nobody has told yet, and pages that nobody has put to their letter.
    any(sql!("SELECT stream FROM notice WHERE tenant = $1 AND holder = $2 AND state IN ('waiting', 'to_tell') LIMIT 1"), "ORGAN_UNTOLD")?;
    any(sql!("SELECT page FROM unread_page WHERE tenant = $1 AND organ = $2 AND fate = '' LIMIT 1"), "ORGAN_PAGES")?;
    any(sql!("SELECT proposal FROM post_proposal WHERE tenant = $1 AND organ = $2 AND state = 'waits' AND change = 'give' LIMIT 1"), "ORGAN_ASKED")?;
    let at_work = sql!("SELECT post FROM post WHERE tenant = $1 AND organ = $2 AND ended_at IS NULL AND (to_day IS NULL OR to_day >= $3) LIMIT 1");
    if tx.scalar::<i64>(at_work, args![tenant, organ, today])?.is_some() {
        return Err(Refusal::new("ORGAN_POSTS", "SU-3").into());
    }
    tx.execute(sql!("UPDATE organ SET ended_on = $3 WHERE tenant = $1 AND organ = $2"), args![tenant, organ, today])?;
    Ok(())
}

/// Writes down that `successor` continues the powers of `organ`.
///
/// # Errors
/// `SUCCESSOR_SELF`, `SUCCESSOR_BASIS`, `SUCCESSOR_ENDED`, `SUCCESSOR_CIRCLE` (条例第二十四条); [`Failure::NotFound`].
pub fn add_successor(tx: &Tx<'_>, tenant: TenantId, new: &Successor) -> Result<(), Failure> {
    let refuse = |code| Refusal::new(code, "L1 art 24");
    if new.organ == new.successor {
        return Err(refuse("SUCCESSOR_SELF").at("successor").into());
    }
    if !(1..=200).contains(&new.basis.chars().count()) {
        return Err(refuse("SUCCESSOR_BASIS").at("basis").into());
    }
    let stands = sql!("SELECT organ FROM organ WHERE tenant = $1 AND organ = $2 AND ended_on IS NULL");
    for organ in [new.organ, new.successor] {
        if tx.scalar::<i64>(stands, args![tenant, organ])?.is_none() {
            return Err(refuse("SUCCESSOR_ENDED").at("successor").into());
        }
    }
    if successors(tx, tenant, new.successor)?.iter().any(|other| other.successor == new.organ) {
        return Err(refuse("SUCCESSOR_CIRCLE").at("successor").into());
    }
    tx.execute(
        sql!("INSERT INTO succession (tenant, organ, successor, basis, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, organ, successor) DO UPDATE SET basis = excluded.basis, written_by = excluded.written_by, written_at = excluded.written_at"),
        args![tenant, new.organ, new.successor, &new.basis, new.written_by, new.written_at],
    )?;
    Ok(())
}

/// Who continues the powers of an organ, in the order of their numbers.
///
/// # Errors
/// What the engine says.
pub fn successors(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Successor>, Error> {
    tx.select(select!(Successor, "FROM succession WHERE tenant = $1 AND organ = $2 ORDER BY successor"), args![tenant, organ])
}

/// How an organ was before, newest first.
///
/// # Errors
/// What the engine says.
pub fn past(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Past>, Error> {
    tx.select(select!(Past, "FROM organ_past WHERE tenant = $1 AND organ = $2 ORDER BY nth DESC"), args![tenant, organ])
}
