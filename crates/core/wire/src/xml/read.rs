//! From a tree to a value.

use bartizan_model::{
    ListShape, Location, MapShape, Member, ServiceModel, ShapeId, ShapeKind, StructShape,
};

use crate::malformed::Malformed;
use crate::scalar;
use crate::value::Value;
use crate::xml::tree::Element;

/// Reads a document as a value of the shape; none if the document holds nothing.
pub(crate) fn decode(
    service: &ServiceModel,
    id: ShapeId,
    bytes: &[u8],
) -> Result<Option<Value>, Malformed> {
    decode_within(service, id, bytes, None)
}

/// As [`decode`], of an element inside the document's own, where one is named; none if it is not there.
pub(crate) fn decode_within(
    service: &ServiceModel,
    id: ShapeId,
    bytes: &[u8],
    wrapper: Option<&str>,
) -> Result<Option<Value>, Malformed> {
    let Some(root) = Element::parse(bytes)? else { return Ok(None) };
    let element = match wrapper {
        Some(name) => root.named(name).next(),
        None => Some(&root),
    };
    let Some(element) = element else { return Ok(None) };
    let reader = Reader { service };
    match &service.shape(id).kind {
        ShapeKind::Structure(structure) => reader.structure(structure, element).map(Some),
        _ => reader.scalar(id, &element.text).map(Some),
    }
}

struct Reader<'m> {
    service: &'m ServiceModel,
}

impl Reader<'_> {
    fn structure(&self, structure: &StructShape, element: &Element) -> Result<Value, Malformed> {
        let mut fields = Vec::new();
        for member in &structure.members {
            if member.location != Location::Body {
                continue;
            }
            if let Some(value) = self.member(member, element)? {
                fields.push((member.name, value));
            }
        }
        Ok(Value::Struct(fields))
    }

    fn member(&self, member: &Member, parent: &Element) -> Result<Option<Value>, Malformed> {
        let name = member.wire_name();
        if member.xml_attribute {
            let local = name.rsplit(':').next().unwrap_or(name);
            let found = parent.attributes.iter().find(|(known, _)| known == local);
            return found.map(|(_, text)| self.scalar(member.shape, text)).transpose();
        }
        match &self.service.shape(member.shape).kind {
            ShapeKind::List(list) if member.flattened => {
                let inner = list.member.wire.unwrap_or(name);
                let items = parent.children.iter().filter(|c| c.name == inner || c.name == name);
                let items = self.items(list, items)?;
                Ok(Some(items).filter(|items| !items.items().is_empty()))
            }
            ShapeKind::Map(map) if member.flattened => self
                .entries(map, parent.named(name))
                .map(|entries| Some(entries).filter(|entries| !entries.entries().is_empty())),
            _ => parent.named(name).next().map(|child| self.value(member, child)).transpose(),
        }
    }

    fn value(&self, member: &Member, element: &Element) -> Result<Value, Malformed> {
        match &self.service.shape(member.shape).kind {
            ShapeKind::Structure(structure) => self.structure(structure, element),
            ShapeKind::List(list) => self.items(list, element.children.iter()),
            ShapeKind::Map(map) => self.entries(map, element.children.iter()),
            _ => self.scalar(member.shape, &element.text),
        }
    }

    fn items<'e>(
        &self,
        list: &ListShape,
        elements: impl Iterator<Item = &'e Element>,
    ) -> Result<Value, Malformed> {
        let items = elements.map(|element| self.value(&list.member, element));
        items.collect::<Result<_, _>>().map(Value::List)
    }

    fn entries<'e>(
        &self,
        map: &MapShape,
        elements: impl Iterator<Item = &'e Element>,
    ) -> Result<Value, Malformed> {
        let mut entries = Vec::new();
        for element in elements {
            let part = |member: &Member, name: &'static str| {
                element.named(member.wire.unwrap_or(name)).next()
            };
            let (Some(key), Some(value)) = (part(&map.key, "key"), part(&map.value, "value"))
            else {
                return Err(Malformed::Body("an entry of a map lacks its key or value"));
            };
            entries.push((key.text.clone(), self.value(&map.value, value)?));
        }
        Ok(Value::Map(entries))
    }

    fn scalar(&self, id: ShapeId, text: &str) -> Result<Value, Malformed> {
        let shape = self.service.shape(id);
        scalar::parse(shape, text)
            .ok_or_else(|| Malformed::Kind(format!("an element does not hold a {}", shape.name)))
    }
}
