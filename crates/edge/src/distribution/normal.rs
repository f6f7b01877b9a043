//! Paths as behaviours see them. Origins are sent what viewers sent. (Amazon `CloudFront` Developer
//! Guide, "Path pattern": paths are normalised as RFC 3986 says, and then matched.)

/// A path with the characters plain that need no escape, and without dots or repeated slashes.
/// (RFC 3986, section 6.2.2.)
pub(super) fn normal(path: &[u8]) -> Vec<u8> {
    let plain = unescaped(path);
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut is_open = false;
    for part in plain.split(|byte| *byte == b'/') {
        is_open = matches!(part, b"" | b"." | b"..");
        match part {
            b"" | b"." => {}
            b".." => drop(kept.pop()),
            part => kept.push(part),
        }
    }
    let mut normal = Vec::with_capacity(plain.len() + 1);
    for part in &kept {
        normal.push(b'/');
        normal.extend_from_slice(part);
    }
    if is_open {
        normal.push(b'/');
    }
    normal
}

/// The same text with what is unreserved as it is, and other escapes in capital letters.
pub(super) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, behind)) = rest.split_first() {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        let Some(byte) = escaped else {
            plain.push(*first);
            rest = behind;
            continue;
        };
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            plain.push(byte);
        } else {
            plain.extend(rest.iter().take(3).map(u8::to_ascii_uppercase));
        }
        rest = rest.get(3..).unwrap_or_default();
    }
    plain
}

fn hex(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_have_one_form() {
        for (path, wanted) in [
            ("/", "/"),
            ("/admin/a", "/admin/a"),
            ("//admin///a", "/admin/a"),
            ("/x/../admin/a", "/admin/a"),
            ("/x/%2e%2E/admin/a", "/admin/a"),
            ("/../../admin/./a", "/admin/a"),
            ("/%61dmin/a", "/admin/a"),
            ("/admin/", "/admin/"),
            ("/admin/.", "/admin/"),
            ("/admin/x/..", "/admin/"),
            ("/a%2fb%zz%4", "/a%2Fb%zz%4"),
            ("/%2561dmin", "/%2561dmin"),
            ("/a..b/...", "/a..b/..."),
        ] {
            let found = String::from_utf8(normal(path.as_bytes())).unwrap();
            assert_eq!(found, wanted, "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_so(path in "/[a%2e./~F]{0,30}") {
            let once = normal(path.as_bytes());
            prop_assert!(once.starts_with(b"/"));
            // An escape that was made by taking one apart is another character's.
            if !once.contains(&b'%') {
                prop_assert_eq!(normal(&once), once);
            }
        }
    }
}
