-- The chat: who was ever here, where people talk, what was said, who is here now, who may not speak or come.
-- Times are milliseconds since 1970-01-01 UTC. Frozen once released: later changes are later files.

CREATE TABLE users (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL,            -- as first written
  name_key      TEXT    NOT NULL UNIQUE,     -- names with one key are the same name
  name_look     TEXT    NOT NULL UNIQUE,     -- names with one look could be taken for each other
  password_hash TEXT,                        -- NULL: a guest's name, free for whoever comes next
  picture       TEXT,
  theme         TEXT,
  messages_sent INTEGER NOT NULL DEFAULT 0,  -- lines said to lobbies
  created_at    INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE lobbies (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL,
  name_key      TEXT    NOT NULL,
  description   TEXT    NOT NULL DEFAULT '',
  password_hash TEXT,                        -- NULL: public
  creator_id    INTEGER REFERENCES users (id),
  created_at    INTEGER NOT NULL,
  closed_at     INTEGER                      -- a lobby made again under the name of a closed one is a new row
) STRICT;
CREATE UNIQUE INDEX lobbies_open ON lobbies (name_key) WHERE closed_at IS NULL;
INSERT INTO lobbies (id, name, name_key, description, created_at) VALUES (1, 'general', 'general', 'Everybody starts here.', 0);

-- Everything that history replays, in the one order that everybody sees.
CREATE TABLE messages (
  id           INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  kind         TEXT    NOT NULL,             -- said action tagged joined left entered exited direct
  lobby_id     INTEGER REFERENCES lobbies (id),          -- NULL: a direct message
  author_id    INTEGER NOT NULL REFERENCES users (id),   -- who spoke, came or went
  target_id    INTEGER REFERENCES users (id),            -- the reader of a direct message; who was tagged
  body         TEXT    NOT NULL DEFAULT '',
  delivered_at INTEGER                       -- direct messages: when the reader was seen to be there
) STRICT;
CREATE INDEX messages_of_lobby ON messages (lobby_id) WHERE lobby_id IS NOT NULL;
CREATE INDEX messages_queued ON messages (target_id) WHERE kind = 'direct' AND delivered_at IS NULL;

-- Who is here now. Left behind only by a crash; the next start closes them.
CREATE TABLE sessions (
  id        TEXT    PRIMARY KEY,
  user_id   INTEGER NOT NULL UNIQUE REFERENCES users (id),
  lobby_id  INTEGER NOT NULL REFERENCES lobbies (id),
  opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_in_lobby ON sessions (lobby_id);

CREATE TABLE ignores (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  ignored_id INTEGER NOT NULL REFERENCES users (id),
  PRIMARY KEY (user_id, ignored_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
  id         INTEGER PRIMARY KEY,
  action     TEXT    NOT NULL,               -- mute ban
  user_id    INTEGER REFERENCES users (id),  -- the subject is a user,
  address    TEXT,                           -- or an address or CIDR range
  lobby_id   INTEGER REFERENCES lobbies (id),-- the scope; NULL: everywhere
  until      INTEGER,                        -- NULL: for good
  reason     TEXT    NOT NULL DEFAULT '',
  actor_id   INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  CHECK ((user_id IS NULL) <> (address IS NULL))
) STRICT;

-- Full text, made from messages and always a little behind: a search first adds what is missing. `lobby` holds the
-- lobby's id as a word, so that a common word in a busy lobby costs a quiet one nothing.
CREATE VIRTUAL TABLE message_index USING fts5 (
  lobby, body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE message_index_progress (
  up_to INTEGER NOT NULL                     -- the last id of messages that was looked at
) STRICT;
INSERT INTO message_index_progress VALUES (0);

-- The log file of old chat servers: `line` is what theme `plain` shows, in the server's local time.
CREATE VIEW chat_log AS
SELECT
  m.id, m.at, m.kind, l.name AS lobby, a.name AS author, t.name AS target, m.body,
  '[' || datetime(m.at / 1000, 'unixepoch', 'localtime') ||
  CASE m.kind
    WHEN 'said'    THEN '][' || a.name || ']: ' || m.body
    WHEN 'action'  THEN '] * ' || a.name || ' ' || m.body
    WHEN 'tagged'  THEN '][' || a.name || ']: @' || t.name || ' ' || m.body
    WHEN 'direct'  THEN '][DM from ' || a.name || ']: ' || m.body
    WHEN 'joined'  THEN '][system]: ' || a.name || ' joined the chat'
    WHEN 'left'    THEN '][system]: ' || a.name || ' has left our chat...'
    WHEN 'entered' THEN '][system]: ' || a.name || ' has joined the lobby'
    WHEN 'exited'  THEN '][system]: ' || a.name || ' has left the lobby'
  END AS line
FROM messages m
JOIN users a ON a.id = m.author_id
LEFT JOIN users t ON t.id = m.target_id
LEFT JOIN lobbies l ON l.id = m.lobby_id;
