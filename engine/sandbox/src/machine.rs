//! One guest: a wasm store, a memory copied from an image, and the runner's code.
//!
//! Everything that the guest returns is checked here: addresses, lengths, and how it stopped. The content of messages is not
//! known here.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use towpath_wire::{BREADCRUMB_BYTES, Limits};
use wasmtime::{Engine, Memory, Module, Store, Trap, TypedFunc, UpdateDeadline, Val};

use crate::entry::carry_call;
use crate::image::{Image, Template};
use crate::limits::{Guard, Meter};
use crate::pagemap::Pagemap;
use crate::queue::Place;
use crate::runner::StackPointer;
use crate::sandbox::Inner;
use crate::{Limit, SandboxError, StepError};

/// Maximum epochs of a call outside a fiber, which only allocates memory. Epochs also pass while the thread waits for a
/// processor, so the limit is far higher than needed: a busy machine must not look like an endless call.
const BLOCKING_EPOCHS: u64 = 1000;
/// Epochs between two yields.
const NEXT_EPOCHS: u64 = 1;

/// The entry points of a guest.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Entry {
    Load,
    Step,
}

/// One guest in its place.
pub(crate) struct Machine {
    // INVARIANT: dropped before the place, so that the pool has room for the next owner of the place.
    guest: Guest,
    image: Image,
    meter: Meter,
    message_bytes: usize,
    /// Whether an entry did not finish, so that the state of the memory is unknown.
    stopped: bool,
    /// Where the last message was written.
    written: usize,
    inner: Arc<Inner>,
    place: Place,
    /// Its place for the first entry, until that entry ends or becomes long.
    first: Option<Place>,
}

/// The runner's code in a store, with its memory.
pub(crate) struct Guest {
    pub(crate) store: Store<Guard>,
    pub(crate) code: wasmtime::Instance,
    pub(crate) memory: Memory,
}

impl Guest {
    /// Copies the memory and links it to the code. Runs no guest code: neither has a start function.
    pub(crate) fn open(
        engine: &Engine,
        guard: Guard,
        template: &Template,
        code: &Module,
    ) -> wasmtime::Result<Self> {
        let mut store = store_with_limits(engine, guard);
        let holder = template.instantiate.instantiate(&mut store)?;
        let memory =
            holder.get_module_export(&mut store, &template.memory).and_then(wasmtime::Extern::into_memory);
        let memory = memory.ok_or_else(|| wasmtime::Error::msg("the image has no memory"))?;
        let code = wasmtime::Instance::new(&mut store, code, &[memory.into()])?;
        Ok(Self { store, code, memory })
    }

    /// Makes it like a new one of this image. `false`: it is not, and must not be used again.
    fn restore(&mut self, image: &Image, pagemap: &Pagemap, written: usize, most: usize) -> bool {
        if let Some(StackPointer { export, top }) = &image.0.runner.exports.stack {
            let global = self.code.get_module_export(&mut self.store, export);
            let Some(global) = global.and_then(wasmtime::Extern::into_global) else { return false };
            if global.set(&mut self.store, Val::I32(top.cast_signed())).is_err() {
                return false;
            }
        }
        image.0.pristine.restore(self.memory.data_mut(&mut self.store), pagemap, written, most)
    }
}

/// A store with limits: the guard decides about memory, and epochs make it yield.
fn store_with_limits(engine: &Engine, guard: Guard) -> Store<Guard> {
    let mut store = Store::new(engine, guard);
    store.limiter(|guard| guard);
    store.epoch_deadline_callback(|context| {
        Ok(match context.data().blocking {
            true => UpdateDeadline::Interrupt,
            false => UpdateDeadline::Yield(NEXT_EPOCHS),
        })
    });
    store
}

