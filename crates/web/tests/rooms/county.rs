//! Two counties with a few offices, and people who work there; cases told and led to their answer.

use crate::common::{Browser, GOOD, TENANT, World};
use axum::http::StatusCode;
use casework::{
    Asker, Role,
    organ::{self, NewOrgan, Series},
    people::{password, set_up},
    petition::{
        Command, Petition, carry,
        command::{DraftAnswer, Service},
        model::{Channel, MatterType, Outcome, Track},
        register::{self, Receipt, Told},
        seal::{Card, Sealer},
    },
};
use kernel::{
    AreaPath, Clock as _, Refusal,
    crypto::Suite,
    id::{AccountId, OrganId, PostId, StreamId, TenantId},
};
use testkit::Engine;
use web::Settings;

/// The county next door.
pub const OTHER: TenantId = TenantId::new(330_329);
/// 桐庐县信访局, of the common world.
pub const OFFICE: i64 = 1;
/// 横村镇综合信息指挥室.
pub const ROOM: i64 = 2;
/// 瑶琳镇综合信息指挥室.
pub const YAOLIN: i64 = 3;
/// 县纪委监委信访室.
pub const DISCIPLINE: i64 = 4;
pub const HENGCUN: &str = "33.3301.330122.330122102.";
pub const JINJIANG: &str = "33.3301.330122.330122102.330122102003.";

/// Account, name to sign in with, shown name, county, organ, role.
const PEOPLE: &[(i64, &str, &str, TenantId, i64, Role)] = &[
    (31, "qianyuexian", "钱小满", TENANT, ROOM, Role::Clerk),
    (32, "langjing", "郎静", TENANT, ROOM, Role::Handler),
    (33, "qiulixin", "裘立新", TENANT, ROOM, Role::Head),
    (34, "fangzhen", "方甄", TENANT, OFFICE, Role::Triage),
    (35, "yaolinren", "姚林", TENANT, YAOLIN, Role::Clerk),
    (36, "lingdao", "凌导", TENANT, OFFICE, Role::Leader),
    (37, "chenjie", "陈洁", TENANT, ROOM, Role::Clerk),
    (41, "taishun", "泰小顺", OTHER, 9, Role::Clerk),
];

/// One on each engine.
pub async fn each() -> Vec<World> {
    let mut worlds = vec![];
    for engine in std::thread::spawn(testkit::engines).join().unwrap() {
        worlds.push(on(engine).await);
    }
    worlds
}

/// On SQLite alone.
pub async fn one() -> World {
    on(std::thread::spawn(testkit::sqlite).join().unwrap()).await
}

async fn on(engine: Engine) -> World {
    let tenants = vec![(TENANT, "桐庐县".to_owned()), (OTHER, "泰顺县".to_owned())];
    let world = std::thread::spawn(move || World::with(engine, Settings { tenants, ..Settings::default() })).join().unwrap();
    let hash = password::hash(GOOD, world.house.random()).unwrap();
    let now = world.clock.now();
    world.house.db().write(move |tx| found(tx, &hash, now)).await.unwrap();
    world.house.forget_directory(TENANT);
    world
}

fn found(tx: &store::Tx<'_>, hash: &str, now: kernel::Moment) -> Result<(), store::Failure> {
    organ::add_tenant(tx, OTHER, "泰顺县", Suite::Intl, now)?;
    let area = |path: &str| path.parse::<AreaPath>().unwrap();
    for (tenant, path, code, kind, name) in [
        (TENANT, HENGCUN, "330122102", "township", "横村镇"),
        (TENANT, JINJIANG, "330122102003", "village", "近江社区"),
        (TENANT, "33.3301.330122.330122102.330122102002.", "330122102002", "village", "独山社区"),
        (TENANT, "33.3301.330122.330122110.", "330122110", "township", "瑶琳镇"),
        (TENANT, "33.3301.330122.330122110.330122110299.", "330122110299", "village", "独山村"),
        (OTHER, "33.3303.330329.", "330329", "county", "泰顺县"),
    ] {
        organ::add_area(tx, tenant, &area(path), code, kind, name)?;
    }
    for (tenant, organ, parent, kind, name, word, path) in [
        (TENANT, ROOM, OFFICE, "command_room", "横村镇综合信息指挥室", "横", HENGCUN),
        (TENANT, YAOLIN, OFFICE, "command_room", "瑶琳镇综合信息指挥室", "瑶", "33.3301.330122.330122110."),
        (TENANT, DISCIPLINE, 0, "discipline", "桐庐县纪委监委信访室", "纪", "33.3301.330122."),
        (OTHER, 9, 0, "petition_office", "泰顺县信访局", "泰", "33.3303.330329."),
    ] {
        let new = NewOrgan {
            organ: OrganId::new(organ),
            parent: OrganId::new(parent),
            kind: kind.to_owned(),
            name: name.to_owned(),
            word: word.to_owned(),
            area: area(path),
            phone: "0571-0000 0105".to_owned(),
            address: "一楼".to_owned(),
            hours: "上班日 8:30–17:00".to_owned(),
            remit: vec![],
        };
        organ::add_organ(tx, tenant, &new)?;
    }
    for (account, name, shown_name, tenant, organ, role) in PEOPLE {
        let new = set_up::NewAccount {
            account: AccountId::new(*account),
            name: (*name).to_owned(),
            shown_name: (*shown_name).to_owned(),
            password: hash.to_owned(),
            must_change: false,
        };
        set_up::add_account(tx, *tenant, &new, now)?;
        let place = match *organ {
            ROOM => HENGCUN,
            YAOLIN => "33.3301.330122.330122110.",
            9 => "33.3303.330329.",
            _ => "33.3301.330122.",
        };
        let post = set_up::NewPost {
            post: PostId::new(account * 10),
            account: AccountId::new(*account),
            organ: OrganId::new(*organ),
            role: *role,
            area: area(place),
            deputy_for: PostId::new(0),
            from_day: "2025-01-01".parse().unwrap(),
            to_day: None,
        };
        set_up::add_post(tx, *tenant, &post)?;
    }
    [TENANT, OTHER].iter().try_for_each(|tenant| organ::take_in(tx, Suite::Intl, *tenant, now))
}

