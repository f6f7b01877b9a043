//! `SendAgentReport`: an agent says that its host runs, and what is on it.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::{
    Access, Ask, Authorized, Call, CheckedInventory, HostInventory, HostRule, Inventories,
    NetworkPlace,
};
use bartizan_types::Fault;
use bartizan_wire::Bytes;
use flate2::read::GzDecoder;

use super::throttle::Cost;
use super::{
    Agent, PATIENCE_INTERVALS, admit, found, hosts, instance_arn, key_of, place_of_caller,
};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{AgentCisScan, FirewallRule, SendAgentReportInput, SendAgentReportOutput};

/// The longest inventory, unpacked, in bytes.
const INVENTORY_BYTES_MAX: u64 = 24 << 20;

/// The action on the instance.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let place = place_of_caller(ask.call)?;
    let arn = instance_arn(&place, ask.text("InstanceId").unwrap_or_default());
    Ok(vec![Access::on(ask.action(), &arn).resource_type("AWS::EC2::Instance")])
}

/// Notes that the host runs, and takes what is new of it. The agent says which inventory it has: the answer,
/// whether that is another one than is known here, so that nothing which got lost stays so.
pub(crate) async fn take(
    service: &OwnApi,
    call: &Call,
    request: Authorized<SendAgentReportInput>,
) -> Result<SendAgentReportOutput, OwnError> {
    let request = request.into_inner();
    let (place, instance) = (place_of_caller(call)?, request.instance_id);
    admit(call, &place, &instance)?;
    if request.inventory.is_some() && request.inventory_version.is_none() {
        return Err(OwnError::Invalid("An inventory has an InventoryVersion.".to_owned()));
    }
    let cost = if request.inventory.is_some() { Cost::INVENTORY } else { Cost::REPORT };
    service.reports.take(&instance, cost, call.now)?;
    let (hosts, keeper) = (Arc::clone(hosts(call)?), call.platform.ports.inventories.clone());
    // What takes long comes before the transaction, for which others wait.
    let inventory = match request.inventory {
        Some(packed) => checked(service, &place, packed, &instance, keeper.clone()).await?,
        None => None,
    };
    let (firewall_version, firewall_rules) = match &request.firewall_version {
        Some(known) => {
            let rules = call.read(|reader| hosts.rules(reader, &place, &instance))?;
            other_rules(&rules, known)
        }
        None => (None, None),
    };
    let interval = Duration::from_secs(u64::try_from(request.interval_seconds).unwrap_or(1));
    let (now, patience) = (call.platform.now(), interval * PATIENCE_INTERVALS);
    if let Some(unsent) = request.unsent.filter(|unsent| *unsent > 0) {
        tracing::warn!(%instance, unsent, "states of a host were over before they could be sent");
    }
    if let Some(resets) = request.firewall_resets.filter(|resets| *resets > 0) {
        tracing::warn!(%instance, resets, "somebody else changed the firewall of a host, whose agent set it again");
    }
    let checks = call.platform.ports.host_checks.clone();
    let version = request.inventory_version;
    let done = call.commit(move |writer| {
        let (_, mut agent) =
            found::<Agent>(writer, &instance)?.ok_or_else(|| Agent::unknown(&instance))?;
        if !hosts.heard(writer, &place, &instance, now, patience)? {
            return Err(OwnError::AgentTerminated(instance));
        }
        if let (Some(inventory), Some(keeper)) = (&inventory, &keeper) {
            keeper.hand_in(writer, &place, inventory)?;
            agent.inventory.clone_from(&version);
            writer.put(&key_of(&place, &instance), &agent)?;
        }
        // Who has not looked at its host yet has no inventory; where nobody keeps them none is wanted.
        let is_known = version.is_none() || agent.inventory == version;
        let inventory_wanted = !is_known && keeper.is_some();
        let cis_scan = checks.as_ref().map(|checks| checks.waiting(writer, &place, &instance, now));
        let cis_scan = cis_scan.transpose()?.flatten().map(|waiting| AgentCisScan {
            scan_job_id: waiting.job,
            level: i32::from(waiting.level),
        });
        Ok(SendAgentReportOutput { inventory_wanted, firewall_version, firewall_rules, cis_scan })
    });
    Ok(done.await?)
}

/// An inventory as its keeper takes it, if there is one; it is read in the line of the account.
async fn checked(
    service: &OwnApi,
    place: &NetworkPlace,
    packed: Bytes,
    instance: &str,
    keeper: Option<Arc<dyn Inventories>>,
) -> Result<Option<CheckedInventory>, OwnError> {
    let instance = instance.to_owned();
    let read = move || {
        let inventory = unpack(&packed, &instance)?;
        let checked = keeper.map(|keeper| keeper.check(inventory)).transpose();
        checked.map_err(OwnError::from)
    };
    service.inventories.run(place.account, read).await
}

/// The rules and by what they are known, where the agent does not know them.
fn other_rules(rules: &[HostRule], known: &str) -> (Option<String>, Option<Vec<FirewallRule>>) {
    let shown: Vec<FirewallRule> = rules.iter().map(shown).collect();
    let version = hex::encode(digest(&SHA256, format!("{rules:?}").as_bytes()));
    let is_other = version != known;
    (is_other.then_some(version), is_other.then_some(shown))
}

fn shown(rule: &HostRule) -> FirewallRule {
    FirewallRule {
        direction: if rule.is_ingress { "INGRESS" } else { "EGRESS" }.to_owned(),
        protocol: rule.protocol.clone(),
        from_port: rule.ports.0,
        to_port: rule.ports.1,
        peers: rule.peers.iter().map(ToString::to_string).collect(),
    }
}

/// An inventory: JSON, compressed by gzip.
fn unpack(packed: &[u8], instance: &str) -> Result<HostInventory, OwnError> {
    let wrong = |why: String| OwnError::Invalid(format!("The inventory cannot be read: {why}"));
    let mut json = Vec::new();
    let read = GzDecoder::new(packed).take(INVENTORY_BYTES_MAX + 1).read_to_end(&mut json);
    read.map_err(|error| wrong(error.to_string()))?;
    if json.len() as u64 > INVENTORY_BYTES_MAX {
        return Err(wrong(format!("it is longer than {INVENTORY_BYTES_MAX} bytes.")));
    }
    let inventory: HostInventory =
        serde_json::from_slice(&json).map_err(|error| wrong(error.to_string()))?;
    if inventory.instance != instance {
        return Err(wrong(format!("it is of {}.", inventory.instance)));
    }
    Ok(inventory)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_no_inventory_of_the_instance_is_refused() {
        let of = |instance: &str| {
            format!(
                r#"{{"instance":"{instance}","taken":0,"system":{{"id":"debian","version":"12",
                "architecture":"x86_64"}},"kernel":null,"packages":[],"sockets":[]}}"#
            )
        };
        let own = of("i-1");
        assert_eq!(unpack(&packed(own.as_bytes()), "i-1").unwrap().system.id, "debian");
        let bomb = packed(&vec![b' '; 26 << 20]);
        for (bytes, said) in [
            (own.clone().into_bytes(), "header"),
            (packed(of("i-2").as_bytes()), "it is of i-2"),
            (packed(b"{}"), "missing field"),
            (bomb, "longer than"),
            (Vec::new(), "cannot be read"),
        ] {
            let told = unpack(&bytes, "i-1").unwrap_err().to_string();
            assert!(told.contains(said), "{told}");
        }
    }
}
