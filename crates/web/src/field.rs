//! A field of a verb's form, and how fields are made: named from the catalogue, filled with what was typed before.

use crate::page::Page;

/// How a field is drawn.
pub enum Input {
    /// One line.
    Text,
    /// Several lines.
    Area,
    /// Several lines on the ground of the person's own words.
    OwnWords,
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// One of a list.
    Select(Vec<(String, String)>),
    /// Some of a list.
    Several(Vec<(String, String)>),
    /// Some of a few, all shown.
    Boxes(Vec<(String, String)>),
    /// One of a few, all shown.
    Radio(Vec<(String, String)>),
    /// Yes or not.
    Tick,
    /// A file.
    File,
}

/// A field.
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in; may be empty.
    pub hint: String,
    /// How it is drawn.
    pub input: Input,
    /// What stands in it; of several chosen ones, all of them with a space between.
    pub value: String,
    /// Whether it must be filled in.
    pub must: bool,
}

impl Field {
    /// Whether it stands on the ground of the person's own words.
    pub const fn is_own_words(&self) -> bool {
        matches!(self.input, Input::OwnWords)
    }

    /// Whether this is one of the chosen ones.
    pub fn holds(&self, value: &str) -> bool {
        self.value.split(' ').any(|chosen| chosen == value)
    }
}

/// What was typed before a refusal; empty at first.
pub type Typed = Vec<(String, String)>;

/// Makes the fields of one verb's form, with what was typed before.
pub struct Maker<'a> {
    page: &'a Page,
    verb: &'a str,
    typed: &'a Typed,
    fields: Vec<Field>,
}

impl<'a> Maker<'a> {
    pub const fn new(page: &'a Page, verb: &'a str, typed: &'a Typed) -> Self {
        Self { page, verb, typed, fields: vec![] }
    }

    /// The field that was made last, to be told otherwise.
    pub fn last(&mut self) -> Option<&mut Field> {
        self.fields.last_mut()
    }

    /// Names the last `n` fields otherwise than the catalogue does by their names.
    pub fn relabel(&mut self, n: usize, label: impl Fn(&str) -> String) {
        let from = self.fields.len().saturating_sub(n);
        for field in self.fields.iter_mut().skip(from) {
            field.label = label(&field.name);
        }
    }

    /// What was made.
    pub fn done(self) -> Vec<Field> {
        self.fields
    }

    /// A field that has to be filled in.
    pub fn must(&mut self, name: &str, input: Input, value: &str) -> &mut Self {
        let field = Field { must: true, ..self.field(name, input, value) };
        self.fields.push(field);
        self
    }

    /// A field that may stay empty.
    pub fn may(&mut self, name: &str, input: Input, value: &str) -> &mut Self {
        let field = self.field(name, input, value);
        self.fields.push(field);
        self
    }

    fn field(&self, name: &str, input: Input, value: &str) -> Field {
        let all: Vec<&str> = self.typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
        let typed = match input {
            Input::Several(_) | Input::Boxes(_) if !all.is_empty() => Some(all.join(" ")),
            _ => all.first().map(|value| (*value).to_owned()),
        };
        let named = |part: &str| {
            let own = self.page.maybe("field", &format!("{}-{name}{part}", self.verb));
            own.or_else(|| self.page.maybe("field", &format!("{name}{part}"))).unwrap_or_default()
        };
        let (label, hint) = (named("").to_owned(), named("-hint").to_owned());
        Field { name: name.to_owned(), label, hint, input, value: typed.unwrap_or_else(|| value.to_owned()), must: false }
    }

    /// A list of which one becomes a fact of the record, and one has to be chosen.
    pub fn must_choose(&mut self, name: &str, options: Vec<(String, String)>, value: &str) -> &mut Self {
        self.must(name, Input::Select(unchosen(self.page, options)), value)
    }

    /// A list of which one becomes a fact of the record, or none.
    pub fn may_choose(&mut self, name: &str, options: Vec<(String, String)>, value: &str) -> &mut Self {
        self.may(name, Input::Select(unchosen(self.page, options)), value)
    }

    /// How a paper was brought to her, and what shows it.
    pub fn service(&mut self, ways: Vec<(String, String)>) -> &mut Self {
        self.must_choose("way", ways, "").may("consented", Input::Tick, "")
    }
}

/// Nothing is chosen for the officer, unless there is but one.
fn unchosen(page: &Page, mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    if options.len() != 1 {
        options.insert(0, (String::new(), page.t("please-choose").to_owned()));
    }
    options
}
