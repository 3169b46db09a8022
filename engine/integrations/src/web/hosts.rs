//! The hosts that raw HTTP may reach, from IT's document.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ::http::HeaderName;
use serde_json::Value;
use towpath_access::canonical;
use towpath_diagnostics::codes;
use url::{Host, Url};

use crate::document::fields::{Fields, Findings};
use crate::document::limits;
use crate::document::read_labels;
use crate::egress::InPath;
use crate::http::connection::{read_address, read_in_path, read_name};
use crate::http::read_refusals;
use crate::secrets::is_secret_name;

const KEYS: &[&str] = &[
    "host",
    "ports",
    "schemes",
    "resolve",
    "private",
    "ca",
    "timeout",
    "connectTimeout",
    "maxResponseBytes",
    "redirects",
    "labels",
    "secrets",
    "secretHeaders",
    "refusals",
    "tokenPaths",
    "allowInPath",
];

/// Maximum bytes of a document that a definition names by URL. `maxResponseBytes` may lower it.
pub(super) const DOCUMENT: usize = 32 << 20;

/// One entry of `hosts`.
#[derive(Debug, Clone)]
pub(super) struct HostRule {
    pub(super) pattern: Pattern,
    ports: Vec<u16>,
    schemes: Vec<String>,
    pub(super) resolve: Option<SocketAddr>,
    /// Whether its addresses may be private.
    pub(super) listed: bool,
    pub(super) ca: Option<PathBuf>,
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) max_response_bytes: usize,
    /// Maximum bytes of a document that a definition names by URL.
    pub(super) max_document_bytes: usize,
    pub(super) redirects: usize,
    pub(super) labels: Vec<String>,
    /// Secrets that workflows may send to it.
    pub(super) secrets: Vec<String>,
    /// Headers that may carry a secret, besides those of authentication.
    pub(super) secret_headers: Vec<HeaderName>,
    /// Paths where `authentication` may request tokens. No other write is sent besides the call itself.
    pub(super) token_paths: Vec<String>,
    /// Statuses that mean that this host did not carry a write out; `None`: the usual ones.
    pub(super) refusals: Option<Vec<u16>>,
    /// What its paths may contain although servers read it in different ways.
    pub(super) in_path: InPath,
    /// The place of the entry in the document.
    pub(super) pointer: String,
}

/// A host, or all hosts below a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    Exact(String),
    /// The domain with a leading dot.
    Below(String),
}

impl HostRule {
    pub(super) fn covers(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let named = match (&self.pattern, url.host()) {
            (Pattern::Exact(name), _) => host == name,
            (Pattern::Below(domain), Some(Host::Domain(_))) => host.ends_with(domain.as_str()),
            _ => false,
        };
        named
            && self.schemes.iter().any(|scheme| scheme == url.scheme())
            && url.port_or_known_default().is_some_and(|port| self.ports.contains(&port))
    }

    /// Whether IT lists this address for token requests.
    pub(super) fn gives_tokens(&self, url: &Url) -> bool {
        url.query().is_none() && self.token_paths.iter().any(|path| path == url.path())
    }

    /// An exact host has priority over a wildcard, and a longer wildcard over a shorter one.
    pub(super) fn precision(&self) -> usize {
        match &self.pattern {
            Pattern::Exact(_) => usize::MAX,
            Pattern::Below(domain) => domain.len(),
        }
    }
}

/// Reads `hosts`.
pub(super) fn read_hosts(top: &Fields<'_>, findings: &mut Findings) -> Vec<HostRule> {
    let items = top.items("hosts", findings);
    items.iter().filter_map(|(item, pointer)| read_one(item, pointer, findings)).collect()
}

