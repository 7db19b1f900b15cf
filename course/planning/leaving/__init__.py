"""Vice-principals who leave: their open lessons, their appointments, their accounts."""
