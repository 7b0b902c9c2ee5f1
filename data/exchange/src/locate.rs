//! From the numbers of a file to positions on the Earth: which coordinate system, which axis order,
//! which datum; and saying so.

use crate::crs::{self, Crs, Projection};
use crate::lattice::{self, Mended};
use crate::{Datum, Fault, Feature, Geometry, Layer, Note, RawLayer, ReadSettings, Reason};

/// How far from its central meridian a transverse Mercator is used at most, in degrees.
const FROM_MERIDIAN_MAX: f64 = 8.0;

/// What the numbers of a layer look like as a whole.
#[derive(Clone, Copy, Debug)]
struct Numbers {
    points: usize,
    /// How many are degrees as they stand.
    degrees: usize,
    /// How many are degrees when the axes are swapped.
    swapped: usize,
    /// West, south, east, north.
    around: [f64; 4],
    first: [f64; 2],
}

impl Numbers {
    fn of(layer: &RawLayer) -> Self {
        let mut numbers = Self {
            points: 0,
            degrees: 0,
            swapped: 0,
            around: [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY],
            first: [0.0, 0.0],
        };
        for &[x, y] in layer.geometries().flat_map(Geometry::coordinates) {
            if !(x.is_finite() && y.is_finite()) {
                continue;
            }
            if numbers.points == 0 {
                numbers.first = [x, y];
            }
            numbers.points += 1;
            numbers.degrees += usize::from(x.abs() <= 180.0 && y.abs() <= 90.0);
            numbers.swapped += usize::from(y.abs() <= 180.0 && x.abs() <= 90.0);
            let [west, south, east, north] = numbers.around;
            numbers.around = [west.min(x), south.min(y), east.max(x), north.max(y)];
        }
        numbers
    }

    /// Whether most of the points are degrees, one way or the other.
    fn are_degrees(&self) -> bool {
        2 * self.degrees.max(self.swapped) >= self.points
    }

    /// Whether the points make sense only with the axes swapped: most are off the Earth as they
    /// stand, and most are on it swapped.
    fn want_swapping(&self) -> bool {
        2 * self.degrees < self.points && 2 * self.swapped > self.points
    }
}

impl RawLayer {
    fn geometries(&self) -> impl Iterator<Item = &Geometry> {
        self.features.iter().filter_map(|feature| feature.geometry.as_ref())
    }

    /// The layer with its shapes on the lattice of WGS 84.
    ///
    /// Takes the coordinate system of the settings, else that of the file, else what the numbers
    /// themselves give away; says in the notes which. Where none can be had, the features keep
    /// their fields, lose their shape, and one fault says why.
    pub fn locate(mut self, settings: &ReadSettings) -> Layer {
        let numbers = Numbers::of(&self);
        let crs =
            if numbers.points == 0 { Some(Crs::Degrees) } else { self.choose(&numbers, settings) };
        if let Some(crs) = &crs {
            self.swap_axes(crs, &numbers, settings);
            self.convert(crs, settings.datum.unwrap_or_default());
        }
        self.into_layer(crs.is_some())
    }

    /// The coordinate system to follow, with notes; `None` with a fault when there is none.
    fn choose(&mut self, numbers: &Numbers, settings: &ReadSettings) -> Option<Crs> {
        let given = settings.crs.clone().or_else(|| self.crs.clone());
        let Some(name) = given else { return self.choose_without(numbers) };
        // WKT is long; its name is enough to be said.
        let said =
            name.split('"').nth(1).filter(|_| name.contains('[')).unwrap_or(&name).to_owned();
        let ignored = |why: &str| Note::CrsIgnored { name: said.clone(), why: why.to_owned() };
        match Crs::parse(&name) {
            Ok(Crs::Degrees) if numbers.are_degrees() => {
                self.notes.push(Note::Crs { name: said });
                Some(Crs::Degrees)
            }
            Ok(Crs::Degrees) => {
                self.notes.push(ignored("its numbers are no degrees"));
                self.choose_without(numbers)
            }
            Ok(Crs::Projected(projection)) => {
                let code = crs::epsg_code(&name).unwrap_or(0);
                if projection.geographic && crs::is_slip(code, numbers.around) {
                    self.notes.push(Note::CrsDoubtful { name: said });
                    return Some(Crs::Projected(projection));
                }
                if projection.geographic && !numbers.are_degrees() {
                    self.notes.push(ignored("its numbers are no degrees"));
                    return self.choose_without(numbers);
                }
                if !projection.geographic && numbers.degrees == numbers.points {
                    self.notes.push(ignored("the numbers are degrees already"));
                    return Some(Crs::Degrees);
                }
                self.notes.push(Note::Crs { name: said });
                Some(Crs::Projected(projection))
            }
            Err(why) if numbers.are_degrees() => {
                self.notes.push(ignored(&format!("{why}; the numbers are degrees")));
                Some(Crs::Degrees)
            }
            Err(why) => {
                self.faults.push(Fault::whole(Reason::Crs { name: said, why }));
                None
            }
        }
    }

