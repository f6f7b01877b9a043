//! Where packets to an address go: of the routes that match, the one of the longest prefix leads. (Amazon
//! VPC User Guide, "Route priority".)

use ipnet::IpNet;

use crate::index::Index;
use crate::network::{Subnet, Target};
use crate::ranges::Ranges;

/// Where a route leads, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way<'a> {
    /// Within the VPC.
    Local,
    /// To the internet gateway that is attached to the VPC.
    Gateway,
    /// Through a peering connection of the VPC.
    Peering(&'a str),
    /// Nowhere that answers come back from.
    Elsewhere,
}

/// The routes that a subnet follows, the local ones too.
pub(crate) fn routes<'a>(index: &Index<'a>, subnet: &Subnet) -> Vec<(IpNet, Way<'a>)> {
    let Some(vpc) = index.vpc(&subnet.vpc) else { return Vec::new() };
    let mut all: Vec<_> = vpc.blocks.iter().map(|block| (*block, Way::Local)).collect();
    let table = index.table(&subnet.table).into_iter();
    all.extend(table.flat_map(|table| &table.routes).map(|route| {
        let way = match &route.target {
            Target::Gateway(id) if vpc.gateway.as_ref() == Some(id) => Way::Gateway,
            Target::Peering(id) => match index.peering(id) {
                Some(peering) if peering.vpcs.contains(&vpc.id) => Way::Peering(&peering.id),
                _ => Way::Elsewhere,
            },
            Target::Gateway(_) | Target::Other(_) => Way::Elsewhere,
        };
        (route.destination, way)
    }));
    all
}

/// The addresses to which packets of a subnet go this way.
pub(crate) fn addresses(index: &Index<'_>, subnet: &Subnet, way: Way<'_>) -> Ranges {
    let mut routes = routes(index, subnet);
    // The longest prefix first; of equal ones the first, which is the local one.
    routes.sort_by_key(|(block, _)| std::cmp::Reverse(block.prefix_len()));
    let (mut found, mut decided) = (Ranges::default(), Ranges::default());
    for (block, leads) in routes {
        let block = Ranges::block(block);
        if leads == way {
            found = found.union(&block.without(&decided));
        }
        decided = decided.union(&block);
    }
    found
}
