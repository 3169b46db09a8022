//! Values that may be absent or `null` where they are compared, or given to a function that fails for them.

use std::ops::Range;

use towpath_diagnostics::{Diagnostic, codes};

use super::{Checker, Knowledge, according_to};
use crate::jq::{self, Comparison, MemberPath, NullUse, Side};
use crate::shape::Shape;

impl Checker<'_> {
    /// Reports a comparison with a value that may be absent.
    pub(super) fn absent(&self, side: &Side, of: &Knowledge, comparison: &Comparison) -> Diagnostic {
        // Null is less than every other value.
        let is_left = std::ptr::eq(side, &comparison.left);
        let holds = comparison.sign.starts_with('<') == is_left;
        let outcome =
            if holds { "which is less than any other value, so this is true" } else { "so this is false" };
        let said = of.shape.as_ref().map_or_else(String::new, may_be);
        let called = self.called(side);
        let message = format!("{called} {said}; then `null` is compared, {outcome}");
        let Some(place) = side.place.clone() else {
            let place = self.whole(&comparison.left, &comparison.right);
            let help =
                "put `// error(\"…\")` behind that value, in brackets, or `// 0` if nothing counts as 0";
            return self.related(self.warning(codes::TP0418, message, &place).help(help), of.shape.as_ref());
        };
        let line = self.instead(&place, &self.or_error(side.path.as_ref(), &place));
        let is_listed =
            of.shape.as_ref().is_some_and(|shape| shape.may_be_absent() && shape.is_of_written_schema());
        let help = match is_listed {
            true => format!("write `{line}`, or list it under `required` in the schema"),
            false => format!("write `{line}`{}", self.or_null_is_right(side, of)),
        };
        self.related(self.warning(codes::TP0418, message, &place).help(help), of.shape.as_ref())
    }

    /// The other line to write for a value that is `null` on purpose, so that the condition is then false.
    fn or_null_is_right(&self, side: &Side, of: &Knowledge) -> String {
        let is_by_purpose = of.shape.as_ref().is_some_and(|shape| !shape.may_be_absent());
        match &side.place {
            Some(place) if self.is_condition && is_by_purpose => {
                format!(
                    ", or, if `null` should not match, `{}`",
                    self.checked_line(&self.written.jq[place.clone()])
                )
            }
            _ => String::new(),
        }
    }

    /// Reports a value that may be `null` where a function fails for it.
    pub(super) fn null(&self, null: &NullUse) -> Option<Diagnostic> {
        let NullUse { function, place, path, shape } = null;
        if self.is_checked(Some(path), Some(shape)) {
            return None;
        }
        let written = &self.written.jq[place.clone()];
        let message = format!("`{written}` {}, and `{function}` fails for `null`", may_be(shape));
        let help = self.guarded_line(written, place, path);
        Some(self.related(self.warning(codes::TP0425, message, place).help(help), Some(shape)))
    }

    /// The line that checks a value before it is given to a function.
    fn guarded_line(&self, written: &str, place: &Range<usize>, path: &MemberPath) -> String {
        let is_path = written.starts_with(['.', '$']);
        if self.is_condition && is_of_whole_data(written, path) {
            let line = self.checked_line(written);
            return format!("write `{line}`");
        }
        if !is_path {
            return "check it before, with `select(. != null)` or `if . == null then … else … end`"
                .to_owned();
        }
        let line = self.instead(place, &self.or_error(Some(path), place));
        format!("write `{line}`, or check it before, with `if {written} == null then … else … end`")
    }

    /// The condition behind the question whether a value is there.
    fn checked_line(&self, written: &str) -> String {
        let jq = &self.written.jq;
        let rest = if jq::is_conjunction(jq) { jq.clone() } else { format!("({jq})") };
        self.instead(&(0..jq.len()), &format!("{written} != null and {rest}"))
    }

    /// `(.total // error("there is no total"))`.
    fn or_error(&self, path: Option<&MemberPath>, place: &Range<usize>) -> String {
        let written = &self.written.jq[place.clone()];
        let name = path.and_then(|path| path.names.last()).map_or("value", String::as_str);
        format!("({written} // error(\"there is no {name}\"))")
    }

    fn related(&self, found: Diagnostic, shape: Option<&Shape>) -> Diagnostic {
        let span = shape.filter(|shape| shape.says.starts_with('`')).and_then(|shape| shape.span);
        match span.filter(|span| found.span.is_none_or(|own| own.start >= span.end)) {
            Some(span) => found.related(span, "it is computed here"),
            None => found,
        }
    }

    /// Whether a condition, in the expression or elsewhere in the workflow, asks whether a member is there, or
    /// whether what holds it is, if the member is absent only with it.
    pub(super) fn is_checked(&self, path: Option<&MemberPath>, shape: Option<&Shape>) -> bool {
        let Some(path) = path else { return false };
        let is_asked = |asked: &[String]| {
            let is_by_holder = shape.is_some_and(Shape::is_absent_by_holder);
            let is_holder = |name: &String| name.is_empty() || path.names.contains(name);
            path.names.last().is_some_and(|last| asked.contains(last))
                || is_by_holder && asked.iter().any(is_holder)
        };
        let pointer = self.written.pointer.as_str();
        is_asked(&self.inferred.asked) || self.known.is_asked_elsewhere(self.workflow, pointer, is_asked)
    }
}

/// Whether a path is written from its root, so that it means the same in front of everything else.
fn is_of_whole_data(written: &str, path: &MemberPath) -> bool {
    let root = path.variable.as_ref().map_or(String::new(), |name| format!("${name}"));
    path.names.iter().fold(root, |text, name| format!("{text}.{name}")) == written
}

/// `may be absent, according to the schema of the workflow's input`.
fn may_be(shape: &Shape) -> String {
    let what = if shape.may_be_absent() { "may be absent" } else { "may be null" };
    format!("{what}{}", according_to(shape))
}

/// Whether the expression at this pointer is a condition.
pub(crate) fn decides(pointer: &str) -> bool {
    ["/if", "/while", "/when", "/exceptWhen"].iter().any(|key| pointer.ends_with(key))
}
