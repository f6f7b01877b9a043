//! One key under one operator, compiled: constants parsed, key hashed.

use super::code::{Reader, Writer};
use super::constant::{self, Instant, Number};
use crate::PolicyError;
use crate::context::{Context, Key, Values};
use crate::document::ConditionEntry;
use crate::glob::{Glob, Pattern, Syntax};
use crate::operator::{Comparison, Operator, Order, Quantifier};

/// What one value is held against, as a byte in code.
mod test {
    pub(super) const TEXT: u8 = 0;
    pub(super) const TEXT_IGNORING_CASE: u8 = 1;
    pub(super) const ARN: u8 = 2;
    pub(super) const NUMBER: u8 = 3;
    pub(super) const DATE: u8 = 4;
    pub(super) const BOOL: u8 = 5;
    pub(super) const BINARY: u8 = 6;
    pub(super) const ADDRESS: u8 = 7;
    pub(super) const MISSING: u8 = 8;
}

/// How an operator takes the values, as bits of a byte in code.
mod mode {
    pub(super) const ALL: u8 = 1;
    pub(super) const ANY: u8 = 1 << 1;
    pub(super) const NEGATED: u8 = 1 << 2;
    pub(super) const IF_EXISTS: u8 = 1 << 3;
}

/// Writes what [`Condition`] reads: mode, test, order of quantities, key, and the constants up to
/// the end. Constants that are not of the operator's type match nothing, and are left out.
/// `variables` tells whether the policy's version resolves them.
pub(crate) fn write(
    entry: &ConditionEntry,
    variables: bool,
    code: &mut Writer,
) -> Result<(), PolicyError> {
    let operator = Operator::parse(&entry.operator.value)
        .ok_or_else(|| PolicyError::malformed("Syntax errors in policy.", entry.operator.span))?;
    code.byte(mode_of(operator));
    let (test, order) = match operator.comparison {
        Comparison::StringEquals | Comparison::StringLike => (test::TEXT, Order::Equal),
        Comparison::StringEqualsIgnoreCase => (test::TEXT_IGNORING_CASE, Order::Equal),
        Comparison::Arn => (test::ARN, Order::Equal),
        Comparison::Numeric(order) => (test::NUMBER, order),
        Comparison::Date(order) => (test::DATE, order),
        Comparison::Bool => (test::BOOL, Order::Equal),
        Comparison::Null => (test::MISSING, Order::Equal),
        Comparison::IpAddress => (test::ADDRESS, Order::Equal),
        Comparison::Binary => (test::BINARY, Order::Equal),
    };
    code.byte(test);
    code.byte(order.code());
    Key::write(entry.key.value.trim(), code);
    let texts = entry.element.values.iter().map(|text| text.value.as_str());
    match operator.comparison {
        Comparison::StringEquals | Comparison::StringEqualsIgnoreCase => {
            write_patterns(texts, Syntax::Plain, variables, code);
        }
        Comparison::StringLike => write_patterns(texts, Syntax::Glob, variables, code),
        Comparison::Arn => write_patterns(texts, Syntax::Arn, variables, code),
        Comparison::Numeric(_) => {
            texts.filter_map(Number::parse).for_each(|number| number.write(code));
        }
        Comparison::Date(_) => {
            texts.filter_map(Instant::parse).for_each(|instant| instant.write(code));
        }
        Comparison::Bool | Comparison::Null => {
            texts.filter_map(constant::boolean).for_each(|wanted| code.byte(u8::from(wanted)));
        }
        Comparison::IpAddress => texts
            .filter_map(constant::network)
            .for_each(|network| constant::write_network(network, code)),
        Comparison::Binary => {
            for text in texts {
                if let Some(bytes) = constant::base64(text) {
                    code.block(text.as_bytes());
                    code.block(&bytes);
                }
            }
        }
    }
    Ok(())
}

/// Writes patterns, each a block.
pub(crate) fn write_patterns<'t>(
    texts: impl Iterator<Item = &'t str>,
    syntax: Syntax,
    variables: bool,
    code: &mut Writer,
) {
    for text in texts {
        let pattern = Glob::compile(text, syntax, variables);
        code.block(&Writer::written(|code| pattern.write(code)));
    }
}

fn mode_of(operator: Operator) -> u8 {
    let quantifier = match operator.quantifier {
        Quantifier::Single => 0,
        Quantifier::All => mode::ALL,
        Quantifier::Any => mode::ANY,
    };
    let negated = if operator.negated { mode::NEGATED } else { 0 };
    let if_exists = if operator.if_exists { mode::IF_EXISTS } else { 0 };
    quantifier | negated | if_exists
}

/// A condition in code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition<'p> {
    mode: u8,
    test: u8,
    order: Order,
    key: Key<'p>,
    constants: Reader<'p>,
}

