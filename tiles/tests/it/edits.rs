//! A set that follows a draft is the set that is built anew, and every tile that is not named is what
//! it was, to the last byte.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::decoded::{covering, decode};
use crate::oracle::faults;
use crate::town::{Plan, build, plans};
use model::{Area, Code, GridId, Polygon, Position, Unit, UnitTree};
use proptest::prelude::*;
use spatial::{Draft, Edit, EditRules, GridMap, Keep, Segment};
use std::collections::{BTreeMap, BTreeSet};
use tiles::{TileId, TileSet};

type Tiles = BTreeMap<TileId, Vec<u8>>;

/// The tiles of every zoom over a town; of those with many, every so many.
fn tiles(set: &TileSet, map: &GridMap) -> Tiles {
    const FEW: usize = 30;
    let mut all = Tiles::new();
    for z in 0..=17 {
        let here = covering(z, map.partition().bounds().unwrap());
        for &(x, y) in here.iter().step_by(here.len() / FEW + 1) {
            let at = TileId::new(z, x, y).unwrap();
            all.insert(at, set.tile("grids", at).unwrap());
        }
    }
    all
}

/// What is done to a town, by numbers that mean something in any.
#[derive(Clone, Debug)]
enum Wish {
    Shift(usize, i32, i32),
    Straighten(usize),
    Split(usize, i32),
    Merge(usize),
    Give(usize, i32),
    Take(usize, i32),
}

fn wish() -> impl Strategy<Value = Wish> {
    let far = -6_000..6_000_i32;
    prop_oneof![
        3 => (any::<usize>(), far.clone(), far.clone()).prop_map(|(i, x, y)| Wish::Shift(i, x, y)),
        1 => any::<usize>().prop_map(Wish::Straighten),
        2 => (any::<usize>(), far.clone()).prop_map(|(i, y)| Wish::Split(i, y)),
        2 => any::<usize>().prop_map(Wish::Merge),
        2 => (any::<usize>(), 100..9_000_i32).prop_map(|(i, r)| Wish::Give(i, r)),
        1 => (any::<usize>(), 100..9_000_i32).prop_map(|(i, r)| Wish::Take(i, r)),
    ]
}

fn square(at: Position, half: i32) -> Area {
    let corner = |x: i32, y: i32| Position::from_e7(at.lon_e7() + x, at.lat_e7() + y).unwrap();
    let outer =
        vec![corner(-half, -half), corner(half, -half), corner(half, half), corner(-half, half)];
    Area { polygons: vec![Polygon { outer, holes: Vec::new() }] }
}

/// The wish as an edit of a draft.
fn edit(draft: &Draft, wish: &Wish, map: &GridMap) -> Option<Edit> {
    let all = map.partition().bounds().unwrap();
    let mut pieces: Vec<Segment> = draft.segments_in(all).collect();
    pieces.sort_by_key(|piece| (piece.from, piece.to));
    let inner = |index: usize| {
        let both: Vec<&Segment> =
            pieces.iter().filter(|it| it.left.is_some() && it.right.is_some()).collect();
        both.get(index % both.len().max(1)).map(|it| (it.from, it.left.unwrap(), it.right.unwrap()))
    };
    Some(match *wish {
        Wish::Shift(index, x, y) => {
            let from = pieces[index % pieces.len()].from;
            Edit::MoveVertex { from, to: Position::from_e7(from.lon_e7() + x, from.lat_e7() + y)? }
        }
        Wish::Straighten(index) => Edit::RemoveVertex { at: pieces[index % pieces.len()].from },
        Wish::Split(index, y) => {
            let (at, grid, _) = inner(index)?;
            let far = |x: i32, y: i32| Position::from_e7(at.lon_e7() + x, at.lat_e7() + y);
            let new = vec![GridId(u32::try_from(draft.grid_count()).unwrap())];
            let line = vec![far(-300_000, y)?, far(300_000, -y)?];
            Edit::Split { grid, line, keep: Keep::Largest, new }
        }
        Wish::Merge(index) => {
            let (_, from, into) = inner(index)?;
            Edit::Merge { from, into }
        }
        Wish::Give(index, half) => {
            let (at, from, to) = inner(index)?;
            Edit::MoveArea { from, to, area: square(at, half) }
        }
        Wish::Take(index, half) => {
            let at = pieces[index % pieces.len()].from;
            Edit::RemoveLand { from: None, area: square(at, half) }
        }
    })
}

