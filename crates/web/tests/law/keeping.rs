//! The end of a term of keeping (C-87; PIPL arts 19 and 47): only stored, decided by two persons, destroyed for good, or kept by a law.

use crate::way;
use casework::{petition::Verb, verify};
use kernel::crypto::Suite;
use store::backup;
use testkit::{
    World,
    world::{Answer, Case, HERE},
};

const NOTED: &[(&str, &str)] = &[("basis", "二〇三六年鉴定第3号")];

/// Withdrawn by herself and archived: ten years, for nothing came of it.
pub fn withdrawn(world: &World, name: &str) -> Case {
    let case = world.petition(name);
    world.person(&case).fill("/follow/case", "/follow/withdraw", &[("reason", "不要了")], None).done();
    world.as_("office-clerk").act(&case, "archive", &[]).done();
    case
}

/// Answered, delivered, completed and archived: thirty years.
fn answered(world: &World) -> Case {
    let case = way::delivered(world);
    world.as_("water-handler").act_with(&case, "execute", &[("claim", "0"), ("note", "已清淤")], "evidence").done();
    world.as_("water-handler").act(&case, "complete", way::NOTES).done();
    world.as_("water-clerk").act(&case, "archive", &[]).done();
    case
}

fn decide(world: &World, who: &str, case: &Case, act: &str, fields: &[(&str, &str)]) -> Answer {
    let stream = case.stream.to_string();
    let all = [&[("act", act), ("case", stream.as_str())], fields].concat();
    world.as_(who).forge("/desk/keeping", false, &all, None)
}

/// Nobody at the desk opens, finds or lists it.
fn is_nowhere_at_the_desk(world: &World, case: &Case) {
    for who in ["office-clerk", "office-triage", "office-head", "county-leader", "county-supervisor"] {
        let officer = world.as_(who);
        officer.page(case).hidden();
        officer.get("/desk/cases").lacks(&case.number);
        officer.get(&format!("/desk/find?q={}", case.number)).lacks("水沟");
    }
    world.as_("office-clerk").get(&format!("/desk/case/{}/letters", case.stream)).hidden();
}

