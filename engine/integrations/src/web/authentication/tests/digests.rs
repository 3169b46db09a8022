//! Tests of digest authentication.

use super::*;

/// A server that requires a digest of `me` and `s3cret-token` for every request, and sends `challenges`.
async fn asks_for_digests(challenges: &'static [&'static str]) -> Server {
    Server::start(move |arrived: &Arrived| {
        let shown = arrived.headers.get("authorization").map(|value| value.to_str().unwrap());
        let valid = shown.is_some_and(|shown| {
            let shown = digest_auth::AuthorizationHeader::parse(shown).unwrap();
            let method = digest_auth::HttpMethod(arrived.method.as_str().into());
            let mut context = digest_auth::AuthContext::new_with_method(
                "me",
                "s3cret-token",
                arrived.uri.as_str(),
                Some(arrived.body.as_slice()),
                method,
            );
            if let Some(cnonce) = &shown.cnonce {
                context.set_custom_cnonce(cnonce.as_str());
            }
            let mut expected = shown.clone();
            expected.digest(&context);
            shown.uri == arrived.uri && shown.nonce == "n-1" && expected.response == shown.response
        });
        if valid {
            return "in".into_response();
        }
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        for challenge in challenges {
            response.headers_mut().append("www-authenticate", challenge.parse().unwrap());
        }
        response
    })
    .await
}

#[tokio::test]
async fn digests_answer_what_is_asked() {
    let written = json!({ "digest": { "username": "me", "password": null } });
    let cases: [&'static [&'static str]; 4] = [
        &[r#"Digest realm="a", nonce="n-1", qop="auth", algorithm=SHA-256"#],
        &[r#"Digest realm="a", nonce="n-1", qop="auth,auth-int", algorithm=MD5, opaque="o""#],
        &[r#"Digest realm="a", nonce="n-1""#],
        &[
            r#"Basic realm="a""#,
            r#"Digest realm="a", nonce="n-1", algorithm=NEWER"#,
            r#"digest realm="a", nonce="n-1", qop="auth""#,
        ],
    ];
    for challenges in cases {
        let server = asks_for_digests(challenges).await;
        let registry = web(&[server.port]).await;
        for method in ["get", "post"] {
            let one = request(method, server.port, "/x?y=1", &written);
            let one = with_secret(one, "/authentication/digest/password", "token");
            let output =
                call(&registry, &one).await.unwrap_or_else(|failure| panic!("{challenges:?} {failure:?}"));
            assert!(output.to_string().contains("in") && !output.to_string().contains("response="));
        }
        let arrived = server.arrived();
        assert_eq!(arrived.len(), 4);
        assert!(arrived.iter().all(|one| !format!("{:?}", one.headers).contains("s3cret")));
    }
}

#[tokio::test]
async fn a_digest_that_does_not_work_out_changes_nothing() {
    for (challenges, code, arrived) in [
        (&[r#"Digest realm="a", nonce="n-2", qop="auth""#][..], "TP3025", 2),
        (&[r#"Digest realm="a", nonce="n-1", algorithm=NEWER"#][..], "TP3032", 1),
        (&[r#"Basic realm="a""#][..], "TP3025", 1),
    ] {
        let server = asks_for_digests(challenges).await;
        let registry = web(&[server.port]).await;
        let written = json!({ "digest": { "username": "me", "password": null } });
        let one = request("post", server.port, "/x", &written);
        let one = with_secret(one, "/authentication/digest/password", "token");
        let failure = call(&registry, &one).await.unwrap_err();
        assert_eq!((failure.problem.status, server.arrived().len()), (401, arrived));
        assert_ne!(failure.carried_out, CarriedOut::NotSent);
        assert_eq!(failed_as(&failure).1, code);
    }
}

#[tokio::test]
async fn another_origin_gets_no_digest() {
    let other = asks_for_digests(&[r#"Digest realm="a", nonce="n-1", qop="auth""#]).await;
    let to = format!("http://127.0.0.1:{}/x", other.port);
    let server = Server::start(move |_| redirect(302, &to)).await;
    let registry = web(&[server.port, other.port]).await;
    let written = json!({ "digest": { "username": "me", "password": null } });
    let one = request("get", server.port, "/", &written);
    let failure =
        call(&registry, &with_secret(one, "/authentication/digest/password", "token")).await.unwrap_err();
    assert_eq!((failure.problem.status, other.arrived().len()), (401, 1));
}
