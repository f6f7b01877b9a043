//! One operation of a service, and the path it is reached by.

use crate::shape::{ShapeId, XmlNamespace};

/// One operation.
#[derive(Debug)]
pub struct OperationModel {
    /// Its name, such as `GetUser`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path and query that lead to it in a REST protocol.
    pub uri: UriTemplate,
    /// The HTTP status of success.
    pub status: u16,
    /// The input structure.
    pub input: Option<ShapeId>,
    /// The name of the XML element of the input, where the operation gives one.
    pub input_xml_name: Option<&'static str>,
    /// The namespace of that element.
    pub input_xml_namespace: Option<XmlNamespace>,
    /// The output structure.
    pub output: Option<ShapeId>,
    /// The name of the XML element of the output, where the operation gives one.
    pub output_xml_name: Option<&'static str>,
    /// Whether the output's only member is itself the XML document, as S3's `GetBucketLocation`.
    pub unwrapped_output: bool,
    /// The XML element around the output in the query protocol.
    pub result_wrapper: Option<&'static str>,
    /// The error structures it declares.
    pub errors: Vec<ShapeId>,
    /// Whether AWS calls it deprecated.
    pub deprecated: bool,
    pub(crate) streaming_input: Option<&'static str>,
    pub(crate) streaming_output: Option<&'static str>,
}

impl OperationModel {
    /// The input's member that is a body of unbounded length. It is no part of the decoded value.
    pub fn streaming_input(&self) -> Option<&'static str> {
        self.streaming_input
    }

    /// The output's member that is a body of unbounded length. It is no part of the encoded value.
    pub fn streaming_output(&self) -> Option<&'static str> {
        self.streaming_output
    }
}

/// A path with labels, and the query parameters that must be there.
#[derive(Debug, Default)]
pub struct UriTemplate {
    /// The parts between the slashes; none for `/`.
    pub segments: Vec<Segment>,
    /// Query parameters that must be present, with the value asked for, if any.
    pub query: Vec<(&'static str, Option<&'static str>)>,
}

/// One part of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// This text.
    Literal(&'static str),
    /// Any text, bound to the member of this wire name.
    Label(&'static str),
    /// The rest of the path, bound to the member of this wire name.
    Greedy(&'static str),
}

impl UriTemplate {
    pub(crate) fn parse(text: &'static str) -> Self {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let segments =
            path.split('/').filter(|part| !part.is_empty()).map(Segment::parse).collect();
        let query = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (pair, None),
            })
            .collect();
        Self { segments, query }
    }
}

impl Segment {
    fn parse(part: &'static str) -> Self {
        let Some(label) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Self::Literal(part);
        };
        match label.strip_suffix('+') {
            Some(greedy) => Self::Greedy(greedy),
            None => Self::Label(label),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_segments_and_required_parameters() {
        let template = UriTemplate::parse("/{Bucket}/fixed/{Key+}?uploads&list-type=2");
        assert_eq!(
            template.segments,
            [Segment::Label("Bucket"), Segment::Literal("fixed"), Segment::Greedy("Key")]
        );
        assert_eq!(template.query, [("uploads", None), ("list-type", Some("2"))]);
        assert!(UriTemplate::parse("/").segments.is_empty());
    }
}
