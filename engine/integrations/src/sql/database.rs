//! One SQLite database, with read-only connections and, if needed, a connection that can write. When the file at the path
//! is replaced, the connections to the old file are closed: they would read outdated data forever.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};

/// A database at a path. It is opened when first used.
#[derive(Debug)]
pub(super) struct Database {
    path: PathBuf,
    writes: bool,
    timeout: Duration,
    open: Mutex<(Option<File>, Pools)>,
}

/// Identifies the file at the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct File {
    device: u64,
    inode: u64,
}

/// The connections to one file.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// Opened read-only, so that no statement can change anything.
    pub(super) read: SqlitePool,
    /// Present if some operation writes. SQLite allows one writer at a time, so it has one connection.
    pub(super) write: Option<SqlitePool>,
}

impl Database {
    pub(super) fn new(path: &Path, writes: bool, timeout: Duration) -> Self {
        let file = std::fs::metadata(path).ok().map(|found| File::of(&found));
        let open = Mutex::new((file, Pools::new(path, writes, timeout)));
        Self { path: path.to_owned(), writes, timeout, open }
    }

    /// The connections to the file that is at the path now. Connections to another file are closed when they are no longer
    /// used.
    pub(super) async fn pools(&self) -> Pools {
        // Read before anything is opened. If the file is replaced in between, the next call notices it.
        let file = tokio::fs::metadata(&self.path).await.ok().map(|found| File::of(&found));
        let mut open = self.open.lock();
        if open.0 == file {
            return open.1.clone();
        }
        match (open.0, file) {
            (Some(_), Some(_)) => tracing::warn!(
                path = %self.path.display(),
                "the database file was replaced; the new file is opened"
            ),
            (Some(_), None) => tracing::warn!(path = %self.path.display(), "the database file is missing"),
            (None, _) => tracing::info!(path = %self.path.display(), "the database file exists now"),
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

/// Makes statements on `connection` stop at `end`. Dropping the future alone would leave SQLite busy.
pub(super) async fn end_at(connection: &mut SqliteConnection, end: Instant) -> Result<(), sqlx::Error> {
    connection.lock_handle().await?.set_progress_handler(4096, move || Instant::now() < end);
    Ok(())
}
