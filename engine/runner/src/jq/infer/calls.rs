//! Shapes of the results of jq's functions.

use jaq_core::load::parse::Term;
use jaq_core::load::span;

use super::super::reads::literal_name;
use super::{Inferrer, Kind};
use crate::jq::Sort;
use crate::shape::{Shape, union};

/// Functions with a result of one type, and that type.
const RESULTS: &[(&[&str], Sort)] = &[
    (&["null"], Sort::Null),
    (
        &[
            "true",
            "false",
            "not",
            "has",
            "test",
            "startswith",
            "endswith",
            "contains",
            "inside",
            "IN",
            "isnan",
            "isinfinite",
            "isnormal",
        ],
        Sort::Boolean,
    ),
    (
        &[
            "length",
            "utf8bytelength",
            "tonumber",
            "now",
            "floor",
            "ceil",
            "round",
            "trunc",
            "fabs",
            "abs",
            "sqrt",
            "pow",
            "log",
            "log2",
            "log10",
            "exp",
            "exp2",
            "exp10",
            "mktime",
            "fromdate",
            "fromdateiso8601",
            "infinite",
            "nan",
            "range",
        ],
        Sort::Number,
    ),
    (
        &[
            "tostring",
            "tojson",
            "type",
            "ascii_downcase",
            "ascii_upcase",
            "todate",
            "todateiso8601",
            "date",
            "trim",
            "ltrim",
            "rtrim",
            "strftime",
            "strflocaltime",
            "join",
            "sub",
            "gsub",
            "implode",
            "splits",
        ],
        Sort::Text,
    ),
    (
        &[
            "keys",
            "keys_unsorted",
            "to_entries",
            "explode",
            "indices",
            "flatten",
            "transpose",
            "paths",
            "gmtime",
            "localtime",
            "strptime",
            "combinations",
        ],
        Sort::List,
    ),
    (&["with_entries", "from_entries", "capture", "INDEX"], Sort::Object),
];

/// Functions that fail for `null`: those for dates, numbers and texts.
pub(super) const FAIL_FOR_NULL: &[&str] = &[
    "fromdate",
    "fromdateiso8601",
    "strptime",
    "todate",
    "todateiso8601",
    "date",
    "strftime",
    "strflocaltime",
    "gmtime",
    "localtime",
    "mktime",
    "tonumber",
    "floor",
    "ceil",
    "round",
    "abs",
    "sqrt",
    "ascii_downcase",
    "ascii_upcase",
    "startswith",
    "endswith",
    "test",
    "match",
    "capture",
    "split",
    "splits",
    "sub",
    "gsub",
    "trim",
    "ltrim",
    "rtrim",
    "explode",
];

/// Functions that give a list of the same items.
const ITEMS_OF_INPUT: &[&str] = &["sort", "sort_by", "unique", "unique_by", "reverse"];

/// Functions that give one item, or `null` for an empty list.
const ONE_ITEM: &[&str] = &["min", "max", "min_by", "max_by", "add"];

