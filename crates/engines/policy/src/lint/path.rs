//! The path of an element from its place in the text.

use std::fmt::Write as _;

use crate::json::{Node, Span, Value};

/// The path to the node, or to the member whose key, stands at `span`; of the closest node around
/// it where none stands exactly there.
pub(super) fn of(root: &Node, span: Span) -> String {
    let mut path = String::new();
    let mut node = root;
    while node.span != span {
        match descend(node, span, &mut path) {
            Some(below) => node = below,
            None => break,
        }
    }
    path
}

fn descend<'n>(node: &'n Node, span: Span, path: &mut String) -> Option<&'n Node> {
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    match &node.value {
        Value::Object(members) => {
            let at_key = members.iter().find(|member| holds(member.key_span));
            let found = at_key.or_else(|| members.iter().find(|it| holds(it.value.span)))?;
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&found.key);
            at_key.is_none().then_some(&found.value)
        }
        Value::List(nodes) => {
            let (place, found) = nodes.iter().enumerate().find(|(_, it)| holds(it.span))?;
            let _ = write!(path, "[{place}]");
            Some(found)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::json::{Node, Span};

    #[test]
    fn a_path_leads_to_values_and_keys() {
        let text = r#"{"Statement":[{"Action":["a","b"],"Condition":{"Bool":{"k":"true"}}}]}"#;
        let root = Node::parse(text).unwrap();
        let place = |part: &str| {
            let from = text.find(part).unwrap();
            let mut start = root.span.start;
            (start.offset, start.column) = (from.try_into().unwrap(), from.try_into().unwrap());
            let mut end = start;
            end.offset += u32::try_from(part.len()).unwrap();
            end.column = end.offset;
            Span { start, end }
        };
        for (part, path) in [
            (r#""b""#, "Statement[0].Action[1]"),
            (r#"["a","b"]"#, "Statement[0].Action"),
            (r#""Action""#, "Statement[0].Action"),
            (r#""true""#, "Statement[0].Condition.Bool.k"),
            (r#""Bool""#, "Statement[0].Condition.Bool"),
            (text, ""),
        ] {
            assert_eq!(of(&root, place(part)), path, "{part}");
        }
    }
}
