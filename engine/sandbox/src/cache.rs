//! Caches compiled code on disk. Compiling a runner takes seconds, loading it takes milliseconds.
//!
//! The cache contains machine code, so it is checked before loading: folder and file belong to this user, no other user can
//! write them, the content matches its digest, and wasmtime checks that it was compiled for this engine. Anything else is
//! compiled again and replaced. Links are not followed and pipes are not waited for. If another process holds the lock for
//! too long, the runner is compiled and not cached.

use std::fs::{DirBuilder, File, TryLockError};
use std::hash::{Hash as _, Hasher};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use data_encoding::HEXLOWER;
use rustix::fs::{Mode, OFlags};
use sha2::{Digest as _, Sha256};
use wasmtime::{Engine, Module};

use crate::RunnerDigest;
use crate::digest::sha256;

/// The first bytes of a file. Another layout gets another value.
const MAGIC: &[u8; 16] = b"towpath-cwasm-1\n";
const SUFFIX: &str = "cwasm";
/// Files of other engines and leftovers of killed ones are deleted at this age.
const STALE: Duration = Duration::from_secs(30 * 24 * 3600);

/// Timeout for another process that compiles: several times as long as compiling takes.
const LOCK: Duration = Duration::from_secs(30);
/// How often to check whether it has finished.
const LOOK: Duration = Duration::from_millis(20);

/// A folder of compiled code.
pub(crate) struct Cache {
    folder: PathBuf,
    /// The open folder. Its name may refer to another folder by now.
    opened: File,
    /// Timeout for the lock.
    wait: Duration,
    /// Digest of everything that determines whether compiled code fits this engine.
    environment: [u8; 32],
}

impl Cache {
    /// Opens a cache in `folder`, which is created if needed. The error says why the folder cannot be trusted or used.
    pub(crate) fn open(folder: &Path, engine: &Engine) -> Result<Self, String> {
        let words = |error: io::Error| error.to_string();
        if std::fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()) {
            return Err("it is a link, and links are not followed".to_owned());
        }
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(words)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = rustix::fs::open(folder, flags, Mode::empty()).map_err(|error| words(error.into()))?;
        let opened = File::from(opened);
        let found = opened.metadata().map_err(words)?;
        if found.uid() != rustix::process::geteuid().as_raw() {
            return Err("it belongs to another user".to_owned());
        }
        if found.mode() & 0o077 != 0 {
            opened.set_permissions(std::fs::Permissions::from_mode(0o700)).map_err(words)?;
        }
        let mut environment = Hash256::default();
        engine.precompile_compatibility_hash().hash(&mut environment);
        crate::runner::FORM.hash(&mut environment);
        let environment = environment.0.finalize().into();
        Ok(Self { folder: folder.to_owned(), opened, wait: LOCK, environment })
    }

    /// The module of this runner, from the cache, or compiled and cached.
    pub(crate) fn module(
        &self,
        engine: &Engine,
        runner: &RunnerDigest,
        compile: impl FnOnce() -> wasmtime::Result<Module>,
    ) -> wasmtime::Result<Module> {
        // Held while compiling, so that only one of several starting processes compiles.
        let _lock = match self.lock(runner) {
            Ok(lock) => lock,
            Err(error) => {
                let folder = self.folder.display();
                tracing::warn!(%error, %folder, "compiled code is neither used nor kept");
                return compile();
            }
        };
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

    fn name(&self, runner: &RunnerDigest) -> String {
        // Half of the environment's digest is enough to distinguish engines.
        format!("{}-{:.32}.{SUFFIX}", HEXLOWER.encode(runner.as_bytes()), HEXLOWER.encode(&self.environment))
    }

    fn path(&self, runner: &RunnerDigest) -> PathBuf {
        self.folder.join(self.name(runner))
    }

    /// Opens a regular file of this user in the folder. Does not follow links.
    fn open_file(&self, path: &Path, flags: OFlags) -> io::Result<File> {
        let Some(name) = path.file_name() else { return Err(io::ErrorKind::InvalidInput.into()) };
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.opened, name, flags, Mode::RUSR | Mode::WUSR)?);
        // Checks the open file, because its name may refer to another file by now.
        let found = file.metadata()?;
        if !found.is_file() || found.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a regular file of this user"));
        }
        Ok(file)
    }

    /// Waits for the lock, with a timeout.
    fn lock(&self, runner: &RunnerDigest) -> io::Result<File> {
        let path = self.path(runner).with_extension("lock");
        let file = self.open_file(&path, OFlags::WRONLY | OFlags::CREATE)?;
        let until = Instant::now() + self.wait;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "another process holds its lock"));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
            }
        }
    }

    /// The module in the cache, if it exists and can be trusted.
    fn load(&self, engine: &Engine, runner: &RunnerDigest) -> Option<Module> {
        let path = self.path(runner);
        let code = match self.open_file(&path, OFlags::RDONLY).and_then(read_cached_code) {
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
        // SAFETY: `read` has checked that only this user can write the file and its folder, and that the content
        // matches its digest. Only `store` writes there, and only output of `Module::serialize`. The bytes were
        // checked in memory and are loaded from memory, so they cannot change in between. wasmtime itself checks
        // version, target and settings.
        let module = unsafe { Module::deserialize(engine, &code) };
        module
            .inspect_err(|error| tracing::warn!(%error, path = %path.display(), "compiled code is not used"))
            .ok()
    }

    /// Writes a temporary file and renames it, so that no other process sees a partial file.
    fn store(&self, runner: &RunnerDigest, code: &[u8]) -> io::Result<()> {
        let path = self.path(runner);
        let beside = path.with_extension(format!("{}.tmp", std::process::id()));
        let (Some(name), Some(beside_name)) = (path.file_name(), beside.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        // Left by a killed process that had the same id.
        let _ = rustix::fs::unlinkat(&self.opened, beside_name, rustix::fs::AtFlags::empty());
        let mut file = self.open_file(&beside, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)?;
        file.write_all(MAGIC)?;
        file.write_all(&sha256(code))?;
        file.write_all(code)?;
        drop(file);
        Ok(rustix::fs::renameat(&self.opened, beside_name, &self.opened, name)?)
    }

    /// Deletes files that no engine has used for a long time. Failures are ignored.
    fn sweep(&self) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let ours = format!("-{:.32}.{SUFFIX}", HEXLOWER.encode(&self.environment));
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

/// Reads the code in a file that only this user can write, and checks it against its digest.
fn read_cached_code(mut file: File) -> io::Result<Vec<u8>> {
    let refuse = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidData, what));
    let found = file.metadata()?;
    if found.mode() & 0o077 != 0 {
        return refuse("other users can write it");
    }
    let mut content = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    file.read_to_end(&mut content)?;
    let Some((digest, code)) = content.strip_prefix(MAGIC).and_then(<[u8]>::split_first_chunk::<32>) else {
        return refuse("not compiled code");
    };
    if *digest != sha256(code) {
        return refuse("damaged");
    }
    // Skips the header of the file.
    let header = MAGIC.len() + digest.len();
    Ok(content.split_off(header))
}

