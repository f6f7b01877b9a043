//! Requests that cannot be read.

use bartizan_model::{Protocol, ServiceModel};
use bartizan_types::Fault;

/// Why a request cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Malformed {
    /// The body is not what the protocol wants.
    #[error("{0}")]
    Body(&'static str),
    /// A value in the body is of another kind than its member.
    #[error("{0}")]
    Kind(String),
    /// A header, a query parameter or a label of the path has no usable value.
    #[error("invalid value for `{name}`")]
    Binding {
        /// The name on the wire.
        name: String,
        /// The value, where it is text.
        value: String,
        /// Whether it must be a whole number.
        is_number: bool,
    },
    /// The path or the query string is not UTF-8.
    #[error("the URI is not UTF-8")]
    Uri,
}

impl Malformed {
    pub(crate) fn binding(name: &str, value: &str) -> Self {
        let value = value.chars().take(256).collect();
        Self::Binding { name: name.to_owned(), value, is_number: false }
    }

    /// The same of a whole number.
    pub(crate) fn number(name: &str, value: &str) -> Self {
        let value = value.chars().take(256).collect();
        Self::Binding { name: name.to_owned(), value, is_number: true }
    }

    /// As the service words it.
    pub(crate) fn fault(self, service: &ServiceModel) -> Fault {
        if service.bare_errors {
            return self.s3_fault();
        }
        let code = match service.protocol {
            Protocol::Ec2 if matches!(self, Self::Kind(_)) => "InvalidParameterValue",
            Protocol::Query | Protocol::Ec2 | Protocol::RestXml => "MalformedInput",
            Protocol::RestJson | Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => {
                "SerializationException"
            }
        };
        Fault::new(code, self.to_string(), 400)
    }

    /// Amazon S3 API Reference, Error responses.
    fn s3_fault(self) -> Fault {
        match self {
            Self::Body(_) | Self::Kind(_) => Fault::new(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our \
                 published schema",
                400,
            ),
            Self::Binding { name, value, is_number } => {
                let message = if is_number {
                    format!("Provided {name} not an integer or within integer range")
                } else {
                    format!("Invalid value for {name}")
                };
                Fault::new("InvalidArgument", message, 400)
                    .with("ArgumentName", name)
                    .with("ArgumentValue", value)
            }
            Self::Uri => Fault::new("InvalidURI", "Couldn't parse the specified URI.", 400),
        }
    }
}
