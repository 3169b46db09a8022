//! Answers without an end on a real connection: the sweep of idle connections leaves them alone, and a stop ends them.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use towpath_api::{Connections, serve};

use crate::world::{SLEEP, World};

/// Longest that a test waits for a piece.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server, and what stops it.
struct Server {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

async fn start(router: Router, idle: Duration) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let connections = Connections { idle, ..Connections::default() };
    let shutdown = async { drop(stopped.await) };
    let served = tokio::spawn(serve(listener, router, connections, shutdown));
    Server { address, stop, served }
}

/// Asks, and reads until `wanted` has come; all of it.
async fn until(stream: &mut TcpStream, wanted: &str) -> String {
    let (mut all, mut buffer) = (String::new(), [0; 1024]);
    while !all.contains(wanted) {
        let count = tokio::time::timeout(PATIENCE, stream.read(&mut buffer)).await.unwrap().unwrap();
        assert!(count > 0, "the connection was closed after {all:?}");
        all.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_is_not_taken_for_an_idle_connection() {
    // Two pieces, with more time between them than a connection may be idle.
    let pieces = || async {
        let ticks = tokio::time::interval(Duration::from_secs(3));
        let pieces = futures_util::stream::unfold((ticks, 0), |(mut ticks, number)| async move {
            ticks.tick().await;
            let piece = Ok::<_, Infallible>(Bytes::from(format!("piece {number}\n")));
            (number < 2).then_some((piece, (ticks, number + 1)))
        });
        Body::from_stream(pieces)
    };
    let server = start(Router::new().route("/", get(pieces)), Duration::from_secs(1)).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    until(&mut stream, "piece 1").await;
    // Afterwards it is idle like any other, and is closed.
    let mut rest = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await.unwrap().unwrap();
    drop(server.stop);
    server.served.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_streams_of_changes() {
    let world = World::new().await;
    let server = start(world.router.clone(), Duration::from_secs(60)).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request =
        format!("GET /v1/changes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", world.champion);
    stream.write_all(request.as_bytes()).await.unwrap();
    let begun = until(&mut stream, ": connected").await;
    assert!(begun.contains("cache-control: no-cache") && begun.contains("text/event-stream"), "{begun}");
    let at = Instant::now();
    server.stop.send(()).unwrap();
    server.served.await.unwrap().unwrap();
    // Whatever is still open after four seconds is dropped.
    assert!(at.elapsed() < Duration::from_secs(3), "{:?}", at.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_run_is_answered_when_the_server_stops() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let server = start(world.router.clone(), Duration::from_secs(60)).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!(
        "POST /v1/workflows/support/sleep/runs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}",
        world.app
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let begun = Instant::now();
    let run = loop {
        assert!(begun.elapsed() < PATIENCE, "the run has not begun");
        let listed = world.get(&world.it, "/v1/runs?workflow=support/sleep").await.is(200).json();
        if let Some(run) = listed["runs"][0]["id"].as_str() {
            break run.to_owned();
        }
        tokio::task::yield_now().await;
    };
    server.stop.send(()).unwrap();
    let answer = until(&mut stream, "running").await;
    assert!(answer.starts_with("HTTP/1.1 202") && answer.contains(&run), "{answer}");
    server.served.await.unwrap().unwrap();
}
