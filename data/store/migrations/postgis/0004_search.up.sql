-- Finding incidents among millions by what is said of them; where they are has its index since the first
-- schema. It says the same as its SQLite twin; what is explained there is not explained again.

create function grams(said text) returns text[]
language sql immutable strict parallel safe
return (
    with whole as materialized (
        select lower(said collate "C") as small
    ), cut as materialized (
        select substr(small, place, 65) as part
        from whole, generate_series(1, char_length(said) - 1, 64) as place
    )
    select coalesce(array_agg(distinct substr(part, place, 2)), '{}')
    from cut, generate_series(1, char_length(part) - 1) as place
);

create index incidents_by_grams on incidents using gin (grams(kind || chr(10) || coalesce(text, '')));
