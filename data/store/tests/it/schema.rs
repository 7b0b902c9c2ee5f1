//! The schema itself refuses what is wrong, whoever writes: every constraint is tried by breaking it.

use crate::given::{self, entry, incidents};
use crate::home::on_both;
use model::Role;

const UNIT: &str = "insert into drawn_unit
    (id, drawing_id, place, level, code, name, parent, households, geom)";
const INCIDENT: &str = "insert into incidents
    (id, source, external, kind, class, state, occurred, recorded, lon_e7, lat_e7";
const SQUARE: &str = "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))";

/// The same statement for both backends, with the geometry of each.
fn both(sql: &str) -> [String; 2] {
    [
        sql.replace("GEOM", "x'4750'").replace("geom_", ", geom").replace("POINT_", ", x'47'"),
        sql.replace("GEOM", &format!("st_geomfromtext('{SQUARE}', 4326)"))
            .replace("geom_", "")
            .replace("POINT_", ""),
    ]
}

#[test]
fn the_schema_refuses_what_breaks_a_constraint() {
    on_both("constraints", async |home| {
        let store = home.open().await;
        store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
        store.put_places(&given::places(), &entry()).await.unwrap();
        store.add_incidents(&incidents(0, 3), &entry()).await.unwrap();
        store.add_user("a", Role::Administrator, "x", &entry()).await.unwrap();
        let time = "'2026-01-01T00:00:00.000Z'";
        let bad = [
            // An orphan, a unit two levels under its parent, one above it, an unknown parent.
            format!("{UNIT} values (90, 1, 90, 2, 'x', 'x', null, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 3, 'x', 'x', 0, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 1, 'x', 'x', 0, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 2, 'x', 'x', 77, 1, GEOM)"),
            // A code twice in its level, an empty one, no such drawing, no such level.
            format!("{UNIT} values (90, 1, 90, 2, '620103001001', 'x', 0, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 2, '', 'x', 0, 1, GEOM)"),
            format!("{UNIT} values (90, 9, 90, 1, 'x', 'x', null, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 7, 'x', 'x', 0, 1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 2, 'x', 'x', 0, -1, GEOM)"),
            format!("{UNIT} values (90, 1, 90, 2, 'x', 'x', 0, 'many', GEOM)"),
            "update places set kind = 'palace'".to_owned(),
            "update places set code = 'a-1'".to_owned(),
            "update places set name = null".to_owned(),
            "update places set geom = null".to_owned(),
            "update drawing set valid_from = 'yesterday noon'".to_owned(),
            "update drawing set version = 'ABCDEF0123456789'".to_owned(),
            "update incidents set occurred = 'once'".to_owned(),
            "update incidents set lat_e7 = 900000001".to_owned(),
            "update incidents set lon_e7 = 'east'".to_owned(),
            "update incidents set class = 'grave'".to_owned(),
            "update incidents set external = 'WO-00000001'".to_owned(),
            format!(
                "{INCIDENT} geom_) values (9, 's', 'e', '', 'general', 'open', {time}, {time}, 0, 0 POINT_)"
            ),
            "update account set role = 'public'".to_owned(),
            "update account set password_hash = ''".to_owned(),
            "insert into session values ('00', 'a', '2026-01-01T00:00:00.000Z')".to_owned(),
            format!("insert into session values ('{}', 'nobody', {time})", "0".repeat(64)),
            format!("insert into plan values (1, '2026-02-30', {time}, '{{}}', '{{}}')"),
            format!("insert into plan values (1, '2026-02-03', {time}, '{{}}', '{{')"),
            format!(
                "insert into job values ('j', 'plan', 'lost', '{{}}', null, null, {time}, {time})"
            ),
            "insert into setting values ('', 'x')".to_owned(),
            "update number set last = -1".to_owned(),
        ];
        for sql in bad {
            let [sqlite, postgis] = both(&sql);
            let done = home.meddle(&sqlite, &postgis).await;
            assert!(done.is_err(), "the schema took: {sql}");
        }
        // And the words these are built from are right: the good twin of each is taken.
        for sql in [
            format!("{UNIT} values (90, 1, 90, 2, 'x', 'x', 0, 1, GEOM)"),
            format!(
                "{INCIDENT} geom_) values (9, 's', 'e', 'k', 'general', 'open', {time}, {time}, 0, 0 POINT_)"
            ),
            format!("insert into session values ('{}', 'a', {time})", "0".repeat(64)),
            format!("insert into plan values (1, '2026-02-28', {time}, '{{}}', '{{}}')"),
            format!(
                "insert into job values ('j', 'plan', 'done', '{{}}', 1, null, {time}, {time})"
            ),
        ] {
            let [sqlite, postgis] = both(&sql);
            home.meddle(&sqlite, &postgis).await.unwrap();
        }
    });
}

#[test]
fn the_schema_refuses_periods_and_lineage_that_break_a_constraint() {
    on_both("periods", async |home| {
        let store = home.open().await;
        store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
        store.put_places(&given::places(), &entry()).await.unwrap();
        store.put_overlays(&given::overlays(), &entry()).await.unwrap();
        store.publish_drawing(&given::drawing("2026-07-01T00:00:00Z"), &entry()).await.unwrap();
        let time = "'2026-01-01T00:00:00.000Z'";
        let lineage = format!("insert into lineage values (2, 1, {time}, {time}, {time})");
        home.meddle(&lineage, &lineage).await.unwrap();
        let bad = [
            // Periods that run backwards, and what has no beginning but an end of no instant.
            format!("update places set valid_from = {time}, valid_to = {time}"),
            "update places set valid_to = 'soon'".to_owned(),
            "update overlays set set_code = ''".to_owned(),
            "update overlays set code = 'r-2'".to_owned(),
            "update overlays set kind = ''".to_owned(),
            "update overlays set valid_from = '2027-01-01T00:00:00.000Z', valid_to = '2026-01-01T00:00:00.000Z'".to_owned(),
            format!("insert into lineage values (1, 1, {time}, {time}, {time})"),
            format!("insert into lineage values (1, 8, {time}, {time}, {time})"),
            "update lineage set incidents_to = '2000-01-01T00:00:00.000Z'".to_owned(),
            "insert into lineage_share values (2, 1, 9, 1, null, null, 0, 0, 0)".to_owned(),
            "insert into lineage_share values (2, 1, 9, 1, 2, 0, 0, 0, 0)".to_owned(),
            "insert into lineage_share values (2, 1, 9, 1, 0, 0, -1, 0, 0)".to_owned(),
            "insert into lineage_share values (1, 2, 9, 1, 0, 0, 0, 0, 0)".to_owned(),
        ];
        for sql in bad {
            let done = home.meddle(&sql, &sql).await;
            assert!(done.is_err(), "the schema took: {sql}");
        }
        for sql in [
            "insert into lineage_share values (2, 1, 9, 1, 0, 0, 0, 0, 0)".to_owned(),
            format!("update overlays set valid_to = {time} where valid_from is null"),
            format!("update places set valid_from = {time}"),
        ] {
            home.meddle(&sql, &sql).await.unwrap();
        }
    });
}

#[test]
fn a_row_that_a_gis_spoiled_is_corrupt_and_no_panic() {
    crate::home::on_a_file(async |home| {
        let store = home.open().await;
        store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
        store.put_places(&given::places(), &entry()).await.unwrap();
        for blob in ["x''", "x'4750'", "x'47500001e6100000'", "x'47500001e61000000101000000'"] {
            home.meddle(&format!("update places set geom = {blob} where code = 'a-1'"), "")
                .await
                .unwrap();
            let corrupt = store.places(&store::PlaceFilter::default()).await.unwrap_err();
            assert!(matches!(&corrupt, store::StoreError::Corrupt { key, .. } if key == "a-1"));
        }
        home.meddle("delete from drawn_unit where place = 3", "").await.unwrap();
        let corrupt = store.drawing_at(entry().at).await.unwrap_err();
        assert!(matches!(corrupt, store::StoreError::Corrupt { .. }), "{corrupt}");
    });
}

#[test]
fn numbers_go_on_after_a_gis_added_a_row() {
    crate::home::on_a_file(async |home| {
        let store = home.open().await;
        store.put_places(&given::places(), &entry()).await.unwrap();
        home.meddle(
            "insert into places (code, name, kind, public, geom)
             select 'gis', 'by hand', 'base', 0, geom from places where code = 'a-1'",
            "",
        )
        .await
        .unwrap();
        let mut more = given::places();
        more[0].code = given::code("z-9");
        store.put_places(&more, &entry()).await.unwrap();
        assert_eq!(store.places(&store::PlaceFilter::default()).await.unwrap().len(), 5);
    });
}
