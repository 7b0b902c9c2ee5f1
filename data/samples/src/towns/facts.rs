//! Official names and codes, from the tables in `facts/`.

use crate::plan::Draft;

/// The streets and towns of a table, each with its communities and villages.
///
/// A table has the columns code, name, kind; 9 digits are a street or town, 12 digits a community
/// or village below the last one. Rows of other lengths are left out.
pub(super) fn towns(table: &str) -> Vec<Draft> {
    let mut towns: Vec<Draft> = Vec::new();
    for row in table.lines().skip(1) {
        let mut columns = row.split(',');
        let (Some(code), Some(name), Some(kind)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let draft = Draft {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            urban: matches!(kind, "街道" | "社区" | "园区"),
            ..Draft::default()
        };
        match (code.len(), towns.last_mut()) {
            (9, _) => towns.push(draft),
            (12, Some(town)) => town.children.push(draft),
            _ => {}
        }
    }
    towns
}
