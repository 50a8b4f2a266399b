//! Who reaches which address, and who sees what (design §5).
//!
//! Every address of the program stands in [`EXPECTED`]; one that is not named there fails the test, and so does one that is
//! named and gone. Each is then asked by everybody: inside and outside the organ, of the other county, recused, accused,
//! by the three administrators, and by nobody. Whoever is outside of a case gets a 404 for it, and no answer that he is
//! given tells its number, its title, or who is in it.

use axum::http::{Method, StatusCode};
use casework::Role;
use testkit::{
    World,
    world::{Answer, Case, Client, STAFF, organ},
};
use web::Access;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Anybody.
    Open,
    /// On the way in.
    Gate,
    /// Anybody at work.
    Signed,
    /// Anybody at work with cases; shows what the asker may see.
    Staff,
    /// A case: 404 for whoever does not see it.
    Case,
    /// A paper of a case.
    File,
    /// A form of a case that refuses what this test sends: 404 for whoever does not see it.
    Form,
    /// A form of a case that changes nothing and is answered with the page: 404 for whoever does not see it.
    Checked,
    /// The draft of a letter, for who drafts and signs; these cases have none.
    Drafted,
    /// A letter of a case; these cases have none.
    Letter,
    /// Those who hear people.
    Hearers,
    /// Those who may look at what they do not have, in an emergency.
    Openers,
    /// Those who may lead a talk by video.
    Leads,
    /// A video room that there is not, for those who may lead one.
    NoRoom,
    /// Heads of organs.
    Heads,
    /// Those who close files, and decide on them.
    Keepers,
    /// A hand-over or a deputyship that there is not.
    Between,
    /// The person with the code.
    Hers,
    /// One administrator.
    Admin(Role),
    /// Who may ask for a forgotten password, or give one.
    Resetting,
    /// Who may ask for one.
    Asking,
    /// Who may have a change of posts to confirm: of the heads that of the petition office alone.
    Confirming,
}

use Kind::{
    Admin, Asking, Between, Checked, Confirming, Drafted, File, Form, Gate, Heads, Hearers, Hers, Keepers, Leads, Letter, NoRoom, Open, Openers,
    Resetting, Signed, Staff,
};

