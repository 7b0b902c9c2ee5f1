-- Incidents by month: a table for each, found by the instant of occurrence. What is asked of the last weeks
-- stays in memory however many years there are, an index grows no deeper, and a month can be taken out
-- whole when it has been kept long enough.
--
-- A key across months is impossible, so what must be one for all of them has a table of its own, together
-- with what is read and written of very many at once: the grids of a redraw, the days of the calendar. A
-- changed row is written anew, in the same page if there is room: its pages are filled to three fifths.
drop view incidents;
drop function write_incident();

create table incident_known (
    id       bigint  primary key,
    occurred instant not null,
    lon_e7   integer not null,
    lat_e7   integer not null,
    open     boolean not null,
    source   code    not null,
    external code    not null,
    grid     code,
    unique (source, external)
) with (fillfactor = 60);
insert into incident_known (id, source, external, occurred, open, lon_e7, lat_e7, grid)
select incident.id, source, external, occurred, state <> 'closed', lon_e7, lat_e7, incident_grid.grid
from incident join incident_grid on incident_grid.id = incident.id order by incident.id;
drop table incident_grid;

alter table incident rename to incident_before;
alter index incidents_by_box rename to incidents_before_by_box;
alter index incidents_by_grams rename to incidents_before_by_grams;
create table incident (
    id       bigint  not null,
    source   code    not null,
    external code    not null,
    kind     text    collate "C" not null check (octet_length(kind) between 1 and 128),
    class    text    collate "C" not null check (class in ('general', 'difficult', 'major')),
    state    text    collate "C" not null check (state in ('open', 'handling', 'closed')),
    occurred instant not null,
    recorded instant not null,
    text     text    collate "C" check (octet_length(text) <= 65536),
    lon_e7   bigint  not null check (lon_e7 between -1800000000 and 1800000000),
    lat_e7   bigint  not null check (lat_e7 between -900000000 and 900000000),
    geom     geometry(point, 4326) not null generated always as
             (st_setsrid(st_makepoint(lon_e7 / 1e7::float8, lat_e7 / 1e7::float8), 4326)) stored,
    primary key (occurred, id)
) partition by range (occurred);
create index incidents_by_box on incident using gist (geom);
create index incidents_by_grams on incident using gin (grams(kind || chr(10) || coalesce(text, '')));

-- The months of a century have tables when something happened in them; all before and after are two more,
-- so that no list of odd dates makes tables without end.
create table incident_early partition of incident for values from (minvalue) to ('2000-01-01T00:00:00Z');
create table incident_late partition of incident for values from ('2100-01-01T00:00:00Z') to (maxvalue);

-- Makes the table of the month that holds `at`, if it has to be and is not there. A table that is made
-- first and attached then keeps nobody waiting who reads or writes other months.
create function incident_month(at timestamptz) returns void language plpgsql as $$
declare
    first timestamp := date_trunc('month', at at time zone 'UTC');
    month text := to_char(first, '"incident_"YYYY_MM');
begin
    if first < '2000-01-01' or first >= '2100-01-01' or to_regclass(month) is not null then
        return;
    end if;
    execute format('create table %I (like incident including all)', month);
    execute format('alter table incident attach partition %I for values from (%L) to (%L)', month,
        to_char(first, 'YYYY-MM-DD"T00:00:00Z"'),
        to_char(first + interval '1 month', 'YYYY-MM-DD"T00:00:00Z"'));
end $$;

-- The first instants of the months that have tables.
create view incident_months as
select to_timestamp(substr(relname, 10) || ' +00', 'YYYY_MM TZH') as month
from pg_inherits join pg_class on pg_class.oid = inhrelid
where inhparent = 'incident'::regclass and relname ~ '^incident_[0-9]{4}_[0-9]{2}$';

-- An instant of a text that ends with Z. The cast alone may mean something else in each session, so no month
-- could be left out when a question is planned.
create function instant_at(said text) returns timestamptz
language plpgsql immutable strict parallel safe as $$ begin return said::timestamptz; end $$;

select count(incident_month(month))
from (select distinct date_trunc('month', occurred at time zone 'UTC') at time zone 'UTC' as month
      from incident_before) as months;
insert into incident (id, source, external, kind, class, state, occurred, recorded, text, lon_e7, lat_e7)
select id, source, external, kind, class, state, occurred, recorded, text, lon_e7, lat_e7
from incident_before order by occurred, id;
drop table incident_before;

-- Both together, as a GIS and readers by hand see them; what is written to it goes to where it belongs.
-- The grid is looked up for each row that is shown: a join would be made of all that could be.
create view incidents as
select id, source, external, kind, class, state, occurred, recorded, text,
    (select grid from incident_known where incident_known.id = incident.id) as grid,
    lon_e7, lat_e7, geom
from incident;

create function write_incident() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from incident where occurred = old.occurred and id = old.id;
        delete from incident_known where id = old.id;
        return old;
    end if;
    perform incident_month(new.occurred);
    if tg_op = 'INSERT' then
        insert into incident (id, source, external, kind, class, state, occurred, recorded, text,
            lon_e7, lat_e7)
        values (new.id, new.source, new.external, new.kind, new.class, new.state, new.occurred,
            new.recorded, new.text, new.lon_e7, new.lat_e7);
        insert into incident_known (id, source, external, occurred, open, lon_e7, lat_e7, grid)
        values (new.id, new.source, new.external, new.occurred,
            new.state <> 'closed', new.lon_e7, new.lat_e7, new.grid);
    else
        update incident set source = new.source, external = new.external, kind = new.kind,
            class = new.class, state = new.state, occurred = new.occurred, recorded = new.recorded,
            text = new.text, lon_e7 = new.lon_e7, lat_e7 = new.lat_e7
        where occurred = old.occurred and id = old.id;
        update incident_known set source = new.source, external = new.external,
            occurred = new.occurred, open = new.state <> 'closed', lon_e7 = new.lon_e7,
            lat_e7 = new.lat_e7, grid = new.grid
        where id = old.id;
    end if;
    return new;
end $$;
create trigger incidents_are_two_tables instead of insert or update or delete on incidents
for each row execute function write_incident();
