//! The one set-up of TLS and of HTTP clients: for calls of integrations (`engine/integrations/src/egress/client.rs`), for
//! anchors of the audit log (`engine/audit/src/place.rs`), and for the client of the API (`sdk/client/src/http.rs`).
//!
//! Cryptography is ring's, handed in: nothing process-wide is set, and nothing is taken from the environment.

use std::path::Path;
use std::sync::Arc;

use reqwest::redirect;
pub use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ConfigBuilder, RootCertStore, WantsVerifier};

/// The certificate authorities that a client trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust<'a> {
    /// Those of this machine. They are read when the configuration is made, which takes time.
    Machine,
    /// Only those in this PEM file.
    File(&'a Path),
    /// None: every `https` address is refused.
    Nobody,
}

/// TLS for clients.
///
/// # Errors
/// A message: the machine trusts no authority, or the file cannot be read or has no certificate.
pub fn config(trust: Trust<'_>) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    match trust {
        Trust::Machine => {
            let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(&provider))
                .map_err(|error| error.to_string())?;
            // The method is named "dangerous" for every custom verifier. This one is rustls' own, over the machine's roots.
            let builder = builder(provider)?.dangerous();
            Ok(builder.with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
        }
        Trust::File(path) => {
            Ok(builder(provider)?.with_root_certificates(read_roots(path)?).with_no_client_auth())
        }
        Trust::Nobody => {
            Ok(builder(provider)?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
        }
    }
}

/// A builder of HTTP clients that send each request once, to the address it names: no proxy, no redirect, no repetition,
/// no `Referer`.
pub fn http_client(tls: ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
}

fn builder(provider: Arc<CryptoProvider>) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, String> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())
}

fn read_roots(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())? {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() { Err("it contains no certificate".to_owned()) } else { Ok(roots) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        assert!(config(Trust::File(&path)).is_err(), "a file that is not there");
        std::fs::write(&path, "no certificate\n").unwrap();
        assert_eq!(config(Trust::File(&path)).unwrap_err(), "it contains no certificate");
        std::fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        assert!(config(Trust::File(&path)).is_err(), "a certificate that is none");
    }

    #[test]
    fn a_client_without_trust_can_be_built() {
        assert!(http_client(config(Trust::Nobody).unwrap()).build().is_ok());
    }
}
