//! What is read of each kind of file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use bartizan_assess::bill::{Maker, cyclonedx, cyclonedx_1_4, spdx};
use bartizan_assess::inventory::{Distribution, Kind, Package, distribution, settle};
use proptest::prelude::*;

/// The packages of a file as `name version`, and how many notes there are.
fn read(path: &str, text: &str) -> Result<(String, usize), String> {
    let kind = Kind::of(path).unwrap();
    let inventory = kind.read(text.as_bytes(), None)?;
    let packages: Vec<String> = inventory
        .packages
        .iter()
        .map(|package| format!("{} {}", package.name, package.version))
        .collect();
    Ok((packages.join(", "), inventory.notes.len()))
}

/// Files, with the packages that they hold, and how many of their entries cannot be told.
const FILES: &[(&str, &str, &str, usize)] = &[
    (
        "a/Cargo.lock",
        "version = 4\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n\n[[package]]\n\
             name = \"libc\"\nversion = \"0.2.1\"\n\
             source = \"registry+https://github.com/rust-lang/crates.io-index\"\n\n\
             [[package]]\nname = \"g\"\nversion = \"1.0.0\"\nsource = \"git+https://example.org/g\"\n",
        "libc 0.2.1",
        1,
    ),
    (
        "package-lock.json",
        r#"{"lockfileVersion":3,"packages":{"":{"name":"own","version":"1.0.0"},
            "node_modules/a":{"version":"1.0.0"},"node_modules/a/node_modules/@s/b":{"version":"2.0.0"},
            "node_modules/alias":{"name":"real","version":"3.0.0"},
            "node_modules/w":{"link":true,"resolved":"w"},"w":{"version":"0.0.1"}}}"#,
        "a 1.0.0, @s/b 2.0.0, real 3.0.0",
        0,
    ),
    (
        "npm-shrinkwrap.json",
        r#"{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":
            {"b":{"version":"2.0.0"}}},"c":{"version":"npm:real@3.0.0"},
            "d":{"version":"git+https://example.org/d"}}}"#,
        "a 1.0.0, b 2.0.0, real 3.0.0",
        1,
    ),
    (
        "yarn.lock",
        "# yarn lockfile v1\n\n\n\"@s/a@^1.0.0\", \"@s/a@^1.1.0\":\n  version \"1.1.2\"\n  \
             resolved \"x\"\n  dependencies:\n    version \"^9\"\n\nb@2:\n  version \"2.0.0\"\n\n\
             \"alias@npm:real@^3\":\n  version \"3.0.0\"\n",
        "@s/a 1.1.2, b 2.0.0, real 3.0.0",
        0,
    ),
    (
        "yarn.lock",
        "__metadata:\n  version: 8\n  cacheKey: 10\n\n\"a@npm:^1.0.0, a@npm:^1.2.0\":\n  \
             version: 1.2.0\n  resolution: \"a@npm:1.2.0\"\n  languageName: node\n\n\
             \"own@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"own@workspace:.\"\n\n\
             \"alias@npm:real@^3\":\n  version: 3.0.0\n  resolution: \"real@npm:3.0.0\"\n",
        "a 1.2.0, real 3.0.0",
        0,
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\n\nimporters:\n  .:\n    dependencies: {}\n\npackages:\n\n  \
             '@s/a@1.0.0':\n    resolution: {integrity: x}\n\n  b@2.0.0(react@18.0.0):\n    dev: true\n\
             snapshots:\n\n  c@3.0.0: {}\n",
        "@s/a 1.0.0, b 2.0.0",
        0,
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: 5.4\npackages:\n  /@s/a/1.0.0:\n    dev: true\n  /b/2.0.0_react@18.0.0:\n    \
             dev: true\n  /c@3.0.0:\n    dev: true\n",
        "@s/a 1.0.0, b 2.0.0, c 3.0.0",
        0,
    ),
    ("node_modules/@s/a/package.json", r#"{"name":"@s/a","version":"1.0.0"}"#, "@s/a 1.0.0", 0),
    ("node_modules/a/package.json", r#"{"type":"module"}"#, "", 0),
    (
        "poetry.lock",
        "[[package]]\nname = \"Django\"\nversion = \"4.2\"\ndescription = \"x\"\n\n\
             [package.dependencies]\nname = \"1\"\n\n[metadata]\nlock-version = \"2.0\"\n",
        "Django 4.2",
        0,
    ),
    (
        "uv.lock",
        "version = 1\n[[package]]\nname = \"own\"\nversion = \"0.1\"\nsource = { virtual = \".\" }\n\
             [[package]]\nname = \"idna\"\nversion = \"3.7\"\nsource = { registry = \"https://e.org\" }\n",
        "idna 3.7",
        0,
    ),
    (
        "Pipfile.lock",
        r#"{"_meta":{},"default":{"a":{"version":"==1.0"},"g":{"git":"x"}},
            "develop":{"b":{"version":"==2.0"}}}"#,
        "a 1.0, b 2.0",
        1,
    ),
    (
        "requirements-dev.txt",
        "# all\na==1.0 # why\nb[x,y] == 2.0 ; python_version > '3'\nc>=1\n-r other.txt\n\
             d==3.0 \\\n    --hash=sha256:00\ne==1.*\n",
        "a 1.0, b 2.0, d 3.0",
        3,
    ),
    (
        "x.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: a\nVersion: 1.0\n\nName: b\n",
        "a 1.0",
        0,
    ),
    (
        "go.mod",
        "module example.org/own\n\ngo 1.22.1\n\nrequire (\n\texample.org/a v1.0.0\n\
             \texample.org/b v2.0.0+incompatible // indirect\n)\nrequire example.org/c v0.1.0\n\
             replace example.org/c => example.org/d v0.2.0\nreplace example.org/a v1.0.0 => ../a\n",
        "example.org/b v2.0.0+incompatible, example.org/d v0.2.0, stdlib 1.22.1",
        1,
    ),
    (
        "go.sum",
        "example.org/a v1.9.0 h1:x=\nexample.org/a v1.10.0 h1:x=\nexample.org/a v1.11.0/go.mod h1:x=\n\
             example.org/b v0.1.0/go.mod h1:x=\n",
        "example.org/a v1.10.0",
        0,
    ),
    (
        "pom.xml",
        "<project><parent><groupId>g</groupId><version>7</version></parent>\
             <properties><v>1.0</v><w>${v}</w></properties><dependencyManagement><dependencies>\
             <dependency><groupId>m</groupId><artifactId>n</artifactId><version>3</version></dependency>\
             </dependencies></dependencyManagement><dependencies><dependency><groupId>a</groupId>\
             <artifactId>b</artifactId><version>${w}</version></dependency><dependency>\
             <groupId>${project.groupId}</groupId><artifactId>c</artifactId>\
             <version>${project.version}</version></dependency><dependency><groupId>m</groupId>\
             <artifactId>n</artifactId></dependency><dependency><groupId>x</groupId>\
             <artifactId>y</artifactId></dependency></dependencies></project>",
        "a:b 1.0, g:c 7, m:n 3",
        1,
    ),
    (
        "Gemfile.lock",
        "GIT\n  remote: x\n  specs:\n    g (1.0)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    \
             rack (2.2.3)\n      dep (~> 1)\n    nokogiri (1.13.0-x86_64-linux)\n\nPLATFORMS\n  ruby\n",
        "rack 2.2.3, nokogiri 1.13.0",
        1,
    ),
    (
        "composer.lock",
        r#"{"packages":[{"name":"a/b","version":"v1.0.0"}],"packages-dev":[{"name":"c/d",
            "version":"2.0"}]}"#,
        "a/b v1.0.0, c/d 2.0",
        0,
    ),
    (
        "packages.lock.json",
        r#"{"version":1,"dependencies":{"net8.0":{"A.B":{"type":"Direct","resolved":"1.0.0"},
            "own":{"type":"Project"}}}}"#,
        "A.B 1.0.0",
        0,
    ),
    (
        "x.csproj",
        "<Project><ItemGroup><PackageReference Include=\"A\" Version=\"1.0\" />\
             <PackageReference Include=\"B\"><Version>[2.0]</Version></PackageReference>\
             <PackageReference Include=\"C\" Version=\"[1,2)\" /><PackageReference Include=\"D\" />\
             </ItemGroup></Project>",
        "A 1.0, B 2.0",
        2,
    ),
    (
        "app.cdx.json",
        r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a",
            "version":"1.0","purl":"pkg:npm/a@1.0","components":[{"type":"library","name":"b",
            "purl":"pkg:pypi/b@2.0"}]},{"type":"file","name":"c"}]}"#,
        "a 1.0, b 2.0",
        1,
    ),
    (
        "sbom.json",
        r#"{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"SPDXRef-a","name":"a","externalRefs":
            [{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl",
            "referenceLocator":"pkg:cargo/a@1.0.0"}]},{"SPDXID":"SPDXRef-b","name":"b"}]}"#,
        "a 1.0.0",
        1,
    ),
    ("packages.config", "<packages><package id=\"A\" version=\"1.0\"/></packages>", "A 1.0", 0),
    (
        "var/lib/dpkg/status",
        "Package: libssl3\nStatus: install ok installed\nSource: openssl (3.0.1)\nVersion: 3.0.1-b1\n\
             Description: x\n y: z\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n\
             Package: none\nStatus: unknown ok not-installed\nVersion: 1\n\n\
             Package: half\nStatus: install ok unpacked\nVersion: 2\n",
        "libssl3 3.0.1-b1, half 2",
        1,
    ),
    (
        "lib/apk/db/installed",
        "P:busybox-extras\nV:1.36.1-r5\no:busybox\nF:bin\nR:x\n\n",
        "busybox-extras 1.36.1-r5",
        1,
    ),
];

