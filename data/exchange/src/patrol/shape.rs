//! Positions and the geometry of targets in JSON.

use super::error::{PatrolError, Reason};
use model::patrol::TargetShape;
use model::{Area, Polygon, Position, Ring};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The most positions of one geometry.
const POSITIONS_MAX: usize = 20_000;

/// A position as `[lon, lat]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LonLat(pub(super) Position);

impl Serialize for LonLat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.0.lon(), self.0.lat()].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LonLat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(LonLatVisitor)
    }
}

struct LonLatVisitor;

impl<'de> Visitor<'de> for LonLatVisitor {
    type Value = LonLat;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position as [lon, lat] in degrees")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<LonLat, A::Error> {
        let lon: f64 = list.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let lat: f64 = list.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
        if list.next_element::<f64>()?.is_some() && list.next_element::<f64>()?.is_some() {
            return Err(A::Error::invalid_length(4, &self));
        }
        Position::from_degrees(lon, lat).map(LonLat).map_err(A::Error::custom)
    }
}

/// A GeoJSON geometry of a kind that a target can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub(super) enum Geometry {
    Point { coordinates: LonLat },
    LineString { coordinates: Vec<LonLat> },
    Polygon { coordinates: Rings },
    MultiPolygon { coordinates: Vec<Rings> },
}

/// The closed rings of one polygon, the outer one first.
type Rings = Vec<Vec<LonLat>>;

impl Geometry {
    /// The geometry of `shape`; an area of one part is a `Polygon`.
    pub(super) fn of(shape: &TargetShape) -> Self {
        match shape {
            TargetShape::Point(at) => Self::Point { coordinates: LonLat(*at) },
            TargetShape::Line(line) => Self::line(line),
            TargetShape::Area { area, .. } => {
                let mut parts: Vec<Rings> = area.polygons.iter().map(rings).collect();
                match (parts.len(), parts.pop()) {
                    (1, Some(coordinates)) => Self::Polygon { coordinates },
                    (_, last) => {
                        parts.extend(last);
                        Self::MultiPolygon { coordinates: parts }
                    }
                }
            }
        }
    }

    /// A line through `points`.
    pub(super) fn line(points: &[Position]) -> Self {
        Self::LineString { coordinates: points.iter().copied().map(LonLat).collect() }
    }

    /// The shape of a target, whose JSON is at `path`.
    pub(super) fn shape(
        self,
        gate: Option<LonLat>,
        path: &str,
    ) -> Result<TargetShape, PatrolError> {
        let (here, gate_path) = (format!("{path}.geometry"), format!("{path}.gate"));
        let shape = match self {
            Self::Point { coordinates } => TargetShape::Point(coordinates.0),
            Self::LineString { coordinates } => {
                between(coordinates.len(), 2, POSITIONS_MAX, &here)?;
                TargetShape::Line(coordinates.into_iter().map(|at| at.0).collect())
            }
            Self::Polygon { coordinates } => {
                area(vec![coordinates], gate, &here, gate_path.clone())?
            }
            Self::MultiPolygon { coordinates } => {
                area(coordinates, gate, &here, gate_path.clone())?
            }
        };
        if gate.is_some() && !matches!(shape, TargetShape::Area { .. }) {
            return Err(PatrolError::at(gate_path, Reason::StrayGate));
        }
        Ok(shape)
    }
}

/// The kind of a target, as the API has it.
pub(super) const fn kind(shape: &TargetShape) -> &'static str {
    match shape {
        TargetShape::Point(_) => "point",
        TargetShape::Line(_) => "line",
        TargetShape::Area { .. } => "area",
    }
}

fn area(
    parts: Vec<Rings>,
    gate: Option<LonLat>,
    path: &str,
    gate_path: String,
) -> Result<TargetShape, PatrolError> {
    let gate = gate.ok_or_else(|| PatrolError::at(gate_path, Reason::NoGate))?.0;
    let positions = parts.iter().flatten().map(Vec::len).sum();
    between(positions, 1, POSITIONS_MAX, path)?;
    let polygons = parts.into_iter().map(|rings| polygon(rings, path));
    Ok(TargetShape::Area { gate, area: Area { polygons: polygons.collect::<Result<_, _>>()? } })
}

fn polygon(rings: Rings, path: &str) -> Result<Polygon, PatrolError> {
    let mut rings = rings.into_iter().map(|positions| ring(&positions, path));
    let outer = rings.next().unwrap_or_else(|| between(0, 1, 1, path).map(|()| Ring::new()))?;
    Ok(Polygon { outer, holes: rings.collect::<Result<_, _>>()? })
}

fn ring(positions: &[LonLat], path: &str) -> Result<Ring, PatrolError> {
    between(positions.len(), 4, POSITIONS_MAX, path)?;
    match positions.split_last() {
        Some((last, open)) if open.first() == Some(last) => {
            Ok(open.iter().map(|at| at.0).collect())
        }
        _ => Err(PatrolError::at(path, Reason::OpenRing)),
    }
}

fn rings(polygon: &Polygon) -> Rings {
    let closed = |ring: &Ring| ring.iter().chain(ring.first()).copied().map(LonLat).collect();
    polygon.rings().map(closed).collect()
}

/// Refuses a count outside `least` to `most`.
pub(super) fn between(
    count: usize,
    least: usize,
    most: usize,
    path: &str,
) -> Result<(), PatrolError> {
    if count < least {
        return Err(PatrolError::at(path, Reason::TooFew(count, least)));
    }
    if count > most {
        return Err(PatrolError::at(path, Reason::TooMany(count, most)));
    }
    Ok(())
}
