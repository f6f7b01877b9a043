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
        let walked = walk_within(root.path(), bounds).unwrap();
        let paths: Vec<String> = walked.files.into_iter().map(|file| file.0).collect();
        (paths, walked.problems.iter().any(|(_, problem)| problem == FULL))
    };
    let all = ["home/a/Cargo.lock", "home/a/var/lib/dpkg/status", "var/lib/dpkg/status"];
    assert_eq!(met(usize::MAX), (all.map(str::to_owned).into(), false));
    assert_eq!(met(0), (vec!["var/lib/dpkg/status".to_owned()], true));
}

#[test]
fn no_more_problems_are_told_than_anybody_reads() {
    let mut walked = Walked::default();
    for _ in 0..=PROBLEMS_MAX {
        walked.problem("a", "unreadable");
    }
    assert_eq!(walked.problems.len(), PROBLEMS_MAX);
    assert_eq!(walked.problems.last().unwrap().1, MORE);
}
