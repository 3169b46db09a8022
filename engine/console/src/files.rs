//! The files of the console, which are part of the program, each with its digest and, where that is smaller, compressed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

use crate::kind::{self, Kind};

/// The one document of the console.
pub(crate) const INDEX: &str = "index.html";
/// The folder of files with a digest in their name: they never change.
const HASHED: &str = "assets/";
/// Files smaller than this are sent as they are.
const SMALL: usize = 1_024;

#[derive(RustEmbed)]
#[folder = "dist"]
struct Dist;

/// A file of the console.
pub(crate) struct File {
    pub(crate) kind: &'static Kind,
    pub(crate) content: Bytes,
    /// The same with gzip, where that is smaller.
    pub(crate) gzip: Option<Bytes>,
    /// SHA-256 of the content, in hexadecimal digits.
    pub(crate) digest: String,
    /// Whether its name changes with its content.
    pub(crate) is_hashed: bool,
}

/// All files, read once. There are some dozens of them, a few hundred kilobytes in all.
static FILES: LazyLock<HashMap<String, File>> = LazyLock::new(|| {
    // What begins with a dot is of the build, not of the page.
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    Dist::iter()
        .filter(|path| !is_hidden(path))
        .filter_map(|path| {
            let (found, kind) = (Dist::get(&path)?, kind::of(&path)?);
            let content = match found.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            let gzip = if kind.shrinks { smaller(&content) } else { None };
            let digest = HEXLOWER.encode(&found.metadata.sha256_hash());
            let is_hashed = path.starts_with(HASHED);
            Some((path.into_owned(), File { kind, content, gzip, digest, is_hashed }))
        })
        .collect()
});

/// The file at a path, without the slash at its beginning.
pub(crate) fn file(path: &str) -> Option<&'static File> {
    FILES.get(path)
}

fn smaller(content: &[u8]) -> Option<Bytes> {
    if content.len() < SMALL {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; if it did, the file would be sent as it is.
    let packed = encoder.write_all(content).and_then(|()| encoder.finish()).ok()?;
    (packed.len() < content.len()).then(|| Bytes::from(packed))
}
