//! Labels of requests, and how conditions name them.

use crate::language::LabelScope;

/// What every label's full name begins with.
const PREFIX: &str = "awswaf:";
/// What labels of countries begin with. (AWS WAF's guide, "Geographic match rule statement".)
const CLIENT_GEO: &str = "awswaf:clientip:geo:";
const FORWARDED_GEO: &str = "awswaf:forwardedip:geo:";

/// What a label condition looks for.
#[derive(Debug, Clone)]
pub(crate) struct LabelTest {
    scope: LabelScope,
    key: String,
    context: String,
}

impl LabelTest {
    /// Looks for a key, as a rule in a context, which its own labels begin with, means it.
    pub(crate) fn new(scope: LabelScope, key: &str, context: &str) -> Self {
        let key = match scope {
            LabelScope::Label => key.to_owned(),
            LabelScope::Namespace => format!("{}:", key.trim_end_matches(':')),
        };
        Self { scope, key, context: context.to_owned() }
    }

    /// What it looks for.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whether a label in full is meant. A key that is no full name means labels of the same
    /// context, and leaves out what stands before it.
    pub(crate) fn holds(&self, label: &str) -> bool {
        let key = self.key.as_str();
        if key.starts_with(PREFIX) {
            return match self.scope {
                LabelScope::Label => label == key,
                LabelScope::Namespace => label.starts_with(key),
            };
        }
        let Some(rest) = label.strip_prefix(self.context.as_str()) else { return false };
        match self.scope {
            LabelScope::Label => rest
                .strip_suffix(key)
                .is_some_and(|before| before.is_empty() || before.ends_with(':')),
            LabelScope::Namespace => rest
                .match_indices(key)
                .any(|(at, _)| at == 0 || rest.as_bytes().get(at - 1) == Some(&b':')),
        }
    }
}

/// The labels that one request has got.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    /// Those that rules name, by their place in the program.
    named: Vec<usize>,
    /// Those of countries, one after the other.
    text: String,
    ends: Vec<usize>,
}

impl Labels {
    pub(crate) fn clear(&mut self) {
        self.named.clear();
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn add(&mut self, label: usize) {
        if !self.named.contains(&label) {
            self.named.push(label);
        }
    }

    pub(crate) fn has_any(&self, labels: &[usize]) -> bool {
        self.named.iter().any(|label| labels.binary_search(label).is_ok())
    }

    /// The labels of a country, and of a region in it that is not known.
    pub(crate) fn add_country(&mut self, country: &str, is_forwarded: bool) {
        let prefix = if is_forwarded { FORWARDED_GEO } else { CLIENT_GEO };
        for parts in [["country:", country, ""], ["region:", country, "-XX"]] {
            let start = self.text.len();
            self.text.push_str(prefix);
            for part in parts {
                self.text.push_str(part);
            }
            let (before, label) = self.text.split_at(start);
            if Self::split(before, &self.ends).any(|held| held == label) {
                self.text.truncate(start);
            } else {
                self.ends.push(self.text.len());
            }
        }
    }

    /// Those of countries.
    pub(crate) fn countries(&self) -> impl Iterator<Item = &str> {
        Self::split(&self.text, &self.ends)
    }

    /// All, by their full names.
    pub(crate) fn iter<'a>(&'a self, of: &'a [String]) -> impl Iterator<Item = &'a str> {
        let named = self.named.iter().filter_map(|label| of.get(*label)).map(String::as_str);
        named.chain(self.countries())
    }

    fn split<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
        let mut start = 0;
        ends.iter().filter_map(move |end| text.get(std::mem::replace(&mut start, *end)..*end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_labels_as_the_guide_says() {
        let context = "awswaf:1:webacl:a:";
        for (scope, key, label, holds) in [
            (LabelScope::Label, "awswaf:1:webacl:a:x:y", "awswaf:1:webacl:a:x:y", true),
            (LabelScope::Label, "y", "awswaf:1:webacl:a:x:y", true),
            (LabelScope::Label, "x:y", "awswaf:1:webacl:a:x:y", true),
            (LabelScope::Label, "x", "awswaf:1:webacl:a:x:y", false),
            (LabelScope::Label, "y", "awswaf:1:webacl:a:xy", false),
            (LabelScope::Label, "y", "awswaf:1:webacl:b:y", false),
            (LabelScope::Namespace, "x:", "awswaf:1:webacl:a:x:y", true),
            (LabelScope::Namespace, "x", "awswaf:1:webacl:a:w:x:y", true),
            (LabelScope::Namespace, "y:", "awswaf:1:webacl:a:x:y", false),
            (LabelScope::Namespace, "awswaf:1:", "awswaf:1:webacl:a:x:y", true),
            (LabelScope::Namespace, "awswaf:1:web", "awswaf:1:webacl:a:x:y", false),
        ] {
            let test = LabelTest::new(scope, key, context);
            assert_eq!(test.holds(label), holds, "{scope:?} {key} in {label}");
        }
    }

    #[test]
    fn a_country_is_labelled_once() {
        let mut labels = Labels::default();
        labels.add_country("DE", false);
        labels.add_country("DE", false);
        labels.add_country("DE", true);
        let held: Vec<&str> = labels.countries().collect();
        assert_eq!(
            held,
            [
                "awswaf:clientip:geo:country:DE",
                "awswaf:clientip:geo:region:DE-XX",
                "awswaf:forwardedip:geo:country:DE",
                "awswaf:forwardedip:geo:region:DE-XX",
            ],
        );
    }
}
