package io.github.minaprotobuf.client.serve;

/** How a client has to end. */
public enum Ending {
    /** All replies were right, and the client says so. */
    SUCCESS("end with success (exit code 0)"),
    /** A reply was wrong or missing, and the client says so, soon. */
    FAILURE("end with a failure (another exit code), soon");

    private final String phrase;

    Ending(String phrase) {
        this.phrase = phrase;
    }

    boolean isRight(int exitCode) {
        return (exitCode == 0) == (this == SUCCESS);
    }

    /** As in {@code the client has to end with success (exit code 0)}. */
    @Override
    public String toString() {
        return phrase;
    }
}
