//! Random small networks: few addresses and ports, so that every packet can be tried.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bartizan_reach::{
    Acl, AclEntry, Address, Balancer, Group, GroupPeer, GroupRule, Interface, Listener, Network,
    Peering, PrefixList, Ranges, Route, RouteTable, Subnet, Target, Vpc, icmp_range,
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// How many addresses there are of each family: three VPCs of eight, which the internet overlaps.
pub(crate) const ADDRESSES: u32 = 32;
/// The first of them of IPv6: no address of IPv6 is a number of IPv4's.
const V6: u128 = 1 << 32;

/// All addresses that packets come from, as numbers.
pub(crate) fn sources() -> impl Iterator<Item = u128> {
    (0..u128::from(ADDRESSES)).chain((0..u128::from(ADDRESSES)).map(|one| V6 + one))
}

/// The address that is a number.
pub(crate) fn address(number: u128) -> IpAddr {
    match u32::try_from(number) {
        Ok(number) => Ipv4Addr::from(number).into(),
        Err(_) => Ipv6Addr::from(number).into(),
    }
}

fn v4(first: u32, prefix: u8) -> IpNet {
    Ipv4Net::new(first.into(), prefix).unwrap().trunc().into()
}

/// The block of as many addresses of IPv6.
fn v6(first: u32, prefix: u8) -> IpNet {
    Ipv6Net::new((V6 + u128::from(first)).into(), prefix + 96).unwrap().trunc().into()
}

