//! TLS towards PostgreSQL: a server that takes nobody in clear, with a certificate of the office's own authority.

use crate::program::Place;
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The server's programs; `None`, after saying so, where there are none.
fn programs() -> Option<PathBuf> {
    // Asks for the throw-away cluster too, so that "not installed" is said, or fails, in one way.
    testkit::postgres()?;
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max()
}

/// Ended when dropped.
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Server {
    fn command(programs: &Path, program: &str) -> Command {
        let program = programs.join(program);
        let is_root = fs::metadata("/proc/self").map(|data| std::os::unix::fs::MetadataExt::uid(&data)).unwrap() == 0;
        let mut command = Command::new(if is_root { Path::new("setpriv") } else { &program });
        if is_root {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        }
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).env("LC_ALL", "C");
        command
    }

    /// Starts one with the certificate and key of a data folder.
    fn start(programs: PathBuf, folder: &Path, certificate: &Path, key: &Path) -> Self {
        let data = folder.join("data");
        fs::create_dir_all(&data).unwrap();
        let own = |path: &Path| {
            let _same_user = Command::new("chown").arg("postgres:postgres").arg(path).stderr(Stdio::null()).status();
        };
        [folder, &data].into_iter().for_each(own);
        let run = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
        run(Self::command(&programs, "initdb").args(["--encoding=UTF8", "--locale=C", "--auth=trust", "--username=linju", "-D"]).arg(&data));
        for (from, name) in [(certificate, "server.crt"), (key, "server.key")] {
            fs::copy(from, data.join(name)).unwrap();
            own(&data.join(name));
        }
        // In clear nobody comes in over the network.
        fs::write(data.join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\nlocal all all trust\n").unwrap();
        // A port that was free a moment ago.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = format!("-c ssl=on -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={}", data.display());
        run(Self::command(&programs, "pg_ctl")
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(data.join("log"))
            .args(["-w", "-t", "60", "-o", &options, "start"]));
        Self { programs, folder: data, port }
    }

    fn address(&self, host: &str, more: &str) -> String {
        format!("postgres://linju@{host}:{}/postgres{more}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = Self::command(&self.programs, "pg_ctl").arg("-D").arg(&self.folder).args(["-m", "immediate", "-w", "stop"]).status();
    }
}

#[test]
fn a_server_is_reached_by_tls_alone_and_its_certificate_is_checked() {
    let Some(programs) = programs() else { return };
    let folder = tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755)).tempdir().unwrap();
    // The certificate names localhost, and not 127.0.0.1.
    let maker = Place::new(&folder.path().join("maker"), None);
    maker.run(&["init", "--county", "330122"]).ended(0);
    maker.run(&["doctor", "--make-ca", "--name", "localhost"]).ended(0);
    let tls = maker.folder.join("tls");
    let stranger = Place::new(&folder.path().join("stranger"), None);
    stranger.run(&["init", "--county", "330122"]).ended(0);
    stranger.run(&["doctor", "--make-ca", "--name", "localhost"]).ended(0);
    let server = Server::start(programs, &folder.path().join("pg"), &tls.join("server.pem"), &tls.join("server.key"));

    let roots = format!("?sslmode=verify-full&sslrootcert={}", tls.join("authority.pem").display());
    let set_up = |name: &str, address: String| Place::new(&folder.path().join(name), Some(address)).run(&["init", "--county", "330122"]);
    set_up("clear", server.address("localhost", "")).ended(1);
    set_up("name", server.address("127.0.0.1", &roots)).ended(1).said("certificate not valid for name");
    let foreign = format!("?sslmode=require&sslrootcert={}", stranger.folder.join("tls/authority.pem").display());
    set_up("foreign", server.address("localhost", &foreign)).ended(1).said("invalid peer certificate");
    set_up("good", server.address("localhost", &roots)).ended(0);
    let good = Place::new(&folder.path().join("good"), Some(server.address("localhost", &roots)));
    good.run(&["verify"]).ended(0);
}
