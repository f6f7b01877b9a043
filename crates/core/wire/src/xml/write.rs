//! From a value to XML text.

use bartizan_model::{
    Location, MapShape, Member, Protocol, ServiceModel, ShapeKind, StructShape, TimestampFormat,
    XmlNamespace,
};
use bytes::Bytes;

use crate::scalar;
use crate::value::Value;

/// Writes a document.
pub(crate) struct Writer<'m> {
    service: &'m ServiceModel,
    out: String,
}

impl<'m> Writer<'m> {
    pub(crate) const fn new(service: &'m ServiceModel) -> Self {
        Self { service, out: String::new() }
    }

    pub(crate) fn declaration(&mut self) {
        self.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// Opens the outermost element, in the namespace given.
    pub(crate) fn open_root(&mut self, name: &str, namespace: Option<&str>) {
        let attributes: Vec<_> =
            namespace.map(|uri| ("xmlns".to_owned(), uri.to_owned())).into_iter().collect();
        self.open_with(name, &attributes);
    }

    pub(crate) fn open(&mut self, name: &str) {
        self.open_with(name, &[]);
    }

    pub(crate) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element that holds text alone.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// The members of a structure that belong to the body, in the model's order.
    pub(crate) fn members(&mut self, structure: &StructShape, value: &Value) {
        for member in &structure.members {
            if member.location == Location::Body
                && !member.xml_attribute
                && let Some(value) = value.field(member.name)
            {
                self.element(self.name(member), member, value);
            }
        }
    }

    /// Services that are spoken as query beside other protocols have names of their own for it.
    fn name(&self, member: &Member) -> &'static str {
        match self.service.protocol {
            Protocol::Query => member.query_name.unwrap_or_else(|| member.wire_name()),
            _ => member.wire_name(),
        }
    }

    /// A member under the name given.
    pub(crate) fn element(&mut self, name: &str, member: &Member, value: &Value) {
        let service = self.service;
        match (&service.shape(member.shape).kind, value) {
            (_, Value::Null) => {}
            (ShapeKind::List(list), Value::List(items)) if member.flattened => {
                let name = list.member.wire.unwrap_or(name);
                for item in items {
                    self.element(name, &list.member, item);
                }
            }
            (ShapeKind::List(list), Value::List(items)) => {
                self.open(name);
                for item in items {
                    self.element(list.member.wire.unwrap_or("member"), &list.member, item);
                }
                self.close(name);
            }
            (ShapeKind::Map(map), Value::Map(entries)) if member.flattened => {
                self.entries(name, map, entries);
            }
            (ShapeKind::Map(map), Value::Map(entries)) => {
                self.open(name);
                self.entries("entry", map, entries);
                self.close(name);
            }
            (ShapeKind::Structure(structure), Value::Struct(_)) => {
                let attributes = attributes(structure, member.xml_namespace, value);
                self.open_with(name, &attributes);
                self.members(structure, value);
                self.close(name);
            }
            (_, leaf) => {
                let format = member.timestamp_format(service.shape(member.shape));
                let format = format.unwrap_or(TimestampFormat::Iso8601);
                if let Some(text) = scalar::text(leaf, format, service.bare_errors) {
                    self.leaf(name, &text);
                }
            }
        }
    }

    pub(crate) fn finish(self) -> Bytes {
        Bytes::from(self.out)
    }

    /// Text, escaped. A carriage return and the other control characters are written as
    /// references, as S3 does.
    pub(crate) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\n' | '\t' => self.out.push(c),
                c if c < ' ' => self.out.extend(["&#x", &format!("{:x}", u32::from(c)), ";"]),
                c => self.out.push(c),
            }
        }
    }

    fn open_with(&mut self, name: &str, attributes: &[(String, String)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn entries(&mut self, name: &str, map: &MapShape, entries: &[(String, Value)]) {
        for (key, value) in entries {
            self.open(name);
            self.leaf(map.key.wire.unwrap_or("key"), key);
            self.element(map.value.wire.unwrap_or("value"), &map.value, value);
            self.close(name);
        }
    }
}

fn attributes(
    structure: &StructShape,
    namespace: Option<XmlNamespace>,
    value: &Value,
) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    if let Some(XmlNamespace { uri, prefix: Some(prefix) }) = namespace {
        attributes.push((format!("xmlns:{prefix}"), uri.to_owned()));
    }
    for member in structure.members.iter().filter(|member| member.xml_attribute) {
        let text = value
            .field(member.name)
            .and_then(|value| scalar::text(value, TimestampFormat::Iso8601, false));
        if let Some(text) = text {
            attributes.push((member.wire_name().to_owned(), text));
        }
    }
    attributes
}
