"""Identity: what a car is called, and where its sheet lies."""
