-- Mediation by video while it goes on. `video_room` is one room: `state` is `open`, `talking` or `closed`, `body` the shared draft of the
-- agreement, sealed, `text` the digest of its words, `recording` whether all present agreed to be recorded. `video_seat` is one seat: `ticket` and `pass` are digests, of the link that
-- was given out and of what the browser keeps; `standing` is `invited`, `waiting`, `admitted`, `left` or `refused`. `video_signature` is what was drawn under the words of `text`.
CREATE TABLE video_room (tenant BIGINT NOT NULL, room BIGINT NOT NULL, stream BIGINT NOT NULL, opened_by BIGINT NOT NULL, opens_at BIGINT NOT NULL, closes_at BIGINT NOT NULL, state TEXT NOT NULL, guarded BOOLEAN NOT NULL, recording BOOLEAN NOT NULL, body BYTES NOT NULL, text BYTES NOT NULL, PRIMARY KEY (tenant, room));
CREATE INDEX video_room_opener ON video_room (tenant, opened_by, room);
CREATE INDEX video_room_end ON video_room (tenant, closes_at);
CREATE TABLE video_seat (tenant BIGINT NOT NULL, room BIGINT NOT NULL, seat BIGINT NOT NULL, part TEXT NOT NULL, subject BIGINT NOT NULL, label BYTES NOT NULL, ticket BYTES, pass BYTES, standing TEXT NOT NULL, video BOOLEAN NOT NULL, recording BOOLEAN NOT NULL, caucus BIGINT NOT NULL, PRIMARY KEY (tenant, room, seat));
CREATE UNIQUE INDEX video_seat_ticket ON video_seat (tenant, ticket);
CREATE TABLE video_signature (tenant BIGINT NOT NULL, room BIGINT NOT NULL, seat BIGINT NOT NULL, text BYTES NOT NULL, png BYTES NOT NULL, signed_at BIGINT NOT NULL, PRIMARY KEY (tenant, room, seat));
