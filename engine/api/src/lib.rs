//! The HTTP API: one file per resource under `resources/`, every error as a problem document, every route in
//! the OpenAPI description.
//!
//! Asks identity whether somebody may, asks the engine to do it, and puts the answer into HTTP. Decides
//! nothing about runs and reads no clock.

mod audit;
mod body;
mod caller;
mod connection;
mod decision;
mod denied;
mod diagnostic;
mod extract;
mod fault;
mod finish;
mod impact;
mod mask;
mod open;
mod people;
mod plain;
mod precondition;
mod prefer;
mod problem;
mod rates;
mod resources;
mod serve;
mod state;
mod time;

pub use open::Connections;
pub use problem::ProblemDetails;
pub use rates::PerMinute;
pub use resources::{openapi, router};
pub use serve::serve;
pub use state::{ApiState, NewId, Settings, Troubles};
