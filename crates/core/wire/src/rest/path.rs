//! Paths against templates.

use bartizan_model::{Segment, UriTemplate};
use percent_encoding::percent_decode_str;

use crate::malformed::Malformed;

/// The labels of a path, by wire name, still percent-encoded.
pub(crate) type Labels<'a> = Vec<(&'static str, &'a str)>;

/// Matches a raw path with a template. A slash at the end does not matter unless a label takes the
/// rest of the path.
pub(crate) fn matches<'a>(template: &UriTemplate, path: &'a str) -> Option<Labels<'a>> {
    let mut labels = Vec::new();
    let mut rest = Some(path.strip_prefix('/').unwrap_or(path)).filter(|rest| !rest.is_empty());
    for segment in &template.segments {
        let text = rest?;
        let (part, after) =
            text.split_once('/').map_or((text, None), |(part, after)| (part, Some(after)));
        match segment {
            Segment::Literal(literal) if *literal == part => {}
            Segment::Label(name) if !part.is_empty() => labels.push((*name, part)),
            Segment::Literal(_) | Segment::Label(_) => return None,
            Segment::Greedy(name) => {
                labels.push((*name, text));
                return Some(labels);
            }
        }
        rest = after.filter(|after| !after.is_empty());
    }
    rest.is_none().then_some(labels)
}

/// The text of a label.
pub(crate) fn unescape(label: &str) -> Result<String, Malformed> {
    let text = percent_decode_str(label).decode_utf8().map_err(|_| Malformed::Uri)?;
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(segments: &[Segment]) -> UriTemplate {
        UriTemplate { segments: segments.to_vec(), query: Vec::new() }
    }

    #[test]
    fn paths_match_templates() {
        let (bucket, key) = (Segment::Label("Bucket"), Segment::Greedy("Key"));
        let object = template(&[bucket, key]);
        assert_eq!(matches(&object, "/b/k"), Some(vec![("Bucket", "b"), ("Key", "k")]));
        assert_eq!(matches(&object, "/b//a//c/"), Some(vec![("Bucket", "b"), ("Key", "/a//c/")]));
        assert_eq!(matches(&object, "/b/"), None);
        assert_eq!(matches(&object, "//k"), None);
        let root = template(&[bucket]);
        assert_eq!(matches(&root, "/b/"), Some(vec![("Bucket", "b")]));
        assert_eq!(matches(&root, "/"), None);
        assert_eq!(matches(&template(&[]), "/"), Some(vec![]));
        let fixed = template(&[Segment::Literal("v1"), bucket, Segment::Literal("end")]);
        assert_eq!(matches(&fixed, "/v1/x/end"), Some(vec![("Bucket", "x")]));
        assert_eq!(matches(&fixed, "/v1/x"), None);
        assert_eq!(matches(&fixed, "/v1/x/end/more"), None);
    }

    #[test]
    fn labels_are_utf8() {
        assert_eq!(unescape("a%2Fb+%C3%A9").unwrap(), "a/b+é");
        assert_eq!(unescape("%FF"), Err(Malformed::Uri));
    }
}
