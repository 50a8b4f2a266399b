use crate::{
    common::{Browser, TENANT, World},
    county,
};
use axum::http::StatusCode;

/// What a clerk types while somebody speaks.
fn typed() -> Vec<(&'static str, &'static str)> {
    vec![
        ("channel", "visit"),
        ("name", "褚秀珍"),
        ("phone", "0571-0000 0000"),
        ("words", "屋后的水沟改了道，雨水倒灌灶间。"),
        ("claim", "修好水沟"),
        ("claim", ""),
        ("place_words", "近江社区"),
        ("spot", "棠梨弄 7 号"),
        ("confirmed", "read_to"),
    ]
}

fn without(name: &str) -> Vec<(&'static str, &'static str)> {
    typed().into_iter().filter(|(field, _)| *field != name).collect()
}

async fn clerk(world: &World) -> Browser {
    let mut clerk = county::at_work(world, "qianyuexian").await;
    clerk.get("/desk/register").await;
    clerk
}

async fn cases(world: &World) -> i64 {
    let count =
        world.house.db().read(|tx| Ok(tx.scalar::<i64>(store::sql!("SELECT COUNT(*) FROM case_file WHERE tenant = $1"), store::args![TENANT])?));
    count.await.unwrap().unwrap()
}

#[tokio::test]
async fn a_double_click_makes_one_case() {
    for world in county::each().await {
        let mut clerk = clerk(&world).await;
        let mut again = clerk.clone();
        let (one, two) = (clerk.post("/desk/register", &typed()).await, again.post("/desk/register", &typed()).await);
        assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", one.body);
        assert_eq!(one.location(), two.location());
        assert!(one.location().ends_with("/receipt"));
        assert_eq!(cases(&world).await, 1);
    }
}

#[tokio::test]
async fn c02_an_oral_record_that_nobody_confirmed_is_refused_and_all_that_was_typed_stays() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    let answer = clerk.post("/desk/register", &without("confirmed")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "雨水倒灌灶间",
        "value=\"褚秀珍\"",
        "value=\"0571-0000 0000\"",
        "value=\"修好水沟\"",
        "value=\"棠梨弄 7 号\"",
        "ORAL_RECORD_UNCONFIRMED",
        "C-02",
    ] {
        assert!(answer.body.contains(kept), "{kept} is not on the page");
    }
    let refusal = answer.body.find("ORAL_RECORD_UNCONFIRMED").unwrap();
    let field = answer.body.find("name=\"confirmed\"").unwrap();
    assert!(refusal > field && refusal - field < 1_800, "the refusal stands where the hand was");
    let change: Vec<_> = without("confirmed").into_iter().chain([("confirmed", "change")]).collect();
    assert_eq!(clerk.post("/desk/register", &change).await.status, StatusCode::UNPROCESSABLE_ENTITY, "she wants it changed");
    assert_eq!(cases(&world).await, 0);
}

