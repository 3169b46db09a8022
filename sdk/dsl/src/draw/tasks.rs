//! Draws each kind of task, and the flow between tasks.

use super::chart::{Chart, Id, Port, Shape, Target};
use super::label::{self, Label};
use crate::model::{
    CallTask, Catch, ErrorReference, Flow, ForTask, ForkTask, FunctionTarget, Iterated, ListenTask, Node,
    Process, RaiseTask, RunTask, SetTask, SwitchTask, Task, TaskKind, TaskList, Transform, TryTask,
};

/// The possible targets after a task.
#[derive(Clone, Copy)]
struct Ways<'a> {
    /// The list that contains the task, and the entry of each of its tasks.
    list: &'a TaskList,
    entries: &'a [Port],
    /// The next task.
    next: Port,
    /// The target after the list.
    after: Port,
}

impl Ways<'_> {
    /// The target of a directive, and its word unless it is simply the next task.
    fn follow(&self, chart: &Chart, flow: &Flow) -> (Target, Option<Label>) {
        match flow {
            Flow::Continue => (Target::Port(self.next), None),
            Flow::Exit => (Target::Port(self.after), Some(Label::new("exit"))),
            Flow::End => (Target::Port(chart.end), Some(Label::new("end"))),
            Flow::Task(name) => {
                let target = self.list.position(name).and_then(|at| self.entries.get(at)).copied();
                (Target::Port(target.unwrap_or(self.next)), Some(Label::new("then")))
            }
        }
    }

    /// Draws the arrow that leaves a finished task.
    fn leave(&self, chart: &mut Chart, from: &str, then: &Flow) {
        let (target, label) = self.follow(chart, then);
        chart.edge(from, target, label);
    }
}

impl Chart {
    /// Draws tasks in sequence. `entry` is set to the first task; the last one leads to `after`.
    pub(super) fn list(&mut self, list: &TaskList, entry: Port, after: Port) {
        let entries: Vec<Port> = list.tasks.iter().map(|_| self.port()).collect();
        self.lead(entry, Target::Port(entries.first().copied().unwrap_or(after)));
        for (at, task) in list.tasks.iter().enumerate() {
            let next = entries.get(at + 1).copied().unwrap_or(after);
            let ways = Ways { list, entries: &entries, next, after };
            self.task(task, entries[at], ways);
        }
    }

    fn task(&mut self, task: &Task, entry: Port, ways: Ways<'_>) {
        let mut entry = entry;
        if let Some(condition) = &task.if_ {
            let decision = self.node(Shape::Decision, &Label::new(&format!("if {}", condition.jq)));
            self.lead(entry, Target::Node(decision.clone()));
            entry = self.port();
            self.edge(&decision, Target::Port(entry), Some(Label::new("yes")));
            // A skipped task leads to the next one and ignores its `then`.
            self.edge(&decision, Target::Port(ways.next), Some(Label::new("no")));
        }
        let then = then(task);
        match &task.kind {
            TaskKind::Do(inner) => {
                let done = self.port();
                self.frame(&name(task), |chart| {
                    chart.list(&inner.tasks, entry, done);
                });
                self.outlet(done, then, ways);
            }
            TaskKind::For(each) => self.for_each(task, each, entry, ways),
            TaskKind::Fork(fork) => self.fork(task, fork, entry, ways),
            TaskKind::Listen(listen) => self.listen(task, listen, entry, ways),
            TaskKind::Switch(switch) => self.switch(task, switch, entry, ways),
            TaskKind::Try(try_) => self.try_catch(task, try_, entry, ways),
            TaskKind::Raise(raise) => {
                // An error leads to its `catch`, never to the next task.
                self.step(Shape::Raised, &name(task).line(&raised(raise)), entry);
            }
            TaskKind::Call(call) => self.call(task, call, entry, ways),
            TaskKind::Emit(emit) => {
                let kind = emit.with.node.get("type").and_then(Node::as_str).unwrap_or_default();
                let node = self.step(Shape::Sent, &name(task).line(&format!("emit {kind}")), entry);
                ways.leave(self, &node, then);
            }
            TaskKind::Run(run) => {
                let node = self.step(Shape::Process, &name(task).line(&run_words(run)), entry);
                ways.leave(self, &node, then);
            }
            TaskKind::Set(set) => {
                let node = self.step(Shape::Step, &name(task).line(&set_words(set)), entry);
                ways.leave(self, &node, then);
            }
            TaskKind::Wait(wait) => {
                let words = format!("wait {}", label::duration_in_words(&wait.duration));
                let node = self.step(Shape::Wait, &name(task).line(&words), entry);
                ways.leave(self, &node, then);
            }
        }
    }

