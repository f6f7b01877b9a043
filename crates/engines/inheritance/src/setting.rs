//! A setting as the author of a policy wrote it.

use std::collections::BTreeMap;

/// A node of a policy: its operators and what is below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Setting {
    /// What `@@assign` gives.
    pub(crate) assign: Option<Data>,
    /// What `@@append` gives; an empty list also makes the setting present.
    pub(crate) append: Option<Vec<String>>,
    /// What `@@remove` takes.
    pub(crate) remove: Vec<String>,
    /// What `@@operators_allowed_for_child_policies` leaves to the levels below.
    pub(crate) allowed: Operators,
    /// The settings below.
    pub(crate) members: BTreeMap<String, Setting>,
}

/// One value, or the values of a list. Numbers, `true`, `false` and `null` are kept as text, as
/// Organizations answers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Data {
    One(String),
    Many(Vec<String>),
}

/// A set of value-setting operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operators(u8);

impl Operators {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ASSIGN: Self = Self(1);
    pub(crate) const APPEND: Self = Self(2);
    pub(crate) const REMOVE: Self = Self(4);
    pub(crate) const ALL: Self = Self(7);

    pub(crate) const fn has(self, operator: Self) -> bool {
        self.0 & operator.0 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// All operators, where nothing is said. (Organizations User Guide, "Inheritance operators".)
impl Default for Operators {
    fn default() -> Self {
        Self::ALL
    }
}
