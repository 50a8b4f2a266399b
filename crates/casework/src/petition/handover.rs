//! 交接: a shift ends, somebody goes on leave, a post changes hands. The one who goes offers everything that he has in hand,
//! the one who comes takes it on; both sign, and each matter's ledger has it.
//!
//! A hand-over moves no date (新官要理旧事): what was owed by a day is owed by that day. What the new officer may not have,
//! because he declared an interest, stays where it is and is told to the head.

use super::{
    carry,
    command::Command,
    flow::IN_HAND,
    model::{Petition, Stage},
    policy,
};
use crate::{
    Asker, House, Role,
    organ::{self, Touched},
    people::post,
};
use kernel::{
    Moment, Refusal,
    id::{AccountId, HandoverId, OrganId, StreamId, TenantId},
};
use serde_json::json;
use store::{Error, Failure, Tx, args, row, select, sql};

/// It waits for the one who is to take over.
pub const OFFERED: &str = "offered";
/// It was taken on.
pub const ACCEPTED: &str = "accepted";
/// It was not taken on, with a reason.
pub const REFUSED: &str = "refused";
/// The one who offered it took it back.
pub const WITHDRAWN: &str = "withdrawn";
/// Why matters are handed over.
pub const KINDS: [&str; 3] = ["shift", "leave", "post"];
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 500;
const SHOWN: i64 = 60;

row! {
    /// A hand-over as it is stored.
    #[derive(Debug, Clone)]
    pub struct Handover {
        /// Its number.
        pub handover: HandoverId,
        /// In which organ.
        pub organ: OrganId,
        /// Who hands over.
        pub giver: AccountId,
        /// Who takes over.
        pub taker: AccountId,
        /// One of [`KINDS`].
        pub kind: String,
        /// When it was offered: the giver's signature.
        pub offered_at: Moment,
        /// [`OFFERED`], [`ACCEPTED`], [`REFUSED`] or [`WITHDRAWN`].
        pub state: String,
        /// When it was settled: the taker's signature.
        pub settled_at: Option<Moment>,
        /// What the giver adds.
        pub note: String,
        /// Why it was not taken on.
        pub answer: String,
        /// The matters, with a space between.
        pub cases: String,
        /// Those of them that stayed where they were.
        pub left_over: String,
    }
}

row! {
    struct InHand { stream: StreamId, stage: String }
}

impl Handover {
    /// The matters that were offered.
    #[must_use]
    pub fn streams(&self) -> Vec<StreamId> {
        self.cases.split(' ').filter_map(|stream| stream.parse().ok()).collect()
    }

    /// Those that stayed where they were.
    #[must_use]
    pub fn left(&self) -> Vec<StreamId> {
        self.left_over.split(' ').filter_map(|stream| stream.parse().ok()).collect()
    }
}

/// Whether this asker has matters of his own in hand, in his own chair: what is another's is not his to give or to take on.
#[must_use]
pub fn handles(asker: &Asker) -> bool {
    matches!(asker.role, Role::Handler | Role::Head) && asker.stands_for.is_none()
}

/// Whether this hand-over waits for this asker's signature; from a deputy's chair nobody signs.
#[must_use]
pub fn is_for(asker: &Asker, handover: &Handover) -> bool {
    handover.state == OFFERED && handover.taker == asker.account && asker.stands_for.is_none()
}

/// Whether this hand-over offers this matter to this account now: asked for when the matter is held.
///
/// # Errors
/// `NOT_OFFERED`.
pub(super) fn offers(tx: &Tx<'_>, tenant: TenantId, handover: HandoverId, stream: StreamId, taker: AccountId) -> Result<(), Failure> {
    let found: Option<Handover> =
        tx.first(select!(Handover, "FROM handover WHERE tenant = $1 AND handover = $2 FOR UPDATE"), args![tenant, handover])?;
    match found {
        Some(found) if found.state == OFFERED && found.taker == taker && found.streams().contains(&stream) => Ok(()),
        _ => Err(Refusal::new("NOT_OFFERED", "SM-PET").into()),
    }
}

/// What an officer has in hand in an organ, oldest first.
///
/// # Errors
/// What the database says.
pub fn in_hand(tx: &Tx<'_>, tenant: TenantId, organ: OrganId, officer: AccountId) -> Result<Vec<StreamId>, Error> {
    let rows: Vec<InHand> = tx.select(
        select!(InHand, "FROM case_file WHERE tenant = $1 AND holder = $2 AND officer = $3 ORDER BY stream"),
        args![tenant, organ, officer],
    )?;
    let is_open = |row: &InHand| Stage::parse(&row.stage).is_some_and(|stage| IN_HAND.contains(stage));
    Ok(rows.into_iter().filter(is_open).map(|row| row.stream).collect())
}

