//! Secrets that are put through the API: kept in a folder, one file each. They are replaced, never read back.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use towpath_identity::Principal;
use towpath_integrations::IntegrationDocument;
use towpath_wire::Identity;

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::rules::documents::INTEGRATIONS;
use crate::version::VersionState;

impl Catalog {
    /// Keeps a secret for integrations. It can be replaced, never read back.
    ///
    /// # Errors
    /// This engine keeps no secrets of its own, or the file cannot be written.
    pub(crate) async fn put_secret(
        &self,
        _who: &Principal,
        name: &str,
        value: String,
    ) -> Result<(), CatalogError> {
        let Some(folder) = self.secrets_folder.clone() else {
            return Err(Fault::NotFound { what: "secrets folder", name: name.to_owned() }.into());
        };
        if !towpath_integrations::is_secret_name(name) {
            return Err(Fault::NotFound { what: "secret", name: name.to_owned() }.into());
        }
        let name = name.to_owned();
        tokio::task::spawn_blocking(move || write_secret(&folder, &name, &value))
            .await
            .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?
            .map_err(|error| {
                CatalogError::Fault(Fault::Internal(format!("the secret was not written: {error}")))
            })
    }

    /// The names of the secrets kept here, sorted; never what is in them.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) async fn secret_names(&self) -> Result<Vec<String>, CatalogError> {
        let Some(folder) = self.secrets_folder.clone() else { return Ok(Vec::new()) };
        tokio::task::spawn_blocking(move || secret_names(&folder))
            .await
            .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?
            .map_err(|error| {
                CatalogError::Fault(Fault::Internal(format!("the secrets cannot be listed: {error}")))
            })
    }
}

/// A secret of an integration; never its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretNow {
    /// Its name.
    pub name: String,
    /// It can be used now.
    pub is_present: bool,
    /// When it was changed last, in milliseconds since the Unix epoch.
    pub changed_at: Option<i64>,
}

/// A secret and who uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretUse {
    /// Its name.
    pub name: String,
    /// Integrations whose documents name it, sorted.
    pub integrations: Vec<String>,
    /// Versions that are not retired and name it, sorted.
    pub workflows: Vec<Identity>,
    /// Why it cannot be used, in words for IT.
    pub problem: Option<String>,
}

impl Catalog {
    /// The secrets called `names`, and those that integrations and versions name: who uses each, and whether it can be used.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn secret_uses(&self, names: &[String]) -> Result<Vec<SecretUse>, CatalogError> {
        let mut uses: BTreeMap<String, (Vec<String>, Vec<Identity>)> =
            names.iter().map(|name| (name.clone(), Default::default())).collect();
        for text in self.rules.texts(INTEGRATIONS).await? {
            let document = IntegrationDocument::parse(&text.source).0;
            for secret in document.iter().flat_map(IntegrationDocument::secrets) {
                uses.entry(secret.to_owned()).or_default().0.push(text.name.clone());
            }
        }
        for stored in self.all_stored().await? {
            if stored.standing.state != VersionState::Retired {
                for secret in &stored.profile.secrets {
                    uses.entry(secret.clone()).or_default().1.push(stored.workflow.clone());
                }
            }
        }
        let secrets = Arc::clone(&self.secrets);
        let told = uses.into_iter().map(move |(name, (integrations, mut workflows))| {
            let part = |one: &Identity| (one.namespace.clone(), one.name.clone(), one.version.clone());
            workflows.sort_by_key(part);
            let problem = secrets.why_not(&name).map(|why| why.words(&name));
            SecretUse { name, integrations, workflows, problem }
        });
        // Looking at a secret reads its file.
        let told = tokio::task::spawn_blocking(move || told.collect()).await;
        told.map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))
    }
}

impl Catalog {
    /// The secrets with these names, as they are now.
    ///
    /// # Errors
    /// They could not be looked at.
    pub(crate) async fn secrets_now(&self, names: Vec<String>) -> Result<Vec<SecretNow>, CatalogError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let secrets = Arc::clone(&self.secrets);
        let look = move |name: String| SecretNow {
            is_present: secrets.why_not(&name).is_none(),
            changed_at: secrets.changed_at(&name),
            name,
        };
        // Looking at a secret reads its file.
        let found = tokio::task::spawn_blocking(move || names.into_iter().map(look).collect()).await;
        found.map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))
    }
}

/// Writes a secret so that it is whole or as it was, and readable by its owner only.
fn write_secret(folder: &Path, name: &str, value: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let temporary = folder.join(format!(".{name}.new"));
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(value.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&temporary, folder.join(name))?;
    std::fs::File::open(folder)?.sync_all()
}

fn secret_names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if towpath_integrations::is_secret_name(&name) && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
