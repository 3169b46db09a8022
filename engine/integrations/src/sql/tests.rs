#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests of kind `sql` with a real SQLite file.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tempfile::TempDir;
use towpath_diagnostics::Diagnostic;

use crate::testing::{Hops, call, effect, failed_as, with_secret};
use crate::{CallContext, IntegrationDocument, MapSecrets, Registry};

const ORDERS: &str = r"
integration: orders
owner: it@acme.example
kind: sql
labels: [order-data]
connection: { sqlite: orders.db, timeout: 2s, maxRows: 3, maxResponseBytes: 2000 }
operations:
  get-order:
    version: 1.0.0
    effect: read
    rows: one
    input: &id { type: object, additionalProperties: false, required: [id], properties: { id: { type: string } } }
    statement: select id, total, paid, note, photo, lines from orders where id = :id
  find-order:
    version: 1.0.0
    effect: read
    rows: first
    input: *id
    statement: select id from orders where id >= :id order by id
  list-orders:
    version: 1.0.0
    effect: read
    input: { type: object, additionalProperties: false, properties: { ids: { type: array, items: { type: string } } } }
    statement: select id from orders where :ids is null or id in (select value from json_each(:ids)) order by id
  count:
    version: 1.0.0
    effect: read
    rows: one
    input: { type: object, additionalProperties: false, required: [upTo], properties: { upTo: { type: integer } } }
    statement: |
      with recursive n(i) as (select 1 union all select i + 1 from n where i < :upTo) select sum(i) as total from n
  sneak:
    version: 1.0.0
    effect: read
    statement: with doomed as (select id from orders) delete from orders where id in (select id from doomed)
  set-note:
    version: 1.0.0
    effect: write
    input: { type: object, additionalProperties: false, required: [id, note], properties: { id: { type: string }, note: { type: [string, 'null'] } } }
    statement: update orders set note = :note where id = :id
  set-one:
    version: 1.0.0
    effect: write
    rows: one
    input: { type: object, additionalProperties: false, required: [like], properties: { like: { type: string } } }
    statement: update orders set note = 'changed' where id like :like returning id
  add-promised:
    version: 1.0.0
    effect: write
    rows: one
    output: { type: object, properties: { id: { type: integer } } }
    input: *id
    statement: insert into orders (id, total) values (:id, 1) returning id
  add:
    version: 1.0.0
    effect: write
    input: *id
    statement: insert into orders (id, total) values (:id, 1)
";

