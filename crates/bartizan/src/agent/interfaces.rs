//! Which interfaces of a host lead to its containers and tunnels, and which to others. Security groups are
//! about what passes an instance's interfaces: nothing of its inside, and of tunnels what carries them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where the kernel tells of interfaces, and the tables of routes. (sysfs(5), proc(5).)
const INTERFACES: &str = "/sys/class/net";
const ROUTES: &str = "/proc/net/route";
const ROUTES_V6: &str = "/proc/net/ipv6_route";
/// Kinds of links that carry packets in others.
const TUNNELS: [&str; 8] =
    ["bareudp", "geneve", "gre", "gretap", "ipip", "vti", "vxlan", "wireguard"];
/// Hardware types of interfaces without a link: tunnels. (`linux/if_arp.h`.)
const TUNNEL_TYPES: [&str; 6] = ["65534", "768", "769", "776", "778", "823"];
/// The flag of a route by a gateway. (linux/route.h, `RTF_GATEWAY`.)
const GATEWAY: u32 = 0x2;
/// How many interfaces below one are looked at.
const DEPTH_MAX: u32 = 4;

/// Routes that tell what an interface is for.
#[derive(Debug, Default)]
struct Routes {
    /// Interfaces with routes by gateways.
    gateways: BTreeSet<String>,
    /// Those with routes to whole networks.
    networks: BTreeSet<String>,
}

/// The names of the interfaces that lead inside. What is not known to do so leads to others.
pub(super) fn inside() -> BTreeSet<String> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let routes = Routes::of(&read(ROUTES), &read(ROUTES_V6));
    inside_of(Path::new(INTERFACES), &routes)
}

fn inside_of(interfaces: &Path, routes: &Routes) -> BTreeSet<String> {
    let entries = fs::read_dir(interfaces).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    // nft(8) reads other signs as its own.
    let is_plain = |name: &String| {
        name.bytes().all(|one| one.is_ascii_alphanumeric() || b"._-@:".contains(&one))
    };
    names.filter(is_plain).filter(|name| is_inside(interfaces, name, routes)).collect()
}

fn is_inside(interfaces: &Path, name: &str, routes: &Routes) -> bool {
    let folder = interfaces.join(name);
    // A port of a bridge is met as that bridge.
    if name == "lo" || folder.join("master").exists() || has_hardware(&folder, DEPTH_MAX) {
        return false;
    }
    if is_tunnel(&folder) {
        return true;
    }
    let is_routed = routes.gateways.contains(name)
        || routes.networks.contains(name) && !folder.join("bridge").exists();
    !is_routed
}

fn has_hardware(folder: &Path, depth: u32) -> bool {
    if folder.join("device").exists() || depth == 0 {
        return true;
    }
    let below = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut below = below.filter(|entry| entry.file_name().to_string_lossy().starts_with("lower_"));
    below.any(|entry| has_hardware(&entry.path(), depth - 1))
}

fn is_tunnel(folder: &Path) -> bool {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let about = read("uevent");
    let kind = about.lines().find_map(|line| line.strip_prefix("DEVTYPE="));
    kind.is_some_and(|kind| TUNNELS.contains(&kind)) || TUNNEL_TYPES.contains(&read("type").trim())
}

impl Routes {
    fn of(v4: &str, v6: &str) -> Self {
        let mut routes = Self::default();
        for line in v4.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let [name, _, _, flags, _, _, _, mask, ..] = fields.as_slice() else { continue };
            routes.enter(name, flags, *mask != "FFFFFFFF");
        }
        for line in v6.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let [to, length, _, _, _, _, _, _, flags, name] = fields.as_slice() else { continue };
            // Every interface has the link's own network, and that of all groups.
            let is_links = to.starts_with("fe80") || to.starts_with("ff");
            routes.enter(name, flags, *length != "80" && !is_links);
        }
        routes
    }

    fn enter(&mut self, name: &str, flags: &str, is_network: bool) {
        if u32::from_str_radix(flags, 16).is_ok_and(|flags| flags & GATEWAY != 0) {
            self.gateways.insert(name.to_owned());
        } else if is_network {
            self.networks.insert(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V4: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n\
        eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
        docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n\
        veth-up\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n\
        cali1\t0102030A\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n\
        flannel.1\t00F4640A\t00F4640A\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0\n\
        br-up\t00000000\t0101000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
        broken\n";
    const V6: &str = "fe800000000000000000000000000000 40 00000000000000000000000000000000 00 \
        00000000000000000000000000000000 00000100 00000001 00000000 00000001 cali1\n\
        20010db8000000000000000000000000 40 00000000000000000000000000000000 00 \
        00000000000000000000000000000000 00000100 00000001 00000000 00000001 veth-six\n";

    #[test]
    fn containers_and_tunnels_are_inside_and_what_is_not_known_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, file: &str, text: &str| {
            let path = folder.path().join(name).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        for name in ["lo", "eth0", "docker0", "br-lan", "br-up", "veth-up", "veth-six", "veth-port"]
        {
            put(name, "type", "1\n");
        }
        for name in ["cali1", "flannel.1", "wg0", "tun0", "bad\"name", "bond0.5"] {
            put(name, "type", "1\n");
        }
        put("eth0", "device/vendor", "");
        put("wg0", "uevent", "DEVTYPE=wireguard\nINTERFACE=wg0\n");
        put("flannel.1", "uevent", "DEVTYPE=vxlan\n");
        put("tun0", "type", "65534\n");
        for bridge in ["docker0", "br-lan", "br-up"] {
            put(bridge, "bridge/bridge_id", "");
        }
        put("br-lan", "lower_eth1/device/vendor", "");
        put("bond0.5", "lower_bond0/lower_eth1/device/vendor", "");
        put("veth-port", "master/type", "1\n");
        let found = inside_of(folder.path(), &Routes::of(V4, V6));
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["cali1", "docker0", "flannel.1", "tun0", "wg0"]);
    }
}
