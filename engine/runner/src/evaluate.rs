//! Evaluates one expression outside a run, for people who write one: with the problems that a check would report, and the
//! error that a run would meet.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Expression as Written, Workflow};
use towpath_wire::{Evaluation, Json, LoadReport};

use crate::expression::{Expression, Names, Place};
use crate::jq::EvalError;
use crate::runtime_help;
use crate::value::{Labels, Value, WriteLimits};

/// The pointer of the expression in diagnostics.
const POINTER: &str = "/expression";

/// Maximum nesting of any value.
const DEPTH: u32 = 128;

/// The surroundings that every expression has: a definition with nothing in it.
const NOTHING: &str = "document: { dsl: 1.0.3, namespace: evaluate, name: evaluate, version: 1.0.0 }
do: [{ nothing: { set: { nothing: null } } }]
";

/// Evaluates an expression. The report has its value, or its problems.
pub(crate) fn evaluate(request: &Evaluation) -> LoadReport {
    match value(request) {
        Ok(value) => LoadReport { evaluated: Some(value), ..LoadReport::default() },
        Err(diagnostics) => LoadReport { diagnostics, ..LoadReport::default() },
    }
}

fn value(request: &Evaluation) -> Result<Json, Vec<Diagnostic>> {
    let written = Written::alone(&request.expression, POINTER);
    let (workflow, found) = towpath_dsl::read(NOTHING);
    let Some(workflow) = workflow else { return Err(found) };
    let expression = compile(request, &written, &workflow)?;
    let given = Given::read(request).map_err(|found| vec![found])?;
    let place = |found: Diagnostic| vec![found.at(written.span).pointer(POINTER)];
    let value = expression
        .evaluate_alone(given.dot(), &|name| given.variable(name), request.now)
        .map_err(|error| place(failed(&error)))?;
    let limits = WriteLimits { bytes: usize::try_from(request.bytes).unwrap_or(usize::MAX), depth: DEPTH };
    let mut text = Vec::new();
    let wrong = |code, message: String| place(Diagnostic::error(code, message));
    value.write_json(&mut text, limits).map_err(|error| wrong(error.code(), error.to_string()))?;
    let text = String::from_utf8(text).unwrap_or_default();
    Json::parse(text).map_err(|error| wrong(codes::TP0001, error.to_string()))
}

/// Compiles the expression as it is compiled in a task, in `export.as` if there is an output.
fn compile(
    request: &Evaluation,
    written: &Written,
    workflow: &Workflow,
) -> Result<Expression, Vec<Diagnostic>> {
    let place = if request.output.is_some() { Place::Export } else { Place::Definition };
    let locals: Vec<String> = request.variables.keys().cloned().collect();
    let names = Names { place, locals: &locals, task: "", workflow };
    Expression::compile(written, &names)
}

fn failed(error: &EvalError) -> Diagnostic {
    let found = Diagnostic::error(error.code.clone(), error.to_string());
    match runtime_help::help_for_expression(error) {
        Some(help) => found.help(help),
        None => found,
    }
}

/// The values that the expression can read.
struct Given {
    input: Value,
    context: Value,
    output: Option<Value>,
    variables: Vec<(String, Value)>,
}

impl Given {
    fn read(request: &Evaluation) -> Result<Self, Diagnostic> {
        let optional = |json: &Option<Json>, what: &str| match json {
            Some(json) => read(json, what).map(Some),
            None => Ok(None),
        };
        let variables = request.variables.iter().map(|(name, json)| Ok((name.clone(), read(json, name)?)));
        Ok(Self {
            input: optional(&request.input, "input")?.unwrap_or_default(),
            context: optional(&request.context, "context")?.unwrap_or_else(|| Value::object::<&str>([])),
            output: optional(&request.output, "output")?,
            variables: variables.collect::<Result<_, Diagnostic>>()?,
        })
    }

    fn dot(&self) -> Value {
        self.output.as_ref().unwrap_or(&self.input).clone()
    }

    fn variable(&self, wanted: &str) -> Value {
        if let Some((_, value)) = self.variables.iter().find(|(name, _)| name == wanted) {
            return value.clone();
        }
        match wanted {
            "input" => self.input.clone(),
            "context" => self.context.clone(),
            "output" => self.output.clone().unwrap_or_default(),
            _ => Value::null(),
        }
    }
}

fn read(json: &Json, what: &str) -> Result<Value, Diagnostic> {
    Value::from_json_text(json.get().as_bytes(), Labels::NONE, DEPTH)
        .map_err(|error| Diagnostic::error(error.code(), format!("`{what}`: {error}")))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text.to_owned()).unwrap()
    }

    fn asked(expression: &str) -> Evaluation {
        let input = Some(json(r#"{"items":[{"price":2},{"price":3}],"name":"Ms Example"}"#));
        Evaluation { expression: expression.to_owned(), input, bytes: 1 << 10, ..Evaluation::default() }
    }

    fn gives(request: &Evaluation) -> String {
        let report = evaluate(request);
        match report.evaluated {
            Some(value) => value.get().to_owned(),
            None => {
                report.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
            }
        }
    }

    #[test]
    fn an_expression_gives_its_value() {
        for (expression, value) in [
            (".items | map(.price) | add", "5"),
            ("${ .name }", "\"Ms Example\""),
            ("$input.items | length", "2"),
            ("$context", "{}"),
            (".nothing", "null"),
        ] {
            assert_eq!(gives(&asked(expression)), value, "{expression}");
        }
    }

    #[test]
    fn variables_and_the_output_are_defined_if_they_are_given() {
        let mut request = asked("$order.id + .id + $output.id");
        assert!(gives(&request).starts_with("TP0403 "), "{}", gives(&request));
        request.variables.insert("order".to_owned(), json(r#"{"id":1}"#));
        request.output = Some(json(r#"{"id":10}"#));
        assert_eq!(gives(&request), "21");
    }

    #[test]
    fn problems_are_those_of_a_check_with_places_in_the_expression() {
        let report = evaluate(&asked("${ .items | lenght }"));
        let found = report.diagnostics.first().unwrap();
        let place = found.span.map(|span| &"${ .items | lenght }"[span.start..span.end]);
        assert_eq!((place, found.pointer.as_deref()), (Some("lenght"), Some(POINTER)));
        assert!(found.help.as_deref().is_some_and(|help| help.contains("length")), "{found:?}");
        let report = evaluate(&asked(".name + 1"));
        let found = report.diagnostics.first().unwrap();
        assert!(found.help.as_deref().is_some_and(|help| help.contains("tostring")), "{found:?}");
        assert!(!format!("{found:?}").contains("Example"), "{found:?}");
    }

    #[test]
    fn a_value_that_is_too_large_is_a_problem() {
        assert!(gives(&asked("[range(1000)]")).starts_with("TP0511 "));
    }
}
