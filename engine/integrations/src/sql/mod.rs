//! Kind `sql`: named statements over a SQLite database. Values are bound, and reads cannot write.

mod database;
mod rows;
mod run;
mod schema;
mod statement;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Column as _, Executor as _, SqlSafeStr as _, Statement as _};
use towpath_access::Effect;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use crate::call::{CallContext, Connection, Prepared, Reply};
use crate::document::fields::{Fields, Findings};
use crate::document::{self, Header, limits};
use crate::egress::Hop;
use crate::failure::coded_problem;
use crate::kind::{Connector, Kind, Reading, Setting};
use crate::operation::{self, check_names};
use crate::tested::{Found, LONGEST};
use crate::{CallFailure, Operation};
use database::Database;
use run::Run;
use statement::Statement;

/// Kind `sql`.
pub(crate) struct Sql;

/// The result of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// A list of rows, which may be empty.
    Many,
    /// Exactly one row. No row is an error with status 404, more rows are an error with status 409.
    One,
    /// The first row, or `null`.
    First,
    /// The number of changed rows.
    None,
}

const ROWS: &[(&str, Rows)] =
    &[("many", Rows::Many), ("one", Rows::One), ("first", Rows::First), ("none", Rows::None)];

/// One operation.
#[derive(Debug, Clone)]
struct Call {
    statement: Statement,
    rows: Rows,
    writes: bool,
    max_rows: usize,
    /// The place of the statement in the document.
    pointer: String,
}

/// The `connection`.
#[derive(Debug, Clone)]
struct Target {
    path: PathBuf,
    timeout: Duration,
    max_rows: usize,
    max_bytes: usize,
    /// Whether all writes are refused.
    read_only: bool,
}

impl Kind for Sql {
    fn name(&self) -> &'static str {
        "sql"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["connection", document::TEST_ENDPOINT, "operations"]
    }

    fn schema(&self) -> (Value, &'static [&'static str]) {
        (schema::own_keys(), &["connection", "operations"])
    }

    fn read(&self, top: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Reading> {
        let target = top
            .required("connection", findings)
            .and_then(|value| read_target(value, &top.at("connection"), findings));
        let same = |one: &Target, other: &Target| one.path == other.path;
        let endpoint = document::read_test_endpoint(top, target.as_ref(), read_target, same, findings);
        let targets = target.iter().chain(endpoint.as_ref().map(|(target, _)| target));
        let read_only = targets.into_iter().any(|target| target.read_only);
        let max_rows = target.as_ref().map_or(limits::ROWS.default(), |target| target.max_rows);
        let (mut operations, mut calls) = (Vec::new(), Vec::new());
        for (operation, fields) in
            operation::read_all(top, header, &["statement", "rows", "maxRows"], findings)
        {
            if read_only && operation.effect == Effect::Write {
                let message = "this operation writes, but the connection is `readOnly`";
                findings.error(codes::TP3009, &fields.at("effect"), message);
            }
            if let Some(call) = read_call(&fields, &operation, max_rows, findings) {
                calls.push(call);
                operations.push(Arc::new(operation));
            }
        }
        let connector =
            |target, place, calls| Arc::new(SqlConnector { target, place, calls }) as Arc<dyn Connector>;
        let test_endpoint = endpoint.map(|(target, place)| connector(target, place, calls.clone()));
        Some(Reading { operations, connector: connector(target?, "/connection", calls), test_endpoint })
    }
}

fn read_target(value: &Value, pointer: &str, findings: &mut Findings) -> Option<Target> {
    let known = ["sqlite", "readOnly", "timeout", "maxRows", "maxResponseBytes"];
    let fields = Fields::closed(value, pointer, &known, findings)?;
    let path = fields.required_text("sqlite", findings);
    let timeout = limits::SQL_TIMEOUT.read(&fields, findings);
    let max_rows = limits::ROWS.read(&fields, findings);
    let max_bytes = limits::SQL_BYTES.read(&fields, findings);
    let read_only = fields.boolean("readOnly", findings).unwrap_or(false);
    let path = path?;
    if path.is_empty() || path.starts_with([':', '?']) || path.starts_with("file:") || path.contains('\0') {
        findings.error(codes::TP3007, &fields.at("sqlite"), "this must be the path of a file");
        return None;
    }
    Some(Target { path: PathBuf::from(path), timeout, max_rows, max_bytes, read_only })
}

