"""The search endpoint, `GET /api/search/v1`: what browsers ask comes in, JSON goes out. Runs in the CMS or alone.

Must not say anything that is not public now, nor keep or log who asked what.
"""
