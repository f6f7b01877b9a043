//! Names of label namespaces in headers and bodies, replaced by the labels that a request has.
//! (AWS WAF's guide, "Dynamic label interpolation".)

/// So many names are replaced in one text; further ones stay as they are.
const NAMES_MAX: usize = 10;

/// Replaces each `${namespace:}` by what follows the namespace in the labels that begin with it,
/// with commas between several, and nothing for none.
pub(super) fn interpolated<'l, L>(text: &str, labels: impl Fn() -> L) -> String
where
    L: Iterator<Item = &'l str>,
{
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut names = 0;
    while let Some((before, after)) = rest.split_once("${")
        && names < NAMES_MAX
    {
        out.push_str(before);
        let inner = after.split_once('}').filter(|(name, _)| is_namespace(name));
        let Some((namespace, left)) = inner else {
            out.push_str("${");
            rest = after;
            continue;
        };
        names += 1;
        let mut is_first = true;
        for value in labels().filter_map(|label| label.strip_prefix(namespace)) {
            if !is_first {
                out.push(',');
            }
            is_first = false;
            out.push_str(value);
        }
        rest = left;
    }
    out.push_str(rest);
    out
}

fn is_namespace(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte);
    name.len() > 1 && name.ends_with(':') && name.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_become_what_labels_say() {
        let labels = || ["awswaf:1:webacl:a:tier:gold", "awswaf:1:webacl:a:tier:vip"].into_iter();
        for (text, expected) in [
            ("plain", "plain"),
            ("<${awswaf:1:webacl:a:tier:}>", "<gold,vip>"),
            ("${awswaf:1:webacl:a:tier:gold:}|", "|"),
            ("${awswaf:1:webacl:b:}${", "${"),
            ("${no colon}${}", "${no colon}${}"),
        ] {
            assert_eq!(interpolated(text, labels), expected);
        }
        let many = "${awswaf:1:webacl:a:}".repeat(11);
        assert!(interpolated(&many, labels).ends_with("tier:vip${awswaf:1:webacl:a:}"));
    }
}
