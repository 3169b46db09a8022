//! Serves a router on a listener until it is told to stop.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

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
    // Answers are one small write each: waiting for more to send would only delay them.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection could not be set to send at once");
        }
    });
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        // Nobody listens any more only when serving has ended by itself.
        let _ = stopping.send(());
    };
    // Who asks, from where: the audit log wants to know.
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(signal).into_future();
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
