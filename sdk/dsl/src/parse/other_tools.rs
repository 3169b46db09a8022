//! Keys of older language versions, of other workflow tools, and of other places in a definition.
//!
//! Each line has a help with the correct key. The table does not decide whether a key is allowed.

/// The kind of mapping, determined by its known keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Workflow,
    Document,
    Task,
    Case,
    Loop,
    Catch,
    Errors,
    Error,
    Request,
    Input,
    Output,
    Schema,
}

/// Keys and the help for them.
struct Line {
    place: Place,
    keys: &'static [&'static str],
    help: &'static str,
    /// Whether version 0.x of the language had these keys.
    is_old: bool,
    /// Whether the help is about the mapping, and is given only once for it.
    is_once: bool,
}

const fn line(place: Place, keys: &'static [&'static str], help: &'static str) -> Line {
    Line { place, keys, help, is_old: false, is_once: false }
}

const fn old(place: Place, keys: &'static [&'static str], help: &'static str) -> Line {
    Line { place, keys, help, is_old: true, is_once: false }
}

const fn once(place: Place, keys: &'static [&'static str], help: &'static str) -> Line {
    Line { place, keys, help, is_old: false, is_once: true }
}

const LINES: &[Line] = &[
    old(Place::Workflow, &["specVersion"], "write `dsl: '1.0.3'` inside `document`"),
    old(
        Place::Workflow,
        &["states"],
        "write the steps as a list of tasks under `do`: `- check: { set: { … } }`",
    ),
    old(Place::Workflow, &["start"], "delete it: a workflow starts with the first task under `do`"),
    old(Place::Workflow, &["id"], "write it as `name` inside `document`"),
    old(
        Place::Workflow,
        &["functions"],
        "delete it: call what IT offers by its full name, `call: crm.get-customer:1.0.0@default`",
    ),
    old(Place::Workflow, &["events"], "write each event in the task that sends it or waits for it"),
    old(Place::Workflow, &["errors", "retries", "secrets", "timeouts"], "write it inside `use`"),
    old(Place::Workflow, &["auth"], "write it as `authentications` inside `use`"),
    old(
        Place::Workflow,
        &["constants"],
        "write the values where they are used, or keep them in the first task",
    ),
    old(Place::Workflow, &["dataInputSchema"], "write it as `input: { schema: { document: … } }`"),
    old(Place::Workflow, &["expressionLang"], "delete it: expressions are jq"),
    old(Place::Workflow, &["keepActive", "autoRetries"], "delete it: it no longer exists"),
    old(Place::Task, &["transition", "nextState"], "write `then: nameOfATask`"),
    old(
        Place::Task,
        &["dataConditions", "eventConditions", "defaultCondition"],
        "write the cases as a list under `switch`",
    ),
    old(Place::Task, &["actions"], "write them as a list of tasks under `do`"),
    old(
        Place::Task,
        &["functionRef"],
        "write `call:` with the name of the function, and its arguments under `with`",
    ),
    old(
        Place::Task,
        &["stateDataFilter", "actionDataFilter"],
        "write `input: { from: … }` or `output: { as: … }`",
    ),
    old(Place::Task, &["onErrors"], "put the task into the `try` of another task, which has a `catch`"),
    old(
        Place::Task,
        &["inputCollection", "iterationParam"],
        "write `for: { each: item, in: .items }` and the tasks under `do`",
    ),
    old(Place::Task, &["end"], "write `then: end`"),
    old(Place::Task, &["type"], "delete it: the key `call`, `set`, `switch`, … says what a task does"),
    line(
        Place::Task,
        &["env", "environment"],
        "the integration holds the settings of a system; use `set` for values of later tasks",
    ),
    old(Place::Catch, &["errorRef", "onErrorRef"], "write `errors: { with: { type: … } }`"),
    line(
        Place::Workflow,
        &["name", "namespace", "version", "title", "summary", "tags", "dsl"],
        "it belongs inside `document`: indent it below that",
    ),
    line(Place::Workflow, &["description"], "write it as `summary` inside `document`"),
    line(
        Place::Workflow,
        &["tasks", "steps", "jobs", "stages", "workflow", "actions"],
        "the tasks of a workflow are a list under `do`",
    ),
    line(
        Place::Workflow,
        &["on", "trigger", "triggers", "cron", "every"],
        "delete it: a workflow does not start by itself yet; ask IT to have it started",
    ),
    line(
        Place::Workflow,
        &["vars", "variables", "env", "constants"],
        "begin with a task that stores them: `- start: { set: '${ . }', export: { as: { rate: 0.2 } } }`; later tasks read \
         `$context.rate`",
    ),
    line(
        Place::Workflow,
        &["set", "call", "switch", "for", "try", "wait", "raise", "fork", "emit", "listen", "run"],
        "this key belongs to a task: write it inside a task, in the list under `do`",
    ),
    line(
        Place::Workflow,
        &["with", "catch", "then", "if", "export"],
        "it belongs to a task: align it with the task's main key, such as `call`",
    ),
    line(Place::Document, &["description"], "write it as `summary`"),
    line(Place::Document, &["id"], "write it as `name`"),
    line(
        Place::Document,
        &["specVersion", "schemaVersion", "apiVersion"],
        "write it as `dsl`, such as `dsl: '1.0.3'`",
    ),
    line(Place::Document, &["labels", "annotations", "owner", "author"], "write it inside `metadata`"),
    line(Place::Task, &["next", "goto", "go", "continueWith"], "write `then: nameOfATask`"),
    line(
        Place::Task,
        &["when", "condition", "unless", "only"],
        "write `if: .total > 50`: the task runs only when that is true; `when` is for the cases of a `switch` and for \
         `catch`",
    ),
    line(Place::Task, &["else", "elif", "otherwise"], "use `switch`: a case without `when` is the default"),
    line(
        Place::Task,
        &["function", "uses", "operation", "http", "request", "action", "invoke"],
        "write `call:` with the name of the function, and its arguments under `with`",
    ),
    line(
        Place::Task,
        &["arguments", "args", "params", "parameters", "inputs", "payload"],
        "write the arguments of a `call` under `with`",
    ),
    line(
        Place::Task,
        &["endpoint", "method", "url", "headers", "body", "query"],
        "it belongs inside `with`: indent it below that",
    ),
    line(Place::Task, &["sleep", "delay", "pause"], "write `wait: { seconds: 30 }`"),
    line(Place::Task, &["parallel", "branches"], "write `fork: { branches: [ … ] }`"),
    line(
        Place::Task,
        &["loop", "each", "map", "forEach", "repeat", "iterate"],
        "write `for: { each: item, in: .items }` and the tasks under `do`",
    ),
    line(
        Place::Task,
        &["onError", "except", "rescue", "finally"],
        "put the task into the `try` of another task, which has a `catch`",
    ),
    line(Place::Task, &["throw", "fail", "error"], "write `raise: { error: … }`"),
    line(
        Place::Task,
        &["assign", "let", "vars", "variables", "data", "inject", "result", "return"],
        "write `set: { total: … }`",
    ),
    line(Place::Task, &["choice", "cases", "case", "choose"], "write the cases as a list under `switch`"),
    line(Place::Task, &["script", "shell", "container", "workflow"], "write it inside `run`"),
    line(Place::Task, &["steps", "tasks"], "write the tasks as a list under `do`"),
    line(Place::Task, &["name", "id"], "write a task's name before the `:`, as in `- lookUp:`"),
    line(
        Place::Task,
        &["description", "title", "comment", "summary"],
        "write a comment (`# …`), or put it inside `metadata`",
    ),
    line(
        Place::Task,
        &["saveAs", "as", "register", "resultPath"],
        "write `output: { as: … }` for what the next task gets, or `export: { as: … }` for `$context`",
    ),
    line(Place::Task, &["from"], "write `input: { from: … }`"),
    line(Place::Task, &["schema"], "write it inside `input` or `output`"),
    line(
        Place::Task,
        &["retry", "retries"],
        "put the task into the `try` of another task: `retry` belongs to its `catch`",
    ),
    line(Place::Case, &["if", "condition", "case", "is"], "the condition of a case is its `when`"),
    line(Place::Case, &["next", "goto", "transition"], "the target of a case is its `then`"),
    line(
        Place::Case,
        &["do", "set", "call", "raise", "run", "wait", "emit"],
        "a case only names a target: add the task to the list, and write its name as `then`",
    ),
    line(Place::Loop, &["item", "as", "var", "variable", "name"], "write it as `each`"),
    line(Place::Loop, &["from", "items", "collection", "over", "of", "list"], "write it as `in`"),
    line(Place::Loop, &["index", "i", "position"], "write it as `at`"),
    line(Place::Loop, &["do", "while"], "write it beside `for`, not inside it"),
    line(Place::Catch, &["error", "with"], "write `errors: { with: { status: 404 } }`"),
    line(
        Place::Catch,
        &["type", "status", "title", "code"],
        "write the errors to catch under `errors`: `errors: { with: { status: 404 } }`",
    ),
    line(
        Place::Catch,
        &["set", "call", "raise", "switch"],
        "write the tasks that handle an error as a list under `do`",
    ),
    line(Place::Catch, &["if", "condition", "unless"], "write `when`, or `exceptWhen`"),
    line(
        Place::Errors,
        &["type", "status", "title", "detail", "details", "instance"],
        "write it inside `with`: `errors: { with: { status: 404 } }`",
    ),
    line(Place::Error, &["message", "reason", "description", "text", "details"], "write it as `detail`"),
    line(Place::Error, &["code", "statusCode"], "write it as `status`, a number such as 404"),
    line(
        Place::Error,
        &["name", "kind", "class"],
        "write it as `type`, a URI such as `https://acme.example/errors/not-found`",
    ),
    line(Place::Request, &["url", "uri", "address", "host"], "write it as `endpoint`"),
    line(Place::Request, &["params", "parameters", "queryParams"], "write it as `query`"),
    line(Place::Request, &["data", "json", "payload", "content"], "write it as `body`"),
    line(Place::Request, &["verb", "type"], "write it as `method`"),
    line(
        Place::Request,
        &["auth", "authentication", "authorization"],
        "write it inside `endpoint`: `endpoint: { uri: https://…, authentication: … }`",
    ),
    line(Place::Input, &["as", "to"], "`from` transforms an input"),
    line(Place::Output, &["from", "to"], "`as` transforms an output"),
    once(
        Place::Input,
        SCHEMA,
        "write a schema under `schema` and `document`: `schema: { document: { type: object } }`",
    ),
    once(
        Place::Output,
        SCHEMA,
        "write a schema under `schema` and `document`: `schema: { document: { type: object } }`",
    ),
    once(
        Place::Schema,
        SCHEMA,
        "write the JSON Schema itself under `document`: `schema: { document: { type: object } }`",
    ),
];

