#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests with documents of each version, and the serialization of their parameters.

use serde_json::{Value as Json, json};
use towpath_dsl::yaml::lenient;

use super::{Operation, Source, Unusable};
use crate::value::{LabelTable, Value};

const AT: &str = "https://api.acme.example:8443/specs/v1/openapi.json";

fn operation(document: Json, id: &str) -> Result<Operation, Unusable> {
    written(&document.to_string(), id)
}

fn written(text: &str, id: &str) -> Result<Operation, Unusable> {
    Source::new(AT, lenient::read(text).unwrap()).operation(id)
}

fn three(parameters: Json, path: &str) -> Operation {
    let document = json!({
        "openapi": "3.0.3", "servers": [{ "url": "/" }],
        "paths": { path: { "get": { "operationId": "x", "parameters": parameters } } },
    });
    operation(document, "x").unwrap()
}

fn uri(operation: &Operation, values: Json) -> String {
    let request = operation.fill(&Value::from(&values)).unwrap();
    request.uri.as_str().unwrap().strip_prefix("https://api.acme.example:8443").unwrap().to_owned()
}

/// The tables of OpenAPI 3.1, "Style Examples".
#[test]
fn styles_write_what_the_specification_shows() {
    let list = json!(["blue", "black", "brown"]);
    let object = json!({ "R": 100, "G": 200, "B": 150 });
    for (place, style, explode, empty, text, many, members) in [
        ("path", "matrix", false, None, "/;c=blue", "/;c=blue,black,brown", "/;c=R,100,G,200,B,150"),
        ("path", "matrix", true, None, "/;c=blue", "/;c=blue;c=black;c=brown", "/;R=100;G=200;B=150"),
        ("path", "label", false, None, "/.blue", "/.blue,black,brown", "/.R,100,G,200,B,150"),
        ("path", "label", true, None, "/.blue", "/.blue.black.brown", "/.R=100.G=200.B=150"),
        ("path", "simple", false, None, "/blue", "/blue,black,brown", "/R,100,G,200,B,150"),
        ("path", "simple", true, None, "/blue", "/blue,black,brown", "/R=100,G=200,B=150"),
        ("query", "form", false, Some("/?c="), "/?c=blue", "/?c=blue,black,brown", "/?c=R,100,G,200,B,150"),
        ("query", "form", true, Some("/?c="), "/?c=blue", "/?c=blue&c=black&c=brown", "/?R=100&G=200&B=150"),
        (
            "query",
            "spaceDelimited",
            false,
            None,
            "/?c=blue",
            "/?c=blue%20black%20brown",
            "/?c=R%20100%20G%20200%20B%20150",
        ),
        (
            "query",
            "pipeDelimited",
            false,
            None,
            "/?c=blue",
            "/?c=blue%7Cblack%7Cbrown",
            "/?c=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            "query",
            "deepObject",
            true,
            None,
            "/?c=blue",
            "/?c=blue&c=black&c=brown",
            "/?c%5BR%5D=100&c%5BG%5D=200&c%5BB%5D=150",
        ),
    ] {
        let path = if place == "path" { "/{c}" } else { "/" };
        let operation =
            three(json!([{ "name": "c", "in": place, "style": style, "explode": explode }]), path);
        for (value, expected) in [(json!("blue"), text), (list.clone(), many), (object.clone(), members)] {
            assert_eq!(uri(&operation, json!({ "c": value })), expected, "{style} {explode} {value}");
        }
        if let Some(expected) = empty {
            assert_eq!(uri(&operation, json!({ "c": "" })), expected);
        }
    }
}

