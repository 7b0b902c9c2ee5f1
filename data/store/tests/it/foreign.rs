//! A GeoPackage of somebody else is read whole, and never trusted.

use crate::home::{Home, on_a_file};
use exchange::{ReadSettings, Value};
use model::Shape;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::path::{Path, PathBuf};
use store::{Fault, StoreError, read_geopackage};

const CATALOGUE: &str = "
    pragma application_id = 0x47504B47;
    create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text,
        organization_coordsys_id integer, definition text, description text);
    insert into gpkg_spatial_ref_sys values ('', 4326, 'EPSG', 4326, 'GEOGCS', ''),
        ('', 32648, 'epsg', 32648, '', '');
    create table gpkg_contents (table_name text primary key, data_type text, identifier text,
        description text, last_change datetime, min_x double, min_y double, max_x double,
        max_y double, srs_id integer);
    create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text,
        srs_id integer, z tinyint, m tinyint);";

async fn made(home: &Home, sql: &str) {
    let options = SqliteConnectOptions::new().filename(&home.url).create_if_missing(true);
    let mut conn = options.connect().await.unwrap();
    conn.execute(sqlx::raw_sql(AssertSqlSafe(format!("{CATALOGUE}{sql}")))).await.unwrap();
    conn.close().await.unwrap();
}

/// Catalogues a table with its geometry column.
fn listed(table: &str, srs_id: i32) -> String {
    format!(
        "insert into gpkg_contents (table_name, data_type, srs_id) values ('{table}', 'features', {srs_id});
         insert into gpkg_geometry_columns values ('{table}', 'geom', 'GEOMETRY', {srs_id}, 0, 0);"
    )
}

/// A little-endian point behind a header without envelope.
fn point(srs: i32, x: f64, y: f64) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    let hex = |bytes: &[u8]| -> String {
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    };
    let (x, y) = (hex(&x.to_le_bytes()), hex(&y.to_le_bytes()));
    format!("x'47500001{}0101000000{x}{y}'", hex(&srs.to_le_bytes()))
}

#[test]
fn every_column_comes_with_its_value() {
    on_a_file(async |home| {
        made(
            home,
            &format!(
                "create table \"odd \"\" name\" (\"the id\" integer primary key, geom point, yes boolean,
                     n integer, x double, t text, b blob, empty text);
                 insert into \"odd \"\" name\" values
                     (7, {}, 1, 2, 1.5, '七里河 \" x', x'0102', null),
                     (3, null, 5, 9e99, 'text in a double', x'fffe', 'text in a blob', 4);
                 {}",
                point(4326, 103.75, 36.06),
                listed("odd \" name", 4326),
            ),
        )
        .await;
        let layers = read_geopackage(Path::new(&home.url), &ReadSettings::default()).await.unwrap();
        assert_eq!(layers.len(), 1);
        let layer = &layers[0];
        assert_eq!(layer.name, "odd \" name");
        let text = |text: &str| Value::Text(text.to_owned());
        let fields = |n: usize| layer.features[n].fields.clone();
        let named = |values: [Value; 7]| {
            let names = ["the id", "yes", "n", "x", "t", "b", "empty"].map(str::to_owned);
            names.into_iter().zip(values).collect::<Vec<_>>()
        };
        assert_eq!(
            fields(0),
            named([
                Value::Int(3),
                Value::Int(5),
                Value::Float(9e99),
                text("text in a double"),
                text("(2 bytes)"),
                text("text in a blob"),
                text("4"),
            ])
        );
        assert_eq!(
            fields(1),
            named([
                Value::Int(7),
                Value::Bool(true),
                Value::Int(2),
                Value::Float(1.5),
                text("七里河 \" x"),
                text("(2 bytes)"),
                Value::Null,
            ])
        );
        assert_eq!(layer.features[0].shape, None);
        let at = model::Position::from_degrees(103.75, 36.06).unwrap();
        assert_eq!(layer.features[1].shape, Some(Shape::Point(at)));
    });
}

