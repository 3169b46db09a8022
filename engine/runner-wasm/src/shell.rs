//! The exports `alloc`, `load`, `step`, `breadcrumb` and `wire_version`. One memory holds one program and one
//! run.
//!
//! The host writes a message into the buffer that `alloc` returned. The export returns the address and length
//! of a JSON text (`address << 32 | length`), which is valid until the next call. Both sides validate the
//! numbers of the other side; the host copies the text.
#![expect(unsafe_code, reason = "exported symbols and the randomness hook cannot be written without it")]

use std::cell::RefCell;
use std::rc::Rc;

use towpath_runner::{Program, Run};
use towpath_wire as wire;

thread_local! {
    static SHELL: RefCell<Shell> = const { RefCell::new(Shell::new()) };
}

struct Shell {
    inbox: Vec<u8>,
    outbox: Vec<u8>,
    program: Option<Rc<Program>>,
    run: Option<Run>,
}

impl Shell {
    const fn new() -> Self {
        Self { inbox: Vec::new(), outbox: Vec::new(), program: None, run: None }
    }

    /// Reads the message in the inbox. The inbox is cleared but keeps its capacity, so that an image does not
    /// contain the source text.
    fn message<T: serde::de::DeserializeOwned>(&mut self, address: u32, length: u32) -> T {
        let inside = address as usize == self.inbox.as_ptr() as usize && length as usize == self.inbox.len();
        assert!(inside, "a message must be in the buffer of `alloc`");
        let message = serde_json::from_slice(&self.inbox).unwrap_or_else(|_| trap_on_broken_protocol());
        self.inbox = Vec::new();
        message
    }

    fn answer<T: serde::Serialize>(&mut self, message: &T) -> u64 {
        self.outbox.clear();
        if serde_json::to_writer(&mut self.outbox, message).is_err() {
            trap_on_broken_protocol();
        }
        ((self.outbox.as_ptr() as u64) << 32) | self.outbox.len() as u64
    }
}

/// The host broke the protocol. This traps, which ends only this sandbox.
fn trap_on_broken_protocol() -> ! {
    core::arch::wasm32::unreachable()
}

/// The version of the messages.
// SAFETY: no other symbol of this module has this name; the same holds for each export below.
#[unsafe(no_mangle)]
extern "C" fn wire_version() -> u32 {
    wire::VERSION
}

/// Allocates a buffer of `length` bytes for the next message.
#[unsafe(no_mangle)]
extern "C" fn alloc(length: u32) -> u32 {
    SHELL.with_borrow_mut(|shell| {
        shell.inbox = vec![0; length as usize];
        shell.inbox.as_mut_ptr() as u32
    })
}

/// Takes a [`wire::Load`] and returns a [`wire::LoadReport`]. The program, if any, is kept.
#[unsafe(no_mangle)]
extern "C" fn load(address: u32, length: u32) -> u64 {
    SHELL.with_borrow_mut(|shell| {
        let request: wire::Load = shell.message(address, length);
        shell.run = None;
        let (report, program) = towpath_runner::load(&request);
        shell.program = program.map(Rc::new);
        shell.answer(&report)
    })
}

/// Takes a [`wire::Step`] and returns a [`wire::Reply`]. The first step in a memory starts its run.
#[unsafe(no_mangle)]
extern "C" fn step(address: u32, length: u32) -> u64 {
    SHELL.with_borrow_mut(|shell| {
        let step: wire::Step = shell.message(address, length);
        let mut run = match (shell.run.take(), &shell.program) {
            (Some(run), _) => run,
            (None, Some(program)) => Run::new(Rc::clone(program)),
            (None, None) => trap_on_broken_protocol(),
        };
        let reply = run.step(step);
        shell.run = Some(run);
        shell.answer(&reply)
    })
}

/// The address of the breadcrumb: a little-endian 16-bit length, then that many bytes of UTF-8.
#[unsafe(no_mangle)]
extern "C" fn breadcrumb() -> u32 {
    towpath_runner::breadcrumb::address() as u32
}

/// The sandbox has no randomness. Hash maps in dependencies request it once. Their iteration order affects no
/// output, and the constant makes every run and every image deterministic.
///
/// # Safety
/// As documented for custom backends of `getrandom`: `dest` is valid for `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(dest: *mut u8, len: usize) -> Result<(), getrandom::Error> {
    // SAFETY: `getrandom` passes a buffer of `len` bytes that it owns.
    unsafe { core::ptr::write_bytes(dest, 0x5a, len) };
    Ok(())
}
