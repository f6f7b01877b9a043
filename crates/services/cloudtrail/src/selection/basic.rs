//! Event selectors. (CloudTrail API Reference, `EventSelector`, `DataResource`.)

use serde::{Deserialize, Serialize};

use super::{Candidate, Invalid};
use crate::shapes;

/// The most selectors of a trail.
const SELECTORS_MAX: usize = 5;
/// The most data resources of a trail.
const RESOURCES_MAX: usize = 250;
/// The event sources that can be left out.
const EXCLUDABLE: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

/// One event selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BasicSelector {
    access: AccessKind,
    management: bool,
    data: Vec<DataResource>,
    excluded_sources: Vec<String>,
}

/// `ReadWriteType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum AccessKind {
    All,
    ReadOnly,
    WriteOnly,
}

/// Resources of one type, whose data events are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct DataResource {
    kind: ResourceKind,
    values: Vec<String>,
}

/// The types that event selectors know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum ResourceKind {
    Object,
    Function,
    Table,
}

impl Default for BasicSelector {
    fn default() -> Self {
        Self {
            access: AccessKind::All,
            management: true,
            data: Vec::new(),
            excluded_sources: Vec::new(),
        }
    }
}

impl BasicSelector {
    /// The selectors of a request.
    pub(crate) fn read_all(asked: Vec<shapes::EventSelector>) -> Result<Vec<Self>, Invalid> {
        if asked.is_empty() || asked.len() > SELECTORS_MAX {
            return Err(format!("A trail can have 1 to {SELECTORS_MAX} event selectors."));
        }
        let selectors = asked.into_iter().map(Self::read).collect::<Result<Vec<_>, _>>()?;
        let resources: usize =
            selectors.iter().flat_map(|selector| &selector.data).map(|one| one.values.len()).sum();
        if resources > RESOURCES_MAX {
            return Err(format!("A trail can have at most {RESOURCES_MAX} data resources."));
        }
        Ok(selectors)
    }

    fn read(asked: shapes::EventSelector) -> Result<Self, Invalid> {
        let data = asked.data_resources.unwrap_or_default();
        let selector = Self {
            access: match asked.read_write_type.as_deref() {
                None | Some("All") => AccessKind::All,
                Some("ReadOnly") => AccessKind::ReadOnly,
                Some("WriteOnly") => AccessKind::WriteOnly,
                Some(other) => return Err(format!("Value {other} for ReadWriteType is invalid.")),
            },
            management: asked.include_management_events.unwrap_or(true),
            data: data.into_iter().map(DataResource::read).collect::<Result<_, _>>()?,
            excluded_sources: asked.exclude_management_event_sources.unwrap_or_default(),
        };
        if !selector.management && selector.data.is_empty() {
            return Err("Invalid combination of parameters in EventSelectors. When \
                        includeManagementEvents is false, DataResources must not be empty."
                .to_owned());
        }
        let unknown = |source: &&String| !EXCLUDABLE.contains(&source.as_str());
        if let Some(source) = selector.excluded_sources.iter().find(unknown) {
            return Err(format!("Value {source} for ExcludeManagementEventSources is invalid."));
        }
        if !selector.management && !selector.excluded_sources.is_empty() {
            return Err("ExcludeManagementEventSources needs IncludeManagementEvents to be true."
                .to_owned());
        }
        Ok(selector)
    }

    /// Whether it wants events of the data plane.
    pub(crate) fn logs_data(&self) -> bool {
        !self.data.is_empty()
    }

    /// Whether it wants this event.
    pub(crate) fn admits(&self, event: Candidate<'_>) -> bool {
        let of_kind = match self.access {
            AccessKind::All => true,
            AccessKind::ReadOnly => event.is_read_only(),
            AccessKind::WriteOnly => !event.is_read_only(),
        };
        if !of_kind {
            return false;
        }
        if event.is_management() {
            let source = event.text("eventSource").unwrap_or_default();
            return self.management && !self.excluded_sources.iter().any(|one| one == source);
        }
        self.data.iter().any(|resource| resource.admits(event))
    }

