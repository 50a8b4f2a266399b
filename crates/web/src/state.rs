//! What every handler is given.

use crate::{limit::Limits, route::Known, settings::Settings, video::Hub};
use axum::http::Method;
use casework::{House, Role, people::People};
use std::{collections::HashMap, sync::Arc};

/// A page of the menu: its address and the key of its name.
pub type MenuEntry = (&'static str, &'static str);

/// The pages of the desk in the order of the menu; each is shown when it exists and the role may, those of administration to
/// administrators.
const MENU: &[MenuEntry] = &[
    ("/desk/day", "menu-day"),
    ("/desk/register", "menu-register"),
    ("/desk/cases", "menu-cases"),
    ("/desk/mediations", "menu-mediations"),
    ("/desk/triage", "menu-triage"),
    ("/desk/calls", "menu-calls"),
    ("/desk/video", "menu-video"),
    ("/desk/news", "menu-news"),
    ("/desk/handover", "menu-handover"),
    ("/desk/roster", "menu-roster"),
    ("/desk/precedents", "menu-precedents"),
    ("/desk/seals", "menu-seals"),
    ("/desk/figures", "menu-figures"),
    ("/admin/accounts", "menu-accounts"),
    ("/admin/channels", "menu-channels"),
    ("/admin/messages", "menu-messages"),
    ("/admin/organs", "menu-organs"),
    ("/admin/setup", "menu-setup"),
    ("/admin/posts", "menu-posts"),
    ("/admin/proposals", "menu-proposals"),
    ("/admin/resets", "menu-resets"),
    ("/admin/looks", "menu-looks"),
    ("/admin/record", "menu-record"),
    ("/admin/settings", "menu-settings"),
];

fn menu(known: &[Known], role: Role) -> Vec<MenuEntry> {
    let may = |path: &str| {
        known.iter().any(|known| known.path == path && known.method == Method::GET && known.access.needs_work() && known.access.admits(role))
    };
    MENU.iter().copied().filter(|(path, _)| may(path) && (role.is_admin() || !path.starts_with("/admin/"))).collect()
}

/// The pages of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    people: People,
    settings: Settings,
    limits: Limits,
    video: Hub,
    press: Arc<paper::Press>,
    known: Vec<Known>,
    menus: HashMap<Role, Vec<MenuEntry>>,
}

impl Web {
    /// The pages over an installation.
    #[must_use]
    pub fn new(house: House, settings: Settings) -> Self {
        let people = People::new(house, settings.idle_minutes);
        let known: Vec<Known> = crate::route::table().iter().map(Known::from).collect();
        let menus = Role::ALL.into_iter().map(|role| (role, menu(&known, role))).collect();
        let press = Arc::new(paper::Press::new(&settings.fonts));
        Self(Arc::new(Inner { people, settings, limits: Limits::default(), video: Hub::default(), press, known, menus }))
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

    /// What prints letters; fonts are read with the first.
    #[must_use]
    pub fn press(&self) -> &Arc<paper::Press> {
        &self.0.press
    }

    /// What slows down those who ask too often.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Who is on the line in video rooms.
    #[must_use]
    pub(crate) fn video(&self) -> &Hub {
        &self.0.video
    }

    /// The pages of the menu that exist and are for a role.
    #[must_use]
    pub fn menu(&self, role: Role) -> &[MenuEntry] {
        self.0.menus.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Every address, and who may.
    #[must_use]
    pub fn known(&self) -> &[Known] {
        &self.0.known
    }
}
