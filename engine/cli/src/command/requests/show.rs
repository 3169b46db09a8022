//! `towpath requests show`.

use clap::Args;
use towpath_client::AccessRequest;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a request: what is needed, the purpose, and the smallest permit for it.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id.
    id: String,
    /// Print the drafted permit only, to narrow it and grant that.
    #[arg(long)]
    permit: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let request =
            self.server.client()?.find_request(&self.id).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&request);
            return Ok(Exit::Success);
        }
        if self.permit {
            request.permit.iter().for_each(|permit| output::document(permit.trim_end()));
            return Ok(if request.permit.is_some() { Exit::Success } else { Exit::Found });
        }
        show_request(&request);
        request.digest.iter().for_each(|digest| output::data(&format!("digest {digest}")));
        Ok(Exit::Success)
    }
}

/// Shows what is decided about.
pub(super) fn show_request(request: &AccessRequest) {
    output::data(&format!("{}: {}", request.state, request.purpose));
    output::data(&format!("asked by {} at {}, for `{}`", request.by, request.opened_at, request.namespace));
    if let Some(workflow) = &request.workflow {
        output::data(&format!("the workflow `{workflow}`"));
        request.refused.iter().for_each(|refused| output::data(&format!("  {refused}")));
    }
    if let (Some(system), Some(data)) = (&request.system, &request.data) {
        let vendor = request.vendor.as_ref().map(|vendor| format!(" of {vendor}")).unwrap_or_default();
        output::data(&format!("the system `{system}`{vendor}, for this data: {data}"));
    }
    for left in &request.left {
        output::data(&format!("no permit is drafted for what {left}"));
    }
    request.permits.iter().for_each(|permit| output::data(&format!("its permit would reach {permit}")));
    if let Some(permit) = &request.permit {
        output::data("");
        output::data(permit.trim_end());
    }
    if let Some(decision) = &request.decision {
        let why = decision.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        output::data(&format!("{} by {} at {}{why}", request.state, decision.by, decision.at));
    }
}
