drop view incidents;
drop function write_incident();
drop view incident_months;
drop function incident_month(timestamptz);
drop function instant_at(text);

alter table incident rename to incident_after;
alter index incidents_by_box rename to incidents_after_by_box;
alter index incidents_by_grams rename to incidents_after_by_grams;
create table incident (
    id       bigint  constraint incidents_pkey primary key,
    source   code    not null,
    external code    not null,
    kind     text    collate "C" not null
             constraint incidents_kind_check check (octet_length(kind) between 1 and 128),
    class    text    collate "C" not null
             constraint incidents_class_check check (class in ('general', 'difficult', 'major')),
    state    text    collate "C" not null
             constraint incidents_state_check check (state in ('open', 'handling', 'closed')),
    occurred instant not null,
    recorded instant not null,
    text     text    collate "C"
             constraint incidents_text_check check (octet_length(text) <= 65536),
    lon_e7   bigint  not null
             constraint incidents_lon_e7_check check (lon_e7 between -1800000000 and 1800000000),
    lat_e7   bigint  not null
             constraint incidents_lat_e7_check check (lat_e7 between -900000000 and 900000000),
    geom     geometry(point, 4326) not null generated always as
             (st_setsrid(st_makepoint(lon_e7 / 1e7::float8, lat_e7 / 1e7::float8), 4326)) stored,
    constraint incidents_source_external_key unique (source, external)
);
insert into incident (id, source, external, kind, class, state, occurred, recorded, text, lon_e7, lat_e7)
select id, source, external, kind, class, state, occurred, recorded, text, lon_e7, lat_e7
from incident_after order by id;
drop table incident_after;
create index incidents_by_time on incident (occurred, id);
create index incidents_by_box on incident using gist (geom);
create index incidents_by_grams on incident using gin (grams(kind || chr(10) || coalesce(text, '')));

create table incident_grid (
    id   bigint primary key references incident (id) on delete cascade,
    grid code
) with (fillfactor = 45);
insert into incident_grid select id, grid from incident_known order by id;
drop table incident_known;

create view incidents as
select id, source, external, kind, class, state, occurred, recorded, text,
    (select grid from incident_grid where incident_grid.id = incident.id) as grid,
    lon_e7, lat_e7, geom
from incident;

create function write_incident() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from incident where id = old.id;
        return old;
    elsif tg_op = 'INSERT' then
        insert into incident (id, source, external, kind, class, state, occurred, recorded, text,
            lon_e7, lat_e7)
        values (new.id, new.source, new.external, new.kind, new.class, new.state, new.occurred,
            new.recorded, new.text, new.lon_e7, new.lat_e7);
        insert into incident_grid values (new.id, new.grid);
    else
        update incident set source = new.source, external = new.external, kind = new.kind,
            class = new.class, state = new.state, occurred = new.occurred, recorded = new.recorded,
            text = new.text, lon_e7 = new.lon_e7, lat_e7 = new.lat_e7
        where id = old.id;
        update incident_grid set grid = new.grid where id = old.id;
    end if;
    return new;
end $$;
create trigger incidents_are_two_tables instead of insert or update or delete on incidents
for each row execute function write_incident();
