//! Host and path of a literal URL. A part that a URL parser could change counts as unknown.

/// The known parts of the target of a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// Lower-case host name.
    pub(crate) host: Option<String>,
    /// URL path.
    pub(crate) path: Option<String>,
}

/// Parses a URL or a URI template (`{name}` is filled in later).
pub(crate) fn parse_address(uri: &str) -> Address {
    let Some(rest) = after_scheme(uri) else { return Address::default() };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = literal_host(authority);
    let path = if host.is_some() { literal_path(rest) } else { None };
    Address { host, path }
}

fn after_scheme(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(rest)
}

/// A plain host name with an optional port. Anything that a URL parser would rewrite (numeric addresses,
/// names that are not ASCII, user names, templates) is decided at run time.
fn literal_host(authority: &str) -> Option<String> {
    let (name, port) = authority.split_once(':').unwrap_or((authority, ""));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    let is_plain = !name.is_empty() && name.bytes().all(plain) && port.bytes().all(|b| b.is_ascii_digit());
    // Parsers may keep or drop a dot at the end, so a name with an empty last label counts as unknown.
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_address = last.starts_with(|c: char| c.is_ascii_digit()) && !is_dotted_quad(name);
    let is_punycode = name.split('.').any(|label| label.to_ascii_lowercase().starts_with("xn--"));
    (is_plain && !last.is_empty() && !is_address && !is_punycode).then(|| name.to_ascii_lowercase())
}

fn is_dotted_quad(name: &str) -> bool {
    // The standard library's parser accepts only four plain decimal numbers.
    name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A path without templates, and without anything that a URL parser would rewrite.
fn literal_path(rest: &str) -> Option<String> {
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() {
        return Some("/".to_owned());
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    let dots = path.split('/').any(|segment| segment == "." || segment == "..");
    (path.bytes().all(plain) && !dots).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_address;

    #[test]
    fn knows_only_what_cannot_change() {
        let cases = [
            ("https://crm.acme.example/customers/7?full=1", Some("crm.acme.example"), Some("/customers/7")),
            ("HTTP://CRM.Acme.Example:8080", Some("crm.acme.example"), Some("/")),
            ("https://crm.acme.example?x={y}", Some("crm.acme.example"), Some("/")),
            ("https://crm.acme.example/customers/{id}", Some("crm.acme.example"), None),
            ("https://crm.acme.example/a/../b", Some("crm.acme.example"), None),
            ("https://crm.acme.example/a%2e", Some("crm.acme.example"), None),
            ("http://127.0.0.1:9000/x", Some("127.0.0.1"), Some("/x")),
            ("http://localhost/x", Some("localhost"), Some("/x")),
            ("http://127.1/x", None, None),
            ("http://0x7f.0.0.0x1/x", None, None),
            ("http://017700000001/x", None, None),
            ("https://{host}/x", None, None),
            ("https://crm.{domain}/x", None, None),
            ("https://ana@crm.acme.example/x", None, None),
            ("https://crm.acme.example\\@evil.example/", Some("crm.acme.example"), None),
            ("https://[::1]/x", None, None),
            ("https://b\u{fc}cher.example/", None, None),
            ("https://crm.acme.example./x", None, None),
            ("https:///x", None, None),
            ("ftp://crm.acme.example/", None, None),
            ("/relative", None, None),
        ];
        for (uri, host, path) in cases {
            let address = parse_address(uri);
            assert_eq!((address.host.as_deref(), address.path.as_deref()), (host, path), "{uri}");
        }
    }
}
