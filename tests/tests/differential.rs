//! The native runner against the sandboxed one: generated definitions, driven by the same steps, must give the same bytes.
//! Coverage is counted from what happened.

use serde_json::{Value, json};
use towpath_tests::generate::{Host, definition, load};
use towpath_tests::{Both, Coverage, Wasm, is_full, keep_result, sample, smaller, tell};

/// The features, each with how often it must happen in a full run at least; once in a bounded one.
const FLOORS: &str = include_str!("differential/floors.txt");
const FULL_FLOOR: u64 = 200;

/// Drives one definition to its end in both runners.
async fn compare(wasm: &Wasm, definition: &Value, seed: u64, seen: &mut Coverage) -> Result<(), String> {
    let mut both = Both::load(wasm, &load(definition)).await.map_err(|error| format!("loading: {error}"))?;
    seen.report(definition, &both.report);
    if !both.runs() {
        return Ok(());
    }
    let mut host = Host::new(seed);
    let mut next = Some(host.start());
    while let Some(step) = next {
        let reply = both.step(&step).await.map_err(|error| format!("{step}: {error}"))?;
        seen.reply(definition, &reply);
        if reply.outcome.is_some() && step.ends_with(r#""event":"cancel"}"#) {
            seen.count("host: cancelled");
        }
        next = host.next(&reply);
    }
    host.problems.iter().for_each(|kind| seen.count(format!("host: answered with {kind}")));
    if host.misspoke {
        seen.count("host: misspoke");
    }
    Ok(())
}

/// The difference, and the smallest definition found that shows it.
async fn shrink(wasm: &Wasm, seed: u64, found: String) -> String {
    let (mut smallest, mut error) = (definition(seed), found);
    let mut tries = 0;
    'again: loop {
        for less in smaller(&smallest) {
            tries += 1;
            if tries > 3000 {
                break 'again;
            }
            if let Err(still) = compare(wasm, &less, seed, &mut Coverage::default()).await {
                (smallest, error) = (less, still);
                continue 'again;
            }
        }
        break;
    }
    format!("seed {seed}: {error}\nin {smallest}")
}

/// What one thread found in its share of the seeds.
fn share(wasm: &Wasm, seeds: impl Iterator<Item = u64>) -> (Coverage, Vec<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    let (mut seen, mut differences) = (Coverage::default(), Vec::new());
    for seed in seeds {
        let compared = runtime.block_on(compare(wasm, &definition(seed), seed, &mut seen));
        if let Err(found) = compared {
            differences.push(runtime.block_on(shrink(wasm, seed, found)));
        }
        if differences.len() >= 5 {
            break;
        }
    }
    (seen, differences)
}

#[test]
fn full_differential() {
    let count = sample("differential", 1000, 20_000) as u64;
    let wasm = Wasm::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/sandbox-code"));
    let threads = 2;
    let found: Vec<_> = std::thread::scope(|scope| {
        let shares: Vec<_> = (0..threads)
            .map(|first| {
                let wasm = &wasm;
                let seeds = (0..count).filter(move |seed| seed % threads == first);
                // The native runner recurses on this stack, and the default one of a thread is small.
                let thread = std::thread::Builder::new().stack_size(16 << 20);
                thread
                    .spawn_scoped(scope, move || share(wasm, seeds))
                    .unwrap_or_else(|error| panic!("{error}"))
            })
            .collect();
        shares.into_iter().filter_map(|share| share.join().ok()).collect()
    });
    assert_eq!(found.len() as u64, threads, "a runner panicked; its message names the place");
    let mut seen = Coverage::default();
    found.iter().for_each(|(coverage, _)| seen.add(coverage));
    let differences: Vec<&String> = found.iter().flat_map(|(_, differences)| differences).collect();
    assert!(differences.is_empty(), "{} differ:\n{differences:#?}", differences.len());
    let floor = if is_full("differential") { FULL_FLOOR } else { 1 };
    let short: Vec<String> = FLOORS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|feature| seen.of(feature) < floor)
        .map(|feature| format!("{feature}: {}", seen.of(feature)))
        .collect();
    if std::env::var_os("TOWPATH_COVERAGE").is_some() {
        tell(&format!("{:#?}", seen.all()));
    }
    tell(&format!("differential: {count} definitions, {} features, none differs", seen.all().len()));
    assert!(short.is_empty(), "happened less than {floor} times: {short:#?}");
    keep_result("differential", &json!({ "definitions": count, "differences": 0, "happened": seen.all() }));
}
