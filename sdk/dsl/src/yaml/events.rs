//! YAML: converts the events of the scanner to a tree.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marked, Tag};
use towpath_diagnostics::{Diagnostic, Span, codes};

use super::{
    Limits,
    build::{Builder, Stop},
    layout,
    offsets::Offsets,
    pieces, scalar, snippets, syntax,
};
use crate::{
    model::{Node, NodeKind, Spanned},
    words::quote,
};

/// The cost of a value besides its text, counted against [`Limits::alias_bytes`].
const VALUE_BYTES: usize = 64;

pub(super) fn read(text: &str, limits: Limits) -> (Option<Node>, Vec<Diagnostic>) {
    let mut reader = Reader {
        text,
        offsets: Offsets::new(text),
        builder: Builder::new(limits),
        limits,
        anchors: BTreeMap::new(),
        alias_bytes: 0,
        documents: 0,
    };
    let mut failed = false;
    // The events are pulled one by one, because the parser's own loader recurses.
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, marked)) => reader.event(event, marked),
            Err(error) => {
                let at = reader.offsets.byte(error.marker().index());
                reader.builder.problems.report(syntax::explain_scanner_error(text, at, error.info()));
                Err(Stop)
            }
        };
        if step.is_err() {
            failed = true;
            break;
        }
    }
    let (root, mut diagnostics) = reader.builder.finish();
    if root.is_none() && diagnostics.is_empty() {
        diagnostics.push(Diagnostic::error(codes::TP0110, "the document is empty").at(Span::new(0, 0)));
    }
    (root.filter(|_| !failed), diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    builder: Builder,
    limits: Limits,
    anchors: BTreeMap<usize, Anchored>,
    alias_bytes: usize,
    documents: usize,
}

/// A value with an anchor.
struct Anchored {
    node: Node,
    weight: Weight,
}

