//! `towpath explain`: the page of a code.

use clap::Args;
use towpath_diagnostics::{codes, did_you_mean};

use crate::exit::Exit;
use crate::output;

/// Explain a code such as TP0201: what it means and what to do.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code; without one, every code is listed.
    code: Option<String>,
}

impl Explain {
    pub(crate) fn run(self) -> Exit {
        let Some(code) = self.code else {
            for (_, page) in codes::pages() {
                output::data(page.lines().next().unwrap_or_default().trim_start_matches("# "));
            }
            return Exit::Success;
        };
        if let Some(page) = codes::page(&code) {
            output::data(page.trim_end());
            return Exit::Success;
        }
        output::error(&format!("there is no code `{code}`"));
        match did_you_mean(&code, codes::pages().iter().map(|(name, _)| *name)) {
            Some(close) => output::help(&format!("did you mean `{close}`?")),
            None => output::help("`towpath explain` without a code lists them all"),
        }
        Exit::Usage
    }
}