/// Calls a function of the guest without a fiber. Only for functions that return at once.
pub(crate) fn call_now<P: wasmtime::WasmParams, R: wasmtime::WasmResults>(
    store: &mut Store<Guard>,
    function: &TypedFunc<P, R>,
    params: P,
) -> wasmtime::Result<R> {
    store.data_mut().blocking = true;
    store.set_epoch_deadline(BLOCKING_EPOCHS);
    let result = function.call(&mut *store, params);
    store.data_mut().blocking = false;
    result
}

impl Machine {
    /// A guest in `place`: one that was kept, or a new one.
    pub(crate) fn new(
        inner: Arc<Inner>,
        image: Image,
        limits: &Limits,
        place: Place,
    ) -> Result<Self, SandboxError> {
        let guard = Guard::new(limits, inner.config.memory_bytes);
        if image.memory_bytes() > guard.memory_bytes() {
            let (needs, limit) = (image.memory_bytes(), guard.memory_bytes());
            return Err(SandboxError::ImageTooLarge { needs, limit });
        }
        let guest = match inner.kept.take(&image.0.digest) {
            Some(mut guest) => {
                *guest.store.data_mut() = guard;
                guest
            }
            None => Guest::open(&inner.engine, guard, &image.0.template, &image.0.runner.code)
                .map_err(|error| SandboxError::Instantiate(format!("{error:#}")))?,
        };
        let (meter, message_bytes) = (Meter::new(limits), inner.config.message_bytes);
        let (stopped, written) = (false, 0);
        Ok(Self { guest, image, meter, message_bytes, stopped, written, inner, place, first: None })
    }

    /// Ends the use of the guest and keeps it for the next run of the image, if it can be restored.
    pub(crate) fn give_back(self) {
        let Self { mut guest, image, stopped, written, inner, place, .. } = self;
        let (digest, most) = (image.0.digest, inner.config.keep_resident);
        if let Some(pagemap) = inner.kept.pagemap()
            && !stopped
            && inner.kept.has_room(&digest)
            && guest.restore(&image, pagemap, written, most)
        {
            inner.kept.put(digest, guest, Instant::now());
        } else {
            drop(guest);
        }
        drop(place);
    }

    /// Sets its place for the first entry, held until that entry ends or becomes long.
    pub(crate) fn beginning(mut self, first: Place) -> Self {
        self.first = Some(first);
        self
    }

    /// Passes a message to the guest. Returns the range of the reply in the memory. After an error the guest is unusable.
    pub(crate) async fn call(&mut self, entry: Entry, message: &[u8]) -> Result<Range<usize>, StepError> {
        if std::mem::replace(&mut self.stopped, true) {
            return Err(StepError::Protocol("this instance was stopped before".to_owned()));
        }
        if self.meter.is_spent() {
            return Err(self.limit(Limit::Cpu));
        }
        let inner = Arc::clone(&self.inner);
        let _ticking = inner.ticker.enter();
        let written = self.write(message)?;
        let function = self.entry(entry)?;
        self.guest.store.set_epoch_deadline(inner.config.first_epochs);
        let call = function.call_async(&mut self.guest.store, written);
        let carried = carry_call(call, &mut self.meter, &inner.lanes, &mut self.place, &mut self.first).await;
        self.first = None;
        let answer = match carried {
            Some(Ok(packed)) => self.answer(packed)?,
            Some(Err(error)) => return Err(self.explain(&error)),
            None => return Err(self.limit(Limit::Cpu)),
        };
        self.stopped = false;
        Ok(answer)
    }

