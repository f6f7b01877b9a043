//! Which parts of a request objects are found by, and origins are sent.

use crate::config::{Behaviour, Parts, Selection};
use crate::http1::Head;

/// The encodings that a viewer accepts of those that a behaviour is about, as one text. (Amazon
/// `CloudFront` Developer Guide, "Cache compressed objects".)
pub(super) fn encodings(behaviour: &Behaviour, head: &Head) -> &'static str {
    let accepts = |wanted: &[u8]| {
        let values = head.headers().filter(|(name, _)| *name == b"accept-encoding");
        values.flat_map(|(_, value)| value.split(|byte| *byte == b',')).any(|one| {
            let mut parts = one.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            is_named
                && !parts.any(|part| matches!(part, b"q=0" | b"q=0.0" | b"q=0.00" | b"q=0.000"))
        })
    };
    match (behaviour.has_brotli && accepts(b"br"), behaviour.has_gzip && accepts(b"gzip")) {
        (true, true) => "br,gzip",
        (true, false) => "br",
        (false, true) => "gzip",
        (false, false) => "",
    }
}

/// What an object is found by.
pub(super) fn key(front_arn: &str, behaviour: &Behaviour, head: &Head, target: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(front_arn.len() + target.len() + 64);
    let mut part = |name: &[u8], value: &[u8]| {
        // No byte of a head is zero.
        key.extend_from_slice(name);
        key.push(0);
        key.extend_from_slice(value);
        key.push(0);
    };
    part(front_arn.as_bytes(), if head.method() == b"OPTIONS" { b"OPTIONS" } else { b"" });
    let path = target.split(|byte| *byte == b'?').next().unwrap_or_default();
    part(b"", path);
    let (_, query) = head.split_target();
    part(b"?", &queries(query, &[&behaviour.key.queries]));
    part(b"accept-encoding", encodings(behaviour, head).as_bytes());
    for (name, value) in head.headers() {
        if !matches!(name, b"cookie" | b"accept-encoding") && behaviour.key.headers.has(name) {
            part(name, value);
        }
    }
    part(b"cookie", &cookies(head, &[&behaviour.key.cookies]));
    key
}

/// The fields of a query that are selected.
pub(super) fn queries(query: &[u8], selections: &[&Selection]) -> Vec<u8> {
    if selections.contains(&&Selection::All) {
        return query.to_vec();
    }
    let is_wanted = |pair: &&[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        !pair.is_empty() && selections.iter().any(|one| one.has_exactly(name))
    };
    let wanted: Vec<&[u8]> = query.split(|byte| *byte == b'&').filter(is_wanted).collect();
    wanted.join(&b'&')
}

/// The cookies that are selected.
pub(super) fn cookies(head: &Head, selections: &[&Selection]) -> Vec<u8> {
    let values = head.headers().filter(|(name, _)| *name == b"cookie").map(|(_, value)| value);
    let pairs = values.flat_map(|value| value.split(|byte| *byte == b';')).map(<[u8]>::trim_ascii);
    let is_wanted = |pair: &&[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        !pair.is_empty() && selections.iter().any(|one| one.has_exactly(name))
    };
    pairs.filter(is_wanted).collect::<Vec<_>>().join(&b"; "[..])
}

impl Selection {
    /// Whether what has this name, in this case, is among it.
    fn has_exactly(&self, name: &[u8]) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::These(names) => names.iter().any(|one| one.as_bytes() == name),
            Self::AllBut(names) => names.iter().all(|one| one.as_bytes() != name),
        }
    }
}

/// Whether a header is selected for the origin.
pub(super) fn is_sent(key: &Parts, sent: &Parts, name: &[u8]) -> bool {
    key.headers.has(name) || sent.headers.has(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Ttl, ViewerProtocol};
    use crate::http1::read_head;

    fn head(fields: &str) -> Head {
        let text = format!("GET /a?x=1&y=2&x=3 HTTP/1.1\r\nhost: d\r\n{fields}\r\n");
        read_head(text.as_bytes()).unwrap().unwrap().0
    }

    fn these(names: &[&str]) -> Selection {
        Selection::These(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn behaviour(key: Parts) -> Behaviour {
        Behaviour {
            path: "*".to_owned(),
            origin: 0,
            viewer: ViewerProtocol::Any,
            methods: Vec::new(),
            caches_options: false,
            ttl: Ttl { min: 0, default: 1, max: 1 },
            key,
            sent: Parts::default(),
            is_legacy: false,
            has_gzip: true,
            has_brotli: false,
            compresses: false,
        }
    }

    #[test]
    fn selected_fields_keep_their_order() {
        for (selection, wanted) in [
            (Selection::None, ""),
            (Selection::All, "x=1&y=2&x=3"),
            (these(&["x"]), "x=1&x=3"),
            (Selection::AllBut(vec!["x".to_owned()]), "y=2"),
            (these(&["X"]), ""),
        ] {
            let found = queries(b"x=1&y=2&x=3", &[&selection]);
            assert_eq!(String::from_utf8(found).unwrap(), wanted);
        }
    }

    #[test]
    fn keys_differ_by_what_is_selected_alone() {
        let parts =
            Parts { headers: these(&["X-Team"]), cookies: these(&["a"]), queries: these(&["y"]) };
        let behaviour = behaviour(parts);
        let key = |fields: &str| key("arn", &behaviour, &head(fields), b"/a?x=1&y=2&x=3");
        let plain = key("");
        assert_eq!(key("x-other: 1\r\ncookie: b=1\r\n"), plain);
        assert_eq!(key("accept-encoding: br\r\n"), plain);
        assert_eq!(key("accept-encoding: gzip;q=0\r\n"), plain);
        for fields in
            ["x-team: red\r\n", "cookie: b=1; a=2\r\n", "accept-encoding: deflate, GZIP\r\n"]
        {
            assert_ne!(key(fields), plain, "{fields}");
        }
    }
}
