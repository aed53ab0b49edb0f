//! Base64 to bytes, as pictures are written into pages and parts into mails: white space and padding are passed over,
//! what is no digit ends it.

/// The bytes that `digits` stand for, up to the first byte that is none of the alphabet.
pub(in crate::format) fn decode(digits: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for byte in digits.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let Some(value) = value(*byte) else { break };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

/// The digit's value, in the alphabet of mails and that of addresses.
fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn padding_white_space_and_the_end_are_understood() {
        assert_eq!(decode(b"TWFu"), b"Man");
        assert_eq!(decode(b"TW\r\nE="), b"Ma");
        assert_eq!(decode(b"TQ==TWFu"), b"M");
        assert_eq!(decode(b""), b"");
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
    }
}
