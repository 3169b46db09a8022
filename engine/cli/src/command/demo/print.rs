//! What the demo says when it is ready: some lines, or one JSON object.

use anstyle::AnsiColor;
use serde_json::json;

use super::Ready;
use crate::output::{self, dim, paint};

/// One call worth making.
struct Call {
    title: &'static str,
    status: &'static str,
    command: String,
}

fn calls(ready: &Ready) -> [Call; 3] {
    let call = |token: &str, workflow: &str, extra: &str, body: &str| {
        format!(
            "curl -sS -w '\\n%{{http_code}}\\n' -H 'Authorization: Bearer {token}' {extra}--json '{body}' \
             {}/v1/workflows/{workflow}/runs",
            ready.url
        )
    };
    let refund = r#"{"order":{"id":"o-1002","items":[{"sku":"anchor","price":225,"qty":2}]},"customer":{"tier":"gold"}}"#;
    [
        Call {
            title: "where is my order?",
            status: "200",
            command: call(&ready.tokens.app, "support/order-status", "", r#"{"orderId":"o-1001"}"#),
        },
        Call {
            title: "a refund of 450, over IT's ceiling",
            status: "403",
            command: call(&ready.tokens.champion, "support/refund-triage", "", refund),
        },
        Call {
            title: "a complaint, answered at once",
            status: "202",
            command: call(
                &ready.tokens.app,
                "support/complaint-intake",
                "-H 'Prefer: respond-async' ",
                r#"{"customerId":"c-1","text":"The rope is frayed."}"#,
            ),
        },
    ]
}

/// Lines for a person.
pub(crate) fn print_demo_text(ready: &Ready) {
    let green = |text: &str| paint(AnsiColor::Green, text);
    output::data(&format!("{} on {}   company on {}", green("Towpath"), ready.url, ready.company));
    output::data(&dim("sign in to the console, each link once and within 15 minutes"));
    for (name, url) in ready.links.iter() {
        output::data(&format!("{} {url}", dim(&format!("{name:<9}"))));
    }
    output::data(&format!("{} {}", dim("workflows"), ready.workflows.join("  ")));
    output::data(&format!("{} {}", dim("champion "), ready.tokens.champion));
    output::data(&format!("{} {}", dim("approver "), ready.tokens.approver));
    output::data(&format!("{} {}", dim("it       "), ready.tokens.it));
    output::data(&format!("{} {}", dim("app      "), ready.tokens.app));
    for call in calls(ready) {
        let colour = if call.status == "403" { AnsiColor::Yellow } else { AnsiColor::Green };
        output::data(&format!("{} {}", paint(colour, call.status), call.title));
        output::data(&format!("    {}", call.command));
    }
    output::data(&dim(&format!("data in {}; Ctrl-C ends it, the next start goes on", ready.data.display())));
}

/// One object for a program.
pub(crate) fn print_demo_json(ready: &Ready) {
    output::json(&json!({
        "url": ready.url,
        "company": ready.company,
        "data": ready.data,
        "tokens": ready.tokens,
        "links": ready.links,
        "workflows": ready.workflows,
        "curl": calls(ready).map(|call| call.command),
    }));
}
