//! A case file is a ledger: everything that happens to a case is an event, appended in one transaction, never edited.
//!
//! An event is named by its stream (the case) and its version (1, 2, 3 … within the stream). Each carries
//! `hash = H(hash of the version before ‖ tenant ‖ stream ‖ version ‖ actor ‖ organ ‖ recorded_at ‖ kind ‖ payload ‖
//! acted_on)`, every field with its length before it. The payload is hashed as the bytes that are stored; personal
//! data in it is ciphertext, so that erasing a person leaves the chain whole.
//!
//! `acted_on` is the day on which it happened, `recorded_at` the moment at which it was written down. Both stand.
//!
//! There is no function here that changes or removes an event.

use crate::{Error, Failure, Tx, args, row, select, sql};
use kernel::{
    crypto::{Digest, Hasher, Suite},
    day::Day,
    id::{AccountId, OrganId, StreamId, TenantId},
    moment::Moment,
};

/// The person with the grievance, acting with her query code.
pub const CITIZEN: AccountId = AccountId::new(-1);
/// A clock of the house, when nobody acted.
pub const SYSTEM: AccountId = AccountId::new(0);

/// An event about to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its kind, as the room names it.
    pub kind: &'static str,
    /// The payload as JSON; these bytes are what is stored and hashed.
    pub payload: String,
    /// The day on which it happened.
    pub acted_on: Day,
}

/// Who wrote it down, for which organ, and when.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The account, [`CITIZEN`] or [`SYSTEM`].
    pub actor: AccountId,
    /// The organ in whose name; 0 for the citizen and the system.
    pub organ: OrganId,
    /// When it was written down.
    pub at: Moment,
}

/// Where a stream ends: its last version and that version's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last version; 0 before the first event.
    pub version: i64,
    /// The hash of that version; empty before the first event.
    pub hash: Vec<u8>,
}

impl Head {
    /// A stream without events.
    #[must_use]
    pub const fn empty() -> Self {
        Self { version: 0, hash: vec![] }
    }
}

row! {
    /// An event as it stands in the ledger.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StoredEvent {
        /// The stream it belongs to.
        pub stream: StreamId,
        /// 1 for the first of the stream.
        pub version: i64,
        /// Its kind.
        pub kind: String,
        /// JSON, as it was written.
        pub payload: String,
        /// Who wrote it down.
        pub actor: AccountId,
        /// In whose name.
        pub organ: OrganId,
        /// The day on which it happened.
        pub acted_on: Day,
        /// When it was written down.
        pub recorded_at: Moment,
        /// Its link of the chain.
        pub hash: Vec<u8>,
    }
}

/// Appends events behind `head`; the new head.
///
/// The caller holds the stream's row (or the stream is new). Two writers of one version collide on the key and one
/// of them fails; nothing is overwritten.
///
/// # Errors
/// What the engine says.
pub fn append(
    tx: &Tx<'_>,
    suite: Suite,
    tenant: TenantId,
    stream: StreamId,
    head: &Head,
    stamp: &Stamp,
    events: &[NewEvent],
) -> Result<Head, Failure> {
    let mut head = head.clone();
    for event in events {
        let version = head.version + 1;
        let hash = link(suite, tenant, stream, version, &head.hash, &event.payload, event.kind, event.acted_on, stamp);
        tx.execute(
            sql!("INSERT INTO event (tenant, stream, version, kind, payload, actor, organ, acted_on, recorded_at, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
            args![tenant, stream, version, event.kind, &event.payload, stamp.actor, stamp.organ, event.acted_on, stamp.at, hash.as_bytes()],
        )?;
        tx.execute(
            sql!("INSERT INTO unplaced (tenant, recorded_at, stream, version) VALUES ($1, $2, $3, $4)"),
            args![tenant, stamp.at, stream, version],
        )?;
        head = Head { version, hash: hash.as_bytes().to_vec() };
    }
    Ok(head)
}

/// The events of a stream, oldest first.
///
/// # Errors
/// What the engine says.
pub fn load(tx: &Tx<'_>, tenant: TenantId, stream: StreamId) -> Result<Vec<StoredEvent>, Error> {
    tx.select(select!(StoredEvent, "FROM event WHERE tenant = $1 AND stream = $2 ORDER BY version"), args![tenant, stream])
}

/// Walks a stream's chain from its first event; the head, or a sentence that names the first broken link.
///
/// # Errors
/// The sentence.
pub fn check_chain(tenant: TenantId, events: &[StoredEvent]) -> Result<Head, String> {
    let mut head = Head::empty();
    for event in events {
        let at = format!("event {} version {}", event.stream, event.version);
        if event.version != head.version + 1 {
            return Err(format!("{at}: version {} is missing", head.version + 1));
        }
        let Some(suite) = event.hash.first().copied().and_then(Suite::from_byte) else {
            return Err(format!("{at}: its hash names no known suite"));
        };
        let stamp = Stamp { actor: event.actor, organ: event.organ, at: event.recorded_at };
        let hash = link(suite, tenant, event.stream, event.version, &head.hash, &event.payload, &event.kind, event.acted_on, &stamp);
        if hash.as_bytes() != event.hash.as_slice() {
            return Err(format!("{at} ({}): its content does not match its hash", event.kind));
        }
        head = Head { version: event.version, hash: event.hash.clone() };
    }
    Ok(head)
}

#[expect(clippy::too_many_arguments, reason = "the fields that are hashed, in their order")]
fn link(
    suite: Suite,
    tenant: TenantId,
    stream: StreamId,
    version: i64,
    before: &[u8],
    payload: &str,
    kind: &str,
    acted_on: Day,
    stamp: &Stamp,
) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.field(before);
    for number in [tenant.get(), stream.get(), version, stamp.actor.get(), stamp.organ.get(), stamp.at.millis()] {
        hasher.field(&number.to_be_bytes());
    }
    hasher.field(kind.as_bytes());
    hasher.field(payload.as_bytes());
    hasher.field(acted_on.to_string().as_bytes());
    hasher.finish()
}
