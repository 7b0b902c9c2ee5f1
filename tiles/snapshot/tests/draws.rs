//! The renderer draws what the polygons say, and the check sees it when it does not.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use snapshot::Error;
use snapshot::canvas::{BACKGROUND, Canvas, Paint};
use snapshot::check::{Checker, compare, holes};
use snapshot::plain::due;
use snapshot::tile::{Grid, Shape, write};

const SIZE: u32 = 512;

/// None, and why, where there is nothing to draw with.
fn drawn<T>(made: Result<T, Error>) -> Option<T> {
    match made {
        Ok(made) => Some(made),
        Err(error @ Error::NoDriver(_)) => {
            eprintln!("skipped: {error}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn grid(id: u64, ring: &[[i32; 2]]) -> Grid {
    Grid { id, polygons: vec![vec![ring.to_vec()]] }
}

/// A lattice of crooked fields over the tile and beyond its rim: 36 × 36 of them, more than one draw
/// takes.
fn fields() -> Vec<Grid> {
    let mut state = 1_u64;
    let mut jitter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        i32::from(state.to_be_bytes()[0] >> 2) - 32
    };
    let place = |it: i32| it * 118 - 80;
    let mut corner = |x, y| [place(x) + jitter(), place(y) + jitter()];
    let corners: Vec<Vec<_>> = (0..37).map(|y| (0..37).map(|x| corner(x, y)).collect()).collect();
    let mut fields = Vec::new();
    for (top, bottom) in corners.iter().zip(&corners[1..]) {
        for x in 0..36 {
            let ring = [top[x], top[x + 1], bottom[x + 1], bottom[x]];
            fields.push(grid(fields.len() as u64, &ring));
        }
    }
    fields
}

#[test]
fn a_partition_is_painted_to_the_pixel() {
    let Some(mut checker) = drawn(Checker::new(SIZE, &["grids-3".to_owned()])) else { return };
    let mut fields = fields();
    // One has an enclave.
    let at = fields[650].polygons[0][0][0];
    let hole = [[40, 40], [80, 40], [80, 80], [40, 80]].map(|[x, y]| [at[0] + x, at[1] + y]);
    fields[650].polygons[0].push(hole.iter().rev().copied().collect());
    fields.push(grid(9_999, &hole));
    let found = checker.tile(&fields).unwrap();
    assert!(found.clean(), "{found:?}");
    assert_eq!(found.grids, 36 * 36 + 1);
    assert!(found.pixels > 250_000, "{found:?}");
    assert!((found.painted - 1.0).abs() < 1e-9 && (found.covered - 1.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_tile_is_drawn_as_it_is() {
    let Some(mut checker) = drawn(Checker::new(SIZE, &["grids-3".to_owned()])) else { return };
    let fields: Vec<_> = fields().into_iter().step_by(7).collect();
    let shapes = |fields: &[Grid]| {
        let shapes = fields.iter().map(|it| ("grids-3".to_owned(), Shape::Areas(it)));
        write(&shapes.collect::<Vec<_>>()).unwrap()
    };
    assert_eq!(checker.as_is(&shapes(&fields), "grids-3", &fields), 0);
    let differs = checker.as_is(&shapes(&fields[1..]), "grids-3", &fields[..]);
    assert!((1..100).contains(&differs), "a corner of the first lies in the tile: {differs}");
    assert!(checker.as_is(&shapes(&fields[..90]), "grids-3", &fields) > 1_000);
    assert!(checker.as_is(&shapes(&fields), "grids-3", &fields[..90]) > 1_000);
}

#[test]
fn land_that_one_level_leaves_out_is_found() {
    let fields = fields();
    let all = due(&fields, SIZE);
    let above = [grid(0, &[[-64, -64], [4160, -64], [4160, 4160], [-64, 4160]])];
    assert_eq!(holes(&due(&above, SIZE), &all), 0);
    let mut fewer = fields;
    fewer.remove(700);
    let found = holes(&due(&above, SIZE), &due(&fewer, SIZE));
    assert!((50..500).contains(&found), "{found}");
}

#[test]
fn what_is_wrong_is_found() {
    let Some(mut checker) = drawn(Checker::new(SIZE, &["grids-3".to_owned()])) else { return };
    let fields = fields();
    let fair = checker.paint(&fields).unwrap();
    assert!(compare(&fields, &fair, SIZE).clean());

    // One is not drawn: what would show is a gap of its area.
    let mut fewer = fields.clone();
    fewer[700].polygons.clear();
    let found = compare(&fields, &checker.paint(&fewer).unwrap(), SIZE);
    assert!(found.gaps > 50 && found.strays == 0, "{found:?}");
    assert_eq!((found.areas, found.wholes), (1, 1), "{found:?}");

    // One vertex of one grid is elsewhere by three pixels: a sliver of a gap.
    let mut bent = fields.clone();
    bent[700].polygons[0][0][0][0] += 24;
    let found = compare(&fields, &checker.paint(&bent).unwrap(), SIZE);
    assert!(found.gaps > 0 && found.gaps < 60, "{found:?}");

    // The same in the tile itself, so that two grids have the land.
    let mut twice = fields.clone();
    twice[700].polygons[0][0][0][0] -= 24;
    assert!(checker.tile(&twice).unwrap().overlaps > 0);

    // Two have each other's colours.
    let mut swapped = fields.clone();
    swapped.swap(700, 701);
    let found = compare(&fields, &checker.paint(&swapped).unwrap(), SIZE);
    assert!(found.strays > 100 && found.gaps == 0, "{found:?}");
}

#[test]
fn lines_lie_over_areas_and_nothing_is_drawn_of_nothing() {
    let paint = |layer: &str, colour, height| Paint { layer: layer.to_owned(), colour, height };
    let (red, blue) = ([200, 0, 0], [0, 0, 200]);
    let paints = [paint("line", blue, 2), paint("area", red, 1)];
    let Some(mut canvas) = drawn(Canvas::new(SIZE, true, &paints)) else { return };
    let half = grid(1, &[[0, 0], [4096, 0], [4096, 2048], [0, 2048]]);
    let line = [vec![[2048, -64], [2048, 4160]]];
    let shapes =
        [("area".to_owned(), Shape::Areas(&half)), ("line".to_owned(), Shape::Lines(&line))];
    let pixels = canvas.draw(write(&shapes).unwrap(), None);
    let at = |x: usize, y: usize| pixels[y * SIZE as usize + x];
    assert_eq!([at(10, 10), at(500, 250)], [red; 2]);
    assert_eq!([at(10, 260), at(500, 500)], [BACKGROUND; 2]);
    // A line of the renderer has six units: three quarters of a pixel, here shared by two.
    let crossed = (254..258).any(|x| at(x, 100)[2] > 40);
    assert!(crossed, "the line does not show over the area");
    assert!(canvas.draw(Vec::new(), None).iter().all(|it| *it == BACKGROUND));
}