    fn step(&mut self, shape: Shape, label: &Label, entry: Port) -> Id {
        let node = self.node(shape, label);
        self.lead(entry, Target::Node(node.clone()));
        node
    }

    /// Draws the path after the last task inside a task.
    fn outlet(&mut self, done: Port, then: &Flow, ways: Ways<'_>) {
        let (target, _) = ways.follow(self, then);
        self.lead(done, target);
    }

    fn call(&mut self, task: &Task, call: &CallTask, entry: Port, ways: Ways<'_>) {
        let label = name(task).line(&call_words(call));
        let each = match call {
            CallTask::AsyncApi(call) => call.subscription.as_ref().and_then(|all| all.foreach.as_ref()),
            _ => None,
        };
        let node = match each.and_then(|each| each.tasks.as_ref()) {
            Some(tasks) => self.repeated(task, Shape::Received, &label, "each message", tasks, entry),
            None => self.step(Shape::Step, &label, entry),
        };
        ways.leave(self, &node, then(task));
    }

    fn for_each(&mut self, task: &Task, each: &ForTask, entry: Port, ways: Ways<'_>) {
        let collection = match &each.in_ {
            Iterated::Expression(expression) => expression.jq.clone(),
            Iterated::Inline(items) => format!("{} items", items.node.as_array().unwrap_or_default().len()),
        };
        let mut label = name(task).line(&format!("for each {} in {collection}", each.item_name()));
        if let Some(condition) = &each.while_ {
            label = label.line(&format!("while {}", condition.jq));
        }
        let node = self.repeated(task, Shape::Loop, &label, "next", &each.tasks, entry);
        let (target, _) = ways.follow(self, then(task));
        self.edge(&node, target, Some(Label::new("done")));
    }

    /// Draws a loop: a box, and tasks that lead back to it, in a frame.
    fn repeated(
        &mut self,
        task: &Task,
        shape: Shape,
        label: &Label,
        word: &str,
        tasks: &TaskList,
        entry: Port,
    ) -> Id {
        let mut node = Id::new();
        self.frame(&name(task), |chart| {
            node = chart.step(shape, label, entry);
            let (first, back) = (chart.port(), chart.port());
            chart.lead(back, Target::Node(node.clone()));
            chart.list(tasks, first, back);
            chart.edge(&node, Target::Port(first), Some(Label::new(word)));
        });
        node
    }

    fn fork(&mut self, task: &Task, fork: &ForkTask, entry: Port, ways: Ways<'_>) {
        let competes = fork.compete.as_ref().is_some_and(|compete| compete.value);
        let mut join = Id::new();
        self.frame(&name(task), |chart| {
            let node = chart.step(Shape::Loop, &Label::new("fork"), entry);
            let done = chart.port();
            for branch in &fork.branches.tasks {
                let first = chart.port();
                // Branches are parallel: every exit of a branch leads to the join.
                let alone = Ways { list: &fork.branches, entries: &[], next: done, after: done };
                chart.task(branch, first, alone);
                chart.edge(&node, Target::Port(first), None);
            }
            let word = if competes { "first" } else { "all" };
            join = chart.step(Shape::Join, &Label::new(word), done);
        });
        ways.leave(self, &join, then(task));
    }

    fn listen(&mut self, task: &Task, listen: &ListenTask, entry: Port, ways: Ways<'_>) {
        let label = name(task).line(&format!("listen to {}", label::events_in_words(&listen.to)));
        let node = match listen.foreach.as_ref().and_then(|each| each.tasks.as_ref()) {
            Some(tasks) => self.repeated(task, Shape::Received, &label, "each event", tasks, entry),
            None => self.step(Shape::Received, &label, entry),
        };
        ways.leave(self, &node, then(task));
    }

    fn switch(&mut self, task: &Task, switch: &SwitchTask, entry: Port, ways: Ways<'_>) {
        let node = self.step(Shape::Decision, &name(task), entry);
        for case in &switch.cases {
            let (target, _) = ways.follow(self, &case.then);
            self.edge(&node, target, Some(label::condition_label(&case.name, case.when.as_ref())));
        }
        if switch.cases.iter().all(|case| case.when.is_some()) {
            let (target, _) = ways.follow(self, then(task));
            self.edge(&node, target, Some(Label::new("otherwise")));
        }
    }

