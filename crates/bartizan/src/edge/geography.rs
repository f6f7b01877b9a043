//! Where addresses are, by databases in the MMDB format that the operator names.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use bartizan_edge::{Geography, Location};
use maxminddb::Reader;
use serde::Deserialize;

use crate::error::CliError;

/// The databases, as far as there are any.
#[derive(Default)]
pub(crate) struct Databases {
    countries: Option<Reader<Vec<u8>>>,
    networks: Option<Reader<Vec<u8>>>,
}

/// A country, as those of `GeoIP` say it and as those of ip-location-db do.
#[derive(Deserialize)]
struct CountryRecord<'d> {
    #[serde(borrow)]
    country: Option<Country<'d>>,
    country_code: Option<&'d str>,
}

#[derive(Deserialize)]
struct Country<'d> {
    iso_code: Option<&'d str>,
}

#[derive(Deserialize)]
struct NetworkRecord {
    autonomous_system_number: Option<u32>,
}

impl Databases {
    /// Opens what is named.
    ///
    /// # Errors
    /// A file cannot be read, or is no database.
    pub(crate) fn open(
        (countries, networks): (Option<&PathBuf>, Option<&PathBuf>),
    ) -> Result<Self, CliError> {
        let open = |path: &PathBuf| reader(path);
        Ok(Self {
            countries: countries.map(open).transpose()?,
            networks: networks.map(open).transpose()?,
        })
    }

    /// Whether there is one of countries.
    pub(crate) fn has_countries(&self) -> bool {
        self.countries.is_some()
    }

    /// Whether there is one of autonomous systems.
    pub(crate) fn has_networks(&self) -> bool {
        self.networks.is_some()
    }

    fn country_of(&self, address: IpAddr) -> Option<&str> {
        let found = self.countries.as_ref()?.lookup(address).ok()?;
        let record = found.decode::<CountryRecord<'_>>().ok()??;
        let code = record.country.and_then(|country| country.iso_code).or(record.country_code)?;
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then_some(code)
    }

    fn network_of(&self, address: IpAddr) -> Option<u32> {
        let found = self.networks.as_ref()?.lookup(address).ok()?;
        found.decode::<NetworkRecord>().ok()??.autonomous_system_number
    }
}

fn reader(path: &Path) -> Result<Reader<Vec<u8>>, CliError> {
    Reader::open_readfile(path).map_err(|error| {
        CliError::Failed(format!(
            "{} cannot be read as a database in the MMDB format: {error}",
            path.display()
        ))
    })
}

impl Geography for Databases {
    fn locate(&self, address: IpAddr) -> Location {
        let address = address.to_canonical();
        let country = self.country_of(address).map(str::to_owned);
        Location { country, asn: self.network_of(address) }
    }
}

impl bartizan_inspect::Geography for Databases {
    fn country(&self, address: IpAddr) -> Option<&str> {
        self.country_of(address.to_canonical())
    }

    fn asn(&self, address: IpAddr) -> Option<u32> {
        self.network_of(address.to_canonical())
    }
}
