package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;

/** Section 7: much at once. */
final class ConcurrencyCases {

    static final Section SECTION = Section.of(7, "concurrency",
            must("7.1", "10,000 numbered frames, pipelined",
                    "Frames sent without waiting for replies are all answered, in order.",
                    trial -> trial.echo(Messages.numbered(10_000), Cut.every(1_000))));

    private ConcurrencyCases() {}
}