/// The tree with as many grids as the draft has; new ones under the last unit above.
fn grown(tree: &UnitTree, grids: usize) -> UnitTree {
    let mut units: Vec<Unit> = tree.units().to_vec();
    while units.len() < tree.units().len() + grids - tree.grid_count() {
        let last = units.last().unwrap().clone();
        let code = format!("9{:06}", units.len());
        units.push(Unit { code: Code::try_from(code.as_str()).unwrap(), ..last });
    }
    UnitTree::new(units).unwrap()
}

/// Where two tiles differ.
fn difference(ours: &[u8], theirs: &[u8]) -> String {
    let (ours, theirs) = (decode(ours), decode(theirs));
    for (name, features) in &theirs {
        let own = ours.get(name).map(Vec::as_slice).unwrap_or_default();
        for (one, other) in own.iter().zip(features) {
            let (one, other) = (format!("{one:?}"), format!("{other:?}"));
            if one != other {
                return format!("{name}: {one} for {other}");
            }
        }
        if own.len() != features.len() {
            return format!("{name}: {} features for {}", own.len(), features.len());
        }
    }
    "in no feature".to_owned()
}

/// Follows a town through edits; after each the set is what is built anew.
fn follow(plan: &Plan, wishes: &[Wish]) -> Result<usize, TestCaseError> {
    let mut map = build(plan);
    let mut draft = Draft::new(map.partition());
    let mut set = TileSet::build(&map, &[]);
    let mut before = tiles(&set, &map);
    let mut made = 0;
    let (first, mut boxes, mut grids) = (set.clone(), Vec::new(), BTreeSet::new());
    for wish in wishes {
        let Some(edit) = edit(&draft, wish, &map) else { continue };
        let Ok(done) = draft.apply(&edit, EditRules::default()) else { continue };
        let tree = grown(map.tree(), draft.grid_count());
        let (now, dirty) = set.edited(&draft, &tree, &done.boxes, &done.grids);
        map = GridMap::new(tree, draft.freeze()).unwrap();
        let anew = set.build_alike(&map, &[]);
        let (ours, theirs) = (tiles(&now, &map), tiles(&anew, &map));
        let since = anew.dirty_since(&set);
        for (at, bytes) in &theirs {
            prop_assert!(
                &ours[at] == bytes,
                "{:?} after {:?}: {}",
                at,
                edit,
                difference(&ours[at], bytes)
            );
            let same = before.get(at).unwrap_or(&set.tile("grids", *at).unwrap()) == bytes;
            prop_assert!(same || dirty.contains(*at), "{:?} was not named, {:?}", at, edit);
            let found = since.as_ref().is_none_or(|since| since.contains(*at));
            prop_assert!(same || found, "{:?} was not found, {:?}", at, edit);
            if !same && at.z() % 4 == 1 {
                let faults = faults(&decode(bytes));
                prop_assert!(faults.is_empty(), "{at:?} {edit:?}: {faults:#?}");
            }
        }
        (set, before) = (now, ours);
        boxes.extend(done.boxes);
        grids.extend(done.grids);
        made += 1;
    }
    // All at once comes to the same.
    let grids: Vec<GridId> = grids.into_iter().collect();
    let (at_once, _) = first.edited(&draft, map.tree(), &boxes, &grids);
    for (at, bytes) in tiles(&at_once, &map) {
        prop_assert!(before[&at] == bytes, "{at:?}: {}", difference(&bytes, &before[&at]));
    }
    Ok(made)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_set_that_follows_a_draft_is_the_one_built_anew(
        plan in plans(), wishes in prop::collection::vec(wish(), 1..5)
    ) {
        follow(&plan, &wishes)?;
    }
}

#[test]
fn a_small_edit_dirties_few_tiles() {
    let map = build(&Plan::plain(30, 30, 3, 5));
    let mut draft = Draft::new(map.partition());
    let set = TileSet::build(&map, &[]);
    let wish = edit(&draft, &Wish::Shift(4_321, 800, 500), &map).unwrap();
    let done = draft.apply(&wish, EditRules::default()).unwrap();
    let (now, dirty) = set.edited(&draft, map.tree(), &done.boxes, &done.grids);
    assert!((1..60).contains(&dirty.len()), "{dirty:?}");
    assert!(dirty.iter().all(|tile| tile.z() <= 16));
    // Taken back, everything is as it was.
    draft.undo(&done).unwrap();
    let (back, again) = now.edited(&draft, map.tree(), &done.boxes, &done.grids);
    assert_eq!(dirty, again);
    assert!(set.dirty_since(&set).unwrap().is_empty());
    assert!(now.dirty_since(&set).unwrap().len() < 100);
    assert!(tiles(&back, &map) == tiles(&set, &map));
}
