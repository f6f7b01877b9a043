//! Severities in order. (Amazon Inspector API Reference, `Finding`.)

/// All of them, the least grave first.
pub(crate) const ALL: [&str; 6] =
    ["UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

/// The place of a severity in the order.
pub(crate) fn rank(severity: &str) -> usize {
    ALL.iter().position(|known| *known == severity).unwrap_or_default()
}
