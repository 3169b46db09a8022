//! Drops images that nobody has called for a while, also where nothing else happens: one thread that mostly sleeps.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::SandboxError;
use crate::sandbox::Inner;

/// How often to look, at most; and never more seldom than a fourth of the time that an image may be idle.
const OFTEN: Duration = Duration::from_millis(50);
const SELDOM: Duration = Duration::from_secs(15);

/// Starts the thread. It ends by itself when the sandbox is gone.
pub(crate) fn start(inner: &Arc<Inner>) -> Result<(), SandboxError> {
    let (inner, idle) = (Arc::downgrade(inner), inner.config.images_idle);
    std::thread::Builder::new()
        .name("towpath-images".to_owned())
        .spawn(move || run(&inner, idle))
        .map(|_| ())
        .map_err(|error| SandboxError::Config(format!("no thread for images: {error}")))
}

fn run(inner: &Weak<Inner>, idle: Duration) {
    let pause = (idle / 4).clamp(OFTEN, SELDOM);
    loop {
        std::thread::sleep(pause);
        let Some(inner) = inner.upgrade() else { return };
        let dropped = inner.images.lock().sweep(idle, Instant::now());
        drop(dropped);
    }
}
