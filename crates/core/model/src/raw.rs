//! The data files as they are written: botocore's form without documentation.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::resolve::InvalidModel;

#[derive(Deserialize)]
pub(crate) struct RawModel {
    #[serde(borrow)]
    pub(crate) metadata: RawMetadata<'static>,
    #[serde(borrow)]
    pub(crate) operations: BTreeMap<&'static str, RawOperation<'static>>,
    #[serde(borrow)]
    pub(crate) shapes: BTreeMap<&'static str, RawShape<'static>>,
}

impl RawModel {
    pub(crate) fn parse(text: &'static str) -> Result<Self, InvalidModel> {
        serde_json::from_str(text).map_err(|error| InvalidModel::Syntax(error.to_string()))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawMetadata<'a> {
    pub(crate) api_version: &'a str,
    pub(crate) endpoint_prefix: &'a str,
    pub(crate) json_version: Option<&'a str>,
    pub(crate) protocols: Vec<&'a str>,
    pub(crate) protocol: &'a str,
    pub(crate) service_full_name: &'a str,
    pub(crate) service_id: &'a str,
    pub(crate) signing_name: Option<&'a str>,
    pub(crate) target_prefix: Option<&'a str>,
    pub(crate) xml_namespace: Option<&'a str>,
    pub(crate) aws_query_compatible: Option<serde::de::IgnoredAny>,
    pub(crate) validation: Option<&'a str>,
    #[serde(default)]
    pub(crate) bare_errors: bool,
}

#[derive(Deserialize)]
pub(crate) struct RawOperation<'a> {
    #[serde(borrow)]
    pub(crate) http: RawHttp<'a>,
    #[serde(borrow)]
    pub(crate) input: Option<RawRef<'a>>,
    #[serde(borrow)]
    pub(crate) output: Option<RawRef<'a>>,
    #[serde(borrow, default)]
    pub(crate) errors: Vec<&'a str>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    /// Ours: the output's only member is the root element.
    #[serde(default)]
    pub(crate) unwrapped: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawHttp<'a> {
    pub(crate) method: &'a str,
    pub(crate) request_uri: &'a str,
    pub(crate) response_code: Option<u16>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "independent traits of the model")]
pub(crate) struct RawRef<'a> {
    pub(crate) shape: &'a str,
    pub(crate) location: Option<&'a str>,
    pub(crate) location_name: Option<&'a str>,
    pub(crate) query_name: Option<&'a str>,
    pub(crate) flattened: bool,
    pub(crate) xml_attribute: bool,
    #[serde(borrow)]
    pub(crate) xml_namespace: Option<RawNamespace<'a>>,
    pub(crate) timestamp_format: Option<&'a str>,
    pub(crate) streaming: bool,
    pub(crate) jsonvalue: bool,
    pub(crate) result_wrapper: Option<&'a str>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(crate) enum RawNamespace<'a> {
    Uri(&'a str),
    Full { uri: &'a str, prefix: Option<&'a str> },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent traits of the model")]
pub(crate) struct RawShape<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: &'a str,
    #[serde(borrow)]
    pub(crate) members: Option<Members<'a>>,
    #[serde(borrow, default)]
    pub(crate) required: Vec<&'a str>,
    #[serde(borrow)]
    pub(crate) member: Option<RawRef<'a>>,
    #[serde(borrow)]
    pub(crate) key: Option<RawRef<'a>>,
    #[serde(borrow)]
    pub(crate) value: Option<RawRef<'a>>,
    #[serde(rename = "enum", borrow, default)]
    pub(crate) values: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    pub(crate) pattern: Option<Cow<'a, str>>,
    /// Ours: an equal pattern that the regex engine can compile.
    #[serde(borrow)]
    pub(crate) matched: Option<Cow<'a, str>>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    #[serde(default)]
    pub(crate) sensitive: bool,
    #[serde(default)]
    pub(crate) exception: bool,
    #[serde(borrow)]
    pub(crate) error: Option<RawError<'a>>,
    #[serde(default)]
    pub(crate) fault: bool,
    pub(crate) payload: Option<&'a str>,
    pub(crate) location_name: Option<&'a str>,
    #[serde(borrow)]
    pub(crate) xml_namespace: Option<RawNamespace<'a>>,
    #[serde(default)]
    pub(crate) flattened: bool,
    #[serde(default)]
    pub(crate) streaming: bool,
    #[serde(default)]
    pub(crate) union: bool,
    #[serde(default)]
    pub(crate) document: bool,
    #[serde(default)]
    pub(crate) eventstream: bool,
    pub(crate) timestamp_format: Option<&'a str>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawError<'a> {
    pub(crate) code: Option<&'a str>,
    pub(crate) http_status_code: Option<u16>,
    pub(crate) sender_fault: Option<bool>,
}

/// Members in the order they are written: XML is written in that order.
pub(crate) struct Members<'a>(pub(crate) Vec<(&'a str, RawRef<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Vec<(&'de str, RawRef<'de>)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("members")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some(entry) = map.next_entry()? {
                    members.push(entry);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(InOrder).map(Members)
    }
}
