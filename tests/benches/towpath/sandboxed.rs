//! The sandbox alone: publishing, a fresh instance, and the decision fresh, warm, natively and with 300 workflows in turn.

use std::rc::Rc;
use std::time::{Duration, Instant};

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data};
use jaq_json::{Val, read};
use serde_json::{Value, json};
use towpath_sandbox::{Image, Instance, RunnerDigest, Sandbox, SandboxConfig};
use towpath_wire::{Event, Json, Limits, Load, Outcome, Reply, Start, Step};

use crate::decision;

const RUNS: usize = 5_000;
const WORKFLOWS: usize = 300;

fn step(input: &str) -> Step {
    let Ok(input) = Json::parse(input.to_owned()) else { panic!("the input is JSON") };
    let limits = Limits::default();
    Step::new(
        1,
        Event::Start(Start {
            run: "r".into(),
            input,
            labels: vec![],
            engine: "0".into(),
            settings: None,
            limits,
        }),
    )
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

fn check(reply: &Reply) {
    let Some(Outcome::Completed { output, .. }) = &reply.outcome else { panic!("{reply:?}") };
    assert!(output.get().contains("auto-approve"), "{}", output.get());
}

pub(crate) async fn measure() -> Value {
    let cache = tempfile::tempdir();
    let Ok(cache) = cache else { panic!("no temporary folder") };
    let config = SandboxConfig {
        cache: Some(cache.path().to_owned()),
        // Room for instances of all of them; a server keeps fewer unless it is told to.
        images_bytes: (WORKFLOWS as u64 + 8) * (4 << 20),
        ..SandboxConfig::default()
    };
    let Ok(sandbox) = Sandbox::new(config) else { panic!("no sandbox") };
    let Ok(runner) = sandbox.add_runner(towpath_runner_wasm::RUNNER) else { panic!("no runner") };
    let (publish, images) = publish(&sandbox, &runner).await;
    let input = step(&decision::input());
    let (fresh_instance, fresh, warm) = fresh(&sandbox, &images[..1], &input, drop).await;
    let (_, kept, _) = self::fresh(&sandbox, &images[..1], &input, Instance::give_back).await;
    let (_, in_turn_fresh, _) = self::fresh(&sandbox, &images, &input, drop).await;
    let (_, in_turn, _) = self::fresh(&sandbox, &images, &input, Instance::give_back).await;
    let own = native_runner(&input);
    let jq = native_jq(&decision::input());
    json!({
        "publishMs": publish / 1e3,
        "freshInstanceUs": fresh_instance,
        "decisionUs": {
            "freshSandbox": fresh, "keptSandbox": kept, "warmSandbox": warm, "workflows300InTurn": in_turn,
            "workflows300InTurnFresh": in_turn_fresh,
            "nativeRunner": own, "nativeJaq": jq,
        },
        "ratios": {
            "freshSandboxToNativeJaq": fresh / jq, "freshSandboxToNativeRunner": fresh / own,
            "keptToFresh": kept / fresh, "inTurnToKept": in_turn / kept,
        },
    })
}

/// Publishes many workflows; the median time in µs, and their images.
async fn publish(sandbox: &Sandbox, runner: &RunnerDigest) -> (f64, Vec<Image>) {
    let mut times = Vec::new();
    let mut images = Vec::new();
    for number in 0..WORKFLOWS {
        let request = Load {
            source: decision::definition(&format!("order-{number}")),
            functions: Some(vec![]),
            resources: None,
            settings: None,
            evaluate: None,
        };
        let begun = Instant::now();
        let Ok(loaded) = sandbox.load(runner, &request, &Limits::default()).await else { panic!("it loads") };
        let Some(bytes) = loaded.image else { panic!("{:?}", loaded.report.diagnostics) };
        let Ok(image) = sandbox.image(runner, &bytes) else { panic!("an image") };
        times.push(begun.elapsed());
        images.push(image);
    }
    (median(times), images)
}

/// An instance and one decision each time, ended by `end`; the medians of making it, of everything, and of the step alone.
async fn fresh(sandbox: &Sandbox, images: &[Image], input: &Step, end: fn(Instance)) -> (f64, f64, f64) {
    let (mut making, mut all, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let begun = Instant::now();
        let Ok(mut instance) = sandbox.instantiate(&images[run % images.len()], &Limits::default()).await
        else {
            panic!("an instance")
        };
        let made = begun.elapsed();
        let Ok((reply, _)) = instance.step(input).await else { panic!("a step") };
        let stepped = begun.elapsed();
        end(instance);
        all.push(begun.elapsed());
        making.push(made);
        steps.push(stepped - made);
        check(&reply);
    }
    (median(making), median(all), median(steps))
}

/// The same interpreter, compiled natively, without the wire's encoding.
fn native_runner(input: &Step) -> f64 {
    let (report, program) = towpath_runner::load(&Load {
        source: decision::definition("order"),
        functions: None,
        resources: None,
        settings: None,
        evaluate: None,
    });
    let Some(program) = program else { panic!("{:?}", report.diagnostics) };
    let program = Rc::new(program);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let reply = towpath_runner::Run::new(Rc::clone(&program)).step(input.clone());
        times.push(begun.elapsed());
        check(&reply);
    }
    median(times)
}

/// jq by jaq natively: text in, text out.
fn native_jq(input: &str) -> f64 {
    type Data = data::JustLut<Val>;
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let functions = jaq_core::funs::<Data>().chain(jaq_std::funs::<Data>()).chain(jaq_json::funs::<Data>());
    let arena = Arena::default();
    let Ok(modules) = Loader::new(definitions).load(&arena, File { code: decision::JQ, path: () }) else {
        panic!("it parses")
    };
    let Ok(filter) = Compiler::default().with_funs(functions).compile(modules) else { panic!("it compiles") };
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let Ok(value) = read::parse_single(input.as_bytes()) else { panic!("it is JSON") };
        let context = Ctx::<Data>::new(&filter.lut, Vars::new([]));
        let Some(Ok(output)) = filter.id.run((context, value)).map(jaq_core::unwrap_valr).next() else {
            panic!("it gives a value")
        };
        let text = output.to_string();
        times.push(begun.elapsed());
        assert!(text.contains("auto-approve"));
    }
    median(times)
}
