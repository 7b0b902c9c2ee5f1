//! Cordeau's format for several depots or periods, and the orienteering files made after it.
//!
//! A row is number, x, y, service time, demand (or profit), frequency, the number of patterns, the
//! patterns, and perhaps a time window.

use super::Options;
use super::error::RoutingFileError;
use super::lines::{Lines, Row};
use model::routing::{Client, Distances, Objective, Problem, Rounding, VehicleType};

/// A shift that never ends, for problems without times.
const FOREVER: i32 = 400_000_000;
/// The most rows that a file may have.
const ROWS_MAX: usize = 200_000;
/// Decimals kept where the published values are sums of exact lengths.
const EXACT: f64 = 1e4;

pub(super) fn read(lines: &mut Lines<'_>, options: Options) -> Result<Problem, RoutingFileError> {
    let head = lines.row("the kind of problem")?;
    let limit = lines.row("a duration and a capacity")?;
    let next = lines.row("a customer")?;
    if next.len() >= 9 {
        return orienteering(lines, options, next);
    }
    let (kind, fleet) = (head.whole(0, "a kind")?, head.whole(1, "a fleet")?);
    let count = head.whole(2, "a number of customers")? as usize;
    let periods = head.whole(3, "a number of depots or periods")?;
    if count > ROWS_MAX || periods > 31 {
        return Err(RoutingFileError::TooLarge("the problem"));
    }
    let (several_depots, timed) = match kind {
        0 | 1 => (false, false),
        2 => (true, false),
        4 | 5 => (false, true),
        6 => (true, true),
        other => {
            return Err(RoutingFileError::Unsupported {
                key: "problem type",
                value: other.to_string(),
            });
        }
    };
    // The limits of the first depot or period stand in the second line, those of others below.
    let mut limits = vec![limits_of(&limit)?];
    let mut rows = Vec::new();
    if periods > 1 {
        limits.push(limits_of(&next)?);
    } else {
        rows.push(next);
    }
    while limits.len() < periods as usize {
        limits.push(limits_of(&lines.row("a duration and a capacity")?)?);
    }
    rest(lines, &mut rows)?;
    let depots = if several_depots { periods as usize } else { 1 };
    if rows.len() < depots {
        return Err(RoutingFileError::Missing("the depot"));
    }
    let first_depot = if several_depots { rows.len() - depots } else { 0 };
    let home = first_depot..first_depot + depots;
    let points: Result<Vec<[f64; 2]>, _> = rows.iter().map(point).collect();
    let mut clients = Vec::new();
    for (place, row) in rows.iter().enumerate().filter(|(place, _)| !home.contains(place)) {
        let periods = if several_depots { 1 } else { periods };
        clients.push(client(row, place, periods, timed)?);
    }
    let mut vehicles = Vec::new();
    for (number, (duration, capacity)) in limits.into_iter().enumerate() {
        let depot = if several_depots { first_depot + number } else { 0 };
        let shift = if timed { window(&rows[depot], EXACT)? } else { (0, FOREVER) };
        vehicles.push(VehicleType {
            count: fleet,
            start: depot,
            end: depot,
            shift,
            capacity: capacity.into_iter().collect(),
            duration_max: duration,
            fixed_cost: 0,
            period: if several_depots { 0 } else { u16::try_from(number).unwrap_or(0) },
        });
    }
    Ok(Problem {
        name: String::new(),
        distances: Distances::Plane { points: points?, scale: EXACT, rounding: Rounding::Nearest },
        vehicles,
        clients,
        scale: EXACT,
        objective: Objective::Cost,
    })
}

/// The longest duration and the capacity; 0 is no limit.
fn limits_of(row: &Row) -> Result<(Option<i32>, Option<i32>), RoutingFileError> {
    let limit = |number: i32| (number > 0).then_some(number);
    Ok((limit(row.scaled(0, EXACT, "a duration")?), limit(row.scaled(1, 1.0, "a capacity")?)))
}

fn rest(lines: &mut Lines<'_>, rows: &mut Vec<Row>) -> Result<(), RoutingFileError> {
    while let Some((line, text)) = lines.next() {
        rows.push(Row::of(line, text, "a customer")?);
        if rows.len() > ROWS_MAX {
            return Err(RoutingFileError::TooLarge("the problem"));
        }
    }
    Ok(())
}

fn point(row: &Row) -> Result<[f64; 2], RoutingFileError> {
    Ok([row.at(1, "a coordinate")?, row.at(2, "a coordinate")?])
}

/// The last two numbers of a row.
fn window(row: &Row, scale: f64) -> Result<(i32, i32), RoutingFileError> {
    let last = row.len().saturating_sub(2);
    Ok((row.scaled(last, scale, "a time")?, row.scaled(last + 1, scale, "a time")?))
}

fn client(row: &Row, place: usize, periods: u32, timed: bool) -> Result<Client, RoutingFileError> {
    let listed = row.whole(6, "a number of patterns")?.min(4_096) as usize;
    let mut patterns = Vec::new();
    if periods > 1 {
        for at in 7..7 + listed {
            let code = row.whole(at, "a pattern")?;
            // The first period is the leftmost of the bits.
            patterns.push(code.reverse_bits() >> (32 - periods));
        }
    }
    Ok(Client {
        number: row.whole(0, "a customer's number")?,
        place,
        service: row.scaled(3, EXACT, "a service time")?,
        windows: vec![if timed { window(row, EXACT)? } else { (0, FOREVER) }],
        demand: vec![row.scaled(4, 1.0, "a demand")?],
        prize: None,
        patterns,
    })
}

/// Team orienteering with time windows: as many prizes as some tours can earn.
fn orienteering(
    lines: &mut Lines<'_>,
    options: Options,
    depot: Row,
) -> Result<Problem, RoutingFileError> {
    let mut rows = vec![depot];
    // A shorter line, or one that numbers no further customer, ends the customers.
    while let Some((line, text)) = lines.next() {
        let row = Row::of(line, text, "a customer")?;
        if row.len() < 9 || row.whole(0, "a number").ok() != u32::try_from(rows.len()).ok() {
            break;
        }
        rows.push(row);
        if rows.len() > ROWS_MAX {
            return Err(RoutingFileError::TooLarge("the problem"));
        }
    }
    let points = rows.iter().map(point).collect::<Result<Vec<[f64; 2]>, _>>()?;
    let scale = if points.iter().flatten().any(|axis| axis.fract() != 0.0) { 100.0 } else { 10.0 };
    let mut clients = Vec::new();
    for (place, row) in rows.iter().enumerate().skip(1) {
        clients.push(Client {
            number: row.whole(0, "a customer's number")?,
            place,
            service: row.scaled(3, scale, "a service time")?,
            windows: vec![window(row, scale)?],
            demand: Vec::new(),
            prize: Some(i64::from(row.scaled(4, 1.0, "a profit")?)),
            patterns: Vec::new(),
        });
    }
    let vehicle = VehicleType {
        count: options.tours.unwrap_or(1),
        start: 0,
        end: 0,
        shift: window(&rows[0], scale)?,
        capacity: Vec::new(),
        duration_max: None,
        fixed_cost: 0,
        period: 0,
    };
    let distances = Distances::Plane { points, scale, rounding: Rounding::Down };
    let (vehicles, objective) = (vec![vehicle], Objective::Prizes);
    Ok(Problem { name: String::new(), distances, vehicles, clients, scale: 1.0, objective })
}
