//! A whole folder and a server: what would change there, doing it, and taking it out of a server again.
//!
//! `tree` finds the documents of a folder, `check` makes sure of them without a server, `seen` reads the server, `compare`
//! and `forecast` make the plan of both, `carry` carries it out and `pull` goes the other way.

mod candidate;
mod carry;
mod check;
mod compare;
mod environment;
mod forecast;
mod lines;
mod plan;
mod problems;
mod pull;
mod saved;
mod seen;
mod show;
mod tree;
mod workflows;

use std::path::Path;

use towpath_client::{Client, ClientError};

pub(crate) use carry::{Done, Outcome, apply_plan};
pub(crate) use check::{Folder, read_folder};
pub(crate) use plan::Plan;
pub(crate) use pull::{compare_for_pull, documents_in_folder};
pub(crate) use saved::SavedPlan;
pub(crate) use seen::Seen;
pub(crate) use show::{cases_of_plan, lines_of_plan, summary_of_plan};
pub(crate) use tree::Kind;

/// What the plan of a folder may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// What is only on the server goes.
    pub(crate) prune: bool,
    /// Changes of texts are shown in full.
    pub(crate) diff: bool,
}

/// A plan, with all that it was made of.
pub(crate) struct Prepared {
    pub(crate) folder: Folder,
    pub(crate) seen: Seen,
    pub(crate) plan: Plan,
}

/// Makes the plan of a folder. Nothing is sent but questions.
pub(crate) async fn prepare_plan(
    client: &Client,
    folder: Folder,
    wanted: Wanted,
) -> Result<Prepared, ClientError> {
    let seen = Seen::read(client, &folder).await?;
    let mut plan = compare::compare_with_server(&folder, &seen, wanted);
    forecast::forecast_publications(client, &folder, &seen, &mut plan).await?;
    Ok(Prepared { folder, seen, plan })
}

/// The place of a file, as short as it can be said: from the folder's root.
fn short_place_of_file(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}
