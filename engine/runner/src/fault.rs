//! Errors of a run: whether they can be caught, and which error types are equal.

use towpath_diagnostics::{Code, codes};
use towpath_wire::{Json, Problem, problem_types as types};

use crate::run::Cx;
use crate::runtime_help;
use crate::scope::Scope;
use crate::value::{Labels, ReadError, ReadReason, Value};

/// An error that ends a task, and the run unless it is caught.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The error.
    pub(crate) problem: Problem,
    /// Whether `try` may catch it. Limits cannot be caught, because the run would not end.
    pub(crate) catchable: bool,
}

/// A result that may be a fault. Boxed, because faults are rare and results frequent.
pub(crate) type Faultable<T> = Result<T, Box<Fault>>;

impl Fault {
    /// An error of a standard type.
    pub(crate) fn new(kind: &str, code: &Code, detail: impl Into<String>) -> Box<Self> {
        Box::new(Self { problem: Problem::new(kind, code, detail), catchable: true })
    }

    /// A limit was exceeded.
    pub(crate) fn limit(code: &Code, detail: impl Into<String>) -> Box<Self> {
        Box::new(Self { catchable: false, ..*Self::new(types::LIMIT, code, detail) })
    }

    /// A secret is in a place that does not allow one.
    pub(crate) fn misplaced_secret(name: &str, place: &str) -> Box<Self> {
        let detail = format!("the secret `{name}` may not become part of {place}");
        Self::new(types::CONFIGURATION, &codes::TP1004, detail)
    }

    /// A program that lacks a function it calls.
    pub(crate) fn lost_function() -> Box<Self> {
        Self::new(types::RUNTIME, &codes::TP0001, "the function is not in the program")
    }

    /// An error that came from outside.
    pub(crate) fn from_problem(problem: Problem) -> Box<Self> {
        let catchable = problem.kind != types::LIMIT;
        Box::new(Self { problem, catchable })
    }

    /// JSON text from outside that cannot be read.
    pub(crate) fn unreadable(error: &ReadError) -> Box<Self> {
        match error.reason {
            ReadReason::TooDeep => Self::limit(&codes::TP1003, error.to_string()),
            _ => Self::new(types::VALIDATION, &error.code(), error.to_string()),
        }
    }

    /// Adds the labels of a value that the error depends on.
    pub(crate) fn about(self: Box<Self>, cx: &Cx, value: &Value) -> Box<Self> {
        self.labelled(cx, value.labels_deep())
    }

    /// Adds labels to it.
    pub(crate) fn labelled(mut self: Box<Self>, cx: &Cx, labels: Labels) -> Box<Self> {
        self.problem.label(&cx.label_names(labels));
        self
    }

    /// Adds the task and the passes of the enclosing loops, unless they are set. Errors that a definition
    /// raises, and errors from outside, keep their text.
    pub(crate) fn within(mut self: Box<Self>, task: &str, scope: &Scope<'_>) -> Box<Self> {
        let problem = &mut self.problem;
        if problem.instance.is_some() {
            return self;
        }
        problem.instance = Some(task.to_owned());
        let is_ours = !problem.raised && problem.effect.is_none() && problem.code.is_some();
        if let Some(detail) = problem.detail.as_mut().filter(|_| is_ours)
            && let Some(pass) = runtime_help::passes_in_words(&scope.iteration())
        {
            *detail = format!("{pass}: {detail}");
        }
        self
    }

    /// The error as the workflow sees it: problem details, with the labels of the values in its text.
    pub(crate) fn describe(&self, cx: &Cx) -> Faultable<Value> {
        let problem = &self.problem;
        let text = |text: &Option<String>| text.as_deref().map(Value::str);
        let fields = [
            ("type", Some(Value::str(problem.kind.as_str()))),
            ("status", Some(Value::int(i64::from(problem.status)))),
            ("title", text(&problem.title)),
            ("detail", text(&problem.detail)),
            ("instance", text(&problem.instance)),
        ];
        let labels = cx.labels(&problem.labels)?;
        let details = match &problem.details {
            None => None,
            Some(details) => match Json::of(details) {
                Ok(text) => Some(cx.read(&text, &problem.labels)?),
                Err(_) => None,
            },
        };
        let fields = fields.into_iter().chain([("details", details)]);
        let fields = fields.filter_map(|(name, value)| Some((name, value?)));
        Ok(Value::object(fields).with_labels(labels))
    }

    /// The error as it leaves the run. Its text counts as output. The error body of another system is
    /// removed; a definition that catches the error can pass it on.
    pub(crate) fn bounded(mut self, bytes: u64) -> Problem {
        self.problem.details = None;
        self.problem.retry_after = None;
        let Problem { kind, title, detail, instance, .. } = &self.problem;
        let texts = [Some(kind), title.as_ref(), detail.as_ref(), instance.as_ref()];
        let size: usize = texts.into_iter().flatten().map(String::len).sum();
        if u64::try_from(size).is_ok_and(|size| size <= bytes) {
            return self.problem;
        }
        let error =
            Self::limit(&codes::TP1001, format!("the text of the error is larger than {bytes} bytes"));
        Problem { instance: self.problem.instance.filter(|at| at.len() <= INSTANCE_BYTES), ..error.problem }
    }
}

/// Maximum length of the instance of an error whose text is too large, in bytes.
const INSTANCE_BYTES: usize = 1024;

/// Whether two error types are equal. The standard types have two hosts and four paths.
pub(crate) fn same_type(a: &str, b: &str) -> bool {
    a == b || standard_name(a).is_some_and(|name| standard_name(b) == Some(name))
}

/// The name in a standard type: `communication` for
/// `https://serverlessworkflow.io/spec/1.0.0/errors/communication` and its other forms.
fn standard_name(kind: &str) -> Option<&str> {
    const HOSTS: [&str; 2] = ["serverlessworkflow.io", "open-workflow-specification.org"];
    const PATHS: [&str; 4] = ["/dsl/errors/types/", "/errors/types/", "/spec/1.0.0/errors/", "/errors/"];
    let rest = kind.strip_prefix("https://").or_else(|| kind.strip_prefix("http://"))?;
    let path = HOSTS.iter().find_map(|host| rest.strip_prefix(host))?;
    let name = PATHS.iter().find_map(|prefix| path.strip_prefix(prefix))?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::same_type;

    #[test]
    fn standard_types_match_in_every_spelling() {
        let spellings = [
            "https://serverlessworkflow.io/spec/1.0.0/errors/communication",
            "https://serverlessworkflow.io/dsl/errors/types/communication",
            "https://serverlessworkflow.io/errors/types/communication",
            "https://open-workflow-specification.org/spec/1.0.0/errors/communication",
            "https://open-workflow-specification.org/dsl/errors/types/communication",
            "http://open-workflow-specification.org/errors/communication",
        ];
        for a in spellings {
            for b in spellings {
                assert!(same_type(a, b), "{a} {b}");
            }
            for other in [
                "https://serverlessworkflow.io/spec/1.0.0/errors/runtime",
                "https://acme.example/spec/1.0.0/errors/communication",
                "https://serverlessworkflow.io.acme.example/errors/communication",
                "communication",
                "https://serverlessworkflow.io/errors/",
            ] {
                assert!(!same_type(a, other), "{a} {other}");
            }
        }
        assert!(same_type("https://acme.example/errors/late", "https://acme.example/errors/late"));
    }
}
