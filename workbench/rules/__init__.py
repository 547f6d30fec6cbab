"""What makes a plan sound: finds faults, offers fixes, gives the verdicts."""
