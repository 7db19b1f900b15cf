"""An agreed lesson gets another time, another vice-principal, or another lesson's place."""
