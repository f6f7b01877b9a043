//! Why a definition was refused.

/// Why a definition was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// AWS would refuse it, too: a `WAFInvalidParameterException`.
    #[error("Error reason: {reason}, field: {field}, parameter: {parameter}")]
    Parameter {
        /// One of AWS's names for what can be wrong.
        field: &'static str,
        /// The parameter or its value.
        parameter: String,
        /// A sentence.
        reason: &'static str,
    },
    /// AWS would take it, Bartizan does not.
    #[error("{0}")]
    Unsupported(String),
}

impl Invalid {
    pub(super) const ONE_VALUE: &'static str =
        "You have used none or multiple values for a field that requires exactly one value.";
    pub(super) const REFERENCE: &'static str = "A reference in your rule statement is not valid.";
    pub(super) const MINIMUM: &'static str = "You haven't met a minimum requirement for a threshold \
        setting. Examples include a rule group capacity setting that's too low and an OR statement \
        with only one nested statement.";
    pub(super) const MAXIMUM: &'static str = "You have exceeded the maximum limit for a setting.";
    pub(super) const FORMAT: &'static str = "The parameter contains formatting that is not valid.";
    pub(super) const NESTING: &'static str = "Your nested statement is not valid.";
    pub(super) const DUPLICATE: &'static str =
        "You have used duplicate values for a setting that requires unique values.";
    pub(super) const OPTION: &'static str =
        "You used an option that is not valid for this setting.";
    pub(super) const BASE64: &'static str = "The text to look for must be Base64.";

    /// A statement names what there is not, or what its writer may not use.
    pub(super) fn reference(statement: &'static str, named: impl Into<String>) -> Self {
        Self::parameter(statement, named, Self::REFERENCE)
    }

    /// Whether a statement names what there is not.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Parameter { reason, .. } if *reason == Self::REFERENCE)
    }

    /// A refusal as AWS words it.
    pub fn parameter(
        field: &'static str,
        parameter: impl Into<String>,
        reason: &'static str,
    ) -> Self {
        Self::Parameter { field, parameter: parameter.into(), reason }
    }
}
