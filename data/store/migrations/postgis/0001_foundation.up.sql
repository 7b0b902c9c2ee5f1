-- The first schema of a Gridbeat store in PostGIS. It says the same as its SQLite twin; what is
-- explained there is not explained again.
--
-- Everything is in the schema `gridbeat`, so that a database can be shared with other programs.
-- Text is ordered by its bytes (collation "C") as SQLite orders it: both backends answer in the
-- same order whatever the database's locale.

create extension if not exists postgis with schema public;

-- An official code; see model::Code.
create domain code as text collate "C"
    check (octet_length(value) between 1 and 64 and value = btrim(value));
-- A name or short remark.
create domain short_text as text collate "C" check (octet_length(value) <= 1024);
-- An address, a notice, opening hours.
create domain long_text as text collate "C" check (octet_length(value) <= 4096);
-- An instant to the millisecond: what a GeoPackage can hold, so that both backends keep the same.
create domain instant as timestamptz check (value = date_trunc('milliseconds', value));
-- The kind of a change or of a job.
create domain kind_word as text collate "C" check (value ~ '^[a-z-]+$');

-- An instant as both backends tell it: `2026-11-22T03:04:05.678Z`.
create function utc(at timestamptz) returns text language sql stable parallel safe
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- A geometry as a GeoPackage holds it (header without envelope, EPSG:4326, little-endian), so that
-- both backends answer with the same bytes to read.
create function as_geopackage(shape geometry) returns bytea
language sql immutable strict parallel safe
return '\x47500001e6100000'::bytea || st_asbinary(shape, 'NDR');

create table number (
    what text collate "C" primary key,
    last bigint not null check (last >= 0)
);

insert into number (what, last)
values ('change', 0), ('drawing', 0), ('unit', 0), ('place', 0), ('incident', 0), ('plan', 0);

create table change (
    seq       bigint    primary key check (seq >= 1),
    at        instant   not null,
    who       text      collate "C" not null check (length(who) between 1 and 256),
    why       text      collate "C" check (length(why) between 1 and 4096),
    kind      kind_word not null,
    -- json, not jsonb: the text must come back as it was hashed.
    what      json      not null,
    prev_hash text      collate "C" not null unique check (length(prev_hash) = 64),
    hash      text      collate "C" not null unique check (length(hash) = 64)
);

create function refuse_change() returns trigger language plpgsql as $$
begin raise exception 'the change log is append-only'; end $$;
create trigger change_is_append_only before update or delete or truncate on change
for each statement execute function refuse_change();

create table drawing (
    id         bigint     primary key,
    version    text       collate "C" not null check (version ~ '^[0-9a-f]{16}$'),
    name       short_text not null,
    name_en    short_text not null,
    notice     long_text  not null,
    notice_en  long_text  not null,
    source     long_text  not null,
    valid_from instant    not null,
    recorded   instant    not null
);
create index drawing_by_time on drawing (valid_from, id);

create table drawn_unit (
    id           bigint     primary key,
    drawing_id   bigint     not null references drawing (id) on delete cascade,
    place        bigint     not null check (place >= 0),
    level        bigint     not null check (level between 1 and 6),
    code         code       not null,
    name         short_text not null,
    kind         short_text,
    parent       bigint,
    parent_level bigint generated always as
                 (case when parent is null then null else level - 1 end) stored,
    households   bigint     check (households between 0 and 4294967295),
    geom         geometry(multipolygon, 4326) not null,
    unique (drawing_id, place),
    unique (drawing_id, level, code),
    unique (drawing_id, place, level),
    foreign key (drawing_id, parent, parent_level) references drawn_unit (drawing_id, place, level),
    check ((level = 1) = (parent is null)),
    check (parent < place)
);
create index drawn_unit_by_box on drawn_unit using gist (geom);

create view units as
select u.id, u.code, u.name, u.level, p.code as parent, u.kind, u.households, u.geom
from drawn_unit u
left join drawn_unit p on p.drawing_id = u.drawing_id and p.place = u.parent
where u.drawing_id = coalesce(
    (select id from drawing where valid_from <= now() order by valid_from desc, id desc limit 1),
    (select id from drawing order by valid_from, id limit 1));

create table places (
    id       bigint     primary key,
    code     code       not null unique,
    name     short_text not null,
    kind     text       collate "C" not null check (kind in ('checkpoint', 'station',
                 'shopping-district', 'service-point', 'key-place', 'base', 'facility',
                 'patrol-line')),
    category short_text,
    public   boolean    not null,
    hours    long_text,
    phone    short_text,
    address  long_text,
    serves   code,
    geom     geometry(geometry, 4326) not null
);
create index places_by_box on places using gist (geom);

create table incidents (
    id       bigint  primary key,
    source   code    not null,
    external code    not null,
    kind     text    collate "C" not null check (octet_length(kind) between 1 and 128),
    class    text    collate "C" not null check (class in ('general', 'difficult', 'major')),
    state    text    collate "C" not null check (state in ('open', 'handling', 'closed')),
    occurred instant not null,
    recorded instant not null,
    text     text    collate "C" check (octet_length(text) <= 65536),
    grid     code,
    lon_e7   bigint  not null check (lon_e7 between -1800000000 and 1800000000),
    lat_e7   bigint  not null check (lat_e7 between -900000000 and 900000000),
    geom     geometry(point, 4326) not null generated always as
             (st_setsrid(st_makepoint(lon_e7 / 1e7::float8, lat_e7 / 1e7::float8), 4326)) stored,
    unique (source, external)
);
create index incidents_by_time on incidents (occurred, id);
create index incidents_by_box on incidents using gist (geom);

create table plan (
    id      bigint  primary key,
    day     date    not null,
    created instant not null,
    summary json    not null,
    body    json    not null
);

create table job (
    id      text      collate "C" primary key check (octet_length(id) between 1 and 64),
    kind    kind_word not null,
    state   text      collate "C" not null
            check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    request json      not null,
    plan_id bigint    references plan (id) on delete set null,
    error   long_text,
    created instant   not null,
    updated instant   not null
);
create index job_by_state on job (state, created, id);

create table account (
    name          text collate "C" primary key
                  check (octet_length(name) between 1 and 64 and name = btrim(name)),
    role          text collate "C" not null check (role in ('grid-worker', 'designer', 'dispatcher',
                      'administrator', 'auditor')),
    password_hash text collate "C" not null check (length(password_hash) between 1 and 512)
);

create table session (
    token_hash text    collate "C" primary key check (token_hash ~ '^[0-9a-f]{64}$'),
    account    text    collate "C" not null references account (name) on delete cascade,
    expires    instant not null
);
create index session_by_account on session (account);
create index session_by_expiry on session (expires);

create table setting (
    key   text collate "C" primary key check (octet_length(key) between 1 and 128),
    value text collate "C" not null check (octet_length(value) <= 1048576)
);
