//! One throw-away `PostgreSQL` for all test processes of this machine.
//!
//! Every test may run in a process of its own, several at once, so the cluster belongs to none of them:
//!
//! * The first process makes the cluster in `/tmp/linju-pg-<user>` and starts it; `start.lock` lets one at a time do so.
//! * Each process holds `used.lock` shared as long as it lives; the kernel gives it back however the process ends.
//! * A watchdog (a few lines of shell, in a session of its own) tries every few seconds to get both locks for itself.
//!   When it has them nobody is there: it stops the server and removes the folder.
//!
//! The server listens on a socket in that folder only. It is initialised as `zh_CN.UTF-8`, so that a text column
//! whose collation was forgotten shows; `fsync` is on, as in service. `PostgreSQL` refuses to run as root: then it
//! runs as the user `postgres`.

use postgres::{Client, NoTls};
use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::Duration,
};
use store::{Db, Options, Target, migrate};

const USER: &str = "linju";
const LOCALE: &str = "zh_CN.UTF-8";

/// The running cluster; lives as long as this process.
pub(crate) struct Cluster {
    folder: PathBuf,
    template: String,
    _used: File,
}

/// A database that is dropped with this value.
pub(crate) struct Cloned {
    cluster: &'static Cluster,
    name: String,
}

/// The cluster, started if need be; `None`, after saying so, where there is none to be had.
pub(crate) fn running() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| match start() {
            Ok(cluster) => Some(cluster),
            Err(why) if std::env::var("LINJU_TESTS_MUST_RUN").is_ok_and(|must| must == "1") => panic!("no postgresql to test with: {why}"),
            Err(why) => {
                // Past the runner's capture, which would show it for failed tests only.
                let _nobody_reads = writeln!(std::io::stderr(), "SKIPPED: everything on postgresql: {why}");
                None
            }
        })
        .as_ref()
}

fn start() -> Result<Cluster, String> {
    let programs = programs()?;
    let server = Server::new(programs);
    std::fs::create_dir_all(&server.folder).map_err(said)?;
    let starting = lock_file(&server.folder, "start.lock")?;
    starting.lock().map_err(said)?;
    if !server.answers() {
        server.make()?;
    }
    let used = lock_file(&server.folder, "used.lock")?;
    used.lock_shared().map_err(said)?;
    let template = template_name();
    if !server.has(&template)? {
        let making = format!("making_{}", std::process::id());
        server.admin()?.batch_execute(&format!("CREATE DATABASE {making}")).map_err(said)?;
        let db = Db::open(&Target::Server(server.address(&making)), &Options { connections: 1, ..Options::default() }).map_err(said)?;
        migrate::run(&db).map_err(said)?;
        drop(db);
        server.wait_until_unused(&making)?;
        server.admin()?.batch_execute(&format!("ALTER DATABASE {making} RENAME TO {template}")).map_err(said)?;
    }
    Ok(Cluster { folder: server.folder, template, _used: used })
}

/// Of another version of the tables another template is made.
fn template_name() -> String {
    let text: String = migrate::tables().iter().map(|table| format!("{table:?}")).chain(migrate::names().map(str::to_owned)).collect();
    let text = text + &migrate::texts().collect::<String>();
    let digest = kernel::crypto::digest(kernel::crypto::Suite::Intl, text.as_bytes()).to_string();
    format!("template_{}", digest.get(2..18).unwrap())
}

impl Cluster {
    pub(crate) fn clone_template(&'static self, name: &str) -> Cloned {
        let sql = format!("CREATE DATABASE {name} TEMPLATE {}", self.template);
        admin(&self.folder).unwrap().batch_execute(&sql).unwrap();
        Cloned { cluster: self, name: name.to_owned() }
    }
}

impl Cloned {
    pub(crate) fn address(&self) -> String {
        address(&self.cluster.folder, &self.name)
    }
}

impl Drop for Cloned {
    fn drop(&mut self) {
        let dropped = admin(&self.cluster.folder).map(|mut client| client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("the database {} stays until the cluster is removed", self.name);
        }
    }
}

struct Server {
    programs: PathBuf,
    folder: PathBuf,
    root: bool,
}

