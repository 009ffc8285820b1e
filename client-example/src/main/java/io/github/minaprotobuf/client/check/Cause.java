package io.github.minaprotobuf.client.check;

/**
 * The earlier case that explains why another fails.
 *
 * @param id that case
 * @param why how the one leads to the other, in words that follow the id
 */
public record Cause(String id, String why) {

    /** {@code 1.2, on which this builds}. */
    @Override
    public String toString() {
        return id + ", " + why;
    }
}
