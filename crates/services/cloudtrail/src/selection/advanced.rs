//! Advanced event selectors. (CloudTrail API Reference, `AdvancedFieldSelector`.)

use serde::{Deserialize, Serialize};

use super::{Candidate, Invalid};
use crate::shapes;

/// The most values of all conditions of a trail or an event data store.
const VALUES_MAX: usize = 500;
/// The event sources that a trail can leave out of its management events.
const EXCLUDABLE: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];
/// The fields that events of the control plane can be selected by.
const MANAGEMENT_FIELDS: [&str; 3] = ["eventCategory", "eventSource", "readOnly"];
/// The fields that event data stores select events of the control plane by. (CloudTrail API
/// Reference, `AdvancedFieldSelector`.)
const STORE_MANAGEMENT_FIELDS: [&str; 7] = [
    "eventCategory",
    "eventName",
    "eventSource",
    "eventType",
    "readOnly",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
];
/// The most selectors of an event data store.
const STORE_SELECTORS_MAX: usize = 5;
/// The fields that events of the data plane can be selected by.
const DATA_FIELDS: [&str; 9] = [
    "eventCategory",
    "eventName",
    "eventSource",
    "eventType",
    "readOnly",
    "resources.ARN",
    "resources.type",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
];
/// The fields that only `Equals` can be said of.
const EXACT_FIELDS: [&str; 3] = ["eventCategory", "readOnly", "resources.type"];

/// One advanced event selector: all of its conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AdvancedSelector {
    name: Option<String>,
    fields: Vec<FieldSelector>,
}

/// The conditions on one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FieldSelector {
    field: String,
    conditions: Vec<(Operator, Vec<String>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Operator {
    Equals,
    StartsWith,
    EndsWith,
    NotEquals,
    NotStartsWith,
    NotEndsWith,
}

/// What selectors are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Trail,
    Store,
}

impl AdvancedSelector {
    /// The selectors of a request for a trail.
    pub(crate) fn read_all(
        asked: Vec<shapes::AdvancedEventSelector>,
    ) -> Result<Vec<Self>, Invalid> {
        Self::read_each(asked, Holder::Trail)
    }

    /// The selectors of a request for an event data store.
    pub(crate) fn read_for_store(
        asked: Vec<shapes::AdvancedEventSelector>,
    ) -> Result<Vec<Self>, Invalid> {
        if asked.len() > STORE_SELECTORS_MAX {
            return Err(format!(
                "An event data store can have at most {STORE_SELECTORS_MAX} advanced event selectors."
            ));
        }
        Self::read_each(asked, Holder::Store)
    }

    /// All management events: what an event data store keeps that nobody told what to keep.
    pub(crate) fn management() -> Self {
        let conditions = vec![(Operator::Equals, vec!["Management".to_owned()])];
        let field = FieldSelector { field: "eventCategory".to_owned(), conditions };
        Self { name: Some("Default management events".to_owned()), fields: vec![field] }
    }

    fn read_each(
        asked: Vec<shapes::AdvancedEventSelector>,
        holder: Holder,
    ) -> Result<Vec<Self>, Invalid> {
        if asked.is_empty() {
            return Err("At least one advanced event selector is needed.".to_owned());
        }
        let read = asked.into_iter().map(|one| Self::read(one, holder));
        let selectors = read.collect::<Result<Vec<_>, _>>()?;
        let conditions =
            selectors.iter().flat_map(|selector| &selector.fields).flat_map(|one| &one.conditions);
        if conditions.map(|(_, values)| values.len()).sum::<usize>() > VALUES_MAX {
            return Err(format!(
                "The advanced event selectors can have at most {VALUES_MAX} values together."
            ));
        }
        Ok(selectors)
    }

    fn read(asked: shapes::AdvancedEventSelector, holder: Holder) -> Result<Self, Invalid> {
        let read = asked.field_selectors.into_iter().map(FieldSelector::read);
        let selector = Self { name: asked.name, fields: read.collect::<Result<_, _>>()? };
        for (index, field) in selector.fields.iter().enumerate() {
            if selector.fields.iter().skip(index + 1).any(|other| other.field == field.field) {
                return Err(format!("Field {} is selected twice.", field.field));
            }
        }
        let known: &[&str] = match selector.only_value("eventCategory")? {
            "Management" if holder == Holder::Store => &STORE_MANAGEMENT_FIELDS,
            "Management" => &MANAGEMENT_FIELDS,
            "Data" => &DATA_FIELDS,
            other => return Err(format!("Value {other} for eventCategory is not supported.")),
        };
        if let Some(field) = selector.fields.iter().find(|one| !known.contains(&&*one.field)) {
            return Err(format!("Field {} is not supported for these events.", field.field));
        }
        if known == DATA_FIELDS {
            let kind = selector.only_value("resources.type")?;
            if !kind.starts_with("AWS::") {
                return Err(format!("Value {kind} for resources.type is not supported."));
            }
        } else if let Some(source) = selector.field("eventSource")
            && holder == Holder::Trail
        {
            source.check_exclusion()?;
        }
        Ok(selector)
    }

    fn field(&self, name: &str) -> Option<&FieldSelector> {
        self.fields.iter().find(|field| field.field == name)
    }

    /// The one value that a field must equal.
    fn only_value(&self, field: &str) -> Result<&str, Invalid> {
        match self.field(field).map(|found| found.conditions.as_slice()) {
            Some([(Operator::Equals, values)]) if values.len() == 1 => {
                Ok(values.first().map(String::as_str).unwrap_or_default())
            }
            Some(_) => Err(format!("Field {field} takes one value.")),
            None => Err(format!("Field {field} is required.")),
        }
    }

