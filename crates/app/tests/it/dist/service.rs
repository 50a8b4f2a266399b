//! The same script where systemd starts and stops the program: what it stops before it copies, what it takes back when the new
//! version does not come up, and what it refuses to turn.
//!
//! It works on copies of `/etc` and `/usr/local/bin`, mounted over the machine's own for it alone. Of systemd there is as much as
//! the script asks of it: one unit, started as the user that it names.

use super::{Machine, obstacle, skip};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
    thread,
    time::Duration,
};

/// The copies in place of the machine's own, then the command.
const ALONE: &str = r#"ip link set lo up && mount --bind "$0/etc" /etc && mount --bind "$0/local-bin" /usr/local/bin && exec "$@""#;

/// As much of `systemctl` as is asked for. Each stop notes how many backups lie there at that moment.
const SYSTEMCTL: &str = r#"#!/usr/bin/env bash
set -eu
unit=/etc/systemd/system/linju.service here=@HERE@
value() { sed -n "s/^$1=//p" "$unit" | head -n 1; }
runs() { [ -e "$here/pid" ] && kill -0 "$(cat "$here/pid")" 2>/dev/null; }
echo "$1" >> "$here/asked"
case $1 in
  start)
    if runs; then exit 0; fi
    read -ra words <<< "$(value ExecStart)"
    # The program itself, not somebody who watches it: who is stopped is gone when its number is gone.
    user=$(value User)
    setsid setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups env "$(value Environment)" "${words[@]}" > "$here/out" 2>&1 < /dev/null &
    echo $! > "$here/pid" ;;
  stop)
    find "$here/data-backups" -name manifest.json 2>/dev/null | wc -l >> "$here/backups-at-stop"
    if runs; then kill "$(cat "$here/pid")"; fi
    while runs; do sleep 0.1; done ;;
  is-failed) if runs; then exit 1; fi ;;
  enable | daemon-reload) ;;
  *) exit 9 ;;
esac
"#;

/// A program that changes the tables when it is told to serve, and then does not come up.
const BROKEN: &str = r#"#!/usr/bin/env bash
if [ "$1" = serve ]; then
  /usr/bin/python3 -c 'import os, sqlite3; db = sqlite3.connect(os.environ["LINJU_DATA"] + "/linju.db"); db.execute("INSERT INTO migration (nth, name) SELECT MAX(nth) + 1, \"9999_later\" FROM migration"); db.commit()'
  exit 1
fi
exec "@PROGRAM@" "$@"
"#;

struct WithSystemd(Machine);

