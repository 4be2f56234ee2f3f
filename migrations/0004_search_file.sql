-- The full-text index has a file of its own, which is derived from the messages and made anew when it is not there.
DROP TABLE message_index;
DROP TABLE message_index_progress;
