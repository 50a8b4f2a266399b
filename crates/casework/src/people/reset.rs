//! 忘记密码: no letter by mail and no question that others can answer. The system administrator asks, and a second person who
//! knows him gives the one-time password: the head of his organ or of one above it, or the security administrator; of one of the
//! three administrators, another of them and no head. Nobody gives one from a deputy's chair. It is shown to the second person alone, once, printed and handed over; it is good for one day, and both are on record.
//!
//! A phone that is to be let in ([`phone`]) is asked for and given by the same two people.
//!
//! So whoever resets passwords never holds one, and a head cannot take over an account that nobody asked about.

use super::{
    People, account,
    administer::{Made, require},
    password, phone,
    post::{self, Post},
    session,
};
use crate::{
    asker::{Asker, Role},
    organ::{self, Directory, Touched},
};
use kernel::{
    Day, Moment, Refusal,
    id::{AccountId, OrganId, RequestId, TenantId},
};
use serde_json::json;
use std::collections::HashMap;
use store::{Error, Failure, Tx, args, row, select, sql};

/// For so many hours a one-time password is good that was given again.
pub const GOOD_HOURS: i64 = 24;
/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 200;

row! {
    /// A request as it is stored.
    #[derive(Debug, Clone)]
    pub struct Request {
        /// Its number.
        pub request: RequestId,
        /// Whose password.
        pub account: AccountId,
        /// Who asked.
        pub asked_by: AccountId,
        /// When.
        pub asked_at: Moment,
        /// Why, and how the person was recognised.
        pub reason: String,
        /// `waits`, `given` or `refused`.
        pub state: String,
        /// Who settled it; 0 while it waits.
        pub settled_by: AccountId,
        /// When.
        pub settled_at: Option<Moment>,
        /// What is asked for, see [`Kind::code`].
        pub kind: String,
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A one-time password.
    Password,
    /// A phone that is to be let in.
    Phone,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Phone => "phone",
        }
    }
}

impl Request {
    /// Whether it asks for a phone to be let in.
    #[must_use]
    pub fn is_phone(&self) -> bool {
        self.kind == Kind::Phone.code()
    }
}

/// A request as the asker sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The request.
    pub request: Request,
    /// Whether the asker can give the password, in the post that he is in.
    pub is_for_me: bool,
}

impl People {
    /// Asks for a one-time password for somebody who forgot his.
    ///
    /// # Errors
    /// `ACCOUNT_OWN` (9.2) for one's own; `RESET_REASON`, `RESET_WAITS` (S-01); [`Failure::NotFound`], for an ended account too.
    pub async fn ask_reset(&self, asker: &Asker, number: AccountId, reason: &str) -> Result<RequestId, Failure> {
        require(asker, Role::SystemAdmin).or_else(|_| require(asker, Role::SecurityAdmin))?;
        if number == asker.account {
            return Err(Refusal::new("ACCOUNT_OWN", "9.2").into());
        }
        let reason = told(reason)?;
        let house = self.house();
        let (suite, now, request, asker) = (house.vault().suite(), house.now(), RequestId::new(house.next_id()), asker.clone());
        let tenant = asker.tenant;
        house
            .db()
            .write(move |tx| {
                if account::held(tx, tenant, number)?.disabled_on.is_some() {
                    return Err(Failure::NotFound);
                }
                // The security administrator asks for who makes the accounts, and for nobody else.
                let posts = post::valid_on(tx, tenant, number, now.local_day())?;
                if asker.role == Role::SecurityAdmin && !posts.iter().any(|post| post.role() == Some(Role::SystemAdmin)) {
                    return Err(Failure::NotFound);
                }
                put(tx, tenant, request, number, asker.account, now, &reason, Kind::Password)?;
                let payload = json!({ "account": number.to_string(), "reason": reason });
                organ::record_rows(tx, suite, tenant, asker.account, now, "reset_asked", &payload, &[touched(request)])
            })
            .await?;
        Ok(request)
    }