#[test]
fn values_are_encoded_and_what_is_null_is_left_out() {
    let operation = three(
        json!([{ "name": "id", "in": "path", "required": true }, { "name": "a b", "in": "query" }, { "name": "n", "in": "query" }]),
        "/x/{id}/y",
    );
    assert_eq!(
        uri(&operation, json!({ "id": "a/b", "a b": "c&d=e", "n": null })),
        "/x/a%2Fb/y?a%20b=c%26d%3De"
    );
    assert_eq!(uri(&operation, json!({ "id": 7, "a b": [], "n": true })), "/x/7/y?n=true");
    for id in [json!(""), json!(".."), json!(null), json!([[1]])] {
        let fault = operation.fill(&Value::from(&json!({ "id": id }))).unwrap_err();
        assert_eq!(fault.problem.code.as_deref(), Some("TP1013"), "{id}");
    }
    let fault = operation.fill(&Value::from(&json!({ "id": 1, "m": 2 }))).unwrap_err();
    assert_eq!(
        fault.problem.detail.as_deref(),
        Some("`parameters` has a name that the operation does not have")
    );
}

/// RFC 6570: null in a list or an object counts as absent.
#[test]
fn null_inside_a_value_is_absent() {
    let list = json!(["a", null, "b"]);
    let object = json!({ "x": 1, "y": null });
    for (style, explode, many, members) in [
        ("form", true, "/?c=a&c=b", "/?x=1"),
        ("form", false, "/?c=a,b", "/?c=x,1"),
        ("pipeDelimited", false, "/?c=a%7Cb", "/?c=x%7C1"),
        ("deepObject", true, "/?c=a&c=b", "/?c%5Bx%5D=1"),
    ] {
        let operation =
            three(json!([{ "name": "c", "in": "query", "style": style, "explode": explode }]), "/");
        assert_eq!(uri(&operation, json!({ "c": list })), many, "{style} {explode}");
        assert_eq!(uri(&operation, json!({ "c": object })), members, "{style} {explode}");
        for nothing in [json!([null]), json!({ "y": null })] {
            assert_eq!(uri(&operation, json!({ "c": nothing })), "/", "{style} {explode}");
        }
    }
    let operation = three(json!([{ "name": "c", "in": "path" }]), "/{c}");
    assert_eq!(uri(&operation, json!({ "c": list })), "/a,b");
    let fault = operation.fill(&Value::from(&json!({ "c": [null] }))).unwrap_err();
    assert_eq!(fault.problem.code.as_deref(), Some("TP1013"));
    let header = three(json!([{ "name": "X-A", "in": "header" }, { "name": "X-B", "in": "header" }]), "/");
    let request = header.fill(&Value::from(&json!({ "X-A": list, "X-B": [null] }))).unwrap();
    assert_eq!(request.headers.len(), 1);
    assert_eq!(request.headers[0].1.as_str(), Some("a,b"));
    let text = three(json!([{ "name": "q", "in": "query", "content": { "application/json": {} } }]), "/");
    assert_eq!(uri(&text, json!({ "q": [null] })), "/?q=%5Bnull%5D");
}

#[test]
fn described_error_statuses_are_known() {
    let json_body = json!({ "content": { "application/problem+json": {} } });
    let document = json!({ "openapi": "3.0.0", "paths": { "/": { "get": { "operationId": "x", "responses": {
        "200": json_body, "404": json_body, "4XX": { "content": { "text/html": {} } }, "default": json_body, "500": {},
    } } } } });
    assert_eq!(operation(document, "x").unwrap().described, ["404", "default"]);
    let document = json!({ "swagger": "2.0", "paths": { "/": { "get": { "operationId": "x", "responses": {
        "200": { "schema": {} }, "409": { "schema": { "$ref": "#/definitions/E" } }, "500": { "description": "" },
    } } } } });
    assert_eq!(operation(document, "x").unwrap().described, ["409"]);
}

