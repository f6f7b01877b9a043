//! Patterns of paths, and the parts that they take out.

use percent_encoding::percent_decode_str;

/// A pattern: `/invoices/{id}`, or `/files/{name...}` for any number of segments at the end.
#[derive(Debug)]
pub(super) struct PathPattern(Vec<Segment>);

#[derive(Debug)]
enum Segment {
    Literal(String),
    /// One segment, by this name.
    Part(String),
    /// All segments that are left, at least one.
    Rest(String),
}

/// What a path has in the places that the pattern names, decoded.
pub(super) type Parts<'p> = Vec<(&'p str, String)>;

impl PathPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("path `{text}`: {what}");
        let rest = text.strip_prefix('/').ok_or_else(|| wrong("it begins with a slash"))?;
        if rest.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let mut segments: Vec<Segment> = Vec::new();
        for segment in rest.split('/') {
            if matches!(segments.last(), Some(Segment::Rest(_))) {
                return Err(wrong("nothing follows `{name...}`"));
            }
            let read = Segment::parse(segment)
                .ok_or_else(|| wrong("a segment is text without `%`, `{name}` or `{name...}`"))?;
            if let (Some(name), true) =
                (read.name(), segments.iter().any(|one| one.name() == read.name()))
            {
                return Err(wrong(&format!("`{name}` stands there twice")));
            }
            segments.push(read);
        }
        Ok(Self(segments))
    }

    /// The names of the parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Segment::name)
    }

    /// The parts of a path of this pattern.
    pub(super) fn parts(&self, segments: &[String]) -> Option<Parts<'_>> {
        let mut parts = Vec::new();
        let mut left = segments.iter();
        for segment in &self.0 {
            match segment {
                Segment::Literal(text) if left.next() == Some(text) => {}
                Segment::Literal(_) => return None,
                Segment::Part(name) => parts.push((name.as_str(), left.next()?.clone())),
                Segment::Rest(name) => {
                    let rest = left.as_slice();
                    left = [].iter();
                    if rest.is_empty() {
                        return None;
                    }
                    parts.push((name.as_str(), rest.join("/")));
                }
            }
        }
        left.next().is_none().then_some(parts)
    }
}

impl Segment {
    fn parse(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            let (name, is_rest) =
                name.strip_suffix("...").map_or((name, false), |name| (name, true));
            let is_name = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            return is_name.then(|| {
                if is_rest { Self::Rest(name.to_owned()) } else { Self::Part(name.to_owned()) }
            });
        }
        (is_plain(text) && !text.contains(['{', '}'])).then(|| Self::Literal(text.to_owned()))
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Part(name) | Self::Rest(name) => Some(name),
        }
    }
}

/// The segments of a request's path, decoded. `None` where servers could read the path in more
/// than one way: with empty segments, dot segments, slashes that are encoded, parameters behind a
/// semicolon, or anything encoded twice.
pub(super) fn segments(path: &str) -> Option<Vec<String>> {
    let rest = path.strip_prefix('/')?;
    if rest.is_empty() {
        return Some(Vec::new());
    }
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8().map(String::from).ok();
    rest.split('/').map(|segment| decoded(segment).filter(|text| is_plain(text))).collect()
}

fn is_plain(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
        && !text.contains(['/', '\\', '%', '?', '#', ';'])
        && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(pattern: &str, path: &str) -> Option<String> {
        let pattern = PathPattern::parse(pattern).unwrap();
        let segments = segments(path)?;
        let parts = pattern.parts(&segments)?;
        let told: Vec<_> = parts.iter().map(|(name, value)| format!("{name}={value};")).collect();
        Some(told.concat())
    }

    #[test]
    fn paths_are_matched_in_whole() {
        for (pattern, path, wanted) in [
            ("/", "/", Some("")),
            ("/", "/x", None),
            ("/invoices", "/invoices", Some("")),
            ("/invoices", "/invoices/", None),
            ("/invoices", "/Invoices", None),
            ("/invoices/{id}", "/invoices/7", Some("id=7;")),
            ("/invoices/{id}", "/inv%6Fices/a%20b", Some("id=a b;")),
            ("/invoices/{id}", "/invoices/7/lines", None),
            ("/invoices/{id}", "/invoices", None),
            ("/{a}/{b}", "/1/2", Some("a=1;b=2;")),
            ("/files/{name...}", "/files/a/b/c", Some("name=a/b/c;")),
            ("/files/{name...}", "/files", None),
        ] {
            assert_eq!(told(pattern, path).as_deref(), wanted, "{pattern} {path}");
        }
    }

    #[test]
    fn a_path_that_could_be_read_in_two_ways_is_of_no_pattern() {
        for path in [
            "",
            "invoices/7",
            "//invoices/7",
            "/public/..;/invoices/7",
            "/invoices%3Ba/7",
            "/invoices//7",
            "/invoices/../7",
            "/invoices/./7",
            "/invoices/%2e%2e/7",
            "/invoices/%2F7",
            "/invoices/a%5Cb",
            "/invoices/a\\b",
            "/invoices/%252F",
            "/invoices/%00",
            "/invoices/a%3Fb",
            "/invoices/%ff",
        ] {
            assert_eq!(segments(path), None, "{path}");
        }
    }

    #[test]
    fn wrong_patterns_are_told() {
        for wrong in
            ["", "x", "/a//b", "/{}", "/{a", "/{a}b", "/{a...}/b", "/{a}/{a}", "/a%20b", "/../x"]
        {
            assert!(PathPattern::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_part_never_has_a_slash_or_steps_up(path in "(/[a-z./%25FC2e\\\\]{0,6}){1,4}") {
            let pattern = PathPattern::parse("/{a}/{b}").unwrap();
            if let Some(segments) = segments(&path) {
                for (_, value) in pattern.parts(&segments).into_iter().flatten() {
                    prop_assert!(!value.contains(['/', '\\']) && value != "..");
                }
            }
        }
    }
}
