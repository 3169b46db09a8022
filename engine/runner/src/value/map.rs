//! The members of an object: in insertion order, fast for small objects, identical on every platform.
//!
//! There is no random hash state: order and cost depend only on the contents.

use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use indexmap::IndexMap;

use super::Value;

/// A member's name.
pub type Key = Rc<str>;

type Indexed = IndexMap<Key, Value, BuildHasherDefault<DefaultHasher>>;

/// Up to this number of members, lookup is a linear search.
const FEW: usize = 8;

/// Members of an object, in order of insertion.
#[derive(Clone, Debug)]
pub struct Map(Repr);

#[derive(Clone, Debug)]
enum Repr {
    Few(Vec<(Key, Value)>),
    Many(Indexed),
}

impl Default for Map {
    fn default() -> Self {
        Self(Repr::Few(Vec::new()))
    }
}

impl Map {
    /// An empty map with room for `capacity` members.
    pub fn with_capacity(capacity: usize) -> Self {
        Self(if capacity <= FEW {
            Repr::Few(Vec::with_capacity(capacity))
        } else {
            Repr::Many(Indexed::with_capacity_and_hasher(capacity, BuildHasherDefault::default()))
        })
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::Few(few) => few.len(),
            Repr::Many(many) => many.len(),
        }
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of member `key`.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match &self.0 {
            Repr::Few(few) => few.iter().find(|(name, _)| **name == *key).map(|(_, value)| value),
            Repr::Many(many) => many.get(key),
        }
    }

    /// The value of member `key`, mutable.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        match &mut self.0 {
            Repr::Few(few) => few.iter_mut().find(|(name, _)| **name == *key).map(|(_, value)| value),
            Repr::Many(many) => many.get_mut(key),
        }
    }

    /// Whether there is a member `key`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets member `key`, at its old position if it existed. Returns the old value.
    pub fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        match &mut self.0 {
            Repr::Few(few) => {
                if let Some((_, old)) = few.iter_mut().find(|(name, _)| *name == key) {
                    return Some(std::mem::replace(old, value));
                }
                if few.len() < FEW {
                    few.push((key, value));
                    return None;
                }
                let mut many: Indexed = few.drain(..).collect();
                many.insert(key, value);
                self.0 = Repr::Many(many);
                None
            }
            Repr::Many(many) => many.insert(key, value),
        }
    }

    /// Removes member `key`. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        match &mut self.0 {
            Repr::Few(few) => {
                let at = few.iter().position(|(name, _)| **name == *key)?;
                Some(few.remove(at).1)
            }
            Repr::Many(many) => many.shift_remove(key),
        }
    }

    /// The `at`th member, counted from 0.
    pub fn get_index(&self, at: usize) -> Option<(&Key, &Value)> {
        match &self.0 {
            Repr::Few(few) => few.get(at).map(|(key, value)| (key, value)),
            Repr::Many(many) => many.get_index(at),
        }
    }

    /// All members, in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter { map: self, at: 0 }
    }

    /// All values, mutable.
    pub fn values_mut(&mut self) -> Box<dyn Iterator<Item = &mut Value> + '_> {
        match &mut self.0 {
            Repr::Few(few) => Box::new(few.iter_mut().map(|(_, value)| value)),
            Repr::Many(many) => Box::new(many.values_mut()),
        }
    }

    /// All members sorted by name, for `keys` and comparisons.
    pub fn sorted(&self) -> Vec<(&Key, &Value)> {
        let mut members: Vec<_> = self.iter().collect();
        members.sort_unstable_by(|a, b| a.0.cmp(b.0));
        members
    }
}

/// Members in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    map: &'a Map,
    at: usize,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a Key, &'a Value);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let member = self.map.get_index(self.at)?;
        self.at += 1;
        Some(member)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.map.len() - self.at;
        (rest, Some(rest))
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a Key, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl IntoIterator for Map {
    type Item = (Key, Value);
    type IntoIter = Box<dyn Iterator<Item = (Key, Value)>>;

    fn into_iter(self) -> Self::IntoIter {
        match self.0 {
            Repr::Few(few) => Box::new(few.into_iter()),
            Repr::Many(many) => Box::new(many.into_iter()),
        }
    }
}

impl FromIterator<(Key, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(members: I) -> Self {
        let members = members.into_iter();
        let mut map = Self::with_capacity(members.size_hint().0);
        for (key, value) in members {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_that_of_insertion_whatever_the_size() {
        for size in [3_i64, 8, 9, 40] {
            let mut map: Map = (0..size).map(|i| (Key::from(format!("k{i}")), Value::int(i))).collect();
            assert_eq!(map.insert("k1".into(), Value::int(-1)).and_then(|v| v.as_i64()), Some(1));
            assert_eq!(map.remove("k0").and_then(|v| v.as_i64()), Some(0));
            assert!(map.remove("k0").is_none());
            map.insert("k0".into(), Value::null());
            let names: Vec<String> = map.iter().map(|(key, _)| key.to_string()).collect();
            let expected: Vec<String> = (1..size).chain([0]).map(|i| format!("k{i}")).collect();
            assert_eq!(names, expected);
            assert_eq!(map.len() as i64, size);
            assert!(map.contains_key("k2") && !map.contains_key("k"));
        }
    }
}
