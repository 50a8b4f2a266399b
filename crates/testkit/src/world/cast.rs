//! The counties, their organs, and who works there. All invented, save the names of places.

use casework::{
    Role,
    organ::{self, NewOrgan},
    people::{
        password,
        set_up::{self, NewAccount, NewPost},
    },
};
use kernel::{AccountId, AreaPath, Day, Moment, OrganId, PostId, SeededRandom, crypto::Suite, divisions};
use std::sync::OnceLock;
use store::{Failure, Tx};

/// The first password of everybody; later ones end in their number.
pub const PASSWORD: &str = "Gao-Shan-Liu-Shui-0";

/// An organ: key, number, number of the one above, kind, word, names in the two counties, level of its area.
type Row = (&'static str, i64, i64, &'static str, [&'static str; 2], [&'static str; 2], Area);

/// At which level an organ stands.
#[derive(Debug, Clone, Copy)]
enum Area {
    County,
    Township,
    Village,
}

/// The organs of each county: the same numbers in both.
#[rustfmt::skip]
const ORGANS: &[Row] = &[
    ("office", 1, 0, "petition_office", ["桐信", "泰信"], ["桐庐县信访局", "泰顺县信访局"], Area::County),
    ("discipline", 2, 0, "discipline", ["桐纪", "泰纪"], ["桐庐县纪委监委", "泰顺县纪委监委"], Area::County),
    ("water", 3, 0, "department", ["桐水", "泰水"], ["桐庐县林业水利局", "泰顺县水利局"], Area::County),
    ("housing", 4, 0, "department", ["桐建", "泰建"], ["桐庐县住房和城乡建设局", "泰顺县住房和城乡建设局"], Area::County),
    ("town", 5, 0, "township", ["横政", "罗政"], ["横村镇人民政府", "罗阳镇人民政府"], Area::Township),
    ("room", 6, 5, "command_room", ["横", "罗"], ["横村镇综合信息指挥室", "罗阳镇综合信息指挥室"], Area::Township),
    ("village", 7, 5, "village", ["近", "新"], ["近江社区", "新北社区"], Area::Village),
    ("city", 8, 0, "outside", ["杭水", "温水"], ["杭州市林业水利局", "温州市水利局"], Area::County),
    ("inspection", 9, 0, "department", ["桐督", "泰督"], ["桐庐县督查室", "泰顺县督查室"], Area::County),
];

/// The number of an organ.
#[must_use]
pub fn organ(key: &str) -> OrganId {
    let row = ORGANS.iter().find(|row| row.0 == key).unwrap_or_else(|| panic!("no organ {key:?}"));
    OrganId::new(row.1)
}

/// The number of an account.
#[must_use]
pub fn account(name: &str) -> AccountId {
    let nth = STAFF.iter().position(|row| row.0 == name).unwrap_or_else(|| panic!("nobody is called {name:?}"));
    AccountId::new(i64::try_from(nth).unwrap() + 1)
}

