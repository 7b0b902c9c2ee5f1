//! TopoJSON (topojson-specification 1.0): every object of a topology is a layer.
//!
//! Arcs are decoded once and shared, so that neighbours that share an arc in the file share every
//! point here too.

use crate::geojson::crs_name;
use crate::json::{Fields, Members, Nest, Refs, value};
use crate::read::{Limits, ReadError};
use crate::{Fault, Geometry, RawFeature, RawLayer, Reason};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Topology<'a> {
    #[serde(borrow)]
    objects: Members<'a>,
    arcs: Vec<Nest>,
    #[serde(default)]
    transform: Option<Transform>,
    #[serde(default)]
    crs: Option<serde_json::Value>,
}

#[derive(Clone, Copy, Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// One geometry object; what its type does not have stays empty.
#[derive(Deserialize)]
struct Object<'a> {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
    #[serde(default)]
    arcs: Option<Refs>,
    #[serde(default)]
    coordinates: Option<Nest>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// How deep collections may nest.
const DEPTH_MAX: u8 = 16;

/// Reads one topology; every object of it is a layer.
pub(crate) fn read(name: &str, text: &str, limits: &Limits) -> Result<Vec<RawLayer>, ReadError> {
    let json = |source| ReadError::Json { name: name.to_owned(), source };
    let topology: Topology<'_> = serde_json::from_str(text).map_err(json)?;
    let transform = topology.transform;
    let arcs = topology.arcs.into_iter().map(|arc| Some(decode(arc.points()?, transform)));
    let arcs: Option<Vec<_>> = arcs.collect();
    let arcs = arcs.ok_or_else(|| ReadError::Damaged {
        name: name.to_owned(),
        why: "an arc is no list of positions".to_owned(),
    })?;
    let crs = crs_name(topology.crs.as_ref());
    let mut layers = Vec::new();
    for (object, raw) in topology.objects.0 {
        let layer = RawLayer {
            name: object,
            crs: crs.clone(),
            degrees_by_rule: true,
            ..RawLayer::default()
        };
        let mut reader = Reader { arcs: &arcs, transform, limits, layer, points: 0 };
        reader.add(raw, 0)?;
        layers.push(reader.layer);
    }
    Ok(layers)
}

/// The positions of an arc: as they stand, or summed up and scaled where they are quantised.
fn decode(points: Vec<[f64; 2]>, transform: Option<Transform>) -> Vec<[f64; 2]> {
    let Some(transform) = transform else { return points };
    let mut at = [0.0, 0.0];
    let sum = |[x, y]: [f64; 2]| {
        at = [at[0] + x, at[1] + y];
        transform.apply(at)
    };
    points.into_iter().map(sum).collect()
}

impl Transform {
    fn apply(self, [x, y]: [f64; 2]) -> [f64; 2] {
        [x * self.scale[0] + self.translate[0], y * self.scale[1] + self.translate[1]]
    }
}

struct Reader<'a> {
    arcs: &'a [Vec<[f64; 2]>],
    transform: Option<Transform>,
    limits: &'a Limits,
    layer: RawLayer,
    /// Points so far: a few arcs used often can be many.
    points: usize,
}

