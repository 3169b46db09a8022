//! Tests of the lenient parser, with texts that the strict parser refuses.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::read;

#[track_caller]
fn means(text: &str, expected: &serde_json::Value) {
    assert_eq!(read(text).unwrap().to_json().as_ref(), Ok(expected), "{text}");
}

#[test]
fn numbers_and_scalars_are_accepted() {
    means(
        "a: 18446744073709551615\nb: 18446744073709551616\nc: 010\nd: 0x10\ne: 1e999\nf: -.inf\ng: .nan\nh: +5\ni: 1.5\nj: 0.1000000000000000000001\n",
        &json!({
            "a": 18_446_744_073_709_551_615_u64, "b": 18_446_744_073_709_551_616.0, "c": 10, "d": 16, "e": f64::MAX,
            "f": f64::MIN, "g": null, "h": 5, "i": 1.5, "j": 0.1,
        }),
    );
    means(
        r#"{"a":18446744073709551615,"b":1e999,"c":123456789012345678901234567890,"d":"\ud83d"}"#,
        &json!({ "a": 18_446_744_073_709_551_615_u64, "b": f64::MAX, "c": 1.234_567_890_123_456_8e29, "d": "\\ud83d" }),
    );
    means(
        "a: !money 5\nb: !!str 5\nc: ! 5\nd: yes\ne: '5'\n",
        &json!({ "a": 5, "b": "5", "c": "5", "d": "yes", "e": "5" }),
    );
}

#[test]
fn the_last_of_two_keys_wins_and_merge_keys_are_followed() {
    means("{\"a\":1,\"b\":2,\"a\":3}", &json!({ "a": 3, "b": 2 }));
    means("a: 1\nb: 2\na: 3\n", &json!({ "a": 3, "b": 2 }));
    means(
        "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\nw: {b: 9, <<: *y}\n",
        &json!({ "x": { "a": 1, "b": 1 }, "y": { "b": 2, "c": 2 }, "z": { "a": 0, "b": 1, "c": 2 }, "w": { "b": 9, "c": 2 } }),
    );
    means("'<<': 1\n? [a]\n: 2\n200: ok\ntrue: t\n", &json!({ "<<": 1, "200": "ok", "true": "t" }));
    means("a: 1\n---\nb: [\n", &json!({ "a": 1 }));
    means("a: &a [*a]\n", &json!({ "a": [null] }));
}

#[test]
fn scalars_are_found_as_text() {
    for (text, version) in
        [("swagger: 2.0", "2.0"), ("swagger: '2.0'", "2.0"), (r#"{"swagger": 2.0}"#, "2.0")]
    {
        assert_eq!(read(text).unwrap().get("swagger").unwrap().text().as_deref(), Some(version));
    }
    let found = read("\u{feff}{\"a/b\": [{\"~\": 7}], \"n\": null}").unwrap();
    assert_eq!(found.pointer("/a~1b/0/~0").unwrap().text().as_deref(), Some("7"));
    assert_eq!(found.get("n").unwrap().text(), None);
    assert!(found.pointer("/a~1b/1").is_none() && found.pointer("x").is_none());
}

#[test]
fn depth_and_aliases_have_limits_where_they_are_used() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let text = format!("{{\"deep\": {deep}, \"a\": 1}}");
    let found = read(&text).unwrap();
    assert_eq!(found.get("a").unwrap().to_json(), Ok(json!(1)));
    assert!(found.get("deep").unwrap().to_json().is_ok());
    let text = format!("deep:\n  {}x\na: 1\n", "- ".repeat(300));
    let found = read(&text).unwrap();
    assert_eq!(found.get("a").unwrap().to_json(), Ok(json!(1)));
    assert!(found.get("deep").unwrap().to_json().unwrap().to_string().contains("null"));
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 10].join(", "));
    }
    let found = read(&text).unwrap();
    assert_eq!(found.get("a0").unwrap().items().unwrap().len(), 10);
    assert_eq!(
        found.get("a8").unwrap().to_json(),
        Err("a part of it has more than 500000 values".to_owned())
    );
    assert!(read("{\"a\": ").unwrap_err().contains("not valid JSON"));
    assert_eq!(read("").unwrap_err(), "it is empty");
}