fn read_call(
    fields: &Fields<'_>,
    operation: &Operation,
    max_rows: usize,
    findings: &mut Findings,
) -> Option<Call> {
    let writes = operation.effect == Effect::Write;
    if operation.idempotent == crate::Idempotent::Key {
        let message = "a database has no idempotency keys: use `idempotent: natural` or `idempotent: no`";
        findings.error(codes::TP3009, &fields.at("idempotent"), message);
    }
    let rows = fields.word("rows", ROWS, findings).unwrap_or(if writes { Rows::None } else { Rows::Many });
    if rows == Rows::None && !writes {
        findings.error(codes::TP3009, &fields.at("rows"), "an operation that reads must return rows");
    }
    let own = limits::ROWS.given(fields, findings);
    let text = fields.required_text("statement", findings)?;
    let pointer = fields.at("statement");
    let statement = match statement::parse_statement(text, operation.effect) {
        Ok(statement) => statement,
        Err(why) => {
            findings.error(codes::TP3009, &pointer, why);
            return None;
        }
    };
    check_names(operation, statement.names.iter().map(String::as_str), [], &pointer, findings);
    let max_rows = own.unwrap_or(max_rows);
    Some(Call { statement, rows, writes, max_rows, pointer })
}

#[derive(Debug)]
struct SqlConnector {
    target: Target,
    /// The place of the target in the document.
    place: &'static str,
    calls: Vec<Call>,
}

#[async_trait]
impl Connector for SqlConnector {
    async fn connect(&self, setting: &Setting<'_>, findings: &mut Findings) -> Option<Arc<dyn Connection>> {
        let path = setting.folder.join(&self.target.path);
        let writes = self.calls.iter().any(|call| call.writes);
        let database = Database::new(&path, writes, self.target.timeout);
        self.try_statements(&database, &path, findings).await;
        Some(Arc::new(SqlConnection { database, target: self.target.clone(), calls: self.calls.clone() }))
    }
}

impl SqlConnector {
    /// Prepares every statement if the database exists, so that a misspelt column is reported now and not at the first call.
    async fn try_statements(&self, database: &Database, path: &Path, findings: &mut Findings) {
        let place = format!("{}/sqlite", self.place);
        if !path.is_file() {
            findings.warning(codes::TP3007, &place, "there is no such file yet");
            return;
        }
        let pools = database.pools().await;
        for call in &self.calls {
            let pool = if call.writes { pools.write.as_ref() } else { Some(&pools.read) };
            let Some(pool) = pool else { continue };
            let text = AssertSqlSafe(call.statement.text.as_str()).into_sql_str();
            let prepared = match pool.acquire().await {
                Ok(mut connection) => (&mut *connection).prepare(text).await,
                Err(error) => Err(error),
            };
            match prepared {
                Ok(prepared) => {
                    let names: Vec<&str> = prepared.columns().iter().map(|column| column.name()).collect();
                    if let Some(twice) =
                        names.iter().enumerate().find(|(at, name)| names[..*at].contains(name))
                    {
                        let message =
                            format!("two columns are called `{}`; give one another name with `as`", twice.1);
                        findings.error(codes::TP3009, &call.pointer, message);
                    }
                }
                // The database got only IT's text here, so its message may be shown.
                Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("1") => {
                    findings.error(
                        codes::TP3009,
                        &call.pointer,
                        format!("the database reports: {}", error.message()),
                    );
                }
                Err(_) => {
                    findings.warning(codes::TP3007, &place, "the database cannot be opened now");
                    return;
                }
            }
        }
    }
}

struct SqlConnection {
    database: Database,
    target: Target,
    calls: Vec<Call>,
}

#[async_trait]
impl Connection for SqlConnection {
    fn prepare(&self, prepared: &mut Prepared) -> Result<(), Problem> {
        if prepared.secrets.is_empty() {
            return Ok(());
        }
        let detail = format!("`{}` takes no secrets", prepared.operation.called());
        Err(coded_problem(problem_types::VALIDATION, codes::TP3014, detail))
    }

    async fn call(
        &self,
        prepared: &Prepared,
        _request: Option<Hop>,
        context: &CallContext<'_>,
    ) -> Result<Reply, CallFailure> {
        let who = prepared.operation.called();
        let Some(call) = self.calls.get(prepared.at) else {
            let detail = format!("`{who}` is not of this integration");
            return Err(CallFailure::not_sent(coded_problem(problem_types::RUNTIME, codes::TP0001, detail)));
        };
        let own = Instant::now() + self.target.timeout;
        let end = context.deadline.map_or(own, |deadline| deadline.min(own));
        let arguments = prepared.arguments();
        let check = |value: &Value| prepared.operation().check_output(value);
        let run = Run { who: &who, call, arguments, max_bytes: self.target.max_bytes, end, check: &check };
        let value =
            if call.writes { run.write(&self.database).await } else { run.read(&self.database).await }?;
        Ok(Reply { value, labels: Vec::new() })
    }

    async fn test(&self, who: &str) -> Option<Found> {
        let target = self.target.path.display().to_string();
        let end = Instant::now() + self.target.timeout.min(LONGEST);
        Some(match run::open(&self.database, who, end).await {
            Ok(()) => Found::open(target),
            Err(problem) => Found::unreachable(target, problem),
        })
    }
}
