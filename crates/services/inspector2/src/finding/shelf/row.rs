//! What findings are chosen, sorted and counted by, as a line that is read where it lies: each fact is its
//! length in decimal digits, a colon, and that many bytes; of a list, the same once more.

use std::cell::Cell;
use std::fmt::Write as _;

use super::super::record::FindingRecord;

/// A fact about a finding. They stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Id,
    /// When a closed finding is forgotten, in milliseconds; nothing of one that is open.
    Forgotten,
    First,
    Last,
    Updated,
    /// Which of the shelf's resources it is about.
    Resource,
    Type,
    Severity,
    Title,
    Score,
    Fix,
    Exploit,
    Epss,
    Protocol,
    /// The first and the last port.
    Ports,
    ComponentIds,
    ComponentTypes,
    Vulnerability,
    Source,
    VendorSeverity,
    Related,
    /// The names of the packages, each once.
    Packages,
}

const FACTS: usize = 22;

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    List,
}

/// The facts that are somewhere in a finding, and where. (Amazon Inspector API Reference, `Finding`.)
const PLACES: [(Fact, Form, &[&str]); 15] = [
    (Fact::Type, Form::Text, &["type"]),
    (Fact::Severity, Form::Text, &["severity"]),
    (Fact::Title, Form::Text, &["title"]),
    (Fact::Score, Form::Number, &["inspectorScore"]),
    (Fact::Fix, Form::Text, &["fixAvailable"]),
    (Fact::Exploit, Form::Text, &["exploitAvailable"]),
    (Fact::Epss, Form::Number, &["epss", "score"]),
    (Fact::Protocol, Form::Text, &["networkReachabilityDetails", "protocol"]),
    (
        Fact::ComponentIds,
        Form::List,
        &["networkReachabilityDetails", "networkPath", "steps", "componentId"],
    ),
    (
        Fact::ComponentTypes,
        Form::List,
        &["networkReachabilityDetails", "networkPath", "steps", "componentType"],
    ),
    (Fact::Vulnerability, Form::Text, &["packageVulnerabilityDetails", "vulnerabilityId"]),
    (Fact::Source, Form::Text, &["packageVulnerabilityDetails", "source"]),
    (Fact::VendorSeverity, Form::Text, &["packageVulnerabilityDetails", "vendorSeverity"]),
    (Fact::Related, Form::List, &["packageVulnerabilityDetails", "relatedVulnerabilities"]),
    (Fact::Packages, Form::List, &["packageVulnerabilityDetails", "vulnerablePackages", "name"]),
];

/// The fact that is at a place of a finding.
pub(crate) fn fact_at(path: &[&str]) -> Option<Fact> {
    PLACES.iter().find(|(_, _, place)| *place == path).map(|(fact, ..)| *fact)
}

/// Adds the line of a finding, which is about the shelf's resource of this number.
pub(super) fn write(rows: &mut String, id: &str, record: &FindingRecord, resource: usize) {
    let mut line = String::new();
    let millis = |time: bartizan_types::Timestamp| time.millis().to_string();
    for text in [
        id,
        &record.closed.map(|closed| millis(closed.forgotten)).unwrap_or_default(),
        &millis(record.first_observed),
        &millis(record.last_observed),
        &millis(record.updated),
        &resource.to_string(),
    ] {
        put(&mut line, text);
    }
    for (fact, form, path) in PLACES {
        if fact == Fact::ComponentIds {
            put(&mut line, &ports(record));
        }
        match form {
            Form::Text => put(&mut line, record.text(path)),
            Form::Number => {
                let number = record.number(path).map(|number| number.to_string());
                put(&mut line, &number.unwrap_or_default());
            }
            Form::List => {
                let mut texts = record.texts(path);
                if fact == Fact::Packages {
                    texts.sort_unstable();
                    texts.dedup();
                }
                let mut list = String::new();
                for text in texts {
                    put(&mut list, text);
                }
                put(&mut line, &list);
            }
        }
    }
    put(rows, &line);
}

fn put(line: &mut String, text: &str) {
    // Writing to a text does not fail.
    let _ = write!(line, "{}:{text}", text.len());
}

fn ports(record: &FindingRecord) -> String {
    let range = record.finding.get("networkReachabilityDetails");
    let range = range.and_then(|details| details.get("openPortRange"));
    let port = |name| range?.get(name)?.as_i64();
    match (port("begin"), port("end")) {
        (Some(begin), Some(end)) => format!("{begin}-{end}"),
        _ => String::new(),
    }
}

/// The texts of a list, or the lines of a shelf.
#[derive(Debug, Clone)]
pub(crate) struct Texts<'r>(pub(super) &'r str);

impl<'r> Iterator for Texts<'r> {
    type Item = &'r str;

    fn next(&mut self) -> Option<&'r str> {
        let (mut length, mut digits) = (0_usize, 0);
        for byte in self.0.bytes() {
            if byte == b':' {
                break;
            }
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            length = length.checked_mul(10)?.checked_add(usize::from(digit))?;
            digits += 1;
        }
        let (text, rest) = self.0.get(digits + 1..)?.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }
}

/// The facts about one finding, each read when it is asked for: the first are had without the others.
#[derive(Debug)]
pub(crate) struct Row<'r> {
    facts: [Cell<&'r str>; FACTS],
    /// How many were read, and the line behind these.
    read: Cell<usize>,
    rest: Cell<&'r str>,
}

