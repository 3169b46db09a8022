//! What a published workflow takes and gives back, for those who call it.

use towpath_wire::Interface;

use crate::engine::Engine;
use crate::types::EngineError;
use crate::versions::no_workflow;

impl Engine {
    /// The JSON Schemas of a published version's input and output, and which version that is; the latest where none is
    /// named. The text is read in the sandbox, each time anew.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn interface(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(String, Interface), EngineError> {
        let version = match version {
            Some(version) => version.to_owned(),
            None => self.inner.latest(namespace, name)?.published.workflow.version.clone(),
        };
        let stored = self.inner.stored(namespace, name, &version).await?;
        let stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(&version)))?;
        let fetched = self.inner.kept(&stored.resources).await?;
        let loaded = self.load(&stored.source, &fetched).await?;
        Ok((version, loaded.report.interface))
    }
}
