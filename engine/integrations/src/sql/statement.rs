//! Parses IT's SQL: one statement, of a known kind, with named parameters. Nothing is executed.
//!
//! Values never become part of the text: each name becomes a numbered parameter, which is bound.

use towpath_access::Effect;

/// A statement ready to be prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// The text with `?1`, `?2`, … in place of the names.
    pub(super) text: String,
    /// The names, in the order of their numbers.
    pub(super) names: Vec<String>,
}

/// Parses `text` as one statement for an operation with `effect`.
pub(super) fn parse_statement(text: &str, effect: Effect) -> Result<Statement, String> {
    let mut statement = Statement { text: String::with_capacity(text.len()), names: Vec::new() };
    let mut first_word = None;
    let mut ended = false;
    let mut rest = text;
    while let Some((token, after)) = next_sql_token(rest)? {
        rest = after;
        match token {
            Token::Space(_) if ended => {}
            _ if ended => return Err("there is more than one statement".to_owned()),
            Token::Space(space) => statement.text.push_str(space),
            Token::Semicolon => ended = true,
            Token::Name(name) => {
                let at = statement.names.iter().position(|known| known == name).unwrap_or_else(|| {
                    statement.names.push(name.to_owned());
                    statement.names.len() - 1
                });
                statement.text.push_str(&format!("?{}", at + 1));
            }
            Token::Word(word) => {
                first_word.get_or_insert(word);
                statement.text.push_str(word);
            }
            Token::Other(other) => {
                first_word.get_or_insert("");
                statement.text.push_str(other);
            }
        }
    }
    check_kind(first_word, effect)?;
    Ok(statement)
}

/// Allows only statements that read or change rows, not those that change the structure, settings or files.
fn check_kind(first_word: Option<&str>, effect: Effect) -> Result<(), String> {
    let Some(word) = first_word else { return Err("there is no statement".to_owned()) };
    let is_one_of = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is_one_of(&["select", "with", "values"]) {
        return Ok(());
    }
    if !is_one_of(&["insert", "update", "delete", "replace"]) {
        return Err(
            "a statement starts with `select`, `with`, `values`, `insert`, `update`, `delete` or `replace`"
                .to_owned(),
        );
    }
    match effect {
        Effect::Write => Ok(()),
        Effect::Read => Err(format!("`{}` is a write, but `effect` is `read`", word.to_ascii_lowercase())),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    /// White space or a comment.
    Space(&'a str),
    Semicolon,
    /// A parameter, without its sign.
    Name(&'a str),
    /// A keyword, a plain name or a number.
    Word(&'a str),
    /// A quoted text or name, or one character of punctuation.
    Other(&'a str),
}

/// The first token of `text` and what follows.
fn next_sql_token(text: &str) -> Result<Option<(Token<'_>, &str)>, String> {
    let Some(first) = text.chars().next() else { return Ok(None) };
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii();
    let split = |at: usize| text.split_at(at);
    let (token, rest) = match first {
        ';' => (Token::Semicolon, &text[1..]),
        '-' if text.starts_with("--") => {
            let (comment, rest) = split(text.find('\n').unwrap_or(text.len()));
            (Token::Space(comment), rest)
        }
        '/' if text.starts_with("/*") => {
            let end = text[2..].find("*/").ok_or("a comment does not end")?;
            let (comment, rest) = split(end + 4);
            (Token::Space(comment), rest)
        }
        '\'' | '"' | '`' => {
            let (quoted, rest) =
                split(length_of_quoted_text(text, first).ok_or("a quoted text does not end")?);
            (Token::Other(quoted), rest)
        }
        '[' => {
            let end = text.find(']').ok_or("a name in brackets does not end")?;
            let (name, rest) = split(end + 1);
            (Token::Other(name), rest)
        }
        ':' | '@' | '$' => {
            let body = &text[1..];
            let length = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(body.len());
            if length == 0 {
                return Err(format!("`{first}` without a name after it"));
            }
            (Token::Name(&body[..length]), &body[length..])
        }
        '?' => return Err("parameters have names, such as `:id`".to_owned()),
        c if c.is_whitespace() => {
            let (space, rest) = split(text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len()));
            (Token::Space(space), rest)
        }
        c if is_word(c) => {
            let (word, rest) = split(text.find(|c: char| !is_word(c)).unwrap_or(text.len()));
            (Token::Word(word), rest)
        }
        c => {
            let (other, rest) = split(c.len_utf8());
            (Token::Other(other), rest)
        }
    };
    Ok(Some((token, rest)))
}

/// Length of the quoted text at the start of `text`. A doubled quote does not end it.
fn length_of_quoted_text(text: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text[at..].find(quote)? + 1;
        if !text[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn names_become_numbers_and_nothing_else_changes() {
        let parsed = parse_statement(
            "-- find :not\nSELECT ':no', \"a:b\", [c:d], `e:f`, 'it''s :x' /* :y ; */ FROM t WHERE id = :id AND (x=@x OR y=:id);  -- end",
            Effect::Read,
        )
        .unwrap();
        assert_eq!(
            parsed.text,
            "-- find :not\nSELECT ':no', \"a:b\", [c:d], `e:f`, 'it''s :x' /* :y ; */ FROM t WHERE id = ?1 AND (x=?2 OR y=?1)"
        );
        assert_eq!(parsed.names, ["id", "x"]);
    }

    #[test]
    fn one_statement_of_a_known_kind() {
        for (text, why) in [
            ("select 1; select 2", "more than one"),
            ("select 1;;", "more than one"),
            ("select 1; drop table t", "more than one"),
            ("", "no statement"),
            (" -- nothing\n;", "no statement"),
            ("pragma journal_mode = off", "starts with"),
            ("attach database 'x' as y", "starts with"),
            ("/* x */ vacuum", "starts with"),
            ("(select 1)", "starts with"),
            ("create table t (id)", "starts with"),
            ("explain select 1", "starts with"),
            ("update t set a = 1", "`effect` is `read`"),
            ("select 'x", "does not end"),
            ("select /* x", "does not end"),
            ("select [x", "does not end"),
            ("select ?", "names"),
            ("select ?1", "names"),
            ("select :", "without a name"),
        ] {
            let error = parse_statement(text, Effect::Read).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        for text in
            ["select 1;", "WITH x AS (select 1) select * from x", "values (1)", "sElEcT 1 -- ; select 2"]
        {
            assert!(parse_statement(text, Effect::Read).is_ok(), "{text}");
        }
        for text in
            ["insert into t values (:a)", "UPDATE t set a=:a", "delete from t", "replace into t values (1)"]
        {
            assert!(parse_statement(text, Effect::Write).is_ok(), "{text}");
        }
    }
}
