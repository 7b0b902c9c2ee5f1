//! Solomon's format, also that of Gehring and Homberger: one depot, alike vehicles, time windows.

use super::Options;
use super::error::RoutingFileError;
use super::lines::{Lines, Row};
use model::routing::{Client, Distances, Objective, Problem, Rounding, VehicleType};

/// What a vehicle costs where fewest count first: more than any tour that could be saved.
const VEHICLE_FIRST: i64 = 1 << 40;

pub(super) fn read(text: &str, options: Options) -> Result<Problem, RoutingFileError> {
    let mut lines = Lines::of(text);
    let name = lines.next().map_or_else(String::new, |(_, line)| line.to_owned());
    let fleet = numbers_after(&mut lines, "NUMBER")?;
    let (count, capacity) = (fleet.whole(0, "the fleet")?, fleet.scaled(1, 1.0, "a capacity")?);
    let (scale, rounding) =
        if options.fleet_first { (1e4, Rounding::Nearest) } else { (10.0, Rounding::Down) };
    let depot = numbers_after(&mut lines, "CUST")?;
    let (mut points, mut clients) = (Vec::new(), Vec::new());
    let mut shift = (0, 0);
    let mut row = depot;
    loop {
        let point = [row.at(1, "a coordinate")?, row.at(2, "a coordinate")?];
        let window = (row.scaled(4, scale, "a time")?, row.scaled(5, scale, "a time")?);
        if points.is_empty() {
            shift = window;
        } else {
            clients.push(Client {
                number: row.whole(0, "a customer's number")?,
                place: points.len(),
                service: row.scaled(6, scale, "a service time")?,
                windows: vec![window],
                demand: vec![row.scaled(3, 1.0, "a demand")?],
                prize: None,
                patterns: Vec::new(),
            });
        }
        points.push(point);
        match lines.next() {
            Some((line, text)) => row = Row::of(line, text, "a customer")?,
            None => break,
        }
    }
    let vehicle = VehicleType {
        count,
        start: 0,
        end: 0,
        shift,
        capacity: vec![capacity],
        duration_max: None,
        fixed_cost: if options.fleet_first { VEHICLE_FIRST } else { 0 },
        period: 0,
    };
    let distances = Distances::Plane { points, scale, rounding };
    let (vehicles, objective) = (vec![vehicle], Objective::Cost);
    Ok(Problem { name, distances, vehicles, clients, scale, objective })
}

/// The first line of numbers after the line that begins with `heading`.
fn numbers_after(lines: &mut Lines<'_>, heading: &'static str) -> Result<Row, RoutingFileError> {
    while let Some((_, line)) = lines.next() {
        if line.to_ascii_uppercase().starts_with(heading) {
            // "CUSTOMER" is a heading of the heading.
            let (line, text) = lines.next().ok_or(RoutingFileError::Short("numbers"))?;
            if text.to_ascii_uppercase().starts_with("CUST") {
                return lines.row("numbers");
            }
            return Row::of(line, text, "numbers");
        }
    }
    Err(RoutingFileError::Missing(heading))
}
