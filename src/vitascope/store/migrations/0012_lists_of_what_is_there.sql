-- Lists go through what is there alone, in their order. The index of before left out what its owner had deleted and not
-- what had been swept, and no question was put so that it could be used.

create index generations_there on generations (account_id, created_at desc, id desc)
    where deleted_at is null and files_deleted_at is null;
drop index generations_by_account_in_order;
