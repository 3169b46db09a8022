//! Reads expressions, and values with expressions inside.

use towpath_diagnostics::codes;

use super::{At, Expected, Findings, interpolation, yaml_1_1};
use crate::{
    model::{Expression, Node, NodeKind, OrExpression, Spanned, Template, Transform},
    snippet,
};

impl At<'_> {
    /// Reads a literal text, or one expression that gives it.
    pub(crate) fn text_or_expression(
        &self,
        findings: &mut Findings,
    ) -> Option<OrExpression<Spanned<String>>> {
        let text = self.raw_text(Expected::Text, findings)?;
        interpolation::check_strict(self, &text, findings);
        Some(match Expression::strict(self.node, self.pointer.clone()) {
            Some(expression) => OrExpression::Expression(self.found(expression, findings)),
            None => OrExpression::Literal(text),
        })
    }

    /// Reads a text that is always an expression, with or without `${ … }`.
    pub(crate) fn expression(&self, findings: &mut Findings) -> Option<Expression> {
        let text = self.raw_text(Expected::TextWithExpression, findings)?;
        if self.lacks_a_space(Expected::Mapping, findings) {
            return None;
        }
        interpolation::check_always(self, &text, findings);
        let expression = Expression::always(self.node, self.pointer.clone())?;
        Some(self.found(expression, findings))
    }

    /// Reads a text that must have the form `${ … }`.
    pub(crate) fn strict_expression(
        &self,
        expected: Expected,
        findings: &mut Findings,
    ) -> Option<Expression> {
        let text = self.raw_text(expected, findings)?;
        interpolation::check_strict(self, &text, findings);
        let Some(expression) = Expression::strict(self.node, self.pointer.clone()) else {
            if !text.contains("${") && !self.lacks_a_space(expected, findings) {
                let message = format!("{} must be {expected}", self.subject());
                let line = snippet::line(&self.pointer, &snippet::expression(&text));
                let help = format!("write an expression as `${{ … }}`: `{line}`");
                findings.report(self.error(codes::TP0203, message).help(help));
            }
            return None;
        };
        Some(self.found(expression, findings))
    }

    /// Reads any value, with expressions inside.
    pub(crate) fn template(&self, findings: &mut Findings) -> Template {
        self.visit_template(findings);
        Template { node: self.node.clone(), pointer: self.pointer.clone() }
    }

    /// Reads a mapping with free keys and expressions inside.
    pub(crate) fn mapping_template(&self, findings: &mut Findings) -> Option<Template> {
        self.entries(Expected::Mapping, findings)?;
        Some(self.template(findings))
    }

    /// Reads a mapping with free keys, or one expression that gives it.
    pub(crate) fn mapping_or_expression(&self, findings: &mut Findings) -> Option<Template> {
        if self.node.as_str().is_some() {
            self.strict_expression(Expected::MappingOrExpression, findings)?;
            return Some(Template { node: self.node.clone(), pointer: self.pointer.clone() });
        }
        self.entries(Expected::MappingOrExpression, findings)?;
        Some(self.template(findings))
    }

    /// Reads a mapping of texts, with expressions inside.
    pub(crate) fn text_mapping(&self, findings: &mut Findings) -> Option<Template> {
        for (_, value) in self.entries(Expected::Mapping, findings)? {
            value.text(findings);
        }
        Some(self.template(findings))
    }

    /// Reads a list of texts, with expressions inside.
    pub(crate) fn text_list(&self, findings: &mut Findings) -> Option<Template> {
        for item in self.items(findings)? {
            item.text(findings);
        }
        Some(self.template(findings))
    }

    /// Reads the value of `from` or `as`: a text that is always an expression, or a mapping with expressions
    /// inside.
    pub(crate) fn transform(&self, findings: &mut Findings) -> Option<Transform> {
        match &self.node.kind {
            NodeKind::String(_) => self.expression(findings).map(Transform::Expression),
            NodeKind::Object(_) => Some(Transform::Template(self.template(findings))),
            _ => {
                self.wrong_type(Expected::TextOrMapping("an expression"), findings);
                None
            }
        }
    }

    /// Reads a mapping in which nothing is evaluated.
    pub(crate) fn raw_mapping(&self, findings: &mut Findings) -> Option<Node> {
        self.entries(Expected::Mapping, findings)?;
        Some(self.node.clone())
    }

    pub(super) fn found(&self, expression: Expression, findings: &mut Findings) -> Expression {
        if expression.jq.is_empty() {
            let message = format!("the expression of {} is empty", self.subject());
            findings
                .report(self.error(codes::TP0216, message).help("write a jq expression, such as `.total`"));
        } else {
            findings.expressions.push(expression.clone());
        }
        expression
    }

    fn visit_template(&self, findings: &mut Findings) {
        match &self.node.kind {
            NodeKind::String(text) => {
                interpolation::check_strict(self, text, findings);
                if let Some(expression) = Expression::strict(self.node, self.pointer.clone()) {
                    self.found(expression, findings);
                } else {
                    interpolation::warn_of_bare_expression(self, text, findings);
                    yaml_1_1::report_yaml_1_1_value(self, text, findings);
                }
            }
            NodeKind::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.item(index, item).visit_template(findings);
                }
            }
            NodeKind::Object(entries) => {
                for (key, value) in entries {
                    let child = self.child(key, value);
                    yaml_1_1::report_yaml_1_1_key(&child, key, key.span, findings);
                    child.visit_template(findings);
                }
            }
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {}
        }
    }
}
