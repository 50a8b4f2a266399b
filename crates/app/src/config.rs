//! `linju.toml`: how this installation is reached. Unknown keys are refused; secrets come from files of their own.

use crate::oops::{Oops, at};
use kernel::crypto::Suite;
use serde::Deserialize;
use std::{
    net::SocketAddr,
    path::{Component, Path, PathBuf},
};
use web::settings::Network;

/// The file's name.
pub const NAME: &str = "linju.toml";

/// What the file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `gm` or `intl`; never changed once there are data.
    pub suite: Suite,
    /// How it is reached.
    #[serde(default)]
    pub server: Server,
    /// Where the rows are, when they are not beside this file.
    #[serde(default)]
    pub database: Database,
    /// What carries messages to people.
    #[serde(default)]
    pub messages: Messages,
    /// Through what people mediate by video.
    #[serde(default)]
    pub video: Option<Video>,
}

/// `[server]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How people reach it, without a slash at the end; from `listen` when empty. Printed on receipts.
    pub public_address: String,
    /// Proxies whose word about the caller's address is believed.
    pub trusted_proxies: Vec<String>,
    /// The certificate with its chain, PEM, when TLS is spoken here; from the data folder on.
    pub tls_cert: Option<PathBuf>,
    /// Its private key, PEM.
    pub tls_key: Option<PathBuf>,
    /// Where the page that helps devices to trust the local authority is shown without TLS.
    pub install_listen: Option<SocketAddr>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_address: String::new(),
            trusted_proxies: vec![],
            tls_cert: None,
            tls_key: None,
            install_listen: None,
        }
    }
}

impl Server {
    /// The ranges of the trusted proxies.
    ///
    /// # Errors
    /// What is no range.
    pub fn proxies(&self) -> Result<Vec<Network>, Oops> {
        self.trusted_proxies.iter().map(|text| text.parse().map_err(|error| Oops::wrong(format!("{NAME}: trusted_proxies: {error}")))).collect()
    }
}

/// `[database]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// A PostgreSQL address; `--database` and `LINJU_DATABASE` come before it.
    pub url: Option<String>,
}

/// `[messages]`: without a part, its way is not set up, and what would go by it stands on the call list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Messages {
    /// `[messages.mail]`.
    pub mail: Option<Mail>,
    /// `[messages.hook]`.
    pub hook: Option<Hook>,
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// TLS from the first byte (port 465)
    Implicit,
    /// In clear, then TLS before anything is said (port 587)
    Starttls,
    /// In clear: a server on this machine alone (port 25)
    None,
}

impl MailTls {
    /// The port that is usual for it.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

/// `[messages.mail]`: a mail server that takes our mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its name, also the name that its certificate must bear.
    pub server: String,
    /// The port; the usual one of `tls` when not given.
    pub port: Option<u16>,
    /// How it is spoken to.
    pub tls: MailTls,
    /// Whom the mail is from.
    pub from: String,
    /// The name to sign in with; nobody signs in when empty.
    #[serde(default)]
    pub user: String,
    /// The file with the password, from the data folder on.
    pub password_file: Option<PathBuf>,
    /// Authorities that are trusted instead of the machine's own, PEM.
    pub authorities: Option<PathBuf>,
}

/// `[messages.hook]`: a gateway of short messages that takes signed calls.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// Where to: `https://…`, or `http://` on this machine.
    pub url: String,
    /// The file with the secret that signs, 16 to 64 bytes, from the data folder on.
    pub secret_file: PathBuf,
    /// Authorities that are trusted instead of the machine's own, PEM.
    pub authorities: Option<PathBuf>,
}

/// `[video]`: a relay (coturn with `use-auth-secret`); without it mediation by video is not set up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// Where browsers reach it: `turn:turn.example.gov.cn:3478?transport=udp`, `turns:…`.
    pub turn: Vec<String>,
    /// The file with the secret that it shares with us (`static-auth-secret`), from the data folder on.
    pub secret_file: PathBuf,
}

impl Config {
    /// The files in the data folder that it names: certificate, secrets, authorities.
    pub fn own_files(&self) -> impl Iterator<Item = &Path> {
        let (mail, hook) = (self.messages.mail.as_ref(), self.messages.hook.as_ref());
        let named = [
            self.server.tls_cert.as_ref(),
            self.server.tls_key.as_ref(),
            mail.and_then(|mail| mail.password_file.as_ref()),
            mail.and_then(|mail| mail.authorities.as_ref()),
            hook.map(|hook| &hook.secret_file),
            hook.and_then(|hook| hook.authorities.as_ref()),
            self.video.as_ref().map(|video| &video.secret_file),
        ];
        // A path with `..` leads out of the folder, and is the office's own matter as an absolute one is.
        named.into_iter().flatten().map(PathBuf::as_path).filter(|path| path.components().all(|part| matches!(part, Component::Normal(_))))
    }
}

/// Reads the file of a folder.
///
/// # Errors
/// Says what to do when there is none; names the key that is not known.
pub fn read(folder: &Path) -> Result<Config, Oops> {
    let path = folder.join(NAME);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Oops::wrong(format!(
                "{} is no data folder: it has no {NAME}; make one with `linju init --county CODE --data {}`, or try `linju demo`",
                folder.display(),
                folder.display()
            )));
        }
        Err(error) => return Err(at(&path)(error)),
    };
    toml::from_str(&text).map_err(|error| Oops::wrong(format!("{}: {error}", path.display())))
}

