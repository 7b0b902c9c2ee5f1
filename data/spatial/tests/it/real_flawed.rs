//! Coverages with real flaws: what is found in them, and what is made of them.

use crate::checker::{area_twice, same_sides_walked_both_ways};
use crate::files::{geojson, json_gz, json_tar, shapes_in_feet, topojson};
use model::{Area, GridId};
use spatial::{Built, FaultKind, Partition, RepairSettings, distance, ground_area};

/// Builds, and looks at everything that can be looked at in linear time.
fn build(areas: &[Area]) -> Built {
    let built = Partition::build(areas, &RepairSettings::default()).unwrap();
    let partition = &built.partition;
    same_sides_walked_both_ways(partition);
    let sum: i128 = partition.grids().map(|grid| area_twice(&partition.area(grid))).sum();
    assert_eq!(area_twice(&partition.outline(|_| true)), sum, "the parts are not the whole");
    // Checked again as if it had been drawn: nothing but wide gaps.
    let again: Vec<Area> = partition.grids().map(|grid| partition.area(grid)).collect();
    let left: Vec<_> = spatial::check(&again).unwrap();
    let wrong = left.iter().filter(|it| it.kind.breaks_partition() && it.kind != FaultKind::Gap);
    assert_eq!(wrong.count(), 0, "{left:?}");
    let twice = Partition::build(&again, &RepairSettings::NOTHING).unwrap();
    assert!(twice.partition == built.partition, "built again it is another");
    assert!(built.moves.furthest_m <= RepairSettings::default().snap_m);
    built
}

fn count(built: &Built, kind: FaultKind) -> usize {
    built.faults.iter().filter(|fault| fault.kind == kind).count()
}

/// Breaking faults that a person must look at.
fn unmended(built: &Built) -> usize {
    built.faults.iter().filter(|it| it.kind.breaks_partition() && !it.mended).count()
}

/// Every grid keeps its land but for so many square metres.
fn keeps_land(areas: &[Area], built: &Built, within_m2: f64) {
    for (grid, area) in built.partition.grids().zip(areas) {
        let (drawn, made) =
            (ground_area(area).get(), ground_area(&built.partition.area(grid)).get());
        assert!((drawn - made).abs() <= within_m2, "{grid:?} had {drawn} m² and has {made}");
    }
}

#[test]
fn volusia_is_mended_whole() {
    let name = "admin-flawed/volusia-precincts-2016-shp.zip";
    let Some(areas) = shapes_in_feet(name, 29.0) else { return };
    assert_eq!(areas.len(), 125);
    let built = build(&areas);
    let found = [FaultKind::Overlap, FaultKind::Gap].map(|kind| count(&built, kind));
    assert!(found[0] >= 40 && found[1] >= 40, "{found:?}");
    assert!(built.faults.iter().all(|fault| fault.kind != FaultKind::Vanished));
    assert_eq!(unmended(&built), 0);
    assert!(built.moves.bent > 100 && built.moves.vertices > 0);
    keeps_land(&areas, &built, 100.0);
}

#[test]
fn rockland_is_mended_whole() {
    let name = "admin-flawed/rockland-election-districts-2012-shp.zip";
    let Some(areas) = shapes_in_feet(name, 41.0) else { return };
    assert_eq!(areas.len(), 276);
    let built = build(&areas);
    // Its 860 gaps and 2 overlaps are narrower than the lattice, or nearly.
    assert_eq!((unmended(&built), count(&built, FaultKind::Gap)), (0, 0));
    keeps_land(&areas, &built, 1.0);
}

