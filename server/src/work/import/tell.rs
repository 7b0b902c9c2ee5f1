//! A report in words for people and as JSON for programs.

use super::found::Found;
use super::report::{LevelLine, Report};
use model::Position;
use serde_json::{Value, json};
use spatial::Moves;
use std::fmt::Write as _;

/// How many places of one kind are named.
const PLACES: usize = 3;

/// Things of one kind.
#[derive(Debug)]
struct Kind<'a> {
    kind: &'static str,
    all: Vec<&'a Found>,
}

/// Faults by kind, in the order they first come.
fn kinds<'a>(found: impl Iterator<Item = &'a Found>) -> Vec<Kind<'a>> {
    let mut kinds: Vec<Kind<'a>> = Vec::new();
    for one in found {
        match kinds.iter_mut().find(|it| it.kind == one.kind) {
            Some(kind) => kind.all.push(one),
            None => kinds.push(Kind { kind: one.kind, all: vec![one] }),
        }
    }
    kinds
}

impl Report {
    /// The report as lines of text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.read_lines(&mut text);
        self.level_lines(&mut text);
        let said = |title: &str, text: &mut String, wanted: &dyn Fn(&&Found) -> bool| {
            let kinds = kinds(self.found.iter().filter(wanted));
            if !kinds.is_empty() {
                line(text, 0, title);
            }
            for kind in kinds {
                kind.lines(text);
            }
        };
        said("Worth knowing", &mut text, &|it| !it.is_fault());
        let mended = if self.only_checked { "An import would mend" } else { "Mended" };
        said(mended, &mut text, &|it| it.is_fault() && it.mended);
        said("Needs a person", &mut text, &|it| it.is_fault() && !it.mended);
        self.move_lines(&mut text);
        if self.is_clean() {
            line(&mut text, 0, "No fault found: an exact, nested partition.");
        }
        text.truncate(text.trim_end().len());
        text
    }

    fn read_lines(&self, text: &mut String) {
        let features: usize = self.inputs.iter().map(|input| input.features).sum();
        let mut files: Vec<&str> = self.inputs.iter().map(|input| input.file.as_str()).collect();
        files.dedup();
        let (files, layers) = (count(files.len(), "file"), count(self.inputs.len(), "layer"));
        line(text, 0, &format!("Read {files}, {layers}, {}", count(features, "feature")));
        let shown = if self.inputs.len() > 12 { 10 } else { self.inputs.len() };
        for input in &self.inputs[..shown] {
            let features = count(input.features, "feature");
            line(text, 1, &format!("{}: layer {}, {features}", input.file, input.layer));
        }
        if shown < self.inputs.len() {
            line(text, 1, &format!("and {} more", self.inputs.len() - shown));
        }
        for (note, layers) in &self.readers {
            let among = if *layers > 1 { format!(" ({layers} layers)") } else { String::new() };
            line(text, 1, &format!("{note}{among}"));
        }
        for note in &self.notes {
            line(text, 1, note);
        }
    }

    fn move_lines(&self, text: &mut String) {
        let Moves { vertices, bent, furthest_m, mean_m, largest } = &self.moves;
        if *vertices + *bent == 0 {
            return;
        }
        let would = if self.only_checked { "An import would snap" } else { "Snapped" };
        let (moved, through) = (vertices_of(*vertices), count(*bent, "side"));
        let head = format!(
            "{would} {moved}, {mean_m:.3} m on the mean and {furthest_m:.3} m at most, and draw \
             {through} through a neighbour's vertex"
        );
        line(text, 0, &head);
        for one in largest.iter().take(PLACES) {
            line(text, 1, &format!("{:.3} m  {}", one.way_m, place(one.from)));
        }
    }

    fn level_lines(&self, text: &mut String) {
        line(text, 0, &format!("{}, the top first", count(self.levels.len(), "level")));
        for (number, level) in (1..).zip(&self.levels) {
            line(text, 1, &format!("{number}  {}", level.line()));
        }
        let mut territory = format!("Territory of {}", area(self.area_m2));
        if let Some(around) = self.bounds {
            let (low, high) = (around.min, around.max);
            let _ = write!(
                territory,
                ", {:.4} to {:.4} E, {:.4} to {:.4} N",
                low.lon(),
                high.lon(),
                low.lat(),
                high.lat()
            );
        }
        line(text, 0, &territory);
    }

    /// The report as JSON: what `check` answers, and how the levels were made.
    pub(crate) fn json(&self) -> Value {
        let inputs = self
            .inputs
            .iter()
            .map(|it| json!({ "file": it.file, "layer": it.layer, "features": it.features }));
        let levels = (1..).zip(&self.levels).map(|(number, it): (u8, _)| {
            json!({
                "level": number, "title": it.title, "units": it.units, "code_field": it.code,
                "name_field": it.name, "households_field": it.households,
                "parents": it.rule.to_string(), "with_parent": it.with_parent,
            })
        });
        let json_of = |found: &Found| found.json(self.only_checked);
        let notes = self.readers.iter().map(|(note, _)| note).chain(&self.notes);
        let (faults, known): (Vec<&Found>, Vec<&Found>) =
            self.found.iter().partition(|found| found.is_fault());
        json!({
            "clean": self.is_clean(),
            "faults": faults.into_iter().map(json_of).collect::<Vec<_>>(),
            "units": self.units,
            "grids": self.grids,
            "levels": self.levels.len(),
            "area_m2": self.area_m2.round(),
            "bounds": self.bounds.map(|b| [b.min.lon(), b.min.lat(), b.max.lon(), b.max.lat()]),
            "inputs": inputs.collect::<Vec<_>>(),
            "tree": levels.collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>(),
            "snapped": moves_json(&self.moves, self.only_checked),
            "remarks": known.into_iter().map(json_of).collect::<Vec<_>>(),
        })
    }
}