    /// What waits, oldest first: for who can give it, and for who may ask.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn resets(&self, asker: &Asker) -> Result<Vec<Seen>, Failure> {
        let directory = self.house().directory(asker.tenant).await?;
        let asker = asker.clone();
        let seen = self.house().db().glance(move |tx| {
            let mut seen = vec![];
            for request in waiting(tx, asker.tenant)? {
                let is_for_me = may_give(tx, &directory, &asker, &request, asker.today)?;
                if is_for_me || [request.asked_by, request.account].contains(&asker.account) || asker.role == Role::SystemAdmin {
                    seen.push(Seen { request, is_for_me });
                }
            }
            Ok(seen)
        });
        seen.await
    }

    /// How many wait for this asker: passwords, and phones.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn resets_for(&self, asker: &Asker) -> Result<(usize, usize), Failure> {
        let (phones, passwords): (Vec<_>, Vec<_>) =
            self.resets(asker).await?.into_iter().filter(|seen| seen.is_for_me).partition(|seen| seen.request.is_phone());
        Ok((passwords.len(), phones.len()))
    }

    /// Gives the one-time password: the lock is opened, the second step taken away (the device may be what was lost), sessions
    /// end. It is good for one day. Answers also what is typed to sign in.
    ///
    /// # Errors
    /// `PROPOSAL_SETTLED` (9.2); [`Failure::NotFound`] for who may not.
    pub async fn give_reset(&self, asker: &Asker, number: RequestId) -> Result<(Made, String), Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let one_time = password::one_time(house.random());
        let hash = self.hash(&one_time).await?;
        let (suite, now, asker) = (house.vault().suite(), house.now(), asker.clone());
        let tenant = asker.tenant;
        let (account, name) = house
            .db()
            .write(move |tx| {
                let request = to_settle(tx, &directory, &asker, number, now.local_day(), Kind::Password)?;
                let held = account::held(tx, tenant, request.account)?;
                if held.disabled_on.is_some() {
                    return Err(Failure::NotFound);
                }
                let mut rows = account::set_password(tx, tenant, &held, &hash, true, now)?;
                tx.execute(
                    sql!("UPDATE account SET totp = NULL, one_time_until = $3 WHERE tenant = $1 AND account = $2"),
                    args![tenant, held.account, now.plus_hours(GOOD_HOURS)],
                )?;
                session::end_all(tx, tenant, held.account)?;
                phone::own::end_all(tx, suite, tenant, held.account, asker.account, "password reset", now)?;
                settle(tx, tenant, number, "given", asker.account, now)?;
                rows.push(touched(number));
                let payload = json!({ "account": held.account.to_string(), "asked_by": request.asked_by.to_string() });
                organ::record_rows(tx, suite, tenant, asker.account, now, "account_reset", &payload, &rows)?;
                Ok((held.account, held.name))
            })
            .await?;
        self.forget_account(tenant, account);
        Ok((Made { account, one_time }, name))
    }

    /// Refuses it: who stands there is not known to be the person.
    ///
    /// # Errors
    /// As [`People::give_reset`].
    pub async fn refuse_reset(&self, asker: &Asker, number: RequestId) -> Result<(), Failure> {
        let house = self.house();
        let directory = house.directory(asker.tenant).await?;
        let (suite, now, asker) = (house.vault().suite(), house.now(), asker.clone());
        house
            .db()
            .write(move |tx| {
                let kind = one(tx, asker.tenant, number)?.kind;
                let kind = if kind == Kind::Phone.code() { Kind::Phone } else { Kind::Password };
                let request = to_settle(tx, &directory, &asker, number, now.local_day(), kind)?;
                settle(tx, asker.tenant, number, "refused", asker.account, now)?;
                let mut rows = vec![touched(number)];
                rows.extend(phone::ask::withdraw(tx, asker.tenant, number)?);
                let payload = json!({ "account": request.account.to_string(), "kind": request.kind });
                organ::record_rows(tx, suite, asker.tenant, asker.account, now, "reset_refused", &payload, &rows)
            })
            .await
    }

    /// The accounts whose password this administrator may ask for.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for anybody but the system and security administrators.
    pub async fn accounts_to_reset(&self, asker: &Asker) -> Result<Vec<account::Account>, Failure> {
        let accounts = self.accounts(asker).await?;
        if asker.role == Role::SystemAdmin {
            return Ok(accounts);
        }
        let (tenant, today) = (asker.tenant, asker.today);
        let posts = self.house().db().read(move |tx| Ok(post::all(tx, tenant)?)).await?;
        let is_system =
            |number: AccountId| posts.iter().any(|post| post.account == number && post.is_valid_on(today) && post.role() == Some(Role::SystemAdmin));
        Ok(accounts.into_iter().filter(|account| is_system(account.account)).collect())
    }

    /// What those type to sign in whose requests this asker sees.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn sign_in_names(&self, asker: &Asker) -> Result<HashMap<AccountId, String>, Failure> {
        let wanted: Vec<AccountId> = self.resets(asker).await?.into_iter().map(|seen| seen.request.account).collect();
        let tenant = asker.tenant;
        let names = self.house().db().read(move |tx| {
            let mut names = HashMap::new();
            for number in wanted {
                names.extend(account::one(tx, tenant, number)?.map(|account| (number, account.name)));
            }
            Ok(names)
        });
        names.await
    }

    /// Opens an account that is locked after wrong tries, before its time. The password stays as it is.
    ///
    /// # Errors
    /// `ACCOUNT_OPEN` (S-02) when it is not locked; [`Failure::NotFound`].
    pub async fn open_account(&self, asker: &Asker, number: AccountId) -> Result<(), Failure> {
        require(asker, Role::SystemAdmin)?;
        let house = self.house();
        let (tenant, actor, suite, now) = (asker.tenant, asker.account, house.vault().suite(), house.now());
        house
            .db()
            .write(move |tx| {
                let held = account::held(tx, tenant, number)?;
                if held.locked_until <= now {
                    return Err(Refusal::new("ACCOUNT_OPEN", "S-02").into());
                }
                tx.execute(sql!("UPDATE account SET failures = 0, locked_until = 0 WHERE tenant = $1 AND account = $2"), args![tenant, number])?;
                let payload = json!({ "account": number.to_string() });
                organ::record_rows(tx, suite, tenant, actor, now, "account_opened", &payload, &[Touched::account(number)])
            })
            .await?;
        self.forget_account(tenant, number);
        Ok(())
    }
}

