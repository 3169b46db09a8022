//! Runs one statement with bound values and limits. A write runs in a transaction that is committed only if everything
//! succeeded.

use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Either, Executor as _, Transaction};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use super::database::{Database, end_at};
use super::{Call, Rows, rows};
use crate::CallFailure;
use crate::failure::{coded_problem, communication_problem};

/// One run of a statement.
pub(super) struct Run<'a> {
    pub(super) who: &'a str,
    pub(super) call: &'a Call,
    pub(super) arguments: &'a Value,
    pub(super) max_bytes: usize,
    pub(super) end: Instant,
    /// Checks the result against the output schema.
    pub(super) check: &'a (dyn Fn(&Value) -> Result<(), Problem> + Sync),
}

/// Timeout of a commit after everything else succeeded. The timeout of the call does not shorten it.
const COMMIT: Duration = Duration::from_secs(10);

impl Run<'_> {
    /// Runs it on a read-only connection.
    pub(super) async fn read(&self, database: &Database) -> Result<Value, CallFailure> {
        let work = async {
            let mut connection =
                database.pools().await.read.acquire().await.map_err(|error| self.not_sent(&error))?;
            end_at(&mut connection, self.end).await.map_err(|error| self.not_sent(&error))?;
            self.execute(&mut connection).await.map_err(CallFailure::refused_there)
        };
        match tokio::time::timeout_at(self.end.into(), work).await {
            Ok(result) => result,
            Err(_) => Err(CallFailure::refused_there(self.too_long())),
        }
    }

    /// Runs it in a transaction. Dropping the transaction before the commit rolls it back.
    pub(super) async fn write(&self, database: &Database) -> Result<Value, CallFailure> {
        let Some(pool) = database.pools().await.write else {
            let detail = format!("`{}` has no connection that can write", self.who);
            return Err(CallFailure::not_sent(coded_problem(problem_types::RUNTIME, codes::TP0001, detail)));
        };
        let work = async {
            let begin = pool.begin_with("BEGIN IMMEDIATE").await;
            let mut transaction = begin.map_err(|error| self.not_sent(&error))?;
            end_at(&mut transaction, self.end).await.map_err(|error| self.not_sent(&error))?;
            let value = self.execute(&mut transaction).await.map_err(CallFailure::refused_there)?;
            (self.check)(&value).map_err(|misfit| CallFailure::refused_there(self.rolled_back(misfit)))?;
            // The statement has ended. From here an interrupt could only affect the commit.
            let handle = transaction.lock_handle().await;
            handle
                .map_err(|error| CallFailure::refused_there(self.problem_of(&error)))?
                .remove_progress_handler();
            Ok((transaction, value))
        };
        let (transaction, value) = match tokio::time::timeout_at(self.end.into(), work).await {
            Ok(result) => result?,
            Err(_) => return Err(CallFailure::refused_there(self.too_long())),
        };
        self.commit(transaction).await?;
        Ok(value)
    }

    async fn commit(&self, transaction: Transaction<'static, Sqlite>) -> Result<(), CallFailure> {
        match tokio::time::timeout(COMMIT, transaction.commit()).await {
            Ok(Ok(())) => Ok(()),
            // Busy, or a deferred constraint: the transaction was still open, and dropping it rolled it
            // back.
            Ok(Err(error)) if matches!(primary_code(&error), Some(5 | 19)) => {
                Err(CallFailure::refused_there(self.problem_of(&error)))
            }
            Ok(Err(error)) => Err(CallFailure::unknown(self.problem_of(&error))),
            Err(_) => Err(CallFailure::unknown(self.too_long())),
        }
    }

    /// Binds the values, runs the statement, and converts the rows to the result.
    async fn execute(&self, connection: &mut SqliteConnection) -> Result<Value, Problem> {
        let query = sqlx::query_with(AssertSqlSafe(self.call.statement.text.as_str()), self.bind()?);
        let mut results = connection.fetch_many(query);
        let mut found = Vec::new();
        let mut bytes = 0;
        let mut affected = 0;
        while let Some(result) = results.try_next().await.map_err(|error| self.problem_of(&error))? {
            match result {
                Either::Left(done) => affected += done.rows_affected(),
                Either::Right(row) => {
                    let row = rows::to_json(&row).map_err(|why| self.unusable(&why))?;
                    bytes += rows::approximate_size(&row);
                    found.push(row);
                    self.check_size(found.len(), bytes)?;
                    // A write must run to its end. Only reading rows may stop early.
                    if self.call.rows == Rows::First && !self.call.writes {
                        break;
                    }
                }
            }
        }
        drop(results);
        self.shape(found, affected)
    }

    fn check_size(&self, rows: usize, bytes: usize) -> Result<(), Problem> {
        let too_many = |what: String| {
            Err(communication_problem(502, codes::TP3026, format!("`{}` found {what}", self.who)))
        };
        if self.call.rows == Rows::Many && rows > self.call.max_rows {
            return too_many(format!("more than {} rows", self.call.max_rows));
        }
        if self.call.rows == Rows::One && rows > 1 {
            let detail = format!("`{}` found more than one row", self.who);
            return Err(communication_problem(409, codes::TP3031, detail));
        }
        if bytes > self.max_bytes {
            return too_many(format!("more than {} bytes", self.max_bytes));
        }
        Ok(())
    }

    fn shape(&self, mut found: Vec<Value>, affected: u64) -> Result<Value, Problem> {
        Ok(match self.call.rows {
            Rows::Many => Value::Array(found),
            Rows::First => {
                if found.is_empty() {
                    Value::Null
                } else {
                    found.swap_remove(0)
                }
            }
            Rows::None => json!({ "rowsAffected": affected }),
            Rows::One => found.pop().ok_or_else(|| {
                communication_problem(404, codes::TP3031, format!("`{}` found no row", self.who))
            })?,
        })
    }

    /// Binds the values in the order of their numbers. An absent argument is NULL; lists and objects are JSON text.
    fn bind(&self) -> Result<SqliteArguments, Problem> {
        let mut bound = SqliteArguments::default();
        for name in &self.call.statement.names {
            let added = match self.arguments.get(name) {
                None | Some(Value::Null) => bound.add(None::<i64>),
                Some(Value::Bool(truth)) => bound.add(i64::from(*truth)),
                Some(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
                    (Some(integer), _) => bound.add(integer),
                    (None, Some(float)) => bound.add(float),
                    (None, None) => bound.add(number.to_string()),
                },
                Some(Value::String(text)) => bound.add(text.clone()),
                Some(nested) => bound.add(nested.to_string()),
            };
            added.map_err(|_| self.unusable(&format!("`{name}` cannot be bound")))?;
        }
        Ok(bound)
    }

    /// The failure of a write whose result does not fit, so that it was rolled back.
    fn rolled_back(&self, misfit: Problem) -> Problem {
        let why = misfit.detail.unwrap_or_default();
        let code = codes::TP3040.as_str().to_owned();
        Problem {
            detail: Some(format!("{why}; the transaction was rolled back")),
            code: Some(code),
            ..misfit
        }
    }

    fn unusable(&self, why: &str) -> Problem {
        unusable(self.who, why)
    }

    fn too_long(&self) -> Problem {
        too_long(self.who)
    }

    fn not_sent(&self, error: &sqlx::Error) -> CallFailure {
        CallFailure::not_sent(self.problem_of(error))
    }

    fn problem_of(&self, error: &sqlx::Error) -> Problem {
        problem_of(self.who, error)
    }
}

