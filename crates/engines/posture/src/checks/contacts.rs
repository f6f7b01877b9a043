//! Whom to call about the account.

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Facts, Topic};
use crate::fields::text;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.1",
            1,
            "The account's contact details are current",
            "Whoever sees abuse of the account has to reach somebody, soon.",
            &[Topic::ContactInformation],
            current,
        ),
        check(
            "2.2",
            1,
            "There is a contact for security",
            "A report that reaches the people of billing waits until they know what it is.",
            &[Topic::SecurityContact],
            security,
        ),
    ]
}

fn current(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::ContactInformation, |case, answer, contact| {
        if contact.is_null() {
            case.bad(
                answer,
                "no contact details",
                "name, address and telephone",
                "aws account put-contact-information --contact-information \
                 FullName=NAME,AddressLine1=STREET,City=CITY,StateOrRegion=STATE,PostalCode=CODE,CountryCode=CC,PhoneNumber=NUMBER",
            );
        } else {
            let told = format!(
                "whether {}, {}, is who to call is for a person to tell",
                text(contact, "FullName"),
                text(contact, "PhoneNumber")
            );
            case.open(Unassessed::Person, &answer.resource, "", &told);
        }
    });
}

fn security(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::SecurityContact, |case, answer, contact| {
        if text(contact, "EmailAddress").is_empty() {
            case.bad(
                answer,
                "no contact for security",
                "a name, an address and a telephone number",
                "aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE \
                 --email-address ADDRESS --phone-number NUMBER",
            );
        } else {
            case.good(answer, &format!("{} is told", text(contact, "EmailAddress")));
        }
    });
}
