//! Checks every name in an expression, and rewrites terms for faster evaluation.
//!
//! Literal keys and operands become constants: they are created once and have no labels, unlike texts and
//! numbers created during evaluation. Long lists and objects are balanced, which reduces the nesting of the
//! evaluation.

mod literals;
mod zones;

use jaq_core::load::Arena;
use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::path::{Opt, Part, Path};
use towpath_diagnostics::did_you_mean;

use self::literals::{CONSTANT, literal_value, same_keys};
use super::calls::called_functions;
use super::desugar::is_ours;
use super::library::{Library, Signature};
use super::native::DEEPER;
use super::program::place_of_word;
use super::slots::{self, Data, Slot};
use super::{CompileError, Mistake, Nearest};
use crate::value::Value;

/// Functions of jq that reach outside the expression.
const OUTSIDE: &[&str] = &[
    "debug",
    "env",
    "get_search_list",
    "halt",
    "halt_error",
    "input",
    "input_filename",
    "input_line_number",
    "inputs",
    "modulemeta",
    "repl",
    "stderr",
];

/// The result of checking a valid expression.
pub(super) struct Checked<'s> {
    /// Names of the used variables, then those of the constants.
    pub(super) globals: Vec<&'s str>,
    pub(super) used: Vec<usize>,
    pub(super) constants: Vec<Value>,
    /// Keys of paths and objects, and the functions that use them.
    pub(super) slots: Vec<Slot>,
    pub(super) natives: Vec<Function<'s>>,
}

/// Name, arguments and implementation of a function.
type Function<'s> = (&'s str, Box<[jaq_core::Bind]>, jaq_core::Native<Data>);

pub(super) struct Checker<'s> {
    code: &'s str,
    /// The given variables, with `$`.
    vars: Vec<&'s str>,
    library: &'s Library,
    names: &'s Arena,
    /// Whether this is a definition of the library, whose names are valid.
    trusted: bool,
    functions: Vec<Signature<'s>>,
    variables: Vec<&'s str>,
    labels: Vec<&'s str>,
    used: Vec<usize>,
    constants: Vec<(&'s str, Value)>,
    /// The kind of each slot, and its keys.
    slots: Vec<(char, Slot)>,
    natives: Vec<Function<'s>>,
    errors: Vec<CompileError>,
}

impl<'s> Checker<'s> {
    pub(super) fn new(code: &'s str, vars: &[&str], library: &'s Library, names: &'s Arena) -> Self {
        let name = |var: &&str| &**names.alloc(format!("${}", var.trim_start_matches('$')));
        Self {
            code,
            vars: vars.iter().map(name).collect(),
            library,
            names,
            trusted: false,
            functions: Vec::new(),
            variables: Vec::new(),
            labels: Vec::new(),
            used: Vec::new(),
            constants: Vec::new(),
            slots: Vec::new(),
            natives: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Rewrites a definition of the library.
    pub(super) fn trusted(&mut self, def: &mut Def<&'s str>) {
        self.trusted = true;
        self.term(&mut def.body);
        guard_recursion(def);
    }

    pub(super) fn finish(mut self) -> Result<Checked<'s>, Vec<CompileError>> {
        if !self.errors.is_empty() {
            self.errors.sort_by_key(|error| (error.start, error.end));
            self.errors.dedup();
            return Err(self.errors);
        }
        let used = self.used.iter().map(|place| self.vars[*place]);
        let globals = used.chain(self.constants.iter().map(|(name, _)| *name)).collect();
        let constants = self.constants.into_iter().map(|(_, value)| value).collect();
        let slots = self.slots.into_iter().map(|(_, keys)| keys).collect();
        Ok(Checked { globals, used: self.used, constants, slots, natives: self.natives })
    }

    pub(super) fn term(&mut self, term: &mut Term<&'s str>) {
        match term {
            Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) => {}
            Term::Str(format, parts) => {
                if let Some(format) = format {
                    self.function(format, 0);
                }
                for part in parts {
                    if let StrPart::Term(inner) = part {
                        self.term(inner);
                    }
                }
            }
            Term::Arr(Some(inner)) | Term::Neg(inner) => self.term(inner),
            Term::Obj(_) => self.object(term),
            Term::BinOp(_, BinaryOp::Comma, _) => self.list(term),
            Term::BinOp(left, BinaryOp::Pipe(Some(pattern)), right) => {
                self.term(left);
                self.binding(&mut [pattern], |checker| checker.term(right));
            }
            Term::BinOp(left, operator, right) => {
                let operands = matches!(operator, BinaryOp::Math(_) | BinaryOp::Cmp(_));
                for side in [left, right] {
                    if !(operands && self.constant(side)) {
                        self.term(side);
                    }
                }
            }
            Term::Label(name, inner) => {
                self.labels.push(name);
                self.term(inner);
                self.labels.pop();
            }
            Term::Break(name) => self.label(name),
            Term::Fold(word, source, pattern, args) => self.fold(word, source, pattern, args),
            Term::TryCatch(inner, catch) => {
                self.term(inner);
                if let Some(catch) = catch {
                    self.term(catch);
                }
            }
            Term::IfThenElse(branches, otherwise) => {
                for (condition, then) in branches {
                    self.term(condition);
                    self.term(then);
                }
                if let Some(otherwise) = otherwise {
                    self.term(otherwise);
                }
            }
            Term::Def(defs, inner) => self.defs(defs, inner),
            Term::Call(name, args) => {
                self.function(name, args.len());
                self.zone(name, args);
                for arg in args {
                    self.term(arg);
                }
            }
            Term::Var("$__loc__") => *term = self.here(term),
            Term::Var(name) => self.variable(name),
            Term::Path(inner, path) => {
                self.term(inner);
                self.fixed_steps(inner, path);
                self.path(path);
                if path.0.is_empty() {
                    *term = std::mem::take(inner);
                }
            }
        }
    }

