//! 人员: an account for each person, and the posts that the list asks for. The accounts are there at once, each with a one-time
//! password; the posts wait, as one list, until the security administrator confirms them (9.2): whoever makes accounts
//! gives no rights.
//!
//! The three administrators do not come from a list: each of their posts is asked for and confirmed by itself.

use super::{
    Run, columns,
    ground::Ground,
    plan::{Cells, Line, Note, Outcome, Plan, Row},
};
use crate::{
    organ::{Directory, Touched},
    people::{
        account::{self, Account},
        post::{self, Post},
        proposal::{self, Proposal},
        set_up::{self, NewAccount},
    },
};
use kernel::{
    Day, Moment,
    id::{AccountId, OrganId, PostId, ProposalId, TenantId},
    name,
};
use std::collections::{HashMap, HashSet};
use store::{Failure, Tx, args, sql};

/// For so many days a one-time password of a list is good.
pub const ONE_TIME_DAYS: i64 = 30;

/// Somebody whose account is made by the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The first row that names him.
    pub row: u64,
    /// What he types to sign in.
    pub account: String,
    /// How he is called.
    pub person: String,
    /// The name of his organ.
    pub organ: String,
}

/// What a run needs besides the sheet.
pub(super) struct Order<'a> {
    pub tenant: TenantId,
    pub asked_by: AccountId,
    pub now: Moment,
    pub reason: &'a str,
    /// For each row: an account, a post, a proposal.
    pub numbers: &'a HashMap<u64, [i64; 3]>,
    /// The list's own number.
    pub list: i64,
    /// For each sign-in name that is new: the hash of its one-time password.
    pub hashes: &'a HashMap<String, String>,
    /// So many accounts are made at most.
    pub most_new: usize,
    pub run: Run,
}

/// Takes a staff list in, or says what it would do, and whose accounts would be new.
pub(super) fn take(tx: &Tx<'_>, directory: &Directory, cells: &Cells<'_>, order: &Order<'_>) -> Result<(Plan, Vec<Touched>, Vec<Newcomer>), Failure> {
    let rows: Vec<_> = cells.rows().collect();
    let accounts = account::all(tx, order.tenant)?.into_iter().map(|account| (account.name.clone(), account)).collect();
    let mut taker = Taker {
        tx,
        order,
        today: order.now.local_day(),
        ground: Ground::of(directory, order.tenant),
        county: directory.county.clone(),
        namesakes: namesakes(&rows),
        accounts,
        posts: post::all(tx, order.tenant)?,
        waiting: proposal::waiting(tx, order.tenant)?,
        made: HashMap::new(),
        seen: HashSet::new(),
        touched: vec![],
        newcomers: vec![],
    };
    let mut plan = Plan::default();
    for row in rows {
        let line = taker.row(row)?;
        plan.lines.push(line);
    }
    Ok((plan, taker.touched, taker.newcomers))
}

/// Names that stand in the list without an account and at two organs: two people, or one with two posts; only the list's maker
/// knows.
fn namesakes(rows: &[Row<'_, '_>]) -> HashSet<String> {
    let mut organs: HashMap<&str, HashSet<&str>> = HashMap::new();
    for row in rows.iter().filter(|row| row.get("account").is_empty()) {
        organs.entry(row.get("person")).or_default().insert(row.get("organ"));
    }
    organs.into_iter().filter(|(_, organs)| organs.len() > 1).map(|(person, _)| person.to_owned()).collect()
}

