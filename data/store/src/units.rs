//! The units of a drawing as rows: written once, read back as the tree and areas they were.

use crate::sql::{Read, Write, rows, run};
use crate::{Store, StoreError, wkb};
use model::{Area, Code, Level, Shape, Unit, UnitId, UnitTree};
use serde::Serialize;

/// A unit as a statement takes it.
#[derive(Serialize)]
pub(crate) struct NewRow<'a> {
    place: usize,
    level: u8,
    code: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    parent: Option<u32>,
    households: Option<u32>,
    head: String,
    pub(crate) wkb: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    place: i64,
    level: i64,
    code: String,
    name: String,
    kind: Option<String>,
    parent: Option<i64>,
    households: Option<i64>,
    /// Only grids give theirs: upper units are sets of grids.
    geom: Option<Vec<u8>>,
}

/// Every unit of a tree with its area: upper units have theirs in `outlines`, grids in `areas`.
pub(crate) fn rows_of<'a>(
    tree: &'a UnitTree,
    areas: &[Area],
    outlines: &[Area],
) -> Vec<NewRow<'a>> {
    let row = |(place, (unit, area)): (usize, (&'a Unit, &Area))| NewRow {
        place,
        level: unit.level.get(),
        code: unit.code.as_str(),
        name: &unit.name,
        kind: unit.kind.as_deref(),
        parent: unit.parent.map(|UnitId(parent)| parent),
        households: unit.households,
        head: wkb::hex(&wkb::header(area.bounds())),
        wkb: wkb::hex(&wkb::of_area(area)),
    };
    tree.units().iter().zip(outlines.iter().chain(areas)).enumerate().map(row).collect()
}

/// Inserts units, given as one JSON array; the unit at place 0 has the number `first`.
pub(crate) async fn insert(
    write: &mut Write,
    drawing: i64,
    first: i64,
    units: &str,
) -> Result<(), StoreError> {
    run!(
        write,
        "insert into drawn_unit (id, drawing_id, place, level, code, name, kind, parent,
             households, geom)
         select $2 + (value->>'place'), $1, value->>'place', value->>'level', value->>'code',
             value->>'name', value->>'kind', value->>'parent', value->>'households',
             unhex((value->>'head') || (value->>'wkb'))
         from json_each($3)",
        "insert into drawn_unit (id, drawing_id, place, level, code, name, kind, parent,
             households, geom)
         select $2 + place, $1, place, level, code, name, kind, parent, households,
             st_geomfromwkb(decode(wkb, 'hex'), 4326)
         from json_to_recordset($3::json) as given (place bigint, level bigint, code text,
             name text, kind text, parent bigint, households bigint, wkb text)",
        drawing,
        first,
        units,
    )?;
    Ok(())
}

/// The tree of a drawing and the areas of its grids.
pub(crate) async fn load(
    read: &mut Read,
    drawing: i64,
) -> Result<(UnitTree, Vec<Area>), StoreError> {
    let rows = rows!(
        read,
        Row,
        "select place, level, code, name, kind, parent, households,
                iif(level = (select max(level) from drawn_unit where drawing_id = $1), geom, null)
                    as geom
         from drawn_unit where drawing_id = $1 order by place",
        "select place, level, code, name, kind, parent, households,
                case when level = (select max(level) from drawn_unit where drawing_id = $1)
                    then as_geopackage(geom) end as geom
         from drawn_unit where drawing_id = $1 order by place",
        drawing,
    )?;
    let mut units = Vec::with_capacity(rows.len());
    let mut areas = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        let key = || format!("of drawing {drawing} at place {}", row.place);
        if usize::try_from(row.place) != Ok(place) {
            return Err(StoreError::corrupt("drawn_unit", key(), "a unit before it is missing"));
        }
        if let Some(geom) = &row.geom {
            match wkb::to_shape("drawn_unit", &key(), geom)? {
                Shape::Area(area) => areas.push(area),
                _ => return Err(StoreError::corrupt("drawn_unit", key(), "has no area")),
            }
        }
        let unit = row.unit();
        units.push(unit.ok_or_else(|| StoreError::corrupt("drawn_unit", place, "is no unit"))?);
    }
    let tree =
        UnitTree::new(units).map_err(|error| StoreError::corrupt("drawing", drawing, error))?;
    if areas.len() != tree.grid_count() {
        return Err(StoreError::corrupt("drawing", drawing, "has grids without an area"));
    }
    Ok((tree, areas))
}

impl Store {
    /// Every code that a grid of any drawing has or had, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn grid_codes(&self) -> Result<Vec<Code>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            (String,),
            both "select distinct code from drawn_unit join (
                 select drawing_id as drawing, max(level) as finest
                 from drawn_unit group by drawing_id
             ) as finest on drawing = drawing_id and level = finest.finest order by code",
        )?;
        let code = |(code,): (String,)| {
            Code::try_from(&*code).map_err(|error| StoreError::corrupt("drawn_unit", &code, error))
        };
        rows.into_iter().map(code).collect()
    }
}

impl Row {
    fn unit(self) -> Option<Unit> {
        let small = |number: i64| u32::try_from(number).ok();
        let optional = |number: Option<i64>| number.map_or(Some(None), |n| small(n).map(Some));
        Some(Unit {
            code: Code::try_from(&*self.code).ok()?,
            name: self.name,
            level: Level::new(u8::try_from(self.level).ok()?)?,
            parent: optional(self.parent)?.map(UnitId),
            households: optional(self.households)?,
            kind: self.kind,
        })
    }
}
