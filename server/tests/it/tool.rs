//! Runs the program once, as somebody at a terminal would, and draws small towns for it.

use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Asserts the exit code, showing all that was said otherwise.
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    /// Asserts that nothing was done, and that one line says why.
    pub(crate) fn refuses(self, why: &str) {
        let ran = self.ends(2);
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
        assert!(ran.err.contains(why), "{why} is not said in: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}

/// Runs the program in `folder`.
pub(crate) fn gridbeat(folder: &Path, args: &[&str]) -> Ran {
    with_input(folder, args, b"")
}

/// Runs the program in `folder` with something on standard input.
pub(crate) fn with_input(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gridbeat"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: out.status.code().unwrap_or(-1),
        out: String::from_utf8(out.stdout).unwrap(),
        err: String::from_utf8(out.stderr).unwrap(),
    }
}

/// The folder of real data, when it is there; says so when a test is left out.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../shared/data", "../../../shared/data"]
        .iter()
        .map(|way| root.join(way).join(folder))
        .find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("left out: there is no shared data {folder} beside the project");
    }
    found
}

/// A rectangle on the lattice around (103.8, 36.06), in steps of a thousandth of a degree.
pub(crate) fn square(west: i32, south: i32, east: i32, north: i32) -> Value {
    let at = |x: i32, y: i32| json!([f64::from(103_800 + x) / 1e3, f64::from(36_060 + y) / 1e3]);
    json!({ "type": "Polygon", "coordinates": [[
        at(west, south), at(east, south), at(east, north), at(west, north), at(west, south),
    ]] })
}

/// A feature.
#[expect(clippy::needless_pass_by_value, reason = "callers draw them on the spot")]
pub(crate) fn feature(properties: Value, geometry: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

/// Writes features as GeoJSON into `folder`.
pub(crate) fn write(folder: &Path, name: &str, features: &[Value]) {
    let all = json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(folder.join(name), all.to_string()).unwrap();
}

/// Two streets of four grids each, in two files; a grid says its street in `field`, when there is
/// one.
pub(crate) fn two_streets(folder: &Path, field: Option<&str>) {
    let street = |code: &str, name: &str, west| {
        feature(json!({ "编码": code, "名称": name }), square(west, 0, west + 20, 20))
    };
    write(folder, "streets.geojson", &[street("01", "东街", 20), street("02", "西街", 0)]);
    let grid = |number: i32| {
        let (column, row) = (number % 4, number / 4);
        let (west, south) = (column * 10, row * 10);
        let street = if column < 2 { "2" } else { "1" };
        let mut properties = json!({
            "网格编码": format!("G{number}"), "网格名称": format!("第{number}网格"), "户数": 300 + number,
        });
        if let Some(field) = field {
            properties[field] = json!(street);
        }
        feature(properties, square(west, south, west + 10, south + 10))
    };
    write(folder, "grids.geojson", &(0..8).map(grid).collect::<Vec<_>>());
}
