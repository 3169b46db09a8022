//! The keys of a server: the ed25519 key that signs heads and receipts, and the key of body digests. They are created at
//! the first start, in files that only the owner can read.

use std::fs;
use std::io;
use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::regular;
use crate::weak::is_weak;

const KEY: &str = "key";
const PUBLIC: &str = "key.pub";
const SALT: &str = "salt";
/// All of them.
pub(crate) const KEY_FILES: [&str; 3] = [KEY, PUBLIC, SALT];

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file operation failed.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: String,
        /// The error.
        error: io::Error,
    },
    /// The file is not a key.
    #[error("{0} is not a key of this server")]
    Unusable(String),
    /// Other users can read or write it, or could.
    #[error(
        "{path} has the mode {mode:04o}, so others may know it: it must be 0600. Run `chmod 600 {path}`; if anybody else \
         could read it, move the audit folder away, so that the next start makes a new key, and give out the new `key.pub`"
    )]
    Open {
        /// The file.
        path: String,
        /// Its mode.
        mode: u32,
    },
    /// A public key of small order, or not in reduced form.
    #[error("{0} proves nothing: signatures under it can be made without a key (a point of small order)")]
    Weak(String),
}

/// The keys of one server.
pub struct Keys {
    pair: Ed25519KeyPair,
    salt: hmac::Key,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("public", &self.public().to_string()).finish_non_exhaustive()
    }
}

/// The public key that verifies heads and receipts. Written in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

impl Keys {
    /// Reads the keys in a folder, or creates them.
    pub(crate) fn open(folder: &Path) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let fresh = || -> Result<Vec<u8>, KeyError> {
            let pair = Ed25519KeyPair::generate_pkcs8(&random);
            pair.map(|pair| pair.as_ref().to_vec()).map_err(|_| KeyError::Unusable(KEY.to_owned()))
        };
        let pair = read_or_create_key(folder, KEY, fresh)?;
        let pair = Ed25519KeyPair::from_pkcs8(&pair).map_err(|_| KeyError::Unusable(KEY.to_owned()))?;
        let salt = read_or_create_key(folder, SALT, || {
            let mut salt = vec![0; 32];
            random.fill(&mut salt).map_err(|_| KeyError::Unusable(SALT.to_owned()))?;
            Ok(salt)
        })?;
        let keys = Self { pair, salt: hmac::Key::new(hmac::HMAC_SHA256, &salt) };
        let path = folder.join(PUBLIC);
        fs::write(&path, format!("{}\n", keys.public())).map_err(|error| io_error(&path, error))?;
        Ok(keys)
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.pair.public_key().as_ref().to_vec())
    }

    /// Begins a digest of a request body.
    pub(crate) fn digest(&self) -> hmac::Context {
        hmac::Context::with_key(&self.salt)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> String {
        HEXLOWER.encode(self.pair.sign(message).as_ref())
    }
}

impl PublicKey {
    /// The public key in a folder of keys.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(PUBLIC);
        let text = regular::read_regular_file(&path).map_err(|error| io_error(&path, error))?;
        text.trim().parse()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = HEXLOWER_PERMISSIVE.decode(signature.as_bytes()) else { return false };
        // The first half of a signature is a curve point too.
        if is_weak(&self.0) || signature.get(..32).is_none_or(is_weak) {
            return false;
        }
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, &signature).is_ok()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().filter(|bytes| bytes.len() == 32);
        let bytes = bytes.ok_or_else(|| KeyError::Unusable(format!("`{text}`")))?;
        if is_weak(&bytes) {
            return Err(KeyError::Weak(format!("`{text}`")));
        }
        Ok(Self(bytes))
    }
}

/// Reads a file that only the owner can read; creates it if it is missing.
fn read_or_create_key(
    folder: &Path,
    name: &str,
    fresh: impl FnOnce() -> Result<Vec<u8>, KeyError>,
) -> Result<Vec<u8>, KeyError> {
    use std::io::Write as _;
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let path = folder.join(name);
    match regular::open_regular_file(&path) {
        Ok(file) => return read_private_file(file, &path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(&path, error)),
    }
    let content = fresh()?;
    let write = || -> io::Result<()> {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(&content)?;
        file.sync_all()
    };
    write().map_err(|error| io_error(&path, error))?;
    Ok(content)
}

/// Reads a file, and refuses it if other users could read or write it.
fn read_private_file(mut file: fs::File, path: &Path) -> Result<Vec<u8>, KeyError> {
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;
    let failed = |error| io_error(path, error);
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o7777;
    if mode & !0o600 != 0 {
        return Err(KeyError::Open { path: path.display().to_string(), mode });
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content).map_err(failed)?;
    Ok(content)
}

fn io_error(path: &Path, error: io::Error) -> KeyError {
    KeyError::Io { path: path.display().to_string(), error }
}
