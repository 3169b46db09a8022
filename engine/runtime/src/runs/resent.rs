//! Calls that are sent again after a crash: their intent is on disk, so they pass the gate of their integration when they are sent.

use std::sync::Arc;

use towpath_integrations::Prepared;
use towpath_journal::Decided;
use towpath_wire::Problem;

use crate::runs::Runs;
use crate::runs::context::RunContext;
use crate::runs::gates::{Asked, Party, Pass, refusal_of_gate};

impl Runs {
    /// The pass of a call that goes to the real system. One that is sent again after a crash waits for it here: it may be sent
    /// again at any time.
    pub(super) async fn pass_for(
        &self,
        context: &RunContext,
        prepared: &Prepared,
        decided: Decided,
        pass: Option<Pass>,
    ) -> Result<Option<Pass>, Problem> {
        let is_real = matches!(decided, Decided::Read | Decided::Write | Decided::RepeatableWrite);
        let integration = prepared.operation().integration();
        let capacity = self.rules.integrations().capacity(integration);
        let (None, true, Some(capacity)) = (&pass, is_real, capacity) else { return Ok(pass) };
        let party = Party { principal: Arc::clone(&context.principal), awaited: context.awaited };
        let (told, answer) = tokio::sync::oneshot::channel();
        let asked = self.gates.ask_to_call(prepared, &capacity, party, move |pass| {
            // The effect may be abandoned.
            let _ = told.send(pass);
        });
        let refusal = match asked {
            Asked::Passed(pass) => return Ok(Some(pass)),
            Asked::Refused(refusal) => refusal,
            Asked::Waits(_waiting) => match answer.await {
                Ok(Ok(pass)) => return Ok(Some(pass)),
                Ok(Err(refusal)) => refusal,
                Err(_) => return Ok(None),
            },
        };
        Err(refusal_of_gate(integration, &refusal, self.context.now()))
    }
}
