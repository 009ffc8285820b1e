package io.github.minaprotobuf.codec;

/** Text as a peer sent it, made fit for an error message: no line break, no control character, and not without end. */
final class WireText {

    /** Characters that are shown: enough to recognise a type by, not enough to fill a log. */
    static final int MAX_LENGTH = 256;

    private WireText() {}

    /** {@return the text; what is no visible character of one line as {@code \}{@code u000A}, and cut after {@value #MAX_LENGTH}} */
    static String of(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().limit(MAX_LENGTH).forEach(c -> append(shown, c));
        int cut = text.codePointCount(0, text.length()) - MAX_LENGTH;
        return cut <= 0
                ? shown.toString()
                : shown.append("... (").append(cut).append(" more characters)").toString();
    }

    private static void append(StringBuilder shown, int codePoint) {
        if (isVisible(codePoint)) {
            shown.appendCodePoint(codePoint);
        } else {
            for (char unit : Character.toChars(codePoint)) {
                shown.append(String.format("\\u%04X", (int) unit));
            }
        }
    }

    /** Format characters count as invisible: some of them turn the direction of the line round. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