    fn try_catch(&mut self, task: &Task, try_: &TryTask, entry: Port, ways: Ways<'_>) {
        let done = self.port();
        let tried = self.frame(&name(task).line("try"), |chart| chart.list(&try_.tasks, entry, done));
        self.outlet(done, then(task), ways);
        let caught = self.port();
        let catch = &try_.catch;
        let label = caught_words(catch);
        let inside = match &catch.tasks {
            Some(tasks) => {
                let first = self.port();
                self.frame(&label, |chart| chart.list(tasks, first, caught))
            }
            None => {
                let node = self.node(Shape::Step, &label);
                self.edge(&node, Target::Port(caught), None);
                node
            }
        };
        self.dotted(&tried, Target::Node(inside), Some(Label::new("error")));
        let then = catch.then.as_ref().map_or(then(task), |then| &then.value);
        self.outlet(caught, then, ways);
    }
}

fn then(task: &Task) -> &Flow {
    task.then.as_ref().map_or(&Flow::Continue, |then| &then.value)
}

fn name(task: &Task) -> Label {
    Label::new(&task.name)
}

fn set_words(set: &SetTask) -> String {
    match &set.value {
        Transform::Expression(expression) => format!("set {}", expression.jq),
        Transform::Template(template) => {
            let keys = template.node.as_object().unwrap_or_default();
            let keys: Vec<&str> = keys.iter().map(|(key, _)| key.value.as_str()).collect();
            format!("set {}", keys.join(", "))
        }
    }
}

fn call_words(call: &CallTask) -> String {
    match call {
        CallTask::Function(call) => match &call.target {
            FunctionTarget::Catalog { integration, operation, version, catalog } => {
                let dot = if integration.is_empty() { "" } else { "." };
                let catalog = if catalog == "default" { String::new() } else { format!(" of {catalog}") };
                format!("call {integration}{dot}{operation} {version}{catalog}")
            }
            FunctionTarget::Custom(name) | FunctionTarget::Url(name) => format!("call {name}"),
        },
        CallTask::Http(call) => {
            let method = call.method.to_ascii_uppercase();
            format!("{method} {}", label::literal_or_jq(&call.endpoint.uri))
        }
        CallTask::OpenApi(call) => format!("call openapi {}", call.operation_id.value),
        CallTask::Grpc(call) => format!("call grpc {}.{}", call.service.name.value, call.method.value),
        CallTask::AsyncApi(call) => {
            let verb = if call.message.is_some() { "publish to" } else { "subscribe to" };
            let target = call.operation.as_ref().or(call.channel.as_ref());
            format!("{verb} {}", target.map_or("", |name| name.value.as_str()))
        }
        CallTask::Mcp(call) => format!("call mcp {}", call.method.value),
        CallTask::A2a(call) => format!("call a2a {}", call.method.value),
    }
}

fn run_words(run: &RunTask) -> String {
    match &run.process {
        Process::Workflow(workflow) => {
            format!("run {}/{} {}", workflow.namespace.value, workflow.name.value, workflow.version.value)
        }
        Process::Script(script) => format!("run a script in {}", script.language.value),
        Process::Container(container) => format!("run container {}", label::literal_or_jq(&container.image)),
        Process::Shell(shell) => format!("run {}", label::literal_or_jq(&shell.command)),
    }
}

fn raised(raise: &RaiseTask) -> String {
    match &raise.error {
        ErrorReference::Named(name) => format!("raise {}", name.value),
        ErrorReference::Inline(error) => {
            let words = error.title.as_ref().map_or(label::literal_or_jq(&error.kind), label::literal_or_jq);
            format!("raise {} {words}", error.status.value)
        }
    }
}

fn caught_words(catch: &Catch) -> Label {
    let mut words = "catch".to_owned();
    match &catch.errors {
        None => words += " any error",
        Some(filter) => {
            if let Some(status) = &filter.status {
                words += &format!(" {}", status.value);
            }
            let text = filter.kind.as_ref().or(filter.title.as_ref()).or(filter.instance.as_ref());
            if let Some(text) = text.or(filter.detail.as_ref()) {
                words += &format!(" {}", text.value);
            }
        }
    }
    let mut label = Label::new(&words);
    if let Some(when) = &catch.when {
        label = label.line(&format!("when {}", when.jq));
    }
    if let Some(when) = &catch.except_when {
        label = label.line(&format!("except when {}", when.jq));
    }
    if catch.retry.is_some() {
        label = label.line("after trying again");
    }
    label
}
