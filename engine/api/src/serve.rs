//! Serves a router on a listener until shutdown.

use std::convert::Infallible;
use std::io::Write as _;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use bytes::Bytes;
use futures_util::StreamExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::connection::{Connection, Peer, refusal_of_connection};
use crate::open::{Admitted, Asked, Connections, Full, Open};

/// How long shutdown waits for open requests. Who waits for a run is answered at once, that it has not ended.
const GRACE: Duration = Duration::from_secs(4);
/// How often silent connections are searched for.
const SWEEP: Duration = Duration::from_secs(1);

/// Serves until `shutdown` is ready, then lets calls under way finish for up to four seconds. Runs do not depend on
/// it: who was waiting for one is answered that it has not ended, and finds it again by its id.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    connections: Connections,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    listener.local_addr()?;
    let begun = tokio::time::Instant::now();
    let elapsed = move || u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let open = Arc::new(Open::new(connections, Arc::new(elapsed)));
    let (stop, stopping) = watch::channel(false);
    let mut talking = JoinSet::new();
    let mut sweep = tokio::time::interval(SWEEP);
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            _ = sweep.tick() => open.sweep(),
            Some(_) = talking.join_next() => {}
            (stream, peer) = Listener::accept(&mut listener) => match open.admit(peer.ip()) {
                Ok(admitted) => {
                    talking.spawn(answer_connection(stream, peer, router.clone(), admitted, stopping.clone()));
                }
                Err(full) => refuse_connection(stream, peer, full),
            },
        }
    }
    drop(listener);
    stop.send_replace(true);
    let all = async { while talking.join_next().await.is_some() {} };
    // What is left after that is dropped with the set.
    let _ = tokio::time::timeout(GRACE, all).await;
    Ok(())
}

/// Answers one connection until it ends, is silent for too long, or the server stops.
async fn answer_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    admitted: Admitted,
    mut stopping: watch::Receiver<bool>,
) {
    // Answers are one small write each: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection could not be set to send at once");
    }
    let line = Arc::clone(admitted.line());
    let io = TokioIo::new(Connection::new(stream, Arc::clone(&line)));
    let stops = stopping.clone();
    let service = service_fn(|request: http::Request<Incoming>| {
        let (router, asked, stopping) = (router.clone(), line.asked(), Stopping(stops.clone()));
        async move {
            let mut request = request.map(Body::new);
            // Who asks, from where: the audit log wants to know.
            request.extensions_mut().insert(ConnectInfo(Peer(peer)));
            request.extensions_mut().insert(stopping);
            let answer: Result<_, Infallible> = router.oneshot(request).await;
            // A stream is being answered until its last piece is written.
            answer.map(|answer| answer.map(|body| until_its_end(body, asked)))
        }
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(io, service));
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, %error, "a connection ended");
                }
                return;
            }
            () = line.closing() => {
                tracing::debug!(%peer, "a silent connection is closed");
                return;
            }
            _ = stopping.wait_for(|stopping| *stopping), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Whether the server stops: answers without an end come to one.
#[derive(Debug, Clone)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Comes back when the server stops.
    pub(crate) async fn stopped(&mut self) {
        // Without a sender the server is gone already.
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}

/// A body whose request counts as being answered until it was written. One that is known as a whole is written with its head.
fn until_its_end(body: Body, asked: Asked) -> Body {
    if body.size_hint().exact().is_some() {
        return body;
    }
    let mut asked = Some(asked);
    let ended = futures_util::stream::poll_fn(move |_| {
        asked.take();
        Poll::Ready(None::<Result<Bytes, axum::Error>>)
    });
    Body::from_stream(body.into_data_stream().chain(ended))
}

/// Says why a connection is not taken in. It is closed at once, whether that is read or not.
fn refuse_connection(stream: TcpStream, peer: SocketAddr, full: Full) {
    tracing::debug!(%peer, ?full, "a connection is refused");
    // The socket does not block, and a new one has room for so little.
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(&refusal_of_connection(full));
    }
}
