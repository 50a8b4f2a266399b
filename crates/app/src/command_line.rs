//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::Day;
use std::{net::SocketAddr, path::PathBuf};

/// 邻聚 Linju: people's grievances, from the first word to the archived answer.
#[derive(Debug, Parser)]
#[command(name = "linju", version, about, max_term_width = 100)]
pub struct Arguments {
    /// Where the data are.
    #[command(flatten)]
    pub place: Place,
    /// One JSON value on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data are.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The data folder (./linju-data when not given)
    #[arg(long, global = true, env = "LINJU_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL address; the folder then holds files and key, the server the rows
    #[arg(long, global = true, env = "LINJU_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages, and do the house's own work
    Serve(Serve),
    /// Set up an empty county
    Init(Init),
    /// Bring in places, organs and staff from a sheet
    #[command(subcommand)]
    Setup(SetUp),
    /// Build four counties of invented people, and serve them
    Demo(Demo),
    /// A date and its arithmetic
    Deadline(Deadline),
    /// Bring in what another system holds
    #[command(subcommand)]
    Import(Import),
    /// Numbers, each with its cases
    #[command(subcommand)]
    Figures(Figures),
    /// Compare the ledger with itself, with the tables and with the files
    Verify(Verify),
    /// Make the tables anew from the ledger
    Rebuild(Rebuild),
    /// Write everything out in an open format, opened
    Export(Export),
    /// Copy everything while others work
    Backup(Backup),
    /// Put a backup back
    Restore(Restore),
    /// Move all rows into another database, or everything into another folder
    Move(Move),
    /// Erase one person of a case, or what was said in it
    Erase(Erase),
    /// Look whether this installation is well
    Doctor(Doctor),
    /// Measure, beside what this machine can do at most
    Bench(crate::bench::Bench),
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen, before what linju.toml says
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The port alone; 0 for any that is free
    #[arg(long, conflicts_with = "listen")]
    pub port: Option<u16>,
    /// Speak TLS with this certificate and its chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Also show, without TLS, the one page that helps devices to trust the local authority
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub install_listen: Option<SocketAddr>,
    /// What carries messages to people, before what linju.toml says.
    #[command(flatten)]
    pub messages: Messages,
}

/// What carries messages to people. Secrets come from files.
#[derive(Debug, Clone, Default, Args)]
pub struct Messages {
    /// Where signed calls for short messages go (docs/messages.md)
    #[arg(long, env = "LINJU_HOOK_URL", value_name = "URL")]
    pub hook_url: Option<String>,
    /// The file with the secret that signs them
    #[arg(long, env = "LINJU_HOOK_SECRET_FILE", value_name = "FILE")]
    pub hook_secret_file: Option<PathBuf>,
    /// Authorities that the gateway's certificate may come from, PEM
    #[arg(long, env = "LINJU_HOOK_AUTHORITIES", value_name = "FILE")]
    pub hook_authorities: Option<PathBuf>,
    /// The mail server
    #[arg(long, env = "LINJU_MAIL_SERVER", value_name = "NAME")]
    pub mail_server: Option<String>,
    /// Its port
    #[arg(long, env = "LINJU_MAIL_PORT", value_name = "PORT")]
    pub mail_port: Option<u16>,
    /// How it is spoken to
    #[arg(long, env = "LINJU_MAIL_TLS", value_enum)]
    pub mail_tls: Option<crate::config::MailTls>,
    /// Whom the mail is from
    #[arg(long, env = "LINJU_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// The name to sign in with
    #[arg(long, env = "LINJU_MAIL_USER", value_name = "NAME")]
    pub mail_user: Option<String>,
    /// The file with its password
    #[arg(long, env = "LINJU_MAIL_PASSWORD_FILE", value_name = "FILE")]
    pub mail_password_file: Option<PathBuf>,
    /// Authorities that the server's certificate may come from, PEM
    #[arg(long, env = "LINJU_MAIL_AUTHORITIES", value_name = "FILE")]
    pub mail_authorities: Option<PathBuf>,
}

