//! The slip of an item that was merged: what she does with it reaches the living matter where the records tell that both are hers, and
//! where they do not, the living one keeps to its own slip (C-03, C-55, C-70, K-10).

use crate::way;
use testkit::{World, world::Case};

const HERE: &[(&str, &str)] = &[("place_words", "近江社区")];

/// A living matter with the water office, and an item of the same person by her phone.
fn sure(world: &World) -> (Case, Case) {
    let living = world.register("drain", "office-clerk", HERE);
    way::classify(world, &living);
    way::refer(world, &living, "water");
    let item = world.register("again", "office-clerk", HERE);
    world.as_("office-clerk").act(&item, "merge", &[("into", &living.number)]).done();
    (living, item)
}

/// The same, but that only an officer's word tells that it is she.
fn unsure(world: &World) -> (Case, Case) {
    let living = world.register("drain", "office-clerk", HERE);
    way::classify(world, &living);
    way::refer(world, &living, "water");
    let item = world.register("again", "office-clerk", &[("place_words", "近江社区"), ("phone", "")]);
    world.as_("office-clerk").act(&item, "merge", &[("into", &living.number), ("known_by", "asked_her")]).done();
    (living, item)
}

#[test]
fn c_55_accepts_what_she_says_of_messages_with_a_merged_slip_and_it_counts_for_the_living_matter() {
    for world in World::each() {
        let (living, item) = sure(&world);
        world.person(&item).fill("/follow/case", "/follow/reach", &[("reach_way", "nothing")], None).done();
        world.person(&item).get("/follow/case").shows("不发消息");
        world.as_("water-clerk").page(&living).shows("不发消息");
        // The item itself tells nothing more, and nobody changes how it would.
        world.as_("office-clerk").try_(&item, "set_reach", &[("reach_way", "sms")]).refused("NOT_FROM_HERE");
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_55_refuses_to_change_how_another_is_told_with_a_slip_that_may_be_anothers() {
    for world in World::each() {
        let (living, item) = unsure(&world);
        let person = world.person(&item);
        let page = person.get("/follow/case").shows("是经办人认作同一个人的").lacks("怎么告诉您有新消息");
        assert!(!page.body.contains("/follow/reach"));
        person.forge("/follow/reach", false, &[("reach_way", "nothing")], None).refused("NOT_FROM_HERE");
        world.as_("water-clerk").page(&living).lacks("不发消息");
        // What she says reaches whoever handles it all the same.
        person.fill("/follow/case", "/follow/add", &[("words", "昨天又漫了一次"), ("claim", "")], None).done();
        world.as_("water-clerk").page(&living).shows("昨天又漫了一次");
    }
}

#[test]
fn c_70_refuses_to_rate_with_a_slip_that_may_be_anothers_and_says_so_in_its_place() {
    for world in World::each() {
        let (living, item) = unsure(&world);
        let refused = world.person(&item).forge("/follow/rate", false, &[("rating", "satisfied")], None).refused("RATE_OTHER_SLIP");
        assert!(refused.body.contains(&living.number) && refused.body.contains("id=\"rate\""), "it is not told in its place");
    }
}

#[test]
fn sm_pet_23_accepts_that_whoever_has_the_living_matter_gives_an_item_back_and_a_double_click_counts_once() {
    for world in World::each() {
        let (living, item) = sure(&world);
        // The water office has the living matter and never had the item.
        let clerk = world.as_("water-clerk");
        let (page, action) = (format!("/desk/case/{living}"), format!("/desk/case/{item}/unmerge"));
        let refused = clerk.fill(&page, &action, &[("reason", " ")], None).refused("EMPTY");
        assert!(refused.body.contains(&format!("/desk/case/{living}/readers")), "the refusal does not stand on the page of the living matter");
        let shown = clerk.get(&page);
        let form = shown.forms().into_iter().find(|form| form.action == action).unwrap();
        let key = form.fields.iter().find(|(name, _)| name == "form_key").unwrap().1.clone();
        let body = format!("form_key={key}&reason=%E5%8F%A6%E4%B8%80%E6%9D%A1%E6%B2%9F&living={living}&item={item}");
        for _ in 0..2 {
            let sent = Some(("application/x-www-form-urlencoded", body.clone().into_bytes()));
            let answer = clerk.bare(axum::http::Method::POST, &action, sent).done();
            assert!(answer.location().starts_with(&page), "{} leads away from the living matter", answer.location());
            clerk.get(answer.location().split('#').next().unwrap()).shows(&living.number);
        }
        assert_eq!(world.state(&item).matches("Unmerged").count(), 1, "{}", world.state(&item));
        assert!(world.state(&item).contains(" registered"), "{}", world.state(&item));
        clerk.page(&item).hidden();
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}
