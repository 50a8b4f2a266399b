use crate::{
    common::{Browser, TENANT, World},
    county,
};
use axum::http::StatusCode;
use casework::petition::{
    Command,
    model::{MatterType, NoteKind, Track},
    register::{Receipt, Told},
};
use kernel::id::OrganId;

/// A citizen before her own page.
async fn citizen(world: &World, receipt: &Receipt) -> Browser {
    let mut browser = world.browser();
    let answer = browser.get(&format!("/c/{TENANT}-{}", receipt.code.replace('-', ""))).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/follow/case"), "{}", answer.body);
    browser.get("/follow/case").await;
    browser
}

#[tokio::test]
async fn c03_with_the_code_alone_she_sees_where_it_is_who_has_it_and_each_date_with_its_sum() {
    for world in county::each().await {
        let receipt = county::tell(&world, 31, &county::drain()).await;
        let mut browser = world.browser();
        browser.get("/follow").await;
        let typed = receipt.code.to_lowercase().replace('-', " ");
        let answer = browser.post("/follow", &[("county", "330122"), ("code", &typed)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/follow/case"));
        let page = browser.get("/follow/case").await;
        assert_eq!(page.status, StatusCode::OK);
        for text in [
            "正在定归谁办",
            "横村镇综合信息指挥室",
            "tel:057100000105",
            "11月12日",
            "从第二天算起",
            "第二十二条",
            "修好水沟",
            "还没有答复",
            "雨水倒灌灶间",
            &receipt.number,
        ] {
            assert!(page.body.contains(text), "{text} is not on her page");
        }
        assert!(!page.body.contains(&receipt.code) && !page.body.contains(&receipt.code.replace('-', "")), "the code is nowhere on it");
    }
}

#[tokio::test]
async fn c03_a_wrong_code_and_another_countys_code_are_not_there() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let code = receipt.code.replace('-', "");
    let mut browser = world.browser();
    for path in
        [format!("/c/330329-{code}"), "/c/330122-0000000000000000".to_owned(), "/c/999999-0000000000000000".to_owned(), "/c/nonsense".to_owned()]
    {
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    browser.get("/follow").await;
    let other = browser.post("/follow", &[("county", "330329"), ("code", &receipt.code)]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert!(other.body.contains("CODE_UNKNOWN") && other.body.contains(&receipt.code), "what she typed is still there");
    let short = browser.post("/follow", &[("county", "330122"), ("code", "K7QM")]).await;
    assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.body.contains("CODE_UNREADABLE") && short.body.contains("K7QM"));
    let nowhere = browser.post("/follow", &[("code", &receipt.code)]).await;
    assert!(nowhere.status == StatusCode::UNPROCESSABLE_ENTITY && nowhere.body.contains("COUNTY_MISSING"));
    assert_eq!(browser.get("/follow/case").await.location(), "/follow", "no pass came of it");
}

#[tokio::test]
async fn c03_wrong_tries_of_one_prefix_slow_down_and_are_answered() {
    let world = county::one().await;
    let mut browser = world.browser();
    let begun = tokio::time::Instant::now();
    for nth in 0..8 {
        assert_eq!(browser.get(&format!("/c/330122-K7QM00000000000{nth}")).await.status, StatusCode::NOT_FOUND);
    }
    assert!(begun.elapsed().as_millis() >= 900, "{:?}", begun.elapsed());
    let begun = tokio::time::Instant::now();
    browser.get("/c/330122-9RHT000000000000").await;
    assert!(begun.elapsed().as_millis() < 900, "another prefix is not slowed by it");
}

#[tokio::test]
async fn a_slip_that_was_replaced_opens_nothing_and_its_pass_ends() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut browser = citizen(&world, &receipt).await;
    county::act(&world, 37, receipt.stream, |_, _| Ok(Command::ReissueCode)).await;
    assert_eq!(browser.get("/follow/case").await.location(), "/follow");
    assert_eq!(browser.get(&format!("/c/{TENANT}-{}", receipt.code.replace('-', ""))).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn c38_she_sees_no_card_of_another_no_inner_note_and_no_draft() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    county::accept(&world, receipt.stream).await;
    county::act(&world, 32, receipt.stream, |sealer, _| {
        Ok(Command::Note { kind: NoteKind::Meeting, words: sealer.words("内部会商：先压一压"), shown: false })
    })
    .await;
    county::act(&world, 32, receipt.stream, |sealer, _| {
        Ok(Command::Note { kind: NoteKind::SiteVisit, words: sealer.words("到您家看过水沟"), shown: true })
    })
    .await;
    county::draft(&world, receipt.stream).await;
    let mut browser = citizen(&world, &receipt).await;
    let page = browser.get("/follow/case").await.body;
    for hidden in ["先压一压", "老穆", "13900009999", "13800001234", "查明第1项"] {
        assert!(!page.contains(hidden), "{hidden} is on her page");
    }
    for shown in ["到您家看过水沟", "郎静", "12月29日", "还没有答复"] {
        assert!(page.contains(shown), "{shown} is not on her page");
    }
}

#[tokio::test]
async fn of_an_accusation_she_sees_state_and_dates_and_no_name() {
    let world = county::one().await;
    let told = Told {
        words: "穆大强收了好处".to_owned(),
        title: "穆大强收好处".to_owned(),
        claims: vec!["查穆大强".to_owned()],
        is_accusation: true,
        ..county::drain()
    };
    let receipt = county::tell(&world, 31, &told).await;
    let classify = |_: &casework::petition::seal::Sealer<'_>, _: &casework::petition::Petition| Ok(Command::classify(MatterType::Accusation, None));
    county::act(&world, 34, receipt.stream, classify).await;
    county::act(&world, 34, receipt.stream, |_, _| Ok(Command::HandOverAccusation { to: OrganId::new(county::DISCIPLINE), to_tokens: vec![] })).await;
    let mut browser = citizen(&world, &receipt).await;
    browser.get("/follow/case").await;
    let answer = browser.post("/follow/add", &[("words", "穆大强又收了一回")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = browser.get("/follow/case").await.body;
    assert!(page.contains("您的举报已经移交") && page.contains("10月28日") && page.contains(&receipt.number));
    assert!(!page.contains("穆大强"), "the accused is named");
}

#[tokio::test]
async fn she_adds_once_by_a_double_click_and_an_empty_word_is_refused_where_her_hand_was() {
    for world in county::each().await {
        let receipt = county::tell(&world, 31, &county::drain()).await;
        let mut browser = citizen(&world, &receipt).await;
        let mut again = browser.clone();
        let words = [("words", "国庆里又下了一场雨"), ("claim", "把灶台也修一修")];
        let (one, two) = (browser.post("/follow/add", &words).await, again.post("/follow/add", &words).await);
        assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", one.body);
        let page = browser.get("/follow/case?done=add").await.body;
        assert_eq!(page.matches("国庆里又下了一场雨").count(), 1);
        assert!(page.contains("已经写进您的事里") && page.contains("您要的 3 样"));
        let refused = browser.post("/follow/add", &[("words", " "), ("claim", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (refusal, part) = (refused.body.find("id=\"refusal\"").unwrap(), refused.body.find("id=\"add\"").unwrap());
        assert!(refusal > part, "in the part of that act");
    }
}

#[tokio::test]
async fn c70_she_alone_rates_once_the_reply_is_hers() {
    for world in county::each().await {
        let receipt = county::tell(&world, 31, &county::drain()).await;
        county::accept(&world, receipt.stream).await;
        let mut browser = citizen(&world, &receipt).await;
        let early = browser.post("/follow/rate", &[("rating", "satisfied")]).await;
        assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.body.contains("NOTHING_TO_RATE"), "no reply, nothing to rate");
        county::answer(&world, receipt.stream).await;
        let page = browser.get("/follow/case").await.body;
        for text in ["答复送到您手里了", "10月28日答复：支持", "查明第1项", "11月27日", "复查", "不评，不算满意"] {
            assert!(page.contains(text), "{text} is not on her page");
        }
        let missing = browser.post("/follow/rate", &[("why", "说不好")]).await;
        assert!(missing.status == StatusCode::UNPROCESSABLE_ENTITY && missing.body.contains("RATING_MISSING") && missing.body.contains("说不好"));
        assert_eq!(browser.post("/follow/rate", &[("rating", "basically"), ("why", "慢了点")]).await.status, StatusCode::SEE_OTHER);
        let page = browser.get("/follow/case").await.body;
        assert!(page.contains("您评了：基本满意") && page.contains("慢了点"));
        let second = browser.post("/follow/rate", &[("rating", "satisfied")]).await;
        assert!(second.status == StatusCode::UNPROCESSABLE_ENTITY && second.body.contains("ALREADY_RATED"));
    }
}

#[tokio::test]
async fn c70_no_officer_rates() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    county::accept(&world, receipt.stream).await;
    county::answer(&world, receipt.stream).await;
    let mut head = county::at_work(&world, "qiulixin").await;
    head.get(&format!("/desk/case/{}", receipt.stream)).await;
    assert_eq!(head.post("/follow/rate", &[("rating", "satisfied")]).await.status, StatusCode::SEE_OTHER, "an officer has no pass to her page");
    let forged = head.post(&format!("/desk/case/{}/rate", receipt.stream), &[("rating", "satisfied")]).await;
    assert_ne!(forged.status, StatusCode::SEE_OTHER, "nor a verb for it");
    let mut browser = citizen(&world, &receipt).await;
    assert!(browser.get("/follow/case").await.body.contains("交评价"), "nothing was rated");
}

#[tokio::test]
async fn c70_nor_in_a_browser_in_which_one_is_signed_in() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    county::accept(&world, receipt.stream).await;
    county::answer(&world, receipt.stream).await;
    let mut clerk = county::at_work(&world, "qianyuexian").await;
    assert_eq!(clerk.get(&format!("/c/{TENANT}-{}", receipt.code.replace('-', ""))).await.status, StatusCode::SEE_OTHER);
    clerk.get("/follow/case").await;
    let forged = clerk.post("/follow/rate", &[("rating", "satisfied")]).await;
    assert!(forged.status == StatusCode::UNPROCESSABLE_ENTITY && forged.body.contains("RATING_FORGERY"), "{}", forged.status);
    let mut browser = citizen(&world, &receipt).await;
    assert!(browser.get("/follow/case").await.body.contains("交评价"), "nothing was rated");
}

#[tokio::test]
async fn what_ended_here_is_told_plainly_with_its_reason_and_where_to_go() {
    let world = county::one().await;
    let type_as = |track: Track| {
        move |_: &casework::petition::seal::Sealer<'_>, _: &casework::petition::Petition| Ok(Command::classify(MatterType::Grievance, Some(track)))
    };
    let refused = county::tell(&world, 33, &county::drain()).await;
    county::act(&world, 33, refused.stream, type_as(Track::J6)).await;
    county::act(&world, 33, refused.stream, |sealer, _| {
        let (reason, basis, body) = ("NA3_out_of_remit".to_owned(), "条例第十九条".to_owned(), "外县水利局".to_owned());
        Ok(Command::NonAccept { reason, basis, body, facts: sealer.words("水沟在邻县地界") })
    })
    .await;
    let page = citizen(&world, &refused).await.page;
    for text in ["这件事没有受理", "不属于本机关", "外县水利局", "水沟在邻县地界", "条例第十九条", "这里不再答复"]
    {
        assert!(page.contains(text), "{text} is not on her page");
    }
    let diverted = county::tell(&world, 33, &county::drain()).await;
    county::act(&world, 33, diverted.stream, type_as(Track::J2)).await;
    county::act(&world, 33, diverted.stream, |sealer, _| {
        let (statute, body, limit_on) = ("《劳动争议调解仲裁法》第二十七条".to_owned(), "县劳动仲裁委".to_owned(), "2026-08-10".parse().ok());
        Ok(Command::Divert { procedure: sealer.words("申请劳动仲裁"), statute, body, limit_on, limit_note: String::new() })
    })
    .await;
    let page = citizen(&world, &diverted).await.page;
    for text in ["要走另一条路", "申请劳动仲裁", "县劳动仲裁委", "2026年8月10日"] {
        assert!(page.contains(text), "{text} is not on her page");
    }
    let (void, kept) = (county::tell(&world, 31, &county::drain()).await, county::tell(&world, 31, &county::drain()).await);
    let (code, number) = ("entered_twice".to_owned(), kept.number.clone());
    county::act(&world, 31, void.stream, |sealer, _| Ok(Command::AskVoid { code, kept: number, reason: sealer.words("同一封信录了两遍") })).await;
    county::act(&world, 33, void.stream, |_, _| Ok(Command::ConfirmVoid)).await;
    let page = citizen(&world, &void).await.page;
    for text in ["这次登记作废了", "同一来件重复录入", "同一封信录了两遍", &kept.number, "不同意作废"] {
        assert!(page.contains(text), "{text} is not on her page");
    }
}

#[tokio::test]
async fn a_late_office_is_named_with_its_days() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    world.clock.advance_days(20);
    let page = citizen(&world, &receipt).await.page;
    assert!(page.contains("晚了 5 天") && page.contains("横村镇综合信息指挥室到这天没有办到"), "11月12日 was the day, 11月17日 is today");
}

#[tokio::test]
async fn an_accusing_word_becomes_a_matter_of_its_own_whose_code_is_shown_once() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut browser = citizen(&world, &receipt).await;
    let answer = browser.post("/follow/add", &[("words", "我要举报办事员收钱")]).await;
    assert!(answer.status == StatusCode::SEE_OTHER && answer.location().contains("anew"), "{}", answer.location());
    let page = browser.get("/follow/case?done=anew").await.body;
    assert!(page.contains("另立了一件") && page.contains("<b class=\"code\">") && !page.contains("收钱"));
    world.minutes(15);
    assert!(!browser.get("/follow/case?done=anew").await.body.contains("<b class=\"code\">"), "a pass alone does not tell a code");
    let mut earlier = citizen(&world, &receipt).await;
    assert!(!earlier.get("/follow/case?done=anew").await.body.contains("<b class=\"code\">"), "nor that of a matter told to an officer");
}

#[tokio::test]
async fn c72_when_the_window_has_closed_it_stays_unrated() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    county::accept(&world, receipt.stream).await;
    county::answer(&world, receipt.stream).await;
    world.clock.advance_days(40);
    let mut browser = citizen(&world, &receipt).await;
    let page = browser.get("/follow/case").await.body;
    assert!(page.contains("不会算成满意") && !page.contains("交评价"));
    let late = browser.post("/follow/rate", &[("rating", "satisfied")]).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("RATING_CLOSED"));
}

