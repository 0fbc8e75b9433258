//! Exact, explained freight quotes from tariffs that operations staff write.
