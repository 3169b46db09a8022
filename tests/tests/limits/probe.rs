//! Carries steps out: requests, bytes on a connection, commands.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use towpath_tests::{Http, PERMIT_ALL, Said, World, demo_binary};

use crate::table::{Server, Step, padded, written};

/// A command, or a connection, that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(40);

/// A server that is asked.
pub(crate) struct Probe {
    world: World,
    client: reqwest::Client,
    people: BTreeMap<String, Http>,
    /// The run of the latest answer that named one.
    run: String,
    /// The folder with the configuration.
    _folder: tempfile::TempDir,
}

/// What came back: the status or exit code, the headers, and everything that was said.
struct Answered {
    status: i32,
    headers: Vec<(String, String)>,
    text: String,
}

impl Probe {
    /// Starts it and publishes its workflows.
    pub(crate) async fn start(server: &Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("towpath.yaml");
        std::fs::write(&config, if server.config.is_empty() { "{}\n" } else { &server.config }).unwrap();
        let world = World::with(&[], &[PERMIT_ALL], &["--config", config.to_str().unwrap()]).await;
        let http = world.server.http();
        for workflow in &server.workflows {
            let name = workflow["document"]["name"].as_str().unwrap();
            http.put_live(&format!("limits/{name}"), workflow.to_string()).await;
        }
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self { world, client, people: BTreeMap::new(), run: String::new(), _folder: folder }
    }

    /// Carries a step out; what is otherwise than expected.
    pub(crate) async fn look(&mut self, step: &Step) -> Option<String> {
        let answered = match (&step.ask, &step.raw, &step.run) {
            (Some(ask), None, None) => self.ask(step, ask).await,
            (None, Some(raw), None) => self.send(&written(raw)),
            (None, None, Some(arguments)) => self.command(step, arguments),
            _ => panic!("a step is one of `ask`, `raw` and `run`: {step:?}"),
        };
        if let Some((_, run)) = answered.headers.iter().find(|(name, _)| name == "towpath-run") {
            self.run.clone_from(run);
        }
        differs(step, &answered)
    }

    async fn ask(&mut self, step: &Step, ask: &str) -> Answered {
        let (method, path) = ask.split_once(' ').unwrap();
        let path = written(path).replace("RUN", &self.run);
        let url = format!("{}{path}", self.world.server.url);
        let mut request = self.client.request(method.parse().unwrap(), url);
        if let Some(token) = self.token(step.by.as_deref()).await {
            request = request.bearer_auth(token);
        }
        for header in &step.headers {
            let (name, value) = header.split_once(": ").unwrap();
            request = request.header(name, written(value));
        }
        if let Some(body) = &step.body {
            request = request.body(padded(body, step.pad));
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{ask}: {error:?}"));
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        Answered {
            status: response.status().as_u16().into(),
            headers: headers.collect(),
            text: response.text().await.unwrap(),
        }
    }

    /// The token of this person, who is made when they are asked for first.
    async fn token(&mut self, by: Option<&str>) -> Option<String> {
        let grant = match by {
            None => return Some(self.world.server.token.clone()),
            Some("nobody") => return None,
            Some(grant) => grant,
        };
        if let Some(person) = self.people.get(grant) {
            return Some(person.token().to_owned());
        }
        let person = self.world.person(&grant.replace(':', "-"), &[grant]).await;
        let token = person.token().to_owned();
        self.people.insert(grant.to_owned(), person);
        Some(token)
    }

    /// Sends bytes; the server closes the connection after its answer.
    fn send(&self, request: &str) -> Answered {
        let request = request.replace("TOKEN", &self.world.server.token);
        let mut stream = TcpStream::connect(self.world.server.url.trim_start_matches("http://")).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // The server may answer before everything is sent.
        let _ = stream.write_all(request.as_bytes());
        let (mut answer, mut block) = (Vec::new(), [0; 4096]);
        while let Ok(read @ 1..) = stream.read(&mut block) {
            answer.extend_from_slice(&block[..read]);
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Answered { status, headers, text: text.to_owned() }
    }

    fn command(&self, step: &Step, arguments: &[String]) -> Answered {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &step.files {
            let path = folder.path().join(written(name));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, padded(text, step.pad)).unwrap();
        }
        let mut command = Command::new(demo_binary());
        let arguments = arguments.iter().map(|argument| argument.replace("SERVER", &self.world.server.url));
        command.args(arguments).current_dir(folder.path());
        command.env_remove("TOWPATH_URL").env("TOWPATH_TOKEN", &self.world.server.token);
        let said = Said::within(PATIENCE, &mut command);
        Answered { status: said.code.unwrap_or(-1), headers: Vec::new(), text: said.all() }
    }
}

/// What is otherwise than expected.
fn differs(step: &Step, answered: &Answered) -> Option<String> {
    let Answered { status, headers, text } = answered;
    let start: String = text.chars().take(600).collect();
    if *status != step.is {
        return Some(format!("{status} and not {}: {start}", step.is));
    }
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(code) = step.code.as_deref().filter(|code| !has_code(&body, text, code)) {
        return Some(format!("no {code}: {start}"));
    }
    if let Some(words) = step.says.as_deref().filter(|words| !text.contains(*words)) {
        return Some(format!("`{words}` is not said: {start}"));
    }
    for (name, wanted) in &step.answers {
        let found = headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        if found != Some(wanted) {
            return Some(format!("the header `{name}` is {found:?} and not `{wanted}`"));
        }
    }
    step.has.iter().find_map(|(pointer, wanted)| {
        let found = body.pointer(pointer).unwrap_or(&Value::Null);
        (found != wanted).then(|| format!("`{pointer}` is {found} and not {wanted}: {start}"))
    })
}

/// Whether the answer has this code: a problem, one of its diagnostics, or what a command prints.
fn has_code(body: &Value, text: &str, code: &str) -> bool {
    let diagnostics = body["diagnostics"].as_array().into_iter().flatten();
    match body.is_object() {
        true => body["code"] == code || diagnostics.into_iter().any(|found| found["code"] == code),
        false => text.contains(code),
    }
}
