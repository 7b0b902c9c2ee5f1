//! What a tree of units refuses, and what it answers.

use super::*;

fn unit(code: &str, level: u8, parent: Option<u32>) -> Unit {
    Unit {
        code: Code::try_from(code).unwrap(),
        name: code.to_owned(),
        level: Level::new(level).unwrap(),
        parent: parent.map(UnitId),
        households: None,
        kind: None,
    }
}

#[test]
fn a_tree_answers_chains_and_levels() {
    let tree = UnitTree::new(vec![
        unit("s1", 1, None),
        unit("s2", 1, None),
        unit("c1", 2, Some(0)),
        unit("c2", 2, Some(1)),
        unit("g1", 3, Some(2)),
        unit("g2", 3, Some(3)),
        unit("g3", 3, Some(3)),
    ])
    .unwrap();
    assert_eq!(tree.grid_count(), 3);
    assert_eq!(tree.finest(), Level(3));
    let g3 = tree.unit_of_grid(GridId(2));
    assert_eq!(tree.chain(g3), [UnitId(1), UnitId(3), UnitId(6)]);
    assert_eq!(tree.ancestor(g3, Level(2)), Some(UnitId(3)));
    assert_eq!(tree.ancestor(UnitId(0), Level(2)), None);
    assert_eq!(tree.grid_of_unit(UnitId(3)), None);
    assert_eq!(tree.grid_of_unit(UnitId(4)), Some(GridId(0)));
    assert_eq!(tree.of_level(Level(2)).len(), 2);
    assert_eq!(tree.of_level(Level(4)).len(), 0);
}

#[test]
fn what_is_no_tree_is_named() {
    assert_eq!(UnitTree::new(vec![]), Err(UnitTreeError::Empty));
    let refused = |units| UnitTree::new(units).unwrap_err();
    assert!(matches!(refused(vec![unit("a", 2, None)]), UnitTreeError::OutOfOrder { .. }));
    assert!(matches!(
        refused(vec![unit("a", 1, None), unit("b", 2, None)]),
        UnitTreeError::Orphan { .. }
    ));
    assert!(matches!(
        refused(vec![unit("a", 1, None), unit("a", 1, None)]),
        UnitTreeError::DuplicateCode { .. }
    ));
    assert!(matches!(
        refused(vec![unit("a", 1, None), unit("b", 1, None), unit("c", 2, Some(0))]),
        UnitTreeError::Childless { .. }
    ));
    assert!(matches!(
        refused(vec![unit("a", 1, None), unit("c", 2, Some(0)), unit("b", 1, None)]),
        UnitTreeError::OutOfOrder { .. }
    ));
}