/// Numbers that a seed decides. (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014.)
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..end`.
    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).unwrap()
    }

    fn is(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }

    fn block(&mut self) -> IpNet {
        let is_v6 = self.is(40);
        if self.is(30) {
            return if is_v6 { Ipv6Net::default().into() } else { Ipv4Net::default().into() };
        }
        let prefix = 27 + u8::try_from(self.below(6)).unwrap();
        let first = self.below(ADDRESSES);
        if is_v6 { v6(first, prefix) } else { v4(first, prefix) }
    }

    fn protocol(&mut self) -> Option<u8> {
        *self.pick(&[None, Some(1), Some(6), Some(6), Some(6), Some(17), Some(50), Some(58)])
    }

    fn ports(&mut self, protocol: Option<u8>) -> (u16, u16) {
        if protocol == Some(1) {
            let kind = *self.pick(&[None, Some(0), Some(8), Some(8), Some(13), Some(14), Some(3)]);
            let code = *self.pick(&[None, Some(0), Some(1)]);
            return icmp_range(kind, code);
        }
        if protocol == Some(58) {
            let kind = *self.pick(&[None, Some(128), Some(128), Some(129), Some(1)]);
            let code = *self.pick(&[None, Some(0), Some(1)]);
            return icmp_range(kind, code);
        }
        if self.is(30) {
            return (0, u16::MAX);
        }
        let (one, other) = (self.below(8), self.below(8));
        (u16::try_from(one.min(other)).unwrap(), u16::try_from(one.max(other)).unwrap())
    }
}

fn name(kind: &str, number: u32) -> String {
    format!("{kind}-{number}")
}

/// A network that a seed decides.
pub(crate) fn network(dice: &mut Dice) -> Network {
    let mut network = Network {
        internet: Ranges::of([(12, 31), (V6 + 12, V6 + 31)]),
        client_ports: Ranges::span(4, 7),
        ..Network::default()
    };
    for number in 0..3 {
        network.vpcs.push(Vpc {
            id: name("vpc", number),
            blocks: [v4(number * 8, 29)]
                .into_iter()
                .chain(dice.is(70).then(|| v6(number * 8, 29)))
                .collect(),
            gateway: dice.is(80).then(|| name("igw", number)),
        });
    }
    for (number, vpcs) in [(0, ["vpc-0", "vpc-1"]), (1, ["vpc-2", "vpc-0"])] {
        if dice.is(60) {
            network
                .peerings
                .push(Peering { id: name("pcx", number), vpcs: vpcs.map(str::to_owned) });
        }
    }
    for number in 0..6 {
        network.tables.push(table(dice, number));
        network.subnets.push(Subnet {
            id: name("subnet", number),
            vpc: name("vpc", number / 2),
            table: name("rtb", number),
            acl: name("acl", dice.below(4)),
        });
    }
    for number in 0..4 {
        let (ingress, egress) = (entries(dice), entries(dice));
        network.acls.push(Acl { id: name("acl", number), ingress, egress });
        let (ingress, egress) = (rules(dice, number * 10), rules(dice, number * 10 + 5));
        network.groups.push(Group { id: name("sg", number), ingress, egress });
    }
    for number in 0..2 {
        let blocks = (0..dice.below(4)).map(|_| dice.block()).collect();
        network.prefix_lists.push(PrefixList { id: name("pl", number), blocks });
    }
    for number in 0..dice.below(3) + 2 {
        network.interfaces.push(interface(dice, number));
    }
    if dice.is(40) {
        network.balancers.push(balancer(dice, &network.interfaces));
    }
    network
}

fn table(dice: &mut Dice, number: u32) -> RouteTable {
    let mut routes: Vec<Route> = Vec::new();
    let mut add = |destination, target| {
        if routes.iter().all(|route| route.destination != destination) {
            routes.push(Route { destination, target });
        }
    };
    if dice.is(80) {
        add(Ipv4Net::default().into(), Target::Gateway(name("igw", number / 2)));
    }
    if dice.is(80) {
        let target = if dice.is(75) {
            Target::Gateway(name("igw", number / 2))
        } else {
            Target::Other("eigw-0".to_owned())
        };
        add(Ipv6Net::default().into(), target);
    }
    for peer in 0..2 {
        if dice.is(60) {
            let other = [[1, 2], [0, 9], [9, 0]][(number / 2) as usize][peer as usize];
            let other = if other == 9 { 3 } else { other };
            let to = || Target::Peering(name("pcx", peer));
            add(v4(other * 8, 29), to());
            if dice.is(70) {
                add(v6(other * 8, 29), to());
            }
        }
    }
    for _ in 0..dice.below(3) {
        let target = match dice.below(4) {
            0 => Target::Gateway(name("igw", dice.below(3))),
            1 => Target::Peering(name("pcx", dice.below(3))),
            _ => Target::Other("nat-0".to_owned()),
        };
        add(dice.block(), target);
    }
    RouteTable { id: name("rtb", number), routes }
}

fn entries(dice: &mut Dice) -> Vec<AclEntry> {
    let mut all = Vec::new();
    for place in 0..dice.below(4) {
        let protocol = dice.protocol();
        all.push(AclEntry {
            number: 20 + 20 * u16::try_from((place * 7) % 4).unwrap(),
            protocol,
            ports: dice.ports(protocol),
            block: dice.block(),
            allows: dice.is(50),
        });
    }
    let everywhere = [Ipv4Net::default().into(), Ipv6Net::default().into()];
    for (number, block) in [200, 210].into_iter().zip(everywhere) {
        if dice.is(75) {
            let ports = (0, u16::MAX);
            all.push(AclEntry { number, protocol: None, ports, block, allows: true });
        }
    }
    all
}

fn rules(dice: &mut Dice, first: u32) -> Vec<GroupRule> {
    (first..=first + dice.below(3))
        .map(|number| {
            let protocol = dice.protocol();
            GroupRule {
                id: name("sgr", number),
                protocol,
                ports: dice.ports(protocol),
                peer: match dice.below(6) {
                    0 | 1 => GroupPeer::Group(name("sg", dice.below(4))),
                    2 => GroupPeer::PrefixList(name("pl", dice.below(3))),
                    _ => GroupPeer::Block(dice.block()),
                },
            }
        })
        .collect()
}

/// Each subnet has four addresses, each interface another one of its subnet.
fn interface(dice: &mut Dice, number: u32) -> Interface {
    let subnet = dice.below(6);
    let mut groups = vec![name("sg", dice.below(4))];
    if dice.is(40) {
        groups.push(name("sg", 3 - dice.below(2)));
        groups.dedup();
    }
    let public = dice.is(70).then(|| name("eipalloc", number));
    let own = |place: u32| IpAddr::from(Ipv4Addr::from(subnet * 4 + place));
    let mut addresses = vec![Address { private: own(number % 4), public }];
    if number == 0 && dice.is(30) {
        addresses.push(Address { private: own(3), public: None });
    }
    if dice.is(50) {
        let private = address(V6 + u128::from(subnet * 4 + number % 4));
        addresses.push(Address { private, public: Some(private.to_string()) });
    }
    Interface { id: name("eni", number), subnet: name("subnet", subnet), addresses, groups }
}

fn balancer(dice: &mut Dice, interfaces: &[Interface]) -> Balancer {
    let listener = |dice: &mut Dice, port| Listener {
        port,
        targets: (0..=dice.below(2))
            .map(|_| {
                let interface = dice.pick(interfaces);
                let address = dice.pick(&interface.addresses).private;
                (address, u16::try_from(dice.below(8)).unwrap())
            })
            .collect(),
    };
    Balancer {
        id: "app/front".to_owned(),
        interfaces: vec![dice.pick(interfaces).id.clone()],
        listeners: vec![listener(dice, 2), listener(dice, 5)],
    }
}
