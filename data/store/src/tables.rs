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

/// A table: its name, the columns that its rows are in order by, its columns, and the layer of a
/// GeoPackage that shows it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) order: &'static str,
    pub(crate) columns: &'static [(&'static str, Sort)],
    pub(crate) layer: Option<&'static str>,
}

const fn table(
    name: &'static str,
    order: &'static str,
    columns: &'static [(&'static str, Sort)],
    layer: Option<&'static str>,
) -> Table {
    Table { name, order, columns, layer }
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
        None,
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
        Some("drawing"),
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
        Some("units"),
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
        Some("places"),
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
        None,
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
        Some("overlays"),
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
        None,
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
        None,
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
        None,
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
        Some("incidents"),
    ),
    table(
        "plan",
        "id",
        &[("id", Number), ("day", Day), ("created", Instant), ("summary", Json), ("body", Json)],
        None,
    ),
    table(
        "plan_route",
        "id",
        &[("id", Number), ("plan_id", Number), ("crew", Text), ("geom", Shape)],
        Some("plans"),
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
        None,
    ),
    table("account", "name", &[("name", Text), ("role", Text), ("password_hash", Text)], None),
    table(
        "session",
        "token_hash",
        &[("token_hash", Text), ("account", Text), ("expires", Instant)],
        None,
    ),
    table("setting", "key", &[("key", Text), ("value", Text)], None),
    table("number", "what", &[("what", Text), ("last", Number)], None),
];

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
