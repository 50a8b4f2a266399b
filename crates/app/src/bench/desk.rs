//! What officers do all day: the day list, cases, finding, registering.

use super::{
    county::AtWork,
    door::{Broken, Browser, escape},
    load::{self, Outcome},
    words,
};
use crate::oops::Oops;
use casework::{House, Vault};
use hyper::StatusCode;
use kernel::{AccountId, Clock as _, StreamId, SystemClock, SystemRandom, TenantId};
use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    rc::Rc,
    time::Duration,
};
use store::{Failure, args, row, select};
use web::key::{self, Subject};

/// More cases than these of one organ nobody needs to open here.
const MOST: i64 = 20_000;
/// So many numbers are known by heart, to be sought.
const NUMBERS: usize = 40;

row! {
    struct Case { stream: StreamId }
}

/// The installation as its visitors know it.
pub struct Site {
    /// The keys: for form keys and query codes, instead of a page before each form.
    pub vault: Vault,
    /// Everybody at work: of each organ the head, then the handler.
    pub people: Vec<AtWork>,
    /// The cases of each organ, in no order.
    pub cases: Vec<Vec<StreamId>>,
    /// Numbers of some cases of each organ.
    pub numbers: Vec<Vec<String>>,
    opened: RefCell<Vec<usize>>,
    again: Cell<bool>,
    drawn: Cell<u64>,
}

impl Site {
    /// Learns what there is.
    ///
    /// # Errors
    /// What the engine says.
    pub fn learn(house: &House, tenant: TenantId, people: Vec<AtWork>) -> Result<Self, Oops> {
        let organs: Vec<_> = people.iter().step_by(2).map(|one| one.member.organ).collect();
        let (cases, numbers) = house.db().read_here(move |tx| {
            let (mut cases, mut numbers) = (vec![], vec![]);
            for organ in organs {
                let found: Vec<Case> = tx.select(
                    select!(Case, "FROM case_access WHERE tenant = $1 AND organ = $2 ORDER BY stream DESC LIMIT $3"),
                    args![tenant, organ, MOST],
                )?;
                let mut streams: Vec<StreamId> = found.into_iter().map(|case| case.stream).collect();
                streams.sort_by_key(|stream| words::scatter(stream.get().unsigned_abs()));
                numbers.push(numbers_of(tx, tenant, &streams)?);
                cases.push(streams);
            }
            Ok((cases, numbers))
        })?;
        let opened = RefCell::new(vec![0; people.len()]);
        // Nobody has told these people's matters before.
        let drawn = Cell::new(house.now().millis().unsigned_abs());
        Ok(Self { vault: house.vault().clone(), people, cases, numbers, opened, again: Cell::new(false), drawn })
    }

    /// A case that this officer has not opened yet; from the beginning again when there is none left.
    pub(super) fn next_case(&self, who: usize) -> Option<StreamId> {
        let cases = self.cases.get(who / 2)?;
        let mut opened = self.opened.borrow_mut();
        let at = opened.get_mut(who)?;
        *at += 1;
        self.again.set(self.again.get() || *at > cases.len());
        cases.get((*at - 1).checked_rem(cases.len())?).copied()
    }

    /// Whether somebody has had to open a case for the second time (which leaves no second entry within half an hour).
    #[must_use]
    pub fn ran_out(&self) -> bool {
        self.again.get()
    }

    /// The number of the next person who comes.
    #[must_use]
    pub fn next_person(&self) -> u64 {
        self.drawn.replace(self.drawn.get() + 1)
    }

    /// The key of a form for an account.
    #[must_use]
    pub fn form_key(&self, account: AccountId) -> String {
        key::mint(self.vault.master(), &SystemRandom, SystemClock.now(), &Subject::Account(account))
    }
}

fn numbers_of(tx: &store::Tx<'_>, tenant: TenantId, streams: &[StreamId]) -> Result<Vec<String>, Failure> {
    let mut numbers = vec![];
    for stream in streams.iter().take(NUMBERS) {
        numbers.extend(tx.scalar::<String>(store::sql!("SELECT number FROM case_file WHERE tenant = $1 AND stream = $2"), args![tenant, *stream])?);
    }
    Ok(numbers)
}

/// One of the clients: a browser in which one officer after another works.
pub struct Client {
    /// What everybody knows.
    pub site: Rc<Site>,
    /// Its connection.
    pub browser: Browser,
    /// Whose turn it is.
    turn: usize,
    stride: usize,
}

