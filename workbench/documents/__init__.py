"""What officials sign and send, as Word documents in GB/T 9704 layout."""
