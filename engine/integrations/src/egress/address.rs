//! Decides which IP addresses may be connected to. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why `address` is not on the public internet; `None` if it is. An address that embeds an IPv4 address is checked as the
/// IPv4 address.
pub(crate) fn not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => not_public_v4(address),
        IpAddr::V6(address) => not_public_v6(address),
    }
}

/// Why `address` may never be connected to, even if a document lists it.
pub(crate) fn why_never_connected(address: IpAddr) -> Option<&'static str> {
    match not_public(address) {
        Some(reason @ ("unspecified" | "multicast" | "reserved" | "broadcast")) => Some(reason),
        _ => None,
    }
}

fn not_public_v4(address: Ipv4Addr) -> Option<&'static str> {
    Some(match address.octets() {
        [0, ..] => "unspecified",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "private",
        [100, 64..=127, ..] => "shared by a carrier",
        [127, ..] => "loopback",
        [169, 254, ..] => "link-local",
        [192, 0, 0, _] | [198, 18..=19, ..] => "for special use",
        [192, 88, 99, _] => "a relay",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "for documentation",
        [224..=239, ..] => "multicast",
        [255, 255, 255, 255] => "broadcast",
        [240..=255, ..] => "reserved",
        _ => return None,
    })
}

fn not_public_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let v4_in = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    Some(match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => "unspecified",
        [0, 0, 0, 0, 0, 0, 0, 1] => "loopback",
        // IPv4-mapped, IPv4-translated, NAT64 and 6to4 addresses embed an IPv4 address.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => return not_public_v4(v4_in(high, low)),
        [0x64, 0xff9b, 1, ..] => "private",
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => "private",
        [0xfe80..=0xfebf, ..] => "link-local",
        [0xff00..=0xffff, ..] => "multicast",
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => "for documentation",
        // Teredo, ORCHID, benchmarking and the rest of the protocol assignments.
        [0x2001, 0..=0x01ff, ..] => "for special use",
        [0x2000..=0x3fff, ..] => return None,
        _ => "reserved",
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_pass() {
        for address in
            ["93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2002:5db8:d822::1"]
        {
            assert_eq!(not_public(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn everything_else_is_refused_in_every_disguise() {
        for (address, reason) in [
            ("0.0.0.0", "unspecified"),
            ("10.1.2.3", "private"),
            ("100.64.0.1", "shared by a carrier"),
            ("127.0.0.1", "loopback"),
            ("127.255.1.1", "loopback"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("192.168.1.1", "private"),
            ("198.18.0.1", "for special use"),
            ("203.0.113.9", "for documentation"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "broadcast"),
            ("250.0.0.1", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.1", "private"),
            ("::ffff:0:127.0.0.1", "loopback"),
            ("64:ff9b::169.254.169.254", "link-local"),
            ("64:ff9b:1::1", "private"),
            ("2002:7f00:1::", "loopback"),
            ("2002:c0a8:101::", "private"),
            ("::127.0.0.1", "reserved"),
            ("fe80::1", "link-local"),
            ("fd00::1", "private"),
            ("fec0::1", "private"),
            ("ff02::1", "multicast"),
            ("2001:db8::1", "for documentation"),
            ("2001::1", "for special use"),
            ("100::1", "reserved"),
        ] {
            assert_eq!(not_public(address.parse().unwrap()), Some(reason), "{address}");
        }
    }

    #[test]
    fn listing_does_not_open_what_is_no_host() {
        assert_eq!(why_never_connected("127.0.0.1".parse().unwrap()), None);
        assert_eq!(why_never_connected("10.0.0.1".parse().unwrap()), None);
        for address in ["0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "::ffff:0.0.0.0"] {
            assert!(why_never_connected(address.parse().unwrap()).is_some(), "{address}");
        }
    }

    #[test]
    fn odd_notations_become_addresses_before_they_are_checked() {
        for url in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.01/",
            "http://127.1/",
            "http://%31%32%37.0.0.1/",
        ] {
            let parsed = url::Url::parse(url).unwrap();
            assert_eq!(parsed.host_str(), Some("127.0.0.1"), "{url}");
        }
    }
}