#[test]
fn headers_cookies_and_bodies_are_filled() {
    let document = json!({
        "openapi": "3.1.0", "servers": [{ "url": "https://{host}/v2", "variables": { "host": { "default": "a.example" } } }],
        "components": { "requestBodies": { "b": { "required": true, "content": { "text/csv": {}, "application/merge-patch+json": {} } } } },
        "paths": { "/x": {
            "parameters": [{ "name": "X-Ids", "in": "header" }, { "name": "q", "in": "query", "content": { "application/json": {} } }],
            "patch": {
                "operationId": "change",
                "parameters": [
                    { "name": "X-Key", "in": "header" }, { "name": "s", "in": "cookie" }, { "name": "t", "in": "cookie" },
                    { "name": "Authorization", "in": "header", "required": true },
                ],
                "requestBody": { "$ref": "#/components/requestBodies/b" },
                "responses": { "200": { "content": { "application/hal+json": {} } } },
            },
        } },
    });
    let operation = operation(document, "change").unwrap();
    let request = operation
        .fill(&Value::object([
            ("X-Ids", Value::array([Value::int(1), Value::int(2)])),
            ("X-Key", Value::secret("key")),
            ("q", Value::object([("a", Value::int(1))])),
            ("s", Value::str("a b")),
            ("t", Value::int(1)),
            ("body", Value::str("text")),
        ]))
        .unwrap();
    assert_eq!(
        (operation.method.as_str(), request.uri.as_str().unwrap()),
        ("PATCH", "https://a.example/v2/x?q=%7B%22a%22%3A1%7D")
    );
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_secret().or(value.as_str()).unwrap()))
        .collect();
    assert_eq!(
        headers,
        [
            ("X-Ids", "1,2"),
            ("X-Key", "key"),
            ("Cookie", "s=a%20b; t=1"),
            ("Accept", "application/hal+json"),
            ("Content-Type", "application/merge-patch+json"),
        ]
    );
    assert_eq!(request.body.unwrap().as_str(), Some("\"text\""));
    for place in ["q", "s"] {
        let values = [(place, Value::array([Value::secret("key")])), ("body", Value::int(1))];
        let fault = operation.fill(&Value::object(values)).unwrap_err();
        assert_eq!(fault.problem.code.as_deref(), Some("TP1004"), "{place}");
    }
}

#[test]
fn version_two_has_its_own_styles_of_lists_and_forms() {
    let list =
        |format: &str| json!({ "name": "c", "in": "query", "type": "array", "collectionFormat": format });
    let with = |parameters: Json| {
        operation(json!({ "swagger": "2.0", "paths": { "/": { "post": { "operationId": "x", "parameters": parameters } } } }), "x").unwrap()
    };
    for (format, expected) in
        [("csv", "c=a,b"), ("ssv", "c=a%20b"), ("tsv", "c=a%09b"), ("pipes", "c=a%7Cb"), ("multi", "c=a&c=b")]
    {
        assert_eq!(uri(&with(json!([list(format)])), json!({ "c": ["a", "b"] })), format!("/?{expected}"));
    }
    let form = with(json!([
        { "name": "a", "in": "formData", "type": "array" },
        { "name": "b", "in": "formData", "type": "array", "collectionFormat": "multi" },
    ]));
    let request = form.fill(&Value::from(&json!({ "a": [1, 2], "b": [1, 2] }))).unwrap();
    let body = request.body.unwrap();
    assert_eq!(body.get("a").unwrap().as_str(), Some("1,2"));
    assert_eq!(body.get("b").unwrap().as_array().unwrap().len(), 2);
    assert_eq!(request.headers[0].1.as_str(), Some("application/x-www-form-urlencoded"));
    let body = with(json!([{ "name": "pet", "in": "body", "required": true }]));
    assert_eq!(body.missing(|_| false), ["pet"]);
    assert!(body.fill(&Value::from(&json!({ "pet": { "id": 1 } }))).unwrap().body.is_some());
}

