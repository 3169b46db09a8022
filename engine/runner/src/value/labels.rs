//! Labels: small sets of names such as `customer-data`, carried by every value.
//!
//! A set is 64 bits that index a table of the run. The names are only in that table. Other modules decide
//! which values carry which labels.

use std::ops::{BitOr, BitOrAssign};
use std::rc::Rc;

/// A set of labels, valid only with the [`LabelTable`] that created it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Labels(u64);

impl Labels {
    /// No label.
    pub const NONE: Self = Self(0);

    /// Whether there is no label.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it contains every label of `other`.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Labels {
    type Output = Self;
    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Labels {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A run has more distinct labels than a set can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyLabels;

impl std::fmt::Display for TooManyLabels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one run may carry at most {} different labels", LabelTable::MAX)
    }
}

impl std::error::Error for TooManyLabels {}

/// The names for the bits of [`Labels`]. Each run has one; names are only added.
#[derive(Clone, Debug, Default)]
pub struct LabelTable(Vec<Rc<str>>);

impl LabelTable {
    /// Maximum number of distinct labels of one run.
    pub const MAX: usize = 64;

    /// The set of these names. New names are added to the table.
    ///
    /// # Errors
    /// The table is full. Nothing is lost, but the run cannot continue.
    pub fn labels<S: AsRef<str>>(
        &mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Result<Labels, TooManyLabels> {
        let mut set = 0_u64;
        for name in names {
            let name = name.as_ref();
            let at = match self.0.iter().position(|known| **known == *name) {
                Some(at) => at,
                None if self.0.len() == Self::MAX => return Err(TooManyLabels),
                None => {
                    self.0.push(name.into());
                    self.0.len() - 1
                }
            };
            set |= 1 << at;
        }
        Ok(Labels(set))
    }

    /// The names in `labels`, sorted.
    pub fn names(&self, labels: Labels) -> Vec<String> {
        let chosen = self.0.iter().enumerate().filter(|(at, _)| labels.0 >> at & 1 == 1);
        let mut names: Vec<String> = chosen.map(|(_, name)| name.to_string()).collect();
        names.sort_unstable();
        names
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn sets_of_names() {
        let mut table = LabelTable::default();
        let payment = table.labels(["payment"]).unwrap();
        let both = table.labels(["payment", "customer-data"]).unwrap();
        assert!(both.contains(payment) && !payment.contains(both));
        assert_eq!(table.names(both), ["customer-data", "payment"]);
        assert!(table.names(Labels::NONE).is_empty());
    }

    #[test]
    fn the_65th_label_is_an_error() {
        let mut table = LabelTable::default();
        let all = table.labels((0..64).map(|i| format!("l{i}"))).unwrap();
        assert_eq!(table.names(all).len(), 64);
        assert_eq!(table.labels(["one-more"]), Err(TooManyLabels));
        assert_eq!(table.labels(["l63"]).map(|l| table.names(l)), Ok(vec!["l63".to_owned()]));
    }
}
