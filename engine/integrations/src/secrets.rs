//! Secrets: where they are read from, and a string type that is never printed.
//!
//! A secret is read right before a request is sent, never earlier. Nothing here writes a secret.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Text that is never printed, and is erased from memory when dropped.
#[derive(Clone)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// Wraps `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the request that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString(***)")
    }
}

/// A source of secrets.
pub trait Secrets: Send + Sync {
    /// The secret `name`, if it exists now.
    fn get(&self, name: &str) -> Option<SecretString>;

    /// Why the secret `name` cannot be used; `None` if it can.
    fn why_not(&self, name: &str) -> Option<WhyNot> {
        self.get(name).is_none().then_some(WhyNot::Missing)
    }

    /// When the secret `name` was changed last, in milliseconds since the Unix epoch; `None` where that is not known.
    fn changed_at(&self, _name: &str) -> Option<i64> {
        None
    }
}

/// Why a secret cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// No secret has this name.
    Missing,
    /// It exists, but cannot be used for this reason.
    Unusable(String),
}

impl WhyNot {
    /// The problem with the secret `name`, as a message for IT.
    pub fn words(&self, name: &str) -> String {
        match self {
            Self::Missing => format!("there is no secret `{name}` on this server"),
            Self::Unusable(why) => format!("the secret `{name}` cannot be used: {why}"),
        }
    }
}

/// Whether `name` is a valid name of a secret: letters, digits, `.`, `_` and `-`, at most 128 bytes, no dot at the start.
/// A valid name is never a path.
pub fn is_secret_name(name: &str) -> bool {
    (1..=128).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Secrets in memory, for tests.
#[derive(Debug, Clone, Default)]
pub struct MapSecrets(BTreeMap<String, SecretString>);

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for MapSecrets {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(secrets: I) -> Self {
        Self(secrets.into_iter().map(|(name, text)| (name.into(), SecretString::new(text))).collect())
    }
}

impl Secrets for MapSecrets {
    fn get(&self, name: &str) -> Option<SecretString> {
        self.0.get(name).cloned()
    }
}

/// Secrets in a folder: one file each, named like the secret. One line break at the end is dropped. A file is refused if
/// anybody but its owner may read it, or if it is larger than 64 KiB.
#[derive(Debug, Clone)]
pub struct FileSecrets {
    folder: PathBuf,
}

const MOST_BYTES: u64 = 64 << 10;

impl FileSecrets {
    /// Reads from `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The secret; `None` if there is no such file.
    fn find(&self, name: &str) -> Result<Option<SecretString>, String> {
        let path = self.folder.join(name);
        if !is_secret_name(name) || !path.exists() { Ok(None) } else { Self::read(&path).map(Some) }
    }

    fn read(path: &Path) -> Result<SecretString, String> {
        let facts = std::fs::metadata(path).map_err(|error| error.to_string())?;
        if !facts.is_file() || facts.len() > MOST_BYTES {
            return Err("it is not a file of at most 64 KiB".to_owned());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            if facts.permissions().mode() & 0o077 != 0 {
                let mode = facts.permissions().mode() & 0o777;
                return Err(format!(
                    "its file has the mode {mode:04o}, so not only its owner may read it; chmod it to 0600"
                ));
            }
        }
        let mut text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        Ok(SecretString::new(text))
    }
}

impl Secrets for FileSecrets {
    fn get(&self, name: &str) -> Option<SecretString> {
        match self.find(name) {
            Ok(secret) => secret,
            Err(why) => {
                tracing::warn!(secret = name, why, "a secret cannot be used");
                None
            }
        }
    }

    fn why_not(&self, name: &str) -> Option<WhyNot> {
        match self.find(name) {
            Ok(Some(_)) => None,
            Ok(None) => Some(WhyNot::Missing),
            Err(why) => Some(WhyNot::Unusable(why)),
        }
    }

    fn changed_at(&self, name: &str) -> Option<i64> {
        let facts = is_secret_name(name).then(|| std::fs::metadata(self.folder.join(name)))?.ok()?;
        let since = facts.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_shows_itself() {
        let secrets = MapSecrets::from_iter([("crm-key", "hunter2")]);
        assert_eq!(secrets.get("crm-key").unwrap().expose(), "hunter2");
        assert!(!format!("{secrets:?} {:?}", secrets.get("crm-key")).contains("hunter2"));
    }

    #[test]
    fn names_are_never_paths() {
        for name in ["", ".", "..", "../crm", "a/b", ".hidden", "a\0b", "a b"] {
            assert!(!is_secret_name(name), "{name:?}");
        }
        assert!(is_secret_name("crm-key.v2_x"));
    }

    #[cfg(unix)]
    #[test]
    fn files_are_read_only_when_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crm-key");
        std::fs::write(&path, "hunter2\n").unwrap();
        let secrets = FileSecrets::new(folder.path());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(secrets.get("crm-key").is_none());
        let why = secrets.why_not("crm-key").unwrap().words("crm-key");
        assert!(why.contains("has the mode 0644") && why.contains("chmod it to 0600"), "{why}");
        assert_eq!(secrets.why_not("other"), Some(WhyNot::Missing));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(secrets.get("crm-key").unwrap().expose(), "hunter2");
        assert_eq!(secrets.why_not("crm-key"), None);
        assert!(secrets.changed_at("crm-key").is_some_and(|at| at > 1_600_000_000_000));
        assert_eq!((secrets.changed_at("other"), secrets.changed_at("../crm-key")), (None, None));
        assert!(secrets.get("other").is_none());
        assert!(secrets.get("../crm-key").is_none());
    }
}
