//! Lenient YAML: converts the events of the scanner to a tree that shares aliased values and borrows its
//! text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{DEPTH, last_wins};

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) content: Content<'a>,
    /// The levels of nesting below, including aliased values. Bounded, because dropping the tree recurses.
    depth: usize,
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    Scalar {
        text: Cow<'a, str>,
        style: ScalarStyle,
        /// Whether a tag declares it as text.
        is_text: bool,
    },
    List(Vec<Rc<Node<'a>>>),
    /// Unique keys, including merged ones.
    Map(Vec<(Rc<str>, Rc<Node<'a>>)>),
}

/// Reads the first document of the text.
pub(super) fn read_first_document(text: &str) -> Result<Rc<Node<'_>>, String> {
    let mut reader = Reader { open: Vec::new(), skipped: 0, anchors: BTreeMap::new(), root: None };
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| format!("this is not valid YAML: {error}"))?;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text =
                    tag.is_some_and(|tag| tag.suffix == "str" || tag.suffix == "!" || tag.suffix.is_empty());
                reader.value(Content::Scalar { text, style, is_text }, anchor);
            }
            Event::SequenceStart(anchor, _) => reader.open(anchor, Open::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                reader.open(anchor, Open::Map { entries: Vec::new(), merged: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => reader.close(),
            Event::Alias(anchor) => reader.alias(anchor),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    reader.root.ok_or_else(|| "it is empty".to_owned())
}

struct Reader<'a> {
    /// Lists and mappings that are not closed yet, with their anchors.
    open: Vec<(usize, Open<'a>)>,
    /// The number of open levels below the deepest one that is kept.
    skipped: usize,
    anchors: BTreeMap<usize, Rc<Node<'a>>>,
    root: Option<Rc<Node<'a>>>,
}

enum Open<'a> {
    List(Vec<Rc<Node<'a>>>),
    Map { entries: Vec<(Rc<str>, Rc<Node<'a>>)>, merged: Vec<Rc<Node<'a>>>, key: Option<Key> },
}

/// A key that waits for its value.
enum Key {
    Named(Rc<str>),
    Merge,
    /// A list or a mapping as a key, which cannot be looked up.
    Nameless,
}

impl<'a> Reader<'a> {
    fn open(&mut self, anchor: usize, open: Open<'a>) {
        // One level more than is converted, so that omitted values are `null` instead of missing.
        if self.open.len() > DEPTH || self.skipped > 0 {
            self.skipped += 1;
        } else {
            self.open.push((anchor, open));
        }
    }

    fn close(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0 {
                self.put(null());
            }
            return;
        }
        let Some((anchor, open)) = self.open.pop() else { return };
        let content = match open {
            Open::List(items) => Content::List(items),
            Open::Map { entries, merged, .. } => Content::Map(merge_mappings(last_wins(entries), &merged)),
        };
        self.value(content, anchor);
    }

    fn value(&mut self, content: Content<'a>, anchor: usize) {
        if self.skipped > 0 {
            return;
        }
        let node = Rc::new(Node::new(content));
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.put(node);
    }

    /// An alias inside its own value would be infinite, so it is `null`. So is an alias that is nested too
    /// deeply.
    fn alias(&mut self, anchor: usize) {
        if self.skipped == 0 {
            let room = (DEPTH + 1).saturating_sub(self.open.len());
            let node = self.anchors.get(&anchor).filter(|node| node.depth <= room).cloned();
            self.put(node.unwrap_or_else(null));
        }
    }

    fn put(&mut self, node: Rc<Node<'a>>) {
        let Some((_, open)) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match open {
            Open::List(items) => items.push(node),
            Open::Map { entries, merged, key } => match key.take() {
                None => *key = Some(Key::new(&node)),
                Some(Key::Named(name)) => entries.push((name, node)),
                Some(Key::Merge) => merged.push(node),
                Some(Key::Nameless) => {}
            },
        }
    }
}

impl<'a> Node<'a> {
    fn new(content: Content<'a>) -> Self {
        let deepest = match &content {
            Content::Scalar { .. } => None,
            Content::List(items) => items.iter().map(|item| item.depth).max(),
            Content::Map(entries) => entries.iter().map(|(_, value)| value.depth).max(),
        };
        Self { content, depth: deepest.map_or(0, |deepest| deepest + 1) }
    }
}

impl Key {
    /// Keys such as `200:` and `true:` keep their written form.
    fn new(node: &Node<'_>) -> Self {
        match &node.content {
            Content::Scalar { text, style: ScalarStyle::Plain, .. } if text == "<<" => Self::Merge,
            Content::Scalar { text, .. } => Self::Named((&**text).into()),
            Content::List(_) | Content::Map(_) => Self::Nameless,
        }
    }
}

fn null<'a>() -> Rc<Node<'a>> {
    let text = Cow::Borrowed("");
    Rc::new(Node::new(Content::Scalar { text, style: ScalarStyle::Plain, is_text: false }))
}

/// Merges the mapping, or the list of mappings, that `<<` names. Existing keys are kept. If several sources
/// have a key, the first one counts.
fn merge_mappings<'a>(
    mut entries: Vec<(Rc<str>, Rc<Node<'a>>)>,
    merged: &[Rc<Node<'a>>],
) -> Vec<(Rc<str>, Rc<Node<'a>>)> {
    if merged.is_empty() {
        return entries;
    }
    let mut known: BTreeSet<Rc<str>> = entries.iter().map(|(key, _)| Rc::clone(key)).collect();
    let sources = merged.iter().flat_map(|node| match &node.content {
        Content::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    });
    for source in sources {
        let Content::Map(more) = &source.content else { continue };
        for (key, value) in more {
            if known.insert(Rc::clone(key)) {
                entries.push((Rc::clone(key), Rc::clone(value)));
            }
        }
    }
    entries
}
