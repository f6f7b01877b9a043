//! Labelled records, as tables whose values have no commas.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

/// A table with names for its columns.
pub(crate) struct Csv {
    text: String,
    columns: Vec<String>,
}

impl Csv {
    pub(crate) fn read(path: &Path) -> Self {
        let file = std::fs::File::open(path).expect("the labelled records can be opened");
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).expect("they are text in gzip");
        let columns =
            text.lines().next().unwrap_or_default().split(',').map(str::to_owned).collect();
        Self { text, columns }
    }

    /// The values of these columns, row by row.
    pub(crate) fn rows<const N: usize>(&self, names: [&str; N]) -> impl Iterator<Item = [&str; N]> {
        let places = names.map(|name| {
            self.columns.iter().position(|column| column == name).expect("the column is there")
        });
        self.text.lines().skip(1).map(move |line| {
            let values: Vec<&str> = line.split(',').collect();
            places.map(|place| values.get(place).copied().unwrap_or_default())
        })
    }
}
