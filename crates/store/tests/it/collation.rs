//! Under zh_CN a range of paths silently returns nothing, unless the column says `COLLATE "C"`.

use kernel::area::AreaPath;
use store::{Value, args};

fn texts(engine: &testkit::Engine, sql: &'static str, values: Vec<Value>) -> Vec<String> {
    engine
        .db
        .read_here(move |tx| {
            let mut found = vec![];
            tx.values(sql, &values, &mut |columns| {
                found.push(store::FromValue::from_value(columns.next().unwrap())?);
                Ok(())
            })?;
            Ok(found)
        })
        .unwrap()
}

#[test]
fn a_range_of_paths_finds_what_lies_under_an_area_in_a_chinese_cluster() {
    for engine in testkit::engines() {
        if engine.name == "postgresql" {
            assert_eq!(
                texts(&engine, "SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()", vec![]),
                ["zh_CN.UTF-8"]
            );
        }
        engine
            .db
            .write_here(|tx| {
                for path in ["33.", "33.3301.", "33.3301.330122.", "33.3301.330122.330122103.", "33.3303.", "34."] {
                    let sql = "INSERT INTO area (tenant, path, code, kind, name, pinyin, initials) VALUES (1, $1, '', '', '', '', '')";
                    tx.values(sql, args![path], &mut |_| Ok(()))?;
                }
                Ok(())
            })
            .unwrap();
        let (from, to) = "33.3301.".parse::<AreaPath>().unwrap().range();
        let found = texts(&engine, "SELECT path FROM area WHERE tenant = 1 AND path >= $1 AND path < $2 ORDER BY path", vec![from.into(), to.into()]);
        assert_eq!(found, ["33.3301.", "33.3301.330122.", "33.3301.330122.330122103."], "{}", engine.name);
    }
}

#[test]
fn text_is_ordered_by_its_bytes_on_both_engines() {
    let names = ["b", "B", "a", "_", "10", "9", "褚", "阿", "é", "-"];
    let mut by_bytes = names.to_vec();
    by_bytes.sort_unstable();
    for engine in testkit::engines() {
        engine
            .db
            .write_here(move |tx| {
                for name in names {
                    tx.values("INSERT INTO counter (tenant, name, value) VALUES (1, $1, 0)", args![name], &mut |_| Ok(()))?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(texts(&engine, "SELECT name FROM counter WHERE tenant = 1 ORDER BY name", vec![]), by_bytes, "{}", engine.name);
    }
}

#[test]
fn no_text_column_was_left_to_the_cluster() {
    let Some(engine) = testkit::postgres() else { return };
    let sql = "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'";
    assert!(texts(&engine, sql, vec![]).is_empty());
}
