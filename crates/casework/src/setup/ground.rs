//! What is there when a sheet is read: places and organs by the words that people write for them. Rows of the sheet are added
//! as they are taken, so that a row may name one above it.

use crate::organ::Directory;
use kernel::{
    area::AreaPath,
    id::{OrganId, TenantId},
};
use std::collections::HashMap;

/// An organ as far as sheets name it.
#[derive(Debug, Clone)]
pub(super) struct KnownOrgan {
    pub organ: OrganId,
    pub name: String,
    pub area: String,
}

pub(super) struct Ground {
    /// The county's own path.
    pub county: AreaPath,
    by_code: HashMap<String, AreaPath>,
    by_name: HashMap<String, Vec<AreaPath>>,
    organs: HashMap<String, KnownOrgan>,
}

impl Ground {
    pub(super) fn of(directory: &Directory, tenant: TenantId) -> Self {
        let code = tenant.to_string();
        let mut ground = Self { county: AreaPath::default(), by_code: HashMap::new(), by_name: HashMap::new(), organs: HashMap::new() };
        for place in directory.places() {
            let Ok(path) = place.path.parse::<AreaPath>() else { continue };
            if place.code == code {
                ground.county = path.clone();
            }
            if place.code.starts_with(&code) {
                ground.add_place(&place.code, &place.name, path);
            }
        }
        for organ in directory.organs() {
            ground.add_organ(&organ.word, KnownOrgan { organ: organ.organ, name: organ.name.clone(), area: organ.area.clone() });
        }
        ground
    }

    pub(super) fn add_place(&mut self, code: &str, name: &str, path: AreaPath) {
        self.by_code.insert(code.to_owned(), path.clone());
        self.by_name.entry(name.to_owned()).or_default().push(path);
    }

    pub(super) fn add_organ(&mut self, word: &str, organ: KnownOrgan) {
        self.organs.insert(word.to_owned(), organ.clone());
        self.organs.insert(organ.name.clone(), organ);
    }

    /// A place of this county by its code or whole name; else why not.
    pub(super) fn area(&self, text: &str) -> Result<AreaPath, &'static str> {
        if let Some(path) = self.by_code.get(text) {
            return Ok(path.clone());
        }
        match self.by_name.get(text).map_or(&[][..], Vec::as_slice) {
            [] => Err("AREA_UNKNOWN"),
            [only] => Ok(only.clone()),
            _ => Err("AREA_SEVERAL"),
        }
    }

    /// An organ by its name or 字号.
    pub(super) fn organ(&self, text: &str) -> Option<&KnownOrgan> {
        self.organs.get(text)
    }
}
