//! A page of incidents out of millions: through the index that leaves the fewest to look at.

use crate::StoreError;
use crate::incidents::Row;
use crate::places::json_text;
use crate::sql::{Read, row, rows};
use crate::wkb;
use std::collections::BTreeSet;

/// When the index of places leaves no more than so many incidents, they are looked at and sorted.
/// Where it leaves more, going through all in the order of time comes to a page of them sooner.
const FEW: i64 = 20_000;
/// So many from the beginning of the period say whether a text is frequent: one in [`FREQUENT`] has
/// it. Then, too, the order of time is the shortest way; the index would first have to list all.
const SAMPLE: i64 = 2_000;
const FREQUENT: i64 = 200;
/// How many months are gone through at once.
const MONTHS: i64 = 24;

/// What the incidents of a page fit, as the statements take it.
pub(crate) struct Limits {
    /// After this instant and number.
    pub(crate) after: (String, i64),
    /// Before this instant.
    pub(crate) before: String,
    /// Not west of this, in lattice steps, and so on.
    pub(crate) west: i64,
    pub(crate) east: i64,
    pub(crate) south: i64,
    pub(crate) north: i64,
    /// Their kind or text holds this; letters of ASCII are small ones.
    pub(crate) said: String,
    pub(crate) limit: i64,
}

/// [`rows!`] with what every page is limited by as `$1` to `$9`, and more from `$10` on.
macro_rules! page {
    ($limits:expr, $read:expr, $sqlite:literal, $postgis:literal $(, $more:expr)* $(,)?) => {
        rows!(
            $read,
            Row,
            $sqlite,
            $postgis,
            &$limits.after.0,
            $limits.after.1,
            &$limits.before,
            $limits.west,
            $limits.east,
            $limits.south,
            $limits.north,
            &$limits.said,
            $limits.limit
            $(, $more)*
        )
    };
}

