//! History from files: CSV and XLSX, good rows and bad, twice and interrupted, on both engines.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use casework::{
    House, Parts, Vault,
    figures::{self, ReplyQuestion},
    intake::messages::{self, BadRow, Mapping, Message, Reader, Tally},
    organ::{self, NewOrgan},
    verify,
};
use kernel::{
    AreaPath, Day, SeededRandom, SetClock,
    calendar::Calendar,
    crypto::{MasterKey, Suite},
    id::{OrganId, TenantId},
};
use std::{path::Path, sync::Arc};
use store::files::FileStore;

const TENANT: TenantId = TenantId::new(330_122);

fn house(engine: &testkit::Engine) -> House {
    let clock = Arc::new(SetClock::on(Day::new(2025, 9, 10).unwrap()));
    let house = House::new(Parts {
        db: engine.db.clone(),
        vault: Vault::new(MasterKey::from_bytes(Suite::Intl, &[7; 32]).unwrap()),
        files: FileStore::new(&engine.files_folder()).unwrap(),
        clock: clock.clone(),
        random: Arc::new(SeededRandom::new(1)),
        calendar: Calendar::bundled().clone(),
    });
    let area: AreaPath = "33.3301.330122.".parse().unwrap();
    let now = house.now();
    engine
        .db
        .write_here(move |tx| {
            organ::add_tenant(tx, TENANT, "桐庐县", Suite::Intl, now)?;
            organ::add_area(tx, TENANT, &area, "330122", "county", "桐庐县")?;
            organ::add_area(tx, TENANT, &area.child("330122103").unwrap(), "330122103", "township", "横村镇")?;
            let office = NewOrgan {
                organ: OrganId::new(1),
                parent: OrganId::new(0),
                kind: "petition_office".to_owned(),
                name: "县信访局".to_owned(),
                word: "桐".to_owned(),
                area: area.clone(),
                phone: String::new(),
                address: String::new(),
                hours: String::new(),
                remit: vec![],
            };
            organ::add_organ(tx, TENANT, &office)?;
            organ::take_in(tx, Suite::Intl, TENANT, now)
        })
        .unwrap();
    house
}

const MAP: &str = r#"
version = 3
source = "县长信箱"
time_formats = ["%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S"]
[columns]
number = "编号"
title = "主题"
words = "内容"
asked_at = "时间"
person = "署名"
reply = "答复"
replied_at = "答复时间"
place = "地点"
"#;

const HEADING: &str = "编号,主题,内容,时间,署名,答复,答复时间,地点\n";
const GOOD: &str = "1,井水发黄,井水黄了半个月,2024/1/30 23:59:59,骆水娥,已换管,2024/2/14 00:00:01,横村镇\n2,灯不亮,路灯坏了,2024/2/1 8:00:00,,,,\n";
const BAD: &str = "3,没有内容,,2024/2/1 8:00:00,,,,\n4,坏日子,话,去年,,,,\n,没有编号,话,2024/2/1 8:00:00,,,,\n5,早答,话,2024/2/3 8:00:00,,答,2024/2/2 8:00:00,\n6,半个答复,话,2024/2/3 8:00:00,,答,,\n";

fn read(path: &Path, mapping: &Mapping) -> (Vec<Message>, Vec<BadRow>) {
    let (mut good, mut bad) = (vec![], vec![]);
    for row in Reader::read(&std::fs::read(path).unwrap(), mapping).unwrap() {
        match row {
            Ok(message) => good.push(message),
            Err(row) => bad.push(row),
        }
    }
    (good, bad)
}

fn bring_in(house: &House, mapping: &Mapping, path: &Path, messages: &[Message]) -> Tally {
    let digest = messages::digest_of(&std::fs::read(path).unwrap(), Suite::Intl);
    let mut whole = Tally::default();
    for slice in messages.chunks(25) {
        let tally = messages::import(house, TENANT, mapping, &digest, slice).unwrap();
        whole = Tally { added: whole.added + tally.added, known: whole.known + tally.known };
    }
    whole
}

fn replies(house: &House, with_history: bool) -> figures::Replies {
    let question = ReplyQuestion { from: Day::FIRST, to: Day::LAST, with_history };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(figures::replies(house, TENANT, None, question)).unwrap()
}

#[test]
fn good_rows_come_in_once_and_bad_rows_are_named() {
    for engine in testkit::engines() {
        let (house, mapping) = (house(&engine), Mapping::parse(MAP).unwrap());
        let path = engine.path("messages.csv");
        std::fs::write(&path, format!("\u{feff}{HEADING}{GOOD}{BAD}")).unwrap();
        let (good, bad) = read(&path, &mapping);
        assert_eq!(good.len(), 2, "{}", engine.name);
        let named: Vec<(u64, &str)> = bad.iter().map(|row| (row.row, row.column.as_str())).collect();
        assert_eq!(named, [(3, "内容"), (4, "时间"), (5, "编号"), (6, "答复时间"), (7, "答复时间")], "{}", engine.name);
        assert_eq!(bring_in(&house, &mapping, &path, &good), Tally { added: 2, known: 0 });
        assert_eq!(bring_in(&house, &mapping, &path, &good), Tally { added: 0, known: 2 }, "a second run adds nothing");
        let report = verify::verify(&house, TENANT).unwrap();
        assert_eq!((report.matters, report.events, report.wrong), (2, 2, vec![]), "one event a matter");
        let counts = engine.db.read_here(|tx| Ok(store::task::counts(tx, TENANT)?)).unwrap();
        assert!(counts.is_empty(), "history starts no task");
    }
}

