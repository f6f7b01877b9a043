//! What detectors recognise in a text.

/// What a detector recognises in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DetectorKind {
    /// A piece of SQL that was not meant to be any.
    Sqli(Sensitivity),
    /// Markup or script that was not meant to be any.
    Xss,
}

/// How readily something is taken for an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sensitivity {
    /// Fewer harmless texts are taken for attacks.
    #[default]
    Low,
    /// Fewer attacks are missed.
    High,
}
