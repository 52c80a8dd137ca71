-- The facts of a store version: what metrics, figures and pages read. Wide on purpose: a breakdown never joins.
-- All _at are UTC, whole seconds (T1); all _on are days of the reporting zone (T4).
-- tier, priority: the policy's own word where it knows the export's value, else the export's value (P1, P4).

-- Grain: one row per ticket (source, ticket_id), both clocks side by side, so that words are kept once.
-- What follows from other columns is GENERATED: counted when read, neither stored nor written. Words of closed lists are ENUMs, in the
-- order of the alphabet, in which words would be sorted: they take a byte, and comparing them no text. Numbers and instants are not
-- compressed: finding out how takes longer than judging; what is the same in many rows takes no room all the same.
-- …_other: where a word is another than the one it stands beside; '' where it is none.
CREATE OR REPLACE TABLE judged_tickets (
    source VARCHAR, ticket_id VARCHAR USING COMPRESSION uncompressed, load_id INTEGER USING COMPRESSION uncompressed,
    policy_id INTEGER USING COMPRESSION uncompressed, target_no INTEGER USING COMPRESSION uncompressed,     -- what of the policy judges it
    tier VARCHAR, priority VARCHAR, export_tier_other VARCHAR, export_priority_other VARCHAR,
    export_tier VARCHAR GENERATED ALWAYS AS (nullif(coalesce(export_tier_other, tier), '')),
    export_priority VARCHAR GENERATED ALWAYS AS (nullif(coalesce(export_priority_other, priority), '')),
    group_name VARCHAR, assignee VARCHAR, organisation VARCHAR, channel VARCHAR, status VARCHAR,
    is_closed BOOLEAN USING COMPRESSION uncompressed,
    state VARCHAR GENERATED ALWAYS AS (CASE WHEN is_closed THEN 'closed' ELSE 'open' END),
    as_of TIMESTAMP USING COMPRESSION uncompressed,  -- of its source: what open clocks are judged at (T3)
    received_at TIMESTAMP USING COMPRESSION uncompressed, first_response_at TIMESTAMP USING COMPRESSION uncompressed,
    updated_at TIMESTAMP USING COMPRESSION uncompressed,
    resolved_at TIMESTAMP GENERATED ALWAYS AS (resolution_stopped_at),
    received_on DATE USING COMPRESSION uncompressed, received_hour TINYINT USING COMPRESSION uncompressed,
    received_weekday TINYINT GENERATED ALWAYS AS (CAST(isodow(received_on) AS TINYINT)),  -- ISO weekday 1 = Monday
    is_excluded BOOLEAN USING COMPRESSION uncompressed, exclusion_reason VARCHAR,
    cover_gap ENUM ('a priority the policy does not know', 'a tier the policy does not know', 'no priority', 'no tier')
        USING COMPRESSION uncompressed,
    channel_covered BOOLEAN USING COMPRESSION uncompressed,
    is_covered BOOLEAN GENERATED ALWAYS AS (cover_gap IS NULL),
    levels_recorded BOOLEAN USING COMPRESSION uncompressed, responses_recorded BOOLEAN USING COMPRESSION uncompressed,
    -- NULL where levels are not recorded (E4)
    escalations INTEGER USING COMPRESSION uncompressed, highest_level INTEGER USING COMPRESSION uncompressed,
    reopens INTEGER USING COMPRESSION uncompressed, group_changes INTEGER USING COMPRESSION uncompressed,  -- NULL without a history
    seen_in_last_load BOOLEAN USING COMPRESSION uncompressed,  -- FALSE: "not seen since" (T3)
    is_open_with_resolution BOOLEAN USING COMPRESSION uncompressed,
    policy VARCHAR,
    at_risk_share DECIMAL(9, 8) USING COMPRESSION uncompressed,  -- of the policy version that judges it
    -- day of its first entry into a finished state; NULL: still open, or not told (open_spells)
    first_closed_on DATE USING COMPRESSION uncompressed,
    -- first response (K1)
    response_stopped_at TIMESTAMP USING COMPRESSION uncompressed,
    response_stopped_by VARCHAR GENERATED ALWAYS AS (CASE WHEN response_stopped_at IS NULL THEN NULL
        WHEN first_response_at IS NOT NULL THEN 'response' ELSE 'resolution without response' END),
    response_fault ENUM ('an instant after the moment of loading', 'closed, and the export does not say when',
        'stopped before it started', 'the export carries no responses') USING COMPRESSION uncompressed,
    response_calendar VARCHAR, response_target VARCHAR, response_target_seconds BIGINT USING COMPRESSION uncompressed,
    response_due_at TIMESTAMP USING COMPRESSION uncompressed,
    response_elapsed_seconds BIGINT USING COMPRESSION uncompressed,
    response_outcome ENUM ('breached', 'excluded', 'met', 'no_target', 'running', 'uncovered', 'unknown') USING COMPRESSION uncompressed,
    response_deadline_at TIMESTAMP USING COMPRESSION uncompressed,
    response_verdict VARCHAR, response_vendor_outcome VARCHAR GENERATED ALWAYS AS (coalesce(response_verdict, 'unknown')),
    response_group_other VARCHAR, response_assignee_other VARCHAR,
    -- Who held the ticket at the stop, or at as_of (K8).
    response_group VARCHAR GENERATED ALWAYS AS (nullif(coalesce(response_group_other, group_name), '')),
    response_assignee VARCHAR GENERATED ALWAYS AS (nullif(coalesce(response_assignee_other, assignee), '')),
    -- of the stop, where it was rebuilt from whole units (K1); NULL: exact
    response_precision_seconds INTEGER USING COMPRESSION uncompressed,
    response_stopped_on DATE USING COMPRESSION uncompressed,
    response_due_on DATE USING COMPRESSION uncompressed,  -- K8: the day of the due instant; the start's where there is none
    response_deadline_day DATE USING COMPRESSION uncompressed,
    response_deadline_on DATE GENERATED ALWAYS AS (coalesce(response_deadline_day, received_on)),
    -- resolution (K1); paused: calendar seconds that did not count (K6)
    resolution_stopped_at TIMESTAMP USING COMPRESSION uncompressed, closing_time_stands_in BOOLEAN USING COMPRESSION uncompressed,
    resolution_stopped_by VARCHAR GENERATED ALWAYS AS (CASE WHEN resolution_stopped_at IS NULL THEN NULL
        WHEN closing_time_stands_in THEN 'closing time' ELSE 'resolution' END),
    resolution_fault ENUM ('an instant after the moment of loading', 'closed, and the export does not say when',
        'stopped before it started', 'the export does not say whether tickets are resolved') USING COMPRESSION uncompressed,
    resolution_calendar VARCHAR, resolution_target VARCHAR, resolution_target_seconds BIGINT USING COMPRESSION uncompressed,
    resolution_due_at TIMESTAMP USING COMPRESSION uncompressed,
    resolution_elapsed_seconds BIGINT USING COMPRESSION uncompressed, resolution_paused_seconds BIGINT USING COMPRESSION uncompressed,
    resolution_paused_since TIMESTAMP USING COMPRESSION uncompressed,
    resolution_outcome ENUM ('breached', 'excluded', 'met', 'no_target', 'running', 'uncovered', 'unknown') USING COMPRESSION uncompressed,
    resolution_deadline_at TIMESTAMP USING COMPRESSION uncompressed,
    resolution_verdict VARCHAR, resolution_vendor_outcome VARCHAR GENERATED ALWAYS AS (coalesce(resolution_verdict, 'unknown')),
    resolution_group_other VARCHAR, resolution_assignee_other VARCHAR,
    resolution_group VARCHAR GENERATED ALWAYS AS (nullif(coalesce(resolution_group_other, group_name), '')),
    resolution_assignee VARCHAR GENERATED ALWAYS AS (nullif(coalesce(resolution_assignee_other, assignee), '')),
    resolution_precision_seconds INTEGER USING COMPRESSION uncompressed,
    resolution_stopped_on DATE USING COMPRESSION uncompressed,
    resolution_due_on DATE USING COMPRESSION uncompressed,  -- K8: the day of the due instant; the start's where there is none
    resolution_deadline_day DATE USING COMPRESSION uncompressed,
    resolution_deadline_on DATE GENERATED ALWAYS AS (coalesce(resolution_deadline_day, received_on))
);

