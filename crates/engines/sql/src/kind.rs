//! The types of values.

/// The type of a value. Trino compares only values of like types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Real,
    Boolean,
    /// `YYYY-MM-DD HH:MM:SS.mmm`, in UTC.
    Timestamp,
    /// `YYYY-MM-DD`.
    Date,
    /// A row, a map or a list, as JSON.
    Json,
    /// `NULL`, which is of any type.
    Null,
}

impl Kind {
    /// The name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "varchar",
            Self::Integer => "bigint",
            Self::Real => "double",
            Self::Boolean => "boolean",
            Self::Timestamp => "timestamp",
            Self::Date => "date",
            Self::Json => "row, map or array",
            Self::Null => "unknown",
        }
    }

    /// Whether values of both can be compared, and be in one column.
    pub(crate) const fn is_like(self, other: Self) -> bool {
        use Kind::{Boolean, Date, Integer, Json, Null, Real, Text, Timestamp};
        matches!(
            (self, other),
            (Null, _)
                | (_, Null)
                | (Text | Json, Text | Json)
                | (Integer | Real, Integer | Real)
                | (Boolean, Boolean)
                | (Timestamp | Date, Timestamp | Date)
        )
    }

    /// The type of a column that has values of both.
    pub(crate) const fn joined(self, other: Self) -> Self {
        match (self, other) {
            (Self::Null, kind)
            | (Self::Integer, kind @ Self::Real)
            | (Self::Date, kind @ Self::Timestamp)
            | (kind, _) => kind,
        }
    }
}
