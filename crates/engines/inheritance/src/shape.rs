//! The forms that documents are made of.

use crate::rule::Rule;

/// What may stand at a place of a document.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A setting of one value.
    One(Rule),
    /// A setting of several values.
    Many(Rule, Bounds),
    /// Settings with fixed names, which are compared without case.
    Fields(&'static [Field]),
    /// Settings that the author names.
    Map(Map),
}

/// A setting with a fixed name, in lower case.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: &'static Shape,
    /// If an effective policy that has the settings around it must have it.
    pub(crate) needed: bool,
}

/// Settings that the author names.
#[derive(Debug)]
pub(crate) struct Map {
    /// What names may be.
    pub(crate) names: Rule,
    /// If names are compared, and answered, in lower case.
    pub(crate) folded: bool,
    pub(crate) each: &'static Shape,
    pub(crate) bounds: Bounds,
}

/// How many there must and may be in an effective policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) min: usize,
    pub(crate) max: usize,
}

impl Bounds {
    pub(crate) const ANY: Self = Self { min: 0, max: usize::MAX };
    pub(crate) const SOME: Self = Self { min: 1, max: usize::MAX };

    pub(crate) const fn at_most(max: usize) -> Self {
        Self { min: 0, max }
    }
}

pub(crate) const fn field(name: &'static str, shape: &'static Shape) -> Field {
    Field { name, shape, needed: false }
}

pub(crate) const fn needed(name: &'static str, shape: &'static Shape) -> Field {
    Field { name, shape, needed: true }
}

/// A map whose names are answered as they were written.
pub(crate) const fn named(names: Rule, each: &'static Shape, bounds: Bounds) -> Shape {
    Shape::Map(Map { names, folded: false, each, bounds })
}

/// A map whose names are compared without case, and answered in lower case.
pub(crate) const fn folded(names: Rule, each: &'static Shape, bounds: Bounds) -> Shape {
    Shape::Map(Map { names, folded: true, each, bounds })
}
