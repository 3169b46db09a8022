//! An index of policies that can match: one bit per policy, by the fields that most policies restrict to fixed values.

use std::collections::HashMap;

/// A set of policies, by their position in the sorted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bits(Box<[u64]>);

impl Bits {
    fn empty(policies: usize) -> Self {
        Self(vec![0; policies.div_ceil(64)].into())
    }

    fn set(&mut self, policy: usize) {
        self.0[policy / 64] |= 1 << (policy % 64);
    }

    /// Keeps the policies that are in both sets.
    pub(crate) fn keep(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine &= theirs;
        }
    }

    /// The positions, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(word, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let bit = bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    word * 64 + bit
                })
            })
        })
    }
}

/// The policies by the values of one field.
#[derive(Debug)]
pub(crate) struct FieldIndex {
    by_value: HashMap<String, Bits>,
    /// Policies that do not restrict the field to fixed values. They can match any value, and its absence.
    any: Bits,
}

impl FieldIndex {
    /// Builds it from the fixed values of each policy; `None`: it has none.
    /// INVARIANT: a policy with fixed values does not match an access without the field.
    pub(crate) fn new(wanted: &[Option<&[String]>]) -> Self {
        let mut any = Bits::empty(wanted.len());
        for (policy, texts) in wanted.iter().enumerate() {
            if texts.is_none() {
                any.set(policy);
            }
        }
        let mut by_value: HashMap<String, Bits> = HashMap::new();
        for (policy, texts) in wanted.iter().enumerate() {
            for text in texts.iter().copied().flatten() {
                by_value.entry(text.clone()).or_insert_with(|| any.clone()).set(policy);
            }
        }
        Self { by_value, any }
    }

    /// The policies that can match if the field is `value`; `None`: it is absent.
    pub(crate) fn get(&self, value: Option<&str>) -> &Bits {
        value.and_then(|value| self.by_value.get(value)).unwrap_or(&self.any)
    }
}

/// All policies of a set of `policies`.
pub(crate) fn all_policies(policies: usize) -> Bits {
    let mut bits = Bits::empty(policies);
    for policy in 0..policies {
        bits.set(policy);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_can_match() {
        let (crm, both) = (vec!["crm".to_owned()], vec!["crm".to_owned(), "web".to_owned()]);
        let mut wanted: Vec<Option<&[String]>> = vec![None; 70];
        wanted[0] = Some(&crm);
        wanted[69] = Some(&both);
        let index = FieldIndex::new(&wanted);
        let found =
            |value| index.get(value).iter().filter(|policy| [0, 1, 69].contains(policy)).collect::<Vec<_>>();
        assert_eq!(found(Some("crm")), [0, 1, 69]);
        assert_eq!(found(Some("web")), [1, 69]);
        assert_eq!(found(Some("other")), [1]);
        assert_eq!(found(None), [1]);
        assert_eq!(all_policies(70).iter().count(), 70);
    }
}