impl<'r> Row<'r> {
    /// Those of a line. What is no line has none.
    pub(crate) fn of(line: &'r str) -> Self {
        let facts = [const { Cell::new("") }; FACTS];
        Self { facts, read: Cell::new(0), rest: Cell::new(line) }
    }

    /// A fact as it is written; empty where the finding has none.
    pub(crate) fn text(&self, fact: Fact) -> &'r str {
        let at = fact as usize;
        if self.read.get() <= at {
            self.read_to(at);
        }
        self.facts.get(at).map(Cell::get).unwrap_or_default()
    }

    fn read_to(&self, at: usize) {
        let mut rest = Texts(self.rest.get());
        for fact in self.facts.iter().take(at + 1).skip(self.read.get()) {
            fact.set(rest.next().unwrap_or_default());
        }
        self.rest.set(rest.0);
        self.read.set(at + 1);
    }

    /// The texts of a fact that is a list.
    pub(crate) fn texts(&self, fact: Fact) -> Texts<'r> {
        Texts(self.text(fact))
    }

    /// A fact that is a whole number.
    pub(crate) fn whole(&self, fact: Fact) -> Option<i64> {
        self.text(fact).parse().ok()
    }

    /// A fact that is a number.
    pub(crate) fn number(&self, fact: Fact) -> Option<f64> {
        self.text(fact).parse().ok()
    }

    /// A fact as the texts that it is: those of a list each, and none where there is nothing.
    pub(crate) fn each(&self, fact: Fact) -> impl Iterator<Item = &'r str> + use<'r> {
        let is_list = PLACES.iter().any(|(own, form, _)| *own == fact && *form == Form::List);
        let text = self.text(fact);
        let list = Texts(if is_list { text } else { "" });
        list.chain(Some(text).filter(|text| !is_list && !text.is_empty()))
    }

    /// The first and the last port.
    pub(crate) fn ports(&self) -> Option<(i64, i64)> {
        let (begin, end) = self.text(Fact::Ports).split_once('-')?;
        Some((begin.parse().ok()?, end.parse().ok()?))
    }

    pub(crate) fn is_closed(&self) -> bool {
        !self.text(Fact::Forgotten).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;
    use serde_json::json;

    use super::super::super::record::Closed;
    use super::*;

    fn record() -> FindingRecord {
        let at = Timestamp::from_millis;
        FindingRecord {
            identity: "one".to_owned(),
            resource: "i-1".to_owned(),
            finding: json!({
                "type": "PACKAGE_VULNERABILITY",
                "severity": "HIGH",
                "title": "9:ü\n\"\u{7f} - a",
                "inspectorScore": 9.8,
                "fixAvailable": "YES",
                "epss": { "score": 0.25 },
                "networkReachabilityDetails": {
                    "openPortRange": { "begin": 1, "end": 22 },
                    "protocol": "TCP",
                    "networkPath": { "steps": [
                        { "componentId": "igw-1", "componentType": "a" },
                        { "componentId": "acl-1", "componentType": "b" },
                    ] },
                },
                "packageVulnerabilityDetails": {
                    "vulnerabilityId": "CVE-1", "source": "", "vendorSeverity": "low",
                    "relatedVulnerabilities": ["DSA-1", "DSA-2"],
                    "vulnerablePackages": [{ "name": "b" }, { "name": "a" }, { "name": "b" }],
                },
            }),
            exploited: None,
            first_observed: at(1),
            last_observed: at(2),
            updated: at(3),
            closed: Some(Closed { at: at(3), forgotten: at(4) }),
        }
    }

    #[test]
    fn a_line_says_what_the_finding_says() {
        let (mut rows, record) = (String::new(), record());
        write(&mut rows, "f1", &record, 7);
        write(&mut rows, "f2", &FindingRecord { closed: None, ..record.clone() }, 0);
        let lines: Vec<Row<'_>> = Texts(&rows).map(Row::of).collect();
        let [first, second] = lines.as_slice() else { panic!("{rows}") };
        assert_eq!((first.text(Fact::Id), second.text(Fact::Id)), ("f1", "f2"));
        assert_eq!((first.is_closed(), second.is_closed()), (true, false));
        let times = [Fact::Forgotten, Fact::First, Fact::Last, Fact::Updated, Fact::Resource];
        assert_eq!(times.map(|fact| first.whole(fact)), [4, 1, 2, 3, 7].map(Some));
        assert_eq!(first.ports(), Some((1, 22)));
        for (fact, form, path) in PLACES {
            let mut expected = record.texts(path);
            if fact == Fact::Packages {
                expected = vec!["a", "b"];
            }
            match form {
                Form::Number => assert_eq!(first.number(fact), record.number(path), "{path:?}"),
                Form::Text if record.text(path).is_empty() => assert_eq!(first.text(fact), ""),
                _ => assert_eq!(first.each(fact).collect::<Vec<_>>(), expected, "{path:?}"),
            }
        }
    }

    #[test]
    fn what_is_no_line_has_no_facts() {
        for text in ["", "1", "1:", "2:a", ":", "x:a", "99999999999999999999999:a", "0:2:"] {
            let row = Row::of(text);
            assert_eq!(
                [Fact::Packages, Fact::Id, Fact::Updated].map(|fact| row.text(fact)),
                [""; 3]
            );
        }
        // The order in which facts are asked for is no matter.
        let row = Row::of("1:a1:b1:c");
        let facts = [Fact::First, Fact::Id, Fact::Forgotten, Fact::Updated, Fact::First];
        assert_eq!(facts.map(|fact| row.text(fact)), ["c", "a", "b", "", "c"]);
    }
}
