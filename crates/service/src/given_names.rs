//! The names that load balancers and distributions are given, and the hosted zones that AWS has these in.
//! (AWS General Reference, "Elastic Load Balancing endpoints and quotas" and "Amazon `CloudFront`
//! endpoints and quotas".)

/// The zone of distributions' names.
const DISTRIBUTIONS: (&str, &str) = ("Z2FDTNDATAQYW2", "cloudfront.net.");
/// What the names of balancers end with, behind their region.
const BALANCERS: &str = ".elb.amazonaws.com.";
/// What may stand before a balancer's name where both families of addresses are asked for, as the
/// console writes it. (Route 53 API Reference, `AliasTarget`, `DNSName`.)
const BOTH_FAMILIES: &str = "dualstack.";
/// The zones of balancers' names, by their region.
const BALANCER_ZONES: [(&str, &str); 17] = [
    ("ap-northeast-1", "Z14GRHDCWA56QT"),
    ("ap-northeast-2", "ZWKZPGTI48KDX"),
    ("ap-northeast-3", "Z5LXEXXYW11ES"),
    ("ap-south-1", "ZP97RAFLXTNZK"),
    ("ap-southeast-1", "Z1LMS91P8CMLE5"),
    ("ap-southeast-2", "Z1GM3OXH4ZPM65"),
    ("ca-central-1", "ZQSVJUPU6J1EY"),
    ("eu-central-1", "Z215JYRZR1TBD5"),
    ("eu-north-1", "Z23TAZ6LKFMNIO"),
    ("eu-west-1", "Z32O12XQLNTSW2"),
    ("eu-west-2", "ZHURV8PSTC4K8"),
    ("eu-west-3", "Z3Q77PNBQS71R4"),
    ("sa-east-1", "Z2P70J7HTTTPLU"),
    ("us-east-1", "Z35SXDOTRQ7X7K"),
    ("us-east-2", "Z3AADJGX6KTTL2"),
    ("us-west-1", "Z368ELLRRE2KJ0"),
    ("us-west-2", "Z1H1FL5HABSF5"),
];

/// The id of the hosted zone of balancers' names in a region.
pub fn balancer_zone(region: &str) -> Option<&'static str> {
    BALANCER_ZONES.iter().find(|(name, _)| *name == region).map(|(_, zone)| *zone)
}

/// The domain that the hosted zone with this id is for, with a dot at its end, if given names are there.
pub fn given_domain(zone: &str) -> Option<String> {
    let (distributions, domain) = DISTRIBUTIONS;
    if zone == distributions {
        return Some(domain.to_owned());
    }
    let (region, _) = BALANCER_ZONES.iter().find(|(_, id)| *id == zone)?;
    Some(format!("{region}{BALANCERS}"))
}

/// A given name without what may stand before it; any other name as it is.
pub fn given_name(name: &str) -> &str {
    let is_balancers = name.trim_end_matches('.').ends_with(BALANCERS.trim_end_matches('.'));
    name.strip_prefix(BOTH_FAMILIES).filter(|_| is_balancers).unwrap_or(name)
}

/// A given name, and what else is answered as it.
pub fn names_of_given(name: &str) -> Vec<String> {
    let both = format!("{BOTH_FAMILIES}{name}");
    let is_balancers = given_name(&both) == name;
    std::iter::once(name.to_owned()).chain(is_balancers.then_some(both)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_for_domains() {
        assert_eq!(balancer_zone("us-east-1"), Some("Z35SXDOTRQ7X7K"));
        assert_eq!(balancer_zone("moon-1"), None);
        let domain = given_domain("Z35SXDOTRQ7X7K");
        assert_eq!(domain.as_deref(), Some("us-east-1.elb.amazonaws.com."));
        assert_eq!(given_domain("Z2FDTNDATAQYW2").as_deref(), Some("cloudfront.net."));
        assert_eq!(given_domain("Z0"), None);
    }

    #[test]
    fn balancers_have_two_names() {
        let name = "web-1.us-east-1.elb.amazonaws.com";
        assert_eq!(names_of_given(name), [name.to_owned(), format!("dualstack.{name}")]);
        assert_eq!(given_name(&format!("dualstack.{name}.")), format!("{name}."));
        for name in ["dualstack.shop.test", "d1.cloudfront.net"] {
            assert_eq!(given_name(name), name);
            assert_eq!(names_of_given(name), [name]);
        }
    }
}
