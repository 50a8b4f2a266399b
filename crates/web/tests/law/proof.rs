//! Whatever is changed in a table that a backup carries, `verify` names the table and the row: each column of each table
//! in turn, on both engines. A new table or column that nothing is compared with makes this fail.

use crate::way;
use casework::{
    audit::heads,
    intake::messages::{self, Mapping, Message},
    organ,
    petition::erase,
    verify,
};
use kernel::{StreamId, crypto::Suite};
use std::fmt::Write as _;
use store::{
    Value, args, migrate,
    migrate::{PASSING, READINGS, Table},
    sealer,
};
use testkit::{World, world::HERE};

/// What is compared with nothing, and why that is right.
const WITHOUT_COMPARISON: &[(&str, &str)] = &[
    ("idempotency", "which form was sent is forgotten after seven days; at worst a form that is sent again counts again or is not found"),
    ("read_waiting", "looks of the last second or two; the end of a chain of looks can be missed from the next sealing on, ten minutes later"),
    ("task", "what is waiting to be done; a word to a person stands in `notice` too, and is queued anew when its task is gone"),
];

const MAP: &str = r#"
version = 3
source = "县长信箱"
time_formats = ["%Y-%m-%d"]
[columns]
number = "编号"
title = "主题"
words = "内容"
asked_at = "时间"
"#;

/// A county with something in every table.
fn filled(world: &World) {
    let house = world.house();
    let signed = way::in_handling(world);
    way::sign(world, &signed, "2025-10-30");
    crate::letters::issue(world, "water-handler", &signed, "T-13", "water-head", &[("review_body", "桐庐县人民政府")]).done();
    let _decided = crate::reception::decided(world);
    let barred = way::in_handling(world);
    world.as_("water-handler").act(&barred, "declare_interest", &[]).done();
    let with_paper = world.register("paper", "office-clerk", &[("representative", "孙明月"), ("head_count", "2")]);
    world.as_("office-clerk").act_with(&with_paper, "add_paper", &[("kind", "signed_paper")], "file").done();
    let erased = world.register("erased", "office-clerk", &[]);
    world.as_("office-clerk").act_with(&erased, "add_paper", &[("kind", "signed_paper")], "file").done();
    world.block_on(erase::erase_person(&house, &world.asker("office-head"), erased.stream, 1, "本人申请")).unwrap();
    let message = Message {
        row: 1,
        number: "历 7".to_owned(),
        title: "井水".to_owned(),
        words: "井水发黄".to_owned(),
        asked_on: "2024-01-30".parse().unwrap(),
        person: String::new(),
        phone: String::new(),
        place: String::new(),
        reply: None,
    };
    let digest = kernel::crypto::Hasher::new(Suite::Intl).finish();
    messages::import(&house, HERE, &Mapping::parse(MAP).unwrap(), &digest, &[message]).unwrap();
    let leader = testkit::world::account("town-leader").to_string();
    world.as_("system-admin").fill("/admin/resets", "/admin/resets", &[("account", leader.as_str()), ("reason", "忘了")], None).done();
    let resets = world.as_("security-admin").get("/admin/resets");
    let give = resets.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/give")).unwrap();
    let _one_time = world.as_("security-admin").fill("/admin/resets", &give, &[], None);
    let city = format!("/admin/organs/{}", testkit::world::organ("city"));
    world.as_("system-admin").fill(&city, &city, &[("phone", "0571-64000099")], None).done();
    let merged = [("successor", "3"), ("basis", "机构改革方案")];
    world.as_("system-admin").fill(&city, &format!("{city}/successors"), &merged, None).done();
    let asked = [("account", leader.as_str()), ("organ", "5"), ("role", "supervisor"), ("reason", "督查缺人")];
    world.as_("security-admin").fill("/admin/posts", "/admin/posts", &asked, None).done();
    world.as_("audit-admin").act_on_proposal("confirm", &[]).done();
    let again = [("account", leader.as_str()), ("organ", "5"), ("role", "mediator"), ("reason", "调解缺人")];
    world.as_("security-admin").fill("/admin/posts", "/admin/posts", &again, None).done();
    let second = testkit::world::account("housing-handler").to_string();
    world.as_("housing-head").fill("/desk/approval", "/desk/approval", &[("approver", second.as_str())], None).done();
    let in_hand = way::in_handling(world);
    let part = [("to", &*testkit::world::organ("housing").to_string()), ("what", "查图"), ("by", "2025-09-20")];
    world.as_("water-handler").act(&in_hand, "ask_part", &part).done();
    let taker = testkit::world::account("water-handler-two").to_string();
    let offer = [("taker", taker.as_str()), ("kind", "shift"), ("note", "")];
    world.as_("water-handler").fill("/desk/handover", "/desk/handover", &offer, None).done();
    let way_in = [("kind", "phone"), ("phone", "0571-64000088")];
    world.as_("system-admin").fill("/admin/channels", "/admin/channels", &way_in, None).done();
    let _kept = world.as_("water-clerk").fill("/desk/scans", "/desk/scans", &[], Some(("file", testkit::world::FILE)));
    let put_away = crate::keeping::withdrawn(world, "put away");
    let her = world.person(&put_away);
    her.fill("/follow/case", "/follow/data", &[("data_right", "erase"), ("data_words", "请删掉")], None).done();
    world.as_("office-head").act(&put_away, "answer_data", &[("done", "no"), ("words", "期限没满，只存不用。")]).done();
    world.as_("office-clerk").act(&put_away, "record_call", &[("outcome", "reached")]).done();
    world.as_("office-head").act(&put_away, "store_only", &[]).done();
    roster(world);
    crate::mediation::agreed(world);
    seal(world);
    let _waiting = world.register("waiting", "town-clerk", &[]);
    world.as_("office-triage").page(&signed).shows(&signed.number);
    let now = house.now();
    house.db().write_here(move |tx| heads::seal_new(tx, Suite::Intl, HERE, now)).unwrap();
    // A phone that was let in, and the picture it came by.
    let (people, admin, head) = (world.web().people().clone(), world.asker("system-admin"), world.asker("office-head"));
    world.block_on(async {
        let request = people.ask_phone(&admin, testkit::world::account("office-mediator"), "手机换了").await.unwrap();
        let shown = people.show_phone(&head, request).await.unwrap();
        let token = people.enrol_phone(HERE, &shown.address, &shown.digits, "android", None).await.unwrap();
        people.choose_pin(HERE, &token, "739164").await.map(drop).unwrap();
    });
}