    /// Whether it wants events of the data plane.
    pub(crate) fn logs_data(&self) -> bool {
        self.only_value("eventCategory").is_ok_and(|category| category == "Data")
    }

    /// Whether it wants this event.
    pub(crate) fn admits(&self, event: Candidate<'_>) -> bool {
        let kind = self.only_value("resources.type").unwrap_or_default();
        self.fields.iter().all(|field| field.admits(event, kind))
    }

    /// The selector as answers show it.
    pub(crate) fn shown(&self) -> shapes::AdvancedEventSelector {
        shapes::AdvancedEventSelector {
            name: self.name.clone(),
            field_selectors: self.fields.iter().map(FieldSelector::shown).collect(),
        }
    }
}

impl FieldSelector {
    fn read(asked: shapes::AdvancedFieldSelector) -> Result<Self, Invalid> {
        let conditions: Vec<_> = [
            (Operator::Equals, asked.equals),
            (Operator::StartsWith, asked.starts_with),
            (Operator::EndsWith, asked.ends_with),
            (Operator::NotEquals, asked.not_equals),
            (Operator::NotStartsWith, asked.not_starts_with),
            (Operator::NotEndsWith, asked.not_ends_with),
        ]
        .into_iter()
        .filter_map(|(operator, values)| Some((operator, values.filter(|one| !one.is_empty())?)))
        .collect();
        let field = asked.field;
        if conditions.is_empty() {
            return Err(format!("Field {field} needs an operator with a value."));
        }
        let is_exact = EXACT_FIELDS.contains(&field.as_str());
        if is_exact && conditions.iter().any(|(operator, _)| *operator != Operator::Equals) {
            return Err(format!("Field {field} can only be used with the operator Equals."));
        }
        let truths = ["readOnly", "sessionCredentialFromConsole"];
        let mut values = conditions.iter().flat_map(|(_, values)| values);
        if truths.contains(&field.as_str())
            && let Some(value) = values.find(|value| !matches!(value.as_str(), "true" | "false"))
        {
            return Err(format!("Value {value} for {field} is not supported."));
        }
        Ok(Self { field, conditions })
    }

    /// A trail's management events are narrowed by source only to leave some out.
    fn check_exclusion(&self) -> Result<(), Invalid> {
        for (operator, values) in &self.conditions {
            let unknown = values.iter().find(|value| !EXCLUDABLE.contains(&value.as_str()));
            if *operator != Operator::NotEquals {
                return Err("Field eventSource can only be used with the operator NotEquals for \
                            management events."
                    .to_owned());
            }
            if let Some(value) = unknown {
                return Err(format!("Value {value} for eventSource is not supported."));
            }
        }
        Ok(())
    }

    /// Of the conditions that select one must hold, of those that leave out all. (CloudTrail User
    /// Guide, "How CloudTrail evaluates multiple conditions for a field".)
    fn admits(&self, event: Candidate<'_>, kind: &str) -> bool {
        let found = self.values_of(event, kind);
        let hits = |(operator, values): &&(Operator, Vec<String>)| {
            found.iter().any(|value| values.iter().any(|wanted| operator.hits(value, wanted)))
        };
        let (selecting, leaving_out): (Vec<_>, Vec<_>) =
            self.conditions.iter().partition(|(operator, _)| operator.selects());
        (selecting.is_empty() || selecting.iter().any(hits)) && !leaving_out.iter().any(hits)
    }

    fn values_of(&self, event: Candidate<'_>, kind: &str) -> Vec<String> {
        let truth = |value: bool| vec![value.to_string()];
        match self.field.as_str() {
            "eventCategory" if event.is_management() => vec!["Management".to_owned()],
            "eventCategory" => vec!["Data".to_owned()],
            "readOnly" => truth(event.is_read_only()),
            "sessionCredentialFromConsole" => truth(event.is_of_console()),
            "resources.type" if event.resources(kind).is_empty() => Vec::new(),
            "resources.type" => vec![kind.to_owned()],
            "resources.ARN" => event.resources(kind),
            "userIdentity.arn" => event.caller().map(str::to_owned).into_iter().collect(),
            other => event.text(other).map(str::to_owned).into_iter().collect(),
        }
    }

    fn shown(&self) -> shapes::AdvancedFieldSelector {
        let of = |wanted: Operator| {
            let found = self.conditions.iter().find(|(operator, _)| *operator == wanted);
            found.map(|(_, values)| values.clone())
        };
        shapes::AdvancedFieldSelector {
            field: self.field.clone(),
            equals: of(Operator::Equals),
            starts_with: of(Operator::StartsWith),
            ends_with: of(Operator::EndsWith),
            not_equals: of(Operator::NotEquals),
            not_starts_with: of(Operator::NotStartsWith),
            not_ends_with: of(Operator::NotEndsWith),
        }
    }
}

impl Operator {
    const fn selects(self) -> bool {
        matches!(self, Self::Equals | Self::StartsWith | Self::EndsWith)
    }

    /// Whether a value is the one meant, be it to select or to leave out.
    fn hits(self, value: &str, meant: &str) -> bool {
        match self {
            Self::Equals | Self::NotEquals => value == meant,
            Self::StartsWith | Self::NotStartsWith => value.starts_with(meant),
            Self::EndsWith | Self::NotEndsWith => value.ends_with(meant),
        }
    }
}

#[cfg(test)]
mod tests;
