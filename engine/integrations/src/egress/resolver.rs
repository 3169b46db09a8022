//! Resolves names for connections: one lookup, then a check; only checked addresses are connected to.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address;

/// Resolves names. [`SystemLookup`] uses the operating system.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// All addresses of `host`, in the order to try them.
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// Resolves names with the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

#[async_trait]
impl Lookup for SystemLookup {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// An address that must not be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is {0}")]
pub(crate) struct AddressRefused(pub(crate) &'static str);

/// Checks one address. `listed`: the document names the host itself, so the address may be private.
pub(crate) fn check(address: IpAddr, listed: bool) -> Result<(), AddressRefused> {
    let refused = if listed { address::why_never_connected(address) } else { address::not_public(address) };
    refused.map_or(Ok(()), |reason| Err(AddressRefused(reason)))
}

/// The resolver of a client. The client connects only to the addresses that this returns, so no second lookup can give
/// another result.
pub(crate) struct CheckedResolver {
    pub(crate) lookup: Arc<dyn Lookup>,
    /// Addresses that IT's document fixes for names. These names are not looked up.
    pub(crate) pinned: Arc<BTreeMap<String, SocketAddr>>,
    /// Whether private addresses are allowed.
    pub(crate) listed: bool,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
        let (lookup, pinned, listed) =
            (Arc::clone(&self.lookup), self.pinned.get(&host).copied(), self.listed);
        Box::pin(async move {
            let addresses = match pinned {
                Some(address) => {
                    check(address.ip(), true)?;
                    vec![address]
                }
                None => {
                    let addresses = lookup.lookup(&host).await?;
                    // One forbidden address refuses the lookup, because the client chooses which address it tries.
                    addresses.iter().try_for_each(|address| check(*address, listed))?;
                    // Port 0 means the default port of the scheme. A port in the URL is always used.
                    addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect()
                }
            };
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
