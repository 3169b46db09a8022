//! A simulated disk in memory. At a power loss it loses data that was not synced: writes sector by sector, lengths and names
//! one by one. A failed sync leaves pages that look clean but are not on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use parking_lot::Mutex;

use super::dice::Dice;
use crate::disk::{Disk, DiskFile};

const SECTOR: usize = 512;

/// Clones are the same disk.
#[derive(Clone)]
pub(super) struct SimDisk(Arc<Mutex<State>>);

struct State {
    dice: Dice,
    folders: BTreeSet<String>,
    durable_folders: BTreeSet<String>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    pending_names: Vec<NameChange>,
    files: Vec<SimFile>,
    operations: u64,
    plan: Fault,
}

/// Which operations fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// None.
    Work,
    /// Operations `from..until`.
    Fail { from: u64, until: u64, kind: io::ErrorKind },
    /// All operations from `from` on: the power is off.
    PowerOff { from: u64 },
}

#[derive(Clone)]
enum NameChange {
    Folder(String),
    Add(String, usize),
    Remove(String),
    Rename(String, String),
}

#[derive(Clone, Default)]
struct SimFile {
    now: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(offset, bytes) => {
                let end = offset + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*offset..end].copy_from_slice(bytes);
            }
            Self::Length(len) => content.resize(*len, 0),
        }
    }

    /// Applies some sectors of a write, maybe with its full length.
    fn tear(&self, content: &mut Vec<u8>, dice: &mut Dice) {
        let Self::Write(offset, bytes) = self else {
            if dice.once_in(2) {
                self.apply(content);
            }
            return;
        };
        let mut start = 0;
        while start < bytes.len() {
            let end = ((offset + start) / SECTOR * SECTOR + SECTOR - offset).min(bytes.len());
            if dice.once_in(2) {
                Self::Write(offset + start, bytes[start..end].to_vec()).apply(content);
            }
            start = end;
        }
        if dice.once_in(2) && content.len() < offset + bytes.len() {
            content.resize(offset + bytes.len(), 0);
        }
    }
}

/// The folder that `name` is in.
fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl NameChange {
    fn folder(&self) -> &str {
        match self {
            Self::Folder(name) | Self::Add(name, _) | Self::Remove(name) | Self::Rename(_, name) => {
                parent(name)
            }
        }
    }

    fn apply(&self, folders: &mut BTreeSet<String>, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Folder(name) => {
                folders.insert(name.clone());
            }
            Self::Add(name, file) => {
                names.insert(name.clone(), *file);
            }
            Self::Remove(name) => {
                names.remove(name);
            }
            Self::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

impl SimDisk {
    /// An empty disk.
    pub(super) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            dice: Dice::new(seed),
            folders: BTreeSet::new(),
            durable_folders: BTreeSet::new(),
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            pending_names: Vec::new(),
            files: Vec::new(),
            operations: 0,
            plan: Fault::Work,
        })))
    }

    /// Sets which operations fail from now on, and restarts counting.
    pub(super) fn plan(&self, plan: Fault) {
        let mut state = self.0.lock();
        state.operations = 0;
        state.plan = plan;
    }

    /// Whether the fault has occurred.
    pub(super) fn has_failed(&self) -> bool {
        let state = self.0.lock();
        match state.plan {
            Fault::Work => false,
            Fault::Fail { from, .. } | Fault::PowerOff { from } => state.operations > from,
        }
    }

    /// Simulates a power loss. Returns the disk after it; this one stays off.
    pub(super) fn pull_the_plug(&self) -> Self {
        let mut state = self.0.lock();
        state.plan = Fault::PowerOff { from: 0 };
        let mut dice = state.dice.clone();
        // Sometimes none of the pending writes survive, sometimes all, mostly some.
        let mode = dice.below(6);
        let mut folders = state.durable_folders.clone();
        let mut names = state.durable_names.clone();
        for change in &state.pending_names {
            if mode != 0 && (mode == 1 || dice.once_in(2)) {
                change.apply(&mut folders, &mut names);
            }
        }
        names.retain(|name, _| folders.contains(parent(name)));
        let files = state.files.iter().map(|file| {
            let mut content = file.durable.clone();
            for change in &file.pending {
                match mode {
                    0 => {}
                    1 => change.apply(&mut content),
                    _ => change.tear(&mut content, &mut dice),
                }
            }
            SimFile { now: content.clone(), durable: content, pending: Vec::new() }
        });
        Self(Arc::new(Mutex::new(State {
            folders: folders.clone(),
            durable_folders: folders,
            names: names.clone(),
            durable_names: names,
            pending_names: Vec::new(),
            files: files.collect(),
            operations: 0,
            plan: Fault::Work,
            dice,
        })))
    }

    /// The files under `folder`, with what they hold.
    pub(super) fn contents(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let state = self.0.lock();
        let under = state.names.iter().filter(|(name, _)| name.starts_with(folder));
        under.map(|(name, file)| (name.clone(), state.files[*file].now.clone())).collect()
    }

    /// Changes a file durably, outside the store.
    pub(super) fn tamper(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.0.lock();
        let file = state.names[name];
        let file = &mut state.files[file];
        change(&mut file.now);
        file.durable = file.now.clone();
        file.pending.clear();
    }

    /// Removes a file durably, outside the store.
    pub(super) fn take_away(&self, name: &str) {
        let mut state = self.0.lock();
        state.names.remove(name);
        state.durable_names.remove(name);
    }
}