/// Hashes into a stable digest. The standard hashers may change between versions.
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

        /// Gets the module; returns how often it was compiled so far.
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
    fn a_lock_that_is_not_given_back_is_waited_for_a_while_only() {
        let mut fixture = Fixture::new();
        fixture.cache.wait = Duration::from_millis(100);
        let held = fixture.cache.lock(&fixture.runner).unwrap();
        assert_eq!((fixture.ask(), fixture.ask()), (1, 2));
        assert!(!fixture.path().exists(), "nothing is written without the lock");
        drop(held);
        assert_eq!((fixture.ask(), fixture.ask()), (3, 3));
    }

    #[test]
    fn no_link_is_followed_and_no_pipe_is_waited_for() {
        use std::os::unix::fs::symlink;
        let fixture = Fixture::new();
        fixture.ask();
        let outside = fixture.folder.path().join("outside");
        // The code is a link to a file elsewhere.
        std::fs::rename(fixture.path(), &outside).unwrap();
        symlink(&outside, fixture.path()).unwrap();
        assert_eq!((fixture.ask(), fixture.ask()), (2, 2), "replaced by a file");
        // The lock is a link that would create a file elsewhere.
        let lock = fixture.path().with_extension("lock");
        std::fs::remove_file(&lock).unwrap();
        let planted = fixture.folder.path().join("planted");
        symlink(&planted, &lock).unwrap();
        assert_eq!((fixture.ask(), planted.exists()), (3, false));
        // Both are pipes.
        std::fs::remove_file(&lock).unwrap();
        std::fs::remove_file(fixture.path()).unwrap();
        for path in [&lock, &fixture.path()] {
            let kind = rustix::fs::FileType::Fifo;
            rustix::fs::mknodat(rustix::fs::CWD, path, kind, Mode::RUSR | Mode::WUSR, 0).unwrap();
        }
        assert_eq!(fixture.ask(), 4);
        // The folder is a link.
        let link = fixture.folder.path().join("link");
        symlink(fixture.folder.path().join("code"), &link).unwrap();
        let refused = Cache::open(&link, &fixture.engine).err().unwrap();
        assert!(refused.contains("is a link"), "{refused}");
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
        // These two, the recent one, and the lock.
        assert_eq!(left, 4);
    }
}
