import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/** Writes one sentence to a file when the newest JDK that the build found is too old; the build then stops with it. */
public class RequireJdk {

    public static void main(String[] args) throws IOException {
        int wanted = Integer.parseInt(args[0]);
        Path complaint = Path.of(args[1]);
        Files.deleteIfExists(complaint);
        if (Runtime.version().feature() < wanted) {
            Files.createDirectories(complaint.getParent());
            Files.writeString(complaint, "Kagicast is built with JDK " + wanted + " or newer, and the newest JDK found is "
                    + Runtime.version().feature() + " in " + System.getProperty("java.home") + ": "
                    + onPath(wanted).map(home -> "set JAVA_HOME to " + home + ", which is on the PATH.")
                            .orElse("install one, for example Eclipse Temurin " + wanted
                                    + ", in a usual folder such as /usr/lib/jvm or ~/.jdks, or set JAVA_HOME to it."));
        }
    }

    /** Maven prefers JAVA_HOME to the PATH, and looks for JDKs in usual folders only. */
    private static Optional<Path> onPath(int wanted) {
        return Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, File.separatorChar == '\\' ? "javac.exe" : "javac"))
                .filter(Files::isExecutable).flatMap(javac -> home(javac).stream())
                .filter(home -> feature(home.resolve("release")) >= wanted).findFirst();
    }

    private static Optional<Path> home(Path javac) {
        try {
            return Optional.ofNullable(javac.toRealPath().getParent()).map(Path::getParent);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static int feature(Path release) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            read.load(reader);
            return Runtime.Version.parse(read.getProperty("JAVA_VERSION", "0").replace("\"", "")).feature();
        } catch (IOException | IllegalArgumentException none) {
            return 0;
        }
    }
}
