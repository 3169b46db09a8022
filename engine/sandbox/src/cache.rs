//! Compiled code on disk: a runner takes seconds to compile and milliseconds to load.
//!
//! What is loaded is machine code, so nothing is believed: the folder and the file belong to this user and nobody
//! else may write them, the content matches its digest, and wasmtime checks that it was compiled for this engine.
//! Whatever does not fit is compiled anew and replaced.

use std::fs::{DirBuilder, File, OpenOptions};
use std::hash::{Hash as _, Hasher};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};
use wasmtime::{Engine, Module};

use crate::RunnerDigest;
use crate::digest::{Hex, sha256};

/// First bytes of a file; another layout gets another name.
const MAGIC: &[u8; 16] = b"towpath-cwasm-1\n";
const SUFFIX: &str = "cwasm";
/// Files of other engines, and leftovers of killed ones, are deleted when they are as old as this.
const STALE: Duration = Duration::from_secs(30 * 24 * 3600);

/// A folder of compiled code.
pub(crate) struct Cache {
    folder: PathBuf,
    /// Digest over everything that decides whether compiled code fits this engine.
    environment: [u8; 32],
}

impl Cache {
    /// A cache in that folder, made if need be. `Err` says why the folder cannot be trusted or used.
    pub(crate) fn open(folder: &Path, engine: &Engine) -> Result<Self, String> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| error.to_string())?;
        let found = std::fs::metadata(folder).map_err(|error| error.to_string())?;
        if found.uid() != rustix::process::geteuid().as_raw() {
            return Err("it belongs to another user".to_owned());
        }
        if found.mode() & 0o077 != 0 {
            let private = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(folder, private).map_err(|error| error.to_string())?;
        }
        let mut environment = Hash256::default();
        engine.precompile_compatibility_hash().hash(&mut environment);
        Ok(Self { folder: folder.to_owned(), environment: environment.0.finalize().into() })
    }

    /// The module of this runner: from the cache, or compiled and put there.
    pub(crate) fn module(
        &self,
        engine: &Engine,
        runner: &RunnerDigest,
        compile: impl FnOnce() -> wasmtime::Result<Module>,
    ) -> wasmtime::Result<Module> {
        // Held while compiling, so that of several processes that start at once, one does the work.
        let _lock = self.lock(runner);
        if let Some(module) = self.load(engine, runner) {
            return Ok(module);
        }
        let module = compile()?;
        if let Err(error) = self.store(runner, &module.serialize()?) {
            tracing::warn!(%error, folder = %self.folder.display(), "compiled code could not be kept");
        }
        self.sweep();
        Ok(module)
    }

    fn path(&self, runner: &RunnerDigest) -> PathBuf {
        // Half of the environment's digest is plenty to tell engines apart.
        let name = format!("{}-{:.32}.{SUFFIX}", Hex(runner.as_bytes()), Hex(&self.environment).to_string());
        self.folder.join(name)
    }

    fn lock(&self, runner: &RunnerDigest) -> io::Result<File> {
        let path = self.path(runner).with_extension("lock");
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        file.lock()?;
        Ok(file)
    }

    /// The module in the cache, if there is one that can be trusted.
    fn load(&self, engine: &Engine, runner: &RunnerDigest) -> Option<Module> {
        let path = self.path(runner);
        let code = match read(&path) {
            Ok(code) => code,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "compiled code is not used");
                return None;
            }
        };
        #[expect(
            unsafe_code,
            reason = "loading our own compiled code is the one thing wasmtime cannot check"
        )]
        // SAFETY: `read` has made sure that the file is this user's alone, in a folder that is this user's alone,
        // and that its content is what was written with it; only `store` writes there, and only what
        // `Module::serialize` gave. The bytes were checked in memory and are loaded from there, so they
        // cannot change in between. Version, target and settings are checked by wasmtime itself.
        let module = unsafe { Module::deserialize(engine, &code) };
        module
            .inspect_err(|error| tracing::warn!(%error, path = %path.display(), "compiled code is not used"))
            .ok()
    }

    /// Writes beside and renames, so that nobody ever sees half a file.
    fn store(&self, runner: &RunnerDigest, code: &[u8]) -> io::Result<()> {
        let path = self.path(runner);
        let beside = path.with_extension(format!("{}.tmp", std::process::id()));
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(MAGIC)?;
        file.write_all(&sha256(code))?;
        file.write_all(code)?;
        drop(file);
        std::fs::rename(&beside, &path)
    }

    /// Deletes what no engine has used for long. Failing to do so harms nobody.
    fn sweep(&self) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let ours = format!("-{:.32}.{SUFFIX}", Hex(&self.environment).to_string());
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| is_cache_file(name) && !name.ends_with(&ours))
            else {
                continue;
            };
            let modified = entry.metadata().and_then(|found| found.modified());
            let age = modified.ok().and_then(|time| SystemTime::now().duration_since(time).ok());
            if age.is_some_and(|age| age > STALE) {
                tracing::debug!(name, "stale compiled code deleted");
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

fn is_cache_file(name: &str) -> bool {
    let extension = name.rsplit('.').next();
    name.len() > 97 && name.as_bytes()[64] == b'-' && matches!(extension, Some(SUFFIX | "lock" | "tmp"))
}

/// The code in a file that only this user can have written, checked against its digest.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let refuse = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidData, what));
    let mut file = File::open(path)?;
    // Of the open file, not of its name, which might be another's by now.
    let found = file.metadata()?;
    if !found.is_file() || found.uid() != rustix::process::geteuid().as_raw() || found.mode() & 0o077 != 0 {
        return refuse("not this user's alone");
    }
    let mut content = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    file.read_to_end(&mut content)?;
    let Some((digest, code)) = content.strip_prefix(MAGIC).and_then(<[u8]>::split_first_chunk::<32>) else {
        return refuse("not compiled code");
    };
    if *digest != sha256(code) {
        return refuse("damaged");
    }
    // The file's header is not part of the code.
    let header = MAGIC.len() + digest.len();
    Ok(content.split_off(header))
}

