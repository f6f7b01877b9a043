//! Which findings a filter is about. All of its fields have to match; of a field, one of the values that
//! it asks for, and none that it excludes. (Amazon Inspector API Reference, `FilterCriteria`.)

use std::cell::Cell;
use std::convert::Infallible;

use bartizan_types::Timestamp;
use bartizan_wire::{IntoValue as _, Value};

use super::criteria_fields::{FIELDS, Field, Kind};
use super::record::{number, texts};
use super::shelf::{Fact, fact_at};
use super::view::View;
use crate::error::InspectorError;
use crate::shapes::{FilterCriteria, MapFilter, StringFilter};

/// The field of accounts.
const ACCOUNT: &str = "awsAccountId";

/// Criteria, as findings are asked about.
#[derive(Debug, Default)]
pub(crate) struct Criteria(Vec<Part>);

/// A field with its conditions.
#[derive(Debug)]
struct Part {
    field: &'static Field,
    place: Place,
    conditions: Vec<Condition>,
    /// Of what is about resources: the last one that was looked at, and whether all conditions were met.
    last: Cell<Option<(Told, bool)>>,
}

/// A part of a shelf, and which of its resources.
type Told = (u64, Option<i64>);

/// Where a finding has what a field is about. The first cost the least to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Row,
    /// Members of the resource.
    Resource(&'static [&'static str]),
    Status,
    Packages,
}

