//! The list of tables is that of the schema.

use super::*;
use crate::migrate;
use crate::sql::Conn;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use std::collections::BTreeSet;

#[test]
fn every_column_of_the_schema_is_listed_and_goes_into_a_copy() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut conn = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        migrate::up(Conn::Sqlite(&mut conn)).await.unwrap();
        // Generated columns are made again; the index tables of layers are, too.
        let sql = "select t.name || '.' || c.name from pragma_table_list t
                   join pragma_table_xinfo(t.name) c
                   where t.schema = 'main' and t.type = 'table' and c.hidden = 0 and t.name not in ('migration', 'lease')
                       and t.name not glob 'sqlite_*' and t.name not glob 'gpkg_*'";
        let found: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
        let found: BTreeSet<String> = found.into_iter().map(|(name,)| name).collect();
        let name = |table: &Table, column: &str| format!("{}.{column}", table.name);
        let listed = TABLES
            .iter()
            .flat_map(|table| table.columns.iter().map(move |(column, _)| name(table, column)));
        assert_eq!(found, listed.collect());
    });
}
