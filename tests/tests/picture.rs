//! The picture of the README: `examples/picture/picture.svg` is drawn from `picture.txt` beside it, which says how.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use towpath_tests::root;

/// Colours for a light page, and for a dark one.
const STYLE: &str = "
  text { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2933; font-size: 13px }
  .title { font-weight: 600; font-size: 16px }
  .page { fill: #ffffff } .frame { fill: #eef4f3; stroke: #7a9a94 }
  .person { fill: #fdf3df; stroke: #c08a2b } .part { fill: #ffffff; stroke: #3f7a70 }
  .arrow { fill: none; stroke: #52606d; stroke-width: 1.6 } .head { fill: #52606d }
  .words { font-style: italic; fill: #3e4c59 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb }
    .page { fill: #11171d } .frame { fill: #18242a; stroke: #5d8079 }
    .person { fill: #3a2f17; stroke: #c99a45 } .part { fill: #1f3330; stroke: #6fb3a6 }
    .arrow { stroke: #9aa5b1 } .head { fill: #9aa5b1 } .words { fill: #cbd2d9 }
  }
";

/// The four numbers that a line begins with, and the text after them.
fn four(line: &str) -> ([f64; 4], &str) {
    let mut rest = line.trim();
    let numbers = [(); 4].map(|()| {
        let (number, after) = rest.split_once(' ').unwrap_or((rest, ""));
        rest = after.trim_start();
        number.parse().unwrap_or_else(|_| panic!("`{number}` is no number in `{line}`"))
    });
    (numbers, rest)
}

fn text(svg: &mut String, class: &str, anchor: &str, x: f64, y: f64, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    writeln!(svg, r#"<text class="{class}" text-anchor="{anchor}" x="{x}" y="{y}">{words}</text>"#).unwrap();
}

/// A rectangle with its title and lines, centred.
fn card(svg: &mut String, class: &str, line: &str) {
    let ([x, y, width, height], words) = four(line);
    writeln!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>"#)
        .unwrap();
    let lines: Vec<&str> = words.split('|').map(str::trim).collect();
    let top = y + (height - 18.0 * (lines.len() as f64 - 1.0)) / 2.0 + 5.0;
    for (at, line) in lines.iter().enumerate() {
        let class = if at == 0 { "title" } else { "line" };
        text(svg, class, "middle", x + width / 2.0, top + 18.0 * at as f64, line);
    }
}

/// A straight arrow, with its words above the middle, or beside it where it is steep.
fn arrow(svg: &mut String, line: &str) {
    let ([x1, y1, x2, y2], words) = four(line);
    writeln!(svg, r#"<path class="arrow" marker-end="url(#head)" d="M{x1} {y1} L{x2} {y2}"/>"#).unwrap();
    let (x, y) = ((x1 + x2) / 2.0, (y1 + y2) / 2.0);
    match (x2 - x1).abs() < 1.0 {
        true => text(svg, "words", "start", x + 8.0, y + 4.0, words),
        false => text(svg, "words", "middle", x, y - 8.0 - (y2 - y1).abs() / 6.0, words),
    }
}

fn draw(source: &str) -> String {
    let lines =
        || source.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    let of = |kind: &str| lines().find(|line| line.0 == kind).unwrap().1;
    let (width, height) = of("size").split_once(' ').unwrap();
    let label = of("label");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\">\n<title>{label}</title>\n<style>{STYLE}</style>\n\
         <marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path class=\"head\" d=\"M0 0 L10 5 L0 10 z\"/></marker>\n\
         <rect class=\"page\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\n"
    );
    for (kind, line) in lines() {
        match kind {
            "size" | "label" => {}
            "frame" => {
                let ([x, y, width, height], title) = four(line);
                card(&mut svg, "frame", &format!("{x} {y} {width} {height} "));
                text(&mut svg, "title", "start", x + 16.0, y + 28.0, title);
            }
            "person" | "part" => card(&mut svg, kind, line),
            "arrow" => arrow(&mut svg, line),
            other => panic!("`{other}` is no part of a picture"),
        }
    }
    svg + "</svg>\n"
}

#[test]
fn the_picture_is_drawn_from_its_source() {
    let folder = root().join("examples/picture");
    let drawn = draw(&std::fs::read_to_string(folder.join("picture.txt")).unwrap());
    if std::env::var_os("TOWPATH_BLESS").is_some() {
        std::fs::write(folder.join("picture.svg"), &drawn).unwrap();
    }
    let committed = std::fs::read_to_string(folder.join("picture.svg")).unwrap_or_default();
    assert!(drawn == committed, "picture.svg is not what picture.txt says; TOWPATH_BLESS=1 writes it");
}