/// Offers everything that the asker has in hand to a colleague.
///
/// # Errors
/// `NOT_YOURS` for who handles nothing, or sits in another's chair; `EMPTY` without a kind, `NOTE_TOO_LONG`, `NOT_A_COLLEAGUE`,
/// `HANDOVER_WAITS`, `NOTHING_IN_HAND`.
pub async fn offer(house: &House, asker: &Asker, taker: Option<AccountId>, kind: &str, note: &str) -> Result<HandoverId, Failure> {
    if !handles(asker) {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", "handover").into());
    }
    let Some(kind) = KINDS.into_iter().find(|known| *known == kind) else {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "handover-kind").at("kind").into());
    };
    let note = note.trim().to_owned();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::new("NOTE_TOO_LONG", "SM-PET").arg("max", LONGEST_NOTE).at("note").into());
    }
    let (tenant, organ, giver, today) = (asker.tenant, asker.organ, asker.account, asker.today);
    let (suite, now, number) = (house.vault().suite(), house.now(), HandoverId::new(house.next_id()));
    house
        .db()
        .write(move |tx| {
            let posts = post::of_organ(tx, tenant, organ, today)?;
            let handles = |post: &&post::Post| post.deputy_for.get() == 0 && matches!(post.role(), Some(Role::Handler | Role::Head));
            let found = posts.iter().filter(handles).map(|post| post.account).find(|account| Some(*account) == taker && *account != giver);
            let Some(taker) = found else { return Err(Refusal::new("NOT_A_COLLEAGUE", "SM-PET").at("taker").into()) };
            let waits = sql!("SELECT handover FROM handover WHERE tenant = $1 AND organ = $2 AND giver = $3 AND state = 'offered' LIMIT 1");
            if tx.scalar::<i64>(waits, args![tenant, organ, giver])?.is_some() {
                return Err(Refusal::new("HANDOVER_WAITS", "SM-PET").into());
            }
            let streams = in_hand(tx, tenant, organ, giver)?;
            if streams.is_empty() {
                return Err(Refusal::new("NOTHING_IN_HAND", "SM-PET").into());
            }
            let cases = joined(&streams);
            tx.execute(
                sql!("INSERT INTO handover (tenant, handover, organ, giver, taker, kind, offered_at, state, settled_at, note, answer, cases, left_over) VALUES ($1, $2, $3, $4, $5, $6, $7, 'offered', NULL, $8, '', $9, '')"),
                args![tenant, number, organ, giver, taker, kind, now, &note, cases],
            )?;
            let payload = json!({ "handover": number.to_string(), "organ": organ.to_string(), "taker": taker.to_string(), "kind": kind });
            organ::record_rows(tx, suite, tenant, giver, now, "handover_offered", &payload, &[Touched::new("handover", args![number])])
        })
        .await?;
    Ok(number)
}

/// Takes on what was offered, matter by matter; returns those that stayed where they were, with the reason.
///
/// # Errors
/// [`Failure::NotFound`] for who was not asked, and from a deputy's chair; `HANDOVER_SETTLED`.
pub async fn accept(house: &House, asker: &Asker, number: HandoverId) -> Result<Vec<(StreamId, Refusal)>, Failure> {
    let tenant = asker.tenant;
    let found = house.db().read(move |tx| one(tx, tenant, number)).await?;
    if found.taker != asker.account || found.organ != asker.organ || asker.stands_for.is_some() {
        return Err(Failure::NotFound);
    }
    if found.state != OFFERED {
        return Err(Refusal::new("HANDOVER_SETTLED", "SM-PET").into());
    }
    let (giver, mut left) = (found.giver, vec![]);
    for stream in found.streams() {
        let take = |_: &super::seal::Sealer<'_>, _: &Petition| Ok(Command::TakeOn { from: giver, handover: number });
        match carry::carry(house, asker, stream, None, None, take).await {
            Ok(_) => {}
            // Begun before and broken off: what is in his hands already is taken on.
            Err(Failure::Refused(_)) if is_in_hands(house, asker, stream).await? => {}
            Err(Failure::Refused(refusal)) => left.push((stream, refusal)),
            // He declared an interest, or is barred: he hears no more than that.
            Err(Failure::NotFound) => left.push((stream, Refusal::new("RECUSAL_REQUIRED", "C-23"))),
            Err(failure) => return Err(failure),
        }
    }
    let rest: Vec<StreamId> = left.iter().map(|(stream, _)| *stream).collect();
    settle(house, asker, number, ACCEPTED, String::new(), joined(&rest)).await?;
    Ok(left)
}

