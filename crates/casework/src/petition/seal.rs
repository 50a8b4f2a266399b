//! Sealing what people say before it enters the queue, and opening it for a page.

use super::model::{Part, Person, Words};
use crate::{notify::reach::Reach, vault::CaseKeys};
use kernel::{
    Random,
    sealed::{Opened, Sealed},
};
use serde::{Deserialize, Serialize};

/// A person's card: what she told of herself. Everything may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Name.
    pub name: String,
    /// Phone, as told.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Number of a document, if she gave one.
    pub document: String,
    /// Letters in large print.
    pub large_print: bool,
    /// Wants to be read to.
    pub read_aloud: bool,
    /// Speaks a dialect, wants someone who does.
    pub dialect: bool,
    /// When and how to reach her, and whatever else helps.
    pub note: String,
    /// What a paper of mediation says of a party besides (基本情况).
    #[serde(skip_serializing_if = "Basics::is_unsaid")]
    pub basics: Basics,
    /// How messages reach her safely, as she said when she was heard.
    #[serde(skip_serializing_if = "Reach::is_unsaid")]
    pub reach: Reach,
}

/// What an agreement says of a person besides her name (若干规定 art 35). Everything may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Basics {
    /// 男, 女.
    pub sex: String,
    /// 汉族.
    pub ethnicity: String,
    /// The year in which she was born.
    pub born: Option<i16>,
    /// What she does, and where.
    pub occupation: String,
}

impl Basics {
    /// Whether nothing of it was said.
    #[must_use]
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }
}

impl Card {
    /// The card without what tells how she is reached (C-39).
    #[must_use]
    pub fn without_contact(self) -> Self {
        Self { phone: String::new(), address: String::new(), note: String::new(), reach: Reach::default(), ..self }
    }
}

/// Seals the texts of one case.
pub struct Sealer<'a> {
    keys: &'a CaseKeys,
    random: &'a dyn Random,
}

impl<'a> Sealer<'a> {
    /// A sealer over the case's keys.
    #[must_use]
    pub const fn new(keys: &'a CaseKeys, random: &'a dyn Random) -> Self {
        Self { keys, random }
    }

    /// Seals a text of the narrative; surrounding white space is cut, line ends are `\n`.
    ///
    /// When the narrative's key was destroyed nothing more can be written under it: the text is dropped and counts as
    /// empty, which every rule refuses.
    #[must_use]
    pub fn words(&self, text: &str) -> Words {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        match self.keys.seal(self.random, store::keys::NARRATIVE, "words", text) {
            Some(sealed) => Words { sealed, chars: u32::try_from(text.chars().count()).unwrap_or(u32::MAX) },
            None => Words { sealed: Sealed::default(), chars: 0 },
        }
    }

    /// Seals a text unless it is empty.
    #[must_use]
    pub fn words_if_any(&self, text: &str) -> Option<Words> {
        if text.trim().is_empty() { None } else { Some(self.words(text)) }
    }

    /// Seals how a person wants to be told, under her own key; `None` when she was erased.
    #[must_use]
    pub fn reach(&self, subject: i64, reach: &Reach) -> Option<Sealed> {
        self.keys.seal(self.random, subject, "reach", &serde_json::to_string(reach).unwrap_or_default())
    }

    /// How a person wants to be told, as it was said last: what is changed now is said over that.
    #[must_use]
    pub fn reach_of(&self, person: &Person) -> Reach {
        open_reach(self.keys, person)
    }

    /// Seals a person's card under her own key.
    #[must_use]
    pub fn person(&self, subject: i64, part: Part, card: &Card) -> Person {
        let text = serde_json::to_string(card).unwrap_or_default();
        let card = if *card == Card::default() { None } else { self.keys.seal(self.random, subject, "card", &text) };
        Person { subject, part, card, erased_on: None, reach: None, kept_by: None }
    }
}

/// How she wants to be told: what was said last; what nobody said is empty.
#[must_use]
pub fn open_reach(keys: &CaseKeys, person: &Person) -> Reach {
    said_later(keys, person).unwrap_or_else(|| open_card(keys, person).map(|card| card.reach).unwrap_or_default())
}

/// A person's card and how she wants to be told; the card, which tells of both, is opened once.
#[must_use]
pub fn open_both(keys: &CaseKeys, person: &Person) -> (Card, Reach) {
    let card = open_card(keys, person).unwrap_or_default();
    let reach = reach_beside(keys, person, &card);
    (card, reach)
}

/// As [`open_reach`], of a person whose card is open already.
#[must_use]
pub fn reach_beside(keys: &CaseKeys, person: &Person, card: &Card) -> Reach {
    said_later(keys, person).unwrap_or_else(|| card.reach.clone())
}

fn said_later(keys: &CaseKeys, person: &Person) -> Option<Reach> {
    let text = keys.open(person.subject, "reach", person.reach.as_ref()?).open()?;
    serde_json::from_str(&text).ok()
}

/// Opens a text of the narrative.
#[must_use]
pub fn open_words(keys: &CaseKeys, words: &Words) -> Opened<String> {
    keys.open(store::keys::NARRATIVE, "words", &words.sealed)
}

/// As [`open_words`]; nothing of what was erased.
#[must_use]
pub fn plain(keys: &CaseKeys, words: &Words) -> String {
    open_words(keys, words).open().unwrap_or_default()
}

/// A person's card as she would give it today: with how she said last that she wants to be told, and whether that is kept from who
/// handles the matter (C-39).
#[must_use]
pub fn card_today(keys: &CaseKeys, person: &Person) -> Card {
    let (card, reach) = open_both(keys, person);
    Card { reach: Reach { keep: person.kept_by.is_some(), ..reach }, ..card }
}

/// Opens a person's card; `None` when there is none or it was erased.
#[must_use]
pub fn open_card(keys: &CaseKeys, person: &Person) -> Option<Card> {
    let text = keys.open(person.subject, "card", person.card.as_ref()?).open()?;
    serde_json::from_str(&text).ok()
}
