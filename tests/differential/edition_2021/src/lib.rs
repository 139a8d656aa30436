//! A package for its edition: see `tests/`.