#[test]
fn files_hold_what_they_name() {
    for (path, text, expected, notes) in FILES {
        assert_eq!(read(path, text), Ok(((*expected).to_owned(), *notes)), "{path}");
    }
}

/// What is left of files when each leaves to the others what they tell better: names of packages, and how
/// many notes there are.
fn settled(files: &[(&str, &str)]) -> Vec<(String, usize)> {
    let read = files.iter().map(|(path, text)| {
        let inventory = Kind::of(path).unwrap().read(text.as_bytes(), None);
        ((*path).to_owned(), inventory)
    });
    let mut read: Vec<_> = read.collect();
    settle(&mut read);
    read.into_iter()
        .map(|(_, inventory)| {
            let inventory = inventory.unwrap();
            let names: Vec<_> =
                inventory.packages.into_iter().map(|package| package.name).collect();
            (names.join(" "), inventory.notes.len())
        })
        .collect()
}

#[test]
fn parts_of_debians_packages_count_as_these() {
    const METADATA: &str = "Name: a\nVersion: 1.0\n";
    let status = "Package: python3-a\nStatus: install ok installed\nVersion: 1.0-1+deb12u1\n";
    let left = settled(&[
        ("root/var/lib/dpkg/status", status),
        ("root/usr/lib/python3/dist-packages/a.dist-info/METADATA", METADATA),
        (
            "root/usr/share/nodejs/x/package-lock.json",
            r#"{"packages":{"node_modules/b":{"version":"1.0.0"}}}"#,
        ),
        ("root/usr/local/lib/python3.11/dist-packages/a.dist-info/METADATA", METADATA),
        ("root/opt/usr/lib/python3/dist-packages/a.dist-info/METADATA", METADATA),
        ("usr/lib/python3/dist-packages/a.dist-info/METADATA", METADATA),
    ]);
    let left: Vec<(&str, usize)> =
        left.iter().map(|(names, notes)| (names.as_str(), *notes)).collect();
    // No release is told there, either.
    assert_eq!(left, [("python3-a", 2), ("", 0), ("", 0), ("a", 0), ("a", 0), ("a", 0)]);
}

