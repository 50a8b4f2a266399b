//! The first day of a county: sheets of organs, places and staff, single organs, forgotten passwords.

use axum::http::StatusCode;
use testkit::{
    World,
    world::{Answer, Client, HERE},
};

const ORGANS: &str = "单位名称,字号,类别,上级单位,所在地,电话,地址,接待时间,受理渠道,管哪些事\n\
    例：某局,例,部门,,,,,,,\n\
    横村镇驿站,横驿,驿站,横村镇人民政府,330122102,0571-64100001,横村镇大街 2 号,每天 9:00–16:00,走访、电话,\n\
    桐庐县林业水利局,桐水,部门,,330122,0571-64100002,县城大街 1 号,工作日 8:30–17:00,走访,农村农业\n\
    桐庐县文旅局,桐文3,部门,,,,,,,\n\
    桐庐县教育局,桐教,学校,,,,,,,\n\
    桐庐县民政局,桐民,部门,桐庐县社会局,,,,,,\n\
    县医院窗口,桐医,部门,桐庐县卫健局,,,,,托梦,\n\
    桐庐县卫健局,桐卫,部门,,,,,,走访,\n";

/// Hands a sheet in as it was pasted, and answers the page of the dry run.
fn look(client: &Client<'_>, sheet: &str, text: &str) -> Answer {
    client.fill("/admin/setup", &format!("/admin/setup/{sheet}"), &[("text", text)], None)
}

/// Confirms what the dry run showed.
fn take(client: &Client<'_>, sheet: &str, looked: &Answer, fields: &[(&str, &str)]) -> Answer {
    let action = format!("/admin/setup/{sheet}/take");
    let form = looked.forms().into_iter().find(|form| form.action == action).unwrap();
    let carried = form.fields.iter().find(|(name, _)| name == "text").map(|(_, text)| text.clone()).unwrap();
    let fields: Vec<(&str, &str)> = [("text", carried.as_str())].into_iter().chain(fields.iter().copied()).collect();
    client.forge(&action, false, &fields, None)
}

fn counts(answer: &Answer) -> [usize; 4] {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.refusal());
    ["新加", "改动", "不对，没有要", "已经有，不变"].map(|word| {
        let before = answer.body.split(&format!("</b> {word}")).next().unwrap_or_default();
        before.rsplit("<b>").next().and_then(|number| number.parse().ok()).unwrap()
    })
}

