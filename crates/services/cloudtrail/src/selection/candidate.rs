//! An event as selectors see it.

use serde_json::Value as Json;

/// A record in CloudTrail's format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'e>(pub(crate) &'e Json);

impl<'e> Candidate<'e> {
    /// A text of the record.
    pub(crate) fn text(self, name: &str) -> Option<&'e str> {
        self.0.get(name).and_then(Json::as_str)
    }

    /// Whether it is on the control plane.
    pub(crate) fn is_management(self) -> bool {
        self.0.get("managementEvent").and_then(Json::as_bool).unwrap_or(true)
    }

    /// Whether it only reads.
    pub(crate) fn is_read_only(self) -> bool {
        self.0.get("readOnly").and_then(Json::as_bool).unwrap_or(false)
    }

    /// Whether it is of a console session.
    pub(crate) fn is_of_console(self) -> bool {
        self.text("sessionCredentialFromConsole") == Some("true")
    }

    /// The ARN of who made the call.
    pub(crate) fn caller(self) -> Option<&'e str> {
        self.0.get("userIdentity")?.get("arn")?.as_str()
    }

    /// The service that made the call for itself.
    pub(crate) fn service(self) -> Option<&'e str> {
        self.0.get("userIdentity")?.get("invokedBy")?.as_str()
    }

    /// The ARNs of the event's resources of this type. A call on a whole bucket, as a listing,
    /// counts as one on the objects behind the bucket's ARN and a slash, as AWS records it.
    pub(crate) fn resources(self, kind: &str) -> Vec<String> {
        let listed =
            self.0.get("resources").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let of = |resource: &Json| {
            let arn = resource.get("ARN")?.as_str()?;
            match resource.get("type")?.as_str()? {
                "AWS::S3::Bucket" if kind == "AWS::S3::Object" => Some(format!("{arn}/")),
                own if own == kind => Some(arn.to_owned()),
                _ => None,
            }
        };
        listed.iter().filter_map(of).collect()
    }
}
