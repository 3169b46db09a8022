//! `towpath policies`: what IT does with its policies on the command line.

mod activate;
mod approve;
mod check;
mod delete;
mod enforce;
mod explain;
mod impact;
mod revisions;
mod test;

use clap::Subcommand;

pub(crate) use activate::{affected_by, explain_unconfirmed_activation, parse_grace_period};

use crate::exit::Exit;

/// Check, test and explain policies, without a server; show what they would change on a server, and activate them.
#[derive(Debug, Subcommand)]
pub(crate) enum Policies {
    Check(check::Check),
    Test(test::Test),
    Explain(explain::Explain),
    Impact(impact::Impact),
    Activate(activate::Activate),
    Delete(delete::Delete),
    Enforce(enforce::Enforce),
    #[command(alias = "sign")]
    Approve(approve::Approve),
    Withdraw(approve::Withdraw),
    Revisions(revisions::Revisions),
}

impl Policies {
    pub(crate) async fn run(self) -> Exit {
        match self {
            Self::Impact(command) => command.run().await,
            Self::Activate(command) => command.run().await,
            Self::Delete(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Enforce(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Approve(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Withdraw(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Revisions(command) => command.run().await.unwrap_or_else(|exit| exit),
            Self::Check(command) => command.run(),
            Self::Test(command) => command.run(),
            Self::Explain(command) => command.run(),
        }
    }
}
