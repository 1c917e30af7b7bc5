-- Who renders a generation that has ended is told, whoever ended it; there are few such rows at any time.

create index generations_with_handoff on generations (id) where handoff is not null;
