//! Calendars, parameters, and what letters are printed with.

use super::Findings;
use kernel::{Calendar, Day, Law};
use std::process::Command;

/// From this month on next year's calendar is missed; the notice comes out late in the year before.
const MISSED_FROM_MONTH: u8 = 11;

/// Looks at what does not depend on the data.
pub fn look(today: Day, findings: &mut Findings) {
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
    fonts(findings);
}

fn fonts(findings: &mut Findings) {
    match Command::new("fc-list").arg(":lang=zh-cn").arg("family").output() {
        Ok(output) if !output.stdout.is_empty() => findings.ok("fonts", "there is a Chinese font for letters"),
        Ok(_) => findings.warn("fonts", "there is no Chinese font for letters: apt-get install fonts-noto-cjk"),
        Err(_) => findings.warn("fonts", "whether there is a Chinese font cannot be told: apt-get install fontconfig fonts-noto-cjk"),
    }
}
