//! Base64 to bytes, as pictures are written into pages and parts into mails: white space and padding are passed over,
//! what is no digit ends it. The decoding is the crate's; what is read of damaged text is said here.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Takes digits whose padding is missing and whose last bits are not zero: both are written.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes that `digits` stand for, up to the first byte that is none of the alphabet (of mails, or of addresses).
pub(in crate::format) fn decode(digits: &[u8]) -> Vec<u8> {
    let seen = digits.iter().filter(|byte| !byte.is_ascii_whitespace());
    let mut digits: Vec<u8> = seen.map_while(|byte| standard(*byte)).collect();
    if digits.len() % 4 == 1 {
        // Six bits are no byte.
        digits.pop();
    }
    LENIENT.decode(digits).unwrap_or_default()
}

/// The digit in the alphabet of mails.
fn standard(byte: u8) -> Option<u8> {
    match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        b'+' | b'/' => Some(byte),
        _ => byte.is_ascii_alphanumeric().then_some(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn padding_white_space_and_the_end_are_understood() {
        for (digits, bytes) in [
            (&b"TWFu"[..], &b"Man"[..]),
            (b"TW\r\nE=", b"Ma"),
            (b"TQ==TWFu", b"M"),
            (b"", b""),
            (b"TWFuT", b"Man"),
            (b"TWF\xFFu", b"Ma"),
            (b"TR", b"M"),
            (b"-_-_", b"\xFB\xFF\xBF"),
        ] {
            assert_eq!(decode(digits), bytes, "{digits:?}");
        }
    }

    proptest! {
        #[test]
        fn three_bytes_are_four_digits(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let bits = bytes.iter().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat();
            let digit = |six: &[u8]| {
                let six = format!("{:0<6}", String::from_utf8_lossy(six));
                DIGITS[usize::from_str_radix(&six, 2).expect("six bits")]
            };
            let written: Vec<u8> = bits.as_bytes().chunks(6).map(digit).collect();
            prop_assert_eq!(decode(&written), bytes);
        }

        #[test]
        fn any_bytes_give_no_more_than_they_hold(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(decode(&bytes).len() <= bytes.len() / 4 * 3 + 2);
        }
    }
}
