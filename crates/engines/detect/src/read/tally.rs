//! What was read, and what could not be.

use std::fmt;

/// Counts of one stream of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines, also empty ones and headers.
    pub lines: u64,
    /// Records that were handed on.
    pub records: u64,
    /// Intervals in which an interface saw no traffic (`NODATA`).
    pub no_data: u64,
    /// Intervals of which AWS lost records (`SKIPDATA`).
    pub skipped: u64,
    /// Rows that could not be read, by reason.
    pub bad: [u64; Reason::ALL.len()],
    /// The first of these rows.
    pub first_bad: Vec<Bad>,
}

/// A row that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bad {
    /// Its line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is longer than a line may be.
    TooLong,
    /// It has more or fewer columns than its format.
    Columns,
    /// An address is none.
    Address,
    /// A port, a protocol or a count is no number, or too large.
    Number,
    /// A time is none.
    Time,
    /// The action or the status is not one of AWS's.
    Word,
    /// A name is too long, or not of printable signs.
    Name,
    /// It is no JSON object.
    Json,
    /// It lacks a field that the format must have.
    Missing,
}

impl Reason {
    /// All reasons, in the order of [`Tally::bad`].
    pub const ALL: [Self; 9] = [
        Self::TooLong,
        Self::Columns,
        Self::Address,
        Self::Number,
        Self::Time,
        Self::Word,
        Self::Name,
        Self::Json,
        Self::Missing,
    ];
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the line is too long",
            Self::Columns => "it has not as many columns as its format",
            Self::Address => "an address cannot be read",
            Self::Number => "a number cannot be read",
            Self::Time => "a time cannot be read",
            Self::Word => "the action or the status is unknown",
            Self::Name => "a name cannot be read",
            Self::Json => "it is no JSON object",
            Self::Missing => "a field is missing",
        })
    }
}

impl Tally {
    /// How many bad rows are kept with their line.
    pub const BAD_MAX: usize = 32;

    /// Rows that could not be read.
    pub fn bad_rows(&self) -> u64 {
        self.bad.iter().sum()
    }

    /// Counts a row of this line that cannot be read.
    pub(super) fn refuse(&mut self, line: u64, reason: Reason) {
        let place = Reason::ALL.iter().position(|one| *one == reason);
        if let Some(count) = place.and_then(|place| self.bad.get_mut(place)) {
            *count += 1;
        }
        if self.first_bad.len() < Self::BAD_MAX {
            self.first_bad.push(Bad { line, reason });
        }
    }
}
