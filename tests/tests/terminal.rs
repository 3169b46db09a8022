//! Text from champions, apps and servers reaches no terminal unescaped: every verb that lists or shows something, against a
//! server whose every text has control characters.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Stdio};
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};
use towpath_tests::{demo_binary, root};

/// Hidden text, a title, the clipboard, a C1 control, a right-to-left override, a zero-width character, a carriage return.
const CORPUS: &str = "ok\u{1b}[8m\u{1b}]0;t\u{7}\u{1b}]52;c;eA==\u{1b}\\\u{9b}2J\u{202e}\u{2066}\u{200b}\u{feff}\rX\u{8}\u{7f}";

/// Commands that list and show. Those that write a text exactly as it is, unless to a terminal, are not among them:
/// `requests show --permit`, `reviews show --source`, `runs receipt`.
const VERBS: [&[&str]; 48] = [
    &["failures", "list"],
    &["runs", "list"],
    &["runs", "show", "00000000000000000000000000000000"],
    &["runs", "fixture", "00000000000000000000000000000000"],
    &["runs", "trace", "00000000000000000000000000000000"],
    &["runs", "cancel", "00000000000000000000000000000000"],
    &["workflows", "list", "support/note"],
    &["workflows", "owner", "support/note"],
    &["workflows", "interface", "support/note"],
    &["inbox"],
    &["search", "refund"],
    &["estate"],
    &["templates", "list"],
    &["templates", "show", CORPUS],
    &["drafts", "list"],
    &["drafts", "history", "support/note"],
    &["sessions", "list"],
    &["functions", "list"],
    &["functions", "show", "crm.get-customer"],
    &["secrets", "list"],
    &["settings", "show", "support/note"],
    &["schedules", "list"],
    &["backups", "list"],
    &["restores", "show"],
    &["retention", "show"],
    &["notices", "list"],
    &["requests", "list"],
    &["requests", "show", "r-1"],
    &["grants", "list"],
    &["grants", "show", "grant-0f3a"],
    &["reviews", "list"],
    &["reviews", "show", "support/note", "1.0.0"],
    &["holds", "list"],
    &["holds", "show", "00000000000000000000000000000000/1"],
    &["policies", "revisions"],
    &["policies", "impact"],
    &["policies", "enforce"],
    &["integrations", "list"],
    &["integrations", "show", CORPUS],
    &["integrations", "test", "crm"],
    &["queues", "list"],
    &["tokens", "list"],
    &["principals", "list"],
    &["quotas", "list"],
    &["audit", "list"],
    &["audit", "anchor"],
    &["publish", "examples/refund-triage/workflow.yaml"],
    &["plan", "examples/refund-triage"],
];

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("engine/api/openapi.json")).unwrap();
    serde_json::from_str(&text).unwrap()
});

/// A value of a schema whose every text is the corpus.
fn made(schema: &Value, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return made(DESCRIBED.pointer(reference.trim_start_matches('#')).unwrap(), depth);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| made(part, depth)).filter_map(|part| part.as_object().cloned());
        return Value::Object(parts.flatten().collect());
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[choice].as_array() {
            let part = parts.iter().find(|part| part["type"] != "null").unwrap();
            return made(part, depth);
        }
    }
    if let Some(known) = schema["enum"].get(0) {
        return known.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap().as_str(),
        kind => kind.as_str(),
    };
    match kind {
        Some("object") => {
            // Deep inside, only what has to be there: some types contain themselves.
            let is_deep = depth > 8;
            let required =
                |name: &String| schema["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
            let mut fields: Map<String, Value> = Map::new();
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                if !is_deep || required(name) {
                    fields.insert(name.clone(), made(field, depth + 1));
                }
            }
            if schema["additionalProperties"].is_object() && !is_deep {
                fields.insert(CORPUS.to_owned(), made(&schema["additionalProperties"], depth + 1));
            }
            Value::Object(fields)
        }
        Some("array") if depth > 8 => json!([]),
        Some("array") => json!([made(&schema["items"], depth + 1)]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => json!(CORPUS),
    }
}

/// The answer to a request, as its route describes a success.
fn answer(method: &str, path: &str) -> Option<Value> {
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |template: &&String| {
        let parts: Vec<&str> = template.split('/').collect();
        let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
        parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
    };
    let paths = DESCRIBED["paths"].as_object()?;
    let template = paths.keys().filter(fits).min_by_key(|template| template.matches('{').count())?;
    let responses = &paths[template][method.to_ascii_lowercase()]["responses"];
    let success = responses.as_object()?.iter().find(|(status, _)| status.starts_with('2'))?.1;
    Some(made(&success["content"]["application/json"]["schema"], 0))
}

