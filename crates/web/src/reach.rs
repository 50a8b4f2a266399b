//! How somebody wants to be told: the few fields that ask it, wherever it is asked.

use crate::{locale::Language, page::Page, state::Web};
use casework::notify::reach::{Reach, Way, needs_safety};
use kernel::identity::Phone;

/// The spans of a day that can be chosen, with their hours; the first is "any time", which nobody has to say.
const SPANS: [(&str, Option<u8>, Option<u8>); 5] = [
    ("", None, None),
    ("morning", Some(8), Some(12)),
    ("noon", Some(11), Some(14)),
    ("afternoon", Some(14), Some(18)),
    ("evening", Some(18), Some(21)),
];

/// The fields, as they are drawn.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// A code of [`Way`]; empty for what nobody said.
    pub way: String,
    /// The number or address for it.
    pub to: String,
    /// A code of the spans.
    pub span: String,
    /// Whether word may be left.
    pub leave: bool,
    /// Whether the way is safe.
    pub safe: bool,
    /// Whether it is kept from whoever handles the matter.
    pub keep: bool,
}

impl Fields {
    /// The ways, in the order in which they are asked.
    pub const WAYS: [Way; 5] = [Way::Sms, Way::Call, Way::Letter, Way::Mail, Way::Nothing];

    /// The spans: as the form sends them, and as the catalogue names them.
    pub fn spans() -> impl Iterator<Item = (&'static str, &'static str)> {
        SPANS.iter().map(|span| (span.0, if span.0.is_empty() { "any" } else { span.0 }))
    }

    /// As it was said last, for changing it: but for the number or address, which no form reads out. Left empty, it stays.
    #[must_use]
    pub fn of(reach: &Reach) -> Self {
        let span = SPANS.iter().find(|span| (span.1, span.2) == (reach.from, reach.until)).map_or("", |span| span.0);
        Self {
            way: reach.way.map_or("", Way::code).to_owned(),
            to: String::new(),
            span: span.to_owned(),
            leave: reach.leave_word,
            safe: reach.safe,
            keep: reach.keep,
        }
    }

    /// As it was typed.
    #[must_use]
    pub fn typed<'t>(text: impl Fn(&str) -> &'t str) -> Self {
        let ticked = |name: &str| !text(name).is_empty();
        Self {
            way: text("reach_way").to_owned(),
            to: text("reach_to").trim().to_owned(),
            span: text("reach_span").to_owned(),
            leave: ticked("reach_leave"),
            safe: ticked("reach_safe"),
            keep: ticked("reach_keep"),
        }
    }

    /// Whether anything was said.
    #[must_use]
    pub fn is_said(&self) -> bool {
        !self.way.is_empty() || !self.to.is_empty() || self.leave || self.safe || self.keep || !self.span.is_empty()
    }

    /// What was said, as it is; registering is never refused for it. Messages are in the language in which she said it.
    #[must_use]
    pub fn reach(&self, language: Language) -> Reach {
        let span = SPANS.iter().find(|span| span.0 == self.span);
        Reach {
            way: Way::parse(&self.way),
            to: self.to.clone(),
            from: span.and_then(|span| span.1),
            until: span.and_then(|span| span.2),
            leave_word: self.leave,
            safe: self.safe,
            english: language == Language::English,
            keep: self.keep,
        }
    }

    /// What stands in the field `to`, masked: for a line that says how she is told now.
    #[must_use]
    pub fn masked(to: &str) -> String {
        match (Phone::parse(to), to.split_once('@')) {
            (Ok(phone), _) => phone.masked(),
            (_, Some((name, host))) => format!("{}…@{host}", name.chars().take(2).collect::<String>()),
            _ => String::new(),
        }
    }
}

/// How she is told now, in a sentence; `label` is that of the matter.
#[must_use]
pub fn told(page: &Page, reach: &Reach, phone: &str, label: i64) -> String {
    let waits = needs_safety(label) && !(reach.safe && reach.way.is_some());
    let way = page.named("reach-now", reach.way.map_or("unsaid", Way::code));
    let to = if reach.to.is_empty() { phone } else { &reach.to };
    let shown = if matches!(reach.way, None | Some(Way::Sms | Way::Call | Way::Mail)) { Fields::masked(to) } else { String::new() };
    let hours = reach.hours();
    let is_timed = matches!(reach.way, None | Some(Way::Sms | Way::Call | Way::Mail)) && !shown.is_empty();
    let hours = if is_timed { page.with2("reach-hours", "from", i64::from(hours.from()), "until", i64::from(hours.until())) } else { String::new() };
    let waits = if waits { page.t("reach-waits") } else { "" };
    let kept = if reach.keep { page.t("reach-kept") } else { "" };
    let told = [way, shown.as_str(), hours.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(page.t("reach-between"));
    [told.as_str(), waits, kept].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(page.t("reach-then"))
}

/// Messages that nobody here sends: whoever asks for them is rung instead, and is told so.
#[must_use]
pub fn missing(web: &Web, page: &Page) -> Vec<&'static str> {
    let missing = [Way::Sms, Way::Mail].into_iter().filter(|way| !web.settings().ways.contains(way));
    missing.map(|way| page.named("reach", way.code())).collect()
}
