-- The policy history of a store version: what judging joins with, in place of asking Python. Small tables, written anew at each version.
-- policy_id counts from 1 in order of effect; all _at are UTC, whole seconds (T1).

-- Grain: one row per version of the policy. In force at [effective_at, ends_at).
CREATE OR REPLACE TABLE policy_versions (
    policy_id INTEGER, name VARCHAR, label VARCHAR,
    effective_at TIMESTAMP,              -- 0001-01-01: from the beginning
    ends_at TIMESTAMP,                   -- 9999-12-31: the last one
    reporting_zone VARCHAR, counts_uncovered_channels BOOLEAN, sha256 VARCHAR, toml VARCHAR,
    at_risk_share DECIMAL(9, 8)          -- of the target: a running clock with less left is at risk
);

-- Grain: one row per version and spelling. export_value is lower(trim(…)) of what an export may write; its own name is among them.
CREATE OR REPLACE TABLE policy_tiers (policy_id INTEGER, export_value VARCHAR, tier VARCHAR);
CREATE OR REPLACE TABLE policy_tier_calendars (policy_id INTEGER, tier VARCHAR, calendar_id INTEGER);   -- one row per version and tier
CREATE OR REPLACE TABLE policy_priorities (policy_id INTEGER, export_value VARCHAR, priority VARCHAR);
CREATE OR REPLACE TABLE policy_channels (policy_id INTEGER, export_value VARCHAR, channel VARCHAR);     -- covered ones (P6)
CREATE OR REPLACE TABLE policy_exclusions (policy_id INTEGER, export_value VARCHAR, reason VARCHAR);    -- P5

-- Grain: one row per version and calendar. mapping_json is what Calendar.from_mapping reads, generated holidays included (C2).
CREATE OR REPLACE TABLE policy_calendars (calendar_id INTEGER, policy_id INTEGER, name VARCHAR, mapping_json VARCHAR);

-- Grain: one row for every version × tier × priority × clock. target_text, _seconds and _days all NULL: no_target (K2).
-- target_seconds: business time of the calendar; target_days: business days under a reading that is not `elapsed` (P2).
CREATE OR REPLACE TABLE policy_targets (
    policy_id INTEGER, tier VARCHAR, priority VARCHAR, clock VARCHAR, calendar_id INTEGER,
    target_text VARCHAR, target_seconds BIGINT, target_days INTEGER, reading VARCHAR, landing VARCHAR
);

-- Grain: one row per version, tier and level; tiers without a ladder have none (P7). escalate_after: business time since receipt (E3).
CREATE OR REPLACE TABLE policy_ladder (
    policy_id INTEGER, tier VARCHAR, level INTEGER, name VARCHAR, escalate_after_seconds BIGINT
);

-- Grain: one row per version, tier and clock with a goal; none without (P8). attainment_goal is a share, 0 to 1.
CREATE OR REPLACE TABLE policy_goals (policy_id INTEGER, tier VARCHAR, clock VARCHAR, attainment_goal DOUBLE);
