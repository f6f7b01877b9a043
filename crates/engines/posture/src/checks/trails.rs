//! Trails: what is recorded, and how it is kept.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{is, items, text};
use crate::shell;

const TRAILS: &[Topic] = &[Topic::Trails];
const OBJECTS: &[Topic] = &[Topic::Trails, Topic::Buckets];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "4.1",
            1,
            "A trail records all management events of all regions",
            "What was done where nobody records cannot be found out.",
            TRAILS,
            everywhere,
        ),
        check(
            "4.2",
            2,
            "Trails sign what they deliver",
            "Without a signature nobody knows whether a file was changed.",
            TRAILS,
            validated,
        ),
        check(
            "4.4",
            1,
            "Access to the buckets of trails is recorded",
            "Who read or changed what was recorded should be recorded itself.",
            &[Topic::Trails, Topic::BucketLogging],
            watched,
        ),
        check(
            "4.5",
            2,
            "Trails encrypt with a key of the account's own",
            "Who may read the bucket should not by that alone read what is recorded.",
            TRAILS,
            encrypted,
        ),
        check(
            "4.8",
            2,
            "Writes of objects are recorded",
            "Who changed or deleted an object is known only if it is recorded.",
            OBJECTS,
            |facts, case| objects(facts, case, Way::Write),
        ),
        check(
            "4.9",
            2,
            "Reads of objects are recorded",
            "What was taken is known only if it is recorded.",
            OBJECTS,
            |facts, case| objects(facts, case, Way::Read),
        ),
    ]
}

/// A word for the trail's name and its region, as commands want them.
fn named(trail: &Json) -> String {
    let (name, region) = (text(trail, "Name"), text(trail, "HomeRegion"));
    format!("{}{}", shell::word(name), shell::region(region))
}

fn is_logging(trail: &Json) -> bool {
    trail.get("Status").is_some_and(|status| is(status, "IsLogging"))
}

fn selectors<'j>(trail: &'j Json, name: &str) -> &'j [Json] {
    trail.get("Selectors").map(|selectors| items(selectors, name)).unwrap_or_default()
}

/// The field selectors of an advanced selector, as field, operator and values; `None` if one has another operator
/// than `Equals` or `StartsWith`, which narrows in a way that is not read here.
fn fields(selector: &Json) -> Option<Vec<(&str, &str, Vec<&str>)>> {
    let fields = items(selector, "FieldSelectors").iter();
    fields
        .flat_map(|field| {
            let operators = field.as_object().into_iter().flatten();
            operators
                .filter(|(name, values)| {
                    *name != "Field" && values.as_array().is_some_and(|values| !values.is_empty())
                })
                .map(move |(operator, values)| {
                    let values = values.as_array().into_iter().flatten().filter_map(Json::as_str);
                    ["Equals", "StartsWith"]
                        .contains(&operator.as_str())
                        .then(|| (text(field, "Field"), operator.as_str(), values.collect()))
                })
        })
        .collect()
}

/// Whether a trail's selectors take all management events, of reads and of writes.
fn takes_management(trail: &Json) -> bool {
    let basic = selectors(trail, "EventSelectors").iter().any(|selector| {
        text(selector, "ReadWriteType") == "All"
            && is(selector, "IncludeManagementEvents")
            && items(selector, "ExcludeManagementEventSources").is_empty()
    });
    basic
        || selectors(trail, "AdvancedEventSelectors").iter().any(|selector| {
            matches!(fields(selector).as_deref(),
                Some([("eventCategory", "Equals", values)]) if values == &["Management"])
        })
}

fn everywhere(facts: &Facts, case: &mut Case) {
    let account = Answer { region: String::new(), resource: facts.root(), got: Ok(Json::Null) };
    let wanted = "a trail of all regions that is on and takes all management events";
    let whole = |trail: &Json| {
        is(trail, "IsMultiRegionTrail") && is_logging(trail) && takes_management(trail)
    };
    let found = facts.known(Topic::Trails).any(|(_, trail)| whole(trail));
    let mut any = false;
    case.each(facts, Topic::Trails, |case, answer, trail| {
        any = true;
        if whole(trail) {
            return case.good(answer, "it records all management events of all regions");
        }
        if found {
            return;
        }
        let name = named(trail);
        let (what, command) = if !is(trail, "IsMultiRegionTrail") {
            (
                "it records one region",
                format!("aws cloudtrail update-trail --is-multi-region-trail --name {name}"),
            )
        } else if !is_logging(trail) {
            ("it is off", format!("aws cloudtrail start-logging --name {name}"))
        } else {
            let all = "'[{\"ReadWriteType\":\"All\",\"IncludeManagementEvents\":true}]'";
            let command = format!(
                "aws cloudtrail put-event-selectors --event-selectors {all} --trail-name {name}"
            );
            ("it leaves out management events", command)
        };
        case.bad(answer, what, wanted, &command);
    });
    if !any && case.is_known(facts, Topic::Trails) {
        let command = "aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail \
             --enable-log-file-validation && aws cloudtrail start-logging --name NAME";
        case.bad(&account, "there is no trail", wanted, command);
    }
}

fn validated(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Trails, |case, answer, trail| {
        if is(trail, "LogFileValidationEnabled") {
            return case.good(answer, "it writes digests");
        }
        let command = format!(
            "aws cloudtrail update-trail --enable-log-file-validation --name {}",
            named(trail)
        );
        case.bad(answer, "it writes no digests", "log file validation", &command);
    });
}

