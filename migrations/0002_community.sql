-- What a community needs: owners of names and lobbies, operators, bans and mutes that are found fast, and a record of
-- every act of moderation that nobody can change.

ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'member';        -- member operator
ALTER TABLE users ADD COLUMN registered_at INTEGER;

-- Names with one look could be taken for each other, as with users.
ALTER TABLE lobbies ADD COLUMN name_look TEXT NOT NULL DEFAULT '';
UPDATE lobbies SET name_look = name_key;
CREATE INDEX lobbies_look ON lobbies (name_look) WHERE closed_at IS NULL;

-- Who has a creator's rights now. A guest's end with its visit: the name may be somebody else's next time.
ALTER TABLE lobbies ADD COLUMN owner_id INTEGER REFERENCES users (id);
ALTER TABLE lobbies ADD COLUMN assistant_prompt TEXT;                    -- NULL: the assistant as it comes
CREATE INDEX lobbies_owned ON lobbies (owner_id) WHERE owner_id IS NOT NULL;

ALTER TABLE sessions ADD COLUMN operator INTEGER NOT NULL DEFAULT 0;     -- for this session only
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';

CREATE INDEX bans_of_user ON bans (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX bans_of_addresses ON bans (address) WHERE address IS NOT NULL;

CREATE TABLE audit (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  act       TEXT    NOT NULL,               -- kick mute unmute ban unban op deop announce
  actor_id  INTEGER REFERENCES users (id),  -- NULL: named on the command line
  user_id   INTEGER REFERENCES users (id),
  address   TEXT,
  lobby_id  INTEGER REFERENCES lobbies (id),-- the scope; NULL: everywhere
  until     INTEGER,
  text      TEXT    NOT NULL DEFAULT ''     -- the reason, or what was announced
) STRICT;
-- What REPLACE deletes, no DELETE trigger sees.
CREATE TRIGGER audit_keeps_ids BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_keeps_text BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit only grows'); END;

DROP VIEW chat_log;
CREATE VIEW chat_log AS
SELECT
  m.id, m.at, m.kind, l.name AS lobby, a.name AS author, t.name AS target, m.body,
  '[' || datetime(m.at / 1000, 'unixepoch', 'localtime') ||
  CASE m.kind
    WHEN 'said'      THEN '][' || a.name || ']: ' || m.body
    WHEN 'action'    THEN '] * ' || a.name || ' ' || m.body
    WHEN 'tagged'    THEN '][' || a.name || ']: @' || t.name || ' ' || m.body
    WHEN 'direct'    THEN '][DM from ' || a.name || ']: ' || m.body
    WHEN 'joined'    THEN '][system]: ' || a.name || ' joined the chat'
    WHEN 'left'      THEN '][system]: ' || a.name || ' has left our chat...'
    WHEN 'entered'   THEN '][system]: ' || a.name || ' has joined the lobby'
    WHEN 'exited'    THEN '][system]: ' || a.name || ' has left the lobby'
    WHEN 'moderated' THEN '][system]: ' || m.body
    WHEN 'announced' THEN '][system]: ' || a.name || ' announces: ' || m.body
  END AS line
FROM messages m
JOIN users a ON a.id = m.author_id
LEFT JOIN users t ON t.id = m.target_id
LEFT JOIN lobbies l ON l.id = m.lobby_id;
