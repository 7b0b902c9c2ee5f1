//! The house stands: crates lean downwards, keep to what they own, and every file says what it is.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest source file, in lines: past it, a file is more than one idea.
const LINES_MAX: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn crates() -> Vec<Value> {
    let cargo = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let out = Command::new(env!("CARGO")).args(cargo).current_dir(root()).output().unwrap();
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn crates_lean_downwards_and_keep_to_what_they_own() {
    let crates = crates();
    let floor = |of: &Value| of["metadata"]["house"]["floor"].as_u64().expect("names its floor");
    for from in &crates {
        for needs in from["dependencies"].as_array().unwrap().iter().map(|d| text(&d["name"])) {
            for other in crates.iter().filter(|other| other["name"] != from["name"]) {
                let (from_name, name) = (text(&from["name"]), text(&other["name"]));
                let below = needs != name || floor(other) < floor(from);
                assert!(below, "`{from_name}` must not lean on `{name}`");
                let owned = other["metadata"]["house"]["owns"].as_array();
                let taken = owned.is_some_and(|owned| owned.iter().any(|it| it == needs));
                assert!(!taken, "`{from_name}` uses `{needs}`, which `{name}` owns");
            }
        }
    }
}

#[test]
fn every_crate_keeps_the_lints_of_the_house() {
    for it in crates() {
        let manifest = std::fs::read_to_string(text(&it["manifest_path"])).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{}", it["name"]);
    }
}

#[test]
fn pure_crates_are_kept_pure_by_clippy() {
    for it in crates() {
        let name = text(&it["name"]);
        let floor = it["metadata"]["house"]["floor"].as_u64().unwrap();
        if floor > 2 || name == "store" {
            continue;
        }
        let rules = Path::new(text(&it["manifest_path"])).with_file_name("clippy.toml");
        let rules = std::fs::read_to_string(rules).unwrap_or_default();
        for banned in ["SystemTime::now", "Instant::now", "fs::read", "env::var", "thread::spawn"] {
            assert!(rules.contains(banned), "`{name}` may use {banned}");
        }
    }
}

/// The files that git knows, with their text.
fn sources(endings: &[&str]) -> Vec<(String, String)> {
    let known = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let out = Command::new("git").args(known).current_dir(root()).output().unwrap();
    let names = String::from_utf8(out.stdout).unwrap();
    let wanted = |name: &&str| endings.iter().any(|ending| name.ends_with(ending));
    let read =
        |name: &str| Some((name.to_owned(), std::fs::read_to_string(root().join(name)).ok()?));
    names.lines().filter(wanted).filter_map(read).collect()
}

#[test]
fn every_source_file_opens_by_saying_what_it_is() {
    let sources = sources(&[".rs", ".ts", ".tsx"]);
    assert!(!sources.is_empty(), "git lists no source file");
    for (name, text) in sources {
        let opens = ["//!", "/**", "// "].iter().any(|doc| text.starts_with(doc));
        assert!(opens, "{name} does not open with a module doc");
    }
}

#[test]
fn no_source_file_is_more_than_one_idea_long() {
    for (name, text) in sources(&[".rs", ".ts", ".tsx"]) {
        let lines = text.lines().count();
        assert!(lines <= LINES_MAX, "{name} has {lines} lines");
    }
}

#[test]
fn use_cases_do_not_know_the_web_server_and_lower_floors_do_not_serialise() {
    for (name, text) in sources(&[".rs"]) {
        if name.starts_with("server/src/work/") {
            assert!(!text.contains("actix"), "{name} knows the web server");
        }
        let pure = [
            "data/model/",
            "data/search/src",
            "data/spatial/src",
            "data/samples/src",
            "tiles/src",
            "planner/src",
        ];
        if pure.iter().any(|folder| name.starts_with(folder)) {
            assert!(!text.contains("serde"), "{name} serialises");
        }
    }
}

#[test]
fn the_invariants_of_the_architecture_name_tests_that_exist() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let sources = sources(&[".rs", ".ts", ".mjs", ".tsx"]);
    let rows = page.lines().filter(|line| line.starts_with("| I"));
    let mut count = 0;
    for row in rows {
        let test = row.rsplit('`').nth(1).expect("each invariant names its test in backticks");
        let there = sources.iter().any(|(_, text)| text.contains(test));
        assert!(there, "no source has a test named {test}");
        count += 1;
    }
    assert!(count >= 10, "the table of invariants is gone");
}