impl Client {
    /// So many clients, each with every so-many-eth officer.
    ///
    /// # Errors
    /// What the network says.
    pub async fn all(site: &Rc<Site>, address: SocketAddr, many: usize) -> Result<Vec<Self>, Oops> {
        let mut clients = vec![];
        for turn in 0..many {
            let browser = Browser::open(address).await.map_err(Oops::wrong)?;
            clients.push(Self { site: Rc::clone(site), browser, turn, stride: many });
        }
        Ok(clients)
    }

    /// The next officer: his place among the people, and he.
    fn next(&mut self) -> Result<(usize, AtWork), Broken> {
        let who = self.turn.checked_rem(self.site.people.len()).unwrap_or(0);
        self.turn += self.stride;
        self.site.people.get(who).cloned().map(|one| (who, one)).ok_or_else(|| "nobody is at work".to_owned())
    }
}

/// What is measured at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The day list.
    Day,
    /// A case page, another case each time.
    Case,
    /// Finding by number, by phone, by whole name.
    Search,
    /// Registering.
    Register,
}

/// Measures it for so long.
///
/// # Errors
/// What the network says at the beginning; later it counts as an error of the measurement.
pub fn measure(site: &Rc<Site>, address: SocketAddr, clients: usize, time: Duration, what: What) -> Result<Outcome, Oops> {
    load::on_one_thread(async {
        let clients = Client::all(site, address, clients).await?;
        Ok(load::closed(clients, time, async move |client: &mut Client| step(client, what).await).await)
    })?
}

async fn step(client: &mut Client, what: What) -> Result<(), Broken> {
    let (who, officer) = client.next()?;
    match what {
        What::Day => client.browser.get("/desk/day", &officer.cookie).await?.expect(StatusCode::OK).map(drop),
        What::Case => {
            let case = client.site.next_case(who).ok_or("there is no case")?;
            client.browser.get(&format!("/desk/case/{case}"), &officer.cookie).await?.expect(StatusCode::OK).map(drop)
        }
        What::Search => {
            let path = sought(&client.site, who);
            client.browser.get(&path, &officer.cookie).await?.expect(StatusCode::OK).map(drop)
        }
        What::Register => register(&client.site, &mut client.browser, &officer, "").await.map(drop),
    }
}

/// Where the `who`th officer seeks the next person.
pub(super) fn sought(site: &Site, who: usize) -> String {
    let nth = site.next_person();
    let numbers = site.numbers.get(who / 2);
    let number =
        |by: u64| numbers.and_then(|numbers| numbers.get(usize::try_from(by).ok()?.checked_rem(numbers.len())?)).cloned().unwrap_or_default();
    let words = match nth % 4 {
        0 => words::phone(words::scatter(nth) % 100_000),
        1 => words::name(words::scatter(nth) % 100_000),
        _ => number(words::scatter(nth)),
    };
    let mut path = "/desk/find?q=".to_owned();
    escape(&words, &mut path);
    path
}

/// Registers what the next person tells; the case.
///
/// # Errors
/// What was answered instead of a receipt.
pub async fn register(site: &Site, browser: &mut Browser, officer: &AtWork, forwarded: &str) -> Result<StreamId, Broken> {
    let form = words::form(site.next_person());
    let key = site.form_key(officer.member.account);
    let fields: Vec<(&str, &str)> =
        std::iter::once((key::FIELD, key.as_str())).chain(form.iter().map(|(name, value)| (*name, value.as_str()))).collect();
    let answer = browser.post_for("/desk/register", &officer.cookie, forwarded, &fields).await?.expect(StatusCode::SEE_OTHER)?;
    let number = answer.location.strip_prefix("/desk/case/").and_then(|rest| rest.split('/').next());
    number.and_then(|number| number.parse().ok()).ok_or_else(|| format!("registering led to {}", answer.location))
}

/// The sizes of one page of each kind, in bytes: day list and case page.
///
/// # Errors
/// What the network says.
pub fn sizes(site: &Rc<Site>, address: SocketAddr) -> Result<(usize, usize), Oops> {
    load::on_one_thread(async {
        let mut clients = Client::all(site, address, 1).await?;
        let Some(client) = clients.first_mut() else { return Ok((0, 0)) };
        let (mut day, mut case, many) = (0, 0, 40);
        for _ in 0..many {
            let (who, officer) = client.next().map_err(Oops::wrong)?;
            day += client.browser.get("/desk/day", &officer.cookie).await.map_err(Oops::wrong)?.body.len();
            if let Some(stream) = site.next_case(who) {
                case += client.browser.get(&format!("/desk/case/{stream}"), &officer.cookie).await.map_err(Oops::wrong)?.body.len();
            }
        }
        Ok((day / many, case / many))
    })?
}
