//! What names mean at a place.

use std::rc::Rc;

use sqlparser::ast::Query;

use super::Piece;
use crate::statement::Column;

/// A query that `WITH` names. It sees those that were named before it.
#[derive(Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) query: Rc<Query>,
    /// Names of its columns, where it gives them other ones.
    pub(super) columns: Vec<String>,
}

/// What is between `SELECT` and the next.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) sources: Vec<Source>,
    /// What rows are grouped by.
    pub(super) groups: Vec<Piece>,
    /// Whether an aggregate function may stand here, and whether one stood.
    pub(super) may_aggregate: bool,
    pub(super) aggregates: bool,
    /// Whether this is inside an aggregate function.
    pub(super) in_aggregate: bool,
    /// The first column that is neither grouped by nor in an aggregate function.
    pub(super) ungrouped: Option<String>,
}

/// Something that `FROM` names.
pub(super) struct Source {
    /// The name that its columns may be told apart by.
    pub(super) name: Option<String>,
    pub(super) content: Content,
}

/// What a source has.
pub(super) enum Content {
    /// Events of an event data store: the number of its table.
    Events(usize),
    /// Rows of a query: the number of the source, and its columns.
    Rows(usize, Vec<Column>),
}

impl Source {
    /// Whether it goes by this name.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }
}