impl Server {
    fn new(programs: PathBuf) -> Self {
        let user = Command::new("id").arg("-u").output().map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
        let user = user.unwrap_or_else(|_| "0".to_owned());
        // Short: the path of a socket has at most 107 bytes.
        Self { programs, folder: PathBuf::from(format!("/tmp/linju-pg-{user}")), root: user == "0" }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn address(&self, database: &str) -> String {
        address(&self.folder, database)
    }

    fn admin(&self) -> Result<Client, String> {
        admin(&self.folder).map_err(said)
    }

    fn answers(&self) -> bool {
        self.admin().is_ok()
    }

    fn has(&self, database: &str) -> Result<bool, String> {
        let rows = self.admin()?.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&database]).map_err(said)?;
        Ok(!rows.is_empty())
    }

    /// Connections end a moment after their client is gone.
    fn wait_until_unused(&self, database: &str) -> Result<(), String> {
        let mut client = self.admin()?;
        for _ in 0..500 {
            let rows = client.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1", &[&database]).map_err(said)?;
            if rows.is_empty() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(format!("somebody stays connected to {database}"))
    }

    /// A program of the server, as a user that it runs under, without our standard streams.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = Command::new(if self.root { Path::new("setpriv") } else { &program });
        if self.root {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        }
        command.current_dir("/").stdin(Stdio::null()).env("LC_ALL", "C").process_group(0);
        command
    }

    fn run(command: &mut Command) -> Result<(), String> {
        let output = command.output().map_err(said)?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    }

    fn make(&self) -> Result<(), String> {
        // What a machine that was switched off left behind.
        let _nothing_there = std::fs::remove_dir_all(self.data());
        let data = self.data();
        std::fs::create_dir(&data).map_err(said)?;
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).map_err(said)?;
        if self.root {
            Self::run(Command::new("chown").arg("postgres:postgres").arg(&data).arg(&self.folder))?;
        }
        let locale = format!("--locale={LOCALE}");
        Self::run(
            self.command("initdb").args(["--encoding=UTF8", &locale, "--auth=trust", "--username", USER, "--no-instructions", "-D"]).arg(&data),
        )?;
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c max_connections=200 -c shared_buffers=64MB -c fsync=on -c logging_collector=off",
            self.folder.display()
        );
        // Its log goes to a file and its streams nowhere: a test runner waits for whoever holds the test's own.
        Self::run(
            self.command("pg_ctl")
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(data.join("server.log"))
                .args(["-w", "-t", "60", "-o", &options, "start"])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        self.watch()
    }

    /// Starts the watchdog.
    fn watch(&self) -> Result<(), String> {
        const SCRIPT: &str = r#"while sleep 20; do
            flock -n "$1/start.lock" flock -n "$1/used.lock" sh -c '"$2/pg_ctl" -D "$1/data" -m fast -w stop && rm -rf "$1/data"' sh "$1" "$2" && exit
            [ -e "$1/data/postmaster.pid" ] || exit
        done"#;
        let mut command = Command::new("setsid");
        if self.root {
            command.args(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]);
        }
        command.args(["sh", "-c", SCRIPT, "sh"]).arg(&self.folder).arg(&self.programs);
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(drop).map_err(said)
    }
}

fn programs() -> Result<PathBuf, String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max();
    let programs = newest.ok_or("install it with: apt-get install -y postgresql locales")?;
    let locales = Command::new("locale").arg("-a").output().map_err(said)?;
    if !String::from_utf8_lossy(&locales.stdout).lines().any(|line| line.eq_ignore_ascii_case("zh_CN.utf8")) {
        return Err(format!("the locale {LOCALE} is missing; make it with: localedef -i zh_CN -f UTF-8 {LOCALE}"));
    }
    Ok(programs)
}

fn lock_file(folder: &Path, name: &str) -> Result<File, String> {
    let path = folder.join(name);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(said)?;
    // The watchdog may be another user.
    let _not_ours = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666));
    Ok(file)
}

fn admin(folder: &Path) -> Result<Client, postgres::Error> {
    Client::connect(&address(folder, "postgres"), NoTls)
}

fn address(folder: &Path, database: &str) -> String {
    format!("host={} user={USER} dbname={database}", folder.display())
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
