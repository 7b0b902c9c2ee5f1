-- Time: places and overlays that are so from one instant to another, what became of each unit in a
-- redraw, and views to query by hand. It says the same as its SQLite twin; what is explained there
-- is not explained again.

alter table places
    add column valid_from instant,
    add column valid_to   instant check (valid_to > valid_from),
    add column recorded   instant;

create table place_past (
    code       code       not null,
    name       short_text not null,
    kind       text       collate "C" not null check (kind in ('checkpoint', 'station',
                   'shopping-district', 'service-point', 'key-place', 'base', 'facility',
                   'patrol-line')),
    category   short_text,
    public     boolean    not null,
    hours      long_text,
    phone      short_text,
    address    long_text,
    serves     code,
    valid_from instant,
    valid_to   instant    not null check (valid_to > valid_from),
    recorded   instant,
    geom       geometry(geometry, 4326) not null,
    primary key (code, valid_to)
);
create index place_past_by_box on place_past using gist (geom);

create table overlays (
    id         bigint     primary key,
    set_code   code       not null,
    code       code       not null,
    name       short_text not null,
    kind       short_text check (kind <> ''),
    valid_from instant,
    valid_to   instant    check (valid_to > valid_from),
    recorded   instant,
    geom       geometry(multipolygon, 4326) not null,
    unique (set_code, code)
);
create index overlays_by_box on overlays using gist (geom);

create table overlay_past (
    set_code   code       not null,
    code       code       not null,
    name       short_text not null,
    kind       short_text check (kind <> ''),
    valid_from instant,
    valid_to   instant    not null check (valid_to > valid_from),
    recorded   instant,
    geom       geometry(multipolygon, 4326) not null,
    primary key (set_code, code, valid_to)
);
create index overlay_past_by_box on overlay_past using gist (geom);

insert into number (what, last) values ('overlay', 0), ('plan-route', 0);

create table lineage (
    drawing_id     bigint  not null references drawing (id) on delete cascade,
    before_id      bigint  not null references drawing (id) on delete cascade,
    incidents_from instant not null,
    incidents_to   instant not null check (incidents_to >= incidents_from),
    recorded       instant not null,
    primary key (drawing_id, before_id),
    check (drawing_id <> before_id)
);

create table lineage_share (
    drawing_id  bigint not null,
    before_id   bigint not null,
    place       bigint not null check (place >= 0),
    level       bigint not null check (level between 1 and 6),
    before_unit bigint,
    unit        bigint,
    area_cm2    bigint not null check (area_cm2 >= 0),
    households  bigint not null check (households >= 0),
    incidents   bigint not null check (incidents >= 0),
    primary key (drawing_id, before_id, place),
    foreign key (drawing_id, before_id) references lineage (drawing_id, before_id)
        on delete cascade,
    foreign key (before_id, before_unit, level) references drawn_unit (drawing_id, place, level),
    foreign key (drawing_id, unit, level) references drawn_unit (drawing_id, place, level),
    check (before_unit is not null or unit is not null)
);
create unique index lineage_share_by_pair on lineage_share
    (drawing_id, before_id, level, coalesce(before_unit, -1), coalesce(unit, -1));

create table plan_route (
    id      bigint     primary key,
    plan_id bigint     not null references plan (id) on delete cascade,
    crew    short_text not null check (crew <> ''),
    geom    geometry(linestring, 4326) not null
);
create index plan_route_by_plan on plan_route (plan_id);
create index plan_route_by_box on plan_route using gist (geom);

-- Room in every page for a new version of some of its rows: giving incidents other grids after a redraw
-- then touches none of the indexes.
alter table incidents set (fillfactor = 85);

create view plans as
select r.id, p.id as plan, p.day, p.created, r.crew, r.geom
from plan_route r join plan p on p.id = r.plan_id;

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
