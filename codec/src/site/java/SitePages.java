import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the site needs beside Maven's site plugin, which wants all pages in one folder, and names headings otherwise than
 * GitHub does. The pages stay where they are, with links that work on GitHub; this makes copies of them. Run by
 * {@code mvn -B -pl codec site}, as a program of one file.
 */
final class SitePages {

    private static final Pattern LINK = Pattern.compile("(\\]\\(|<img src=\")([^)\"\\s]+)");
    private static final Pattern LINK_WITH_TEXT = Pattern.compile("\\[([^\\]]+)\\]\\(([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(#+) (.*)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private final Path root;
    private final Path out;
    /** Where the project shows its files; what is no page of the site is linked there, as of {@link #commit}. */
    private final String files;

    private final String commit;
    /** Each page's file, and its name on the site. */
    private final Map<Path, String> pages = new LinkedHashMap<>();

    private SitePages(Path root, Path out, String files, String commit) {
        this.root = root;
        this.out = out;
        this.files = files;
        this.commit = commit;
    }

    public static void main(String[] args) throws IOException {
        if (args[0].equals("check")) {
            check(Path.of(args[1]).toRealPath());
        } else {
            new SitePages(Path.of(args[1]).toRealPath(), Path.of(args[2]), args[3], args[4]).copy();
        }
    }

    /** Copies the README, the changelog and each page that can be reached from them. */
    private void copy() throws IOException {
        Path own = root.resolve("codec/src/site");
        Files.createDirectories(out.resolve("resources/css"));
        Files.createDirectories(out.resolve("markdown"));
        Files.copy(
                own.resolve("resources/css/site.css"),
                out.resolve("resources/css/site.css"),
                StandardCopyOption.REPLACE_EXISTING);
        findPages();
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            Files.writeString(out.resolve("markdown").resolve(page.getValue() + ".md"), rewritten(page.getKey()));
        }
        Files.writeString(
                out.resolve("site.xml"),
                Files.readString(own.resolve("site.xml")).replace("<!-- guides -->", menu()));
    }

    private void findPages() throws IOException {
        pages.put(root.resolve("README.md"), "index");
        pages.put(root.resolve("CHANGELOG.md"), "changelog");
        Deque<Path> unread = new ArrayDeque<>(pages.keySet());
        while (!unread.isEmpty()) {
            Path page = unread.remove();
            for (String link : LINK.matcher(Files.readString(page))
                    .results()
                    .map(it -> it.group(2))
                    .toList()) {
                Path file = target(page, link);
                if (file.toString().endsWith(".md") && !pages.containsKey(file)) {
                    String name = name(file);
                    if (pages.containsValue(name)) {
                        throw new IllegalStateException("Two pages would be " + name + ".html; one is " + file);
                    }
                    pages.put(file, name);
                    unread.add(file);
                }
            }
        }
    }

    /** A README is named as its folder. */
    private static String name(Path page) {
        String name = page.getFileName().toString();
        return (name.equals("README.md") ? page.getParent().getFileName().toString() : name.replace(".md", ""))
                .toLowerCase(Locale.ROOT);
    }

