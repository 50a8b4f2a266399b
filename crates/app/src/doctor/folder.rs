//! The data folder.

use super::Findings;
use crate::{
    erasures,
    installation::Installation,
    key,
    lock::{self, Asked},
    serve, tls,
};
use kernel::Moment;
use std::{os::unix::fs::PermissionsExt, os::unix::net::UnixStream, path::Path};

/// Less than so many bytes free is an error; less than ten times as many a warning.
const LEAST_FREE: u64 = 500 << 20;

/// Looks at the folder.
pub fn look(installation: &Installation, now: Moment, findings: &mut Findings) {
    let folder = &installation.folder;
    match std::fs::metadata(folder).map(|data| data.permissions().mode() & 0o077) {
        Ok(0) => findings.ok("folder", format!("{}", folder.display())),
        Ok(_) => findings.warn("folder", format!("{0} can be entered by others: chmod 700 {0}", folder.display())),
        Err(error) => findings.error("folder", format!("{}: {error}", folder.display())),
    }
    match key::read(folder, installation.config.suite) {
        Ok(master) => findings.ok("key", format!("fingerprint {}; a copy kept apart is the only way back", key::fingerprint(&master))),
        Err(oops) => findings.error("key", oops.text()),
    }
    match lock::ask(folder) {
        Ok(Asked::Ours(_)) => findings.ok("lock", "no linju is at work here"),
        Ok(Asked::Held(holder)) if UnixStream::connect(installation.socket()).is_ok() => findings.ok("lock", format!("linju serves it ({holder})")),
        Ok(Asked::Held(holder)) => findings.ok("lock", format!("another linju command writes it ({holder})")),
        Err(oops) => findings.error("lock", oops.text()),
    }
    disk(folder, findings);
    match installation.config.server.proxies() {
        Err(oops) => findings.error("configuration", oops.text()),
        Ok(proxies)
            if !installation.config.server.listen.ip().is_loopback() && proxies.is_empty() && installation.config.server.tls_cert.is_none() =>
        {
            findings.warn(
                "configuration",
                "it listens beyond this machine without TLS and without a trusted proxy: `linju serve` refuses unless --tls-cert is given",
            );
        }
        Ok(_) => findings
            .ok("configuration", format!("linju.toml says to listen on {}; --listen and --port go before it", installation.config.server.listen)),
    }
    certificate(installation, now, findings);
    match erasures::kept(folder) {
        Ok(lines) => {
            findings.ok("erasures", format!("{} on the list; keep {} longer than any backup", lines.len(), erasures::path(folder).display()))
        }
        Err(oops) => findings.error("erasures", oops.text()),
    }
}

/// The certificate that is served, and how long it is still good.
fn certificate(installation: &Installation, now: Moment, findings: &mut Findings) {
    let Some(path) = installation.config.server.tls_cert.as_ref().map(|path| installation.folder.join(path)) else { return };
    if let Err(oops) = serve::configured(installation) {
        return findings.error("certificate", oops.text());
    }
    match tls::read(&path) {
        Err(oops) => findings.error("certificate", oops.text()),
        Ok(told) => {
            let text = format!("{}, for {}, good until {}", path.display(), told.names.join(", "), told.until.local_day());
            if told.until <= now {
                findings.error("certificate", format!("{text}: it has ended, and browsers turn away; renew it"));
            } else if told.until <= now.plus_hours(tls::RENEW_DAYS * 24) {
                findings.warn("certificate", format!("{text}: renew it (an authority of the office's own: linju doctor --make-ca --name …)"));
            } else {
                findings.ok("certificate", text);
            }
        }
    }
}

fn disk(folder: &Path, findings: &mut Findings) {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return findings.warn("disk", "how much room is left cannot be told") };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let told = format!("{} MiB free", free >> 20);
    if free < LEAST_FREE {
        findings.error("disk", format!("{told}: make room before it is full"));
    } else if free < LEAST_FREE * 10 {
        findings.warn("disk", told);
    } else {
        findings.ok("disk", told);
    }
}