/// The whole table: method, path, who.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str, Kind)] = &[
    ("GET", "/health", Open),
    ("GET", "/install-ca", Open),
    ("GET", "/install-ca/linju-ca.crt", Open),
    ("GET", "/health/channels", Open),
    ("GET", "/channels", Open),
    ("GET", "/channels/{county}/poster", Open),
    ("GET", "/", Open),
    ("GET", "/seals", Open),
    ("GET", "/follow", Open),
    ("POST", "/follow", Open),
    ("GET", "/c/{slip}", Open),
    ("GET", "/say", Open),
    ("GET", "/say/{county}", Open),
    ("POST", "/say/{county}", Open),
    ("GET", "/say/{county}/write", Open),
    ("POST", "/say/{county}/write", Open),
    ("POST", "/say/{county}/draft", Open),
    ("POST", "/say/{county}/file", Open),
    ("OPTIONS", "/say/{county}/uploads", Open),
    ("POST", "/say/{county}/uploads", Open),
    ("GET", "/say/{county}/uploads/{upload}", Open),
    ("PATCH", "/say/{county}/uploads/{upload}", Open),
    ("GET", "/say/{county}/places", Open),
    ("GET", "/say/{county}/check", Open),
    ("POST", "/say/{county}/send", Open),
    ("GET", "/sign-in", Open),
    ("POST", "/sign-in", Open),
    ("POST", "/sign-in/phone", Open),
    ("GET", "/phone/{slip}", Open),
    ("POST", "/phone/{slip}", Open),
    ("GET", "/phone/pin", Open),
    ("POST", "/phone/pin", Open),
    ("POST", "/sign-out", Open),
    ("GET", "/home", Open),
    ("POST", "/taste", Open),
    ("GET", "/sign-in/code", Gate),
    ("POST", "/sign-in/code", Gate),
    ("GET", "/sign-in/password", Gate),
    ("POST", "/sign-in/password", Gate),
    ("GET", "/sign-in/post", Gate),
    ("POST", "/sign-in/post", Gate),
    ("GET", "/lock", Gate),
    ("POST", "/lock", Gate),
    ("POST", "/unlock", Gate),
    ("GET", "/me/password", Signed),
    ("POST", "/me/password", Signed),
    ("GET", "/me/code", Signed),
    ("POST", "/me/code", Signed),
    ("GET", "/me/phones", Signed),
    ("POST", "/me/phones", Signed),
    ("POST", "/me/phones/{phone}/end", Signed),
    ("GET", "/held", Signed),
    ("POST", "/held/drop", Signed),
    ("POST", "/desk/draft", Staff),
    ("GET", "/desk/day", Staff),
    ("GET", "/desk/cases", Staff),
    ("GET", "/desk/find", Staff),
    ("GET", "/desk/emergency", Openers),
    ("POST", "/desk/emergency", Openers),
    ("GET", "/desk/calls", Staff),
    ("POST", "/desk/calls", Staff),
    ("GET", "/desk/news", Staff),
    ("POST", "/desk/news", Staff),
    ("GET", "/desk/figures", Staff),
    ("GET", "/desk/figures/replies", Staff),
    ("GET", "/desk/figures/replies/cases", Staff),
    ("GET", "/desk/places", Staff),
    ("GET", "/desk/register", Hearers),
    ("POST", "/desk/register", Hearers),
    ("POST", "/desk/register/readback", Hearers),
    ("POST", "/desk/rows", Staff),
    ("GET", "/desk/handover", Hearers),
    ("POST", "/desk/handover", Hearers),
    ("GET", "/desk/handover/{handover}", Between),
    ("POST", "/desk/handover/{handover}/accept", Between),
    ("POST", "/desk/handover/{handover}/refuse", Between),
    ("POST", "/desk/handover/{handover}/withdraw", Between),
    ("GET", "/desk/away", Hearers),
    ("POST", "/desk/away", Hearers),
    ("POST", "/desk/away/{post}/end", Between),
    ("GET", "/desk/video", Leads),
    ("POST", "/desk/video", Leads),
    ("GET", "/desk/video/{room}", NoRoom),
    ("POST", "/desk/video/{room}/ticket", NoRoom),
    ("POST", "/desk/video/{room}/admit", NoRoom),
    ("POST", "/desk/video/{room}/refuse", NoRoom),
    ("POST", "/desk/video/{room}/begin", NoRoom),
    ("POST", "/desk/video/{room}/apart", NoRoom),
    ("POST", "/desk/video/{room}/back", NoRoom),
    ("POST", "/desk/video/{room}/words", NoRoom),
    ("POST", "/desk/video/{room}/sign", NoRoom),
    ("POST", "/desk/video/{room}/close", NoRoom),
    ("GET", "/desk/video/{room}/ws", NoRoom),
    ("GET", "/video/t/{slip}", Open),
    ("GET", "/video/{room}", Open),
    ("POST", "/video/{room}/consent", Open),
    ("POST", "/video/{room}/leave", Open),
    ("POST", "/video/{room}/come", Open),
    ("POST", "/video/{room}/sign", Open),
    ("GET", "/video/{room}/ws", Open),
    ("GET", "/desk/keeping", Keepers),
    ("POST", "/desk/keeping", Keepers),
    ("GET", "/desk/unowned", Heads),
    ("GET", "/desk/approval", Heads),
    ("POST", "/desk/approval", Heads),
    ("POST", "/desk/register/candidates", Hearers),
    ("GET", "/desk/case/{case}", Kind::Case),
    ("GET", "/desk/case/{case}/opinion", Kind::Case),
    ("POST", "/desk/case/{case}/opinion/check", Checked),
    ("GET", "/desk/case/{case}/opinion/preview", Drafted),
    ("POST", "/desk/case/{case}/opinion/preview", Drafted),
    ("GET", "/desk/case/{case}/readers", Kind::Case),
    ("GET", "/desk/case/{case}/receipt", Kind::Case),
    ("POST", "/desk/case/{case}/{verb}", Kind::Case),
    ("GET", "/desk/case/{case}/letters", Kind::Case),
    ("POST", "/desk/case/{case}/letters", Form),
    ("POST", "/desk/case/{case}/letters/check", Form),
    ("POST", "/desk/case/{case}/letters/preview", Form),
    ("GET", "/desk/case/{case}/letter/{nth}", Letter),
    ("GET", "/desk/precedents", Staff),
    ("GET", "/desk/seals", Staff),
    ("GET", "/desk/seals/posting", Staff),
    ("GET", "/desk/scans", Staff),
    ("POST", "/desk/scans", Staff),
    ("GET", "/desk/scans/{page}", Letter),
    ("POST", "/desk/scans/{page}/put", Letter),
    ("POST", "/desk/scans/{page}/aside", Letter),
    ("GET", "/v", Open),
    ("POST", "/v", Open),
    ("GET", "/v/{mark}/{page}", Open),
    ("GET", "/V/{mark}/{page}", Open),
    ("GET", "/desk/file/{file}", File),
    ("GET", "/follow/receipt", Hers),
    ("GET", "/follow/case", Hers),
    ("GET", "/follow/file/{file}", Hers),
    ("POST", "/follow/add", Hers),
    ("GET", "/follow/review-receipt", Hers),
    ("POST", "/follow/answer", Hers),
    ("POST", "/follow/recusal", Hers),
    ("POST", "/follow/data", Hers),
    ("POST", "/follow/review", Hers),
    ("POST", "/follow/rate", Hers),
    ("POST", "/follow/withdraw", Hers),
    ("POST", "/follow/not-withdrawn", Hers),
    ("POST", "/follow/not-same", Hers),
    ("POST", "/follow/part", Hers),
    ("POST", "/follow/reach", Hers),
    ("POST", "/follow/check", Hers),
    ("POST", "/follow/leave", Hers),
    ("GET", "/studio/{county}/{organ}", Open),
    ("GET", "/studio/{county}/{organ}/poster", Open),
    ("GET", "/desk/roster", Hearers),
    ("POST", "/desk/roster/{organ}/spans", Hearers),
    ("POST", "/desk/roster/{organ}/hours", Hearers),
    ("POST", "/desk/roster/spans/{duty}/end", Between),
    ("POST", "/desk/roster/spans/{duty}/swap", Between),
    ("POST", "/desk/roster/swaps/{swap}/{verb}", Between),
    ("GET", "/desk/mediators", Hearers),
    ("POST", "/desk/mediators", Hearers),
    ("GET", "/desk/mediators/{mediator}", Between),
    ("POST", "/desk/mediators/{mediator}/{verb}", Between),
    ("GET", "/desk/committee", Hearers),
    ("POST", "/desk/committee/{organ}", Hearers),
    ("POST", "/desk/committee/{organ}/{mediator}/end", Between),
    ("GET", "/desk/squads", Hearers),
    ("POST", "/desk/squads", Hearers),
    ("POST", "/desk/squads/{squad}/{verb}", Between),
    ("POST", "/desk/squads/outings/{outing}/off", Between),
    ("GET", "/admin/accounts", Admin(Role::SystemAdmin)),
    ("POST", "/admin/accounts", Admin(Role::SystemAdmin)),
    ("POST", "/admin/accounts/{account}/disable", Admin(Role::SystemAdmin)),
    ("GET", "/admin/channels", Admin(Role::SystemAdmin)),
    ("POST", "/admin/channels", Admin(Role::SystemAdmin)),
    ("POST", "/admin/channels/{channel}/end", Admin(Role::SystemAdmin)),
    ("GET", "/admin/messages", Admin(Role::SystemAdmin)),
    ("POST", "/admin/messages", Admin(Role::SystemAdmin)),
    ("POST", "/admin/accounts/{account}/open", Admin(Role::SystemAdmin)),
    ("GET", "/admin/setup", Admin(Role::SystemAdmin)),
    ("GET", "/admin/setup/{sheet}/template", Admin(Role::SystemAdmin)),
    ("POST", "/admin/setup/{sheet}", Admin(Role::SystemAdmin)),
    ("POST", "/admin/setup/{sheet}/take", Admin(Role::SystemAdmin)),
    ("GET", "/admin/organs", Admin(Role::SystemAdmin)),
    ("POST", "/admin/organs", Admin(Role::SystemAdmin)),
    ("GET", "/admin/organs/{organ}", Admin(Role::SystemAdmin)),
    ("POST", "/admin/organs/{organ}", Admin(Role::SystemAdmin)),
    ("POST", "/admin/organs/{organ}/successors", Admin(Role::SystemAdmin)),
    ("POST", "/admin/organs/{organ}/end", Admin(Role::SystemAdmin)),
    ("POST", "/admin/lists/{list}/confirm", Confirming),
    ("POST", "/admin/lists/{list}/refuse", Confirming),
    ("GET", "/admin/resets", Resetting),
    ("POST", "/admin/resets", Asking),
    ("POST", "/admin/resets/{request}/give", Resetting),
    ("POST", "/admin/resets/{request}/refuse", Resetting),
    ("POST", "/admin/resets/{request}/phone", Resetting),
    ("GET", "/admin/phones", Admin(Role::SystemAdmin)),
    ("POST", "/admin/phones/{phone}/end", Admin(Role::SystemAdmin)),
    ("GET", "/admin/settings", Signed),
    ("GET", "/desk/mediations", Staff),
    ("GET", "/desk/mediations/new", Hearers),
    ("POST", "/desk/mediations/new", Hearers),
    ("GET", "/desk/mediations/shift", Hearers),
    ("POST", "/desk/mediations/shift", Hearers),
    ("GET", "/desk/mediations/dispatch", Keepers),
    ("POST", "/desk/mediations/dispatch", Keepers),
    ("GET", "/desk/mediations/answers", Keepers),
    // The cases of this test are none of these: who sees a mediation is told in `mediation`.
    ("GET", "/desk/mediation/{case}", Letter),
    ("GET", "/desk/mediation/{case}/slip/{party}", Letter),
    ("GET", "/desk/mediation/{case}/file/{file}", Letter),
    ("GET", "/desk/mediation/{case}/paper/{paper}", Letter),
    ("GET", "/desk/mediation/{case}/volume", Letter),
    ("POST", "/desk/mediation/{case}/video", Between),
    ("POST", "/desk/mediation/{case}/video/{room}", Between),
    ("POST", "/desk/mediation/{case}/{verb}", Letter),
    ("GET", "/follow/talk", Hers),
    ("POST", "/follow/talk/{act}", Hers),
    ("GET", "/desk/succession", Heads),
    ("POST", "/desk/succession", Heads),
    ("GET", "/admin/posts", Admin(Role::SecurityAdmin)),
    ("POST", "/admin/posts", Admin(Role::SecurityAdmin)),
    ("POST", "/admin/posts/{post}/end", Admin(Role::SecurityAdmin)),
    ("GET", "/admin/proposals", Confirming),
    ("POST", "/admin/proposals/{proposal}/confirm", Confirming),
    ("POST", "/admin/proposals/{proposal}/refuse", Confirming),
    ("POST", "/admin/proposals/{proposal}/withdraw", Admin(Role::SecurityAdmin)),
    ("GET", "/admin/looks", Admin(Role::AuditAdmin)),
    ("GET", "/admin/record", Admin(Role::AuditAdmin)),
];

