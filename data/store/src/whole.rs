//! A store as a whole: its digest, which is the same in a file and in a database, and its copy.
//!
//! Rows travel as JSON arrays, one statement for each table and direction, put together from the
//! list in `tables.rs` and nothing else. Geometries are written anew from the lattice on the way, as
//! the backend that takes them writes them.

use crate::sql::{Conn, Snapshot, Write, row, run};
use crate::tables::Sort::{Day, Flag, Instant, Json, MadeShape, Number, Shape};
use crate::tables::{Sort, TABLES, Table};
use crate::{Entry, Store, StoreError, wkb};
use futures_util::TryStreamExt as _;
use model::Bounds;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;

/// How many rows one statement takes …
const ROWS_MAX: usize = 2000;
/// … and about how many bytes.
const BYTES_MAX: usize = 4 << 20;

/// What one table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDigest {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// The SHA-256 of all of them in order, in hexadecimal: the same in a file and in a database.
    pub hash: String,
}

/// Some rows on their way.
#[derive(Default)]
struct Load {
    rows: Vec<Value>,
    bytes: usize,
    bounds: Option<Bounds>,
}

impl Store {
    /// What every table holds, read in one snapshot: two stores with equal digests give the same
    /// answers. Takes a pass over everything.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn digest(&self) -> Result<Vec<TableDigest>, StoreError> {
        let mut from = self.snapshot().await?;
        let mut digests = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            digests.push(read(&mut from, table, None).await?);
        }
        Ok(digests)
    }

    /// Copies everything into an empty store, of the other kind or of the same, with all numbers and
    /// the change log as they are: its last record there is its last record here. The copy is one
    /// transaction; this store is read in one snapshot while others write. Gives what was copied.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when `to` holds anything; else [`StoreError`] when one store cannot
    /// be read or the other written, which is then as empty as before.
    pub async fn copy_to(&self, to: &Self, entry: &Entry) -> Result<Vec<TableDigest>, StoreError> {
        let mut write = to.write(entry).await?;
        if write.holds_something().await? {
            return Err(StoreError::invalid("copy", "the other store is not empty"));
        }
        let mut from = self.snapshot().await?;
        let mut digests = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            digests.push(read(&mut from, table, Some(&mut write)).await?);
        }
        write.finish().await?;
        Ok(digests)
    }
}

impl Write {
    async fn holds_something(&mut self) -> Result<bool, StoreError> {
        let given = row!(self, (i64,), both "select 1 from number where last > 0")?;
        let set = row!(self, (i64,), both "select count(*) from setting")?;
        // They are there from the beginning, all at nought; the copy brings its own.
        run!(self, both "delete from number")?;
        Ok(given.is_some() || set != Some((0,)))
    }

    async fn insert_rows(&mut self, table: &Table, load: &mut Load) -> Result<(), StoreError> {
        let rows = Value::Array(std::mem::take(&mut load.rows)).to_string();
        load.bytes = 0;
        match self.conn() {
            Conn::Sqlite(conn) => {
                let insert = AssertSqlSafe(table.insert(false));
                sqlx::query(insert).bind(rows).execute(conn).await?;
            }
            Conn::Postgis(conn) => {
                let insert = AssertSqlSafe(table.insert(true));
                sqlx::query(insert).bind(rows).execute(conn).await?;
            }
        }
        Ok(())
    }
}

/// Reads a table to its end; writes it to `to` if there is one.
async fn read(
    from: &mut Snapshot,
    table: &'static Table,
    mut to: Option<&mut Write>,
) -> Result<TableDigest, StoreError> {
    let (mut hash, mut count, mut load) = (Sha256::new(), 0, Load::default());
    let select = |postgis| AssertSqlSafe(table.select(postgis));
    let mut rows = match from.conn() {
        Conn::Sqlite(conn) => sqlx::query_as::<_, (String,)>(select(false)).fetch(conn),
        Conn::Postgis(conn) => sqlx::query_as::<_, (String,)>(select(true)).fetch(conn),
    };
    while let Some((text,)) = rows.try_next().await? {
        let for_postgis = to.as_mut().is_some_and(|to| matches!(to.conn(), Conn::Postgis(_)));
        let (row, canonical, bounds) = carried(table, &text, for_postgis)?;
        hash.update(canonical);
        hash.update("\n");
        count += 1;
        if let Some(to) = &mut to {
            load.bytes += text.len();
            load.rows.push(row);
            load.bounds = load.bounds.into_iter().chain(bounds).reduce(Bounds::union);
            if load.rows.len() >= ROWS_MAX || load.bytes >= BYTES_MAX {
                to.insert_rows(table, &mut load).await?;
            }
        }
    }
    if let Some(to) = to {
        to.insert_rows(table, &mut load).await?;
        for layer in table.layers {
            to.touch_layer(layer, load.bounds).await?;
        }
    }
    Ok(TableDigest { table: table.name, rows: count, hash: wkb::hex(&hash.finalize()) })
}

