//! The `towpath` binary: reads the command line, does what it says, answers with an exit code.
//!
//! Data goes to stdout, everything else to stderr.

mod assemble;
mod command;
mod company;
mod config;
mod definition;
mod disk;
mod exit;
mod folder;
mod format;
mod input;
mod junit;
mod output;
mod rollout;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    output::set_colour(arguments.colour);
    init_tracing(arguments.verbose);
    command::run(arguments).into()
}

fn init_tracing(verbose: bool) {
    let default = if verbose { "info" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("TOWPATH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
