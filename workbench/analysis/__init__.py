"""Answers worked out of a plan: schedule, money, progress, scores."""
