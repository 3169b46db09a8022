//! The values of a run: JSON plus opaque secrets, each with labels. Reads and writes JSON text.
//!
//! This module knows neither jq nor tasks. It is identical on every platform: integers have 64 bits, and no
//! order or result depends on an address, a hash seed or the width of a pointer.
//!
//! ***Labels.** A value's [`Value::labels`] apply to the value and everything inside it. Children may have
//! more. A container also has [`Value::shape`]: the labels of its number of members and their names. With it,
//! a list whose length depends on labelled data can carry that label without adding it to its items.

mod convert;
mod labels;
mod map;
pub(crate) mod number;
mod order;
mod read;
pub(crate) mod track;
mod write;

use std::rc::Rc;

pub use labels::{LabelTable, Labels, TooManyLabels};
pub use map::{Iter as Members, Key, Map};
pub use read::{ReadError, ReadReason};
pub use write::{WriteError, WriteLimits};

/// Maximum nesting of a value. All recursive functions on values rely on it.
pub const MAX_DEPTH: u16 = 512;

/// A JSON value or a secret, with labels. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Value {
    kind: Kind,
    labels: Labels,
}

/// The type and content of a [`Value`].
#[derive(Clone, Debug, Default)]
pub enum Kind {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of at most 64 bits.
    Int(i64),
    /// Any other number. NaN and infinities exist only inside expressions.
    Float(f64),
    /// Text.
    Str(Rc<str>),
    /// A list.
    Arr(Rc<Array>),
    /// An object.
    Obj(Rc<Object>),
    /// The secret of this name. The runner never has its content.
    Secret(Rc<str>),
}

/// The items of a list.
#[derive(Clone, Debug, Default)]
pub struct Array {
    pub(crate) items: Vec<Value>,
    pub(crate) shape: Labels,
    pub(crate) depth: u16,
}

/// The members of an object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub(crate) map: Map,
    pub(crate) shape: Labels,
    pub(crate) depth: u16,
}

impl Array {
    pub(crate) fn new(items: Vec<Value>, shape: Labels) -> Self {
        let deepest = items.iter().map(Value::depth).max().unwrap_or(0);
        Self { items, shape, depth: deepest.saturating_add(1) }
    }

    /// Updates the depth for a new item of depth `item`.
    pub(crate) fn deepen(&mut self, item: u16) {
        self.depth = self.depth.max(item.saturating_add(1));
    }
}

impl Object {
    pub(crate) fn new(map: Map, shape: Labels) -> Self {
        let deepest = map.iter().map(|(_, value)| value.depth()).max().unwrap_or(0);
        Self { map, shape, depth: deepest.saturating_add(1) }
    }

    /// Updates the depth for a new member of depth `member`.
    pub(crate) fn deepen(&mut self, member: u16) {
        self.depth = self.depth.max(member.saturating_add(1));
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self { kind, labels: Labels::NONE }
    }
}

impl Default for Value {
    fn default() -> Self {
        Self::null()
    }
}

impl Value {
    /// `null`.
    pub const fn null() -> Self {
        Self { kind: Kind::Null, labels: Labels::NONE }
    }

    /// `true` or `false`.
    pub const fn bool(value: bool) -> Self {
        Self { kind: Kind::Bool(value), labels: Labels::NONE }
    }

    /// A whole number.
    pub const fn int(value: i64) -> Self {
        Self { kind: Kind::Int(value), labels: Labels::NONE }
    }

    /// A number.
    pub const fn float(value: f64) -> Self {
        Self { kind: Kind::Float(value), labels: Labels::NONE }
    }

    /// Text.
    pub fn str(text: impl Into<Rc<str>>) -> Self {
        Kind::Str(text.into()).into()
    }

    /// A list.
    pub fn array(items: impl IntoIterator<Item = Self>) -> Self {
        Kind::Arr(Rc::new(Array::new(items.into_iter().collect(), Labels::NONE))).into()
    }

