//! What an assertion says.

use bartizan_types::Timestamp;

use crate::error::SamlError;
use crate::names::{ASSERTION, BEARER};
use crate::xml::Element;

/// More than the assertions of any provider have.
const ATTRIBUTES_MAX: usize = 1000;
/// The longest text that is read: of a name, a value, an issuer.
const TEXT_MAX: usize = 16_384;

/// A verified assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its id.
    pub id: String,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued: Timestamp,
    /// Whom it is about.
    pub name_id: NameId,
    /// Who may present it.
    pub confirmation: Confirmation,
    /// Where the response that brought it was sent, if it says so.
    pub destination: Option<String>,
    /// Its audiences: of each list one must be met.
    pub audiences: Vec<Vec<String>>,
    /// When it begins to hold.
    pub not_before: Option<Timestamp>,
    /// When it no longer holds.
    pub not_on_or_after: Option<Timestamp>,
    /// When a session that rests on it must have ended.
    pub session_not_on_or_after: Option<Timestamp>,
    /// Attributes in their order, those of one name together.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// The name of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameId {
    /// The name.
    pub value: String,
    /// Its format as written; unspecified where there is none. (SAML 2.0 Core, 2.2.2.)
    pub format: String,
}

/// The confirmation of the subject by whoever bears the assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The endpoint that it is for.
    pub recipient: String,
    /// When it can no longer be presented.
    pub not_on_or_after: Timestamp,
    /// When it can be presented first.
    pub not_before: Option<Timestamp>,
}

/// The format where none is given. (SAML 2.0 Core, 8.3.1.)
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

impl Assertion {
    /// Reads an assertion that was verified.
    pub(crate) fn read(element: &Element, destination: Option<&str>) -> Result<Self, SamlError> {
        let refused = SamlError::Response;
        if element.attribute("Version") != Some("2.0") {
            return Err(refused("it is not SAML 2.0"));
        }
        let subject =
            element.only(ASSERTION, "Subject").ok_or(refused("it must have one subject"))?;
        let conditions =
            element.only(ASSERTION, "Conditions").ok_or(refused("it must have conditions"))?;
        Ok(Self {
            id: element.attribute("ID").unwrap_or_default().to_owned(),
            issuer: issuer(element)?.to_owned(),
            issued: time(element, "IssueInstant")?.ok_or(refused("it has no time of issue"))?,
            name_id: name_id(subject)?,
            confirmation: confirmation(subject)?,
            destination: destination.map(str::to_owned),
            audiences: audiences(conditions)?,
            not_before: time(conditions, "NotBefore")?,
            not_on_or_after: time(conditions, "NotOnOrAfter")?,
            session_not_on_or_after: session_end(element)?,
            attributes: attributes(element)?,
        })
    }

    /// The values of an attribute.
    pub fn values(&self, name: &str) -> &[String] {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or(&[], |(_, values)| values)
    }

    /// Until when it can be presented and what it says holds.
    pub(crate) fn end(&self) -> Timestamp {
        let end = self.confirmation.not_on_or_after;
        self.not_on_or_after.map_or(end, |other| other.min(end))
    }
}

/// The issuer of an assertion or a response.
pub(crate) fn issuer(element: &Element) -> Result<&str, SamlError> {
    let issuer = element.only(ASSERTION, "Issuer");
    text(issuer.ok_or(SamlError::Response("it must have one issuer"))?)
}

fn name_id(subject: &Element) -> Result<NameId, SamlError> {
    let element = subject
        .only(ASSERTION, "NameID")
        .ok_or(SamlError::Response("its subject must have one name"))?;
    let value = text(element)?;
    if value.is_empty() {
        return Err(SamlError::Response("its subject must have one name"));
    }
    let format = element.attribute("Format").unwrap_or(UNSPECIFIED);
    Ok(NameId { value: value.to_owned(), format: format.to_owned() })
}

/// The one confirmation. (IAM User Guide, "Configure SAML assertions for the authentication
/// response", Subject and `NameID`.)
fn confirmation(subject: &Element) -> Result<Confirmation, SamlError> {
    let refused = SamlError::Confirmation;
    let element = subject.only(ASSERTION, "SubjectConfirmation").ok_or(refused)?;
    if element.attribute("Method") != Some(BEARER) {
        return Err(refused);
    }
    let data = element.only(ASSERTION, "SubjectConfirmationData").ok_or(refused)?;
    let recipient = data.attribute("Recipient").filter(|recipient| !recipient.is_empty());
    Ok(Confirmation {
        recipient: recipient.ok_or(refused)?.to_owned(),
        not_on_or_after: time(data, "NotOnOrAfter")?.ok_or(refused)?,
        not_before: time(data, "NotBefore")?,
    })
}

/// A condition that is not understood must not be passed over. (SAML 2.0 Core, 2.5.1.)
fn audiences(conditions: &Element) -> Result<Vec<Vec<String>>, SamlError> {
    let mut audiences = Vec::new();
    for condition in conditions.elements() {
        if condition.is(ASSERTION, "AudienceRestriction") {
            let list = condition.named(ASSERTION, "Audience");
            let list: Result<Vec<String>, _> =
                list.map(|audience| text(audience).map(str::to_owned)).collect();
            audiences.push(list?);
        } else if !condition.is(ASSERTION, "OneTimeUse")
            && !condition.is(ASSERTION, "ProxyRestriction")
        {
            return Err(SamlError::Response("one of its conditions is not known"));
        }
    }
    Ok(audiences)
}

fn session_end(element: &Element) -> Result<Option<Timestamp>, SamlError> {
    let mut earliest = None;
    for statement in element.named(ASSERTION, "AuthnStatement") {
        let end = time(statement, "SessionNotOnOrAfter")?;
        earliest = match (earliest, end) {
            (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
            (one, other) => one.or(other),
        };
    }
    Ok(earliest)
}

fn attributes(element: &Element) -> Result<Vec<(String, Vec<String>)>, SamlError> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let mut count = 0;
    for statement in element.named(ASSERTION, "AttributeStatement") {
        for attribute in statement.elements() {
            if attribute.is(ASSERTION, "EncryptedAttribute") {
                return Err(SamlError::Encrypted);
            }
            let name = attribute.attribute("Name").unwrap_or_default();
            let mut values = Vec::new();
            for value in attribute.named(ASSERTION, "AttributeValue") {
                count += 1;
                if count > ATTRIBUTES_MAX {
                    return Err(SamlError::Response("it has too many attributes"));
                }
                // A value may be structured, as eduPersonTargetedID is: such a one is no text.
                if value.elements().next().is_none() {
                    values.push(text(value)?.to_owned());
                }
            }
            match all.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.extend(values),
                None => all.push((name.to_owned(), values)),
            }
        }
    }
    Ok(all)
}

/// The text of an element, without the white space around it.
fn text(element: &Element) -> Result<&str, SamlError> {
    let text = element.text().ok_or(SamlError::Response("a text holds something else"))?.trim();
    if text.len() > TEXT_MAX {
        return Err(SamlError::Response("a text is too long"));
    }
    Ok(text)
}

/// A time. (SAML 2.0 Core, 1.3.3.)
fn time(element: &Element, attribute: &str) -> Result<Option<Timestamp>, SamlError> {
    let read =
        |text| Timestamp::parse_iso8601(text).map_err(|_| SamlError::Response("a time is none"));
    element.attribute(attribute).map(read).transpose()
}
