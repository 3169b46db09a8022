//! Which of many things fits a question best. Pure.

use towpath_api_types::FoundItem;

/// What somebody searches for, in lower case.
#[derive(Debug, Clone)]
pub(super) struct Query {
    whole: String,
    words: Vec<String>,
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        let whole = text.trim().to_lowercase();
        let words = whole.split_whitespace().map(str::to_owned).collect();
        Self { whole, words }
    }

    /// How well it fits something with these names and these other texts; nothing where a word is in none of them.
    fn fits(&self, names: &[&str], others: &[&str]) -> Option<u32> {
        let lower = |texts: &[&str]| texts.iter().map(|text| text.to_lowercase()).collect::<Vec<_>>();
        let (names, others) = (lower(names), lower(others));
        let mut sum = 0;
        for word in &self.words {
            let in_names = names.iter().filter_map(|name| in_name(name, word)).max();
            let in_others = || others.iter().any(|text| text.contains(word.as_str())).then_some(1);
            sum += in_names.or_else(in_others)?;
        }
        let of_whole = names.iter().map(|name| match name {
            name if *name == self.whole => 1_000,
            name if name.starts_with(&self.whole) => 500,
            _ => 0,
        });
        Some(sum + of_whole.max().unwrap_or_default())
    }
}

/// How well a word fits a name: at its begin, at the begin of a word of it, anywhere.
fn in_name(name: &str, word: &str) -> Option<u32> {
    let mut places = name.match_indices(word).map(|(at, _)| at).peekable();
    let first = *places.peek()?;
    let begins = |at: usize| {
        let before = name.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
    };
    Some(match first {
        0 => 40,
        _ if places.any(begins) => 20,
        _ => 10,
    })
}

/// What was found so far.
pub(super) struct Ranked {
    query: Query,
    found: Vec<(u32, FoundItem)>,
}

impl Ranked {
    pub(super) fn new(query: Query) -> Self {
        Self { query, found: Vec::new() }
    }

    /// The question as one text.
    pub(super) fn text(&self) -> &str {
        &self.query.whole
    }

    /// Adds something if it fits.
    pub(super) fn add(&mut self, names: &[&str], others: &[&str], make: impl FnOnce() -> FoundItem) {
        if let Some(fits) = self.query.fits(names, others) {
            self.found.push((fits, make()));
        }
    }

    /// Adds something that was found in another way, in front of everything else.
    pub(super) fn put(&mut self, item: FoundItem) {
        self.found.push((u32::MAX, item));
    }

    /// The best of it.
    pub(super) fn best(mut self, limit: usize) -> Vec<FoundItem> {
        self.found.sort_by(|(a, one), (b, other)| {
            (b, one.kind, &one.title, &one.id).cmp(&(a, other.kind, &other.title, &other.id))
        });
        // Whoever has two roles may see a thing twice.
        let mut items: Vec<FoundItem> = Vec::new();
        for (_, item) in self.found {
            let is_known = |known: &FoundItem| {
                known.kind == item.kind && known.id == item.id && known.version == item.version
            };
            if items.len() < limit && !items.iter().any(is_known) {
                items.push(item);
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use towpath_api_types::FoundKind;

    use super::*;

    fn best(question: &str, things: &[(&str, &str)]) -> Vec<String> {
        let mut found = Ranked::new(Query::new(question));
        for (name, other) in things {
            found.add(&[name], &[other], || FoundItem {
                kind: FoundKind::Workflow,
                id: (*name).to_owned(),
                title: (*name).to_owned(),
                subtitle: String::new(),
                namespace: None,
                name: None,
                version: None,
            });
        }
        found.best(3).into_iter().map(|item| item.id).collect()
    }

    #[test]
    fn the_nearest_name_is_first_and_every_word_is_found() {
        let things = [
            ("prefund", ""),
            ("order-refund", ""),
            ("refund-triage", ""),
            ("Refund", ""),
            ("triage", "of refunds"),
        ];
        assert_eq!(best("refund", &things), ["Refund", "refund-triage", "order-refund"]);
        assert_eq!(best("TRIAGE refund", &things), ["refund-triage", "triage"]);
        assert!(best("refund missing", &things).is_empty());
    }

    #[test]
    fn what_is_found_twice_is_listed_once() {
        assert_eq!(best("a", &[("a", ""), ("a", "")]), ["a"]);
    }
}
