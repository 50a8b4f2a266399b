//! The case opened for a letter.

use crate::petition::{
    Did, Event,
    model::{Part, label},
    page::Case,
    seal::{Card, open_card, open_words},
};
use kernel::{
    Day,
    id::{AccountId, OrganId},
    sealed::Opened,
};
use store::ledger::StoredEvent;

/// What letters take from a case.
pub struct Data<'a> {
    /// The case.
    pub case: &'a Case,
    /// Whose letter it will be.
    pub organ: OrganId,
}

impl<'a> Data<'a> {
    /// A text of the narrative; empty when it was erased.
    #[must_use]
    pub fn open(&self, words: &crate::petition::model::Words) -> String {
        match open_words(&self.case.keys, words) {
            Opened::Open(text) => text,
            Opened::Erased => String::new(),
        }
    }

    /// The person's card; empty when she gave nothing, or was erased. A letter is read by whoever has the matter: how she is reached
    /// is in none when she wishes that to be kept (C-39).
    #[must_use]
    pub fn card(&self) -> Card {
        let card = self.case.petition.petitioner().and_then(|person| open_card(&self.case.keys, person)).unwrap_or_default();
        if self.case.petition.contact_keeper().is_some() { card.without_contact() } else { card }
    }

    /// To whom a letter to her is written.
    #[must_use]
    pub fn person(&self) -> String {
        let name = self.card().name;
        if name.trim().is_empty() { "信访人".to_owned() } else { name }
    }

    /// The short name of the matter.
    #[must_use]
    pub fn title(&self) -> String {
        self.open(&self.case.petition.title)
    }

    /// What she asks for.
    #[must_use]
    pub fn claims(&self) -> Vec<String> {
        self.case
            .petition
            .claims
            .iter()
            .filter(|claim| claim.gone.is_none())
            .map(|claim| self.open(&claim.text))
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// Everything that she said: what a letter may quote (C-20).
    #[must_use]
    pub fn hers(&self) -> String {
        let mut all = self.open(&self.case.petition.words);
        self.claims().iter().for_each(|claim| all.push_str(claim));
        for (_, event) in &self.case.events {
            if let Did::Added { words, .. } = &event.did {
                all.push_str(&self.open(words));
            }
        }
        all
    }

    /// The names of the representatives.
    #[must_use]
    pub fn representatives(&self) -> Vec<String> {
        let persons = self.case.petition.persons.iter().filter(|person| person.part == Part::Representative);
        persons.filter_map(|person| open_card(&self.case.keys, person)).map(|card| card.name).filter(|name| !name.is_empty()).collect()
    }

    /// The last event of this kind that the organ wrote.
    #[must_use]
    pub fn own_last(&self, wanted: impl Fn(&Did) -> bool) -> Option<&'a (StoredEvent, Event)> {
        self.case.events.iter().rev().find(|(stored, event)| stored.organ == self.organ && wanted(&event.did))
    }

    /// Which head of this organ agreed to the extension that is asked for; of older events, who approved it. `None` while nobody did.
    #[must_use]
    pub fn extension_approver(&self) -> Option<AccountId> {
        let extension = self.case.petition.extension.as_ref()?;
        let approved = || self.own_last(|did| matches!(did, Did::ExtensionApproved { .. })).map(|(stored, _)| stored.actor);
        extension.agreed.map(|(head, _)| head).or_else(|| extension.approved_on.and_then(|_| approved()))
    }

    /// The name of an organ.
    #[must_use]
    pub fn name(&self, organ: OrganId) -> String {
        self.case.directory.organ_name(organ).to_owned()
    }

    /// Address and phone of an organ, as people reach it.
    #[must_use]
    pub fn contact(&self, organ: OrganId) -> String {
        let Some(organ) = self.case.directory.organ(organ) else { return String::new() };
        let phone = if organ.phone.is_empty() { String::new() } else { format!("电话{}", organ.phone) };
        [organ.address.clone(), phone].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
    }

    /// To whom a notice of this organ is complained of: who watches over it, with its phone; empty where nobody does.
    #[must_use]
    pub fn watch(&self) -> String {
        let over = self.case.directory.watch_over(self.organ);
        over.map(|over| if over.phone.is_empty() { over.name.clone() } else { format!("{}（电话{}）", over.name, over.phone) }).unwrap_or_default()
    }

    /// The body one level above: the organ's parent.
    #[must_use]
    pub fn above(&self) -> String {
        let body = self.case.directory.issuing(self.organ);
        let parent = self.case.directory.organ(body).map_or(OrganId::new(0), |organ| organ.parent);
        self.name(parent)
    }

    /// The last lawful day of the newest clock of a rule, running or not.
    #[must_use]
    pub fn due(&self, rule: &str) -> Option<Day> {
        self.case.petition.clocks.iter().rev().find(|clock| clock.rule == rule).map(|clock| clock.deadline.due_legal)
    }

    /// The day on which it came to this organ from another, and from which.
    #[must_use]
    pub fn came_from(&self) -> Option<(OrganId, Day)> {
        self.case.petition.hops.iter().rev().find(|hop| hop.to == self.organ && !hop.returned).map(|hop| (hop.from, hop.on))
    }

    /// Whether an address may stand in a letter of this matter (C-55).
    #[must_use]
    pub fn may_tell_address(&self) -> bool {
        self.case.petition.label & label::VIOLENCE == 0
    }
}
