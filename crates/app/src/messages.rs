//! What carries messages to people, as this installation is set up: flags and environment first, then `linju.toml`.
//!
//! | file | carries |
//! |---|---|
//! | [`mail`] | mail, over SMTP |
//! | [`hook`] | short messages, over one signed HTTP call |
//!
//! A way that is not set up is a visible state and no error: words to people then stand on the call list, and `doctor` and the
//! administrator's page say so. The words of a message are made here, from the catalogue; they are the same for every matter.

pub mod hook;
pub mod mail;
mod tls;

use crate::{
    command_line,
    config::{self, Config, Hook, Mail, MailTls},
    oops::Oops,
};
use casework::notify::{
    gateway::{Gateway, Message, Unsent},
    reach::Way,
};
use kernel::crypto::Suite;
use std::path::Path;
use web::locale::Language;

/// The ways that are set up.
pub struct Gateways {
    mail: Option<mail::Mailer>,
    hook: Option<hook::Caller>,
}

/// What is set up, before its files are read.
pub struct Wanted {
    /// A mail server.
    pub mail: Option<Mail>,
    /// A gateway of short messages.
    pub hook: Option<Hook>,
}

impl Wanted {
    /// What flags, environment and file say together; paths of the file are from the data folder on.
    ///
    /// # Errors
    /// What is half said.
    pub fn of(config: &Config, folder: &Path, flags: &command_line::Messages) -> Result<Self, Oops> {
        let half = |what: &str| Oops::wrong(format!("{what} is missing: give it as a flag, or in {}", config::NAME));
        flags.refuse_orphans(config)?;
        let mut mail = config.messages.mail.clone().map(|mail| Mail {
            password_file: mail.password_file.map(|file| folder.join(file)),
            authorities: mail.authorities.map(|file| folder.join(file)),
            ..mail
        });
        if mail.is_none()
            && let Some(server) = &flags.mail_server
        {
            let from = flags.mail_from.clone().ok_or_else(|| half("--mail-from"))?;
            let tls = MailTls::Implicit;
            mail = Some(Mail { server: server.clone(), port: None, tls, from, user: String::new(), password_file: None, authorities: None });
        }
        if let Some(mail) = &mut mail {
            take(&mut mail.server, flags.mail_server.as_ref());
            take(&mut mail.from, flags.mail_from.as_ref());
            take(&mut mail.user, flags.mail_user.as_ref());
            take(&mut mail.tls, flags.mail_tls.as_ref());
            mail.port = flags.mail_port.or(mail.port);
            mail.password_file = flags.mail_password_file.clone().or(mail.password_file.take());
            mail.authorities = flags.mail_authorities.clone().or(mail.authorities.take());
        }
        let mut hook = config.messages.hook.clone().map(|hook| Hook {
            secret_file: folder.join(hook.secret_file),
            authorities: hook.authorities.map(|file| folder.join(file)),
            ..hook
        });
        if hook.is_none()
            && let Some(url) = &flags.hook_url
        {
            let secret_file = flags.hook_secret_file.clone().ok_or_else(|| half("--hook-secret-file"))?;
            hook = Some(Hook { url: url.clone(), secret_file, authorities: None });
        }
        if let Some(hook) = &mut hook {
            take(&mut hook.url, flags.hook_url.as_ref());
            take(&mut hook.secret_file, flags.hook_secret_file.as_ref());
            hook.authorities = flags.hook_authorities.clone().or(hook.authorities.take());
        }
        Ok(Self { mail, hook })
    }
}

fn take<T: Clone>(place: &mut T, given: Option<&T>) {
    if let Some(given) = given {
        place.clone_from(given);
    }
}

impl Gateways {
    /// Opens what is set up: reads secrets and authorities, and speaks to nobody yet.
    ///
    /// # Errors
    /// What is set up and cannot serve: a message that nobody sends should not be found out by its reader.
    pub fn open(wanted: &Wanted, suite: Suite) -> Result<Self, Oops> {
        let mail = wanted.mail.as_ref().map(mail::Mailer::open).transpose()?;
        let hook = wanted.hook.as_ref().map(|hook| hook::Caller::open(hook, suite)).transpose()?;
        Ok(Self { mail, hook })
    }

    /// No way is set up.
    #[must_use]
    pub const fn none() -> Self {
        Self { mail: None, hook: None }
    }

    /// The ways that are set up, for the pages that tell it.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        [Way::Sms, Way::Mail].into_iter().filter(|way| self.carries(*way)).collect()
    }
}

impl Gateway for Gateways {
    fn carries(&self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail.is_some(),
            Way::Sms => self.hook.is_some(),
            Way::Call | Way::Letter | Way::Nothing => false,
        }
    }

    fn send(&self, message: &Message) -> Result<(), Unsent> {
        let language = if message.english { Language::English } else { Language::Chinese };
        let words = |key: &str| language.words().t(key).to_owned();
        match (message.way, &self.mail, &self.hook) {
            (Way::Mail, Some(mail), _) => mail.send(message, words("message-subject"), words("message-mail")),
            (Way::Sms, _, Some(hook)) => hook.send(message, &words("message-sms"), language.code()),
            _ => Err(Unsent::Later("this way is not set up".to_owned())),
        }
    }
}

/// Reads a secret of a file, without the line end that editors leave.
fn secret(path: &Path) -> Result<String, Oops> {
    let text = std::fs::read_to_string(path).map_err(crate::oops::at(path))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.is_empty() { Err(Oops::wrong(format!("{} is empty: it has to hold the secret", path.display()))) } else { Ok(text) }
}
