//! Names and their parts.

/// A name in lower case, cut at what was registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    /// The whole name.
    pub(crate) whole: &'a [u8],
    /// What was registered: the public suffix and one label more. Empty where the name is under no
    /// suffix that there is, but for its last two labels where [`Self::is_known`] is false.
    pub(crate) domain: &'a [u8],
    /// The registered label alone.
    pub(crate) label: &'a [u8],
    /// The public suffix.
    pub(crate) suffix: &'a [u8],
    /// What is before the registered domain.
    pub(crate) below: &'a [u8],
    /// Whether the public suffix is one of the list's (publicsuffix.org).
    pub(crate) is_known: bool,
    /// Whether the suffix is one that its owner gives names under: of a network of copies, of hosted
    /// pages, of hosts whose addresses change.
    pub(crate) is_given: bool,
}

/// Suffixes that networks use inside, or that name no hosts: RFC 6761, RFC 6762, RFC 8375, ICANN's
/// `internal`, and what routers and directories use beside them.
const INSIDE: [&[u8]; 14] = [
    b"arpa",
    b"local",
    b"localhost",
    b"localdomain",
    b"internal",
    b"intranet",
    b"private",
    b"corp",
    b"home",
    b"lan",
    b"invalid",
    b"test",
    b"example",
    b"workgroup",
];

impl<'a> Name<'a> {
    /// Cuts a name; none where it has one label, or where it is of a network's inside.
    pub(crate) fn new(whole: &'a [u8]) -> Option<Self> {
        let last = whole.rsplit(|byte| *byte == b'.').next()?;
        if last.len() == whole.len() || last.is_empty() || INSIDE.contains(&last) {
            return None;
        }
        let domain = psl::domain(whole)?;
        let (text, suffix) = (domain.as_bytes(), domain.suffix());
        let cut = |whole: &'a [u8], end: &[u8]| {
            let rest = whole.len().saturating_sub(end.len() + 1);
            whole.get(..rest).unwrap_or_default()
        };
        let start = whole.len().checked_sub(text.len())?;
        let suffix_start = whole.len().checked_sub(suffix.as_bytes().len())?;
        let text = whole.get(start..)?;
        let suffix_text = whole.get(suffix_start..)?;
        Some(Self {
            whole,
            domain: text,
            label: cut(text, suffix_text),
            suffix: suffix_text,
            below: cut(whole, text),
            is_known: suffix.is_known(),
            is_given: suffix.typ() == Some(psl::Type::Private),
        })
    }
}

/// How many bytes of a name's lower part look like data: labels that are long, or mix letters and digits.
/// Numbers alone are none: they are addresses and counters.
pub(crate) fn load(below: &[u8]) -> u32 {
    let labels = below.split(|byte| *byte == b'.');
    let bytes: usize = labels.filter(|label| is_data(label)).map(<[u8]>::len).sum();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn is_data(label: &[u8]) -> bool {
    let digits = label.iter().filter(|byte| byte.is_ascii_digit()).count();
    label.len() >= 16 && digits < label.len()
        || label.len() >= 8 && digits > 0 && digits < label.len()
}

/// Whether a label holds what no host's name may: the signs of base 64 in a long run (RFC 1123 lets
/// letters, digits and hyphens be), and none of those by which addresses of pages get into queries.
pub(crate) fn is_encoded(below: &[u8]) -> bool {
    below.split(|byte| *byte == b'.').any(|label| {
        let of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_+/=*".contains(byte);
        let forbidden = label.iter().any(|byte| b"+/=*".contains(byte));
        label.len() >= 40 && forbidden && label.iter().all(of_base64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_at_what_was_registered() {
        for (whole, parts) in [
            ("www.example.co.uk", Some(("example.co.uk", "example", "co.uk", "www", true))),
            ("a.b.example.com", Some(("example.com", "example", "com", "a.b", true))),
            ("abc.ddns.net", Some(("abc.ddns.net", "abc", "ddns.net", "", true))),
            (
                "acegikacggin.bazar",
                Some(("acegikacggin.bazar", "acegikacggin", "bazar", "", false)),
            ),
            ("com", None),
            ("co.uk", None),
            ("printer.local", None),
            ("4.3.2.1.in-addr.arpa", None),
            ("", None),
            (".", None),
        ] {
            let name = Name::new(whole.as_bytes()).map(|name| {
                let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
                (
                    text(name.domain),
                    text(name.label),
                    text(name.suffix),
                    text(name.below),
                    name.is_known,
                )
            });
            let parts =
                parts.map(|(a, b, c, d, known)| (a.into(), b.into(), c.into(), d.into(), known));
            assert_eq!(name, parts, "{whole}");
        }
    }

    #[test]
    fn data_is_told_from_names() {
        assert_eq!(load(b"7cd501a621c362010a"), 18);
        assert_eq!(load(b"www.mail.1.2.3.4.images"), 0);
        assert_eq!(load(b"20240101123456789012"), 0);
        assert!(is_encoded(b"h4sicn03*2qaa3rlc3qudhh0aavjycxwakjehelu5klueow0zj="));
        assert!(!is_encoded(b"https://www.example/a=b&cccccccccccccccccccccccccccccccc"));
        assert!(!is_encoded(b"a-name-that-is-long-but-may-be-that-of-a-host-without-doubt"));
    }
}
