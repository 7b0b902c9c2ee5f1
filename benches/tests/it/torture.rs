//! A bounded run of the kill -9 harness; the long one is `benches/src/bin/torture.rs`.

use std::process::Command;

/// Kills on each kind of store: some seconds.
const ROUNDS: &str = "20";

#[test]
fn a_killed_writer_leaves_a_file_whole_with_what_it_acknowledged() {
    torture(&[]);
}

#[test]
fn a_killed_writer_leaves_a_database_whole_with_what_it_acknowledged() {
    let Ok(server) = std::env::var("GRIDBEAT_TEST_POSTGRES") else {
        eprintln!("skipped: GRIDBEAT_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("gridbeat_torture_{}", std::process::id());
    let run = |sql: &str| {
        let done = Command::new("psql").args([&server, "-qc", sql]).status().unwrap();
        assert!(done.success(), "{sql}");
    };
    run(&format!("create database {name}"));
    let (before, parameters) = server.split_once('?').unwrap_or((&server, ""));
    let (host, _) = before.rsplit_once('/').unwrap();
    torture(&[&format!("{host}/{name}?{parameters}")]);
    run(&format!("drop database {name} with (force)"));
}

fn torture(more: &[&str]) {
    let program = env!("CARGO_BIN_EXE_torture");
    let out = Command::new(program).args([ROUNDS, "7"]).args(more).output().unwrap();
    let told = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{told}{}", String::from_utf8_lossy(&out.stderr));
    assert!(told.contains("none lost"), "{told}");
}
