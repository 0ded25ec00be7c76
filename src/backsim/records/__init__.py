"""What the house speaks: plain records, whole numbers, no behaviour but identities."""
