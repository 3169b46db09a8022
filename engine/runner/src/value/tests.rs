//! Tests of reading, writing, labels of containers, and depth.

use proptest::prelude::*;
use towpath_diagnostics::codes;

use super::*;

fn read(text: &str) -> Result<Value, ReadError> {
    Value::from_json_text(text.as_bytes(), Labels::NONE, 128)
}

fn write(value: &Value) -> String {
    let mut out = Vec::new();
    let secrets = value.write_json(&mut out, WriteLimits::NONE).unwrap();
    assert!(secrets.is_empty());
    String::from_utf8(out).unwrap()
}

#[test]
fn values_have_one_written_form() {
    let cases = [
        ("null", "null"),
        (" [ 1 , 2.50, -0, 1e2, 1E-7 ] ", "[1,2.5,-0,100,1e-07]"),
        (r#"{"b":1,"a":{"c":[]},"":""}"#, r#"{"b":1,"a":{"c":[]},"":""}"#),
        (r#""\u0041\ud83d\ude00\/\n\u007f\u001f""#, "\"A\u{1F600}/\\n\\u007f\\u001f\""),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854776000", "9223372036854776000"),
        ("9300000000000000000", "9.3e+18"),
        ("123456789012345680000", "123456789012345680000"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("5e-324", "5e-324"),
        ("1e-999", "0"),
        (r#"[{"k":1,"l":2},{"k":3,"l":4},{"l":5,"k":6}]"#, r#"[{"k":1,"l":2},{"k":3,"l":4},{"l":5,"k":6}]"#),
        (r#"[{"a\\":1},{"a\\":2},{"a":3}]"#, r#"[{"a\\":1},{"a\\":2},{"a":3}]"#),
    ];
    for (text, expected) in cases {
        assert_eq!(write(&read(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn text_that_is_not_strict_json_is_refused() {
    use ReadReason::{
        ControlCharacter, DuplicateKey, Ends, Escape, Expected, NumberTooLarge, Rounded, TooDeep, Trailing,
    };
    let deep = "[".repeat(129) + &"]".repeat(129);
    let cases = [
        ("", Ends, 0),
        (" ", Ends, 1),
        ("[", Ends, 1),
        ("[1,]", Expected("a value"), 3),
        ("[1 2]", Expected("`,` or `]`"), 3),
        ("{\"a\":1,}", Expected("a name in double quotes"), 7),
        ("{a:1}", Expected("a name in double quotes"), 1),
        ("{\"a\" 1}", Expected("`:`"), 5),
        ("{\"a\":1,\"b\":2,\"a\":3}", DuplicateKey, 13),
        ("{\"a\":1,\"\\u0061\":3}", DuplicateKey, 7),
        ("01", Trailing, 1),
        ("+1", Expected("a value"), 0),
        ("1.", Ends, 2),
        (".5", Expected("a value"), 0),
        ("1.e5", Expected("a digit"), 2),
        ("- 1", Expected("a digit"), 1),
        ("[9223372036854775808]", Rounded, 1),
        ("-9223372036854775809", Rounded, 0),
        ("18446744073709551615", Rounded, 0),
        ("123456789012345678901234567890", Rounded, 0),
        ("1e400", NumberTooLarge, 0),
        ("-1e400", NumberTooLarge, 0),
        ("nan", Expected("a value"), 0),
        ("NaN", Expected("a value"), 0),
        ("nul", Expected("a value"), 0),
        ("'a'", Expected("a value"), 0),
        ("\"a", Ends, 2),
        ("\"\t\"", ControlCharacter, 1),
        ("\"\\x\"", Escape, 1),
        ("\"\\ud800\"", Escape, 1),
        ("\"\\ud800\\u0041\"", Escape, 1),
        ("\"\\udc00\"", Escape, 1),
        ("\"\\u12g4\"", Escape, 1),
        ("\"\\", Ends, 2),
        ("1 // c", Trailing, 2),
        ("\u{feff}1", Expected("a value"), 0),
        (&deep, TooDeep, 128),
    ];
    for (text, reason, offset) in cases {
        assert_eq!(read(text).unwrap_err(), ReadError { reason, offset }, "{text}");
    }
    let bad = Value::from_json_text(b"\"a\xff\"", Labels::NONE, 128).unwrap_err();
    assert_eq!(bad, ReadError { reason: ReadReason::NotUtf8, offset: 2 });
    assert_eq!(read("[1,]").unwrap_err().to_string(), "expected a value at byte 3");
    assert_eq!(read("{\"a\":1,\"a\":2}").unwrap_err().code(), codes::TP0502);
}

#[test]
fn depth_is_bounded_for_every_limit() {
    let million = "[".repeat(1_000_000);
    let error = Value::from_json_text(million.as_bytes(), Labels::NONE, u32::MAX).unwrap_err();
    assert_eq!((error.reason, error.offset), (ReadReason::TooDeep, usize::from(MAX_DEPTH)));
    let nested = "[".repeat(512) + &"]".repeat(512);
    let value = Value::from_json_text(nested.as_bytes(), Labels::NONE, 512).unwrap();
    assert_eq!((value.depth(), write(&value)), (512, nested));
    let mut out = Vec::new();
    let limits = WriteLimits { bytes: 10_000, depth: 511 };
    assert_eq!(value.write_json(&mut out, limits), Err(WriteError::TooDeep(511)));
}

#[test]
fn written_size_is_bounded() {
    let value = read(r#"{"a":"0123456789","b":[1,2,3]}"#).unwrap();
    let size = write(&value).len();
    for bytes in [0, 1, 5, 16, size - 1] {
        let mut out = b"before".to_vec();
        let limits = WriteLimits { bytes, depth: 128 };
        assert_eq!(value.write_json(&mut out, limits), Err(WriteError::TooLarge(bytes)));
        assert!(out.len() <= b"before".len() + bytes + 16, "{bytes}: {}", out.len());
    }
    let limits = WriteLimits { bytes: size, depth: 128 };
    assert_eq!(value.write_json(&mut b"before".to_vec(), limits), Ok(Vec::new()));
}

#[test]
fn secrets_are_replaced_by_null_and_located() {
    let value = Value::object([
        ("headers", Value::object([("a/b~c", Value::secret("crm")), ("plain", Value::str("x"))])),
        ("list", Value::array([Value::null(), Value::secret("sms")])),
    ]);
    let mut out = Vec::new();
    let secrets = value.write_json(&mut out, WriteLimits::NONE).unwrap();
    assert_eq!(out, br#"{"headers":{"a/b~c":null,"plain":"x"},"list":[null,null]}"#);
    let secrets: Vec<(String, String)> = secrets.into_iter().map(|s| (s.pointer, s.secret)).collect();
    let expected = [("/headers/a~1b~0c", "crm"), ("/list/1", "sms")];
    assert_eq!(secrets, expected.map(|(pointer, name)| (pointer.to_owned(), name.to_owned())));
    assert_eq!(value.to_serde_json(), None);
}

#[test]
fn labels_cover_what_is_inside() {
    let mut table = LabelTable::default();
    let [a, b] = ["a", "b"].map(|name| table.labels([name]).unwrap());
    let value = Value::from_json_text(br#"{"x":[1,{"y":2}]}"#, a, 128).unwrap();
    assert_eq!(value.labels_deep(), a);
    let child = value.get("x").unwrap();
    assert_eq!(child.items().unwrap().map(|item| item.labels()).collect::<Vec<_>>(), [a, a]);
    let both = Value::object([("old", value), ("new", Value::int(1).with_labels(b))]);
    assert_eq!((both.labels(), both.labels_deep()), (Labels::NONE, a | b));
    assert_eq!(both.get("new").unwrap().labels(), b);
}

/// Any JSON value, as a `serde_json` value.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            proptest::collection::vec((any::<String>(), inner), 0..12)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn agrees_with_another_reader(json in any_json()) {
        let text = json.to_string();
        let ours = read(&text).unwrap();
        let written = write(&ours);
        let again: serde_json::Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(Value::from(&again), ours.clone());
        prop_assert_eq!(write(&Value::from(&json)), written.clone());
        prop_assert_eq!(write(&read(&written).unwrap()), written);
    }

    #[test]
    fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let strict = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        let ours = Value::from_json_text(&bytes, Labels::NONE, 128);
        // `serde_json` accepts duplicate names; otherwise both refuse the same texts.
        if !matches!(ours, Err(ReadError { reason: ReadReason::DuplicateKey, .. })) {
            prop_assert_eq!(ours.is_ok(), strict);
        }
    }

    #[test]
    fn near_json_never_panics(text in r#"[\[\]{}",:0-9eE.+\-ntrufalsy\\ ]{0,40}"#) {
        let strict = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        let ours = read(&text);
        if !matches!(ours, Err(ReadError { reason: ReadReason::DuplicateKey, .. })) {
            prop_assert_eq!(ours.is_ok(), strict, "{}", text);
        }
    }
}
