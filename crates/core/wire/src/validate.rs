//! The model's constraints.

mod fields;
mod reason;
mod terse;

use std::fmt;

use bartizan_model::{
    Location, OperationModel, Protocol, ServiceModel, Shape, ShapeId, ShapeKind, TextShape,
    Validation,
};
use bartizan_types::Fault;

use self::reason::Breach;
use crate::malformed::Malformed;
use crate::value::Value;

/// More violations than this are not told.
const VIOLATIONS_MAX: usize = 100;
/// The pattern of IAM's names.
const NAME: &str = r"[\w+=,.@-]+";
/// The patterns of IAM's paths.
const PATHS: [&str; 2] =
    [r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", r"((/[A-Za-z0-9\.,\+@=_-]+)*)/"];

/// Checks required members, lengths, ranges, patterns and enumerations. Of a service that words its
/// own errors, as S3 does, only a document is checked, for required members; its handlers do the
/// rest.
///
/// # Errors
/// `ValidationError` (query protocols) or `ValidationException`, with all violations in AWS's
/// words; `InvalidInputException` of Organizations, `InvalidInput` of Route 53;
/// `BadRequestException` of GuardDuty; `InvalidParameterException` of CloudWatch Logs;
/// `MissingParameter` or `InvalidParameterValue` of EC2; `MalformedXML` of S3.
pub fn validate(
    service: &ServiceModel,
    operation: &OperationModel,
    input: &Value,
) -> Result<(), Fault> {
    let Some(id) = operation.input else { return Ok(()) };
    if service.validation == Validation::Own {
        let whole = is_whole(service, id, input);
        let incomplete = || Malformed::Body("a required member is missing").fault(service);
        return whole.then_some(()).ok_or_else(incomplete);
    }
    let mut checker = Checker {
        service,
        violations: vec![],
        fields: vec![],
        first: None,
        told: None,
        misnamed: None,
    };
    checker.value(id, &Path::Whole, input);
    match service.validation {
        Validation::Reasoned => {
            return checker.first.map_or(Ok(()), |breach| Err(breach.fault()));
        }
        Validation::Terse => return checker.told.map_or(Ok(()), Err),
        _ => {}
    }
    let count = checker.violations.len();
    let plural = if count == 1 { "error" } else { "errors" };
    let message = match (count, checker.misnamed) {
        (0, None) => return Ok(()),
        (0, Some(message)) => message,
        _ => format!("{count} validation {plural} detected: {}", checker.violations.join("; ")),
    };
    let code = match service.protocol {
        _ if service.validation == Validation::Input => "InvalidInput",
        _ if service.validation == Validation::Rejected => "BadRequestException",
        _ if service.validation == Validation::Parameter => "InvalidParameterException",
        Protocol::Query => "ValidationError",
        // Whose clients know the codes of the older protocol.
        _ if service.query_compatible => "ValidationError",
        _ => "ValidationException",
    };
    Err(fields::told(service, Fault::new(code, message, 400), &checker.fields))
}

/// Whether a value has every required member that a body can lack.
fn is_whole(service: &ServiceModel, id: ShapeId, value: &Value) -> bool {
    match (&service.shape(id).kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(_)) => {
            structure.members.iter().all(|member| {
                match value.field(member.name).filter(|value| !value.is_null()) {
                    Some(value) => is_whole(service, member.shape, value),
                    None => {
                        !member.required || member.streaming || member.location != Location::Body
                    }
                }
            })
        }
        (ShapeKind::List(list), Value::List(items)) => {
            items.iter().all(|item| is_whole(service, list.member.shape, item))
        }
        _ => true,
    }
}

struct Checker<'m> {
    service: &'m ServiceModel,
    violations: Vec<String>,
    /// The path of each, and the constraint.
    fields: Vec<(String, String)>,
    /// What the first violation breaks.
    first: Option<Breach>,
    /// The answer to it of a service that tells no other.
    told: Option<Fault>,
    /// What is wrong with the first name or path that has words of its own.
    misnamed: Option<String>,
}