#[test]
fn checksums_tell_what_old_modules_do_not() {
    const SUMS: &str = "example.org/a v1.0.0 h1:x=\nexample.org/b v1.0.0 h1:x=\n";
    const OLD: &str = "module m\ngo 1.16\nrequire example.org/a v1.1.0\n";
    const NEW: &str = "module m\ngo 1.17\nrequire example.org/a v1.1.0\n";
    for (module, expected) in [(OLD, "example.org/b"), (NEW, "")] {
        let left = settled(&[("x/go.mod", module), ("x/go.sum", SUMS)]);
        assert_eq!(left[1].0, expected);
    }
    let alone = settled(&[("go.mod", NEW), ("y/go.sum", SUMS)]);
    assert_eq!(alone[1].0, "example.org/a example.org/b");
}

#[test]
fn what_is_damaged_is_told() {
    for (path, text) in [
        ("Cargo.lock", "[[package]]\nname = 7"),
        ("package-lock.json", "{"),
        ("package-lock.json", &format!("{{\"packages\":{}", "{\"a\":".repeat(100_000))),
        ("yarn.lock", "<<<<<<< HEAD\n"),
        ("pnpm-lock.yaml", "packages:\n"),
        ("poetry.lock", "[[package]]\n"),
        ("Pipfile.lock", "{\"default\":7}"),
        ("x.dist-info/METADATA", "Name: a\n\nVersion: 1\n"),
        ("go.mod", "require (\n"),
        ("go.sum", "example.org/a v1.0.0\n"),
        ("pom.xml", "<project>"),
        ("pom.xml", &"<a>".repeat(100_000)),
        ("Gemfile.lock", "x\n"),
        ("composer.lock", "{\"packages\":[{}]}"),
        ("bom.json", "{\"packages\":[]}"),
        ("packages.lock.json", "{}"),
        ("x.csproj", "<Project></Other>"),
        ("a.jar", "PK"),
        ("var/lib/dpkg/status", "x\n"),
        ("lib/apk/db/installed", "x\n"),
    ] {
        assert!(read(path, text).is_err(), "{path}: {:?}", read(path, text));
    }
}