async fn well(request: Request) -> Response {
    let (method, path) = (request.method().as_str(), request.uri().path());
    axum::Json(answer(method, path).unwrap_or_default()).into_response()
}

async fn badly(_: Request) -> Response {
    let problem = made(&json!({ "$ref": "#/components/schemas/Problem" }), 0);
    let headers = [("content-type", "application/problem+json")];
    (axum::http::StatusCode::FORBIDDEN, headers, problem.to_string()).into_response()
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Whether a terminal acts on the character, or hides it.
fn is_hidden(character: char) -> bool {
    let shown = matches!(character, '\n' | '\t');
    let hidden = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    hidden || (character.is_control() && !shown)
}

/// What the command prints, on both streams.
async fn said(url: String, arguments: Vec<String>, colour: &'static str) -> (Option<i32>, String) {
    let run = move || {
        Command::new(demo_binary())
            .args(&arguments)
            .args(["--colour", colour])
            .current_dir(root())
            .env("TOWPATH_URL", &url)
            .env("TOWPATH_TOKEN", "tp_x")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// The commands that a help lists.
fn commands(arguments: &[&str]) -> Vec<String> {
    let output = Command::new(demo_binary()).args(arguments).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let Some((_, listed)) = help.split_once("Commands:\n") else { return Vec::new() };
    let names = listed.lines().map_while(|line| line.strip_prefix("  "));
    names
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| Some(line.split_whitespace().next()?.to_owned()))
        .collect()
}

#[test]
fn every_command_that_lists_or_shows_is_tried() {
    let mut missing = Vec::new();
    let nouns = commands(&[]);
    assert!(nouns.contains(&"runs".to_owned()), "{nouns:?}");
    for noun in nouns.iter().filter(|noun| *noun != "help") {
        for verb in commands(&[noun]).iter().filter(|verb| ["list", "show"].contains(&verb.as_str())) {
            if !VERBS.iter().any(|known| known.starts_with(&[noun.as_str(), verb.as_str()])) {
                missing.push(format!("{noun} {verb}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in `VERBS`: {missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_from_elsewhere_reaches_a_terminal_as_it_is() {
    let (well, badly) =
        (serve(Router::new().fallback(well)).await, serve(Router::new().fallback(badly)).await);
    let mut quiet = Vec::new();
    for verb in VERBS {
        let plain: Vec<String> = verb.iter().map(|&word| word.to_owned()).collect();
        let json: Vec<String> = plain.iter().cloned().chain(["--json".to_owned()]).collect();
        for (url, arguments) in [(&well, &plain), (&well, &json), (&badly, &plain)] {
            let (code, text) = said(url.clone(), arguments.clone(), "never").await;
            let found = text.chars().find(|character| is_hidden(*character));
            assert_eq!(found, None, "{arguments:?}: {text:?}");
            if code == Some(2) {
                // No such flag for this verb.
                continue;
            }
            if !text.contains("\\u{1b}") && !text.contains("\\u001b") {
                quiet.push(format!("{arguments:?} ended with {code:?}: {text}"));
            }
        }
    }
    assert!(quiet.len() <= 6, "these show nothing of what they were told: {quiet:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_are_our_own_and_nothing_else_is() {
    let well = serve(Router::new().fallback(well)).await;
    for verb in [&["runs", "show", "00000000000000000000000000000000"][..], &["policies", "revisions"]] {
        let arguments = verb.iter().map(|&word| word.to_owned()).collect();
        let (_, text) = said(well.clone(), arguments, "always").await;
        assert!(text.contains("\\u{1b}[8m"), "{text:?}");
        for (at, _) in text.match_indices('\u{1b}') {
            let end = at + text[at..].find('m').unwrap();
            let parameters = &text[at + 2..end];
            assert!(
                text[at + 1..].starts_with('[')
                    && ["0", "1", "2", "31", "32", "33", "36"].contains(&parameters),
                "{parameters:?} in {text:?}"
            );
        }
    }
}

#[test]
fn definitions_are_shown_without_what_terminals_act_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\u{1b}[8m.yaml");
    let source = format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: a, version: 1.0.0 }}\n# {CORPUS}\ndoo: \"{CORPUS}\"\ndo: []\n"
    );
    std::fs::write(&file, source).unwrap();
    for colour in ["never", "always"] {
        let output =
            Command::new(demo_binary()).arg("check").arg(&file).args(["--colour", colour]).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("\\u{1b}"), "{text:?}");
        let is_ours = |character: char| colour == "always" && character == '\u{1b}';
        assert!(!text.chars().any(|character| is_hidden(character) && !is_ours(character)), "{text:?}");
        assert!(!text.contains("\u{1b}[8m"), "{text:?}");
    }
}
