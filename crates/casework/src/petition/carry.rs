//! Hold → decide → append → apply → write, in one transaction.
//!
//! Texts are sealed and the asker's rights worked out before the transaction; inside it there is no clock, no chance,
//! no password and no file. The form's key is settled in the same transaction, so that a double click is one act.

use super::{
    act::voiding,
    apply::{self, When},
    approval,
    command::{Actor, Command, Context, Office, decide},
    event::{ClockChange, Did, Event, FileRow},
    handover,
    model::{Petition, Stage},
    policy::{self, Permit},
    reading,
    seal::Sealer,
};
use crate::{Asker, CaseKeys, House, idempotency, notify};
use kernel::{
    Day, Refusal,
    id::{AccountId, FileId, StreamId, TenantId},
    sealed::Sealed,
};
use std::sync::Arc;
use store::{
    Failure, Tx, args,
    ledger::{self, Head, NewEvent, Stamp},
    row, select,
};

row! {
    /// The snapshot of a case.
    pub struct Snapshot {
        /// Its last version.
        pub version: i64,
        /// That version's hash.
        pub head: Vec<u8>,
        /// The state as JSON.
        pub state: String,
    }
}

impl Snapshot {
    /// Reads the state.
    ///
    /// # Errors
    /// [`Failure::Bug`] when the snapshot is not one.
    pub fn petition(&self) -> Result<Petition, Failure> {
        serde_json::from_str(&self.state).map_err(|error| Failure::Bug(format!("snapshot: {error}")))
    }
}

/// What the transaction needs besides the command.
#[derive(Clone)]
struct Order {
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    acted_on: Day,
    now: kernel::Moment,
    key: Option<String>,
    stands_for: Option<AccountId>,
}

impl Order {
    fn of_officer(asker: &Asker, stream: StreamId, key: Option<String>, acted_on: Option<Day>, now: kernel::Moment) -> Self {
        Self {
            tenant: asker.tenant,
            stream,
            actor: Actor::Officer(asker.account, asker.organ, asker.role),
            acted_on: acted_on.unwrap_or_else(|| now.local_day()),
            now,
            key,
            stands_for: asker.stands_for,
        }
    }
}

/// Carries out an officer's command on a matter.
///
/// `build` makes the command from what was typed, sealing its texts with the case's keys; `key` is the form's key.
///
/// # Errors
/// [`Failure::NotFound`] for what the asker does not see; [`Failure::Refused`] with the rule; [`Failure::NotSaved`].
pub async fn carry(
    house: &House,
    asker: &Asker,
    stream: StreamId,
    key: Option<String>,
    acted_on: Option<Day>,
    build: impl FnOnce(&Sealer<'_>, &Petition) -> Result<Command, Refusal>,
) -> Result<Petition, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight(house, &directory, asker);
    let (petition, keys) = look_up(house, asker.tenant, stream).await?;
    policy::has(&sight, &petition)?;
    let command = build(&Sealer::new(&keys, house.random()), &petition)?;
    let order = Order::of_officer(asker, stream, key, acted_on, house.now());
    let (asker, verb) = (asker.clone(), command.verb());
    write(house, order, command, move |petition| policy::permit(&asker, &sight, petition, verb)).await
}

/// Carries out what is decided on a matter that is only stored (C-87): nothing of it is opened, so nothing typed is sealed under its keys.
///
/// # Errors
/// As [`carry`].
pub async fn carry_stored(house: &House, asker: &Asker, stream: StreamId, key: String, command: Command) -> Result<Petition, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = policy::sight_of_stored(&policy::sight(house, &directory, asker));
    let order = Order::of_officer(asker, stream, Some(key), None, house.now());
    let (asker, verb) = (asker.clone(), command.verb());
    write(house, order, command, move |petition| policy::permit(&asker, &sight, petition, verb)).await
}

