//! Finds the name that a misspelled word probably stands for, for "did you mean" helps.

/// Longest word that is compared, in bytes. A comparison costs the product of both lengths.
const MAX_LENGTH: usize = 64;

/// Maximum number of candidates that are compared.
const MAX_CANDIDATES: usize = 1_000;

/// The candidate closest to `word`, if one is close enough for a typing error.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > MAX_LENGTH {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_LENGTH)
        .take(MAX_CANDIDATES)
        .map(|candidate| {
            (strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| {
            *distance <= (candidate.chars().count().max(word.chars().count()) / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn finds_typing_errors_and_nothing_else() {
        assert_eq!(did_you_mean("swich", ["switch", "set"]), Some("switch"));
        assert_eq!(did_you_mean("banana", ["switch", "set"]), None);
        assert_eq!(did_you_mean("Input", ["input"]), Some("input"));
        assert_eq!(did_you_mean("", ["a"]), None);
        assert_eq!(did_you_mean(&"x".repeat(1 << 20), ["x"]), None);
    }
}
