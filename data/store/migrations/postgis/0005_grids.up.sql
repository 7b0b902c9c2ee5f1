-- The grid of an incident apart from all else that is known of it.
--
-- A redraw gives half a million incidents other grids at once. PostgreSQL writes a changed row anew and
-- enters it in every index of its table, unless the page has room for it and no index has the column:
-- so what changes has rows of its own, small ones, in pages that are filled to less than a half.
alter table incidents rename to incident;

create table incident_grid (
    id   bigint primary key references incident (id) on delete cascade,
    grid code
) with (fillfactor = 45);
insert into incident_grid select id, grid from incident;
alter table incident drop column grid;

-- Both together, as a GIS and readers by hand see them; what is written to it goes to where it belongs.
-- The grid is looked up for each row that is shown: a join would be made of all that could be.
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
