//! The server's configuration: a file, over it `TOWPATH_…` variables and flags, every error at once.

mod retention;

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use towpath_api::{Connections, PerMinute};
use towpath_audit::HttpPlace;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::Node;
use towpath_identity::SessionLimits;
use towpath_runtime::{Quotas, RetentionTimes};
use towpath_wire::Limits;

use crate::assemble::Plan;
use crate::folder::{Failed, File};
use crate::public_url::{EXPECTED, PublicUrl};

/// Settings on the command line and in the environment; they win over the file.
#[derive(Debug, Args, Default)]
pub(crate) struct Overrides {
    /// Address to listen on [default: 127.0.0.1:7410].
    #[arg(long, env = "TOWPATH_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Folder of the data [default: data].
    #[arg(long, env = "TOWPATH_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Folder of secrets, one file each [default: `secrets` in the data folder].
    #[arg(long, env = "TOWPATH_SECRETS", value_name = "DIR")]
    pub(crate) secrets: Option<PathBuf>,
    /// Where signed heads of the audit log go: a file, best on another machine's disk, or an `https` address that takes
    /// them with `POST`.
    #[arg(long, env = "TOWPATH_AUDIT_ANCHOR", value_name = "FILE|URL")]
    pub(crate) audit_anchor: Option<String>,
    /// A file with the bearer token for the address; read again for each request.
    #[arg(long, env = "TOWPATH_AUDIT_ANCHOR_TOKEN_FILE", value_name = "FILE")]
    pub(crate) audit_anchor_token_file: Option<PathBuf>,
    /// A PEM file of the only authorities trusted for the address [default: those of this machine].
    #[arg(long, env = "TOWPATH_AUDIT_ANCHOR_CA", value_name = "FILE")]
    pub(crate) audit_anchor_ca: Option<PathBuf>,
    /// The address at which browsers reach the console, where a proxy stands in front, such as `https://towpath.acme.example`
    /// [default: the address that the server listens on].
    #[arg(long, env = "TOWPATH_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<PublicUrl>,
    /// Policies are put in force by two of IT: one proposes them, another approves.
    #[arg(long, env = "TOWPATH_SECOND_APPROVER")]
    pub(crate) second_approver: bool,
    /// The name of `--second-approver` in earlier versions. It still works: ignoring it would remove a guard.
    #[arg(long, env = "TOWPATH_SECOND_SIGNER", hide = true)]
    pub(crate) second_signer: bool,
    /// Nobody decides about their own work through a token they minted: it counts as theirs. A token of `it` or `approver`
    /// works only after another person of IT has confirmed it. Implied by `--second-approver`.
    #[arg(long, env = "TOWPATH_SEPARATE_DUTIES", value_name = "MODE", value_enum)]
    pub(crate) separate_duties: Option<SeparateDuties>,
    /// Folder for backups [default: `backups` in the data folder].
    #[arg(long, env = "TOWPATH_BACKUPS", value_name = "DIR")]
    pub(crate) backups: Option<PathBuf>,
    /// Folder of integrations. Each is applied at the first start, and when its file changed since; what was changed over
    /// the API otherwise stays.
    #[arg(long, env = "TOWPATH_INTEGRATIONS", value_name = "DIR")]
    pub(crate) integrations: Option<PathBuf>,
    /// Folder of policies. Each is applied at the first start, and when its file changed since; what was changed over the
    /// API otherwise stays.
    #[arg(long, env = "TOWPATH_POLICIES", value_name = "DIR")]
    pub(crate) policies: Option<PathBuf>,
}

/// Whether tokens count as their minters'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SeparateDuties {
    /// Tokens count as their minter's; tokens of `it` and `approver` need a second person.
    Strict,
    /// Tokens do not count as their minter's.
    Off,
}

