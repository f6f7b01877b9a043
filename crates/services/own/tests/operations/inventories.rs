//! Inventories are read where they hold up nobody.

use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use bartizan_service::store::Writer;
use bartizan_service::testkit::{Given, given};
use bartizan_service::{CheckedInventory, HostInventory, Inventories, NetworkPlace, Ports};
use bartizan_types::Fault;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::agents::{INSTANCE, done, report};
use crate::sessions::Agent;
use crate::world_with;

/// Who keeps inventories, and takes its time: it says when it looks at one, and goes on when it may.
struct Slow {
    test: ThreadId,
    gate: Mutex<(Sender<()>, Receiver<()>)>,
    kept: Mutex<Vec<String>>,
}

impl Inventories for Slow {
    fn check(&self, inventory: HostInventory) -> Result<CheckedInventory, Fault> {
        assert_ne!(thread::current().id(), self.test);
        let (begun, goes_on) = &*self.gate.lock().unwrap();
        begun.send(()).unwrap();
        goes_on.recv().unwrap();
        Ok(CheckedInventory { inventory, digest: String::new() })
    }

    fn hand_in(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        checked: &CheckedInventory,
    ) -> Result<(), Fault> {
        self.kept.lock().unwrap().push(checked.inventory.instance.clone());
        Ok(())
    }

    fn withdraw(&self, _: &mut Writer<'_>, _: &NetworkPlace, _: &str) -> Result<(), Fault> {
        Ok(())
    }
}

struct Brought(Arc<Slow>);

impl Given for Brought {
    fn offer(&self, ports: &mut Ports) {
        ports.inventories = Some(Arc::clone(&self.0) as Arc<dyn Inventories>);
    }
}

#[tokio::test]
async fn who_reads_an_inventory_holds_up_no_other_report() {
    let ((begun, begins), (go_on, goes_on)) = (channel(), channel());
    let (test, gate) = (thread::current().id(), Mutex::new((begun, goes_on)));
    let slow = Arc::new(Slow { test, gate, kept: Mutex::default() });
    let agent = Agent::registered_in(world_with(vec![given(Brought(Arc::clone(&slow)))])).await;
    let own = agent.session().await;
    let inventory = json!({
        "instance": INSTANCE, "taken": 0, "kernel": null, "packages": [], "sockets": [],
        "system": { "id": "debian", "version": "12", "architecture": "x86_64" },
    });
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(inventory.to_string().as_bytes()).unwrap();
    let mut with_inventory = report(INSTANCE);
    with_inventory["Inventory"] = json!(packed.finish().unwrap());
    let mut first = Box::pin(done(&agent.world, &own, "SendAgentReport", with_inventory));
    let begun = tokio::task::spawn_blocking(move || begins.recv().unwrap());
    tokio::select! {
        _ = &mut first => panic!("it did not wait"),
        begun = begun => begun.unwrap(),
    }
    let told = done(&agent.world, &own, "SendAgentReport", report(INSTANCE)).await;
    assert_eq!(told["InventoryWanted"], true, "it is not known yet");
    go_on.send(()).unwrap();
    assert_eq!(first.await["InventoryWanted"], false);
    assert_eq!(*slow.kept.lock().unwrap(), [INSTANCE]);
}