fn waiting(tx: &Tx<'_>, tenant: TenantId) -> Result<Vec<Request>, Error> {
    tx.select(select!(Request, "FROM reset_request WHERE tenant = $1 AND state = 'waits' ORDER BY request"), args![tenant])
}

pub(super) fn touched(request: RequestId) -> Touched {
    Touched::new("reset_request", args![request])
}

pub(super) fn settle(tx: &Tx<'_>, tenant: TenantId, request: RequestId, state: &str, by: AccountId, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("UPDATE reset_request SET state = $3, settled_by = $4, settled_at = $5 WHERE tenant = $1 AND request = $2 AND state = 'waits'"),
        args![tenant, request, state, by, now],
    )?;
    Ok(())
}

/// What asking needs: a reason.
pub(super) fn told(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim().to_owned();
    if (1..=LONGEST_REASON).contains(&reason.chars().count()) {
        return Ok(reason);
    }
    Err(Refusal::new("RESET_REASON", "S-01").arg("max", LONGEST_REASON).at("reason"))
}

/// Puts a request; one of a kind at a time for an account.
#[expect(clippy::too_many_arguments, reason = "a row written out")]
pub(super) fn put(
    tx: &Tx<'_>,
    tenant: TenantId,
    request: RequestId,
    number: AccountId,
    asked_by: AccountId,
    now: Moment,
    reason: &str,
    kind: Kind,
) -> Result<(), Failure> {
    if waiting(tx, tenant)?.iter().any(|other| other.account == number && other.kind == kind.code()) {
        return Err(Refusal::new("RESET_WAITS", "S-01").into());
    }
    tx.execute(
        sql!("INSERT INTO reset_request (tenant, request, account, asked_by, asked_at, reason, state, settled_by, settled_at, kind) VALUES ($1, $2, $3, $4, $5, $6, 'waits', 0, NULL, $7)"),
        args![tenant, request, number, asked_by, now, reason, kind.code()],
    )?;
    Ok(())
}

fn one(tx: &Tx<'_>, tenant: TenantId, number: RequestId) -> Result<Request, Failure> {
    tx.first(select!(Request, "FROM reset_request WHERE tenant = $1 AND request = $2 FOR UPDATE"), args![tenant, number])?.ok_or(Failure::NotFound)
}

/// A request of a kind, held until the transaction ends.
pub(super) fn held(tx: &Tx<'_>, tenant: TenantId, number: RequestId, kind: Kind) -> Result<Request, Failure> {
    let request = one(tx, tenant, number)?;
    if request.kind == kind.code() { Ok(request) } else { Err(Failure::NotFound) }
}

pub(super) fn to_settle(tx: &Tx<'_>, directory: &Directory, asker: &Asker, number: RequestId, today: Day, kind: Kind) -> Result<Request, Failure> {
    let request = held(tx, asker.tenant, number, kind)?;
    if !may_give(tx, directory, asker, &request, today)? {
        return Err(Failure::NotFound);
    }
    if request.state == "waits" { Ok(request) } else { Err(Refusal::new("PROPOSAL_SETTLED", "9.2").into()) }
}

/// Whether this asker is the second person: not who asked, not whom it is about; one who knows him or checks the others.
fn may_give(tx: &Tx<'_>, directory: &Directory, asker: &Asker, request: &Request, today: Day) -> Result<bool, Error> {
    if asker.stands_for.is_some() || [request.asked_by, request.account].contains(&asker.account) {
        return Ok(false);
    }
    let posts: Vec<Post> = post::valid_on(tx, asker.tenant, request.account, today)?;
    let is_admin = posts.iter().any(|post| post.role().is_some_and(Role::is_admin));
    let above: Vec<OrganId> = posts.iter().flat_map(|post| directory.organs_above(post.organ)).collect();
    Ok(match asker.role {
        Role::SecurityAdmin => true,
        Role::AuditAdmin => is_admin,
        Role::Head => !is_admin && above.contains(&asker.organ),
        _ => false,
    })
}
