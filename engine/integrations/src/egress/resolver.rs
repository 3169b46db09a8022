//! Names to addresses, for connections: looked up once, checked, and only the checked ones handed on.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address;

/// How names become addresses. The system's way is [`SystemLookup`].
#[async_trait]
pub trait Lookup: Send + Sync {
    /// Every address of `host`, in the order they are to be tried.
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// Names as the operating system resolves them.
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

/// Checks one address. `listed`: the document names the host itself, so it may be a private one.
pub(crate) fn check(address: IpAddr, listed: bool) -> Result<(), AddressRefused> {
    let refused = if listed { address::never(address) } else { address::not_public(address) };
    refused.map_or(Ok(()), |reason| Err(AddressRefused(reason)))
}

/// The resolver inside a client. The connector connects to what this returns and looks up nothing itself, so
/// there is no second lookup that could answer differently.
pub(crate) struct CheckedResolver {
    pub(crate) lookup: Arc<dyn Lookup>,
    /// Addresses that IT wrote down for a name; nothing is looked up for these.
    pub(crate) pinned: Arc<BTreeMap<String, SocketAddr>>,
    /// Whether private addresses are fine.
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
                    // One bad address spoils the answer: which of them is tried is not ours to say.
                    addresses.iter().try_for_each(|address| check(*address, listed))?;
                    // Port 0: the usual one of the URL's scheme. A port in the URL is always used.
                    addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect()
                }
            };
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
