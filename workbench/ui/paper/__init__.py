"""What the plan looks like on paper: every view printed, previewed and written as PDF in one way."""
