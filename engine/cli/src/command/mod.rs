//! The commands. One file each; this one only lists them.

mod apply;
mod audit;
mod backup;
mod backups;
mod check;
mod check_store;
mod demo;
mod diff;
mod digest;
mod drafts;
mod draw;
mod estate;
mod explain;
mod failures;
mod fmt;
mod functions;
mod grants;
mod holds;
mod inbox;
mod integrations;
mod notices;
mod place;
mod plan;
mod policies;
mod principals;
mod profile;
mod publish;
mod pull;
mod queues;
mod quotas;
mod requests;
mod restore;
mod restores;
mod retention;
mod reviews;
mod run;
mod runs;
mod schedules;
mod schema;
mod search;
mod secrets;
mod serve;
mod sessions;
mod settings;
mod switching;
mod templates;
mod test;
mod tokens;
mod try_draft;
mod verify;
mod workflows;

use clap::{Parser, Subcommand};

use crate::exit::Exit;
use crate::output::Colour;

/// Low-code workflows with IT guardrails.
///
/// Champions write workflows in the Open Workflow DSL; IT writes policies that say what each may reach;
/// apps call the workflows over HTTP.
#[derive(Debug, Parser)]
#[command(
    name = "towpath",
    version,
    max_term_width = 100,
    after_help = "\
Start here:
  towpath demo                          the whole product on this machine, with a demo company
  towpath check workflow.yaml           find what is wrong with a definition
  towpath fmt workflow.yaml             format it; comments and meaning stay
  towpath diff old.yaml new.yaml        what changed, and what it reaches now
  towpath schema > schema.json          let your editor help with writing
  towpath run workflow.yaml --input '{\"a\": 1}'
                                        run a definition here, without a server
  towpath test workflow.yaml            try its cases, with declared answers in the place of systems
  towpath try workflow.yaml             run a draft on a server: what it writes reaches no system
  towpath verify receipt.json           check the receipt of a run, offline

  towpath plan DIR                      what a folder under version control would change on a server

Exit codes: 0 success, 1 problems were found, 2 usage, 3 unavailable, 4 refused, 5 there is something
to change (`plan` alone)."
)]
pub(crate) struct Arguments {
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value = "auto", env = "TOWPATH_COLOUR")]
    pub(crate) colour: Colour,
    /// Log more to stderr. `TOWPATH_LOG` selects what is logged (`info`, `towpath_runtime=debug`).
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Fmt(fmt::Fmt),
    Diff(diff::Diff),
    Digest(digest::Digest),
    Draw(draw::Draw),
    Profile(profile::Profile),
    Schema(schema::Schema),
    Run(run::Run),
    Test(test::Test),
    Serve(serve::Serve),
    CheckStore(check_store::CheckStore),
    Backup(backup::Backup),
    Restore(restore::Restore),
    #[command(subcommand)]
    Backups(backups::Backups),
    #[command(subcommand)]
    Restores(restores::Restores),
    #[command(subcommand)]
    Retention(retention::Retention),
    Try(try_draft::Try),
    Publish(publish::Publish),
    Plan(plan::Plan),
    Apply(apply::Apply),
    Pull(pull::Pull),
    Explain(explain::Explain),
    Inbox(inbox::Inbox),
    Search(search::Search),
    Estate(estate::Estate),
    #[command(subcommand)]
    Templates(templates::Templates),
    #[command(subcommand)]
    Drafts(drafts::Drafts),
    #[command(subcommand)]
    Runs(runs::Runs),
    Verify(verify::Verify),
    #[command(subcommand)]
    Workflows(workflows::Workflows),
    #[command(subcommand)]
    Settings(settings::Settings),
    #[command(subcommand)]
    Schedules(schedules::Schedules),
    #[command(subcommand)]
    Notices(notices::Notices),
    #[command(subcommand)]
    Failures(failures::Failures),
    #[command(subcommand)]
    Requests(requests::Requests),
    #[command(subcommand)]
    Grants(grants::Grants),
    #[command(subcommand)]
    Reviews(reviews::Reviews),
    #[command(subcommand)]
    Holds(holds::Holds),
    #[command(subcommand)]
    Policies(policies::Policies),
    #[command(subcommand)]
    Functions(functions::Functions),
    #[command(subcommand)]
    Integrations(integrations::Integrations),
    #[command(subcommand)]
    Secrets(secrets::Secrets),
    #[command(subcommand)]
    Tokens(tokens::Tokens),
    #[command(subcommand)]
    Sessions(sessions::Sessions),
    #[command(subcommand)]
    Principals(principals::Principals),
    #[command(subcommand)]
    Queues(queues::Queues),
    #[command(subcommand)]
    Quotas(quotas::Quotas),
    #[command(subcommand)]
    Audit(audit::Audit),
    Demo(demo::Demo),
}

