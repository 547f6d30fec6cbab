"""What the views show of a plan: trees and tables that keep ids and ask the plan."""