    /// Refuses every further call.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
    }

    /// The whole memory of the guest.
    pub(crate) fn memory(&self) -> &[u8] {
        self.guest.memory.data(&self.guest.store)
    }

    pub(crate) fn image(&self) -> &Image {
        &self.image
    }

    pub(crate) fn cpu_used(&self) -> Duration {
        self.meter.used()
    }

    pub(crate) fn set_cpu_used(&mut self, used: Duration) {
        self.meter.set(used);
    }

    /// The last place that the guest recorded.
    pub(crate) fn breadcrumb(&self) -> Option<String> {
        let start = self.image.0.runner.breadcrumb as usize;
        let (length, text) =
            self.memory().get(start..start.checked_add(BREADCRUMB_BYTES)?)?.split_first_chunk()?;
        let text = text.get(..usize::from(u16::from_le_bytes(*length)))?;
        let text: String = String::from_utf8_lossy(text).chars().filter(|c| !c.is_control()).collect();
        Some(text).filter(|text| !text.is_empty())
    }

    /// The error for a limit, with the current place of the guest.
    pub(crate) fn limit(&self, limit: Limit) -> StepError {
        StepError::Limit { limit, at: self.breadcrumb() }
    }

    /// Allocates memory in the guest and writes the message there.
    fn write(&mut self, message: &[u8]) -> Result<(u32, u32), StepError> {
        let Ok(length) = u32::try_from(message.len()) else { return Err(self.limit(Limit::Memory)) };
        let alloc =
            self.guest.code.get_module_export(&mut self.guest.store, &self.image.0.runner.exports.alloc);
        let alloc =
            alloc.and_then(wasmtime::Extern::into_func).and_then(|it| it.typed(&self.guest.store).ok());
        let Some(alloc) = alloc else { return Err(no_export("alloc")) };
        let address = self.meter.charge(|| call_now(&mut self.guest.store, &alloc, length));
        let address: u32 = address.map_err(|error| self.explain(&error))?;
        self.written = address as usize;
        match self.guest.memory.write(&mut self.guest.store, self.written, message) {
            Ok(()) => Ok((address, length)),
            Err(_) if self.guest.store.data().denied => Err(self.limit(Limit::Memory)),
            Err(_) => Err(StepError::Protocol("the place for a message is outside its memory".to_owned())),
        }
    }

    fn entry(&mut self, entry: Entry) -> Result<TypedFunc<(u32, u32), u64>, StepError> {
        let exports = &self.image.0.runner.exports;
        let (export, name) = match entry {
            Entry::Load => (exports.load, "load"),
            Entry::Step => (exports.step, "step"),
        };
        let function = self.guest.code.get_module_export(&mut self.guest.store, &export);
        let function =
            function.and_then(wasmtime::Extern::into_func).and_then(|it| it.typed(&self.guest.store).ok());
        function.ok_or_else(|| no_export(name))
    }

    /// Checks the address and length of the guest's reply.
    fn answer(&self, packed: u64) -> Result<Range<usize>, StepError> {
        let (start, length) = ((packed >> 32) as usize, (packed & u64::from(u32::MAX)) as usize);
        if length > self.message_bytes {
            let most = self.message_bytes;
            return Err(StepError::Protocol(format!("a reply of {length} bytes; the maximum is {most}")));
        }
        let range = start..start.saturating_add(length);
        match self.memory().get(range.clone()) {
            Some(_) => Ok(range),
            None => Err(StepError::Protocol("its reply is outside its memory".to_owned())),
        }
    }

    /// Maps a trap to an error.
    fn explain(&self, error: &wasmtime::Error) -> StepError {
        let limit = match error.downcast_ref::<Trap>() {
            Some(Trap::StackOverflow) => Limit::Depth,
            // A runner is safe code, so only an overflow of its stack in memory can cause this.
            Some(Trap::MemoryOutOfBounds) => Limit::Depth,
            // If the guest's allocator is refused memory, it aborts with `unreachable`.
            Some(Trap::UnreachableCodeReached) if self.guest.store.data().denied => Limit::Memory,
            Some(Trap::Interrupt) => Limit::Cpu,
            Some(trap) => return StepError::Trap { message: trap.to_string(), at: self.breadcrumb() },
            None => return StepError::Trap { message: format!("{error:#}"), at: self.breadcrumb() },
        };
        self.limit(limit)
    }
}

fn no_export(name: &str) -> StepError {
    StepError::Protocol(format!("it does not export `{name}`"))
}
