//! Connections: what the HTTP library answers by itself to a request that it cannot read, answered as a problem document.
//!
//! The library writes a bare head for a request whose address is too long, whose headers are too large, or that is no HTTP;
//! no route sees it. Everything that a route answers passes as it is.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use towpath_diagnostics::{Code, codes};

use crate::open::{Full, Line};
use crate::problem::{ApiError, MEDIA_TYPE};

/// Where a request came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A connection that puts a document into bare answers, and notes whether anything moves.
pub(crate) struct Connection<S> {
    stream: S,
    line: Arc<Line>,
    /// The answer in the place of a bare one, and how much of it is sent.
    answer: Option<(Vec<u8>, usize)>,
}

impl<S> Connection<S> {
    pub(crate) fn new(stream: S, line: Arc<Line>) -> Self {
        Self { stream, line, answer: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.line.heard();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, line, answer } = &mut *self;
        if answer.is_none() {
            *answer = replace_library_answer(buffer).map(|answer| (answer, 0));
        }
        if let Some((bytes, sent)) = answer {
            while let Some(rest) = bytes.get(*sent..).filter(|rest| !rest.is_empty()) {
                let written = Pin::new(&mut *stream).poll_write(context, rest);
                line.takes(written.is_ready());
                *sent += ready!(written)?;
            }
            *answer = None;
            return Poll::Ready(Ok(buffer.len()));
        }
        let written = Pin::new(stream).poll_write(context, buffer);
        line.takes(written.is_ready());
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match buffers.first() {
            Some(first) if self.answer.is_some() || replace_library_answer(first).is_some() => {
                self.poll_write(context, first)
            }
            _ => {
                let written = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
                self.line.takes(written.is_ready());
                written
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The answer to a connection that is not accepted.
pub(crate) fn refusal_of_connection(full: Full) -> Vec<u8> {
    let detail = match full {
        Full::Address => {
            "your address has as many connections as one may have, each with a request under way"
        }
        Full::Server => "the server has as many connections as it may have, each with a request under way",
    };
    let error = ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4140, detail).into_problem();
    let document = serde_json::to_vec(&error).unwrap_or_default();
    let length = document.len();
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {MEDIA_TYPE}\r\ncache-control: no-store\r\n\
         retry-after: 1\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.into_bytes(), document].concat()
}

/// Replaces an answer that the library made by itself; `None` for any other bytes.
fn replace_library_answer(bytes: &[u8]) -> Option<Vec<u8>> {
    let status = bytes.strip_prefix(b"HTTP/1.1 ")?.get(..4)?;
    let (status, code, detail): (_, Code, _) = match status {
        b"400 " => (StatusCode::BAD_REQUEST, codes::TP4117, "this is no HTTP request that can be read"),
        b"414 " => (StatusCode::URI_TOO_LONG, codes::TP4118, "the address is longer than is taken here"),
        b"431 " => (
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            codes::TP4119,
            "the headers are more, or larger, than is taken here",
        ),
        _ => return None,
    };
    let head = std::str::from_utf8(bytes).ok()?.strip_suffix("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let first = lines.next()?;
    let is = |line: &str, name: &str| {
        line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
    };
    let headers: Vec<&str> = lines.collect();
    let is_bare = headers.iter().any(|line| line.eq_ignore_ascii_case("content-length: 0"))
        && !headers.iter().any(|line| is(line, "content-type"));
    if !is_bare {
        return None;
    }
    let document = serde_json::to_vec(&ApiError::new(status, code, detail).into_problem()).ok()?;
    let kept = headers.iter().filter(|line| !is(line, "content-length") && !is(line, "connection"));
    let mut answer = format!("{first}\r\n");
    kept.for_each(|line| {
        answer.push_str(line);
        answer.push_str("\r\n");
    });
    let length = document.len();
    answer.push_str(&format!(
        "content-type: {MEDIA_TYPE}\r\ncache-control: no-store\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    ));
    let mut answer = answer.into_bytes();
    answer.extend(document);
    Some(answer)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_bare_answers_to_what_cannot_be_read_are_replaced() {
        let bare = [
            "HTTP/1.1 431 Request Header Fields Too Large",
            "connection: close",
            "content-length: 0",
            "date: Sun, 29 Nov 2026 20:00:00 GMT",
            "\r\n",
        ]
        .join("\r\n");
        let answer = String::from_utf8(replace_library_answer(bare.as_bytes()).unwrap()).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 431 ") && head.contains("\r\ndate: Sun"), "{head}");
        assert!(head.contains("content-type: application/problem+json"), "{head}");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
        let problem: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&problem["status"], &problem["code"]), (&431.into(), &"TP4119".into()));
        for other in [
            bare.replace("content-length: 0", "content-length: 2"),
            bare.replace("connection:", "content-type: text/plain\r\nconnection:"),
            bare.replace("431", "404"),
            bare.replace("HTTP/1.1", "HTTP/1.0"),
            "HTTP/1.1 400".to_owned(),
            String::new(),
        ] {
            assert_eq!(replace_library_answer(other.as_bytes()), None, "{other}");
        }
    }
}
