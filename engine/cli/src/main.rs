//! The `towpath` binary: reads the command line, does what it says, answers with an exit code.
//!
//! Data goes to stdout, everything else to stderr.

mod assemble;
mod backup;
mod catalogue;
mod changes;
mod command;
mod company;
mod config;
mod connection;
mod definition;
mod descriptors;
mod disk;
mod exit;
mod findings;
mod folder;
mod format;
mod input;
mod junit;
mod output;
mod policy_files;
mod public_url;
mod rollout;
mod room;
mod startup;
mod templates;
mod terminal;
mod upkeep;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = match command::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return show_usage_error(&error),
    };
    output::set_colour(arguments.colour);
    init_tracing(arguments.verbose);
    output::finish(command::run(arguments)).into()
}

/// Help, the version, or what is wrong with the command line.
fn show_usage_error(error: &clap::Error) -> ExitCode {
    match error.print() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            output::error(&format!("cannot write: {error}"));
            exit::Exit::Unavailable.into()
        }
        // INVARIANT: clap ends with 0 or 2.
        _ => u8::try_from(error.exit_code()).unwrap_or(2).into(),
    }
}

fn init_tracing(verbose: bool) {
    let default = if verbose { "info" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("TOWPATH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    let is_coloured = output::is_coloured();
    let log = move || output::Log { is_coloured };
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_coloured).with_writer(log).init();
}
