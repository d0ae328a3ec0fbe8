package io.daybreak.engine.api;

/**
 * @param bufferPoolBytes memory for page frames; at least 64 pages
 * @param purgeThreads background threads that remove old versions; 0 only in tests
 */
public record EngineConfig(long bufferPoolBytes, int purgeThreads) {}
