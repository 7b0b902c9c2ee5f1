//! Files made by others, read plainly: shapefiles in zips, GeoJSON, TopoJSON. Just enough for tests.

use crate::checker::twice_area;
use flate2::read::{DeflateDecoder, GzDecoder};
use model::{Area, Bounds, Polygon, Position, Ring};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where a file of the folder `shared` is; `None`, said aloud, when it is not there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../../shared/data", "../../shared/data"]
        .map(|shared| crate_dir.join(shared).join(name))
        .into_iter()
        .find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: {name} is not there");
    }
    found
}

fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    #[expect(clippy::disallowed_methods, reason = "a test may read a file")]
    std::fs::File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// A packed JSON file.
pub(crate) fn json_gz(name: &str) -> Option<Value> {
    let packed = bytes(&shared(name)?);
    let mut text = String::new();
    GzDecoder::new(&*packed).read_to_string(&mut text).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// The JSON files of these names in a `.tar.zst`; `None`, said aloud, without the file or a tool.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn json_tar(name: &str, members: &[String]) -> Option<Vec<Value>> {
    let pack = shared(name)?;
    let out = Command::new("tar")
        .args(["--use-compress-program", "zstd -d --long=27", "-xOf"])
        .arg(pack)
        .args(members)
        .stderr(Stdio::null())
        .output();
    let Some(out) = out.ok().filter(|out| out.status.success()) else {
        eprintln!("skipped: tar and zstd cannot unpack {name}");
        return None;
    };
    let all = serde_json::Deserializer::from_slice(&out.stdout).into_iter::<Value>();
    Some(all.map(Result::unwrap).collect())
}

