//! Which findings are meant. (Amazon GuardDuty API Reference, `CreateFilter` and `Condition`.)

use bartizan_model::{ServiceModel, ShapeKind};
use bartizan_types::Timestamp;
use serde_json::Value as Json;

use crate::error::GuardDutyError;
use crate::shapes::{Condition, FindingCriteria};

/// How many attributes criteria name, and how many values of one.
const ATTRIBUTES_MAX: usize = 50;
const VALUES_MAX: usize = 50;
/// An attribute that older findings had, and where what it says stands now.
const THREAT_LIST: [&str; 2] = [
    "service.additionalInfo.threatListName",
    "service.evidence.threatIntelligenceDetails.threatListName",
];

/// Which findings are meant: those of which all attributes are as asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Criteria(Vec<(String, Tests)>);

/// What is asked of one attribute.
#[derive(Debug, Clone, Default, PartialEq)]
struct Tests {
    /// One of these.
    is: Option<Vec<String>>,
    /// None of these.
    is_not: Vec<String>,
    /// A number above, at least, below, at most.
    bounds: [Option<i64>; 4],
    /// Like one of these.
    like: Option<Vec<String>>,
    /// Like none of these.
    unlike: Vec<String>,
}

impl Criteria {
    /// Reads criteria, which name attributes that findings have.
    pub(crate) fn read(criteria: FindingCriteria) -> Result<Self, GuardDutyError> {
        let criterion = criteria.criterion.unwrap_or_default();
        if criterion.len() > ATTRIBUTES_MAX {
            let why = format!("criteria name at most {ATTRIBUTES_MAX} attributes.");
            return Err(GuardDutyError::invalid(why));
        }
        let mut read = Vec::with_capacity(criterion.len());
        for (attribute, condition) in criterion {
            let path = attribute_path(&attribute).ok_or_else(|| {
                GuardDutyError::invalid(format!("findings have no attribute {attribute}."))
            })?;
            read.push((path, Tests::read(&attribute, condition)?));
        }
        Ok(Self(read))
    }

    /// Whether a finding is meant.
    pub(crate) fn match_all(&self, finding: &Json) -> bool {
        self.0.iter().all(|(path, tests)| {
            let mut values = Vec::new();
            collect(finding, path, &mut values);
            tests.hold(&values)
        })
    }
}

/// The path of an attribute that criteria and lists may name; none where findings have no such.
pub(crate) fn attribute_path(attribute: &str) -> Option<String> {
    let [old, new] = THREAT_LIST;
    let path = if attribute == old { new } else { attribute };
    is_known(bartizan_model::service("guardduty")?, path).then(|| path.to_owned())
}

/// Whether the model's `Finding` has a simple value at a path.
fn is_known(model: &ServiceModel, path: &str) -> bool {
    let Some((mut id, _)) = model.shape_named("Finding") else { return false };
    let mut names = path.split('.').peekable();
    loop {
        match &model.shape(id).kind {
            ShapeKind::List(list) => id = list.member.shape,
            ShapeKind::Structure(structure) => {
                let Some(name) = names.next() else { return false };
                let member = structure.members.iter().find(|one| one.wire_name() == name);
                let Some(member) = member else { return false };
                id = member.shape;
            }
            _ => return names.peek().is_none(),
        }
    }
}

/// The simple values at a path, in all elements of lists on the way.
fn collect<'j>(json: &'j Json, path: &str, values: &mut Vec<&'j Json>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| collect(item, path, values)),
        Json::Object(members) => {
            let (name, rest) = path.split_once('.').unwrap_or((path, ""));
            if let Some(member) = members.get(name) {
                collect(member, rest, values);
            }
        }
        Json::Null => {}
        value if path.is_empty() => values.push(value),
        _ => {}
    }
}

/// The first simple value at a path.
pub(crate) fn first<'j>(finding: &'j Json, path: &str) -> Option<&'j Json> {
    let mut values = Vec::new();
    collect(finding, path, &mut values);
    values.into_iter().next()
}

impl Tests {
    fn read(attribute: &str, condition: Condition) -> Result<Self, GuardDutyError> {
        let wrong = |why: &str| GuardDutyError::invalid(format!("{attribute}: {why}"));
        let one = |old: Option<Vec<String>>, new: Option<Vec<String>>| match (old, new) {
            (Some(_), Some(_)) => Err(wrong("a condition and its older form are both given.")),
            (old, new) => Ok(new.or(old)),
        };
        let bound = |old: Option<i32>, new: Option<i64>| match (old, new) {
            (Some(_), Some(_)) => Err(wrong("a condition and its older form are both given.")),
            (old, new) => Ok(new.or(old.map(i64::from))),
        };
        let tests = Self {
            is: one(condition.eq, condition.equals)?,
            is_not: one(condition.neq, condition.not_equals)?.unwrap_or_default(),
            bounds: [
                bound(condition.gt, condition.greater_than)?,
                bound(condition.gte, condition.greater_than_or_equal)?,
                bound(condition.lt, condition.less_than)?,
                bound(condition.lte, condition.less_than_or_equal)?,
            ],
            like: condition.matches,
            unlike: condition.not_matches.unwrap_or_default(),
        };
        if tests == Self::default() {
            return Err(wrong("a condition is missing."));
        }
        let lists = [tests.is.as_deref().unwrap_or_default(), &tests.is_not];
        if lists.iter().any(|list| list.len() > VALUES_MAX) {
            return Err(wrong(&format!("a condition has at most {VALUES_MAX} values.")));
        }
        Ok(tests)
    }

