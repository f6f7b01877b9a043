//! Credential reports. (IAM User Guide, "Generate credential reports for your AWS account"; RFC 4180.)

/// The fields of the line of this user, by the names of the columns.
pub(crate) fn line(report: &str, user: &str) -> Option<Vec<(String, String)>> {
    let mut lines = report.lines();
    let names = fields(lines.next()?);
    let line = lines.map(fields).find(|fields| fields.first().is_some_and(|name| name == user))?;
    Some(names.into_iter().zip(line).collect())
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut quoted, mut chars) = (false, line.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut fields, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => push(&mut fields, c),
        }
    }
    fields
}

fn push(fields: &mut [String], c: char) {
    if let Some(last) = fields.last_mut() {
        last.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_user() {
        let report = "user,arn\n\"a,b\",x\n\"d\"\"e\",y\n";
        let second = [("user", "d\"e"), ("arn", "y")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(line(report, "d\"e"), Some(second.to_vec()));
        assert_eq!(line(report, "a,b").map(|fields| fields.len()), Some(2));
        for nothing in ["", "user", "user\nx"] {
            assert_eq!(line(nothing, "a"), None);
        }
    }
}
