//! Decompresses bodies. No request asks for compression, but some servers and gateways always compress.

use std::io::{self, Read};

use ::http::header::{CONTENT_ENCODING, HeaderMap};
use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Maximum number of nested encodings of one body.
const MOST: usize = 2;

/// An encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Gzip,
    /// The zlib format, or raw deflate, which some servers send under this name.
    Deflate,
}

/// The encodings in the headers; the one applied last comes first.
pub(super) fn encodings_of_headers(headers: &HeaderMap) -> Result<Vec<Encoding>, &'static str> {
    let mut found = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = value.to_str().map_err(|_| "an invalid content encoding")?;
        for name in value.split(',').map(|name| name.trim().to_ascii_lowercase()) {
            match name.as_str() {
                "" | "identity" => {}
                "gzip" | "x-gzip" => found.push(Encoding::Gzip),
                "deflate" => found.push(Encoding::Deflate),
                "br" => return Err("the content encoding `br`, which was not requested"),
                "zstd" => return Err("the content encoding `zstd`, which was not requested"),
                "compress" | "x-compress" => {
                    return Err("the content encoding `compress`, which was not requested");
                }
                _ => return Err("an unknown content encoding"),
            }
        }
    }
    found.reverse();
    if found.len() > MOST { Err("too many nested content encodings") } else { Ok(found) }
}

/// The decoded body; `None` if it is larger than `most` bytes.
pub(super) fn decompress_body(
    body: &Bytes,
    encodings: &[Encoding],
    most: usize,
) -> io::Result<Option<Bytes>> {
    let mut body = body.clone();
    for encoding in encodings {
        let unpacked = match encoding {
            Encoding::Gzip => bounded(MultiGzDecoder::new(&*body), most),
            Encoding::Deflate => match bounded(ZlibDecoder::new(&*body), most) {
                Err(_) => bounded(DeflateDecoder::new(&*body), most),
                read => read,
            },
        };
        match unpacked? {
            Some(unpacked) => body = unpacked.into(),
            None => return Ok(None),
        }
    }
    Ok(Some(body))
}

fn bounded(packed: impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut unpacked = Vec::new();
    packed.take((most as u64).saturating_add(1)).read_to_end(&mut unpacked)?;
    Ok((unpacked.len() <= most).then_some(unpacked))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::Write as _;

    use ::http::HeaderValue;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_within_the_limit() {
        let text = "x".repeat(1000);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(text.as_bytes()).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(text.as_bytes()).unwrap();
        let (gzip, zlib, bare) = (gzip.finish().unwrap(), zlib.finish().unwrap(), bare.finish().unwrap());
        for (packed, how) in [(&gzip, Encoding::Gzip), (&zlib, Encoding::Deflate), (&bare, Encoding::Deflate)]
        {
            let packed = Bytes::from(packed.clone());
            assert_eq!(decompress_body(&packed, &[how], 1000).unwrap().unwrap(), text);
            assert_eq!(decompress_body(&packed, &[how], 999).unwrap(), None);
        }
        assert!(decompress_body(&Bytes::from_static(b"plain"), &[Encoding::Gzip], 10).is_err());
    }

    #[test]
    fn encodings_are_read_from_the_outermost_in() {
        let headers = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            values.iter().for_each(|value| {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
            });
            encodings_of_headers(&headers)
        };
        assert_eq!(headers(&[]), Ok(vec![]));
        assert_eq!(headers(&["Identity", "X-GZIP"]), Ok(vec![Encoding::Gzip]));
        assert_eq!(headers(&["deflate, gzip"]), Ok(vec![Encoding::Gzip, Encoding::Deflate]));
        assert!(headers(&["gzip, gzip, gzip"]).is_err() && headers(&["br"]).is_err());
    }
}
