//! A plan as people and CI systems read it.

use anstyle::AnsiColor;

use super::plan::{Act, Block, Item, Plan};
use super::tree::Kind;
use crate::junit::Case;
use crate::output;

/// The plan, a line each. Unchanged items are only counted.
pub(crate) fn lines_of_plan(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let of: Vec<&Item> = plan.items.iter().filter(|item| item.kind == kind).collect();
        if of.is_empty() {
            continue;
        }
        lines.push(kind.folder().to_owned());
        of.iter().filter(|item| is_shown(item)).for_each(|item| describe(item, &mut lines));
        let same = of.iter().filter(|item| !is_shown(item)).count();
        if same > 0 {
            lines.push(output::dim(&format!("  = {same} as {} should be", it(same))));
        }
    }
    lines
}

/// The last line: what there is to do.
pub(crate) fn summary_of_plan(plan: &Plan) -> String {
    let count = |acts: &[Act]| plan.items.iter().filter(|item| acts.contains(&item.act)).count();
    let blocked = plan.items.iter().filter(|item| item.block.is_some()).count();
    let mut parts = vec![
        format!("{} new", count(&[Act::Add])),
        format!("{} changed", count(&[Act::Change, Act::Activate, Act::RollBack])),
        format!("{} removed", count(&[Act::Remove])),
    ];
    for (acts, words) in [(Act::Waits, "waiting for a review"), (Act::Left, "only on the server, left alone")]
    {
        let count = count(&[acts]);
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    }
    if blocked > 0 {
        parts.push(format!("{blocked} that cannot be done"));
    }
    parts.join(", ")
}

/// The plan as cases of a report: what cannot be done has failed.
pub(crate) fn cases_of_plan(plan: &Plan) -> Vec<Case> {
    let case = |item: &Item| Case {
        of: item.kind.folder().to_owned(),
        name: item.name.clone(),
        failure: item
            .block
            .as_ref()
            .map(|block| [&[block_words(block)], &item.details[..]].concat().join("\n")),
    };
    plan.items.iter().map(case).collect()
}

fn it(count: usize) -> &'static str {
    if count == 1 { "it" } else { "they" }
}

fn is_shown(item: &Item) -> bool {
    item.act != Act::Same || item.block.is_some() || !item.summary.is_empty()
}

fn describe(item: &Item, lines: &mut Vec<String>) {
    let colour = match item.act {
        Act::Add => Some(AnsiColor::Green),
        Act::Change | Act::Activate | Act::RollBack => Some(AnsiColor::Yellow),
        Act::Remove => Some(AnsiColor::Red),
        Act::Same | Act::Left | Act::Waits => None,
    };
    let sign = item.act.sign().to_string();
    let sign = colour.map_or_else(|| sign.clone(), |colour| output::paint(colour, &sign));
    let version = item.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let mut said = item.summary.clone();
    if item.act == Act::Left {
        said = [said, "only on the server, left alone".to_owned()]
            .join("; ")
            .trim_start_matches("; ")
            .to_owned();
    }
    let gap = if said.is_empty() { "" } else { "  " };
    lines.push(format!("  {sign} {}{version}{gap}{}", item.name, output::dim(&said)));
    if let Some(block) = &item.block {
        lines.push(format!("      {}", output::paint(AnsiColor::Red, &block_words(block))));
    }
    lines.extend(item.details.iter().map(|detail| format!("      {detail}")));
}

/// Why it cannot be done.
fn block_words(block: &Block) -> String {
    match block {
        Block::Wrong(why) => why.clone(),
        Block::Refused(why) => format!("refused: {why}"),
        Block::NotYours(why) => format!("not yours to change: {why}"),
    }
}
