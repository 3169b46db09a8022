//! A hand-written runner that does what the first letter of its message says, including everything a real one never does.

use std::path::PathBuf;

use towpath_sandbox::{Image, RunnerDigest, Sandbox, SandboxConfig};
use towpath_wire::{Limits, Load};

/// The breadcrumb of this guest.
pub(crate) const PLACE: &str = "/do/0/sum";

/// | letter | what `step` does |
/// |---|---|
/// | `e` | answers with the rest of the message |
/// | `n` | counts in its memory, answers `{"cancelled":[<count>]}`; counts on from what `load` left, 5 |
/// | `l` | loops for ever |
/// | `b` | computes for a long time, then answers `{}` |
/// | `m` | grows its memory until it is refused, then aborts |
/// | `r` | calls itself for ever |
/// | `s` | uses up the stack that it keeps in its own memory |
/// | `t` | aborts |
/// | `z` | divides by zero |
/// | `p` | returns an address outside its memory |
/// | `g` | returns a length of 4 GiB |
const STEP: &str = r#"
  (local $letter i32)
  (local.set $letter (i32.load8_u (local.get $ptr)))
  (i32.store16 (i32.const 1024) (i32.const 9))
  (if (i32.eq (local.get $letter) (i32.const 101))
    (then (return (call $pack (i32.add (local.get $ptr) (i32.const 1)) (i32.sub (local.get $len) (i32.const 1))))))
  (if (i32.eq (local.get $letter) (i32.const 110))
    (then
      (i32.store8 (i32.const 2062) (i32.add (i32.load8_u (i32.const 2062)) (i32.const 1)))
      (return (call $pack (i32.const 2048) (i32.const 17)))))
  (if (i32.eq (local.get $letter) (i32.const 108)) (then (loop $l (br $l))))
  (if (i32.eq (local.get $letter) (i32.const 98))
    (then
      (loop $l
        (global.set $sp (i32.add (global.get $sp) (i32.const 1)))
        (br_if $l (i32.lt_u (global.get $sp) (i32.const 20000000))))
      (global.set $sp (i32.const 512))
      (return (call $pack (i32.const 3072) (i32.const 2)))))
  (if (i32.eq (local.get $letter) (i32.const 109))
    (then (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))
  (if (i32.eq (local.get $letter) (i32.const 114)) (then (drop (call $deep (i32.const 0)))))
  (if (i32.eq (local.get $letter) (i32.const 115))
    (then (loop $l
      (global.set $sp (i32.sub (global.get $sp) (i32.const 64)))
      (i32.store (global.get $sp) (i32.const 0))
      (br $l))))
  (if (i32.eq (local.get $letter) (i32.const 122)) (then (drop (i32.div_u (i32.const 1) (i32.const 0)))))
  (if (i32.eq (local.get $letter) (i32.const 112)) (then (return (call $pack (i32.const -65536) (i32.const 100)))))
  (if (i32.eq (local.get $letter) (i32.const 103)) (then (return (call $pack (i32.const 0) (i32.const -1)))))
  unreachable"#;

/// Always allocates the same memory, from the second page on.
const ALLOC: &str = r#"
  (local $missing i32)
  (local.set $missing (i32.sub
    (i32.shr_u (i32.add (local.get $len) (i32.const 131071)) (i32.const 16)) (memory.size)))
  (if (i32.gt_s (local.get $missing) (i32.const 0))
    (then (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then unreachable))))
  (i32.const 65536)"#;

const REPORT: &str = r#"{\"diagnostics\":[],\"workflow\":null,\"profile\":{\"accesses\":[]}}"#;

/// The text of the guest, with this wire version.
pub(crate) fn text(alloc: &str, step: &str, wire: u32) -> String {
    let report_length = REPORT.replace('\\', "").len();
    format!(
        r#"(module
  (import "env" "memory" (memory 2))
  (global $sp (mut i32) (i32.const 512))
  (func $pack (param $ptr i32) (param $len i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32)) (i64.extend_i32_u (local.get $len))))
  (func $deep (param $n i32) (result i32)
    (i32.add (i32.const 1) (call $deep (i32.add (local.get $n) (i32.const 1)))))
  (func (export "wire_version") (result i32) (i32.const {wire}))
  (func (export "breadcrumb") (result i32) (i32.const 1024))
  (func (export "alloc") (param $len i32) (result i32) {alloc})
  (func (export "load") (param $ptr i32) (param $len i32) (result i64)
    ;; Leaves something on its stack, in its counter, and at the end of a memory it has grown.
    (i64.store (i32.const 256) (i64.const -1))
    (i32.store8 (i32.const 2062) (i32.const 53))
    (drop (memory.grow (i32.const 1)))
    (i32.store8 (i32.const 196607) (i32.const 7))
    (call $pack (i32.const 4096) (i32.const {report_length})))
  (func (export "step") (param $ptr i32) (param $len i32) (result i64) {step})
  (data (i32.const 1024) "\00\00{PLACE}")
  (data (i32.const 2048) "{{\"cancelled\":[0]}}")
  (data (i32.const 3072) "{{}}")
  (data (i32.const 4096) "{REPORT}"))"#
    )
}

pub(crate) fn wasm(alloc: &str, step: &str, wire: u32) -> Vec<u8> {
    wat::parse_str(text(alloc, step, wire)).unwrap()
}

/// The guest as described above.
pub(crate) fn guest() -> Vec<u8> {
    wasm(ALLOC, STEP, towpath_wire::VERSION)
}

/// The guest with another `alloc`.
pub(crate) fn with_alloc(alloc: &str) -> Vec<u8> {
    wasm(alloc, STEP, towpath_wire::VERSION)
}

/// A small sandbox that shares its compiled code with the other tests.
pub(crate) fn config() -> SandboxConfig {
    SandboxConfig {
        cache: Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-code")),
        instances: 16,
        images_bytes: 4 << 20,
        ..SandboxConfig::default()
    }
}

pub(crate) fn limits() -> Limits {
    Limits { memory_bytes: 8 << 20, cpu_ms: 500, ..Limits::default() }
}

/// Any definition; this guest does not read it.
pub(crate) fn definition() -> Load {
    Load { source: String::new(), functions: None, resources: None, settings: None, evaluate: None }
}

/// The loaded guest.
pub(crate) async fn loaded(sandbox: &Sandbox, wasm: &[u8]) -> (RunnerDigest, Image) {
    let runner = sandbox.add_runner(wasm).unwrap();
    let loaded = sandbox.load(&runner, &definition(), &limits()).await.unwrap();
    (runner, sandbox.image(&runner, &loaded.image.unwrap()).unwrap())
}
