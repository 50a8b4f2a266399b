//! What carries messages to people: what is set up, whether it answers now, and how their messages stand. Secrets are not
//! repeated, and nothing is sent.

use super::Findings;
use crate::{
    command_line,
    installation::Installation,
    messages::{Wanted, hook::Caller, mail::Mailer},
};
use casework::{House, notify::outbox, organ};

/// Looks at the ways, and at what went by them.
pub fn look(installation: &Installation, flags: &command_line::Messages, house: &House, findings: &mut Findings) {
    match Wanted::of(&installation.config, &installation.folder, flags) {
        Err(oops) => findings.error("messages", oops.text()),
        Ok(wanted) => ways(installation, &wanted, findings),
    }
    for county in house.db().read_here(organ::tenants).unwrap_or_default() {
        let tenant = county.tenant;
        match house.db().read_here(move |tx| Ok(outbox::counts(tx, tenant)?)) {
            Ok((counts, trying)) => {
                let in_state = |state: &str| counts.iter().filter(|count| count.state == state).map(|count| count.count).sum::<i64>();
                let line = format!(
                    "{tenant} {}: {} sent, {} waiting, {} to be told by a person",
                    county.name,
                    in_state("sent"),
                    in_state("waiting"),
                    in_state("to_tell")
                );
                let failing = trying.iter().filter(|one| !one.error.is_empty());
                match failing.max_by_key(|one| one.count) {
                    Some(worst) => findings.warn("messages", format!("{line}; {} are being tried again: {}", worst.count, worst.error)),
                    None => findings.ok("messages", line),
                }
            }
            Err(failure) => findings.error("messages", failure.to_string()),
        }
    }
}

fn ways(installation: &Installation, wanted: &Wanted, findings: &mut Findings) {
    match &wanted.hook {
        None => findings
            .warn("messages", "short messages: not set up, so whoever wants them stands on the call list; see docs/messages.md, [messages.hook]"),
        Some(hook) => match Caller::open(hook, installation.config.suite) {
            Err(oops) => findings.error("messages", oops.text()),
            Ok(caller) => match caller.try_it() {
                Ok(()) => findings.ok("messages", format!("short messages: by {}, which can be reached", hook.url)),
                Err(why) => findings.error("messages", format!("short messages: by {}: {why}", hook.url)),
            },
        },
    }
    match &wanted.mail {
        None => findings.warn("messages", "mail: not set up, so whoever wants it stands on the call list; see docs/messages.md, [messages.mail]"),
        Some(mail) => match Mailer::open(mail) {
            Err(oops) => findings.error("messages", oops.text()),
            Ok(mailer) => match mailer.try_it() {
                Ok(()) => findings.ok("messages", format!("mail: by {}, which lets us in", mail.server)),
                Err(why) => findings.error("messages", format!("mail: by {}: {why}", mail.server)),
            },
        },
    }
}
