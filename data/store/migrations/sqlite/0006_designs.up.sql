-- Designs: drawings that are being redrawn, as the steps that lead there from a drawing in force.
create table design (
    id           integer primary key not null,
    name         text    not null check (length(cast(name as blob)) between 1 and 1024),
    -- The drawing that it began with.
    base_id      integer not null references drawing (id) on delete cascade,
    created      text    not null check (created glob '????-??-??T??:??:??.???Z'),
    state        text    not null check (state in ('open', 'submitted', 'published', 'dropped')),
    -- What was submitted: by whom, up to which step, to be in force from when, and the hash of it.
    submitted_by text    check (length(cast(submitted_by as blob)) between 1 and 256),
    steps        integer check (steps >= 0),
    valid_from   text    check (valid_from glob '????-??-??T??:??:??.???Z'),
    hash         text    check (length(hash) = 64 and hash not glob '*[^0-9a-f]*'),
    -- The drawing that came out of it.
    drawing_id   integer references drawing (id) on delete set null,
    check ((state = 'published') = (drawing_id is not null)),
    check (state not in ('submitted', 'published')
        or (submitted_by is not null and steps is not null and valid_from is not null
            and hash is not null))
) strict;

-- Every step, also those that were taken back: taking back is a step, too.
create table design_step (
    design_id integer not null references design (id) on delete cascade,
    seq       integer not null check (seq >= 1),
    at        text    not null check (at glob '????-??-??T??:??:??.???Z'),
    who       text    not null check (length(cast(who as blob)) between 1 and 256),
    what      text    not null check (json_valid(what)),
    primary key (design_id, seq)
) strict, without rowid;

insert into number (what, last) values ('design', 0);
