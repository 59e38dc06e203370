package org.kagicast.console.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings as a small properties file without secrets: of an identity, only where its folder is. What is missing or
/// cannot be read falls back to the default: a console that does not open because of its settings would serve nobody.
/// Whoever reads the file meets what was saved before or what is saved now, as a whole. Safe for use by several threads.
public final class SettingsFile {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    /// More than anybody watches at once.
    private static final int MOST_NODES = 100;

    /// More than screens remember.
    private static final int MOST_REMEMBERED = 1_000;

    private final Path file;
    private boolean isTold;

    public SettingsFile(Path file) {
        this.file = file;
    }

    public ConsoleSettings load() {
        Properties properties = new Properties();
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("The console's settings {} cannot be read, so it starts with the defaults.", file, e);
            }
        }
        return new ConsoleSettings(window(properties),
                choice(Theme.values(), properties.getProperty("theme")).orElse(Theme.LIGHT),
                choice(Language.values(), properties.getProperty("language"))
                        .orElseGet(() -> Language.of(Locale.getDefault())),
                choice(Scenario.values(), properties.getProperty("scenario")),
                Boolean.parseBoolean(properties.getProperty("lab")), nodes(properties),
                Optional.ofNullable(properties.getProperty("domain")), remembered(properties));
    }

    /// A failure is logged once, until it is over.
    public synchronized void save(ConsoleSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("theme", text(settings.theme()));
        properties.setProperty("language", text(settings.language()));
        settings.scenario().ifPresent(scenario -> properties.setProperty("scenario", text(scenario)));
        properties.setProperty("lab", Boolean.toString(settings.labOpen()));
        settings.domain().ifPresent(domain -> properties.setProperty("domain", domain));
        for (int index = 0; index < Math.min(MOST_NODES, settings.nodes().size()); index++) {
            Destination node = settings.nodes().get(index);
            properties.setProperty("node." + index, node.address() + " " + node.identity());
        }
        settings.window().ifPresent(window -> {
            properties.setProperty("window", "%s %s %s %s".formatted(window.x(), window.y(), window.width(),
                    window.height()));
            properties.setProperty("maximized", Boolean.toString(window.maximized()));
        });
        int number = 0;
        for (Map.Entry<String, String> each : settings.remembered().entrySet()) {
            properties.setProperty("remembered." + number++, each.getKey() + " " + each.getValue());
        }
        try {
            write(properties);
            isTold = false;
        } catch (IOException e) {
            if (!isTold) {
                isTold = true;
                LOG.warn("The console's settings {} cannot be written, so it will forget them: {}", file, e.toString());
            }
        }
    }

    private void write(Properties properties) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path next = whole.resolveSibling(whole.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
                Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            properties.store(writer, "Kagicast console");
            writer.flush();
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, String> remembered(Properties properties) {
        Map<String, String> remembered = new LinkedHashMap<>();
        for (int number = 0; number < MOST_REMEMBERED; number++) {
            String text = properties.getProperty("remembered." + number, "");
            int space = text.indexOf(' ');
            if (space > 0) {
                remembered.put(text.substring(0, space), text.substring(space + 1));
            }
        }
        return remembered;
    }

    private static List<Destination> nodes(Properties properties) {
        return IntStream.range(0, MOST_NODES).mapToObj(index -> properties.getProperty("node." + index, ""))
                .flatMap(text -> node(text).stream()).toList();
    }

    private static Optional<Destination> node(String text) {
        int space = text.indexOf(' ');
        try {
            return space < 0
                    ? Optional.empty()
                    : Optional.of(new Destination(HostPort.parse(ConfigurationMessage.NODE, text.substring(0, space)),
                            Path.of(text.substring(space + 1))));
        } catch (OperatorException | InvalidPathException edited) {
            return Optional.empty();
        }
    }

    private static Optional<WindowBounds> window(Properties properties) {
        String[] numbers = properties.getProperty("window", "").split(" ");
        if (numbers.length != 4) {
            return Optional.empty();
        }
        try {
            double[] parts = Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
            boolean maximized = Boolean.parseBoolean(properties.getProperty("maximized"));
            return Optional.of(new WindowBounds(parts[0], parts[1], parts[2], parts[3], maximized))
                    .filter(WindowBounds::isSane);
        } catch (NumberFormatException edited) {
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> Optional<E> choice(E[] values, @Nullable String text) {
        return Arrays.stream(values).filter(value -> text(value).equals(text)).findFirst();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