impl State {
    /// Counts an operation. `Err` if this one fails.
    fn operate(&mut self, needs_room: bool) -> io::Result<()> {
        let number = self.operations;
        self.operations += 1;
        match self.plan {
            Fault::Fail { from, until, kind } if (from..until).contains(&number) => {
                if kind == io::ErrorKind::StorageFull && !needs_room {
                    return Ok(());
                }
                Err(kind.into())
            }
            Fault::PowerOff { from } if number >= from => Err(io::Error::other("the power is off")),
            _ => Ok(()),
        }
    }

    fn file(&mut self, name: &str) -> io::Result<usize> {
        self.names.get(name).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn change_names(&mut self, change: NameChange) {
        change.apply(&mut self.folders, &mut self.names);
        self.pending_names.push(change);
    }
}

struct OpenFile {
    disk: SimDisk,
    file: usize,
}

impl Disk for SimDisk {
    fn create_folder(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.operate(true)?;
        if !state.folders.contains(name) {
            state.change_names(NameChange::Folder(name.to_owned()));
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut state = self.0.lock();
        state.operate(false)?;
        let within = |name: &&String| parent(name) == folder;
        let names = state.names.keys().chain(&state.folders).filter(within);
        Ok(names.filter_map(|name| name.rsplit('/').next().map(str::to_owned)).collect())
    }

    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut state = self.0.lock();
        state.operate(true)?;
        if state.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if !state.folders.contains(parent(name)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = state.files.len();
        state.files.push(SimFile::default());
        state.change_names(NameChange::Add(name.to_owned(), file));
        Ok(Arc::new(OpenFile { disk: self.clone(), file }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut state = self.0.lock();
        state.operate(false)?;
        let file = state.file(name)?;
        Ok(Arc::new(OpenFile { disk: self.clone(), file }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.operate(true)?;
        state.file(from)?;
        state.change_names(NameChange::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.operate(false)?;
        state.file(name)?;
        state.change_names(NameChange::Remove(name.to_owned()));
        Ok(())
    }

    fn sync_folder(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.operate(true)?;
        let (now, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut state.pending_names).into_iter().partition(|change| change.folder() == name);
        let State { durable_folders, durable_names, .. } = &mut *state;
        for change in now {
            // A rename from another folder also moves changes that were pending there.
            let pending = later.iter().rev().find_map(|earlier| match (earlier, &change) {
                (NameChange::Add(name, file), NameChange::Rename(from, to)) if name == from => {
                    Some((to, *file))
                }
                _ => None,
            });
            match pending {
                Some((to, file)) => drop(durable_names.insert(to.clone(), file)),
                None => change.apply(durable_folders, durable_names),
            }
        }
        state.pending_names = later;
        Ok(())
    }
}

impl DiskFile for OpenFile {
    fn len(&self) -> io::Result<u64> {
        let mut state = self.disk.0.lock();
        state.operate(false)?;
        Ok(state.files[self.file].now.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut state = self.disk.0.lock();
        state.operate(false)?;
        let rest = state.files[self.file].now.get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut state = self.disk.0.lock();
        let failed = state.operate(true);
        // A write may be partial, whether it fails or not.
        let count = match &failed {
            Err(_) => state.dice.below(bytes.len() as u64 + 1) as usize,
            Ok(()) if state.dice.once_in(8) => 1 + state.dice.below(bytes.len() as u64) as usize,
            Ok(()) => bytes.len(),
        };
        let count = count.min(bytes.len());
        let change = Change::Write(offset as usize, bytes[..count].to_vec());
        let file = &mut state.files[self.file];
        change.apply(&mut file.now);
        file.pending.push(change);
        failed.map(|()| count)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.disk.0.lock();
        state.operate(false)?;
        let change = Change::Length(len as usize);
        let file = &mut state.files[self.file];
        change.apply(&mut file.now);
        file.pending.push(change);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.0.lock();
        let result = state.operate(true);
        let State { dice, files, plan, .. } = &mut *state;
        let file = &mut files[self.file];
        match result {
            Ok(()) => {
                for change in file.pending.drain(..) {
                    change.apply(&mut file.durable);
                }
                Ok(())
            }
            Err(error) => {
                if !matches!(plan, Fault::PowerOff { .. }) {
                    // Some of it reached the disk, but the system assumes that all did.
                    for change in file.pending.drain(..) {
                        change.tear(&mut file.durable, dice);
                    }
                    if dice.once_in(2) {
                        file.now = file.durable.clone();
                    }
                }
                Err(error)
            }
        }
    }
}
