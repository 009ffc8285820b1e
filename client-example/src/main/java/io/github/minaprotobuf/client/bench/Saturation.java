package io.github.minaprotobuf.client.bench;

/**
 * What a search for the highest rate has found; the names are those of the JSON.
 *
 * @param maxP99Millis the 99th percentile that a step might have at most
 * @param ratePerSecond the highest rate that kept to it; null when none did
 */
public record Saturation(double maxP99Millis, Double ratePerSecond) {}
