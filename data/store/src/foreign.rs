//! Somebody else's GeoPackage: its vector layers, with every field, on the lattice of WGS 84.
//!
//! The file may be anything: it is opened read-only, nothing in its schema is trusted, and reading
//! stops at limits that no honest file reaches.

use crate::{Fault, StoreError};
use exchange::{Geometry, Layer, RawFeature, RawLayer, ReadSettings, Reason, Value};
use futures_util::TryStreamExt as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Decode, Row as _, Sqlite, SqliteConnection,
    TypeInfo as _, ValueRef as _,
};
use std::path::Path;

/// How many layers a file may list.
const LAYERS_MAX: usize = 1000;
/// SQLite's virtual machine is asked every so many instructions whether it has worked enough, for
/// a view may be made to run for ever …
const STEPS: i32 = 100_000;
/// … and has after so many of them for each feature that a layer may have, and some for small ones.
/// A plain table of fifty columns takes about sixty.
const STEPS_PER_FEATURE_MAX: usize = 250;
const STEPS_FREE: usize = 50_000_000;

/// One row of the catalogue: a layer, its geometry column and what is said of its coordinates.
#[derive(sqlx::FromRow)]
struct Listed {
    table_name: String,
    column_name: String,
    srs_id: i64,
    organization: Option<String>,
    organization_number: Option<i64>,
    definition: Option<String>,
}

/// A column of a layer: its name, whether it is declared to hold yes or no, its place in the key.
#[derive(sqlx::FromRow)]
struct Column {
    name: String,
    is_boolean: bool,
    key_place: i64,
}

/// Reads every vector layer of a GeoPackage, in the order of their names, and places it on the
/// lattice as [`exchange`] does with any file. Tiles and plain tables are passed over; of a store of
/// our own the units, places and incidents are given, not the layers that show units once more.
///
/// # Errors
///
/// [`StoreError::Open`] when the file is absent, no GeoPackage, damaged or locked;
/// [`StoreError::Invalid`] when it holds more than the settings' limits allow. What is wrong with
/// single layers and features is in the faults of the layer instead.
pub async fn read_geopackage(
    path: &Path,
    settings: &ReadSettings,
) -> Result<Vec<Layer>, StoreError> {
    let read = async {
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Fault::Absent.into());
            }
            Err(error) => return Err(sqlx::Error::Io(error).into()),
            Ok(found) if !found.is_file() => return Err(Fault::NotAGeoPackage.into()),
            Ok(_) => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .foreign_keys(false)
            .pragma("trusted_schema", "off")
            .pragma("cell_size_check", "on");
        match read_with(&options, settings).await {
            // In write-ahead mode SQLite wants to write beside the file; on read-only media it
            // may look at the file alone.
            Err(StoreError::Fault(Fault::Unreachable(_))) => {
                read_with(&options.immutable(true), settings).await
            }
            read => read,
        }
    };
    read.await.map_err(|error| error.at(&path.display().to_string()))
}

async fn read_with(
    options: &SqliteConnectOptions,
    settings: &ReadSettings,
) -> Result<Vec<Layer>, StoreError> {
    let mut conn = options.connect().await?;
    let layers = read_layers(&mut conn, settings).await;
    conn.close().await?;
    layers
}

async fn read_layers(
    conn: &mut SqliteConnection,
    settings: &ReadSettings,
) -> Result<Vec<Layer>, StoreError> {
    let features_max = settings.limits.features_max;
    let steps_max = features_max.saturating_mul(STEPS_PER_FEATURE_MAX).saturating_add(STEPS_FREE);
    let mut times_left = steps_max / usize::try_from(STEPS).unwrap_or(1);
    conn.lock_handle().await?.set_progress_handler(STEPS, move || {
        times_left = times_left.saturating_sub(1);
        times_left > 0
    });
    let listed: Vec<Listed> = sqlx::query_as(
        "select cast(c.table_name as text) as table_name,
                cast(g.column_name as text) as column_name, cast(g.srs_id as integer) as srs_id,
                cast(s.organization as text) as organization,
                cast(s.organization_coordsys_id as integer) as organization_number,
                cast(s.definition as text) as definition
         from gpkg_contents c
         join gpkg_geometry_columns g on g.table_name = c.table_name
         left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
         where lower(c.data_type) = 'features'
             and not (c.table_name in ('grids', 'level_1', 'level_2', 'level_3', 'level_4',
                     'level_5', 'overlays', 'plans')
                 and (select count(*) from sqlite_schema
                      where name in ('drawn_unit', 'migration')) = 2)
         order by c.table_name limit $1",
    )
    .bind(i64::try_from(LAYERS_MAX + 1).unwrap_or(i64::MAX))
    .fetch_all(&mut *conn)
    .await
    .map_err(no_catalogue)?;
    if listed.len() > LAYERS_MAX {
        let why = format!("there are more than {LAYERS_MAX}");
        return Err(StoreError::invalid("layers", why));
    }
    let mut layers = Vec::with_capacity(listed.len());
    for listed in &listed {
        layers.push(read_layer(conn, listed, settings).await?.locate(settings));
    }
    Ok(layers)
}

/// A database without the catalogue's tables is no GeoPackage.
fn no_catalogue(error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(|said| said.code().map(String::from));
    if code.as_deref() == Some("1") { Fault::NotAGeoPackage.into() } else { error.into() }
}

