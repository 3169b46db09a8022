//! One SQLite database: connections that can only read and, where needed, connections that can write.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};

/// The pools of one database. Nothing is opened before it is used.
#[derive(Debug, Clone)]
pub(super) struct Database {
    /// Opened read-only, so that no statement on it can change anything, whatever it says.
    pub(super) read: SqlitePool,
    /// There where some operation writes. SQLite has one writer at a time, so one connection is enough.
    pub(super) write: Option<SqlitePool>,
}

impl Database {
    pub(super) fn new(path: &Path, writes: bool, timeout: Duration) -> Self {
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
