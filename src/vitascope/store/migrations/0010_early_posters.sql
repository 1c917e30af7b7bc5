-- A still of what is being made, before it is made. It only adds.

alter table generations
    add column poster_key text;  -- written under the fence by the attempt that renders; the file is its own

-- Whoever watches is told of it as of all else.
create trigger generations_tell_poster after update on generations for each row
    when (old.poster_key is distinct from new.poster_key) execute function vitascope_tell();
