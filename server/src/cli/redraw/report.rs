//! What a person is told about drawings.

use super::super::Outcome;
use super::super::say::complain;
use crate::work::redraw::Atoms;
use planner::redraw::{Aim, Drawing, Infeasible, Merit, Redrawn, Task};

/// Lines of one kind that are told one by one.
const LINES_MAX: usize = 20;

/// Tells everything on standard error; faults are what is outside, torn, in two communities, more or
/// fewer than wanted, or was wrong in the file.
pub(super) fn say(atoms: &Atoms, task: &Task, drawn: &Redrawn, weight: &str) -> Outcome {
    some(&atoms.notes);
    some(&atoms.faults);
    let count = atoms.ground.atoms.len();
    complain(&format!(
        "{count} atoms, {} {weight}; {} grids of {} to {} wanted",
        atoms.ground.weight(),
        task.grids,
        drawn.low,
        drawn.high
    ));
    let infeasible: Vec<String> =
        drawn.infeasible.iter().map(|it| impossible(atoms, it, weight)).collect();
    some(&infeasible);
    let mut clean = atoms.faults.is_empty() && infeasible.is_empty();
    for (number, drawing) in (1..).zip(&drawn.drawings) {
        complain(&format!("drawing {number}, {}", line(drawing, task, drawn, atoms, weight)));
        let figures = &drawing.figures;
        let there = figures.pieces.iter().filter(|&&pieces| pieces > 0).count();
        clean &= figures.outside.is_empty() && figures.torn().is_empty();
        clean &= figures.straddling.is_empty() && there == task.grids;
    }
    if clean { Outcome::Clean } else { Outcome::Faults }
}

fn some(lines: &[String]) {
    for line in lines.iter().take(LINES_MAX) {
        complain(line);
    }
    if lines.len() > LINES_MAX {
        complain(&format!("and {} more like these", lines.len() - LINES_MAX));
    }
}

/// Why a place cannot be inside the window.
fn impossible(atoms: &Atoms, what: &Infeasible, weight: &str) -> String {
    match what {
        Infeasible::Atom { atom, weight: of } => {
            let code = &atoms.codes[*atom as usize];
            format!("cannot be inside: {code} alone has {of} {weight}")
        }
        Infeasible::Part { community, first, atoms: count, weight: of, grids } => {
            let code = &atoms.codes[*first as usize];
            let name = &atoms.communities[*community as usize];
            let place = if name.is_empty() { String::new() } else { format!("{name}, ") };
            format!(
                "cannot be inside: {place}{count} atoms that hang together with {code} have {of} \
                 {weight} for {grids} grids"
            )
        }
    }
}

/// A drawing in one line.
fn line(drawing: &Drawing, task: &Task, drawn: &Redrawn, atoms: &Atoms, weight: &str) -> String {
    let figures = &drawing.figures;
    let aim = match drawing.aim {
        Aim::Compact => "short borders".to_owned(),
        Aim::Even => "alike".to_owned(),
        Aim::Stay(stay) => format!("stay {stay}"),
    };
    let words = |merit: &Merit| match merit {
        Merit::Inside => "fewest outside",
        Merit::Compact => "shortest borders",
        Merit::Even => "most alike",
        Merit::Stays => "fewest moved",
    };
    let best: Vec<&str> = drawing.best_in.iter().map(words).collect();
    let best = if drawn.drawings.len() < 2 || best.is_empty() {
        String::new()
    } else {
        format!(" ({})", best.join(", "))
    };
    let (low, high) = figures.extremes();
    let there = figures.pieces.iter().filter(|&&pieces| pieces > 0).count();
    let round = if figures.roundness > 0.0 {
        format!(", roundness {:.3}", figures.roundness)
    } else {
        String::new()
    };
    let straddling = match figures.straddling.len() {
        0 => String::new(),
        some => format!(", {some} in more than one community"),
    };
    let line = format!(
        "{aim}{best}: {there} grids of {low} to {high} {weight}, {} outside, {} torn{straddling}; borders {:.0}{round}",
        figures.outside.len(),
        figures.torn().len(),
        figures.cut_m
    );
    if !task.improve {
        return line;
    }
    let total = atoms.ground.weight().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let percent = |of: u64| of as f64 * 100.0 / total as f64;
    let (moved, least) = (percent(figures.moved), percent(drawn.moved_bound));
    format!("{line}; {} {weight} moved ({moved:.1} %, at least {least:.1} %)", figures.moved)
}