/// Mediators, a committee, a squad, hours, spans and a swap.
fn roster(world: &World) {
    let (head, village) = (world.as_("village-head"), testkit::world::organ("village").to_string());
    let mut numbers = vec![];
    for who in ["village-clerk", "village-handler"] {
        let account = testkit::world::account(who).to_string();
        let fields = [("organ", village.as_str()), ("account", account.as_str()), ("kind", "people"), ("sex", "woman"), ("languages", "tonglu")];
        let card = head.fill("/desk/mediators", "/desk/mediators", &fields, None).done();
        numbers.push(card.location().rsplit('/').next().unwrap().to_owned());
    }
    let (one, other) = (numbers[0].as_str(), numbers[1].as_str());
    let card = format!("/desk/mediators/{one}");
    head.fill(&card, &format!("{card}/honour"), &[("standing", "gold"), ("given_by", "县司法局")], None).done();
    head.fill(&card, &format!("{card}/lead"), &[("pupil", other)], None).done();
    let committee = format!("/desk/committee?organ={village}");
    head.fill(&committee, &format!("/desk/committee/{village}"), &[("mediator", one), ("elected_on", "2025-01-02")], None).done();
    let week = format!("/desk/roster?organ={village}");
    head.fill(&week, &format!("/desk/roster/{village}/hours"), &[("thursday", "9:00-17:00")], None).done();
    let span = [("mediator", one), ("kind", "resident"), ("day", "2025-11-06"), ("from", "9:00"), ("to", "11:30"), ("weeks", "2")];
    head.fill(&week, &format!("/desk/roster/{village}/spans"), &span, None).done();
    let page = format!("{week}&week=2025-11-06");
    let ask = world.as_("village-clerk").get(&page).forms().into_iter().find(|form| form.action.ends_with("/swap")).unwrap().action;
    world.as_("village-clerk").fill(&page, &ask, &[("taker", other)], None).done();
    head.fill("/desk/squads", "/desk/squads", &[("name", "民兵调解小队"), ("organ", village.as_str())], None).done();
    let forms = head.get("/desk/squads").forms();
    let of = |end: &str| forms.iter().find(|form| form.action.ends_with(end)).unwrap().action.clone();
    head.fill("/desk/squads", &of("/join"), &[("mediator", one)], None).done();
    head.fill("/desk/squads", &of("/plan"), &[("going_on", "2025-12-01"), ("place", "近江小广场"), ("what", "普法集市")], None).done();
}

