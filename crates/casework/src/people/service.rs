//! The room's one object: it remembers sessions, and lets only a few passwords be hashed at a time.

use super::{
    account,
    cache::Cache,
    password, post,
    session::{self, Session, Step},
};
use crate::{
    asker::{Asker, Role},
    house::House,
};
use kernel::{
    Moment,
    crypto::Digest,
    id::{AccountId, PostId, TenantId},
};
use std::sync::{Arc, atomic::AtomicI64};
use store::{Failure, Tx};
use tokio::sync::Semaphore;

/// So many passwords are hashed at once, at 19 MiB each: a storm of sign-ins waits, and does not eat the memory.
const HASHED_AT_ONCE: usize = 4;
/// A session's last use is written down at most once a minute; that write also notices that another process ended it.
const WRITTEN_EVERY_MILLIS: i64 = 60_000;

/// A clock may be put back by so many minutes without anybody having to type a password again.
const CLOCK_SLACK_MINUTES: i64 = 1;

/// Accounts, sessions, drafts. Cheap to clone.
#[derive(Clone)]
pub struct People(Arc<Inner>);

struct Inner {
    house: House,
    idle_minutes: i64,
    sessions: Cache,
    hashing: Semaphore,
}

impl People {
    /// The people of an installation whose sessions lock after `idle_minutes` without a request (15 by S-02).
    #[must_use]
    pub fn new(house: House, idle_minutes: i64) -> Self {
        Self(Arc::new(Inner { house, idle_minutes, sessions: Cache::default(), hashing: Semaphore::new(HASHED_AT_ONCE) }))
    }

    /// The installation.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// The session of a token, as it stands now: an idle one has been locked, one past its 12 hours says so. `None`
    /// when there is none. A clock that was put back ends or locks what it would otherwise keep open for longer (S-02).
    ///
    /// Costs no SQL, save for the first request after a start, after midnight, and once a minute.
    ///
    /// # Errors
    /// What the database says.
    pub async fn find(&self, tenant: TenantId, token: &Digest) -> Result<Option<Arc<Session>>, Failure> {
        let now = self.house().now();
        let Some(session) = self.known(tenant, token, now).await? else { return Ok(None) };
        if session.step.is_ended() {
            return Ok(Some(session));
        }
        // What ends later than any session opened now, or was used in time to come, was so by a clock that has been put back.
        let ends_too_late = session.ends_at > now.plus_hours(session::LONGEST_HOURS).plus_minutes(CLOCK_SLACK_MINUTES);
        if now >= session.ends_at || ends_too_late {
            return self.over(&session).await.map(Some);
        }
        let is_idle = now >= session.seen_at().plus_minutes(self.0.idle_minutes) || session.seen_at() > now.plus_minutes(CLOCK_SLACK_MINUTES);
        if session.step != Step::Locked && is_idle {
            return self.idle(&session, now).await;
        }
        self.touch(&session, now).await
    }

    async fn known(&self, tenant: TenantId, token: &Digest, now: Moment) -> Result<Option<Arc<Session>>, Failure> {
        if let Some(session) = self.0.sessions.get(token).filter(|session| session.day == now.local_day()) {
            return Ok((session.tenant == tenant).then_some(session));
        }
        self.load(tenant, token, now).await
    }

    /// Reads a session anew, and keeps it.
    pub(super) async fn load(&self, tenant: TenantId, token: &Digest, now: Moment) -> Result<Option<Arc<Session>>, Failure> {
        let directory = self.house().directory(tenant).await?;
        let (token, today) = (*token, now.local_day());
        let found = self.house().db().glance(move |tx| read(tx, tenant, &token, now)).await?;
        let Some((stored, account, posts, stands_for)) = found else {
            self.0.sessions.forget(&token);
            return Ok(None);
        };
        let mut step = Step::parse(&stored.step);
        let asker = posts.iter().find(|post| post.post == stored.post).and_then(|post| post.asker_among(tenant, &directory, today, &posts));
        let asker = asker.map(|asker| Asker { stands_for, ..asker });
        if step == Step::In && asker.is_none() {
            // The post ended at midnight: another has to be chosen.
            self.house().db().write(move |tx| session::advance(tx, tenant, &token, Step::In, Step::Post, PostId::new(0), now)).await?;
            step = Step::Post;
        }
        let session = Arc::new(Session {
            tenant,
            token,
            account: account.account,
            shown_name: account.shown_name,
            organ_name: asker.as_ref().map_or_else(String::new, |asker: &Asker| directory.organ_name(asker.organ).to_owned()),
            asker: if step == Step::In { asker } else { None },
            step,
            posts: posts.len(),
            ends_at: stored.ends_at,
            day: today,
            seen: AtomicI64::new(stored.seen_at.millis()),
            written: AtomicI64::new(stored.seen_at.millis()),
        });
        self.0.sessions.keep(Arc::clone(&session));
        Ok(Some(session))
    }

