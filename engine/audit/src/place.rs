//! An anchor at an HTTP address: sends heads to it and reads them back.

use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use towpath_tls::{ClientConfig, Trust};
use url::{Host, Url};

use crate::{AuditError, Head};

/// Timeouts for connecting with the TLS handshake, and for a whole response.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);
/// Maximum bytes of heads that are read back.
const MOST: usize = 256 << 20;

/// An HTTP address that gets signed heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpPlace {
    /// `POST` adds one head as JSON, `GET` returns all heads, one per line.
    url: Url,
    /// A file with the bearer token. It is read for each request, so that it can be replaced.
    token: Option<PathBuf>,
    /// A PEM file of the only trusted certificate authorities; `None`: those of this machine.
    ca: Option<PathBuf>,
}

impl HttpPlace {
    /// An anchor at `url`.
    ///
    /// # Errors
    /// A message: it is not an HTTP address, or a token would be sent unencrypted.
    pub fn new(url: &str, token: Option<PathBuf>, ca: Option<PathBuf>) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|error| format!("`{url}` is not an address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{url}` is not an `https` address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the address must not contain a password; use a file with a token".to_owned());
        }
        if url.scheme() == "http" && token.is_some() && !is_here(&url) {
            return Err("a token is sent over `https` only".to_owned());
        }
        Ok(Self { url, token, ca })
    }

    /// Whether `text` is an address and not a file.
    pub fn is_address(text: &str) -> bool {
        text.starts_with("http://") || text.starts_with("https://")
    }

    /// The address without its query, which may be a secret.
    pub fn words(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.into()
    }

    pub(crate) fn client(&self) -> Result<reqwest::Client, String> {
        let client = towpath_tls::http_client(tls_for_anchor(self.ca.as_deref())?)
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("towpath/", env!("CARGO_PKG_VERSION")))
            .build();
        client.map_err(|error| innermost_cause(&error))
    }

    fn authorized(&self, request: reqwest::RequestBuilder) -> Result<reqwest::RequestBuilder, String> {
        let Some(path) = &self.token else { return Ok(request) };
        let token = std::fs::read_to_string(path);
        let token = token.map_err(|error| format!("the token in `{}`: {error}", path.display()))?;
        Ok(request.bearer_auth(token.trim()))
    }

    /// Sends one head.
    pub(crate) async fn send(&self, client: &reqwest::Client, head: &Head) -> Result<(), String> {
        let body = serde_json::to_string(head).map_err(|error| error.to_string())?;
        let request = client.post(self.url.clone()).header(CONTENT_TYPE, "application/json").body(body);
        let answer = self.authorized(request)?.send().await.map_err(|error| innermost_cause(&error))?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(format!("it answered {}", answer.status()))
    }

    /// Reads all heads back, one per line.
    ///
    /// # Errors
    /// [`AuditError::Anchor`].
    pub async fn read(&self) -> Result<String, AuditError> {
        let failed = |why: String| AuditError::Anchor(format!("{}: {why}", self.words()));
        let client = self.client().map_err(failed)?;
        let request = client.get(self.url.clone()).header(ACCEPT, "application/jsonl");
        let answer = self.authorized(request).map_err(failed)?.send().await;
        let mut answer = answer.map_err(|error| failed(innermost_cause(&error)))?;
        if !answer.status().is_success() {
            return Err(failed(format!("it answered {}", answer.status())));
        }
        let mut text = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| failed(innermost_cause(&error)))? {
            text.extend_from_slice(&piece);
            if text.len() > MOST {
                return Err(failed(format!("it returned more than {} MiB", MOST >> 20)));
            }
        }
        // In a file, a last line without a line end was cut off. A response is complete, so the line end is added.
        if text.last().is_some_and(|last| *last != b'\n') {
            text.push(b'\n');
        }
        String::from_utf8(text).map_err(|_| failed("it returned no text".to_owned()))
    }
}

/// Whether the address is on this machine.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// The innermost cause: the others repeat the address.
fn innermost_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_timeout() { "it did not answer in time".to_owned() } else { cause.to_string() }
}

/// TLS that trusts only the authorities in the PEM file `ca`, or those of the machine if `ca` is `None`.
fn tls_for_anchor(ca: Option<&Path>) -> Result<ClientConfig, String> {
    if let Some(path) = ca {
        let tls = towpath_tls::config(Trust::File(path));
        return tls.map_err(|why| format!("the authorities in `{}`: {why}", path.display()));
    }
    towpath_tls::config(Trust::Machine).or_else(|error| {
        tracing::warn!(%error, "this machine trusts no certificate authority: `https` works only with a `ca`");
        towpath_tls::config(Trust::Nobody)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_goes_where_anybody_reads_it() {
        let token = || Some(PathBuf::from("token"));
        assert!(HttpPlace::new("https://heads.acme.example/towpath", token(), None).is_ok());
        assert!(HttpPlace::new("http://127.0.0.1:9/heads", token(), None).is_ok());
        for (url, why) in [
            ("http://heads.acme.example/", "over `https` only"),
            ("ftp://heads.acme.example/", "not an `https` address"),
            ("https://me:secret@heads.acme.example/", "must not contain a password"),
            ("https://", "is not an address"),
        ] {
            let refused = HttpPlace::new(url, token(), None);
            assert!(refused.is_err_and(|error| error.contains(why)), "{url}");
        }
    }
}