#[test]
fn a_reply_one_second_after_midnight_counts_by_local_dates_and_the_day_of_asking_does_not_count() {
    for engine in testkit::engines() {
        let (house, mapping) = (house(&engine), Mapping::parse(MAP).unwrap());
        let path = engine.path("messages.csv");
        std::fs::write(&path, format!("{HEADING}{GOOD}")).unwrap();
        let (good, _) = read(&path, &mapping);
        bring_in(&house, &mapping, &path, &good);
        let figure = replies(&house, true);
        // Asked on 30 January one second before midnight, answered on 14 February: fifteen days.
        assert_eq!((figure.asked, figure.answered, figure.within), (2, 1, [1, 1, 1, 1]), "{}", engine.name);
        assert_eq!(figure.p90, Some(15));
        assert_eq!(replies(&house, false).asked, 0, "history is left out unless it is asked for");
    }
}

#[test]
fn an_interrupted_run_goes_on_where_it_stopped() {
    let engine = testkit::sqlite();
    let (house, mapping) = (house(&engine), Mapping::parse(MAP).unwrap());
    let path = engine.path("many.csv");
    let rows: String = (0..120).map(|n| format!("{n},主题{n},内容{n},2024/3/1 8:00:00,,答,2024/3/{} 8:00:00,\n", 2 + n % 20)).collect();
    std::fs::write(&path, format!("{HEADING}{rows}")).unwrap();
    let (good, _) = read(&path, &mapping);
    assert_eq!(bring_in(&house, &mapping, &path, &good[..40]), Tally { added: 40, known: 0 });
    assert_eq!(bring_in(&house, &mapping, &path, &good), Tally { added: 80, known: 40 });
    assert_eq!(replies(&house, true).asked, 120);
}

#[test]
fn a_sheet_and_a_national_encoding_are_read_like_the_text_file() {
    let engine = testkit::sqlite();
    let mapping = Mapping::parse(MAP).unwrap();
    let plain = engine.path("messages.csv");
    std::fs::write(&plain, format!("{HEADING}{GOOD}")).unwrap();
    let expected = read(&plain, &mapping).0;

    let national = engine.path("national.csv");
    let text = format!("{HEADING}{GOOD}");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    std::fs::write(&national, bytes).unwrap();
    let in_national = Mapping::parse(&MAP.replace("version = 3", "version = 3\nencoding = \"gb18030\"")).unwrap();
    assert_eq!(read(&national, &in_national).0, expected);

    let sheet = engine.path("messages.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d h:mm:ss");
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            if row == 1 && column == 3 {
                let asked = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 30).unwrap().and_hms(23, 59, 59).unwrap();
                page.write_datetime_with_format(row, column, &asked, &date).unwrap();
            } else if row > 0 && column == 0 {
                page.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
            } else {
                page.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save(&sheet).unwrap();
    assert_eq!(read(&sheet, &mapping).0, expected);
}

#[test]
fn a_mapping_that_cannot_be_used_says_why() {
    assert!(Mapping::parse("version = 1").is_err());
    assert!(Mapping::parse(&MAP.replace("version = 3", "version = 3\nspeed = 9")).is_err(), "unknown keys are refused");
    let error = Reader::read("甲,乙\n1,2\n".as_bytes(), &Mapping::parse(MAP).unwrap()).err().unwrap();
    assert_eq!(error.to_string(), "mapping: the file has no column 编号");
}

/// The real file lies beside the checkout, not in it.
#[test]
fn two_thousand_real_messages_give_their_known_figures() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/messages/with_replies.csv");
    if !path.exists() {
        println!("SKIPPED: {} is not there", path.display());
        assert!(std::env::var_os("LINJU_TESTS_MUST_RUN").is_none(), "skipped where every test must run");
        return;
    }
    let mapping = Mapping::parse(include_str!("../../../docs/examples/messages_with_replies.toml")).unwrap();
    for engine in testkit::engines() {
        let house = house(&engine);
        let (good, bad) = read(&path, &mapping);
        assert_eq!((good.len(), bad.len()), (2000, 0));
        assert_eq!(bring_in(&house, &mapping, &path, &good), Tally { added: 2000, known: 0 }, "{}", engine.name);
        let figure = replies(&house, true);
        assert_eq!(figure.within, [1229, 1676, 1887, 1942], "{}", engine.name);
        assert_eq!((figure.answered, figure.median, figure.p90), (2000, Some(12.0), Some(41)));
    }
}