/// Does what the command line says.
pub(crate) fn run(arguments: Arguments) -> Exit {
    match arguments.command {
        Command::Check(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Digest(command) => command.run(),
        Command::Draw(command) => command.run(),
        Command::Profile(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Run(command) => block_on(command.run()),
        Command::Test(command) => block_on(command.run()),
        Command::Serve(command) => block_on(command.run()),
        Command::CheckStore(command) => command.run(),
        Command::Backup(command) => block_on(command.run()),
        Command::Restore(command) => block_on(command.run()),
        Command::Backups(command) => block_on(command.run()),
        Command::Restores(command) => block_on(command.run()),
        Command::Retention(command) => block_on(command.run()),
        Command::Try(command) => block_on(command.run()),
        Command::Publish(command) => block_on(command.run()),
        Command::Plan(command) => block_on(command.run()),
        Command::Apply(command) => block_on(command.run()),
        Command::Pull(command) => block_on(command.run()),
        Command::Explain(command) => command.run(),
        Command::Inbox(command) => block_on(command.run()),
        Command::Search(command) => block_on(command.run()),
        Command::Estate(command) => block_on(command.run()),
        Command::Templates(command) => block_on(command.run()),
        Command::Drafts(command) => block_on(command.run()),
        Command::Runs(command) => block_on(command.run()),
        Command::Verify(command) => block_on(command.run()),
        Command::Workflows(command) => block_on(command.run()),
        Command::Settings(command) => block_on(command.run()),
        Command::Schedules(command) => block_on(command.run()),
        Command::Notices(command) => block_on(command.run()),
        Command::Failures(command) => block_on(command.run()),
        Command::Requests(command) => block_on(command.run()),
        Command::Grants(command) => block_on(command.run()),
        Command::Reviews(command) => block_on(command.run()),
        Command::Holds(command) => block_on(command.run()),
        Command::Policies(command) => block_on(command.run()),
        Command::Functions(command) => block_on(command.run()),
        Command::Integrations(command) => block_on(command.run()),
        Command::Secrets(command) => block_on(command.run()),
        Command::Tokens(command) => block_on(command.run()),
        Command::Sessions(command) => block_on(command.run()),
        Command::Principals(command) => block_on(command.run()),
        Command::Queues(command) => block_on(command.run()),
        Command::Quotas(command) => block_on(command.run()),
        Command::Audit(command) => block_on(command.run()),
        Command::Demo(command) => block_on(command.run()),
    }
}

/// One worker more than processors. Runs compute on as many workers as there are processors; the other one waits for
/// sockets and timers, and the system lets it run at once when something comes.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + 1
}

fn block_on(future: impl Future<Output = Exit>) -> Exit {
    match tokio::runtime::Builder::new_multi_thread().worker_threads(workers()).enable_all().build() {
        Ok(runtime) => {
            let exit = runtime.block_on(future);
            // A worker that is stuck in a slow call must not keep the process.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            exit
        }
        Err(error) => {
            crate::output::error(&format!("cannot start: {error}"));
            Exit::Unavailable
        }
    }
}
