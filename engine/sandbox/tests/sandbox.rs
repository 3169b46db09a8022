//! Tests of the sandbox with a guest that breaks every rule: it never affects anything but itself.
#![expect(clippy::unwrap_used, reason = "tests")]

mod guest;
mod kept;

use std::time::{Duration, Instant};

use guest::{PLACE, config, definition, guest, limits, loaded, text, wasm, with_alloc};
use towpath_sandbox::{
    Image, ImageDigest, Limit, LoadError, RunnerDigest, Sandbox, SandboxConfig, SandboxError, StepError,
};
use towpath_wire::Limits;

async fn sandbox() -> (Sandbox, RunnerDigest, towpath_sandbox::Image) {
    let sandbox = Sandbox::new(config()).unwrap();
    let (runner, image) = loaded(&sandbox, &guest()).await;
    (sandbox, runner, image)
}

/// The result of the step in a new instance.
async fn failure(sandbox: &Sandbox, image: &towpath_sandbox::Image, step: &[u8]) -> StepError {
    let mut instance = sandbox.instantiate(image, &limits()).await.unwrap();
    let error = instance.step_bytes(step).await.unwrap_err();
    let again = instance.step_bytes(b"e{}").await.unwrap_err();
    assert_eq!(again, StepError::Protocol("this instance was stopped before".to_owned()));
    error
}

fn limit(limit: Limit) -> StepError {
    StepError::Limit { limit, at: Some(PLACE.to_owned()) }
}

#[tokio::test]
async fn every_instance_starts_from_the_image_and_keeps_its_own_state() {
    let (sandbox, _, image) = sandbox().await;
    for _ in 0..3 {
        let mut first = sandbox.instantiate(&image, &limits()).await.unwrap();
        let mut second = sandbox.instantiate(&image, &limits()).await.unwrap();
        let mut counts = Vec::new();
        for instance in [&mut first, &mut second] {
            for _ in 0..2 {
                counts.extend(instance.step_bytes(b"n").await.unwrap().0.cancelled);
            }
        }
        assert_eq!(counts, [6, 7, 6, 7]);
        assert_eq!(first.memory_used(), 3 << 16);
    }
}

#[tokio::test]
async fn an_image_is_small_names_its_runner_and_leaves_out_the_stack() {
    let sandbox = Sandbox::new(config()).unwrap();
    let runner = sandbox.add_runner(&guest()).unwrap();
    let bytes = sandbox.load(&runner, &definition(), &limits()).await.unwrap().image.unwrap();
    // Of three wasm pages, four host pages: two of data, one with the message, one at the very end.
    assert!(bytes.len() < 16 << 10, "{}", bytes.len());
    assert!(!bytes.windows(8).any(|window| window == [255; 8]), "the stack is in the image");
    let image = sandbox.image(&runner, &bytes).unwrap();
    assert_eq!((image.runner(), image.digest()), (runner, ImageDigest::of(&bytes)));
    assert_eq!(sandbox.load(&runner, &definition(), &limits()).await.unwrap().image.unwrap(), bytes);
    assert!(sandbox.check(&runner, &definition(), &limits()).await.unwrap().is_ok());
}

#[tokio::test]
async fn each_way_to_overdo_it_ends_as_its_limit_with_its_place() {
    let (sandbox, _, image) = sandbox().await;
    assert_eq!(failure(&sandbox, &image, b"l").await, limit(Limit::Cpu));
    assert_eq!(failure(&sandbox, &image, b"m").await, limit(Limit::Memory));
    assert_eq!(failure(&sandbox, &image, b"r").await, limit(Limit::Depth));
    assert_eq!(failure(&sandbox, &image, b"s").await, limit(Limit::Depth));
    let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
    let nowhere_yet = StepError::Limit { limit: Limit::Memory, at: None };
    assert_eq!(instance.step_bytes(&vec![b'e'; 9 << 20]).await.unwrap_err(), nowhere_yet);
}

