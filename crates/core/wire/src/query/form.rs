//! Form parameters, as pairs and as the tree that their dotted names make.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::malformed::Malformed;

/// More parameters than any AWS operation takes.
const PARAMS_MAX: usize = 10_000;

/// Deeper than any AWS shape.
const DEPTH_MAX: usize = 64;

/// More levels of all parameters together than any request has: each costs about a kilobyte.
const LEVELS_MAX: usize = 40_000;

/// Reads `a=b&c=d`: `+` is a space, the rest is percent-encoded UTF-8.
pub(crate) fn pairs(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if pairs.len() == PARAMS_MAX {
            return Err(Malformed::Body("too many parameters"));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((unescape(name)?, unescape(value)?));
    }
    Ok(pairs)
}

fn unescape(text: &str) -> Result<String, Malformed> {
    if !text.contains(['+', '%']) {
        return Ok(text.to_owned());
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| Malformed::Uri)?;
    Ok(decoded.into_owned())
}

/// Parameters below a common prefix: `Tags.member.1.Key` is three levels down.
#[derive(Debug, Default)]
pub(crate) struct Params {
    /// The value of the parameter that ends here.
    pub(crate) value: Option<String>,
    children: BTreeMap<String, Params>,
}

impl Params {
    /// Makes the tree. Where a name repeats, the first holds.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Result<Self, Malformed> {
        let mut root = Self::default();
        let mut levels = 0;
        for (name, value) in pairs {
            if name.split('.').count() > DEPTH_MAX {
                return Err(Malformed::Body("a parameter is nested too deeply"));
            }
            let mut node = &mut root;
            for part in name.split('.') {
                if !node.children.contains_key(part) {
                    if levels == LEVELS_MAX {
                        return Err(Malformed::Body("too many nested parameters"));
                    }
                    levels += 1;
                    node.children.insert(part.to_owned(), Self::default());
                }
                let Some(next) = node.children.get_mut(part) else { break };
                node = next;
            }
            node.value.get_or_insert(value);
        }
        Ok(root)
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    /// The children whose names are numbers, in the order of the numbers: `1`, `2`, `10`. Gaps do
    /// not matter, so no index is ever allocated for.
    pub(crate) fn numbered(&self) -> Vec<&Self> {
        let mut items: Vec<(u64, &Self)> = self
            .children
            .iter()
            .filter_map(|(name, child)| Some((name.parse().ok()?, child)))
            .collect();
        items.sort_by_key(|(index, _)| *index);
        items.into_iter().map(|(_, child)| child).collect()
    }

    /// Whether it is an empty list or map, which clients send as `Name=`.
    pub(crate) fn is_empty(&self) -> bool {
        self.children.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded() {
        assert_eq!(
            pairs("a=1+2&b%2Ec=%C3%A9&d&&e=").unwrap(),
            [("a", "1 2"), ("b.c", "é"), ("d", ""), ("e", "")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(pairs("a=%FF"), Err(Malformed::Uri));
        assert!(pairs(&"a&".repeat(PARAMS_MAX)).is_ok());
        assert!(pairs(&"a&".repeat(PARAMS_MAX + 1)).is_err());
    }

    #[test]
    fn indices_order_the_items() {
        let text =
            "l.10=c&l.999999999999=d&l.2=b&l.1=a&l.1=second&l.x=no&l.99999999999999999999=no";
        let root = Params::new(pairs(text).unwrap()).unwrap();
        let items = root.child("l").unwrap().numbered();
        let values: Vec<_> = items.iter().filter_map(|item| item.value.as_deref()).collect();
        assert_eq!(values, ["a", "b", "c", "d"]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = vec!["a"; DEPTH_MAX + 1].join(".");
        assert!(Params::new(vec![(deep, String::new())]).is_err());
        // Two megabytes of names must not become half a gigabyte of levels.
        let name = |number: usize| format!("{number}{}", ".a".repeat(DEPTH_MAX - 1));
        let all = (0..PARAMS_MAX).map(|number| (name(number), String::new())).collect();
        assert!(Params::new(all).is_err());
    }
}
