//! What key pairs need of the Distinguished Encoding Rules. (ITU-T X.690; RFC 8017, appendix A.1; RFC 5958.)

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
/// The algorithm `rsaEncryption` with its parameters, none. (RFC 8017, appendix A.1.)
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The next element of this tag, and what follows it.
fn take(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0x00..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits.iter().fold(0_u32, |all, digit| all << 8 | u32::from(*digit));
            (usize::try_from(length).ok()?, rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    (*found == tag).then_some((content, rest))
}

/// The key inside of a private key's envelope.
pub(super) fn inner_key(pkcs8: &[u8]) -> Option<&[u8]> {
    let (envelope, _) = take(SEQUENCE, pkcs8)?;
    let (_version, rest) = take(INTEGER, envelope)?;
    let (_algorithm, rest) = take(SEQUENCE, rest)?;
    take(OCTET_STRING, rest).map(|(key, _)| key)
}

/// The modulus and the public exponent of a public key of RSA, both as positive integers are encoded.
pub(super) fn rsa_numbers(public: &[u8]) -> Option<(&[u8], &[u8])> {
    let (numbers, _) = take(SEQUENCE, public)?;
    let (modulus, rest) = take(INTEGER, numbers)?;
    take(INTEGER, rest).map(|(exponent, _)| (modulus, exponent))
}

/// A public key of RSA in its envelope, of its modulus and its public exponent.
pub(super) fn rsa_public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let numbers = [element(INTEGER, modulus), element(INTEGER, exponent)].concat();
    let key = [vec![0], element(SEQUENCE, &numbers)].concat();
    element(SEQUENCE, &[RSA_ENCRYPTION.to_vec(), element(BIT_STRING, &key)].concat())
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let digits = content.len().to_be_bytes();
    let digits: Vec<u8> = digits.into_iter().skip_while(|digit| *digit == 0).collect();
    let mut encoded = vec![tag];
    if let Ok(length @ 0..=0x7f) = u8::try_from(content.len()) {
        encoded.push(length);
    } else {
        // A length has at most eight digits.
        encoded.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
        encoded.extend(digits);
    }
    encoded.extend_from_slice(content);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_as_they_are_written() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 70_000] {
            let content = vec![7; length];
            let encoded = [element(OCTET_STRING, &content), vec![9]].concat();
            assert_eq!(
                take(OCTET_STRING, &encoded),
                Some((content.as_slice(), &[9][..])),
                "{length}"
            );
            assert_eq!(take(SEQUENCE, &encoded), None);
            assert_eq!(take(OCTET_STRING, &encoded[..encoded.len() - 2]), None);
        }
        for bad in
            [&[][..], &[4], &[4, 0x80], &[4, 0x85, 0, 0, 0, 0, 0], &[4, 0x84, 255, 255, 255, 255]]
        {
            assert_eq!(take(OCTET_STRING, bad), None, "{bad:?}");
        }
    }
}
