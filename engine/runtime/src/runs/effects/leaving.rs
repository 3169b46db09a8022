//! The one place where a call of a run leaves the engine.

use towpath_integrations::{CallContext, CallFailure, Output, Prepared, Registry};

use crate::runs::Runs;

impl Runs {
    /// Carries a call out: by the integration, or by what a simulation put in its place.
    pub(super) async fn leave(
        &self,
        registry: &Registry,
        prepared: &Prepared,
        context: CallContext<'_>,
    ) -> Result<Output, CallFailure> {
        let Some(outlet) = self.context.outlet() else { return registry.call(prepared, context).await };
        let value = outlet.call(&prepared.access, context.idempotency_key).await?;
        Registry::returned(prepared, &value, Vec::new())
    }
}
