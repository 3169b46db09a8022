//! Documents that an engine is given at its start: what is applied, what stays, and what is said and written down of it.

use std::path::PathBuf;

use anstyle::AnsiColor;
use towpath_audit::{AuditLog, Entry, Phase};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_runtime::{Engine, EngineError, Fate, Fault, Given, GivenKind, Kept, RulesError};

use crate::assemble::command_line_principal;
use crate::folder::{self, Failed, File};
use crate::output;

/// Statuses of entries in the audit log: it was applied, or stays as somebody decided.
const APPLIED: u16 = 200;
const KEPT: u16 = 409;
const FAILED: u16 = 422;

/// Loads folders of integrations and policies; see [`apply_startup_documents`].
pub(crate) async fn load_folders(
    engine: &Engine,
    audit: Option<&AuditLog>,
    integrations: &[PathBuf],
    policies: &[PathBuf],
) -> Result<(), Failed> {
    let read = |folders: &[PathBuf]| -> Result<Vec<File>, Failed> {
        let files = folders.iter().map(|path| folder::document_files(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(files.into_iter().flatten().collect())
    };
    apply_startup_documents(engine, audit, read(integrations)?, read(policies)?).await
}

/// Says that the server is paused because its data were restored, and writes it into the audit log.
pub(crate) async fn record_pause(engine: &Engine, audit: &AuditLog) -> Result<(), String> {
    if !engine.is_paused_after_restore() {
        return Ok(());
    }
    output::say("paused: the data were restored from a backup, and nothing goes out before IT confirms");
    output::help("see what would go out: towpath restores show");
    let entry = Entry {
        count: None,
        at: engine.now(),
        phase: Phase::Done,
        request: uuid::Uuid::now_v7().to_string(),
        who: command_line_principal().id,
        token: None,
        action: "PAUSE /v1/restore".to_owned(),
        target: "/v1/restore".to_owned(),
        from: None,
        policies: Some(engine.policies_in_force()),
        body: None,
        status: Some(APPLIED),
    };
    audit.record(entry).await.map_err(|error| error.to_string())
}

/// Applies documents the first time they are given, and where a file changed since it was applied last. What somebody
/// changed since then stays, with a warning. Either way the audit log has it, before it is done.
pub(crate) async fn apply_startup_documents(
    engine: &Engine,
    audit: Option<&AuditLog>,
    integrations: Vec<File>,
    policies: Vec<File>,
) -> Result<(), Failed> {
    let given = |kind: GivenKind| {
        move |file: File| {
            let name = folder::document_name(&file, kind.word());
            Given { kind, name, source: file.source.clone(), file: file.name() }
        }
    };
    let documents: Vec<Given> = integrations
        .into_iter()
        .map(given(GivenKind::Integration))
        .chain(policies.into_iter().map(given(GivenKind::Policy)))
        .collect();
    let who = command_line_principal();
    let fates =
        engine.fates(&who, &documents).await.map_err(|error| Failed::Unreadable(error.to_string()))?;
    let start = Start { engine, audit, who, request: uuid::Uuid::now_v7().to_string() };
    let (mut applied, mut remembered) = (Vec::new(), Vec::new());
    for (document, fate) in documents.into_iter().zip(fates) {
        match fate {
            Fate::Same => remembered.push(document),
            Fate::Keep(kept) => start.keep(&document, &kept).await?,
            Fate::Apply { over } => {
                start.tell_lost(&document, over.as_deref());
                start.record(&document, "APPLY", Phase::Asked, None).await?;
                applied.push(document);
            }
        }
    }
    let done = start.apply(&applied).await;
    let status = if done.is_ok() { APPLIED } else { FAILED };
    for document in &applied {
        start.record(document, "APPLY", Phase::Done, Some(status)).await?;
    }
    done?;
    remembered.append(&mut applied);
    let kept = engine.remember_given(&remembered).await;
    kept.map_err(|error| Failed::Unreadable(error.to_string()))
}

/// One start of an engine.
struct Start<'a> {
    engine: &'a Engine,
    audit: Option<&'a AuditLog>,
    who: Principal,
    /// The same for everything of one start.
    request: String,
}

impl Start<'_> {
    /// Puts documents in force: integrations one by one, policies together.
    async fn apply(&self, documents: &[Given]) -> Result<(), Failed> {
        let mut wrong = Vec::new();
        for document in documents {
            let Given { kind, name, source, .. } = document;
            let put = match kind {
                GivenKind::Integration => {
                    self.engine.put_integration(&self.who, name, source.clone(), None).await
                }
                GivenKind::Policy => self.engine.put_policy(&self.who, name, source.clone(), None).await,
            };
            let diagnostics = put.as_ref().map(|(_, found)| found.as_slice()).unwrap_or_default();
            let worth = [codes::TP4081, codes::TP3015, codes::TP4161];
            for found in diagnostics.iter().filter(|found| worth.contains(&found.code)) {
                output::say(&format!("{}: {}", found.code, found.message));
            }
            note(put.err(), document, &mut wrong)?;
        }
        if !wrong.is_empty() {
            return Err(Failed::Invalid(wrong));
        }
        if documents.iter().all(|document| document.kind == GivenKind::Integration) {
            return Ok(());
        }
        match self.engine.activate_given(&self.who, documents).await {
            Ok(_) => Ok(()),
            Err(EngineError::Rules(RulesError::Activation(diagnostics))) => {
                Err(Failed::Together(diagnostics))
            }
            Err(error) => Err(Failed::Unreadable(error.to_string())),
        }
    }

    async fn keep(&self, document: &Given, kept: &Kept) -> Result<(), Failed> {
        let Given { kind, name, file, .. } = document;
        let word = kind.word();
        let stays = match kept {
            Kept::Deleted => format!("{word} `{name}` was deleted on this server, and stays deleted"),
            Kept::Changed(by) => {
                format!("{word} `{name}` was changed on this server by {by}, and stays as it is there")
            }
            Kept::NotInForce => {
                format!("{word} `{name}` is saved on this server and not in force, and stays so")
            }
        };
        warn(&format!("`{file}` is not applied: {stays}"));
        let path = format!("/v1/{}/{name}", kind.collection());
        output::help(&format!(
            "who did it: towpath audit list --text {path}; to apply the file, change it, or put it over the API"
        ));
        self.record(document, "KEEP", Phase::Done, Some(KEPT)).await
    }

    fn tell_lost(&self, document: &Given, over: Option<&str>) {
        let Given { kind, name, file, .. } = document;
        if let Some(by) = over {
            let word = kind.word();
            warn(&format!(
                "`{file}` has changed and is applied over {word} `{name}`, which {by} had changed"
            ));
        }
    }

    /// Writes down what the start does; nothing is done that is not in the log.
    async fn record(
        &self,
        document: &Given,
        verb: &str,
        phase: Phase,
        status: Option<u16>,
    ) -> Result<(), Failed> {
        let Some(audit) = self.audit else { return Ok(()) };
        let collection = document.kind.collection();
        let entry = Entry {
            count: None,
            at: self.engine.now(),
            phase,
            request: self.request.clone(),
            who: self.who.id.clone(),
            token: None,
            action: format!("{verb} /v1/{collection}/{{name}}"),
            target: format!("/v1/{collection}/{}", document.name),
            from: None,
            policies: Some(self.engine.policies_in_force()),
            body: Some(digest(audit, &document.source)),
            status,
        };
        audit.record(entry).await.map_err(|error| Failed::Unreadable(error.to_string()))
    }
}

fn digest(audit: &AuditLog, source: &str) -> String {
    let mut digest = audit.digest();
    digest.update(source.as_bytes());
    digest.finish()
}

fn warn(text: &str) {
    let label = output::paint(AnsiColor::Yellow, "warning:");
    output::say(&format!("{label} [{}] {text}", codes::TP4121));
}

fn note(
    error: Option<EngineError>,
    document: &Given,
    wrong: &mut Vec<(File, Vec<Diagnostic>)>,
) -> Result<(), Failed> {
    match error {
        None => Ok(()),
        Some(EngineError::Fault(Fault::Invalid(diagnostics))) => {
            let (path, source) = (document.file.clone().into(), document.source.clone());
            wrong.push((File { path, source }, diagnostics));
            Ok(())
        }
        Some(error) => Err(Failed::Unreadable(format!("`{}`: {error}", document.file))),
    }
}