#[test]
fn distributions_are_told_by_os_release() {
    for (text, expected) in [
        ("ID=debian\nVERSION_ID=\"12\"\n", Some("Debian 12")),
        ("NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.18.4\n", Some("Alpine v3.18")),
        ("ID=ubuntu\nVERSION_ID='22.04'\n", Some("Ubuntu 22.04")),
        ("ID=other\n", None),
        ("", None),
    ] {
        let name = |found: Distribution| format!("{} {}", found.ecosystem.name(), found.release);
        assert_eq!(distribution(text).map(name).as_deref(), expected);
    }
}

#[test]
fn other_files_are_of_no_kind() {
    for path in [
        "package.json",
        "src/package.json",
        "node_modules/a/lib/package.json",
        "status",
        "x/METADATA",
        "Cargo.toml",
        "var/lib/dpkg/status.d/base.md5sums",
    ] {
        assert_eq!(Kind::of(path), None, "{path}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for kind in Kind::ALL {
            let _ = kind.read(&bytes, None);
        }
    }
}

/// What is written is read again.
#[test]
fn bills_hold_what_was_written() {
    let status = "Package: libssl3\nStatus: install ok installed\nSource: openssl (3.0.1)\n\
                  Version: 3.0.1-b1\n\nPackage: a+b\nVersion: 1:2~3\n\n";
    let distribution = distribution("ID=debian\nVERSION_ID=12\n");
    let mut packages = Kind::Dpkg.read(status.as_bytes(), distribution.as_ref()).unwrap().packages;
    for name in ["node_modules/@s/a", "node_modules/b"] {
        let name = name.trim_start_matches("node_modules/");
        let module = format!(r#"{{"name":"{name}","version":"1.0.0-rc.1+b"}}"#);
        packages.extend(Kind::NodeModule.read(module.as_bytes(), None).unwrap().packages);
    }
    let all: Vec<&Package> = packages.iter().collect();
    let maker = Maker { version: "1.0.0", created: "2026-01-01T00:00:00Z", subject: "tree" };
    for bill in [cyclonedx(&all, maker), cyclonedx_1_4(&all, maker), spdx(&all, maker)] {
        let read = Kind::Sbom.read(bill.to_string().as_bytes(), None).unwrap();
        assert_eq!(read.packages, packages);
        assert_eq!(read.notes, [""; 0]);
    }
}
