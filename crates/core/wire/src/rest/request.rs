//! From a REST request to a value.

use bartizan_model::{
    Location, Member, OperationModel, Protocol, ServiceModel, Shape, ShapeId, ShapeKind,
    StructShape, TimestampFormat,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::malformed::Malformed;
use crate::message::WireRequest;
use crate::rest::path::{Labels, matches, unescape};
use crate::scalar;
use crate::value::Value;
use crate::{json, query, xml};

/// Reads the input from the path, the query string, the headers and the body.
pub(crate) fn decode(
    service: &ServiceModel,
    operation: &OperationModel,
    request: &WireRequest<'_>,
) -> Result<Value, Malformed> {
    let Some(input) = operation.input else { return Ok(Value::Struct(Vec::new())) };
    let Some(structure) = service.shape(input).structure() else {
        return Ok(Value::Struct(Vec::new()));
    };
    let bindings = Bindings {
        service,
        labels: matches(&operation.uri, request.path).unwrap_or_default(),
        query: query::pairs(request.query)?,
        request,
    };
    let mut fields = Vec::new();
    for member in &structure.members {
        if let Some(value) = bindings.member(member)? {
            fields.push((member.name, value));
        }
    }
    match structure.payload {
        Some(payload) if operation.streaming_input() == Some(payload) => {}
        Some(payload) => {
            if let Some(member) = structure.member(payload)
                && let Some(value) = bindings.payload(member)?
            {
                fields.push((member.name, value));
            }
        }
        None if structure.members.iter().any(|member| member.location == Location::Body) => {
            if let Some(Value::Struct(body)) = bindings.body(input)? {
                fields.extend(body);
            }
        }
        None => {}
    }
    Ok(Value::Struct(in_order(structure, fields)))
}

/// Members in the model's order, so that records of equal requests are equal.
fn in_order(
    structure: &StructShape,
    mut fields: Vec<(&'static str, Value)>,
) -> Vec<(&'static str, Value)> {
    fields
        .sort_by_key(|(name, _)| structure.members.iter().position(|member| member.name == *name));
    fields
}

struct Bindings<'r> {
    service: &'r ServiceModel,
    labels: Labels<'r>,
    query: Vec<(String, String)>,
    request: &'r WireRequest<'r>,
}

impl Bindings<'_> {
    fn member(&self, member: &Member) -> Result<Option<Value>, Malformed> {
        let name = member.wire_name();
        match member.location {
            Location::Uri => {
                let label = self.labels.iter().find(|(known, _)| *known == name);
                label.map(|(_, text)| self.scalar(member, &unescape(text)?)).transpose()
            }
            Location::Query => self.query(member),
            Location::Header => self.header(member),
            Location::HeaderPrefix => self.headers(name),
            Location::Body | Location::Status => Ok(None),
        }
    }

    fn query(&self, member: &Member) -> Result<Option<Value>, Malformed> {
        let name = member.wire_name();
        let mut found = self.query.iter().filter(|(known, _)| known == name).map(|(_, text)| text);
        match &self.service.shape(member.shape).kind {
            ShapeKind::List(list) => {
                let items = found
                    .map(|text| self.scalar(&list.member, text))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((!items.is_empty()).then_some(Value::List(items)))
            }
            ShapeKind::Map(_) => {
                let text = |text: &String| Value::of_text(text.as_str());
                let all = self.query.iter().map(|(key, value)| (key.clone(), text(value)));
                Ok(Some(Value::Map(all.collect())))
            }
            _ => found.next().map(|text| self.scalar(member, text)).transpose(),
        }
    }

    fn header(&self, member: &Member) -> Result<Option<Value>, Malformed> {
        let name = member.wire_name();
        let Some(raw) = self.request.headers.get(name) else { return Ok(None) };
        let text = std::str::from_utf8(raw.as_bytes()).map_err(|_| Malformed::binding(name, ""))?;
        let shape = self.service.shape(member.shape);
        if member.json_value {
            let bytes = STANDARD.decode(text).ok();
            let json = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            return json
                .map(|json| Some(Value::Document(json)))
                .ok_or_else(|| Malformed::binding(name, text));
        }
        if let ShapeKind::List(list) = &shape.kind {
            let mut items = Vec::new();
            for raw in self.request.headers.get_all(name) {
                let text = raw.to_str().map_err(|_| Malformed::binding(name, ""))?;
                for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
                    items.push(self.scalar(&list.member, item.trim_matches('"'))?);
                }
            }
            return Ok(Some(Value::List(items)));
        }
        match self.scalar(member, text) {
            Err(_) if is_http_date(member, shape) => Ok(None),
            read => read.map(Some),
        }
    }

    fn headers(&self, prefix: &str) -> Result<Option<Value>, Malformed> {
        let prefix = prefix.to_ascii_lowercase();
        let mut entries: Vec<(String, Value)> = Vec::new();
        for (name, raw) in self.request.headers {
            let Some(key) = name.as_str().strip_prefix(prefix.as_str()) else { continue };
            let text = std::str::from_utf8(raw.as_bytes())
                .map_err(|_| Malformed::binding(name.as_str(), ""))?;
            match entries.iter_mut().find(|(known, _)| known == key) {
                Some((_, Value::Text(present))) => {
                    present.push(',');
                    present.push_str(text);
                }
                _ => entries.push((key.to_owned(), Value::of_text(text))),
            }
        }
        Ok((!entries.is_empty()).then_some(Value::Map(entries)))
    }

    fn scalar(&self, member: &Member, text: &str) -> Result<Value, Malformed> {
        let shape = self.service.shape(member.shape);
        scalar::parse(shape, text).ok_or_else(|| match shape.kind {
            ShapeKind::Integer { .. } => Malformed::number(member.wire_name(), text),
            _ => Malformed::binding(member.wire_name(), text),
        })
    }

    fn payload(&self, member: &Member) -> Result<Option<Value>, Malformed> {
        let body = self.request.body;
        match &self.service.shape(member.shape).kind {
            ShapeKind::Blob { .. } | ShapeKind::Text(_) if body.is_empty() => Ok(None),
            ShapeKind::Blob { .. } => Ok(Some(Value::Blob(Bytes::copy_from_slice(body)))),
            ShapeKind::Text(_) => {
                let text = std::str::from_utf8(body)
                    .map_err(|_| Malformed::Body("the body is not UTF-8"))?;
                Ok(Some(Value::of_text(text)))
            }
            _ => self.body(member.shape),
        }
    }

    fn body(&self, id: ShapeId) -> Result<Option<Value>, Malformed> {
        let body = self.request.body;
        if self.service.protocol == Protocol::RestXml {
            return xml::decode(self.service, id, body);
        }
        if body.is_empty() {
            return Ok(None);
        }
        json::decode(self.service, id, body).map(Some)
    }
}

/// RFC 9110, section 13.1.3: a recipient ignores a date that it cannot read.
fn is_http_date(member: &Member, shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::Timestamp(_))
        && matches!(member.timestamp_format(shape), None | Some(TimestampFormat::Rfc822))
}
