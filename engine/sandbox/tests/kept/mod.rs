//! Instances that are given back are used again, and nothing of a run is seen by the next: not in its memory, its stack, its
//! stack pointer, nor in the size of its memory.

use super::guest::{config, limits, loaded, text};
use towpath_sandbox::{Image, Instance, Sandbox};

/// | letter | what `step` does |
/// |---|---|
/// | `w` | writes 171 to every byte of its memory and moves its stack pointer |
/// | `v` | the same to one byte of every page, at another place |
/// | `a` | answers with its whole memory |
/// | `p` | answers `{}` where the stack pointer is as at the beginning, and traps otherwise |
/// | `m` | grows its memory by a page |
/// | `l` | loops for ever |
/// | `t` | writes everywhere, then traps |
const STEP: &str = r#"
  (local $letter i32) (local $at i32)
  (local.set $letter (i32.load8_u (local.get $ptr)))
  (if (i32.or (i32.eq (local.get $letter) (i32.const 119)) (i32.eq (local.get $letter) (i32.const 116)))
    (then (memory.fill (i32.const 0) (i32.const 171) (i32.mul (memory.size) (i32.const 65536)))
      (global.set $sp (i32.const 100))))
  (if (i32.eq (local.get $letter) (i32.const 118))
    (then (local.set $at (i32.const 4000))
      (loop $l
        (i32.store8 (local.get $at) (i32.const 171))
        (local.set $at (i32.add (local.get $at) (i32.const 4096)))
        (br_if $l (i32.lt_u (local.get $at) (i32.mul (memory.size) (i32.const 65536)))))))
  (if (i32.eq (local.get $letter) (i32.const 116)) (then unreachable))
  (if (i32.eq (local.get $letter) (i32.const 97))
    (then (return (call $pack (i32.const 0) (i32.mul (memory.size) (i32.const 65536))))))
  (if (i32.and (i32.eq (local.get $letter) (i32.const 112)) (i32.ne (global.get $sp) (i32.const 512)))
    (then unreachable))
  (if (i32.eq (local.get $letter) (i32.const 109)) (then (drop (memory.grow (i32.const 1)))))
  (if (i32.eq (local.get $letter) (i32.const 108)) (then (loop $l (br $l))))
  (i32.store16 (i32.const 3072) (i32.const 32123))
  (call $pack (i32.const 3072) (i32.const 2))"#;

/// Always the same place.
const ALLOC: &str = "(i32.const 65536)";

async fn sandbox() -> (Sandbox, Image) {
    let sandbox = Sandbox::new(config()).unwrap();
    let wasm = wat::parse_str(text(ALLOC, STEP, towpath_wire::VERSION)).unwrap();
    let (_, image) = loaded(&sandbox, &wasm).await;
    (sandbox, image)
}

async fn instance(sandbox: &Sandbox, image: &Image) -> Instance {
    sandbox.instantiate(image, &limits()).await.unwrap()
}

/// The whole memory of the next instance, and whether its stack pointer is at the beginning.
async fn seen_by_the_next(sandbox: &Sandbox, image: &Image) -> Vec<u8> {
    let mut next = instance(sandbox, image).await;
    next.step_bytes(b"p").await.unwrap();
    let memory = next.step_raw(b"a").await.unwrap();
    next.give_back();
    memory
}

#[tokio::test]
async fn no_byte_of_a_run_is_seen_by_the_next() {
    let (sandbox, image) = sandbox().await;
    let fresh = seen_by_the_next(&sandbox, &image).await;
    assert_eq!((fresh.len(), fresh.iter().filter(|byte| **byte == 171).count()), (3 << 16, 0));
    for step in [&b"w"[..], b"v", b"w", b"a", b"v"] {
        assert_eq!(sandbox.stats().kept, 1, "it was given back and kept");
        let mut run = instance(&sandbox, &image).await;
        assert_eq!(sandbox.stats().kept, 0, "it is used again");
        let _ = run.step_raw(step).await.unwrap();
        run.give_back();
        assert!(seen_by_the_next(&sandbox, &image).await == fresh, "{step:?}");
    }
}

#[tokio::test]
async fn what_was_stopped_or_has_grown_is_not_kept() {
    let (sandbox, image) = sandbox().await;
    let fresh = seen_by_the_next(&sandbox, &image).await;
    for step in [&b"t"[..], b"l", b"m"] {
        let mut run = instance(&sandbox, &image).await;
        let done = run.step_bytes(step).await;
        assert_eq!(done.is_ok(), step == b"m");
        run.give_back();
        assert_eq!(sandbox.stats().kept, 0, "{step:?}");
        assert!(seen_by_the_next(&sandbox, &image).await == fresh, "{step:?}");
    }
    // A step that was not waited for.
    let mut run = instance(&sandbox, &image).await;
    let _ = tokio::time::timeout(std::time::Duration::from_millis(20), run.step_bytes(b"l")).await;
    run.give_back();
    assert_eq!(sandbox.stats().kept, 0);
    assert!(seen_by_the_next(&sandbox, &image).await == fresh);
}

#[tokio::test]
async fn an_instance_that_is_dropped_is_not_kept_and_few_are_kept_of_each_image() {
    let (sandbox, image) = sandbox().await;
    drop(instance(&sandbox, &image).await);
    assert_eq!(sandbox.stats().kept, 0);
    let mut many = Vec::new();
    for _ in 0..12 {
        let mut one = instance(&sandbox, &image).await;
        one.step_bytes(b"w").await.unwrap();
        many.push(one);
    }
    many.into_iter().for_each(Instance::give_back);
    assert_eq!(sandbox.stats().kept, 2 * (config().busy + 1));
}

#[tokio::test]
async fn limits_hold_for_an_instance_that_is_used_again() {
    let (sandbox, image) = sandbox().await;
    let mut first = instance(&sandbox, &image).await;
    first.step_bytes(b"w").await.unwrap();
    first.give_back();
    let limits = towpath_wire::Limits { cpu_ms: 30, ..limits() };
    let mut second = sandbox.instantiate(&image, &limits).await.unwrap();
    assert_eq!((sandbox.stats().kept, second.cpu_used()), (0, std::time::Duration::ZERO));
    assert!(second.step_bytes(b"l").await.is_err());
}

#[tokio::test]
async fn kept_instances_of_an_image_that_nobody_calls_are_dropped() {
    let config =
        towpath_sandbox::SandboxConfig { images_idle: std::time::Duration::from_millis(100), ..config() };
    let sandbox = Sandbox::new(config).unwrap();
    let wasm = wat::parse_str(text(ALLOC, STEP, towpath_wire::VERSION)).unwrap();
    let (_, image) = loaded(&sandbox, &wasm).await;
    let mut one = instance(&sandbox, &image).await;
    one.step_bytes(b"w").await.unwrap();
    one.give_back();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while sandbox.stats().kept > 0 {
        assert!(std::time::Instant::now() < until, "it is never dropped");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
