//! A county with a handful of people, and browsers that keep cookies and send forms as pages hand them out.

#![expect(clippy::unwrap_used, dead_code, reason = "a world fails loudly, and each test file uses its own part of it")]

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use casework::{
    House, Parts, Role, Vault, organ,
    people::{password, set_up},
};
use kernel::{
    AccountId, AreaPath, Calendar, Clock as _, Day, Moment, OrganId, PostId, SeededRandom, SetClock, TenantId,
    crypto::{MasterKey, Suite},
};
use std::{collections::BTreeMap, sync::Arc};
use testkit::Engine;
use tower::ServiceExt as _;
use web::{Settings, Web};

pub const TENANT: TenantId = TenantId::new(330_122);
pub const FIRST: &str = "Yi-Ci-Xing-2025";
pub const GOOD: &str = "Gao-Shan-Liu-Shui";

pub struct World {
    pub clock: Arc<SetClock>,
    pub house: House,
    pub web: Web,
    pub router: Router,
    engine: Option<Engine>,
}

/// A person: account number, name, role, whether the first password is to be changed.
const PEOPLE: &[(i64, &str, &str, &[Role], bool)] = &[
    (11, "langwenqian", "郎文倩", &[Role::Clerk], false),
    (12, "yingzhixia", "应知夏", &[Role::Handler, Role::Head], false),
    (13, "maoyiming", "毛一鸣", &[Role::Handler], true),
    (14, "bosongnian", "柏松年", &[], false),
    (21, "guanxitong", "管习通", &[Role::SystemAdmin], false),
    (22, "anquanyuan", "安泉园", &[Role::SecurityAdmin], false),
    (23, "shenjizi", "沈季子", &[Role::AuditAdmin], false),
];

impl World {
    pub fn new() -> Self {
        Self::on(beside(testkit::sqlite))
    }

    /// One on each engine.
    pub fn each() -> Vec<Self> {
        beside(testkit::engines).into_iter().map(Self::on).collect()
    }

    pub fn on(engine: Engine) -> Self {
        Self::with(engine, Settings { tenants: vec![(TENANT, "桐庐县".to_owned())], ..Settings::default() })
    }

    pub fn with(engine: Engine, settings: Settings) -> Self {
        let clock = Arc::new(SetClock::on("2025-10-28".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(7));
        let house = House::new(Parts {
            db: engine.db.clone(),
            vault: Vault::new(MasterKey::from_bytes(Suite::Intl, &[9; 32]).unwrap()),
            files: engine.files.clone(),
            clock: clock.clone(),
            random: random.clone(),
            calendar: Calendar::bundled().clone(),
        });
        let hashes = (password::hash(GOOD, &*random).unwrap(), password::hash(FIRST, &*random).unwrap());
        let now = clock.now();
        let db = engine.db.clone();
        beside(move || db.write_here(move |tx| found(tx, &hashes, now)).unwrap());
        let web = Web::new(house.clone(), settings);
        let router = web::router(&web);
        Self { clock, house, web, router, engine: Some(engine) }
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), key: String::new(), page: String::new() }
    }

    /// A browser in which somebody is at work.
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(name, GOOD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    pub fn minutes(&self, minutes: i64) {
        self.clock.advance_millis(minutes * 60_000);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Throwing a PostgreSQL database away waits for its server.
        let engine = self.engine.take();
        beside(move || drop(engine));
    }
}

/// Runs what waits on a thread of its own: a test's runtime may not.
fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}

fn found(tx: &store::Tx<'_>, hashes: &(String, String), now: Moment) -> Result<(), store::Failure> {
    let area: AreaPath = "33.3301.330122.".parse().unwrap();
    let office = OrganId::new(1);
    organ::add_tenant(tx, TENANT, "桐庐县", Suite::Intl, now)?;
    organ::add_area(tx, TENANT, &area, "330122", "county", "桐庐县")?;
    let new = organ::NewOrgan {
        organ: office,
        parent: OrganId::new(0),
        kind: "petition_office".to_owned(),
        name: "桐庐县信访局".to_owned(),
        word: "桐信".to_owned(),
        area: area.clone(),
        phone: String::new(),
        address: String::new(),
        hours: String::new(),
        remit: vec![],
    };
    organ::add_organ(tx, TENANT, &new)?;
    let from_day: Day = "2025-01-01".parse().unwrap();
    for (number, name, shown_name, roles, is_new) in PEOPLE {
        let account = AccountId::new(*number);
        let password = if *is_new { hashes.1.clone() } else { hashes.0.clone() };
        let new = set_up::NewAccount { account, name: (*name).to_owned(), shown_name: (*shown_name).to_owned(), password, must_change: *is_new };
        set_up::add_account(tx, TENANT, &new, now)?;
        for (nth, role) in roles.iter().enumerate() {
            let post = PostId::new(number * 10 + i64::try_from(nth).unwrap());
            let (area, deputy_for) = (area.clone(), PostId::new(0));
            set_up::add_post(tx, TENANT, &set_up::NewPost { post, account, organ: office, role: *role, area, deputy_for, from_day, to_day: None })?;
        }
    }
    Ok(())
}

/// A browser: keeps cookies, remembers the key of the last page's forms.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub key: String,
    pub page: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The number of the operation on an error page.
    pub fn operation(&self) -> String {
        let after = self.body.split("class=\"operation\"").nth(1).unwrap_or_default();
        after.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| word.len() == 8).unwrap_or_default().to_owned()
    }
}

impl Browser {
    /// The same browser before another door.
    pub fn through(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Sends a form of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.key.clone();
        let fields: Vec<(&str, &str)> = std::iter::once(("form_key", key.as_str())).chain(fields.iter().copied()).collect();
        self.post_bare(path, &fields, &[("origin", "http://127.0.0.1:8080")]).await
    }

    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut request = Request::builder().method(Method::POST).uri(path).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        request.headers_mut().insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(key) = body.split("name=\"form_key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            key.clone_into(&mut self.key);
        }
        body.clone_into(&mut self.page);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("name", name), ("password", password)]).await
    }

    /// Whether somebody is at work: his own page answers.
    pub async fn is_at_work(&mut self) -> bool {
        self.get("/me/password").await.status == StatusCode::OK
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
