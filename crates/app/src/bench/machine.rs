//! Which machine this is, and what a process holds of it.

use serde::Serialize;

/// The machine.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The processor, as it calls itself.
    pub cpu: String,
    /// How many of it.
    pub cores: usize,
    /// Memory, in MiB.
    pub memory_mib: u64,
    /// The system.
    pub kernel: String,
    /// What else had work when the measurement began: the load average of the last minute.
    pub load_before: f64,
}

/// What a process holds, in MiB.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Memory {
    /// All of it.
    pub resident: f64,
    /// Without the pages of files that it has mapped, which the system takes back when it needs them.
    pub own: f64,
}

/// Looks.
#[must_use]
pub fn look() -> Machine {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    Machine {
        cpu: line(&cpu, "model name").trim_start_matches([':', ' ', '\t']).to_owned(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_mib: kib(&memory, "MemTotal:") / 1024,
        kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        load_before: read("/proc/loadavg").split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default(),
    }
}

/// What a process holds.
#[must_use]
pub fn memory(process: u32) -> Memory {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mib = |name: &str| kib(&status, name) as f64 / 1024.0;
    Memory { resident: mib("VmRSS:"), own: mib("RssAnon:") }
}

/// The processor time that a process has used so far, in microseconds; counted by the system in hundredths of a second.
#[must_use]
pub fn processor_micros(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name in brackets may hold blanks; of what follows it, the 12th and 13th are user and system time.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = rest.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<u64>().ok()).sum();
    ticks * 10_000
}

fn line<'a>(text: &'a str, name: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim()
}

fn kib(text: &str, name: &str) -> u64 {
    line(text, name).trim_end_matches(" kB").trim().parse().unwrap_or_default()
}

/// Drops what the system keeps of files in memory; only root may. Whether it did.
#[must_use]
pub fn forget_files() -> bool {
    let _flushed = std::process::Command::new("sync").status();
    std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

/// Reads what lies at the top of a data folder, so that the system has it in memory; bodies of files are not read.
pub fn remember_files(folder: &std::path::Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        let _not_there = std::fs::File::open(entry.path()).and_then(|mut file| std::io::copy(&mut file, &mut std::io::sink()));
    }
}

/// Which commit is measured: `LINJU_COMMIT`, or what git says.
#[must_use]
pub fn commit() -> String {
    let told = std::env::var("LINJU_COMMIT").ok().filter(|told| !told.is_empty());
    let asked = || {
        let out = std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    told.or_else(asked).unwrap_or_else(|| "unknown".to_owned())
}
