//! Metric math: expressions over metrics. (Amazon CloudWatch User Guide, "Using math expressions with
//! CloudWatch metrics".)

mod evaluate;
mod fill;
mod parse;
mod series;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use evaluate::{Budget, Metrics, evaluate};
pub(crate) use parse::Expression;
pub(crate) use series::{Series, Value};

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MathError {
    /// It is none, or has parts of the wrong type.
    #[error("{0}")]
    Invalid(String),
    /// AWS has what it asks for.
    #[error("{0}")]
    Unsupported(String),
}

impl MathError {
    fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }
}