impl Limits {
    /// The incidents that fit, in order.
    pub(crate) async fn rows(mut self, read: &mut Read) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for end in ends(read, &self.after.0, &self.before).await? {
            self.before = end;
            let more = self.stretch(read).await?;
            self.limit -= i64::try_from(more.len()).unwrap_or(self.limit);
            found.extend(more);
            if self.limit <= 0 {
                break;
            }
            self.after = self.after.max((self.before.clone(), 0));
        }
        Ok(found)
    }

    /// Those of a stretch of the period.
    async fn stretch(&self, read: &mut Read) -> Result<Vec<Row>, StoreError> {
        let grams = grams(&self.said);
        if !grams.is_empty() && !self.is_frequent(read).await? {
            return Ok(self.by_words(&json_text(&grams)?, read).await?);
        }
        if self.is_box() && self.few_there(read).await? {
            return Ok(self.by_place(read).await?);
        }
        Ok(self.by_time(read).await?)
    }

    fn is_box(&self) -> bool {
        let width = self.east.saturating_sub(self.west);
        width < 3_600_000_000 || self.north.saturating_sub(self.south) < 1_800_000_000
    }

    /// West, east, south and north in degrees, as the geometries of incidents have them.
    fn degrees(&self) -> [f64; 4] {
        #[expect(clippy::cast_precision_loss, reason = "lattice steps take 32 bits")]
        [self.west, self.east, self.south, self.north].map(|steps| steps as f64 / 1e7)
    }

    /// Whether the text is frequent in the period, or the period is short.
    async fn is_frequent(&self, read: &mut Read) -> Result<bool, StoreError> {
        let found = row!(
            read,
            (i64, i64),
            "select count(*), count(*) filter (where instr(lower(kind || char(10) || coalesce(text, '')), $4) > 0)
             from (select kind, text from incidents where (occurred, id) > ($1, $2) and occurred < $3
                   order by incidents.occurred, id limit $5)",
            "select count(*), count(*) filter (where strpos(lower(kind || chr(10) || coalesce(text, '')), $4) > 0)
             from (select kind, text from incident
                   where (occurred, id) > (instant_at($1), $2) and occurred >= instant_at($1)
                 and occurred < instant_at($3)
                   order by incident.occurred, id limit $5) as sample",
            &self.after.0,
            self.after.1,
            &self.before,
            &self.said,
            SAMPLE,
        )?;
        Ok(found.is_none_or(|(all, those)| all < SAMPLE || FREQUENT * those >= all))
    }

    async fn few_there(&self, read: &mut Read) -> Result<bool, StoreError> {
        let [west, east, south, north] = self.degrees();
        let found = row!(
            read,
            (i64,),
            "select count(*) from (
                 select 1 from rtree_incidents_geom
                 where maxx >= $1 and minx <= $2 and maxy >= $3 and miny <= $4
                     and $6 < $7 limit $5)",
            "select count(*) from (
                 select 1 from incident where geom && st_makeenvelope($1, $3, $2, $4, 4326)
                     and occurred >= instant_at($6) and occurred < instant_at($7)
                 limit $5) as candidates",
            west,
            east,
            south,
            north,
            FEW + 1,
            &self.after.0,
            &self.before,
        )?;
        Ok(found.is_some_and(|(count,)| count <= FEW))
    }

    async fn by_words(&self, words: &str, read: &mut Read) -> Result<Vec<Row>, sqlx::Error> {
        page!(
            self,
            read,
            "select id, source, external, kind, class, state, occurred, recorded, text, grid,
                    lon_e7, lat_e7
             from (select rowid as word from incident_words
                   where incident_words match (select group_concat(value, ' ') from json_each($10)))
                 cross join incidents on id = word
             where (occurred, id) > ($1, $2) and occurred < $3
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and instr(lower(kind || char(10) || coalesce(text, '')), $8) > 0
             order by incidents.occurred, id limit $9",
            "with few as materialized (
                 select * from incidents
                 where occurred >= instant_at($1) and occurred < instant_at($3)
                     and grams(kind || chr(10) || coalesce(text, '')) @> array(
                     select convert_from(decode(value, 'hex'), 'UTF8')
                     from json_array_elements_text($10::json)))
             select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from few
             where (occurred, id) > (instant_at($1), $2) and occurred >= instant_at($1)
                 and occurred < instant_at($3)
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and strpos(lower(kind || chr(10) || coalesce(text, '')), $8) > 0
             order by few.occurred, id limit $9",
            words,
        )
    }

    async fn by_place(&self, read: &mut Read) -> Result<Vec<Row>, sqlx::Error> {
        let [west, east, south, north] = self.degrees();
        page!(
            self,
            read,
            "select incidents.id, source, external, kind, class, state, occurred, recorded, text,
                    grid, lon_e7, lat_e7
             from rtree_incidents_geom as place cross join incidents on incidents.id = place.id
             where maxx >= $10 and minx <= $11 and maxy >= $12 and miny <= $13
                 and (occurred, incidents.id) > ($1, $2) and occurred < $3
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and ($8 = '' or instr(lower(kind || char(10) || coalesce(text, '')), $8) > 0)
             order by incidents.occurred, incidents.id limit $9",
            "with few as materialized (
                 select * from incidents
                 where geom && st_makeenvelope($10, $12, $11, $13, 4326)
                     and occurred >= instant_at($1) and occurred < instant_at($3))
             select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from few
             where (occurred, id) > (instant_at($1), $2) and occurred >= instant_at($1)
                 and occurred < instant_at($3)
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and ($8 = '' or strpos(lower(kind || chr(10) || coalesce(text, '')), $8) > 0)
             order by few.occurred, id limit $9",
            west,
            east,
            south,
            north,
        )
    }

    async fn by_time(&self, read: &mut Read) -> Result<Vec<Row>, sqlx::Error> {
        page!(
            self,
            read,
            "select id, source, external, kind, class, state, occurred, recorded, text, grid,
                    lon_e7, lat_e7
             from incidents
             where (occurred, id) > ($1, $2) and occurred < $3
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and ($8 = '' or instr(lower(kind || char(10) || coalesce(text, '')), $8) > 0)
             order by incidents.occurred, id limit $9",
            "select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from incidents
             where (occurred, id) > (instant_at($1), $2) and occurred >= instant_at($1)
                 and occurred < instant_at($3)
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
                 and ($8 = '' or strpos(lower(kind || chr(10) || coalesce(text, '')), $8) > 0)
             order by incidents.occurred, id limit $9",
        )
    }
}

/// Where the stretches end in which a period is best gone through: two years each where months have
/// tables of their own, for what is asked of all of them at once opens every table and index.
pub(crate) async fn ends(
    read: &mut Read,
    after: &str,
    before: &str,
) -> Result<Vec<String>, StoreError> {
    let found = rows!(
        read,
        (String,),
        "select $1 where $1 > $2 and $3 < 0",
        "select utc(month) from (
             select month, row_number() over (order by month) as place from incident_months
             where month > instant_at($1) and month < instant_at($2)) as months
         where place % $3 = 0 order by month",
        after,
        before,
        MONTHS,
    )?;
    let ends = found.into_iter().map(|(month,)| month);
    Ok(ends.chain([before.to_owned()]).collect())
}

/// Every two characters that follow each other, as hexadecimal digits: the words of the index of
/// texts, as the schema's view `incident_grams` makes them.
fn grams(said: &str) -> Vec<String> {
    let said: Vec<char> = said.chars().collect();
    let pairs = said.windows(2).map(|pair| wkb::hex(pair.iter().collect::<String>().as_bytes()));
    pairs.collect::<BTreeSet<_>>().into_iter().collect()
}
