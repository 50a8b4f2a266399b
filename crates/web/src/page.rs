//! What a template needs besides its own content: words, dates, the address of scripts, the key of its forms, who is
//! signed in. Every template has a field `page`.

use crate::{
    assets, dates,
    error::Oops,
    frame::Frame,
    key::{self, Subject},
    locale::{Catalogue, Language, Word},
    route::Access,
    state::Web,
};
use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, Method, StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
};
use casework::{
    Role,
    people::{Session, Step},
    petition::list::Title,
};
use fluent_bundle::FluentArgs;
use kernel::{Day, Moment, law::CodeRow, refusal::Refusal};
use std::sync::{Arc, OnceLock};

/// Most pages are shorter than this, in bytes: their text is written without moving it.
const USUAL_PAGE: usize = 32 * 1024;

/// One page of the menu.
pub struct MenuItem {
    /// Its address.
    pub path: &'static str,
    /// The key of its name.
    pub name: &'static str,
    /// Whether one is there now.
    pub here: bool,
}

/// What surrounds a page.
pub struct Page {
    web: Web,
    frame: Arc<Frame>,
    session: Option<Arc<Session>>,
    form_key: OnceLock<String>,
}

impl Page {
    pub(crate) fn bare(web: Web, frame: Arc<Frame>, session: Option<Arc<Session>>) -> Self {
        Self { web, frame, session, form_key: OnceLock::new() }
    }

    /// The page as an answer.
    #[must_use]
    pub fn show(&self, template: &impl Template) -> Response {
        self.show_with(StatusCode::OK, template)
    }

    /// A form again, with its refusal: 422.
    #[must_use]
    pub fn show_again(&self, template: &impl Template) -> Response {
        self.show_with(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// The page as an answer with a status.
    #[must_use]
    pub fn show_with(&self, status: StatusCode, template: &impl Template) -> Response {
        let mut text = String::with_capacity(USUAL_PAGE);
        match template.render_into(&mut text) {
            Ok(()) => (status, [(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], text).into_response(),
            Err(error) => Oops::Bug(format!("a page could not be rendered: {error}")).into_response(),
        }
    }

    /// The catalogue of the page's language.
    #[must_use]
    pub fn words(&self) -> &'static Catalogue {
        self.frame.language.words()
    }

    /// A message: `page.t("day-title")`.
    #[must_use]
    pub fn t<'a>(&self, key: &'a str) -> &'a str {
        self.words().t(key)
    }

    /// A message with one variable: `page.with("case-days", "n", 15)`.
    pub fn with(&self, key: &str, name: &'static str, value: impl Word) -> String {
        self.words().with(key, &FluentArgs::from_iter([(name, value.word())]))
    }

    /// A message with two variables.
    pub fn with2(&self, key: &str, first: &'static str, one: impl Word, second: &'static str, two: impl Word) -> String {
        self.words().with(key, &FluentArgs::from_iter([(first, one.word()), (second, two.word())]))
    }

    /// A message with three variables.
    #[expect(clippy::too_many_arguments, reason = "three names and their values, for templates, which cannot build lists of pairs")]
    pub fn with3(
        &self,
        key: &str,
        first: &'static str,
        one: impl Word,
        second: &'static str,
        two: impl Word,
        third: &'static str,
        three: impl Word,
    ) -> String {
        self.words().with(key, &FluentArgs::from_iter([(first, one.word()), (second, two.word()), (third, three.word())]))
    }

    /// The short name of a matter, as a list tells it.
    #[must_use]
    pub fn title(&self, title: &Title) -> String {
        match title {
            Title::Open(title) => title.clone(),
            Title::Accusation => self.t("title-accusation").to_owned(),
            Title::Erased => self.t("title-erased").to_owned(),
        }
    }

