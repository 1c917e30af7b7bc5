-- What renders go on from, a last frame beside the first, drafts, and renders that other servers make.

alter table generations
    add column last_image_key text,
    -- The file that a new attempt goes on from; written under the fence, and the newest replaces what was there.
    -- A draft keeps its own for whoever finishes it, and the row that finishes it begins with that one.
    add column checkpoint_key text,
    add column finish_of uuid,  -- the draft that this one finishes
    -- Where another server renders it, and under what name there: an attempt after this one takes the same job up.
    add column handoff jsonb;

create index generations_with_checkpoint on generations (checkpoint_key) where checkpoint_key is not null;
