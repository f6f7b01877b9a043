//! The format of a flow log's lines. (Amazon VPC User Guide, "Flow log records".)

use crate::error::Ec2Error;

/// The format where a request gives none: that of version 2.
pub(super) const DEFAULT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} \
    ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

/// The fields of versions 2 to 5.
const FIELDS: [&str; 29] = [
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
    "vpc-id",
    "subnet-id",
    "instance-id",
    "tcp-flags",
    "type",
    "pkt-srcaddr",
    "pkt-dstaddr",
    "region",
    "az-id",
    "sublocation-type",
    "sublocation-id",
    "pkt-src-aws-service",
    "pkt-dst-aws-service",
    "flow-direction",
    "traffic-path",
];

/// A format that a request gives: fields, with spaces between them.
pub(super) fn read(text: Option<String>) -> Result<String, Ec2Error> {
    let Some(text) = text else { return Ok(DEFAULT.to_owned()) };
    let mut seen = Vec::new();
    for word in text.split_whitespace() {
        let field = word.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        match field {
            Some(field) if FIELDS.contains(&field) && !seen.contains(&field) => seen.push(field),
            _ => {
                return Err(Ec2Error::invalid(format!(
                    "Value ({word}) for parameter LogFormat is invalid. Unknown or repeated field."
                )));
            }
        }
    }
    if seen.is_empty() {
        return Err(Ec2Error::invalid("The parameter LogFormat names no field."));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_of_known_fields() {
        for (text, is_good) in [
            (DEFAULT, true),
            ("${version} ${srcaddr}", true),
            ("${version} ${version}", false),
            ("${nothing}", false),
            ("version", false),
            (" ", false),
        ] {
            assert_eq!(read(Some(text.to_owned())).is_ok(), is_good, "{text}");
        }
        assert_eq!(read(None).unwrap(), DEFAULT);
    }
}