#[test]
fn su_1_a_sheet_of_organs_is_looked_at_then_taken_in_and_a_second_time_changes_nothing() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let looked = look(&admin, "organs", ORGANS);
        // The station, the health bureau; the water bureau changes; four rows are wrong.
        assert_eq!(counts(&looked), [2, 1, 4, 0], "{}", looked.text());
        for told in ["字号不能这样写", "没有这个类别", "没有这个上级单位", "没有这个渠道", "0571-64000003 → 0571-64100002"]
        {
            looked.clone().shows(told);
        }
        let numbers: Vec<&str> = looked.body.split("<td class=\"n\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert!(numbers.starts_with(&["5", "6", "7", "8"]), "rows are numbered as on the screen: {numbers:?}");
        admin.get("/admin/organs").lacks("横村镇驿站");

        assert_eq!(counts(&take(&admin, "organs", &looked, &[])), [2, 1, 4, 0]);
        admin.get("/admin/organs").shows("横村镇驿站").shows("桐庐县卫健局").shows("0571-64100002");
        let again = look(&admin, "organs", ORGANS);
        assert_eq!(counts(&again), [0, 0, 4, 3], "{}", again.text());
        assert!(again.forms().iter().all(|form| !form.action.ends_with("/take")), "nothing to confirm");

        // What the water bureau was stands with its days.
        let water = format!("/admin/organs/{}", testkit::world::organ("water"));
        admin.get(&water).shows("到9月9日").shows("0571-64000003");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_1_a_sheet_that_cannot_be_read_is_refused_and_what_was_pasted_stays() {
    let world = World::new();
    let admin = world.as_("system-admin");
    look(&admin, "organs", "单位名称,电话\n县水利局,1\n").refused("SHEET_COLUMN").keeps("县水利局");
    look(&admin, "organs", "单位名称,字号,类别\n").refused("SHEET_EMPTY");
    let bytes = admin.fill("/admin/setup", "/admin/setup/organs", &[], Some(("sheet", b"PK\x03\x04no book")));
    assert_eq!(bytes.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bytes.refusal());
    for name in ["office-head", "security-admin", "audit-admin", "office-clerk"] {
        world.as_(name).get("/admin/setup").hidden();
        world.as_(name).forge("/admin/setup/organs/take", false, &[("text", ORGANS)], None).hidden();
    }
}

#[test]
fn su_1_the_template_is_a_workbook_that_comes_back() {
    let world = World::new();
    let admin = world.as_("system-admin");
    for sheet in ["places", "organs", "staff"] {
        let template = admin.get(&format!("/admin/setup/{sheet}/template"));
        assert!(template.bytes.starts_with(b"PK\x03\x04"), "{sheet}");
        assert_eq!(casework::setup::sheet::Sheet::read(&template.bytes).unwrap_err().code, "SHEET_EMPTY", "the example is not data");
    }
    admin.get("/admin/setup/people/template").hidden();
}

#[test]
fn su_1_places_go_below_those_above_them() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let text =
            "名称\t区划代码\n三组网格\t330122102777001\n新桥村\t330122102777\n外县村\t330329100777\n半截村\t33012210277\n孤网格\t330122999777001\n";
        let looked = look(&admin, "places", text);
        assert_eq!(counts(&looked), [2, 0, 3, 0], "{}", looked.text());
        looked.clone().shows("不是本县的代码").shows("代码的位数不对").shows("上一级还没有");
        assert_eq!(counts(&take(&admin, "places", &looked, &[])), [2, 0, 3, 0]);
        let renamed = look(&admin, "places", "名称\t区划代码\n新桥社区\t330122102777\n");
        assert_eq!(counts(&renamed), [0, 1, 0, 0]);
        let _done = take(&admin, "places", &renamed, &[]);
        let found = world.as_("office-clerk").get("/desk/places?q=xqsq");
        assert!(found.body.contains("新桥社区"), "{}", found.body);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

const STAFF: &str = "姓名,单位,角色,账号,管哪一片,从哪天,到哪天\n\
    白露,桐水,承办,,,2025/9/1,\n\
    白露,桐水,甄别派单,,,,\n\
    谷雨,桐庐县信访局,接待登记,gu.yu,,,2026年3月1日\n\
    夏至,桐庐县信访局,系统管理员,,,,\n\
    秋分,没有的局,承办,,,,\n\
    冬至,桐水,承办,office-clerk,,,\n\
    霜降,桐水,承办,,,,\n\
    霜降,桐庐县信访局,承办,,,,\n\
    小满,桐水,承办,,,后天,\n";

fn one_times(answer: &Answer) -> Vec<(String, String)> {
    let mut codes = answer.body.split("<dd class=\"code\">").skip(1).filter_map(|rest| rest.split('<').next().map(str::to_owned));
    let mut pairs = vec![];
    while let (Some(account), Some(password)) = (codes.next(), codes.next()) {
        pairs.push((account, password));
    }
    pairs
}

#[test]
fn rule_9_2_a_staff_list_makes_accounts_and_its_posts_count_when_another_confirms_them_all() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let looked = look(&admin, "staff", STAFF);
        assert_eq!(counts(&looked), [2, 1, 6, 0], "{}", looked.text());
        for told in ["三员不从名单里来", "没有这个单位", "这个账号是另一个人的", "有同名的，分不清", "日子看不懂"]
        {
            looked.clone().shows(told);
        }
        assert!(one_times(&looked).is_empty(), "a dry run makes no password");
        let refused = take(&admin, "staff", &looked, &[("reason", " ")]).refused("POST_REASON");
        let done = take(&admin, "staff", &refused, &[("reason", "水利局换人")]);
        assert_eq!(counts(&done), [2, 1, 6, 0]);
        let passwords = one_times(&done);
        assert_eq!(passwords.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["bailu", "gu.yu"]);
        let again = look(&admin, "staff", STAFF);
        assert_eq!(counts(&again), [0, 0, 6, 3], "{}", again.text());

        // The accounts are open, and find no post yet.
        let newcomer = world.visitor("newcomer");
        let in_once = |client: &Client<'_>, now: &str, next: &str| {
            let door = [("county", "330122"), ("name", "bailu"), ("password", now)];
            assert_eq!(client.fill("/sign-in", "/sign-in", &door, None).location(), "/sign-in/password");
            let fields = [("password", now), ("new_password", next), ("new_password_again", next)];
            client.fill("/sign-in/password", "/sign-in/password", &fields, None)
        };
        assert_eq!(in_once(&newcomer, &passwords[0].1, "Bai-Lu-Wei-Shuang-1").location(), "/sign-in/post");
        // He who brought the list does not confirm it, and neither does who has no say in posts.
        admin.get("/admin/proposals").hidden();
        world.as_("office-clerk").get("/admin/proposals").hidden();
        let security = world.as_("security-admin");
        let page = security.get("/admin/proposals").shows("人员名单，3 个岗位").shows("水利局换人").shows("管习通").shows("白露").shows("谷雨");
        let confirm = page.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/confirm")).unwrap();
        admin.forge(&confirm, false, &[], None).hidden();
        world.as_("water-head").forge(&confirm, false, &[], None).hidden();
        security.fill("/admin/proposals", &confirm, &[], None).done();
        security.get("/admin/proposals").lacks("人员名单");
        security.forge(&confirm, false, &[], None).hidden();

        let posts = newcomer.get("/sign-in/post").shows("承办").shows("甄别派单");
        assert_eq!(posts.forms().iter().filter(|form| form.action == "/sign-in/post").count().min(1), 1);
        world.as_("audit-admin").get("/admin/record").shows("导入表格").shows("确认人员名单");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_1_a_page_makes_two_hundred_accounts_at_most_and_says_which_rows_come_later() {
    let world = World::new();
    let admin = world.as_("system-admin");
    let rows: String = (0..201).map(|nth| format!("白露,桐水,承办,bailu{nth}\n")).collect();
    let looked = look(&admin, "staff", &format!("姓名,单位,角色,账号\n{rows}"));
    assert_eq!(counts(&looked.shows("一次最多新开 200 个账号")), [200, 0, 1, 0]);
}