fn admits(kind: Kind, role: Role) -> bool {
    match kind {
        Open | Gate | Signed => true,
        Staff | Kind::Case | File | Form | Checked | Drafted | Letter => !role.is_admin(),
        Heads => role == Role::Head,
        Leads | NoRoom => matches!(role, Role::Mediator | Role::Head | Role::Clerk),
        Openers => !role.is_admin() && role != Role::Mediator,
        Hearers | Between => matches!(role, Role::Clerk | Role::Triage | Role::Handler | Role::Head | Role::Mediator),
        Keepers => matches!(role, Role::Clerk | Role::Triage | Role::Handler | Role::Head),
        Hers => false,
        Admin(admin) => role == admin,
        Confirming => matches!(role, Role::SecurityAdmin | Role::AuditAdmin | Role::Head),
        Resetting => matches!(role, Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin | Role::Head),
        Asking => matches!(role, Role::SystemAdmin | Role::SecurityAdmin),
    }
}

#[test]
fn every_address_is_in_the_table_with_its_guard() {
    let world = World::new();
    let web = world.web();
    let known: Vec<(String, &str)> = web.known().iter().map(|known| (known.method.to_string(), known.path)).collect();
    let missing: Vec<_> = known.iter().filter(|(method, path)| !EXPECTED.iter().any(|row| row.0 == method && row.1 == *path)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}: say who may, and who may not");
    let gone: Vec<_> = EXPECTED.iter().filter(|row| !known.iter().any(|(method, path)| row.0 == method && row.1 == *path)).collect();
    assert!(gone.is_empty(), "rows of addresses that are gone: {gone:?}");
    for known in web.known() {
        let kind = EXPECTED.iter().find(|row| known.method == row.0 && known.path == row.1).unwrap().2;
        let expected = match kind {
            Open => known.access == Access::Public,
            Gate => known.access == Access::Gate,
            Hers => known.access == Access::Citizen,
            Signed => known.access == Access::Signed,
            Staff
            | Kind::Case
            | File
            | Form
            | Checked
            | Drafted
            | Letter
            | Hearers
            | Keepers
            | Openers
            | Heads
            | Leads
            | NoRoom
            | Between
            | Admin(_)
            | Confirming
            | Resetting
            | Asking => known.access.needs_work() && Role::ALL.iter().all(|role| known.access.admits(*role) == admits(kind, *role)),
        };
        assert!(expected, "{} {} is {:?} and should be {kind:?}", known.method, known.path, known.access);
    }
}

