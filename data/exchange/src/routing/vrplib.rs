//! VRPLIB: `KEY : value` lines, then sections of numbers.

use super::Options;
use super::error::RoutingFileError;
use super::lines::{Lines, Row};
use model::routing::{Client, Distances, Objective, Problem, Rounding, VehicleType};
use std::collections::BTreeMap;

type Sections = BTreeMap<&'static str, Vec<Row>>;

/// The sections that are read, with the names of what they hold.
const SECTIONS: [&str; 10] = [
    "NODE_COORD_SECTION",
    "DEMAND_SECTION",
    "SERVICE_TIME_SECTION",
    "TIME_WINDOW_SECTION",
    "PRIZE_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "DEPOT_SECTION",
    "EDGE_WEIGHT_SECTION",
    "CAPACITY_SECTION",
    "BACKHAUL_SECTION",
];

/// A shift that never ends, for problems without times.
const FOREVER: i32 = 400_000_000;

struct File {
    keys: BTreeMap<String, (usize, String)>,
    sections: Sections,
}

pub(super) fn read(text: &str, _options: Options) -> Result<Problem, RoutingFileError> {
    let file = File::read(text)?;
    let kind = file.keys.get("TYPE").map_or("CVRP", |(_, value)| value);
    let prized = file.sections.contains_key("PRIZE_SECTION");
    let timed = file.sections.contains_key("TIME_WINDOW_SECTION");
    let explicit = file.sections.contains_key("EDGE_WEIGHT_SECTION");
    let (scale, rounding) = if explicit {
        (1.0, Rounding::Nearest)
    } else if kind.starts_with("MD") {
        (1_000.0, Rounding::Nearest)
    } else if timed || prized {
        (10.0, Rounding::Down)
    } else {
        (1.0, Rounding::Nearest)
    };
    let count = file.number("DIMENSION")?.ok_or(RoutingFileError::Missing("DIMENSION"))?;
    if count > 200_000 {
        return Err(RoutingFileError::TooLarge("DIMENSION"));
    }
    let distances = file.distances(count as usize, scale, rounding)?;
    let depots = file.depots(count)?;
    let places = (0..count as usize).filter(|place| !depots.contains(place));
    let clients: Result<Vec<Client>, _> = places.map(|place| file.client(place, scale)).collect();
    let name = file.keys.get("NAME").map_or_else(String::new, |(_, value)| value.clone());
    let vehicles = file.vehicles(&depots, count, scale)?;
    let objective = Objective::Cost;
    Ok(Problem { name, distances, vehicles, clients: clients?, scale, objective })
}