/// Precincts as the county drew them and as somebody repaired them by other means: no grid may lose
/// its neighbours by our repair, and no land but slivers.
#[test]
fn denver_agrees_with_its_own_repair() {
    let file = |which: &str| format!("admin-denver-2018/denver_precincts_2018_{which}-shp.zip");
    let Some(before) = shapes_in_feet(&file("orig"), 39.6) else { return };
    let Some(after) = shapes_in_feet(&file("repaired"), 39.6) else { return };
    let (ours, theirs) = (build(&before), build(&after));
    assert_eq!((unmended(&ours) - count(&ours, FaultKind::Gap), before.len()), (0, 356));
    // The files list the precincts in one order.
    let mut agree = (0, 0);
    for grid in ours.partition.grids() {
        let shared = |built: &Built| -> Vec<GridId> {
            let all = built.partition.neighbours(grid).into_iter();
            all.filter(|(_, shared)| shared.get() > 20).map(|(other, _)| other).collect()
        };
        let (mine, other) = (shared(&ours), shared(&theirs));
        agree.0 += mine.iter().filter(|it| other.contains(it)).count();
        agree.1 += mine.len().max(other.len());
    }
    assert!(agree.0 * 100 >= agree.1 * 97, "only {agree:?} borders agree");
    keeps_land(&before, &ours, 1.0);
}

#[test]
fn the_seven_invalid_villages_of_taiwan_are_mended() {
    let Some(topology) = json_gz("admin-taiwan/villages-10t.topojson.gz") else { return };
    let areas = topojson(&topology, Some("villages"));
    assert_eq!(areas.len(), 7_701);
    let built = build(&areas);
    let named = [FaultKind::Spike, FaultKind::SelfCrossing, FaultKind::Overlap];
    let mut grids: Vec<GridId> = built
        .faults
        .iter()
        .filter(|fault| named.contains(&fault.kind))
        .flat_map(|fault| fault.grids.clone())
        .collect();
    grids.sort_unstable();
    grids.dedup();
    assert!(grids.len() >= 7, "{grids:?}");
    assert_eq!(unmended(&built), count(&built, FaultKind::Gap));
}

#[test]
fn the_noise_of_london_vanishes() {
    let boroughs = |level: &str| -> Vec<String> {
        (1..=33).map(|k| format!("{level}_by_lad/E090000{k:02}.json")).collect()
    };
    let pack = "admin-england-output-areas/london_exact.geojson.tar.zst";
    for (level, grids) in [("lsoa", 4_835), ("msoa", 983)] {
        let Some(layers) = json_tar(pack, &boroughs(level)) else { return };
        let areas: Vec<Area> = layers.iter().flat_map(geojson).collect();
        assert_eq!(areas.len(), grids);
        let built = build(&areas);
        assert_eq!(unmended(&built), 0);
        // Of tens of thousands of gaps of some micrometres the lattice keeps less than a handful.
        assert!(count(&built, FaultKind::Gap) <= 3);
        keeps_land(&areas, &built, 1.0);
    }
}

/// Two districts side by side, each quantised by itself: the seam between them is all slivers.
#[test]
fn the_seam_between_two_districts_is_closed() {
    let pack = "admin-england-output-areas/oa_by_lad.topojson.tar.zst";
    let members = ["E06000022", "E06000023", "E06000024", "E06000025"];
    let members = members.map(|code| format!("oa_by_lad/topo_{code}.json"));
    let Some(topologies) = json_tar(pack, &members) else { return };
    let parts: Vec<Vec<Area>> = topologies.iter().map(|it| topojson(it, None)).collect();
    let areas = parts.concat();
    let built = build(&areas);
    assert!(count(&built, FaultKind::Overlap) + count(&built, FaultKind::Gap) > 100);
    let land = [FaultKind::Gap, FaultKind::Overlap];
    let (all, wide): (Vec<f64>, Vec<f64>) = {
        let widths = |mended: bool| {
            let of =
                built.faults.iter().filter(|it| land.contains(&it.kind) && it.mended == mended);
            of.map(|it| it.width_m).collect()
        };
        (widths(true), widths(false))
    };
    assert!(wide.len() * 10 < all.len(), "{} of {} were left", wide.len(), all.len());
    // Grids on both sides are neighbours now.
    let mut first = 0;
    let district: Vec<usize> =
        parts.iter().enumerate().flat_map(|(k, part)| std::iter::repeat_n(k, part.len())).collect();
    let mut seams = 0.0;
    for edge in built.partition.edges() {
        if let (Some(left), Some(right)) = (edge.left, edge.right)
            && district[left.0 as usize] != district[right.0 as usize]
        {
            first += 1;
            seams += edge.points.windows(2).map(|p| distance(p[0], p[1])).sum::<f64>();
        }
    }
    assert!(first > 50 && seams > 10_000.0, "{first} edges of {seams} m");
}