    /// The coordinate system by the numbers alone.
    fn choose_without(&mut self, numbers: &Numbers) -> Option<Crs> {
        if numbers.are_degrees() {
            if !self.degrees_by_rule {
                self.notes.push(Note::CrsAssumed);
            }
            return Some(Crs::Degrees);
        }
        let [west, south, east, north] = numbers.around;
        let zone = crs::zone_of_eastings(numbers.around)
            .or_else(|| crs::zone_of_eastings([south, west, north, east]));
        if let Some(code) = zone
            && let Ok(found) = Crs::from_epsg(code)
        {
            let name = format!("EPSG:{code}, a Gauss-Krüger zone of CGCS2000");
            self.notes.push(Note::CrsGuessed { name });
            return Some(found);
        }
        let [x, y] = numbers.first;
        self.faults.push(Fault::whole(Reason::CrsUnknown { x, y }));
        None
    }

    /// Swaps the axes where the numbers make sense only so, or the settings ask for it.
    fn swap_axes(&mut self, crs: &Crs, numbers: &Numbers, settings: &ReadSettings) {
        let want = match (settings.axes_swapped, crs) {
            (Some(swapped), _) => swapped.then_some(numbers.points),
            (None, Crs::Degrees) => numbers.want_swapping().then_some(numbers.swapped),
            (None, Crs::Projected(projection)) if projection.geographic => {
                numbers.want_swapping().then_some(numbers.swapped)
            }
            (None, Crs::Projected(projection)) => self.want_swapping_projected(projection),
        };
        let Some(points) = want else { return };
        self.notes.push(Note::AxesSwapped { points, of: numbers.points });
        let geometries = self.features.iter_mut().filter_map(|feature| feature.geometry.as_mut());
        for at in geometries.flat_map(Geometry::coordinates_mut) {
            at.swap(0, 1);
        }
    }

    /// How many points of a transverse Mercator lie near its meridian only when northing and
    /// easting are swapped, if those are most.
    fn want_swapping_projected(&self, projection: &Projection) -> Option<usize> {
        let meridian = projection.meridian?;
        let near = |at: [f64; 2]| {
            projection.to_degrees(at).is_some_and(|[lon, lat]| {
                (lon - meridian).abs() <= FROM_MERIDIAN_MAX && lat.abs() <= 84.0
            })
        };
        // A few thousand points tell as much as all of them.
        let sample = self.geometries().flat_map(Geometry::coordinates).take(5_000);
        let (mut points, mut swapped) = (0, 0);
        for &[x, y] in sample {
            points += 1;
            swapped += usize::from(!near([x, y]) && near([y, x]));
        }
        (2 * swapped > points).then_some(swapped)
    }

    /// Converts every point to degrees of WGS 84; a feature with a point that cannot be converted
    /// loses its geometry to a fault.
    fn convert(&mut self, crs: &Crs, datum: Datum) {
        let mut moved: f64 = 0.0;
        for feature in &mut self.features {
            let Some(geometry) = &mut feature.geometry else { continue };
            let mut outside = None;
            for at in geometry.coordinates_mut() {
                match crs {
                    Crs::Degrees if datum != Datum::Wgs84 => {
                        let there = datum.to_wgs84(*at);
                        moved = moved.max(metres(*at, there));
                        *at = there;
                    }
                    Crs::Degrees => {}
                    Crs::Projected(projection) => {
                        let Some(there) = projection.to_degrees(*at) else {
                            outside = Some(*at);
                            break;
                        };
                        if projection.geographic {
                            moved = moved.max(metres(*at, there));
                        }
                        *at = there;
                    }
                }
            }
            if let Some([x, y]) = outside {
                feature.geometry = None;
                self.faults.push(Fault::at(feature.place, Reason::Unprojectable { x, y }));
            }
        }
        if moved > 0.0 {
            let from = if datum == Datum::Wgs84 { "its datum" } else { datum.as_str() };
            self.notes.push(Note::Shifted { from: from.to_owned(), metres: moved });
        }
    }

    fn into_layer(mut self, located: bool) -> Layer {
        let mut mended = Mended::new(self.clockwise);
        let mut features = Vec::with_capacity(self.features.len());
        for raw in self.features {
            let shapes = match &raw.geometry {
                Some(geometry) if located => {
                    lattice::shapes(geometry, raw.place, &mut mended, &mut self.faults)
                }
                _ => Vec::new(),
            };
            let (place, fields) = (raw.place, raw.fields);
            let mut shapes = shapes.into_iter();
            let last = shapes.next_back();
            for shape in shapes {
                features.push(Feature { place, fields: fields.clone(), shape: Some(shape) });
            }
            features.push(Feature { place, fields, shape: last });
        }
        self.notes.extend(mended.notes());
        self.faults.sort_by_key(|fault| fault.place);
        Layer { name: self.name, features, notes: self.notes, faults: self.faults }
    }
}

/// About how many metres lie between two points close to each other.
fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let east = (a[0] - b[0]).to_radians() * a[1].to_radians().cos();
    6_371_000.0 * east.hypot((a[1] - b[1]).to_radians())
}