impl Inferrer<'_> {
    pub(super) fn call(&mut self, name: &str, args: &[Term<&str>], dot: &Kind) -> Kind {
        if self.functions.iter().any(|own| own == name) {
            self.arguments(args);
            return Kind::default();
        }
        if FAIL_FOR_NULL.contains(&name) {
            let place = dot.place.clone().unwrap_or_else(|| span(self.code, name));
            self.note_null(name, &Kind { place: Some(place), ..self.as_checked(dot.clone()) });
        }
        match (name, args) {
            ("empty", _) => {
                self.is_sparse = true;
                Some(Shape::never()).into()
            }
            ("error", _) => {
                // Its text has the function's own input.
                self.tolerant += 1;
                self.absorbing(|inferrer| args.iter().for_each(|arg| drop(inferrer.term(arg, dot))));
                self.tolerant -= 1;
                Some(Shape::never()).into()
            }
            ("select", [condition]) => {
                self.is_sparse = true;
                self.term(condition, dot);
                let facts = self.facts(condition, dot, true);
                self.with_facts(facts, |inferrer| inferrer.as_checked(dot.clone()))
            }
            ("values", []) => {
                self.is_sparse = true;
                Kind { shape: dot.shape.clone().map(Shape::not_null), ..dot.clone() }
            }
            ("first" | "last", [stream]) => self.term(stream, dot).shape.into(),
            ("limit" | "skip", [count, stream]) => {
                self.term(count, dot);
                self.term(stream, dot).shape.into()
            }
            ("ltrimstr" | "rtrimstr", [_]) => {
                let is_text = dot.shape.as_ref().and_then(Shape::sorts) == Some(vec![Sort::Text]);
                if is_text { Sort::Text.into() } else { Kind::default() }
            }
            ("split", _) => {
                self.arguments(args);
                Some(Shape::of_list(Some(&Shape::of_sort(Sort::Text)))).into()
            }
            ("index" | "rindex", _) => {
                self.arguments(args);
                Some(Shape::of_sort(Sort::Number).or_null()).into()
            }
            ("has", [key]) if literal_name(self.code, key).is_some() => Sort::Boolean.into(),
            _ => self.call_of_list(name, args, dot),
        }
    }

    /// A function whose arguments have the items of a list or a stream as input, or another one.
    fn call_of_list(&mut self, name: &str, args: &[Term<&str>], dot: &Kind) -> Kind {
        match (name, args) {
            ("map", [of]) => {
                let item = self.item_of_input(dot);
                let items = self.each(of, item).shape;
                Some(Shape::of_list(items.as_ref())).into()
            }
            ("map_values", [of]) => {
                let item = self.item_of_input(dot);
                self.each(of, item);
                Kind::default()
            }
            ("any" | "all", [condition]) => {
                let item = self.item_of_input(dot);
                self.each(condition, item);
                Sort::Boolean.into()
            }
            ("any" | "all", [stream, condition]) => {
                let item = self.absorbing(|inferrer| inferrer.term(stream, dot)).shape;
                self.each(condition, item);
                Sort::Boolean.into()
            }
            ("any" | "all", []) => Sort::Boolean.into(),
            ("sort_by" | "unique_by" | "group_by" | "min_by" | "max_by", [by]) => {
                let item = self.item_of_input(dot);
                self.each(by, item);
                self.of_items(name, dot)
            }
            ("add", [stream]) => {
                let items = self.absorbing(|inferrer| inferrer.term(stream, dot)).shape;
                sum_of_items(items).into()
            }
            _ => {
                self.arguments(args);
                self.of_items(name, dot)
            }
        }
    }

    /// Arguments whose `.` may be something else.
    fn arguments(&mut self, args: &[Term<&str>]) {
        self.absorbing(|inferrer| args.iter().for_each(|arg| inferrer.apart(arg)));
    }

    /// The items of a stream, each as the input of a term.
    fn each(&mut self, term: &Term<&str>, item: Option<Shape>) -> Kind {
        let dot = self.item_of_stream(item);
        self.absorbing(|inferrer| inferrer.term(term, &dot))
    }

    fn item_of_input(&self, dot: &Kind) -> Option<Shape> {
        self.as_checked(dot.clone()).shape.and_then(|shape| shape.item())
    }

    /// The result of a function that needs no look at its arguments.
    fn of_items(&self, name: &str, dot: &Kind) -> Kind {
        if ITEMS_OF_INPUT.contains(&name) {
            return Some(Shape::of_list(self.item_of_input(dot).as_ref())).into();
        }
        if name == "group_by" {
            let group = Shape::of_list(self.item_of_input(dot).as_ref());
            return Some(Shape::of_list(Some(&group))).into();
        }
        if name == "add" {
            return sum_of_items(self.item_of_input(dot)).into();
        }
        if ONE_ITEM.contains(&name) {
            return self.item_of_input(dot).map(Shape::or_null).into();
        }
        if matches!(name, "first" | "last") {
            return dot.shape.as_ref().and_then(Shape::item_at_position).into();
        }
        match RESULTS.iter().find(|(names, _)| names.contains(&name)) {
            Some((_, sort)) => (*sort).into(),
            None => Kind::default(),
        }
    }
}

/// The sum of items: `null` if there are none.
fn sum_of_items(item: Option<Shape>) -> Option<Shape> {
    let sorts = item.as_ref().and_then(Shape::sorts).unwrap_or_default();
    match sorts.as_slice() {
        [Sort::Number] | [Sort::Null, Sort::Number] => Some(Shape::of_sort(Sort::Number).or_null()),
        [Sort::Text] | [Sort::Null, Sort::Text] => Some(Shape::of_sort(Sort::Text).or_null()),
        _ => union(None, Some(Shape::of_sort(Sort::Null))),
    }
}
