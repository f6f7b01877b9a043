//! One AWS API.

use std::collections::HashMap;

use crate::operation::OperationModel;
use crate::raw::RawModel;
use crate::resolve::{self, InvalidModel};
use crate::shape::{Shape, ShapeId, ShapeKind};

/// How requests and responses are written on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// AWS Query: form parameters in, XML out.
    Query,
    /// EC2 Query: as Query with its own list and error forms.
    Ec2,
    /// REST with XML bodies.
    RestXml,
    /// REST with JSON bodies.
    RestJson,
    /// AWS JSON 1.0: `X-Amz-Target` and JSON bodies.
    Json10,
    /// AWS JSON 1.1.
    Json11,
    /// Smithy RPC v2 with CBOR bodies.
    Cbor,
}

/// Whether a service checks the model's constraints before its own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validation {
    /// Violations are answered as `ValidationError` or `ValidationException`.
    Model,
    /// As [`Self::Model`], but refused values are not shown, and names and paths are refused in words
    /// of their own, as by IAM.
    Discreet,
    /// The first violation is answered as `InvalidInputException` with its reason, as by
    /// Organizations.
    Reasoned,
    /// The first violation is answered as `MissingParameter` or `InvalidParameterValue`, as by EC2.
    Terse,
    /// Violations are answered as `InvalidInput`, as by Route 53.
    Input,
    /// Violations are answered as `BadRequestException`, as by GuardDuty.
    Rejected,
    /// As of the model, by a code of CloudWatch Logs' own.
    Parameter,
    /// The service words its own errors, as S3 does.
    Own,
}

/// The model of one AWS API.
#[derive(Debug)]
pub struct ServiceModel {
    /// The folder that botocore keeps it in, such as `iam`; Bartizan's name of the service.
    pub name: &'static str,
    /// The service id of the SDKs, such as `CloudTrail`.
    pub service_id: &'static str,
    /// The full name, such as `AWS CloudTrail`.
    pub full_name: &'static str,
    /// The protocol that current SDKs speak.
    pub protocol: Protocol,
    /// Every protocol the service answers, `protocol` among them.
    pub protocols: Vec<Protocol>,
    /// The API version, such as `2010-05-08`.
    pub api_version: &'static str,
    /// The namespace of XML responses.
    pub xml_namespace: Option<&'static str>,
    /// What `X-Amz-Target` says before the dot.
    pub target_prefix: Option<&'static str>,
    /// The service's name in a `SigV4` credential scope.
    pub signing_name: &'static str,
    /// The first label of the service's host name.
    pub endpoint_prefix: &'static str,
    /// Whether error codes of the older query protocol are told beside those of the current one.
    pub query_compatible: bool,
    /// How violations of the model's constraints are answered.
    pub validation: Validation,
    /// Whether XML errors have no element around `Error`, as S3's.
    pub bare_errors: bool,
    pub(crate) operations: Vec<OperationModel>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) shape_ids: HashMap<&'static str, ShapeId>,
}

impl ServiceModel {
    /// Reads a model in the form of `data/*.json`, under the name given.
    ///
    /// # Errors
    /// The text is not such a model or refers to a shape that it lacks.
    pub fn parse(name: &'static str, text: &'static str) -> Result<Self, InvalidModel> {
        resolve::resolve(name, RawModel::parse(text)?)
    }

    /// The operation of this name.
    pub fn operation(&self, name: &str) -> Option<&OperationModel> {
        let index = self.operations.binary_search_by(|operation| operation.name.cmp(name)).ok()?;
        self.operations.get(index)
    }

    /// All operations, by name.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = &OperationModel> {
        self.operations.iter()
    }

    /// The shape that `id` stands for. An id comes from this model's operations and shapes; any
    /// other answers an empty structure.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        static NONE: Shape = Shape::unit("");
        self.shapes.get(id.index()).unwrap_or(&NONE)
    }

    /// The shape of this name.
    pub fn shape_named(&self, name: &str) -> Option<(ShapeId, &Shape)> {
        let id = *self.shape_ids.get(name)?;
        Some((id, self.shape(id)))
    }

    /// The error shape that a client knows under `code`: by the code it declares or by its name.
    pub fn error(&self, code: &str) -> Option<&Shape> {
        let named = self.shape_named(code).map(|(_, shape)| shape);
        named.filter(|shape| shape.error_traits().is_some()).or_else(|| {
            self.shapes
                .iter()
                .find(|shape| shape.error_traits().is_some_and(|error| error.code == Some(code)))
        })
    }

    /// All shapes, by name.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.iter()
    }

    /// Whether the shape holds nothing but marks the end of a reference.
    pub fn is_structure(&self, id: ShapeId) -> bool {
        matches!(self.shape(id).kind, ShapeKind::Structure(_))
    }
}