async fn run_sql(path: &Path, script: &str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn orders() -> (TempDir, Registry) {
    let folder = tempfile::tempdir().unwrap();
    let script = "
        create table orders (id text primary key, total real, paid boolean, note text, photo blob, lines integer);
        insert into orders values ('a', 12.5, 1, 'x', x'8950', 3), ('b', 3, 0, null, null, 9007199254740993);
        insert into orders (id) values ('c');
    ";
    run_sql(&folder.path().join("orders.db"), script).await;
    let registry = build(folder.path(), ORDERS).await.unwrap();
    (folder, registry)
}

async fn build(folder: &Path, text: &str) -> Result<Registry, Vec<Diagnostic>> {
    let (document, found) = IntegrationDocument::parse(text);
    let document = document.ok_or(found)?.relative_to(folder);
    Registry::build(vec![document], Arc::new(MapSecrets::default())).await
}

#[tokio::test]
async fn values_are_bound_and_rows_are_json() {
    let (_folder, registry) = orders().await;
    assert_eq!(
        call(&registry, &effect("orders", "get-order", json!({ "id": "a" }))).await.unwrap(),
        json!({ "id": "a", "total": 12.5, "paid": true, "note": "x", "photo": "iVA=", "lines": 3 })
    );
    assert_eq!(
        call(&registry, &effect("orders", "get-order", json!({ "id": "b" }))).await.unwrap(),
        json!({ "id": "b", "total": 3.0, "paid": false, "note": null, "photo": null, "lines": 9_007_199_254_740_993_i64 })
    );
    let list = |arguments: Value| effect("orders", "list-orders", arguments);
    assert_eq!(
        call(&registry, &list(json!({}))).await.unwrap(),
        json!([{ "id": "a" }, { "id": "b" }, { "id": "c" }])
    );
    assert_eq!(call(&registry, &list(json!({ "ids": ["c", "z"] }))).await.unwrap(), json!([{ "id": "c" }]));
    assert_eq!(call(&registry, &list(json!({ "ids": [] }))).await.unwrap(), json!([]));
    let first = |id: &str| effect("orders", "find-order", json!({ "id": id }));
    assert_eq!(call(&registry, &first("b")).await.unwrap(), json!({ "id": "b" }));
    assert_eq!(call(&registry, &first("x")).await.unwrap(), Value::Null);
    let failure = call(&registry, &effect("orders", "get-order", json!({ "id": "x" }))).await.unwrap_err();
    assert_eq!((failed_as(&failure), failure.problem.status), (("refused", "TP3031".to_owned()), 404));
}

#[tokio::test]
async fn a_value_is_never_part_of_the_statement() {
    let (_folder, registry) = orders().await;
    for id in ["' or '1'='1", "a'; drop table orders; --", ":id", "?1", "a\0", "\u{2019} or 1=1"] {
        let failure = call(&registry, &effect("orders", "get-order", json!({ "id": id }))).await.unwrap_err();
        assert_eq!(failure.problem.status, 404, "{id:?}");
        let changed =
            call(&registry, &effect("orders", "set-note", json!({ "id": id, "note": id }))).await.unwrap();
        assert_eq!(changed, json!({ "rowsAffected": 0 }));
    }
    let note = "'); delete from orders; --";
    call(&registry, &effect("orders", "set-note", json!({ "id": "a", "note": note }))).await.unwrap();
    let order = call(&registry, &effect("orders", "get-order", json!({ "id": "a" }))).await.unwrap();
    assert_eq!(order["note"], note);
    let all = call(&registry, &effect("orders", "list-orders", json!({}))).await.unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_says_it_reads_cannot_write() {
    let (_folder, registry) = orders().await;
    let failure = call(&registry, &effect("orders", "sneak", json!({}))).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3030".to_owned()));
    assert!(failure.problem.detail.as_ref().unwrap().contains("can only read"));
    let all = call(&registry, &effect("orders", "list-orders", json!({}))).await.unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn writes_happen_whole_or_not_at_all() {
    let (_folder, registry) = orders().await;
    let changed =
        call(&registry, &effect("orders", "set-note", json!({ "id": "a", "note": null }))).await.unwrap();
    assert_eq!(changed, json!({ "rowsAffected": 1 }));
    let one = |like: &str| effect("orders", "set-one", json!({ "like": like }));
    assert_eq!(call(&registry, &one("b")).await.unwrap(), json!({ "id": "b" }));
    // Two rows instead of one: rolled back.
    let failure = call(&registry, &one("%")).await.unwrap_err();
    assert_eq!((failed_as(&failure), failure.problem.status), (("refused", "TP3031".to_owned()), 409));
    let order = call(&registry, &effect("orders", "get-order", json!({ "id": "c" }))).await.unwrap();
    assert_eq!(order["note"], Value::Null);
    // The message about a violated constraint contains no value.
    let failure = call(&registry, &effect("orders", "add", json!({ "id": "a" }))).await.unwrap_err();
    assert_eq!((failed_as(&failure), failure.problem.status), (("refused", "TP3030".to_owned()), 409));
    call(&registry, &effect("orders", "add", json!({ "id": "d" }))).await.unwrap();
    // Now there are four rows, and the maximum is three.
    let failure = call(&registry, &effect("orders", "list-orders", json!({}))).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3026".to_owned()));
}

#[tokio::test]
async fn a_write_whose_result_does_not_fit_is_rolled_back() {
    let (_folder, registry) = orders().await;
    for _ in 0..3 {
        let add = effect("orders", "add-promised", json!({ "id": "d" }));
        let failure = call(&registry, &add).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("refused", "TP3040".to_owned()));
        assert!(failure.problem.detail.as_ref().unwrap().ends_with("the transaction was rolled back"));
    }
    let found = call(&registry, &effect("orders", "find-order", json!({ "id": "d" }))).await.unwrap();
    assert_eq!(found, Value::Null);
}

#[tokio::test]
async fn rows_have_a_size() {
    let (folder, registry) = orders().await;
    run_sql(&folder.path().join("orders.db"), "update orders set note = hex(zeroblob(1500)) where id = 'a'")
        .await;
    let failure = call(&registry, &effect("orders", "get-order", json!({ "id": "a" }))).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3026".to_owned()));
}

#[tokio::test]
async fn a_long_statement_ends_in_time_and_frees_its_connection() {
    let (_folder, registry) = orders().await;
    let long = effect("orders", "count", json!({ "upTo": 10_000_000_000_i64 }));
    for _ in 0..6 {
        let prepared = registry.prepare(&long).unwrap();
        let start = Instant::now();
        let deadline = Some(start + Duration::from_millis(100));
        let context =
            CallContext { idempotency_key: None, namespace: "acme", authorize: &Hops::default(), deadline };
        let failure = registry.call(&prepared, context).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("refused", "TP3024".to_owned()));
        assert!(start.elapsed() < Duration::from_secs(1));
    }
    let short = call(&registry, &effect("orders", "count", json!({ "upTo": 4 }))).await.unwrap();
    assert_eq!(short, json!({ "total": 10 }));
}

#[tokio::test]
async fn a_busy_database_is_told_as_not_sent() {
    let (folder, registry) = orders().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join("orders.db"));
    let mut other = options.connect().await.unwrap();
    sqlx::raw_sql("begin immediate").execute(&mut other).await.unwrap();
    let failure = call(&registry, &effect("orders", "add", json!({ "id": "d" }))).await.unwrap_err();
    // Whether SQLite's timeout or ours comes first, nothing was changed.
    assert!(matches!(failed_as(&failure).0, "not sent" | "refused"), "{failure:?}");
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    call(&registry, &effect("orders", "add", json!({ "id": "d" }))).await.unwrap();
}

