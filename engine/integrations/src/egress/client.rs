//! The HTTP clients of one integration, with TLS and timeouts. Nothing is taken from the environment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use towpath_tls::{ClientConfig, Trust};

use super::resolver::{CheckedResolver, Lookup};

/// What all clients of a registry share: name resolution, and the machine's trusted roots, which are read when first
/// needed.
pub(crate) struct Surroundings {
    pub(crate) lookup: Arc<dyn Lookup>,
    system: OnceLock<Result<ClientConfig, String>>,
}

impl Surroundings {
    pub(crate) fn new(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, system: OnceLock::new() }
    }

    /// TLS that trusts only the authorities in the PEM file `ca`, or those of the machine if `ca` is `None`.
    fn tls(&self, ca: Option<&Path>) -> Result<ClientConfig, String> {
        match ca {
            Some(path) => towpath_tls::config(Trust::File(path)),
            None => self.system.get_or_init(system_tls).clone(),
        }
    }
}

fn system_tls() -> Result<ClientConfig, String> {
    towpath_tls::config(Trust::Machine).or_else(|error| {
        let message =
            "this machine trusts no certificate authority: https works only for documents with `ca`";
        tracing::warn!(%error, "{message}");
        towpath_tls::config(Trust::Nobody)
    })
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
            towpath_tls::http_client(tls.clone())
                .dns_resolver(Arc::new(resolver))
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
