//! What the measurements rest on: the made coverage is clean, the files keep what they are given,
//! and the answers that are timed are those that are given one by one.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod torture;

use benches::coverage::{PREFECTURE, coverage};
use benches::{files, flat_map, points};
use spatial::{Partition, RepairSettings};

#[test]
fn the_made_coverage_is_a_clean_partition() {
    let areas = coverage(9, 24, PREFECTURE);
    assert_eq!(areas.len(), 81);
    assert!(areas.iter().all(|area| area.positions().count() == 96));
    assert_eq!(spatial::check(&areas).unwrap(), []);
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    assert_eq!(built.faults, []);
    assert_eq!(built.partition.edge_count(), 2 * 9 * 10 - 4);
}

#[test]
fn areas_and_points_come_back_as_they_were_written() {
    let dir = tempfile();
    let areas = coverage(4, 3, PREFECTURE);
    files::write_areas(&dir.join("areas"), &areas).unwrap();
    assert_eq!(files::read_areas(&dir.join("areas")).unwrap(), areas);
    let partition = Partition::build(&areas, &RepairSettings::NOTHING).unwrap().partition;
    let points = points::adversarial(&partition, 100);
    files::write_points(&dir.join("points"), &points).unwrap();
    assert_eq!(files::read_points(&dir.join("points")).unwrap(), points);
    files::write_numbers(&dir.join("broken"), [7, 1, 1]).unwrap();
    assert!(files::read_areas(&dir.join("broken")).is_err());
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn bulk_answers_are_the_single_ones_and_half_the_points_that_hurt_are_on_borders() {
    let partition =
        Partition::build(&coverage(7, 8, PREFECTURE), &RepairSettings::NOTHING).unwrap().partition;
    let map = flat_map(partition.clone()).unwrap();
    let hurt = points::adversarial(&partition, 8_000);
    let on_border = hurt.iter().filter(|at| map.assign(**at).is_some_and(|it| it.on_border));
    assert!(on_border.count() >= hurt.len() / 2);
    for points in [points::uniform(&partition, 5_000), points::clustered(&partition, 5_000), hurt] {
        let mut numbers = vec![0; points.len()];
        map.points().assign_numbers(&points, &mut numbers);
        for (at, number) in points.iter().zip(numbers) {
            assert_eq!(map.points().grid_at(*at).map_or(0, |grid| grid.0 + 1), number, "{at:?}");
        }
    }
}

fn tempfile() -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("gridbeat-benches-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}
