//! Fields that are sets of numbers.

/// What a field may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) low: u16,
    pub(super) high: u16,
    /// Names of the numbers from `low`.
    pub(super) names: &'static [&'static str],
    /// Whether steps may be asked for, as `0/15`.
    pub(super) has_steps: bool,
}

/// Some of the numbers that a field may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    low: u16,
    has: Vec<bool>,
}

impl Set {
    /// Reads a list of numbers, ranges, steps and `*`.
    pub(super) fn read(text: &str, bounds: Bounds) -> Option<Self> {
        let mut set = Self { low: bounds.low, has: Vec::new() };
        set.has.resize(usize::from(bounds.high - bounds.low) + 1, false);
        for part in text.split(',') {
            set.add(part, bounds)?;
        }
        Some(set)
    }

    pub(super) fn has(&self, number: u16) -> bool {
        let place = number.checked_sub(self.low).map(usize::from);
        place.and_then(|place| self.has.get(place)).copied().unwrap_or(false)
    }

    /// The least number that is at least `from`.
    pub(super) fn next(&self, from: u16) -> Option<u16> {
        let high = self.low + u16::try_from(self.has.len()).ok()?;
        (from.max(self.low)..high).find(|number| self.has(*number))
    }

    fn add(&mut self, part: &str, bounds: Bounds) -> Option<()> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) if bounds.has_steps => (range, Some(number(step)?)),
            Some(_) => return None,
            None => (part, None),
        };
        let (low, high) = match range.split_once('-') {
            _ if range == "*" => (bounds.low, bounds.high),
            Some((low, high)) => (bounds.value(low)?, bounds.value(high)?),
            None => {
                let low = bounds.value(range)?;
                (low, if step.is_some() { bounds.high } else { low })
            }
        };
        let step = step.unwrap_or(1);
        if low > high || step == 0 || step > bounds.high {
            return None;
        }
        for number in (low..=high).step_by(usize::from(step)) {
            *self.has.get_mut(usize::from(number - self.low))? = true;
        }
        Some(())
    }
}

impl Bounds {
    /// A number or name within the bounds.
    pub(super) fn value(self, text: &str) -> Option<u16> {
        let named =
            self.names.iter().zip(self.low..).find(|(name, _)| name.eq_ignore_ascii_case(text));
        let value = named.map(|(_, value)| value).or_else(|| number(text))?;
        (self.low..=self.high).contains(&value).then_some(value)
    }
}

/// Digits and nothing else.
pub(super) fn number(text: &str) -> Option<u16> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
