//! The archive of `tools/dist.sh` on a machine without a network: installed, started, upgraded, rolled back, and what it refuses.
//!
//! The built program stands for both versions. Everything runs in a network namespace that has nothing but its own loopback. With
//! systemd: [`service`].

mod service;

use crate::program::skip;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use store::{Db, Options, Target, args, migrate, sql};

/// Brings the loopback up, then becomes the command.
const ALONE: &str = r#"ip link set lo up && exec "$@""#;

/// Starts what is installed, asks for two pages by the shell's own means, and ends it.
const VISIT: &str = r#"
set -euo pipefail
"$1/current/bin/linju" serve --data "$2" --listen 127.0.0.1:8077 > "$3" & process=$!
# Whatever goes wrong, nothing is left behind that holds the output open.
trap 'kill $process 2>/dev/null || true' EXIT
for _ in $(seq 900); do grep -q ^ready "$3" && break; sleep 0.1; done
for page in /health /sign-in; do
  exec 3<>/dev/tcp/127.0.0.1/8077
  printf 'GET %s HTTP/1.0\r\nHost: linju\r\n\r\n' "$page" >&3
  cat <&3; exec 3>&-
done
if [ -n "${4:-}" ]; then bash -c "$4" || true; fi
kill $process; wait $process
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// In a namespace of its own, without a network.
fn alone(program: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--net", "bash", "-c", ALONE, "bash", program]).env_remove("LINJU_DATA").env_remove("LINJU_DATABASE");
    command
}

/// Why it cannot be tested here.
fn obstacle() -> Option<&'static str> {
    let has = |program: &str| Command::new("sh").args(["-c", &format!("command -v {program}")]).output().is_ok_and(|out| out.status.success());
    if !has("unshare") || !has("ip") {
        return Some("unshare or ip is missing: apt-get install util-linux iproute2");
    }
    (!alone("true").output().is_ok_and(|out| out.status.success())).then_some("a network namespace cannot be made here: only root may")
}

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// One with the built program.
    fn new() -> Self {
        let machine = Self { folder: tempfile::tempdir().unwrap() };
        // A debug build is ten times as large as what anybody would carry.
        let stripped = Command::new("strip").args(["-o", &machine.text("linju"), env!("CARGO_BIN_EXE_linju")]).status().unwrap();
        assert!(stripped.success());
        machine
    }

    /// Makes and unpacks an archive of a version; its folder.
    fn archive(&self, version: &str) -> PathBuf {
        self.archive_of(&self.text("linju"), version, &["--quick", "--without-fonts"])
    }

    fn archive_of(&self, program: &str, version: &str, more: &[&str]) -> PathBuf {
        let made = Command::new(root().join("tools/dist.sh"))
            .args(["--binary", program, "--version", version, "--out"])
            .arg(self.path("archives"))
            .args(more)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let archive = PathBuf::from(String::from_utf8(made.stdout).unwrap().trim());
        let beside = format!("{}.sha256", archive.display());
        let checked = Command::new("sha256sum").arg("-c").arg(beside).current_dir(self.path("archives")).output().unwrap();
        assert!(checked.status.success());
        let unpacked = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(self.folder.path()).status().unwrap();
        assert!(unpacked.success());
        let name = archive.file_name().unwrap().to_str().unwrap();
        self.path(name.strip_suffix(".tar.gz").unwrap())
    }

    /// Runs the script of an archive.
    fn script(&self, archive: &Path, what: &str, more: &[&str]) -> Output {
        let mut command = alone(archive.join("install.sh").to_str().unwrap());
        command.args([what, "--prefix", &self.text("opt"), "--data", &self.text("data"), "--no-service"]).args(more);
        command.output().unwrap()
    }

    fn done(&self, archive: &Path, what: &str, more: &[&str]) -> String {
        let out = self.script(archive, what, more);
        let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success(), "{what}: {said}");
        said
    }

    fn refused(&self, archive: &Path, what: &str, more: &[&str], word: &str) {
        let out = self.script(archive, what, more);
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.code() == Some(1) && said.contains(word), "{what}: {:?} {said}", out.status);
    }

    /// The installed program.
    fn linju(&self, arguments: &[&str]) -> Output {
        alone(&self.text("opt/current/bin/linju")).args(arguments).args(["--data", &self.text("data")]).output().unwrap()
    }

    fn current(&self) -> String {
        fs::read_to_string(self.path("opt/current/VERSION")).unwrap().trim().to_owned()
    }

    /// What the pages answer of the program that is installed now; runs a line of shell while it serves.
    fn visit(&self, meanwhile: &str) -> String {
        let out = alone("bash").args(["-c", VISIT, "bash", &self.text("opt"), &self.text("data"), &self.text("out"), meanwhile]).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success() && said.contains("200 OK") && said.contains("\r\n\r\nok"), "{said}");
        said
    }
}