#[derive(Clone, Copy, Default)]
struct Weight {
    values: usize,
    bytes: usize,
    depth: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, marked: Marked) -> Result<(), Stop> {
        let span = self.span(marked);
        match event {
            Event::DocumentStart(_) => self.document(span),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), span)
            }
            Event::SequenceStart(anchor, tag) => self.open(false, anchor, tag.as_deref(), span),
            Event::MappingStart(anchor, tag) => self.open(true, anchor, tag.as_deref(), span),
            Event::SequenceEnd => self.close(']', span),
            Event::MappingEnd => self.close('}', span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    /// The span, limited to the text and moved to character boundaries.
    fn span(&self, marked: Marked) -> Span {
        Span::new(self.offsets.byte(marked.start.index()), self.offsets.byte(marked.end.index()))
    }

    fn document(&mut self, span: Span) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let help = "move it to its own file, or delete the `---`";
        let message = "a second document begins here; a file may hold only one";
        self.builder.problems.report(Diagnostic::error(codes::TP0109, message).at(span).help(help));
        Err(Stop)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Stop> {
        let span = self.content(span, style);
        if self.builder.wants_key() && style == ScalarStyle::Plain {
            self.plain_key(text, span)?;
            if let Some(cut) = layout::decimal_comma(self.text, span.start) {
                self.builder.problems.report(cut);
                self.builder.bad_key(span);
                return Ok(());
            }
        }
        let kind = match scalar::resolve_scalar(text, style, tag, span) {
            Ok(kind) => kind,
            Err(diagnostic) => {
                let is_tag = diagnostic.code == codes::TP0112;
                let place = self.tag_before(span).filter(|_| is_tag && span.start == span.end);
                self.builder.problems.report(diagnostic.at(place.unwrap_or(span)));
                // A value exists here, so it is not reported as missing.
                let rest = if text.is_empty() { "null" } else { text };
                NodeKind::String(rest.to_owned())
            }
        };
        if self.builder.wants_key() {
            self.key(kind, style, span);
            return Ok(());
        }
        let verbatim = self.verbatim(text, style, span);
        let follow = verbatim.is_none() && matches!(kind, NodeKind::String(_));
        let pieces = follow.then(|| pieces::places_of_pieces(self.text, span, style, text)).flatten();
        let node = Node { kind, span, verbatim, pieces };
        self.remember(anchor, &node)?;
        self.builder.value(node)
    }

    fn key(&mut self, kind: NodeKind, style: ScalarStyle, span: Span) {
        let bad = |code, message: String, help: &str| Diagnostic::error(code, message).at(span).help(help);
        let diagnostic = match kind {
            NodeKind::String(name) if name == "<<" && style == ScalarStyle::Plain => bad(
                codes::TP0108,
                "merge keys (`<<`) are not part of YAML 1.2".to_owned(),
                "write the entries out; a whole value can be repeated with an alias (`*name`)",
            ),
            NodeKind::String(name) => return self.builder.key(Spanned::new(name, span)),
            _ if self.limits.any_keys => {
                let name = self.text.get(span.start..span.end).unwrap_or_default().to_owned();
                return self.builder.key(Spanned::new(name, span));
            }
            other => bad(
                codes::TP0111,
                format!(
                    "the key {} is {}; keys must be text",
                    self.quoted(span),
                    Node::new(other, span).describe()
                ),
                "put it in quotes",
            ),
        };
        self.builder.problems.report(diagnostic);
        self.builder.bad_key(span);
    }

    /// Refuses a key that results from a missing space or a lookalike character.
    fn plain_key(&mut self, name: &str, span: Span) -> Result<(), Stop> {
        if self.limits.any_keys {
            return Ok(());
        }
        let start = self.text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[start..].lines().next().unwrap_or_default();
        let behind = self.text[span.end..].trim_start_matches(' ');
        let found = if name.contains(':') {
            // Inside `{ }` a key without a value; elsewhere a key that contains the start of its value.
            let is_bare = behind.starts_with([',', '}']);
            let is_cut = [":{", ":[", ":\"", ":'"].iter().any(|cut| name.contains(cut));
            let written =
                if is_bare { name } else { self.text[span.start..].lines().next().unwrap_or_default() };
            let missing = layout::missing_space(written).filter(|_| is_bare || is_cut);
            missing.map(|missing| missing.explain(span.start))
        } else {
            let is_first = self.text[start..span.start].trim_start_matches([' ', '-']).is_empty();
            is_first.then(|| layout::find_lookalike_indent(line, start)).flatten()
        };
        let Some(found) = found else { return Ok(()) };
        self.builder.problems.report(found);
        Err(Stop)
    }

    fn quoted(&self, span: Span) -> String {
        quote(self.text.get(span.start..span.end).unwrap_or_default())
    }

    fn open(&mut self, is_object: bool, anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), Stop> {
        let start = self.after_properties(span.start);
        if self.builder.wants_key() {
            let is_doubled = self.text.get(start..).is_some_and(|text| text.starts_with('{'))
                && self.text[..start].ends_with('{');
            let (message, help) = match is_doubled {
                true => (
                    "`{{ }}` has no meaning here",
                    match snippets::correct_double_braces(self.text, start) {
                        Some(written) => format!("write `{written}`"),
                        None => "write an expression as `'${ … }'`, with one brace on each side".to_owned(),
                    },
                ),
                false => (
                    "a list or a mapping cannot be a key",
                    "put text that begins with `{`, `}`, `[` or `]` in quotes".to_owned(),
                ),
            };
            let place = self.first_character(start);
            self.builder.problems.report(Diagnostic::error(codes::TP0111, message).at(place).help(help));
            return Err(Stop);
        }
        if let Some(tag) = tag {
            let wanted = if is_object { "map" } else { "seq" };
            if let Err(diagnostic) = scalar::check_collection(tag, wanted, span) {
                self.builder.problems.report(diagnostic);
            }
        }
        self.builder.open(is_object, self.first_character(start), anchor)
    }

    fn close(&mut self, bracket: char, span: Span) -> Result<(), Stop> {
        // The scanner's end may be at a comma before the bracket, and may include the spaces after it.
        let rest = self.text.get(span.start..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start_matches([',', ' ', '\t', '\r', '\n']).len();
        let is_flow = self.builder.start().is_some_and(|start| self.text[start..].starts_with(['{', '[']));
        let end = (is_flow && rest[skipped..].starts_with(bracket)).then_some(span.start + skipped + 1);
        let Some((anchor, node)) = self.builder.close(end) else { return Err(Stop) };
        self.remember(anchor, &node)?;
        self.builder.value(node)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        if self.builder.wants_key() {
            let message = format!("the alias {} cannot be a key", self.quoted(span));
            self.builder
                .problems
                .report(Diagnostic::error(codes::TP0111, message).at(span).help("write the key out"));
            self.builder.bad_key(span);
            return Ok(());
        }
        let Some(Anchored { node, weight }) = self.anchors.get(&anchor) else {
            let message = format!("the alias {} is inside the value that it repeats", self.quoted(span));
            self.builder
                .problems
                .report(Diagnostic::error(codes::TP0104, message).at(span).help("write a fixed value"));
            return Err(Stop);
        };
        let weight = *weight;
        self.alias_bytes = self.alias_bytes.saturating_add(weight.bytes);
        if self.alias_bytes > self.limits.alias_bytes {
            return self.too_much(span);
        }
        // The value is copied only after its cost is checked. The places inside remain those of the original.
        let node = Node { span, verbatim: None, pieces: None, ..node.clone() };
        self.builder.check_depth(self.builder.depth() + weight.depth, span)?;
        self.builder.count(weight.values.saturating_sub(1), span)?;
        self.builder.value(node)
    }

    /// Keeps a copy for aliases. Copies of copies count like aliases.
    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Stop> {
        if anchor == 0 {
            return Ok(());
        }
        let weight = weigh(node);
        self.alias_bytes = self.alias_bytes.saturating_add(weight.bytes);
        if self.alias_bytes > self.limits.alias_bytes {
            return self.too_much(node.span);
        }
        self.anchors.insert(anchor, Anchored { node: node.clone(), weight });
        Ok(())
    }

    fn too_much(&mut self, span: Span) -> Result<(), Stop> {
        let message = format!("aliases make this document larger than {} bytes", self.limits.alias_bytes);
        let help = "write the values out, or use fewer aliases";
        self.builder.problems.report(Diagnostic::error(codes::TP0104, message).at(span).help(help));
        Err(Stop)
    }

    /// The place of the tag before a value.
    fn tag_before(&self, span: Span) -> Option<Span> {
        let before = self.text[..span.start].trim_end();
        let start = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        before[start..].starts_with('!').then(|| Span::new(start, before.len()))
    }

    fn first_character(&self, start: usize) -> Span {
        let length = self.text.get(start..).and_then(|text| text.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    /// The first byte after anchors and tags.
    fn after_properties(&self, mut start: usize) -> usize {
        while let Some(rest) = self.text.get(start..).filter(|rest| rest.starts_with(['&', '!'])) {
            let word = rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len());
            let rest = &rest[word..];
            start += word + (rest.len() - rest.trim_start().len());
        }
        start
    }

    /// The place of a scalar, without anchors, tags, and the text that the scanner skipped after it.
    fn content(&self, span: Span, style: ScalarStyle) -> Span {
        let start = self.after_properties(span.start).min(span.end);
        let text = self.text.get(start..span.end).unwrap_or_default();
        let length = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quoted_length(text),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => text.trim_end().len(),
        };
        Span::new(start, start + length)
    }

    fn verbatim(&self, value: &str, style: ScalarStyle, span: Span) -> Option<usize> {
        let (start, value) = match style {
            ScalarStyle::Plain => (span.start, value),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (span.start + 1, value),
            ScalarStyle::Literal | ScalarStyle::Folded => (span.start, value.trim_end()),
        };
        let is_same = self.text.get(start..).is_some_and(|text| text.starts_with(value));
        (is_same && !value.is_empty() && !value.contains('\n')).then_some(start)
    }
}

/// The length of the quoted text at the beginning of `text`, including the quotes.
fn quoted_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    let Some((_, quote)) = characters.next() else { return 0 };
    let mut characters = characters.peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if quote == '"' => {
                characters.next();
            }
            '\'' if quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote) => {
                characters.next();
            }
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn weigh(node: &Node) -> Weight {
    let mut weight = Weight { values: 1, bytes: VALUE_BYTES, depth: 0 };
    let mut add = |inner: Weight| {
        weight.values += inner.values;
        weight.bytes += inner.bytes;
        weight.depth = weight.depth.max(inner.depth + 1);
    };
    match &node.kind {
        NodeKind::String(text) => weight.bytes += text.len(),
        NodeKind::Array(items) => {
            items.iter().map(weigh).for_each(&mut add);
            weight.depth = weight.depth.max(1);
        }
        NodeKind::Object(entries) => {
            for (key, value) in entries {
                let inner = weigh(value);
                add(Weight { bytes: inner.bytes + key.value.len(), ..inner });
            }
            weight.depth = weight.depth.max(1);
        }
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {}
    }
    weight
}
