-- Time: places and overlays that are so from one instant to another, what became of each unit in a
-- redraw, and the layers that a GIS likes to see one by one.
--
-- A period is half open, [valid_from, valid_to); null at either end is "no end known". What is known
-- of the latest period stays in `places` and `overlays`, with one row for each code, as a GIS
-- likes it; earlier periods are in `place_past` and `overlay_past`. Periods of one code never overlap:
-- a new one cuts off what was known from its beginning on.

alter table places add column valid_from datetime
    check (valid_from glob '????-??-??T??:??:??.???Z');
alter table places add column valid_to datetime
    check (valid_to glob '????-??-??T??:??:??.???Z' and valid_to > valid_from);
-- When this was written. Null for what was kept before there were dates.
alter table places add column recorded datetime
    check (recorded glob '????-??-??T??:??:??.???Z');

create table place_past (
    code       text    not null check (length(cast(code as blob)) between 1 and 64
                   and code = trim(code)),
    name       text    not null check (length(cast(name as blob)) <= 1024),
    kind       text    not null check (kind in ('checkpoint', 'station', 'shopping-district',
                   'service-point', 'key-place', 'base', 'facility', 'patrol-line')),
    category   text    check (length(cast(category as blob)) <= 1024),
    public     integer not null check (public in (0, 1)),
    hours      text    check (length(cast(hours as blob)) <= 4096),
    phone      text    check (length(cast(phone as blob)) <= 1024),
    address    text    check (length(cast(address as blob)) <= 4096),
    serves     text    check (length(cast(serves as blob)) between 1 and 64),
    valid_from text    check (valid_from glob '????-??-??T??:??:??.???Z'),
    valid_to   text    not null check (valid_to glob '????-??-??T??:??:??.???Z'
                   and valid_to > coalesce(valid_from, '')),
    recorded   text    check (recorded glob '????-??-??T??:??:??.???Z'),
    geom       blob    not null,
    primary key (code, valid_to)
) strict, without rowid;

-- Overlays: named sets of areas across the tree of units: rings, big grids, listed areas, geofences.
create table overlays (
    id         integer primary key autoincrement not null,
    -- The set it belongs to, and its code in that set. Areas of one set may overlap.
    set_code   text    not null check (typeof(set_code) = 'text'
                   and length(cast(set_code as blob)) between 1 and 64
                   and set_code = trim(set_code)),
    code       text    not null check (typeof(code) = 'text'
                   and length(cast(code as blob)) between 1 and 64 and code = trim(code)),
    name       text    not null check (length(cast(name as blob)) <= 1024),
    kind       text    check (length(cast(kind as blob)) between 1 and 1024),
    valid_from datetime check (valid_from glob '????-??-??T??:??:??.???Z'),
    valid_to   datetime check (valid_to glob '????-??-??T??:??:??.???Z'
                   and valid_to > coalesce(valid_from, '')),
    recorded   datetime check (recorded glob '????-??-??T??:??:??.???Z'),
    geom       multipolygon not null check (typeof(geom) = 'blob'),
    unique (set_code, code)
);
create trigger overlays_are_numbered after insert on overlays
when new.id > (select last from number where what = 'overlay')
begin update number set last = new.id where what = 'overlay'; end;

create table overlay_past (
    set_code   text not null check (length(cast(set_code as blob)) between 1 and 64
                   and set_code = trim(set_code)),
    code       text not null check (length(cast(code as blob)) between 1 and 64
                   and code = trim(code)),
    name       text not null check (length(cast(name as blob)) <= 1024),
    kind       text check (length(cast(kind as blob)) between 1 and 1024),
    valid_from text check (valid_from glob '????-??-??T??:??:??.???Z'),
    valid_to   text not null check (valid_to glob '????-??-??T??:??:??.???Z'
                   and valid_to > coalesce(valid_from, '')),
    recorded   text check (recorded glob '????-??-??T??:??:??.???Z'),
    geom       blob not null,
    primary key (set_code, code, valid_to)
) strict, without rowid;

insert into number (what, last) values ('overlay', 0), ('plan-route', 0);