fn read_one(value: &Value, pointer: &str, findings: &mut Findings) -> Option<HostRule> {
    let fields = Fields::closed(value, pointer, KEYS, findings)?;
    let pattern = fields.required_text("host", findings).and_then(|text| {
        let pattern = read_pattern(text);
        if pattern.is_none() {
            let message = format!("`{text}` is not a host");
            let help = "such as `api.acme.example`, or `*.acme.example` for all hosts below it";
            findings.error_with(codes::TP3007, &fields.at("host"), message, help);
        }
        pattern
    });
    let schemes = read_schemes(&fields, findings);
    let ports = read_ports(&fields, &schemes, findings);
    let resolve =
        fields.get("resolve").and_then(|value| read_address(value, &fields.at("resolve"), findings));
    let private = fields.boolean("private", findings).unwrap_or(false);
    if matches!(pattern, Some(Pattern::Below(_))) && (resolve.is_some() || private) {
        let message = "`resolve` and `private` need an exact host, not a wildcard";
        findings.error(codes::TP3007, &fields.at("host"), message);
    }
    let timeout = limits::TIMEOUT.read(&fields, findings);
    let connect_timeout = limits::CONNECT_TIMEOUT.read(&fields, findings).min(timeout);
    let bytes = limits::RESPONSE_BYTES.given(&fields, findings);
    let secrets = fields.texts("secrets", "the name of a secret", is_secret_name, findings);
    let headers = fields.texts("secretHeaders", "the name of a header", |_| true, findings);
    let is_path = |text: &str| text.starts_with('/') && !text.contains(['?', '#']);
    let token_paths = fields.texts("tokenPaths", "a path, such as `/oauth2/token`", is_path, findings);
    let pattern = pattern?;
    let is_own = matches!(&pattern, Pattern::Exact(host) if host == "localhost" || is_address(host));
    Some(HostRule {
        listed: private || resolve.is_some() || is_own,
        pattern,
        ports,
        schemes,
        resolve,
        ca: fields.text("ca", findings).map(PathBuf::from),
        timeout,
        connect_timeout,
        max_response_bytes: bytes.unwrap_or(limits::RESPONSE_BYTES.default()),
        max_document_bytes: bytes.unwrap_or(DOCUMENT).min(DOCUMENT),
        redirects: limits::WEB_REDIRECTS.read(&fields, findings),
        labels: read_labels(&fields, findings),
        secrets: secrets.into_iter().map(|(name, _)| name).collect(),
        secret_headers: headers.iter().filter_map(|(name, place)| read_name(name, place, findings)).collect(),
        token_paths: token_paths
            .into_iter()
            .map(|(path, _)| canonical::path(&path).unwrap_or(path))
            .collect(),
        refusals: read_refusals(&fields, findings),
        in_path: read_in_path(&fields, findings),
        pointer: pointer.to_owned(),
    })
}

/// Reads a host in the notation of request URLs.
fn read_pattern(text: &str) -> Option<Pattern> {
    let (name, below) = text.strip_prefix("*.").map_or((text, false), |name| (name, true));
    let url = Url::parse(&format!("http://{name}/")).ok()?;
    let host = url.host_str()?;
    let odd = ['/', '?', '#', '@', '\\', '*'];
    let with_port = url.port().is_some() || name.ends_with(":80") && !name.ends_with("::80");
    if name.contains(odd) || with_port || host.is_empty() || host.ends_with('.') {
        return None;
    }
    match below {
        false => Some(Pattern::Exact(host.to_owned())),
        // A whole top-level domain has no single owner.
        true if host.contains('.') && !is_address(host) => Some(Pattern::Below(format!(".{host}"))),
        true => None,
    }
}

fn is_address(host: &str) -> bool {
    host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

fn read_schemes(fields: &Fields<'_>, findings: &mut Findings) -> Vec<String> {
    if fields.get("schemes").is_none() {
        return vec!["https".to_owned()];
    }
    let known = |text: &str| text == "https" || text == "http";
    fields
        .texts("schemes", "`https` or `http`", known, findings)
        .into_iter()
        .map(|(scheme, _)| scheme)
        .collect()
}

fn read_ports(fields: &Fields<'_>, schemes: &[String], findings: &mut Findings) -> Vec<u16> {
    if fields.get("ports").is_none() {
        return schemes.iter().map(|scheme| if scheme == "http" { 80 } else { 443 }).collect();
    }
    let mut ports = Vec::new();
    for (item, pointer) in fields.items("ports", findings) {
        match item.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0) {
            Some(port) => ports.push(port),
            None => findings.error(codes::TP3007, &pointer, "a port is a whole number from 1 to 65535"),
        }
    }
    ports
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hosts_are_read_as_requests_will_have_them() {
        let exact = |text: &str| Some(Pattern::Exact(text.to_owned()));
        assert_eq!(read_pattern("API.Acme.Example"), exact("api.acme.example"));
        assert_eq!(read_pattern("bücher.example"), exact("xn--bcher-kva.example"));
        assert_eq!(read_pattern("2130706433"), exact("127.0.0.1"));
        assert_eq!(read_pattern("[::1]"), exact("[::1]"));
        assert_eq!(read_pattern("*.acme.example"), Some(Pattern::Below(".acme.example".to_owned())));
        for text in [
            "",
            "*",
            "*.",
            "*.example",
            "*.127.0.0.1",
            "a.*.example",
            "a:8080",
            "a:80",
            "a/b",
            "u@a",
            "a.",
            "http://a",
        ] {
            assert_eq!(read_pattern(text), None, "{text}");
        }
    }

    #[test]
    fn a_wildcard_covers_what_is_below_it_and_nothing_beside() {
        let mut findings = Findings::default();
        let value = json!({ "host": "*.acme.example" });
        let rule = read_one(&value, "", &mut findings).unwrap();
        let covers = |url: &str| rule.covers(&Url::parse(url).unwrap());
        assert!(covers("https://api.acme.example/x") && covers("https://a.b.acme.example"));
        for url in [
            "https://acme.example/",
            "https://evilacme.example/",
            "https://acme.example.evil.example/",
            "http://api.acme.example/",
            "https://api.acme.example:8443/",
            "https://127.0.0.1/",
        ] {
            assert!(!covers(url), "{url}");
        }
        assert!(!rule.listed);
    }
}
