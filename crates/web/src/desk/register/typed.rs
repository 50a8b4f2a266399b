//! What was typed into the registration form, and what is told of it.

use crate::{
    locale::Language,
    page::Page,
    posted::{Field, Posted},
    reach::Fields,
};
use casework::petition::{model::Channel, register::Told, seal::Card};
use kernel::{AreaPath, Day, refusal::Refusal};

/// At most so many claims; each is answered by itself.
const MOST_CLAIMS: usize = 20;
/// So many rows for claims stand ready.
const FIRST_ROWS: usize = 2;

/// The fields as they were typed; all of them come back when something is asked.
#[derive(Debug, Clone, Default)]
pub struct Typed(Vec<Field>);

impl From<&Posted> for Typed {
    fn from(posted: &Posted) -> Self {
        Self(posted.fields().to_vec())
    }
}

impl From<Vec<Field>> for Typed {
    fn from(fields: Vec<Field>) -> Self {
        Self(fields)
    }
}

impl Typed {
    /// What stands in a field; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether a box is ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(found, _)| found == name)
    }

    /// Whether a choice is the chosen one.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == value
    }

    /// Whether nothing was typed yet.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(name, value)| {
            matches!(name.as_str(), "form_key" | "draft_key" | "act" | "same" | "channel" | "received_on" | "head_count") || value.trim().is_empty()
        })
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// What she wants, row by row.
    pub fn claims(&self) -> Vec<&str> {
        self.all("claim").take(MOST_CLAIMS).collect()
    }

    /// Those who speak for a group.
    pub fn representatives(&self) -> Vec<&str> {
        self.all("representative").collect()
    }

    /// Rows to draw for claims: what there is, and room for one more.
    pub fn claim_rows(&self) -> Vec<String> {
        rows(self.claims(), usize::from(self.text("act") == "more"), FIRST_ROWS)
    }

    /// Rows to draw for representatives.
    pub fn representative_rows(&self) -> Vec<String> {
        rows(self.representatives(), usize::from(self.text("act") == "more_people"), 1)
    }

    /// Whether the other sheet of the form, for a group or a matter of other systems, has something in it.
    pub fn has_more(&self) -> bool {
        ["outside_number", "title", "document"].iter().any(|name| !self.text(name).is_empty())
            || self.text("head_count").parse::<u32>().is_ok_and(|n| n > 1)
            || !self.representatives().is_empty()
    }

    /// Who is heard: everything may be empty. `language` is that in which messages go to her.
    pub fn card(&self, language: Language) -> Card {
        let text = |name: &str| self.text(name).to_owned();
        Card {
            name: text("name"),
            phone: text("phone"),
            address: text("address"),
            document: text("document"),
            large_print: self.has("large_print"),
            read_aloud: self.has("read_aloud"),
            dialect: self.has("dialect"),
            note: text("note"),
            basics: casework::petition::seal::Basics::default(),
            reach: self.reach().reach(language),
        }
    }

    /// How she wants to be told.
    pub fn reach(&self) -> Fields {
        Fields::typed(|name| self.text(name))
    }

    /// What is told, with the place that was found for it, and the language in which messages go to her.
    ///
    /// # Errors
    /// `DATE_UNREADABLE` for a day that is none.
    pub fn told(&self, area: Option<AreaPath>, spot: String, language: Language) -> Result<Told, Refusal> {
        let received_on = match self.text("received_on") {
            "" => None,
            typed => Some(typed.parse::<Day>().map_err(|_| Refusal::new("DATE_UNREADABLE", "TM-7").at("received_on"))?),
        };
        Ok(Told {
            channel: Channel::parse(self.text("channel")),
            received_on,
            area,
            spot,
            title: self.text("title").to_owned(),
            words: self.text("words").to_owned(),
            claims: self.claims().into_iter().map(str::to_owned).collect(),
            petitioner: self.card(language),
            kept_by: None,
            representatives: self.representatives().into_iter().map(|name| Card { name: name.to_owned(), ..Card::default() }).collect(),
            other_party: None,
            head_count: self.text("head_count").parse().unwrap_or(1),
            confirmed: self.text("confirmed").to_owned(),
            is_accusation: self.has("is_accusation"),
            is_violence: self.has("is_violence"),
            is_minor: self.has("is_minor"),
            first_time: self.has("first_time"),
            outside_number: self.text("outside_number").to_owned(),
            papers: vec![],
            begun: None,
        })
    }

    /// The number of the matter that this is again; `None` when it is another, or nobody said.
    pub fn same_as(&self) -> Option<&str> {
        Some(self.text("same")).filter(|number| !matches!(*number, "" | "none"))
    }

    /// The record in the words in which it is read to her: 您是…，您说…，您要…
    pub fn read_back(&self, page: &Page, place: &str) -> Vec<String> {
        let mut lines = vec![];
        let name = self.text("name");
        lines.push(if name.is_empty() { page.t("readback-nobody").to_owned() } else { page.with("readback-you-are", "name", name.to_owned()) });
        let address = self.text("address");
        if !address.is_empty() {
            lines.push(page.with("readback-live", "address", address.to_owned()));
        }
        let spot = [place, self.text("spot")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
        if !spot.is_empty() {
            lines.push(page.with("readback-where", "place", spot));
        }
        let words = self.text("words");
        if !words.is_empty() {
            lines.push(page.with("readback-said", "words", words.to_owned()));
        }
        let claims = self.claims();
        if claims.is_empty() {
            lines.push(page.t("readback-no-claims").to_owned());
        } else {
            let listed: Vec<String> = claims
                .iter()
                .enumerate()
                .map(|(at, claim)| page.with2("readback-claim", "n", numeral(page, at + 1), "claim", (*claim).to_owned()))
                .collect();
            lines.push(page.with2("readback-claims", "n", claims.len(), "claims", listed.join(page.t("readback-between"))));
        }
        lines
    }
}

fn rows(typed: Vec<&str>, more: usize, least: usize) -> Vec<String> {
    let many = (typed.len() + more).max(least);
    let mut rows: Vec<String> = typed.into_iter().map(str::to_owned).collect();
    rows.resize(many, String::new());
    rows
}

/// 一、二、三 in Chinese, 1, 2, 3 in English; digits above ten.
fn numeral(page: &Page, n: usize) -> String {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let chinese = if page.lang() == "en" { None } else { CHINESE.get(n.wrapping_sub(1)) };
    chinese.map_or_else(|| n.to_string(), |&word| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn rows_are_what_there_is_and_room_for_more() {
        assert_eq!(typed(&[]).claim_rows(), ["", ""]);
        assert_eq!(typed(&[("claim", "一"), ("claim", " "), ("claim", "二")]).claim_rows(), ["一", "二"]);
        assert_eq!(typed(&[("claim", "一"), ("claim", "二"), ("act", "more")]).claim_rows(), ["一", "二", ""]);
    }

    #[test]
    fn a_day_that_is_none_is_asked_again_and_an_empty_one_is_today() {
        let told = |day: &str| typed(&[("received_on", day)]).told(None, String::new(), Language::Chinese);
        assert_eq!(told("").unwrap().received_on, None);
        assert_eq!(told("2025-10-28").unwrap().received_on, "2025-10-28".parse().ok());
        assert_eq!(told("十月二十八").unwrap_err().field, Some("received_on"));
    }

    #[test]
    fn only_what_a_person_said_counts_as_typed() {
        assert!(typed(&[("channel", "visit"), ("received_on", "2025-10-28"), ("words", " ")]).is_empty());
        assert!(!typed(&[("words", "水沟")]).is_empty());
    }
}