/// Carries out what the person herself does with her code, or a clock of the house.
///
/// # Errors
/// As [`carry`].
pub async fn carry_without_post(
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    key: Option<String>,
    build: impl FnOnce(&Sealer<'_>, &Petition) -> Result<Command, Refusal>,
) -> Result<Petition, Failure> {
    let (petition, keys) = look_up(house, tenant, stream).await?;
    let command = build(&Sealer::new(&keys, house.random()), &petition)?;
    let now = house.now();
    let order = Order { tenant, stream, actor, acted_on: now.local_day(), now, key, stands_for: None };
    write(house, order, command, |_| Ok(Permit::without_post())).await
}

/// The state of a matter and its open keys.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn look_up(house: &House, tenant: TenantId, stream: StreamId) -> Result<(Petition, CaseKeys), Failure> {
    let (snapshot, rows) = house
        .db()
        .glance(move |tx| {
            let snapshot = tx
                .first::<Snapshot>(select!(Snapshot, "FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, stream])?
                .ok_or(Failure::NotFound)?;
            Ok((snapshot, store::keys::of_case(tx, tenant, stream)?))
        })
        .await?;
    Ok((snapshot.petition()?, house.vault().unwrap(tenant, stream, &rows)))
}

async fn write(
    house: &House,
    order: Order,
    command: Command,
    permit: impl Fn(&Petition) -> Result<Permit, Failure> + Send + 'static,
) -> Result<Petition, Failure> {
    let shared = house.clone();
    let command = Arc::new(command);
    house
        .db()
        .write(move |tx| {
            if let Some(key) = &order.key
                && idempotency::once(tx, order.tenant, key, order.actor.account(), order.now)?.is_some()
            {
                return hold(tx, order.tenant, order.stream)?.1.petition();
            }
            let (head, snapshot) = hold(tx, order.tenant, order.stream)?;
            let petition = snapshot.petition()?;
            let _permit: Permit = permit(&petition)?;
            let approvers = approval::needed(tx, order.tenant, &petition, command.verb())?;
            let context = context(&shared, &order, approvers.as_deref());
            let mut command = (*command).clone();
            if let Command::SignOpinion { series } = &mut command {
                // 横政信复〔2025〕 becomes 横政信复〔2025〕12号: drawn here, so that a refused signature leaves no gap.
                let nth = super::register::next_number(tx, order.tenant, &series.counter)?;
                series.stem.push_str(&format!("{nth}号"));
            }
            if let Command::ConfirmDestroy { subjects } = &mut command {
                // A list kept apart may have brought an erasure without its event.
                let keys = store::keys::of_case(tx, order.tenant, order.stream)?;
                *subjects = keys.iter().filter(|key| key.erased_at.is_none()).map(|key| key.subject).collect();
            }
            kept_stands(tx, &shared, order.tenant, &petition, &command)?;
            if let Command::TakeOn { handover, .. } = &command {
                handover::offers(tx, order.tenant, *handover, order.stream, order.actor.account())?;
            }
            if let Command::IssueLetter { draw: Some(draw), .. } = &command
                && super::register::next_number(tx, order.tenant, &draw.counter)? != draw.expected
            {
                return Err(Refusal::new("NUMBER_TAKEN", "T-00").into());
            }
            let event = decide(&petition, command, &context)?;
            let after = keep(tx, &shared, &order, &petition, &head, &event)?;
            if let Some(key) = &order.key {
                idempotency::settle(tx, order.tenant, key, &order.stream.to_string())?;
            }
            Ok(after)
        })
        .await
}

row! {
    struct Kept { stage: String }
}

/// What is void because it was entered twice leaves the other standing: both asked for and confirmed only while it does.
fn kept_stands(tx: &Tx<'_>, house: &House, tenant: TenantId, petition: &Petition, command: &Command) -> Result<(), Failure> {
    let (code, kept) = match command {
        Command::AskVoid { code, kept, .. } => (code, kept.trim()),
        Command::ConfirmVoid => (&petition.void_code, petition.void_kept.as_str()),
        _ => return Ok(()),
    };
    let is_here = house.law().void_reasons.get(code).is_some_and(|row| row.evidence.iter().any(|needed| needed == voiding::KEPT));
    if !is_here || kept.is_empty() {
        return Ok(());
    }
    let other = tx.first::<Kept>(select!(Kept, "FROM case_file WHERE tenant = $1 AND number = $2 FOR UPDATE"), args![tenant, kept])?;
    match other {
        // What was merged goes on elsewhere, perhaps in this very one.
        Some(Kept { stage }) if stage != Stage::Voided.code() && stage != Stage::Merged.code() => Ok(()),
        _ => Err(Refusal::new("VOID_KEPT_MISSING", "C-05").at("kept").into()),
    }
}

fn context<'a>(house: &'a House, order: &Order, approvers: Option<&'a [AccountId]>) -> Context<'a> {
    Context {
        actor: order.actor,
        now: order.now,
        today: order.now.local_day(),
        acted_on: order.acted_on,
        calendar: house.calendar(),
        law: house.law(),
        office: Office { approvers, stands_for: order.stands_for },
    }
}

pub(super) fn hold(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<(Head, Snapshot), Failure> {
    let snapshot = tx
        .first::<Snapshot>(select!(Snapshot, "FROM case_file WHERE tenant = $1 AND stream = $2 FOR UPDATE"), args![tenant, stream])?
        .ok_or(Failure::NotFound)?;
    Ok((Head { version: snapshot.version, hash: snapshot.head.clone() }, snapshot))
}

fn keep(tx: &Tx<'_>, house: &House, order: &Order, before: &Petition, head: &Head, event: &Event) -> Result<Petition, Failure> {
    let stamp = Stamp { actor: order.actor.account(), organ: order.actor.organ(), at: order.now };
    let files = file_rows(tx, order.tenant, order.stream, &event.did)?;
    let news = notify::owed::to_her(before, &event.did, order.actor).map(str::to_owned);
    let event = &Event { files, stands_for: order.stands_for, news, ..event.clone() };
    let new = NewEvent { kind: event.did.kind(), payload: event.payload(), acted_on: order.acted_on };
    let head = ledger::append(tx, house.vault().suite(), order.tenant, order.stream, head, &stamp, &[new])?;
    let mut after = before.clone();
    apply::apply(&mut after, event, When { actor: stamp.actor, organ: stamp.organ, acted_on: order.acted_on, at: order.now });
    reading::write_change(tx, order.tenant, before, &after, &head, house.calendar())?;
    name_files(tx, order.tenant, order.stream, &event.did, head.version)?;
    notify::outbox::queue(tx, order.tenant, before, &after, &head, order.now)?;
    notify::news::tell_officers(tx, order.tenant, &after, &event.did, order.actor, head.version, order.now)?;
    if let Did::Destroyed { subjects, .. } = &event.did {
        for subject in subjects {
            super::destroy::subject(tx, order.tenant, order.stream, *subject, order.now)?;
        }
    }
    if matches!(event.did, Did::TakenOver) {
        let token = reading::code_token(house.vault(), order.tenant, &after);
        reading::insert_blind(tx, order.tenant, token, order.stream, 0)?;
    }
    if let Did::LetterIssued(issued) | Did::SuggestionAnswered(issued) = &event.did {
        let (token, subject) = reading::letter_token(house.vault(), order.tenant, order.stream, issued.nth);
        reading::insert_blind(tx, order.tenant, token, order.stream, subject)?;
    }
    if matches!(event.did, Did::CodeReissued { .. }) {
        reading::drop_code(tx, house.vault(), order.tenant, before)?;
        let token = reading::code_token(house.vault(), order.tenant, &after);
        reading::insert_blind(tx, order.tenant, token, order.stream, 0)?;
    }
    Ok(after)
}

/// As the others here, for acts that do more than append (erasure).
#[expect(clippy::too_many_arguments, reason = "an order written out")]
pub(super) fn keep_as(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    actor: Actor,
    now: kernel::Moment,
    before: &Petition,
    head: &Head,
    event: &Event,
) -> Result<Petition, Failure> {
    let order = Order { tenant, stream, actor, acted_on: now.local_day(), now, key: None, stands_for: event.stands_for };
    keep(tx, house, &order, before, head, event)
}

/// Files become part of the record with the event that names them; an unnamed one is swept.
pub(super) fn name_files(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, did: &Did, version: i64) -> Result<(), Failure> {
    for file in named(did) {
        store::files::name_in(tx, tenant, stream, file, version)?;
    }
    Ok(())
}

/// The files that an act names.
pub(crate) fn named(did: &Did) -> Vec<FileId> {
    match did {
        Did::Registered(first) => first.papers.iter().map(|paper| paper.file).collect(),
        Did::Added { papers, .. } => papers.iter().map(|paper| paper.file).collect(),
        Did::MaterialAnswered { papers, .. } | Did::ReviewAsked { papers, .. } => papers.iter().map(|paper| paper.file).collect(),
        Did::PaperAdded { paper } => vec![paper.file],
        Did::Delivered { evidence, .. }
        | Did::ReviewAnswered { evidence, .. }
        | Did::Executed { evidence, .. }
        | Did::ExtensionApproved { evidence, .. }
        | Did::PartAnswered { evidence, .. } => evidence.iter().copied().collect(),
        Did::Withdrawn { file, .. } => file.iter().copied().collect(),
        Did::Rated { form, .. } => form.iter().copied().collect(),
        Did::LetterIssued(issued) | Did::SuggestionAnswered(issued) => vec![issued.file],
        Did::LetterSigned { pages, .. } => pages.clone(),
        _ => vec![],
    }
}

/// The rows of the files that an act is the first to name: they go into its event, so that the ledger accounts for them.
pub(super) fn file_rows(tx: &Tx<'_>, tenant: TenantId, stream: StreamId, did: &Did) -> Result<Vec<FileRow>, Failure> {
    let mut rows: Vec<FileRow> = vec![];
    for file in named(did) {
        let found = store::files::get(tx, tenant, file)?;
        let fresh = found.filter(|row| row.stream == stream && row.named_in.is_none() && row.erased_at.is_none());
        if let Some(row) = fresh.filter(|row| !rows.iter().any(|other| other.file == row.file)) {
            rows.push(FileRow {
                file: row.file,
                subject: row.subject,
                digest: row.digest,
                size: row.size,
                media_type: row.media_type,
                name: Sealed::new(&row.name),
                added_at: row.added_at,
            });
        }
    }
    Ok(rows)
}

/// Writes an event of the house itself (a clock that ran out, a calendar that was loaded), if `decide` finds that one
/// is due on the matter as it stands when it is held.
///
/// # Errors
/// What the database says.
pub fn by_house(
    tx: &Tx<'_>,
    house: &House,
    tenant: TenantId,
    stream: StreamId,
    now: kernel::Moment,
    decide: impl Fn(&Petition) -> Option<(Did, Vec<ClockChange>)>,
) -> Result<bool, Failure> {
    let (head, snapshot) = hold(tx, tenant, stream)?;
    let petition = snapshot.petition()?;
    let Some((did, clocks)) = decide(&petition) else { return Ok(false) };
    let order = Order { tenant, stream, actor: Actor::House, acted_on: now.local_day(), now, key: None, stands_for: None };
    keep(tx, house, &order, &petition, &head, &Event::new(did, clocks))?;
    Ok(true)
}
