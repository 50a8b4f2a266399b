//! Calendars, parameters, and what letters are printed with.

use super::Findings;
use kernel::{Calendar, Day, Law};
use paper::Press;
use std::path::Path;

/// From this month on next year's calendar is missed; the notice comes out late in the year before.
const MISSED_FROM_MONTH: u8 = 11;

/// Looks at what does not depend on the data; `own_fonts` is the folder of the office's own fonts.
pub fn look(today: Day, own_fonts: &Path, findings: &mut Findings) {
    let (calendar, year) = (Calendar::bundled(), today.year());
    if calendar.is_loaded(year) {
        findings.ok("calendar", format!("{year} is loaded"));
    } else {
        findings
            .error("calendar", format!("the holidays of {year} are not known to this version: use a newer one; until then dates are provisional"));
    }
    if !calendar.is_loaded(year + 1) && today.month() >= MISSED_FROM_MONTH {
        findings.warn(
            "calendar",
            format!("the holidays of {} are not known yet: dates beyond new year are provisional until a version with the notice comes", year + 1),
        );
    }
    let unverified: Vec<String> = Law::bundled().unverified().map(|(id, zh)| format!("{id} {zh}")).collect();
    if unverified.is_empty() {
        findings.ok("parameters", "every one was read in its source");
    } else {
        findings.warn("parameters", format!("{} rest on memory and are to be signed before service: {}", unverified.len(), unverified.join("; ")));
    }
    fonts(own_fonts, findings);
}

/// Which font each face of GB/T 9704 is printed with, and which are only stand-ins.
fn fonts(own: &Path, findings: &mut Findings) {
    let chosen = Press::new(own).chosen();
    let missing: Vec<&str> = chosen.iter().filter(|one| one.family.is_none()).map(|one| one.face.name()).collect();
    if chosen.is_empty() {
        findings.warn("fonts", "this program was built without printing: letters leave as DOCX only");
        return;
    }
    if !missing.is_empty() {
        findings
            .warn("fonts", format!("no letter can be printed, there is no font for {}: tools/setup.sh run installs free ones", missing.join(", ")));
        return;
    }
    let told = |is_itself: bool| {
        let faces = chosen.iter().filter(move |one| one.is_itself == is_itself);
        faces.map(|one| format!("{} {}", one.face.name(), one.family.as_deref().unwrap_or_default())).collect::<Vec<_>>().join(", ")
    };
    let (own_faces, stand_ins) = (told(true), told(false));
    if stand_ins.is_empty() {
        findings.ok("fonts", format!("letters are printed with {own_faces}"));
    } else {
        let where_to = own.display();
        findings.warn("fonts", format!("letters are printed with stand-ins: {stand_ins}; put the office's own into {where_to}"));
        if !own_faces.is_empty() {
            findings.ok("fonts", format!("the office's own: {own_faces}"));
        }
    }
}
