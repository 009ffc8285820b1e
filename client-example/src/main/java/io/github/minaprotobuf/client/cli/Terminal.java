package io.github.minaprotobuf.client.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Whether a person sees what this process prints. */
final class Terminal {

    private Terminal() {}

    /** Java 17 knows only whether stdin and stdout both are terminals; {@code test} knows about each alone. */
    static boolean isStdout() {
        return isTerminal(1);
    }

    static boolean isStderr() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                            .redirectOutput(Redirect.INHERIT)
                            .redirectError(Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such command: no Unix
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