fn position(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

/// The areas of a GeoJSON feature collection.
pub(crate) fn geojson(layer: &Value) -> Vec<Area> {
    let ring = |value: &Value| -> Ring {
        let points = value.as_array().unwrap().iter();
        points.map(|p| position(p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect()
    };
    let features = layer["features"].as_array().unwrap().iter();
    features.map(|feature| area(&feature["geometry"], "coordinates", &ring)).collect()
}

/// The area of a geometry whose rings are read by `ring`.
fn area(geometry: &Value, member: &str, ring: &impl Fn(&Value) -> Ring) -> Area {
    let polygon = |value: &Value| {
        let mut rings: Vec<Ring> = value.as_array().unwrap().iter().map(ring).collect();
        Polygon { outer: rings.remove(0), holes: rings }
    };
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => vec![polygon(&geometry[member])],
        Some("MultiPolygon") => geometry[member].as_array().unwrap().iter().map(polygon).collect(),
        _ => vec![],
    };
    Area { polygons }
}

/// The areas of one object of a TopoJSON topology.
pub(crate) fn topojson(topology: &Value, object: Option<&str>) -> Vec<Area> {
    let number = |value: &Value| value.as_f64().unwrap();
    let pair = |value: &Value| [number(&value[0]), number(&value[1])];
    let transform = &topology["transform"];
    let (scale, shift) = (pair(&transform["scale"]), pair(&transform["translate"]));
    let arc = |value: &Value| {
        let mut at = [0.0, 0.0];
        let steps = value.as_array().unwrap().iter();
        let points = steps.map(|step| {
            let step = pair(step);
            at = [at[0] + step[0], at[1] + step[1]];
            position(at[0] * scale[0] + shift[0], at[1] * scale[1] + shift[1])
        });
        points.collect::<Vec<Position>>()
    };
    let arcs: Vec<Vec<Position>> = topology["arcs"].as_array().unwrap().iter().map(arc).collect();
    let ring = |value: &Value| -> Ring {
        let mut points: Ring = Vec::new();
        for index in value.as_array().unwrap().iter().map(|index| index.as_i64().unwrap()) {
            let arc =
                &arcs[usize::try_from(index).unwrap_or_else(|_| index.unsigned_abs() as usize - 1)];
            points.pop();
            if index < 0 {
                points.extend(arc.iter().rev());
            } else {
                points.extend(arc);
            }
        }
        points
    };
    let objects = topology["objects"].as_object().unwrap();
    let object = object.map_or_else(|| objects.values().next().unwrap(), |name| &objects[name]);
    let all = object["geometries"].as_array().unwrap().iter();
    all.map(|geometry| area(geometry, "arcs", &ring)).collect()
}

/// The areas of the shapefile in a zip, of US survey feet. They are put on the Earth at `lat`
/// degrees of latitude as they are, not projected back: every flaw keeps its size and its place
/// among the others.
pub(crate) fn shapes_in_feet(name: &str, lat: f64) -> Option<Vec<Area>> {
    let pack = bytes(&shared(name)?);
    let shp = unzip(&pack, ".shp");
    let east = 0.304_800_61 / (111_319.5 * lat.to_radians().cos());
    let north = 0.304_800_61 / 110_900.0;
    let real = |at: usize| f64::from_le_bytes(shp[at..at + 8].try_into().unwrap());
    let whole = |at: usize| u32::from_le_bytes(shp[at..at + 4].try_into().unwrap()) as usize;
    let (west, south) = (real(36), real(44));
    let mut areas = Vec::new();
    let mut at = 100;
    while at < shp.len() {
        let length = 2 * u32::from_be_bytes(shp[at + 4..at + 8].try_into().unwrap()) as usize;
        let record = at + 8;
        at = record + length;
        let (parts, points) = (whole(record + 36), whole(record + 40));
        let start = |part: usize| if part < parts { whole(record + 44 + 4 * part) } else { points };
        let first = record + 44 + 4 * parts;
        let point = |k: usize| {
            let (x, y) = (real(first + 16 * k), real(first + 16 * k + 8));
            position((x - west) * east, lat + (y - south) * north)
        };
        let rings = (0..parts).map(|part| (start(part)..start(part + 1)).map(point).collect());
        // Outer rings run clockwise in a shapefile, and holes may come in any order.
        let (holes, outers): (Vec<Ring>, Vec<Ring>) =
            rings.partition(|it: &Ring| twice_area(it) > 0);
        let polygon = |outer| Polygon { outer, holes: vec![] };
        let mut area = Area { polygons: outers.into_iter().map(polygon).collect() };
        for hole in holes {
            let bounds = |ring: &Ring| Bounds::around(ring.iter().copied()).unwrap();
            let inner = bounds(&hole);
            let around = area.polygons.iter_mut().filter(|it| {
                let outer = bounds(&it.outer);
                outer.contains(inner.min) && outer.contains(inner.max)
            });
            let smallest = around.min_by_key(|it| -twice_area(&it.outer));
            smallest.expect("a hole lies in a polygon").holes.push(hole);
        }
        areas.push(area);
    }
    Some(areas)
}

/// The first file in a zip whose name ends so.
fn unzip(pack: &[u8], ending: &str) -> Vec<u8> {
    let short = |at: usize| usize::from(u16::from_le_bytes(pack[at..at + 2].try_into().unwrap()));
    let long = |at: usize| u32::from_le_bytes(pack[at..at + 4].try_into().unwrap()) as usize;
    let end = pack.windows(4).rposition(|it| it == b"PK\x05\x06").unwrap();
    let mut entry = long(end + 16);
    loop {
        let name = &pack[entry + 46..entry + 46 + short(entry + 28)];
        if name.to_ascii_lowercase().ends_with(ending.as_bytes()) {
            break;
        }
        entry += 46 + short(entry + 28) + short(entry + 30) + short(entry + 32);
        assert_eq!(long(entry), 0x0201_4b50, "there is no {ending}");
    }
    let (method, size, local) = (short(entry + 10), long(entry + 20), long(entry + 42));
    let from = local + 30 + short(local + 26) + short(local + 28);
    let packed = &pack[from..from + size];
    if method == 0 {
        return packed.to_vec();
    }
    let mut plain = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut plain).unwrap();
    plain
}