#[tokio::test]
async fn a_database_in_wal_mode_is_read_while_it_is_written() {
    let (folder, registry) = orders().await;
    run_sql(&folder.path().join("orders.db"), "pragma journal_mode = wal").await;
    let options = SqliteConnectOptions::new().filename(folder.path().join("orders.db"));
    let mut other = options.connect().await.unwrap();
    sqlx::raw_sql("update orders set note = 'new' where id = 'a'").execute(&mut other).await.unwrap();
    sqlx::raw_sql("begin immediate").execute(&mut other).await.unwrap();
    sqlx::raw_sql("update orders set note = 'uncommitted' where id = 'a'").execute(&mut other).await.unwrap();
    let order = call(&registry, &effect("orders", "get-order", json!({ "id": "a" }))).await.unwrap();
    assert_eq!(order["note"], "new");
}

#[tokio::test]
async fn many_reads_and_writes_at_once_all_end() {
    let (_folder, registry) = orders().await;
    let registry = Arc::new(registry);
    let mut tasks = tokio::task::JoinSet::new();
    for at in 0..100 {
        let registry = Arc::clone(&registry);
        tasks.spawn(async move {
            let id = json!({ "id": format!("n{at}") });
            call(&registry, &effect("orders", "add", id.clone())).await.unwrap();
            call(&registry, &effect("orders", "get-order", id)).await.unwrap()
        });
    }
    let ended = tasks.join_all().await;
    assert_eq!(ended.len(), 100);
}

#[tokio::test]
async fn statements_are_tried_where_the_database_is_there() {
    let (folder, _) = orders().await;
    for (from, to, says) in [
        ("select id, total,", "select id, totl,", "no such column"),
        ("from orders where id >=", "from ordres where id >=", "no such table"),
        ("select id, total,", "select id, total, total,", "two columns are called `total`"),
    ] {
        let found = build(folder.path(), &ORDERS.replace(from, to)).await.unwrap_err();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].code.as_str() == "TP3009" && found[0].message.contains(says), "{found:?}");
        assert!(found[0].span.is_some());
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let registry = build(elsewhere.path(), ORDERS).await.unwrap();
    assert!(registry.warnings("orders").any(|one| one.message.contains("no such file")));
    for (operation, arguments) in [("get-order", json!({ "id": "a" })), ("add", json!({ "id": "a" }))] {
        let failure = call(&registry, &effect("orders", operation, arguments)).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("not sent", "TP3023".to_owned()));
    }
    assert!(!elsewhere.path().join("orders.db").exists(), "a missing database is never created");
}