/// Opens the database and reads its header: `who` is the integration.
pub(super) async fn open(database: &Database, who: &str, end: Instant) -> Result<(), Problem> {
    let work = async {
        let mut connection = database.pools().await.read.acquire().await?;
        end_at(&mut connection, end).await?;
        // Without a table in it, SQLite would not even look at the file.
        sqlx::query("select 1 from sqlite_schema limit 1").fetch_optional(&mut *connection).await
    };
    match tokio::time::timeout_at(end.into(), work).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if primary_code(&error) == Some(26) => {
            let detail = format!("the file of `{who}` is no SQLite database");
            Err(communication_problem(503, codes::TP3023, detail))
        }
        Ok(Err(error)) => Err(problem_of(who, &error)),
        Err(_) => Err(too_long(who)),
    }
}

fn unusable(who: &str, why: &str) -> Problem {
    communication_problem(500, codes::TP3030, format!("`{who}` failed: {why}"))
}

fn too_long(who: &str) -> Problem {
    coded_problem(problem_types::TIMEOUT, codes::TP3024, format!("`{who}` took too long"))
}

/// Maps an error of the database to a problem. Its own text may contain values, so only its code is used.
fn problem_of(who: &str, error: &sqlx::Error) -> Problem {
    let code = primary_code(error);
    tracing::debug!(operation = who, sqlite_code = code, "a statement failed");
    match (code, error) {
        _ if is_moved(error) => {
            let detail = format!(
                "the database file of `{who}` was replaced meanwhile; the next call opens the new one"
            );
            communication_problem(503, codes::TP3030, detail)
        }
        (Some(9), _) => too_long(who),
        (Some(19), _) => {
            communication_problem(409, codes::TP3030, format!("`{who}` breaks a constraint of the database"))
        }
        (Some(8), _) => {
            let detail = format!("`{who}` tried to change something on a connection that can only read");
            coded_problem(problem_types::AUTHORIZATION, codes::TP3030, detail)
        }
        (Some(5 | 6), _) | (_, sqlx::Error::PoolTimedOut) => {
            communication_problem(503, codes::TP3030, format!("the database of `{who}` is busy"))
        }
        (Some(14), _) | (_, sqlx::Error::Io(_)) => {
            communication_problem(503, codes::TP3023, format!("the database of `{who}` cannot be opened"))
        }
        _ => unusable(who, "the database refused the statement"),
    }
}

/// Whether the file was moved or deleted while open (`SQLITE_READONLY_DBMOVED`). Then nothing was written.
fn is_moved(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "1032")
}

/// SQLite's primary result code.
fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let extended: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