impl LevelLine {
    fn line(&self) -> String {
        let field = |what: &str, field: &Option<String>| {
            field.as_ref().map(|field| format!(", {what} from {field}")).unwrap_or_default()
        };
        let mut line = format!("{}: {}", self.title, count(self.units, "unit"));
        match &self.code {
            Some(code) => drop(write!(line, ", codes from {code}")),
            None => line.push_str(", no field of codes: numbered"),
        }
        line.push_str(&field("names", &self.name));
        line.push_str(&field("households", &self.households));
        if self.rule != super::parents::Rule::Top {
            let _ = write!(line, ", {} ({} of {})", self.rule, self.with_parent, self.units);
            if self.by_containment > 0 {
                let _ = write!(line, ", {} of them by containment", self.by_containment);
            }
        }
        line
    }
}

impl Found {
    /// Its area, width and length, as far as they say something.
    fn size(&self) -> String {
        let metres = |what: &str, metres: f64| match metres {
            0.0 => None,
            small if small < 1.0 => Some(format!("{small:.3} m {what}")),
            metres => Some(format!("{metres:.1} m {what}")),
        };
        let land = (self.area_m2 > 0.0).then(|| area(self.area_m2));
        let (wide, long) = (metres("wide", self.width_m), metres("long", self.length_m));
        [land, wide, long].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn json(&self, only_checked: bool) -> Value {
        let mut said = json!({
            "kind": self.kind,
            "at": self.at.map(|at| [at.lon(), at.lat()]),
            "grids": self.codes,
            "area_m2": rounded(self.area_m2),
            "width_m": rounded(self.width_m),
            "length_m": rounded(self.length_m),
            "mended": self.mended && !only_checked,
            "mendable": self.mended,
            "text": self.text,
        });
        if let Some(share) = self.share {
            said["share"] = rounded(share).into();
        }
        said
    }
}

impl Kind<'_> {
    fn lines(&self, text: &mut String) {
        let mut head = format!("{}: {}", self.kind, self.all.len());
        let largest = self.all.iter().map(|it| it.area_m2).fold(0.0, f64::max);
        if largest > 0.0 {
            let all: f64 = self.all.iter().map(|it| it.area_m2).sum();
            let _ = write!(head, ", the largest {}, {} in all", area(largest), area(all));
        }
        line(text, 1, &head);
        let mut by_size = self.all.clone();
        by_size.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        for one in by_size.iter().take(PLACES) {
            let size = one.size();
            let place = one.at.map(place).unwrap_or_default();
            let codes = match one.codes.as_slice() {
                [] => String::new(),
                codes if codes.len() > 6 => {
                    format!("of {} and {} more", codes[..6].join(", "), codes.len() - 6)
                }
                codes => format!("of {}", codes.join(", ")),
            };
            // A text of its own names the codes already.
            let codes = if one.text.is_empty() { codes } else { String::new() };
            let words = [size, place, codes, one.text.clone()];
            let words: Vec<String> = words.into_iter().filter(|it| !it.is_empty()).collect();
            line(text, 2, &words.join("  "));
        }
        if self.all.len() > PLACES {
            line(text, 2, &format!("and {} more", self.all.len() - PLACES));
        }
    }
}

fn vertices_of(number: usize) -> String {
    if number == 1 { "1 vertex".to_owned() } else { format!("{number} vertices") }
}

/// What snapping moved, or would move.
fn moves_json(moves: &Moves, only_checked: bool) -> Value {
    let at = |at: Position| [at.lon(), at.lat()];
    let largest = moves
        .largest
        .iter()
        .map(|one| json!({ "from": at(one.from), "to": at(one.to), "way_m": rounded(one.way_m) }));
    json!({
        "done": !only_checked,
        "vertices": moves.vertices,
        "sides_bent": moves.bent,
        "furthest_m": rounded(moves.furthest_m),
        "mean_m": rounded(moves.mean_m),
        "largest": largest.collect::<Vec<_>>(),
    })
}

fn line(text: &mut String, indent: usize, line: &str) {
    let _ = writeln!(text, "{:1$}{line}", "", 2 * indent);
}

fn place(at: Position) -> String {
    format!("at {:.6}, {:.6}", at.lon(), at.lat())
}

/// `1 file`, `2 files`.
pub(crate) fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// An area for people: square metres below a hectare, else square kilometres.
fn area(area_m2: f64) -> String {
    if area_m2 < 0.01 {
        format!("{area_m2:.6} m²")
    } else if area_m2 < 10_000.0 {
        format!("{area_m2:.2} m²")
    } else {
        format!("{:.3} km²", area_m2 / 1e6)
    }
}

/// To a millionth, which is finer than the lattice.
fn rounded(measure: f64) -> f64 {
    (measure * 1e6).round() / 1e6
}
