-- Fold states and changes: which state of each ticket stands, and one row per change of a field.
-- In: states_now, carriers_now, change_rows_now: those of the tickets that are folded now (folding.py), all or some.
-- Steps: sources' as_of -> overruled states -> changes -> what histories tell.

-- Grain: one row per source. as_of: the latest of its loads (T3).
CREATE OR REPLACE TABLE source_states AS
SELECT source, max(as_of) AS as_of,
    coalesce(bool_or(responses_recorded) FILTER (layout = 'changes'), false) AS changes_hold_responses,
    coalesce(bool_or(levels_recorded) FILTER (layout = 'changes'), false) AS changes_hold_levels
FROM loads GROUP BY source;

-- Grain: one row per state; as_of: the latest load that carried it (L3).
CREATE OR REPLACE TEMP TABLE contested AS
SELECT source, ticket_id FROM states_now WHERE row_hash IS NOT NULL GROUP BY source, ticket_id HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE contested_states AS
WITH carried AS (
    SELECT c.source, c.ticket_id, c.row_hash, max(l.as_of) AS as_of
    FROM carriers_now AS c JOIN loads AS l ON l.load_id = c.load_id GROUP BY c.source, c.ticket_id, c.row_hash
)
SELECT s.*, coalesce(l.levels_by_rule, false) AS level_by_rule,
    -- A row of a log is the ticket at its own instant: when the log was exported says nothing about it.
    CASE WHEN NOT s.is_event THEN greatest(l.as_of, c.as_of) END AS carried_as_of
FROM states_now AS s
SEMI JOIN contested AS m ON m.source = s.source AND m.ticket_id = s.ticket_id
JOIN loads AS l ON l.load_id = s.load_id
LEFT JOIN carried AS c ON c.source = s.source AND c.ticket_id = s.ticket_id AND c.row_hash = s.row_hash;

-- Grain: one row per state that a later one of its ticket overrules (L3: later updated_at, sequence, later as_of, greater hash wins).
-- Tickets are the states that are left; state_no is the row's number in ticket_states, which does not change while a version is built.
CREATE OR REPLACE TEMP TABLE overruled_states AS
SELECT state_no FROM contested_states
QUALIFY row_number() OVER (
    PARTITION BY source, ticket_id
    ORDER BY updated_at DESC NULLS LAST, sequence DESC NULLS LAST, carried_as_of DESC NULLS LAST, row_hash DESC
) > 1;

-- Grain: one row per ticket with a row that does not say when it was received: at its earliest event, over all loads, or as another
-- of its rows says.
CREATE OR REPLACE TEMP TABLE received_instants AS
SELECT s.source, s.ticket_id, coalesce(min(s.received_at), min(s.updated_at)) AS received_at, min(s.updated_at) AS first_event_at
FROM states_now AS s
SEMI JOIN (SELECT source, ticket_id FROM states_now WHERE received_at IS NULL) AS n ON n.source = s.source AND n.ticket_id = s.ticket_id
GROUP BY s.source, s.ticket_id;