    /// A message whose key is put together: `page.named("role", "clerk")` is `role-clerk`. A word that the catalogue lacks shows itself.
    #[must_use]
    pub fn named<'a>(&self, family: &str, word: &'a str) -> &'a str {
        self.maybe(family, word).unwrap_or(word)
    }

    /// The same where the catalogue may be silent: hints, finer words.
    #[must_use]
    pub fn maybe(&self, family: &str, word: &str) -> Option<&'static str> {
        // Some hundred times a page: joined, not formatted.
        self.words().find(&[family, "-", word].concat())
    }

    /// Who has this page before him, of which organ, and when: what stands on every print. Empty when nobody is at work.
    #[must_use]
    pub fn printed(&self) -> String {
        let Some(session) = self.worker() else { return String::new() };
        let now = self.web.house().now();
        let when = format!("{} {}", now.local_day(), dates::clock(now));
        self.with3("printed-by", "who", session.shown_name.clone(), "organ", session.organ_name.clone(), "when", when)
    }

    /// One part of a refusal: `says`, `rule` or `way`; empty when the catalogue has none.
    #[must_use]
    pub fn refusal_part(&self, refusal: &Refusal, part: &str) -> String {
        let key = if part == "says" { format!("refusal-{}", refusal.code) } else { format!("refusal-{}.{part}", refusal.code) };
        if !self.words().has(&key) {
            return if part == "says" { refusal.to_string() } else { String::new() };
        }
        let args: FluentArgs<'_> = refusal.args.iter().map(|(name, value)| (*name, value.word())).collect();
        self.words().with(&key, &args)
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.frame.language
    }

    /// The words of a law's row, in the language of the page.
    #[must_use]
    pub fn row<'a>(&self, row: &'a CodeRow) -> &'a str {
        if self.is_english() { &row.en } else { &row.zh }
    }

    /// Rows of the law to choose from: each code with its words.
    pub fn choices<'a>(&self, rows: impl IntoIterator<Item = &'a CodeRow>) -> Vec<(String, String)> {
        rows.into_iter().map(|row| (row.code.clone(), self.row(row).to_owned())).collect()
    }

    /// Whether the page is in English: which of a law row's two texts it tells.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.frame.language == Language::English
    }

    /// For the `lang` attribute.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.frame.language.code()
    }

    /// Whether the page is large (elder mode).
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.frame.large
    }

    /// What scripts of this page must carry.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.frame.nonce
    }

    /// The number of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.frame.operation
    }

    /// The path, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.frame.path
    }

    /// The path with its query, where to come back to; empty for the answer to a sent form.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.frame.address
    }

    /// The address of an asset: `page.asset("app.css")`.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// The key of the forms of this page.
    #[must_use]
    pub fn form_key(&self) -> &str {
        self.form_key.get_or_init(|| {
            let house = self.web.house();
            key::mint(house.vault().master(), house.random(), house.now(), &self.subject())
        })
    }

    fn subject(&self) -> Subject {
        match &self.session {
            Some(session) if !session.step.is_ended() => Subject::Account(session.account),
            _ => Subject::Visit(self.frame.visit.clone()),
        }
    }

    /// Who is signed in, at whatever step.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// Who is at work.
    #[must_use]
    pub fn worker(&self) -> Option<&Session> {
        self.session().filter(|session| session.step == Step::In)
    }

    /// The role at work.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.worker().and_then(|session| session.asker.as_ref()).map(|asker| asker.role)
    }

    /// The pages of the menu that exist and are for this role.
    #[must_use]
    pub fn menu(&self) -> Vec<MenuItem> {
        let Some(role) = self.role() else { return vec![] };
        let is_here = |path: &str| self.frame.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.web.menu(role).iter().map(|(path, name)| MenuItem { path, name, here: is_here(path) }).collect()
    }

    /// Whether an address exists and is for this role: for links that a page may offer.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let admits = |access: Access| self.role().map_or(!access.needs_work(), |role| access.admits(role));
        self.web.known().iter().any(|known| known.method == Method::GET && known.path == path && admits(known.access))
    }

    /// After so many seconds without a key or a click the script locks the screen; 0 when nobody is at work.
    #[must_use]
    pub fn idle_seconds(&self) -> i64 {
        if self.worker().is_some() { self.web.settings().idle_minutes * 60 } else { 0 }
    }

    /// Whether this is a demonstration.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.web.settings().demonstration
    }

    /// How people reach the installation.
    #[must_use]
    pub fn public_address(&self) -> &str {
        &self.web.settings().public_address
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.web.house().now()
    }

    /// The local day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.web.house().today()
    }

    /// `10月28日`, with the year when it is another.
    #[must_use]
    pub fn day(&self, day: &Day) -> String {
        dates::day(self.frame.language, *day, self.today())
    }

    /// `10月28日 周二`.
    #[must_use]
    pub fn day_and_weekday(&self, day: &Day) -> String {
        format!("{} {}", self.day(day), dates::weekday(self.frame.language, *day))
    }

    /// `周二`.
    #[must_use]
    pub fn weekday(&self, day: &Day) -> &'static str {
        dates::weekday(self.frame.language, *day)
    }

    /// `10月28日 09:31`.
    #[must_use]
    pub fn moment(&self, moment: &Moment) -> String {
        format!("{} {}", self.day(&moment.local_day()), dates::clock(*moment))
    }

    /// `09:31`.
    #[must_use]
    pub fn clock(&self, moment: &Moment) -> String {
        dates::clock(*moment)
    }
}

impl FromRequestParts<Web> for Page {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Oops> {
        let frame = parts.extensions.get::<Arc<Frame>>().cloned().ok_or_else(|| Oops::Bug("a page outside its frame".to_owned()))?;
        Ok(Self::bare(web.clone(), frame, parts.extensions.get().cloned()))
    }
}
