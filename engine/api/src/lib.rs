//! The HTTP API: one file per resource under `resources/`, every error as a problem document, every route in
//! the OpenAPI description.
//!
//! Each handler checks the permission table, calls the engine, and turns the result into HTTP. Requests and responses are the
//! types of `towpath-api-types`; `convert` and the resources make them of engine types. Nothing about runs is decided here, and
//! no clock is read.

mod audit;
mod backups;
mod body;
mod caller;
mod connection;
mod convert;
mod cookie;
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

pub use backups::{BackupRefused, MakesBackups};
pub use open::Connections;
pub use rates::PerMinute;
pub use resources::{api_router, openapi_description};
pub use serve::serve;
pub use state::{ApiState, NewId, Settings, Troubles};
pub use towpath_api_types::{Backup, BackupState, Template, TemplateBlank};