/// The configuration of a server.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) listen: SocketAddr,
    /// The address of the console; absent: the one that the server listens on.
    pub(crate) public_url: Option<PublicUrl>,
    pub(crate) integrations: Option<PathBuf>,
    pub(crate) policies: Option<PathBuf>,
    pub(crate) connections: Connections,
    pub(crate) plan: Plan,
}

const KEYS: [&str; 19] = [
    "listen",
    "publicUrl",
    "sessions",
    "data",
    "secrets",
    "backups",
    "integrations",
    "policies",
    "auditAnchor",
    "auditAnchorTokenFile",
    "auditAnchorCa",
    "secondApprover",
    "separateDuties",
    "connections",
    "instances",
    "memory",
    "limits",
    "quotas",
    "retention",
];
const CONNECTIONS: [&str; 4] = ["most", "perAddress", "headerS", "idleS"];
const SESSIONS: [&str; 4] = ["idleS", "absoluteS", "perPrincipal", "linkS"];
const QUOTAS: [&str; 4] = ["drafts", "versions", "runs", "perMinute"];
const PER_MINUTE: [&str; 5] = ["drafts", "versions", "runs", "events", "refused"];
const MEMORY: [&str; 1] = ["imagesMiB"];
const LIMITS: [&str; 8] =
    ["memoryMiB", "cpuMs", "inputBytes", "outputBytes", "effectBytes", "depth", "effects", "durationS"];

/// Most memory that a WebAssembly sandbox can address, in MiB.
const MOST_MEMORY_MIB: u64 = 4_096;
/// Most nesting that the runner can read, whatever the limit says.
const MOST_DEPTH: u32 = 512;

impl Config {
    /// Reads the file, if there is one, and puts the overrides over it. Paths in the file are relative to it.
    pub(crate) fn read(file: Option<&Path>, overrides: Overrides) -> Result<Self, Failed> {
        let mut config = Self::default();
        if let Some(path) = file {
            let source = crate::disk::read_operator_file(path).map_err(Failed::Unreadable)?;
            let mut problems = Vec::new();
            let (node, found) = towpath_dsl::yaml::parse(&source, towpath_dsl::yaml::Limits::default());
            problems.extend(found);
            if let Some(node) = node {
                let base = path.parent().unwrap_or(Path::new("")).to_owned();
                Reader { base, problems: &mut problems }.read(&node, &mut config);
            }
            if problems.iter().any(Diagnostic::is_error) {
                return Err(Failed::Invalid(vec![(File { path: path.to_owned(), source }, problems)]));
            }
        }
        config.listen = overrides.listen.unwrap_or(config.listen);
        config.public_url = overrides.public_url.or(config.public_url.take());
        config.integrations = overrides.integrations.or(config.integrations);
        config.policies = overrides.policies.or(config.policies);
        config.plan.backups = overrides.backups.or(config.plan.backups.take());
        config.plan.audit_anchor = overrides.audit_anchor.or(config.plan.audit_anchor.take());
        config.plan.audit_anchor_token =
            overrides.audit_anchor_token_file.or(config.plan.audit_anchor_token.take());
        config.plan.audit_anchor_ca = overrides.audit_anchor_ca.or(config.plan.audit_anchor_ca.take());
        config.plan.second_approver |= overrides.second_approver || overrides.second_signer;
        if let Some(duties) = overrides.separate_duties {
            config.plan.separate_duties = duties == SeparateDuties::Strict;
        }
        let secrets_set = overrides.secrets.is_some() || config.plan.secrets != Plan::default().secrets;
        config.plan.data = overrides.data.unwrap_or(config.plan.data);
        config.plan.secrets = match overrides.secrets {
            Some(secrets) => secrets,
            None if secrets_set => config.plan.secrets,
            None => config.plan.data.join("secrets"),
        };
        Ok(config)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7410)),
            public_url: None,
            integrations: None,
            policies: None,
            connections: Connections::default(),
            plan: Plan::default(),
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            secrets: PathBuf::new(),
            backups: None,
            audit_anchor: None,
            audit_anchor_token: None,
            audit_anchor_ca: None,
            second_approver: false,
            separate_duties: false,
            limits: Limits::default(),
            quotas: Quotas::default(),
            retention: RetentionTimes::default(),
            per_minute: PerMinute::default(),
            sessions: SessionLimits::default(),
            instances: 256,
            images_mib: 256,
        }
    }
}

