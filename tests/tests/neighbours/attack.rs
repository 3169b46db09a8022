//! One tenant at its worst: connections that say nothing, runs that compute, and runs that listen for large events.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::World;

/// Longest until every listener has heard everything.
const HEARD: Duration = Duration::from_secs(240);

/// How much of each.
#[derive(Debug, Clone)]
pub(crate) struct Attack {
    pub(crate) silent: usize,
    pub(crate) busy: usize,
    pub(crate) listeners: usize,
    pub(crate) events: usize,
    pub(crate) event_bytes: usize,
}

impl Attack {
    /// Attacks until it is over; gives what was counted.
    pub(crate) async fn run(self, world: Arc<World>, over: Arc<AtomicBool>) -> Value {
        let opened = Arc::new(AtomicUsize::new(0));
        let silent: Vec<_> = (0..self.silent)
            .map(|_| tokio::spawn(silent(world.server.url.clone(), Arc::clone(&opened))))
            .collect();
        let listeners = self.listen(&world).await;
        let busy: Vec<_> = (0..self.busy)
            .map(|_| {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    let path = "/v1/workflows/bad/busy/runs?wait=0";
                    let answer = world.bad.try_send("POST", path, Some("{}".into()), &[]).await;
                    answer.map_or(0, |answer| answer.status)
                })
            })
            .collect();
        self.send(&world).await;
        while !over.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut answered = std::collections::BTreeMap::<String, usize>::new();
        for busy in busy {
            *answered.entry(busy.await.unwrap().to_string()).or_default() += 1;
        }
        let heard = self.heard(&world, &listeners).await;
        silent.iter().for_each(tokio::task::JoinHandle::abort);
        json!({ "heard": heard, "silentOpened": opened.load(Ordering::Relaxed), "busyAnswered": answered })
    }

    /// Starts the listeners; they listen when this returns.
    async fn listen(&self, world: &Arc<World>) -> Vec<String> {
        let mut runs = Vec::new();
        for _ in 0..self.listeners {
            let answer = world.bad.post("/v1/workflows/bad/listens/runs?wait=0", "{}").await;
            assert_eq!(answer.status, 202, "{}", answer.text);
            runs.push(answer.body["id"].as_str().unwrap().to_owned());
        }
        let end = Instant::now() + Duration::from_secs(60);
        for run in &runs {
            while world.bad.get(&format!("/v1/runs/{run}")).await.body["status"] != "waiting" {
                assert!(Instant::now() < end, "a run does not listen");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        runs
    }

    /// Sends the events, and one that ends the listening.
    async fn send(&self, world: &Arc<World>) {
        let text = "x".repeat(self.event_bytes);
        for number in 0..=self.events {
            let (kind, data) = if number < self.events { ("big", text.as_str()) } else { ("over", "") };
            let event = json!({ "specversion": "1.0", "id": number.to_string(), "source": "/bad", "type": kind, "data": data });
            let sent = world.bad.try_send(
                "POST",
                "/v1/events",
                Some(event.to_string().into()),
                &[("content-type", "application/cloudevents+json")],
            );
            assert_eq!(sent.await.unwrap().status, 202);
        }
    }

    /// How many of the listeners have heard every event in the end.
    async fn heard(&self, world: &Arc<World>, runs: &[String]) -> usize {
        let end = Instant::now() + HEARD;
        let mut heard = 0;
        for run in runs {
            let view = loop {
                let view = world.bad.get(&format!("/v1/runs/{run}")).await;
                let status = view.body["status"].as_str().unwrap_or_default();
                if !matches!(status, "running" | "waiting") || Instant::now() >= end {
                    break view;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            };
            heard += usize::from(view.body["output"]["heard"] == self.events);
        }
        heard
    }
}

/// A connection that sends half a head, and opens another when it is closed.
async fn silent(url: String, opened: Arc<AtomicUsize>) {
    let address = url.trim_start_matches("http://").to_owned();
    loop {
        if let Ok(mut stream) = tokio::net::TcpStream::connect(&address).await {
            opened.fetch_add(1, Ordering::Relaxed);
            let _ = stream.write_all(b"POST /v1/workflows/good/decides/runs HTTP/1.1\r\nHost: x\r\n").await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
