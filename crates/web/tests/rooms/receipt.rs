use crate::{
    common::{Answer, TENANT},
    county,
};
use axum::http::StatusCode;
use casework::petition::{Command, model::label};
use kernel::id::StreamId;

fn code(answer: &Answer) -> Option<String> {
    let groups = answer.body.split("class=\"groups\">").nth(1)?.split('<').next()?;
    Some(groups.replace(' ', ""))
}

#[tokio::test]
async fn the_slip_has_number_requests_date_with_sum_code_picture_and_fingerprint() {
    for world in county::each().await {
        let receipt = county::tell(&world, 31, &county::drain()).await;
        let mut clerk = county::at_work(&world, "qianyuexian").await;
        let page = clerk.get(&format!("/desk/case/{}/receipt", receipt.stream)).await;
        assert_eq!(page.status, StatusCode::OK);
        let code = code(&page).unwrap();
        assert_eq!(code, receipt.code.replace('-', ""));
        for part in [
            receipt.number.as_str(),
            "修好水沟",
            "横村镇综合信息指挥室",
            "11月12日",
            "次日起算",
            "第二十二条",
            &receipt.hash.short(),
            &receipt.hash.to_string(),
            &format!("/c/{TENANT}-{code}"),
            "<svg class=\"qr\"",
            "褚秀珍：",
            "2025年11月12日",
            "/desk/register",
        ] {
            assert!(page.body.contains(part), "{part} is not on the slip");
        }
        let looks = world.house.db().read(move |tx| Ok(store::reads::of_case(tx, TENANT, receipt.stream)?)).await.unwrap();
        assert!(looks.iter().any(|look| look.payload.contains("\"print\"")), "printing is a look");
    }
}

#[tokio::test]
async fn the_code_is_shown_to_who_gave_it_out_on_that_day_and_to_nobody_else() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let path = format!("/desk/case/{}/receipt", receipt.stream);
    let mut other = county::at_work(&world, "chenjie").await;
    let page = other.get(&path).await;
    assert_eq!((page.status, code(&page)), (StatusCode::OK, None), "another officer of the house");
    assert!(!page.body.contains(&receipt.code.replace('-', "")) && page.body.contains("重发查询码"));

    county::act(&world, 37, receipt.stream, |_, _| Ok(Command::ReissueCode)).await;
    let fresh = code(&other.get(&path).await).unwrap();
    assert_ne!(fresh, receipt.code.replace('-', ""));
    let mut clerk = county::at_work(&world, "qianyuexian").await;
    assert_eq!(code(&clerk.get(&path).await), None, "the clerk gave out the old one, not this");

    world.clock.advance_days(1);
    let mut other = county::at_work(&world, "chenjie").await;
    assert_eq!(code(&other.get(&path).await), None, "the next day");
}

#[tokio::test]
async fn who_wrote_down_an_accusation_prints_its_slip_that_day_and_sees_nothing_more() {
    let world = county::one().await;
    let told = casework::petition::register::Told { is_accusation: true, ..county::drain() };
    let receipt = county::tell(&world, 31, &told).await;
    let (slip, case) = (format!("/desk/case/{}/receipt", receipt.stream), format!("/desk/case/{}", receipt.stream));
    let mut clerk = county::at_work(&world, "qianyuexian").await;
    let page = clerk.get(&slip).await;
    assert!(page.status == StatusCode::OK && code(&page).is_some(), "{}", page.status);
    assert!(!page.body.contains(&format!("href=\"{case}\"")), "no way into the case");
    assert_eq!(clerk.get(&case).await.status, StatusCode::NOT_FOUND);
    let mut triage = county::at_work(&world, "fangzhen").await;
    let seen = triage.get(&slip).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.body.contains("褚秀珍") && !seen.body.contains("修好水沟"), "who accuses is not told, nor what is wanted");
    assert_eq!(county::at_work(&world, "langjing").await.get(&slip).await.status, StatusCode::NOT_FOUND);
    world.clock.advance_days(1);
    assert_eq!(county::at_work(&world, "qianyuexian").await.get(&slip).await.status, StatusCode::NOT_FOUND);
    assert_eq!(label::MAYBE_ACCUSATION, 8);
}

#[tokio::test]
async fn a_stranger_gets_no_slip() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    for name in ["yaolinren", "taishun", "shenjizi"] {
        let mut stranger = county::at_work(&world, name).await;
        let answer = stranger.get(&format!("/desk/case/{}/receipt", receipt.stream)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
        assert_eq!(
            stranger.get(&format!("/desk/case/{}/receipt", StreamId::new(receipt.stream.get() + 1))).await.body.len(),
            answer.body.len(),
            "as of what is not there"
        );
    }
}
