//! Variables that an expression binds: `as`, `reduce` and `foreach`.

use jaq_core::load::parse::{Pattern, Term};

use super::super::reads::literal_name;
use super::{Inferrer, Kind};
use crate::jq::Sort;
use crate::shape::Shape;

impl Inferrer<'_> {
    pub(super) fn fold(
        &mut self,
        source: &Term<&str>,
        pattern: &Pattern<&str>,
        args: &[Term<&str>],
        dot: &Kind,
    ) -> Kind {
        let before = self.variables.len();
        let source = self.absorbing(|inferrer| inferrer.term(source, dot)).shape;
        let item = self.item_of_stream(source);
        let Some((first, rest)) = args.split_first() else { return Kind::default() };
        let first = self.term(first, dot).shape;
        self.bind(pattern, item);
        let state = Kind::from(
            first.clone().filter(|shape| shape.sorts().is_some_and(|sorts| sorts == [Sort::Number])),
        );
        let last = rest.iter().map(|arg| self.term(arg, &state).shape).last().flatten();
        self.variables.truncate(before);
        let sorts = |shape: &Option<Shape>| shape.as_ref().and_then(Shape::sorts);
        // The state keeps its type, so the result has it too.
        let is_number = state.shape.is_some() && sorts(&last) == Some(vec![Sort::Number]);
        last.filter(|_| is_number).into()
    }

    pub(super) fn bind(&mut self, pattern: &Pattern<&str>, kind: Kind) {
        match pattern {
            Pattern::Var(name) => {
                let kind = match kind.path {
                    Some(_) => kind,
                    None => self.item_of_stream(kind.shape),
                };
                self.variables.push((name.trim_start_matches('$').to_owned(), kind));
            }
            Pattern::Arr(items) => {
                let item = kind.shape.and_then(|shape| shape.item_at_position());
                items.iter().for_each(|pattern| self.bind(pattern, item.clone().into()));
            }
            Pattern::Obj(members) => {
                for (key, pattern) in members {
                    let member =
                        |name: &str| kind.shape.as_ref().and_then(|shape| shape.member(name).ok().flatten());
                    let name = literal_name(self.code, key).map(|(name, _)| name);
                    if let Term::Var(name) = key {
                        let name = name.trim_start_matches('$');
                        let kind = self.item_of_stream(member(name));
                        self.variables.push((name.to_owned(), kind));
                    }
                    self.bind(pattern, name.and_then(|name| member(&name)).into());
                }
            }
        }
    }
}
