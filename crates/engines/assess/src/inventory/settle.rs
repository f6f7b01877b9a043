//! What files tell of each other: what a distribution's packages consist of, and what `go.mod` lacks.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inventory, Kind, Tree};

/// A file that was read, by its path.
type Read = (String, Result<Inventory, String>);

/// Takes from files what others of the same place tell better.
pub fn settle(files: &mut [Read]) {
    leave_to_distribution(files);
    leave_to_modules(files);
}

/// Leaves out packages of languages that are parts of dpkg's packages: whoever fixes these writes into the
/// distribution's advisories, and leaves the version as it was. How many they are is told beside the database.
fn leave_to_distribution(files: &mut [Read]) {
    let is_database = |path: &str| Kind::of(path) == Some(Kind::Dpkg);
    let databases = files.iter().filter(|(path, _)| is_database(path));
    let roots: BTreeSet<String> = databases
        .filter_map(|(path, _)| Tree::of_database(path))
        .map(|tree| tree.root().to_owned())
        .collect();
    for root in roots {
        let tree = Tree::at(&root);
        let mut count = 0;
        for (path, read) in &mut *files {
            if let Ok(inventory) = read
                && tree.is_own(path)
                && Kind::of(path).is_some()
            {
                count += inventory.packages.len();
                *inventory = Inventory::default();
            }
        }
        let database = files.iter_mut().find(|(path, _)| {
            is_database(path) && Tree::of_database(path).is_some_and(|of| of.root() == root)
        });
        if let Some((_, Ok(inventory))) = database
            && count > 0
        {
            let what = "packages of languages are parts of its packages, and count as these do";
            inventory.note(format!("{count} {what}"));
        }
    }
}

/// Leaves out the modules of each `go.sum` whose `go.mod` names all that is used, and those that it names:
/// checksums are kept of more modules than a build takes.
fn leave_to_modules(files: &mut [Read]) {
    let mut told: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    for (path, read) in &*files {
        if let (Some(folder), Ok(inventory)) = (path.strip_suffix("go.mod"), read)
            && Kind::of(path) == Some(Kind::GoMod)
        {
            let names = inventory.packages.iter().map(|package| package.name.clone());
            told.insert(folder.to_owned(), inventory.is_partial.then(|| names.collect()));
        }
    }
    for (path, read) in files {
        if let (Some(folder), Ok(inventory)) = (path.strip_suffix("go.sum"), read)
            && Kind::of(path) == Some(Kind::GoSum)
            && let Some(module) = told.get(folder)
        {
            let is_more = |name: &str| module.as_ref().is_some_and(|names| !names.contains(name));
            inventory.packages.retain(|package| is_more(&package.name));
        }
    }
}
