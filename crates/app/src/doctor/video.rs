//! The relay of mediation by video: whether it is set up, and answers. Nothing goes through it, and the secret is not repeated.

use super::Findings;
use crate::{installation::Installation, video};
use std::{
    net::{SocketAddr, TcpStream, ToSocketAddrs as _, UdpSocket},
    time::Duration,
};

/// As long as a relay may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks at the relay.
pub fn look(installation: &Installation, findings: &mut Findings) {
    match video::configured(installation) {
        Ok(None) => findings.warn("video", "mediation by video: not set up, so no video room can be opened; see docs/video.md, [video]"),
        Ok(Some(turn)) => {
            for url in turn.urls() {
                match answers(url) {
                    Ok(()) => findings.ok("video", format!("the relay {url} answers")),
                    Err(why) => findings.error("video", format!("the relay {url}: {why}: see whether coturn runs there and the port is open")),
                }
            }
        }
        Err(oops) => findings.error("video", oops.text()),
    }
}

/// Asks a relay whether it is there: by UDP with the question of RFC 8489 for one's own address, by TCP with a connection.
fn answers(url: &str) -> Result<(), String> {
    let (address, is_udp) = read(url).ok_or("no address")?;
    let first: SocketAddr = address.to_socket_addrs().map_err(|error| error.to_string())?.next().ok_or("no address")?;
    let failed = |error: std::io::Error| error.to_string();
    if !is_udp {
        return TcpStream::connect_timeout(&first, PATIENCE).map(drop).map_err(failed);
    }
    let own = if first.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(own).map_err(failed)?;
    socket.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    // A binding request without attributes: kind, length, cookie, and any twelve bytes.
    let question = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], b"linju-doctor"].concat();
    socket.send_to(&question, first).map_err(failed)?;
    let mut answer = [0; 512];
    let (length, _) = socket.recv_from(&mut answer).map_err(|_| "no answer".to_owned())?;
    let is_answer = length >= 20 && answer.first() == Some(&1) && answer.get(8..20) == Some(b"linju-doctor".as_slice());
    if is_answer { Ok(()) } else { Err("it answers, and is no relay".to_owned()) }
}

/// `turn:host:3478?transport=udp` → `host:3478`, and whether it is reached by UDP.
fn read(url: &str) -> Option<(String, bool)> {
    let (scheme, rest) = url.split_once(':')?;
    let (host, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_tls = scheme == "turns";
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = if has_port { host.to_owned() } else { format!("{host}:{}", if is_tls { 5349 } else { 3478 }) };
    Some((address, !is_tls && !query.contains("transport=tcp")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_its_port_and_way() {
        assert_eq!(read("turn:t.cn:3999?transport=udp"), Some(("t.cn:3999".to_owned(), true)));
        assert_eq!(read("turn:t.cn"), Some(("t.cn:3478".to_owned(), true)));
        assert_eq!(read("turns:t.cn?transport=tcp"), Some(("t.cn:5349".to_owned(), false)));
    }

    #[test]
    fn who_answers_is_heard_and_who_does_not_is_named() {
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        let url = format!("turn:{}", peer.local_addr().unwrap());
        let answering = std::thread::spawn(move || {
            let mut asked = [0; 64];
            let (length, from) = peer.recv_from(&mut asked).unwrap();
            asked[0] = 1;
            peer.send_to(&asked[..length], from).unwrap();
        });
        assert_eq!(answers(&url), Ok(()));
        answering.join().unwrap();
        let nobody = TcpStream::connect("127.0.0.1:1").is_err();
        assert!(nobody && answers("turn:127.0.0.1:1?transport=tcp").is_err());
    }
}