async fn read_layer(
    conn: &mut SqliteConnection,
    listed: &Listed,
    settings: &ReadSettings,
) -> Result<RawLayer, StoreError> {
    let mut layer =
        RawLayer { name: listed.table_name.clone(), crs: listed.crs(), ..RawLayer::default() };
    let columns: Result<Vec<Column>, sqlx::Error> = sqlx::query_as(
        "select name, lower(type) = 'boolean' as is_boolean, pk as key_place
         from pragma_table_info($1) order by cid",
    )
    .bind(&listed.table_name)
    .fetch_all(&mut *conn)
    .await;
    let read = match columns {
        Ok(columns) => read_features(conn, listed, &columns, settings, &mut layer).await,
        Err(error) => Err(error.into()),
    };
    // What is wrong with one table says nothing about the next.
    let said = match read {
        Ok(()) => return Ok(layer),
        Err(StoreError::Database(error)) => error.to_string(),
        Err(StoreError::Fault(Fault::Damaged)) => Fault::Damaged.to_string(),
        Err(other) => return Err(other),
    };
    layer.faults.push(exchange::Fault::whole(Reason::Unreadable(said)));
    Ok(layer)
}

async fn read_features(
    conn: &mut SqliteConnection,
    listed: &Listed,
    columns: &[Column],
    settings: &ReadSettings,
    layer: &mut RawLayer,
) -> Result<(), StoreError> {
    let limits = &settings.limits;
    let too_many = |what, max: usize| StoreError::invalid(what, format!("more than {max}"));
    let mut points = 0;
    let mut rows = sqlx::query(AssertSqlSafe(listed.query(columns))).fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let place = layer.features.len();
        if place == limits.features_max {
            return Err(too_many("features", limits.features_max));
        }
        let mut feature = RawFeature { place, fields: Vec::new(), geometry: None };
        for (index, column) in columns.iter().enumerate() {
            if column.name.eq_ignore_ascii_case(&listed.column_name) {
                match geometry_at(&row, index, listed.srs_id) {
                    Ok(geometry) => feature.geometry = geometry,
                    Err(why) => {
                        layer.faults.push(exchange::Fault::at(place, Reason::Unreadable(why)));
                    }
                }
            } else {
                let value = value_at(&row, index, column.is_boolean)?;
                feature.fields.push((column.name.clone(), value));
            }
        }
        points += feature.geometry.iter().flat_map(Geometry::coordinates).count();
        if points > limits.points_max {
            return Err(too_many("points", limits.points_max));
        }
        layer.features.push(feature);
    }
    Ok(())
}

impl Listed {
    /// What the file says of the layer's coordinates; the two undefined systems say nothing.
    fn crs(&self) -> Option<String> {
        if matches!(self.srs_id, -1 | 0) {
            return None;
        }
        let is_epsg = self.organization.as_deref().is_some_and(|o| o.eq_ignore_ascii_case("epsg"));
        let epsg = self.organization_number.filter(|number| is_epsg && *number > 0);
        let wkt = || self.definition.clone().filter(|text| !text.trim().is_empty());
        epsg.map(|number| format!("EPSG:{number}"))
            .or_else(wkt)
            .or_else(|| Some(format!("EPSG:{}", self.srs_id)))
    }

    /// Every column by name, in the order of the key, where there is one.
    fn query(&self, columns: &[Column]) -> String {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let list = |columns: &mut dyn Iterator<Item = &Column>| {
            columns.map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
        };
        let mut key: Vec<&Column> = columns.iter().filter(|column| column.key_place > 0).collect();
        key.sort_by_key(|column| column.key_place);
        let order = if key.is_empty() { "" } else { " order by " };
        let (names, key) = (list(&mut columns.iter()), list(&mut key.into_iter()));
        format!("select {names} from {}{order}{key}", quoted(&self.table_name))
    }
}

fn geometry_at(row: &SqliteRow, index: usize, srs_id: i64) -> Result<Option<Geometry>, String> {
    let value = row.try_get_raw(index).map_err(|error| error.to_string())?;
    if value.is_null() {
        return Ok(None);
    }
    let blob = <&[u8] as Decode<'_, Sqlite>>::decode(value).map_err(|error| error.to_string())?;
    let (srs, geometry) =
        exchange::decode_gpkg_geometry(blob).map_err(|error| with_causes(&error))?;
    // Many writers leave "undefined" in the blob; then the layer's system is meant.
    if !matches!(srs, -1 | 0) && i64::from(srs) != srs_id {
        return Err(format!("its reference system is {srs}, that of its layer {srs_id}"));
    }
    Ok(Some(geometry))
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// A field's value by how it is stored: in SQLite a column's type is a recommendation.
fn value_at(row: &SqliteRow, index: usize, is_boolean: bool) -> Result<Value, StoreError> {
    let value = row.try_get_raw(index)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let stored = value.type_info().name().to_owned();
    let unread = |error| StoreError::Database(sqlx::Error::Decode(error));
    Ok(match stored.as_str() {
        "INTEGER" | "BOOLEAN" => {
            let number = <i64 as Decode<'_, Sqlite>>::decode(value).map_err(unread)?;
            if is_boolean && matches!(number, 0 | 1) {
                Value::Bool(number == 1)
            } else {
                Value::Int(number)
            }
        }
        "REAL" => {
            let number = <f64 as Decode<'_, Sqlite>>::decode(value).map_err(unread)?;
            if number.is_finite() { Value::Float(number) } else { Value::Text(number.to_string()) }
        }
        _ => {
            let bytes = <&[u8] as Decode<'_, Sqlite>>::decode(value).map_err(unread)?;
            if stored == "BLOB" {
                Value::Text(format!("({} bytes)", bytes.len()))
            } else {
                Value::Text(String::from_utf8_lossy(bytes).into_owned())
            }
        }
    })
}