impl Messages {
    /// That no flag speaks of a way that nothing else names: it would be passed over in silence, and nothing would be sent.
    ///
    /// # Errors
    /// Names the flag and what it lacks.
    pub fn refuse_orphans(&self, config: &crate::config::Config) -> Result<(), crate::oops::Oops> {
        let mail = [
            ("--mail-port", self.mail_port.is_some()),
            ("--mail-tls", self.mail_tls.is_some()),
            ("--mail-from", self.mail_from.is_some()),
            ("--mail-user", self.mail_user.is_some()),
            ("--mail-password-file", self.mail_password_file.is_some()),
            ("--mail-authorities", self.mail_authorities.is_some()),
        ];
        let hook = [("--hook-secret-file", self.hook_secret_file.is_some()), ("--hook-authorities", self.hook_authorities.is_some())];
        let ways = [
            ("--mail-server", config.messages.mail.is_some() || self.mail_server.is_some(), &mail[..]),
            ("--hook-url", config.messages.hook.is_some() || self.hook_url.is_some(), &hook[..]),
        ];
        for (lacks, is_named, flags) in ways {
            if let (false, Some((orphan, _))) = (is_named, flags.iter().find(|(_, is_given)| *is_given)) {
                let text =
                    format!("{orphan} is given and {lacks} is missing: give it as a flag (or as its LINJU_ variable), or in {}", crate::config::NAME);
                return Err(crate::oops::Oops::wrong(text));
            }
        }
        Ok(())
    }
}

/// The two sets of ciphers.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Suite {
    /// SM3, SM4 (国密)
    Gm,
    /// SHA-256, AES-256
    Intl,
}

impl From<Suite> for kernel::crypto::Suite {
    fn from(suite: Suite) -> Self {
        match suite {
            Suite::Gm => Self::Gm,
            Suite::Intl => Self::Intl,
        }
    }
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The county's division code, six digits
    #[arg(long, value_name = "CODE")]
    pub county: String,
    /// Its name, when it is not one of the bundled ones
    #[arg(long)]
    pub name: Option<String>,
    /// The ciphers of the installation
    #[arg(long, value_enum, default_value = "gm")]
    pub suite: Suite,
    /// Its places, as CSV with the columns code, name: 2, 4, 6, 9 or 12 digits
    #[arg(long, value_name = "FILE")]
    pub divisions: Option<PathBuf>,
    /// Names of the system, security and audit administrators, in this order
    #[arg(long, value_delimiter = ',', value_name = "A,B,C", default_value = "系统管理员,安全管理员,审计管理员")]
    pub admin_names: Vec<String>,
}

/// The three sheets.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SheetKind {
    /// Townships, villages, grids
    Places,
    /// Bureaus, townships, villages, rooms
    Organs,
    /// People, with the posts that are asked for
    Staff,
}

impl From<SheetKind> for casework::setup::Kind {
    fn from(sheet: SheetKind) -> Self {
        match sheet {
            SheetKind::Places => Self::Places,
            SheetKind::Organs => Self::Organs,
            SheetKind::Staff => Self::Staff,
        }
    }
}

/// `setup`.
#[derive(Debug, Subcommand)]
pub enum SetUp {
    /// Take a sheet in: XLSX, XLS or CSV; again it changes nothing
    Import(SetUpImport),
    /// Write the empty sheet to fill in
    Template {
        /// Which sheet
        #[arg(value_enum)]
        sheet: SheetKind,
        /// The XLSX file to write
        into: PathBuf,
    },
}

/// `setup import`.
#[derive(Debug, Args)]
pub struct SetUpImport {
    /// Which sheet
    #[arg(value_enum)]
    pub sheet: SheetKind,
    /// The filled sheet
    pub file: PathBuf,
    /// Say what it would do, row by row, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Why the posts of a staff list are asked for; the security administrator reads it
    #[arg(long, default_value = "开张名单")]
    pub reason: String,
    /// The county; may be left out when there is one
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Where to listen, instead of this machine alone
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "port")]
    pub listen: Option<SocketAddr>,
    /// One county and a little of another
    #[arg(long)]
    pub small: bool,
    /// The day that the stories end on; today when not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Day>,
    /// Also write the one-time passwords there, as JSON
    #[arg(long, value_name = "FILE")]
    pub passwords_file: Option<PathBuf>,
}