/// A browser in which somebody of these counties is at work.
pub async fn at_work(world: &World, name: &str) -> Browser {
    let county = if name == "taishun" { OTHER } else { TENANT };
    let mut browser = world.browser();
    browser.get("/sign-in").await;
    let answer = browser.post("/sign-in", &[("county", &county.to_string()), ("name", name), ("password", GOOD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.body);
    browser
}

/// Somebody at work, without a browser.
pub fn asker(world: &World, account: i64) -> Asker {
    let (_, _, _, tenant, organ, role) = *PEOPLE.iter().find(|(number, ..)| *number == account).unwrap();
    let path = if organ == ROOM { HENGCUN } else { "33.3301.330122." };
    Asker {
        tenant,
        account: AccountId::new(account),
        post: PostId::new(account * 10),
        organ: OrganId::new(organ),
        organs_above: vec![OrganId::new(OFFICE), OrganId::new(organ)],
        role,
        area: path.parse().unwrap(),
        stands_for: None,
        today: world.house.today(),
    }
}

/// A drain that floods a yard.
pub fn drain() -> Told {
    Told {
        channel: Some(Channel::Visit),
        area: Some(JINJIANG.parse().unwrap()),
        title: "屋后水沟改道".to_owned(),
        words: "屋后的水沟改了道，雨水倒灌灶间。".to_owned(),
        claims: vec!["修好水沟".to_owned(), "说明为什么没问一声".to_owned()],
        petitioner: Card {
            name: "褚秀珍".to_owned(), phone: "13800001234".to_owned(), document: "11010519491231002X".to_owned(), ..Card::default()
        },
        other_party: Some(Card { name: "隔壁老穆".to_owned(), phone: "13900009999".to_owned(), ..Card::default() }),
        confirmed: "read_to".to_owned(),
        outside_number: "12345-7788".to_owned(),
        ..Told::default()
    }
}

pub async fn tell(world: &World, account: i64, told: &Told) -> Receipt {
    register::register(&world.house, &asker(world, account), told, None).await.unwrap()
}

pub async fn act(world: &World, account: i64, case: StreamId, build: impl FnOnce(&Sealer<'_>, &Petition) -> Result<Command, Refusal>) -> Petition {
    carry::carry(&world.house, &asker(world, account), case, None, None, build).await.unwrap()
}

/// From the first word to accepted and in somebody's hands.
pub async fn accept(world: &World, case: StreamId) {
    let type_it = |_: &Sealer<'_>, _: &Petition| Ok(Command::classify(MatterType::Grievance, Some(Track::J6)));
    act(world, 32, case, type_it).await;
    act(world, 32, case, |_, _| Ok(Command::Accept { notice: way() })).await;
    act(world, 33, case, |_, _| Ok(Command::Start { officer: AccountId::new(32), officer_token: 0 })).await;
}

/// A way of delivery that the law knows.
pub fn way() -> String {
    kernel::law::Law::bundled().delivery_methods.iter().next().unwrap().code.clone()
}

pub async fn draft(world: &World, case: StreamId) {
    act(world, 32, case, |sealer, petition| {
        let answer = |at: u32| DraftAnswer {
            facts: sealer.words(&format!("查明第{}项：水沟确实改道。", at + 1)),
            outcome: if at == 0 { Outcome::Support } else { Outcome::Explain },
            basis: sealer.words("《浙江省乡村建设条例》"),
            owner: (at == 0).then_some(OrganId::new(ROOM)),
            by: (at == 0).then(|| world.house.today().plus_days(20)),
        };
        Ok(Command::DraftOpinion { answers: (0_u32..).take(petition.claims.len()).map(|at| (at, answer(at))).collect() })
    })
    .await;
}

/// From accepted to answered: signed, sent, in her hands.
pub async fn answer(world: &World, case: StreamId) {
    draft(world, case).await;
    let series = world.house.directory(TENANT).await.unwrap().series(OrganId::new(ROOM), Series::OPINIONS, 2025);
    act(world, 33, case, |_, _| Ok(Command::SignOpinion { series })).await;
    let received_on = world.house.today();
    act(world, 31, case, |sealer, _| {
        let service = Service { way: "post".to_owned(), ..Service::default() };
        Ok(Command::Deliver { service, received_on, proof: sealer.words("EMS 邮件号 1234567") })
    })
    .await;
}
