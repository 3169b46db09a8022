//! Diagnostics for readers: JSON with ranges for editors, and text for terminals (feature `render`).
//!
//! Renderers take any span: what lies outside the text, or inside a character, is moved to the nearest place.

pub mod json;
#[cfg(feature = "render")]
pub mod terminal;

use crate::{Diagnostic, Severity};

/// How many there are of each kind, as people say it: `2 errors, 1 warning`. Empty when there is nothing.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Hint, "hint")];
    let counts = kinds.iter().filter_map(|(severity, word)| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == *severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {word}{plural}"))
    });
    counts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn counts_are_said_as_people_say_them() {
        let error = || Diagnostic::error(codes::TP0001, "x");
        assert_eq!(summary(&[]), "");
        assert_eq!(summary(&[error()]), "1 error");
        assert_eq!(
            summary(&[error(), Diagnostic::warning(codes::TP0001, "x"), error()]),
            "2 errors, 1 warning"
        );
    }
}
