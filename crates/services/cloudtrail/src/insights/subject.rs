//! What insights are about: the calls of an API, or its errors of one code, in one region.
//! (CloudTrail User Guide, "Working with CloudTrail Insights".)

use bartizan_types::Region;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::records::Trail;
use crate::selection::Candidate;

/// `InsightType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum InsightKind {
    /// The rate of calls: of the control plane those that write, of the data plane all.
    ApiCallRate,
    /// The rate of calls that fail.
    ApiErrorRate,
}

/// `EventCategories`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Category {
    Management,
    Data,
}

/// A type of insights that a trail has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InsightChoice {
    pub(crate) kind: InsightKind,
    /// As they were given; none means those of the control plane.
    pub(crate) categories: Vec<Category>,
}

/// What a rate is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Subject {
    pub(crate) kind: InsightKind,
    pub(crate) category: Category,
    pub(crate) region: String,
    pub(crate) source: String,
    pub(crate) name: String,
    /// The code of the errors, of a rate of errors.
    pub(crate) error: Option<String>,
}

impl InsightKind {
    /// The type of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::ApiCallRate, Self::ApiErrorRate].into_iter().find(|kind| kind.name() == name)
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ApiCallRate => "ApiCallRateInsight",
            Self::ApiErrorRate => "ApiErrorRateInsight",
        }
    }
}

impl Category {
    /// The category of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Management, Self::Data].into_iter().find(|category| category.name() == name)
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Management => "Management",
            Self::Data => "Data",
        }
    }

    fn of(event: Candidate<'_>) -> Self {
        if event.is_management() { Self::Management } else { Self::Data }
    }
}

impl InsightChoice {
    /// Whether it is about events of this category.
    pub(crate) fn is_about(&self, category: Category) -> bool {
        match self.categories.as_slice() {
            [] => category == Category::Management,
            given => given.contains(&category),
        }
    }
}

impl Subject {
    /// What this event, which happened in a region, counts for, by the trail's choices.
    pub(crate) fn all_of(trail: &Trail, region: &str, record: &Json) -> Vec<Self> {
        let event = Candidate(record);
        let category = Category::of(event);
        let choices = trail.insights.iter().filter(|choice| choice.is_about(category));
        choices.filter_map(|choice| Self::of(choice.kind, trail, region, event)).collect()
    }

    fn of(kind: InsightKind, trail: &Trail, region: &str, event: Candidate<'_>) -> Option<Self> {
        let category = Category::of(event);
        let error = match kind {
            InsightKind::ApiErrorRate => Some(event.text("errorCode")?.to_owned()),
            InsightKind::ApiCallRate if is_counted(category, event) => None,
            InsightKind::ApiCallRate => return None,
        };
        let region = if Region::is_known(region) { region } else { &trail.home_region };
        Some(Self {
            kind,
            category,
            region: region.to_owned(),
            source: event.text("eventSource")?.to_owned(),
            name: event.text("eventName")?.to_owned(),
            error,
        })
    }

    /// Whether this event is among those that are counted.
    pub(crate) fn counts(&self, record: &Json) -> bool {
        let event = Candidate(record);
        let is_wanted = match self.kind {
            InsightKind::ApiErrorRate => event.text("errorCode") == self.error.as_deref(),
            InsightKind::ApiCallRate => is_counted(self.category, event),
        };
        is_wanted
            && event.text("eventType") == Some("AwsApiCall")
            && Category::of(event) == self.category
            && event.text("eventSource") == Some(self.source.as_str())
            && event.text("eventName") == Some(self.name.as_str())
    }
}

/// Whether a call counts for the rate of calls.
fn is_counted(category: Category, event: Candidate<'_>) -> bool {
    category == Category::Data || !event.is_read_only()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::selection::Selection;

    fn trail(insights: Vec<InsightChoice>) -> Trail {
        Trail {
            id: String::new(),
            account: "123456789012".parse().unwrap(),
            home_region: "us-east-1".to_owned(),
            name: "audit".to_owned(),
            bucket: "logs".to_owned(),
            bucket_region: "us-east-1".to_owned(),
            key_prefix: None,
            includes_global_services: true,
            is_multi_region: true,
            validates_files: false,
            logs_own_deliveries: true,
            selection: Selection::default(),
            insights,
            tags: Vec::new(),
            kms_key: None,
        }
    }

    #[test]
    fn an_event_counts_for_what_the_trail_chose() {
        let choice =
            |kind, categories: &[Category]| InsightChoice { kind, categories: categories.to_vec() };
        let (calls, errors) = (InsightKind::ApiCallRate, InsightKind::ApiErrorRate);
        let event = |reads: bool, manages: bool, error: Option<&str>| {
            json!({
                "eventType": "AwsApiCall", "eventSource": "s3.amazonaws.com", "eventName": "Do",
                "readOnly": reads, "managementEvent": manages, "errorCode": error,
            })
        };
        let both = vec![choice(calls, &[]), choice(errors, &[])];
        let data = vec![choice(calls, &[Category::Data])];
        for (choices, event, kinds) in [
            (&both, event(false, true, None), vec![calls]),
            (&both, event(true, true, None), vec![]),
            (&both, event(true, true, Some("AccessDenied")), vec![errors]),
            (&both, event(false, true, Some("AccessDenied")), vec![calls, errors]),
            (&both, event(false, false, None), vec![]),
            (&data, event(true, false, Some("NoSuchKey")), vec![calls]),
            (&data, event(false, true, None), vec![]),
        ] {
            let subjects = Subject::all_of(&trail(choices.clone()), "eu-west-1", &event);
            let found: Vec<_> = subjects.iter().map(|subject| subject.kind).collect();
            assert_eq!(found, kinds, "{event}");
            assert!(subjects.iter().all(|subject| subject.counts(&event)));
            assert!(subjects.iter().all(|subject| subject.region == "eu-west-1"));
        }
    }

    #[test]
    fn an_invented_region_is_the_home_region() {
        let trail =
            trail(vec![InsightChoice { kind: InsightKind::ApiCallRate, categories: Vec::new() }]);
        let event = json!({ "eventSource": "iam.amazonaws.com", "eventName": "CreateUser" });
        assert_eq!(Subject::all_of(&trail, "moon-1", &event)[0].region, "us-east-1");
    }
}
