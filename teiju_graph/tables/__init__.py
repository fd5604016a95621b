"""Tables that people edit: what their columns mean, what their cells say, what proves them, what graphs they make."""
