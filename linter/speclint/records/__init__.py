"""Many sheets in one file: JSON, NDJSON, CSV and Parquet."""
