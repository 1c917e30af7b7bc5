-- Whose accounts are the server's owner's: their management keys see the work of all accounts, and the machines. It only
-- adds: a program of before shows them to every management key, as it did. The first account is the owner's own.

alter table accounts add column owner boolean not null default false;
update accounts set owner = true where name = 'default';