impl Checker<'_> {
    fn value(&mut self, id: ShapeId, path: &Path<'_>, value: &Value) {
        if self.violations.len() >= VIOLATIONS_MAX {
            return;
        }
        let shape = self.service.shape(id);
        match (&shape.kind, value) {
            (ShapeKind::Structure(structure), Value::Struct(_)) => {
                for member in &structure.members {
                    let path = Path::Member(path, member.name);
                    match value.field(member.name).filter(|value| !value.is_null()) {
                        Some(value) => self.value(member.shape, &path, value),
                        None if member.required && !member.streaming => {
                            self.first.get_or_insert(Breach::Missing);
                            let missing = || terse::missing(self.service, member);
                            self.told.get_or_insert_with(missing);
                            self.tell("null ", &path, "Member must not be null");
                        }
                        None => {}
                    }
                }
            }
            (ShapeKind::List(list), Value::List(items)) => {
                self.length(shape, path, value, items.len(), list.min, list.max);
                if let ShapeKind::Text(text) = &self.service.shape(list.member.shape).kind {
                    self.texts(shape, text, path, value, items);
                    return;
                }
                for (index, item) in items.iter().enumerate() {
                    self.value(list.member.shape, &Path::Item(path, index + 1), item);
                }
            }
            (ShapeKind::Map(map), Value::Map(entries)) => {
                self.length(shape, path, value, entries.len(), map.min, map.max);
                for (key, value) in entries {
                    let key = Value::of_text(key.as_str());
                    self.value(map.key.shape, path, &key);
                    let name = key.text().unwrap_or_default();
                    self.value(map.value.shape, &Path::Entry(path, name), value);
                }
            }
            (ShapeKind::Text(text), Value::Text(content)) => {
                self.text(shape, text, path, value, content);
            }
            (ShapeKind::Blob { min, max }, Value::Blob(bytes)) => {
                self.length(shape, path, value, bytes.len(), *min, *max);
            }
            (ShapeKind::Integer { min, max, .. } | ShapeKind::Float { min, max }, _) => {
                self.range(shape, path, value, *min, *max);
            }
            _ => {}
        }
    }

    fn text(
        &mut self,
        shape: &Shape,
        text: &TextShape,
        path: &Path<'_>,
        value: &Value,
        content: &str,
    ) {
        if !text.values.is_empty() && !text.values.contains(&content) {
            self.fail(Breach::of_enumeration(shape.name), shape, path, value, &one_of(text));
        }
        if let Some(pattern) = text.pattern.as_ref().filter(|pattern| !pattern.is_match(content)) {
            if let Some(message) = self.misnamed(path, pattern.as_str()) {
                self.misnamed = self.misnamed.take().or(Some(message));
            } else {
                let breach = Breach::of_pattern(shape.name);
                self.fail(breach, shape, path, value, &matching(pattern.as_str()));
            }
        }
        if text.min.is_some() || text.max.is_some() {
            self.length(shape, path, value, content.chars().count(), text.min, text.max);
        }
    }

    /// Checks the texts of a list, whose violations are told of the list.
    fn texts(
        &mut self,
        shape: &Shape,
        text: &TextShape,
        path: &Path<'_>,
        value: &Value,
        items: &[Value],
    ) {
        let mut contents = items.iter().filter_map(Value::text);
        if contents.all(|content| fits(text, content)) {
            return;
        }
        let constraint = format!("Member must satisfy constraint: [{}]", constraints(text));
        self.fail(Breach::ListMember, shape, path, value, &constraint);
    }

    /// How a service words that a name or a path has characters it may not have.
    fn misnamed(&self, path: &Path<'_>, pattern: &str) -> Option<String> {
        let may_contain = match pattern {
            _ if self.service.validation != Validation::Discreet => return None,
            NAME => "contain only alphanumeric characters and/or the following: +=,.@_-",
            path if PATHS.contains(&path) => {
                "begin and end with / and contain only alphanumeric characters and/or / characters."
            }
            _ => return None,
        };
        let path = path.to_string();
        let member = path.rsplit('.').next().unwrap_or_default();
        Some(format!("The specified value for {member} is invalid. It must {may_contain}"))
    }

    fn length(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        value: &Value,
        length: usize,
        min: Option<u64>,
        max: Option<u64>,
    ) {
        let length = length as u64;
        if let Some(max) = max.filter(|max| length > *max) {
            self.fail(Breach::TooLong, shape, path, value, &at_most(max));
        }
        if let Some(min) = min.filter(|min| length < *min) {
            self.fail(Breach::TooShort, shape, path, value, &at_least(min));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "bounds are within 53 bits")]
    fn range(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        value: &Value,
        min: Option<f64>,
        max: Option<f64>,
    ) {
        let number = match value {
            Value::Int(number) => *number as f64,
            Value::Float(number) => *number,
            _ => return,
        };
        let told = |of: fn(&str, &str, f64) -> Fault, bound| {
            move || of(&path.to_string(), &show(value), bound)
        };
        if let Some(max) = max.filter(|max| number > *max) {
            self.told.get_or_insert_with(told(terse::too_large, max));
            let constraint = format!("Member must have value less than or equal to {max}");
            self.fail(Breach::TooLarge, shape, path, value, &constraint);
        }
        if let Some(min) = min.filter(|min| number < *min) {
            self.told.get_or_insert_with(told(terse::too_small, min));
            let constraint = format!("Member must have value greater than or equal to {min}");
            self.fail(Breach::TooSmall, shape, path, value, &constraint);
        }
    }

    /// Tells a violation of a value; a secret is not shown.
    fn fail(
        &mut self,
        breach: Breach,
        shape: &Shape,
        path: &Path<'_>,
        value: &Value,
        constraint: &str,
    ) {
        self.first.get_or_insert(breach);
        let shown = if self.holds_secrets(shape) { None } else { Some(show(value)) };
        self.told.get_or_insert_with(|| {
            terse::wrong(&path.to_string(), shown.as_deref().unwrap_or_default())
        });
        let shown = shown.map(|shown| format!("'{shown}' "));
        self.tell(&shown.unwrap_or_default(), path, constraint);
    }

    fn tell(&mut self, value: &str, path: &Path<'_>, constraint: &str) {
        let value = if self.service.validation == Validation::Discreet { "" } else { value };
        self.fields.push((path.to_string(), constraint.to_owned()));
        self.violations
            .push(format!("Value {value}at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// Whether the shape, or what a list or map of it holds, is sensitive.
    fn holds_secrets(&self, shape: &Shape) -> bool {
        let sensitive = |id: ShapeId| self.service.shape(id).sensitive;
        shape.sensitive
            || match &shape.kind {
                ShapeKind::List(list) => sensitive(list.member.shape),
                ShapeKind::Map(map) => sensitive(map.key.shape) || sensitive(map.value.shape),
                _ => false,
            }
    }
}

/// Whether a text has the form that the model demands.
fn fits(text: &TextShape, content: &str) -> bool {
    let length = content.chars().count() as u64;
    (text.values.is_empty() || text.values.contains(&content))
        && text.pattern.as_ref().is_none_or(|pattern| pattern.is_match(content))
        && text.max.is_none_or(|max| length <= max)
        && text.min.is_none_or(|min| length >= min)
}

/// Everything that the model demands of a text.
fn constraints(text: &TextShape) -> String {
    let lengths = [text.max.map(at_most), text.min.map(at_least)].into_iter().flatten();
    let pattern = text.pattern.as_ref().map(|pattern| matching(pattern.as_str()));
    let set = (!text.values.is_empty()).then(|| one_of(text));
    lengths.chain(pattern).chain(set).collect::<Vec<_>>().join(", ")
}

fn at_most(max: u64) -> String {
    format!("Member must have length less than or equal to {max}")
}

fn at_least(min: u64) -> String {
    format!("Member must have length greater than or equal to {min}")
}

fn matching(pattern: &str) -> String {
    format!("Member must satisfy regular expression pattern: {pattern}")
}

fn one_of(text: &TextShape) -> String {
    format!("Member must satisfy enum value set: [{}]", text.values.join(", "))
}

/// As Java prints it, which AWS's messages show. Structures and blobs show nothing of theirs.
fn show(value: &Value) -> String {
    match value {
        Value::List(items) => {
            format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}={}", show(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Time(instant) => instant.iso8601(),
        Value::Null | Value::Blob(_) | Value::Struct(_) | Value::Document(_) => "…".to_owned(),
    }
}

/// Where in an input a value stands. It is written where something is wrong alone.
enum Path<'p> {
    Whole,
    Member(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
    Entry(&'p Path<'p>, &'p str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Member(Self::Whole, name) => out.write_str(&lower_first(name)),
            Self::Member(parent, name) => write!(out, "{parent}.{}", lower_first(name)),
            Self::Item(list, number) => write!(out, "{list}.{number}.member"),
            Self::Entry(map, name) => write!(out, "{map}.{name}.member"),
        }
    }
}

/// `UserName` → `userName`.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

#[cfg(test)]
mod tests;
