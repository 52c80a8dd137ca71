"""Any file an analyst has, as delimited UTF-8 text: archives, encodings, workbooks, JSON, Parquet."""