#[tokio::test]
async fn secrets_are_refused() {
    let (_folder, registry) = orders().await;
    let call =
        with_secret(effect("orders", "set-note", json!({ "id": "a", "note": null })), "/note", "token");
    assert_eq!(registry.prepare(&call).unwrap_err().code.as_deref(), Some("TP3014"));
}

#[test]
fn documents_are_checked() {
    let check = |from: &str, to: &str| -> Vec<String> {
        assert!(ORDERS.contains(from), "{from}");
        let found = IntegrationDocument::parse(&ORDERS.replacen(from, to, 1)).1;
        found.iter().map(|one| one.code.as_str().to_owned()).collect()
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(check("timeout: 2s", "timeout: 3s"), none);
    assert_eq!(check("timeout: 2s", "timeout: 2s, readOnly: true"), ["TP3009"; 4]);
    assert_eq!(check("sqlite: orders.db", "sqlite: ':memory:'"), ["TP3007"]);
    assert_eq!(check("sqlite: orders.db", "sqlite: 'file:x?mode=rw'"), ["TP3007"]);
    assert_eq!(check("where id = :id\n", "where id = :idd\n"), ["TP3006"]);
    assert_eq!(check("where id = :id\n", "where id = :id; delete from orders\n"), ["TP3009"]);
    assert_eq!(check("rows: one", "rows: none"), ["TP3009"]);
    assert_eq!(check("effect: write", "effect: write\n    idempotent: key"), ["TP3009"]);
    assert_eq!(check("effect: write", "effect: read"), ["TP3009"]);
}

#[tokio::test]
async fn a_file_that_was_replaced_is_opened_again() {
    let (folder, registry) = orders().await;
    let note = |note: &str| effect("orders", "set-note", json!({ "id": "a", "note": note }));
    let get = || effect("orders", "get-order", json!({ "id": "a" }));
    call(&registry, &note("old")).await.unwrap();
    assert_eq!(call(&registry, &get()).await.unwrap()["note"], "old");
    let (path, other) = (folder.path().join("orders.db"), folder.path().join("new.db"));
    let script = "
        create table orders (id text primary key, total real, paid boolean, note text, photo blob, lines integer);
        insert into orders (id, note) values ('a', 'new');
    ";
    run_sql(&other, script).await;
    std::fs::rename(&other, &path).unwrap();
    assert_eq!(call(&registry, &get()).await.unwrap()["note"], "new");
    assert_eq!(call(&registry, &note("newer")).await.unwrap(), json!({ "rowsAffected": 1 }));
    assert_eq!(call(&registry, &get()).await.unwrap()["note"], "newer");
    std::fs::rename(&path, &other).unwrap();
    assert_eq!(failed_as(&call(&registry, &get()).await.unwrap_err()), ("not sent", "TP3023".to_owned()));
    assert_eq!(
        failed_as(&call(&registry, &note("none")).await.unwrap_err()),
        ("not sent", "TP3023".to_owned())
    );
    std::fs::rename(&other, &path).unwrap();
    assert_eq!(call(&registry, &get()).await.unwrap()["note"], "newer");
}

#[tokio::test]
async fn testing_the_connection_opens_and_reads_the_file() {
    let (folder, registry) = orders().await;
    let tested = async || registry.test("orders").await.unwrap().found;
    let found = tested().await;
    assert_eq!((found.is_reachable, found.problem.clone()), (true, None));
    assert_eq!((found.target.as_str(), found.status), ("orders.db", None));
    let code = |found: &crate::Found| found.problem.as_ref().unwrap().code.clone().unwrap();
    let path = folder.path().join("orders.db");
    std::fs::remove_file(&path).unwrap();
    let found = tested().await;
    assert_eq!((found.is_reachable, code(&found).as_str()), (false, "TP3023"), "{found:?}");
    std::fs::write(
        &path,
        "no database at all, but long enough to look like a file with a header ".repeat(40),
    )
    .unwrap();
    let found = tested().await;
    assert_eq!((found.is_reachable, code(&found).as_str()), (false, "TP3023"), "{found:?}");
}