/// A case, a paper of it, what must not be told of it, and who sees it.
struct Target {
    case: Case,
    file: String,
    secrets: Vec<&'static str>,
    seen_by: Vec<&'static str>,
}

/// Three cases: an ordinary one that an officer recused himself from, one of violence, and one against an office.
fn targets(world: &World) -> Vec<Target> {
    let triage = world.as_("room-triage");
    let told = |name: &str, title: &'static str, person: &'static str, phone: &'static str, extra: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> =
            [("title", title), ("name", person), ("phone", phone), ("words", "有一件事要说。")].into_iter().chain(extra.iter().copied()).collect();
        let case = world.register(name, "room-clerk", &fields);
        (case, vec![title, person, phone])
    };
    let to_water = |case: &Case| {
        triage.act(case, "classify", &[("matter_type", "grievance"), ("track", "J6_petition")]).done();
        triage.act(case, "refer", &[("to", &organ("water").to_string()), ("reason", crate::way::REASON)]).done();
    };
    let (plain, plain_secrets) = told("plain", "三组水沟", "李秀兰", "13805710417", &[]);
    to_water(&plain);
    world.as_("water-handler-two").act(&plain, "declare_interest", &[]).done();
    let (violence, violence_secrets) = told("violence", "邻里吵闹", "周怀素", "13905710418", &[("is_violence", "on")]);
    to_water(&violence);
    let (accusation, accusation_secrets) = told("accusation", "施工招标", "吴望舒", "13705710419", &[("is_accusation", "on")]);
    let organs = [organ("room").to_string(), organ("housing").to_string()];
    let accused = [("matter_type", "accusation"), ("accused", organs[0].as_str()), ("accused", organs[1].as_str())];
    world.as_("office-triage").act(&accusation, "classify", &accused).done();
    let desk = ["room-clerk", "room-triage", "room-handler", "room-head", "water-clerk", "water-triage", "water-handler", "water-head"];
    let with = |more: &[&'static str]| desk.iter().chain(more).copied().collect::<Vec<_>>();
    [
        (plain, plain_secrets, with(&["county-leader", "county-supervisor", "town-leader"]), "room-clerk"),
        (violence, violence_secrets, with(&["water-handler-two"]), "room-clerk"),
        (accusation, accusation_secrets, vec!["office-triage", "office-triage-two"], "office-triage"),
    ]
    .into_iter()
    .map(|(case, secrets, seen_by, who)| {
        world.as_(who).act_with(&case, "add_paper", &[("kind", "evidence")], "file").done();
        let page = world.as_(who).page(&case);
        let file = page.body.split("/desk/file/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        Target { case, file, secrets, seen_by }
    })
    .collect()
}

fn path_of(pattern: &str, target: &Target) -> String {
    let path = pattern
        .replace("{case}", &target.case.to_string())
        .replace("{verb}", "note")
        .replace("{file}", &target.file)
        .replace("{account}", "999999")
        .replace("{post}", "999999")
        .replace("{channel}", "999999")
        .replace("{county}", "330122")
        .replace("{proposal}", "999999")
        .replace("{request}", "999999")
        .replace("{list}", "999999")
        .replace("{upload}", "999999")
        .replace("{phone}", "999999")
        .replace("{room}", "999999")
        .replace("{sheet}", "organs")
        .replace("{organ}", "3")
        // No code at all: wrong ones are answered ever more slowly, and that is another test.
        .replace("{slip}", "330122-x")
        .replace("{mark}", "330122-x")
        .replace("{page}", "1")
        .replace("{handover}", "999999")
        .replace("{party}", "1")
        .replace("{paper}", "T-33-1")
        .replace("{act}", "consent")
        .replace("{mediator}", "999999")
        .replace("{duty}", "999999")
        .replace("{swap}", "999999")
        .replace("{squad}", "999999")
        .replace("{outing}", "999999")
        .replace("{nth}", "1");
    match path.as_str() {
        "/desk/day" => "/desk/day?all=1".to_owned(),
        "/desk/figures/replies/cases" => "/desk/figures/replies/cases?within=asked".to_owned(),
        "/admin/looks" => "/admin/looks?account=17&day=2025-09-10".to_owned(),
        _ => path,
    }
}

fn ask(client: &Client<'_>, method: &str, path: &str, kind: Kind) -> Answer {
    if method == "GET" {
        return client.get(path);
    }
    let uploads = matches!(kind, Kind::Case | Checked | Drafted);
    let fields: &[(&str, &str)] = match path {
        _ if uploads => &[("kind", "other"), ("words", "看过了")],
        "/desk/draft" => &[("form", "register"), ("draft_key", "1"), ("spot", "半句话")],
        _ => &[],
    };
    client.forge(path, uploads, fields, None)
}

/// Addresses that end the session they are asked in.
fn ends_session(path: &str) -> bool {
    matches!(path, "/sign-out" | "/lock")
}

#[test]
fn everybody_reaches_what_he_may_and_is_told_of_nothing_else() {
    let world = World::new();
    crate::channels::supervision(&world);
    let targets = targets(&world);
    let neighbours = ["330329/office-triage", "330329/office-head", "330329/county-leader", "330329/water-handler", "330329/audit-admin"];
    let everybody: Vec<(&str, Role)> = STAFF.iter().map(|row| (row.0, row.3)).collect();
    let others = neighbours.iter().map(|name| (*name, everybody.iter().find(|row| row.0 == &name[7..]).unwrap().1));
    let everybody: Vec<(&str, Role)> = everybody.iter().copied().chain(others).collect();
    // Whoever wrote it down holds the slip on that day, even of what went out of his sight at once; not on the next.
    let slip = format!("/desk/case/{}/receipt", targets[2].case);
    world.as_("room-clerk").get(&slip).shows(&targets[2].case.number);
    world.today("2025-09-11");
    let mut asked = 0;
    for (name, role) in everybody {
        let client = world.as_(name);
        for (method, pattern, kind) in EXPECTED {
            if ends_session(pattern) {
                continue;
            }
            let per_case = matches!(kind, Kind::Case | File | Form | Checked | Drafted | Letter);
            for target in targets.iter().take(if per_case { 3 } else { 1 }) {
                let path = path_of(pattern, target);
                let answer = ask(&client, method, &path, *kind);
                asked += 1;
                let sees = target.seen_by.contains(&name);
                check_status(*kind, role, sees, method, pattern, name, &answer);
                tells_nothing(&targets, name, &answer);
            }
        }
    }
    assert!(asked > 2_000, "{asked}");
    // And those who may do see it on their lists.
    for target in &targets {
        for name in &target.seen_by {
            world.as_(name).get("/desk/cases").shows(&target.case.number);
        }
    }
    assert!(world.wrong().is_empty(), "{:?}", world.wrong());
}

fn check_status(kind: Kind, role: Role, sees: bool, method: &str, pattern: &str, name: &str, answer: &Answer) {
    let status = answer.status;
    let told = || format!("{name}: {method} {pattern}: {status} {}", answer.refusal());
    assert!(!status.is_server_error(), "{}", told());
    match kind {
        // What it refuses for want of a reason it refuses before it looks.
        Between => assert!(status == StatusCode::NOT_FOUND || status == StatusCode::UNPROCESSABLE_ENTITY, "{}", told()),
        Letter => assert_eq!(status, StatusCode::NOT_FOUND, "{}", told()),
        NoRoom => assert_eq!(status, StatusCode::NOT_FOUND, "{}", told()),
        Kind::Case | File | Form | Checked | Drafted if !sees => assert_eq!(status, StatusCode::NOT_FOUND, "{}", told()),
        Kind::Case if method == "POST" => {
            let does = matches!(role, Role::Clerk | Role::Triage | Role::Handler | Role::Head);
            assert_eq!(status, if does { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY }, "{}", told());
        }
        // Who may draft looks at what he types as a letter.
        Drafted if method == "POST" && status == StatusCode::OK => {
            assert!(matches!(role, Role::Triage | Role::Handler | Role::Head), "{}", told());
        }
        Drafted => assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY), "{}", told()),
        Form => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told()),
        Kind::Case | File | Checked => assert_eq!(status, StatusCode::OK, "{}", told()),
        Hers => assert!(status.is_redirection() && !answer.location().contains("done"), "{}", told()),
        Open | Gate | Signed => {}
        Staff | Hearers | Keepers | Leads | Openers | Heads | Admin(_) | Resetting | Asking if !admits(kind, role) => {
            assert_eq!(status, StatusCode::NOT_FOUND, "{}", told())
        }
        Confirming if role == Role::Head && !name.ends_with("office-head") => assert_eq!(status, StatusCode::NOT_FOUND, "{}", told()),
        Confirming if !admits(kind, role) || method == "POST" => assert_eq!(status, StatusCode::NOT_FOUND, "{}", told()),
        Confirming => assert_eq!(status, StatusCode::OK, "{}", told()),
        // An account or a post that there is not is not there for the right administrator either.
        Admin(_) | Resetting | Asking if method == "POST" => {}
        Staff | Hearers | Keepers | Leads | Openers | Heads | Admin(_) | Resetting | Asking => {
            assert_ne!(status, StatusCode::NOT_FOUND, "{}", told())
        }
    }
}

