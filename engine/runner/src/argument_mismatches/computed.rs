//! Arguments whose expressions always give another type than their operation takes.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Expression, FunctionCall, Node, NodeKind, escape};
use towpath_dsl::snippet;
use towpath_wire::FunctionSignature;

use crate::conditions::{according_to, noun};
use crate::jq::Sort;
use crate::known::Known;
use crate::shape::Shape;
use crate::signature;

/// The arguments of a type that the operation does not take. They are warnings, because a type that is known
/// from a schema of another system is only promised.
pub(crate) fn computed_mismatches(
    signature: &FunctionSignature,
    call: &FunctionCall,
    known: &Known,
) -> Vec<Diagnostic> {
    let mut checker = Checker { signature, known, found: Vec::new() };
    if let Some(arguments) = &call.arguments {
        checker.node(&arguments.node, &arguments.pointer, "");
    }
    checker.found
}

struct Checker<'a> {
    signature: &'a FunctionSignature,
    known: &'a Known,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// `pointer` is the place in the definition, `inner` the one in the arguments. The depth is bounded,
    /// because the YAML parser limits nesting.
    fn node(&mut self, node: &Node, pointer: &str, inner: &str) {
        match &node.kind {
            NodeKind::Object(entries) => {
                for (key, value) in entries {
                    let name = escape(&key.value);
                    self.node(value, &format!("{pointer}/{name}"), &format!("{inner}/{name}"));
                }
            }
            NodeKind::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.node(item, &format!("{pointer}/{at}"), &format!("{inner}/{at}"));
                }
            }
            NodeKind::String(_) => {
                let Some(written) = Expression::strict(node, pointer) else { return };
                if let Some(shape) = self.known.result(&written.jq) {
                    self.shape(&shape, &written, inner, true);
                }
            }
            _ => {}
        }
    }

    fn shape(&mut self, shape: &Shape, written: &Expression, inner: &str, is_whole: bool) {
        let Some(types) = signature::types_at(&self.signature.input, inner) else { return };
        let Some(sorts) = shape.sorts() else { return };
        let real: Vec<Sort> = sorts.iter().copied().filter(|sort| *sort != Sort::Null).collect();
        if let Some(first) = real.first()
            && !real.iter().any(|sort| types.contains(sort))
        {
            let found = self.mismatch(shape, *first, &types, written, inner, is_whole);
            self.found.push(found);
            return;
        }
        if real == [Sort::Object] {
            for name in signature::member_names(&self.signature.input, inner) {
                if let Ok(Some(member)) = shape.member(&name) {
                    self.shape(&member, written, &format!("{inner}/{}", escape(&name)), false);
                }
            }
        }
    }

    fn mismatch(
        &self,
        shape: &Shape,
        sort: Sort,
        types: &[Sort],
        written: &Expression,
        inner: &str,
        is_whole: bool,
    ) -> Diagnostic {
        let FunctionSignature { integration, operation, input, .. } = self.signature;
        let name = inner.trim_start_matches('/').replace('/', ".");
        let subject = if name.is_empty() { "the value of `with`".to_owned() } else { format!("`{name}`") };
        let message = format!(
            "{subject} is {}{}, and `{integration}.{operation}` takes {}",
            noun(sort),
            according_to(shape),
            signature::kind_at(input, inner)
        );
        let jq = &written.jq;
        let is_path = jq.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._$".contains(&byte));
        let before = if is_path { jq.clone() } else { format!("({jq})") };
        let conversion = match (sort, types) {
            (Sort::Number | Sort::Boolean, [Sort::Text]) => Some("tostring"),
            (Sort::Text, [Sort::Number]) => Some("tonumber"),
            (Sort::List | Sort::Object, [Sort::Text]) => Some("tojson"),
            _ => None,
        };
        let help = match conversion.filter(|_| is_whole) {
            Some(function) => {
                let value = snippet::expression(&format!("{before} | {function}"));
                format!("write `{}`", snippet::line(&written.pointer, &value))
            }
            None if sort != Sort::List && types == [Sort::List] && is_whole => {
                let value = snippet::expression(&format!("[{jq}]"));
                format!("write `{}`", snippet::line(&written.pointer, &value))
            }
            None => format!("take another value; it takes {}", signature::kind_at(input, inner)),
        };
        let place = written.locate(0, jq.len());
        Diagnostic::warning(codes::TP0604, message).at(place).pointer(written.pointer.as_str()).help(help)
    }
}