#[test]
fn rule_9_2_refuses_of_a_list_what_became_unlawful_and_takes_the_rest() {
    let world = World::new();
    let admin = world.as_("system-admin");
    let looked = look(&admin, "staff", "姓名,单位,角色\n白露,桐水,承办\n谷雨,桐水,承办\n");
    let _done = take(&admin, "staff", &looked, &[("reason", "补人")]);
    // One of them leaves before the list is confirmed.
    let page = admin.get("/admin/accounts").body;
    let line = page.split("<tr").find(|line| line.contains("白露")).unwrap();
    let number = line.split("/admin/accounts/").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    admin.fill("/admin/accounts", &format!("/admin/accounts/{number}/disable"), &[], None).done();
    let security = world.as_("security-admin");
    let confirm = security.get("/admin/proposals").forms().into_iter().map(|form| form.action).find(|action| action.contains("/lists/")).unwrap();
    let left = security.fill("/admin/proposals", &confirm, &[], None);
    assert_eq!(left.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(left.text().contains("下面 1 个没有，还在等") && left.text().contains("人员名单，1 个岗位"), "{}", left.text());
    // What is left is refused, with a reason.
    let refuse = confirm.replace("confirm", "refuse");
    security.fill("/admin/proposals", &refuse, &[("reason", "")], None).refused("POST_REASON");
    security.fill("/admin/proposals", &refuse, &[("reason", "人走了")], None).done();
    security.get("/admin/proposals").lacks("人员名单").shows("人走了");
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

#[test]
fn su_2_an_organ_is_added_and_changed_with_its_days_kept() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let new = [
            ("name", "桐庐县数据局"),
            ("word", "桐数"),
            ("kind", "department"),
            ("area", ""),
            ("phone", "1"),
            ("ways", "visit"),
            ("ways", "network"),
        ];
        let made = admin.fill("/admin/organs", "/admin/organs", &new, None).done();
        let page = made.location().to_owned();
        admin.fill("/admin/organs", "/admin/organs", &new, None).refused("ORGAN_WORD_TAKEN").keeps("桐庐县数据局");
        world.today("2025-10-20");
        let renamed = [("name", "桐庐县数据和政务服务局"), ("word", "桐数"), ("phone", "0571-64100009"), ("hours", "工作日"), ("ways", "phone")];
        admin.fill(&page, &page, &renamed, None).done();
        admin.get(&page).shows("9月10日到10月19日").shows("桐庐县数据局").shows("桐庐县数据和政务服务局").shows("网络、走访");
        admin.fill(&page, &page, &[("name", "桐"), ("word", "桐数")], None).refused("ORGAN_NAME").keeps("value=\"桐\"");
        admin.fill(&page, &page, &[("name", "桐庐县数据局"), ("word", "桐水")], None).refused("ORGAN_WORD_TAKEN");
        // A word that it gave up begins numbers that are out: nobody else gets it, by the form or by a sheet.
        world.today("2025-10-21");
        let admin = world.as_("system-admin");
        admin.fill(&page, &page, &[("name", "桐庐县数据和政务服务局"), ("word", "桐数政")], None).done();
        admin
            .fill("/admin/organs", "/admin/organs", &[("name", "桐庐县数字局"), ("word", "桐数"), ("kind", "department")], None)
            .refused("ORGAN_WORD_TAKEN");
        let looked = look(&admin, "organs", "单位名称,字号,类别\n桐庐县数字局,桐数,部门\n桐庐县卫健局,桐卫,部门\n");
        assert_eq!(counts(&looked.shows("别的单位以前用过")), [1, 0, 1, 0]);
        let looked = look(&admin, "organs", "单位名称,字号,类别\n桐庐县数字局,桐数,部门\n桐庐县卫健局,桐卫,部门\n");
        assert_eq!(counts(&take(&admin, "organs", &looked, &[])), [1, 0, 1, 0]);
        admin.get("/admin/organs").shows("桐庐县卫健局").lacks("桐庐县数字局");
        admin.fill(&page, &page, &[("name", "桐庐县数据和政务服务局"), ("word", "桐数")], None).done();
        world.as_("office-head").get("/admin/organs").hidden();
        world.as_("330329/system-admin").get(&page).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_2_what_an_organ_takes_is_offered_first_whether_it_was_written_as_a_word_or_as_a_code() {
    for world in World::each() {
        let water = testkit::world::organ("water");
        let page = format!("/admin/organs/{water}");
        let case = world.petition("drain");
        let class = [("matter_type", "grievance"), ("track", "J6_petition"), ("class", "agriculture")];
        world.as_("office-triage").act(&case, "classify", &class).done();
        let offered = || world.as_("office-triage").get(&format!("/desk/case/{case}?do=refer")).body.contains("★ 桐庐县林业水利局");
        assert!(!offered());
        let change = [("name", "桐庐县林业水利局"), ("word", "桐水"), ("remit", "农村农业")];
        world.as_("system-admin").fill(&page, &page, &change, None).done();
        assert!(offered(), "its word is not known");
        world.visitor("anybody").get("/channels").shows("农村农业");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
        let text = "UPDATE organ SET remit = 'agriculture' WHERE tenant = $1 AND organ = $2".to_owned();
        world.house().db().write_here(move |tx| Ok(tx.values(&text, store::args![HERE, water], &mut |_| Ok(()))?)).unwrap();
        world.house().forget_directory(HERE);
        assert!(offered(), "its code is not known");
        world.visitor("anybody").get("/channels").shows("农村农业");
        assert!(world.as_("system-admin").get(&page).body.contains("value=\"农村农业\" checked"));
    }
}

#[test]
fn s_01_a_forgotten_password_is_asked_for_by_one_and_given_by_another() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let clerk = testkit::world::account("water-clerk").to_string();
        let ask = |reason: &str| admin.fill("/admin/resets", "/admin/resets", &[("account", clerk.as_str()), ("reason", reason)], None);
        ask(" ").refused("RESET_REASON");
        ask("来电话说忘了").done();
        ask("又来电话").refused("RESET_WAITS").keeps("又来电话");
        let own = testkit::world::account("system-admin").to_string();
        admin.forge("/admin/resets", false, &[("account", own.as_str()), ("reason", "忘了")], None).refused("ACCOUNT_OWN");
        // Nobody is chosen before somebody is: a password is not reset by a slip of the hand.
        admin.forge("/admin/resets", false, &[("account", ""), ("reason", "忘了")], None).refused("EMPTY");

        let head = world.as_("water-head");
        head.get("/desk/day").shows("忘记密码等您当面认人 1 件");
        let page = head.get("/admin/resets").shows("江小满").shows("来电话说忘了").shows("管习通");
        let give = page.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/give")).unwrap();
        // Not who asked, not the head of another organ, not himself.
        admin.forge(&give, false, &[], None).hidden();
        world.as_("housing-head").forge(&give, false, &[], None).hidden();
        world.as_("housing-head").get("/admin/resets").lacks("江小满");
        world.as_("water-clerk").get("/admin/resets").hidden();
        let given = head.fill("/admin/resets", &give, &[], None);
        let (name, one_time) = one_times(&given).remove(0);
        assert_eq!(name, "water-clerk");
        head.get("/admin/resets").lacks(&one_time);
        head.forge(&give, false, &[], None).refused("PROPOSAL_SETTLED");

        let person = world.visitor("water clerk");
        let door = [("county", "330122"), ("name", "water-clerk"), ("password", one_time.as_str())];
        assert_eq!(person.fill("/sign-in", "/sign-in", &door, None).location(), "/sign-in/password");
        // It is good for one day.
        world.minutes(24 * 60);
        world.visitor("water clerk, late").fill("/sign-in", "/sign-in", &door, None).refused("ONE_TIME_OVER");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn s_01_refuses_a_password_of_an_administrator_to_heads_and_any_to_deputies() {
    for world in World::each() {
        let ask = |by: &str, of: &str| {
            let account = testkit::world::account(of).to_string();
            world.as_(by).fill("/admin/resets", "/admin/resets", &[("account", account.as_str()), ("reason", "来电话说忘了")], None).done();
        };
        // The three administrators sit in the petition office: its head does not get into their accounts.
        ask("system-admin", "security-admin");
        world.as_("office-head").get("/admin/resets").lacks("安泉园");
        let page = world.as_("audit-admin").get("/admin/resets").shows("安泉园");
        let give = page.forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/give")).unwrap();
        world.as_("office-head").forge(&give, false, &[], None).hidden();
        // A deputy does what the other does, and not this.
        ask("system-admin", "water-clerk");
        let number = |name: &str| testkit::world::account(name).to_string();
        let (post, by) = (number("water-head"), number("water-triage"));
        let away = [("post", post.as_str()), ("deputy", by.as_str()), ("from", "2025-09-10"), ("to", "2025-09-12")];
        let head = world.as_("water-head");
        let give = head.get("/admin/resets").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/give")).unwrap();
        let deputy = world.as_("water-triage");
        deputy.get("/desk/day").lacks("潘致远");
        head.forge("/desk/away", false, &away, None).done();
        let posts = deputy.get("/sign-in/post").body;
        let worn = posts.split("name=\"post\" value=\"").last().and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        deputy.forge("/sign-in/post", false, &[("post", &worn), ("next", "/desk/day")], None).done();
        deputy.get("/admin/resets").lacks("江小满");
        deputy.forge(&give, false, &[], None).hidden();
        assert_eq!(head.fill("/admin/resets", &give, &[], None).status, StatusCode::OK);
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_3_an_organ_does_not_end_while_somebody_is_to_be_told_a_page_lies_there_or_a_post_is_asked_for() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let page = |organ: &str| format!("/admin/organs/{}", testkit::world::organ(organ));
        let end = |page: &str| admin.fill(page, &format!("{page}/end"), &[], None);
        let clerk = world.as_("housing-clerk");
        clerk.fill("/desk/scans", "/desk/scans", &[], Some(("file", testkit::world::FILE))).shows("没有认出码，存着");
        end(&page("housing")).refused("ORGAN_PAGES");
        let aside = clerk.get("/desk/scans").forms().into_iter().map(|form| form.action).find(|action| action.ends_with("/aside")).unwrap();
        clerk.fill("/desk/scans", &aside, &[], None).done();
        end(&page("housing")).refused("ORGAN_POSTS");

        let new = [("name", "桐庐县数据局"), ("word", "桐数"), ("kind", "department")];
        let made = admin.fill("/admin/organs", "/admin/organs", &new, None).done().location().to_owned();
        let number = made.rsplit('/').next().unwrap();
        let security = world.as_("security-admin");
        let account = testkit::world::account("housing-clerk").to_string();
        let asked = [("account", account.as_str()), ("organ", number), ("role", "handler"), ("from_day", "2025-09-10"), ("reason", "调入")];
        let propose = || security.fill("/admin/posts", "/admin/posts", &asked, None);
        propose().done();
        end(&made).refused("ORGAN_ASKED");
        security.act_on_proposal("withdraw", &[]).done();
        end(&made).done();
        // Nothing begins in an organ that has ended.
        security.forge("/admin/posts", false, &asked, None).hidden();
        let below = [("name", "桐庐县数据中心"), ("word", "桐数中"), ("kind", "department"), ("parent", number)];
        admin.forge("/admin/organs", false, &below, None).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_3_refuses_to_end_an_organ_with_words_that_nobody_was_told_and_ends_it_when_they_are() {
    for world in World::each() {
        let admin = world.as_("system-admin");
        let page = format!("/admin/organs/{}", testkit::world::organ("housing"));
        let end = || admin.fill(&page, &format!("{page}/end"), &[], None);
        let case = world.register("wages", "housing-clerk", &[("first_time", "")]);
        let triage = world.as_("housing-triage");
        triage.act(&case, "classify", &[("matter_type", "grievance"), ("track", "J2_arbitration")]).done();
        end().refused("ORGAN_HOLDS");
        let fields = [
            ("procedure", "申请劳动仲裁"),
            ("statute", "劳动争议调解仲裁法第二十七条"),
            ("body", "县劳动人事争议仲裁委员会"),
            ("limit_on", "2026-03-01"),
        ];
        triage.act(&case, "divert", &fields).done();
        // Nothing is to be done on it any more, and nobody has told her so.
        end().refused("ORGAN_UNTOLD");
        world.deliver(&casework::notify::gateway::Nothing);
        end().refused("ORGAN_UNTOLD");
        let told = [("case", case.to_string()), ("outcome", "reached".to_owned())];
        let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.as_("housing-clerk").fill("/desk/calls", "/desk/calls", &told, None).done();
        end().refused("ORGAN_POSTS");
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn su_2_two_administrators_at_once_do_not_make_one_name_twice() {
    for world in World::each() {
        let (house, asker) = (world.house(), world.asker("system-admin"));
        let new = |name: char, word: String| casework::organ::NewOrgan {
            organ: kernel::id::OrganId::new(0),
            parent: kernel::id::OrganId::new(0),
            kind: "department".to_owned(),
            name: format!("桐庐县数据{name}局"),
            word,
            area: asker.area.clone(),
            phone: String::new(),
            address: String::new(),
            hours: String::new(),
            remit: vec![],
        };
        for nth in "甲乙丙丁".chars() {
            let (one, two) = world.block_on(async {
                let add = |word: &str| casework::setup::one::add(&house, &asker, new(nth, format!("{word}{nth}")), String::new());
                tokio::join!(add("桐数"), add("桐据"))
            });
            assert!(one.is_ok() != two.is_ok(), "{}: one of them is added: {one:?} {two:?}", world.engine.name);
        }
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn s_02_a_locked_account_is_opened_before_its_time() {
    for world in World::each() {
        let (admin, person) = (world.as_("system-admin"), world.visitor("forgetful"));
        let clerk = testkit::world::account("water-clerk");
        let open = format!("/admin/accounts/{clerk}/open");
        admin.forge(&open, false, &[], None).refused("ACCOUNT_OPEN");
        for _ in 0..5 {
            let wrong = [("county", "330122"), ("name", "water-clerk"), ("password", "Not-The-Password-1")];
            assert_eq!(person.fill("/sign-in", "/sign-in", &wrong, None).status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let right = [("county", "330122"), ("name", "water-clerk"), ("password", testkit::world::PASSWORD)];
        person.fill("/sign-in", "/sign-in", &right, None).refused("SIGN_IN_LOCKED");
        admin.get("/admin/accounts").shows("连错锁住");
        admin.fill("/admin/accounts", &open, &[], None).done();
        assert_eq!(person.fill("/sign-in", "/sign-in", &right, None).status, StatusCode::SEE_OTHER);
        world.as_("security-admin").forge(&open, false, &[], None).hidden();
        assert!(world.wrong().is_empty(), "{:?}", world.wrong());
    }
}

#[test]
fn every_term_of_the_law_is_shown_with_its_article_and_how_sure_it_is() {
    let world = World::new();
    for name in ["system-admin", "office-head", "office-clerk"] {
        let page = world.as_(name).get("/admin/settings").shows("《信访工作条例》第三十四条").shows("没有查过").shows("查过原文");
        for row in kernel::law::Law::bundled().deadlines() {
            assert!(page.body.contains(&format!("<td class=\"code\">{}</td>", row.id)), "{}", row.id);
        }
    }
    assert!(world.visitor("nobody").get("/admin/settings").location().starts_with("/sign-in"));
    assert_eq!(HERE.to_string(), "330122");
}
