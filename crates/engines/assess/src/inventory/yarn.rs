//! The lock files of Yarn, classic and berry, and of pnpm, which are read by their lines.

use super::Inventory;

/// Yarn's: a line that is not indented names what follows, as `name@range, name@other:`.
pub(super) fn yarn(text: &str) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    let (mut name, mut is_resolved) = (None, false);
    let mut found_any = text.trim().is_empty();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            let key = line.strip_suffix(':').ok_or_else(|| format!("`{line}` is no key"))?;
            name = described(key.split(',').next().unwrap_or_default());
            is_resolved = false;
            found_any = true;
        } else if let Some(version) = value(line, "version") {
            if let Some(name) = name.filter(|_| !is_resolved) {
                inventory.add_node(name, version);
            }
            is_resolved = true;
        } else if let Some(resolution) = value(line, "resolution") {
            // Berry tells here what an alias stands for, and what is of the project itself.
            let real = described(resolution).filter(|_| resolution.contains("@npm:"));
            let added = inventory.packages.pop_if(|package| Some(&*package.name) == name);
            if let (Some(real), Some(package)) = (real, added) {
                inventory.add_node(real, &package.version);
            }
        }
    }
    if found_any { Ok(inventory) } else { Err("it is no lock file of Yarn".to_owned()) }
}

/// The value of a line of four letters and more: `  version "1.0.0"` or `  version: 1.0.0`.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.strip_prefix("  ")?.strip_prefix(name)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    Some(rest.strip_prefix(' ')?.trim().trim_matches('"'))
}

/// The name in `name@range` or `alias@npm:name@range`.
fn described(key: &str) -> Option<&str> {
    let key = key.trim().trim_matches('"');
    let (name, range) = split_name(key)?;
    let alias = range.strip_prefix("npm:").and_then(split_name);
    Some(alias.map_or(name, |(real, _)| real))
}

/// Parts a name, which may begin with `@`, from what follows its own `@`.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let start = usize::from(text.starts_with('@'));
    let at = start + text.get(start..)?.find('@')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// pnpm's: keys of the map `packages`, as `/name/1.0.0`, `/name@1.0.0` or `name@1.0.0`, of which peers
/// follow in brackets or after `_`.
pub(super) fn pnpm(text: &str) -> Result<Inventory, String> {
    let mut inventory = Inventory::default();
    if !text.lines().any(|line| line.starts_with("lockfileVersion:")) {
        return Err("it is no lock file of pnpm".to_owned());
    }
    let mut is_inside = false;
    for line in text.lines() {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            is_inside = line.trim_end() == "packages:";
        } else if is_inside
            && let Some(key) = line.strip_prefix("  ").filter(|key| !key.starts_with(' '))
            && let Some((key, _)) = key.rsplit_once(':')
        {
            match dependency(key.trim_matches(['\'', '"'])) {
                Some((name, version)) => inventory.add_node(name, version),
                None => inventory.note(format!("`{key}` is not of the registry")),
            }
        }
    }
    Ok(inventory)
}

fn dependency(key: &str) -> Option<(&str, &str)> {
    let Some(key) = key.strip_prefix('/') else { return split_name(key.split('(').next()?) };
    let scope = if key.starts_with('@') { key.find('/')? + 1 } else { 0 };
    let end = scope + key.get(scope..)?.find(['/', '@'])?;
    let (name, version) = (key.get(..end)?, key.get(end + 1..)?);
    Some((name, version.split(['_', '(']).next().unwrap_or(version)))
}