#[test]
fn an_archive_installs_starts_upgrades_and_rolls_back_without_a_network() {
    if let Some(why) = obstacle() {
        return skip(why);
    }
    let machine = Machine::new();
    assert!(!alone("bash").args(["-c", "exec 3<>/dev/tcp/192.0.2.1/80"]).output().unwrap().status.success(), "there is a network");
    let (first, second) = (machine.archive("1.0.0"), machine.archive("1.1.0"));
    for part in ["bin/linju", "install.sh", "linju.service", "docs/operations.md", "docs/adr/0001-ledger-and-snapshots.md", "LICENSE"] {
        assert!(first.join(part).exists(), "{part}");
    }

    machine.refused(&first, "upgrade", &[], "use install");
    assert!(machine.done(&first, "install", &[]).contains("init --county"));
    machine.refused(&second, "install", &[], "use upgrade");
    let begun = machine.linju(&["init", "--county", "330122"]);
    assert!(begun.status.success(), "{}", String::from_utf8_lossy(&begun.stderr));
    machine.visit("");

    // While it is served nothing is exchanged under it, when stopping it is not the script's to do.
    let upgrade = format!("{}/install.sh upgrade --prefix {} --data {} --no-service", second.display(), machine.text("opt"), machine.text("data"));
    assert!(machine.visit(&upgrade).contains("stop it first"));
    assert_eq!(machine.current(), "1.0.0");

    // A changed byte in the archive.
    let page = second.join("README.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("{text} ")).unwrap();
    machine.refused(&second, "upgrade", &[], "is damaged");
    fs::write(&page, text).unwrap();

    let said = machine.done(&second, "upgrade", &[]);
    assert!(said.contains("1.0.0 → 1.1.0"), "{said}");
    assert_eq!(machine.current(), "1.1.0");
    machine.visit("");
    machine.refused(&second, "upgrade", &[], "is installed already");

    // What install was told is kept: it need not be said again, and is not changed by a slip of the hand.
    let bare = |archive: &Path, arguments: &[&str]| {
        let out = alone(archive.join("install.sh").to_str().unwrap()).args(arguments).output().unwrap();
        (out.status.code(), format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)))
    };
    let (status, said) = bare(&machine.path("opt/current"), &["status"]);
    assert!(status == Some(0) && said.contains("current  1.1.0") && said.contains(&machine.text("data")), "{status:?} {said}");
    let (status, said) = bare(&first, &["upgrade", "--prefix", &machine.text("opt"), "--data", &machine.text("other")]);
    assert!(status == Some(1) && said.contains("was installed with data"), "{status:?} {said}");
    assert_eq!(machine.current(), "1.1.0");

    // Back, with the data as they are: the older program reads them.
    assert!(machine.done(&second, "rollback", &[]).contains("1.1.0 → 1.0.0"));
    assert_eq!(machine.current(), "1.0.0");
    machine.visit("");

    // The newer one has changed the tables: the older one says so, and the backup of the upgrade is put back when asked for.
    machine.done(&second, "upgrade", &["--backups", &machine.text("kept")]);
    machine.visit("");
    let known = i64::try_from(migrate::names().count()).unwrap();
    let db = Db::open(&Target::File(machine.path("data/linju.db")), &Options::default()).unwrap();
    db.write_here(move |tx| Ok(tx.execute(sql!("INSERT INTO migration (nth, name) VALUES ($1, '9999_later')"), args![known])?)).unwrap();
    drop(db);
    machine.refused(&second, "rollback", &[], "nothing was changed");
    assert_eq!(machine.current(), "1.1.0");
    let said = machine.done(&second, "rollback", &["--restore"]);
    assert!(said.contains("1.1.0 → 1.0.0") && said.contains("data.after-1.1.0"), "{said}");
    assert_eq!(machine.current(), "1.0.0");
    assert!(machine.path("data.after-1.1.0/linju.db").exists());
    machine.visit("");
    let verified = machine.linju(&["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    assert!(machine.done(&second, "status", &[]).contains("current  1.0.0"));
}

/// `make dist` hands the program that `make build` has just built to `tools/dist.sh`, and this is what comes of it: licences of what
/// is linked in and fonts with theirs, which the quick archives above leave out.
#[test]
fn make_dist_packs_the_built_program_with_fonts_and_licences() {
    let told = Command::new("make").args(["-n", "dist"]).current_dir(root()).env("CARGO_TARGET_DIR", "/somewhere").output().unwrap();
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        told.contains("cargo build --release --locked --bin linju") && told.contains("tools/dist.sh --binary /somewhere/release/linju"),
        "{told}"
    );

    let machine = Machine::new();
    let fandol = ["/usr/local/share/fonts/fandol", "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol", "/usr/share/fonts/opentype/fandol"];
    let has_fonts = fandol.iter().any(|folder| Path::new(folder).join("FandolFang-Regular.otf").exists());
    if !has_fonts {
        skip("the Fandol fonts are missing: tools/setup.sh run");
    }
    let archive = machine.archive_of(&machine.text("linju"), "2.0.0", if has_fonts { &[] } else { &["--without-fonts"] });
    let licences = fs::read_to_string(archive.join("licences/libraries.txt")).unwrap();
    for library in ["axum", "rusqlite", "rustls"] {
        let notice = licences.split("\n==== ").find(|notice| notice.starts_with(&format!("{library} v")));
        assert!(notice.is_some_and(|notice| notice.contains("---- LICENSE")), "{library} has no notice");
    }
    if has_fonts {
        assert!(archive.join("fonts/fandol/FandolFang-Regular.otf").exists() && archive.join("fonts/fandol/COPYING").exists());
    }
    // It is the program that was handed over, and it says what it is.
    let said = Command::new(archive.join("bin/linju")).arg("--version").output().unwrap();
    assert!(said.status.success() && String::from_utf8_lossy(&said.stdout).starts_with("linju "));
    let sums = Command::new("sha256sum").args(["--quiet", "-c", "SHA256SUMS"]).current_dir(&archive).status().unwrap();
    assert!(sums.success());
}