    /// An object. If several members have the same name, the last one wins, at the position of the first.
    pub fn object<K: Into<Key>>(members: impl IntoIterator<Item = (K, Self)>) -> Self {
        let map = members.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Kind::Obj(Rc::new(Object::new(map, Labels::NONE))).into()
    }

    /// The secret called `name`, opaque.
    pub fn secret(name: impl Into<Rc<str>>) -> Self {
        Kind::Secret(name.into()).into()
    }

    /// Adds labels that apply to this value and everything inside it.
    #[inline]
    #[must_use]
    pub fn with_labels(mut self, labels: Labels) -> Self {
        self.labels |= labels;
        self
    }

    /// Its type and content.
    #[inline]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    pub(crate) fn into_kind(self) -> Kind {
        self.kind
    }

    /// Labels that apply to this value and everything inside it.
    #[inline]
    pub fn labels(&self) -> Labels {
        self.labels
    }

    /// Labels of the number and the names of its members, including this value's own labels.
    #[inline]
    pub fn shape(&self) -> Labels {
        match &self.kind {
            Kind::Arr(array) => array.shape | self.labels,
            Kind::Obj(object) => object.shape | self.labels,
            _ => self.labels,
        }
    }

    /// Every label of this value and of everything inside it.
    pub fn labels_deep(&self) -> Labels {
        match &self.kind {
            Kind::Arr(array) => array.items.iter().fold(self.shape(), |all, item| all | item.labels_deep()),
            Kind::Obj(object) => {
                object.map.iter().fold(self.shape(), |all, (_, member)| all | member.labels_deep())
            }
            _ => self.labels,
        }
    }

    /// Levels of containers: 0 for a scalar, 1 for `[]`.
    #[inline]
    pub fn depth(&self) -> u16 {
        match &self.kind {
            Kind::Arr(array) => array.depth,
            Kind::Obj(object) => object.depth,
            _ => 0,
        }
    }

    /// Whether it counts as true in a condition: all values except `null` and `false`.
    pub fn is_truthy(&self) -> bool {
        !matches!(self.kind, Kind::Null | Kind::Bool(false))
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, if it is one. A float without fraction counts.
    pub fn as_i64(&self) -> Option<i64> {
        match self.kind {
            Kind::Int(value) => Some(value),
            Kind::Float(value) => number::exact_int(value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self.kind {
            Kind::Int(value) => Some(value as f64),
            Kind::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is a list, without this value's own labels.
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Arr(array) => Some(&array.items),
            _ => None,
        }
    }

    /// The members, if it is an object, without this value's own labels.
    pub fn as_object(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Obj(object) => Some(&object.map),
            _ => None,
        }
    }

    /// The name of the secret, if it is one.
    pub fn as_secret(&self) -> Option<&str> {
        match &self.kind {
            Kind::Secret(name) => Some(name),
            _ => None,
        }
    }

    /// Member `key` with its labels. `None` if this is not an object or has no such member.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(self.as_object()?.get(key)?.clone().with_labels(self.labels))
    }

    /// All items with their labels. `None` if this is not a list.
    pub fn items(&self) -> Option<impl ExactSizeIterator<Item = Self> + '_> {
        Some(self.as_array()?.iter().map(|item| item.clone().with_labels(self.labels)))
    }

    /// All members with their labels. `None` if this is not an object.
    pub fn members(&self) -> Option<impl ExactSizeIterator<Item = (&Key, Self)> + '_> {
        Some(self.as_object()?.iter().map(|(key, member)| (key, member.clone().with_labels(self.labels))))
    }

    /// The name of its type in jq.
    pub fn type_name(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "boolean",
            Kind::Int(_) | Kind::Float(_) => "number",
            Kind::Str(_) => "string",
            Kind::Arr(_) => "array",
            Kind::Obj(_) => "object",
            Kind::Secret(_) => "secret",
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