#[test]
fn what_is_wrong_in_one_place_is_said_and_the_rest_is_read() {
    on_a_file(async |home| {
        made(
            home,
            &format!(
                "create table a (id integer primary key, geom point);
                 insert into a values (1, {good}), (2, x'4750'), (3, 'text'), (4, {other}), (5, {bare});
                 create view v as select id, geom from a;
                 create view broken as select no_such_function(id) as id, geom from a;
                 {}{}{}{}",
                listed("a", 4326),
                listed("v", 4326),
                listed("broken", 4326),
                listed("missing", 4326),
                good = point(4326, 103.75, 36.06),
                other = point(32648, 400_000.0, 4_000_000.0),
                bare = point(0, 103.75, 36.06),
            ),
        )
        .await;
        let layers = read_geopackage(Path::new(&home.url), &ReadSettings::default()).await.unwrap();
        let told: Vec<_> = layers
            .iter()
            .map(|layer| {
                let shapes = layer.features.iter().filter(|f| f.shape.is_some()).count();
                (&*layer.name, layer.features.len(), shapes, !layer.faults.is_empty())
            })
            .collect();
        assert_eq!(
            told,
            [("a", 5, 2, true), ("broken", 0, 0, true), ("missing", 0, 0, true), ("v", 5, 2, true)]
        );
    });
}

#[test]
fn a_view_without_end_is_stopped() {
    on_a_file(async |home| {
        let endless = "create view v as with recursive n(id) as
            (select 1 union all select id + 1 from n) select id, null as geom from n where id < 0;";
        made(home, &format!("{endless}{}", listed("v", 4326))).await;
        let mut settings = ReadSettings::default();
        settings.limits.features_max = 3;
        let layers = read_geopackage(Path::new(&home.url), &settings).await.unwrap();
        assert_eq!((layers[0].features.len(), layers[0].faults.len()), (0, 1));
        let many = "create table t (id integer primary key, geom point);
            insert into t (id) values (1), (2), (3), (4);";
        std::fs::remove_file(&home.url).unwrap();
        made(home, &format!("{many}{}", listed("t", 4326))).await;
        let refused = read_geopackage(Path::new(&home.url), &settings).await.unwrap_err();
        assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
    });
}

#[test]
fn what_is_no_geopackage_is_refused() {
    on_a_file(async |home| {
        let refused = async || {
            let read = read_geopackage(Path::new(&home.url), &ReadSettings::default()).await;
            match read.unwrap_err() {
                StoreError::Open { fault, .. } => fault,
                other => panic!("{other:?}"),
            }
        };
        assert!(matches!(refused().await, Fault::Absent));
        for bytes in [&b""[..], b"x", b"{\"type\": \"FeatureCollection\"}", &[0; 5000]] {
            std::fs::write(&home.url, bytes).unwrap();
            assert!(matches!(refused().await, Fault::NotAGeoPackage));
        }
    });
}

#[test]
fn our_own_file_is_read_as_anybody_else_reads_it() {
    on_a_file(async |home| {
        let store = home.open().await;
        let new = crate::given::drawing("2026-06-01T00:00:00Z");
        store.publish_drawing(&new, &crate::given::entry()).await.unwrap();
        let layers = read_geopackage(Path::new(&home.url), &ReadSettings::default()).await.unwrap();
        let names: Vec<&str> = layers.iter().map(|layer| &*layer.name).collect();
        assert_eq!(names, ["incidents", "places", "units"]);
        let areas: Vec<_> =
            layers[2].features[2..].iter().map(|feature| feature.shape.clone()).collect();
        let expected: Vec<_> = new.areas.into_iter().map(|area| Some(Shape::Area(area))).collect();
        assert_eq!(areas, expected);
    });
}

#[test]
fn the_wards_of_lancashire_are_read_where_they_are() {
    let wards = "data/incidents-lancashire-2022/lancashire_wards.gpkg";
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../../shared", "../../shared"].map(|up| here.join(up).join(wards));
    let Some(path): Option<PathBuf> = found.into_iter().find(|path| path.exists()) else {
        eprintln!("the_wards_of_lancashire_are_read_where_they_are: skipped, no shared data");
        return;
    };
    on_a_file(async |_| {
        let layers = read_geopackage(&path, &ReadSettings::default()).await.unwrap();
        assert_eq!((layers.len(), layers[0].features.len()), (1, 271));
        // British National Grid: metres that must come to lie around Preston.
        let bounds = layers[0].features.iter().filter_map(|f| f.shape.as_ref()?.bounds());
        let bounds = bounds.reduce(model::Bounds::union).unwrap();
        assert!((-3.1..-2.0).contains(&bounds.min.lon()), "{bounds:?}");
        assert!((53.4..54.3).contains(&bounds.max.lat()), "{bounds:?}");
        assert!(layers[0].faults.is_empty(), "{:?}", layers[0].faults);
        assert!(layers[0].features.iter().all(|f| f.text("ward_code").is_some()));
    });
}
