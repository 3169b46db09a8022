//! One SQLite database: connections that can only read and, where needed, connections that can write. A file that another
//! one took the place of is let go: its connections would read, for ever, what nobody else sees any more.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};

/// A database by the path of its file. Nothing is opened before it is used.
#[derive(Debug)]
pub(super) struct Database {
    path: PathBuf,
    writes: bool,
    timeout: Duration,
    open: Mutex<(Option<File>, Pools)>,
}

/// Which file stands at the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct File {
    device: u64,
    inode: u64,
}

/// The connections to one file.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// Opened read-only, so that no statement on it can change anything, whatever it says.
    pub(super) read: SqlitePool,
    /// There where some operation writes. SQLite has one writer at a time, so one connection is enough.
    pub(super) write: Option<SqlitePool>,
}

impl Database {
    pub(super) fn new(path: &Path, writes: bool, timeout: Duration) -> Self {
        let file = std::fs::metadata(path).ok().map(|found| File::of(&found));
        let open = Mutex::new((file, Pools::new(path, writes, timeout)));
        Self { path: path.to_owned(), writes, timeout, open }
    }

    /// The connections to the file that stands at the path now; those to another one are closed as soon as nobody uses
    /// them.
    pub(super) async fn pools(&self) -> Pools {
        // Looked at before anything is opened: a file that is replaced in between is found by the next call.
        let file = tokio::fs::metadata(&self.path).await.ok().map(|found| File::of(&found));
        let mut open = self.open.lock();
        if open.0 == file {
            return open.1.clone();
        }
        match (open.0, file) {
            (Some(_), Some(_)) => tracing::warn!(
                path = %self.path.display(),
                "the database file was replaced by another one, which is opened instead"
            ),
            (Some(_), None) => tracing::warn!(path = %self.path.display(), "the database file is gone"),
            (None, _) => tracing::info!(path = %self.path.display(), "the database file is there now"),
        }
        let pools = Pools::new(&self.path, self.writes, self.timeout);
        *open = (file, pools.clone());
        pools
    }
}

impl File {
    fn of(found: &std::fs::Metadata) -> Self {
        Self { device: found.dev(), inode: found.ino() }
    }
}

impl Pools {
    fn new(path: &Path, writes: bool, timeout: Duration) -> Self {
        let options =
            || SqliteConnectOptions::new().filename(path).create_if_missing(false).busy_timeout(timeout);
        let pool = |options: SqliteConnectOptions, most: u32| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(timeout)
                .idle_timeout(Duration::from_secs(60))
                .test_before_acquire(false)
                .connect_lazy_with(options)
        };
        let read = pool(options().read_only(true).pragma("query_only", "ON"), 4);
        let write = writes.then(|| pool(options(), 1));
        Self { read, write }
    }
}

/// Lets whatever runs on `connection` end itself at `end`: a dropped future alone would leave SQLite busy.
pub(super) async fn end_at(connection: &mut SqliteConnection, end: Instant) -> Result<(), sqlx::Error> {
    connection.lock_handle().await?.set_progress_handler(4096, move || Instant::now() < end);
    Ok(())
}
