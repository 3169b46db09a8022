//! Heads over HTTP: the address they are handed to, and reading them back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use crate::{AuditError, Head};

/// Longest to connect and shake hands, and for a whole answer.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);
/// Most bytes of heads that are read back.
const MOST: usize = 256 << 20;

/// An HTTP address that signed heads are handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpPlace {
    /// `POST` takes one head as JSON, `GET` gives all of them, one a line.
    url: Url,
    /// A file with the bearer token; read for each request, so that it can be exchanged.
    token: Option<PathBuf>,
    /// A PEM file of the only trusted authorities; those of this machine when absent.
    ca: Option<PathBuf>,
}

impl HttpPlace {
    /// The place at `url`.
    ///
    /// # Errors
    /// Why it is none, in words: no HTTP address, or a token would be sent where anybody reads it.
    pub fn new(url: &str, token: Option<PathBuf>, ca: Option<PathBuf>) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|error| format!("`{url}` is no address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{url}` is no `https` address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("write no password into the address; give a file with a token".to_owned());
        }
        if url.scheme() == "http" && token.is_some() && !is_here(&url) {
            return Err("a token is sent over `https` only".to_owned());
        }
        Ok(Self { url, token, ca })
    }

    /// Whether `text` is an address rather than a file.
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
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(self.ca.as_deref())?)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("towpath/", env!("CARGO_PKG_VERSION")))
            .build();
        client.map_err(|error| words(&error))
    }

    fn authorized(&self, request: reqwest::RequestBuilder) -> Result<reqwest::RequestBuilder, String> {
        let Some(path) = &self.token else { return Ok(request) };
        let token = std::fs::read_to_string(path);
        let token = token.map_err(|error| format!("the token in `{}`: {error}", path.display()))?;
        Ok(request.bearer_auth(token.trim()))
    }

    /// Hands one head over.
    pub(crate) async fn send(&self, client: &reqwest::Client, head: &Head) -> Result<(), String> {
        let body = serde_json::to_string(head).map_err(|error| error.to_string())?;
        let request = client.post(self.url.clone()).header(CONTENT_TYPE, "application/json").body(body);
        let answer = self.authorized(request)?.send().await.map_err(|error| words(&error))?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(format!("it answered {}", answer.status()))
    }

    /// Reads all heads back, one a line.
    ///
    /// # Errors
    /// [`AuditError::Anchor`].
    pub async fn read(&self) -> Result<String, AuditError> {
        let failed = |why: String| AuditError::Anchor(format!("{}: {why}", self.words()));
        let client = self.client().map_err(failed)?;
        let request = client.get(self.url.clone()).header(ACCEPT, "application/jsonl");
        let answer = self.authorized(request).map_err(failed)?.send().await;
        let mut answer = answer.map_err(|error| failed(words(&error)))?;
        if !answer.status().is_success() {
            return Err(failed(format!("it answered {}", answer.status())));
        }
        let mut text = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| failed(words(&error)))? {
            text.extend_from_slice(&piece);
            if text.len() > MOST {
                return Err(failed(format!("it gives more than {} MiB", MOST >> 20)));
            }
        }
        // A line without its end is one that was cut off, in a file; here the answer is whole.
        if text.last().is_some_and(|last| *last != b'\n') {
            text.push(b'\n');
        }
        String::from_utf8(text).map_err(|_| failed("it gives no text".to_owned()))
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
fn words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_timeout() { "no answer came in time".to_owned() } else { cause.to_string() }
}

/// TLS that trusts the authorities in the PEM file `ca` and no others, or else those of the machine.
fn tls(ca: Option<&Path>) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    let roots = match ca {
        Some(path) => roots(path).map_err(|why| format!("the authorities in `{}`: {why}", path.display()))?,
        None => match rustls_platform_verifier::Verifier::new(provider) {
            // "Dangerous" is any verifier but rustls' own; this one is rustls' own over the machine's roots.
            Ok(verifier) => {
                let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
                return Ok(builder.with_no_client_auth());
            }
            Err(error) => {
                tracing::warn!(%error, "this machine trusts no authority: `https` works only with a `ca`");
                RootCertStore::empty()
            }
        },
    };
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn roots(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())? {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() { Err("it holds no certificate".to_owned()) } else { Ok(roots) }
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
            ("ftp://heads.acme.example/", "no `https` address"),
            ("https://me:secret@heads.acme.example/", "no password into the address"),
            ("https://", "is no address"),
        ] {
            let refused = HttpPlace::new(url, token(), None);
            assert!(refused.is_err_and(|error| error.contains(why)), "{url}");
        }
    }
}
