"""Writing cases: drafts, their cards, the steps to approval, and files of cases."""
