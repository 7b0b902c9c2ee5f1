-- The first schema of a Gridbeat store in a GeoPackage 1.3 (OGC 12-128r17).
--
-- One file is both a store and a GeoPackage: GDAL and QGIS open it as it is. What they should see
-- is listed in gpkg_contents; accounts, sessions and the change log are ordinary SQLite tables that
-- they pass over.
--
-- Conventions: an instant is text, UTC, to the millisecond, `2026-11-22T03:04:05.678Z`, so that
-- the order of the texts is the order of time. Lattice positions are whole 1e-7 degrees. Every
-- table that is no layer is STRICT: SQLite would otherwise keep text in an integer column without
-- a word. Layers cannot be (STRICT knows no geometry types), so they check typeof() themselves.

-- 'GPKG', and version 1.3.0. Both live in the file's header and are what the standard goes by.
pragma application_id = 0x47504B47;
pragma user_version = 10300;

-- The three tables that make a GeoPackage, as the standard words them (clauses 1.1.2, 1.1.3, 2.1.5).
create table gpkg_spatial_ref_sys (
    srs_name                 text    not null,
    srs_id                   integer not null primary key,
    organization             text    not null,
    organization_coordsys_id integer not null,
    definition               text    not null,
    description              text
);

create table gpkg_contents (
    table_name  text     not null primary key,
    data_type   text     not null,
    identifier  text     unique,
    description text     default '',
    last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x       double,
    min_y       double,
    max_x       double,
    max_y       double,
    srs_id      integer,
    constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_geometry_columns (
    table_name         text    not null,
    column_name        text    not null,
    geometry_type_name text    not null,
    srs_id             integer not null,
    z                  tinyint not null,
    m                  tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name),
    constraint uk_gc_table_name unique (table_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

insert into gpkg_spatial_ref_sys values
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined',
     'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',
     'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
     'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

-- The last number given to a thing of each kind. Numbers are given under the write lock and never
-- again, even when the thing is removed, so an id in an old log or link never means another thing.
-- `change` is the length of the change log: a log cut short at its end does not match it.
create table number (
    what text    not null primary key,
    last integer not null check (last >= 0)
) strict, without rowid;

insert into number (what, last)
values ('change', 0), ('drawing', 0), ('unit', 0), ('place', 0), ('incident', 0), ('plan', 0);

-- The change log: one record for each write, in the same transaction. `hash` is the SHA-256 of the
-- record and of the hash before it, so no record can be altered, removed or slipped in between
-- without breaking every later one.
create table change (
    seq       integer not null primary key check (seq >= 1),
    at        text    not null check (length(at) = 24),
    who       text    not null check (length(who) between 1 and 256),
    why       text    check (length(why) between 1 and 4096),
    kind      text    not null check (kind <> '' and kind not glob '*[^a-z-]*'),
    what      text    not null check (json_valid(what)),
    prev_hash text    not null unique check (length(prev_hash) = 64),
    hash      text    not null unique check (length(hash) = 64)
) strict;

-- The log is only ever added to. Whoever can write the file can drop these triggers; the hashes
-- are what proves, the triggers only stop accidents.
create trigger change_is_never_updated before update on change
begin select raise(abort, 'the change log is append-only'); end;
create trigger change_is_never_deleted before delete on change
begin select raise(abort, 'the change log is append-only'); end;

-- A drawing is one whole, frozen set of units. A redraw adds a drawing and never edits one, so the
-- public map, a designer's draft and last year's report each point at the drawing they mean.
create table drawing (
    id         integer primary key autoincrement not null,
    -- The start of the SHA-256 of all that the drawing says: the same content has the same version
    -- on every machine, so a tile address that names it can be cached for ever.
    version    text not null check (length(version) = 16 and version not glob '*[^0-9a-f]*'),
    name       text not null check (length(cast(name as blob)) <= 1024),
    name_en    text not null check (length(cast(name_en as blob)) <= 1024),
    notice     text not null check (length(cast(notice as blob)) <= 4096),
    notice_en  text not null check (length(cast(notice_en as blob)) <= 4096),
    source     text not null check (length(cast(source as blob)) <= 4096),
    -- The drawing is in force from this instant until the next one is.
    valid_from datetime not null check (valid_from glob '????-??-??T??:??:??.???Z'),
    recorded   datetime not null check (recorded glob '????-??-??T??:??:??.???Z')
);
create index drawing_by_time on drawing (valid_from, id);

-- The units of every drawing. `place` is the unit's place in its drawing's tree: parents come
-- before their children and the grids last.
create table drawn_unit (
    id         integer primary key autoincrement not null,
    drawing_id integer not null references drawing (id) on delete cascade,
    place      integer not null check (typeof(place) = 'integer' and place >= 0),
    level      integer not null check (level between 1 and 6),
    code       text    not null check (typeof(code) = 'text'
                   and length(cast(code as blob)) between 1 and 64 and code = trim(code)),
    name       text    not null check (length(cast(name as blob)) <= 1024),
    kind       text    check (length(cast(kind as blob)) <= 1024),
    -- The unit one level up, in the same drawing. Only the top has none. The level is generated so
    -- that the foreign key can say "one level up" rather than "somewhere".
    parent     integer,
    parent_level integer generated always as (iif(parent is null, null, level - 1)) stored,
    households integer check (households between 0 and 4294967295),
    -- Outer rings counter-clockwise. Grids are what was drawn; for upper units it is the outline
    -- of their grids, kept so that maps can show it. Validity is proven by the exact partition
    -- the drawing was made from, in integers, before it comes here.
    geom       multipolygon not null check (typeof(geom) = 'blob'),
    unique (drawing_id, place),
    unique (drawing_id, level, code),
    unique (drawing_id, place, level),
    foreign key (drawing_id, parent, parent_level) references drawn_unit (drawing_id, place, level),
    check ((level = 1) = (parent is null)),
    check (parent < place)
);

-- The layer `units`: the drawing in force when the file is looked at or, before the first one is
-- in force, the first to come.
create view units as
select u.id as id, u.code as code, u.name as name, u.level as level, p.code as parent,
       u.kind as kind, u.households as households, u.geom as geom
from drawn_unit u
left join drawn_unit p on p.drawing_id = u.drawing_id and p.place = u.parent
where u.drawing_id = coalesce(
    (select id from drawing where valid_from <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
     order by valid_from desc, id desc limit 1),
    (select id from drawing order by valid_from, id limit 1));

-- Places: offices and pieces of the city, never persons. `phone` is the office's.
create table places (
    id       integer primary key autoincrement not null,
    code     text    not null unique check (typeof(code) = 'text'
                 and length(cast(code as blob)) between 1 and 64 and code = trim(code)),
    name     text    not null check (length(cast(name as blob)) <= 1024),
    kind     text    not null check (kind in ('checkpoint', 'station', 'shopping-district',
                 'service-point', 'key-place', 'base', 'facility', 'patrol-line')),
    category text    check (length(cast(category as blob)) <= 1024),
    public   boolean not null check (public in (0, 1)),
    hours    text    check (length(cast(hours as blob)) <= 4096),
    phone    text    check (length(cast(phone as blob)) <= 1024),
    address  text    check (length(cast(address as blob)) <= 4096),
    -- The code of the unit it serves. No foreign key: codes move between drawings, places stay.
    serves   text    check (length(cast(serves as blob)) between 1 and 64),
    geom     geometry not null check (typeof(geom) = 'blob')
);

-- Incidents: what happened or is asked for, where and when. There is no column for a person.
create table incidents (
    id       integer primary key autoincrement not null,
    source   text    not null check (typeof(source) = 'text'
                 and length(cast(source as blob)) between 1 and 64 and source = trim(source)),
    external text    not null check (typeof(external) = 'text'
                 and length(cast(external as blob)) between 1 and 64 and external = trim(external)),
    kind     text    not null check (length(cast(kind as blob)) between 1 and 128),
    class    text    not null check (class in ('general', 'difficult', 'major')),
    state    text    not null check (state in ('open', 'handling', 'closed')),
    occurred datetime not null check (occurred glob '????-??-??T??:??:??.???Z'),
    recorded datetime not null check (recorded glob '????-??-??T??:??:??.???Z'),
    text     text    check (length(cast(text as blob)) <= 65536),
    -- The grid it was given when it was taken in. Counts go by place and date, not by this.
    grid     text    check (length(cast(grid as blob)) between 1 and 64),
    -- The lattice position is the truth; geom repeats it for GDAL and QGIS.
    lon_e7   integer not null check (typeof(lon_e7) = 'integer'
                 and lon_e7 between -1800000000 and 1800000000),
    lat_e7   integer not null check (typeof(lat_e7) = 'integer'
                 and lat_e7 between -900000000 and 900000000),
    geom     point   not null check (typeof(geom) = 'blob'),
    -- Taking the same report in twice keeps one incident.
    unique (source, external)
);
create index incidents_by_time on incidents (occurred, id);

-- A GIS that adds a row to a layer numbers it itself; the numbers given later go on from there.
create trigger places_are_numbered after insert on places
when new.id > (select last from number where what = 'place')
begin update number set last = new.id where what = 'place'; end;
create trigger incidents_are_numbered after insert on incidents
when new.id > (select last from number where what = 'incident')
begin update number set last = new.id where what = 'incident'; end;

insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
values
    ('units', 'features', 'units', 'Units of every level of the drawing in force',
     '1970-01-01T00:00:00.000Z', 4326),
    ('places', 'features', 'places', 'Checkpoints, service points, bases and other places',
     '1970-01-01T00:00:00.000Z', 4326),
    ('incidents', 'features', 'incidents', 'What happened or is asked for, where and when',
     '1970-01-01T00:00:00.000Z', 4326),
    -- Registering one plain table also tells GDAL to pass over the ones that are not registered.
    ('drawing', 'attributes', 'drawing', 'Every drawing with its notice and its first instant',
     '1970-01-01T00:00:00.000Z', null);
insert into gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
values
    ('units', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('places', 'geom', 'GEOMETRY', 4326, 0, 0),
    ('incidents', 'geom', 'POINT', 4326, 0, 0);

-- A plan as the planner gave it. Routes are never public.
create table plan (
    id      integer not null primary key,
    day     text    not null check (day glob '????-??-??' and date(day) = day),
    created text    not null check (created glob '????-??-??T??:??:??.???Z'),
    summary text    not null check (json_valid(summary)),
    body    text    not null check (json_valid(body))
) strict;

-- Long work. It outlives the process that does it: what is queued or running at a start was cut
-- off, and is queued again or called failed.
create table job (
    id      text not null primary key check (length(cast(id as blob)) between 1 and 64),
    kind    text not null check (kind <> '' and kind not glob '*[^a-z-]*'),
    state   text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    request text not null check (json_valid(request)),
    plan_id integer references plan (id) on delete set null,
    error   text check (length(cast(error as blob)) <= 4096),
    created text not null check (created glob '????-??-??T??:??:??.???Z'),
    updated text not null check (updated glob '????-??-??T??:??:??.???Z')
) strict, without rowid;
create index job_by_state on job (state, created, id);

-- Who may sign in. The account name is the only thing kept about anybody.
create table account (
    name          text not null primary key
                  check (length(cast(name as blob)) between 1 and 64 and name = trim(name)),
    role          text not null check (role in ('grid-worker', 'designer', 'dispatcher',
                      'administrator', 'auditor')),
    password_hash text not null check (length(password_hash) between 1 and 512)
) strict, without rowid;

-- Who is signed in. Only a hash of the session's token is kept: the file opens no session.
create table session (
    token_hash text not null primary key
               check (length(token_hash) = 64 and token_hash not glob '*[^0-9a-f]*'),
    account    text not null references account (name) on delete cascade,
    expires    text not null check (expires glob '????-??-??T??:??:??.???Z')
) strict, without rowid;
create index session_by_account on session (account);
create index session_by_expiry on session (expires);

-- Settings of the house; none of them is a secret.
create table setting (
    key   text not null primary key check (length(cast(key as blob)) between 1 and 128),
    value text not null check (length(cast(value as blob)) <= 1048576)
) strict, without rowid;