#[tokio::test]
async fn a_trap_is_the_runners_fault_not_a_limit() {
    let (sandbox, _, image) = sandbox().await;
    for (step, words) in [(b"t", "unreachable"), (b"z", "divide by zero")] {
        match failure(&sandbox, &image, step).await {
            StepError::Trap { message, at } => {
                assert!(message.contains(words), "{message}");
                assert_eq!(at.as_deref(), Some(PLACE));
            }
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn no_address_length_or_answer_is_believed() {
    let (sandbox, _, image) = sandbox().await;
    let nested = format!("e{{\"outcome\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let steps: [&[u8]; 5] = [b"p", b"g", b"e", b"e{\"effects\":5}", nested.as_bytes()];
    for step in steps {
        let error = failure(&sandbox, &image, step).await;
        assert!(matches!(error, StepError::Protocol(_)), "{error}");
    }
    let secret = failure(&sandbox, &image, br#"e{"cancelled":"customer 4711"}"#).await;
    assert!(!secret.to_string().contains("4711"), "{secret}");
}

#[tokio::test]
async fn no_place_for_a_message_is_believed_either() {
    let sandbox = Sandbox::new(config()).unwrap();
    let load = async |alloc: &str| {
        let runner = sandbox.add_runner(&with_alloc(alloc)).unwrap();
        sandbox.load(&runner, &definition(), &limits()).await.unwrap_err()
    };
    for outside in ["(i32.const -1)", "(i32.const 131071)", "(i32.const -2147483648)"] {
        assert!(matches!(load(outside).await, LoadError::Stopped(StepError::Protocol(_))), "{outside}");
    }
    let start = Instant::now();
    let endless = load("(loop $l (br $l)) (i32.const 0)").await;
    assert!(matches!(endless, LoadError::Stopped(StepError::Limit { limit: Limit::Cpu, .. })), "{endless}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn output_and_effects_beyond_their_limits_are_refused_even_if_the_runner_lets_them_pass() {
    let (sandbox, _, image) = sandbox().await;
    let limits = Limits { output_bytes: 10, effect_bytes: 10, ..limits() };
    let step = async |reply: String| {
        let mut instance = sandbox.instantiate(&image, &limits).await.unwrap();
        instance.step_bytes(format!("e{reply}").as_bytes()).await.map(drop)
    };
    let output = |json: &str| format!(r#"{{"outcome":{{"completed":{{"output":{json}}}}}}}"#);
    assert_eq!(step(output("\"12345678\"")).await, Ok(()));
    assert!(matches!(
        step(output("\"123456789\"")).await,
        Err(StepError::Limit { limit: Limit::Output, .. })
    ));
    let effect = |json: &str| {
        format!(
            r#"{{"effects":[{{"id":1,"task":"/do/0/a","kind":{{"call":
               {{"integration":"i","operation":"o","version":"1.0.0","arguments":{json}}}}}}}]}}"#
        )
    };
    assert_eq!(step(effect("[1]")).await, Ok(()));
    let place = Some("/do/0/a".to_owned());
    assert_eq!(step(effect("[1,2,3,4,5]")).await, Err(StepError::Limit { limit: Limit::Effect, at: place }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_instances_go_on_while_others_run_into_their_limits() {
    let (sandbox, _, image) = sandbox().await;
    let bad: Vec<_> = [&b"l"[..], b"l", b"l", b"l", b"m", b"r"]
        .into_iter()
        .map(|step| {
            let (sandbox, image) = (sandbox.clone(), image.clone());
            tokio::spawn(async move { failure(&sandbox, &image, step).await })
        })
        .collect();
    let good: Vec<_> = (0..8)
        .map(|_| {
            let (sandbox, image) = (sandbox.clone(), image.clone());
            tokio::spawn(async move {
                let mut slowest = Duration::ZERO;
                for _ in 0..50 {
                    let start = Instant::now();
                    let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
                    assert_eq!(instance.step_bytes(b"n").await.unwrap().0.cancelled, [6]);
                    slowest = slowest.max(start.elapsed());
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                slowest
            })
        })
        .collect();
    for good in good {
        // Four loops of 500 ms each would take two seconds, one after another.
        let slowest = good.await.unwrap();
        assert!(slowest < Duration::from_millis(500), "{slowest:?}");
    }
    for bad in bad {
        assert!(matches!(bad.await.unwrap(), StepError::Limit { .. }));
    }
}

#[tokio::test]
async fn a_busy_instance_leaves_the_only_thread_to_others() {
    let (sandbox, _, image) = sandbox().await;
    let busy = tokio::spawn({
        let (sandbox, image) = (sandbox.clone(), image.clone());
        async move { failure(&sandbox, &image, b"l").await }
    });
    let mut turns = 0;
    while !busy.is_finished() {
        tokio::time::sleep(Duration::from_millis(2)).await;
        turns += 1;
    }
    assert_eq!(busy.await.unwrap(), limit(Limit::Cpu));
    assert!(turns > 20, "{turns}");
}

#[tokio::test]
async fn time_adds_up_over_steps_and_can_be_set_after_a_replay() {
    let (sandbox, _, image) = sandbox().await;
    let mut instance = sandbox.instantiate(&image, &Limits { cpu_ms: 10_000, ..limits() }).await.unwrap();
    let (_, first) = instance.step_bytes(b"b").await.unwrap();
    let (_, second) = instance.step_bytes(b"b").await.unwrap();
    assert!(first.cpu > Duration::ZERO && instance.cpu_used() == first.cpu + second.cpu);
    instance.set_cpu_used(Duration::ZERO);
    instance.step_bytes(b"b").await.unwrap();
    instance.set_cpu_used(Duration::from_secs(10));
    assert_eq!(instance.step_bytes(b"b").await.unwrap_err(), limit(Limit::Cpu));
}

#[tokio::test]
async fn a_busy_step_gives_its_place_back_and_one_that_is_dropped_ends_its_instance() {
    let sandbox = Sandbox::new(SandboxConfig { instances: 1, ..config() }).unwrap();
    let (_, image) = loaded(&sandbox, &guest()).await;
    let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
    let late = tokio::time::timeout(Duration::from_millis(20), instance.step_bytes(b"l")).await;
    assert!(late.is_err());
    assert!(matches!(instance.step_bytes(b"e{}").await, Err(StepError::Protocol(_))));
    assert_eq!((sandbox.stats().free, sandbox.stats().busy), (1, 1));
    let second = sandbox.instantiate(&image, &limits()).await.unwrap();
    assert_eq!(sandbox.stats().free, 0);
    let waiting = tokio::spawn({
        let (sandbox, image) = (sandbox.clone(), image.clone());
        async move { sandbox.instantiate(&image, &limits()).await.unwrap().step_bytes(b"n").await.unwrap().0 }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(!waiting.is_finished());
    drop(second);
    assert_eq!(waiting.await.unwrap().cancelled, [6]);
    drop(instance);
    assert_eq!((sandbox.stats().free, sandbox.stats().busy), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_runs_than_places_wait_in_line_and_all_get_one() {
    let sandbox =
        Sandbox::new(SandboxConfig { instances: 3, loads: 1, images_bytes: 1, ..config() }).unwrap();
    let (runner, image) = loaded(&sandbox, &guest()).await;
    let runs: Vec<_> = (0..100)
        .map(|nth| {
            let (sandbox, image) = (sandbox.clone(), image.clone());
            tokio::spawn(async move {
                if nth % 10 == 0 {
                    return sandbox.check(&runner, &definition(), &limits()).await.unwrap().is_ok();
                }
                let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
                tokio::task::yield_now().await;
                instance.step_bytes(b"n").await.unwrap().0.cancelled == [6]
            })
        })
        .collect();
    for run in runs {
        assert!(run.await.unwrap());
    }
    assert_eq!(sandbox.stats().free, 3);
}

#[test]
fn configurations_that_cannot_work_are_refused() {
    let wrong = [
        SandboxConfig { instances: 0, ..config() },
        SandboxConfig { loads: 0, ..config() },
        SandboxConfig { images_bytes: 0, ..config() },
        SandboxConfig { busy: 0, ..config() },
        SandboxConfig { memory_bytes: 5 << 30, ..config() },
        SandboxConfig { instances: u32::MAX, ..config() },
    ];
    for config in wrong {
        assert!(matches!(Sandbox::new(config.clone()), Err(SandboxError::Config(_))), "{config:?}");
    }
}

/// Three images, each of another runner.
async fn three(sandbox: &Sandbox) -> Vec<Image> {
    let mut images = Vec::new();
    for step in 0..3 {
        let other = wasm("(i32.const 65536)", &format!("(i64.const {step})"), towpath_wire::VERSION);
        images.push(loaded(sandbox, &other).await.1);
    }
    images
}

fn cached(sandbox: &Sandbox, images: &[Image]) -> Vec<bool> {
    images.iter().map(|image| sandbox.cached_image(&image.digest()).is_some()).collect()
}

#[tokio::test]
async fn images_are_kept_least_recently_used_and_live_as_long_as_they_are_held() {
    let sandbox = Sandbox::new(config()).unwrap();
    let images = three(&sandbox).await;
    let each = sandbox.stats().images_bytes / 3;
    let sandbox = Sandbox::new(SandboxConfig { images_bytes: each * 5 / 2, ..config() }).unwrap();
    let images = {
        drop(images);
        three(&sandbox).await
    };
    assert_eq!(cached(&sandbox, &images), [false, true, true]);
    assert_eq!(sandbox.stats().images, 2);
    let mut instance = sandbox.instantiate(&images[0], &limits()).await.unwrap();
    assert!(
        matches!(instance.step_bytes(b"x").await, Err(StepError::Protocol(_))),
        "it runs, with nothing to say"
    );
}

#[tokio::test]
async fn an_image_that_nobody_calls_is_dropped() {
    let idle = Duration::from_millis(400);
    let sandbox = Sandbox::new(SandboxConfig { images_idle: idle, ..config() }).unwrap();
    let images = three(&sandbox).await;
    sandbox.forget_image(&images[1].digest());
    assert!(!cached(&sandbox, &images)[1]);
    let until = Instant::now() + Duration::from_secs(20);
    while sandbox.stats().images > 0 {
        assert!(Instant::now() < until, "{:?}", sandbox.stats());
        tokio::time::sleep(idle / 8).await;
    }
    assert_eq!(sandbox.stats().images_bytes, 0);
    // Held images are still usable, and a dropped image can be compiled again.
    sandbox.instantiate(&images[0], &limits()).await.unwrap();
}
#[tokio::test]
async fn bytes_that_are_no_image_of_this_runner_are_refused() {
    let (sandbox, runner, _) = sandbox().await;
    let other = sandbox.add_runner(&with_alloc("(i32.const 65536)")).unwrap();
    let theirs = sandbox.load(&other, &definition(), &limits()).await.unwrap().image.unwrap();
    let reason = |bytes: &[u8]| match sandbox.image(&runner, bytes) {
        Err(SandboxError::Image(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(reason(&theirs).contains("another runner"));
    sandbox.image(&other, &theirs).unwrap();
    assert!(reason(&theirs).contains("another runner"), "not even once it is cached");
    assert!(reason(b"").contains("cannot be read"));
    assert!(reason(&theirs[..theirs.len() / 2]).contains("cannot be read"));
    assert!(reason(&guest()).contains("more than a memory"));
    assert!(
        reason(&wat::parse_str(r#"(module (memory (export "memory") 3))"#).unwrap())
            .contains("does not name its runner")
    );
    let unknown = RunnerDigest::of(b"unknown");
    assert_eq!(sandbox.image(&unknown, &theirs).unwrap_err(), SandboxError::UnknownRunner(unknown));
}

#[tokio::test]
async fn an_image_larger_than_the_limit_is_refused_before_it_runs() {
    let (sandbox, _, image) = sandbox().await;
    let small = Limits { memory_bytes: 2 << 16, ..limits() };
    let error = sandbox.instantiate(&image, &small).await.err().unwrap();
    assert_eq!(error, SandboxError::ImageTooLarge { needs: 3 << 16, limit: 2 << 16 });
    assert_eq!(sandbox.stats().free, 16, "its place is free again");
}

#[test]
fn modules_that_are_no_runners_are_refused() {
    let sandbox = Sandbox::new(config()).unwrap();
    let reason = |text: &str| match sandbox.add_runner(&wat::parse_str(text).unwrap()) {
        Err(SandboxError::Runner(reason)) => reason,
        other => panic!("{other:?}"),
    };
    let good = text("(i32.const 65536)", "(i64.const 0)", towpath_wire::VERSION);
    for name in ["alloc", "load", "step", "wire_version", "breadcrumb"] {
        let without = good.replace(&format!("(export \"{name}\")"), "");
        assert!(reason(&without).contains(name), "{name}");
    }
    assert!(reason(&text("(i32.const 0)", "(i64.const 0)", 99)).contains("wire version 99"));
    assert!(
        reason(&good.replace("(param $ptr i32) (param $len i32) (result i64) (i64", "(result i64) (i64"))
            .contains("step")
    );
    assert!(matches!(sandbox.add_runner(b"\0asm\x01\0\0\0\x0a\x01"), Err(SandboxError::Runner(_))));
    assert_eq!(sandbox.stats().runners, 0);
}

#[tokio::test]
async fn adding_a_runner_again_does_nothing_and_clones_share_it() {
    let (sandbox, runner, _) = sandbox().await;
    assert_eq!(sandbox.clone().add_runner(&guest()).unwrap(), runner);
    assert!(sandbox.has_runner(&runner));
    assert_eq!(sandbox.stats().runners, 1);
}

#[tokio::test]
async fn nothing_ticks_when_nothing_runs() {
    let (sandbox, _, image) = sandbox().await;
    let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
    for _ in 0..2 {
        instance.step_bytes(b"n").await.unwrap();
        let start = Instant::now();
        while !sandbox.stats().resting {
            assert!(start.elapsed() < Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
