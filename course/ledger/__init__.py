"""The ledger as files: a folder of CSV or an .xlsx is read, judged row by row, compared and written; and back.

``reading`` → ``judging`` (pure) → ``relating`` → ``applying`` is the way in, ``exporting`` the way out.
"""