impl Place {
    fn of(field: &Field) -> Self {
        match (field.kind, field.path) {
            (Kind::Status, _) => Self::Status,
            (Kind::Package, _) => Self::Packages,
            (_, ["resources", of_resource @ ..]) => Self::Resource(of_resource),
            _ => Self::Row,
        }
    }
}

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

    fn matches<'t>(&self, mut found: impl Iterator<Item = &'t str>) -> bool {
        match self.comparison {
            Comparison::Equals => found.any(|text| text == self.value),
            Comparison::Prefix => found.any(|text| text.starts_with(&self.value)),
            Comparison::NotEquals => !found.any(|text| text == self.value),
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
    let is_met = |condition: &Condition| {
        let found = found.iter().copied();
        Ok::<_, Infallible>(matches!(condition, Condition::Text(text) if text.matches(found)))
    };
    all_of(&conditions, is_met).unwrap_or_else(|never| match never {})
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
fn all_of<E>(
    conditions: &[Condition],
    is_met: impl Fn(&Condition) -> Result<bool, E>,
) -> Result<bool, E> {
    let (mut is_any_asked, mut is_asked_met) = (false, false);
    for condition in conditions {
        let is_excluding =
            matches!(condition, Condition::Text(text) if text.comparison == Comparison::NotEquals);
        if is_excluding {
            if !is_met(condition)? {
                return Ok(false);
            }
        } else {
            is_any_asked = true;
            is_asked_met = is_asked_met || is_met(condition)?;
        }
    }
    Ok(is_asked_met || !is_any_asked)
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
            let conditions = conditions.collect::<Result<_, _>>()?;
            read.push(Part { field, place: Place::of(field), conditions, last: Cell::new(None) });
        }
        read.sort_by_key(|part| part.place);
        Ok(Self(read))
    }

    /// Whether findings of an account may be among those.
    pub(crate) fn admit(&self, account: &str) -> bool {
        let mut parts = self.0.iter().filter(|part| part.field.name == ACCOUNT);
        parts.all(|part| {
            let is_met = |condition: &Condition| {
                let found = std::iter::once(account);
                let is_it = matches!(condition, Condition::Text(text) if text.matches(found));
                Ok::<_, Infallible>(is_it)
            };
            all_of(&part.conditions, is_met).unwrap_or_else(|never| match never {})
        })
    }

    /// Whether a finding is one of those.
    pub(crate) fn matches(&self, view: &View<'_>) -> Result<bool, InspectorError> {
        for part in &self.0 {
            if !part.matches(view)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Part {
    /// Findings of a resource come one after the other: what is met by one need not be looked at again.
    fn matches(&self, view: &View<'_>) -> Result<bool, InspectorError> {
        let is_about = || all_of(&self.conditions, |condition| is_met(self, condition, view));
        if !matches!(self.place, Place::Resource(_)) {
            return is_about();
        }
        let told = (view.shelf.serial, view.row.whole(Fact::Resource));
        match self.last.get() {
            Some((last, is_met)) if last == told => Ok(is_met),
            _ => {
                let is_met = is_about()?;
                self.last.set(Some((told, is_met)));
                Ok(is_met)
            }
        }
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

fn is_met(part: &Part, condition: &Condition, view: &View<'_>) -> Result<bool, InspectorError> {
    Ok(match condition {
        Condition::Text(text) => match (part.field.kind, part.place) {
            (Kind::Arn, _) => text.matches(std::iter::once(view.arn().as_str())),
            (_, Place::Status) => text.matches(std::iter::once(view.status()?)),
            (_, Place::Resource(path)) => text.matches(of_resource(view, path).into_iter()),
            _ if part.field.name == ACCOUNT => text.matches(std::iter::once(view.account)),
            _ => match fact_at(part.field.path) {
                Some(fact) => text.matches(view.row.each(fact)),
                None => text.matches(std::iter::empty()),
            },
        },
        Condition::Between(lower, upper) => {
            let found = match part.place {
                Place::Resource(path) => view.resource().and_then(|json| number(json, path)),
                _ => fact_at(part.field.path).and_then(|fact| view.row.number(fact)),
            };
            found.is_some_and(|number| is_between(number, *lower, *upper))
        }
        Condition::Within(start, end) => {
            let found = match part.field.kind {
                Kind::First => view.row.whole(Fact::First),
                Kind::Last => view.row.whole(Fact::Last),
                Kind::Updated => view.row.whole(Fact::Updated),
                // No resource that is scanned has another date.
                _ => None,
            };
            found.is_some_and(|found| {
                start.is_none_or(|start| found >= start.millis())
                    && end.is_none_or(|end| found <= end.millis())
            })
        }
        Condition::Entry { key, value } => {
            let Place::Resource(path) = part.place else { return Ok(false) };
            let found = of_resource(view, &[path, &[key]].concat());
            !found.is_empty() && value.as_ref().is_none_or(|value| found.contains(&value.as_str()))
        }
        Condition::Ports(begin, end) => view.row.ports().is_some_and(|(first, last)| {
            begin.is_none_or(|begin| first >= begin) && end.is_none_or(|end| last <= end)
        }),
        Condition::Package(parts) => has_package(view, parts)?,
    })
}

/// What the resource of a finding has at a path of members.
fn of_resource<'v>(view: &'v View<'_>, path: &[&str]) -> Vec<&'v str> {
    let mut found = Vec::new();
    if let Some(resource) = view.resource() {
        texts(resource, path, &mut found);
    }
    found
}

/// Whether a package meets all parts of a filter. The finding is read where no name tells.
fn has_package(
    view: &View<'_>,
    parts: &[(&'static str, Condition)],
) -> Result<bool, InspectorError> {
    let is_named = |condition: &Condition| {
        let is_it = |name| matches!(condition, Condition::Text(text) if text.matches(std::iter::once(name)));
        view.row.texts(Fact::Packages).any(is_it)
    };
    let names = || parts.iter().filter(|(member, _)| *member == "name");
    if !names().all(|(_, condition)| is_named(condition)) {
        return Ok(false);
    }
    let has_any = view.row.texts(Fact::Packages).next().is_some();
    if !has_any || names().count() == parts.len() {
        return Ok(has_any);
    }
    let Some(record) = view.record()? else { return Ok(false) };
    let packages = record.finding.pointer("/packageVulnerabilityDetails/vulnerablePackages");
    let packages = packages.and_then(|packages| packages.as_array()).into_iter().flatten();
    let is_it = |package: &serde_json::Value| {
        parts.iter().all(|(member, condition)| is_part_met(package, member, condition))
    };
    Ok(packages.into_iter().any(is_it))
}

fn is_part_met(package: &serde_json::Value, member: &str, condition: &Condition) -> bool {
    let found = package.get(member);
    match condition {
        Condition::Text(text) => text.matches(found.and_then(|found| found.as_str()).into_iter()),
        Condition::Between(lower, upper) => found
            .and_then(serde_json::Value::as_f64)
            .is_some_and(|number| is_between(number, *lower, *upper)),
        _ => false,
    }
}

fn is_between(number: f64, lower: Option<f64>, upper: Option<f64>) -> bool {
    lower.is_none_or(|lower| number >= lower) && upper.is_none_or(|upper| number <= upper)
}
