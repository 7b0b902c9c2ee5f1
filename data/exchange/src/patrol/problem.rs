//! A patrol problem from JSON and to JSON.

use super::document::{
    BreakJson, CrewJson, ProblemJson, TargetJson, WindowJson, date, parse, to_text,
};
use super::error::{PatrolError, Reason};
use super::lock::{read_locks, write_lock};
use super::shape::{Geometry, LonLat, between};
use super::time::Time;
use super::travel::{read_travel, write_travel};
use super::{CREWS_MAX, TARGETS_MAX};
use model::Pace;
use model::patrol::{Break, Crew, Mode, Problem, Target, TargetShape, Window};
use std::collections::HashSet;

/// The most windows of a target.
const WINDOWS_MAX: usize = 100;
/// The most skills of a crew or needs of a target.
const LABELS_MAX: usize = 50;
/// The most breaks of a crew.
const BREAKS_MAX: usize = 8;
/// The most dimensions of a load.
const DIMENSIONS_MAX: usize = 8;

/// Reads a problem in the form of this module's documentation.
///
/// # Errors
///
/// [`PatrolError`] with the first thing that is wrong, and where.
pub fn read_problem(bytes: &[u8]) -> Result<Problem, PatrolError> {
    let read: ProblemJson = parse(bytes)?;
    let day = date(&read.day)?;
    between(read.crews.len(), 0, CREWS_MAX, "crews")?;
    between(read.targets.len(), 0, TARGETS_MAX, "targets")?;
    let mut taken = HashSet::new();
    let crews = read.crews.into_iter().enumerate().map(|(place, crew)| {
        let path = format!("crews[{place}]");
        free_id(&crew.id, &mut taken, &path)?;
        read_crew(crew, &path)
    });
    let crews = crews.collect::<Result<Vec<_>, _>>()?;
    let mut taken = HashSet::new();
    let targets = read.targets.into_iter().enumerate().map(|(place, target)| {
        let path = format!("targets[{place}]");
        free_id(&target.id, &mut taken, &path)?;
        read_target(target, &path)
    });
    let targets = targets.collect::<Result<_, _>>()?;
    let mut problem = Problem::new(day, crews, targets);
    problem.travel = read_travel(read.travel)?;
    problem.locks = read_locks(&read.locks, &problem)?;
    Ok(problem)
}

/// `problem` in the form that [`read_problem`] reads.
pub fn write_problem(problem: &Problem) -> String {
    to_text(&ProblemJson {
        day: problem.day.to_string(),
        crews: problem.crews.iter().map(write_crew).collect(),
        targets: problem.targets.iter().map(write_target).collect(),
        travel: problem.travel.iter().map(|table| write_travel(table)).collect(),
        locks: problem.locks.iter().map(|lock| write_lock(lock, problem)).collect(),
    })
}

fn free_id(id: &str, taken: &mut HashSet<String>, path: &str) -> Result<(), PatrolError> {
    let path = format!("{path}.id");
    sound_id(id, &path)?;
    if !taken.insert(id.to_owned()) {
        return Err(PatrolError::at(path, Reason::TakenId(id.to_owned())));
    }
    Ok(())
}

fn sound_id(id: &str, path: &str) -> Result<(), PatrolError> {
    if id.is_empty() || id.chars().count() > 100 || id.chars().any(char::is_control) {
        let shown = id.chars().take(120).collect();
        return Err(PatrolError::at(path, Reason::NoId(shown)));
    }
    Ok(())
}

fn read_name(name: Option<String>, id: &str, path: &str) -> Result<String, PatrolError> {
    let name = name.unwrap_or_else(|| id.to_owned());
    if name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(PatrolError::at(format!("{path}.name"), Reason::NoName));
    }
    Ok(name)
}

fn read_labels(labels: Vec<String>, path: &str) -> Result<Vec<String>, PatrolError> {
    between(labels.len(), 0, LABELS_MAX, path)?;
    for (place, label) in labels.iter().enumerate() {
        sound_id(label, &format!("{path}[{place}]"))?;
    }
    Ok(labels)
}

fn read_crew(crew: CrewJson, path: &str) -> Result<Crew, PatrolError> {
    let shift = read_window(crew.shift, &format!("{path}.shift"))?;
    let mode = read_mode(&crew.mode, &format!("{path}.mode"))?;
    let pace = read_pace(crew.pace_kmh, &format!("{path}.pace_kmh"))?;
    let patrol_pace = read_pace(crew.patrol_pace_kmh, &format!("{path}.patrol_pace_kmh"))?;
    let name = read_name(crew.name, &crew.id, path)?;
    let skills = read_labels(crew.skills, &format!("{path}.skills"))?;
    between(crew.capacity.len(), 0, DIMENSIONS_MAX, &format!("{path}.capacity"))?;
    between(crew.breaks.len(), 0, BREAKS_MAX, &format!("{path}.breaks"))?;
    let breaks = crew.breaks.iter().enumerate().map(|(place, rest)| {
        let window = read_window(rest.window, &format!("{path}.breaks[{place}].window"))?;
        Ok(Break { window, length: rest.length.0 })
    });
    Ok(Crew {
        name,
        breaks: breaks.collect::<Result<_, _>>()?,
        skills,
        capacity: crew.capacity,
        ..Crew::new(crew.id, crew.base.0, shift, mode, (pace, patrol_pace))
    })
}

