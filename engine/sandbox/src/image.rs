//! Images: a memory as a wasm module without code. Writes images, and checks images from a store.
//!
//! An image has one memory, its non-zero pages as data segments, and the digest of its runner. It has no function, so
//! instantiating it runs no code.

use std::sync::Arc;

use wasm_encoder::{
    ConstExpr, CustomSection, DataSection, Encode, ExportKind, ExportSection, MemorySection, Module,
};
use wasmparser::{Parser, Payload};
use wasmtime::{Engine, InstancePre, Linker, ModuleExport};

use crate::limits::Guard;
use crate::pristine::Pristine;
use crate::runner::{MemoryShape, Runner};
use crate::{ImageDigest, RunnerDigest, SandboxError};

/// Bytes of a wasm page.
pub(crate) const WASM_PAGE: u64 = 64 << 10;
/// The unit in which zeros are omitted: the page size of the host.
const PAGE: usize = 4096;
const ZEROES: [u8; PAGE] = [0; PAGE];
/// The export name of an image's memory.
const MEMORY: &str = "memory";
/// The custom section with the runner's digest. Another layout of images gets another name.
const SECTION: &str = "towpath-image-1";

/// An image that is ready to be instantiated. Cheap to clone. It stays usable while it is held, even if the cache drops it.
#[derive(Clone)]
pub struct Image(pub(crate) Arc<Ready>);

pub(crate) struct Ready {
    pub(crate) runner: Arc<Runner>,
    pub(crate) digest: ImageDigest,
    pub(crate) memory_bytes: u64,
    /// Bytes that it takes in the cache: its own, and those of the memory that instances are copied from.
    pub(crate) cost: u64,
    pub(crate) template: Template,
    pub(crate) pristine: Pristine,
}

/// A compiled image, from which memories are copied.
pub(crate) struct Template {
    pub(crate) memory: ModuleExport,
    pub(crate) instantiate: InstancePre<Guard>,
}

impl Template {
    pub(crate) fn compile(engine: &Engine, bytes: &[u8]) -> Result<Self, SandboxError> {
        let wrong = |error: wasmtime::Error| SandboxError::Image(format!("{error:#}"));
        let module = wasmtime::Module::from_binary(engine, bytes).map_err(wrong)?;
        let Some(memory) = module.get_export_index(MEMORY) else {
            return Err(SandboxError::Image("it exports no memory".to_owned()));
        };
        let instantiate = Linker::new(engine).instantiate_pre(&module).map_err(wrong)?;
        // Done now, so that the first instance does not wait for it.
        module.initialize_copy_on_write_image().map_err(wrong)?;
        Ok(Self { memory, instantiate })
    }
}

impl Image {
    /// Its runner.
    pub fn runner(&self) -> RunnerDigest {
        self.0.runner.digest
    }

    /// The digest of its bytes.
    pub fn digest(&self) -> ImageDigest {
        self.0.digest
    }

    /// Bytes of memory of a new instance, including zeros. A run needs at least this much.
    pub fn memory_bytes(&self) -> u64 {
        self.0.memory_bytes
    }

    /// Bytes that it takes in the cache.
    pub(crate) fn cost(&self) -> u64 {
        self.0.cost
    }

    /// Compiles image bytes. Refuses bytes that are not an image of this runner.
    pub(crate) fn ready(
        engine: &Engine,
        runner: Arc<Runner>,
        digest: ImageDigest,
        bytes: &[u8],
    ) -> Result<Self, SandboxError> {
        let memory_bytes = check_image(bytes, &runner)?;
        let template = Template::compile(engine, bytes)?;
        let pristine = Pristine::of(bytes, memory_bytes)?;
        // Its own bytes are held twice: mapped, and to restore memories.
        let cost = 2 * bytes.len() as u64 + memory_bytes;
        Ok(Self(Arc::new(Ready { runner, digest, memory_bytes, cost, template, pristine })))
    }
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Image").field("runner", &self.runner()).field("digest", &self.digest()).finish()
    }
}

/// Writes the memory of a runner as an image. Memory below `shape.dead` is stack that will not be read again.
pub(crate) fn snapshot_memory(runner: &RunnerDigest, shape: &MemoryShape, memory: &[u8]) -> Vec<u8> {
    let mut data = DataSection::new();
    let mut start = shape.dead / PAGE * PAGE;
    while start < memory.len() {
        let end = end_of_run(memory, start, |page| page != &ZEROES[..page.len()]);
        if end > start {
            // If the stack ends inside the page, the part below is skipped.
            let begin = start.max(shape.dead);
            segment(&mut data, begin, &memory[begin..end]);
        }
        start = end_of_run(memory, end, |page| page == &ZEROES[..page.len()]);
    }
    write(runner, shape, memory.len() as u64 / WASM_PAGE, &data)
}

/// The image that every load starts from: only the runner's own data.
pub(crate) fn initial_image(runner: &RunnerDigest, shape: &MemoryShape, data: &[(u32, &[u8])]) -> Vec<u8> {
    let mut section = DataSection::new();
    for (offset, bytes) in data {
        segment(&mut section, *offset as usize, bytes);
    }
    write(runner, shape, shape.minimum, &section)
}

