"""How results are shown: each module turns results into text and decides nothing."""
