use crate::{
    common::{Answer, Browser, TENANT},
    county,
};
use axum::http::StatusCode;
use casework::petition::{Command, model::MatterType, policy, register::Told, seal::Card};
use kernel::id::{AccountId, OrganId};

async fn seek(browser: &mut Browser, words: &str) -> Answer {
    let words: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
    browser.get(&format!("/desk/find?q={words}")).await
}

#[tokio::test]
async fn a_case_is_found_by_each_of_the_seven_kinds_and_only_by_who_sees_it() {
    for world in county::each().await {
        let receipt = county::tell(&world, 31, &county::drain()).await;
        let nth = receipt.number.trim_start_matches(|sign: char| sign != '〕').trim_start_matches('〕').trim_start_matches('0').to_owned();
        let kinds = [
            ("编号", format!("横访 2025 {nth}")),
            ("别处的编号", "12345-7788".to_owned()),
            ("电话", "138 0000 1234".to_owned()),
            ("证件号", "11010519491231002x".to_owned()),
            ("姓名", "褚 秀珍".to_owned()),
            ("姓名拼音", "ChuXiuzhen".to_owned()),
            ("地点", "近江社区".to_owned()),
        ];
        let mut clerk = county::at_work(&world, "qianyuexian").await;
        let mut leader = county::at_work(&world, "lingdao").await;
        let mut neighbour = county::at_work(&world, "yaolinren").await;
        let mut far = county::at_work(&world, "taishun").await;
        for (kind, words) in &kinds {
            let found = seek(&mut clerk, words).await;
            assert!(found.body.contains("屋后水沟改道") && found.body.contains(&format!("当作{kind}")), "{kind}: {words}");
            assert!(seek(&mut leader, words).await.body.contains("屋后水沟改道"), "{kind}: his area");
            for stranger in [&mut neighbour, &mut far] {
                let none = seek(stranger, words).await;
                assert_eq!(none.status, StatusCode::OK);
                assert!(!none.body.contains("屋后水沟改道") && !none.body.contains("当作"), "{kind}: nor what the words were taken for");
                assert!(none.body.contains("没有找到"), "{kind}: an empty page says why");
            }
        }
        let looks = world.house.db().read(move |tx| Ok(store::reads::of_case(tx, TENANT, receipt.stream)?)).await.unwrap();
        assert!(looks.iter().any(|look| look.payload.contains("search:phone")), "a search is a look, by its kind");
        assert!(looks.iter().all(|look| !look.payload.contains("1234")), "what was sought is not written down");
    }
}

#[tokio::test]
async fn what_was_told_seasons_ago_is_found_beside_what_was_told_today_and_its_code_is_still_good() {
    for world in county::each().await {
        let mut receipts = vec![];
        for season in 0..3 {
            world.clock.advance_millis(season * 150 * 86_400_000);
            receipts.push(county::tell(&world, 31, &Told { title: format!("屋后水沟第{season}回"), ..county::drain() }).await);
        }
        let seasons: std::collections::BTreeSet<i64> = receipts.iter().map(|receipt| receipt.stream.season()).collect();
        assert_eq!(seasons.len(), 3, "{seasons:?}");
        // She changed her password when she was asked to.
        let today = world.house.today();
        let changed = store::sql!("UPDATE account SET password_set_on = $2 WHERE tenant = $1");
        world.house.db().write(move |tx| Ok(tx.execute(changed, store::args![TENANT, today]).map(|_| ())?)).await.unwrap();
        let mut clerk = county::at_work(&world, "qianyuexian").await;
        let found = seek(&mut clerk, "13800001234").await.body;
        let at: Vec<usize> = (0..3).filter_map(|season| found.find(&format!("屋后水沟第{season}回"))).collect();
        assert!(at.len() == 3 && at.is_sorted_by(|earlier, later| later < earlier), "all three, the newest first: {at:?}\n{found}");
        for receipt in receipts {
            let page = world.browser().get(&format!("/c/{TENANT}-{}", receipt.code.replace('-', ""))).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        }
        let house = world.house.clone();
        let wrong = std::thread::spawn(move || casework::verify::verify(&house, TENANT).unwrap().wrong).join().unwrap();
        assert!(wrong.iter().all(|line| line.starts_with("account")), "but for the passwords, which were changed by hand: {wrong:?}");
    }
}

