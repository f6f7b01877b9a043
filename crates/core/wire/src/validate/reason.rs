//! How Organizations answers input that breaks its model. (Organizations API Reference,
//! `InvalidInputException`.)

use bartizan_types::Fault;

/// The enumeration that has a reason of its own.
const POLICY_TYPE: &str = "PolicyType";

/// What of the model a value breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breach {
    Missing,
    Enumeration,
    PolicyType,
    Pattern,
    PolicyId,
    PolicyTarget,
    ListMember,
    TooLong,
    TooShort,
    TooLarge,
    TooSmall,
}

impl Breach {
    /// The breach of the enumeration of this name.
    pub(super) fn of_enumeration(name: &str) -> Self {
        if name == POLICY_TYPE { Self::PolicyType } else { Self::Enumeration }
    }

    /// The breach of the pattern of the text of this name.
    pub(super) fn of_pattern(name: &str) -> Self {
        match name {
            "PolicyId" => Self::PolicyId,
            "PolicyTargetId" => Self::PolicyTarget,
            _ => Self::Pattern,
        }
    }

    /// The answer to it.
    pub(super) fn fault(self) -> Fault {
        let (reason, message) = match self {
            Self::Missing => {
                ("INPUT_REQUIRED", "You must include a value for all required parameters.")
            }
            Self::Enumeration => ("INVALID_ENUM", "You specified an invalid value."),
            Self::PolicyType => ("INVALID_ENUM_POLICY_TYPE", "You specified an invalid value."),
            Self::PolicyId => ("INVALID_SYNTAX_POLICY_ID", "You specified an invalid value."),
            Self::PolicyTarget => ("INVALID_PATTERN_TARGET_ID", "You specified an invalid value."),
            Self::Pattern => (
                "INVALID_PATTERN",
                "You provided a value that does not match the required pattern.",
            ),
            Self::ListMember => (
                "INVALID_LIST_MEMBER",
                "You provided a list to a parameter that contains at least one invalid value.",
            ),
            Self::TooLong => (
                "MAX_LENGTH_EXCEEDED",
                "You provided a string parameter that is longer than allowed.",
            ),
            Self::TooShort => (
                "MIN_LENGTH_EXCEEDED",
                "You provided a string parameter that is shorter than allowed.",
            ),
            Self::TooLarge => (
                "MAX_VALUE_EXCEEDED",
                "You provided a numeric parameter that has a larger value than allowed.",
            ),
            Self::TooSmall => (
                "MIN_VALUE_EXCEEDED",
                "You provided a numeric parameter that has a smaller value than allowed.",
            ),
        };
        Fault::new("InvalidInputException", message, 400).with("Reason", reason)
    }
}
