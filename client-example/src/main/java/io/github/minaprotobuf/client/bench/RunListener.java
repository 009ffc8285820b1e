package io.github.minaprotobuf.client.bench;

import java.time.Duration;

/** Hears, about once a second, how a run goes. */
@FunctionalInterface
public interface RunListener {

    /** @param replies right replies since the warm-up */
    void at(Duration sinceStart, long replies, long failures);
}
