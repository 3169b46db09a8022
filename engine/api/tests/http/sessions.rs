//! Sessions over HTTP: signing in with a token and with a link, what a request under the cookie has to bring, and how sessions end.

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use towpath_api::Settings;
use towpath_audit::{AuditLog, Options, Search};

use crate::world::{Answer, Ask, World};

const SESSIONS: &str = "/v1/sessions";
const CURRENT: &str = "/v1/sessions/current";

/// A browser that is signed in.
struct Browser {
    cookie: String,
    session: Value,
}

impl Browser {
    async fn with_token(world: &World, token: &str) -> Self {
        Self::of(&world.post("", SESSIONS, &json!({ "token": token }).to_string()).await.is(201))
    }

    fn of(answer: &Answer) -> Self {
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        Self { cookie, session: answer.json() }
    }

    fn id(&self) -> &str {
        self.session["id"].as_str().unwrap()
    }

    fn csrf(&self) -> &str {
        self.session["csrf"].as_str().unwrap()
    }

    /// A request with the cookie alone.
    fn ask<'a>(&self, world: &'a World, method: Method, path: &str) -> Ask<'a> {
        world.ask("", method, path).header("cookie", &self.cookie).header("host", "towpath.test")
    }

    /// A request as a page of the console makes it.
    fn page<'a>(&self, world: &'a World, method: Method, path: &str) -> Ask<'a> {
        let ask = self.ask(world, method, path).header("origin", "http://towpath.test");
        ask.header("sec-fetch-site", "same-origin").header("x-towpath-csrf", self.csrf())
    }

    async fn get(&self, world: &World, path: &str) -> Answer {
        self.ask(world, Method::GET, path).send(()).await
    }
}

#[tokio::test]
async fn a_token_is_exchanged_for_a_cookie_with_the_same_rights() {
    let world = World::new().await;
    let answer = world.post("", SESSIONS, &json!({ "token": world.champion }).to_string()).await.is(201);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("towpath_session=ts_"), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/"), "{cookie}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let browser = Browser::of(&answer);
    let session = &browser.session;
    assert_eq!((&session["principal"], &session["method"]), (&json!("champion"), &json!("token")));
    assert_eq!(session["isCurrent"], true);
    assert!(!session.to_string().contains(cookie.split(['=', ';']).nth(1).unwrap()));
    let me = browser.get(&world, "/v1/me").await.is(200).json();
    assert_eq!(me, world.get(&world.champion, "/v1/me").await.json());
    let current = browser.get(&world, CURRENT).await.is(200).json();
    assert_eq!((&current["id"], &current["csrf"]), (&session["id"], &session["csrf"]));
    // The cookie is no token, and a token is no session.
    let secret = browser.cookie.split_once('=').unwrap().1;
    world.get(secret, "/v1/me").await.problem(401, "TP4002");
    world.get(&world.champion, CURRENT).await.problem(401, "TP4120");
    world.get("", CURRENT).await.problem(401, "TP4120");
    browser.get(&world, "/v1/policies/impact").await.problem(403, "TP4003");
}