/// The end of the sequence of equal pages (zero or non-zero) that begins at `start`.
fn end_of_run(memory: &[u8], start: usize, alike: impl Fn(&[u8]) -> bool) -> usize {
    let pages = memory.get(start..).unwrap_or_default().chunks(PAGE).take_while(|page| alike(page));
    start + pages.map(<[u8]>::len).sum::<usize>()
}

fn segment(data: &mut DataSection, offset: usize, bytes: &[u8]) {
    let mut segment = Vec::with_capacity(bytes.len() + 16);
    // An active segment of memory 0.
    segment.push(0);
    // INVARIANT: memories have at most 4 GiB, and wasm addresses are unsigned.
    ConstExpr::i32_const(offset as u32 as i32).encode(&mut segment);
    bytes.len().encode(&mut segment);
    segment.extend_from_slice(bytes);
    data.raw(&segment);
}

fn write(runner: &RunnerDigest, shape: &MemoryShape, pages: u64, data: &DataSection) -> Vec<u8> {
    let mut memories = MemorySection::new();
    memories.memory(wasm_encoder::MemoryType {
        minimum: pages,
        maximum: shape.maximum,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export(MEMORY, ExportKind::Memory, 0);
    let mut module = Module::new();
    module
        .section(&memories)
        .section(&exports)
        .section(data)
        .section(&CustomSection { name: SECTION.into(), data: runner.as_bytes().into() });
    module.finish()
}

/// Checks that the bytes are an image of this runner. Returns the size of its memory in bytes.
fn check_image(bytes: &[u8], runner: &Runner) -> Result<u64, SandboxError> {
    let wrong = |what: String| Err(SandboxError::Image(what));
    let (mut memory, mut owner) = (None, None);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload {
            Ok(
                Payload::Version { .. }
                | Payload::ExportSection(_)
                | Payload::DataSection(_)
                | Payload::End(_),
            ) => {}
            Ok(Payload::MemorySection(memories)) => {
                memory = memories.into_iter().next().and_then(Result::ok);
            }
            Ok(Payload::CustomSection(section)) if section.name() == SECTION => owner = Some(section.data()),
            Ok(_) => return wrong("it contains more than a memory".to_owned()),
            Err(error) => {
                return wrong(format!("it cannot be read at byte {}: {}", error.offset(), error.message()));
            }
        }
    }
    match owner {
        Some(owner) if owner == runner.digest.as_bytes() => {}
        Some(_) => return wrong("it belongs to another runner".to_owned()),
        None => return wrong("it does not name its runner".to_owned()),
    }
    match memory {
        Some(memory) if memory.initial >= runner.shape.minimum && memory.maximum == runner.shape.maximum => {
            Ok(memory.initial * WASM_PAGE)
        }
        _ => wrong("its memory does not fit the runner".to_owned()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SHAPE: MemoryShape = MemoryShape { minimum: 1, maximum: None, dead: 0 };

    /// The data segments of an image.
    fn segments(image: &[u8]) -> Vec<(u32, Vec<u8>)> {
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(image) {
            if let Payload::DataSection(data) = payload.unwrap() {
                found.extend(data.into_iter().map(|data| {
                    let (offset, bytes) = crate::runner::active_segment(&data.unwrap()).unwrap();
                    (offset, bytes.to_vec())
                }));
            }
        }
        found
    }

    fn snapshot_of(shape: &MemoryShape, memory: &[u8]) -> Vec<u8> {
        let image = snapshot_memory(&RunnerDigest([7; 32]), shape, memory);
        wasmparser::validate(&image).unwrap();
        image
    }

    #[test]
    fn only_pages_that_are_not_zero_are_written() {
        let mut memory = vec![0; 128 << 10];
        memory[PAGE + 3] = 1;
        memory[2 * PAGE] = 2;
        memory[(128 << 10) - 1] = 3;
        let image = snapshot_of(&SHAPE, &memory);
        assert!(image.len() < 4 * PAGE);
        let mut again = vec![0; 128 << 10];
        let found = segments(&image);
        assert_eq!(
            found.iter().map(|(offset, bytes)| (*offset as usize, bytes.len())).collect::<Vec<_>>(),
            [(PAGE, 2 * PAGE), ((128 << 10) - PAGE, PAGE),]
        );
        for (offset, bytes) in found {
            again[offset as usize..][..bytes.len()].copy_from_slice(&bytes);
        }
        assert!(again == memory);
    }

    #[test]
    fn an_empty_memory_has_no_segments() {
        assert!(segments(&snapshot_of(&SHAPE, &vec![0; 64 << 10])).is_empty());
    }

    #[test]
    fn dead_stack_is_left_out_even_in_the_middle_of_a_page() {
        let shape = MemoryShape { dead: PAGE + 16, ..SHAPE };
        let memory = vec![1; 64 << 10];
        assert_eq!(
            segments(&snapshot_of(&shape, &memory)),
            [(PAGE as u32 + 16, memory[PAGE + 16..].to_vec())]
        );
    }
}