/// Who works there: the name to sign in with, how he is called, his organ, his role. The number is the place in the list.
#[rustfmt::skip]
pub const STAFF: &[(&str, &str, &str, Role)] = &[
    ("office-clerk", "郎文倩", "office", Role::Clerk),
    ("office-triage", "应知夏", "office", Role::Triage),
    ("office-triage-two", "柏松年", "office", Role::Triage),
    ("office-handler", "毛一鸣", "office", Role::Handler),
    ("office-head", "乔令仪", "office", Role::Head),
    ("county-leader", "方伯远", "office", Role::Leader),
    ("county-supervisor", "杜思齐", "inspection", Role::Supervisor),
    ("office-mediator", "何以安", "office", Role::Mediator),
    ("system-admin", "管习通", "office", Role::SystemAdmin),
    ("security-admin", "安泉园", "office", Role::SecurityAdmin),
    ("audit-admin", "沈季子", "office", Role::AuditAdmin),
    ("discipline-triage", "纪怀瑾", "discipline", Role::Triage),
    ("discipline-handler", "廉若水", "discipline", Role::Handler),
    ("discipline-head", "严正则", "discipline", Role::Head),
    ("water-clerk", "江小满", "water", Role::Clerk),
    ("water-triage", "汪清源", "water", Role::Triage),
    ("water-handler", "池上青", "water", Role::Handler),
    ("water-handler-two", "涂春山", "water", Role::Handler),
    ("water-head", "潘致远", "water", Role::Head),
    ("housing-clerk", "祝长安", "housing", Role::Clerk),
    ("housing-triage", "瓦子瑜", "housing", Role::Triage),
    ("housing-handler", "梁百川", "housing", Role::Handler),
    ("housing-head", "傅广厦", "housing", Role::Head),
    ("town-clerk", "花见春", "town", Role::Clerk),
    ("town-handler", "横舟渡", "town", Role::Handler),
    ("town-head", "项怀远", "town", Role::Head),
    ("town-leader", "甄伯年", "town", Role::Leader),
    ("room-clerk", "崔明月", "room", Role::Clerk),
    ("room-triage", "陈知微", "room", Role::Triage),
    ("room-handler", "陆行舟", "room", Role::Handler),
    ("room-head", "孔令德", "room", Role::Head),
    ("village-clerk", "村上田", "village", Role::Clerk),
    ("village-handler", "苏禾", "village", Role::Handler),
    ("village-head", "舒望", "village", Role::Head),
    ("city-handler", "杭一苇", "city", Role::Handler),
    ("city-head", "洪岸", "city", Role::Head),
    ("village-mediator", "包大同", "village", Role::Mediator),
];

/// Sets both counties up.
pub(super) fn found(tx: &Tx<'_>, today: Day, now: Moment) -> Result<(), Failure> {
    for (nth, (tenant, name, code)) in [(super::HERE, "桐庐县", "330122"), (super::ELSEWHERE, "泰顺县", "330329")].into_iter().enumerate() {
        organ::add_tenant(tx, tenant, name, Suite::Intl, now)?;
        let (town, village) = if nth == 0 { ("330122102", "330122102003") } else { ("330329100", "330329100005") };
        let (mut town_area, mut village_area) = (AreaPath::default(), AreaPath::default());
        for place in divisions::above(code).chain(divisions::county(code)) {
            let kind = match place.code.len() {
                0..=2 => "province",
                3..=4 => "city",
                5..=6 => "county",
                7..=9 => "township",
                _ => "village",
            };
            match place.code {
                found if found == town => town_area = place.path(),
                found if found == village => village_area = place.path(),
                _ => {}
            }
            organ::add_area(tx, tenant, &place.path(), place.code, kind, place.name)?;
        }
        let county = town_area.parent().unwrap();
        let area = |level: Area| match level {
            Area::County => county.clone(),
            Area::Township => town_area.clone(),
            Area::Village => village_area.clone(),
        };
        for (_, number, above, kind, words, names, level) in ORGANS {
            let new = NewOrgan {
                organ: OrganId::new(*number),
                parent: OrganId::new(*above),
                kind: (*kind).to_owned(),
                name: names[nth].to_owned(),
                word: words[nth].to_owned(),
                area: area(*level),
                phone: format!("0571-640000{number:02}"),
                address: "县城大街 1 号".to_owned(),
                hours: "工作日 8:30–17:00".to_owned(),
                remit: vec![],
            };
            organ::add_organ(tx, tenant, &new)?;
        }
        for (number, (name, shown_name, at, role)) in (1_i64..).zip(STAFF) {
            let account = AccountId::new(number);
            let new = NewAccount {
                account,
                name: (*name).to_owned(),
                shown_name: (*shown_name).to_owned(),
                password: hash().to_owned(),
                must_change: false,
            };
            set_up::add_account(tx, tenant, &new, now)?;
            let level = ORGANS.iter().find(|row| row.0 == *at).map_or(Area::County, |row| row.6);
            let post = NewPost {
                post: PostId::new(number),
                account,
                organ: organ(at),
                role: *role,
                area: area(level),
                deputy_for: PostId::new(0),
                from_day: today,
                to_day: None,
            };
            set_up::add_post(tx, tenant, &post)?;
        }
        organ::take_in(tx, Suite::Intl, tenant, now)?;
    }
    Ok(())
}

/// The one hash of all first passwords: hashing is slow by design, once is enough.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD, &SeededRandom::new(1)).unwrap())
}
