-- Designs: drawings that are being redrawn. It says the same as its SQLite twin; what is explained there
-- is not explained again.
create table design (
    id           bigint     primary key,
    name         short_text not null check (name <> ''),
    base_id      bigint     not null references drawing (id) on delete cascade,
    created      instant    not null,
    state        text       collate "C" not null
                 check (state in ('open', 'submitted', 'published', 'dropped')),
    submitted_by text       collate "C" check (octet_length(submitted_by) between 1 and 256),
    steps        bigint     check (steps >= 0),
    valid_from   instant,
    hash         text       collate "C" check (hash ~ '^[0-9a-f]{64}$'),
    drawing_id   bigint     references drawing (id) on delete set null,
    check ((state = 'published') = (drawing_id is not null)),
    check (state not in ('submitted', 'published')
        or (submitted_by is not null and steps is not null and valid_from is not null
            and hash is not null))
);

create table design_step (
    design_id bigint  not null references design (id) on delete cascade,
    seq       bigint  not null check (seq >= 1),
    at        instant not null,
    who       text    collate "C" not null check (octet_length(who) between 1 and 256),
    what      json    not null,
    primary key (design_id, seq)
);

insert into number (what, last) values ('design', 0);
