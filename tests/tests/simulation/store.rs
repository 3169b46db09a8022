//! The store of one life: it takes time, answers in any order, fails, and loses its power. What it wrote is on the disk.
//!
//! A failure leaves nothing, or leaves the commit there without saying so: the contract of a store allows both.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use towpath_journal::{
    Blobs, Claim, Commit, Digest, Document, Documents, Entry, Forgets, HeadFilter, Heads, Journal, Put,
    RunHead, RunId, StoreError,
};
use towpath_tests::Random;

use crate::choices::Rates;
use crate::clock::pause;
use crate::disk::Write;
use crate::planted::{self, Plant};
use crate::power::Power;
use crate::world::World;

/// See the file. Clones are one store.
#[derive(Clone)]
pub(crate) struct SimulatedStore {
    world: Arc<World>,
    power: Arc<Power>,
    rates: Rates,
}

/// What becomes of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Works,
    /// There is no room.
    Full,
    /// It fails, and nothing of it is there.
    Lost,
    /// It fails, and it is there.
    Kept,
}

fn failed() -> StoreError {
    StoreError::Io("the simulated disk failed".to_owned())
}

impl SimulatedStore {
    pub(crate) fn new(world: Arc<World>, power: Arc<Power>, rates: Rates) -> Self {
        Self { world, power, rates }
    }

    async fn begins(&self, what: &str) -> Random {
        self.power.takes_one().await;
        let before = self.world.disk.begins(what);
        let name = format!("{what} #{before}");
        let now = self.world.now();
        self.world.past.with(|facts| facts.operations.push((now, name.clone())));
        self.world.seed.stream(&name)
    }

    /// A read takes its time, and may fail.
    async fn reads(&self, what: &str) -> Result<(), StoreError> {
        let mut random = self.begins(what).await;
        let fails = random.chance(self.rates.failing / 4);
        // Most reads are answered from memory.
        if random.chance(300) {
            pause(self.rates.delay(&mut random)).await;
        }
        self.power.holds().await;
        if fails { Err(failed()) } else { Ok(()) }
    }

    fn fate(&self, random: &mut Random) -> Fate {
        match random.chance(self.rates.failing) {
            false => Fate::Works,
            true => [Fate::Full, Fate::Lost, Fate::Kept][random.below(3)],
        }
    }

    /// A write goes on when its caller is gone, as it does in a thread that writes.
    async fn writes(&self, what: &str, write: Write) -> Result<Vec<u64>, StoreError> {
        let mut random = self.begins(what).await;
        let fate = self.fate(&mut random);
        let (before, after) = (self.rates.delay(&mut random), self.rates.delay(&mut random));
        let this = self.clone();
        let writing = tokio::spawn(async move {
            pause(before).await;
            this.power.holds().await;
            let written = match fate {
                Fate::Full => Err(StoreError::Full("the simulated disk is full".to_owned())),
                Fate::Lost => Err(failed()),
                Fate::Works | Fate::Kept => this.written(write, &mut random),
            };
            pause(after).await;
            this.power.holds().await;
            match fate {
                Fate::Kept => written.and(Err(failed())),
                _ => written,
            }
        });
        writing.await.unwrap_or(Err(StoreError::Closed))
    }

    /// The write is there, and durable unless the planted bug says so.
    fn written(&self, write: Write, random: &mut Random) -> Result<Vec<u64>, StoreError> {
        let Some(write) = planted::written(&self.world, write) else { return Ok(Vec::new()) };
        let records = match &write {
            Write::Commit(commit) => Some((commit.head.run, commit.first..commit.head.length)),
            Write::Put(_) | Write::Blob(_) => None,
        };
        let late = records.is_some() && self.world.has(Plant::AcknowledgedBeforeSync);
        let (number, revisions) = self.world.disk.write(write, !late)?;
        let (world, power) = (Arc::clone(&self.world), Arc::clone(&self.power));
        let durable = move || {
            world.disk.sync(number);
            if let Some((run, indexes)) = records {
                let now = world.now();
                world.past.with(|facts| {
                    let moment = facts.moment(now);
                    facts.durable.extend(indexes.map(|index| ((run, index), moment)));
                });
            }
        };
        if late {
            let delay = Rates { slow: 500, ..self.rates }.delay(random);
            tokio::spawn(async move {
                pause(delay).await;
                power.holds().await;
                durable();
            });
        } else {
            durable();
        }
        Ok(revisions)
    }
}

#[async_trait]
impl Journal for SimulatedStore {
    async fn append(&self, commit: Commit) -> Result<(), StoreError> {
        let what = format!("append {} {} {}", commit.head.run, commit.first, commit.head.term);
        self.writes(&what, Write::Commit(Box::new(commit))).await.map(drop)
    }

    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        self.reads(&format!("read {run}")).await?;
        let entries = self.world.disk.store().read(run, from).await?;
        Ok(planted::read(&self.world, run, entries))
    }
}

#[async_trait]
impl Heads for SimulatedStore {
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError> {
        self.reads(&format!("head {run}")).await?;
        let head = self.world.disk.store().head(run).await?;
        Ok(head.map(|head| planted::head(&self.world, head)))
    }

    async fn awake(&self) -> Result<Vec<RunHead>, StoreError> {
        self.reads("awake").await?;
        self.world.disk.store().awake().await
    }

    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        self.reads("asleep").await?;
        self.world.disk.store().asleep(after, limit).await
    }

    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        self.reads("unfinished").await?;
        self.world.disk.store().unfinished().await
    }

    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        self.reads("heads").await?;
        self.world.disk.store().heads(filter).await
    }

    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        self.reads(&format!("claimed {key}")).await?;
        self.world.disk.store().claimed(key).await
    }
}

#[async_trait]
impl Documents for SimulatedStore {
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError> {
        self.reads(&format!("get {collection} {key}")).await?;
        self.world.disk.store().get(collection, key).await
    }

    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError> {
        self.reads(&format!("list {collection}")).await?;
        self.world.disk.store().list(collection, prefix).await
    }

    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError> {
        let keys: Vec<String> =
            changes.iter().map(|change| format!("{}/{}", change.collection, change.key)).collect();
        let count = changes.len();
        let mut revisions = self.writes(&format!("put {}", keys.join(" ")), Write::Put(changes)).await?;
        // A planted bug may have left documents out.
        revisions.resize(count, 1);
        Ok(revisions)
    }
}

#[async_trait]
impl Forgets for SimulatedStore {
    /// Nothing is forgotten in a simulation.
    async fn forget(&self, _: Vec<RunId>) -> Result<Vec<RunId>, StoreError> {
        Err(failed())
    }
}

#[async_trait]
impl Blobs for SimulatedStore {
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError> {
        let digest = match self.world.known_blob(&content) {
            Some(known) => return Ok(known),
            None => Digest::of(&content),
        };
        self.writes(&format!("blob {digest}"), Write::Blob(content)).await?;
        Ok(digest)
    }

    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        self.reads(&format!("blob {digest}")).await?;
        self.world.disk.store().blob(digest).await
    }
}