#[tokio::test]
async fn half_a_name_and_half_a_phone_find_nothing() {
    let world = county::one().await;
    county::tell(&world, 31, &county::drain()).await;
    let mut clerk = county::at_work(&world, "qianyuexian").await;
    for words in ["褚", "秀珍", "1380000", "chu", "水沟", "   "] {
        assert!(!seek(&mut clerk, words).await.body.contains("屋后水沟改道"), "{words}");
    }
}

#[tokio::test]
async fn a_barred_officer_and_an_accused_body_find_nothing() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut handler = county::at_work(&world, "langjing").await;
    assert!(seek(&mut handler, "褚秀珍").await.body.contains("屋后水沟改道"));
    let token = policy::account_token(&world.house, TENANT, AccountId::new(32));
    county::act(&world, 32, receipt.stream, move |_, _| Ok(Command::DeclareInterest { bar: token })).await;
    assert!(!seek(&mut handler, "褚秀珍").await.body.contains("屋后水沟改道"), "he declared an interest");
    assert!(!handler.get("/desk/cases").await.body.contains("屋后水沟改道"));

    let told = Told {
        petitioner: Card { name: "单春芳".to_owned(), ..Card::default() },
        title: "拿了好处".to_owned(),
        is_accusation: true,
        ..county::drain()
    };
    let accusation = county::tell(&world, 31, &told).await;
    let room = policy::organ_token(&world.house, TENANT, OrganId::new(county::ROOM));
    county::act(&world, 34, accusation.stream, move |_, _| {
        Ok(Command::Classify { matter_type: MatterType::Accusation, track: None, class: String::new(), bars: vec![room], refuge: None, judge: None })
    })
    .await;
    for name in ["qianyuexian", "langjing", "qiulixin", "lingdao"] {
        let mut officer = county::at_work(&world, name).await;
        for words in ["单春芳", "近江社区", &accusation.number] {
            let found = seek(&mut officer, words).await.body;
            assert!(!found.contains("拿了好处") && !found.contains(&format!("/desk/case/{}", accusation.stream)), "{name}: {words}");
        }
    }
    let mut triage = county::at_work(&world, "fangzhen").await;
    let found = seek(&mut triage, &accusation.number).await.body;
    assert!(found.contains(&format!("/desk/case/{}", accusation.stream)) && !found.contains("拿了好处"), "who is cleared finds it, without its name");
}

#[tokio::test]
async fn the_list_pages_by_stage_and_tells_why_it_is_empty() {
    let world = county::one().await;
    let mut clerk = county::at_work(&world, "qianyuexian").await;
    assert!(clerk.get("/desk/cases").await.body.contains("本单位还没有登记过"));
    for nth in 0..52 {
        let told = Told { title: format!("第{nth}件"), ..county::drain() };
        county::tell(&world, 31, &told).await;
    }
    let first = clerk.get("/desk/cases?stage=registered").await.body;
    assert_eq!(first.matches("<th scope=\"row\">").count(), 50);
    let older = first.split("stage=registered&#38;before=").nth(1).or_else(|| first.split("stage=registered&amp;before=").nth(1)).unwrap();
    let older = older.split('"').next().unwrap();
    let second = clerk.get(&format!("/desk/cases?stage=registered&before={older}")).await.body;
    assert_eq!(second.matches("<th scope=\"row\">").count(), 2);
    assert!(second.contains(">第0件<") && second.contains(">第1件<"));
    let none = clerk.get("/desk/cases?stage=delivered").await.body;
    assert!(none.contains("现在没有停在“已送达”的件"));
}