struct Taker<'a, 'b> {
    tx: &'a Tx<'b>,
    order: &'a Order<'a>,
    today: Day,
    ground: Ground,
    county: String,
    namesakes: HashSet<String>,
    accounts: HashMap<String, Account>,
    posts: Vec<Post>,
    waiting: Vec<Proposal>,
    /// Accounts of this list: sign-in name, number and person.
    made: HashMap<String, (AccountId, String)>,
    seen: HashSet<(String, OrganId, &'static str)>,
    touched: Vec<Touched>,
    newcomers: Vec<Newcomer>,
}

impl Taker<'_, '_> {
    fn row(&mut self, row: Row<'_, '_>) -> Result<Line, Failure> {
        let person = row.get("person");
        let refuse = |column, why, value: &str| Ok(Line::refused(row.row, person, column, why, value));
        if person.is_empty() || person.chars().count() > 40 {
            return refuse("person", if person.is_empty() { "EMPTY" } else { "TOO_LONG" }, "");
        }
        let Some(organ) = self.ground.organ(row.get("organ")).cloned() else { return refuse("organ", "ORGAN", row.get("organ")) };
        let Some(role) = columns::role(row.get("role")) else { return refuse("role", "ROLE", row.get("role")) };
        if role.is_admin() {
            return refuse("role", "ADMIN", row.get("role"));
        }
        let area = match row.get("area") {
            "" => organ.area.clone(),
            text if text == self.county => self.ground.county.as_str().to_owned(),
            text => match self.ground.area(text) {
                Ok(area) => area.as_str().to_owned(),
                Err(why) => return refuse("area", why, text),
            },
        };
        let day = |key: &str| match row.get(key) {
            "" => Ok(None),
            text => day_of(text).map(Some).ok_or(text.to_owned()),
        };
        let from = match day("from") {
            Ok(day) => day.unwrap_or(self.today),
            Err(text) => return refuse("from", "DAY", &text),
        };
        let to = match day("to") {
            Ok(day) => day,
            Err(text) => return refuse("to", "DAY", &text),
        };
        if to.is_some_and(|last| last < from || last < self.today) {
            return refuse("to", "DAYS", "");
        }
        let sign_in = if row.get("account").is_empty() { name::pinyin_plain(person) } else { row.get("account").to_lowercase() };
        let is_fit = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
        if !(2..=32).contains(&sign_in.len()) || !sign_in.chars().all(is_fit) {
            return refuse("account", "ACCOUNT", &sign_in);
        }
        if row.get("account").is_empty() && self.namesakes.contains(person) {
            return refuse("account", "NAMESAKE", "");
        }
        if !self.seen.insert((sign_in.clone(), organ.organ, role.code())) {
            return refuse("role", "TWICE", "");
        }
        let known = self.accounts.get(&sign_in).map(|account| (account.account, account.shown_name.clone()));
        let known = known.or_else(|| self.made.get(&sign_in).cloned());
        if let Some((_, called)) = &known
            && called != person
        {
            return refuse("account", "ACCOUNT_OTHER", &sign_in);
        }
        if self.accounts.get(&sign_in).is_some_and(|account| account.disabled_on.is_some()) {
            return refuse("account", "ACCOUNT_ENDED", &sign_in);
        }
        if let Some((number, _)) = &known {
            let lasting: Vec<&Post> = self.posts.iter().filter(|post| post.account == *number && post.lasts_on(self.today)).collect();
            if lasting.iter().any(|post| post.role().is_some_and(crate::Role::is_admin)) {
                return refuse("role", "ADMIN_HOLDS", "");
            }
            // The same name at another organ, and nobody wrote the account: who is it?
            if row.get("account").is_empty() && !lasting.is_empty() && !lasting.iter().any(|post| post.organ == organ.organ) {
                return refuse("account", "NAMESAKE", "");
            }
            let has = lasting.iter().any(|post| post.organ == organ.organ && post.role == role.code());
            let asked = self
                .waiting
                .iter()
                .any(|one| one.change == proposal::GIVE && one.account == *number && one.organ == organ.organ && one.role == role.code());
            if has || asked {
                return Ok(Line::new(row.row, person, Outcome::Known));
            }
        }
        let [own, post, proposal] = self.order.numbers.get(&row.row).copied().unwrap_or_default();
        let is_new = known.is_none();
        let account = known.map_or(AccountId::new(own), |(number, _)| number);
        if is_new && self.newcomers.len() >= self.order.most_new {
            return refuse("account", "LATER", &sign_in);
        }
        // What is refused here leaves nothing behind: neither a name in the list of newcomers nor one for the rows below.
        if self.order.run == Run::Real && is_new && !self.make(account, &sign_in, person)? {
            return refuse("account", "AGAIN", &sign_in);
        }
        if is_new {
            self.newcomers.push(Newcomer { row: row.row, account: sign_in.clone(), person: person.to_owned(), organ: organ.name.clone() });
            self.made.insert(sign_in.clone(), (account, person.to_owned()));
        }
        if self.order.run == Run::Real {
            let wanted = Proposal {
                proposal: ProposalId::new(proposal),
                change: proposal::GIVE.to_owned(),
                post: PostId::new(post),
                account,
                organ: organ.organ,
                role: role.code().to_owned(),
                area,
                from_day: from,
                to_day: to,
                asked_by: self.order.asked_by,
                asked_at: self.order.now,
                state: proposal::WAITS.to_owned(),
                settled_by: AccountId::new(0),
                settled_at: None,
                reason: self.order.reason.to_owned(),
                answer: String::new(),
                list: self.order.list,
            };
            proposal::add(self.tx, self.order.tenant, &wanted)?;
            self.touched.push(Touched::new("post_proposal", args![wanted.proposal]));
        }
        let mut line = Line::new(row.row, person, if is_new { Outcome::Added } else { Outcome::Changed });
        line.notes.push(Note { column: "account", code: if is_new { "ACCOUNT_NEW" } else { "ACCOUNT_KNOWN" }, value: sign_in });
        Ok(line)
    }

    /// Makes the account; `false` when its one-time password is not there: somebody else changed the county meanwhile.
    fn make(&mut self, account: AccountId, sign_in: &str, person: &str) -> Result<bool, Failure> {
        let Some(hash) = self.order.hashes.get(sign_in) else { return Ok(false) };
        let new = NewAccount { account, name: sign_in.to_owned(), shown_name: person.to_owned(), password: hash.clone(), must_change: true };
        set_up::add_account(self.tx, self.order.tenant, &new, self.order.now)?;
        self.tx.execute(
            sql!("UPDATE account SET one_time_until = $3 WHERE tenant = $1 AND account = $2"),
            args![self.order.tenant, account, self.order.now.plus_hours(24 * ONE_TIME_DAYS)],
        )?;
        self.touched.push(Touched::account(account));
        Ok(true)
    }
}

/// A day as people write it: `2026-12-01`, `2026/12/1`, `2026.12.1`, `2026年12月1日`.
fn day_of(text: &str) -> Option<Day> {
    let parts: Vec<i64> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
    let [year, month, day] = parts.get(..3)? else { return None };
    Day::new(i16::try_from(*year).ok()?, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?)
}