impl File {
    fn read(text: &str) -> Result<Self, RoutingFileError> {
        let mut file = Self { keys: BTreeMap::new(), sections: Sections::new() };
        let mut lines = Lines::of(text);
        let mut section: Option<&'static str> = None;
        while let Some((line, text)) = lines.next() {
            let word = text.split([':', ' ', '\t']).next().unwrap_or_default();
            if word == "EOF" {
                break;
            }
            if word.ends_with("_SECTION") {
                section = SECTIONS.into_iter().find(|known| *known == word);
                let known = section.ok_or_else(|| RoutingFileError::Unsupported {
                    key: "section",
                    value: word.to_owned(),
                })?;
                file.sections.entry(known).or_default();
            } else if word.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let value = text.split_once(':').map_or("", |(_, value)| value.trim());
                file.keys.insert(word.to_owned(), (line, value.trim_matches('"').to_owned()));
            } else if let Some(name) = section {
                let rows = file.sections.entry(name).or_default();
                rows.push(Row::of(line, text, "numbers")?);
            } else {
                return Err(RoutingFileError::Expected { line, expected: "a key or a section" });
            }
        }
        Ok(file)
    }

    /// The whole number of a key.
    fn number(&self, key: &'static str) -> Result<Option<u32>, RoutingFileError> {
        let Some((line, value)) = self.keys.get(key) else { return Ok(None) };
        Row::of(*line, value, key)?.whole(0, key).map(Some)
    }

    /// The number of a key in units of the problem.
    fn amount(&self, key: &'static str, scale: f64) -> Result<Option<i32>, RoutingFileError> {
        let Some((line, value)) = self.keys.get(key) else { return Ok(None) };
        Row::of(*line, value, key)?.scaled(0, scale, key).map(Some)
    }

    /// The row of a section for the place, which must be the one that the row names.
    fn row(&self, name: &'static str, place: usize) -> Result<Option<&Row>, RoutingFileError> {
        let Some(rows) = self.sections.get(name) else { return Ok(None) };
        let row = rows.get(place).ok_or(RoutingFileError::Short(name))?;
        if row.whole(0, name)? as usize != place + 1 {
            return Err(RoutingFileError::Expected { line: row.line, expected: "the next node" });
        }
        Ok(Some(row))
    }

    fn distances(
        &self,
        count: usize,
        scale: f64,
        rounding: Rounding,
    ) -> Result<Distances, RoutingFileError> {
        let kind = self.keys.get("EDGE_WEIGHT_TYPE").map_or("EUC_2D", |(_, value)| value);
        match kind {
            "EUC_2D" => {
                let point = |place| {
                    let row = self.row("NODE_COORD_SECTION", place)?;
                    let row = row.ok_or(RoutingFileError::Missing("NODE_COORD_SECTION"))?;
                    Ok([row.at(1, "a coordinate")?, row.at(2, "a coordinate")?])
                };
                let points: Result<Vec<[f64; 2]>, RoutingFileError> =
                    (0..count).map(point).collect();
                Ok(Distances::Plane { points: points?, scale, rounding })
            }
            "EXPLICIT" => self.explicit(count),
            other => Err(RoutingFileError::Unsupported {
                key: "EDGE_WEIGHT_TYPE",
                value: other.to_owned(),
            }),
        }
    }

    fn explicit(&self, count: usize) -> Result<Distances, RoutingFileError> {
        let missing = RoutingFileError::Missing("EDGE_WEIGHT_SECTION");
        let rows = self.sections.get("EDGE_WEIGHT_SECTION").ok_or(missing)?;
        let mut values = Vec::new();
        for row in rows {
            for place in 0..row.len() {
                values.push(row.scaled(place, 1.0, "a distance")?);
            }
        }
        let format = self.keys.get("EDGE_WEIGHT_FORMAT").map_or("FULL_MATRIX", |(_, value)| value);
        let full = match format {
            "FULL_MATRIX" => values,
            "LOWER_ROW" => {
                let mut full = vec![0; count * count];
                let below = (1..count).flat_map(|row| (0..row).map(move |column| (row, column)));
                for ((row, column), value) in below.zip(&values) {
                    full[row * count + column] = *value;
                    full[column * count + row] = *value;
                }
                if values.len() == count * (count - 1) / 2 { full } else { Vec::new() }
            }
            other => {
                return Err(RoutingFileError::Unsupported {
                    key: "EDGE_WEIGHT_FORMAT",
                    value: other.to_owned(),
                });
            }
        };
        if full.len() != count * count {
            return Err(RoutingFileError::Short("EDGE_WEIGHT_SECTION"));
        }
        Ok(Distances::Matrix(full))
    }

    fn depots(&self, count: u32) -> Result<Vec<usize>, RoutingFileError> {
        let mut depots = Vec::new();
        for row in self.sections.get("DEPOT_SECTION").into_iter().flatten() {
            for place in 0..row.len() {
                let number = row.at(place, "a depot")?;
                if number < 0.0 {
                    continue;
                }
                let number = row.whole(place, "a depot")?;
                if number == 0 || number > count {
                    return Err(RoutingFileError::Expected { line: row.line, expected: "a depot" });
                }
                depots.push(number as usize - 1);
            }
        }
        if depots.is_empty() {
            return Err(RoutingFileError::Missing("DEPOT_SECTION"));
        }
        Ok(depots)
    }

    fn window(&self, place: usize, scale: f64) -> Result<(i32, i32), RoutingFileError> {
        match self.row("TIME_WINDOW_SECTION", place)? {
            Some(row) => Ok((row.scaled(1, scale, "a time")?, row.scaled(2, scale, "a time")?)),
            None => Ok((0, FOREVER)),
        }
    }

    fn client(&self, place: usize, scale: f64) -> Result<Client, RoutingFileError> {
        let service = match self.row("SERVICE_TIME_SECTION", place)? {
            Some(row) => row.scaled(1, scale, "a service time")?,
            None => self.amount("SERVICE_TIME", scale)?.unwrap_or(0),
        };
        let demand = match self.row("DEMAND_SECTION", place)? {
            Some(row) => {
                let all = (1..row.len()).map(|at| row.scaled(at, 1.0, "a demand"));
                all.collect::<Result<Vec<i32>, _>>()?
            }
            None => Vec::new(),
        };
        let prize = match self.row("PRIZE_SECTION", place)? {
            Some(row) => Some(i64::from(row.scaled(1, scale, "a prize")?)),
            None => None,
        };
        Ok(Client {
            number: u32::try_from(place).unwrap_or(u32::MAX),
            place,
            service,
            windows: vec![self.window(place, scale)?],
            demand,
            prize,
            patterns: Vec::new(),
        })
    }

    fn vehicles(
        &self,
        depots: &[usize],
        count: u32,
        scale: f64,
    ) -> Result<Vec<VehicleType>, RoutingFileError> {
        let capacity: Vec<i32> = self.amount("CAPACITY", 1.0)?.into_iter().collect();
        let limit = self.amount("VEHICLES_MAX_DURATION", scale)?;
        let fleet = self.number("VEHICLES")?.unwrap_or(count);
        let vehicle = |depot: usize, count: u32| {
            Ok::<VehicleType, RoutingFileError>(VehicleType {
                count,
                start: depot,
                end: depot,
                shift: self.window(depot, scale)?,
                capacity: capacity.clone(),
                duration_max: limit,
                fixed_cost: 0,
                period: 0,
            })
        };
        let Some(rows) = self.sections.get("VEHICLES_DEPOT_SECTION") else {
            return depots.iter().take(1).map(|&depot| vehicle(depot, fleet)).collect();
        };
        let mut counts = vec![0_u32; depots.len()];
        for row in rows {
            let home = row.whole(1, "a depot")? as usize;
            let depot = depots.iter().position(|depot| depot + 1 == home);
            let wrong = RoutingFileError::Expected { line: row.line, expected: "a depot" };
            counts[depot.ok_or(wrong)?] += 1;
        }
        depots.iter().zip(counts).map(|(&depot, count)| vehicle(depot, count)).collect()
    }
}
