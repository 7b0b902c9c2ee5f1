//! What a band looks like at one zoom: the courses of its arcs, and the units that touch themselves.

use crate::arcs::ArcInfo;
use crate::course::{Courses, Step};
use crate::graph::{Half, edge_of, way};
use crate::lists::{Cells, Lists};
use crate::outlines::Outlines;
use crate::rings::{Rings, twice_area};
use crate::strokes;
use crate::tangle::{is_tangled, untangle};
use crate::world::TilePoint;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Writes a course.
type Write = fn(&[Step], &mut Vec<u8>);

/// How the two halves of an arc are written.
const WAYS: [Write; 2] = [strokes::forward, strokes::backward];

/// One zoom of a band.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) zoom: u8,
    /// By arc, on the steps of the zoom.
    courses: Lists<Step>,
    /// By half: the same as it is written.
    strokes: Lists<u8>,
    /// By level, the first one first: the polygons of units that cannot be drawn along their arcs.
    apart: Vec<Arc<HashMap<u32, Arc<Rings>>>>,
}

impl Sheet {
    /// Without outlines yet.
    pub(crate) fn new(zoom: u8, drawn: &Courses) -> Self {
        let mut courses = Lists::default();
        let mut strokes = Lists::default();
        let mut stroke = Vec::new();
        let mut start = 0;
        for &end in &drawn.ends {
            let course = &drawn.steps[start..end];
            courses.push(course);
            for write in WAYS {
                stroke.clear();
                write(course, &mut stroke);
                strokes.push(&stroke);
            }
            start = end;
        }
        Self { zoom, courses, strokes, apart: Vec::new() }
    }

    /// The course of an arc.
    pub(crate) fn course(&self, arc: usize) -> &[Step] {
        self.courses.get(arc)
    }

    /// The course of a half as it is written.
    pub(crate) fn stroke(&self, half: Half) -> &[u8] {
        self.strokes.get(half as usize)
    }

    /// The first point of a half.
    pub(crate) fn start(&self, half: Half) -> Option<Step> {
        let course = self.courses.get(edge_of(half));
        if way(half) == 0 { course.first() } else { course.last() }.copied()
    }

    /// Another course for an arc, known before or the next one.
    pub(crate) fn set_course(&mut self, arc: usize, course: &[Step]) {
        self.courses.set(arc, course);
        for (half, write) in (arc * 2..).zip(WAYS) {
            let mut stroke = Vec::new();
            write(course, &mut stroke);
            self.strokes.set(half, &stroke);
        }
    }

    /// Looks at all units of the next level.
    pub(crate) fn take_apart(&mut self, arcs: &Cells<ArcInfo>, outlines: &Outlines) {
        let units: Vec<u32> = (0..).take(outlines.len()).collect();
        let this = &*self;
        let looked = units.par_iter().filter_map(|&unit| {
            this.look(unit, arcs, outlines).map(|polygons| (unit, Arc::new(polygons)))
        });
        self.apart.push(Arc::new(looked.collect()));
    }

    /// Looks again at one unit of a level, counted from 1. Says whether it has changed.
    pub(crate) fn look_again(
        &mut self,
        level: usize,
        unit: u32,
        arcs: &Cells<ArcInfo>,
        outlines: &Outlines,
    ) {
        let found = self.look(unit, arcs, outlines);
        let Some(held) = self.apart.get_mut(level - 1) else { return };
        match found {
            Some(polygons) => {
                Arc::make_mut(held).insert(unit, Arc::new(polygons));
            }
            None if held.contains_key(&unit) => {
                Arc::make_mut(held).remove(&unit);
            }
            None => {}
        }
    }

    /// The polygons of a unit that cannot be drawn along its arcs, outer rings with their holes after
    /// them, on the steps of the zoom. Levels are counted from 1.
    pub(crate) fn apart(&self, level: usize, unit: u32) -> Option<&Rings> {
        let held = self.apart.get(level - 1).filter(|held| !held.is_empty())?;
        held.get(&unit).map(|polygons| &**polygons)
    }

    /// The points of a ring, on the steps of the zoom; the last is the first.
    pub(crate) fn trace(&self, ring: &[Half], mut push: impl FnMut(TilePoint)) {
        let mut add = |step: &Step| push(point(*step));
        for &half in ring {
            let course = self.courses.get(edge_of(half));
            if way(half) == 0 {
                course.iter().for_each(&mut add);
            } else {
                course.iter().rev().for_each(&mut add);
            }
        }
    }

    /// The polygons of a unit, unless its rings as they are will do.
    fn look(&self, unit: u32, arcs: &Cells<ArcInfo>, outlines: &Outlines) -> Option<Rings> {
        let mut touched = outlines.is_pinched(unit);
        let mut count = 0;
        for ring in outlines.rings(unit) {
            count += 1;
            let mut steps = 0;
            for &half in ring {
                let arc = edge_of(half);
                touched |= arcs.get(arc).is_some_and(|info| info.touched >> self.zoom & 1 == 1);
                steps += self.courses.get(arc).len().saturating_sub(1);
            }
            touched |= steps < 3;
        }
        if !touched && count < 2 {
            return None;
        }
        let mut rings = Rings::default();
        let mut closed = 0;
        for ring in outlines.rings(unit) {
            self.trace(ring, |at| rings.push(at));
            rings.close();
            closed += 1;
        }
        if rings.len() == closed && !is_tangled(&rings) && in_order(&rings) {
            return None;
        }
        Some(untangle(&rings))
    }
}

/// A step as a point.
pub(crate) fn point(step: Step) -> TilePoint {
    TilePoint { x: i64::from(step[0]), y: i64::from(step[1]) }
}

/// Whether rings are in the order in which polygons are written: outer rings without holes, or one
/// outer ring and holes after it.
fn in_order(rings: &Rings) -> bool {
    let outer: Vec<bool> = rings.iter().map(|ring| twice_area(ring) > 0).collect();
    let Some((true, rest)) = outer.split_first().map(|(&first, rest)| (first, rest)) else {
        return false;
    };
    rest.iter().all(|&outer| outer) || rest.iter().all(|&outer| !outer)
}
