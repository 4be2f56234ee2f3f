-- The assistant: questions to it and what became of them. Its own row is one of users, with the role `assistant`.

-- One question and its answer. The newest of a lobby are its conversation with the assistant.
CREATE TABLE assistant_turns (
  id          INTEGER PRIMARY KEY,
  lobby_id    INTEGER NOT NULL REFERENCES lobbies (id),
  asker_id    INTEGER NOT NULL REFERENCES users (id),
  question_id INTEGER NOT NULL REFERENCES messages (id),
  so_far      TEXT    NOT NULL DEFAULT '',  -- the lines of an answer that is still being written
  answer_id   INTEGER REFERENCES messages (id),  -- NULL: none yet, or none ever
  ended_at    INTEGER                       -- NULL: not answered yet
) STRICT;
CREATE INDEX assistant_turns_of_lobby ON assistant_turns (lobby_id, id);
CREATE INDEX assistant_turns_open ON assistant_turns (id) WHERE ended_at IS NULL;

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
    -- One event of several lines, all but the first indented.
    WHEN 'answered'  THEN '][' || a.name || ']: ' || replace(m.body, char(10), char(10) || '    ')
  END AS line
FROM messages m
JOIN users a ON a.id = m.author_id
LEFT JOIN users t ON t.id = m.target_id
LEFT JOIN lobbies l ON l.id = m.lobby_id;
