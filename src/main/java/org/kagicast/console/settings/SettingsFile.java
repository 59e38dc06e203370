package org.kagicast.console.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings as a small properties file without secrets: of an identity, only where its folder is. What is missing or cannot be read falls back to the default: a console
/// that does not open because of its settings would serve nobody.
public final class SettingsFile {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    /// More than anybody watches at once.
    private static final int MOST_NODES = 100;

    private final Path file;

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
                Boolean.parseBoolean(properties.getProperty("lab", "true")), nodes(properties),
                Optional.ofNullable(properties.getProperty("domain")));
    }

    public void save(ConsoleSettings settings) {
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
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, "Kagicast console");
            }
        } catch (IOException e) {
            LOG.warn("The console's settings {} cannot be written, so it will forget them.", file, e);
        }
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
                    : Optional.of(new Destination(HostPort.parse("node", text.substring(0, space)),
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
