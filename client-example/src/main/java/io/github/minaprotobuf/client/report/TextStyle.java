package io.github.minaprotobuf.client.report;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How text is laid out for people.
 *
 * @param width how many columns a line may have; what has no space to break at gets longer
 * @param colour whether verdicts are coloured, by ANSI's sequences
 */
public record TextStyle(int width, boolean colour) {

    /** What a file or another program is given. */
    public static final TextStyle PLAIN = new TextStyle(80, false);

    private static final Pattern WORD = Pattern.compile("\\S+");

    /** What a shell takes for one word, as quoted by single quotes and backslashes. */
    private static final Pattern SHELL_WORD =
            Pattern.compile("(?:\\\\.|'[^']*+'|[^\\s'\\\\]++)++", Pattern.DOTALL); // a turn for each letter costs stack

    private static final String COLOUR_OFF = "\u001b[m";

    /** The text behind its label, in lines that break between words; each but the first is indented as far. */
    String paragraph(String label, String text) {
        return paragraph(label, WORD, text, "");
    }

    /** As {@link #paragraph(String, String)}, for a command line that is to be copied: a shell reads it as one. */
    String commandLine(String label, String text) {
        return paragraph(label, SHELL_WORD, text, " \\");
    }

    /** The text in that verdict's colour. */
    String coloured(Verdict verdict, String text) {
        return colour ? colourOf(verdict) + text + COLOUR_OFF : text;
    }

    private String paragraph(String label, Pattern word, String text, String lineEnd) {
        List<String> words =
                word.matcher(text).results().map(MatchResult::group).toList();
        StringBuilder lines = new StringBuilder(label);
        int column = label.length();
        for (int i = 0; i < words.size(); i++) {
            int room = width - (i == words.size() - 1 ? 0 : lineEnd.length());
            if (column > label.length() && column + 1 + words.get(i).length() > room) {
                lines.append(lineEnd).append(System.lineSeparator()).append(" ".repeat(label.length()));
                column = label.length();
            } else if (column > label.length()) {
                lines.append(' ');
                column++;
            }
            lines.append(words.get(i));
            column += words.get(i).length();
        }
        return lines.toString();
    }

    private static String colourOf(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "\u001b[32m";
            case FAIL, FIXED -> "\u001b[1;31m";
            case WARN -> "\u001b[33m";
            case KNOWN -> "\u001b[35m";
            case SKIP -> "\u001b[2m";
        };
    }
}
