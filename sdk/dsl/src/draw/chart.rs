//! Builds a Mermaid flowchart: boxes in frames, and arrows whose targets may be set later.

use std::fmt::Write as _;

use super::label::Label;

/// The id of a box or a frame.
pub(super) type Id = String;

/// A target that is not known yet, such as the box after a list. [`Chart::lead`] sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Port(usize);

/// The target of an arrow.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Node(Id),
    Port(Port),
}

/// The shape of a box.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A step.
    Step,
    /// A decision.
    Decision,
    /// The beginning or the end.
    Terminal,
    /// A wait.
    Wait,
    /// A loop, or branches at the same time.
    Loop,
    /// Sends an event.
    Sent,
    /// Waits for an event.
    Received,
    /// Runs an external process.
    Process,
    /// An error.
    Raised,
    /// Joins branches.
    Join,
}

impl Shape {
    fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Step => ("[", "]"),
            Self::Decision => ("{", "}"),
            Self::Terminal => ("([", "])"),
            Self::Wait => ("(", ")"),
            Self::Loop => ("{{", "}}"),
            Self::Sent => ("[/", "/]"),
            Self::Received => ("[\\", "\\]"),
            Self::Process => ("[[", "]]"),
            Self::Raised => (">", "]"),
            Self::Join => ("((", "))"),
        }
    }
}

struct Edge {
    from: Id,
    to: Target,
    label: Option<Label>,
    is_dotted: bool,
}

/// The flowchart.
#[derive(Default)]
pub(super) struct Chart {
    /// The end of the workflow.
    pub(super) end: Port,
    text: String,
    depth: usize,
    drawn: usize,
    edges: Vec<Edge>,
    /// The target of each port, once set.
    ports: Vec<Option<Target>>,
}

impl Chart {
    /// A new port.
    pub(super) fn port(&mut self) -> Port {
        self.ports.push(None);
        Port(self.ports.len() - 1)
    }

    /// Sets the target of a port.
    pub(super) fn lead(&mut self, port: Port, target: Target) {
        if let Some(slot) = self.ports.get_mut(port.0) {
            *slot = Some(target);
        }
    }

    /// Draws a box.
    pub(super) fn node(&mut self, shape: Shape, label: &Label) -> Id {
        let id = self.id("n");
        let (open, close) = shape.brackets();
        self.put(&format!("{id}{open}{}{close}", label.quoted()));
        id
    }

    /// Draws a frame around everything that `inside` draws.
    pub(super) fn frame(&mut self, label: &Label, inside: impl FnOnce(&mut Self)) -> Id {
        let id = self.id("g");
        self.put(&format!("subgraph {id}[{}]", label.quoted()));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.put("end");
        id
    }

    /// Adds an arrow. Arrows are written at the end of the text, because Mermaid puts a box into the frame
    /// where it occurs first.
    pub(super) fn edge(&mut self, from: &str, to: Target, label: Option<Label>) {
        self.edges.push(Edge { from: from.to_owned(), to, label, is_dotted: false });
    }

    /// Adds a dotted arrow, for an exceptional path.
    pub(super) fn dotted(&mut self, from: &str, to: Target, label: Option<Label>) {
        self.edges.push(Edge { from: from.to_owned(), to, label, is_dotted: true });
    }

    /// The Mermaid text of the chart, without the line for the type of diagram.
    pub(super) fn finish(mut self) -> String {
        for edge in std::mem::take(&mut self.edges) {
            let Some(to) = self.resolve(&edge.to) else { continue };
            let arrow = if edge.is_dotted { "-.->" } else { "-->" };
            let label = edge.label.map(|label| format!("|{}|", label.quoted())).unwrap_or_default();
            self.put(&format!("{} {arrow}{label} {to}", edge.from));
        }
        self.text
    }

    /// The box of a target. Ports can form a cycle if a loop is empty.
    fn resolve(&self, target: &Target) -> Option<Id> {
        let mut target = target;
        for _ in 0..=self.ports.len() {
            match target {
                Target::Node(id) => return Some(id.clone()),
                Target::Port(port) => target = self.ports.get(port.0)?.as_ref()?,
            }
        }
        None
    }

    fn id(&mut self, letter: &str) -> Id {
        self.drawn += 1;
        format!("{letter}{}", self.drawn)
    }

    fn put(&mut self, line: &str) {
        // INVARIANT: writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = 2 + 2 * self.depth);
    }
}
