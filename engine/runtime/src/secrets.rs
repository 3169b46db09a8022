//! Secrets that are put through the API: kept in a folder, one file each. They are replaced, never read back.

use std::path::Path;

use towpath_identity::Principal;

use crate::engine::Engine;
use crate::types::EngineError;

impl Engine {
    /// Keeps a secret for integrations. It can be replaced, never read back.
    ///
    /// # Errors
    /// This engine keeps no secrets of its own, or the file cannot be written.
    pub async fn put_secret(&self, _who: &Principal, name: &str, value: String) -> Result<(), EngineError> {
        let Some(folder) = self.inner.secrets_folder.clone() else {
            return Err(EngineError::NotFound { what: "secrets folder", name: name.to_owned() });
        };
        if !towpath_integrations::is_secret_name(name) {
            return Err(EngineError::NotFound { what: "secret", name: name.to_owned() });
        }
        let name = name.to_owned();
        tokio::task::spawn_blocking(move || write_secret(&folder, &name, &value))
            .await
            .map_err(|error| EngineError::Internal(error.to_string()))?
            .map_err(|error| EngineError::Internal(format!("the secret was not written: {error}")))
    }

    /// The names of the secrets kept here, sorted; never what is in them.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn secret_names(&self) -> Result<Vec<String>, EngineError> {
        let Some(folder) = self.inner.secrets_folder.clone() else { return Ok(Vec::new()) };
        tokio::task::spawn_blocking(move || secret_names(&folder))
            .await
            .map_err(|error| EngineError::Internal(error.to_string()))?
            .map_err(|error| EngineError::Internal(format!("the secrets cannot be listed: {error}")))
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