impl WithSystemd {
    fn new() -> Self {
        let machine = Machine::new();
        fs::set_permissions(machine.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(Command::new("cp").args(["-a", "/etc", &machine.text("etc")]).status().unwrap().success());
        fs::create_dir(machine.path("local-bin")).unwrap();
        let systemctl = machine.path("local-bin/systemctl");
        fs::write(&systemctl, SYSTEMCTL.replace("@HERE@", &machine.text(""))).unwrap();
        fs::set_permissions(&systemctl, fs::Permissions::from_mode(0o755)).unwrap();
        let _was_there = fs::remove_file(machine.path("etc/linju.env"));
        let _was_there = fs::remove_file(machine.path("etc/systemd/system/linju.service"));
        Self(machine)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new("unshare");
        command.args(["--net", "--mount", "bash", "-c", ALONE]).arg(self.0.folder.path()).arg(program).args(arguments);
        command.env("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin").env_remove("LINJU_DATA").env_remove("LINJU_DATABASE").output().unwrap()
    }

    /// Runs the script of an archive, with these options and no others; its status and what it said.
    fn script(&self, archive: &Path, arguments: &[&str]) -> (Option<i32>, String) {
        let out = self.run(archive.join("install.sh").to_str().unwrap(), arguments);
        // With what the service said last, which the machine's own would have in its journal.
        let journal = fs::read_to_string(self.0.path("out")).unwrap_or_default();
        let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        (out.status.code(), if out.status.success() { said } else { format!("{said}\nof the service: {journal}") })
    }

    fn done(&self, archive: &Path, arguments: &[&str]) -> String {
        let (status, said) = self.script(archive, arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {said}");
        said
    }

    fn refused(&self, archive: &Path, arguments: &[&str], word: &str) -> String {
        let (status, said) = self.script(archive, arguments);
        assert!(status == Some(1) && said.contains(word), "{arguments:?}: {status:?} {said}");
        said
    }

    /// As the user of the service.
    fn linju(&self, arguments: &[&str]) -> Output {
        let (program, data) = (self.0.text("opt/current/bin/linju"), self.0.text("data"));
        self.run("runuser", &[&["-u", "linju", "--", &program], arguments, &["--data", &data]].concat())
    }

    fn is_served(&self) -> bool {
        String::from_utf8_lossy(&self.linju(&["doctor"]).stdout).contains("linju serves it")
    }

    fn link(&self, name: &str) -> String {
        let to = fs::read_link(self.0.path("opt").join(name)).unwrap();
        to.file_name().unwrap().to_str().unwrap().to_owned()
    }

    /// What systemd was asked since the last time.
    fn asked(&self) -> String {
        let path = self.0.path("asked");
        let asked = fs::read_to_string(&path).unwrap_or_default();
        let _none = fs::remove_file(&path);
        asked.lines().filter(|word| *word != "is-failed").collect::<Vec<_>>().join(" ")
    }
}

impl Drop for WithSystemd {
    fn drop(&mut self) {
        if let Ok(pid) = fs::read_to_string(self.0.path("pid")) {
            let _gone_already = Command::new("kill").arg(pid.trim()).output();
        }
    }
}

/// Why it cannot be tested here.
fn obstacle_here() -> Option<&'static str> {
    obstacle().or_else(|| {
        let mounts = Command::new("unshare").args(["--mount", "mount", "--bind", "/etc", "/etc"]).output();
        (!mounts.is_ok_and(|out| out.status.success())).then_some("nothing can be mounted here: only root may")
    })
}

#[test]
fn with_systemd_nothing_is_written_after_the_backup_and_what_fails_is_taken_back() {
    if let Some(why) = obstacle_here() {
        return skip(why);
    }
    let machine = WithSystemd::new();
    let (first, second) = (machine.0.archive("1.0.0"), machine.0.archive("1.1.0"));
    let broken = machine.0.path("broken");
    fs::write(&broken, BROKEN.replace("@PROGRAM@", &machine.0.text("linju"))).unwrap();
    fs::set_permissions(&broken, fs::Permissions::from_mode(0o755)).unwrap();
    let third = machine.0.archive_of(broken.to_str().unwrap(), "1.2.0", &["--quick", "--without-fonts"]);

    machine.done(&first, &["install", "--prefix", &machine.0.text("opt"), "--data", &machine.0.text("data")]);
    let begun = machine.linju(&["init", "--county", "330122"]);
    assert!(begun.status.success(), "{}", String::from_utf8_lossy(&begun.stderr));
    let secret = machine.0.path("data/keys/hook.secret");
    fs::write(&secret, "0123456789abcdef\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(machine.run("chown", &["linju:", secret.to_str().unwrap()]).status.success());
    // The environment of the service is read and never run.
    let env = machine.0.path("etc/linju.env");
    fs::write(&env, format!("# a comment\nLINJU_NOTHING=$(touch {0}/ran)\ntouch {0}/ran\nPATH=/nowhere\n", machine.0.text(""))).unwrap();
    assert!(machine.run("systemctl", &["start", "linju"]).status.success());
    machine.asked();

    // Upgraded with no word said again. It is stopped first, then copied, then turned.
    assert!(machine.done(&second, &["upgrade", "--prefix", &machine.0.text("opt")]).contains("1.0.0 → 1.1.0"));
    assert_eq!(machine.asked(), "stop daemon-reload start");
    assert_eq!(fs::read_to_string(machine.0.path("backups-at-stop")).unwrap().trim(), "0", "it was copied while people could write");
    assert!(machine.is_served() && machine.link("current") == "1.1.0" && machine.link("previous") == "1.0.0");
    assert!(!machine.0.path("ran").exists(), "a line of linju.env was run");

    // Another installation does not take the unit over, and a slip of the hand changes nothing.
    machine.refused(&first, &["install", "--prefix", &machine.0.text("opt2"), "--data", &machine.0.text("data2")], "starts another program");
    machine.refused(&third, &["upgrade", "--prefix", &machine.0.text("opt"), "--data", &machine.0.text("data2")], "was installed with data");
    let unit = machine.0.path("etc/systemd/system/linju.service");
    let text = fs::read_to_string(&unit).unwrap();
    fs::write(&unit, text.replace(&format!("LINJU_DATA={}", machine.0.text("data")), "LINJU_DATA=/elsewhere")).unwrap();
    machine.refused(&third, &["upgrade", "--prefix", &machine.0.text("opt")], "serves another folder");
    fs::write(&unit, &text).unwrap();
    assert!(machine.asked().is_empty() && machine.is_served());

    // A version that changes the tables and then does not come up: back to the one before, with its own tables, and it serves.
    let said = machine.refused(&third, &["upgrade", "--prefix", &machine.0.text("opt")], "was taken back");
    assert!(said.contains("1.2.0 does not start") && said.contains("data.after-1.2.0"), "{said}");
    assert!(machine.is_served() && machine.link("current") == "1.1.0" && machine.link("previous") == "1.0.0");
    let verified = machine.linju(&["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    assert!(machine.0.path("data.after-1.2.0/linju.db").exists());
    // With all that belongs to the folder, as it was.
    assert_eq!(fs::read_to_string(&secret).unwrap(), "0123456789abcdef\n");
    assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);

    // Damaged data stop it before anything is turned.
    let bytes = fs::read(machine.0.path("data/keys/installation.key")).unwrap();
    fs::write(machine.0.path("data/keys/installation.key"), "damaged").unwrap();
    machine.refused(&third, &["upgrade", "--prefix", &machine.0.text("opt")], "nothing was changed");
    fs::write(machine.0.path("data/keys/installation.key"), bytes).unwrap();
    assert_eq!(machine.link("current"), "1.1.0");

    // The installed script knows where it lies; and it hears what the service hears.
    assert!(machine.done(&machine.0.path("opt/current"), &["rollback"]).contains("1.1.0 → 1.0.0"));
    assert!(machine.is_served());
    fs::write(&env, "LINJU_DATABASE='host=/nowhere dbname=\"of another\"'\n").unwrap();
    let (_, said) = machine.script(&machine.0.path("opt/current"), &["status"]);
    assert!(said.contains("postgresql: cannot be reached"), "{said}");
    fs::remove_file(&env).unwrap();

    // After `linju move` the new folder is written down.
    assert!(machine.run("systemctl", &["stop", "linju"]).status.success());
    let moved = machine.linju(&["move", "--to", &machine.0.text("big")]);
    assert!(!moved.status.success(), "the user of the service makes no folder there");
    fs::create_dir(machine.0.path("big")).unwrap();
    assert!(machine.run("chown", &["linju:", &machine.0.text("big")]).status.success());
    let moved = machine.linju(&["move", "--to", &machine.0.text("big")]);
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    machine.done(&machine.0.path("opt/current"), &["configure", "--data", &machine.0.text("big")]);
    assert!(machine.run("systemctl", &["start", "linju"]).status.success());
    // Starting does not wait until it serves.
    let serves = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(200));
        let said = machine.done(&machine.0.path("opt/current"), &["status"]);
        assert!(said.contains(&machine.0.text("big")), "{said}");
        said.contains("linju serves it")
    });
    assert!(serves, "nobody serves the new folder");
}
