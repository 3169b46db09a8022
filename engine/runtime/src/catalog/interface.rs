//! The input and output of a published workflow, for its callers.

use towpath_wire::Interface;

use super::Catalog;
use crate::catalog::CatalogError;
use crate::version::no_workflow;

impl Catalog {
    /// The JSON Schemas of a published version's input and output, and which version that is; the latest where none is
    /// named. The text is read in the sandbox, each time anew.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn interface(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(String, Interface), CatalogError> {
        let version = match version {
            Some(version) => version.to_owned(),
            None => self.latest(namespace, name)?.published.workflow.version.clone(),
        };
        let stored = self.stored(namespace, name, &version).await?;
        let stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(&version)))?;
        let fetched = self.kept(&stored.resources).await?;
        let report = self.read(&stored.source, &fetched).await?;
        Ok((version, report.interface))
    }
}
