//! What may be told of where somebody is: nothing but the relay's own address.
//!
//! Browsers are asked to use the relay alone. Here stands what holds when one does not: every candidate that is not `typ relay` is
//! dropped, from messages and from descriptions, and of a relay's candidate only the fields that are needed are written anew, without
//! the address behind it.

use std::net::IpAddr;

/// The longest description, in bytes.
pub const LONGEST_SDP: usize = 48 * 1024;

/// A candidate written anew, or `None` when it is no relay's. The empty one, which says that there are no more, stays.
#[must_use]
pub fn relay_only(candidate: &str) -> Option<String> {
    if candidate.is_empty() {
        return Some(String::new());
    }
    let mut words = candidate.strip_prefix("candidate:")?.split_ascii_whitespace();
    let _foundation = words.next()?;
    let (component, transport, priority) = (words.next()?, words.next()?, words.next()?);
    let address: IpAddr = words.next()?.parse().ok()?;
    let port: u16 = words.next()?.parse().ok()?;
    if words.next()? != "typ" || words.next()? != "relay" {
        return None;
    }
    let component: u8 = component.parse().ok()?;
    let priority: u32 = priority.parse().ok()?;
    let transport = if transport.eq_ignore_ascii_case("udp") { "udp" } else { return None };
    // Browsers make foundations of addresses: the same for all tells nothing.
    let mut anew = format!("candidate:1 {component} {transport} {priority} {address} {port} typ relay raddr 0.0.0.0 rport 0");
    let rest: Vec<&str> = words.collect();
    for pair in rest.chunks_exact(2) {
        if let [name @ ("generation" | "ufrag"), value] = pair
            && value.len() <= 256
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        {
            anew.push_str(&format!(" {name} {value}"));
        }
    }
    Some(anew)
}

/// A description without any address but relays'; `None` when it is none, or too long.
#[must_use]
pub fn clean(sdp: &str) -> Option<String> {
    if sdp.len() > LONGEST_SDP || !sdp.starts_with("v=0") {
        return None;
    }
    let mut anew = String::with_capacity(sdp.len());
    for line in sdp.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        if let Some(line) = clean_line(line) {
            anew.push_str(&line);
            anew.push_str("\r\n");
        }
    }
    Some(anew)
}

fn clean_line(line: &str) -> Option<String> {
    if let Some(candidate) = line.strip_prefix("a=").filter(|rest| rest.starts_with("candidate:")) {
        return relay_only(candidate).map(|candidate| format!("a={candidate}"));
    }
    let (kind, rest) = line.split_at_checked(2)?;
    match kind {
        "o=" => {
            let mut words = rest.split(' ').skip(1);
            let (session, version): (u64, u64) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some(format!("o=- {session} {version} IN IP4 127.0.0.1"))
        }
        "s=" => Some("s=-".to_owned()),
        "c=" => Some("c=IN IP4 0.0.0.0".to_owned()),
        "m=" => {
            let mut words: Vec<&str> = rest.split(' ').collect();
            let port = words.get_mut(1)?;
            // 0 says that this part is not wanted.
            if *port != "0" {
                *port = "9";
            }
            Some(format!("m={}", words.join(" ")))
        }
        "i=" | "u=" | "e=" | "p=" => None,
        _ if rest.starts_with("rtcp:") => Some("a=rtcp:9 IN IP4 0.0.0.0".to_owned()),
        _ if rest.starts_with("remote-candidates") || has_address(rest) => None,
        _ => Some(line.to_owned()),
    }
}

