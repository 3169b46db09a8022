//! What changed between two texts, line by line.

/// Longest table of lines against lines that is worked out; beyond it everything in between counts as replaced.
const MOST: usize = 4_000_000;
/// Lines shown around each change.
const AROUND: usize = 2;

/// A line of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    Both(&'a str),
    Old(&'a str),
    New(&'a str),
}

/// How many lines are new, and how many are gone.
pub(crate) fn count_changed_lines(old: &str, new: &str) -> (usize, usize) {
    let all = compare(old, new);
    let of = |wanted: fn(&Line<'_>) -> bool| all.iter().filter(|line| wanted(line)).count();
    (of(|line| matches!(line, Line::New(_))), of(|line| matches!(line, Line::Old(_))))
}

/// The lines that changed, with a few around them: each begins with `+`, `-` or a space.
pub(crate) fn unified_diff(old: &str, new: &str) -> Vec<String> {
    let all = compare(old, new);
    let changed: Vec<usize> = (0..all.len()).filter(|&at| !matches!(all[at], Line::Both(_))).collect();
    let mut shown = Vec::new();
    let mut last = None;
    for (at, line) in all.iter().enumerate() {
        let next = changed.partition_point(|&change| change + AROUND < at);
        if changed.get(next).is_none_or(|&change| change > at + AROUND) {
            continue;
        }
        if last.is_some_and(|last: usize| last + 1 < at) {
            shown.push("…".to_owned());
        }
        last = Some(at);
        shown.push(match line {
            Line::Both(text) => format!("  {text}"),
            Line::Old(text) => format!("- {text}"),
            Line::New(text) => format!("+ {text}"),
        });
    }
    shown
}

fn compare<'a>(old: &'a str, new: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut lines: Vec<Line<'a>> = old[..head].iter().map(|line| Line::Both(line)).collect();
    lines.extend(diff_lines(old_middle, new_middle));
    lines.extend(old_rest[old_rest.len() - tail..].iter().map(|line| Line::Both(line)));
    lines
}

/// The longest common sequence of lines, and what stands between.
fn diff_lines<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let replaced = || old.iter().map(|line| Line::Old(line)).chain(new.iter().map(|line| Line::New(line)));
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST {
        return replaced().collect();
    }
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = match old[i] == new[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            lines.push(Line::Both(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            lines.push(Line::Old(old[i]));
            i += 1;
        } else {
            lines.push(Line::New(new[j]));
            j += 1;
        }
    }
    lines.extend(old[i..].iter().map(|line| Line::Old(line)));
    lines.extend(new[j..].iter().map(|line| Line::New(line)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted_and_shown_with_what_is_around_them() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        assert_eq!(count_changed_lines(old, new), (2, 1));
        assert_eq!(unified_diff(old, new), ["  a", "- b", "+ B", "  c", "  d", "…", "  i", "  j", "+ k"]);
        assert_eq!(count_changed_lines(old, old), (0, 0));
        assert!(unified_diff(old, old).is_empty());
        assert_eq!(count_changed_lines("", "a\nb"), (2, 0));
    }
}
