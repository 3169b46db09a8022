//! Who waits in front of a gate. Pure.
//!
//! Those that somebody waits for go first. Among equals principals take turns, so that one with many is not in the way of one
//! with few; those of one principal are served in order.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// After so many in a row that somebody waits for, one goes that nobody waits for.
const IN_A_ROW: u32 = 8;

/// Whose it is, and whether somebody waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    /// The principal.
    pub(crate) principal: Arc<str>,
    /// A caller waits for the run.
    pub(crate) awaited: bool,
}

/// See the file.
#[derive(Debug)]
pub(crate) struct Line<T> {
    awaited: Turns<T>,
    others: Turns<T>,
    last: u64,
    in_a_row: u32,
}

#[derive(Debug)]
struct Turns<T> {
    /// Principals that wait, next first.
    order: VecDeque<Arc<str>>,
    waiting: HashMap<Arc<str>, VecDeque<(u64, T)>>,
    length: usize,
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self { awaited: Turns::default(), others: Turns::default(), last: 0, in_a_row: 0 }
    }
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self { order: VecDeque::new(), waiting: HashMap::new(), length: 0 }
    }
}

impl<T> Line<T> {
    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.awaited.length + self.others.length
    }

    /// Whether nobody waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of a principal wait.
    pub(crate) fn len_of(&self, principal: &str) -> usize {
        self.awaited.len_of(principal) + self.others.len_of(principal)
    }

    /// Puts one at the end of its principal's. Returns its number, for [`Line::leave`].
    pub(crate) fn push(&mut self, party: &Party, item: T) -> u64 {
        self.last += 1;
        let number = self.last;
        self.turns(party.awaited).push(&party.principal, number, item);
        number
    }

    /// Takes the next one.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let first =
            !self.awaited.order.is_empty() && (self.in_a_row < IN_A_ROW || self.others.order.is_empty());
        self.in_a_row = if first { self.in_a_row.saturating_add(1) } else { 0 };
        self.turns(first).pop()
    }

    /// Takes one out that waits no more; `None` where it was taken before.
    pub(crate) fn leave(&mut self, party: &Party, number: u64) -> Option<T> {
        self.turns(party.awaited).leave(&party.principal, number)
    }

    fn turns(&mut self, awaited: bool) -> &mut Turns<T> {
        if awaited { &mut self.awaited } else { &mut self.others }
    }
}

impl<T> Turns<T> {
    fn len_of(&self, principal: &str) -> usize {
        self.waiting.get(principal).map_or(0, VecDeque::len)
    }

    fn push(&mut self, principal: &Arc<str>, number: u64, item: T) {
        let own = self.waiting.entry(Arc::clone(principal)).or_default();
        if own.is_empty() {
            self.order.push_back(Arc::clone(principal));
        }
        own.push_back((number, item));
        self.length += 1;
    }

    fn pop(&mut self) -> Option<T> {
        let principal = self.order.pop_front()?;
        let own = self.waiting.get_mut(&principal)?;
        let next = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&principal);
        } else {
            self.order.push_back(principal);
        }
        self.length -= usize::from(next.is_some());
        next.map(|(_, item)| item)
    }

    fn leave(&mut self, principal: &Arc<str>, number: u64) -> Option<T> {
        let own = self.waiting.get_mut(principal)?;
        // Numbers only grow.
        let at = own.binary_search_by_key(&number, |(one, _)| *one).ok()?;
        let (_, item) = own.remove(at)?;
        if own.is_empty() {
            self.waiting.remove(principal);
            self.order.retain(|one| one != principal);
        }
        self.length -= 1;
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(principal: &str, awaited: bool) -> Party {
        Party { principal: principal.into(), awaited }
    }

    #[test]
    fn principals_take_turns_and_one_with_many_is_in_nobodys_way() {
        let mut line = Line::default();
        for number in 0..1_000 {
            line.push(&party("many", false), ("many", number));
        }
        for number in 0..3 {
            line.push(&party("few", false), ("few", number));
        }
        assert_eq!((line.len(), line.len_of("many"), line.len_of("few")), (1_003, 1_000, 3));
        let order: Vec<_> = (0..6).filter_map(|_| line.pop()).collect();
        assert_eq!(order, [("many", 0), ("few", 0), ("many", 1), ("few", 1), ("many", 2), ("few", 2)]);
        assert_eq!((line.pop(), line.len_of("few")), (Some(("many", 3)), 0));
    }

    #[test]
    fn those_that_somebody_waits_for_go_first_and_the_others_still_go() {
        let mut line = Line::default();
        for number in 0..20 {
            line.push(&party("a", false), (false, number));
            line.push(&party("a", true), (true, number));
        }
        let order: Vec<_> = std::iter::from_fn(|| line.pop()).map(|(awaited, _)| awaited).collect();
        let first: Vec<_> = order.iter().take(18).copied().collect();
        let expected = [[true; 8].as_slice(), &[false], &[true; 8], &[false]].concat();
        assert_eq!((order.len(), first), (40, expected));
        assert!(line.is_empty());
    }

    #[test]
    fn one_that_leaves_holds_up_nobody() {
        let mut line = Line::default();
        let (ada, eve) = (party("ada", false), party("eve", false));
        let (first, second) = (line.push(&ada, 1), line.push(&eve, 2));
        let third = line.push(&ada, 3);
        assert_eq!((line.leave(&eve, second), line.leave(&eve, second)), (Some(2), None));
        assert_eq!((line.leave(&ada, third), line.pop(), line.pop()), (Some(3), Some(1), None));
        assert_eq!((line.leave(&ada, first), line.len()), (None, 0));
        assert!(line.others.waiting.is_empty() && line.others.order.is_empty());
    }
}
