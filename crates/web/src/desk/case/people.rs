//! Who is in the matter: persons, as far as they may be shown, and the offices that have it.

use super::forms;
use crate::page::Page;
use casework::{
    Asker,
    petition::{
        model::Person,
        page::Case,
        seal::{Card, open_card},
    },
};
use kernel::{Moment, identity::Phone};

/// A person of the matter.
pub struct PersonView {
    /// What she is in it.
    pub part: String,
    /// Her name, or what stands for it.
    pub name: String,
    /// Her phone, masked or open.
    pub phone: String,
    /// What she needs, address, notes.
    pub notes: Vec<String>,
    /// Whether the phone can be opened.
    pub masked: bool,
}

/// Whether numbers stand in full; they are masked until somebody asks for them, which is a look of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phones {
    /// As `138****2544`.
    Masked,
    /// In full.
    Open,
}

/// Everybody's card, in the matter's order: `None` of who gave none, was erased, or is an accuser whom this officer may not know (C-31).
pub(super) fn cards(asker: &Asker, case: &Case, now: Moment) -> Vec<Option<Card>> {
    let petition = &case.petition;
    let hidden = petition.hides_accuser_from(asker.account, now);
    let open = |person: &Person| if hidden || person.erased_on.is_some() { None } else { open_card(&case.keys, person) };
    petition.persons.iter().map(open).collect()
}

pub(super) fn people(asker: &Asker, page: &Page, case: &Case, now: Moment, cards: &[Option<Card>], phones: Phones) -> Vec<PersonView> {
    let petition = &case.petition;
    let hidden = petition.hides_accuser_from(asker.account, now);
    petition
        .persons
        .iter()
        .zip(cards)
        .map(|(person, card)| {
            let part = forms::part_name(page, person.part).to_owned();
            let plain = |name: &str| PersonView { part: part.clone(), name: name.to_owned(), phone: String::new(), notes: vec![], masked: false };
            if person.erased_on.is_some() {
                return plain(page.t("erased"));
            }
            if hidden {
                return plain(page.t("accuser"));
            }
            match card {
                None => plain(page.t("anonymous")),
                Some(card) => match person.kept_by.filter(|keeper| *keeper != asker.organ) {
                    None => PersonView { part, ..card_view(page, card, phones) },
                    // How she is reached is not for whoever handles it: the organ that she told it to passes word on (C-39).
                    Some(keeper) => {
                        let mut view = card_view(page, &card.clone().without_contact(), phones);
                        view.notes.push(page.with("contact-kept", "organ", case.directory.organ_name(keeper)));
                        PersonView { part, ..view }
                    }
                },
            }
        })
        .collect()
}

fn card_view(page: &Page, card: &Card, phones: Phones) -> PersonView {
    let masked = phones == Phones::Masked && !card.phone.is_empty();
    let phone = match Phone::parse(&card.phone) {
        Ok(phone) if masked => phone.masked(),
        _ if masked => "••••".to_owned(),
        _ => card.phone.clone(),
    };
    let needs = [(card.large_print, "needs-large-print"), (card.read_aloud, "needs-read-aloud"), (card.dialect, "needs-dialect")];
    let mut notes: Vec<String> = needs.into_iter().filter(|(wanted, _)| *wanted).map(|(_, key)| page.t(key).to_owned()).collect();
    notes.extend([card.address.clone(), card.note.clone()].into_iter().filter(|text| !text.is_empty()));
    PersonView {
        part: String::new(),
        name: if card.name.is_empty() { page.t("anonymous").to_owned() } else { card.name.clone() },
        phone,
        notes,
        masked,
    }
}

pub(super) fn offices(page: &Page, case: &Case) -> Vec<(String, String, String, String)> {
    let petition = &case.petition;
    let organ = |organ| case.directory.organ(organ).map(|organ| (organ.name.clone(), organ.phone.clone())).unwrap_or_default();
    let (holder, phone) = organ(petition.holder);
    let mut offices = vec![(page.t("office-holder").to_owned(), case.directory.person(petition.officer).to_owned(), holder, phone)];
    if petition.origin != petition.holder {
        let (origin, phone) = organ(petition.origin);
        offices.push((page.t("office-origin").to_owned(), case.directory.person(petition.registered_by).to_owned(), origin, phone));
    }
    offices
}
