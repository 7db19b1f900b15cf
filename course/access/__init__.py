"""Who may do what: users, roles, scope, the guard of every route, the audit log."""
