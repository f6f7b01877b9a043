//! Filters of lists. (Amazon EC2 User Guide, "Filter your resources".)

use crate::error::Ec2Error;
use crate::shapes::{Filter, Tag};

/// The most filters of a call, and the most values of all of them. (Amazon EC2 API Reference, "Filter".)
const FILTERS_MAX: usize = 50;
const VALUES_MAX: usize = 200;

/// What can be filtered.
pub(crate) trait Filtered {
    /// The names of its filters, but for those by tags.
    const FILTERS: &'static [&'static str];

    /// Its tags.
    fn tags(&self) -> &[Tag];

    /// What it holds under one of the names.
    fn texts(&self, filter: &str) -> Vec<String>;
}

/// Keeps those that pass every filter.
pub(crate) fn retain<T: Filtered>(items: &mut Vec<T>, filters: &[Filter]) -> Result<(), Ec2Error> {
    check_size(filters)?;
    for filter in filters {
        let name = filter.name.as_deref().unwrap_or_default();
        let values = filter.values.as_deref().unwrap_or_default();
        let passes = |text: &str| values.iter().any(|pattern| matches(pattern, text));
        let is_tagged = |item: &T, is_it: &dyn Fn(&str, &str) -> bool| {
            item.tags().iter().any(|tag| {
                is_it(
                    tag.key.as_deref().unwrap_or_default(),
                    tag.value.as_deref().unwrap_or_default(),
                )
            })
        };
        if let Some(wanted) = name.strip_prefix("tag:") {
            items.retain(|item| is_tagged(item, &|key, value| key == wanted && passes(value)));
        } else if name == "tag-key" {
            items.retain(|item| is_tagged(item, &|key, _| passes(key)));
        } else if name == "tag-value" {
            items.retain(|item| is_tagged(item, &|_, value| passes(value)));
        } else if T::FILTERS.contains(&name) {
            items.retain(|item| item.texts(name).iter().any(|text| passes(text)));
        } else {
            return Err(unknown(name));
        }
    }
    Ok(())
}

/// What an optional member holds, as a filter sees it.
pub(crate) fn text(member: Option<&impl ToString>) -> Vec<String> {
    member.map(ToString::to_string).into_iter().collect()
}

/// There is no filter of this name.
pub(crate) fn unknown(name: &str) -> Ec2Error {
    Ec2Error::invalid(format!("The filter '{name}' is invalid"))
}

/// Whether filters are not more than AWS takes.
pub(crate) fn check_size(filters: &[Filter]) -> Result<(), Ec2Error> {
    let values: usize =
        filters.iter().map(|filter| filter.values.as_deref().unwrap_or_default().len()).sum();
    if filters.len() > FILTERS_MAX || values > VALUES_MAX {
        let message = format!(
            "The maximum number of filter values specified on a single call is {VALUES_MAX}, of \
             filters {FILTERS_MAX}"
        );
        return Err(Ec2Error::refused("FilterLimitExceeded", message));
    }
    Ok(())
}

/// Whether a filter's value matches: `*` is any text and `?` any character. (Amazon EC2 User
/// Guide, "Filter your resources".)
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return pattern == text;
    }
    let text: Vec<char> = text.chars().collect();
    // For each place in the text, whether the pattern so far may end there.
    let mut ends = vec![false; text.len() + 1];
    if let Some(start) = ends.first_mut() {
        *start = true;
    }
    for letter in pattern.chars() {
        let mut is_reached = false;
        ends = match letter {
            '*' => ends
                .into_iter()
                .map(|end| {
                    is_reached |= end;
                    is_reached
                })
                .collect(),
            _ => std::iter::once(false)
                .chain(
                    ends.iter()
                        .zip(&text)
                        .map(|(end, character)| *end && (letter == '?' || letter == *character)),
                )
                .collect(),
        };
    }
    ends.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text, does) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("a*c", "abbc", true),
            ("a*c", "abb", false),
            ("*a*", "bab", true),
            ("**", "x", true),
            ("a?", "a", false),
        ] {
            assert_eq!(matches(pattern, text), does, "{pattern} {text}");
        }
    }
}
