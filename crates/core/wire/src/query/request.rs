//! From form parameters to a value.

use bartizan_model::{
    ListShape, MapShape, Member, OperationModel, Protocol, ServiceModel, ShapeId, ShapeKind,
    StructShape,
};

use crate::malformed::Malformed;
use crate::message::WireRequest;
use crate::query::form::{Params, pairs};
use crate::scalar;
use crate::value::Value;

/// Reads the input from the body and the query string; the body goes first.
pub(crate) fn decode(
    service: &ServiceModel,
    operation: &OperationModel,
    request: &WireRequest<'_>,
) -> Result<Value, Malformed> {
    let body =
        std::str::from_utf8(request.body).map_err(|_| Malformed::Body("the body is not UTF-8"))?;
    let mut all = pairs(body)?;
    all.extend(pairs(request.query)?);
    all.extend(queue_url(service, request.path));
    let root = Params::new(all)?;
    let reader = Reader { service, ec2: service.protocol == Protocol::Ec2 };
    match operation.input.map(|id| &service.shape(id).kind) {
        Some(ShapeKind::Structure(structure)) => reader.structure(structure, &root),
        _ => Ok(Value::Struct(Vec::new())),
    }
}

/// Queries to SQS are sent to the queue's URL. (Amazon SQS Developer Guide, "Making Query API requests for
/// Amazon SQS".)
fn queue_url(service: &ServiceModel, path: &str) -> Option<(String, String)> {
    let named = path.trim_start_matches('/');
    let is_queue = service.name == "sqs" && named.contains('/');
    is_queue.then(|| ("QueueUrl".to_owned(), path.to_owned()))
}

struct Reader<'m> {
    service: &'m ServiceModel,
    ec2: bool,
}

impl Reader<'_> {
    fn structure(&self, structure: &StructShape, params: &Params) -> Result<Value, Malformed> {
        let mut fields = Vec::new();
        for member in &structure.members {
            if let Some(value) = self.member(member, params)? {
                fields.push((member.name, value));
            }
        }
        Ok(Value::Struct(fields))
    }

    fn member(&self, member: &Member, params: &Params) -> Result<Option<Value>, Malformed> {
        let name = self.name(member);
        match &self.service.shape(member.shape).kind {
            ShapeKind::List(list) if member.flattened && !self.ec2 => {
                let found = list.member.wire.and_then(|wire| params.child(wire));
                let Some(items) = found.or_else(|| params.child(&name)) else { return Ok(None) };
                self.items(list, items).map(Some)
            }
            _ => params.child(&name).map(|found| self.value(member, found)).transpose(),
        }
    }

    /// The model may name it for the query; EC2 capitalises the name else.
    fn name(&self, member: &Member) -> String {
        if !self.ec2 {
            return member.query_name.unwrap_or_else(|| member.wire_name()).to_owned();
        }
        member.query_name.map_or_else(
            || {
                let mut chars = member.wire_name().chars();
                chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
            },
            str::to_owned,
        )
    }

    fn value(&self, member: &Member, params: &Params) -> Result<Value, Malformed> {
        match &self.service.shape(member.shape).kind {
            ShapeKind::Structure(structure) => self.structure(structure, params),
            ShapeKind::List(list) if member.flattened || self.ec2 => self.items(list, params),
            ShapeKind::List(list) => {
                let wrapper = list.member.wire.unwrap_or("member");
                let items = params.child(wrapper).or_else(|| params.child("member"));
                items.map_or_else(|| empty(params), |items| self.items(list, items))
            }
            ShapeKind::Map(map) if member.flattened => self.entries(map, params),
            ShapeKind::Map(map) => {
                let entries = params.child("entry");
                entries.map_or_else(
                    || empty(params).map(|_| Value::Map(Vec::new())),
                    |entries| self.entries(map, entries),
                )
            }
            _ => self.scalar(member.shape, params),
        }
    }

    fn scalar(&self, id: ShapeId, params: &Params) -> Result<Value, Malformed> {
        let shape = self.service.shape(id);
        let text = params
            .value
            .as_deref()
            .ok_or(Malformed::Body("Start of structure or map found where not expected."))?;
        scalar::parse(shape, text)
            .ok_or_else(|| Malformed::Kind(format!("Could not parse `{}` from input", shape.name)))
    }

    fn items(&self, list: &ListShape, params: &Params) -> Result<Value, Malformed> {
        let items = params.numbered();
        items
            .into_iter()
            .map(|item| self.value(&list.member, item))
            .collect::<Result<_, _>>()
            .map(Value::List)
    }

    fn entries(&self, map: &MapShape, params: &Params) -> Result<Value, Malformed> {
        let mut entries = Vec::new();
        for entry in params.numbered() {
            let key = entry.child(map.key.wire.unwrap_or("key")).and_then(|key| key.value.clone());
            let key = key.ok_or(Malformed::Body("an entry of a map has no key"))?;
            let value = entry
                .child(map.value.wire.unwrap_or("value"))
                .ok_or(Malformed::Body("an entry of a map has no value"))?;
            entries.push((key, self.value(&map.value, value)?));
        }
        Ok(Value::Map(entries))
    }
}

fn empty(params: &Params) -> Result<Value, Malformed> {
    if params.is_empty() {
        return Ok(Value::List(Vec::new()));
    }
    Err(Malformed::Body("Unexpected list element termination"))
}
