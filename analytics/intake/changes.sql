-- Grain: one row per change of one field of a ticket, folded from change_rows and event logs; fold.sql fills it.
CREATE OR REPLACE TABLE ticket_changes (
    source VARCHAR, ticket_id VARCHAR, field VARCHAR, changed_at TIMESTAMP, place BIGINT,
    from_value VARCHAR, to_value VARCHAR, from_kind VARCHAR, to_kind VARCHAR, from_level INTEGER, to_level INTEGER,
    from_told BOOLEAN
);
