//! What pages say, in Chinese and English: the catalogues of `/locales`, read once.
//!
//! A message without variables is rendered at the start and costs a look-up. One with variables and nothing to choose is
//! cut into its pieces at the start and put together when asked; only plurals and choices go through Fluent each time.
//! `t("day-title")` is a message, `t("refusal-EXT_TOO_LONG.way")` one of its attributes. A key that does not exist shows
//! itself, and a test finds it before anybody sees it.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use fluent_syntax::ast;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{borrow::Cow, sync::LazyLock};
use unic_langid::LanguageIdentifier;

include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

/// A language that pages can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 简体中文.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// As in the `lang` attribute, cookies and accounts: `zh-CN`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Reads a code; anything unknown is Chinese.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        if code == "en" { Self::English } else { Self::Chinese }
    }

    /// Its catalogue.
    #[must_use]
    pub fn words(self) -> &'static Catalogue {
        static CHINESE_WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read("zh-CN", CHINESE));
        static ENGLISH_WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read("en", ENGLISH));
        match self {
            Self::Chinese => &CHINESE_WORDS,
            Self::English => &ENGLISH_WORDS,
        }
    }
}

/// A piece of a message.
enum Piece {
    Text(String),
    Variable(String),
}

/// Whether a number is whole and told by its digits alone: then it need not be written as a fraction that has none.
fn is_plain(number: &FluentNumber) -> bool {
    number.value.fract() == 0.0 && number.value.abs() < 1e15 && number.options.minimum_fraction_digits.is_none()
}

/// A pattern's pieces; `None` when it has no variable, chooses between words or refers to another message.
fn pieces(pattern: &ast::Pattern<&str>) -> Option<Vec<Piece>> {
    let piece = |element: &ast::PatternElement<&str>| match element {
        ast::PatternElement::TextElement { value } => Some(Piece::Text((*value).to_owned())),
        ast::PatternElement::Placeable { expression: ast::Expression::Inline(inline) } => match inline {
            ast::InlineExpression::VariableReference { id } => Some(Piece::Variable(id.name.to_owned())),
            _ => None,
        },
        ast::PatternElement::Placeable { .. } => None,
    };
    let pieces: Vec<Piece> = pattern.elements.iter().map(piece).collect::<Option<_>>()?;
    pieces.iter().any(|piece| matches!(piece, Piece::Variable(_))).then_some(pieces)
}

/// All messages of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    // A page asks some hundred times; the keys are the program's own, so a quick hash does.
    ready: FxHashMap<String, String>,
    pieces: FxHashMap<String, Vec<Piece>>,
    keys: Vec<String>,
    known: FxHashSet<String>,
}

