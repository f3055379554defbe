"""What a plan asks of a commune, and the days of its year; pencil and paper."""
