//! Interfaces that differ in nothing that decides what reaches them: what closes a port of one closes it of
//! the others, and is looked for once.

use std::net::IpAddr;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::change::{Change, Edit};
use crate::evaluate::{Exposure, Origin, Protocol, Reach};
use crate::network::{Interface, Network};
use crate::ranges::{Family, Ranges};
use crate::reduce;

/// What interfaces that are alike have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Class<'a> {
    subnet: &'a str,
    groups: &'a [String],
    /// Of each address, of which family it is, whether it is public, and the listeners that forward to it.
    addresses: Vec<(Family, bool, Vec<Forwarded<'a>>)>,
}

/// A balancer, the port of its listener, and the port that it forwards to.
type Forwarded<'a> = (&'a str, u16, u16);

/// What is asked to be closed of a class: at which of its addresses, for whom, and what.
type Asked<'a> = (Rc<Class<'a>>, usize, Origin, Protocol, Ranges);

/// The part of the network that decides about an interface, and what of the interface is exposed in it.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) interface: &'a Interface,
    pub(crate) network: Network,
    pub(crate) before: Vec<Exposure>,
}

/// What was looked for, and the part that was needed last.
#[derive(Debug, Default)]
pub(crate) struct Changes<'a> {
    found: FxHashMap<Asked<'a>, Option<Change>>,
    last: Option<(Rc<Class<'a>>, Rc<Part<'a>>)>,
}

impl<'a> Reach<'a> {
    /// The smallest change that closes these ports of a protocol to an exposure's origin. Of those that
    /// do, it is the one that closes the fewest other ports of the interface; then the one of the fewest
    /// steps; then the one that is for the fewest other interfaces; then one of rules. `None` where nothing that is known
    /// here closes them.
    pub fn smallest_change(
        &self,
        exposure: &Exposure,
        protocol: &Protocol,
        ports: &Ranges,
    ) -> Option<Change> {
        let interface = self.index.interface(&exposure.interface)?;
        let Some(class) = self.class(interface) else {
            return self.look_for_change(&self.part(interface), exposure, protocol, ports);
        };
        let at = interface.addresses.iter().position(|one| one.private == exposure.address)?;
        let class = Rc::new(class);
        let asked =
            (Rc::clone(&class), at, exposure.origin.clone(), protocol.clone(), ports.clone());
        if let Some(known) = self.changes.borrow().found.get(&asked) {
            return known.clone().map(|change| moved(change, interface, exposure.address));
        }
        let part = self.part_of_class(class, interface);
        let address = part.interface.addresses.get(at)?.private;
        let same = Exposure { interface: part.interface.id.clone(), address, ..exposure.clone() };
        let found = self.look_for_change(&part, &same, protocol, ports);
        self.changes.borrow_mut().found.insert(asked, found.clone());
        found.map(|change| moved(change, interface, exposure.address))
    }

    /// What an interface has in common with others; nothing of a balancer's own.
    fn class(&self, interface: &'a Interface) -> Option<Class<'a>> {
        if self.index.is_node(&interface.id) {
            return None;
        }
        let targeting = |address: IpAddr| {
            let balancers = self.index.targeting(address);
            let listeners = balancers.flat_map(|balancer| {
                balancer.listeners.iter().map(move |listener| (balancer.id.as_str(), listener))
            });
            let own = listeners.flat_map(|(id, listener)| {
                let own = listener.targets.iter().filter(move |(target, _)| *target == address);
                own.map(move |(_, port)| (id, listener.port, *port))
            });
            own.collect()
        };
        let addresses = interface.addresses.iter();
        Some(Class {
            subnet: &interface.subnet,
            groups: &interface.groups,
            addresses: addresses
                .map(|one| {
                    let family = Family::of(one.private);
                    (family, one.public.is_some(), targeting(one.private))
                })
                .collect(),
        })
    }

    fn part_of_class(&self, class: Rc<Class<'a>>, interface: &'a Interface) -> Rc<Part<'a>> {
        if let Some((known, part)) = &self.changes.borrow().last
            && *known == class
        {
            return Rc::clone(part);
        }
        let part = Rc::new(self.part(interface));
        self.changes.borrow_mut().last = Some((class, Rc::clone(&part)));
        part
    }

    fn part(&self, interface: &'a Interface) -> Part<'a> {
        let network = reduce::around(&self.index, interface);
        let before = Reach::new(&network).exposures_of(&interface.id);
        Part { interface, network, before }
    }
}

/// A change that was found for an interface, for another one that is alike.
fn moved(mut change: Change, interface: &Interface, address: IpAddr) -> Change {
    for edit in &mut change.edits {
        if let Edit::DisassociateAddress { interface: of, address: at } = edit {
            (*of, *at) = (interface.id.clone(), address);
        }
    }
    change
}
