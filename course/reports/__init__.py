"""Reports: ledgers, yearly reports and briefs as files, made by the worker and sent to those who want them."""