struct Reader<'a> {
    base: PathBuf,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self, node: &Node, config: &mut Config) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "the configuration must be a mapping of settings");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "listen" => self.parse(value, "an address such as `127.0.0.1:7410`", &mut config.listen),
                "publicUrl" => self.public_url(value, &mut config.public_url),
                "sessions" => self.sessions(value, &mut config.plan.sessions),
                "data" => self.path(value, &mut config.plan.data),
                "secrets" => self.path(value, &mut config.plan.secrets),
                "backups" => self.folder(value, &mut config.plan.backups),
                "integrations" => self.folder(value, &mut config.integrations),
                "policies" => self.folder(value, &mut config.policies),
                "auditAnchor" => self.anchor(value, &mut config.plan.audit_anchor),
                "auditAnchorTokenFile" => self.folder(value, &mut config.plan.audit_anchor_token),
                "auditAnchorCa" => self.folder(value, &mut config.plan.audit_anchor_ca),
                "secondApprover" | "secondSigner" => self.flag(value, &mut config.plan.second_approver),
                "separateDuties" => self.duties(value, &mut config.plan.separate_duties),
                "connections" => self.connections(value, &mut config.connections),
                "instances" => self.number(value, &mut config.plan.instances),
                "memory" => self.memory(value, &mut config.plan),
                "limits" => self.limits(value, &mut config.plan.limits),
                "quotas" => self.quotas(value, &mut config.plan),
                "retention" => self.retention(value, &mut config.plan.retention),
                other => self.unknown(key.span, other, &KEYS),
            }
        }
    }

    fn limits(&mut self, node: &Node, limits: &mut Limits) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`limits` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "memoryMiB" => {
                    let mut mebibytes = limits.memory_bytes >> 20;
                    self.up_to(value, MOST_MEMORY_MIB, &mut mebibytes);
                    limits.memory_bytes = mebibytes.saturating_mul(1 << 20);
                }
                "cpuMs" => self.number(value, &mut limits.cpu_ms),
                "inputBytes" => self.number(value, &mut limits.input_bytes),
                "outputBytes" => self.number(value, &mut limits.output_bytes),
                "effectBytes" => self.number(value, &mut limits.effect_bytes),
                "depth" => self.up_to(value, MOST_DEPTH, &mut limits.depth),
                "effects" => self.number(value, &mut limits.effects),
                "durationS" => self.number(value, &mut limits.duration_s),
                other => self.unknown(key.span, other, &LIMITS),
            }
        }
    }

    fn connections(&mut self, node: &Node, connections: &mut Connections) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`connections` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "most" => self.number(value, &mut connections.most),
                "perAddress" => self.number(value, &mut connections.per_address),
                "headerS" => self.seconds(value, &mut connections.header),
                "idleS" => self.seconds(value, &mut connections.idle),
                other => self.unknown(key.span, other, &CONNECTIONS),
            }
        }
    }

    fn sessions(&mut self, node: &Node, limits: &mut SessionLimits) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`sessions` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "idleS" => self.milliseconds(value, &mut limits.idle),
                "absoluteS" => self.milliseconds(value, &mut limits.absolute),
                "perPrincipal" => self.number(value, &mut limits.per_principal),
                "linkS" => self.milliseconds(value, &mut limits.link),
                other => self.unknown(key.span, other, &SESSIONS),
            }
        }
    }

    fn public_url(&mut self, node: &Node, url: &mut Option<PublicUrl>) {
        match node.as_str().map(str::parse) {
            Some(Ok(parsed)) => *url = Some(parsed),
            _ => self.wrong(node, &format!("{EXPECTED} is expected")),
        }
    }

    /// A number of seconds, as milliseconds.
    fn milliseconds(&mut self, node: &Node, value: &mut i64) {
        let mut seconds = *value / 1_000;
        self.number(node, &mut seconds);
        *value = seconds.saturating_mul(1_000);
    }

    fn quotas(&mut self, node: &Node, plan: &mut Plan) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`quotas` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "drafts" => self.number(value, &mut plan.quotas.drafts),
                "versions" => self.number(value, &mut plan.quotas.versions),
                "runs" => self.number(value, &mut plan.quotas.runs),
                "perMinute" => self.per_minute(value, &mut plan.per_minute),
                other => self.unknown(key.span, other, &QUOTAS),
            }
        }
    }

    fn per_minute(&mut self, node: &Node, rates: &mut PerMinute) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`perMinute` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "drafts" => self.number(value, &mut rates.drafts),
                "versions" => self.number(value, &mut rates.versions),
                "runs" => self.number(value, &mut rates.runs),
                "events" => self.number(value, &mut rates.events),
                "refused" => self.number(value, &mut rates.refused),
                other => self.unknown(key.span, other, &PER_MINUTE),
            }
        }
    }

    fn seconds(&mut self, node: &Node, value: &mut Duration) {
        let mut seconds = value.as_secs();
        self.number(node, &mut seconds);
        *value = Duration::from_secs(seconds);
    }

    fn memory(&mut self, node: &Node, plan: &mut Plan) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`memory` must be a mapping");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "imagesMiB" => self.number(value, &mut plan.images_mib),
                other => self.unknown(key.span, other, &MEMORY),
            }
        }
    }

    fn path(&mut self, node: &Node, path: &mut PathBuf) {
        match node.as_str() {
            Some(text) => *path = self.base.join(text),
            None => self.wrong(node, "a path is expected"),
        }
    }

    fn folder(&mut self, node: &Node, path: &mut Option<PathBuf>) {
        let mut found = PathBuf::new();
        self.path(node, &mut found);
        *path = Some(found);
    }

    fn anchor(&mut self, node: &Node, place: &mut Option<String>) {
        match node.as_str() {
            Some(text) if HttpPlace::is_address(text) => *place = Some(text.to_owned()),
            Some(text) => *place = Some(self.base.join(text).to_string_lossy().into_owned()),
            None => self.wrong(node, "a path or an `https` address is expected"),
        }
    }

    fn flag(&mut self, node: &Node, value: &mut bool) {
        match node.to_json().as_bool() {
            Some(flag) => *value = flag,
            None => self.wrong(node, "`true` or `false` is expected"),
        }
    }

    fn duties(&mut self, node: &Node, strict: &mut bool) {
        match node.as_str() {
            Some("strict") => *strict = true,
            Some("off") => *strict = false,
            _ => self.wrong(node, "`strict` or `off` is expected"),
        }
    }

    fn parse<T: FromStr>(&mut self, node: &Node, expected: &str, value: &mut T) {
        match node.as_str().map(str::parse) {
            Some(Ok(parsed)) => *value = parsed,
            _ => self.wrong(node, &format!("{expected} is expected")),
        }
    }

    fn number<T: TryFrom<i64>>(&mut self, node: &Node, value: &mut T) {
        let number = node.to_json().as_i64().filter(|number| *number > 0);
        match number.map(T::try_from) {
            Some(Ok(number)) => *value = number,
            _ => self.wrong(node, "a whole number above zero is expected"),
        }
    }

    fn up_to<T: TryFrom<i64> + PartialOrd + Display>(&mut self, node: &Node, most: T, value: &mut T) {
        let number = node.to_json().as_i64().filter(|number| *number > 0);
        match number.map(T::try_from) {
            Some(Ok(number)) if number <= most => *value = number,
            _ => self.wrong(node, &format!("a whole number from 1 to {most} is expected")),
        }
    }

    fn wrong(&mut self, node: &Node, message: &str) {
        self.problems.push(Diagnostic::error(codes::TP5002, message).at(node.span));
    }

    fn unknown(&mut self, span: towpath_diagnostics::Span, key: &str, known: &[&str]) {
        let help = match did_you_mean(key, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("known are {}", known.join(", ")),
        };
        let diagnostic = Diagnostic::error(codes::TP5001, format!("unknown setting `{key}`"));
        self.problems.push(diagnostic.at(span).help(help));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn read(text: &str) -> Result<Config, Failed> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("towpath.yaml");
        std::fs::write(&path, text).unwrap();
        Config::read(Some(&path), Overrides::default())
    }

    #[test]
    fn every_error_at_once() {
        let Err(Failed::Invalid(files)) = read(
            "lisen: x\nlisten: nowhere\nlimits: {cpuMs: -1, deph: 3}\nmemory: {imagesMib: 0}\nconnections: {most: 0, idle: 5}\n",
        ) else {
            panic!("these are errors");
        };
        let codes: Vec<&str> = files[0].1.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["TP5001", "TP5002", "TP5002", "TP5001", "TP5001", "TP5002", "TP5001"]);
    }

    /// What no sandbox can give is told with its place, and not by a start that fails.
    #[test]
    fn limits_have_a_most() {
        for (within, beyond) in [
            ("limits: {memoryMiB: 4096}\n", "limits: {memoryMiB: 4097}\n"),
            ("limits: {depth: 512}\n", "limits: {depth: 513}\n"),
        ] {
            assert!(read(within).is_ok(), "{within}");
            let Err(Failed::Invalid(files)) = read(beyond) else { panic!("{beyond}") };
            assert_eq!(files[0].1[0].code.as_str(), "TP5002", "{beyond}");
        }
    }

    #[test]
    fn paths_are_relative_to_the_file_and_flags_win() {
        let config =
            read("listen: 127.0.0.1:1\ndata: here\nmemory: {imagesMiB: 32}\nlimits: {memoryMiB: 8}\n")
                .unwrap();
        assert!(config.plan.data.is_absolute() && config.plan.data.ends_with("here"));
        assert_eq!(config.plan.secrets, config.plan.data.join("secrets"));
        assert_eq!(config.plan.limits.memory_bytes, 8 << 20);
        assert_eq!((config.plan.images_mib, Config::default().plan.images_mib), (32, 256));
        let connections = read("connections: {perAddress: 9, headerS: 3}\n").unwrap().connections;
        assert_eq!((connections.per_address, connections.header), (9, Duration::from_secs(3)));
        let plan = read("quotas: {runs: 7, perMinute: {refused: 3}}\n").unwrap().plan;
        assert_eq!((plan.quotas.runs, plan.per_minute.refused), (7, 3));
        assert!(read("quotas: {perMinute: {runs: 0}}\n").is_err());
        let config = read("publicUrl: https://t.acme.example/\nsessions: {idleS: 60, linkS: 5}\n").unwrap();
        assert_eq!(config.public_url.unwrap().to_string(), "https://t.acme.example");
        let (sessions, defaults) = (config.plan.sessions, SessionLimits::default());
        assert_eq!((sessions.idle, sessions.link, sessions.absolute), (60_000, 5_000, defaults.absolute));
        assert!(read("publicUrl: t.acme.example\n").is_err() && read("sessions: {idleS: 0}\n").is_err());
        let overrides = Overrides { data: Some("there".into()), ..Overrides::default() };
        assert!(read("separateDuties: strict\n").unwrap().plan.separate_duties);
        assert!(read("separateDuties: yes\n").is_err());
        assert_eq!(Config::read(None, overrides).unwrap().plan.secrets, PathBuf::from("there/secrets"));
    }
}