-- Grain: one row per ticket and clock (two rows a ticket). A view: asked for one clock, it reads that clock's columns only.
-- remaining_seconds: business time left of the target, of running clocks. is_near_miss: met with under a tenth of the target left.
-- precision_flips: a stop one of its units earlier or later would turn the verdict (K1).
CREATE OR REPLACE VIEW sla_clocks AS
SELECT source, ticket_id, 'first_response' AS clock, tier, priority, export_tier, export_priority,
    response_group AS group_name, response_assignee AS assignee, organisation, channel, status, state,
    received_at AS started_at, response_stopped_at AS stopped_at, response_stopped_by AS stopped_by, as_of,
    policy, response_calendar AS calendar, response_target AS target, response_target_seconds AS target_seconds,
    response_due_at AS due_at, response_elapsed_seconds AS elapsed_seconds,
    CASE WHEN response_fault IS NULL
        THEN greatest(epoch_us(coalesce(response_stopped_at, as_of)) // 1000000 - epoch_us(received_at) // 1000000, 0)
    END AS calendar_seconds,
    CAST(0 AS BIGINT) AS paused_seconds, false AS is_paused,
    response_outcome AS outcome,
    CASE response_outcome
        WHEN 'excluded' THEN exclusion_reason WHEN 'uncovered' THEN cover_gap WHEN 'unknown' THEN response_fault
    END AS reason,
    response_outcome = 'breached' AND response_stopped_at IS NULL AS is_overdue,
    response_deadline_at AS deadline_at,
    CASE
        WHEN response_fault IS NOT NULL OR response_deadline_at IS NULL THEN 'unknown'
        WHEN coalesce(response_stopped_at, as_of) > response_deadline_at THEN 'breached'
        WHEN response_stopped_at IS NULL THEN 'running'
        ELSE 'met'
    END AS deadline_outcome,
    coalesce(response_fault IS NULL AND response_stopped_at IS NULL AND as_of > response_deadline_at, false) AS deadline_overdue,
    response_vendor_outcome AS vendor_outcome,
    is_excluded, channel_covered, received_on AS started_on, response_stopped_on AS stopped_on, response_due_on AS due_on,
    response_deadline_on AS deadline_on, received_weekday, received_hour, load_id,
    CASE WHEN response_outcome = 'running' THEN response_target_seconds - response_elapsed_seconds END AS remaining_seconds,
    -- CASE: counted out for the few running clocks alone, an AND is for all.
    CASE WHEN response_outcome = 'running'
        THEN response_target_seconds - response_elapsed_seconds < at_risk_share * response_target_seconds ELSE false END AS is_at_risk,
    response_outcome = 'met' AND 10 * (response_target_seconds - response_elapsed_seconds) < response_target_seconds AS is_near_miss,
    coalesce(CASE response_outcome
        WHEN 'met' THEN response_stopped_at + to_seconds(response_precision_seconds) > response_due_at
        WHEN 'breached' THEN response_stopped_at - to_seconds(response_precision_seconds) <= response_due_at
    END, false) AS precision_flips
FROM judged_tickets
UNION ALL
SELECT source, ticket_id, 'resolution' AS clock, tier, priority, export_tier, export_priority,
    resolution_group AS group_name, resolution_assignee AS assignee, organisation, channel, status, state,
    received_at AS started_at, resolution_stopped_at AS stopped_at, resolution_stopped_by AS stopped_by, as_of,
    policy, resolution_calendar AS calendar, resolution_target AS target, resolution_target_seconds AS target_seconds,
    resolution_due_at AS due_at, resolution_elapsed_seconds AS elapsed_seconds,
    CASE WHEN resolution_fault IS NULL
        THEN greatest(epoch_us(coalesce(resolution_stopped_at, as_of)) // 1000000 - epoch_us(received_at) // 1000000, 0)
    END AS calendar_seconds,
    resolution_paused_seconds AS paused_seconds, resolution_paused_since IS NOT NULL AS is_paused,
    resolution_outcome AS outcome,
    CASE resolution_outcome
        WHEN 'excluded' THEN exclusion_reason WHEN 'uncovered' THEN cover_gap WHEN 'unknown' THEN resolution_fault
    END AS reason,
    resolution_outcome = 'breached' AND resolution_stopped_at IS NULL AS is_overdue,
    resolution_deadline_at AS deadline_at,
    CASE
        WHEN resolution_fault IS NOT NULL OR resolution_deadline_at IS NULL THEN 'unknown'
        WHEN resolution_deadline_at >= resolution_paused_since THEN 'running'      -- a paused clock cannot become overdue (K4)
        WHEN coalesce(resolution_stopped_at, as_of) > resolution_deadline_at THEN 'breached'
        WHEN resolution_stopped_at IS NULL THEN 'running'
        ELSE 'met'
    END AS deadline_outcome,
    coalesce(resolution_fault IS NULL AND resolution_stopped_at IS NULL AND as_of > resolution_deadline_at
        AND NOT coalesce(resolution_deadline_at >= resolution_paused_since, false), false) AS deadline_overdue,
    resolution_vendor_outcome AS vendor_outcome,
    is_excluded, channel_covered, received_on AS started_on, resolution_stopped_on AS stopped_on, resolution_due_on AS due_on,
    resolution_deadline_on AS deadline_on, received_weekday, received_hour, load_id,
    CASE WHEN resolution_outcome = 'running' THEN resolution_target_seconds - resolution_elapsed_seconds END AS remaining_seconds,
    CASE WHEN resolution_outcome = 'running' AND resolution_paused_since IS NULL
        THEN resolution_target_seconds - resolution_elapsed_seconds < at_risk_share * resolution_target_seconds ELSE false END AS is_at_risk,
    resolution_outcome = 'met' AND 10 * (resolution_target_seconds - resolution_elapsed_seconds) < resolution_target_seconds AS is_near_miss,
    coalesce(CASE resolution_outcome
        WHEN 'met' THEN resolution_stopped_at + to_seconds(resolution_precision_seconds) > resolution_due_at
        WHEN 'breached' THEN resolution_stopped_at - to_seconds(resolution_precision_seconds) <= resolution_due_at
    END, false) AS precision_flips
FROM judged_tickets;

-- Grain: one row per pause of a resolution clock within its run (K6). stopped_at of an open one: the source's as_of.
CREATE OR REPLACE TABLE ticket_pauses (
    source VARCHAR, ticket_id VARCHAR, started_at TIMESTAMP, stopped_at TIMESTAMP, is_open BOOLEAN, business_seconds BIGINT
);

-- Grain: one row per escalation (E1).
CREATE OR REPLACE TABLE escalations (
    source VARCHAR, ticket_id VARCHAR,
    level INTEGER, level_name VARCHAR, from_level INTEGER, skipped_levels INTEGER, ordinal INTEGER,
    escalated_at TIMESTAMP, escalated_on DATE,
    tier VARCHAR, priority VARCHAR, export_tier VARCHAR, export_priority VARCHAR,
    group_name VARCHAR, assignee VARCHAR,                    -- who it was escalated from (E2)
    organisation VARCHAR, channel VARCHAR, status VARCHAR, state VARCHAR,
    received_at TIMESTAMP, received_on DATE, received_weekday TINYINT, received_hour TINYINT,
    calendar_seconds BIGINT, business_seconds BIGINT,        -- received to this level
    after_response_breach BOOLEAN, after_resolution_breach BOOLEAN,   -- NULL where that clock has no due instant
    has_ladder BOOLEAN, is_excluded BOOLEAN
);

-- Grain: one row per ticket and ladder level that it could have been escalated to (E3). is_stated: the policy's escalate_after for the
-- level had passed while the ticket was unresolved. Not stated (ladders without times): the first level, since the ticket was past due.
-- escalated_at: its first escalation to that level or above; is_escalated NULL where the export records no levels (E4).
CREATE OR REPLACE TABLE eligible_escalations (
    source VARCHAR, ticket_id VARCHAR, level INTEGER, level_name VARCHAR, is_stated BOOLEAN,
    eligible_at TIMESTAMP, eligible_on DATE, escalated_at TIMESTAMP, is_escalated BOOLEAN,
    tier VARCHAR, priority VARCHAR, export_tier VARCHAR, export_priority VARCHAR,
    group_name VARCHAR, assignee VARCHAR,                    -- who held it at eligible_at
    organisation VARCHAR, channel VARCHAR, status VARCHAR, state VARCHAR,
    received_on DATE, received_weekday TINYINT, received_hour TINYINT, is_excluded BOOLEAN
);

-- Grain: one row per clock that has a verdict, or may have one by its deadline or its export, of a ticket with a history of
-- assignees, groups or statuses: where its calendar time went, in seconds. NULL: not recorded, never inferred.
-- unassigned + between groups + worked + unsplit = elapsed_seconds; with outside_hours and paused = calendar_seconds.
CREATE OR REPLACE TABLE recorded_clock_parts (
    source VARCHAR, ticket_id VARCHAR, clock VARCHAR,
    outside_hours_seconds BIGINT,       -- calendar time outside opening windows, and in no pause
    paused_seconds BIGINT,              -- calendar time in pauses; NULL where no history of statuses tells
    unassigned_seconds BIGINT,          -- business time with nobody assigned; NULL where no history of assignees tells
    between_groups_seconds BIGINT,      -- of such time, that after a change of group; NULL where no history of groups tells either
    worked_seconds BIGINT,              -- business time with somebody assigned
    unsplit_seconds BIGINT              -- business time of which history does not say who was assigned
);

-- Grain: one row per such clock of any ticket, with a history or not, and part. Without one all that counted is counted and not split.
CREATE OR REPLACE VIEW clock_parts AS
WITH whole AS (
    FROM recorded_clock_parts
    UNION ALL BY NAME
    SELECT c.source, c.ticket_id, c.clock, c.calendar_seconds - c.paused_seconds - c.elapsed_seconds AS outside_hours_seconds,
        CASE c.clock WHEN 'first_response' THEN 0 END AS paused_seconds, c.elapsed_seconds AS unsplit_seconds
    FROM sla_clocks AS c
    ANTI JOIN recorded_clock_parts AS r ON r.source = c.source AND r.ticket_id = c.ticket_id AND r.clock = c.clock
    WHERE c.elapsed_seconds IS NOT NULL AND (c.outcome IN ('met', 'breached')
        OR (c.outcome IN ('no_target', 'running') AND (c.deadline_at IS NOT NULL OR c.vendor_outcome <> 'unknown')))
)
SELECT source, ticket_id, clock,
    unnest(['outside hours', 'paused', 'unassigned', 'between groups', 'worked', 'counted, not split']) AS part,
    unnest([outside_hours_seconds, paused_seconds, unassigned_seconds, between_groups_seconds, worked_seconds, unsplit_seconds]) AS seconds
FROM whole;

-- Grain: one row per time a ticket was opened again, with the words of its ticket. closed_on NULL: open at as_of.
CREATE OR REPLACE TABLE reopened_spells (
    source VARCHAR, ticket_id VARCHAR, opened_on DATE, closed_on DATE,
    tier VARCHAR, priority VARCHAR, export_tier VARCHAR, export_priority VARCHAR, group_name VARCHAR, assignee VARCHAR,
    organisation VARCHAR, channel VARCHAR, status VARCHAR, state VARCHAR,
    received_on DATE, received_weekday TINYINT, received_hour TINYINT, is_excluded BOOLEAN
);

-- Grain: one row per stretch of days in which a ticket was open: from receipt, and from each reopening. Tickets of which the data cannot
-- say when they were closed have none (resolution_fault says why).
CREATE OR REPLACE VIEW open_spells AS
SELECT source, ticket_id, received_on AS opened_on, first_closed_on AS closed_on, false AS is_reopened,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_on, received_weekday, received_hour, is_excluded
FROM judged_tickets WHERE resolution_fault IS NULL
UNION ALL
SELECT source, ticket_id, opened_on, closed_on, true,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_on, received_weekday, received_hour, is_excluded
FROM reopened_spells;
