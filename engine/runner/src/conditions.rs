//! Reports conditions that are valid jq but probably wrong: types that are never equal, members that may be
//! absent, `=` for `==`, and other common misreadings of jq.

mod nulls;
mod undescribed;

use std::ops::Range;

use towpath_diagnostics::{Code, Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Expression, Workflow};

use crate::expression::offer_expression_line;
use crate::jq::{self, Comparison, Inferred, Inspection, MemberPath, Side, Sort};
use crate::known::Known;
use crate::shape::Shape;

pub(crate) use nulls::decides;
pub(crate) use undescribed::{InputMember, report_missing_input_schema as undescribed};

/// The keys of a task whose expressions are conditions, besides the cases of a `switch`.
const CONDITIONS: &[&str] = &[
    "/if",
    "/while",
    "/catch/when",
    "/catch/exceptWhen",
    "/catch/retry/when",
    "/catch/retry/exceptWhen",
    "/listen/to/until",
];

/// Members of an error.
const OF_ERRORS: &[&str] = &["type", "status", "title", "detail", "details", "instance"];

/// Maximum length of a corrected expression in a help, in bytes.
const MAX_LENGTH: usize = 160;

/// Whether the expression at this pointer is a condition.
pub(crate) fn is_condition_at(pointer: &str, task: &str) -> bool {
    let field = pointer.strip_prefix(task).unwrap_or_default();
    let is_when = pointer.ends_with("/when") || pointer.ends_with("/exceptWhen");
    CONDITIONS.contains(&field)
        || field.starts_with("/switch/") && is_when
        || ["/use/retries/", "/use/extensions/"].iter().any(|place| pointer.starts_with(place)) && is_when
}

/// Whether it is a condition on a caught error.
fn is_of_error(pointer: &str, task: &str) -> bool {
    is_condition_at(pointer, task)
        && (pointer.starts_with("/use/retries/")
            || pointer.strip_prefix(task).is_some_and(|field| field.starts_with("/catch/")))
}

/// The expression with `==` instead of each `=` in a condition.
pub(crate) fn with_double_equals(jq: &str) -> String {
    let mut text = jq.to_owned();
    for _ in 0..16 {
        let Some(place) = jq::inspect_expression(&text, true).assignments.into_iter().next() else { break };
        text.replace_range(place, "==");
    }
    text
}

/// Reports the wrong comparisons of an expression. `task` is the pointer of the task.
pub(crate) fn check_comparisons(
    written: &Expression,
    inferred: &Inferred,
    known: &Known,
    workflow: &Workflow,
    task: &str,
) -> Vec<Diagnostic> {
    let is_condition = is_condition_at(&written.pointer, task);
    let is_plain = !["=", ",", "not", ".length"].iter().any(|part| written.jq.contains(part));
    let is_quiet = is_plain && inferred.comparisons.is_empty() && inferred.nulls.is_empty();
    let checker = Checker { written, inferred, known, workflow, is_condition };
    let mut found = Vec::new();
    if !is_quiet {
        let inspection = jq::inspect_expression(&written.jq, is_condition);
        found.extend(checker.assignments(&inspection));
        found.extend(inspection.commas.iter().map(|place| checker.comma(place)));
        found.extend(inspection.negated.iter().filter_map(|place| checker.negated(place)));
        found.extend(inspection.lengths.iter().filter_map(|(place, of)| checker.length(place, of.as_ref())));
        for comparison in &inferred.comparisons {
            found.extend(checker.comparison(comparison));
        }
        found.extend(inferred.nulls.iter().filter_map(|null| checker.null(null)));
    }
    if is_of_error(&written.pointer, task) {
        found.extend(checker.error_read());
    }
    found
}

/// `, according to the schema of the workflow's input`.
pub(crate) fn according_to(shape: &Shape) -> String {
    if shape.says.is_empty() { String::new() } else { format!(", according to {}", shape.says) }
}

struct Checker<'a> {
    written: &'a Expression,
    inferred: &'a Inferred,
    known: &'a Known,
    workflow: &'a Workflow,
    is_condition: bool,
}

/// The known facts about one side of a comparison.
struct Knowledge {
    /// Its possible types, if known.
    sorts: Option<Vec<Sort>>,
    /// Whether it may be absent or null.
    may_lack: bool,
    shape: Option<Shape>,
}

