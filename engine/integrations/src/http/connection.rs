//! The `connection` of an integration of kind `http`: where it is, and what every request carries.

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

/// Where the other side is, and what every request carries.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Ends without a slash, has no query and no fragment.
    pub(super) base: Url,
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) max_response_bytes: usize,
    /// Hosts besides that of `base` which redirects may lead to.
    pub(super) allow: Vec<Authority>,
    pub(super) resolve: BTreeMap<String, SocketAddr>,
    pub(super) ca: Option<PathBuf>,
    pub(super) redirects: usize,
    pub(super) headers: Vec<(HeaderName, Credential)>,
    pub(super) authentication: Option<Authentication>,
    pub(super) in_path: InPath,
}

/// `host:port`; without a port, the two that http and https have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authority {
    host: String,
    port: Option<u16>,
}

impl Authority {
    fn read(text: &str) -> Option<Self> {
        // Read as a URL, so that every notation of a host becomes the one that requests will have.
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
pub(super) fn read(value: &Value, pointer: &str, findings: &mut Findings) -> Option<Target> {
    let fields = Fields::closed(value, pointer, KEYS, findings)?;
    let base = read_base(&fields, findings);
    let timeout =
        fields.duration("timeout", Duration::from_secs(300), findings).unwrap_or(Duration::from_secs(30));
    let connect = fields.duration("connectTimeout", Duration::from_secs(60), findings);
    let bytes = fields.number("maxResponseBytes", 1, 64 << 20, findings).unwrap_or(1 << 20);
    let hosts =
        fields.texts("allow", "a host, or `host:port`", |text| Authority::read(text).is_some(), findings);
    let authentication = fields
        .get("authentication")
        .and_then(|value| Authentication::read(value, &fields.at("authentication"), findings));
    Some(Target {
        timeout,
        connect_timeout: connect.unwrap_or(Duration::from_secs(5)).min(timeout),
        max_response_bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        allow: hosts.iter().filter_map(|(text, _)| Authority::read(text)).collect(),
        resolve: read_resolve(&fields, findings),
        ca: fields.text("ca", findings).map(PathBuf::from),
        redirects: usize::try_from(fields.number("redirects", 0, 5, findings).unwrap_or(0)).unwrap_or(0),
        headers: read_headers(&fields, findings),
        authentication,
        in_path: read_in_path(&fields, findings),
        base: base?,
    })
}

/// Reads `allowInPath`: what paths may hold though servers read it in different ways.
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
        "description": "What paths may hold though servers read it in different ways: `//`, `%2F`, `;`. Nothing \
            unless said otherwise.",
    })
}

fn read_base(fields: &Fields<'_>, findings: &mut Findings) -> Option<Url> {
    let text = fields.required_text("baseUrl", findings)?;
    let place = fields.at("baseUrl");
    let mut url = match canonical::read(text, None) {
        Ok(url) => url,
        Err(why) => {
            findings.error(codes::TP3007, &place, why);
            return None;
        }
    };
    if text.contains(['?', '#']) {
        findings.error(codes::TP3007, &place, "`baseUrl` ends with its path: no `?` and no `#`");
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

/// Reads `resolve`: names with their addresses.
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

/// Reads one address to connect to.
/// An IP address, perhaps with a port; without one the port is 0, and the URL says which.
pub(crate) fn read_address(value: &Value, pointer: &str, findings: &mut Findings) -> Option<SocketAddr> {
    let text = value.as_str().unwrap_or_default();
    let address = text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 0));
    let Ok(address) = address.or_else(|_| text.parse::<SocketAddr>()) else {
        let help = "such as `10.0.0.7`, or `10.0.0.7:8443` where another port stands in for the usual one";
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
            && let Err(why) = headers::value(text)
        {
            findings.error(codes::TP3008, &pointer, why);
        }
        read.extend(name.zip(value));
    }
    read
}

/// Reads a header's name.
pub(crate) fn read_name(name: &str, pointer: &str, findings: &mut Findings) -> Option<HeaderName> {
    match headers::name(name) {
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

/// The same for one of several headers, of which none may be there twice.
pub(super) fn read_name_once<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a HeaderName>,
    pointer: &str,
    findings: &mut Findings,
) -> Option<HeaderName> {
    let name = read_name(name, pointer, findings)?;
    let alike = |name: &HeaderName| name.as_str().replace('_', "-");
    if known.into_iter().any(|known| alike(known) == alike(&name)) {
        let message =
            format!("the header `{name}` is there twice: case, and `_` for `-`, make no difference");
        findings.key_error(codes::TP3008, pointer, message, None);
        return None;
    }
    Some(name)
}

/// JSON Schema of `connection`.
pub(super) fn schema() -> Value {
    let duration = "^[0-9]+(ms|s|m)$";
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["baseUrl"],
        "properties": {
            "baseUrl": {
                "type": "string", "pattern": "^https?://",
                "description": "What every path is appended to. Its host may have a private address, \
                    because it is named here.",
            },
            "timeout": {
                "type": "string", "pattern": duration,
                "description": "Longest time of one call, redirects included; `30s` unless said otherwise.",
            },
            "connectTimeout": {
                "type": "string", "pattern": duration,
                "description": "Longest time to resolve, connect and shake hands; `5s` unless said \
                    otherwise.",
            },
            "maxResponseBytes": {
                "type": "integer", "minimum": 1, "maximum": 67108864,
                "description": "Most bytes of an answer; 1048576 unless said otherwise.",
            },
            "allow": {
                "type": "array", "items": { "type": "string" },
                "description": "Hosts (`host` or `host:port`) besides that of `baseUrl` which redirects may \
                    lead to.",
            },
            "resolve": {
                "type": "object", "additionalProperties": { "type": "string" },
                "description": "Addresses for names, instead of looking them up.",
            },
            "ca": { "type": "string", "description": "PEM file with the only authorities that are trusted." },
            "redirects": {
                "type": "integer", "minimum": 0, "maximum": 5,
                "description": "Most redirects that are followed; none unless said otherwise.",
            },
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
