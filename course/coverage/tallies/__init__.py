"""What is counted of each school and region in the same transaction as the change; proved and rebuilt by the doctor."""
