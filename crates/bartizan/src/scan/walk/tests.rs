use super::*;

#[test]
fn where_there_is_no_more_room_the_systems_own_packages_are_met_all_the_same() {
    let root = tempfile::tempdir().unwrap();
    let put = |path: &str| {
        let file = root.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "").unwrap();
    };
    put("home/a/Cargo.lock");
    put("var/lib/dpkg/status");
    put("home/a/var/lib/dpkg/status");
    let met = |paths_bytes_max| {
        let bounds = Bounds { paths_bytes_max, is_alone: true, ..Bounds::default() };
        let walked = walk_within(root.path(), bounds, |_| Some(())).unwrap();
        let paths: Vec<String> = walked.files.into_iter().map(|file| file.0).collect();
        (paths, walked.problems.iter().any(|(_, problem)| problem == FULL))
    };
    let all = ["home/a/Cargo.lock", "home/a/var/lib/dpkg/status", "var/lib/dpkg/status"];
    assert_eq!(met(usize::MAX), (all.map(str::to_owned).into(), false));
    assert_eq!(met(0), (vec!["var/lib/dpkg/status".to_owned()], true));
}

#[test]
fn no_more_problems_are_told_than_anybody_reads() {
    let mut walked = Walked::<()>::default();
    for _ in 0..=PROBLEMS_MAX {
        walked.problem("a", "unreadable");
    }
    assert_eq!(walked.problems.len(), PROBLEMS_MAX);
    assert_eq!(walked.problems.last().unwrap().1, MORE);
}

#[test]
fn every_file_of_a_large_folder_is_met_once() {
    let root = tempfile::tempdir().unwrap();
    let name = |number: usize| format!("{number:05}-{}.cdx.json", "n".repeat(100));
    // More than is asked for at once, and folders behind it.
    let count = 3 * ENTRIES_BYTES / 100;
    for number in 0..count {
        fs::write(root.path().join(name(number)), "{}").unwrap();
        if number % 10 == 0 {
            let folder = root.path().join(format!("d{number:05}"));
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("go.mod"), "").unwrap();
        }
    }
    let of = |bounds| walk_within(root.path(), bounds, |met| met.open().ok().map(|_| met.kind));
    let walked = of(Bounds::default()).unwrap();
    assert!(walked.files.is_sorted_by(|a, b| a.0 < b.0));
    let is_module = |file: &&(String, Kind)| file.1 == Kind::GoMod;
    assert_eq!(walked.files.iter().filter(is_module).count(), count.div_ceil(10));
    assert_eq!(walked.files.len(), count + count.div_ceil(10));
    assert!(walked.problems.is_empty());
    let walked =
        of(Bounds { entries_max: count / 2, is_alone: true, ..Bounds::default() }).unwrap();
    assert!(walked.files.len() <= count / 2);
    assert!(walked.problems.iter().any(|(_, problem)| problem == "there are too many files"));
}

#[test]
fn what_became_a_link_or_a_pipe_is_no_file_any_more() {
    let root = tempfile::tempdir().unwrap();
    for name in ["Cargo.lock", "go.mod", "yarn.lock"] {
        fs::write(root.path().join(name), "").unwrap();
    }
    let change = |met: &Met<'_>| {
        fs::remove_file(met.place()).unwrap();
        match met.kind {
            Kind::CargoLock => std::os::unix::fs::symlink("/etc/passwd", met.place()).unwrap(),
            Kind::GoMod => rustix::fs::mkfifoat(rustix::fs::CWD, met.place(), Mode::RWXU).unwrap(),
            _ => {}
        }
        Some(met.open().is_err())
    };
    let walked = walk_within(root.path(), Bounds::default(), change).unwrap();
    assert_eq!(walked.files.into_iter().map(|file| file.1).collect::<Vec<_>>(), [true; 3]);
}

#[test]
fn folders_whose_names_say_that_they_hold_no_packages_are_not_looked_into() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["a/.git", "a/__pycache__", "a/LC_MESSAGES", "a/LC_TIME", "a/pycache"] {
        fs::create_dir_all(root.path().join(folder)).unwrap();
        fs::write(root.path().join(folder).join("go.mod"), "").unwrap();
    }
    let walked = walk_within(root.path(), Bounds::default(), |_| Some(())).unwrap();
    let paths: Vec<String> = walked.files.into_iter().map(|file| file.0).collect();
    assert_eq!(paths, ["a/LC_TIME/go.mod", "a/pycache/go.mod"]);
}