#[tokio::test]
async fn only_a_known_token_signs_in() {
    let world = World::new().await;
    let ask = async |body: Value| world.post("", SESSIONS, &body.to_string()).await;
    ask(json!({ "token": format!("tp_{}", "A".repeat(43)) })).await.problem(401, "TP4002");
    ask(json!({ "link": format!("tl_{}", "A".repeat(43)) })).await.problem(401, "TP4124");
    ask(json!({})).await.problem(400, "TP4007");
    ask(json!({ "token": world.it, "link": "x" })).await.problem(400, "TP4007");
    ask(json!({ "token": world.it, "id": "chosen" })).await.problem(400, "TP4008");
    world.post(&world.it, "/v1/principals/champion/disable", r#"{"reason":"x"}"#).await.is(200);
    ask(json!({ "token": world.champion })).await.problem(401, "TP4110");
}

#[tokio::test]
async fn a_session_is_never_one_that_was_there_before() {
    let world = World::new().await;
    let first = Browser::with_token(&world, &world.app).await;
    let body = json!({ "token": world.it }).to_string();
    let ask = |cookie: &str| {
        let ask = world.ask("", Method::POST, SESSIONS).header("content-type", "application/json");
        ask.header("cookie", cookie)
    };
    // Somebody signs in where another session is: it ends, and the new one shares nothing with it.
    let second = Browser::of(&ask(&first.cookie).send(body.clone()).await.is(201));
    assert!(first.cookie != second.cookie && first.id() != second.id() && first.csrf() != second.csrf());
    first.get(&world, "/v1/me").await.problem(401, "TP4120");
    assert_eq!(second.get(&world, "/v1/me").await.is(200).json()["id"], "it");
    // A secret that somebody has planted is not taken over.
    let planted = format!("towpath_session=ts_{}", "B".repeat(43));
    let third = Browser::of(&ask(&planted).send(body).await.is(201));
    assert_ne!(third.cookie, planted);
    let planted = Browser { cookie: planted, session: third.session.clone() };
    planted.get(&world, "/v1/me").await.problem(401, "TP4120");
}

#[tokio::test]
async fn a_change_needs_a_page_of_this_server() {
    let world = World::new().await;
    let browser = Browser::with_token(&world, &world.it).await;
    let other = Browser::with_token(&world, &world.it).await;
    let (path, body) = ("/v1/tokens", r#"{"name":"x","grants":[{"role":"app"}]}"#);
    let ask = || browser.ask(&world, Method::POST, path).header("content-type", "application/json");
    let own = "http://towpath.test";
    let csrf = browser.csrf();
    ask().send(body).await.problem(403, "TP4123");
    ask().header("x-towpath-csrf", csrf).send(body).await.problem(403, "TP4123");
    ask().header("origin", own).send(body).await.problem(403, "TP4122");
    for wrong in ["", "x", other.csrf()] {
        ask().header("origin", own).header("x-towpath-csrf", wrong).send(body).await.problem(403, "TP4122");
    }
    for origin in
        ["http://evil.example", "null", "http://towpath.test.evil.example", "http://towpath.test:81"]
    {
        let ask = ask().header("origin", origin).header("x-towpath-csrf", csrf);
        ask.send(body).await.problem(403, "TP4123");
    }
    for site in ["cross-site", "same-site", "none"] {
        let ask = ask().header("origin", own).header("sec-fetch-site", site).header("x-towpath-csrf", csrf);
        ask.send(body).await.problem(403, "TP4123");
    }
    assert_eq!(world.tokens.list().await.unwrap().len(), 6, "nothing was done");
    ask().header("origin", own).header("x-towpath-csrf", csrf).send(body).await.is(201);
    browser
        .page(&world, Method::POST, path)
        .header("content-type", "application/json")
        .send(body)
        .await
        .is(201);
    // Reading needs neither, and a token needs neither and wins.
    browser.get(&world, path).await.is(200);
    let bearer = format!("Bearer {}", world.app);
    let with = browser.ask(&world, Method::GET, "/v1/me").header("authorization", &bearer).send(()).await;
    assert_eq!(with.is(200).json()["id"], "app");
    let ask = world.ask(&world.it, Method::POST, path).header("content-type", "application/json");
    ask.header("origin", "http://evil.example").send(body).await.is(201);
}

#[tokio::test]
async fn nobody_is_signed_in_from_another_site() {
    let world = World::new().await;
    let body = json!({ "token": world.it }).to_string();
    for (name, value) in
        [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let ask = world.ask("", Method::POST, SESSIONS).header("content-type", "application/json");
        ask.header("host", "towpath.test")
            .header(name, value)
            .send(body.clone())
            .await
            .problem(403, "TP4123");
    }
    assert_eq!(world.sessions.list().len(), 0);
}

#[tokio::test]
async fn behind_https_the_cookie_is_for_one_host_and_https_alone() {
    let settings = Settings { public_url: "https://towpath.acme.example".into(), ..Settings::default() };
    let world = World::with(settings).await;
    let answer = world.post("", SESSIONS, &json!({ "token": world.it }).to_string()).await.is(201);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-towpath_session=ts_") && cookie.ends_with("; Secure"), "{cookie}");
    let browser = Browser::of(&answer);
    browser.get(&world, "/v1/me").await.is(200);
    // Its secret under the other name is no session.
    let plain = browser.cookie.replace("__Host-", "");
    world.ask("", Method::GET, "/v1/me").header("cookie", &plain).send(()).await.problem(401, "TP4001");
    let ask = browser.ask(&world, Method::DELETE, CURRENT).header("x-towpath-csrf", browser.csrf());
    let out = ask.header("origin", "https://towpath.acme.example").send(()).await.is(204);
    assert!(out.header("set-cookie").unwrap().starts_with("__Host-towpath_session=; Max-Age=0"));
}

#[tokio::test]
async fn a_session_ends_by_hand_with_its_token_and_with_its_principal() {
    let world = World::new().await;
    let browser = Browser::with_token(&world, &world.champion).await;
    browser.ask(&world, Method::DELETE, CURRENT).send(()).await.problem(403, "TP4123");
    browser.page(&world, Method::DELETE, CURRENT).send(()).await.is(204);
    browser.get(&world, "/v1/me").await.problem(401, "TP4120");
    let twice = format!("{}; {}", browser.cookie, browser.cookie);
    world.ask("", Method::GET, "/v1/me").header("cookie", &twice).send(()).await.problem(400, "TP4007");

    let browser = Browser::with_token(&world, &world.champion).await;
    world.post(&world.it, "/v1/principals/champion/disable", r#"{"reason":"x"}"#).await.is(200);
    browser.get(&world, "/v1/me").await.problem(401, "TP4110");
    world.post(&world.it, "/v1/principals/champion/enable", "").await.is(200);
    browser.get(&world, "/v1/me").await.is(200);
    let token = browser.session["token"].as_str().unwrap();
    world.delete(&world.it, &format!("/v1/tokens/{token}")).await.is(204);
    browser.get(&world, "/v1/me").await.problem(401, "TP4120");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_who_may() {
    let world = World::new().await;
    let (champion, it) =
        (Browser::with_token(&world, &world.champion).await, Browser::with_token(&world, &world.it).await);
    let ids = async |token: &str, path: &str| {
        let list = world.get(token, path).await.is(200);
        assert!(!String::from_utf8_lossy(&list.bytes).contains("csrf"));
        let list = list.json();
        let sessions = list["sessions"].as_array().unwrap().iter();
        sessions.map(|session| session["principal"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&world.champion, SESSIONS).await, ["champion"]);
    let mut all = ids(&world.auditor, "/v1/sessions?all=true").await;
    all.sort();
    assert_eq!(all, ["champion", "it"]);
    world.get(&world.champion, "/v1/sessions?all=true").await.problem(403, "TP4003");
    let listed = champion.get(&world, SESSIONS).await.json();
    assert_eq!(listed["sessions"][0]["isCurrent"], true);

    let path = |browser: &Browser| format!("{SESSIONS}/{}", browser.id());
    world.delete(&world.champion, &path(&it)).await.problem(404, "TP4004");
    world.delete(&world.auditor, &path(&it)).await.problem(404, "TP4004");
    world.delete(&world.it, &path(&champion)).await.is(204);
    world.delete(&world.it, &path(&champion)).await.problem(404, "TP4004");
    champion.get(&world, "/v1/me").await.problem(401, "TP4120");
    it.page(&world, Method::DELETE, &path(&it)).send(()).await.is(204);
    assert_eq!(world.sessions.list().len(), 0);
}

#[tokio::test]
async fn a_link_signs_in_once_and_only_on_its_server() {
    let world = World::new().await;
    let tokens = world.tokens.list().await.unwrap();
    let id = |name: &str| tokens.iter().find(|token| token.principal == name).unwrap().id.clone();
    let body = |id: &str| json!({ "tokenId": id }).to_string();
    let made = world.post(&world.it, "/v1/sign-in-links", &body(&id("champion"))).await.is(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.json();
    let link = made["link"].as_str().unwrap();
    assert_eq!(made["url"], format!("http://127.0.0.1:7410/#link={link}"));
    assert_eq!(made["principal"], "champion");
    let sign_in = json!({ "link": link }).to_string();
    World::new().await.post("", SESSIONS, &sign_in).await.problem(401, "TP4124");
    let browser = Browser::of(&world.post("", SESSIONS, &sign_in).await.is(201));
    assert_eq!(
        (&browser.session["principal"], &browser.session["method"]),
        (&json!("champion"), &json!("link"))
    );
    world.post("", SESSIONS, &sign_in).await.problem(401, "TP4124");

    world.post(&world.champion, "/v1/sign-in-links", &body(&id("champion"))).await.problem(403, "TP4003");
    world.post(&world.it, "/v1/sign-in-links", &body("ffffffffffffffff")).await.problem(404, "TP4004");
    world.delete(&world.it, &format!("/v1/tokens/{}", id("app"))).await.is(204);
    world.post(&world.it, "/v1/sign-in-links", &body(&id("app"))).await.problem(404, "TP4004");
}

#[tokio::test]
async fn reports_of_browsers_are_counted_and_not_kept() {
    let world = World::new().await;
    let ask = async |body: &str| {
        let ask = world.ask("", Method::POST, "/v1/csp-reports");
        ask.header("content-type", "application/csp-report").send(body.to_owned()).await
    };
    ask(r#"{"csp-report":{"effective-directive":"script-src-elem","blocked-uri":"secret"}}"#).await.is(204);
    ask("nothing").await.problem(400, "TP4008");
    ask("{}").await.problem(400, "TP4007");
    ask(&format!("[{}]", " ".repeat(70_000))).await.problem(413, "TP4009");
    let counted = world.get(&world.it, "/v1/csp-reports").await.is(200).json();
    assert_eq!(counted, json!({ "count": 1, "directives": { "script-src-elem": 1 } }));
    world.get(&world.champion, "/v1/csp-reports").await.problem(403, "TP4003");
}

#[tokio::test]
async fn who_signs_in_is_in_the_audit_log_before_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: folder.path().to_owned(), anchor: None, now: 1 };
    let log = Arc::new(AuditLog::open(&options).unwrap());
    let world = World::audited(Arc::clone(&log)).await;
    let browser = Browser::with_token(&world, &world.it).await;
    browser.page(&world, Method::DELETE, CURRENT).send(()).await.is(204);
    world.post("", SESSIONS, &json!({ "token": "tp_x" }).to_string()).await.problem(401, "TP4002");
    let search = Search { who: None, text: None, since: None, until: None, phase: None, limit: 100 };
    let entries = log.search(&search).unwrap();
    let entries: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| (entry.who.as_str(), entry.action.as_str(), entry.target.as_str(), entry.status))
        .collect();
    let one = format!("{SESSIONS}/{}", browser.id());
    assert_eq!(
        entries,
        [
            ("it", "POST /v1/sessions", SESSIONS, None),
            ("it", "POST /v1/sessions", one.as_str(), Some(201)),
            ("it", "DELETE /v1/sessions/current", CURRENT, None),
            ("it", "DELETE /v1/sessions/current", CURRENT, Some(204)),
        ]
    );
    let secret = browser.cookie.split_once('=').unwrap().1;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let text = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains(secret) && !text.contains(&world.it));
    }
}
