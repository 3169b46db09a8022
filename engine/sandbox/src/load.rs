//! Checking and publishing: a definition is loaded into a fresh runner, whose memory then becomes the image.

use std::sync::Arc;
use std::time::Duration;

use towpath_wire::{Limits, Load, LoadReport};

use crate::image::{Image, snapshot};
use crate::instance::{decode, encode};
use crate::machine::{Entry, Machine};
use crate::sandbox::Inner;
use crate::{LoadError, SandboxError};

/// A definition that was loaded.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What the runner found.
    pub report: LoadReport,
    /// The image, when the report has no error. Its name is `ImageDigest::of` these bytes.
    pub image: Option<Vec<u8>>,
    /// CPU time spent inside the sandbox.
    pub cpu: Duration,
}

/// Loads the definition; `keep` says whether an image is wanted.
pub(crate) async fn load(
    inner: &Arc<Inner>,
    initial: Image,
    request: &Load,
    limits: &Limits,
    keep: bool,
) -> Result<Loaded, LoadError> {
    let message = encode(request)?;
    let slot = Arc::clone(&inner.loads).acquire_owned().await.map_err(closed)?;
    let mut machine = Machine::new(Arc::clone(inner), initial, limits, slot)?;
    let answer = machine.call(Entry::Load, &message).await?;
    let report: LoadReport = decode(&machine.memory()[answer])?;
    let image = (keep && report.is_ok()).then(|| {
        let runner = &machine.image().0.runner;
        snapshot(&runner.digest, &runner.shape, machine.memory())
    });
    Ok(Loaded { report, image, cpu: machine.cpu_used() })
}

/// INVARIANT: nothing ever closes a semaphore of the sandbox; should that change, this is what is said.
pub(crate) fn closed(_: tokio::sync::AcquireError) -> SandboxError {
    SandboxError::Instantiate("the sandbox is closed".to_owned())
}