impl Catalogue {
    fn read(language: &str, files: &[(&str, &str)]) -> Self {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks around variables would be read aloud as question marks by old screen readers.
        bundle.set_use_isolating(false);
        let (mut keys, mut cut) = (vec![], FxHashMap::default());
        for (name, text) in files {
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(file = name, errors = errors.len(), "a message catalogue has lines that cannot be read");
                resource
            });
            for entry in resource.entries() {
                if let ast::Entry::Message(message) = entry {
                    let value = message.value.iter().map(|value| (message.id.name.to_owned(), value));
                    let attributes = message.attributes.iter().map(|one| (format!("{}.{}", message.id.name, one.id.name), &one.value));
                    for (key, pattern) in value.chain(attributes) {
                        cut.extend(pieces(pattern).map(|pieces| (key.clone(), pieces)));
                        keys.push(key);
                    }
                }
            }
            if bundle.add_resource(resource).is_err() {
                tracing::error!(file = name, "a message stands in two catalogues");
            }
        }
        let known = keys.iter().cloned().collect();
        let mut made = Self { bundle, ready: FxHashMap::default(), pieces: FxHashMap::default(), keys, known };
        made.ready = made.keys.iter().filter_map(|key| Some((key.clone(), made.format(key, None)?))).collect();
        made.pieces = cut;
        made
    }

    /// A message without variables; the key itself when there is none.
    #[must_use]
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.ready.get(key).map_or(key, String::as_str)
    }

    /// A message without variables, if there is one.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.ready.get(key).map(String::as_str)
    }

    /// A message with variables; the key itself when there is none, or a variable is missing.
    #[must_use]
    pub fn with(&self, key: &str, args: &FluentArgs<'_>) -> String {
        match self.ready.get(key) {
            Some(ready) => ready.clone(),
            None => self.put_together(key, args).or_else(|| self.format(key, Some(args))).unwrap_or_else(|| key.to_owned()),
        }
    }

    /// A message filled with values, for who has no page: commands. Empty when the catalogue has none.
    #[must_use]
    pub fn filled(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        if self.has(key) { self.with(key, &args) } else { String::new() }
    }

    /// A message of pieces; `None` when it is another's work, or a variable is missing.
    fn put_together(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let mut text = String::with_capacity(64);
        for piece in self.pieces.get(key)? {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Variable(name) => match args.get(name.as_str())? {
                    FluentValue::String(words) => text.push_str(words),
                    FluentValue::Number(number) if is_plain(number) => {
                        #[expect(clippy::cast_possible_truncation, reason = "a whole number far below 2^53")]
                        text.push_str(itoa::Buffer::new().format(number.value as i64));
                    }
                    FluentValue::Number(number) => text.push_str(&number.as_string()),
                    _ => return None,
                },
            }
        }
        Some(text)
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    /// Every key, attributes as `key.attribute`, in the order of the files.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = vec![];
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

/// What can fill a variable of a message; templates hand over references, hence the one for `&T`.
pub trait Word {
    /// As Fluent takes it: numbers stay numbers, so that English finds its plural.
    fn word(&self) -> FluentValue<'static>;
}

impl<T: Word + ?Sized> Word for &T {
    fn word(&self) -> FluentValue<'static> {
        (**self).word()
    }
}

/// Numbers as plain digits, without separators.
macro_rules! number_words {
    ($($kind:ty),*) => { $(
        impl Word for $kind {
            fn word(&self) -> FluentValue<'static> {
                let options = fluent_bundle::types::FluentNumberOptions { use_grouping: false, ..Default::default() };
                #[expect(clippy::cast_precision_loss, reason = "counts of cases and days, far below 2^53")]
                let value = *self as f64;
                FluentValue::Number(fluent_bundle::types::FluentNumber::new(value, options))
            }
        }
    )* };
}
number_words!(i64, u64, usize);

/// Everything else as its own text.
macro_rules! text_words {
    ($($kind:ty),*) => { $(
        impl Word for $kind {
            fn word(&self) -> FluentValue<'static> {
                FluentValue::String(Cow::Owned(self.to_string()))
            }
        }
    )* };
}
text_words!(str, String, kernel::Day, Cow<'_, str>);

macro_rules! small_number_words {
    ($($kind:ty),*) => { $(
        impl Word for $kind {
            fn word(&self) -> FluentValue<'static> { i64::from(*self).word() }
        }
    )* };
}
small_number_words!(i32, u32, u16, u8);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_say_what_fluent_says() {
        for language in [Language::Chinese, Language::English] {
            let words = language.words();
            assert!(words.pieces.len() > 100, "hardly a message is in pieces");
            for (key, pieces) in &words.pieces {
                assert!(pieces.iter().any(|piece| matches!(piece, Piece::Variable(_))), "{key} is ready without its pieces");
                let mut args = FluentArgs::new();
                for (at, piece) in pieces.iter().enumerate() {
                    if let Piece::Variable(name) = piece {
                        args.set(name.as_str(), if at % 2 == 0 { FluentValue::from(1_234_567 + at) } else { "甲乙".word() });
                    }
                }
                assert_eq!(words.put_together(key, &args), words.format(key, Some(&args)), "{key}");
            }
        }
    }
}