impl<'p> Condition<'p> {
    /// Reads one that fills this code.
    pub(crate) fn new(code: &'p [u8]) -> Self {
        let mut code = Reader::new(code);
        Self {
            mode: code.byte(),
            test: code.byte(),
            order: Order::of_code(code.byte()),
            key: Key::read(&mut code),
            constants: code,
        }
    }

    /// What comes before the constants, and these.
    pub(super) fn parts(code: &'p [u8]) -> (&'p [u8], Constants<'p>) {
        let condition = Self::new(code);
        let constants = condition.constants.rest();
        let head = code.len().checked_sub(constants.len()).and_then(|end| code.get(..end));
        let are_patterns =
            matches!(condition.test, test::TEXT | test::TEXT_IGNORING_CASE | test::ARN);
        let constants = if are_patterns && condition.has(mode::NEGATED) {
            Constants::Unwanted(condition.constants.blocks().collect())
        } else {
            Constants::Fixed(constants)
        };
        (head.unwrap_or_default(), constants)
    }

    /// Whether the request satisfies it.
    pub(crate) fn holds(&self, context: &Context) -> bool {
        let found = context.lookup_all(self.key);
        if self.test == test::MISSING {
            return self.constants.rest().contains(&u8::from(found.is_none()));
        }
        let Some((values, single)) = found else { return self.holds_without_key() };
        let negated = self.has(mode::NEGATED);
        let holds = |value: &str| self.matches(value, context) != negated;
        if self.has(mode::ALL) {
            is_empty_set(values) || values.iter().all(holds)
        } else if self.has(mode::ANY) {
            !is_empty_set(values) && values.iter().any(holds)
        } else {
            // A key that the service declares multivalued is no single value, however many it has.
            single.map_or(negated, holds)
        }
    }

    const fn holds_without_key(&self) -> bool {
        self.has(mode::ALL)
            || self.has(mode::IF_EXISTS)
            || (self.has(mode::NEGATED) && !self.has(mode::ANY))
    }

    const fn has(&self, mode: u8) -> bool {
        self.mode & mode != 0
    }

    fn matches(&self, value: &str, context: &Context) -> bool {
        let constants = self.constants;
        let mut patterns = constants.blocks().map(Pattern::new);
        match self.test {
            test::TEXT => patterns.any(|one| one.matches(value, context)),
            test::TEXT_IGNORING_CASE => {
                patterns.any(|one| one.matches_ignoring_case(value, context))
            }
            test::ARN => {
                value.bytes().filter(|byte| *byte == b':').count() >= 5
                    && patterns.any(|one| one.matches(value, context))
            }
            test::NUMBER => Number::parse(value).is_some_and(|value| {
                self.any(|code| self.order.holds(&value, &Number::read(code)))
            }),
            test::DATE => Instant::parse(value).is_some_and(|value| {
                self.any(|code| self.order.holds(&value, &Instant::read(code)))
            }),
            test::BOOL => constant::boolean(value)
                .is_some_and(|value| constants.rest().contains(&u8::from(value))),
            test::BINARY => self.any(|code| {
                let (text, bytes) = (code.block(), code.block());
                text == value.as_bytes() || bytes == value.as_bytes()
            }),
            test::ADDRESS => constant::address(value).is_some_and(|address| {
                self.any(|code| {
                    constant::read_network(code).is_some_and(|one| one.contains(&address))
                })
            }),
            _ => false,
        }
    }

    /// Whether one of the constants passes.
    fn any(&self, mut passes: impl FnMut(&mut Reader<'p>) -> bool) -> bool {
        let mut code = self.constants;
        std::iter::from_fn(|| (!code.is_empty()).then(|| passes(&mut code))).any(|passed| passed)
    }
}

/// What conditions of the same key and operator are told apart by.
#[derive(Debug)]
pub(super) enum Constants<'p> {
    /// Patterns none of which may match: a condition of some of them holds wherever that of all does.
    Unwanted(Vec<&'p [u8]>),
    /// What cannot be taken apart.
    Fixed(&'p [u8]),
}

impl Constants<'_> {
    /// What a condition holds with wherever it holds with either of these; `None` where that is
    /// everywhere.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Unwanted(own), Self::Unwanted(others)) => {
                let both: Vec<_> = own.iter().copied().filter(|one| others.contains(one)).collect();
                (!both.is_empty()).then_some(Self::Unwanted(both))
            }
            (Self::Fixed(own), Self::Fixed(others)) => (own == others).then_some(Self::Fixed(own)),
            _ => None,
        }
    }

    pub(super) fn code(&self) -> Vec<u8> {
        match self {
            Self::Unwanted(patterns) => {
                Writer::written(|code| patterns.iter().for_each(|one| code.block(one)))
            }
            Self::Fixed(code) => code.to_vec(),
        }
    }
}

/// An empty text alone is no value to the set operators. (IAM User Guide, "Set operators for
/// multivalued context keys".)
fn is_empty_set(values: Values<'_>) -> bool {
    values.len() == 1 && values.first() == Some("")
}

#[cfg(test)]
mod tests;
