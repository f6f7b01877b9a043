//! Which part of a request is looked at.

/// Which part of a request is looked at. One part may be many texts, each of which is tested.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// The values of a header, whose name is given in lower case.
    Header(Vec<u8>),
    /// The values of a query argument, whose name is given in lower case.
    QueryArgument(Vec<u8>, Vec<PreParse>),
    /// The values of all query arguments.
    QueryArguments(Vec<PreParse>),
    /// The path.
    Path,
    /// The query string.
    QueryString,
    /// The body as it came.
    Body(Oversize),
    /// The method.
    Method,
    /// Keys and values of a body in JSON.
    Json {
        /// Which, by JSON pointers; none is all.
        paths: Option<Vec<String>>,
        /// Keys, values or both.
        part: Part,
        /// What a body that is no JSON means.
        invalid: InvalidJson,
        /// What a body that is longer than what is inspected means.
        oversize: Oversize,
    },
    /// Names and values of headers.
    Headers(Entries),
    /// Names and values of cookies.
    Cookies(Entries),
    /// The names of all headers in order, with colons between them.
    HeaderOrder(Oversize),
    /// The JA3 fingerprint.
    Ja3(Fallback),
    /// The JA4 fingerprint.
    Ja4(Fallback),
    /// The fragment of the URI.
    Fragment(Fallback),
}

/// Some entries of headers or cookies.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entries {
    /// Which.
    pub keys: Keys,
    /// Names, values or both.
    pub part: Part,
    /// What more of them than are inspected means.
    pub oversize: Oversize,
}

/// Which entries by their names. Names of headers are given in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Keys {
    /// All.
    All,
    /// Only these.
    Only(Vec<Vec<u8>>),
    /// All but these.
    Except(Vec<Vec<u8>>),
}

impl Keys {
    /// Whether an entry of this name is one of them.
    pub fn has(&self, name: &[u8]) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|held| held == name),
            Self::Except(names) => names.iter().all(|held| held != name),
        }
    }
}

/// Keys, values or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Both.
    All,
    /// Keys.
    Key,
    /// Values.
    Value,
}

impl Part {
    /// Whether keys are of it.
    pub fn has_keys(self) -> bool {
        self != Self::Value
    }

    /// Whether values are of it.
    pub fn has_values(self) -> bool {
        self != Self::Key
    }
}

/// What it means that there is more than is inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Oversize {
    /// What there is is inspected.
    #[default]
    Continue,
    /// The condition holds.
    Match,
    /// The condition does not hold.
    NoMatch,
}

/// What it means that there is nothing to inspect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Fallback {
    /// The condition holds.
    Match,
    /// The condition does not hold.
    #[default]
    NoMatch,
}

/// What it means that a body is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InvalidJson {
    /// What was read before the fault is inspected.
    #[default]
    UpToFault,
    /// The condition holds.
    Match,
    /// The condition does not hold.
    NoMatch,
    /// The body is inspected as it came.
    AsText,
}

/// What is done to a query string before it is split into arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreParse {
    /// Percent signs are decoded.
    UrlDecode,
    /// Percent signs and `%u` are decoded.
    UrlDecodeUni,
    /// The values of arguments of one name become one, with commas between them.
    CombineDuplicates,
    /// Semicolons separate arguments, too.
    SemicolonsToAmpersands,
}
