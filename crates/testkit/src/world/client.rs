//! A browser: keeps cookies, reads forms out of pages, fills them in and sends them.

use super::{
    Case, World,
    cast::PASSWORD,
    form::{Form, forms},
};
use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use std::collections::BTreeMap;

/// A small PNG, for forms that want a paper.
pub const FILE: &[u8] = include_bytes!("paper.png");

const ORIGIN: &str = "http://127.0.0.1:8080";
const BOUNDARY: &str = "linju-boundary-4f1c";

/// The cookies of one browser.
pub(super) type Jar = BTreeMap<String, String>;

/// One browser, in the hands of one person.
#[derive(Clone)]
pub struct Client<'w> {
    world: &'w World,
    name: String,
    is_worker: bool,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked: for messages of failed tests.
    pub asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// The body as it came: for files.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it leads; empty when nowhere.
    #[must_use]
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// It was done: the answer leads to a page.
    ///
    /// # Panics
    /// When it was not.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{} was not done: {}", self.asked, self.refusal());
        assert!(!self.location().starts_with("/sign-in"), "{} was sent to the door", self.asked);
        self
    }

    /// It was refused, under this code.
    ///
    /// # Panics
    /// When it was not.
    #[track_caller]
    pub fn refused(self, code: &str) -> Self {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{} was not refused with {code}: {}", self.asked, self.refusal());
        assert_eq!(self.refusal().split(' ').next(), Some(code), "{}", self.asked);
        self
    }

    /// What was typed is still there.
    ///
    /// # Panics
    /// When it is lost.
    #[track_caller]
    pub fn keeps(self, text: &str) -> Self {
        assert!(self.body.contains(text), "{} lost {text:?}", self.asked);
        self
    }

    /// There is nothing for these eyes.
    ///
    /// # Panics
    /// When there is.
    #[track_caller]
    pub fn hidden(self) -> Self {
        assert_eq!(self.status, StatusCode::NOT_FOUND, "{} is not hidden: {}", self.asked, self.refusal());
        self
    }

    /// A page that says this.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.asked);
        assert!(self.text().contains(text), "{} does not show {text:?}:\n{}", self.asked, self.text());
        self
    }

    /// A page that does not say this.
    ///
    /// # Panics
    /// When it does.
    #[track_caller]
    pub fn lacks(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "{} shows {text:?}", self.asked);
        self
    }

    /// The refusal's code and rule; else the status with the head of the page.
    #[must_use]
    pub fn refusal(&self) -> String {
        match self.body.split("<p class=\"fine code\">").nth(1).and_then(|rest| rest.split("</p>").next()) {
            Some(refusal) => super::unescape(refusal),
            None => format!("{} {} {}", self.status, self.location(), self.text().chars().take(160).collect::<String>()),
        }
    }

    /// The words of the page, without tags, scripts and superfluous space.
    #[must_use]
    pub fn text(&self) -> String {
        let body = self.body.split("<body").nth(1).unwrap_or(&self.body);
        let words: Vec<&str> = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        super::unescape(&words.join(" ")).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The forms of the page.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        forms(&self.body)
    }

    /// Whether a form of the page is sent to `action`: whether there is a button for it.
    #[must_use]
    pub fn offers(&self, action: &str) -> bool {
        // Most acts of a case page are links that open their form.
        let opens = action.rsplit_once('/').map_or(String::new(), |(case, verb)| format!("{case}?do={verb}#act"));
        let is_linked = |address: &str| self.body.contains(&format!("href=\"{address}\""));
        self.forms().iter().any(|form| form.action == action) || is_linked(action) || is_linked(&opens)
    }
}

impl<'w> Client<'w> {
    pub(super) fn worker(world: &'w World, name: &str) -> Self {
        Self { world, name: name.to_owned(), is_worker: true }
    }

    pub(super) fn visitor(world: &'w World, name: &str) -> Self {
        Self { world, name: format!("person of {name}"), is_worker: false }
    }