    /// The selector as answers show it.
    pub(crate) fn shown(&self) -> shapes::EventSelector {
        let access = match self.access {
            AccessKind::All => "All",
            AccessKind::ReadOnly => "ReadOnly",
            AccessKind::WriteOnly => "WriteOnly",
        };
        let data = self.data.iter().map(|resource| shapes::DataResource {
            r#type: Some(resource.kind.name().to_owned()),
            values: Some(resource.values.clone()),
        });
        shapes::EventSelector {
            read_write_type: Some(access.to_owned()),
            include_management_events: Some(self.management),
            data_resources: Some(data.collect()),
            exclude_management_event_sources: Some(self.excluded_sources.clone()),
        }
    }
}

impl DataResource {
    fn read(asked: shapes::DataResource) -> Result<Self, Invalid> {
        let kind = ResourceKind::read(asked.r#type.as_deref().unwrap_or_default())?;
        let values = asked.values.unwrap_or_default();
        if values.is_empty() {
            return Err("DataResources.Values must not be empty.".to_owned());
        }
        match values.iter().find(|value| !kind.takes(value)) {
            Some(value) => Err(format!("Value {value} for DataResources.Values is invalid.")),
            None => Ok(Self { kind, values }),
        }
    }

    fn admits(&self, event: Candidate<'_>) -> bool {
        let arns = event.resources(self.kind.name());
        let wanted = |arn: &String| self.values.iter().any(|value| self.kind.covers(value, arn));
        arns.iter().any(wanted)
    }
}

impl ResourceKind {
    fn read(name: &str) -> Result<Self, Invalid> {
        [Self::Object, Self::Function, Self::Table]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| format!("Value {name} for DataResources.Type is invalid."))
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Object => "AWS::S3::Object",
            Self::Function => "AWS::Lambda::Function",
            Self::Table => "AWS::DynamoDB::Table",
        }
    }

    /// The value that stands for all resources of the type.
    const fn all(self) -> &'static str {
        match self {
            Self::Object => "arn:aws:s3",
            Self::Function => "arn:aws:lambda",
            Self::Table => "arn:aws:dynamodb",
        }
    }

    fn stands_for_all(self, value: &str) -> bool {
        value == self.all() || (self == Self::Object && value == "arn:aws:s3:::")
    }

    /// Whether a value can name resources of this type.
    fn takes(self, value: &str) -> bool {
        if self.stands_for_all(value) {
            return true;
        }
        match self {
            Self::Object => value.strip_prefix("arn:aws:s3:::").is_some_and(|rest| {
                rest.split_once('/').is_some_and(|(bucket, _)| {
                    !bucket.is_empty() && !bucket.contains(['*', '?', ':'])
                })
            }),
            Self::Function => value.starts_with("arn:aws:lambda:") && value.contains(":function:"),
            Self::Table => value.starts_with("arn:aws:dynamodb:") && value.contains(":table/"),
        }
    }

    /// Whether a value names this resource: objects by the beginning of their ARN, others exactly.
    fn covers(self, value: &str, arn: &str) -> bool {
        let named = if self == Self::Object { arn.starts_with(value) } else { arn == value };
        self.stands_for_all(value) || named
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn objects(values: &[&str]) -> Vec<shapes::DataResource> {
        let values = Some(values.iter().map(|value| (*value).to_owned()).collect());
        vec![shapes::DataResource { r#type: Some("AWS::S3::Object".to_owned()), values }]
    }

    fn read(selector: shapes::EventSelector) -> Result<BasicSelector, Invalid> {
        BasicSelector::read_all(vec![selector]).map(|mut read| read.remove(0))
    }

    #[test]
    fn management_events_by_kind_and_source() {
        let selector = |kind: &str, excluded: &[&str]| {
            read(shapes::EventSelector {
                read_write_type: Some(kind.to_owned()),
                exclude_management_event_sources: Some(
                    excluded.iter().map(|source| (*source).to_owned()).collect(),
                ),
                ..shapes::EventSelector::default()
            })
            .unwrap()
        };
        let event = |source: &str, reads: bool| json!({ "eventSource": source, "readOnly": reads, "managementEvent": true });
        let (read, write) = (event("iam.amazonaws.com", true), event("iam.amazonaws.com", false));
        let key = event("kms.amazonaws.com", true);
        for (selector, admitted) in [
            (selector("All", &[]), [true, true, true]),
            (selector("ReadOnly", &[]), [true, false, true]),
            (selector("WriteOnly", &[]), [false, true, false]),
            (selector("All", &["kms.amazonaws.com"]), [true, true, false]),
        ] {
            let found = [&read, &write, &key].map(|event| selector.admits(Candidate(event)));
            assert_eq!(found, admitted, "{selector:?}");
        }
    }

    #[test]
    fn data_events_by_the_beginning_of_the_object() {
        let event = |kind: &str, arn: &str| {
            json!({
                "managementEvent": false, "readOnly": true,
                "resources": [{ "type": kind, "ARN": arn }],
            })
        };
        let object = event("AWS::S3::Object", "arn:aws:s3:::b/photos/1");
        let listing = event("AWS::S3::Bucket", "arn:aws:s3:::b");
        let longer = event("AWS::S3::Object", "arn:aws:s3:::bb/photos/1");
        for (values, admitted) in [
            (&["arn:aws:s3"][..], [true, true, true]),
            (&["arn:aws:s3:::"], [true, true, true]),
            (&["arn:aws:s3:::b/"], [true, true, false]),
            (&["arn:aws:s3:::b/photos"], [true, false, false]),
            (&["arn:aws:s3:::c/", "arn:aws:s3:::bb/"], [false, false, true]),
        ] {
            let selector = read(shapes::EventSelector {
                data_resources: Some(objects(values)),
                ..shapes::EventSelector::default()
            });
            let selector = selector.unwrap();
            let found = [&object, &listing, &longer].map(|event| selector.admits(Candidate(event)));
            assert_eq!(found, admitted, "{values:?}");
        }
    }

    #[test]
    fn what_is_refused() {
        let none = shapes::EventSelector {
            include_management_events: Some(false),
            ..shapes::EventSelector::default()
        };
        let source = shapes::EventSelector {
            exclude_management_event_sources: Some(vec!["iam.amazonaws.com".to_owned()]),
            ..shapes::EventSelector::default()
        };
        let data = |values: &[&str]| shapes::EventSelector {
            data_resources: Some(objects(values)),
            ..shapes::EventSelector::default()
        };
        let wrong = [
            none,
            source,
            data(&[]),
            data(&["arn:aws:s3:::*"]),
            data(&["arn:aws:s3:::*/*"]),
            data(&["arn:aws:s3:::bucket"]),
            data(&["bucket/"]),
        ];
        for selector in wrong {
            assert!(read(selector.clone()).is_err(), "{selector:?}");
        }
        let many = data(&["arn:aws:s3"; 51]);
        assert!(BasicSelector::read_all(vec![many; 5]).is_err());
        assert!(BasicSelector::read_all(vec![shapes::EventSelector::default(); 6]).is_err());
        assert!(BasicSelector::read_all(Vec::new()).is_err());
    }

    #[test]
    fn a_selector_is_shown_as_it_was_given() {
        let given = shapes::EventSelector {
            read_write_type: Some("WriteOnly".to_owned()),
            include_management_events: Some(true),
            data_resources: Some(objects(&["arn:aws:s3:::b/p"])),
            exclude_management_event_sources: Some(vec!["kms.amazonaws.com".to_owned()]),
        };
        assert_eq!(format!("{:?}", read(given.clone()).unwrap().shown()), format!("{given:?}"));
    }
}
