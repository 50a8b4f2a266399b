//! The state that a first event begins: registered here, or imported.

use super::{
    super::{
        event::{Imported, Registered},
        kin::Kin,
        model::{Channel, Facts, Petition, Stage, Words},
    },
    When, new_claim,
};
use kernel::{
    area::AreaPath,
    id::{AccountId, OrganId, StreamId},
};

pub(super) fn from_registered(stream: StreamId, first: &Registered, when: When) -> Petition {
    Petition {
        number: first.number.clone(),
        outside_number: first.outside_number.clone(),
        stage: Stage::Registered,
        channel: first.channel,
        received_on: first.received_on,
        level: first.level.clone(),
        spot: first.spot.clone(),
        persons: first.persons.clone(),
        head_count: first.head_count,
        claims: first.claims.iter().map(|text| new_claim(text, first.received_on)).collect(),
        label: first.label,
        bars: first.bars.clone(),
        first_time: first.first_time,
        code_issue: first.code_issue,
        papers: first.papers.clone(),
        kin: Kin { split_from: first.split_from.clone(), ..Kin::default() },
        holder: first.holder,
        had_by: if first.holder == first.origin { vec![first.origin] } else { vec![first.origin, first.holder] },
        ..blank(stream, first.origin, &first.area, &first.title, &first.words, when)
    }
}

pub(super) fn from_imported(stream: StreamId, first: &Imported, when: When) -> Petition {
    Petition {
        number: first.number.clone(),
        outside_number: first.outside_number.clone(),
        stage: if first.replied_on.is_some() { Stage::HistoryClosed } else { Stage::HistoryOpen },
        channel: first.channel,
        received_on: first.received_on,
        level: first.level.clone(),
        label: first.label,
        persons: first.persons.clone(),
        facts: Facts { replied_on: first.replied_on, ..Facts::default() },
        history: true,
        ..blank(stream, first.origin, &first.area, &first.title, &first.words, when)
    }
}

fn blank(stream: StreamId, origin: OrganId, area: &AreaPath, title: &Words, words: &Words, when: When) -> Petition {
    Petition {
        stream,
        number: String::new(),
        outside_number: String::new(),
        stage: Stage::Registered,
        channel: Channel::Network,
        origin,
        holder: origin,
        officer: AccountId::new(0),
        had_by: vec![origin],
        received_on: when.acted_on,
        registered_at: when.at,
        registered_by: when.actor,
        level: String::new(),
        area: area.clone(),
        spot: None,
        title: title.clone(),
        words: words.clone(),
        persons: vec![],
        head_count: 1,
        claims: vec![],
        matter_type: None,
        track: None,
        class: String::new(),
        label: 0,
        bars: vec![],
        first_time: false,
        clocks: vec![],
        hops: vec![],
        accepted_on: None,
        extension: None,
        opinion: None,
        code_issue: 0,
        rating: None,
        person_acted: false,
        void_asked_by: None,
        void_code: String::new(),
        void_kept: String::new(),
        voided_on: None,
        withdrawal: None,
        identity_asked_by: None,
        identity_open_to: None,
        urgent_since: None,
        proposals: vec![],
        papers: vec![],
        facts: Facts::default(),
        history: false,
        taken_over_on: None,
        narrative_erased_on: None,
        letters: vec![],
        sub_tasks: vec![],
        kin: Kin::default(),
        recusals: vec![],
        data_asks: vec![],
        reviews: vec![],
        set_term: String::new(),
        keeping: None,
        notices: vec![],
        emergencies: vec![],
    }
}
