//! 三员: each does his part, none the others', none for himself.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod common;

use axum::http::StatusCode;
use common::{Browser, GOOD, World};

fn one_time(body: &str) -> String {
    body.split("<p class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn number_of(page: &str, shown_name: &str) -> String {
    // The option of the person in the form of posts.
    let option = page.split("<option value=\"").find(|option| option.contains(&format!(">{shown_name} · "))).unwrap();
    option.split('"').next().unwrap().to_owned()
}

async fn give(security: &mut Browser, account: &str, role: &str) -> common::Answer {
    security.get("/admin/posts").await;
    security.post("/admin/posts", &[("account", account), ("organ", "1"), ("role", role), ("area", ""), ("reason", "缺人手")]).await
}

async fn end(security: &mut Browser, post: &str) -> common::Answer {
    security.get("/admin/posts").await;
    security.post(&format!("/admin/posts/{post}/end"), &[("reason", "调走了")]).await
}

/// Settles the change that has waited longest of those that the page offers.
async fn settle(browser: &mut Browser, verb: &str, reason: &str) -> common::Answer {
    let page = browser.get("/admin/proposals").await;
    let action = offered(&page.body, verb).unwrap();
    browser.post(&action, &[("reason", reason)]).await
}

fn offered(page: &str, verb: &str) -> Option<String> {
    let actions = page.split("action=\"").filter_map(|rest| rest.split('"').next());
    actions.filter(|action| action.starts_with("/admin/proposals/")).find(|action| action.ends_with(verb)).map(str::to_owned)
}

#[tokio::test]
async fn an_account_is_made_by_one_and_given_a_post_by_another() {
    for world in World::each() {
        account_on(&world).await;
    }
}

async fn account_on(world: &World) {
    let mut system = world.signed_in("guanxitong").await;
    system.get("/admin/accounts").await;
    let made = system.post("/admin/accounts", &[("name", "QiuLixin"), ("shown_name", "裘立新")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let password = one_time(&made.body);
    assert!(!system.get("/admin/accounts").await.body.contains(&password), "shown once");
    assert!(system.post("/admin/accounts", &[("name", "qiulixin"), ("shown_name", "裘立新")]).await.body.contains("ACCOUNT_TAKEN"));
    assert!(system.post("/admin/accounts", &[("name", "裘立新"), ("shown_name", "裘立新")]).await.body.contains("ACCOUNT_NAME"));

    let mut security = world.signed_in("anquanyuan").await;
    let number = number_of(&security.get("/admin/posts").await.body, "裘立新");
    assert_eq!(give(&mut security, &number, "head").await.location(), "/admin/proposals");
    let mut audit = world.signed_in("shenjizi").await;
    assert_eq!(settle(&mut audit, "confirm", "").await.location(), "/admin/proposals");

    let mut head = world.browser();
    assert_eq!(head.sign_in("qiulixin", &password).await.location(), "/sign-in/password");
    head.get("/sign-in/password").await;
    head.post("/sign-in/password", &[("password", &password), ("new_password", GOOD), ("new_password_again", GOOD)]).await;
    assert!(head.is_at_work().await);

    // A leaver is out the same minute.
    system.get("/admin/accounts").await;
    assert_eq!(system.post(&format!("/admin/accounts/{number}/disable"), &[]).await.location(), "/admin/accounts");
    assert!(!head.is_at_work().await);
    assert_eq!(head.sign_in("qiulixin", GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let record = audit.get("/admin/record").await.body;
    for kind in ["开账号", "提请岗位变动", "确认定岗", "停用账号", "登录"] {
        assert!(record.contains(kind), "{kind}");
    }
    assert!(audit.get("/admin/record").await.body.contains("看办事记录"), "his own look is there too");
}

#[tokio::test]
async fn the_three_exclude_one_another_and_handle_no_case() {
    let world = World::new();
    let mut security = world.signed_in("anquanyuan").await;
    for (account, role, code) in [
        ("22", "clerk", "POST_SELF"),
        ("22", "audit_admin", "POST_SELF"),
        ("21", "audit_admin", "POST_ADMIN_ONE"),
        ("21", "clerk", "POST_ADMIN_CASE"),
        ("11", "system_admin", "POST_ADMIN_CASE"),
    ] {
        let answer = give(&mut security, account, role).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(code), "{account} {role}: {}", answer.status);
    }
    assert_eq!(give(&mut security, "14", "mediator").await.status, StatusCode::SEE_OTHER);
    assert_eq!(give(&mut security, "999", "mediator").await.status, StatusCode::NOT_FOUND);
    assert!(end(&mut security, "220").await.body.contains("POST_SELF"));
}

#[tokio::test]
async fn none_does_the_others_part() {
    let world = World::new();
    for (name, foreign) in [
        ("guanxitong", ["/admin/posts", "/admin/record", "/admin/looks"]),
        ("anquanyuan", ["/admin/accounts", "/admin/record", "/admin/looks"]),
        ("shenjizi", ["/admin/accounts", "/admin/posts", "/admin/setup"]),
    ] {
        let mut browser = world.signed_in(name).await;
        for path in foreign {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{name} {path}");
        }
        browser.get("/me/password").await;
        for path in ["/admin/accounts/11/open", "/admin/posts/110/end"] {
            let answer = browser.post(path, &[]).await;
            let is_his = (name == "guanxitong" && path.contains("accounts")) || (name == "anquanyuan" && path.contains("posts"));
            assert_eq!(answer.status == StatusCode::NOT_FOUND, !is_his, "{name} {path}");
            browser.get("/me/password").await;
        }
        assert_eq!(browser.post("/desk/draft", &[("form", "x"), ("body", "x")]).await.status, StatusCode::NOT_FOUND, "no desk for {name}");
    }
}

#[tokio::test]
async fn a_post_that_ends_ends_the_work_in_it() {
    for world in World::each() {
        post_on(&world).await;
    }
}

async fn post_on(world: &World) {
    let mut clerk = world.signed_in("langwenqian").await;
    assert!(clerk.is_at_work().await);
    let mut security = world.signed_in("anquanyuan").await;
    assert_eq!(end(&mut security, "110").await.location(), "/admin/proposals");
    assert!(clerk.is_at_work().await, "nothing ends before somebody else confirms it");
    let mut audit = world.signed_in("shenjizi").await;
    assert_eq!(settle(&mut audit, "confirm", "").await.location(), "/admin/proposals");
    assert!(!clerk.is_at_work().await);
    assert_eq!(clerk.sign_in("langwenqian", GOOD).await.location(), "/sign-in/post");
}

#[tokio::test]
async fn a_reset_opens_with_a_one_time_password_and_ends_sessions() {
    for world in World::each() {
        reset_on(&world).await;
    }
}

async fn reset_on(world: &World) {
    let mut clerk = world.signed_in("langwenqian").await;
    let mut system = world.signed_in("guanxitong").await;
    system.get("/admin/resets").await;
    assert_eq!(system.post("/admin/resets", &[("account", "11"), ("reason", "忘了")]).await.location(), "/admin/resets");
    assert!(clerk.is_at_work().await, "nothing ends before a second person gives the password");
    let mut security = world.signed_in("anquanyuan").await;
    let page = security.get("/admin/resets").await.body;
    let action = page.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|action| action.ends_with("/give")).unwrap().to_owned();
    let given = security.post(&action, &[]).await;
    let password = given.body.split("<dd class=\"code\">").nth(2).unwrap().split('<').next().unwrap().to_owned();
    assert!(!clerk.is_at_work().await);
    assert_eq!(clerk.sign_in("langwenqian", &password).await.location(), "/sign-in/password");
    system.get("/admin/resets").await;
    assert!(system.post("/admin/resets", &[("account", "21"), ("reason", "忘了")]).await.body.contains("ACCOUNT_OWN"));
}

#[tokio::test]
async fn rule_9_2_refuses_a_proposer_who_confirms_or_refuses_his_own() {
    for world in World::each() {
        own_on(&world).await;
    }
}

async fn own_on(world: &World) {
    let mut security = world.signed_in("anquanyuan").await;
    assert_eq!(give(&mut security, "14", "mediator").await.location(), "/admin/proposals");
    let page = security.get("/admin/proposals").await.body;
    assert!(offered(&page, "confirm").is_none() && page.contains("应知夏、沈季子"), "it says whom it waits for: {page}");
    let withdraw = offered(&page, "withdraw").unwrap();
    for verb in ["confirm", "refuse"] {
        let answer = security.post(&withdraw.replace("withdraw", verb), &[("reason", "好")]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("PROPOSAL_OWN"), "{verb}: {}", answer.body);
    }
    // Nobody else is asked: not the system administrator, not a head in the post of a handler.
    let mut system = world.signed_in("guanxitong").await;
    assert_eq!(system.get("/admin/proposals").await.status, StatusCode::NOT_FOUND);
    let mut idle = world.browser();
    idle.sign_in("bosongnian", GOOD).await;
    assert_eq!(idle.get("/sign-in/post").await.status, StatusCode::OK);
    idle.get("/home").await;
    assert!(!idle.is_at_work().await, "nothing takes effect before");
    // The same is not asked twice, and without a reason nothing is; what was typed stays.
    assert!(give(&mut security, "14", "mediator").await.body.contains("POST_WAITS"));
    security.get("/admin/posts").await;
    let fields = [("account", "14"), ("organ", "1"), ("role", "clerk"), ("from_day", "2025-11-03"), ("reason", "  ")];
    let answer = security.post("/admin/posts", &fields).await;
    assert!(answer.body.contains("POST_REASON") && answer.body.contains("2025-11-03"));
    let answer = security.post("/admin/posts/110/end", &[("reason", &"长".repeat(501))]).await;
    assert!(answer.body.contains("POST_REASON") && answer.body.contains(&"长".repeat(501)) && answer.body.contains("<details class=\"more\" open>"));
    // Taken back, it is over for everybody.
    assert_eq!(security.post(&withdraw, &[]).await.location(), "/admin/proposals");
    let mut audit = world.signed_in("shenjizi").await;
    assert!(audit.get("/admin/proposals").await.body.contains("没有等您确认的"));
    let answer = audit.post(&withdraw.replace("withdraw", "confirm"), &[]).await;
    assert!(answer.body.contains("PROPOSAL_SETTLED"), "{}", answer.status);
}

#[tokio::test]
async fn rule_9_2_accepts_a_countersignature_only_where_there_is_one_security_administrator() {
    for world in World::each() {
        second_on(&world).await;
    }
}

async fn second_on(world: &World) {
    let mut security = world.signed_in("anquanyuan").await;
    give(&mut security, "14", "security_admin").await;
    // The head of the petition office countersigns, in his post as head: his day tells him.
    let mut head = world.browser();
    head.sign_in("yingzhixia", GOOD).await;
    head.get("/sign-in/post").await;
    head.post("/sign-in/post", &[("post", "120")]).await;
    assert_eq!(head.get("/admin/proposals").await.status, StatusCode::NOT_FOUND, "as a handler he is not asked");
    head.get("/sign-in/post").await;
    head.post("/sign-in/post", &[("post", "121")]).await;
    assert!(head.get("/desk/day").await.body.contains("岗位变动等您会签 1 件"));
    assert_eq!(settle(&mut head, "confirm", "").await.location(), "/admin/proposals");
    assert!(!head.get("/desk/day").await.body.contains("会签"));
    let mut second = world.browser();
    second.sign_in("bosongnian", GOOD).await;
    assert!(second.is_at_work().await, "now it took effect");

    // From now on a second security administrator confirms; who countersigned is not asked any more, and cannot.
    give(&mut security, "13", "mediator").await;
    let mut audit = world.signed_in("shenjizi").await;
    assert!(audit.get("/admin/proposals").await.body.contains("没有等您确认的"));
    let page = second.get("/admin/proposals").await.body;
    let confirm = offered(&page, "confirm").unwrap();
    assert!(page.contains("毛一鸣") && page.contains("安泉园") && page.contains("缺人手"), "for whom, by whom, why");
    for browser in [&mut audit, &mut head] {
        browser.get("/me/password").await;
        assert_eq!(browser.post(&confirm, &[]).await.status, StatusCode::NOT_FOUND);
    }
    // Refusing takes a reason, which its proposer reads.
    second.get("/admin/proposals").await;
    assert!(second.post(&confirm.replace("confirm", "refuse"), &[("reason", "")]).await.body.contains("POST_REASON"));
    assert_eq!(settle(&mut second, "refuse", "先培训").await.location(), "/admin/proposals");
    let page = security.get("/admin/proposals").await.body;
    assert!(page.contains("先培训") && page.contains("不同意"), "{page}");
    let record = audit.get("/admin/record").await.body;
    assert!(record.contains("不同意岗位变动") && record.contains("先培训"));
    // In words: no names of fields, no numbers of accounts.
    assert!(record.contains("理由：") && !record.contains("{&#34;") && !record.contains("asked_by"), "{record}");

    // Whom a change is about does not confirm it: without another security administrator it is countersigned.
    assert_eq!(end(&mut security, "220").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(end(&mut second, "220").await.location(), "/admin/proposals");
    let page = security.get("/admin/proposals").await.body;
    assert!(offered(&page, "confirm").is_none() && page.contains("应知夏、沈季子"));
    let about = audit.get("/admin/proposals").await.body;
    let confirm = offered(&about, "confirm").unwrap();
    assert!(security.post(&confirm, &[]).await.body.contains("POST_SELF"));
    // A proposal does not outlive its proposer's post.
    give(&mut security, "13", "clerk").await;
    audit.get("/admin/proposals").await;
    assert_eq!(audit.post(&confirm, &[]).await.location(), "/admin/proposals");
    assert!(!security.is_at_work().await);
    let mine = second.get("/admin/proposals").await.body;
    let stale = second.post(&offered(&mine, "confirm").unwrap(), &[]).await;
    assert!(stale.status == StatusCode::UNPROCESSABLE_ENTITY && stale.body.contains("PROPOSAL_STALE"), "{}", stale.body);
}

#[tokio::test]
async fn rule_9_2_is_asked_again_when_a_change_is_confirmed() {
    for world in World::each() {
        again_on(&world).await;
    }
}

async fn again_on(world: &World) {
    let mut security = world.signed_in("anquanyuan").await;
    // Both may be asked for, as he holds nothing yet; only one can come true.
    for role in ["system_admin", "audit_admin", "clerk"] {
        assert_eq!(give(&mut security, "14", role).await.location(), "/admin/proposals", "{role}");
    }
    let mut audit = world.signed_in("shenjizi").await;
    assert_eq!(settle(&mut audit, "confirm", "").await.location(), "/admin/proposals");
    for code in ["POST_ADMIN_ONE", "POST_ADMIN_CASE"] {
        let answer = settle(&mut audit, "confirm", "").await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(code), "{code}: {}", answer.body);
        assert_eq!(settle(&mut audit, "refuse", "两样不能兼").await.location(), "/admin/proposals");
    }
    // A post begins on the day of its confirmation, whatever day was asked for.
    security.get("/admin/posts").await;
    let fields = [("account", "13"), ("organ", "1"), ("role", "mediator"), ("from_day", "2025-01-01"), ("reason", "补岗")];
    assert_eq!(security.post("/admin/posts", &fields).await.location(), "/admin/proposals");
    settle(&mut audit, "confirm", "").await;
    let posts = security.get("/admin/posts").await.body;
    let line = posts.split("<tr").find(|line| line.contains("row\">毛一鸣") && line.contains("调解")).unwrap();
    assert!(line.contains("10月28日"), "{line}");
}