    fn hold(&self, values: &[&Json]) -> bool {
        let any = |wanted: &[String], same: fn(&Json, &str) -> bool| {
            wanted.iter().any(|wanted| values.iter().any(|value| same(value, wanted)))
        };
        let [above, least, below, most] = self.bounds;
        #[expect(
            clippy::cast_precision_loss,
            reason = "times in milliseconds are exact in a float"
        )]
        let within = |number: f64| {
            above.is_none_or(|bound| number > bound as f64)
                && least.is_none_or(|bound| number >= bound as f64)
                && below.is_none_or(|bound| number < bound as f64)
                && most.is_none_or(|bound| number <= bound as f64)
        };
        let is_bounded = self.bounds.iter().any(Option::is_some);
        self.is.as_deref().is_none_or(|wanted| any(wanted, is_same))
            && !any(&self.is_not, is_same)
            && (!is_bounded || values.iter().any(|value| number(value).is_some_and(within)))
            && self.like.as_deref().is_none_or(|wanted| any(wanted, is_like))
            && !any(&self.unlike, is_like)
    }
}

/// A value as a number: times, which are texts, in milliseconds since 1970.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of our time are exact in a float")]
pub(crate) fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => {
            Timestamp::parse_iso8601(text).ok().map(|instant| instant.millis() as f64)
        }
        _ => None,
    }
}

fn is_same(value: &Json, wanted: &str) -> bool {
    match value {
        Json::String(text) => text == wanted,
        Json::Bool(is) => wanted.eq_ignore_ascii_case(if *is { "true" } else { "false" }),
        Json::Number(number) => {
            let wanted = wanted.parse::<f64>().ok();
            wanted.is_some_and(|wanted| {
                number.as_f64().is_some_and(|number| number.total_cmp(&wanted).is_eq())
            })
        }
        _ => false,
    }
}

/// Whether a text is as a pattern says, where `*` stands for any signs and `?` for one.
fn is_like(value: &Json, pattern: &str) -> bool {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut of, mut star) = (0, 0, None);
    while let Some(sign) = text.get(at) {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(wanted) if *wanted == '?' || wanted == sign => {
                at += 1;
                of += 1;
            }
            _ => {
                let Some((back, taken)) = star else { return false };
                star = Some((back, taken + 1));
                at = taken + 1;
                of = back + 1;
            }
        }
    }
    pattern.get(of..).is_some_and(|rest| rest.iter().all(|sign| *sign == '*'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::document;

    fn matches(finding: &Json, criterion: &Json) -> bool {
        let criteria =
            document::read("FindingCriteria", &json!({ "criterion": criterion })).unwrap();
        Criteria::read(criteria).unwrap().match_all(finding)
    }

    #[test]
    fn attributes_are_compared_as_what_they_are() {
        let finding = json!({
            "severity": 8.0,
            "type": "Recon:EC2/Portscan",
            "updatedAt": "2026-11-27T00:00:00.000Z",
            "resource": { "instanceDetails": { "networkInterfaces": [
                { "vpcId": "vpc-1" }, { "vpcId": "vpc-2" },
            ] } },
            "service": { "archived": false },
        });
        let vpc = "resource.instanceDetails.networkInterfaces.vpcId";
        for (criterion, expected) in [
            (json!({ "severity": { "eq": ["8"] } }), true),
            (json!({ "severity": { "gte": 8, "lt": 9 } }), true),
            (json!({ "severity": { "greaterThan": 8 } }), false),
            (json!({ "type": { "neq": ["Recon:EC2/Portscan"] } }), false),
            (json!({ "type": { "matches": ["Recon:*scan"] } }), true),
            (json!({ "type": { "notMatches": ["Recon:EC2/Port????"] } }), false),
            (json!({ "service.archived": { "eq": ["false"] } }), true),
            (json!({ "updatedAt": { "lessThan": 1_795_737_600_001_i64 } }), true),
            (json!({ "updatedAt": { "lessThan": 1_795_737_600_000_i64 } }), false),
            (json!({ vpc: { "equals": ["vpc-2"] } }), true),
            (json!({ vpc: { "eq": ["vpc-3"] } }), false),
            (json!({ "resource.resourceType": { "eq": ["Instance"] } }), false),
            (json!({ "resource.resourceType": { "neq": ["Instance"] } }), true),
            (json!({ "severity": { "eq": ["8"] }, "service.archived": { "eq": ["true"] } }), false),
        ] {
            assert_eq!(matches(&finding, &criterion), expected, "{criterion}");
        }
    }

    #[test]
    fn what_no_finding_has_is_refused() {
        let condition =
            |one: &str| Condition { eq: Some(vec![one.to_owned()]), ..Condition::default() };
        for attribute in ["x", "resource", "severity.x", "resource.instanceDetails", ""] {
            let criterion = BTreeMap::from([(attribute.to_owned(), condition("y"))]);
            let criteria = FindingCriteria { criterion: Some(criterion) };
            assert!(Criteria::read(criteria).is_err(), "{attribute}");
        }
        let known = "service.additionalInfo.threatListName";
        let criterion = BTreeMap::from([(known.to_owned(), condition("mine"))]);
        let criteria = Criteria::read(FindingCriteria { criterion: Some(criterion) }).unwrap();
        let details = json!([{ "threatListName": "mine" }]);
        let evidence = json!({ "threatIntelligenceDetails": details });
        assert!(criteria.match_all(&json!({ "service": { "evidence": evidence } })));
    }
}