/// Common first keys of JSON Schemas.
const SCHEMA: &[&str] =
    &["type", "properties", "required", "additionalProperties", "$schema", "$ref", "title"];

/// The help for an unknown key.
#[derive(Clone, Copy)]
pub(crate) struct KnownMistake {
    pub(crate) place: Place,
    /// What to write instead, with example values. [`super::help_with_values`] replaces them by the user's values.
    pub(crate) help: &'static str,
    /// Whether an older version of the language had this key.
    pub(crate) is_old: bool,
    /// Whether the help is given only once for each mapping.
    pub(crate) is_once: bool,
}

/// The help for an unknown key in a mapping with these known keys.
pub(crate) fn help_for_unknown_key(known: &[&str], key: &str) -> Option<KnownMistake> {
    help_in(kind_of_mapping(known)?, key)
}

/// The help for an unknown key in this kind of mapping.
pub(crate) fn help_in(place: Place, key: &str) -> Option<KnownMistake> {
    let line = LINES.iter().find(|line| line.place == place && line.keys.contains(&key))?;
    Some(KnownMistake { place, help: line.help, is_old: line.is_old, is_once: line.is_once })
}

/// Required keys, and the wrong keys that people write instead.
const STAND_FOR: &[(&str, &[&str])] = &[
    ("do", &["steps", "tasks", "states", "jobs", "stages", "workflow", "actions"]),
    (
        "document",
        &[
            "specVersion",
            "states",
            "type",
            "properties",
            "required",
            "$ref",
            "id",
            "name",
            "namespace",
            "version",
            "title",
            "summary",
            "description",
            "tags",
            "dsl",
        ],
    ),
    ("in", &["from", "items", "collection", "over", "of", "list"]),
    ("endpoint", &["url", "uri", "address"]),
    ("method", &["verb"]),
    ("type", &["name", "kind", "class"]),
    ("status", &["code", "statusCode"]),
    ("then", &["next", "goto", "transition", "do", "set", "call", "raise", "run", "wait", "emit"]),
];