/// Writes the file of a new folder.
///
/// # Errors
/// What the system says.
pub fn write(folder: &Path, suite: Suite) -> Result<(), Oops> {
    let suite = match suite {
        Suite::Gm => "gm",
        Suite::Intl => "intl",
    };
    let text = format!(
        "# How this installation is reached. Unknown keys are refused.\n\
         # suite: gm (SM3, SM4) or intl (SHA-256, AES-256); never change it once there are data.\n\
         suite = \"{suite}\"\n\n\
         [server]\n\
         listen = \"127.0.0.1:8080\"\n\
         # How people reach it, printed on receipts:\n\
         # public_address = \"https://linju.example.gov.cn\"\n\
         # Proxies whose word about the caller's address is believed:\n\
         # trusted_proxies = [\"10.0.0.0/8\"]\n\
         # TLS, with the office's own files or those of `linju doctor --make-ca --name NAME`:\n\
         # tls_cert = \"tls/server.pem\"\n\
         # tls_key = \"tls/server.key\"\n\
         # The page that helps devices to trust the local authority, without TLS:\n\
         # install_listen = \"0.0.0.0:8081\"\n\n\
         [database]\n\
         # Rows on a PostgreSQL server instead of linju.db; `--database` and LINJU_DATABASE come before this:\n\
         # url = \"postgres://linju@127.0.0.1/linju\"\n\n\
         # What carries messages to people; without it they stand on the call list (docs/messages.md):\n\
         # [messages.hook]\n\
         # url = \"https://sms.example.gov.cn/linju\"\n\
         # secret_file = \"keys/hook.secret\"\n\
         # [messages.mail]\n\
         # server = \"mail.example.gov.cn\"\n\
         # tls = \"implicit\"\n\
         # from = \"linju@example.gov.cn\"\n\
         # user = \"linju\"\n\
         # password_file = \"keys/mail.password\"\n\n\
         # The relay of mediation by video (coturn); without it no video room can be opened (docs/video.md):\n\
         # [video]\n\
         # turn = [\"turn:turn.example.gov.cn:3478?transport=udp\"]\n\
         # secret_file = \"keys/turn.secret\"\n"
    );
    let path = folder.join(NAME);
    std::fs::write(&path, text).map_err(at(&path))
}

/// Writes down where the rows are, or that they are beside the file; the rest of the file stays as it is.
///
/// # Errors
/// What the system says; a file in which the line cannot be placed, left as it was.
pub fn set_database(folder: &Path, url: Option<&str>) -> Result<(), Oops> {
    write_with_database(&folder.join(NAME), folder, url)
}

/// Copies the file of one folder into another, whose rows are beside it.
///
/// # Errors
/// As [`set_database`].
pub fn copy(from: &Path, folder: &Path) -> Result<(), Oops> {
    write_with_database(&from.join(NAME), folder, None)
}

fn write_with_database(from: &Path, folder: &Path, url: Option<&str>) -> Result<(), Oops> {
    let before = std::fs::read_to_string(from).map_err(at(from))?;
    let after = with_database(&before, url);
    let reads = toml::from_str::<Config>(&after).is_ok_and(|config| config.database.url.as_deref() == url);
    let path = folder.join(NAME);
    if !reads {
        let what = if url.is_some() { "write `url = …` into" } else { "take `url = …` out of" };
        return Err(Oops::wrong(format!("{}: {what} its [database] by hand", from.display())));
    }
    let beside = folder.join("linju.toml.new");
    std::fs::write(&beside, after).and_then(|()| std::fs::File::open(&beside)?.sync_all()).map_err(at(&beside))?;
    std::fs::rename(&beside, &path).map_err(at(&path))
}

/// The text with this address of the database and no other.
fn with_database(text: &str, url: Option<&str>) -> String {
    let line = url.map(|url| format!("url = {}", toml::Value::from(url)));
    let (mut lines, mut in_database, mut is_written) = (vec![], false, false);
    for old in text.lines() {
        let bare = old.trim();
        let is_url = in_database && bare.strip_prefix("url").is_some_and(|rest| rest.trim_start().starts_with('='));
        if bare.starts_with('[') {
            in_database = bare == "[database]";
        }
        if !is_url {
            lines.push(old.to_owned());
        }
        if bare == "[database]" && !is_written {
            lines.extend(line.clone());
            is_written = true;
        }
    }
    if let (Some(line), false) = (line, is_written) {
        lines.extend([String::new(), "[database]".to_owned(), line]);
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_written_and_taken_out_and_the_rest_stays() {
        let text = "suite = \"gm\"\n# ours\n[server]\nlisten = \"127.0.0.1:8080\"\n\n[database]\n# url = \"postgres://x\"\n";
        let there = with_database(text, Some("postgres://linju@db/linju"));
        let read = |text: &str| toml::from_str::<Config>(text).unwrap().database.url;
        assert_eq!(read(&there).as_deref(), Some("postgres://linju@db/linju"));
        assert!(there.contains("# ours") && there.contains("# url = \"postgres://x\""), "{there}");
        assert_eq!(with_database(&there, Some("host=/tmp dbname=\"a\"")).matches("\nurl").count(), 1);
        assert_eq!(with_database(&there, None), text);
        assert_eq!(read(&with_database("suite = \"gm\"\n", Some("postgres://a/b"))).as_deref(), Some("postgres://a/b"));
    }
}
