//! Two database servers, one of which follows the other; for the tests of the service, too.

use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A primary and its standby, in a folder; gone when dropped.
pub(crate) struct Pair(TempDir);

impl Pair {
    /// And the URL of both; `None`, with a word, where tests run without PostGIS.
    pub(crate) fn start() -> Option<(Self, String)> {
        use std::os::unix::fs::PermissionsExt as _;
        if std::env::var("GRIDBEAT_TEST_POSTGRES").is_err() {
            eprintln!("skipped: GRIDBEAT_TEST_POSTGRES is not set");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // The servers run as a user of their own, which must be able to get there.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let pair = Self(folder);
        pair.script("start", "first");
        pair.script("follow", "second");
        let socket = |name: &str| {
            let path = std::fs::read_to_string(pair.at(name).join("socket-folder")).unwrap();
            path.trim().replace('/', "%2F")
        };
        let (first, second) = (socket("first"), socket("second"));
        let url = format!("postgres://gridbeat@localhost/postgres?host={first},{second}");
        Some((pair, url))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What `.ci/postgis` does with the server `first` or `second`.
    pub(crate) fn script(&self, what: &str, name: &str) {
        let roots = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let script = roots.map(|root| root.join(".ci/postgis")).find(|script| script.exists());
        let mut command = Command::new(script.unwrap());
        command.arg(what).arg(self.at(name));
        match what {
            "start" => command.arg("durable"),
            "follow" => command.arg(self.at("first")),
            _ => &mut command,
        };
        let out = command.output().unwrap();
        assert!(out.status.success(), "{what}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.script("stop", "second");
        self.script("stop", "first");
    }
}