-- Grain: one row per event of an event log, beside the values of the event before it. A level read from a group's name stays until
-- another is known: between two groups a ticket has none, and is on no other level for that.
CREATE OR REPLACE TEMP TABLE event_steps AS
WITH events AS (
    SELECT * REPLACE (CASE WHEN level_by_rule THEN last_value(level IGNORE NULLS) OVER so_far ELSE level END AS level)
    FROM contested_states WHERE is_event
    WINDOW so_far AS (
        PARTITION BY source, ticket_id ORDER BY updated_at NULLS FIRST, sequence NULLS FIRST, row_hash
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)
SELECT source, ticket_id, updated_at AS changed_at, row_number() OVER w AS place,
    status, status_kind, priority, tier, group_name, assignee, level,
    lag(status) OVER w AS status_before, lag(status_kind) OVER w AS status_kind_before, lag(priority) OVER w AS priority_before,
    lag(tier) OVER w AS tier_before, lag(group_name) OVER w AS group_name_before, lag(assignee) OVER w AS assignee_before,
    lag(level) OVER w AS level_before, level_by_rule
FROM events
WINDOW w AS (PARTITION BY source, ticket_id ORDER BY updated_at NULLS FIRST, sequence NULLS FIRST, row_hash)
QUALIFY row_number() OVER w > 1;

-- Grain: one row per change of one field of a ticket. from_value is the value just before (NULL: nothing, where from_told); kinds for
-- statuses, numbers for levels. place: the order of a field's changes. Of changes in one second, one that begins where another ends
-- comes after it: whole-minute exports have such chains, and neither lines nor hashes tell their order.
INSERT INTO ticket_changes BY NAME
WITH told AS (
    SELECT *, list_contains(list(coalesce(to_value, '')) OVER same_second, coalesce(from_value, '')) AS begins_where_one_ends,
        list_contains(list(coalesce(from_value, '')) OVER same_second, coalesce(to_value, '')) AS ends_where_one_begins
    FROM change_rows_now
    WINDOW same_second AS (PARTITION BY source, ticket_id, field, changed_at)
),
exported AS (
    SELECT source, ticket_id, field, changed_at,
        coalesce(from_value, lag(to_value) OVER w) AS from_value, to_value,
        coalesce(from_kind, lag(to_kind) OVER w) AS from_kind, to_kind,
        CASE WHEN field = 'level' THEN coalesce(from_level, lag(to_level) OVER w)
            ELSE coalesce(from_level, lag(coalesce(to_level, from_level) IGNORE NULLS) OVER w) END AS from_level, to_level,
        from_given OR lag(changed_at) OVER w IS NOT NULL AS from_told, row_number() OVER w AS place
    FROM told
    WINDOW w AS (
        PARTITION BY source, ticket_id, field
        ORDER BY changed_at, begins_where_one_ends, ends_where_one_begins DESC, row_hash
    )
)
SELECT source, ticket_id, field, changed_at, place, from_value, to_value, from_kind, to_kind,
    CASE WHEN field = 'level' THEN from_level END AS from_level, CASE WHEN field = 'level' THEN to_level END AS to_level, from_told
FROM exported
-- Groups with a level: a move from one known level to another is a change of level (E1), where the history has none of its own.
UNION ALL SELECT g.source, g.ticket_id, 'level', g.changed_at, g.place, CAST(g.from_level AS VARCHAR), CAST(g.to_level AS VARCHAR),
    NULL, NULL, g.from_level, g.to_level, true
FROM exported AS g
ANTI JOIN (SELECT DISTINCT source, ticket_id FROM exported WHERE field = 'level') AS o ON o.source = g.source AND o.ticket_id = g.ticket_id
WHERE g.field = 'group' AND g.from_level IS NOT NULL AND g.to_level <> g.from_level
UNION ALL SELECT source, ticket_id, 'status', changed_at, place, status_before, status, status_kind_before, status_kind, NULL, NULL, true
FROM event_steps WHERE status IS DISTINCT FROM status_before
UNION ALL SELECT source, ticket_id, 'priority', changed_at, place, priority_before, priority, NULL, NULL, NULL, NULL, true
FROM event_steps WHERE priority IS DISTINCT FROM priority_before
UNION ALL SELECT source, ticket_id, 'tier', changed_at, place, tier_before, tier, NULL, NULL, NULL, NULL, true
FROM event_steps WHERE tier IS DISTINCT FROM tier_before
UNION ALL SELECT source, ticket_id, 'group', changed_at, place, group_name_before, group_name, NULL, NULL, NULL, NULL, true
FROM event_steps WHERE group_name IS DISTINCT FROM group_name_before
UNION ALL SELECT source, ticket_id, 'assignee', changed_at, place, assignee_before, assignee, NULL, NULL, NULL, NULL, true
FROM event_steps WHERE assignee IS DISTINCT FROM assignee_before
UNION ALL SELECT source, ticket_id, 'level', changed_at, place, CAST(level_before AS VARCHAR), CAST(level AS VARCHAR), NULL, NULL,
    level_before, level, true
FROM event_steps WHERE level IS DISTINCT FROM level_before AND NOT (level_by_rule AND level_before IS NULL);

-- Grain: one row per ticket with a history: what the history adds to the winning state.
CREATE OR REPLACE TEMP TABLE told_by_history AS
WITH changes AS (
    SELECT *, field = 'status' AND to_kind IN ('resolved', 'closed') AND coalesce(from_kind, 'open') NOT IN ('resolved', 'closed')
        AS enters_resolved
    FROM changes_now
)
SELECT source, ticket_id,
    min(changed_at) FILTER (field = 'response') AS first_response_at,
    -- The last entry into resolved or closed, where no reopening followed (K1).
    CASE WHEN arg_max(coalesce(to_kind, 'open'), place) FILTER (field = 'status') IN ('resolved', 'closed') THEN
        arg_max(changed_at, place) FILTER (enters_resolved)
    END AS resolved_at,
    arg_max(to_kind, place) FILTER (enters_resolved) AS resolved_into,
    count(*) FILTER (field = 'status' AND from_kind IN ('resolved', 'closed') AND to_kind IN ('open', 'paused')) AS reopens,
    count(*) FILTER (field = 'group' AND from_value IS NOT NULL) AS group_changes,
    bool_or(field = 'level') AS has_level_changes,
    -- What the last change left, for fields the tickets' own export does not have.
    arg_max_null(to_value, place) FILTER (field = 'tier') AS tier, arg_max_null(to_value, place) FILTER (field = 'priority') AS priority,
    arg_max_null(to_value, place) FILTER (field = 'group') AS group_name,
    arg_max_null(to_value, place) FILTER (field = 'assignee') AS assignee,
    arg_max_null(to_value, place) FILTER (field = 'status') AS status, arg_max_null(to_kind, place) FILTER (field = 'status') AS status_kind
FROM changes GROUP BY source, ticket_id;

-- Grain: one row per load of tickets: which of the fields that change it gave.
CREATE OR REPLACE TEMP TABLE given_fields AS
SELECT load_id, contains(fields, ' tier ') AS tier, contains(fields, ' priority ') AS priority, contains(fields, ' group ') AS group_name,
    contains(fields, ' assignee ') AS assignee, contains(fields, ' status ') AS status,
    contains(fields, ' status ') OR contains(fields, ' resolved_at ') OR contains(fields, ' closed_at ') AS resolutions
FROM loads WHERE layout <> 'changes';

-- Grain: one row per load of tickets among the newest of its source: files loaded together are one.
CREATE OR REPLACE TEMP TABLE newest_loads AS
WITH newest AS (
    SELECT source, arg_max(coalesce(together, load_id), (as_of, load_id)) AS together
    FROM loads WHERE layout IN ('tickets', 'event_log') GROUP BY source
)
SELECT l.source, l.load_id FROM loads AS l JOIN newest AS n ON n.source = l.source AND n.together = coalesce(l.together, l.load_id)
WHERE l.layout IN ('tickets', 'event_log');

-- Grain: one row per ticket that the newest loads of its source held too, though its winning state came from another load (T3).

CREATE OR REPLACE TEMP TABLE seen_again AS
SELECT DISTINCT s.source, s.ticket_id FROM contested_states AS s JOIN newest_loads AS n ON n.source = s.source AND n.load_id = s.load_id
UNION
SELECT DISTINCT c.source, c.ticket_id FROM carriers_now AS c JOIN newest_loads AS n ON n.source = c.source AND n.load_id = c.load_id;