async fn is_in_hands(house: &House, asker: &Asker, stream: StreamId) -> Result<bool, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let (petition, _) = carry::look_up(house, asker.tenant, stream).await?;
    Ok(petition.officer == asker.account && policy::sees(&policy::sight(house, &directory, asker), &petition))
}

/// Does not take it on, with a reason that the giver reads: everything stays where it is.
///
/// # Errors
/// `EMPTY` without a reason; [`Failure::NotFound`] for who was not asked, and from a deputy's chair; `HANDOVER_SETTLED`.
pub async fn refuse(house: &House, asker: &Asker, number: HandoverId, answer: &str) -> Result<(), Failure> {
    if asker.stands_for.is_some() {
        return Err(Failure::NotFound);
    }
    let answer = answer.trim().to_owned();
    if answer.is_empty() {
        return Err(Refusal::new("EMPTY", "SM-PET").arg("field", "reason").at("answer").into());
    }
    if answer.chars().count() > LONGEST_NOTE {
        return Err(Refusal::new("NOTE_TOO_LONG", "SM-PET").arg("max", LONGEST_NOTE).at("answer").into());
    }
    settle(house, asker, number, REFUSED, answer, String::new()).await
}

/// Takes the offer back.
///
/// # Errors
/// [`Failure::NotFound`] for another's; `HANDOVER_SETTLED`.
pub async fn withdraw(house: &House, asker: &Asker, number: HandoverId) -> Result<(), Failure> {
    settle(house, asker, number, WITHDRAWN, String::new(), String::new()).await
}

async fn settle(house: &House, asker: &Asker, number: HandoverId, state: &'static str, answer: String, left: String) -> Result<(), Failure> {
    let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
    house
        .db()
        .write(move |tx| {
            let found: Handover = tx
                .first(select!(Handover, "FROM handover WHERE tenant = $1 AND handover = $2 FOR UPDATE"), args![tenant, number])?
                .ok_or(Failure::NotFound)?;
            let by = if state == WITHDRAWN { found.giver } else { found.taker };
            if by != actor {
                return Err(Failure::NotFound);
            }
            if found.state != OFFERED {
                return Err(Refusal::new("HANDOVER_SETTLED", "SM-PET").into());
            }
            tx.execute(
                sql!("UPDATE handover SET state = $3, settled_at = $4, answer = $5, left_over = $6 WHERE tenant = $1 AND handover = $2"),
                args![tenant, number, state, now, &answer, &left],
            )?;
            let payload = json!({ "handover": number.to_string(), "state": state });
            organ::record_rows(tx, suite, tenant, actor, now, "handover_settled", &payload, &[Touched::new("handover", args![number])])
        })
        .await
}

/// A hand-over by its number.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn one(tx: &Tx<'_>, tenant: TenantId, number: HandoverId) -> Result<Handover, Failure> {
    tx.first(select!(Handover, "FROM handover WHERE tenant = $1 AND handover = $2"), args![tenant, number])?.ok_or(Failure::NotFound)
}

/// The hand-overs of an organ: what waits first, then the newest of the rest. An offer is never out of sight.
///
/// # Errors
/// What the database says.
pub fn of_organ(tx: &Tx<'_>, tenant: TenantId, organ: OrganId) -> Result<Vec<Handover>, Error> {
    tx.select(
        select!(
            Handover,
            "FROM handover WHERE tenant = $1 AND organ = $2 ORDER BY CASE WHEN state = 'offered' THEN 0 ELSE 1 END, handover DESC LIMIT $3"
        ),
        args![tenant, organ, SHOWN],
    )
}

/// Whether the asker sees a hand-over: who gives, who takes, and the head.
#[must_use]
pub fn sees(asker: &Asker, handover: &Handover) -> bool {
    let is_party = handover.giver == asker.account || handover.taker == asker.account;
    handover.organ == asker.organ && (is_party || asker.role == Role::Head)
}

fn joined(streams: &[StreamId]) -> String {
    streams.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