/// The languages of a derivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Chinese
    Zh,
    /// English
    En,
}

/// `deadline`.
#[derive(Debug, Args)]
pub struct Deadline {
    /// The row of the law: P-05
    #[arg(value_name = "ID")]
    pub rule: String,
    /// The day of the event that starts it; for terms in hours also YYYY-MM-DDTHH:MM
    #[arg(long, value_name = "DAY")]
    pub from: String,
    /// Count as if the holidays of this year were not known yet
    #[arg(long, value_name = "YEAR")]
    pub without_year: Vec<i32>,
    /// How long, for rows whose length somebody sets
    #[arg(long)]
    pub length: Option<i64>,
    /// Extended by so many days
    #[arg(long, value_name = "DAYS")]
    pub extended: Option<i64>,
    /// The place, as its division code, for rows of one place
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// The language of the arithmetic
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Language,
}

/// `import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Messages with their official replies, from CSV or XLSX
    Messages(ImportMessages),
}

/// `import messages`.
#[derive(Debug, Args)]
pub struct ImportMessages {
    /// The CSV or XLSX file
    pub file: PathBuf,
    /// Which column means what
    #[arg(long, value_name = "MAP.toml")]
    pub map: PathBuf,
    /// The county that they belong to; may be left out when there is one
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
    /// Where the rows that did not come in are written, as CSV
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// `figures`.
#[derive(Debug, Subcommand)]
pub enum Figures {
    /// How soon people were answered
    Replies(FiguresReplies),
}

/// `figures replies`.
#[derive(Debug, Args)]
pub struct FiguresReplies {
    /// With what was brought in from another system
    #[arg(long)]
    pub with_history: bool,
    /// Received on this day or later
    #[arg(long, value_name = "DAY")]
    pub from: Option<Day>,
    /// Received on this day or earlier
    #[arg(long, value_name = "DAY")]
    pub to: Option<Day>,
    /// The county; may be left out when there is one
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// One county alone
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
}

/// `rebuild`.
#[derive(Debug, Args)]
pub struct Rebuild {
    /// One county alone
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// A new folder
    pub into: PathBuf,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// A new folder
    pub into: PathBuf,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup; with --drill also a folder of backups, of which the newest is taken
    pub from: PathBuf,
    /// A new data folder
    #[arg(long, value_name = "DIR", required_unless_present = "drill", conflicts_with = "drill")]
    pub into: Option<PathBuf>,
    /// Try it: restore into a temporary folder, verify, say how long it took and what would be lost, and remove it
    #[arg(long)]
    pub drill: bool,
    /// The installation's key, as it was when the backup was made (not in the backup)
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Lists of erasures to apply besides the backup's own; that of the present data folder is taken by itself
    #[arg(long, value_name = "FILE")]
    pub erasures: Vec<PathBuf>,
}

/// `move`.
#[derive(Debug, Args)]
pub struct Move {
    /// An empty PostgreSQL database; or a folder: the data folder itself for rows that come back into a file, or a new one
    #[arg(long, value_name = "URL|DIR")]
    pub to: String,
}

/// `erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// The case's number
    #[arg(long)]
    pub case: String,
    /// The person within it: 1 for the one with the grievance, 2 for the next
    #[arg(long, value_name = "NTH", value_parser = clap::value_parser!(i64).range(1..), required_unless_present = "narrative")]
    pub person: Option<i64>,
    /// What was said instead: title, words, claims, answers and notes; number, days and stages stay
    #[arg(long, conflicts_with = "person")]
    pub narrative: bool,
    /// The legal basis, in words that name nobody
    #[arg(long)]
    pub basis: String,
    /// The sign-in name of the head who decided it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The county; may be left out when there is one
    #[arg(long, value_name = "CODE")]
    pub county: Option<String>,
}

/// `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Make a local authority, when there is none, and a new server certificate for the names in --name
    #[arg(long, requires = "name")]
    pub make_ca: bool,
    /// A name or address under which the server is reached; may be given again
    #[arg(long, value_name = "NAME", requires = "make_ca")]
    pub name: Vec<String>,
    /// What carries messages to people, when `serve` is told so by flags.
    #[command(flatten)]
    pub messages: Messages,
}
