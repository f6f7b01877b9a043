//! Shapes: what a value may be, and its names on the wire.

use crate::pattern::Pattern;

/// Stands for a shape of one service's model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub(crate) u32);

impl ShapeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A shape: its name, its kind, and whether its values are secrets.
#[derive(Debug)]
pub struct Shape {
    /// The shape's name in the model.
    pub name: &'static str,
    /// What its values are.
    pub kind: ShapeKind,
    /// Whether its values must not be logged or recorded.
    pub sensitive: bool,
}

/// What a shape's values are.
#[derive(Debug)]
pub enum ShapeKind {
    /// Named members.
    Structure(StructShape),
    /// A list.
    List(ListShape),
    /// A map from text.
    Map(MapShape),
    /// Text.
    Text(TextShape),
    /// A whole number, with its bounds; 32 bits unless `long`.
    Integer {
        /// Whether it has 64 bits.
        long: bool,
        /// The least value allowed.
        min: Option<f64>,
        /// The greatest value allowed.
        max: Option<f64>,
    },
    /// A floating-point number, with its bounds.
    Float {
        /// The least value allowed.
        min: Option<f64>,
        /// The greatest value allowed.
        max: Option<f64>,
    },
    /// True or false.
    Boolean,
    /// Bytes, with the bounds of their length.
    Blob {
        /// The least length allowed.
        min: Option<u64>,
        /// The greatest length allowed.
        max: Option<u64>,
    },
    /// An instant, with the format the shape asks for.
    Timestamp(Option<TimestampFormat>),
    /// Any JSON.
    Document,
}

/// A structure's members and traits.
#[derive(Debug, Default)]
pub struct StructShape {
    /// The members, in the model's order.
    pub members: Vec<Member>,
    /// The member that is the whole HTTP body.
    pub payload: Option<&'static str>,
    /// The XML element's name where the structure is the payload.
    pub xml_name: Option<&'static str>,
    /// The XML namespace where the structure is the payload.
    pub xml_namespace: Option<XmlNamespace>,
    /// Set if the structure is an error.
    pub error: Option<ErrorTraits>,
    /// Whether exactly one member is set.
    pub union: bool,
    /// Whether it is a stream of events.
    pub event_stream: bool,
}

impl StructShape {
    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// What an error shape says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErrorTraits {
    /// The code on the wire, where it is not the shape's name.
    pub code: Option<&'static str>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Whether the caller is at fault, where the model tells.
    pub sender: Option<bool>,
}

/// A list's element and bounds.
#[derive(Debug)]
pub struct ListShape {
    /// The element.
    pub member: Member,
    /// Whether elements are written without an element around them.
    pub flattened: bool,
    /// The least length allowed.
    pub min: Option<u64>,
    /// The greatest length allowed.
    pub max: Option<u64>,
}

/// A map's key, value and bounds.
#[derive(Debug)]
pub struct MapShape {
    /// The key.
    pub key: Member,
    /// The value.
    pub value: Member,
    /// Whether entries are written without an element around them.
    pub flattened: bool,
    /// The least number of entries allowed.
    pub min: Option<u64>,
    /// The greatest number of entries allowed.
    pub max: Option<u64>,
}

/// The constraints of a text.
#[derive(Debug, Default)]
pub struct TextShape {
    /// The only values allowed, in the model's order; empty if all are.
    pub values: Vec<&'static str>,
    /// What the whole text must match.
    pub pattern: Option<Pattern>,
    /// The least number of characters.
    pub min: Option<u64>,
    /// The greatest number of characters.
    pub max: Option<u64>,
}

/// Where a member is in a REST message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the body.
    Body,
    /// A label of the path.
    Uri,
    /// A parameter of the query string.
    Query,
    /// One header.
    Header,
    /// All headers whose name begins with the wire name.
    HeaderPrefix,
    /// The HTTP status.
    Status,
}

/// How an instant is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// ISO 8601, as `2026-11-24T09:00:00Z`.
    Iso8601,
    /// The form of HTTP headers.
    Rfc822,
    /// Seconds since the epoch.
    Unix,
}

/// An XML namespace and its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlNamespace {
    /// The namespace's name.
    pub uri: &'static str,
    /// The prefix, as `xsi`.
    pub prefix: Option<&'static str>,
}

/// A reference to a shape: a structure's member, a list's element, a map's key or value.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent traits of the model")]
pub struct Member {
    /// The member's name in the model; empty for elements, keys and values.
    pub name: &'static str,
    /// Its shape.
    pub shape: ShapeId,
    /// Its name on the wire, where it is not `name`.
    pub wire: Option<&'static str>,
    /// Its name in the EC2 protocol's requests, where it differs.
    pub query_name: Option<&'static str>,
    /// Where it is.
    pub location: Location,
    /// Whether a request must have it.
    pub required: bool,
    /// Whether the list or map it refers to is flattened here.
    pub flattened: bool,
    /// Whether it is an attribute of the XML element.
    pub xml_attribute: bool,
    /// The namespace of its XML element.
    pub xml_namespace: Option<XmlNamespace>,
    /// Its timestamp format, where the member asks for one.
    pub timestamp: Option<TimestampFormat>,
    /// Whether it is a body of unbounded length.
    pub streaming: bool,
    /// Whether a header holds it as base64 of JSON.
    pub json_value: bool,
}

impl Member {
    /// The name on the wire.
    pub fn wire_name(&self) -> &'static str {
        self.wire.unwrap_or(self.name)
    }

    /// The timestamp format that the member or else its shape asks for.
    pub fn timestamp_format(&self, shape: &Shape) -> Option<TimestampFormat> {
        let own = match shape.kind {
            ShapeKind::Timestamp(format) => format,
            _ => None,
        };
        self.timestamp.or(own)
    }
}

impl Shape {
    pub(crate) const fn unit(name: &'static str) -> Self {
        let members = StructShape {
            members: Vec::new(),
            payload: None,
            xml_name: None,
            xml_namespace: None,
            error: None,
            union: false,
            event_stream: false,
        };
        Self { name, kind: ShapeKind::Structure(members), sensitive: false }
    }

    /// The structure, if the shape is one.
    pub fn structure(&self) -> Option<&StructShape> {
        match &self.kind {
            ShapeKind::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    /// What the shape says of itself as an error, if it is one.
    pub fn error_traits(&self) -> Option<&ErrorTraits> {
        self.structure()?.error.as_ref()
    }
}