fn write_crew(crew: &Crew) -> CrewJson {
    CrewJson {
        id: crew.id.clone(),
        name: Some(crew.name.clone()),
        mode: crew.mode.as_str().to_owned(),
        base: LonLat(crew.base),
        shift: write_window(crew.shift),
        pace_kmh: f64::from(crew.pace.metres_per_hour()) / 1_000.0,
        patrol_pace_kmh: f64::from(crew.patrol_pace.metres_per_hour()) / 1_000.0,
        skills: crew.skills.clone(),
        capacity: crew.capacity.clone(),
        breaks: crew.breaks.iter().map(write_break).collect(),
    }
}

fn write_break(rest: &Break) -> BreakJson {
    BreakJson { window: write_window(rest.window), length: Time(rest.length) }
}

fn read_target(target: TargetJson, path: &str) -> Result<Target, PatrolError> {
    if target.visits == 0 {
        return Err(PatrolError::at(format!("{path}.visits"), Reason::NoVisit));
    }
    if target.crews == 0 {
        return Err(PatrolError::at(format!("{path}.crews"), Reason::NoVisit));
    }
    let modes = target.modes.iter().enumerate();
    let modes = modes.map(|(place, mode)| read_mode(mode, &format!("{path}.modes[{place}]")));
    let needs = read_labels(target.needs, &format!("{path}.needs"))?;
    between(target.load.len(), 0, DIMENSIONS_MAX, &format!("{path}.load"))?;
    Ok(Target {
        modes: modes.collect::<Result<_, _>>()?,
        needs,
        load: target.load,
        name: read_name(target.name, &target.id, path)?,
        id: target.id,
        shape: target.geometry.shape(target.gate, path)?,
        dwell: target.dwell.0,
        windows: read_windows(&target.windows, path)?,
        visits: target.visits,
        crews: target.crews,
        gap: target.gap.0,
        gap_max: target.gap_max.map(|most| most.0),
        required: target.required,
        reward: target.reward,
    })
}

fn write_target(target: &Target) -> TargetJson {
    let gate = match &target.shape {
        TargetShape::Area { gate, .. } => Some(LonLat(*gate)),
        TargetShape::Point(_) | TargetShape::Line(_) => None,
    };
    TargetJson {
        id: target.id.clone(),
        name: Some(target.name.clone()),
        geometry: Geometry::of(&target.shape),
        gate,
        dwell: Time(target.dwell),
        windows: target.windows.iter().copied().map(write_window).collect(),
        visits: target.visits,
        crews: target.crews,
        gap: Time(target.gap),
        gap_max: target.gap_max.map(Time),
        required: target.required,
        reward: target.reward,
        modes: target.modes.iter().map(|mode| mode.as_str().to_owned()).collect(),
        needs: target.needs.clone(),
        load: target.load.clone(),
    }
}

fn read_windows(windows: &[WindowJson], path: &str) -> Result<Vec<Window>, PatrolError> {
    between(windows.len(), 1, WINDOWS_MAX, &format!("{path}.windows"))?;
    let mut read: Vec<Window> = Vec::with_capacity(windows.len());
    for (place, window) in windows.iter().enumerate() {
        let path = format!("{path}.windows[{place}]");
        let window = read_window(*window, &path)?;
        if read.last().is_some_and(|before| before.end() >= window.start()) {
            return Err(PatrolError::at(path, Reason::WindowsNotApart));
        }
        read.push(window);
    }
    Ok(read)
}

fn read_window(window: WindowJson, path: &str) -> Result<Window, PatrolError> {
    let read = Window::new(window.start.0, window.end.0);
    read.ok_or_else(|| PatrolError::at(path, Reason::EndsBeforeStart))
}

/// A window as files have it.
pub(super) const fn write_window(window: Window) -> WindowJson {
    WindowJson { start: Time(window.start()), end: Time(window.end()) }
}

pub(super) fn read_mode(name: &str, path: &str) -> Result<Mode, PatrolError> {
    let unknown = || PatrolError::at(path, Reason::NoMode(name.chars().take(40).collect()));
    Mode::from_name(name).ok_or_else(unknown)
}

fn read_pace(kmh: f64, path: &str) -> Result<Pace, PatrolError> {
    let metres = (kmh * 1_000.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast holds at the ends, and the ends are refused"
    )]
    let pace = Pace::from_metres_per_hour(metres as u32);
    let pace = pace.filter(|_| metres <= 1_000_000.0);
    pace.ok_or_else(|| PatrolError::at(path, Reason::NoPace(kmh)))
}
