//! `linju init`: an empty county, with one petition office and three administrators.

use crate::{
    command_line::{Init, Place},
    county::{self, NewCounty, NewPlace},
    installation::Installation,
    oops::{Oops, at},
    running_clock::RunningClock,
    say::Say,
};
use casework::{
    House, Role,
    organ::NewOrgan,
    people::{
        password,
        set_up::{NewAccount, NewPost},
    },
};
use kernel::{AccountId, AreaPath, Day, OrganId, PostId, TenantId, law::Law};
use serde_json::json;
use std::{path::Path, sync::Arc};

/// The three administrators (三员): sign-in name and role.
const ADMINISTRATORS: [(&str, Role); 3] = [("system", Role::SystemAdmin), ("security", Role::SecurityAdmin), ("audit", Role::AuditAdmin)];

/// What an administrator gets in hand.
struct Handed {
    name: &'static str,
    shown_name: String,
    role: Role,
    one_time: String,
}

/// `linju init`.
///
/// # Errors
/// A folder or database that is not empty, an unknown county, what the system says.
pub fn run(place: &Place, wanted: &Init, say: &Say) -> Result<(), Oops> {
    let (name, places) = places(wanted)?;
    let [system, security, audit] = wanted.admin_names.as_slice() else {
        return Err(Oops::usage("--admin-names takes three names: system, security and audit administrator"));
    };
    let installation = Installation::make(place, wanted.suite.into())?;
    let _lock = installation.lock()?;
    let house = installation.open_new(Arc::new(RunningClock::machine()))?;
    let mut handed = vec![];
    for ((name, role), shown_name) in ADMINISTRATORS.into_iter().zip([system, security, audit]) {
        handed.push(Handed { name, shown_name: shown_name.trim().to_owned(), role, one_time: password::one_time(house.random()) });
    }
    let tenant = TenantId::new(wanted.county.parse().unwrap_or_default());
    let new = new_county(&house, tenant, &name, places, &handed)?;
    let now = house.now();
    county::set_up(&house, new, now, now)?;
    let folder = installation.folder.display();
    let accounts: Vec<_> = handed
        .iter()
        .map(|one| json!({ "name": one.name, "shown_name": one.shown_name, "role": one.role.code(), "password": one.one_time }))
        .collect();
    say.answer(&json!({ "county": wanted.county, "name": name, "data": installation.folder, "accounts": accounts }), || {
        let rows: String = handed.iter().map(|one| format!("  {:<10} {}  {}\n", one.name, one.one_time, one.shown_name)).collect();
        format!(
            "{name} ({}) is set up in {folder}.\n\nSign in once with these, and choose passwords of your own:\n{rows}\n\
             Now copy {folder}/keys/installation.key to a place apart: without it nothing can be opened, and it is in no backup.\n\
             Then: linju serve --data {folder}",
            wanted.county
        )
    });
    Ok(())
}

/// The county's name and places: bundled, or from a file.
fn places(wanted: &Init) -> Result<(String, Vec<NewPlace>), Oops> {
    let code = wanted.county.as_str();
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Oops::usage(format!("{code} is no county code: six digits, such as 330122")));
    }
    let mut places = match &wanted.divisions {
        Some(file) => read_places(file, code)?,
        None => county::bundled_places(code),
    };
    let known = places.iter().find(|place| place.code == code).map(|place| place.name.clone());
    let Some(name) = wanted.name.clone().or_else(|| known.clone()) else {
        return Err(Oops::usage(format!(
            "{code} is not one of the bundled counties (330114, 330122, 330182, 330329): give --name, and its places with --divisions"
        )));
    };
    if known.is_none() {
        places.insert(0, NewPlace { path: path_of(code)?, code: code.to_owned(), kind: "county", name: name.clone() });
    }
    Ok((name, places))
}

fn read_places(file: &Path, county: &str) -> Result<Vec<NewPlace>, Oops> {
    let wrong = |error: csv::Error| Oops::wrong(format!("{}: {error}", file.display()));
    let mut reader = csv::Reader::from_reader(std::fs::File::open(file).map_err(at(file))?);
    let head = reader.headers().map_err(wrong)?.clone();
    let column = |name: &str| {
        head.iter().position(|cell| cell.trim() == name).ok_or_else(|| Oops::wrong(format!("{}: there is no column {name}", file.display())))
    };
    let (code_at, name_at) = (column("code")?, column("name")?);
    let mut places = vec![];
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let (code, name) = (row.get(code_at).unwrap_or_default().trim(), row.get(name_at).unwrap_or_default().trim());
        let kind = match code.len() {
            2 => "province",
            4 => "city",
            6 => "county",
            9 => "township",
            12 => "village",
            _ => return Err(Oops::wrong(format!("{}: {code} has no length of 2, 4, 6, 9 or 12", file.display()))),
        };
        if (code.len() >= 6 && code.starts_with(county)) || (code.len() < 6 && county.starts_with(code)) {
            places.push(NewPlace { path: path_of(code)?, code: code.to_owned(), kind, name: name.to_owned() });
        }
    }
    Ok(places)
}

/// The path of a division code: its own prefixes.
fn path_of(code: &str) -> Result<AreaPath, Oops> {
    let parts = [2, 4, 6, 9, 12].into_iter().filter_map(|end| code.get(..end));
    let text: String = parts.map(|part| format!("{part}.")).collect();
    text.parse().map_err(|error| Oops::wrong(format!("{code}: {error}")))
}

fn new_county(house: &House, tenant: TenantId, name: &str, places: Vec<NewPlace>, handed: &[Handed]) -> Result<NewCounty, Oops> {
    let area = path_of(&tenant.to_string())?;
    let office = NewOrgan {
        organ: OrganId::new(house.next_id()),
        parent: OrganId::new(0),
        kind: "petition_office".to_owned(),
        name: format!("{name}信访局"),
        word: name.chars().take(1).collect(),
        area: area.clone(),
        phone: String::new(),
        address: String::new(),
        hours: String::new(),
        remit: Law::bundled().content_classes.iter().map(|row| row.zh.clone()).collect(),
    };
    let (mut accounts, mut posts) = (vec![], vec![]);
    for one in handed {
        let account = AccountId::new(house.next_id());
        let password = password::hash(&one.one_time, house.random())?;
        accounts.push(NewAccount { account, name: one.name.to_owned(), shown_name: one.shown_name.clone(), password, must_change: true });
        posts.push(post(house, account, office.organ, one.role, area.clone(), house.today()));
    }
    Ok(NewCounty { tenant, name: name.to_owned(), places, organs: vec![office], accounts, posts })
}

fn post(house: &House, account: AccountId, organ: OrganId, role: Role, area: AreaPath, from_day: Day) -> NewPost {
    NewPost { post: PostId::new(house.next_id()), account, organ, role, area, deputy_for: PostId::new(0), from_day, to_day: None }
}
