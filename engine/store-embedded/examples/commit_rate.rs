//! Prints how many small commits a second the embedded store makes durable, with 1 and with 32 callers.
//!
//! `cargo run --release --example commit_rate -- [FOLDER]`: the folder decides which disk is measured.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a measurement for the terminal")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use towpath_journal::suite::given;
use towpath_journal::{Heads as _, Journal as _, RunHead, Status};
use towpath_store_embedded::{EmbeddedStore, Options};

const SECONDS: u64 = 4;
const RECORD: usize = 700;

#[tokio::main]
async fn main() {
    let chosen = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(chosen).expect("a folder for the store");
    let store = EmbeddedStore::open(folder.path(), Options::default()).expect("the store opens");
    let store = Arc::new(store);
    let mut next = 0;
    for callers in [1, 32] {
        next += 100_000_000;
        let (commits, worst) = measure(&store, callers, next).await;
        let rate = commits / SECONDS;
        println!("{callers:>3} callers: {rate:>7} commits/s, slowest {:.1} ms", worst.as_secs_f64() * 1e3);
    }
    let closing = Instant::now();
    drop(store);
    println!("closed in {:.0} ms", closing.elapsed().as_secs_f64() * 1e3);
    let opening = Instant::now();
    let store = EmbeddedStore::open(folder.path(), Options::default()).expect("the store opens again");
    println!("opened in {:.0} ms", opening.elapsed().as_secs_f64() * 1e3);
    assert!(store.head(given::run(next)).await.expect("the head is read").is_some());
}

/// Every caller starts and ends one run after the other, each with one commit of two records.
async fn measure(store: &Arc<EmbeddedStore>, callers: u64, base: u64) -> (u64, Duration) {
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let record = given::bytes(1, RECORD);
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let (store, record) = (Arc::clone(store), record.clone());
            tokio::spawn(async move {
                let (mut commits, mut worst) = (0, Duration::ZERO);
                while Instant::now() < until {
                    let run = given::run(base + commits * callers + caller);
                    let mut commit =
                        given::start(RunHead { status: Status::Completed, ..given::head(run, 0) });
                    commit.records = vec![record.clone(), record.clone()];
                    commit.head.length = 2;
                    let began = Instant::now();
                    store.append(commit).await.expect("the commit is taken");
                    worst = worst.max(began.elapsed());
                    commits += 1;
                }
                (commits, worst)
            })
        })
        .collect();
    let (mut commits, mut worst) = (0, Duration::ZERO);
    for task in tasks {
        let (some, slowest) = task.await.expect("the caller ends");
        commits += some;
        worst = worst.max(slowest);
    }
    (commits, worst)
}
