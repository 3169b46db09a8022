//! Renders diagnostics: JSON with ranges for editors, and text for terminals (feature `render`).
//!
//! Renderers accept any span. A position outside the text or inside a character is moved to the nearest valid
//! one.

pub mod json;
#[cfg(feature = "render")]
pub mod terminal;

use crate::{Diagnostic, Severity};

/// The number of diagnostics of each severity, such as `2 errors, 1 warning`. Empty if there are none.
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
    fn counts_in_words() {
        let error = || Diagnostic::error(codes::TP0001, "x");
        assert_eq!(summary(&[]), "");
        assert_eq!(summary(&[error()]), "1 error");
        assert_eq!(
            summary(&[error(), Diagnostic::warning(codes::TP0001, "x"), error()]),
            "2 errors, 1 warning"
        );
    }
}
