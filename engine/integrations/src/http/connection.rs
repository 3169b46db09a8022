//! The `connection` of an integration of kind `http`: its address, and what every request carries.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ::http::HeaderName;
use serde_json::{Value, json};
use towpath_access::canonical::Unusual;
use towpath_diagnostics::codes;
use url::Url;

use crate::document::credential::{Authentication, Credential};
use crate::document::fields::{Fields, Findings};
use crate::document::limits;
use crate::egress::{InPath, canonical, check_address, check_url, headers};

const KEYS: &[&str] = &[
    "baseUrl",
    "timeout",
    "connectTimeout",
    "maxResponseBytes",
    "allow",
    "resolve",
    "ca",
    "redirects",
    "headers",
    "authentication",
    "allowInPath",
];

/// The address of the other system, and what every request carries.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// No slash at the end, no query, no fragment.
    pub(super) base: Url,
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) max_response_bytes: usize,
    /// Hosts, besides the host of `base`, that redirects may lead to.
    pub(super) allow: Vec<Authority>,
    pub(super) resolve: BTreeMap<String, SocketAddr>,
    pub(super) ca: Option<PathBuf>,
    pub(super) redirects: usize,
    pub(super) headers: Vec<(HeaderName, Credential)>,
    pub(super) authentication: Option<Authentication>,
    pub(super) in_path: InPath,
}

/// `host:port`. Without a port: the default ports of http and https.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authority {
    host: String,
    port: Option<u16>,
}

impl Authority {
    fn read(text: &str) -> Option<Self> {
        // Parsed as a URL, so that the host has the same notation as in requests.
        let url = Url::parse(&format!("http://{text}/")).ok()?;
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !plain || check_url(&url).is_err() || text.contains('/') {
            return None;
        }
        let port = text.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        Some(Self { host: url.host_str()?.to_owned(), port })
    }

    pub(super) fn covers(&self, url: &Url) -> bool {
        let default =
            matches!((url.scheme(), url.port_or_known_default()), ("http", Some(80)) | ("https", Some(443)));
        url.host_str() == Some(&self.host)
            && self.port.map_or(default, |port| url.port_or_known_default() == Some(port))
    }
}

/// Reads `connection`.
pub(super) fn read_http_connection(value: &Value, pointer: &str, findings: &mut Findings) -> Option<Target> {
    let fields = Fields::closed(value, pointer, KEYS, findings)?;
    let base = read_base(&fields, findings);
    let timeout = limits::TIMEOUT.read(&fields, findings);
    let connect_timeout = limits::CONNECT_TIMEOUT.read(&fields, findings).min(timeout);
    let max_response_bytes = limits::RESPONSE_BYTES.read(&fields, findings);
    let hosts =
        fields.texts("allow", "a host, or `host:port`", |text| Authority::read(text).is_some(), findings);
    let authentication = fields
        .get("authentication")
        .and_then(|value| Authentication::read(value, &fields.at("authentication"), findings));
    Some(Target {
        timeout,
        connect_timeout,
        max_response_bytes,
        allow: hosts.iter().filter_map(|(text, _)| Authority::read(text)).collect(),
        resolve: read_resolve(&fields, findings),
        ca: fields.text("ca", findings).map(PathBuf::from),
        redirects: limits::REDIRECTS.read(&fields, findings),
        headers: read_headers(&fields, findings),
        authentication,
        in_path: read_in_path(&fields, findings),
        base: base?,
    })
}

/// Reads `allowInPath`: what paths may contain although servers read it in different ways.
pub(crate) fn read_in_path(fields: &Fields<'_>, findings: &mut Findings) -> InPath {
    let named = |text: &str| Unusual::ALL.into_iter().find(|one| one.as_str() == text);
    let words = "`emptySegments`, `encodedSlashes` or `parameters`";
    let texts = fields.texts("allowInPath", words, |text| named(text).is_some(), findings);
    InPath(texts.iter().filter_map(|(text, _)| named(text)).collect())
}

/// JSON Schema of `allowInPath`.
pub(crate) fn in_path_schema() -> Value {
    let words: Vec<&str> = Unusual::ALL.iter().map(|one| one.as_str()).collect();
    json!({
        "type": "array", "items": { "enum": words },
        "description": "What paths may contain although servers read it in different ways: `//`, `%2F`, `;`. Nothing \
            by default.",
    })
}

