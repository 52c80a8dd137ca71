"""One ticket explained: what counted, what did not, by which rule, and what follows (the glass-box clock).

    from analytics.reports.explanation import explain
    told = explain(reader, "4711")        Explanation: story, clocks with terms and ledger, sentences
    told.to_json()                        plain values with stable keys
    explain_all(reader, keys)             many tickets, read together; the whole store without keys

ticket_story.py what the store knows · reading.py reads it, of one ticket or many · terms.py the policy's answer · standstill.py pauses ·
ledger.py every stretch of a clock · verdict.py what follows, checked against the store · periods.py the ledger by day · sentence.py words
for the customer.
"""

from analytics.reports.explanation.explanation import ExplainedClock, Explanation, explain, explain_all, explain_story
from analytics.reports.explanation.ledger import Entry, Kind, Ledger, build_ledger
from analytics.reports.explanation.periods import Period, condensed
from analytics.reports.explanation.ticket_story import TicketStory
from analytics.reports.explanation.verdict import LedgerDisagrees
from analytics.reports.explanation.words import why

__all__ = [
    "Entry", "ExplainedClock", "Explanation", "Kind", "Ledger", "LedgerDisagrees", "Period", "TicketStory", "build_ledger", "condensed",
    "explain", "explain_all", "explain_story", "why",
]  # fmt: skip