#[test]
fn servers_are_found_at_every_level() {
    let base = |document: Json| operation(document, "x").map(|found| format!("{}{}", found.base, found.path));
    let three = |servers: Json| json!({ "openapi": "3.0.0", "servers": servers, "paths": { "/p": { "get": { "operationId": "x" } } } });
    for (servers, expected) in [
        (json!(null), "https://api.acme.example:8443/p"),
        (json!([]), "https://api.acme.example:8443/p"),
        (json!([{ "url": "/v3/" }]), "https://api.acme.example:8443/v3/p"),
        (json!([{ "url": "v3" }]), "https://api.acme.example:8443/specs/v1/v3/p"),
        (json!([{ "url": "//b.example" }]), "https://b.example/p"),
        (json!([{ "url": "http://b.example/a" }, { "url": "http://c.example" }]), "http://b.example/a/p"),
    ] {
        assert_eq!(base(three(servers.clone())).as_deref(), Ok(expected), "{servers}");
    }
    for url in ["https://{tenant}.example", "https://u@a.example", "https:///x"] {
        assert!(matches!(base(three(json!([{ "url": url }]))), Err(Unusable::Document(_))), "{url}");
    }
    let two = |more: Json| {
        let mut document = json!({ "swagger": "2.0", "paths": { "/p": { "get": { "operationId": "x" } } } });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document
    };
    for (more, expected) in [
        (json!({}), "https://api.acme.example:8443/p"),
        (json!({ "host": "b.example", "basePath": "/v2", "schemes": ["http"] }), "http://b.example/v2/p"),
        (
            json!({ "host": "b.example", "basePath": "v2/", "schemes": ["ws", "http", "https"] }),
            "https://b.example/v2/p",
        ),
    ] {
        assert_eq!(base(two(more.clone())).as_deref(), Ok(expected), "{more}");
    }
}

#[test]
fn unusable_documents_have_a_reason() {
    let paths = |operation: Json| json!({ "openapi": "3.0.0", "paths": { "/p": { "get": operation } } });
    for (document, why) in [
        (json!({}), "it is not an OpenAPI document of version 2.0, 3.0, 3.1 or 3.2"),
        (json!([]), "it is not an OpenAPI document of version 2.0, 3.0, 3.1 or 3.2"),
        (json!({ "openapi": "4.0.0" }), "it is not an OpenAPI document of version 2.0, 3.0, 3.1 or 3.2"),
        (
            paths(json!({ "operationId": "x", "parameters": [{ "$ref": "other.yaml#/a" }] })),
            "`other.yaml#/a` refers to another document, which is not fetched",
        ),
        (paths(json!({ "operationId": "x", "parameters": [{ "$ref": "#/a" }] })), "`#/a` refers to nothing"),
        (
            json!({ "openapi": "3.0.0", "paths": { "/p": { "$ref": "#/paths/~1p" } } }),
            "it is not in the readable paths, and one path is unreadable: its references form a cycle",
        ),
        (
            paths(
                json!({ "operationId": "x", "requestBody": { "required": true, "content": { "multipart/form-data": {} } } }),
            ),
            "its body is neither JSON nor a form nor text",
        ),
        (
            json!({ "openapi": "3.0.0", "paths": { "/{p}": { "get": { "operationId": "x" } } } }),
            "its path has `{p}`, but no such parameter",
        ),
    ] {
        assert_eq!(operation(document, "x"), Err(Unusable::Document(why.to_owned())));
    }
    let found = operation(paths(json!({ "operationId": "y" })), "x");
    assert_eq!(found, Err(Unusable::Operation(vec!["y".to_owned()])));
}