fn read_base(fields: &Fields<'_>, findings: &mut Findings) -> Option<Url> {
    let text = fields.required_text("baseUrl", findings)?;
    let place = fields.at("baseUrl");
    let mut url = match canonical::read_url(text, None) {
        Ok(url) => url,
        Err(why) => {
            findings.error(codes::TP3007, &place, why);
            return None;
        }
    };
    if text.contains(['?', '#']) {
        findings.error(codes::TP3007, &place, "`baseUrl` must not have a `?` or a `#`");
        return None;
    }
    let address = match url.host() {
        Some(url::Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(url::Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        _ => None,
    };
    if let Some(Err(refused)) = address.map(|address| check_address(address, true)) {
        findings.error(codes::TP3007, &place, refused.to_string());
        return None;
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Some(url)
}

/// Reads `resolve`: fixed addresses of names.
fn read_resolve(fields: &Fields<'_>, findings: &mut Findings) -> BTreeMap<String, SocketAddr> {
    let mut pinned = BTreeMap::new();
    let Some(value) = fields.get("resolve") else { return pinned };
    let Some(entries) = Fields::open(value, &fields.at("resolve"), findings) else { return pinned };
    for (host, value, pointer) in entries.iter() {
        if let Some(address) = read_address(value, &pointer, findings) {
            pinned.insert(host.to_ascii_lowercase(), address);
        }
    }
    pinned
}

/// Reads an IP address to connect to, with an optional port. Without one the port is 0, which means the port of the URL.
pub(crate) fn read_address(value: &Value, pointer: &str, findings: &mut Findings) -> Option<SocketAddr> {
    let text = value.as_str().unwrap_or_default();
    let address = text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 0));
    let Ok(address) = address.or_else(|_| text.parse::<SocketAddr>()) else {
        let help = "such as `10.0.0.7`, or `10.0.0.7:8443` to use another port";
        findings.error_with(codes::TP3007, pointer, "this must be an IP address", help);
        return None;
    };
    if let Err(refused) = check_address(address.ip(), true) {
        findings.error(codes::TP3007, pointer, refused.to_string());
        return None;
    }
    Some(address)
}

fn read_headers(fields: &Fields<'_>, findings: &mut Findings) -> Vec<(HeaderName, Credential)> {
    let mut read: Vec<(HeaderName, Credential)> = Vec::new();
    let Some(value) = fields.get("headers") else { return read };
    let Some(entries) = Fields::open(value, &fields.at("headers"), findings) else { return read };
    for (name, value, pointer) in entries.iter() {
        let name = read_name_once(name, read.iter().map(|(known, _)| known), &pointer, findings);
        let value = Credential::read(value, &pointer, findings);
        if let Some(Credential::Plain(text)) = &value
            && let Err(why) = headers::parse_header_value(text)
        {
            findings.error(codes::TP3008, &pointer, why);
        }
        read.extend(name.zip(value));
    }
    read
}

/// Reads the name of a header.
pub(crate) fn read_name(name: &str, pointer: &str, findings: &mut Findings) -> Option<HeaderName> {
    match headers::parse_header_name(name) {
        Ok(name) => Some(name),
        Err(why) => {
            findings.key_error(
                codes::TP3008,
                pointer,
                format!("the header `{name}` cannot be set: {why}"),
                None,
            );
            None
        }
    }
}

/// Reads the name of one of several headers, and refuses duplicates.
pub(super) fn read_name_once<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a HeaderName>,
    pointer: &str,
    findings: &mut Findings,
) -> Option<HeaderName> {
    let name = read_name(name, pointer, findings)?;
    let alike = |name: &HeaderName| name.as_str().replace('_', "-");
    if known.into_iter().any(|known| alike(known) == alike(&name)) {
        let message = format!(
            "the header `{name}` appears twice: names that differ only in case, or in `_` and `-`, are the same"
        );
        findings.key_error(codes::TP3008, pointer, message, None);
        return None;
    }
    Some(name)
}

/// JSON Schema of `connection`.
pub(super) fn http_connection_schema() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["baseUrl"],
        "properties": {
            "baseUrl": {
                "type": "string", "pattern": "^https?://",
                "description": "The base of every path. Its host may have a private address, \
                    because it is named here.",
            },
            "timeout": limits::TIMEOUT.schema(),
            "connectTimeout": limits::CONNECT_TIMEOUT.schema(),
            "maxResponseBytes": limits::RESPONSE_BYTES.schema(),
            "allow": {
                "type": "array", "items": { "type": "string" },
                "description": "Hosts (`host` or `host:port`) besides that of `baseUrl` which redirects may \
                    lead to.",
            },
            "resolve": {
                "type": "object", "additionalProperties": { "type": "string" },
                "description": "Fixed addresses of names. They are not looked up.",
            },
            "ca": { "type": "string", "description": "PEM file of the only trusted certificate authorities." },
            "redirects": limits::REDIRECTS.schema(),
            "headers": {
                "type": "object", "additionalProperties": Credential::schema(),
                "description": "Headers of every request.",
            },
            "authentication": Authentication::schema(),
            "allowInPath": in_path_schema(),
        },
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_read_as_requests_will_have_them() {
        let covers = |authority: &str, url: &str| {
            Authority::read(authority).unwrap().covers(&Url::parse(url).unwrap())
        };
        assert!(covers("API.acme.example", "https://api.acme.example/x"));
        assert!(covers("api.acme.example", "http://api.acme.example/"));
        assert!(!covers("api.acme.example", "http://api.acme.example:8080/"));
        assert!(covers("127.1:7411", "http://127.0.0.1:7411/"));
        assert!(!covers("127.0.0.1:7411", "http://127.0.0.1:7412/"));
        assert!(covers("api.acme.example:80", "http://api.acme.example/"));
        assert!(!covers("api.acme.example:80", "https://api.acme.example/"));
        assert!(covers("[::1]:80", "http://[::1]/"));
        for text in ["", "a/b", "a?b", "u@a", "a:b", "http://a"] {
            assert!(Authority::read(text).is_none(), "{text}");
        }
    }
}