fn encrypted(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Trails, |case, answer, trail| match text(trail, "KmsKeyId") {
        "" => {
            let command =
                format!("aws cloudtrail update-trail --kms-key-id KEY-ARN --name {}", named(trail));
            case.bad(answer, "no key of KMS", "a key that trails may use", &command);
        }
        key => case.good(answer, &format!("encrypted with {key}")),
    });
}

/// Reading or writing of objects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Read,
    Write,
}

/// Whether a trail that is on takes data events of this way for all objects of the bucket; of all buckets for none.
fn takes_objects(trail: &Json, way: Way, bucket: Option<&str>) -> bool {
    let covers = |prefix: &str| {
        prefix == "arn:aws:s3"
            || prefix == "arn:aws:s3:::"
            || bucket.is_some_and(|bucket| prefix == format!("arn:aws:s3:::{bucket}/"))
    };
    let only = if way == Way::Read { "ReadOnly" } else { "WriteOnly" };
    let basic = |selector: &Json| {
        ["All", only].contains(&text(selector, "ReadWriteType"))
            && items(selector, "DataResources").iter().any(|resource| {
                let values = items(resource, "Values");
                text(resource, "Type") == "AWS::S3::Object"
                    && values.iter().filter_map(Json::as_str).any(covers)
            })
    };
    let advanced = |selector: &Json| {
        let Some(fields) = fields(selector) else { return false };
        let is_data = fields
            .iter()
            .any(|(field, _, values)| *field == "eventCategory" && values == &["Data"]);
        is_data
            && fields.iter().any(|(field, _, _)| *field == "resources.type")
            && fields.iter().all(|(field, operator, values)| match *field {
                "eventCategory" => true,
                "resources.type" => values.contains(&"AWS::S3::Object"),
                "readOnly" => values.contains(&if way == Way::Read { "true" } else { "false" }),
                "resources.ARN" => {
                    *operator == "StartsWith" && values.iter().any(|value| covers(value))
                }
                _ => false,
            })
    };
    is_logging(trail)
        && (selectors(trail, "EventSelectors").iter().any(basic)
            || selectors(trail, "AdvancedEventSelectors").iter().any(advanced))
}

fn objects(facts: &Facts, case: &mut Case, way: Way) {
    if !case.is_known(facts, Topic::Trails) {
        return;
    }
    let everywhere =
        |trail: &Json| is(trail, "IsMultiRegionTrail") && takes_objects(trail, way, None);
    let what = if way == Way::Read { "reads" } else { "writes" };
    let trail = facts.known(Topic::Trails).find(|(_, trail)| everywhere(trail));
    if let Some((answer, _)) = trail {
        return case.good(answer, &format!("it records {what} of all objects"));
    }
    case.each(facts, Topic::Buckets, |case, answer, bucket| {
        let name = text(bucket, "Name");
        let by =
            facts.known(Topic::Trails).find(|(_, trail)| takes_objects(trail, way, Some(name)));
        if let Some((trail, _)) = by {
            return case.good(answer, &format!("{} records {what}", trail.resource));
        }
        let selector = serde_json::json!([{
            "ReadWriteType": "All", "IncludeManagementEvents": true,
            "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3"] }],
        }]);
        let command = format!(
            "aws cloudtrail put-event-selectors --trail-name TRAIL --event-selectors {}",
            shell::json(&selector)
        );
        let found = format!("no trail that is on records {what} of its objects");
        case.bad(answer, &found, "data events of all its objects", &command);
    });
}

fn watched(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Trails, |case, answer, trail| {
        let name = text(trail, "S3BucketName");
        let arn = format!("arn:aws:s3:::{name}");
        let takes = |(_, other): &(&Answer, &Json)| {
            [Way::Read, Way::Write].into_iter().all(|way| takes_objects(other, way, Some(name)))
        };
        if let Some((by, _)) = facts.known(Topic::Trails).find(takes) {
            return case.good(answer, &format!("{} records each call on objects of {name}", by.resource));
        }
        let logging = facts.of(Topic::BucketLogging).unwrap_or_default();
        match logging.iter().find(|logging| logging.resource == arn).map(|logging| &logging.got) {
            Some(Ok(logging)) if logging.get("LoggingEnabled").is_some_and(Json::is_object) => {
                case.good(answer, &format!("access to {name} is logged"));
            }
            Some(Ok(_)) => {
                let bucket = shell::word(name);
                let command = format!(
                    "aws s3api put-bucket-logging --bucket {bucket} --bucket-logging-status \
                     '{{\"LoggingEnabled\":{{\"TargetBucket\":\"BUCKET\",\"TargetPrefix\":\"{name}/\"}}}}'"
                );
                let found = format!("access to {name} is not recorded");
                case.bad(answer, &found, "access logs, or data events of its objects", &command);
            }
            Some(Err(_)) => {
                let why = format!("the logging of {name} is not known");
                case.open(Unassessed::Denied, &answer.resource, &answer.region, &why);
            }
            None => {
                let why = format!("{name} is not among the account's buckets");
                case.open(Unassessed::NotAnswered, &answer.resource, &answer.region, &why);
            }
        }
    });
}
