-- Several workers share the jobs of one store. It says the same as its SQLite twin; what is explained
-- there is not explained again.
create table lease (
    job      text    collate "C" primary key references job (id) on delete cascade,
    worker   text    collate "C" not null check (octet_length(worker) between 1 and 128),
    until    instant not null,
    progress json    not null,
    stop     boolean not null
);
