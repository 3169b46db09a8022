//! The definitions that an expression can use: jaq's, then those of `prelude.jq`, parsed once per thread.
//!
//! An expression is compiled with only those that it needs, so a compiled expression is small.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use jaq_core::load;
use jaq_core::load::parse::Def;

use super::calls::called_functions;
use super::native::{self, Native};

/// Name and number of arguments of a function.
pub(super) type Signature<'s> = (&'s str, usize);

/// Definitions of jaq that are removed.
const DROPPED: &[&str] = &["stderr", "debug", "halt", "halt_error", "@htmld"];

/// Internal functions of jaq that jq does not have.
const BLOCKS: &[&str] =
    &["isboolean", "isnumber", "isstring", "isarray", "isobject", "capture_of_match", "scan_"];

fn is_internal(name: &str) -> bool {
    native::is_internal(name) || BLOCKS.contains(&name)
}

/// A definition and the functions that its body calls.
struct Entry {
    def: Def<&'static str>,
    calls: BTreeSet<Signature<'static>>,
}

/// All definitions, in an order in which later ones may call earlier ones.
pub(super) struct Library {
    entries: Vec<Entry>,
    natives: BTreeSet<Signature<'static>>,
}

thread_local! {
    static LIBRARY: OnceCell<Rc<Library>> = const { OnceCell::new() };
}

/// The library of this thread.
pub(super) fn library_of_thread() -> Rc<Library> {
    LIBRARY.with(|library| library.get_or_init(|| Rc::new(Library::parse())).clone())
}

impl Library {
    fn parse() -> Self {
        // INVARIANT: the text is part of this crate, and a test compiles all its definitions.
        let ours = load::parse(include_str!("prelude.jq"), |parser| parser.defs()).unwrap_or_default();
        let signature = |(name, args, _): &Native| (*name, args.len());
        let natives: BTreeSet<_> = native::all_functions().iter().map(signature).collect();
        let replaced: BTreeSet<_> = native::own_functions().iter().map(signature).collect();
        let kept =
            |def: &Def<&str>| !DROPPED.contains(&def.name) && !replaced.contains(&(def.name, def.args.len()));
        let jaqs = jaq_core::defs().chain(jaq_std::defs()).filter(kept);
        let entries = jaqs.chain(ours).map(|def| Entry { calls: called_functions(&def.body), def });
        Self { entries: entries.collect(), natives }
    }

    /// Whether users can call this.
    pub(super) fn offers(&self, (name, arity): Signature<'_>) -> bool {
        !is_internal(name) && self.arities(name).any(|known| known == arity)
    }

    /// The numbers of arguments with which users can call `name`.
    pub(super) fn arities<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let all = self.signatures().filter(move |(known, _)| *known == name && !is_internal(name));
        all.map(|(_, arity)| arity)
    }

    /// All functions that users can call, possibly with duplicates.
    pub(super) fn signatures(&self) -> impl Iterator<Item = Signature<'static>> + '_ {
        let defined = self.entries.iter().map(|entry| (entry.def.name, entry.def.args.len()));
        let all = defined.chain(self.natives.iter().copied());
        all.filter(|(name, _)| !is_internal(name))
    }

    /// The definitions and functions that `calls` need, in order.
    pub(super) fn reached(&self, calls: &BTreeSet<Signature<'_>>) -> (Vec<Def<&'static str>>, Vec<Native>) {
        let mut wanted = vec![false; self.entries.len()];
        let mut names: BTreeSet<Signature<'_>> = BTreeSet::new();
        let mut open: Vec<(Signature<'_>, usize)> =
            calls.iter().map(|call| (*call, self.entries.len())).collect();
        while let Some((call, before)) = open.pop() {
            names.insert(call);
            let (name, arity) = call;
            let matches = |entry: &Entry| entry.def.name == name && entry.def.args.len() == arity;
            let Some(at) = self.entries[..before].iter().rposition(matches) else { continue };
            if !std::mem::replace(&mut wanted[at], true) {
                // A definition can call itself and earlier ones.
                open.extend(self.entries[at].calls.iter().map(|call| (*call, at)));
            }
        }
        let defs = self.entries.iter().zip(&wanted).filter(|(_, wanted)| **wanted);
        let natives = native::all_functions()
            .into_iter()
            .filter(|(name, args, _)| names.contains(&(*name, args.len())));
        (defs.map(|(entry, _)| entry.def.clone()).collect(), natives.collect())
    }
}
