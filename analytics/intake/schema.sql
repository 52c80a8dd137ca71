-- What intake keeps. Everything else in a store is folded or judged from these tables, so any load can be undone (L4).

-- Grain: one row per load of one file.
CREATE TABLE loads (
    load_id INTEGER, source VARCHAR, file_name VARCHAR, sha256 VARCHAR, identity VARCHAR, format VARCHAR, layout VARCHAR,
    timezone VARCHAR, options_json VARCHAR, header VARCHAR, fields VARCHAR,
    -- header: as it stands in the file (L2); fields: the fields it gave, between blanks, so that an empty cell is told from no column
    as_of TIMESTAMP, loaded_at TIMESTAMP,               -- as_of: NULL for a file that others only look values up in
    responses_recorded BOOLEAN, levels_recorded BOOLEAN, receipt_json VARCHAR,
    together INTEGER,                   -- the first load of its call: files given at once are one load
    telling VARCHAR,                    -- those of its fields that are part of a state where they are empty; NULL: no tickets' states
    levels_by_rule BOOLEAN              -- whether levels are read from groups' names (E1)
);

-- Grain: one row per distinct state of a ticket, as a row of an export gave it (L3). load_id is the first load that carried it.
-- row_hash tells the states of one ticket apart; it may be NULL where a ticket has one state that one load carried.
-- Ids, instants and numbers are not compressed: finding out how takes the engine longer than reading the file, and what is the same in
-- many rows takes no room all the same.
CREATE TABLE ticket_states (
    source VARCHAR, ticket_id VARCHAR USING COMPRESSION uncompressed, row_hash UBIGINT USING COMPRESSION uncompressed,
    load_id INTEGER USING COMPRESSION uncompressed, is_event BOOLEAN USING COMPRESSION uncompressed,
    received_at TIMESTAMP USING COMPRESSION uncompressed, updated_at TIMESTAMP USING COMPRESSION uncompressed,
    sequence BIGINT USING COMPRESSION uncompressed, first_response_at TIMESTAMP USING COMPRESSION uncompressed,
    resolved_at TIMESTAMP USING COMPRESSION uncompressed, closed_at TIMESTAMP USING COMPRESSION uncompressed,
    status VARCHAR, status_kind VARCHAR, priority VARCHAR, tier VARCHAR, group_name VARCHAR, assignee VARCHAR,
    organisation VARCHAR, requester VARCHAR, channel VARCHAR, level INTEGER USING COMPRESSION uncompressed,
    escalated_at TIMESTAMP USING COMPRESSION uncompressed, exclusion VARCHAR,
    response_due_at TIMESTAMP USING COMPRESSION uncompressed, resolution_due_at TIMESTAMP USING COMPRESSION uncompressed,
    response_verdict VARCHAR, resolution_verdict VARCHAR,
    responses_recorded BOOLEAN USING COMPRESSION uncompressed, levels_recorded BOOLEAN USING COMPRESSION uncompressed,
    -- The unit that a stop rebuilt from a span is known to (K1); NULL: it is stated. received_at is NULL where the first event tells it.
    first_response_precision_seconds INTEGER USING COMPRESSION uncompressed,
    resolved_precision_seconds INTEGER USING COMPRESSION uncompressed
);

-- Grain: one row per state and further load that carried it, so that undoing the first leaves what others also brought.
CREATE TABLE state_carriers (source VARCHAR, ticket_id VARCHAR, row_hash UBIGINT, load_id INTEGER);

-- Grain: one row per distinct change row of a history export. from and to as exported; kinds for statuses, numbers for levels.
CREATE TABLE change_rows (
    source VARCHAR, ticket_id VARCHAR, row_hash UBIGINT, load_id INTEGER,
    changed_at TIMESTAMP, field VARCHAR, from_value VARCHAR, to_value VARCHAR,
    from_kind VARCHAR, to_kind VARCHAR, from_level INTEGER, to_level INTEGER,
    from_given BOOLEAN                  -- whether the export says the value before at all: an empty one is then "nothing"
);

-- Grain: one row per change row and further load that carried it.
CREATE TABLE change_carriers (source VARCHAR, ticket_id VARCHAR, row_hash UBIGINT, load_id INTEGER);

-- Grain: one row per rejected row (L2).
CREATE TABLE rejects (load_id INTEGER, line BIGINT, column_name VARCHAR, reason VARCHAR, raw VARCHAR);

-- Grain: one row per policy version (P3), resolved: holidays stand in it as dates (C2).
CREATE TABLE policies (
    position INTEGER, name VARCHAR, label VARCHAR, sha256 VARCHAR, toml VARCHAR, resolved_json VARCHAR, added_at TIMESTAMP, note VARCHAR
);

CREATE TABLE store_meta (key VARCHAR, value VARCHAR);