    /// Asks for a page.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        let answer = self.bare(Method::GET, path, None);
        if !self.is_at_the_door(&answer) {
            return answer;
        }
        self.sign_in();
        self.bare(Method::GET, path, None)
    }

    /// Fills in the form of the page at `page` that is sent to `action`, and sends it.
    ///
    /// # Panics
    /// When the page has no such form, or the form no such field or choice: a browser could not do that either. What a
    /// forger can do is [`Client::forge`].
    #[must_use]
    pub fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        let shown = self.get(page);
        let Some(form) = shown.forms().into_iter().find(|form| form.action == action && form.method == "post") else {
            panic!("{}: the page has no form for {action}: {}", shown.asked, shown.refusal())
        };
        for (name, value) in fields {
            assert!(form.names.iter().any(|known| known == name), "{action} has no field {name:?}: {:?}", form.names);
            let mut offers = form.offers.iter().filter(|(known, _)| known == name).peekable();
            if offers.peek().is_some() && !value.is_empty() {
                assert!(offers.any(|(_, offered)| offered == value), "{action} does not offer {value:?} for {name:?}");
            }
        }
        self.send_form(&form, fields, file)
    }

    /// Sends a form that nobody was shown: with a good key, and whatever fields.
    #[must_use]
    pub fn forge(&self, action: &str, multipart: bool, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        let page = if self.is_worker { "/me/password" } else { "/sign-in" };
        let shown = self.get(page);
        let key = shown.forms().iter().find_map(|form| form.fields.iter().find(|(name, _)| name == "form_key").cloned());
        let form = Form { action: action.to_owned(), method: "post".to_owned(), multipart, fields: key.into_iter().collect(), ..Form::default() };
        self.send_form(&form, fields, file)
    }

    /// Does something with a case, through the form of its page.
    #[must_use]
    pub fn act(&self, case: &Case, verb: &str, fields: &[(&str, &str)]) -> Answer {
        self.fill(&page_of(case, verb), &format!("/desk/case/{case}/{verb}"), fields, None)
    }

    /// As [`Client::act`], with a paper in the field `field`.
    #[must_use]
    pub fn act_with(&self, case: &Case, verb: &str, fields: &[(&str, &str)], field: &str) -> Answer {
        self.fill(&page_of(case, verb), &format!("/desk/case/{case}/{verb}"), fields, Some((field, FILE)))
    }

    /// Tries something with a case that its page does not offer.
    #[must_use]
    pub fn try_(&self, case: &Case, verb: &str, fields: &[(&str, &str)]) -> Answer {
        self.forge(&format!("/desk/case/{case}/{verb}"), true, fields, None)
    }

    /// Settles the change of posts that has waited longest: `confirm`, `refuse` or `withdraw`, through the form of its page.
    ///
    /// # Panics
    /// When the page offers no such form.
    #[must_use]
    pub fn act_on_proposal(&self, verb: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get("/admin/proposals");
        let action = shown.forms().into_iter().map(|form| form.action).find(|action| action.ends_with(verb));
        let action = action.unwrap_or_else(|| panic!("{}: nothing to {verb}: {}", shown.asked, shown.text()));
        self.fill("/admin/proposals", &action, fields, None)
    }

    /// The case page.
    #[must_use]
    pub fn page(&self, case: &Case) -> Answer {
        self.get(&format!("/desk/case/{case}"))
    }

    /// Registers a petition at the desk; what `fields` do not say is the usual one of this kit.
    ///
    /// # Panics
    /// When it is not registered: nothing may stand in the way of that (C-01).
    #[must_use]
    #[track_caller]
    pub fn register(&self, name: &str, fields: &[(&str, &str)]) -> Case {
        let answer = self.try_register(name, fields).done();
        let slip = self.get(answer.location());
        assert_eq!(slip.status, StatusCode::OK, "no receipt: {}", slip.refusal());
        self.case_of(&answer)
    }

    /// Sends the registration form.
    #[must_use]
    pub fn try_register(&self, name: &str, fields: &[(&str, &str)]) -> Answer {
        let title = format!("屋后水沟 {name}");
        let usual = [
            ("channel", "visit"),
            ("title", title.as_str()),
            ("words", "我家屋后的水沟堵了三年，一下雨水就漫进院子。"),
            ("claim", "把水沟疏通"),
            ("claim", "赔偿被泡坏的灶台"),
            ("name", "李秀兰"),
            ("phone", "13805710417"),
            ("address", "近江社区 3 组"),
            ("confirmed", "read_to"),
        ];
        let mut typed: Vec<(&str, &str)> = usual.into_iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)).collect();
        typed.extend(
            fields.iter().copied().filter(|(name, value)| !value.is_empty() || matches!(*name, "words" | "channel" | "received_on" | "name")),
        );
        self.fill("/desk/register", "/desk/register", &typed, None)
    }

    /// The case that the receipt at an answer's address is of.
    #[must_use]
    pub fn case_of(&self, answer: &Answer) -> Case {
        let stream = answer
            .location()
            .split('/')
            .nth(3)
            .and_then(|part| part.parse().ok())
            .unwrap_or_else(|| panic!("{} leads to {}", answer.asked, answer.location()));
        let tenant = if self.name.starts_with("330329/") { super::ELSEWHERE } else { super::HERE };
        let house = self.world.house();
        let (petition, _) = self.world.block_on(async { casework::petition::carry::look_up(&house, tenant, stream).await }).unwrap();
        let code = house.vault().query_code(stream, petition.code_issue).to_string();
        Case { stream, number: petition.number, code }
    }

    /// Types the code of a slip.
    ///
    /// # Panics
    /// When it opens nothing.
    pub fn enter_code(&self, code: &str) {
        let answer = self.fill("/follow", "/follow", &[("county", "330122"), ("code", code)], None);
        assert_eq!(answer.location(), "/follow/case", "the code opens nothing: {}", answer.refusal());
    }

    fn send_form(&self, form: &Form, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        let kept = form.fields.iter().filter(|(name, _)| !fields.iter().any(|(typed, _)| typed == name));
        let all: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
        let (kind, body) = if form.multipart {
            (format!("multipart/form-data; boundary={BOUNDARY}"), multipart(&all, file))
        } else {
            ("application/x-www-form-urlencoded".to_owned(), encoded(&all))
        };
        self.bare(Method::POST, &form.action, Some((&kind, body)))
    }

    /// Puts a cookie into this browser: `name=value`.
    #[must_use]
    pub fn with_cookie(self, cookie: &str) -> Self {
        let (name, value) = cookie.split_once('=').unwrap();
        self.world.jars.borrow_mut().entry(self.name.clone()).or_default().insert(name.to_owned(), value.to_owned());
        self
    }

    /// What this browser keeps under a name.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.world.jars.borrow().get(&self.name)?.get(name).cloned()
    }

    /// One request with the cookies of this browser, with headers and a body of its own making.
    pub fn raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::ORIGIN, ORIGIN);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.exchange(request.body(body).unwrap())
    }

    /// One request with the cookies of this browser, and nothing else.
    pub fn bare(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind).header(header::ORIGIN, ORIGIN);
        }
        self.exchange(request.body(Body::from(body.map(|(_, body)| body).unwrap_or_default())).unwrap())
    }

    fn exchange(&self, mut request: Request<Body>) -> Answer {
        let asked = format!("{}: {} {}", self.name.trim_start_matches("person of "), request.method(), request.uri());
        let jar: Vec<String> =
            self.world.jars.borrow().get(&self.name).into_iter().flatten().map(|(name, value)| format!("{name}={value}")).collect();
        let own = [(header::HOST, "127.0.0.1:8080".to_owned()), (header::COOKIE, jar.join("; "))];
        for (name, value) in own {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        request.headers_mut().insert("x-forwarded-for", address(&self.name).parse().unwrap());
        let (parts, bytes) = self.world.send(request);
        let mut jars = self.world.jars.borrow_mut();
        let jar = jars.entry(self.name.clone()).or_default();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                jar.remove(name)
            } else {
                jar.insert(name.to_owned(), value.to_owned())
            };
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { asked, status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }

    fn is_at_the_door(&self, answer: &Answer) -> bool {
        self.is_worker && answer.status.is_redirection() && ["/sign-in", "/lock"].iter().any(|door| answer.location().starts_with(door))
    }

    /// Signs in; a password that is too old is changed for the next.
    fn sign_in(&self) {
        let (county, name) = self.name.split_once('/').unwrap_or(("330122", &self.name));
        let nth = self.world.secrets.borrow().get(&self.name).copied().unwrap_or_default();
        self.world.jars.borrow_mut().remove(&self.name);
        let now = password(nth);
        let door = self.bare(Method::GET, "/sign-in", None);
        let form = door.forms().into_iter().find(|form| form.action == "/sign-in").unwrap();
        let answer = self.send_form(&form, &[("county", county), ("name", name), ("password", &now)], None);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} does not get in: {}", answer.refusal());
        if answer.location().starts_with("/sign-in/password") {
            let next = password(nth + 1);
            let form = self.bare(Method::GET, "/sign-in/password", None).forms().into_iter().find(|form| form.action == "/sign-in/password").unwrap();
            let answer = self.send_form(&form, &[("password", &now), ("new_password", &next), ("new_password_again", &next)], None);
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.refusal());
            self.world.secrets.borrow_mut().insert(self.name.clone(), nth + 1);
        }
    }
}

/// The address of somebody's machine.
fn address(name: &str) -> String {
    let number = name.bytes().fold(0_u32, |number, byte| number.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let [_, a, b, c] = number.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

fn page_of(case: &Case, verb: &str) -> String {
    if verb == "draft_opinion" { format!("/desk/case/{case}/opinion") } else { format!("/desk/case/{case}?do={verb}") }
}

fn password(nth: u32) -> String {
    format!("{}{nth}", PASSWORD.trim_end_matches('0'))
}

fn encoded(fields: &[(&str, &str)]) -> Vec<u8> {
    let encode = |text: &str| {
        text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&").into_bytes()
}

fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = vec![];
    for (name, value) in fields {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    if let Some((name, bytes)) = file {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"paper.png\"\r\nContent-Type: image/png\r\n\r\n")
                .into_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}
