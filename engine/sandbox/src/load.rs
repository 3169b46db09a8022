//! Checking and publishing: a definition is loaded into a fresh runner, whose memory then becomes the image.

use std::sync::Arc;
use std::time::Duration;

use towpath_wire::{Limits, Load, LoadReport};

use crate::image::{Image, snapshot};
use crate::instance::{decode, encode};
use crate::machine::{Entry, Machine};
use crate::sandbox::Inner;
use crate::{LoadError, Who};

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
    let place = inner.loads.acquire(&Who::default()).await;
    let mut machine = Machine::new(Arc::clone(inner), initial, limits, place)?;
    let answer = machine.call(Entry::Load, &message).await?;
    let report: LoadReport = decode(&machine.memory()[answer])?;
    let image = (keep && report.is_ok()).then(|| {
        let runner = &machine.image().0.runner;
        snapshot(&runner.digest, &runner.shape, machine.memory())
    });
    Ok(Loaded { report, image, cpu: machine.cpu_used() })
}
