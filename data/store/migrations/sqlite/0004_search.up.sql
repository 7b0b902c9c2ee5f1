-- Finding incidents among millions by where they are and by what is said of them.
--
-- Both indexes follow the table by triggers, so that they are right whoever writes.

create table gpkg_extensions (
    table_name     text,
    column_name    text,
    extension_name text not null,
    definition     text not null,
    scope          text not null,
    constraint ge_tce unique (table_name, column_name, extension_name)
);

-- The spatial index as the standard names it (clause 3.1.3, GeoPackage 1.3), so that QGIS and GDAL use it
-- too. Its triggers go by the lattice position instead of the geometry, which repeats it: the standard's
-- need functions that only a GIS brings along.
create virtual table rtree_incidents_geom using rtree(id, minx, maxx, miny, maxy);
insert into gpkg_extensions values ('incidents', 'geom', 'gpkg_rtree_index',
    'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
insert into rtree_incidents_geom
select id, lon_e7 / 1e7, lon_e7 / 1e7, lat_e7 / 1e7, lat_e7 / 1e7 from incidents;
create trigger incidents_are_placed after insert on incidents begin
    insert into rtree_incidents_geom values
        (new.id, new.lon_e7 / 1e7, new.lon_e7 / 1e7, new.lat_e7 / 1e7, new.lat_e7 / 1e7);
end;
create trigger incidents_are_moved after update of id, lon_e7, lat_e7 on incidents begin
    delete from rtree_incidents_geom where id = old.id;
    insert into rtree_incidents_geom values
        (new.id, new.lon_e7 / 1e7, new.lon_e7 / 1e7, new.lat_e7 / 1e7, new.lat_e7 / 1e7);
end;
create trigger incidents_are_displaced after delete on incidents begin
    delete from rtree_incidents_geom where id = old.id;
end;

-- Every two characters that follow each other in the kind of an incident or in its text, as hexadecimal digits: words that any language
-- has, without a list of words. Letters of ASCII count as small ones. A long text is taken apart in pieces
-- of 64 characters and the next one first: finding a character of it takes a walk from its beginning.
create view incident_grams as
select id, (
    with recursive piece (at, part) as (
        select 1, substr(said, 1, 65)
        union all
        select at + 64, substr(said, at + 64, 65) from piece where at + 64 < length(said)
    ), place (at) as (
        select 1 union all select at + 1 from place where at < 64
    )
    select group_concat(hex(substr(part, place.at, 2)), ' ')
    from piece cross join place on place.at < length(part)
) as grams
from (select id, lower(kind || char(10) || coalesce(text, '')) as said from incidents);

-- By gram the incidents that have it; the texts themselves are not kept again.
create virtual table incident_words using fts5(grams, content = '', detail = none, tokenize = ascii);
insert into incident_words (rowid, grams) select id, grams from incident_grams;
create trigger incidents_are_read after insert on incidents begin
    insert into incident_words (rowid, grams)
    select id, grams from incident_grams where id = new.id;
end;
create trigger incidents_are_reread_from before update of id, kind, text on incidents begin
    insert into incident_words (incident_words, rowid, grams)
    select 'delete', id, grams from incident_grams where id = old.id;
end;
create trigger incidents_are_reread_to after update of id, kind, text on incidents begin
    insert into incident_words (rowid, grams)
    select id, grams from incident_grams where id = new.id;
end;
create trigger incidents_are_forgotten before delete on incidents begin
    insert into incident_words (incident_words, rowid, grams)
    select 'delete', id, grams from incident_grams where id = old.id;
end;
