//! Over HTTP: a real, durable server compared with bare axum handlers that do the same work and store nothing. `wrk` calls both
//! from the same machine.

use std::process::Command;

use serde_json::{Value, json};
use towpath_tests::{Demo, Http};

use crate::jobs::{self, Job};
use crate::process::{Spent, Threads};
use crate::stages;

/// Seconds of a measurement. `TOWPATH_BENCH_SECONDS` sets another number.
fn seconds() -> u32 {
    std::env::var("TOWPATH_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(8)
}

/// The jobs to measure: all, or those that `TOWPATH_BENCH_JOBS` names.
fn is_wanted(job: &str) -> bool {
    std::env::var("TOWPATH_BENCH_JOBS").map_or(true, |wanted| wanted.split(',').any(|name| name == job))
}

pub(crate) async fn measure() -> Value {
    if Command::new("wrk").arg("--version").output().is_err() {
        return json!({ "leftOut": "wrk is not installed" });
    }
    let bare = serve_bare().await;
    let demo = Demo::start();
    let it = demo.as_role("it");
    must(it.put("/v1/integrations/bench", jobs::integration(&bare)).await);
    put_policies(&it, 0).await;
    let token = json!({ "name": "bench", "principal": "bench",
        "grants": [{ "role": "champion", "namespace": "bench" }, { "role": "app", "namespace": "bench" }] });
    let headers = [("Content-Type", "application/json")];
    let token = it.send("POST", "/v1/tokens", Some(token.to_string().into()), &headers).await;
    let token = token.body["token"].as_str().unwrap_or_else(|| panic!("{}", token.text)).to_owned();
    let champion = Http::new(demo.url(), &token);
    let mut figures = serde_json::Map::new();
    for job in jobs::jobs() {
        if !is_wanted(job.name) {
            continue;
        }
        if job.name == "mixed" {
            put_policies(&it, jobs::POLICIES).await;
        }
        for workflow in &job.workflows {
            must(
                champion
                    .put(&format!("/v1/workflows/bench/{workflow}/draft"), jobs::definition(workflow))
                    .await,
            );
            must(champion.post(&format!("/v1/workflows/bench/{workflow}/publish"), "").await);
            let once = champion.post(&path_of(workflow), job.input.clone()).await;
            assert!(once.status == 200, "{workflow}: {}", once.text);
        }
        let mut by_connections = Vec::new();
        for connections in job.connections {
            by_connections.push(compare(&job, &bare, &demo, &token, *connections));
        }
        figures.insert(job.name.to_owned(), json!(by_connections));
    }
    json!(figures)
}

fn path_of(workflow: &str) -> String {
    format!("/v1/workflows/bench/{workflow}/runs")
}

fn must(answer: towpath_tests::Answer) {
    assert!(answer.status < 300, "{}", answer.text);
}

async fn put_policies(it: &Http, number: usize) {
    for (name, text) in jobs::policies(number) {
        must(it.put(&format!("/v1/policies/{name}"), text).await);
    }
    must(it.post("/v1/policies/activate", "").await);
}

/// The bare handlers, on a port of their own; their address.
async fn serve_bare() -> String {
    let Ok(listener) = tokio::net::TcpListener::bind("127.0.0.1:0").await else { panic!("a port") };
    let Ok(address) = listener.local_addr() else { panic!("an address") };
    let base = format!("http://{address}");
    let router = jobs::router(base.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

/// One job with so many connections, bare and here.
fn compare(job: &Job, bare: &str, demo: &Demo, token: &str, connections: u32) -> Value {
    let plain = wrk(bare, &[job.bare.to_owned()], "", &job.input, connections, Command::new("wrk"));
    let Some(pid) = demo.engine_pid() else { panic!("the server has ended") };
    let (before, threads) = (Spent::of(pid), Threads::of(pid));
    let paths: Vec<String> = job.workflows.iter().map(|workflow| path_of(workflow)).collect();
    let ours = wrk(demo.url(), &paths, token, &job.input, connections, Command::new("wrk"));
    let (after, threads) = (Spent::of(pid), Threads::of(pid).since(&threads));
    let runs = ours.requests.max(1.0);
    let per_run = |micros: f64| (micros / runs * 10.0).round() / 10.0;
    json!({
        "connections": connections,
        "bareAxum": { "perSecond": plain.rate, "p50Ms": plain.p50, "p99Ms": plain.p99 },
        "towpath": { "perSecond": ours.rate, "p50Ms": ours.p50, "p99Ms": ours.p99 },
        "towpathToBare": ours.rate / plain.rate,
        "cpuUsPerRun": per_run(after.cpu_us - before.cpu_us),
        "cpuUsPerRunByThread": threads.iter().map(|(name, micros)| (name.clone(), per_run(*micros))).collect::<std::collections::BTreeMap<_, _>>(),
        "stages": by_stage(job, demo, token, connections),
        "bytesWrittenPerRun": ((after.written - before.written) / runs).round(),
        "switchesPerRun": per_run(after.switches - before.switches),
        "residentMiB": (after.resident / 1_048_576.0).round(),
    })
}

/// CPU time of a run by stage in microseconds, and their sum as a share of what Linux counted meanwhile. Measured apart, because
/// taking samples costs time.
fn by_stage(job: &Job, demo: &Demo, token: &str, connections: u32) -> Value {
    let Some(pid) = demo.engine_pid() else { panic!("the server has ended") };
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let samples = folder.path().join("samples");
    let Some(mut recorded) = stages::recorder(pid, &samples) else {
        return json!({ "leftOut": "perf is not installed, or may not take samples" });
    };
    recorded.arg("wrk");
    let paths: Vec<String> = job.workflows.iter().map(|workflow| path_of(workflow)).collect();
    let before = Spent::of(pid);
    let load = wrk(demo.url(), &paths, token, &job.input, connections, recorded);
    let spent = Spent::of(pid).cpu_us - before.cpu_us;
    let found = stages::of(&samples);
    let sum: f64 = found.values().sum();
    let a_run = |micros: &f64| (micros / load.requests.max(1.0) * 10.0).round() / 10.0;
    let table: std::collections::BTreeMap<_, _> =
        found.iter().map(|(stage, micros)| (stage, a_run(micros))).collect();
    json!({ "cpuUsPerRun": table, "sumToCpu": sum / spent })
}

/// What `wrk` measured.
struct Load {
    requests: f64,
    rate: f64,
    p50: f64,
    p99: f64,
}

/// Calls the paths in turn; fails when any answer is not 200.
fn wrk(
    base: &str,
    paths: &[String],
    token: &str,
    input: &str,
    connections: u32,
    mut command: Command,
) -> Load {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let script = folder.path().join("post.lua");
    let paths: Vec<String> = paths.iter().map(|path| format!("'{path}'")).collect();
    let text = format!(
        "wrk.method = 'POST'\nwrk.body = '{input}'\nwrk.headers['Content-Type'] = 'application/json'\n\
         wrk.headers['Authorization'] = 'Bearer {token}'\nlocal paths = {{ {} }}\nlocal at = 0\n\
         function request()\n  at = at % #paths + 1\n  return wrk.format(nil, paths[at])\nend\n\
         function done(summary, latency)\n  io.write(string.format('figures %d %d %f %f\\n', summary.requests, summary.duration,\n\
         latency:percentile(50), latency:percentile(99)))\nend\n",
        paths.join(", ")
    );
    assert!(std::fs::write(&script, text).is_ok());
    let output = command
        .args(["-t1", &format!("-c{connections}"), &format!("-d{}s", seconds()), "-s"])
        .arg(&script)
        .arg(base)
        .output();
    let Ok(output) = output else { panic!("wrk does not run") };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "{text}");
    let figures: Option<Vec<f64>> = text
        .lines()
        .find_map(|line| line.strip_prefix("figures "))
        .and_then(|line| line.split(' ').map(|number| number.parse().ok()).collect());
    match figures.as_deref() {
        Some([requests, micros, p50, p99]) => {
            Load { requests: *requests, rate: requests / micros * 1e6, p50: p50 / 1e3, p99: p99 / 1e3 }
        }
        _ => panic!("{text}"),
    }
}
