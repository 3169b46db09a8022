//! What calls leave by in the place of the integrations: a simulation has systems of its own, in memory. A server has none.

use async_trait::async_trait;
use serde_json::Value;
use towpath_access::Access;
use towpath_integrations::CallFailure;

/// Carries calls out that were prepared, evaluated and written down as always.
#[async_trait]
pub trait Outlet: Send + Sync {
    /// Carries a call out. `access` is what was evaluated, with the arguments; `idempotency_key` is that of a write.
    ///
    /// # Errors
    /// The failure, which says whether the call was carried out.
    async fn call(&self, access: &Access, idempotency_key: Option<&str>) -> Result<Value, CallFailure>;
}
