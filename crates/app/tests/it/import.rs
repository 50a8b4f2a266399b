//! Messages of another system, by itself and beside the standing process.

use crate::program::{Place, engines, finish, signal};
use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::Stdio,
};

const MAP: &str = r#"
version = 1
source = "某市长信箱"
[columns]
number = "编号"
title = "主题"
words = "内容"
asked_at = "时间"
person = "用户"
reply = "答复"
replied_at = "答复时间"
"#;

const PLACES: &str = "名称,区划代码\n新桥社区,330122102777\n";

/// `good` rows, every one answered after its number modulo 40 days, and two bad ones.
fn written(folder: &Path, good: usize) -> (PathBuf, PathBuf) {
    let mut text = "编号,用户,主题,时间,内容,答复,答复时间\n".to_owned();
    for number in 0..good {
        let day = number % 40;
        let (month, on) = if day < 30 { (4, day + 1) } else { (5, day - 29) };
        writeln!(
            text,
            "{number},来信人{number},路灯不亮{number},2024/4/1 8:00:00,第{number}盏路灯不亮，走路看不见。,已安排修理。,2024/{month}/{on} 17:00:00"
        )
        .unwrap();
    }
    text.push_str("x1,甲,没有时间,,有内容,,\nx2,乙,答在问前,2024/4/9 8:00:00,有内容,有答复,2024/4/1 8:00:00\n");
    let (file, map) = (folder.join("messages.csv"), folder.join("map.toml"));
    fs::write(&file, text).unwrap();
    fs::write(&map, MAP).unwrap();
    (file, map)
}

fn import(file: &Path, map: &Path, report: &Path) -> Vec<String> {
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    vec!["import".into(), "messages".into(), text(file), "--map".into(), text(map), "--report".into(), text(report), "--json".into()]
}

#[test]
fn rows_come_in_once_bad_ones_are_reported_and_the_figures_count_them() {
    for (engine, folder, place, _kept) in engines() {
        place.run(&["init", "--county", "330122"]).ended(0);
        let (file, map) = written(folder.path(), 120);
        let report = folder.path().join("report.csv");
        let first = place.run(&import(&file, &map, &report)).ended(1).json();
        assert_eq!(
            (&first["read"], &first["added"], &first["known"], &first["refused"]),
            (&122.into(), &120.into(), &0.into(), &2.into()),
            "{engine}"
        );
        let report_text = fs::read_to_string(&report).unwrap();
        assert_eq!(
            report_text.lines().collect::<Vec<_>>(),
            ["row,column,reason", "121,时间,no date that any of time_formats reads", "122,答复时间,answered before it was asked"]
        );

        // Beside the standing process: nothing is added twice, and others may read and copy meanwhile.
        let standing = place.stand(&["serve", "--port", "0"]);
        let again = place.run(&import(&file, &map, &report)).ended(1).json();
        assert_eq!((&again["added"], &again["known"]), (&0.into(), &120.into()), "{engine}");
        assert_eq!(standing.end(), 0);

        let figures = place.run(&["figures", "replies", "--with-history", "--json"]).ended(0).json();
        assert_eq!((&figures["asked"], &figures["answered"]), (&120.into(), &120.into()), "{engine}");
        assert_eq!(figures["answered_within_days"], serde_json::json!({ "15": 48, "30": 93, "60": 120, "90": 120 }), "{engine}");
        assert_eq!((&figures["answer_days_median"], &figures["answer_days_p90"]), (&19.5.into(), &35.into()), "{engine}");
        let without = place.run(&["figures", "replies", "--json"]).ended(0).json();
        assert_eq!(without["asked"], 0, "{engine}");
        assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["whole"], true, "{engine}");
    }
}

/// It may run as another user, without our `/home` and `/tmp`: what it is asked to take in comes over the socket.
#[test]
fn the_serving_process_need_not_reach_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    place.run(&["init", "--county", "330122"]).ended(0);
    let (file, map) = written(folder.path(), 40);
    let report = folder.path().join("report.csv");
    let standing = place.stand(&["serve", "--port", "0"]);
    let piped = |file: &Path, arguments: &[String]| {
        let mut command = place.command(arguments);
        command.stdin(fs::File::open(file).unwrap());
        finish(command)
    };
    let told = piped(&file, &import(Path::new("/dev/stdin"), &map, &report)).ended(1).json();
    assert_eq!((&told["added"], &told["refused"]), (&40.into(), &2.into()));
    assert_eq!(fs::read_to_string(&report).unwrap().lines().count(), 3);

    let sheet = folder.path().join("places.csv");
    fs::write(&sheet, PLACES).unwrap();
    let told = piped(&sheet, &["setup", "import", "places", "/dev/stdin", "--json"].map(str::to_owned)).ended(0).json();
    assert_eq!(told["counts"]["added"], 1, "{told}");

    // A report that cannot be written is noticed before anything comes in.
    let nowhere = folder.path().join("none/report.csv");
    place.run(&import(&file, &map, &nowhere)).ended(1).said("report.csv");
    assert_eq!(standing.end(), 0);
}

#[test]
fn an_interrupted_import_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(&folder.path().join("data"), None);
    place.run(&["init", "--county", "330122"]).ended(0);
    let (file, map) = written(folder.path(), 3_000);
    let report = folder.path().join("report.csv");
    let mut child = place.command(&import(&file, &map, &report)).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    err.read_line(&mut line).unwrap();
    assert!(line.contains("500 rows read"), "{line}");
    signal(&child, "-INT");
    err.read_to_string(&mut line).unwrap();
    assert!(!child.wait().unwrap().success());
    let rest = place.run(&import(&file, &map, &report)).ended(1).json();
    let (added, known) = (rest["added"].as_u64().unwrap(), rest["known"].as_u64().unwrap());
    assert!(known >= 500 && added > 0 && added + known == 3_000, "{rest}");
    assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["whole"], true);
}

#[test]
fn copying_and_checking_go_on_while_it_comes_in() {
    for (engine, folder, place, _kept) in engines() {
        place.run(&["init", "--county", "330122"]).ended(0);
        let (file, map) = written(folder.path(), 2_000);
        let standing = place.stand(&["serve", "--port", "0"]);
        let arguments = import(&file, &map, &folder.path().join("report.csv"));
        let mut coming = place.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut copies = 0;
        while coming.try_wait().unwrap().is_none() || copies == 0 {
            let copy = folder.path().join(format!("copy{copies}"));
            place.run(&["backup", copy.to_str().unwrap()]).ended(0);
            assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["whole"], true, "{engine}");
            copies += 1;
        }
        let mut told = String::new();
        coming.stdout.take().unwrap().read_to_string(&mut told).unwrap();
        assert!(told.contains("\"added\":2000"), "{engine}: {told}");
        assert_eq!(standing.end(), 0);
        // The house's own work was done meanwhile: every event has its place, and stands under a seal that holds.
        let export = folder.path().join("export");
        place.run(&["export", export.to_str().unwrap()]).ended(0);
        let rows = |table: &str| fs::read_to_string(export.join("tables").join(table)).unwrap().lines().count();
        assert_eq!((rows("place.jsonl"), rows("task.jsonl")), (2_000, 0), "{engine}");
        assert!(rows("seal.jsonl") > 0, "{engine}");
    }
}
