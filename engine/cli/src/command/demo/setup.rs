//! Brings the examples into a fresh server: integrations, policies, workflows, tokens. Again changes nothing.

use std::path::Path;

use serde::{Deserialize, Serialize};
use towpath_audit::AuditLog;
use towpath_identity::{Grant, NewToken, Principal, Role, Tokens};
use towpath_runtime::{CatalogError, Engine, EngineError, Publication};

use crate::assemble;
use crate::exit::Exit;
use crate::folder::{Failed, File};
use crate::{output, startup};

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Where the example integrations expect the company; replaced by where it really is.
const COMPANY: &str = "http://127.0.0.1:7411";
const COMPANY_DATA: &str = ".towpath-demo/company";

/// Who answers for the examples.
const CHAMPION: &str = "champion@acme.example";
/// Labels of values that the demo's champion sees in runs and journals.
const CHAMPION_SEES: &[&str] = &["customer-data", "order-data", "payment"];

/// The demo's tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DemoTokens {
    pub(crate) champion: String,
    pub(crate) approver: String,
    pub(crate) it: String,
    pub(crate) app: String,
}

/// Puts integrations and policies in force and publishes the workflows; their names.
pub(crate) async fn publish_company(
    engine: &Engine,
    audit: &AuditLog,
    company: &str,
    data: &Path,
) -> Result<Vec<String>, Exit> {
    let data = data.display().to_string();
    let integrations =
        INTEGRATIONS.iter().map(|text| text.replace(COMPANY, company).replace(COMPANY_DATA, &data)).collect();
    let policies = POLICIES.iter().map(|text| (*text).to_owned()).collect();
    // As with every folder, what somebody changed or deleted since the first start stays so.
    let loaded = startup::apply_startup_documents(engine, Some(audit), texts(integrations), texts(policies));
    loaded.await.map_err(Failed::show)?;
    let mut names = Vec::new();
    for source in WORKFLOWS {
        names.push(publish_one(engine, source).await?);
    }
    Ok(names)
}

fn texts(sources: Vec<String>) -> Vec<File> {
    sources.into_iter().map(|source| File { path: "the demo's example".into(), source }).collect()
}

async fn publish_one(engine: &Engine, source: &str) -> Result<String, Exit> {
    // The publisher of a workflow owns it, and finds its notices.
    let who =
        Principal { id: CHAMPION.to_owned(), name: "demo".to_owned(), ..assemble::command_line_principal() };
    let report = crate::definition::check_natively(source, Some(engine.functions()));
    let Some(workflow) = report.workflow.as_ref().filter(|_| report.is_ok()) else {
        output::diagnostics("example", source, &report.diagnostics);
        return Err(Exit::Found);
    };
    let (namespace, name) = (&workflow.namespace, &workflow.name);
    // What became of it since the first start is somebody's decision: it is live, retired, in review or rejected.
    let is_known = engine.read_definition(namespace, name, Some(&workflow.version)).await.is_ok()
        || engine.review(namespace, name, &workflow.version).await.is_ok();
    if is_known {
        return Ok(format!("{namespace}/{name}"));
    }
    let saved = engine.save_draft(&who, namespace, name, source.to_owned(), None).await;
    let published = match saved {
        Ok(_) => engine.publish(&who, namespace, name, None).await,
        Err(error) => Err(error),
    };
    match published {
        Ok(Publication::Live(_)) => {}
        Ok(Publication::InReview(review)) => {
            let waits: Vec<String> = review.awaiting.iter().map(|rule| rule.needs()).collect();
            output::say(&output::dim(&format!("{namespace}/{name} {}", waits.join(", "))));
        }
        Err(EngineError::Catalog(CatalogError::Denied(denied))) => {
            super::super::publish::show_denied("example", source, &denied);
            return Err(Exit::Refused);
        }
        Err(error) => {
            output::error(&format!("{namespace}/{name} cannot be published: {error}"));
            return Err(Exit::Unavailable);
        }
    }
    Ok(format!("{namespace}/{name}"))
}

/// The tokens of an earlier start, else new ones, kept in a file for the next start. One that was revoked since, or whose
/// principal was disabled, stays so.
pub(crate) async fn demo_tokens(tokens: &Tokens, file: &Path) -> Result<DemoTokens, String> {
    let kept = std::fs::read(file).ok().and_then(|text| serde_json::from_slice::<DemoTokens>(&text).ok());
    if let Some(kept) = kept {
        let mut known = Vec::new();
        for secret in [&kept.champion, &kept.approver, &kept.it, &kept.app] {
            known.push(tokens.find(secret).await.map_err(|error| error.to_string())?);
        }
        // A file beside other data says nothing.
        if known.iter().all(Option::is_some) {
            for token in known.iter().flatten().filter(|token| token.revoked_at.is_some()) {
                output::say(&output::dim(&format!(
                    "the token {} of {} is revoked",
                    token.id, token.principal
                )));
            }
            return Ok(kept);
        }
    }
    let made = DemoTokens {
        // IT gives a champion the sight of what their own workflows handle: of customers, orders and refunds.
        champion: create(tokens, CHAMPION, Role::Champion, &["support", "sales"], CHAMPION_SEES).await?,
        approver: create(tokens, "approver@acme.example", Role::Approver, &["support"], &["*"]).await?,
        it: create(tokens, "it@acme.example", Role::It, &[], &["*"]).await?,
        app: create(tokens, "shop@acme.example", Role::App, &["support", "sales"], &[]).await?,
    };
    let text = serde_json::to_vec_pretty(&made).map_err(|error| error.to_string())?;
    write_private(file, &text).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    Ok(made)
}

async fn create(
    tokens: &Tokens,
    principal: &str,
    role: Role,
    namespaces: &[&str],
    may_view: &[&str],
) -> Result<String, String> {
    let grants = if namespaces.is_empty() {
        vec![Grant { role, namespace: None }]
    } else {
        namespaces.iter().map(|name| Grant { role, namespace: Some((*name).to_owned()) }).collect()
    };
    let new = NewToken {
        name: format!("demo, {principal}"),
        principal: principal.to_owned(),
        kind: Some(role),
        grants,
        may_view: may_view.iter().map(|label| (*label).to_owned()).collect(),
        expires_at: None,
    };
    let (secret, _) = tokens.create(new, "demo").await.map_err(|error| error.to_string())?;
    Ok(secret)
}

fn write_private(file: &Path, text: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    file.write_all(text)
}
