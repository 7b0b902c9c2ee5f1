//! Every table of a store with its columns, for copies and digests: what is listed here is what a
//! store holds. A test compares the list with the schema, so that none can be forgotten.

/// What a column holds, as far as the two databases say it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A whole number.
    Number,
    /// Text.
    Text,
    /// Yes or no: 1 or 0 in a file.
    Flag,
    /// An instant, as text to the millisecond.
    Instant,
    /// A day, as text.
    Day,
    /// JSON, whose text stays as it is.
    Json,
    /// A geometry.
    Shape,
    /// A geometry that PostGIS makes by itself from other columns.
    MadeShape,
}

use Sort::{Day, Flag, Instant, Json, MadeShape, Number, Shape, Text};

/// A table: its name, the columns that its rows are in order by, its columns, and the layers of a
/// GeoPackage that show it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) order: &'static str,
    pub(crate) columns: &'static [(&'static str, Sort)],
    pub(crate) layers: &'static [&'static str],
}

const fn table(
    name: &'static str,
    order: &'static str,
    columns: &'static [(&'static str, Sort)],
    layers: &'static [&'static str],
) -> Table {
    Table { name, order, columns, layers }
}

/// All but `migration` and `lease`, which each store has by itself. A table comes after those that it refers
/// to; `number` comes last, for layers number their own rows.
pub(crate) const TABLES: &[Table] = &[
    table(
        "change",
        "seq",
        &[
            ("seq", Number),
            ("at", Instant),
            ("who", Text),
            ("why", Text),
            ("kind", Text),
            ("what", Json),
            ("prev_hash", Text),
            ("hash", Text),
        ],
        &[],
    ),
    table(
        "drawing",
        "id",
        &[
            ("id", Number),
            ("version", Text),
            ("name", Text),
            ("name_en", Text),
            ("notice", Text),
            ("notice_en", Text),
            ("source", Text),
            ("valid_from", Instant),
            ("recorded", Instant),
        ],
        &["drawing"],
    ),
    table(
        "drawn_unit",
        "id",
        &[
            ("id", Number),
            ("drawing_id", Number),
            ("place", Number),
            ("level", Number),
            ("code", Text),
            ("name", Text),
            ("kind", Text),
            ("parent", Number),
            ("households", Number),
            ("geom", Shape),
        ],
        &["units", "grids", "level_1", "level_2", "level_3", "level_4", "level_5"],
    ),
    table(
        "places",
        "id",
        &[
            ("id", Number),
            ("code", Text),
            ("name", Text),
            ("kind", Text),
            ("category", Text),
            ("public", Flag),
            ("hours", Text),
            ("phone", Text),
            ("address", Text),
            ("serves", Text),
            ("geom", Shape),
            ("valid_from", Instant),
            ("valid_to", Instant),
            ("recorded", Instant),
        ],
        &["places"],
    ),
    table(
        "place_past",
        "code, valid_to",
        &[
            ("code", Text),
            ("name", Text),
            ("kind", Text),
            ("category", Text),
            ("public", Flag),
            ("hours", Text),
            ("phone", Text),
            ("address", Text),
            ("serves", Text),
            ("valid_from", Instant),
            ("valid_to", Instant),
            ("recorded", Instant),
            ("geom", Shape),
        ],
        &[],
    ),
    table(
        "overlays",
        "id",
        &[
            ("id", Number),
            ("set_code", Text),
            ("code", Text),
            ("name", Text),
            ("kind", Text),
            ("valid_from", Instant),
            ("valid_to", Instant),
            ("recorded", Instant),
            ("geom", Shape),
        ],
        &["overlays"],
    ),
    table(
        "overlay_past",
        "set_code, code, valid_to",
        &[
            ("set_code", Text),
            ("code", Text),
            ("name", Text),
            ("kind", Text),
            ("valid_from", Instant),
            ("valid_to", Instant),
            ("recorded", Instant),
            ("geom", Shape),
        ],
        &[],
    ),
    table(
        "lineage",
        "drawing_id, before_id",
        &[
            ("drawing_id", Number),
            ("before_id", Number),
            ("incidents_from", Instant),
            ("incidents_to", Instant),
            ("recorded", Instant),
        ],
        &[],
    ),
    table(
        "lineage_share",
        "drawing_id, before_id, place",
        &[
            ("drawing_id", Number),
            ("before_id", Number),
            ("place", Number),
            ("level", Number),
            ("before_unit", Number),
            ("unit", Number),
            ("area_cm2", Number),
            ("households", Number),
            ("incidents", Number),
        ],
        &[],
    ),
    table(
        "design",
        "id",
        &[
            ("id", Number),
            ("name", Text),
            ("base_id", Number),
            ("created", Instant),
            ("state", Text),
            ("submitted_by", Text),
            ("steps", Number),
            ("valid_from", Instant),
            ("hash", Text),
            ("drawing_id", Number),
        ],
        &[],
    ),
    table(
        "design_step",
        "design_id, seq",
        &[("design_id", Number), ("seq", Number), ("at", Instant), ("who", Text), ("what", Json)],
        &[],
    ),
    table(
        "incidents",
        "id",
        &[
            ("id", Number),
            ("source", Text),
            ("external", Text),
            ("kind", Text),
            ("class", Text),
            ("state", Text),
            ("occurred", Instant),
            ("recorded", Instant),
            ("text", Text),
            ("grid", Text),
            ("lon_e7", Number),
            ("lat_e7", Number),
            ("geom", MadeShape),
        ],
        &["incidents"],
    ),
    table(
        "plan",
        "id",
        &[("id", Number), ("day", Day), ("created", Instant), ("summary", Json), ("body", Json)],
        &[],
    ),
    table(
        "plan_route",
        "id",
        &[("id", Number), ("plan_id", Number), ("crew", Text), ("geom", Shape)],
        &["plans"],
    ),
    table(
        "job",
        "id",
        &[
            ("id", Text),
            ("kind", Text),
            ("state", Text),
            ("request", Json),
            ("plan_id", Number),
            ("error", Text),
            ("created", Instant),
            ("updated", Instant),
        ],
        &[],
    ),
    table("account", "name", &[("name", Text), ("role", Text), ("password_hash", Text)], &[]),
    table(
        "session",
        "token_hash",
        &[("token_hash", Text), ("account", Text), ("expires", Instant)],
        &[],
    ),
    table("setting", "key", &[("key", Text), ("value", Text)], &[]),
    table("number", "what", &[("what", Text), ("last", Number)], &[]),
];

#[cfg(test)]
#[path = "tables_tests.rs"]
mod tests;
