//! Condition operators. (IAM User Guide, "IAM JSON policy elements: Condition operators".)

/// What an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueClass {
    String,
    Numeric,
    Date,
    Bool,
    Binary,
    IpAddress,
    Arn,
    Null,
}

/// An operator as written: `ForAllValues:StringEqualsIfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operator<'t> {
    /// `ForAllValues` or `ForAnyValue`, where written.
    pub(crate) set: Option<&'t str>,
    /// The operator alone.
    pub(crate) name: &'static str,
    /// What it compares.
    pub(crate) class: ValueClass,
    /// Whether `IfExists` ends it.
    pub(crate) if_exists: bool,
}

const OPERATORS: [(&str, ValueClass); 27] = [
    ("StringEquals", ValueClass::String),
    ("StringNotEquals", ValueClass::String),
    ("StringEqualsIgnoreCase", ValueClass::String),
    ("StringNotEqualsIgnoreCase", ValueClass::String),
    ("StringLike", ValueClass::String),
    ("StringNotLike", ValueClass::String),
    ("NumericEquals", ValueClass::Numeric),
    ("NumericNotEquals", ValueClass::Numeric),
    ("NumericLessThan", ValueClass::Numeric),
    ("NumericLessThanEquals", ValueClass::Numeric),
    ("NumericGreaterThan", ValueClass::Numeric),
    ("NumericGreaterThanEquals", ValueClass::Numeric),
    ("DateEquals", ValueClass::Date),
    ("DateNotEquals", ValueClass::Date),
    ("DateLessThan", ValueClass::Date),
    ("DateLessThanEquals", ValueClass::Date),
    ("DateGreaterThan", ValueClass::Date),
    ("DateGreaterThanEquals", ValueClass::Date),
    ("Bool", ValueClass::Bool),
    ("BinaryEquals", ValueClass::Binary),
    ("IpAddress", ValueClass::IpAddress),
    ("NotIpAddress", ValueClass::IpAddress),
    ("ArnEquals", ValueClass::Arn),
    ("ArnNotEquals", ValueClass::Arn),
    ("ArnLike", ValueClass::Arn),
    ("ArnNotLike", ValueClass::Arn),
    ("Null", ValueClass::Null),
];

impl<'t> Operator<'t> {
    /// Reads an operator; `None` where AWS knows none of this name.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let (set, rest) = match text.split_once(':') {
            Some((set @ ("ForAllValues" | "ForAnyValue"), rest)) => (Some(set), rest),
            Some(_) => return None,
            None => (None, text),
        };
        let (rest, if_exists) = match rest.strip_suffix("IfExists") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (name, class) = *OPERATORS.iter().find(|(name, _)| *name == rest)?;
        Some(Self { set, name, class, if_exists })
    }

    /// Whether variables are resolved in its values.
    pub(crate) const fn takes_variables(&self) -> bool {
        matches!(self.class, ValueClass::String | ValueClass::Arn)
    }
}
