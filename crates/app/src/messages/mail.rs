//! Mail, over SMTP, to one server that takes it.
//!
//! A server that answers 5xx to the address refuses it; one that answers 5xx to our signing in (530 to 538) does not refuse
//! her, but us: that is tried again until somebody mends it. Answers may repeat the address, so only their number is told.
//! Whether the server is there and lets us in is asked first, on a connection of its own: what fails then was not sent. A server that
//! falls silent after that may have it: nobody knows, and it is not sent a second time.
//! `Message-ID` is made of the key, so that readers that see a message twice can tell.

use super::{secret, tls};
use crate::{
    config::{Mail, MailTls},
    oops::Oops,
};
use casework::notify::gateway::{Message as Told, Unsent};
use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::{error::Error as _, time::Duration};

/// How long the server is waited for at each step.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
    host: String,
}

/// Tells other machines not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mailer {
    /// Reads what it needs; speaks to nobody yet.
    ///
    /// # Errors
    /// A sender that is none, a password in clear to another machine, files that cannot be read.
    pub fn open(mail: &Mail) -> Result<Self, Oops> {
        let from: Mailbox = mail.from.parse().map_err(|error| Oops::wrong(format!("messages.mail.from {:?}: {error}", mail.from)))?;
        if mail.tls == MailTls::None && !tls::is_this_machine(&mail.server) {
            return Err(Oops::wrong(format!(
                "messages.mail: {} is another machine, and tls = \"none\" lets everybody on the way read whom we write to: use implicit or starttls",
                mail.server
            )));
        }
        let wrong = |error: Error| Oops::wrong(format!("messages.mail: {error}"));
        let parameters = || -> Result<TlsParameters, Oops> {
            let mut builder = TlsParameters::builder(mail.server.clone());
            if let Some(path) = &mail.authorities {
                let pem = std::fs::read(path).map_err(crate::oops::at(path))?;
                builder = builder.certificate_store(CertificateStore::None);
                builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(wrong)?);
            }
            builder.build().map_err(wrong)
        };
        let tls = match mail.tls {
            MailTls::Implicit => Tls::Wrapper(parameters()?),
            MailTls::Starttls => Tls::Required(parameters()?),
            MailTls::None => Tls::None,
        };
        let host = from.email.domain().to_owned();
        let mut builder = SmtpTransport::builder_dangerous(&mail.server)
            .port(mail.port.unwrap_or(mail.tls.port()))
            .hello_name(ClientId::Domain(host.clone()))
            .timeout(Some(PATIENCE))
            .tls(tls);
        match (&mail.password_file, mail.user.is_empty()) {
            (Some(path), false) => builder = builder.credentials(Credentials::new(mail.user.clone(), secret(path)?)),
            (None, true) => {}
            _ => return Err(Oops::wrong("messages.mail: user and password_file belong together: give both, or neither")),
        }
        Ok(Self { transport: builder.build(), from, host })
    }

    /// Hands a message over; the server has it when this is `Ok`.
    ///
    /// # Errors
    /// Refused, to be tried again, or gone to an end that nobody saw.
    pub fn send(&self, told: &Told, subject: String, text: String) -> Result<(), Unsent> {
        let to: Mailbox = told.to.parse().map_err(|_| Unsent::Refused("the address is none".to_owned()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{}@{}>", told.key, self.host)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|error| Unsent::Refused(error.to_string()))?;
        match self.transport.test_connection() {
            Ok(true) => {}
            Ok(false) => return Err(Unsent::Later("the mail server ended the conversation".to_owned())),
            Err(error) => return Err(before(&error)),
        }
        self.transport.send(&message).map(drop).map_err(|error| unsent(&error))
    }

    /// Whether the server lets us in now: for `doctor`.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn try_it(&self) -> Result<(), String> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err("it ended the conversation".to_owned()),
            Err(error) => Err(plainly(&error)),
        }
    }
}

/// What it means that the server could not be spoken to before anything was handed over: it has refused nobody.
fn before(error: &Error) -> Unsent {
    Unsent::Later(plainly(error))
}

fn unsent(error: &Error) -> Unsent {
    let number = error.status().map(u16::from);
    match number {
        Some(530..=538) => Unsent::Later(format!("the mail server does not let us in: it answered {}", number.unwrap_or_default())),
        Some(number @ 500..) => Unsent::Refused(format!("the mail server answered {number}")),
        Some(number) => Unsent::Later(format!("the mail server answered {number}")),
        // Our own side gave up before it spoke.
        None if error.is_client() => Unsent::Later(plainly(error)),
        None => Unsent::Unknown(plainly(error)),
    }
}

/// What went wrong before the server answered. A message of the server itself may repeat an address.
fn plainly(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None => error.source().map_or_else(|| error.to_string(), |source| format!("the mail server cannot be spoken to: {source}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::notify::reach::Way;
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::{TcpListener, TcpStream},
    };

    /// A mail server that answers 250 to everything, save what it is told to answer otherwise; to an empty answer it hangs up.
    fn serve(stream: TcpStream, otherwise: &[(&str, &str)]) {
        let mut out = stream.try_clone().unwrap();
        let (mut lines, mut in_data) = (BufReader::new(stream).lines(), false);
        out.write_all(b"220 peer\r\n").unwrap();
        while let Some(Ok(line)) = lines.next() {
            let word = match line.get(..4).unwrap_or(&line) {
                _ if in_data && line != "." => continue,
                "." => "DONE".to_owned(),
                word => word.to_ascii_uppercase(),
            };
            in_data = word == "DATA";
            let usual = if in_data { "354 go on" } else { "250 fine" };
            let answer = otherwise.iter().find(|(known, _)| *known == word).map_or(usual, |(_, answer)| answer);
            if answer.is_empty() {
                return;
            }
            if out.write_all(format!("{answer}\r\n").as_bytes()).is_err() || word == "QUIT" {
                return;
            }
        }
    }

    fn send_to(otherwise: &'static [(&'static str, &'static str)]) -> Result<(), Unsent> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        // It ends with the test's process.
        std::thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap(), otherwise)));
        send(port)
    }

    fn send(port: u16) -> Result<(), Unsent> {
        let mail = Mail {
            server: "127.0.0.1".to_owned(),
            port: Some(port),
            tls: MailTls::None,
            from: "linju@example.gov.cn".to_owned(),
            user: String::new(),
            password_file: None,
            authorities: None,
        };
        let told = Told { key: "0".repeat(32), way: Way::Mail, to: "xiulan@example.cn".to_owned(), english: false };
        Mailer::open(&mail).unwrap().send(&told, "新消息".to_owned(), "您有新消息".to_owned())
    }

    #[test]
    fn a_server_that_falls_silent_may_have_it_and_one_that_was_not_spoken_to_has_not() {
        assert_eq!(send_to(&[]), Ok(()));
        assert!(matches!(send_to(&[("DONE", "")]), Err(Unsent::Unknown(_))), "it had all of it");
        assert!(matches!(send_to(&[("DONE", "451 later")]), Err(Unsent::Later(_))), "it says that it did not take it");
        assert!(matches!(send_to(&[("RCPT", "550 nobody")]), Err(Unsent::Refused(_))));
        assert!(matches!(send_to(&[("EHLO", "")]), Err(Unsent::Later(_))));
        assert!(matches!(send_to(&[("EHLO", "554 not to you")]), Err(Unsent::Later(_))), "it refuses us, not her");
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert!(matches!(send(nobody), Err(Unsent::Later(_))));
    }
}
