//! The little of DER that is written here: key formats whose every length is known beforehand.

/// An element: its tag, its length, its parts.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = Vec::with_capacity(length + 4);
    der.push(tag);
    match length {
        0..0x80 => der.push(u8::try_from(length).unwrap_or_default()),
        0x80..0x100 => der.extend_from_slice(&[0x81, u8::try_from(length).unwrap_or_default()]),
        _ => {
            der.push(0x82);
            der.extend_from_slice(&u16::try_from(length).unwrap_or_default().to_be_bytes());
        }
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// What is in the bytes, if they are one `SEQUENCE` with nothing behind it.
pub(crate) fn in_one_sequence(der: &[u8]) -> Option<&[u8]> {
    let (length, rest) = match der {
        [0x30, 0x81, length, rest @ ..] | [0x30, length @ 0..=0x7f, rest @ ..] => {
            (usize::from(*length), rest)
        }
        [0x30, 0x82, high, low, rest @ ..] => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    (rest.len() == length).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_one_sequence_and_no_more() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 4000] {
            let mut der = element(0x30, &[&vec![5; length]]);
            assert!(in_one_sequence(&der).is_some(), "{length}");
            der.push(0);
            assert!(in_one_sequence(&der).is_none(), "{length}");
        }
        assert!(in_one_sequence(b"\x31\x00").is_none());
        assert!(in_one_sequence(b"\x30").is_none());
    }
}
