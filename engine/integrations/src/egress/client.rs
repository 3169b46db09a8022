//! The HTTP clients of one integration, with TLS and timeouts. Nothing is taken from the environment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::resolver::{CheckedResolver, Lookup};

/// What all clients of a registry share: name resolution, and the machine's trusted roots, which are read when first
/// needed.
pub(crate) struct Surroundings {
    pub(crate) lookup: Arc<dyn Lookup>,
    provider: Arc<CryptoProvider>,
    system: OnceLock<Result<ClientConfig, String>>,
}

impl Surroundings {
    pub(crate) fn new(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, provider: Arc::new(rustls::crypto::ring::default_provider()), system: OnceLock::new() }
    }

    /// TLS that trusts only the authorities in the PEM file `ca`, or those of the machine if `ca` is `None`.
    fn tls(&self, ca: Option<&Path>) -> Result<ClientConfig, String> {
        match ca {
            Some(path) => self.with_roots(read_roots(path)?),
            None => self.system.get_or_init(|| self.system_tls()).clone(),
        }
    }

    fn system_tls(&self) -> Result<ClientConfig, String> {
        match rustls_platform_verifier::Verifier::new(Arc::clone(&self.provider)) {
            Ok(verifier) => {
                let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider));
                let builder =
                    builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
                // The method is named "dangerous" for every custom verifier. This one is rustls' own, over the machine's roots.
                let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
                Ok(builder.with_no_client_auth())
            }
            Err(error) => {
                let message =
                    "this machine trusts no certificate authority: https works only for documents with `ca`";
                tracing::warn!(%error, "{message}");
                self.with_roots(RootCertStore::empty())
            }
        }
    }

    fn with_roots(&self, roots: RootCertStore) -> Result<ClientConfig, String> {
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider));
        let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
        Ok(builder.with_root_certificates(roots).with_no_client_auth())
    }
}

fn read_roots(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("it contains no certificate".to_owned());
    }
    Ok(roots)
}

/// Options for the clients of one connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientOptions<'a> {
    /// A PEM file of the only trusted certificate authorities.
    pub(crate) ca: Option<&'a Path>,
    /// Fixed addresses of names.
    pub(crate) resolve: BTreeMap<String, SocketAddr>,
    /// Timeout of resolving, connecting and the TLS handshake.
    pub(crate) connect_timeout: Duration,
}

/// Four clients: for public or for all addresses, with or without connection reuse.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    public: Kept,
    listed: Kept,
}

#[derive(Debug, Clone)]
struct Kept {
    pooled: reqwest::Client,
    fresh: reqwest::Client,
}

impl Clients {
    pub(crate) fn new(surroundings: &Surroundings, options: &ClientOptions<'_>) -> Result<Self, String> {
        let tls = surroundings.tls(options.ca)?;
        let pinned = Arc::new(options.resolve.clone());
        let client = |listed: bool, idle: usize| {
            let resolver = CheckedResolver {
                lookup: Arc::clone(&surroundings.lookup),
                pinned: Arc::clone(&pinned),
                listed,
            };
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .dns_resolver(Arc::new(resolver))
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .connect_timeout(options.connect_timeout)
                .pool_max_idle_per_host(idle)
                .pool_idle_timeout(Duration::from_secs(15))
                .user_agent(concat!("towpath/", env!("CARGO_PKG_VERSION")))
                .build()
                .map_err(|error| error.to_string())
        };
        let kept = |listed| Ok::<_, String>(Kept { pooled: client(listed, 32)?, fresh: client(listed, 0)? });
        Ok(Self { public: kept(false)?, listed: kept(true)? })
    }

    /// The client for one request. `listed`: private addresses are allowed. `fresh`: uses a new connection, for requests that
    /// must not be repeated: if the other system closes a reused connection at the same moment, it is unknown whether the
    /// request arrived.
    pub(crate) fn pick(&self, listed: bool, fresh: bool) -> &reqwest::Client {
        let kept = if listed { &self.listed } else { &self.public };
        if fresh { &kept.fresh } else { &kept.pooled }
    }
}
