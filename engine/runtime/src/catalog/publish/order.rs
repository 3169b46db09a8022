//! Compares version numbers by the rules of semantic versioning.

use std::cmp::Ordering;

/// The next patch version; what follows the three numbers is dropped.
pub(super) fn next_version(version: &str) -> String {
    let [major, minor, patch] = numbers(version);
    format!("{major}.{minor}.{}", patch + 1)
}

fn numbers(version: &str) -> [u64; 3] {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    let mut numbers = core.split('.').map(|part| part.parse().unwrap_or_default());
    std::array::from_fn(|_| numbers.next().unwrap_or_default())
}

/// Which of two versions is the older one. What follows a `+` does not count.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    numbers(one).cmp(&numbers(other)).then_with(|| before(one, other))
}

/// Compares pre-release parts. A pre-release is older than its release; numeric parts compare as numbers, and are below texts.
fn before(one: &str, other: &str) -> Ordering {
    let parts = |version: &'_ str| -> Option<Vec<String>> {
        let (_, rest) = version.split('+').next()?.split_once('-')?;
        Some(rest.split('.').map(str::to_owned).collect())
    };
    let (one, other) = match (parts(one), parts(other)) {
        (None, None) => return Ordering::Equal,
        (None, Some(_)) => return Ordering::Greater,
        (Some(_), None) => return Ordering::Less,
        (Some(one), Some(other)) => (one, other),
    };
    let compared =
        one.iter().zip(&other).map(|(one, other)| match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => one.cmp(other),
        });
    compared.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&other.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposes_the_next_patch() {
        assert_eq!(next_version("1.2.3"), "1.2.4");
        assert_eq!(next_version("1.2.3-beta.1+x"), "1.2.4");
    }

    #[test]
    fn versions_are_in_the_order_of_the_specification() {
        let ordered = [
            "0.9.10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.2.0",
            "1.10.0",
            "2.0.0",
        ];
        for (at, one) in ordered.iter().enumerate() {
            for (place, other) in ordered.iter().enumerate() {
                assert_eq!(compare(one, other), at.cmp(&place), "{one} {other}");
            }
        }
        assert_eq!(compare("1.0.0+a", "1.0.0+b"), Ordering::Equal);
    }
}
