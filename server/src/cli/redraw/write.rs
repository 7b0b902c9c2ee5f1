//! What a redraw leaves: atoms with their grids, and the grids themselves.

use super::super::Failure;
use super::super::export::{Output, field};
use crate::work::redraw::Atoms;
use exchange::{Value, write_geometry};
use model::{Area, GridId, Shape};
use planner::redraw::Drawing;
use serde_json::{Map, Value as Json, json};
use spatial::{Partition, RepairSettings};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How atoms are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Json,
    GeoJson,
}

impl Form {
    /// The form that the ending says; `-` is a table.
    pub(super) fn of(path: &Path, atoms: &Atoms) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let known = if atoms.land.is_some() { ".csv, .json or .geojson" } else { ".csv or .json" };
        match ending.to_ascii_lowercase().as_str() {
            _ if path.as_os_str() == "-" => Ok(Self::Csv),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "geojson" if atoms.land.is_some() => Ok(Self::GeoJson),
            _ => Err(Failure::line(format!("{}: the name must end in {known}", path.display()))),
        }
    }
}

/// The name for the drawing of this number, from 1: `OUT.csv`, `OUT.2.csv` …; `-` stays.
pub(super) fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 || path.as_os_str() == "-" {
        return path.to_owned();
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    path.with_extension(format!("{number}.{ending}"))
}

/// Writes every atom with its grid, in the order of the file.
pub(super) fn atoms(
    path: &Path,
    form: Form,
    atoms: &Atoms,
    drawing: &Drawing,
    codes: &[String],
) -> Result<(), Failure> {
    let grids = drawing.grid_of.iter().map(|&grid| codes[grid as usize].as_str());
    let rows = || atoms.codes.iter().zip(grids.clone());
    Output::whole(path, |out| match form {
        Form::Csv => {
            write!(out, "atom,grid\r\n")?;
            rows().try_for_each(|(atom, grid)| write!(out, "{},{}\r\n", field(atom), field(grid)))
        }
        Form::Json => {
            let map: Map<String, Json> =
                rows().map(|(atom, grid)| (atom.clone(), Json::from(grid))).collect();
            writeln!(out, "{}", Json::Object(map))
        }
        Form::GeoJson => {
            let Some(land) = &atoms.land else { return Ok(()) };
            let areas = land.grids().map(|grid| land.area(grid));
            let properties = atoms.fields.iter().zip(grids.clone()).map(|(fields, grid)| {
                let mut map: Map<String, Json> =
                    fields.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
                map.insert("grid".to_owned(), Json::from(grid));
                map
            });
            collection(out, areas.zip(properties))
        }
    })
}

/// Writes the grids as areas with code, weight and pieces.
pub(super) fn grids(
    path: &Path,
    land: &Partition,
    drawing: &Drawing,
    codes: &[String],
    weight: &str,
) -> Result<(), Failure> {
    let mut areas = vec![Area::default(); codes.len()];
    for (atom, &grid) in (0..).zip(&drawing.grid_of) {
        areas[grid as usize].polygons.extend(land.area(GridId(atom)).polygons);
    }
    // Built together, what lies inside a grid is no border any more.
    let built = Partition::build(&areas, &RepairSettings::NOTHING);
    let built = built.map_err(|error| Failure::new("the grids cannot be joined", &error))?;
    let there = (0_u32..).zip(codes).filter(|(grid, _)| drawing.figures.pieces[*grid as usize] > 0);
    let features = there.map(|(grid, code)| {
        let figures = &drawing.figures.weights[grid as usize];
        let properties = json!({ "code": code, "name": code, weight: figures });
        let map = if let Json::Object(map) = properties { map } else { Map::new() };
        (built.partition.area(GridId(grid)), map)
    });
    Output::whole(path, |out| collection(out, features))
}

/// Writes a collection, a feature a line.
fn collection(
    out: &mut Output,
    features: impl Iterator<Item = (Area, Map<String, Json>)>,
) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (number, (area, properties)) in features.enumerate() {
        let mut geometry = String::new();
        write_geometry(&Shape::Area(area), &mut geometry);
        let properties = Json::Object(properties);
        let comma = if number > 0 { "," } else { "" };
        write!(
            out,
            "{comma}\n{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}"
        )?;
    }
    writeln!(out, "\n]}}")
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::from(*yes),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
    }
}