/// Collects what is hashed into a digest; the standard hashers promise nothing from one version to the next.
#[derive(Default)]
struct Hash256(Sha256);

impl Hasher for Hash256 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::cell::Cell;

    use super::*;

    struct Fixture {
        engine: Engine,
        cache: Cache,
        runner: RunnerDigest,
        compiled: Cell<u32>,
        folder: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            let engine = Engine::default();
            let folder = tempfile::tempdir().unwrap();
            let cache = Cache::open(&folder.path().join("code"), &engine).unwrap();
            Self { engine, cache, runner: RunnerDigest([1; 32]), compiled: Cell::new(0), folder }
        }

        /// Asks the cache; gives how often it had to compile so far.
        fn ask(&self) -> u32 {
            let module = self.cache.module(&self.engine, &self.runner, || {
                self.compiled.set(self.compiled.get() + 1);
                Module::new(&self.engine, b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x07\x05\x01\x01m\x02\0")
            });
            assert!(module.unwrap().get_export("m").is_some());
            self.compiled.get()
        }

        fn path(&self) -> PathBuf {
            self.cache.path(&self.runner)
        }
    }

    #[test]
    fn compiles_once_and_keeps_it_private() {
        let fixture = Fixture::new();
        assert_eq!((fixture.ask(), fixture.ask()), (1, 1));
        assert_eq!(std::fs::metadata(fixture.path()).unwrap().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(fixture.path().parent().unwrap()).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_flipped_bit_anywhere_is_noticed_and_repaired() {
        let fixture = Fixture::new();
        fixture.ask();
        let whole = std::fs::read(fixture.path()).unwrap();
        for (nth, at) in [0, 20, 60, whole.len() / 2, whole.len() - 1].into_iter().enumerate() {
            let mut bad = whole.clone();
            bad[at] ^= 1;
            std::fs::write(fixture.path(), bad).unwrap();
            assert_eq!(fixture.ask(), nth as u32 + 2, "byte {at}");
            assert_eq!(fixture.ask(), nth as u32 + 2, "repaired after byte {at}");
        }
        std::fs::write(fixture.path(), &whole[..10]).unwrap();
        assert_eq!(fixture.ask(), 7);
    }

    #[test]
    fn a_file_others_may_write_is_not_trusted() {
        let fixture = Fixture::new();
        fixture.ask();
        std::fs::set_permissions(fixture.path(), std::fs::Permissions::from_mode(0o620)).unwrap();
        assert_eq!((fixture.ask(), fixture.ask()), (2, 2));
    }

    #[test]
    fn well_formed_code_of_another_engine_is_not_used() {
        let fixture = Fixture::new();
        fixture.ask();
        let other = Engine::new(wasmtime::Config::new().epoch_interruption(true)).unwrap();
        let theirs = Cache::open(&fixture.folder.path().join("code"), &other).unwrap();
        assert_ne!(theirs.path(&fixture.runner), fixture.path());
        let code = Module::new(&other, b"\0asm\x01\0\0\0").unwrap().serialize().unwrap();
        fixture.cache.store(&fixture.runner, &code).unwrap();
        assert_eq!((fixture.ask(), fixture.ask()), (2, 2));
    }

    #[test]
    fn an_open_folder_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        Cache::open(folder.path(), &Engine::default()).unwrap();
        assert_eq!(std::fs::metadata(folder.path()).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn old_files_of_other_engines_are_swept_and_nothing_else() {
        let fixture = Fixture::new();
        let folder = fixture.path().parent().unwrap().to_owned();
        let long_ago = SystemTime::now() - STALE - Duration::from_secs(60);
        let plant = |name: &str, modified: SystemTime| {
            let file = File::create(folder.join(name)).unwrap();
            file.set_modified(modified).unwrap();
        };
        let stem = format!("{}-{}", "a".repeat(64), "b".repeat(32));
        plant(&format!("{stem}.cwasm"), long_ago);
        plant(&format!("{stem}.1.tmp"), long_ago);
        plant(&format!("{}.cwasm", stem.replace('b', "c")), SystemTime::now());
        plant("notes.txt", long_ago);
        fixture.ask();
        File::open(fixture.path()).unwrap().set_modified(long_ago).unwrap();
        fixture.cache.sweep();
        let left = std::fs::read_dir(&folder).unwrap().count();
        assert!(folder.join("notes.txt").exists() && fixture.path().exists());
        // Those two, the recent one, and the lock.
        assert_eq!(left, 4);
    }
}