-- Which units of one drawing became which of the next: the head, and a row for each pair of units
-- of a level that share land. Incidents are those that occurred in [incidents_from, incidents_to)
-- and were known when it was recorded.
create table lineage (
    drawing_id     integer not null references drawing (id) on delete cascade,
    before_id      integer not null references drawing (id) on delete cascade,
    incidents_from text    not null check (incidents_from glob '????-??-??T??:??:??.???Z'),
    incidents_to   text    not null check (incidents_to glob '????-??-??T??:??:??.???Z'
                       and incidents_to >= incidents_from),
    recorded       text    not null check (recorded glob '????-??-??T??:??:??.???Z'),
    primary key (drawing_id, before_id),
    check (drawing_id <> before_id)
) strict, without rowid;

create table lineage_share (
    drawing_id   integer not null,
    before_id    integer not null,
    -- Its place in the list: by level, by unit before, by unit after; outside comes last.
    place        integer not null check (place >= 0),
    level        integer not null check (level between 1 and 6),
    -- Places in the trees of the two drawings. Null is land outside the territory.
    before_unit  integer,
    unit         integer,
    area_cm2     integer not null check (area_cm2 >= 0),
    -- What falls to the pair when the households of a grid are spread evenly over its land.
    households   integer not null check (households >= 0),
    incidents    integer not null check (incidents >= 0),
    primary key (drawing_id, before_id, place),
    foreign key (drawing_id, before_id) references lineage (drawing_id, before_id)
        on delete cascade,
    foreign key (before_id, before_unit, level) references drawn_unit (drawing_id, place, level),
    foreign key (drawing_id, unit, level) references drawn_unit (drawing_id, place, level),
    check (before_unit is not null or unit is not null)
) strict, without rowid;
create unique index lineage_share_by_pair on lineage_share
    (drawing_id, before_id, level, coalesce(before_unit, -1), coalesce(unit, -1));

-- The lines of a plan's routes, for maps; the plan's body is the truth.
create table plan_route (
    id      integer primary key autoincrement not null,
    plan_id integer not null references plan (id) on delete cascade,
    -- Which crew walks it: a unit of people, not a person.
    crew    text    not null check (length(cast(crew as blob)) between 1 and 1024),
    geom    linestring not null check (typeof(geom) = 'blob')
);
create index plan_route_by_plan on plan_route (plan_id);

-- The layer `plans`: every route of every plan.
create view plans as
select r.id as id, p.id as plan, p.day as day, p.created as created, r.crew as crew,
       r.geom as geom
from plan_route r join plan p on p.id = r.plan_id;

-- One layer for the grids and one for each level above them, of the drawing that `units` shows. A
-- layer of a level that this drawing does not have above its grids is empty.
create view grids as
select id, code, name, parent, kind, households, geom from units
where level = (select max(level) from units);
create view level_1 as
select id, code, name, parent, kind, households, geom from units
where level = 1 and level < (select max(level) from units);
create view level_2 as
select id, code, name, parent, kind, households, geom from units
where level = 2 and level < (select max(level) from units);
create view level_3 as
select id, code, name, parent, kind, households, geom from units
where level = 3 and level < (select max(level) from units);
create view level_4 as
select id, code, name, parent, kind, households, geom from units
where level = 4 and level < (select max(level) from units);
create view level_5 as
select id, code, name, parent, kind, households, geom from units
where level = 5 and level < (select max(level) from units);

insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
values
    ('grids', 'features', 'grids', 'Grids of the drawing in force', '1970-01-01T00:00:00.000Z', 4326),
    ('level_1', 'features', 'level_1', 'Units of level 1', '1970-01-01T00:00:00.000Z', 4326),
    ('level_2', 'features', 'level_2', 'Units of level 2', '1970-01-01T00:00:00.000Z', 4326),
    ('level_3', 'features', 'level_3', 'Units of level 3', '1970-01-01T00:00:00.000Z', 4326),
    ('level_4', 'features', 'level_4', 'Units of level 4', '1970-01-01T00:00:00.000Z', 4326),
    ('level_5', 'features', 'level_5', 'Units of level 5', '1970-01-01T00:00:00.000Z', 4326),
    ('overlays', 'features', 'overlays', 'Named sets of areas across the units',
     '1970-01-01T00:00:00.000Z', 4326),
    ('plans', 'features', 'plans', 'Routes of patrol plans', '1970-01-01T00:00:00.000Z', 4326);
insert into gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
values
    ('grids', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('level_1', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('level_2', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('level_3', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('level_4', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('level_5', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('overlays', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
    ('plans', 'geom', 'LINESTRING', 4326, 0, 0);
