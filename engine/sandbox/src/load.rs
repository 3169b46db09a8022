//! Loads a definition into a new runner, to check it or to publish it. For publishing, the memory becomes the image.

use std::sync::Arc;
use std::time::Duration;

use towpath_wire::{Limits, Load, LoadReport};

use crate::image::{Image, snapshot_memory};
use crate::instance::{decode_message, encode_message};
use crate::machine::{Entry, Machine};
use crate::sandbox::Inner;
use crate::{LoadError, Who};

/// The result of loading a definition.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The report of the runner.
    pub report: LoadReport,
    /// The image, if the report has no error. Its digest is `ImageDigest::of` these bytes.
    pub image: Option<Vec<u8>>,
    /// CPU time in the sandbox.
    pub cpu: Duration,
}

/// Loads the definition. `keep`: whether to create an image.
pub(crate) async fn load_definition(
    inner: &Arc<Inner>,
    initial: Image,
    request: &Load,
    limits: &Limits,
    keep: bool,
) -> Result<Loaded, LoadError> {
    let message = encode_message(request)?;
    let place = inner.loads.acquire(&Who::default()).await;
    let mut machine = Machine::new(Arc::clone(inner), initial, limits, place)?;
    let answer = machine.call(Entry::Load, &message).await?;
    let report: LoadReport = decode_message(&machine.memory()[answer])?;
    let image = (keep && report.is_ok()).then(|| {
        let runner = &machine.image().0.runner;
        snapshot_memory(&runner.digest, &runner.shape, machine.memory())
    });
    Ok(Loaded { report, image, cpu: machine.cpu_used() })
}
