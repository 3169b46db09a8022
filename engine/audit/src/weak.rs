//! Weak Ed25519 points. Keys and signatures with such points are refused before verification.
//!
//! `ring` verifies a signature as in RFC 8032, and accepts public keys of small order. Under such a key one signature fits
//! many messages. This file adds the check that other libraries call `verify_strict`.

/// The prime of the field, 2^255 - 19, in little-endian bytes.
const PRIME: [u8; 32] = {
    let mut prime = [0xff; 32];
    prime[0] = 0xed;
    prime[31] = 0x7f;
    prime
};

/// The encoded `y` of all points whose order divides 8, without the sign of `x`. [`is_weak`] refuses encodings that are
/// not reduced separately.
const SMALL_ORDER: [[u8; 32]; 5] = [
    // Order 4: y = 0.
    [0; 32],
    // Order 1: y = 1, the neutral point.
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    // Order 8, two of them with each sign.
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    // Order 2: y = -1.
    {
        let mut minus = PRIME;
        minus[0] = 0xec;
        minus
    },
];

/// Whether an encoded point has small order, or is not in reduced form.
pub(crate) fn is_weak(point: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(point) else { return true };
    y[31] &= 0x7f;
    let is_reduced = y.iter().rev().lt(PRIME.iter().rev());
    !is_reduced || SMALL_ORDER.contains(&y)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

    use super::*;
    use crate::PublicKey;
    use data_encoding::HEXLOWER;

    /// Every encoding of a point of small order: both signs, reduced or not.
    fn weak() -> Vec<[u8; 32]> {
        let mut all = SMALL_ORDER.to_vec();
        for low in [0xed, 0xee] {
            let mut unreduced = PRIME;
            unreduced[0] = low;
            all.push(unreduced);
        }
        let signed = all.clone().into_iter().map(|mut point| {
            point[31] |= 0x80;
            point
        });
        all.extend(signed);
        all
    }

    #[test]
    fn a_weak_key_is_no_key() {
        for point in weak() {
            assert!(is_weak(&point), "{point:02x?}");
            let error = HEXLOWER.encode(&point).parse::<PublicKey>().unwrap_err().to_string();
            assert!(error.contains("proves nothing"), "{error}");
        }
        assert!(is_weak(&[1; 31]));
    }

    #[test]
    fn ring_alone_takes_a_forged_signature_under_one() {
        // The neutral point: R = 0·B and S = 0 fit every message.
        let mut neutral = [0_u8; 32];
        neutral[0] = 1;
        let mut forged = [0_u8; 64];
        forged[0] = 1;
        let message = b"towpath audit head 1\nanything\n";
        assert!(UnparsedPublicKey::new(&ED25519, neutral).verify(message, &forged).is_ok());
        assert!(HEXLOWER.encode(&neutral).parse::<PublicKey>().is_err());
    }

    #[test]
    fn a_key_that_was_made_is_taken() {
        for _ in 0..64 {
            let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
            let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
            assert!(!is_weak(pair.public_key().as_ref()));
        }
    }
}
