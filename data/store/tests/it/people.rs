//! No column can hold a person's data. Every column of both schemas is listed here with what it
//! holds; a new one fails this test until somebody has answered for it.

use crate::home::on_both;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

/// The only columns that name anybody, and then by account name only.
const ACCOUNT_NAMES: [&str; 5] =
    ["account.name", "change.who", "design.submitted_by", "design_step.who", "session.account"];

/// What the layer of a level shows.
const LEVEL: &str = "id code name parent kind households geom";

/// Every other column, by table.
const IMPERSONAL: &[(&str, &str)] = &[
    ("account", "role password_hash"),
    ("change", "seq at why kind what prev_hash hash"),
    ("design", "id name base_id created state steps valid_from hash drawing_id"),
    ("design_step", "design_id seq at what"),
    ("drawing", "id version name name_en notice notice_en source valid_from recorded"),
    ("drawn_unit", "id drawing_id place level code name kind parent parent_level households geom"),
    (
        "incidents",
        "id source external kind class state occurred recorded text grid lon_e7 lat_e7 geom",
    ),
    ("job", "id kind state request plan_id error created updated"),
    ("lease", "job worker until progress stop"),
    ("migration", "version name"),
    ("number", "what last"),
    ("grids", LEVEL),
    ("level_1", LEVEL),
    ("level_2", LEVEL),
    ("level_3", LEVEL),
    ("level_4", LEVEL),
    ("level_5", LEVEL),
    ("lineage", "drawing_id before_id incidents_from incidents_to recorded"),
    (
        "lineage_share",
        "drawing_id before_id place level before_unit unit area_cm2 households incidents",
    ),
    ("overlays", "id set_code code name kind valid_from valid_to recorded geom"),
    ("overlay_past", "set_code code name kind valid_from valid_to recorded geom"),
    (
        "places",
        "id code name kind category public hours phone address serves geom valid_from valid_to \
         recorded",
    ),
    (
        "place_past",
        "code name kind category public hours phone address serves geom valid_from valid_to \
         recorded",
    ),
    ("plan", "id day created summary body"),
    ("plan_route", "id plan_id crew geom"),
    ("plans", "id plan day created crew geom"),
    ("session", "token_hash expires"),
    ("setting", "key value"),
    ("units", "id code name level parent kind households geom"),
];

/// What only a file has: what is said of incidents, in pieces, for the index of it.
const IN_A_FILE: &[(&str, &str)] = &[("incident_grams", "id grams")];

/// What only a database has: incidents by month, and what is asked of all months at once; a view shows
/// both as one.
const IN_A_DATABASE: &[(&str, &str)] = &[
    ("incident", "id source external kind class state occurred recorded text lon_e7 lat_e7 geom"),
    (
        "incident_early",
        "id source external kind class state occurred recorded text lon_e7 lat_e7 geom",
    ),
    ("incident_known", "id occurred lon_e7 lat_e7 open source external grid"),
    (
        "incident_late",
        "id source external kind class state occurred recorded text lon_e7 lat_e7 geom",
    ),
    ("incident_months", "month"),
];

/// Words that a column about a person would be called by.
const PERSONAL: [&str; 14] = [
    "person", "reporter", "contact", "mobile", "email", "mail", "id_card", "idcard", "birth",
    "gender", "surname", "plate", "photo", "face",
];

#[test]
fn no_column_can_hold_a_person() {
    on_both("people", async |home| {
        home.open().await.close().await;
        let mut listed: Vec<String> = IMPERSONAL
            .iter()
            .chain(if home.is_file() { IN_A_FILE } else { IN_A_DATABASE })
            .flat_map(|(table, names)| names.split(' ').map(move |name| format!("{table}.{name}")))
            .chain(ACCOUNT_NAMES.map(str::to_owned))
            .collect();
        listed.sort();
        let found =
            if home.is_file() { in_file(&home.url).await } else { in_database(&home.url).await };
        assert_eq!(found, listed);
        for column in found {
            assert!(PERSONAL.iter().all(|word| !column.contains(word)), "{column}");
        }
    });
}

async fn in_file(path: &str) -> Vec<String> {
    let mut conn = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let sql = "select t.name || '.' || c.name as found from pragma_table_list t
               join pragma_table_xinfo(t.name) c
               where t.name not glob 'sqlite_*' and t.name not glob 'gpkg_*'
                   and t.type not in ('virtual', 'shadow')
               order by found";
    let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

async fn in_database(url: &str) -> Vec<String> {
    let mut conn = PgConnection::connect(url).await.unwrap();
    let sql = r#"select (table_name || '.' || column_name) collate "C" as found
                 from information_schema.columns where table_schema = 'gridbeat' order by found"#;
    let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}