/// A row as the other side takes it, the same as it is hashed, and the box of its geometry.
fn carried(
    table: &'static Table,
    text: &str,
    for_postgis: bool,
) -> Result<(Value, String, Option<Bounds>), StoreError> {
    let mut row: Value = serde_json::from_str(text)
        .map_err(|error| StoreError::corrupt(table.name, "of a copy", error))?;
    let key = row[0].to_string();
    let corrupt = |why: &str| StoreError::corrupt(table.name, &key, why);
    let mut canonical = row.clone();
    let mut bounds = None;
    for (place, (_, sort)) in table.columns.iter().enumerate() {
        if !matches!(sort, Shape | MadeShape) {
            continue;
        }
        let blob = row[place].as_str().and_then(unhex).ok_or_else(|| corrupt("has no geometry"))?;
        let shape = wkb::to_shape(table.name, &key, &blob)?;
        bounds = shape.bounds();
        let body = wkb::hex(&wkb::of_shape(&shape));
        let head = wkb::hex(&wkb::header(bounds));
        canonical[place] = body.clone().into();
        row[place] = if for_postgis { body } else { head + &body }.into();
    }
    Ok((row, canonical.to_string(), bounds))
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

impl Table {
    /// The statement that gives every row as one JSON array, in order.
    pub(crate) fn select(&self, postgis: bool) -> String {
        let said = |&(name, sort): &(&str, Sort)| match (sort, postgis) {
            (Instant, true) => format!("utc({name})"),
            (Day | Json, true) => format!("{name}::text"),
            (Flag, true) => format!("{name}::int"),
            (Shape | MadeShape, true) => format!("encode(as_geopackage({name}), 'hex')"),
            (Shape | MadeShape, false) => format!("hex({name})"),
            _ => name.to_owned(),
        };
        let columns: Vec<String> = self.columns.iter().map(said).collect();
        let (columns, order, table) = (columns.join(", "), self.order, self.name);
        let call = if postgis { "json_build_array" } else { "json_array" };
        let text = if postgis { "::text" } else { "" };
        format!("select {call}({columns}){text} from {table} order by {order}")
    }

    /// The statement that takes many such rows as one JSON array of arrays.
    pub(crate) fn insert(&self, postgis: bool) -> String {
        let columns = self.columns.iter().enumerate();
        let kept = columns.filter(|(_, (_, sort))| !(postgis && *sort == MadeShape));
        let said = |(place, &(name, sort)): (usize, &(&'static str, Sort))| {
            let value = format!("value->>{place}");
            let value = match (sort, postgis) {
                (Number, true) => format!("({value})::bigint"),
                (Flag, true) => format!("({value})::int::boolean"),
                (Instant, true) => format!("({value})::timestamptz"),
                (Day, true) => format!("({value})::date"),
                (Json, true) => format!("({value})::json"),
                (Shape, true) => format!("st_geomfromwkb(decode({value}, 'hex'), 4326)"),
                (Shape | MadeShape, false) => format!("unhex({value})"),
                _ => value,
            };
            (name, value)
        };
        let (names, values): (Vec<&str>, Vec<String>) = kept.map(said).unzip();
        let (names, values) = (names.join(", "), values.join(", "));
        let from = if postgis {
            "json_array_elements($1::json) as given (value)"
        } else {
            "json_each($1)"
        };
        format!("insert into {} ({names}) select {values} from {from}", self.name)
    }
}
