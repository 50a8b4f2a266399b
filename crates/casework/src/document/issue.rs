//! Preview and issue: the number is foreseen, the letter set and kept, and then one event draws the number and names the
//! file. When another letter drew the number meanwhile, the letter is set again with the next.

use super::{
    approver::Approvers,
    compose::{Issuer, Typed, compose, known_number},
};
use crate::{
    Asker, House, audit,
    organ::{Series, channel},
    petition::{
        Command, Petition, carry,
        command::Draw,
        model::{Issued, Paper},
        page::{self, Case},
        reading,
    },
};
use kernel::{
    Moment, Refusal,
    crypto::digest,
    id::{AccountId, FileId, StreamId},
};
use paper::{Kind, Letter, Mark, Press, Print, Trouble, letter::chinese_day};
use std::sync::Arc;
use store::{Failure, args, files::NewFile, sql};

/// Whether a letter has reached her: an opinion once it was delivered, a notice of extension once it was approved; notices with their
/// issue. Papers that are no letters are hers from the day on which they were shown.
#[must_use]
pub fn is_out(petition: &Petition, paper: &Paper) -> bool {
    petition.letters.iter().find(|letter| letter.issued.file == paper.file).is_none_or(|letter| letter_is_out(petition, &letter.issued))
}

/// As [`is_out`], of a letter.
#[must_use]
pub fn letter_is_out(petition: &Petition, letter: &Issued) -> bool {
    match letter.kind.as_str() {
        "T-13" => petition.opinion.as_ref().is_some_and(|opinion| opinion.doc_no != letter.number || opinion.received_on.is_some()),
        "T-11" => petition.extension.as_ref().is_some_and(|extension| extension.approved_on.is_some()),
        _ => true,
    }
}

/// A letter that somebody wants to issue.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which.
    pub kind: Kind,
    /// What the record does not tell.
    pub typed: Typed,
    /// Who approves the seal: a second person, see [`super::approver`].
    pub approved_by: AccountId,
    /// On how many copies.
    pub copies: u32,
}

/// What stands where the number will.
pub const UNNUMBERED: &str = "（预览，未编号）";
/// So often a letter is set again because another drew its number.
const TRIES: usize = 8;

/// The letter as it would be, without number, mark and event; written down as a print.
///
/// # Errors
/// As [`super::compose()`]; [`Failure::NotFound`].
pub async fn preview(house: &House, asker: &Asker, stream: StreamId, wanted: &Wanted) -> Result<Letter, Failure> {
    let (case, _) = page::for_officer(house, asker, stream).await?;
    let approvers = Approvers::of(house, asker, &case, wanted.kind).await?;
    let letter = written(house, asker, &case, wanted, &approvers, UNNUMBERED).await?;
    audit::look(house, asker, "letter", "print", &[stream]).await?;
    Ok(letter)
}

/// Sets a letter on a thread that may wait.
///
/// # Errors
/// The press's refusal; [`Failure::Bug`] with what the machine lacks.
pub async fn set(press: &Arc<Press>, letter: Letter, how: Print) -> Result<Vec<u8>, Failure> {
    let press = Arc::clone(press);
    let set =
        tokio::task::spawn_blocking(move || press.print(&letter, &how)).await.map_err(|_| Failure::Bug("setting a letter panicked".to_owned()))?;
    set.map_err(|trouble| match trouble {
        Trouble::Refused(refusal) => refusal.into(),
        Trouble::Machine(sentence) => Failure::Bug(sentence),
    })
}

/// Issues a letter: numbered, set, kept, written into the record. `address` is how the portal is reached.
///
/// # Errors
/// As [`super::compose()`] and [`carry::carry`]; `APPROVER_MISSING`, `SEAL_TWO_PERSONS`.
pub async fn issue(
    house: &House,
    press: &Arc<Press>,
    asker: &Asker,
    stream: StreamId,
    key: Option<String>,
    wanted: &Wanted,
    address: &str,
) -> Result<Petition, Failure> {
    for _ in 0..TRIES {
        match try_once(house, press, asker, stream, key.clone(), wanted, address).await {
            Err(Failure::Refused(refusal)) if refusal.code == "NUMBER_TAKEN" => {}
            done => return done,
        }
    }
    Err(Refusal::new("NUMBER_TAKEN", "T-00").into())
}