    async fn over(&self, session: &Session) -> Result<Arc<Session>, Failure> {
        self.0.sessions.forget(&session.token);
        Ok(Arc::new(session.at_step(Step::Over)))
    }

    async fn idle(&self, session: &Session, now: Moment) -> Result<Option<Arc<Session>>, Failure> {
        if session.step == Step::In {
            self.lock(session).await?;
            return self.load(session.tenant, &session.token, now).await;
        }
        // Left half-way through signing in: begin again.
        self.sign_out(session).await?;
        Ok(None)
    }

    async fn touch(&self, session: &Arc<Session>, now: Moment) -> Result<Option<Arc<Session>>, Failure> {
        use std::sync::atomic::Ordering::Relaxed;
        if session.step == Step::Locked {
            return Ok(Some(Arc::clone(session)));
        }
        session.seen.store(now.millis(), Relaxed);
        let written = session.written.load(Relaxed);
        let is_due = now.millis() - written >= WRITTEN_EVERY_MILLIS;
        if !is_due || session.written.compare_exchange(written, now.millis(), Relaxed, Relaxed).is_err() {
            return Ok(Some(Arc::clone(session)));
        }
        let (tenant, token, step) = (session.tenant, session.token, session.step);
        let is_there = self.house().db().write(move |tx| session::touch(tx, tenant, &token, step, now)).await?;
        if is_there { Ok(Some(Arc::clone(session))) } else { self.load(tenant, &token, now).await }
    }

    /// Forgets a session, after it changed.
    pub(super) fn forget(&self, session: &Session) {
        self.0.sessions.forget(&session.token);
    }

    /// Forgets the sessions of an account, after it or its posts changed.
    pub(super) fn forget_account(&self, tenant: TenantId, account: AccountId) {
        self.0.sessions.forget_account(tenant, account);
    }

    /// Hashes a password beside the threads that answer requests.
    pub(crate) async fn hash(&self, text: &str) -> Result<String, Failure> {
        let (house, text) = (self.house().clone(), text.to_owned());
        self.beside(move || password::hash(&text, house.random())).await?
    }

    /// Whether `text` is the password of one of `hashes`.
    pub(super) async fn matches_any(&self, text: &str, hashes: Vec<String>) -> Result<bool, Failure> {
        let text = text.to_owned();
        self.beside(move || hashes.iter().any(|hash| password::matches(&text, hash))).await
    }

    async fn beside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let _turn = self.0.hashing.acquire().await.map_err(|_| Failure::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::Bug(format!("hashing: {error}")))
    }
}

impl Session {
    fn at_step(&self, step: Step) -> Self {
        Self {
            tenant: self.tenant,
            token: self.token,
            account: self.account,
            shown_name: self.shown_name.clone(),
            step,
            asker: None,
            organ_name: String::new(),
            posts: self.posts,
            ends_at: self.ends_at,
            day: self.day,
            seen: AtomicI64::new(self.seen_at().millis()),
            written: AtomicI64::new(self.seen_at().millis()),
        }
    }
}

type Found = (session::Stored, account::Account, Vec<post::Post>, Option<AccountId>);

fn read(tx: &Tx<'_>, tenant: TenantId, token: &Digest, now: Moment) -> Result<Option<Found>, Failure> {
    let Some(stored) = session::one(tx, tenant, token)? else { return Ok(None) };
    let account = account::one(tx, tenant, stored.account)?.filter(|account| account.disabled_on.is_none());
    let Some(account) = account else { return Ok(None) };
    let mut posts = post::valid_on(tx, tenant, account.account, now.local_day())?;
    // Who became an administrator while his phone was open signs in with his password.
    posts.retain(|post| stored.phone.get() == 0 || !post.role().is_some_and(Role::is_admin));
    let worn = posts.iter().find(|post| post.post == stored.post && post.deputy_for.get() != 0);
    let stands_for = match worn {
        Some(post) => post::original(tx, tenant, post)?.map(|other| other.account),
        None => None,
    };
    Ok(Some((stored, account, posts, stands_for)))
}