#[test]
fn c_87_accepts_storing_at_the_end_of_the_term_and_destroying_by_two_persons() {
    for world in World::each() {
        let name = world.engine.name;
        let (none, result) = (withdrawn(&world, "drain"), answered(&world));
        world.as_("office-clerk").page(&none).shows("保管期限 到 2035年12月31日").shows("依据未核实");
        world.as_("water-head").page(&result).shows("到 2055年12月31日");
        let house = world.house();
        let backup_folder = world.engine.path("backup");
        backup::backup(house.db(), house.files(), &backup_folder, Suite::Intl, house.now(), &kernel::SeededRandom::new(5)).unwrap();
        drop(house);

        world.today("2035-12-31");
        assert!(!world.matter(&none).is_stored(), "{name}: its last day");
        world.as_("office-clerk").page(&none).shows("水沟");
        world.today("2036-01-01");
        assert!(world.matter(&none).is_stored() && !world.matter(&result).is_stored(), "{name}");
        is_nowhere_at_the_desk(&world, &none);
        world.as_("office-clerk").get(&format!("/desk/case/{}/receipt", none.stream)).hidden();
        // She reads it as before: it is hers.
        world.person(&none).get("/follow/case").shows("只存不用").shows("水沟");
        // The figure still counts it; the list shows number and days, and nothing that she said.
        world.as_("office-head").get("/desk/day").shows("1 件保管期满");
        world.as_("office-clerk").get("/desk/keeping").shows(&none.number).shows("10年（没有处理结果）").lacks("水沟");
        world.as_("water-clerk").get("/desk/keeping").lacks(&none.number);

        decide(&world, "office-clerk", &none, "ask_destroy", NOTED).done();
        world.as_("office-head").get("/desk/keeping").shows("二〇三六年鉴定第3号");
        decide(&world, "office-head", &none, "confirm_destroy", &[("sure", "on")]).done();
        let matter = world.matter(&none);
        assert!(matter.narrative_erased_on.is_some() && matter.persons.iter().all(|person| person.erased_on.is_some()), "{name}");
        world.as_("office-clerk").page(&none).shows(&none.number).lacks("水沟");
        world.as_("office-clerk").get("/desk/keeping").shows("销毁清册 1 件").shows(&none.number);
        world.person(&none).get("/follow/case").shows(&none.number).shows("已依法销毁").lacks("屋后");
        assert_eq!(world.wrong(), Vec::<String>::new(), "{name}");
        let rows = world.rows();
        verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), rows, "{name}: the rebuilt tables differ");

        // No backup brings it back.
        let house = world.house();
        let erasures = backup::erasures_in(house.db()).unwrap();
        assert_eq!(erasures.len(), 2, "{name}: the narrative and one person");
        let another = world.engine.another();
        let restored = backup::restore(&backup_folder, &another.db, &another.files, &erasures, &kernel::SeededRandom::new(6)).unwrap();
        assert_eq!(restored.erased.len(), 2, "{name}");

        // The other comes to its own term, and a law that is named keeps it.
        world.today("2056-01-01");
        assert!(world.matter(&result).is_stored(), "{name}");
        decide(&world, "water-head", &result, "keep_stored", &[("basis", "《档案法》第三十条"), ("until", "2060-12-31")]).done();
        world.as_("water-head").get("/desk/keeping").shows("封存到 2060年12月31日").shows("《档案法》第三十条");
        decide(&world, "water-clerk", &result, "ask_destroy", NOTED).refused("KEEPING_RUNS");
        world.today("2061-01-01");
        decide(&world, "water-clerk", &result, "ask_destroy", NOTED).done();
        decide(&world, "water-head", &result, "refuse_destroy", &[("basis", "还要查")]).done();
        decide(&world, "water-clerk", &result, "ask_destroy", NOTED).done();
        assert_eq!(world.wrong(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn c_87_refuses_one_person_a_term_that_runs_a_shorter_term_and_every_use_of_what_is_only_stored() {
    for world in World::each() {
        let case = withdrawn(&world, "drain");
        let kept = withdrawn(&world, "kept");
        let head = world.as_("office-head");
        head.try_(&case, "set_term", &[("term", "none"), ("basis", "改短")]).refused("KEEPING_SHORTER");
        head.try_(&case, "set_term", &[("term", "two_weeks"), ("basis", "改短")]).refused("KEEPING_TERM_MISSING");
        head.act(&kept, "set_term", &[("term", "permanent"), ("basis", "")]).refused("EMPTY");
        head.act(&kept, "set_term", &[("term", "permanent"), ("basis", "县领导批示〔2025〕3号")]).done();
        head.try_(&kept, "set_term", &[("term", "result"), ("basis", "改短")]).refused("KEEPING_SHORTER");
        world.as_("office-clerk").try_(&case, "set_term", &[("term", "permanent"), ("basis", "x")]).refused("NOT_YOURS");
        // Before its term nobody stores it, but on her own demand; and no list is a way round.
        head.try_(&case, "store_only", &[]).refused("ERASURE_NOT_ASKED");
        decide(&world, "office-clerk", &case, "ask_destroy", NOTED).lacks(&case.number);
        world.today("2036-01-01");
        assert!(!world.matter(&kept).is_stored(), "for ever");
        decide(&world, "office-clerk", &case, "ask_destroy", &[]).refused("EMPTY");
        decide(&world, "office-head", &case, "confirm_destroy", &[("sure", "on")]).refused("DESTRUCTION_NOT_ASKED");
        decide(&world, "office-head", &case, "ask_destroy", NOTED).done();
        decide(&world, "office-head", &case, "confirm_destroy", &[]).refused("DESTROY_SURE");
        decide(&world, "office-head", &case, "confirm_destroy", &[("sure", "on")]).refused("SECOND_PERSON");
        decide(&world, "office-triage", &case, "confirm_destroy", &[("sure", "on")]).refused("NOT_YOURS");
        decide(&world, "office-head", &case, "keep_stored", &[("basis", "《档案法》"), ("until", "2035-12-31")]).refused("KEEPING_DAY_PAST");
        decide(&world, "office-head", &case, "keep_stored", &[("basis", "《档案法》")]).refused("EMPTY");
        // Nor does an emergency open it.
        let emergency = [("number", case.number.as_str()), ("reason", "danger"), ("words", "有人要跳楼")];
        world.as_("housing-handler").forge("/desk/emergency", false, &emergency, None).refused("EMERGENCY_UNKNOWN");
        // Another office learns nothing of it, and nobody does anything else with it.
        decide(&world, "water-head", &case, "confirm_destroy", &[("sure", "on")]).lacks(&case.number);
        for verb in Verb::ALL {
            for who in ["office-clerk", "office-triage", "office-head"] {
                world.as_(who).forge(&format!("/desk/case/{}/{}", case.stream, verb.code()), true, &[], None).hidden();
            }
        }
        assert!(world.matter(&case).narrative_erased_on.is_none());
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}

#[test]
fn c_87_stores_only_on_her_demand_while_the_term_runs_and_uses_it_again_when_she_acts() {
    for world in World::each() {
        let case = withdrawn(&world, "drain");
        let her = world.person(&case);
        her.fill("/follow/case", "/follow/data", &[("data_right", "erase"), ("data_words", "请删掉")], None).done();
        world.as_("office-head").try_(&case, "store_only", &[]).refused("ERASURE_NOT_ASKED");
        let why = [("done", "no"), ("words", "保管期限没满，只存不用。")];
        world.as_("office-head").act(&case, "answer_data", &why).done();
        world.as_("office-head").try_(&case, "store_only", &[]).refused("KEEPING_OPEN");
        world.as_("office-clerk").act(&case, "record_call", &[("outcome", "reached")]).done();
        world.as_("office-head").act(&case, "store_only", &[]).done();
        is_nowhere_at_the_desk(&world, &case);
        world.as_("office-head").get("/desk/keeping").shows("本人要求删除").shows(&case.number);
        decide(&world, "office-clerk", &case, "ask_destroy", NOTED).refused("KEEPING_RUNS");
        // What she asks anew is answered: it is used again.
        her.fill("/follow/case", "/follow/data", &[("data_right", "copy"), ("data_words", "要一份")], None).done();
        world.as_("office-head").page(&case).shows("水沟");
        // Her request stands open at the end of the term: it is not put away.
        world.today("2036-01-01");
        assert!(!world.matter(&case).is_stored());
        world.as_("office-head").act(&case, "answer_data", &[("done", "yes"), ("words", "已给您一份。")]).done();
        world.night();
        assert!(world.matter(&case).is_stored());
        assert_eq!(world.wrong(), Vec::<String>::new());
        let rows = world.rows();
        verify::rebuild(&world.house(), HERE).unwrap();
        assert_eq!(world.rows(), rows);
    }
}

#[test]
fn c_87_what_was_merged_is_stored_by_its_own_term_and_the_living_matter_is_no_way_to_it() {
    for world in World::each() {
        let (living, item) = (way::referred(&world), way::referred(&world));
        world.as_("water-clerk").act(&item, "merge", &[("into", &living.number)]).done();
        world.as_("water-clerk").page(&item).shows("水沟");
        world.today("2036-01-01");
        assert!(world.matter(&item).is_stored() && !world.matter(&living).is_stored(), "{}", world.engine.name);
        world.as_("water-clerk").page(&item).hidden();
        // What she said in it stands in the living matter, which is not over.
        world.as_("water-clerk").page(&living).shows("水沟");
        assert_eq!(world.wrong(), Vec::<String>::new());
    }
}
