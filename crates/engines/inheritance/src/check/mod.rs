//! What is wrong with a policy that would be in effect.

mod backup;
mod guard_duty;
mod tag;

use std::collections::BTreeSet;

use crate::PolicyType;
use crate::merge::Merged;
use crate::shape::{Bounds, Shape};

/// Why an effective policy is invalid. (Organizations API Reference,
/// `EffectivePolicyValidationError`.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The kind of error.
    pub code: ViolationCode,
    /// What is wrong, in the words of Organizations.
    pub message: String,
    /// Where in the effective policy, as names with slashes between them.
    pub path: String,
    /// The identifiers of the policies that this part of the policy comes from.
    pub contributors: Vec<String>,
}

/// The kinds of errors. ("About invalid effective policy alerts", and what the API answers.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViolationCode {
    /// There are more elements than there may be.
    ElementsTooMany,
    /// There are fewer elements than there must be.
    ElementsTooFew,
    /// A setting that must be there is missing.
    KeyRequired,
    /// Settings contradict each other.
    CrossAttributeValidation,
}

impl ViolationCode {
    /// The code in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ElementsTooMany => "ELEMENTS_TOO_MANY",
            Self::ElementsTooFew => "ELEMENTS_TOO_FEW",
            Self::KeyRequired => "KEY_REQUIRED",
            Self::CrossAttributeValidation => "CROSS_ATTRIBUTE_VALIDATION",
        }
    }
}

/// All that is wrong with `merged`, whose text has as many bytes as `size` tells.
pub(crate) fn violations(
    kind: PolicyType,
    merged: &Merged<'_>,
    size: impl Fn() -> usize,
) -> Vec<Violation> {
    let mut report = Report::default();
    if let Some(shape) = kind.shape() {
        report.shape(shape, merged, &mut Vec::new());
    }
    match kind {
        PolicyType::Tag => tag::check(merged, size(), &mut report),
        PolicyType::Backup => backup::check(merged, &mut report),
        PolicyType::GuardDuty => guard_duty::check(merged, &mut report),
        _ => {}
    }
    report.violations
}

/// What was found so far.
#[derive(Debug, Default)]
struct Report {
    violations: Vec<Violation>,
}

impl Report {
    fn add(
        &mut self,
        code: ViolationCode,
        message: String,
        way: &[&str],
        contributors: &BTreeSet<&str>,
    ) {
        let contributors = contributors.iter().map(|id| (*id).to_owned()).collect();
        self.violations.push(Violation { code, message, path: way.join("/"), contributors });
    }

    /// Settings of the policy block at the end of the way that are invalid together.
    fn contradiction(&mut self, fields: &[(&str, &str)], way: &[&str], at: &Merged<'_>) {
        let fields: Vec<String> = fields.iter().map(|(key, is)| format!("{key}={is}")).collect();
        let message = format!(
            "Dependent fields {} in policy block {} are invalid when used together",
            fields.join(","),
            way.last().unwrap_or(&"")
        );
        let code = ViolationCode::CrossAttributeValidation;
        self.add(code, message, way, &at.contributors());
    }

    /// What the shape needs and bounds, at the end of the way and below.
    fn shape<'m>(&mut self, shape: &Shape, at: &'m Merged<'_>, way: &mut Vec<&'m str>) {
        match shape {
            Shape::One(_) => {}
            Shape::Many(_, bounds) => self.bounds(at.many().len(), *bounds, way, at),
            Shape::Fields(fields) => {
                for field in *fields {
                    if let Some((name, member)) = at.members.get_key_value(field.name) {
                        way.push(name);
                        self.shape(field.shape, member, way);
                        way.pop();
                    } else if field.needed {
                        let message = format!("'{}' is missing", field.name);
                        self.add(ViolationCode::KeyRequired, message, way, &at.contributors());
                    }
                }
            }
            Shape::Map(map) => {
                self.bounds(at.members.len(), map.bounds, way, at);
                for (name, member) in &at.members {
                    way.push(name);
                    self.shape(map.each, member, way);
                    way.pop();
                }
            }
        }
    }

    fn bounds(&mut self, count: usize, bounds: Bounds, way: &[&str], at: &Merged<'_>) {
        let name = way.last().unwrap_or(&"");
        if count < bounds.min {
            let message = format!("'{name}' is less than the allowed minimum limit {}", bounds.min);
            self.add(ViolationCode::ElementsTooFew, message, way, &at.contributors());
        } else if count > bounds.max {
            let message = format!("'{name}' exceeds the allowed maximum limit {}", bounds.max);
            self.add(ViolationCode::ElementsTooMany, message, way, &at.contributors());
        }
    }
}