/// The required keys that this wrong key may stand for.
pub(super) fn stands_for(key: &str) -> Vec<&'static str> {
    STAND_FOR.iter().filter(|(_, others)| others.contains(&key)).map(|(required, _)| *required).collect()
}

fn kind_of_mapping(known: &[&str]) -> Option<Place> {
    let has = |keys: &[&str]| keys.iter().all(|key| known.contains(key));
    let places: &[(&[&str], Place)] = &[
        (&["evaluate", "document"], Place::Workflow),
        (&["dsl", "namespace"], Place::Document),
        (&["export", "then"], Place::Task),
        (&["exceptWhen"], Place::Catch),
        (&["each", "in", "at"], Place::Loop),
        (&["endpoint", "method"], Place::Request),
        (&["detail", "status"], Place::Error),
        (&["document", "resource"], Place::Schema),
    ];
    let exact: &[(&[&str], Place)] = &[
        (&["when", "then"], Place::Case),
        (&["with"], Place::Errors),
        (&["schema", "from"], Place::Input),
        (&["schema", "as"], Place::Output),
    ];
    let found = places.iter().find(|(keys, _)| has(keys));
    let found = found.or_else(|| exact.iter().find(|(keys, _)| known == *keys));
    found.map(|(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_of_a_place_is_listed_twice() {
        for (at, line) in LINES.iter().enumerate() {
            for key in line.keys {
                let again = LINES[at + 1..]
                    .iter()
                    .find(|later| later.place == line.place && later.keys.contains(key));
                // If a key has two lines, the one for the older version comes first.
                assert!(again.is_none() || line.is_old, "{key} in {:?}", line.place);
            }
        }
    }
}