/// Whether a word of a line is somebody's address.
fn has_address(line: &str) -> bool {
    line.split(|letter: char| !(letter.is_ascii_hexdigit() || letter == '.' || letter == ':'))
        .map(|word| word.trim_matches(':'))
        .any(|word| word.contains(['.', ':']) && word.parse::<IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "candidate:842163049 1 udp 2122260223 192.168.1.23 51234 typ host generation 0 ufrag EEtu network-id 1 network-cost 10";
    const MDNS: &str = "candidate:842163049 1 udp 2113937151 3b4f1f4e-63fc-4b1e-a9b7-4d1a1a9a4b2c.local 51234 typ host generation 0 ufrag EEtu";
    const SRFLX: &str = "candidate:3478 1 udp 1686052607 203.0.113.77 51234 typ srflx raddr 192.168.1.23 rport 51234 generation 0 ufrag EEtu";
    const PRFLX: &str = "candidate:3478 1 udp 1686052607 203.0.113.77 51234 typ prflx raddr 192.168.1.23 rport 51234";
    const TCP: &str = "candidate:1518 1 tcp 1518280447 192.168.1.23 9 typ host tcptype active generation 0 ufrag EEtu network-id 1";
    const RELAY: &str = "candidate:2157334355 1 udp 33562623 198.51.100.9 52111 typ relay raddr 203.0.113.77 rport 51234 generation 0 ufrag EEtu network-id 1 network-cost 10";
    const RELAY_ANEW: &str = "candidate:1 1 udp 33562623 198.51.100.9 52111 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag EEtu";
    const FIREFOX: &str = "candidate:5 1 UDP 92217087 198.51.100.9 52112 typ relay raddr 198.51.100.9 rport 52112";

    #[test]
    fn c48_only_a_relays_candidate_passes_and_without_what_is_behind_it() {
        for told in [HOST, MDNS, SRFLX, PRFLX, TCP] {
            assert_eq!(relay_only(told), None, "{told}");
        }
        assert_eq!(relay_only(RELAY).as_deref(), Some(RELAY_ANEW));
        assert_eq!(relay_only(FIREFOX).as_deref(), Some("candidate:1 1 udp 92217087 198.51.100.9 52112 typ relay raddr 0.0.0.0 rport 0"));
        assert_eq!(relay_only("").as_deref(), Some(""));
        for odd in ["candidate:1 1 udp 1 host.local 1 typ relay", "candidate:1 1 udp 1 198.51.100.9 1 typ", "typ relay", "candidate:1"] {
            assert_eq!(relay_only(odd), None, "{odd}");
        }
        let smuggled = format!("{RELAY} x 192.168.1.23 ufrag 192.168.1.23");
        assert!(!relay_only(&smuggled).unwrap().contains("192.168"));
    }

    #[test]
    fn c48_a_description_tells_no_address() {
        let sdp = format!(
            "v=0\r\no=mozilla 46117 2 IN IP4 192.168.1.23\r\ns=李秀兰的手机\r\ni=三组\r\ne=a@b.cn\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
             m=video 51234 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 203.0.113.77\r\na=rtcp:51235 IN IP4 203.0.113.77\r\n\
             a={HOST}\r\na={MDNS}\r\na={SRFLX}\r\na={TCP}\r\na={RELAY}\r\na=end-of-candidates\r\n\
             a=ice-ufrag:EEtu\r\na=ice-pwd:9Jm0\r\na=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08\r\n\
             a=setup:actpass\r\na=mid:0\r\na=remote-candidates:1 192.168.1.23 51234\r\na=x-where:fe80::1\r\na=rtpmap:96 VP8/90000\r\n\
             a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\nm=audio 0 UDP/TLS/RTP/SAVPF 111\r\n"
        );
        let anew = clean(&sdp).unwrap();
        for told in ["192.168.1.23", "203.0.113.77", ".local", "fe80", "李秀兰", "三组", "a@b.cn", "51234", "51235"] {
            assert!(!anew.contains(told), "{told} in\n{anew}");
        }
        assert_eq!(anew.matches("a=candidate:").count(), 1);
        for kept in [
            &format!("a={RELAY_ANEW}\r\n"),
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n",
            "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n",
            "o=- 46117 2 IN IP4 127.0.0.1\r\n",
            "a=fingerprint:sha-256 7B:8B",
            "a=rtpmap:96 VP8/90000\r\n",
            "a=extmap:1 http://www.webrtc.org",
            "a=ice-ufrag:EEtu\r\n",
        ] {
            assert!(anew.contains(kept), "{kept} not in\n{anew}");
        }
    }

    #[test]
    fn what_is_no_description_does_not_pass() {
        assert_eq!(clean("hello"), None);
        assert_eq!(clean(&format!("v=0\r\n{}", "a=x\r\n".repeat(LONGEST_SDP))), None);
    }
}
