//! Policy templates: documents with parameters in them, and the policies that values make of them.
//! (IAM User Guide, "Policy templates".)

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The most characters that a template may have: as many as the largest managed policy of a user,
/// with room for the names of its parameters.
pub const TEMPLATE_CHARACTERS_MAX: usize = 10_240;
/// The most characters that a policy made of a template may have. (IAM User Guide, "Policy
/// templates".)
pub const RENDERED_CHARACTERS_MAX: usize = 2048;
/// What keeps a statement in the policy, or leaves it out.
const ENABLED: &str = "@Enabled";
/// The value of a parameter that enables statements.
const TRUE: &str = "True";

/// A document with parameters, found to be well formed.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyTemplate {
    document: Map<String, Value>,
    parameters: BTreeSet<String>,
}

/// What a parameter stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterValue {
    /// One text, put in the parameter's place.
    Text(String),
    /// Several: the text around the parameter is repeated for each.
    List(Vec<String>),
}

/// Why a template is none, or makes no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is not JSON.
    #[error("the template is not JSON")]
    NotJson,
    /// It is too long.
    #[error("the template has more than {TEMPLATE_CHARACTERS_MAX} characters")]
    TooLong,
    /// It has no statements.
    #[error("the template is not an object with a `Statement` that is an object or a list of them")]
    NoStatement,
    /// A parameter without its end, or without a name.
    #[error("a parameter in `{0}` is not written as @{{name}}")]
    Unclosed(String),
    /// A parameter in the name of a member.
    #[error("`{0}` holds a parameter: parameters stand in values alone")]
    InName(String),
    /// A condition of a statement that names nothing.
    #[error("`{ENABLED}` must be a parameter's name, or `!` and a parameter's name")]
    Condition,
    /// A parameter was given no value.
    #[error("the parameter `{0}` of the template has no value")]
    Missing(String),
    /// A value was given for nothing.
    #[error("the template has no parameter `{0}`")]
    Unknown(String),
    /// A list where one text must be.
    #[error("the parameter `{0}` enables statements, so it must be one string")]
    NotOneText(String),
    /// Every statement was left out.
    #[error("the values enable no statement of the template")]
    Empty,
    /// The policy is too long.
    #[error("the policy has more than {RENDERED_CHARACTERS_MAX} characters")]
    RenderedTooLong,
}

/// What a text of a template is made of.
enum Piece<'t> {
    Plain(&'t str),
    Parameter(&'t str),
}

impl PolicyTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// It is not well formed. Whether it makes a policy is seen when it has values.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if text.chars().count() > TEMPLATE_CHARACTERS_MAX {
            return Err(TemplateError::TooLong);
        }
        let Ok(Value::Object(document)) = serde_json::from_str(text) else {
            let is_json = serde_json::from_str::<Value>(text).is_ok();
            return Err(if is_json { TemplateError::NoStatement } else { TemplateError::NotJson });
        };
        let mut parameters = BTreeSet::new();
        for statement in statements(&document)? {
            if let Some(condition) = statement.get(ENABLED) {
                parameters.insert(condition_of(condition)?.0.to_owned());
            }
        }
        note(&Value::Object(document.clone()), &mut parameters)?;
        Ok(Self { document, parameters })
    }

    /// The names of the parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(String::as_str)
    }

    /// The policy that these values make, as text. Whether it is one is for
    /// [`crate::Policy::parse`] to say.
    ///
    /// # Errors
    /// A value is missing or superfluous, or the policy is too long.
    pub fn render(
        &self,
        values: &BTreeMap<String, ParameterValue>,
    ) -> Result<String, TemplateError> {
        if let Some(unknown) = values.keys().find(|name| !self.parameters.contains(*name)) {
            return Err(TemplateError::Unknown(unknown.clone()));
        }
        if let Some(missing) = self.parameters.iter().find(|name| !values.contains_key(*name)) {
            return Err(TemplateError::Missing(missing.clone()));
        }
        let mut document = self.document.clone();
        if let Some(place) = document.get_mut("Statement") {
            *place = enabled(std::mem::take(place), values)?;
        }
        let mut room = RENDERED_CHARACTERS_MAX;
        let document = filled(Value::Object(document), values, &mut room)?;
        let text = document.to_string();
        if text.chars().count() > RENDERED_CHARACTERS_MAX {
            return Err(TemplateError::RenderedTooLong);
        }
        Ok(text)
    }
}

fn statements(document: &Map<String, Value>) -> Result<Vec<&Map<String, Value>>, TemplateError> {
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) => statements.as_slice(),
        Some(statement) => std::slice::from_ref(statement),
        None => &[],
    };
    let objects: Option<Vec<_>> = statements.iter().map(Value::as_object).collect();
    objects.filter(|objects| !objects.is_empty()).ok_or(TemplateError::NoStatement)
}

