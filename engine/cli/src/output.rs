//! The one place that writes to the terminal.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use towpath_diagnostics::Diagnostic;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Decides about colour for the whole process.
pub(crate) fn set_colour(colour: Colour) {
    match colour {
        Colour::Auto => anstream::ColorChoice::Auto,
        Colour::Always => anstream::ColorChoice::Always,
        Colour::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Writes data for whoever reads stdout. A reader who has left is no error.
pub(crate) fn data(text: &str) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Writes JSON for whoever reads stdout.
pub(crate) fn json(value: &impl serde::Serialize) {
    // INVARIANT: everything printed as JSON has string keys and finite numbers.
    data(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Tells the person at the terminal something.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// An error that ends the command.
pub(crate) fn error(text: &str) {
    say(&format!("{} {text}", paint(AnsiColor::Red, "error:")));
}

/// What to do about it.
pub(crate) fn help(text: &str) {
    say(&format!("{} {text}", paint(AnsiColor::Cyan, " help:")));
}

/// The text in bold colour.
pub(crate) fn paint(colour: AnsiColor, text: &str) -> String {
    let style = Style::new().fg_color(Some(colour.into())).bold();
    format!("{style}{text}{style:#}")
}

/// The text, quieter.
pub(crate) fn dim(text: &str) -> String {
    let style = Style::new().dimmed();
    format!("{style}{text}{style:#}")
}

/// Shows diagnostics with the lines they speak of, and how many there are.
pub(crate) fn diagnostics(file: &str, source: &str, diagnostics: &[Diagnostic]) {
    let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    if !diagnostics.is_empty() {
        say(towpath_diagnostics::render::terminal::render(file, source, diagnostics, colour).trim_end());
        say("");
    }
}
