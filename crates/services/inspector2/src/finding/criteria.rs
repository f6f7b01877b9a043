//! Which findings a filter is about. All of its fields have to match; of a field, one of the values that
//! it asks for, and none that it excludes. (Amazon Inspector API Reference, `FilterCriteria`.)

use bartizan_types::Timestamp;
use bartizan_wire::{IntoValue as _, Value};

use super::criteria_fields::{FIELDS, Field, Kind};
use super::view::View;
use crate::error::InspectorError;
use crate::shapes::{FilterCriteria, MapFilter, StringFilter};

/// Criteria, as findings are asked about.
#[derive(Debug, Default)]
pub(crate) struct Criteria(Vec<(&'static Field, Vec<Condition>)>);

/// One condition of a field.
#[derive(Debug)]
enum Condition {
    Text(Text),
    Between(Option<f64>, Option<f64>),
    Within(Option<Timestamp>, Option<Timestamp>),
    Entry { key: String, value: Option<String> },
    Ports(Option<i64>, Option<i64>),
    Package(Vec<(&'static str, Condition)>),
}

/// A comparison with a text.
#[derive(Debug)]
pub(crate) struct Text {
    comparison: Comparison,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equals,
    Prefix,
    NotEquals,
}

impl Text {
    fn read(value: &Value) -> Self {
        let text = |name| value.field(name).and_then(Value::text).unwrap_or_default();
        let comparison = match text("comparison") {
            "PREFIX" => Comparison::Prefix,
            "NOT_EQUALS" => Comparison::NotEquals,
            _ => Comparison::Equals,
        };
        Self { comparison, value: text("value").to_owned() }
    }

    fn matches(&self, found: &[&str]) -> bool {
        match self.comparison {
            Comparison::Equals => found.contains(&self.value.as_str()),
            Comparison::Prefix => found.iter().any(|text| text.starts_with(&self.value)),
            Comparison::NotEquals => !found.contains(&self.value.as_str()),
        }
    }
}

/// Whether texts are what filters ask for; nothing asked is any.
pub(crate) fn are_asked_for(filters: Option<&Vec<StringFilter>>, found: &[&str]) -> bool {
    let Some(filters) = filters else { return true };
    let conditions: Vec<Condition> = filters
        .iter()
        .map(|filter| Condition::Text(Text::read(&filter.clone().into_value())))
        .collect();
    all_of(
        &conditions,
        |condition| matches!(condition, Condition::Text(text) if text.matches(found)),
    )
}

/// Whether tags are what filters ask for.
pub(crate) fn are_tags_asked_for<'t>(
    filters: Option<&Vec<MapFilter>>,
    tag: impl Fn(&str) -> Option<&'t str>,
) -> bool {
    let is_there = |filter: &MapFilter| {
        tag(&filter.key).is_some_and(|found| filter.value.as_deref().is_none_or(|v| v == found))
    };
    filters.is_none_or(|filters| filters.iter().any(is_there))
}

/// Whether one of the conditions that ask for something is met, and all that exclude something are.
fn all_of(conditions: &[Condition], is_met: impl Fn(&Condition) -> bool) -> bool {
    let excludes = |one: &&Condition| matches!(one, Condition::Text(text) if text.comparison == Comparison::NotEquals);
    let (excluding, asking): (Vec<&Condition>, Vec<&Condition>) =
        conditions.iter().partition(excludes);
    excluding.into_iter().all(&is_met) && (asking.is_empty() || asking.into_iter().any(is_met))
}

impl Criteria {
    /// Those of a request, or that were stored.
    pub(crate) fn read(criteria: FilterCriteria) -> Result<Self, InspectorError> {
        let Value::Struct(members) = criteria.into_value() else { return Ok(Self::default()) };
        let mut read = Vec::new();
        for (name, value) in members {
            let Value::List(filters) = value else { continue };
            let field = FIELDS.iter().find(|field| field.name == name);
            let field = field.ok_or_else(|| {
                InspectorError::Invalid(format!(
                    "{name} is no field that findings are filtered by."
                ))
            })?;
            let conditions = filters.iter().map(|filter| condition(field.kind, filter));
            read.push((field, conditions.collect::<Result<_, _>>()?));
        }
        Ok(Self(read))
    }

    /// Whether a finding is one of those.
    pub(crate) fn matches(&self, view: &View<'_>) -> bool {
        self.0.iter().all(|(field, conditions)| {
            all_of(conditions, |condition| is_met(field, condition, view))
        })
    }
}

fn condition(kind: Kind, filter: &Value) -> Result<Condition, InspectorError> {
    let number = |name| match filter.field(name) {
        Some(Value::Float(number)) => Some(*number),
        Some(Value::Int(number)) => i32::try_from(*number).ok().map(f64::from),
        _ => None,
    };
    let whole = |name| filter.field(name).and_then(Value::int);
    let time = |name| filter.field(name).and_then(Value::time);
    Ok(match kind {
        Kind::Text | Kind::Arn | Kind::Status => Condition::Text(Text::read(filter)),
        Kind::Number => {
            let bounds = (number("lowerInclusive"), number("upperInclusive"));
            if let (Some(lower), Some(upper)) = bounds
                && lower > upper
            {
                let why = "The lower bound of a number filter is above its upper bound.";
                return Err(InspectorError::Invalid(why.to_owned()));
            }
            Condition::Between(bounds.0, bounds.1)
        }
        Kind::First | Kind::Last | Kind::Updated | Kind::Date => {
            let bounds = (time("startInclusive"), time("endInclusive"));
            if let (Some(start), Some(end)) = bounds
                && start > end
            {
                let why = "The start of a date filter is after its end.";
                return Err(InspectorError::Invalid(why.to_owned()));
            }
            Condition::Within(bounds.0, bounds.1)
        }
        Kind::Map => {
            let text = |name| filter.field(name).and_then(Value::text).map(str::to_owned);
            Condition::Entry { key: text("key").unwrap_or_default(), value: text("value") }
        }
        Kind::Ports => Condition::Ports(whole("beginInclusive"), whole("endInclusive")),
        Kind::Package => {
            let parts = PACKAGE.iter().filter_map(|(name, member, kind)| {
                let part = filter.field(name)?;
                Some(condition(*kind, part).map(|condition| (*member, condition)))
            });
            Condition::Package(parts.collect::<Result<_, _>>()?)
        }
    })
}

/// The members of a filter of packages, and those of a package that they are about.
const PACKAGE: [(&str, &str, Kind); 8] = [
    ("name", "name", Kind::Text),
    ("version", "version", Kind::Text),
    ("epoch", "epoch", Kind::Number),
    ("release", "release", Kind::Text),
    ("architecture", "arch", Kind::Text),
    ("sourceLayerHash", "sourceLayerHash", Kind::Text),
    ("sourceLambdaLayerArn", "sourceLambdaLayerArn", Kind::Text),
    ("filePath", "filePath", Kind::Text),
];

fn is_met(field: &Field, condition: &Condition, view: &View<'_>) -> bool {
    let record = view.record;
    match condition {
        Condition::Text(text) => match field.kind {
            Kind::Arn => text.matches(&[&view.arn()]),
            Kind::Status => text.matches(&[view.status]),
            _ => text.matches(&record.texts(field.path)),
        },
        Condition::Between(lower, upper) => {
            record.number(field.path).is_some_and(|number| is_between(number, *lower, *upper))
        }
        Condition::Within(start, end) => {
            let found = match field.kind {
                Kind::First => Some(record.first_observed),
                Kind::Last => Some(record.last_observed),
                Kind::Updated => Some(record.updated),
                // No resource that is scanned has another date.
                _ => None,
            };
            found.is_some_and(|found| {
                start.is_none_or(|start| found >= start) && end.is_none_or(|end| found <= end)
            })
        }
        Condition::Entry { key, value } => {
            let mut path = field.path.to_vec();
            path.push(key);
            let found = record.texts(&path);
            !found.is_empty() && value.as_ref().is_none_or(|value| found.contains(&value.as_str()))
        }
        Condition::Ports(begin, end) => view.ports().is_some_and(|(first, last)| {
            begin.is_none_or(|begin| first >= begin) && end.is_none_or(|end| last <= end)
        }),
        Condition::Package(parts) => view.packages().iter().any(|package| {
            parts.iter().all(|(member, condition)| is_part_met(package, member, condition))
        }),
    }
}

fn is_part_met(package: &serde_json::Value, member: &str, condition: &Condition) -> bool {
    let found = package.get(member);
    match condition {
        Condition::Text(text) => {
            let found: Vec<&str> = found.and_then(|found| found.as_str()).into_iter().collect();
            text.matches(&found)
        }
        Condition::Between(lower, upper) => found
            .and_then(serde_json::Value::as_f64)
            .is_some_and(|number| is_between(number, *lower, *upper)),
        _ => false,
    }
}

fn is_between(number: f64, lower: Option<f64>, upper: Option<f64>) -> bool {
    lower.is_none_or(|lower| number >= lower) && upper.is_none_or(|upper| number <= upper)
}
