-- `ended_at` is the moment in which a deputyship was ended before its last day: it was worn on that day, and is not worn any more.
ALTER TABLE post ADD COLUMN ended_at BIGINT;
