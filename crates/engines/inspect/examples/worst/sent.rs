//! Where a text may stand in a request.

use std::net::{IpAddr, Ipv4Addr};

use bartizan_inspect::WebRequest;

/// How many bytes a balancer's web ACL sees of a body, and of headers.
pub(crate) const SIZE: usize = 8 * 1024;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Cookie,
    Form,
    Json,
    /// A field of a multipart body that is read as one text.
    Multipart,
    /// Anything in a multipart body: fields that are read as values, and fields within fields.
    MultipartValues,
    /// A body that is read as one text.
    Plain,
    /// A body that may be read as values, as that of a beacon.
    PlainValues,
}

/// A note as people write them into one field: prose, a list, a link and a few lines of code.
const NOTE: &[u8] = b"## The lamp in the hall flickers (again)\n\nSince the update to 2.4.1 it's never \
quiet: it goes off & on - see [the manual](https://docs.example.com/lamps/hall#dimming), page 12. What \
we tried:\n\n1. Open *Settings*, choose \"Evening\"; it's at 10 % then.\n2. Wait until \
`state.level` is < 10.\n\n```js\nconst level = state.level || 0;\nif (level < 10) {\n  \
dim(level, { fade: true });\n}\n```\n\nDoes anybody know more? Thanks, Anna\n\n";

const MESSAGE: &[u8] =
    br#"{"role":"user","content":"Compare these two drafts.\nWhich is \"better\"?"},"#;

/// What makes a text one, whatever it goes on with.
const LEAD: &[u8] = b"Note: ";

/// A body of one part, at a boundary.
fn part(boundary: &[u8], content: &[u8]) -> Vec<u8> {
    let head = b"\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    [b"--", boundary, head, content, b"\r\n--", boundary, b"--\r\n"].concat()
}

/// A document of JSON with these messages.
fn messages(text: &[u8]) -> Vec<u8> {
    [b"{\"messages\":[", text, b"{}]}"].concat()
}

impl Place {
    pub(crate) const ALL: [Self; 8] = [
        Self::Query,
        Self::Cookie,
        Self::Form,
        Self::Json,
        Self::Multipart,
        Self::MultipartValues,
        Self::Plain,
        Self::PlainValues,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Cookie => "cookie",
            Self::Form => "form",
            Self::Json => "json",
            Self::Multipart => "multipart",
            Self::MultipartValues => "multipart, values",
            Self::Plain => "plain",
            Self::PlainValues => "plain, values",
        }
    }

    /// What clients of good will send there, as long as what is searched for.
    pub(crate) fn harmless(self) -> Vec<u8> {
        let piece: &[u8] = match self {
            Self::Query => b"category=table+lamps&sort=price&page=2&q=warm%20light%2C%20and+more&",
            Self::Cookie => b"session=4f1c2a9e7b3d5f60a1b2c3d4e5f60718; theme=dark; c=a%3A0; ",
            Self::Form => b"comment=I%20liked%20the+lamp%2C%20and%20its+shade%21&",
            Self::Json | Self::MultipartValues | Self::PlainValues => MESSAGE,
            Self::Multipart | Self::Plain => NOTE,
        };
        let text = piece.repeat(SIZE / piece.len());
        match self {
            Self::MultipartValues | Self::PlainValues => messages(&text),
            _ => text,
        }
    }

    /// The request that has the text there.
    pub(crate) fn with_request<T>(self, text: &[u8], look: impl FnOnce(&WebRequest<'_>) -> T) -> T {
        let kind: &[u8] = match self {
            Self::Json => b"application/json",
            // What is one text must not part itself, else its parts are read as values.
            Self::Multipart => b"multipart/form-data; boundary=WebKitFormBoundary",
            Self::MultipartValues => b"multipart/form-data; boundary=b",
            Self::Plain | Self::PlainValues => b"text/plain",
            _ => b"application/x-www-form-urlencoded",
        };
        let held: Vec<u8> = match self {
            Self::Json => messages(text),
            Self::Multipart => part(b"WebKitFormBoundary", &[LEAD, text].concat()),
            Self::MultipartValues => part(b"b", text),
            Self::Plain => [LEAD, text].concat(),
            _ => text.to_vec(),
        };
        let mut headers: Vec<(&[u8], &[u8])> = vec![
            (b"host", b"shop.example"),
            (
                b"user-agent",
                b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ),
            (b"content-type", kind),
        ];
        let mut request = WebRequest::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), b"/form");
        request.method = "POST";
        match self {
            Self::Query => request.query = &held,
            Self::Cookie => headers.push((b"cookie", &held)),
            _ => request.body = &held,
        }
        request.headers = &headers;
        look(&request)
    }
}

/// A piece again and again.
pub(crate) fn repeated(piece: &[u8]) -> Vec<u8> {
    piece.iter().copied().cycle().take(SIZE).collect()
}