/// Parts that a call does not use cannot break it.
#[test]
fn unused_parts_are_not_read() {
    let text = r#"
swagger: 2.0
host: api.acme.example
x-defaults: &defaults {type: string, maximum: 18446744073709551616}
paths:
  /other:
    $ref: 'elsewhere.yaml#/paths/~1other'
  /broken:
    get: {operationId: broken, parameters: [{$ref: 'elsewhere.yaml#/a'}], operationId: broken, responses: 1}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - {name: id, in: path, required: true, <<: *defaults, minimum: 007}
        - {name: odd, in: elsewhere}
        - {name: 404, in: query, type: number, maximum: 1e999}
        - {in: query}
      responses: {200: {$ref: 'elsewhere.yaml#/answer'}, 404: {description: gone}}
definitions:
  Order: {$ref: 'elsewhere.yaml#/Order', $ref: '#/nowhere'}
"#;
    let operation = written(text, "getOrder").unwrap();
    assert_eq!(
        operation.fill(&Value::from(&json!({ "id": 7, "404": 1 }))).unwrap().uri.as_str(),
        Some("https://api.acme.example/orders/7?404=1")
    );
    let fault = operation.fill(&Value::from(&json!({ "id": 7, "odd": 1 }))).unwrap_err();
    assert_eq!(
        fault.problem.detail.as_deref(),
        Some("the call cannot be made: its parameter `odd` is in `elsewhere`")
    );
    let broken = written(text, "broken");
    assert_eq!(
        broken,
        Err(Unusable::Document(
            "`elsewhere.yaml#/a` refers to another document, which is not fetched".to_owned()
        ))
    );
}

#[test]
fn versions_are_read_as_they_are_written() {
    for version in [
        "openapi: 3.0",
        "openapi: '3.1.1'",
        "openapi: 3.2.0",
        "openapi: 3.1",
        "swagger: '2.0'",
        "swagger: 2.0",
    ] {
        let text = format!("{version}\npaths: {{/p: {{get: {{operationId: x}}}}}}\n");
        assert!(written(&text, "x").is_ok(), "{version}");
    }
    let text = "openapi: 3.2.0\npaths: {/p: {additionalOperations: {PURGE: {operationId: x}}}}\n";
    assert_eq!(written(text, "x").unwrap().method, "PURGE");
}

#[test]
fn an_excerpt_has_the_used_parts_and_no_further_excerpt() {
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "long" },
        "servers": [{ "url": "/{v}", "variables": { "v": { "default": "v1", "enum": ["v1"] } } }],
        "components": { "parameters": { "q": { "name": "q", "in": "query", "schema": { "type": "string" } } } },
        "paths": {
            "/a": { "parameters": [{ "$ref": "#/components/parameters/q" }], "get": { "operationId": "a" }, "put": { "operationId": "b" } },
            "/c": { "get": { "operationId": "c", "responses": { "200": { "content": { "application/json": { "schema": {} } } } } } },
        },
    })
    .to_string();
    let source = Source::new(AT, lenient::read(&document).unwrap());
    assert_eq!(source.ids(), ["a", "b", "c"]);
    let used = ["a".to_owned(), "c".to_owned()].into();
    let excerpt = source.excerpt_of_operations(&used).unwrap();
    let again = Source::new(AT, lenient::read(&excerpt).unwrap());
    assert_eq!(again.ids(), ["a", "c"]);
    assert_eq!(again.excerpt_of_operations(&used).as_deref(), Some(excerpt.as_str()));
    for id in ["a", "c"] {
        assert_eq!(again.operation(id), source.operation(id));
    }
    assert!(!excerpt.contains("long") && !excerpt.contains("schema"), "{excerpt}");
}

#[test]
fn labels_go_where_the_values_go() {
    let operation = three(json!([{ "name": "q", "in": "query" }, { "name": "X-H", "in": "header" }]), "/");
    let mut table = LabelTable::default();
    let (a, b) = (table.labels(["a"]).unwrap(), table.labels(["b"]).unwrap());
    let values = Value::object([
        ("q", Value::array([Value::int(1).with_labels(a)])),
        ("X-H", Value::array([Value::int(1).with_labels(b)])),
    ]);
    let request = operation.fill(&values).unwrap();
    assert_eq!((request.uri.labels(), request.headers[0].1.labels()), (a, b));
    // The absence of a value reveals that it was null.
    for absent in [Value::null().with_labels(a), Value::array([Value::null().with_labels(a)])] {
        let request = operation.fill(&Value::object([("q", absent)])).unwrap();
        assert_eq!(request.uri.labels(), a);
    }
}
