-- Values encrypted at rest: a document that does not begin with a brace is NAME:KEY:BASE64, see DocumentCipher.

create table encryption_key (
    id text primary key,
    proof text not null,
    rewritten bigint not null default 0,
    registered_at timestamptz not null default now()
);
comment on table encryption_key is 'the keys that values may be encrypted with; the keys themselves are in files';
comment on column encryption_key.proof is 'a known text under this key, by which another key of the same name is noticed';
comment on column encryption_key.rewritten is 'the log holds no value under an older key, or under none, up to this revision';