    /// Moves the steps with literal keys at the start of a path into a slot.
    fn fixed_steps(&mut self, inner: &mut Term<&'s str>, path: &mut Path<Term<&'s str>>) {
        let step = |(part, opt): &(Part<Term<&'s str>>, Opt)| match (part, opt) {
            (Part::Index(key), Opt::Essential) => literal_value(key).map(Value::from),
            _ => None,
        };
        let keys: Vec<Value> = path.0.iter().map_while(step).collect();
        let count = keys.len();
        if count == 0 {
            return;
        }
        let Some(step) = self.slot(keys, 'p', 0, slots::path_native) else { return };
        let step = Term::Call(step, Vec::new());
        path.0.drain(..count);
        *inner = match std::mem::take(inner) {
            Term::Id => step,
            inner => Term::BinOp(Box::new(inner), BinaryOp::Pipe(None), Box::new(step)),
        };
    }

    /// The name of the function for these keys. `None` if all slots are used.
    fn slot(
        &mut self,
        keys: Vec<Value>,
        kind: char,
        arity: usize,
        native: fn(usize) -> jaq_core::Native<Data>,
    ) -> Option<&'s str> {
        let known = self.slots.iter().position(|(known, slot)| *known == kind && same_keys(slot, &keys));
        let at = match known {
            Some(at) => at,
            None if self.slots.len() == slots::SLOTS => return None,
            None => {
                self.slots.push((kind, keys));
                let at = self.slots.len() - 1;
                let name = &**self.names.alloc(format!("__{kind}{at}"));
                self.natives.push((name, jaq_core::native::v(arity), native(at)));
                at
            }
        };
        self.natives.get(at).map(|(name, ..)| *name)
    }

    fn path(&mut self, path: &mut Path<Term<&'s str>>) {
        for (part, _) in &mut path.0 {
            let (first, second) = match part {
                Part::Index(key) => (Some(key), None),
                Part::Range(from, to) => (from.as_mut(), to.as_mut()),
            };
            for key in first.into_iter().chain(second) {
                self.key(key);
            }
        }
    }

    /// A key of a path or an object. A literal key becomes a constant.
    fn key(&mut self, key: &mut Term<&'s str>) {
        if !self.constant(key) {
            self.term(key);
        }
    }

    /// Refuses a literal member name that is not a text.
    fn name(&mut self, key: &Term<&'s str>) {
        let (word, kind) = match key {
            Term::Num(word) => (*word, "a number"),
            Term::Call(word @ ("true" | "false"), args) if args.is_empty() => (*word, "a boolean"),
            Term::Call(word @ "null", args) if args.is_empty() => (*word, "null"),
            _ => return,
        };
        if self.functions.contains(&(word, 0)) {
            return;
        }
        self.fail(word, Mistake::MemberName(kind));
    }

    fn defs(&mut self, defs: &mut [Def<&'s str>], inner: &mut Term<&'s str>) {
        let outer = self.functions.len();
        for def in defs {
            self.functions.push((def.name, def.args.len()));
            let (functions, variables) = (self.functions.len(), self.variables.len());
            for arg in &def.args {
                match arg.starts_with('$') {
                    true => self.variables.push(arg),
                    false => self.functions.push((arg, 0)),
                }
            }
            self.term(&mut def.body);
            guard_recursion(def);
            self.functions.truncate(functions);
            self.variables.truncate(variables);
        }
        self.term(inner);
        self.functions.truncate(outer);
    }

    fn fold(
        &mut self,
        word: &'s str,
        source: &mut Term<&'s str>,
        pattern: &mut Pattern<&'s str>,
        args: &mut [Term<&'s str>],
    ) {
        if !matches!((word, args.len()), ("reduce", 2) | ("foreach", 2 | 3)) {
            return self.fail(word, Mistake::Fold(word.to_owned()));
        }
        self.term(source);
        let (start, steps) = args.split_at_mut(1);
        start.iter_mut().for_each(|start| self.term(start));
        self.binding(&mut [pattern], |checker| steps.iter_mut().for_each(|step| checker.term(step)));
    }

    /// Runs `inside` with the variables of `patterns`.
    fn binding(&mut self, patterns: &mut [&mut Pattern<&'s str>], inside: impl FnOnce(&mut Self)) {
        let outer = self.variables.len();
        let mut bound = Vec::new();
        for pattern in patterns {
            self.pattern(pattern, &mut bound);
        }
        self.variables.append(&mut bound);
        inside(self);
        self.variables.truncate(outer);
    }

    fn pattern(&mut self, pattern: &mut Pattern<&'s str>, bound: &mut Vec<&'s str>) {
        match pattern {
            Pattern::Var(name) => bound.push(name),
            Pattern::Arr(items) => items.iter_mut().for_each(|item| self.pattern(item, bound)),
            Pattern::Obj(members) => {
                for (key, member) in members {
                    self.name(key);
                    self.key(key);
                    self.pattern(member, bound);
                }
            }
        }
    }

    #[cold]
    fn fail(&mut self, word: &'s str, mistake: Mistake) {
        let place = place_of_word(self.code, word);
        self.errors.push(CompileError { mistake, start: place.start, end: place.end });
    }

    fn function(&mut self, name: &'s str, arity: usize) {
        if self.trusted
            || self.functions.contains(&(name, arity))
            || self.library.offers((name, arity))
            || is_ours(name)
        {
            return;
        }
        if name.contains("::") {
            return self.fail(name, Mistake::InModule(name.to_owned()));
        }
        let mut arities: Vec<usize> = self.library.arities(name).collect();
        arities.extend(self.functions.iter().filter(|(known, _)| *known == name).map(|(_, arity)| *arity));
        if arities.is_empty() && OUTSIDE.contains(&name) {
            return self.fail(name, Mistake::Outside(name.to_owned()));
        }
        arities.sort_unstable();
        arities.dedup();
        let known = self.library.signatures().map(|(known, _)| known);
        let known = known.chain(self.functions.iter().map(|(known, _)| *known));
        let nearest = match did_you_mean(name, known) {
            _ if !arities.is_empty() => Nearest::Arities(arities),
            Some(close) => Nearest::Similar(close.to_owned()),
            None if arity == 0 && !name.starts_with('@') => Nearest::TextOrField,
            None => Nearest::Nothing,
        };
        self.fail(name, Mistake::NoFunction { name: name.to_owned(), arity, nearest });
    }

    fn variable(&mut self, name: &'s str) {
        if self.variables.contains(&name) || name.starts_with(CONSTANT) {
            return;
        }
        if let Some(place) = self.vars.iter().rposition(|known| *known == name) {
            if !self.used.contains(&place) {
                self.used.push(place);
            }
            return;
        }
        if self.trusted {
            return;
        }
        if matches!(name, "$ENV" | "$__prog_args") {
            return self.fail(name, Mistake::Outside(name.to_owned()));
        }
        let known = self.variables.iter().chain(&self.vars).copied();
        let close = did_you_mean(name, known).map(str::to_owned);
        self.fail(name, Mistake::NoVariable(name.to_owned(), close));
    }

    fn label(&mut self, name: &'s str) {
        if !self.trusted && !self.labels.contains(&name) {
            self.fail(name, Mistake::NoLabel(name.to_owned()));
        }
    }
}

/// Makes a recursive function check the stack first. Tail calls remain tail calls.
fn guard_recursion(def: &mut Def<&str>) {
    if called_functions(&def.body).contains(&(def.name, def.args.len())) {
        let guard = Box::new(Term::Call(DEEPER, Vec::new()));
        let body = Box::new(std::mem::take(&mut def.body));
        def.body = Term::BinOp(guard, BinaryOp::Pipe(None), body);
    }
}
