//! Which values a statistic is about.

/// From above one bound up to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Range {
    above: Option<Bound>,
    upto: Option<Bound>,
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bound {
    /// So many of a hundred.
    Percent(f64),
    Value(f64),
}

impl Range {
    pub(super) const fn of_percent(above: f64, upto: f64) -> Self {
        Self { above: Some(Bound::Percent(above)), upto: Some(Bound::Percent(upto)) }
    }

    /// `10%:90%`, `:300` or `5%:`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (above, upto) = text.split_once(':')?;
        let bound = |text: &str| match text {
            "" => Some(None),
            _ => Bound::parse(text).map(Some),
        };
        let range = Self { above: bound(above)?, upto: bound(upto)? };
        let is_ordered = match (range.above, range.upto) {
            (Some(Bound::Percent(above)), Some(Bound::Percent(upto)))
            | (Some(Bound::Value(above)), Some(Bound::Value(upto))) => above < upto,
            (None, None) | (Some(_), Some(_)) => false,
            _ => true,
        };
        is_ordered.then_some(range)
    }

    pub(super) fn has_percent(&self) -> bool {
        [self.above, self.upto].into_iter().flatten().any(|end| matches!(end, Bound::Percent(_)))
    }

    /// The values in the range; of those at an end that is a share, as many as belong to it.
    pub(super) fn cut(&self, values: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let samples: f64 = values.iter().map(|(_, count)| count).sum();
        let share = |bound: Option<Bound>, other: f64| match bound {
            Some(Bound::Percent(percent)) => samples * percent / 100.0,
            _ => other,
        };
        let (from, to) = (share(self.above, 0.0), share(self.upto, samples));
        let mut before = 0.0;
        let within = values.iter().map(|(value, count)| {
            let (start, end) = (before, before + count);
            before = end;
            let is_in = match (self.above, self.upto) {
                (Some(Bound::Value(above)), _) if *value <= above => false,
                (_, Some(Bound::Value(upto))) => *value <= upto,
                _ => true,
            };
            (*value, if is_in { end.min(to) - start.max(from) } else { 0.0 })
        });
        within.filter(|(_, count)| *count > 0.0).collect()
    }

    /// All values, where those beyond an end are put there.
    pub(super) fn clamp(&self, values: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
        let at = |bound: Option<Bound>, other: f64| match bound {
            Some(bound) => bound.value(values),
            None => Some(other),
        };
        let (least, greatest) = (at(self.above, f64::MIN)?, at(self.upto, f64::MAX)?);
        let clamped = values.iter().map(|(value, count)| (value.max(least).min(greatest), *count));
        Some(clamped.collect())
    }
}

impl Bound {
    fn parse(text: &str) -> Option<Self> {
        if let Some(number) = text.strip_suffix('%') {
            return super::percent(number).map(Self::Percent);
        }
        let number: f64 = text.parse().ok()?;
        number.is_finite().then_some(Self::Value(number))
    }

    /// The value that it stands for among values in order: the first that so many are not above.
    pub(super) fn value(&self, values: &[(f64, f64)]) -> Option<f64> {
        let percent = match self {
            Self::Value(value) => return Some(*value),
            Self::Percent(percent) => percent,
        };
        let samples: f64 = values.iter().map(|(_, count)| count).sum();
        let rank = samples * percent / 100.0;
        let mut upto = 0.0;
        let reaches = |(value, count): &(f64, f64)| {
            upto += count;
            (upto >= rank).then_some(*value)
        };
        values.iter().find_map(reaches).or_else(|| values.last().map(|(value, _)| *value))
    }
}