fn tells_nothing(targets: &[Target], name: &str, answer: &Answer) {
    for target in targets.iter().filter(|target| !target.seen_by.contains(&name)) {
        let secrets = target.secrets.iter().copied().chain([target.case.number.as_str(), target.case.code.as_str()]);
        for secret in secrets {
            assert!(!answer.body.contains(secret), "{} tells {name} {secret:?}", answer.asked);
        }
        let headers = format!("{:?}", answer.headers);
        assert!(!headers.contains(&target.case.number), "{}: a header tells the number", answer.asked);
    }
}

#[test]
fn nobody_is_sent_to_the_door_and_a_code_opens_one_matter() {
    let world = World::new();
    crate::channels::supervision(&world);
    let targets = targets(&world);
    let visitor = world.visitor("nobody");
    for (method, pattern, kind) in EXPECTED {
        let answer = match *method {
            "GET" => visitor.get(&path_of(pattern, &targets[0])),
            _ if ends_session(pattern) => visitor.bare(Method::POST, pattern, Some(("application/x-www-form-urlencoded", vec![]))),
            _ => ask(&visitor, method, &path_of(pattern, &targets[0]), *kind),
        };
        tells_nothing(&targets, "nobody", &answer);
        let location = answer.location();
        match kind {
            Open => assert!(!answer.status.is_server_error(), "{}", answer.asked),
            Hers => assert_eq!(location, "/follow", "{}", answer.asked),
            // An upload without a session is turned away before it is read.
            _ => assert!(location.starts_with("/sign-in") || ends_session(pattern), "{}: {} {location}", answer.asked, answer.status),
        }
    }
    // Her code opens hers, and the papers of hers that were shown to her; nothing else.
    let (hers, others) = (&targets[0], &targets[1]);
    let person = world.person(&hers.case);
    person.get("/follow/case").shows(&hers.case.number).lacks(&others.case.number).lacks(others.secrets[0]);
    for file in [&hers.file, &others.file] {
        person.get(&format!("/follow/file/{file}")).hidden();
    }
    for path in [format!("/desk/case/{}", hers.case), format!("/desk/file/{}", hers.file), "/desk/cases".to_owned()] {
        assert!(person.get(&path).location().starts_with("/sign-in"), "{path}");
    }
    // A pass that was changed is none.
    let forged = format!("linju_case=330122.{}.1.99999999999999.forged", others.case);
    let answer = world.visitor("forger").with_cookie(&forged).bare(Method::GET, "/follow/case", None);
    assert_eq!(answer.location(), "/follow");
}
