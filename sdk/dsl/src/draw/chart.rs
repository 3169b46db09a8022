//! The flowchart while it is drawn: boxes in frames, and arrows whose ends may be known later.

use std::fmt::Write as _;

use super::label::Label;

/// A box or a frame that is drawn already.
pub(super) type Id = String;

/// A place in the flow that will turn out to be some box, such as "whatever comes after this list".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Port(usize);

/// Where an arrow leads.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Node(Id),
    Port(Port),
}

/// What a box looks like.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Something is done.
    Step,
    /// A decision.
    Decision,
    /// The beginning or the end.
    Terminal,
    /// A wait.
    Wait,
    /// A loop, or branches at the same time.
    Loop,
    /// An event is sent.
    Sent,
    /// An event is waited for.
    Received,
    /// Something outside is run.
    Process,
    /// An error.
    Raised,
    /// Branches come together.
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
    /// What each port turned out to be.
    ports: Vec<Option<Target>>,
}

impl Chart {
    /// A new port.
    pub(super) fn port(&mut self) -> Port {
        self.ports.push(None);
        Port(self.ports.len() - 1)
    }

    /// Says what a port is.
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

    /// Draws a frame around what `inside` draws.
    pub(super) fn frame(&mut self, label: &Label, inside: impl FnOnce(&mut Self)) -> Id {
        let id = self.id("g");
        self.put(&format!("subgraph {id}[{}]", label.quoted()));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.put("end");
        id
    }

    /// Draws an arrow, at the end: a box belongs to the frame in which Mermaid sees it first.
    pub(super) fn edge(&mut self, from: &str, to: Target, label: Option<Label>) {
        self.edges.push(Edge { from: from.to_owned(), to, label, is_dotted: false });
    }

    /// Draws an arrow for what is not the usual way.
    pub(super) fn dotted(&mut self, from: &str, to: Target, label: Option<Label>) {
        self.edges.push(Edge { from: from.to_owned(), to, label, is_dotted: true });
    }

    /// The text of all of it, without the line that says what kind of diagram it is.
    pub(super) fn finish(mut self) -> String {
        for edge in std::mem::take(&mut self.edges) {
            let Some(to) = self.resolve(&edge.to) else { continue };
            let arrow = if edge.is_dotted { "-.->" } else { "-->" };
            let label = edge.label.map(|label| format!("|{}|", label.quoted())).unwrap_or_default();
            self.put(&format!("{} {arrow}{label} {to}", edge.from));
        }
        self.text
    }

    /// The box that a target is. Ports may lead around in a circle when a loop has nothing inside.
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
