//! The values a run works on: JSON plus opaque secrets, each carrying labels. JSON text in and out.
//!
//! Nothing here knows jq or tasks. Everything is the same on every platform: integers are 64 bits wide,
//! no order or result depends on an address, a hash seed or the width of a pointer.
//!
//! **Labels.** A value's [`Value::labels`] hold for the value and for everything inside it; children may carry
//! more. A container has besides [`Value::shape`]: the labels of its number of members and their names
//! alone, so that a list whose length depends on labelled data says so without tainting its items.

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

/// Deepest nesting of a value. Everything that walks a value recursively relies on it.
pub const MAX_DEPTH: u16 = 512;

/// A JSON value or a secret, with labels. Cloning costs nothing much.
#[derive(Clone, Debug)]
pub struct Value {
    kind: Kind,
    labels: Labels,
}

/// What a [`Value`] is.
#[derive(Clone, Debug, Default)]
pub enum Kind {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction within 64 bits.
    Int(i64),
    /// Any other number. Not-a-number and infinities exist only inside expressions.
    Float(f64),
    /// Text.
    Str(Rc<str>),
    /// A list.
    Arr(Rc<Array>),
    /// An object.
    Obj(Rc<Object>),
    /// A secret of this name. The runner never holds its content.
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

    /// Notes that `item` has become part of this list.
    pub(crate) fn deepen(&mut self, item: u16) {
        self.depth = self.depth.max(item.saturating_add(1));
    }
}

impl Object {
    pub(crate) fn new(map: Map, shape: Labels) -> Self {
        let deepest = map.iter().map(|(_, value)| value.depth()).max().unwrap_or(0);
        Self { map, shape, depth: deepest.saturating_add(1) }
    }

    /// Notes that `member` has become part of this object.
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

    /// An object; the last of several members of one name wins, in the place of the first.
    pub fn object<K: Into<Key>>(members: impl IntoIterator<Item = (K, Self)>) -> Self {
        let map = members.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Kind::Obj(Rc::new(Object::new(map, Labels::NONE))).into()
    }

    /// The secret called `name`, opaque.
    pub fn secret(name: impl Into<Rc<str>>) -> Self {
        Kind::Secret(name.into()).into()
    }

    /// Adds labels that hold for this value and everything inside it.
    #[inline]
    #[must_use]
    pub fn with_labels(mut self, labels: Labels) -> Self {
        self.labels |= labels;
        self
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    pub(crate) fn into_kind(self) -> Kind {
        self.kind
    }

    /// Labels that hold for this value and everything inside it.
    #[inline]
    pub fn labels(&self) -> Labels {
        self.labels
    }

    /// Labels of how many members there are and what they are called, this value's own included.
    #[inline]
    pub fn shape(&self) -> Labels {
        match &self.kind {
            Kind::Arr(array) => array.shape | self.labels,
            Kind::Obj(object) => object.shape | self.labels,
            _ => self.labels,
        }
    }

    /// Every label on anything in here.
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

    /// Whether it counts as true in a condition: everything but `null` and `false`.
    pub fn is_truthy(&self) -> bool {
        !matches!(self.kind, Kind::Null | Kind::Bool(false))
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The boolean it is.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number it is; a float without fraction counts.
    pub fn as_i64(&self) -> Option<i64> {
        match self.kind {
            Kind::Int(value) => Some(value),
            Kind::Float(value) => number::exact_int(value),
            _ => None,
        }
    }

    /// The number it is.
    pub fn as_f64(&self) -> Option<f64> {
        match self.kind {
            Kind::Int(value) => Some(value as f64),
            Kind::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The text it is.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The items it has, without this value's own labels.
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Arr(array) => Some(&array.items),
            _ => None,
        }
    }

    /// The members it has, without this value's own labels.
    pub fn as_object(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Obj(object) => Some(&object.map),
            _ => None,
        }
    }

    /// The name of the secret it is.
    pub fn as_secret(&self) -> Option<&str> {
        match &self.kind {
            Kind::Secret(name) => Some(name),
            _ => None,
        }
    }

    /// Member `key` with its labels; nothing when this is no object or has no such member.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(self.as_object()?.get(key)?.clone().with_labels(self.labels))
    }

    /// All items with their labels; nothing when this is no list.
    pub fn items(&self) -> Option<impl ExactSizeIterator<Item = Self> + '_> {
        Some(self.as_array()?.iter().map(|item| item.clone().with_labels(self.labels)))
    }

    /// All members with their labels; nothing when this is no object.
    pub fn members(&self) -> Option<impl ExactSizeIterator<Item = (&Key, Self)> + '_> {
        Some(self.as_object()?.iter().map(|(key, member)| (key, member.clone().with_labels(self.labels))))
    }

    /// The word for its kind, as jq says it.
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