#[tokio::test]
async fn she_withdraws_with_a_reason_and_is_told_so() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut browser = citizen(&world, &receipt).await;
    assert_eq!(browser.post("/follow/withdraw", &[("reason", "自己修好了")]).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/follow/case?done=withdraw").await.body;
    assert!(page.contains("您已经撤回") && page.contains("自己修好了") && !page.contains("id=\"withdraw\""));
}

#[tokio::test]
async fn her_fingerprint_holds_another_does_not_and_a_touched_record_is_told_calmly() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut browser = citizen(&world, &receipt).await;
    let holds = browser.post("/follow/check", &[("fingerprint", &receipt.hash.short().to_lowercase())]).await;
    assert!(holds.status == StatusCode::OK && holds.body.contains("对得上") && holds.body.contains("封进总封条"));
    let other = browser.post("/follow/check", &[("fingerprint", "0000 0000 0000 0000")]).await;
    assert!(other.body.contains("不是这件事的") && other.body.contains("0000 0000"));
    let stream = receipt.stream;
    let touch = world.house.db().write(move |tx| {
        tx.execute(
            store::sql!("UPDATE event SET payload = REPLACE(payload, 'visit', 'phone') WHERE tenant = $1 AND stream = $2 AND version = 1"),
            store::args![TENANT, stream],
        )?;
        Ok(())
    });
    touch.await.unwrap();
    let broken = browser.post("/follow/check", &[("fingerprint", &receipt.hash.short())]).await;
    assert!(broken.body.contains("前后对不上"), "{}", broken.body);
}

#[tokio::test]
async fn leaving_ends_the_pass_and_the_doors_stand_open_to_all() {
    let world = county::one().await;
    let receipt = county::tell(&world, 31, &county::drain()).await;
    let mut browser = citizen(&world, &receipt).await;
    assert_eq!(browser.post("/follow/leave", &[]).await.location(), "/");
    assert_eq!(browser.get("/follow/case").await.location(), "/follow");
    let doors = browser.get("/").await.body;
    for text in ["查我的事", "横村镇综合信息指挥室", "泰顺县信访局", "上班日 8:30", "tel:057100000105"] {
        assert!(doors.contains(text), "{text} is not at the door");
    }
    assert!(browser.get("/seals").await.body.contains("这三十天还没有封条"));
}
