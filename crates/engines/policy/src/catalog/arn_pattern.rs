//! The documented form of a resource type's ARN, compared with patterns that policies hold.

/// A form such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArnPattern {
    text: &'static str,
    fields: [&'static str; 6],
}

impl ArnPattern {
    pub(super) fn new(text: &'static str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let mut fields = [""; 6];
        for field in &mut fields {
            *field = parts.next()?;
        }
        Some(Self { text, fields })
    }

    /// The form as documented.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// Whether the form has a region.
    pub const fn has_region(&self) -> bool {
        !self.fields[3].is_empty()
    }

    /// Whether the form has an account.
    pub const fn has_account(&self) -> bool {
        !self.fields[4].is_empty()
    }

    /// The service segment.
    pub const fn service(&self) -> &'static str {
        self.fields[2]
    }

    /// The fixed text that the resource part begins with, such as `accesspoint/`.
    pub fn resource_prefix(&self) -> &'static str {
        self.fields[5].split_once("${").map_or(self.fields[5], |(head, _)| head)
    }

    /// Whether some ARN of this form can match the pattern of a `Resource` element. A text with
    /// fewer than six parts fits when a `*` ends it.
    pub fn admits(&self, resource: &str) -> bool {
        let mut parts = resource.splitn(6, ':');
        for (place, field) in self.fields.iter().enumerate() {
            let Some(part) = parts.next() else { return resource.ends_with('*') };
            let fits = match place {
                0 => part == "arn",
                1 => true,
                _ => overlap(field, part),
            };
            if !fits {
                return false;
            }
        }
        true
    }
}

/// Whether a text exists that the documented `form`, whose `${…}` stand for one character or more,
/// and the `pattern` of a policy, whose `*`, `?` and `${…}` are wild, both match.
fn overlap(form: &str, pattern: &str) -> bool {
    let form = symbols(form, false);
    let pattern = symbols(pattern, true);
    // reachable[j]: the symbols of the form so far can be met by the first j symbols of the pattern
    let mut reachable = vec![false; pattern.len() + 1];
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    skip_stars(&mut reachable, &pattern);
    for symbol in &form {
        reachable = match symbol {
            Symbol::Any => {
                let from = reachable.iter().position(|it| *it).unwrap_or(reachable.len());
                (0..reachable.len()).map(|place| place >= from).collect()
            }
            _ => step(&reachable, &pattern, *symbol),
        };
        skip_stars(&mut reachable, &pattern);
    }
    reachable.last().copied().unwrap_or_default()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Symbol {
    Char(char),
    One,
    Any,
}

fn symbols(text: &str, is_pattern: bool) -> Vec<Symbol> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((_, behind)) = rest.strip_prefix("${").and_then(|it| it.split_once('}')) {
            // one character at least, so that `${A}/${B}` needs its slash
            if !is_pattern {
                found.push(Symbol::One);
            }
            found.push(Symbol::Any);
            rest = behind;
            continue;
        }
        found.push(match first {
            '*' if is_pattern => Symbol::Any,
            '*' => Symbol::Any,
            '?' if is_pattern => Symbol::One,
            other => Symbol::Char(other),
        });
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    found
}

/// The places reachable by one more character that the form's symbol admits.
fn step(reachable: &[bool], pattern: &[Symbol], symbol: Symbol) -> Vec<bool> {
    let mut next = vec![false; reachable.len()];
    for (place, symbol_there) in pattern.iter().enumerate() {
        if !reachable.get(place).copied().unwrap_or_default() {
            continue;
        }
        let target = match (symbol_there, symbol) {
            (Symbol::Any, _) => place,
            (Symbol::Char(there), Symbol::Char(here)) if *there != here => continue,
            _ => place + 1,
        };
        if let Some(slot) = next.get_mut(target) {
            *slot = true;
        }
    }
    next
}

fn skip_stars(reachable: &mut [bool], pattern: &[Symbol]) {
    for (place, symbol) in pattern.iter().enumerate() {
        if *symbol == Symbol::Any
            && reachable.get(place).copied().unwrap_or_default()
            && let Some(slot) = reachable.get_mut(place + 1)
        {
            *slot = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_admits_the_patterns_that_can_match_it() {
        let object = ArnPattern::new("arn:${Partition}:s3:::${BucketName}/${ObjectName}").unwrap();
        for fits in [
            "arn:aws:s3:::b/k",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:::*",
            "arn:aws:s3:::b*",
            "arn:*:s3:::b/${aws:username}/*",
            "arn:aws:s3:*",
            "arn:aws:s3:::?/?",
        ] {
            assert!(object.admits(fits), "{fits}");
        }
        for other in [
            "arn:aws:s3:::b",
            "arn:aws:s3:::b/",
            "arn:aws:sqs:::b/k",
            "arn:aws:s3:::b?",
            "x:aws:s3:::b/k",
        ] {
            assert!(!object.admits(other), "{other}");
        }
    }

    #[test]
    fn parts_of_a_form_are_known() {
        let point = ArnPattern::new("arn:${Partition}:s3:${Region}:${Account}:accesspoint/${Name}")
            .unwrap();
        assert_eq!(point.resource_prefix(), "accesspoint/");
        assert!(point.has_region() && point.has_account());
        assert_eq!(point.service(), "s3");
    }
}
