//! The invented county: a hundred organs with a head and a handler each, and the sessions of those two hundred.

use crate::{
    county::{self, NewCounty},
    oops::Oops,
};
use casework::{
    House, Role,
    organ::NewOrgan,
    people::{
        password, post,
        session::{self, Step, TOKEN_BYTES},
        set_up::{NewAccount, NewPost},
    },
    petition::Actor,
};
use kernel::{AccountId, AreaPath, Day, Moment, OrganId, PostId, TenantId, divisions, divisions::Level};

/// The county whose places are used; its organs and people are invented.
const CODE: &str = "330122";
/// How many organs there are; each has two officers.
pub const ORGANS: usize = 100;

/// An officer.
#[derive(Debug, Clone)]
pub struct Member {
    /// His account.
    pub account: AccountId,
    /// His post.
    pub post: PostId,
    /// His organ.
    pub organ: OrganId,
    /// What he is.
    pub role: Role,
    /// Over which area.
    pub area: AreaPath,
}

impl Member {
    /// As one who acts.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor::Officer(self.account, self.organ, self.role)
    }
}

/// One organ's two officers.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Signs.
    pub head: Member,
    /// Handles.
    pub handler: Member,
}

/// The county's number.
///
/// # Errors
/// Never for the bundled county.
pub fn tenant() -> Result<TenantId, Oops> {
    CODE.parse().map(TenantId::new).map_err(|_| Oops::wrong("bench: the county's code is no number"))
}

/// Sets the county up, as at `begin`.
///
/// # Errors
/// What the engine says.
pub fn set_up(house: &House, begin: Moment) -> Result<(), Oops> {
    let tenant = tenant()?;
    let places: Vec<_> = divisions::county(CODE).iter().filter(|place| matches!(place.kind, Level::Township | Level::Village)).collect();
    let county_area = divisions::county(CODE).iter().find(|place| place.kind == Level::County).map(|place| place.path()).unwrap_or_default();
    // Nobody learns the password: whoever finds the folder cannot sign in with it.
    let hash = password::hash(&password::one_time(house.random()), house.random())?;
    let office = OrganId::new(house.next_id());
    let (mut organs, mut accounts, mut posts) = (vec![], vec![], vec![]);
    for nth in 0..ORGANS {
        let place = if nth == 0 { None } else { places.get(nth - 1) };
        let area = place.map_or_else(|| county_area.clone(), |place| place.path());
        let organ = if nth == 0 { office } else { OrganId::new(house.next_id()) };
        let kind = match place.map(|place| place.kind) {
            None => "petition_office",
            Some(Level::Township) => "township",
            Some(_) => "village",
        };
        organs.push(NewOrgan {
            organ,
            parent: if nth == 0 { OrganId::new(0) } else { office },
            kind: kind.to_owned(),
            name: format!("{}（测量用）", place.map_or("县信访局", |place| place.name)),
            word: format!("量{nth:03}"),
            area: area.clone(),
            phone: "0571-64200000".to_owned(),
            address: String::new(),
            hours: "8:30–17:30".to_owned(),
            remit: vec![],
        });
        for (role, name) in [(Role::Head, "head"), (Role::Handler, "handler")] {
            let account = AccountId::new(house.next_id());
            let shown_name = super::words::name(u64::try_from(nth).unwrap_or(0) * 2 + u64::from(role == Role::Handler) + 1_000_000_000);
            accounts.push(NewAccount { account, name: format!("{name}{nth}"), shown_name, password: hash.clone(), must_change: true });
            posts.push(NewPost {
                post: PostId::new(house.next_id()),
                account,
                organ,
                role,
                area: area.clone(),
                deputy_for: PostId::new(0),
                from_day: first_day()?,
                to_day: None,
            });
        }
    }
    let county = NewCounty { tenant, name: "桐庐县（测量用）".to_owned(), places: county::bundled_places(CODE), organs, accounts, posts };
    Ok(county::set_up(house, county, begin, begin)?)
}

fn first_day() -> Result<Day, Oops> {
    Day::new(2020, 1, 1).ok_or_else(|| Oops::wrong("bench: no such day"))
}

/// The officers of a county that was set up here, by organ.
///
/// # Errors
/// That this is no county of ours.
pub fn pairs(house: &House) -> Result<Vec<Pair>, Oops> {
    let (tenant, today) = (tenant()?, house.today());
    let directory = house.directory_here(tenant).map_err(|_| Oops::wrong("this folder was not filled by `linju bench seed`"))?;
    let organs: Vec<OrganId> = directory.organs().map(|organ| organ.organ).collect();
    let read = move |tx: &store::Tx<'_>| {
        let mut all = vec![];
        for organ in &organs {
            all.extend(post::of_organ(tx, tenant, *organ, today)?);
        }
        Ok(all)
    };
    let members: Vec<Member> = house
        .db()
        .read_here(read)?
        .into_iter()
        .filter_map(|post| {
            Some(Member { account: post.account, post: post.post, organ: post.organ, role: post.role()?, area: post.area.parse().ok()? })
        })
        .collect();
    let of = |organ: OrganId, role: Role| members.iter().find(|member| member.organ == organ && member.role == role).cloned();
    let mut pairs: Vec<Pair> =
        directory.organs().filter_map(|organ| Some(Pair { head: of(organ.organ, Role::Head)?, handler: of(organ.organ, Role::Handler)? })).collect();
    pairs.sort_by_key(|pair| pair.head.organ);
    if pairs.len() == ORGANS { Ok(pairs) } else { Err(Oops::wrong("this folder was not filled by `linju bench seed`")) }
}

/// An officer at work: what his browser sends.
#[derive(Debug, Clone)]
pub struct AtWork {
    /// Who.
    pub member: Member,
    /// The value of the `Cookie` header.
    pub cookie: String,
}

/// Opens a session for everybody, as signing in would have.
///
/// # Errors
/// What the engine says.
pub fn sign_in(house: &House, pairs: &[Pair]) -> Result<Vec<AtWork>, Oops> {
    let (tenant, suite, now) = (tenant()?, house.vault().suite(), house.now());
    let mut rows = vec![];
    let mut at_work = vec![];
    for member in pairs.iter().flat_map(|pair| [&pair.head, &pair.handler]) {
        let mut token = [0_u8; TOKEN_BYTES];
        house.random().fill(&mut token);
        let visit = format!("{:016x}{:016x}", house.random().u64(), house.random().u64());
        rows.push((session::token_digest(suite, &token), member.account, member.post));
        let cookie = format!("{}={tenant}.{}; {}={visit}", web::cookie::SESSION, web::cookie::hex(&token), web::cookie::VISIT);
        at_work.push(AtWork { member: member.clone(), cookie });
    }
    house.db().write_here(move |tx| {
        for (token, account, post) in &rows {
            session::end_all(tx, tenant, *account)?;
            session::add(tx, tenant, token, *account, *post, Step::In, now)?;
        }
        Ok(())
    })?;
    Ok(at_work)
}
