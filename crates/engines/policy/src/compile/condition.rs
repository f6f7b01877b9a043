//! One key under one operator, compiled: constants parsed, key hashed.

use ipnet::IpNet;

use super::constant::{self, Instant, Number};
use crate::PolicyError;
use crate::context::{Context, Key, Values};
use crate::document::ConditionEntry;
use crate::glob::{Pattern, Syntax};
use crate::operator::{Comparison, Operator, Order, Quantifier};

/// A compiled condition.
#[derive(Debug)]
pub(crate) struct Condition {
    key: Key,
    operator: Operator,
    test: Test,
}

/// What one value is held against. Constants that are not of the operator's type match nothing.
#[derive(Debug)]
enum Test {
    Text(Box<[Pattern]>),
    TextIgnoringCase(Box<[Pattern]>),
    Arn(Box<[Pattern]>),
    Number(Order, Box<[Number]>),
    Date(Order, Box<[Instant]>),
    Bool(Box<[bool]>),
    Binary(Box<[BinaryConstant]>),
    Address(Box<[IpNet]>),
    Missing(Box<[bool]>),
}

/// A binary constant: as written, in base64, and decoded.
#[derive(Debug)]
struct BinaryConstant {
    text: Box<str>,
    bytes: Box<[u8]>,
}

impl Condition {
    /// Compiles an entry; `variables` tells whether the policy's version resolves them.
    pub(crate) fn compile(entry: &ConditionEntry, variables: bool) -> Result<Self, PolicyError> {
        let operator = Operator::parse(&entry.operator.value).ok_or_else(|| {
            PolicyError::malformed("Syntax errors in policy.", entry.operator.span)
        })?;
        let texts = || entry.element.values.iter().map(|text| text.value.as_str());
        let patterns = |syntax| -> Box<[Pattern]> {
            texts().map(|text| Pattern::compile(text, syntax, variables)).collect()
        };
        let test = match operator.comparison {
            Comparison::StringEquals => Test::Text(patterns(Syntax::Plain)),
            Comparison::StringEqualsIgnoreCase => Test::TextIgnoringCase(patterns(Syntax::Plain)),
            Comparison::StringLike => Test::Text(patterns(Syntax::Glob)),
            Comparison::Arn => Test::Arn(patterns(Syntax::Arn)),
            Comparison::Numeric(order) => {
                Test::Number(order, texts().filter_map(Number::parse).collect())
            }
            Comparison::Date(order) => {
                Test::Date(order, texts().filter_map(Instant::parse).collect())
            }
            Comparison::Bool => Test::Bool(texts().filter_map(constant::boolean).collect()),
            Comparison::Null => Test::Missing(texts().filter_map(constant::boolean).collect()),
            Comparison::IpAddress => Test::Address(texts().filter_map(constant::network).collect()),
            Comparison::Binary => Test::Binary(
                texts()
                    .filter_map(|text| {
                        let bytes = constant::base64(text)?.into();
                        Some(BinaryConstant { text: text.into(), bytes })
                    })
                    .collect(),
            ),
        };
        Ok(Self { key: Key::new(entry.key.value.trim()), operator, test })
    }

    /// Whether the request satisfies it.
    pub(crate) fn holds(&self, context: &Context) -> bool {
        let values = context.lookup(&self.key).filter(|values| !values.is_empty());
        if let Test::Missing(wanted) = &self.test {
            return wanted.contains(&values.is_none());
        }
        let Some(values) = values else { return self.holds_without_key() };
        let holds = |value: &str| self.test.matches(value, context) != self.operator.negated;
        match self.operator.quantifier {
            // A key that the service declares multivalued is no single value, however many it has.
            Quantifier::Single => match context.lookup_single(&self.key) {
                Some(value) => holds(value),
                None => self.operator.negated,
            },
            Quantifier::All => is_empty_set(values) || values.iter().all(holds),
            Quantifier::Any => !is_empty_set(values) && values.iter().any(holds),
        }
    }

    const fn holds_without_key(&self) -> bool {
        match self.operator.quantifier {
            Quantifier::All => true,
            Quantifier::Any => self.operator.if_exists,
            Quantifier::Single => self.operator.if_exists || self.operator.negated,
        }
    }
}

/// An empty text alone is no value to the set operators. (IAM User Guide, "Set operators for
/// multivalued context keys".)
fn is_empty_set(values: Values<'_>) -> bool {
    values.len() == 1 && values.first() == Some("")
}

impl Test {
    fn matches(&self, value: &str, context: &Context) -> bool {
        match self {
            Self::Text(patterns) => patterns.iter().any(|one| one.matches(value, context)),
            Self::TextIgnoringCase(patterns) => {
                patterns.iter().any(|one| one.matches_ignoring_case(value, context))
            }
            Self::Arn(patterns) => {
                value.bytes().filter(|byte| *byte == b':').count() >= 5
                    && patterns.iter().any(|one| one.matches(value, context))
            }
            Self::Number(order, constants) => Number::parse(value)
                .is_some_and(|value| constants.iter().any(|one| order.holds(&value, one))),
            Self::Date(order, constants) => Instant::parse(value)
                .is_some_and(|value| constants.iter().any(|one| order.holds(&value, one))),
            Self::Bool(constants) => {
                constant::boolean(value).is_some_and(|value| constants.contains(&value))
            }
            Self::Binary(constants) => constants
                .iter()
                .any(|one| one.text.as_ref() == value || one.bytes.as_ref() == value.as_bytes()),
            Self::Address(networks) => constant::address(value)
                .is_some_and(|address| networks.iter().any(|one| one.contains(&address))),
            Self::Missing(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
