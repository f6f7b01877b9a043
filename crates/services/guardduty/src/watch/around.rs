//! What detectors are told beside records: an account's lists of what is trusted and what is a threat.

use bartizan_detect::lists::{AddressLists, DomainLists, Purpose};
use bartizan_detect::record::Address;
use bartizan_detect::{DnsSurroundings, Finding, Kind, Subject, Surroundings};
use bartizan_service::store::Reader;

use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::lists::record::{self, ListContent, ListRecord};
use crate::scan;

/// All active lists of a place.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) flows: Surroundings,
    pub(super) dns: DnsSurroundings,
    /// The threat lists one by one, to tell which it was.
    threats: Vec<(String, AddressLists, DomainLists)>,
}

impl Around {
    /// The active lists.
    pub(super) fn read(reader: &Reader<'_>, place: &Place) -> Result<Self, GuardDutyError> {
        let mut lists = Vec::new();
        for (id, list) in scan::all::<ListRecord>(reader, place, "")? {
            let kind = id.split('/').next().and_then(record::Kind::of_resource);
            let content = reader.get::<ListContent>(&place.key(&*id))?;
            if let (Some(kind), Some(content)) = (kind, content.filter(|_| list.is_active)) {
                let texts = (content.addresses()?, content.domains()?);
                lists.push((list.name, kind.purpose(), texts));
            }
        }
        let addresses = lists.iter().map(|(_, purpose, (text, _))| (*purpose, text.as_str()));
        let domains = lists.iter().map(|(_, purpose, (_, text))| (*purpose, text.as_str()));
        let (addresses, _) = AddressLists::new(addresses);
        let (domains, _) = DomainLists::new(domains);
        let threats = lists.iter().filter(|(_, purpose, _)| *purpose == Purpose::Threat);
        let threats = threats.map(|(name, purpose, (addresses, domains))| {
            let (addresses, _) = AddressLists::new([(*purpose, addresses.as_str())]);
            let (domains, _) = DomainLists::new([(*purpose, domains.as_str())]);
            (name.clone(), addresses, domains)
        });
        let threats = threats.collect();
        Ok(Self {
            dns: DnsSurroundings { domains, answers: addresses.clone() },
            flows: Surroundings { lists: addresses, ..Surroundings::default() },
            threats,
        })
    }

    /// The names of the threat lists that made a finding.
    pub(super) fn named(&self, finding: &Finding) -> Vec<String> {
        let is_on = |address: Address| {
            self.threats
                .iter()
                .filter(move |(_, list, _)| list.purposes(address).has(Purpose::Threat))
        };
        let names = |lists: Vec<&(String, AddressLists, DomainLists)>| {
            lists.into_iter().map(|(name, ..)| name.clone()).collect()
        };
        match finding.kind {
            Kind::MaliciousAddress => match finding.subject {
                Subject::Host(address) | Subject::Service(address, _) => {
                    names(is_on(address).collect())
                }
                _ => names(finding.evidence.flow.map_or_else(Vec::new, |flow| {
                    is_on(flow.source).chain(is_on(flow.destination)).collect()
                })),
            },
            Kind::CallsByThreat | Kind::ReconByThreat => {
                names(is_on(finding.resource.address).collect())
            }
            Kind::MaliciousDomain => {
                let asked = finding.evidence.names.first().map(String::as_str).unwrap_or_default();
                let asked = asked.to_ascii_lowercase();
                let is_on = |list: &&(String, AddressLists, DomainLists)| {
                    list.2.purposes(asked.as_bytes()).has(Purpose::Threat)
                };
                names(self.threats.iter().filter(is_on).collect())
            }
            _ => Vec::new(),
        }
    }
}