fn seal(world: &World) {
    let now = world.house().now();
    world
        .house()
        .db()
        .write_here(move |tx| {
            while sealer::place_slice(tx, HERE, 100)?.placed > 0 {}
            Ok(sealer::close_seal(tx, HERE, Suite::Intl, now)?)
        })
        .unwrap();
}

fn wrong(world: &World) -> Vec<String> {
    verify::verify(&world.house(), HERE).map_or_else(|failure| vec![format!("it could not be read: {failure:?}")], |report| report.wrong)
}

fn run(world: &World, text: String, args: Vec<Value>) {
    world.house().db().write_here(move |tx| Ok(tx.values(&text, &args, &mut |_| Ok(()))?)).unwrap();
}

/// The rows of a table, in the order of their keys.
fn rows(world: &World, table: &'static Table) -> Vec<Vec<Value>> {
    let only = if table.name == "file" { " AND named_in IS NOT NULL" } else { "" };
    let text = format!("SELECT {} FROM {} WHERE tenant = $1{only} ORDER BY {}", table.columns.join(", "), table.name, table.key.join(", "));
    let read = world.house().db().read_here(move |tx| {
        let mut rows = vec![];
        tx.values(&text, args![HERE], &mut |row| {
            rows.push(row.collect());
            Ok(())
        })?;
        Ok(rows)
    });
    read.unwrap()
}

fn of<'a>(table: &Table, row: &'a [Value], column: &str) -> &'a Value {
    &row[table.columns.iter().position(|name| *name == column).unwrap()]
}

fn key(table: &Table, row: &[Value]) -> Vec<Value> {
    table.key.iter().map(|column| of(table, row, column).clone()).collect()
}

fn condition(table: &Table, first: usize) -> String {
    table.key.iter().enumerate().fold(String::from("WHERE"), |mut text, (nth, column)| {
        let _ = write!(text, "{} {column} = ${}", if nth == 0 { "" } else { " AND" }, nth + first);
        text
    })
}

