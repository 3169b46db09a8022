//! Serves a router on a listener until it is told to stop.

use std::future::IntoFuture as _;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::connection::{Answering, Peer};

/// Longest that calls under way are waited for at the end. Their runs go on without them.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is ready, then lets calls under way finish for up to ten seconds. Runs do not depend on
/// it: who was waiting for one finds it again by its id.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        // Nobody listens any more only when serving has ended by itself.
        let _ = stopping.send(());
    };
    // Who asks, from where: the audit log wants to know.
    let router = router.into_make_service_with_connect_info::<Peer>();
    let serving = axum::serve(Answering(listener), router).with_graceful_shutdown(signal).into_future();
    let out_of_time = async {
        match stopped.await {
            Ok(()) => tokio::time::sleep(GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = serving => served,
        () = out_of_time => Ok(()),
    }
}
