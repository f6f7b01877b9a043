//! What is known of a resource beside its own traffic.

/// What its health check says of a resource. (AWS WAF Developer Guide, "Configuring health-based
/// detection using health checks": an unhealthy resource needs smaller deviations to be attacked, and is
/// told of sooner; a healthy one needs larger ones.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Health {
    /// Nobody looks.
    #[default]
    Unknown,
    /// It serves well.
    Healthy,
    /// It does not.
    Unhealthy,
}

/// What the protection groups of a resource say of the traffic of all their members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Together {
    /// It is in none that has learnt what is usual.
    #[default]
    Unknown,
    /// All of them are as usual.
    Usual,
    /// One of them is not.
    Unusual,
}

/// What is known of a resource beside its own traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// Its health.
    pub health: Health,
    /// The traffic of its groups.
    pub together: Together,
}

/// How far from what is usual an attack must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    /// How many standard deviations above the mean.
    pub(crate) deviations: f64,
    /// How many times the busiest window, which itself fades.
    pub(crate) margin: f64,
    /// How many times the rates below which nothing is an attack.
    pub(crate) least: f64,
    /// Of how many parts of a window one is enough.
    pub(crate) parts: u32,
    /// How many times the most incidents of a past window.
    pub(crate) incidents: f64,
}

impl Health {
    /// AWS names no numbers. Health raises the bounds of request floods alone; it lowers all.
    pub(crate) const fn bounds(self) -> Bounds {
        let usual = Bounds { deviations: 6.0, margin: 2.0, least: 1.0, parts: 1, incidents: 2.0 };
        match self {
            Self::Unknown => usual,
            Self::Healthy => Bounds { deviations: 9.0, margin: 3.0, ..usual },
            Self::Unhealthy => {
                Bounds { deviations: 3.0, margin: 1.25, least: 0.5, parts: 2, incidents: 1.25 }
            }
        }
    }

    /// The health of several resources at once: none is well where one is not.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unhealthy, _) | (_, Self::Unhealthy) => Self::Unhealthy,
            (Self::Healthy, _) | (_, Self::Healthy) => Self::Healthy,
            (Self::Unknown, Self::Unknown) => Self::Unknown,
        }
    }
}