/// The parameter that a statement depends on, and whether it must be true.
fn condition_of(condition: &Value) -> Result<(&str, bool), TemplateError> {
    let text = condition.as_str().ok_or(TemplateError::Condition)?;
    let (name, wanted) = match text.strip_prefix('!') {
        Some(name) => (name, false),
        None => (text, true),
    };
    if name.is_empty() { Err(TemplateError::Condition) } else { Ok((name, wanted)) }
}

/// Notes the parameters in all values below.
fn note(value: &Value, parameters: &mut BTreeSet<String>) -> Result<(), TemplateError> {
    match value {
        Value::String(text) => {
            for piece in pieces(text)? {
                if let Piece::Parameter(name) = piece {
                    parameters.insert(name.to_owned());
                }
            }
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| note(item, parameters)),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            if name.contains("@{") {
                return Err(TemplateError::InName(name.clone()));
            }
            note(value, parameters)
        }),
        _ => Ok(()),
    }
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("@{") {
        let (name, behind) = after
            .split_once('}')
            .filter(|(name, _)| !name.is_empty() && !name.contains("@{"))
            .ok_or_else(|| TemplateError::Unclosed(text.to_owned()))?;
        pieces.push(Piece::Plain(before));
        pieces.push(Piece::Parameter(name));
        rest = behind;
    }
    pieces.push(Piece::Plain(rest));
    Ok(pieces)
}

/// The statements that the values keep, without what kept them.
fn enabled(
    statements: Value,
    values: &BTreeMap<String, ParameterValue>,
) -> Result<Value, TemplateError> {
    let all = match statements {
        Value::Array(all) => all,
        one => vec![one],
    };
    let mut kept = Vec::with_capacity(all.len());
    for mut statement in all {
        let condition = statement.as_object_mut().and_then(|members| members.shift_remove(ENABLED));
        let is_kept = match &condition {
            Some(condition) => {
                let (name, wanted) = condition_of(condition)?;
                match values.get(name) {
                    Some(ParameterValue::Text(text)) => (text == TRUE) == wanted,
                    _ => return Err(TemplateError::NotOneText(name.to_owned())),
                }
            }
            None => true,
        };
        if is_kept {
            kept.push(statement);
        }
    }
    if kept.is_empty() { Err(TemplateError::Empty) } else { Ok(Value::Array(kept)) }
}

/// The value with its parameters replaced. What it makes has no more characters than there is room.
fn filled(
    value: Value,
    values: &BTreeMap<String, ParameterValue>,
    room: &mut usize,
) -> Result<Value, TemplateError> {
    match value {
        Value::String(text) => {
            let (mut texts, is_list) = expanded(&text, values, room)?;
            Ok(match texts.pop() {
                Some(only) if !is_list => Value::String(only),
                last => texts.into_iter().chain(last).map(Value::String).collect(),
            })
        }
        Value::Array(items) => {
            let mut all = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Value::String(text) => {
                        let (texts, _) = expanded(&text, values, room)?;
                        all.extend(texts.into_iter().map(Value::String));
                    }
                    other => all.push(filled(other, values, room)?),
                }
            }
            Ok(Value::Array(all))
        }
        Value::Object(members) => {
            let members: Result<Map<_, _>, _> = members
                .into_iter()
                .map(|(name, value)| Ok((name, filled(value, values, room)?)))
                .collect();
            members.map(Value::Object)
        }
        other => Ok(other),
    }
}

/// Every text that the values make of one, and whether a list is among the values.
fn expanded(
    text: &str,
    values: &BTreeMap<String, ParameterValue>,
    room: &mut usize,
) -> Result<(Vec<String>, bool), TemplateError> {
    let mut made = vec![String::new()];
    let mut is_list = false;
    for piece in pieces(text)? {
        let choices = match piece {
            Piece::Plain(text) => vec![text],
            Piece::Parameter(name) => match values.get(name) {
                Some(ParameterValue::Text(text)) => vec![text.as_str()],
                Some(ParameterValue::List(texts)) => {
                    is_list = true;
                    texts.iter().map(String::as_str).collect()
                }
                None => return Err(TemplateError::Missing(name.to_owned())),
            },
        };
        let length: usize = made.iter().map(String::len).sum();
        let added: usize = choices.iter().map(|choice| choice.len()).sum();
        // Both factors are bounded, by the check of the round before and by what was asked.
        let next =
            length.saturating_mul(choices.len()).saturating_add(added.saturating_mul(made.len()));
        // What is empty takes room, too: a list of nothings is no way around the bound.
        if next.saturating_add(made.len().saturating_mul(choices.len())) > bytes(*room) {
            return Err(TemplateError::RenderedTooLong);
        }
        made = made
            .iter()
            .flat_map(|start| choices.iter().map(move |choice| format!("{start}{choice}")))
            .collect();
    }
    let used: usize = made.iter().map(|text| text.chars().count()).sum();
    *room = room.checked_sub(used).ok_or(TemplateError::RenderedTooLong)?;
    Ok((made, is_list))
}

/// The most bytes that so many characters take, with one to spare for a text that is alone.
const fn bytes(characters: usize) -> usize {
    characters.saturating_mul(4).saturating_add(1)
}

#[cfg(test)]
mod tests;