async fn try_once(
    house: &House,
    press: &Arc<Press>,
    asker: &Asker,
    stream: StreamId,
    key: Option<String>,
    wanted: &Wanted,
    address: &str,
) -> Result<Petition, Failure> {
    let (case, _) = page::for_officer(house, asker, stream).await?;
    let approvers = Approvers::of(house, asker, &case, wanted.kind).await?;
    approvers.check(wanted.approved_by)?;
    let (number, draw) = foresee(house, asker, &case, wanted.kind).await?;
    let letter = written(house, asker, &case, wanted, &approvers, &number).await?;
    let nth = u32::try_from(case.petition.letters.len()).unwrap_or(u32::MAX).saturating_add(1);
    let code = reading::letter_code(house.vault(), stream, nth);
    let mark = Mark { address: address.to_owned(), document: format!("{}-{}", asker.tenant, code.as_str()) };
    let large = wanted.kind.is_hers() && super::data::Data { case: &case, organ: asker.organ }.card().large_print;
    let print = Print { mark: Some(mark), foot: foot(case.directory.person(asker.account), house.now()), large };
    let bytes = set(press, letter, print).await?;
    let digest = digest(house.vault().suite(), &bytes).to_string();
    let pages = paper::scan::count(&bytes).map_err(|_| Failure::Bug("a letter that was set cannot be read".to_owned()))?;
    let file = keep(house, asker, &case, bytes, &format!("{number}.pdf"), "application/pdf").await?;
    let issued = Issued {
        nth,
        kind: wanted.kind.code().to_owned(),
        number,
        organ: asker.organ,
        counter: draw.as_ref().map_or_else(String::new, |draw| draw.counter.clone()),
        approved_by: wanted.approved_by,
        copies: wanted.copies,
        file,
        digest,
        pages,
        hers: wanted.kind.is_hers(),
    };
    let written = carry::carry(house, asker, stream, key, None, |_, petition| {
        // Its mark was made for this place in the record.
        if petition.letters.len() + 1 == usize::try_from(nth).unwrap_or_default() {
            Ok(Command::IssueLetter { issued, draw })
        } else {
            Err(Refusal::new("NUMBER_TAKEN", "T-00"))
        }
    })
    .await?;
    audit::look(house, asker, "letter", "print", &[stream]).await?;
    Ok(written)
}

async fn written(house: &House, asker: &Asker, case: &Case, wanted: &Wanted, approvers: &Approvers, number: &str) -> Result<Letter, Failure> {
    let number = known_number(case, wanted.kind).unwrap_or_else(|| number.to_owned());
    let approver = approvers.named(&case.directory, asker.organ, wanted.approved_by);
    Ok(compose(house, case, wanted.kind, &issuer(house, asker, case, approver, number).await?, &wanted.typed)?)
}

/// The asker and his organ as who issues a letter today.
pub(super) async fn issuer(house: &House, asker: &Asker, case: &Case, approver: String, number: String) -> Result<Issuer, Failure> {
    Ok(Issuer {
        organ: asker.organ,
        officer: case.directory.person(asker.account).to_owned(),
        approver,
        number,
        day: house.today(),
        supervision: channel::supervision(house, asker.tenant).await?,
    })
}

/// The small line of a print: whose account, when.
#[must_use]
pub fn foot(name: &str, at: Moment) -> String {
    let (day, hour, minute) = at.local_date_time();
    format!("{name} {} {hour:02}:{minute:02} 印制", chinese_day(day))
}

/// The number that the letter will have, if nobody draws it first.
async fn foresee(house: &House, asker: &Asker, case: &Case, kind: Kind) -> Result<(String, Option<Draw>), Failure> {
    if let Some(known) = known_number(case, kind) {
        return Ok((known, None));
    }
    // As a signed opinion's (信复): one series of a body has one count.
    let Series { stem, counter } = case.directory.series(asker.organ, kind.word(), house.today().year());
    let tenant = asker.tenant;
    let asked = counter.clone();
    let last = house
        .db()
        .read(move |tx| Ok(tx.scalar::<i64>(sql!("SELECT value FROM counter WHERE tenant = $1 AND name = $2"), args![tenant, &asked])?.unwrap_or(0)))
        .await?;
    let expected = last + 1;
    Ok((format!("{stem}{expected}号"), Some(Draw { counter, expected })))
}

/// Keeps bytes under the petitioner's key, so that they go when she is erased; under the narrative's when she has none.
pub(super) async fn keep(house: &House, asker: &Asker, case: &Case, bytes: Vec<u8>, name: &str, media_type: &str) -> Result<FileId, Failure> {
    const HERS: i64 = 1;
    let subject = if case.keys.data_key(HERS).is_some() { HERS } else { store::keys::NARRATIVE };
    let Some(key) = case.keys.data_key(subject).cloned() else { return Err(Failure::NotFound) };
    let (file, tenant) = (FileId::new(house.next_id()), asker.tenant);
    let name = case.keys.seal(house.random(), subject, "file-name", name).map(|sealed| sealed.bytes()).unwrap_or_default();
    let shared = house.clone();
    let stored =
        tokio::task::spawn_blocking(move || shared.files().put(&mut bytes.as_slice(), tenant, file, &key, shared.vault().suite(), shared.random()))
            .await
            .map_err(|_| Failure::Bug("keeping a file panicked".to_owned()))??;
    let row = NewFile {
        file,
        stream: case.petition.stream,
        subject,
        digest: stored.digest,
        size: stored.size,
        media_type: media_type.to_owned(),
        name,
        added_at: house.now(),
    };
    house.db().write(move |tx| Ok(store::files::add(tx, tenant, &row)?)).await?;
    Ok(file)
}