    private static Path target(Path page, String link) {
        String file = link.split("#", 2)[0];
        if (ELSEWHERE.matcher(link).matches() || file.isEmpty()) {
            return page;
        }
        Path target = page.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            throw new IllegalStateException(page + " links to " + link + ", which is not there");
        }
        return target;
    }

    private String rewritten(Path page) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(page)) {
            code ^= line.strip().startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (code) {
                lines.add(line);
            } else if (heading.matches()) {
                // The anchor that GitHub gives it.
                lines.add(heading.group(1) + " <a id=\"" + anchor(heading.group(2)) + "\"></a>"
                        + withLinks(page, heading.group(2)));
            } else {
                lines.add(withLinks(page, line));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private String withLinks(Path page, String line) {
        Function<MatchResult, String> rewrite = link -> {
            boolean image = link.group(1).startsWith("<")
                    || line.lastIndexOf("![", link.start()) > line.lastIndexOf("](", link.start() - 1);
            return Matcher.quoteReplacement(link.group(1) + onSite(page, link.group(2), image));
        };
        return LINK.matcher(line).replaceAll(rewrite);
    }

    private String onSite(Path page, String link, boolean image) {
        if (ELSEWHERE.matcher(link).matches() || link.startsWith("#")) {
            return link;
        }
        Path file = target(page, link);
        if (pages.containsKey(file)) {
            return pages.get(file) + ".html" + link.substring(link.split("#", 2)[0].length());
        }
        String path = root.relativize(file).toString();
        if (image) {
            Path copy = out.resolve("resources/images").resolve(path);
            try {
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "images/" + path;
        }
        return files + (Files.isDirectory(file) ? "/tree/" : "/blob/") + commit + "/" + path;
    }

    /** The README's table of questions; where a question has several pages, their titles. */
    private String menu() throws IOException {
        Path readme = root.resolve("README.md");
        StringBuilder menu = new StringBuilder("<menu name=\"Guides\">\n");
        String table = Files.readString(readme).split("\n## Which guide for which question\n", 2)[1];
        for (String row :
                table.lines().filter(it -> it.startsWith("| ")).skip(1).toList()) {
            String[] cells = row.split(" *\\| *");
            List<MatchResult> links = LINK_WITH_TEXT.matcher(cells[2]).results().toList();
            for (MatchResult link : links) {
                menu.append("      <item name=\"")
                        .append(escaped(links.size() == 1 ? cells[1].replace("`", "") : link.group(1)))
                        .append("\" href=\"")
                        .append(onSite(readme, link.group(2), false))
                        .append("\"/>\n");
            }
        }
        return menu.append("    </menu>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Fails where a link within the site leads nowhere, or a page loads something from elsewhere. */
    private static void check(Path site) throws IOException {
        Pattern link = Pattern.compile("<(\\w+)[^<>]*?\\s(?:href|src)=[\"']([^\"']*)[\"']");
        Map<Path, Set<String>> anchors = new HashMap<>();
        List<String> broken = new ArrayList<>();
        List<Path> all;
        try (Stream<Path> found = Files.walk(site)) {
            // In one page, javadoc 17 itself makes a link that leads nowhere.
            all = found.filter(it -> it.toString().endsWith(".html") && !it.endsWith("constant-values.html"))
                    .sorted()
                    .toList();
        }
        int links = 0;
        for (Path page : all) {
            for (MatchResult it : link.matcher(Files.readString(page)).results().toList()) {
                links++;
                String target = it.group(2).replace("&amp;", "&");
                boolean elsewhere =
                        target.startsWith("//") || ELSEWHERE.matcher(target).matches();
                if (elsewhere ? !it.group(1).equals("a") : !leadsSomewhere(page, target, anchors)) {
                    broken.add(site.relativize(page) + ": " + target);
                }
            }
        }
        if (!broken.isEmpty() || all.size() < 2) {
            System.err.println("Links of the site that lead nowhere:\n" + String.join("\n", broken));
            System.exit(1);
        }
        System.out.println(site.resolve("index.html") + ": " + all.size() + " pages, " + links + " links, none broken");
    }

    private static boolean leadsSomewhere(Path page, String target, Map<Path, Set<String>> anchors) throws IOException {
        String[] parts = decoded(target).split("#", 2);
        Path file = parts[0].isEmpty()
                ? page
                : page.resolveSibling(parts[0].split("\\?", 2)[0]).normalize();
        if (Files.isDirectory(file)) {
            file = file.resolve("index.html");
        }
        if (!Files.exists(file)) {
            return false;
        }
        if (parts.length == 1 || parts[1].isEmpty()) {
            return true;
        }
        if (!anchors.containsKey(file)) {
            anchors.put(
                    file,
                    Pattern.compile("\\s(?:id|name)=[\"']([^\"']*)[\"']")
                            .matcher(Files.readString(file))
                            .results()
                            .map(it -> it.group(1).replace("&lt;", "<").replace("&gt;", ">"))
                            .collect(Collectors.toSet()));
        }
        return anchors.get(file).contains(parts[1]);
    }

    private static String decoded(String target) {
        return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
