//! What every handler is given.

use crate::{limit::Limits, route::Known, settings::Settings};
use casework::{House, people::People};
use std::sync::Arc;

/// The pages of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    people: People,
    settings: Settings,
    limits: Limits,
    known: Vec<Known>,
}

impl Web {
    /// The pages over an installation.
    #[must_use]
    pub fn new(house: House, settings: Settings) -> Self {
        let people = People::new(house, settings.idle_minutes);
        let known = crate::route::table().iter().map(Known::from).collect();
        Self(Arc::new(Inner { people, settings, limits: Limits::default(), known }))
    }

    /// The installation.
    #[must_use]
    pub fn house(&self) -> &House {
        self.0.people.house()
    }

    /// Accounts, sessions, drafts.
    #[must_use]
    pub fn people(&self) -> &People {
        &self.0.people
    }

    /// How the installation is reached.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What slows down those who ask too often.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Every address, and who may.
    #[must_use]
    pub fn known(&self) -> &[Known] {
        &self.0.known
    }
}