/// Another value of the same kind; a day stays a day.
fn changed(table: &Table, column: &str, value: &Value) -> Value {
    let is_key = table.key.contains(&column);
    match value {
        // Truth is 0 or 1 on one engine.
        Value::Int(number @ (0 | 1)) if !is_key && column != "version" => Value::Int(number ^ 1),
        Value::Int(number) => Value::Int(number + 1_000_003),
        Value::Text(text) if text.len() == 10 && text.starts_with("20") => Value::Text(text.replacen("20", "19", 1)),
        Value::Text(text) => Value::Text(format!("{text}x")),
        Value::Bytes(bytes) if bytes.is_empty() => Value::Bytes(vec![1]),
        Value::Bytes(bytes) => Value::Bytes(bytes[..bytes.len() - 1].iter().copied().chain([bytes[bytes.len() - 1] ^ 1]).collect()),
        Value::Null if column.ends_with("_on") || column.ends_with("_day") => Value::Text("2025-01-02".to_owned()),
        Value::Null if column == "totp" => Value::Bytes(vec![1]),
        Value::Null if matches!(column, "rating" | "level_settled") => Value::Text("x".to_owned()),
        Value::Null => Value::Int(1),
        Value::Real(_) => unreachable!("no table has a real number"),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// Whether a sentence names the table and the row: by its key, or a row of a matter by the matter.
fn names(sentence: &str, table: &Table, keys: &[Vec<Value>]) -> bool {
    let is_reading = READINGS.contains(&table.name);
    sentence.contains(table.name)
        && keys.iter().any(|key| {
            table
                .key
                .iter()
                .zip(key)
                .all(|(column, value)| *column == "tenant" || (is_reading && *column != "stream") || sentence.contains(&text(value)))
        })
}

#[test]
fn every_changed_column_of_every_carried_table_is_named() {
    for world in World::each() {
        filled(&world);
        assert_eq!(wrong(&world), Vec::<String>::new(), "{}", world.engine.name);
        let mut missed = vec![];
        for table in migrate::tables().iter().filter_map(|table| migrate::table(table.name)) {
            if PASSING.contains(&table.name) || WITHOUT_COMPARISON.iter().any(|(name, _)| *name == table.name) {
                continue;
            }
            let Some(row) = rows(&world, table).into_iter().next() else {
                missed.push(format!("{} is empty: fill it in this test", table.name));
                continue;
            };
            for column in &table.columns {
                let (was, is) = (of(table, &row, column).clone(), changed(table, column, of(table, &row, column)));
                let old_key = key(table, &row);
                let new_key: Vec<Value> =
                    table.key.iter().zip(&old_key).map(|(name, value)| if name == column { is.clone() } else { value.clone() }).collect();
                let text = format!("UPDATE {} SET {column} = $1 {}", table.name, condition(table, 2));
                run(&world, text.clone(), [vec![is], old_key.clone()].concat());
                let told = wrong(&world);
                if !told.iter().any(|sentence| names(sentence, table, &[old_key.clone(), new_key.clone()])) {
                    missed.push(format!("{}.{column} of {old_key:?}: {told:?}", table.name));
                }
                run(&world, text, [vec![was], new_key].concat());
            }
        }
        assert_eq!(wrong(&world), Vec::<String>::new(), "everything was put back");
        assert!(missed.is_empty(), "{}:\n{}", world.engine.name, missed.join("\n"));
    }
}

#[test]
fn every_row_that_is_gone_from_a_carried_table_is_missed() {
    for world in World::each() {
        filled(&world);
        let mut missed = vec![];
        for table in migrate::tables().iter().filter_map(|table| migrate::table(table.name)) {
            if PASSING.contains(&table.name) || WITHOUT_COMPARISON.iter().any(|(name, _)| *name == table.name) {
                continue;
            }
            let all = rows(&world, table);
            // The first one, and the last one: a chain does not tell by itself that its end is gone.
            for row in all.iter().take(1).chain(all.last()) {
                let key = key(table, row);
                run(&world, format!("DELETE FROM {} {}", table.name, condition(table, 1)), key.clone());
                let told = wrong(&world);
                if !told.iter().any(|sentence| names(sentence, table, std::slice::from_ref(&key))) {
                    missed.push(format!("{} {key:?}: {told:?}", table.name));
                }
                let places: Vec<String> = (1..=table.columns.len()).map(|nth| format!("${nth}")).collect();
                run(&world, format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns.join(", "), places.join(", ")), row.clone());
            }
        }
        assert_eq!(wrong(&world), Vec::<String>::new(), "everything was put back");
        assert!(missed.is_empty(), "{}:\n{}", world.engine.name, missed.join("\n"));
    }
}

#[test]
fn a_whole_day_of_looks_that_is_gone_is_missed() {
    for world in World::each() {
        filled(&world);
        let account = testkit::world::account("office-triage");
        run(&world, "DELETE FROM read_entry WHERE tenant = $1 AND account = $2".to_owned(), args![HERE, account].to_vec());
        let told = wrong(&world);
        assert!(told.iter().any(|sentence| sentence.contains(&format!("of account {account}")) && sentence.contains("is gone")), "{told:?}");
    }
}

#[test]
fn a_row_that_nobody_wrote_is_named() {
    for world in World::each() {
        filled(&world);
        let stream = StreamId::new(77);
        run(&world, "INSERT INTO erasure (tenant, stream, subject, erased_at) VALUES ($1, $2, 1, 5)".to_owned(), args![HERE, stream].to_vec());
        run(&world, "INSERT INTO counter (tenant, name, value) VALUES ($1, 'case 1 visit 2031', 4)".to_owned(), args![HERE].to_vec());
        let told = wrong(&world);
        assert!(told.iter().any(|sentence| sentence.starts_with("erasure 77 1")), "{told:?}");
        assert!(told.iter().any(|sentence| sentence.starts_with("counter case 1 visit 2031")), "{told:?}");
    }
}

#[test]
fn a_county_that_is_older_than_its_record_is_taken_in_as_it_stands() {
    for world in World::each() {
        filled(&world);
        for forgotten in ["DELETE FROM house_record WHERE tenant = $1", "DELETE FROM counter WHERE tenant = $1 AND name IN ('house_record', 'seals')"]
        {
            run(&world, forgotten.to_owned(), args![HERE].to_vec());
        }
        assert!(!wrong(&world).is_empty());
        let now = world.house().now();
        let took = world.house().db().write_here(move |tx| {
            let was = organ::proof::is_taken_in(tx, HERE)?;
            organ::take_in(tx, Suite::Intl, HERE, now)?;
            heads::seal_all(tx, Suite::Intl, HERE, now)?;
            Ok((was, organ::proof::is_taken_in(tx, HERE)?))
        });
        assert_eq!(took.unwrap(), (false, true));
        assert_eq!(wrong(&world), Vec::<String>::new(), "{}", world.engine.name);
        // A second time is told: it would hide what was changed in between.
        world.house().db().write_here(move |tx| organ::take_in(tx, Suite::Intl, HERE, now)).unwrap();
        assert!(wrong(&world).iter().any(|sentence| sentence.contains("a second time")));
    }
}
