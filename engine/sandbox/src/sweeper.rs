//! A thread that drops images from the cache that were unused for some time.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::SandboxError;
use crate::sandbox::Inner;

/// The shortest interval between checks. Otherwise the interval is a quarter of the idle time of images.
const OFTEN: Duration = Duration::from_millis(50);
const SELDOM: Duration = Duration::from_secs(15);

/// Starts the thread. It ends when the sandbox is dropped.
pub(crate) fn start_sweeper(inner: &Arc<Inner>) -> Result<(), SandboxError> {
    let (inner, idle) = (Arc::downgrade(inner), inner.config.images_idle);
    std::thread::Builder::new()
        .name("towpath-images".to_owned())
        .spawn(move || run(&inner, idle))
        .map(|_| ())
        .map_err(|error| SandboxError::Config(format!("cannot start the thread for images: {error}")))
}

fn run(inner: &Weak<Inner>, idle: Duration) {
    let pause = (idle / 4).clamp(OFTEN, SELDOM);
    loop {
        std::thread::sleep(pause);
        let Some(inner) = inner.upgrade() else { return };
        let dropped = inner.images.lock().sweep(idle, Instant::now());
        inner.kept.forget(&dropped);
        drop(dropped);
        inner.kept.sweep(idle, Instant::now());
    }
}
