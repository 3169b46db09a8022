//! The one place that writes to the terminal. Nothing from elsewhere reaches one as it is: see `terminal`.

use std::io::{IsTerminal as _, Write};
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice};
use anstyle::AnsiColor;
use towpath_diagnostics::Diagnostic;

use crate::exit::Exit;
use crate::terminal::{escape_for_terminal, escaped_json, escaped_source, is_hidden, printed_text};

pub(crate) use crate::terminal::{dim, paint};

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

/// What was asked for, for the whole process.
static COLOUR: OnceLock<Colour> = OnceLock::new();

/// Decides about colour for the whole process.
pub(crate) fn set_colour(colour: Colour) {
    COLOUR.get_or_init(|| colour);
}

/// The choice for a stream. INVARIANT: `auto` writes no escapes to a file or a pipe, whatever the environment says
/// (such as `CLICOLOR_FORCE`).
fn colour_choice(
    colour: Colour,
    is_terminal: bool,
    on_terminal: impl FnOnce() -> ColorChoice,
) -> ColorChoice {
    match (colour, is_terminal) {
        (Colour::Always, _) => ColorChoice::Always,
        (Colour::Never, _) | (Colour::Auto, false) => ColorChoice::Never,
        (Colour::Auto, true) => on_terminal(),
    }
}

fn colour() -> Colour {
    COLOUR.get().copied().unwrap_or(Colour::Auto)
}

fn stdout() -> AutoStream<std::io::Stdout> {
    let raw = std::io::stdout();
    let choice = colour_choice(colour(), raw.is_terminal(), || AutoStream::choice(&raw));
    AutoStream::new(raw, choice)
}

fn stderr() -> AutoStream<std::io::Stderr> {
    let raw = std::io::stderr();
    let choice = colour_choice(colour(), raw.is_terminal(), || AutoStream::choice(&raw));
    AutoStream::new(raw, choice)
}

/// Whether stderr is to have colours.
pub(crate) fn is_coloured() -> bool {
    let raw = std::io::stderr();
    colour_choice(colour(), raw.is_terminal(), || AutoStream::choice(&raw)) != ColorChoice::Never
}

/// Why stdout could not be written, the first time.
static UNWRITTEN: OnceLock<String> = OnceLock::new();

/// Writes data for the reader of stdout. A reader who has left is no error; any other failure ends in [`finish`].
pub(crate) fn data(text: &str) {
    wrote(writeln!(stdout(), "{}", printed_text(text)));
}

/// Writes JSON to stdout.
pub(crate) fn json(value: &impl serde::Serialize) {
    // INVARIANT: everything printed as JSON has string keys and finite numbers.
    json_text(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Writes a list to stdout: as a JSON array, or one after the other with `show`. If it is empty, stderr says `nothing`.
pub(crate) fn list<T: serde::Serialize>(
    found: &[T],
    as_json: bool,
    nothing: Option<&str>,
    show: impl Fn(&T),
) -> Exit {
    if as_json {
        json(&found);
        return Exit::Success;
    }
    found.iter().for_each(show);
    if let Some(nothing) = nothing.filter(|_| found.is_empty()) {
        say(nothing);
    }
    Exit::Success
}

/// Writes the text of a JSON document; what a terminal would act on becomes an escape with the same meaning.
pub(crate) fn json_text(text: &str) {
    wrote(writeln!(std::io::stdout(), "{}", escaped_json(text)));
}

/// Writes the text of a document: exactly as it is, but escaped where stdout is a terminal.
pub(crate) fn document(text: &str) {
    let mut stdout = std::io::stdout();
    let text = if stdout.is_terminal() { escape_for_terminal(text) } else { text.to_owned() };
    wrote(writeln!(stdout, "{text}"));
}

/// Writes bytes of which each counts; escaped where stdout is a terminal.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut stdout = std::io::stdout();
    if stdout.is_terminal() {
        document(&String::from_utf8_lossy(bytes));
    } else {
        wrote(stdout.write_all(bytes).and_then(|()| stdout.flush()));
    }
}

/// Writes something that is shown only once. A closed stdout is an error here: the text would be lost.
///
/// # Errors
/// It was not written whole.
pub(crate) fn once(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{text}").and_then(|()| stdout.flush())
}

fn wrote(written: std::io::Result<()>) {
    if let Err(error) = written
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        UNWRITTEN.get_or_init(|| error.to_string());
    }
}

/// The exit of the command: not a success where data could not be written.
pub(crate) fn finish(exit: Exit) -> Exit {
    wrote(std::io::stdout().flush());
    let Some(why) = UNWRITTEN.get() else { return exit };
    error(&format!("cannot write to stdout: {why}"));
    if exit == Exit::Success { Exit::Unavailable } else { exit }
}

/// Writes a line to stderr.
pub(crate) fn say(text: &str) {
    let _ = writeln!(stderr(), "{}", printed_text(text));
}

/// An error that ends the command.
pub(crate) fn error(text: &str) {
    say(&format!("{} {text}", paint(AnsiColor::Red, "error:")));
}

/// What to do about it.
pub(crate) fn help(text: &str) {
    say(&format!("{} {text}", paint(AnsiColor::Cyan, " help:")));
}

/// Why policies refuse something, and who can help.
pub(crate) fn reason(reason: Option<&str>, contact: Option<&str>) {
    if let Some(reason) = reason {
        say(&format!("      {reason}"));
    }
    if let Some(contact) = contact {
        help(&format!("ask {contact}"));
    }
}

/// Shows diagnostics with the lines they speak of, and how many there are.
pub(crate) fn diagnostics(file: &str, source: &str, diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let (source, diagnostics) = escaped_source(source, diagnostics);
    let shown = &escape_for_terminal(file);
    let text = towpath_diagnostics::render::terminal::render(shown, &source, &diagnostics, is_coloured());
    // The escapes in it are the renderer's own: everything that it was given has none.
    let _ = writeln!(stderr(), "{}\n", text.trim_end());
}

/// Where lines of the log go: stderr, without anything that a terminal acts on but the colours of the log itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    /// Lines have colours. Escapes from elsewhere are written out before they come here.
    pub(crate) is_coloured: bool,
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let is_ours = |character: char| self.is_coloured && character == '\u{1b}';
        let mut stderr = std::io::stderr().lock();
        if text.chars().any(|character| is_hidden(character) && !is_ours(character)) {
            let parts: Vec<String> = match self.is_coloured {
                true => text.split('\u{1b}').map(escape_for_terminal).collect(),
                false => vec![escape_for_terminal(&text)],
            };
            stderr.write_all(parts.join("\u{1b}").as_bytes())?;
        } else {
            stderr.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_writes_no_escapes_into_a_file_whatever_the_environment_forces() {
        let forced = || ColorChoice::Always;
        assert_eq!(colour_choice(Colour::Auto, false, forced), ColorChoice::Never);
        assert_eq!(colour_choice(Colour::Auto, true, forced), ColorChoice::Always);
        assert_eq!(colour_choice(Colour::Always, false, || ColorChoice::Never), ColorChoice::Always);
        assert_eq!(colour_choice(Colour::Never, true, forced), ColorChoice::Never);
    }
}
