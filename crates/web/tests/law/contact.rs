//! 来电保密: how she is reached is for the office that heard her, and not for the one that handles it, until she releases it (C-39).

use crate::way;
use casework::{
    document::{self, issue},
    notify::reach::Way,
};
use testkit::{
    World,
    world::{Case, Client, HERE, Letterbox, account},
};

const PHONE: &str = "13805710417";
/// What of her number a masked one still tells, and where she lives.
const TRACES: [&str; 3] = ["0417", "138*", "近江社区 3 组"];

/// A call to the petition office, whose caller wants her number kept; handled by the water office.
fn called(world: &World) -> Case {
    let case = world.register("drain", "office-clerk", &[("channel", "phone"), ("reach_keep", "on")]);
    way::classify(world, &case);
    way::refer(world, &case, "water");
    world.as_("water-clerk").act(&case, "sign_in", &[]).done();
    way::accept(world, &case);
    way::start(world, &case, "water-handler");
    case
}

fn opened(client: &Client<'_>, case: &Case) -> String {
    client.get(&format!("/desk/case/{case}?open=phone")).text()
}

#[test]
fn c_39_accepts_that_the_office_that_heard_her_passes_word_on_and_that_she_releases_it() {
    for world in World::each() {
        let case = called(&world);
        assert!(opened(&world.as_("office-clerk"), &case).contains(PHONE));
        let handler = world.as_("water-handler");
        handler.page(&case).shows("李秀兰").shows("联系方式按本人要求保密，有话请桐庐县信访局转告");
        // Messages go to her by themselves: nobody in between reads the number.
        let letterbox = Letterbox::of(&[Way::Sms]);
        world.deliver(&letterbox);
        assert!(letterbox.taken().iter().any(|message| message.to == PHONE));
        // Where no message goes it is the first office that rings her.
        let untold = called(&world);
        world.deliver(&Letterbox::of(&[]));
        world.as_("office-clerk").get("/desk/calls").shows(&untold.number).shows(PHONE);
        world.as_("water-clerk").get("/desk/calls").lacks(&untold.number);
        // She releases it with her code; or tells the office that heard her.
        world.person(&case).fill("/follow/case", "/follow/reach", &[("reach_way", "sms"), ("reach_keep", "")], None).done();
        assert!(opened(&handler, &case).contains(PHONE));
        world.as_("office-clerk").act(&untold, "set_reach", &[("reach_way", "call"), ("reach_keep", "")]).done();
        assert!(opened(&handler, &untold).contains(PHONE));
        // And may change her mind: it is the office that heard her that keeps it again.
        world.person(&case).fill("/follow/case", "/follow/reach", &[("reach_way", "sms"), ("reach_keep", "on")], None).done();
        assert!(!opened(&handler, &case).contains(PHONE) && opened(&world.as_("office-clerk"), &case).contains(PHONE));
        assert_eq!(world.wrong(), Vec::<String>::new());
        let rows = world.rows();
        casework::verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}

#[test]
fn c_39_refuses_her_contact_and_its_release_to_who_handles_it() {
    for world in World::each() {
        let case = called(&world);
        let told = [("reach_way", "mail"), ("reach_to", "xiulan@example.cn"), ("reach_keep", "on")];
        world.person(&case).fill("/follow/case", "/follow/reach", &told, None).done();
        world.deliver(&Letterbox::of(&[]));
        for who in ["water-handler", "water-clerk", "water-head"] {
            let client = world.as_(who);
            let pages = [opened(&client, &case), client.page(&case).text(), client.get("/desk/calls").text()];
            for page in pages.iter().chain([&client.get(&format!("/desk/case/{case}?do=set_reach")).text()]) {
                for trace in TRACES.iter().chain(&["xi…", "xiulan@"]) {
                    assert!(!page.contains(trace), "{who} reads {trace}: {page}");
                }
            }
        }
        // Nor by a letter, which whoever has the matter reads: not even by one of the office that heard her.
        let wanted =
            issue::Wanted { kind: paper::Kind::Registration, typed: document::Typed::default(), approved_by: account("office-head"), copies: 1 };
        let fresh = world.register("fresh", "office-clerk", &[("channel", "phone"), ("reach_keep", "on")]);
        let (house, asker, stream) = (world.house(), world.asker("office-clerk"), fresh.stream);
        let letter = world.block_on(async move { issue::preview(&house, &asker, stream, &wanted).await }).unwrap().all_text();
        assert!(letter.contains("李秀兰") && !letter.contains(PHONE) && !letter.contains("3 组"), "{letter}");
        // He may write down how she wants to be told, and does not lift what she wishes.
        let handler = world.as_("water-handler");
        let refused = handler.act(&case, "set_reach", &[("reach_way", "call"), ("reach_keep", "")]);
        refused.refused("CONTACT_KEPT");
        handler.act(&case, "set_reach", &[("reach_way", "call"), ("reach_keep", "on")]).done();
        assert!(!opened(&handler, &case).contains(PHONE));
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}
