"""What a deck looks like: colours and type, the layouts of every kind of slide, what is drawn behind them."""
