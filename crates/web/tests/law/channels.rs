//! How the county is reached, for everybody (art 18(1), C-06).

use axum::http::StatusCode;
use testkit::{World, world::HERE};

/// The petition office's own row without address, phone and hours: a county that has just been set up.
fn bare(world: &World) {
    let text = "UPDATE organ SET phone = '', address = '', hours = '' WHERE tenant = $1".to_owned();
    world.house().db().write_here(move |tx| Ok(tx.values(&text, store::args![HERE], &mut |_| Ok(()))?)).unwrap();
    world.house().forget_directory(HERE);
}

/// The supervision phone, written down by the administrator of each county.
pub fn supervision(world: &World) {
    let way = [("kind", "watch"), ("phone", "0571-64000099"), ("words", "县委督查室")];
    for admin in ["system-admin", "330329/system-admin"] {
        world.as_(admin).fill("/admin/channels", "/admin/channels", &way, None).done();
    }
}

#[test]
fn c_06_refuses_the_offices_own_number_as_its_supervision_phone() {
    for world in World::each() {
        let page = world.visitor("anybody").get("/channels");
        page.shows("这一页还缺").lacks("办得不对，打监督电话");
        assert!(world.visitor("a watch").get("/health/channels").body.contains("330122: watch"));
        supervision(&world);
        world.visitor("anybody").get("/channels").shows("办得不对，打监督电话").shows("0571-64000099");
    }
}

#[test]
fn c_06_accepts_a_page_with_address_phone_hours_query_procedure_and_terms() {
    for world in World::each() {
        supervision(&world);
        let page = world.visitor("anybody").get("/channels");
        for text in ["县城大街 1 号", "0571-64000001", "工作日 8:30–17:00", "查询码", "15 日", "60 日", "《信访工作条例》第二十二条第一款", "写信"]
        {
            assert!(page.text().contains(text), "{text} is not published:\n{}", page.text());
        }
        page.lacks("这一页还缺");
        assert_eq!(world.visitor("a watch").get("/health/channels").status, StatusCode::OK);
        let poster = world.visitor("anybody").get("/channels/330122/poster").shows("用手机扫一扫");
        assert!(poster.body.contains("<svg class=\"qr\""), "no picture of the address");
        world.visitor("anybody").get("/channels/110101/poster").hidden();
    }
}

#[test]
fn c_06_refuses_to_call_a_page_whole_that_lacks_an_item_and_the_administrator_mends_it() {
    for world in World::each() {
        bare(&world);
        world.visitor("anybody").get("/channels").shows("这一页还缺").shows("接待的时间").shows("通信地址");
        let watch = world.visitor("a watch").get("/health/channels");
        assert_eq!(watch.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(watch.body.contains("330122: place hours phone letter watch"), "{}", watch.body);
        let admin = world.as_("system-admin");
        admin.get("/admin/channels").shows("这一页还缺");
        let add = |fields: &[(&str, &str)]| admin.fill("/admin/channels", "/admin/channels", fields, None);
        add(&[("kind", "visit"), ("words", "接待大厅"), ("address", "城西路 3 号")]).refused("CHANNEL_INCOMPLETE").keeps("城西路 3 号");
        add(&[("kind", "visit"), ("words", "接待大厅"), ("address", "城西路 3 号"), ("hours", "周一至周五 8:30–17:00")]).done();
        add(&[("kind", "phone"), ("phone", "0571-64000088"), ("words", "咨询投诉电话")]).done();
        add(&[("kind", "letter"), ("address", "311500 城西路 3 号 信访局收")]).done();
        admin.get("/admin/channels").shows("监督电话").lacks("都有了");
        add(&[("kind", "watch"), ("phone", "0571-64000099"), ("words", "县委督查室")]).done();
        admin.get("/admin/channels").shows("都有了");
        world.visitor("anybody").get("/channels").shows("0571-64000088").shows("311500 城西路 3 号").lacks("桐庐县 这一页还缺");
        let watch = world.visitor("a watch").get("/health/channels");
        assert!(!watch.body.contains("330122"), "{}", watch.body);
        // What is ended is shown no more, and is kept.
        let page = admin.get("/admin/channels");
        let end = page.forms().into_iter().find(|form| form.action.ends_with("/end")).unwrap().action;
        admin.fill("/admin/channels", &end, &[], None).done();
        world.visitor("anybody").get("/channels").lacks("周一至周五 8:30–17:00");
        admin.get("/admin/channels").shows("周一至周五 8:30–17:00").shows("9月10日 – 9月10日");
        admin.forge(&end, false, &[], None).hidden();
        // Nobody else writes it.
        world.as_("security-admin").get("/admin/channels").hidden();
        world.as_("office-head").get("/admin/channels").hidden();
        let told = world.wrong();
        assert!(told.iter().all(|sentence| sentence.starts_with("organ ")), "{told:?}");
    }
}