#[tokio::test]
async fn c02_a_confirmed_oral_record_is_taken_and_a_letter_needs_none() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    assert_eq!(clerk.post("/desk/register", &typed()).await.status, StatusCode::SEE_OTHER);
    clerk.get("/desk/register").await;
    let letter = [("channel", "letter"), ("words", "来信一封")];
    assert_eq!(clerk.post("/desk/register", &letter).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn c01_nobody_is_turned_away_for_being_nameless_from_elsewhere_or_here_again() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    for words in ["不留名的一件", "不留名的一件", "别的县的路坏了"] {
        clerk.get("/desk/register").await;
        let answer =
            clerk.post("/desk/register", &[("channel", "phone"), ("words", words), ("place_words", "外省某地"), ("confirmed", "read_to")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{words}: {}", answer.body);
    }
    assert_eq!(cases(&world).await, 3);
}

#[tokio::test]
async fn c04_a_group_names_five_speakers_and_no_more() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    let with = |many: usize| {
        typed()
            .into_iter()
            .chain(["甲一", "乙二", "丙三", "丁四", "戊五", "己六"].into_iter().take(many).map(|name| ("representative", name)))
            .collect::<Vec<_>>()
    };
    let answer = clerk.post("/desk/register", &with(6)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("TOO_MANY_REPRESENTATIVES") && answer.body.contains("己六"));
    assert_eq!(clerk.post("/desk/register", &with(5)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_place_is_picked_by_initials_or_asked_back_or_kept_as_written() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    let list = clerk.get("/desk/places?q=jjsq").await;
    assert!(list.body.contains("近江社区") && list.body.contains("横村镇") && list.body.contains(county::JINJIANG), "{}", list.body);
    assert_eq!(clerk.get("/desk/places?q=nowhere").await.body, "[]");

    let unclear: Vec<_> = without("place_words").into_iter().chain([("place_words", "独山")]).collect();
    clerk.get("/desk/register").await;
    let answer = clerk.post("/desk/register", &unclear).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("PLACE_UNCLEAR")
            && answer.body.contains("独山社区")
            && answer.body.contains("独山村")
            && answer.body.contains("雨水倒灌")
    );
    let own = answer.body.find("独山社区").unwrap();
    assert!(own < answer.body.find("独山村").unwrap(), "the places of her own town come first");
    let chosen: Vec<_> = unclear.iter().copied().chain([("place_choice", "as_written")]).collect();
    assert_eq!(clerk.post("/desk/register", &chosen).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_row_more_and_the_read_back_need_no_script() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    let more: Vec<_> = typed().into_iter().chain([("claim", "赔瓷砖"), ("act", "more")]).collect();
    let answer = clerk.post("/desk/register", &more).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body.matches("name=\"claim\"").count(), 3, "two that were typed and an empty one");
    assert!(answer.body.contains("您是褚秀珍") && answer.body.contains("您要 2 样") && answer.body.contains("二，赔瓷砖"), "the record is read back");
    let part = clerk.post("/desk/register/readback", &typed()).await;
    assert!(part.body.starts_with("<p>您是褚秀珍") && !part.body.contains("<html"), "{}", part.body);
    assert_eq!(cases(&world).await, 0);
}

#[tokio::test]
async fn what_was_half_typed_comes_back_and_goes_when_it_is_registered() {
    let world = county::one().await;
    let mut clerk = clerk(&world).await;
    let body = "channel=phone&words=%E8%AF%B4%E5%88%B0%E4%B8%80%E5%8D%8A";
    clerk.post("/desk/draft", &[("form", "register"), ("draft_key", "1"), ("body", body)]).await;
    let page = clerk.get("/desk/register").await;
    assert!(page.body.contains("说到一半") && page.body.contains("value=\"fresh\""));
    assert_eq!(clerk.post("/desk/register", &typed()).await.status, StatusCode::SEE_OTHER);
    assert!(!clerk.get("/desk/register").await.body.contains("说到一半"));
}

#[tokio::test]
async fn what_the_same_person_said_before_is_shown_and_hinders_nothing() {
    let world = county::one().await;
    county::tell(&world, 31, &county::drain()).await;
    let mut clerk = clerk(&world).await;
    let found = clerk.post("/desk/register", &[("phone", "13800001234"), ("place_words", "近江社区"), ("words", "又来了"), ("act", "earlier")]).await;
    assert!(found.body.contains("屋后水沟改道") && found.body.contains("又来了"), "{}", found.body);
    let placeless = clerk.post("/desk/register", &[("phone", "13800001234"), ("words", "又来了"), ("act", "earlier")]).await;
    assert!(placeless.body.contains("屋后水沟改道"), "without a place it is registered at the office's own, and sought there");
    let mut elsewhere = county::at_work(&world, "yaolinren").await;
    elsewhere.get("/desk/register").await;
    let none = elsewhere.post("/desk/register", &[("phone", "13800001234"), ("act", "earlier")]).await;
    assert!(!none.body.contains("屋后水沟改道"), "another town's matter is not seen here");
}
