//! Paths: `.order.lines[0].price`, `$workflow.input.id`.

use std::ops::Range;

use jaq_core::load::parse::Term;
use jaq_core::path::{Opt, Part, Path};

use super::super::reads::literal_name;
use super::{Inferrer, Kind, MissingRead};
use crate::jq::Sort;

impl Inferrer<'_> {
    pub(super) fn path(&mut self, inner: &Term<&str>, path: &Path<Term<&str>>, dot: &Kind) -> Kind {
        let mut kind = self.term(inner, dot);
        let mut text = String::new();
        let mut steps = path.0.iter();
        let skipped = self.root_of_path(inner, path, &mut kind);
        for (part, opt) in steps.by_ref().skip(skipped) {
            kind = match part {
                Part::Index(key) => match literal_name(self.code, key) {
                    Some((name, place)) if matches!(opt, Opt::Essential) => {
                        self.member(kind, name, place, &mut text)
                    }
                    Some(_) => Kind::default(),
                    None => {
                        let index = self.term(key, dot).shape;
                        let is_number = index.and_then(|shape| shape.sorts()) == Some(vec![Sort::Number]);
                        text.push_str("[0]");
                        kind.shape.filter(|_| is_number).and_then(|shape| shape.item_at_position()).into()
                    }
                },
                Part::Range(None, None) => {
                    text.push_str("[]");
                    self.is_sparse = true;
                    let item = kind.shape.and_then(|shape| shape.item());
                    self.item_of_stream(item)
                }
                Part::Range(from, to) => {
                    from.iter().chain(to).for_each(|bound| {
                        self.term(bound, dot);
                    });
                    kind.shape.into()
                }
            };
            if matches!(opt, Opt::Optional) {
                self.is_sparse = true;
                kind = Kind::default();
            }
        }
        kind
    }

    /// The number of names at the start of a path that lead to a value of its own: `$workflow.input`.
    fn root_of_path(&self, inner: &Term<&str>, path: &Path<Term<&str>>, kind: &mut Kind) -> usize {
        let Term::Var(variable) = inner else { return 0 };
        let variable = variable.trim_start_matches('$');
        if self.known.is_local(variable) || self.variables.iter().any(|(bound, _)| bound == variable) {
            return 0;
        }
        let (names, shape): (&[&str], _) = match variable {
            "workflow" => (&["input"], &self.known.given),
            "runtime" => (&["metadata", "settings"], &self.known.settings),
            _ => return 0,
        };
        let written = path.0.iter().map_while(|(part, opt)| match (part, opt) {
            (Part::Index(key), Opt::Essential) => literal_name(self.code, key).map(|(name, _)| name),
            _ => None,
        });
        if shape.is_none() || !written.take(names.len()).eq(names.iter().map(|name| (*name).to_owned())) {
            return 0;
        }
        kind.shape.clone_from(shape);
        if let Some(path) = &mut kind.path {
            path.names.extend(names.iter().map(|name| (*name).to_owned()));
        }
        *kind = self.as_checked(std::mem::take(kind));
        names.len()
    }

    pub(super) fn member(
        &mut self,
        kind: Kind,
        name: String,
        place: Range<usize>,
        text: &mut String,
    ) -> Kind {
        text.push('.');
        text.push_str(&name);
        let member = match &kind.shape {
            Some(shape) => match shape.member(&name) {
                Ok(member) => member,
                Err(missing) => {
                    if self.quiet == 0 {
                        let (path, shape) = (text.clone(), shape.clone());
                        self.found.missing.push(MissingRead { path, place, shape, missing });
                    }
                    None
                }
            },
            None => None,
        };
        let path = kind.path.map(|mut path| {
            path.names.push(name);
            path
        });
        self.as_checked(Kind { shape: member, path, place: None })
    }
}
