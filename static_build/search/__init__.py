"""Search in Elasticsearch: what of a release is indexed, what is asked, what is answered. Makes nothing public."""
