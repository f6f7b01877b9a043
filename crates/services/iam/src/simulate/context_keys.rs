//! The condition keys that policies refer to: in conditions, and as variables.

use bartizan_policy::Document;

/// The keys as they are written, each once, in the order in which they first occur.
pub(super) fn of<'d>(documents: impl Iterator<Item = &'d Document>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut note = |name: &str| {
        if !name.is_empty() && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name.to_owned());
        }
    };
    for document in documents {
        let variables = document.resolves_variables();
        for statement in &document.statements {
            for element in [&statement.resource, &statement.not_resource].into_iter().flatten() {
                for text in element.values.iter().filter(|_| variables) {
                    of_variables(&text.value, &mut note);
                }
            }
            for entry in &statement.conditions {
                note(entry.key.value.trim());
                for text in entry.element.values.iter().filter(|_| variables) {
                    of_variables(&text.value, &mut note);
                }
            }
        }
    }
    names
}

/// The names in `${name}` and `${name, 'default'}`; `${*}`, `${?}` and `${$}` stand for themselves.
fn of_variables(text: &str, note: &mut impl FnMut(&str)) {
    for part in text.split("${").skip(1) {
        let Some((inside, _)) = part.split_once('}') else { continue };
        let name = inside.split(',').next().unwrap_or_default().trim();
        if !matches!(name, "*" | "?" | "$") {
            note(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_conditions_and_variables_are_found_once() {
        let text = r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:*",
             "Resource": "arn:aws:s3:::b/${aws:username}/${*}/${aws:PrincipalTag/team, 'none'}",
             "Condition": {"StringLike": {"s3:prefix": "${AWS:Username}/*"},
                           "Bool": {"aws:SecureTransport": "true"}}}]}"#;
        let document = Document::parse(text).unwrap();
        assert_eq!(
            of(std::iter::once(&document)),
            ["aws:username", "aws:PrincipalTag/team", "s3:prefix", "aws:SecureTransport"]
        );
        let old = Document::parse(&text.replace("2012-10-17", "2008-10-17")).unwrap();
        assert_eq!(of(std::iter::once(&old)), ["s3:prefix", "aws:SecureTransport"]);
    }
}
