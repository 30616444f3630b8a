"""What rules need to know of vehicles: features, masses, engines, batteries, markets, test cycles."""