impl Reader<'_> {
    /// Adds an object: a collection without properties is its members, anything else a feature.
    fn add(&mut self, raw: &RawValue, depth: u8) -> Result<(), ReadError> {
        let place = self.layer.features.len();
        self.limits.check_features(place + 1)?;
        let object: Object<'_> = match serde_json::from_str(raw.get()) {
            Ok(object) => object,
            Err(error) => {
                let reason = Reason::Unreadable(error.to_string());
                self.layer.faults.push(Fault::at(place, reason));
                self.layer.features.push(RawFeature { place, fields: Vec::new(), geometry: None });
                return Ok(());
            }
        };
        let plain = object.properties.is_none() && object.id.is_none();
        if object.kind.as_deref() == Some("GeometryCollection") && plain && depth < DEPTH_MAX {
            for member in object.geometries.unwrap_or_default() {
                self.add(member, depth + 1)?;
            }
            return Ok(());
        }
        let mut feature = RawFeature { place, fields: Vec::new(), geometry: None };
        match self.fill(&mut feature, object, depth)? {
            Err(reason) => self.layer.faults.push(Fault::at(place, reason)),
            Ok(()) if feature.geometry.is_none() => {
                self.layer.faults.push(Fault::at(place, Reason::NoGeometry));
            }
            Ok(()) => {}
        }
        self.layer.features.push(feature);
        Ok(())
    }

    fn fill(
        &mut self,
        feature: &mut RawFeature,
        mut object: Object<'_>,
        depth: u8,
    ) -> Result<Result<(), Reason>, ReadError> {
        if let Some(properties) = object.properties {
            match serde_json::from_str::<Fields>(properties.get()) {
                Ok(fields) => feature.fields = fields.0,
                Err(error) => return Ok(Err(Reason::Unreadable(error.to_string()))),
            }
        }
        if let Some(id) = object.id.take() {
            let taken = feature.fields.iter().any(|(key, _)| key == "id");
            let key = if taken { "@id" } else { "id" };
            feature.fields.push((key.to_owned(), value(id)));
        }
        match self.geometry(object, depth) {
            Ok(geometry) => {
                self.points += geometry.coordinates().count();
                self.limits.check_points(self.points)?;
                feature.geometry = Some(geometry).filter(|geometry| !geometry.is_empty());
                Ok(Ok(()))
            }
            Err(reason) => Ok(Err(reason)),
        }
    }

    fn geometry(&self, object: Object<'_>, depth: u8) -> Result<Geometry, Reason> {
        let mut found = Geometry::default();
        let Some(kind) = object.kind else { return Ok(found) };
        if kind == "GeometryCollection" {
            if depth >= DEPTH_MAX {
                return Err(Reason::Unreadable("its collections nest too deep".to_owned()));
            }
            for raw in object.geometries.unwrap_or_default() {
                let member = serde_json::from_str(raw.get());
                let member = member.map_err(|error| Reason::Unreadable(error.to_string()))?;
                found.extend(self.geometry(member, depth + 1)?);
            }
            return Ok(found);
        }
        let misfit =
            || Reason::Unreadable(format!("its arcs or coordinates are not those of a {kind}"));
        let arcs = || object.arcs.clone().ok_or_else(misfit);
        let coordinates = || object.coordinates.clone().ok_or_else(misfit);
        match kind.as_str() {
            "Point" => {
                let Nest::Point(at) = coordinates()? else { return Err(misfit()) };
                found.points.push(self.place(at));
            }
            "MultiPoint" => {
                let points = coordinates()?.points().ok_or_else(misfit)?;
                found.points.extend(points.into_iter().map(|at| self.place(at)));
            }
            "LineString" => found.lines.push(self.line(&arcs()?, misfit)?),
            "MultiLineString" => found.lines = self.lines(&arcs()?, misfit)?,
            "Polygon" => found.polygons.push(self.lines(&arcs()?, misfit)?),
            "MultiPolygon" => {
                let list = arcs()?;
                let polygons = list.list().ok_or_else(misfit)?;
                for polygon in polygons {
                    found.polygons.push(self.lines(polygon, misfit)?);
                }
            }
            _ => return Err(Reason::Unreadable(format!("{kind:?} is no type of geometry"))),
        }
        found.polygons.retain(|rings| !rings.is_empty());
        found.lines.retain(|line| !line.is_empty());
        Ok(found)
    }

    fn place(&self, at: [f64; 2]) -> [f64; 2] {
        self.transform.map_or(at, |transform| transform.apply(at))
    }

    fn lines(
        &self,
        refs: &Refs,
        misfit: impl Fn() -> Reason + Copy,
    ) -> Result<Vec<Vec<[f64; 2]>>, Reason> {
        let list = refs.list().ok_or_else(misfit)?;
        list.iter().map(|refs| self.line(refs, misfit)).collect()
    }

    /// Joins arcs end to end; `-1 - k` is arc `k` backwards.
    fn line(&self, refs: &Refs, misfit: impl Fn() -> Reason) -> Result<Vec<[f64; 2]>, Reason> {
        let mut line: Vec<[f64; 2]> = Vec::new();
        for index in refs.list().ok_or_else(&misfit)? {
            let Refs::Index(index) = *index else { return Err(misfit()) };
            let place = if index < 0 { !index } else { index };
            let arc = usize::try_from(place).ok().and_then(|place| self.arcs.get(place));
            let Some(arc) = arc else {
                return Err(Reason::Unreadable(format!("arc {index} does not exist")));
            };
            if line.len().saturating_add(arc.len()) > self.limits.points_max {
                return Err(Reason::Unreadable("it has too many points".to_owned()));
            }
            // The first point of every arc but the first is the last of the arc before.
            let skip = usize::from(!line.is_empty());
            if index < 0 {
                line.extend(arc.iter().rev().skip(skip));
            } else {
                line.extend(arc.iter().skip(skip));
            }
        }
        Ok(line)
    }
}