impl Checker<'_> {
    fn error(&self, code: Code, message: String, place: &Range<usize>) -> Diagnostic {
        self.placed(Diagnostic::error(code, message), place)
    }

    fn warning(&self, code: Code, message: String, place: &Range<usize>) -> Diagnostic {
        self.placed(Diagnostic::warning(code, message), place)
    }

    fn placed(&self, diagnostic: Diagnostic, place: &Range<usize>) -> Diagnostic {
        diagnostic.at(self.written.locate(place.start, place.end)).pointer(self.written.pointer.as_str())
    }

    /// The line of the expression with `text` at a place. Only `text` if the line is too long.
    fn instead(&self, place: &Range<usize>, text: &str) -> String {
        let mut jq = self.written.jq.clone();
        jq.replace_range(place.clone(), text);
        if jq.len() <= MAX_LENGTH {
            offer_expression_line(self.workflow, self.written, &jq)
        } else {
            text.to_owned()
        }
    }

    fn assignments(&self, inspection: &Inspection) -> Option<Diagnostic> {
        let place = inspection.assignments.first()?;
        let message = "`=` changes a value; it does not compare".to_owned();
        let jq = match self.is_condition {
            true => with_double_equals(&self.written.jq),
            false => {
                let mut jq = self.written.jq.clone();
                jq.replace_range(place.clone(), "==");
                jq
            }
        };
        let help = match jq.len() {
            0..=MAX_LENGTH => format!(
                "write `==` to compare: `{}`",
                offer_expression_line(self.workflow, self.written, &jq)
            ),
            _ => "write `==` to compare".to_owned(),
        };
        Some(self.error(codes::TP0409, message, place).help(help))
    }

    fn comma(&self, place: &Range<usize>) -> Diagnostic {
        let number = &self.written.jq[place.clone()];
        let (whole, part) = number.split_once(',').unwrap_or((number, ""));
        let meant = if part.len() == 3 { format!("{whole}{part}") } else { format!("{whole}.{part}") };
        let message = format!("`{number}` is not a number: the `,` makes it two values");
        let help = format!(
            "the decimal separator is a point, and thousands have no separator: `{}`",
            self.instead(place, &meant)
        );
        self.error(codes::TP0423, message, place).help(help)
    }

    fn negated(&self, place: &Range<usize>) -> Option<Diagnostic> {
        let translated = jq::other_languages::translate_to_jq(&self.written.jq)?;
        let message = "`not` follows its operand, in brackets".to_owned();
        let line = offer_expression_line(self.workflow, self.written, &translated.jq);
        Some(self.error(codes::TP0424, message, place).help(format!("write `{line}`")))
    }

    fn length(&self, place: &Range<usize>, of: Option<&MemberPath>) -> Option<Diagnostic> {
        let parent = of.and_then(|path| self.shape(path));
        let sorts = parent.as_ref().and_then(Shape::sorts);
        let has_it = parent.as_ref().and_then(|shape| shape.member("length").ok().flatten());
        let is_counted = sorts.as_ref().is_some_and(|sorts| {
            sorts.iter().all(|sort| !matches!(sort, Sort::Boolean | Sort::Number | Sort::Object))
        });
        if has_it.is_some() || sorts.is_some() && !is_counted {
            return None;
        }
        let path = &self.written.jq[place.clone()];
        let before = path.strip_suffix(".length")?;
        let message = format!("`{path}` reads a field called `length`, which lists and texts do not have");
        let help = format!(
            "to count, write `{}`; to read a field of that name, write `{before}[\"length\"]`",
            self.instead(place, &format!("({before} | length)"))
        );
        Some(match self.is_condition || is_counted {
            true => self.error(codes::TP0422, message, place).help(help),
            false => self.warning(codes::TP0422, message, place).help(help),
        })
    }

    /// The shape of a member, if it is known.
    fn shape(&self, path: &MemberPath) -> Option<Shape> {
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        match path.variable.as_deref() {
            None => self.known.dot.as_ref()?.follow(&names),
            Some(variable) => self.known.variable(variable)?.follow(&names),
        }
    }

    fn knowledge(&self, side: &Side) -> Knowledge {
        if let Some(sort) = side.sort {
            return Knowledge { sorts: Some(vec![sort]), may_lack: false, shape: None };
        }
        let shape = side.shape.clone();
        let may_lack = shape.as_ref().is_some_and(Shape::may_be_null);
        Knowledge { sorts: shape.as_ref().and_then(Shape::sorts), may_lack, shape }
    }

    fn comparison(&self, comparison: &Comparison) -> Vec<Diagnostic> {
        let Comparison { left, sign, right } = comparison;
        let (of_left, of_right) = (self.knowledge(left), self.knowledge(right));
        if let Some(found) = self.kinds(comparison, &of_left, &of_right) {
            return vec![found];
        }
        let is_order = !matches!(*sign, "==" | "!=");
        let sides = [(left, &of_left, right), (right, &of_right, left)];
        if !is_order {
            return sides.iter().filter_map(|(side, of, other)| self.word(side, of, other, sign)).collect();
        }
        let mut found = Vec::new();
        for (side, of, other) in sides {
            if of.may_lack && other.sort != Some(Sort::Null) {
                if !self.is_checked(side.path.as_ref(), of.shape.as_ref()) {
                    found.push(self.absent(side, of, comparison));
                }
            } else if of.sorts.is_none()
                && let Some(path) = &side.path
                && !path.names.last().is_some_and(|last| self.inferred.asked.contains(last))
            {
                self.record(path, side, other);
            }
        }
        found
    }

    /// Reports values of two types, which are never equal and always in the same order.
    fn kinds(
        &self,
        comparison: &Comparison,
        of_left: &Knowledge,
        of_right: &Knowledge,
    ) -> Option<Diagnostic> {
        let real = |of: &Knowledge| -> Option<Vec<Sort>> {
            let sorts =
                of.sorts.as_ref()?.iter().copied().filter(|sort| *sort != Sort::Null).collect::<Vec<_>>();
            (!sorts.is_empty()).then_some(sorts)
        };
        let (lefts, rights) = (real(of_left)?, real(of_right)?);
        if lefts.iter().any(|sort| rights.contains(sort)) {
            return None;
        }
        let Comparison { left, sign, right } = comparison;
        let (first, second) = (lefts[0], rights[0]);
        let always = match *sign {
            "==" => Some(false),
            "!=" => Some(true),
            "<" | "<=" => (lefts.len() + rights.len() == 2).then_some(first < second),
            _ => (lefts.len() + rights.len() == 2).then_some(first > second),
        };
        let outcome = match always {
            Some(true) => ", so this is always true",
            Some(false) => ", so this is never true",
            None => "",
        };
        let message = format!(
            "{} is {}, and {} is {}{outcome}",
            self.called(left),
            noun(first),
            self.called(right),
            noun(second)
        );
        let place = self.whole(left, right);
        let sides = [(left, first, right, second), (right, second, left, first)];
        let correction =
            sides.iter().find_map(|(side, sort, other, of)| self.one_kind(side, *sort, other, *of));
        let help = match correction {
            Some((place, text)) => format!("write `{}`", self.instead(&place, &text)),
            None => "compare values of the same type; `tonumber` converts to a number, `tostring` to a text"
                .to_owned(),
        };
        Some(self.warning(codes::TP0417, message, &place).help(help))
    }

    /// The change that gives both sides the same type: `other` is converted to the type of `side`.
    fn one_kind(&self, side: &Side, sort: Sort, other: &Side, of: Sort) -> Option<(Range<usize>, String)> {
        let place = other.place.clone()?;
        match (sort, &other.text) {
            (Sort::Number, Some(text)) => {
                let number = text.trim().replacen(',', ".", 1);
                number.parse::<f64>().ok().map(|_| (place, number))
            }
            (Sort::Boolean, Some(text)) => {
                let word = text.trim().to_ascii_lowercase();
                matches!(word.as_str(), "true" | "false").then_some((place, word))
            }
            (Sort::Number, None) if of == Sort::Text && other.path.is_some() => {
                let path = &self.written.jq[place.clone()];
                Some((place, format!("({path} | tonumber)")))
            }
            (Sort::Number, None) if of == Sort::List && other.path.is_some() && side.sort.is_some() => {
                let path = &self.written.jq[place.clone()];
                Some((place, format!("({path} | length)")))
            }
            _ => None,
        }
    }

    /// Reports a text that a member can never have.
    fn word(&self, side: &Side, of: &Knowledge, other: &Side, sign: &str) -> Option<Diagnostic> {
        let (word, place) = (other.text.as_ref()?, other.place.as_ref()?);
        let shape = of.shape.as_ref()?;
        let words = shape.words()?;
        if words.iter().any(|known| known == word) {
            return None;
        }
        let outcome = if sign == "==" { "never" } else { "always" };
        let message = format!(
            "{} is never `{word}`{}, so this is {outcome} true",
            self.called(side),
            according_to(shape)
        );
        let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = match did_you_mean(word, words.iter().map(String::as_str)) {
            Some(close) => format!("did you mean `{close}`? it is one of {listed}"),
            None => format!("it is one of {listed}"),
        };
        Some(self.warning(codes::TP0417, message, place).help(help))
    }

    /// Records a comparison with a member of an input without a schema.
    fn record(&self, path: &MemberPath, side: &Side, other: &Side) {
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        let (root, names): (Option<&Shape>, &[&str]) = match (path.variable.as_deref(), names.as_slice()) {
            (Some(variable), _) if self.known.is_local(variable) => (None, &[]),
            (None, names) => (self.known.dot.as_ref(), names),
            (Some("input"), names) => (self.known.input.as_ref(), names),
            (Some("workflow"), ["input", names @ ..]) => (self.known.given.as_ref(), names),
            _ => (None, &[]),
        };
        if root.is_none_or(|root| !root.is_undescribed()) || names.is_empty() {
            return;
        }
        let place = side.place.clone().unwrap_or(0..self.written.jq.len());
        self.known.input_members.borrow_mut().push(InputMember {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            sort: other.sort,
            span: self.written.locate(place.start, place.end),
            pointer: self.written.pointer.clone(),
        });
    }

    /// Reports a condition on an error that reads the input of the task.
    fn error_read(&self) -> Option<Diagnostic> {
        let mut places: Vec<(String, Range<usize>)> = jq::reads(&self.written.jq)
            .into_iter()
            .filter(|read| read.variable.is_none())
            .filter_map(|read| read.names.into_iter().next())
            .filter(|(name, _)| OF_ERRORS.contains(&name.as_str()))
            .filter(|(name, _)| !self.is_of_input(name))
            .collect();
        let (error, _) = self.known.locals.last()?;
        let (name, first) = places.first()?.clone();
        let mut jq = self.written.jq.clone();
        places.reverse();
        for (_, place) in places {
            if jq.get(..place.start).is_some_and(|before| before.ends_with('.')) {
                jq.insert_str(place.start - 1, &format!("${error}"));
            }
        }
        let message = format!("`.{name}` reads the task's input here, not the error, which is in `${error}`");
        let help = format!(
            "write `{}`; for the input, write `$input.{name}`",
            offer_expression_line(self.workflow, self.written, &jq)
        );
        Some(self.warning(codes::TP0420, message, &first).help(help))
    }

    /// Whether the input has a member of this name and of the compared type.
    fn is_of_input(&self, name: &str) -> bool {
        let member = self.known.input.as_ref().map(|shape| shape.member(name));
        let Some(Ok(Some(shape))) = member else { return false };
        let Some(sorts) = shape.sorts() else { return true };
        let is_it = |side: &Side| {
            side.path.as_ref().is_some_and(|path| path.variable.is_none() && path.names == [name])
        };
        let fits = |other: &Side| other.sort.is_none_or(|sort| sorts.contains(&sort));
        self.inferred.comparisons.iter().all(|Comparison { left, right, .. }| {
            (!is_it(left) || fits(right)) && (!is_it(right) || fits(left))
        })
    }

    /// The name of a side in messages.
    fn called(&self, side: &Side) -> String {
        match &side.place {
            Some(place) => format!("`{}`", &self.written.jq[place.clone()]),
            None => "the compared value".to_owned(),
        }
    }

    /// The range from the start of one side to the end of the other.
    fn whole(&self, left: &Side, right: &Side) -> Range<usize> {
        match (&left.place, &right.place) {
            (Some(left), Some(right)) if left.start < right.end => left.start..right.end,
            (Some(place), _) | (None, Some(place)) => place.clone(),
            (None, None) => 0..self.written.jq.len(),
        }
    }
}

/// A type in messages.
pub(crate) fn noun(sort: Sort) -> &'static str {
    match sort {
        Sort::Null => "null",
        Sort::Boolean => "a boolean",
        Sort::Number => "a number",
        Sort::Text => "a text",
        Sort::List => "a list",
        Sort::Object => "a mapping",
    }
}
