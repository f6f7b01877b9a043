//! From the data files to models: names become ids, traits are merged.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::operation::{OperationModel, UriTemplate};
use crate::pattern::Pattern;
use crate::raw::{RawMetadata, RawModel, RawNamespace, RawOperation, RawRef, RawShape};
use crate::service::{Protocol, ServiceModel, Validation};
use crate::shape::{
    ErrorTraits, ListShape, Location, MapShape, Member, Shape, ShapeId, ShapeKind, StructShape,
    TextShape, TimestampFormat, XmlNamespace,
};

/// A model that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidModel {
    /// It is not JSON of the expected form.
    Syntax(String),
    /// It refers to a shape, a protocol or a kind that is unknown.
    Unknown(String),
}

impl std::fmt::Display for InvalidModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(reason) => write!(f, "the model cannot be read: {reason}"),
            Self::Unknown(what) => write!(f, "the model refers to unknown `{what}`"),
        }
    }
}

impl std::error::Error for InvalidModel {}

type Raw = RawShape<'static>;

struct Resolver<'r> {
    ids: HashMap<&'static str, ShapeId>,
    raw: &'r [(&'static str, Raw)],
}

pub(crate) fn resolve(name: &'static str, model: RawModel) -> Result<ServiceModel, InvalidModel> {
    let raw: Vec<(&'static str, Raw)> = model.shapes.into_iter().collect();
    let ids = raw.iter().zip(0u32..).map(|((name, _), id)| (*name, ShapeId(id))).collect();
    let resolver = Resolver { ids, raw: &raw };
    let shapes = raw
        .iter()
        .map(|(name, shape)| resolver.shape(name, shape))
        .collect::<Result<Vec<_>, _>>()?;
    let operations = model
        .operations
        .into_iter()
        .map(|(name, operation)| resolver.operation(name, &operation))
        .collect::<Result<Vec<_>, _>>()?;
    let RawMetadata { json_version, .. } = model.metadata;
    let protocol = |name: &'static str| protocol(name, json_version);
    Ok(ServiceModel {
        name,
        service_id: model.metadata.service_id,
        full_name: model.metadata.service_full_name,
        protocol: protocol(model.metadata.protocol)?,
        protocols: model
            .metadata
            .protocols
            .iter()
            .map(|name| protocol(name))
            .collect::<Result<_, _>>()?,
        api_version: model.metadata.api_version,
        xml_namespace: model.metadata.xml_namespace,
        target_prefix: model.metadata.target_prefix,
        signing_name: model.metadata.signing_name.unwrap_or(model.metadata.endpoint_prefix),
        endpoint_prefix: model.metadata.endpoint_prefix,
        query_compatible: model.metadata.aws_query_compatible.is_some(),
        validation: match model.metadata.validation {
            Some("own") => Validation::Own,
            Some("discreet") => Validation::Discreet,
            Some("input") => Validation::Input,
            Some("reasoned") => Validation::Reasoned,
            Some("rejected") => Validation::Rejected,
            Some("parameter") => Validation::Parameter,
            _ if model.metadata.protocol == "ec2" => Validation::Terse,
            _ => Validation::Model,
        },
        bare_errors: model.metadata.bare_errors,
        operations,
        shapes,
        shape_ids: resolver.ids,
    })
}

fn protocol(name: &'static str, json_version: Option<&str>) -> Result<Protocol, InvalidModel> {
    Ok(match name {
        "query" => Protocol::Query,
        "ec2" => Protocol::Ec2,
        "rest-xml" => Protocol::RestXml,
        "rest-json" => Protocol::RestJson,
        "json" if json_version == Some("1.0") => Protocol::Json10,
        "json" => Protocol::Json11,
        "smithy-rpc-v2-cbor" => Protocol::Cbor,
        other => return Err(InvalidModel::Unknown(other.to_owned())),
    })
}

impl Resolver<'_> {
    fn id(&self, name: &'static str) -> Result<ShapeId, InvalidModel> {
        self.ids.get(name).copied().ok_or_else(|| InvalidModel::Unknown(name.to_owned()))
    }

    fn raw(&self, id: ShapeId) -> Option<&Raw> {
        self.raw.get(id.index()).map(|(_, shape)| shape)
    }

    fn operation(
        &self,
        name: &'static str,
        raw: &RawOperation<'static>,
    ) -> Result<OperationModel, InvalidModel> {
        let id = |reference: &Option<RawRef<'static>>| {
            reference.as_ref().map(|reference| self.id(reference.shape)).transpose()
        };
        let (input, output) = (id(&raw.input)?, id(&raw.output)?);
        let input_ref = raw.input.as_ref();
        Ok(OperationModel {
            name,
            method: raw.http.method,
            uri: UriTemplate::parse(raw.http.request_uri),
            status: raw.http.response_code.unwrap_or(200),
            input,
            input_xml_name: input_ref.and_then(|input| input.location_name),
            input_xml_namespace: input_ref
                .and_then(|input| namespace(input.xml_namespace.as_ref())),
            output,
            output_xml_name: raw.output.as_ref().and_then(|output| output.location_name),
            unwrapped_output: raw.unwrapped,
            result_wrapper: raw.output.as_ref().and_then(|output| output.result_wrapper),
            errors: raw.errors.iter().map(|name| self.id(name)).collect::<Result<_, _>>()?,
            deprecated: raw.deprecated,
            streaming_input: input.and_then(|id| self.streaming_payload(id)),
            streaming_output: output.and_then(|id| self.streaming_payload(id)),
        })
    }

    fn streaming_payload(&self, id: ShapeId) -> Option<&'static str> {
        let shape = self.raw(id)?;
        let payload = shape.payload?;
        let members = shape.members.as_ref()?;
        let (_, member) = members.0.iter().find(|(name, _)| *name == payload)?;
        let target = self.raw(*self.ids.get(member.shape)?)?;
        (member.streaming || target.streaming || target.eventstream).then_some(payload)
    }

    fn member(&self, name: &'static str, raw: &RawRef<'static>) -> Result<Member, InvalidModel> {
        let shape = self.id(raw.shape)?;
        let target = self.raw(shape);
        Ok(Member {
            name,
            shape,
            wire: raw.location_name.or_else(|| target.and_then(|shape| shape.location_name)),
            query_name: raw.query_name,
            location: match raw.location {
                Some("uri") => Location::Uri,
                Some("querystring") => Location::Query,
                Some("header") => Location::Header,
                Some("headers") => Location::HeaderPrefix,
                Some("statusCode") => Location::Status,
                _ => Location::Body,
            },
            required: false,
            flattened: raw.flattened || target.is_some_and(|shape| shape.flattened),
            xml_attribute: raw.xml_attribute,
            xml_namespace: namespace(raw.xml_namespace.as_ref())
                .or_else(|| namespace(target.and_then(|shape| shape.xml_namespace.as_ref()))),
            timestamp: timestamp(raw.timestamp_format)
                .or_else(|| timestamp(target.and_then(|shape| shape.timestamp_format))),
            streaming: raw.streaming || target.is_some_and(|shape| shape.streaming),
            json_value: raw.jsonvalue,
        })
    }

    fn part(
        &self,
        raw: Option<&RawRef<'static>>,
        of: &'static str,
    ) -> Result<Member, InvalidModel> {
        let raw = raw.ok_or_else(|| InvalidModel::Unknown(of.to_owned()))?;
        self.member("", raw)
    }

    fn shape(&self, name: &'static str, raw: &Raw) -> Result<Shape, InvalidModel> {
        let (min, max) = (length(raw.min), length(raw.max));
        let kind = match raw.kind {
            "structure" if raw.document => ShapeKind::Document,
            "structure" => ShapeKind::Structure(self.structure(raw)?),
            "list" => ShapeKind::List(ListShape {
                member: self.part(raw.member.as_ref(), name)?,
                flattened: raw.flattened,
                min,
                max,
            }),
            "map" => ShapeKind::Map(MapShape {
                key: self.part(raw.key.as_ref(), name)?,
                value: self.part(raw.value.as_ref(), name)?,
                flattened: raw.flattened,
                min,
                max,
            }),
            "string" | "character" => ShapeKind::Text(TextShape {
                values: raw.values.iter().map(fixed).collect(),
                pattern: raw.pattern.as_ref().map(|pattern| {
                    let source = fixed(pattern);
                    Pattern::new(source, raw.matched.as_ref().map_or(source, fixed))
                }),
                min,
                max,
            }),
            "integer" | "long" | "short" | "byte" | "bigInteger" => {
                ShapeKind::Integer { long: raw.kind == "long", min: raw.min, max: raw.max }
            }
            "float" | "double" => ShapeKind::Float { min: raw.min, max: raw.max },
            "boolean" => ShapeKind::Boolean,
            "blob" => ShapeKind::Blob { min, max },
            "timestamp" => ShapeKind::Timestamp(timestamp(raw.timestamp_format)),
            other => return Err(InvalidModel::Unknown(other.to_owned())),
        };
        Ok(Shape { name, kind, sensitive: raw.sensitive })
    }

    fn structure(&self, raw: &Raw) -> Result<StructShape, InvalidModel> {
        let mut members = Vec::new();
        for (name, member) in raw.members.iter().flat_map(|members| &members.0) {
            let mut member = self.member(name, member)?;
            member.required = raw.required.contains(name);
            members.push(member);
        }
        let error = raw.error.as_ref();
        let is_error = raw.exception || error.is_some();
        Ok(StructShape {
            members,
            payload: raw.payload,
            xml_name: raw.location_name,
            xml_namespace: namespace(raw.xml_namespace.as_ref()),
            error: is_error.then(|| ErrorTraits {
                code: error.and_then(|error| error.code),
                status: error.and_then(|error| error.http_status_code).or(raw.fault.then_some(500)),
                sender: error.and_then(|error| error.sender_fault),
            }),
            union: raw.union,
            event_stream: raw.eventstream,
        })
    }
}

fn namespace(raw: Option<&RawNamespace<'static>>) -> Option<XmlNamespace> {
    match raw? {
        RawNamespace::Uri(uri) => Some(XmlNamespace { uri, prefix: None }),
        RawNamespace::Full { uri, prefix } => Some(XmlNamespace { uri, prefix: *prefix }),
    }
}

fn timestamp(name: Option<&str>) -> Option<TimestampFormat> {
    match name? {
        "iso8601" => Some(TimestampFormat::Iso8601),
        "rfc822" => Some(TimestampFormat::Rfc822),
        "unixTimestamp" => Some(TimestampFormat::Unix),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn length(bound: Option<f64>) -> Option<u64> {
    bound.map(|bound| bound as u64)
}

/// Texts with escapes cannot be borrowed from the data; a model lives as long as the process.
#[expect(clippy::ptr_arg, reason = "what is borrowed already lives long enough")]
fn fixed(text: &Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => Box::leak(text.clone().into_boxed_str()),
    }
}
