//! What blobs promise: the content of a digest, or nothing.

use std::sync::Arc;

use bytes::Bytes;

use super::Subject;
use super::given::bytes;
use crate::{Blobs, Digest};

/// Contents of any size come back under the digest they have.
pub async fn blobs_are_read_back(subject: &impl Subject) {
    let store = subject.open().await;
    for size in [0, 1, 65_536, 5 << 20] {
        let content = bytes(size as u64, size);
        assert_eq!(store.blob(&Digest::of(&content)).await, Ok(None));
        let digest = store.put_blob(content.clone()).await.unwrap();
        assert_eq!(digest, Digest::of(&content));
        assert!(store.blob(&digest).await.unwrap().unwrap() == content, "{size} bytes came back different");
    }
}

/// The same content again gives the same digest and changes nothing.
pub async fn storing_twice_does_nothing(subject: &impl Subject) {
    let store = subject.open().await;
    let first = store.put_blob(Bytes::from_static(b"image")).await.unwrap();
    let second = store.put_blob(Bytes::from_static(b"image")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(store.blob(&first).await, Ok(Some(Bytes::from_static(b"image"))));
}

/// A text that is no digest names nothing, wherever it seems to point.
pub async fn what_is_no_digest_is_not_there(subject: &impl Subject) {
    let store = subject.open().await;
    let real = store.put_blob(Bytes::from_static(b"image")).await.unwrap();
    let short = real.0[..70].to_owned();
    for text in ["", "sha256:", "sha256:../../etc/passwd", "sha256:é", &short, &format!("{real}0")] {
        assert_eq!(store.blob(&Digest(text.to_owned())).await, Ok(None), "`{text}`");
    }
}

/// The same content stored by many at once is stored for all of them.
pub async fn racing_puts_of_one_content_agree(subject: &impl Subject) {
    let store = subject.open().await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let digest = store.put_blob(bytes(1, 100_000)).await.unwrap();
                assert!(store.blob(&digest).await.unwrap().unwrap() == bytes(1, 100_000));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// Blobs are there after the store was closed and opened.
pub async fn blobs_survive_reopening(subject: &impl Subject) {
    let store = subject.open().await;
    let digest = store.put_blob(bytes(1, 100_000)).await.unwrap();
    let store = subject.reopen(store).await;
    assert!(store.blob(&digest).await.unwrap().unwrap() == bytes(1, 100_000));
    assert_eq!(store.put_blob(bytes(1, 100_000)).await, Ok(digest));
}
