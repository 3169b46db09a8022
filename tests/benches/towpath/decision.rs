//! The decision that everything is measured with: sum a 20-item order, branch on its total and the customer's tier. As a
//! definition, as jq, and natively.

use serde::{Deserialize, Serialize};

/// The definition, under a name of its own.
pub(crate) fn definition(name: &str) -> String {
    format!(
        r#"
document: {{ dsl: 1.0.3, namespace: bench, name: {name}, version: 1.0.0 }}
do:
  - total:
      set:
        order: '${{ .order.id }}'
        tier: '${{ .customer.tier }}'
        total: '${{ [.order.items[] | .price * .qty] | add }}'
  - decide:
      switch:
        - gold: {{ when: '.total > 100 and .tier == "gold"', then: approve }}
        - large: {{ when: .total > 100, then: review }}
        - small: {{ then: approveSmall }}
  - approve:
      set: {{ decision: auto-approve, total: '${{ .total }}', discount: '${{ .total * 0.1 }}' }}
      then: end
  - review:
      set: {{ decision: review, total: '${{ .total }}' }}
      then: end
  - approveSmall:
      set: {{ decision: approve, total: '${{ .total }}' }}
"#
    )
}

/// The same in jq.
pub(crate) const JQ: &str = r#"{order: .order.id, tier: .customer.tier, total: ([.order.items[] | .price * .qty] | add)}
| if .total > 100 and .tier == "gold" then {decision: "auto-approve", total, discount: (.total * 0.1)}
  elif .total > 100 then {decision: "review", total} else {decision: "approve", total} end"#;

/// An order of 20 items.
pub(crate) fn input() -> String {
    let items: Vec<_> = (0..20)
        .map(|at| serde_json::json!({ "sku": format!("SKU-{at}"), "price": 1.5 * f64::from(at), "qty": at % 3 + 1 }))
        .collect();
    serde_json::json!({
        "order": { "id": "o-1", "items": items },
        "customer": { "tier": "gold", "name": "Ada" },
    })
    .to_string()
}

#[derive(Deserialize)]
pub(crate) struct Input {
    order: Order,
    customer: Customer,
}

#[derive(Deserialize)]
struct Order {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    price: f64,
    qty: f64,
}

#[derive(Deserialize)]
struct Customer {
    tier: String,
}

#[derive(Serialize)]
pub(crate) struct Output {
    decision: &'static str,
    total: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<f64>,
}

/// The same in Rust.
pub(crate) fn native(input: &Input) -> Output {
    let total = input.order.items.iter().map(|item| item.price * item.qty).sum();
    if total > 100.0 && input.customer.tier == "gold" {
        Output { decision: "auto-approve", total, discount: Some(total * 0.1) }
    } else if total > 100.0 {
        Output { decision: "review", total, discount: None }
    } else {
        Output { decision: "approve", total, discount: None }
    }
}
