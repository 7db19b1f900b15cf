"""The term's plan: appointments, the timetable, its proof and its reasons, publishing, repair.

``solver/`` is plain values in, plain values out: no Flask, no database, no clock; it alone imports numpy and ortools,
and only where a plan is made, so that no page waits for them.  The modules here read rows into it and write what it
returns.  ``docs/planning.md`` is the account of the model.
"""
