import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one sentence to a file when the newest JDK that the build found is too old; the build then stops with it. */
public class RequireJdk {

    public static void main(String[] args) throws Exception {
        int wanted = Integer.parseInt(args[0]);
        Path complaint = Path.of(args[1]);
        Files.deleteIfExists(complaint);
        if (Runtime.version().feature() < wanted) {
            Files.createDirectories(complaint.getParent());
            Files.writeString(complaint, "Kagicast is built with JDK " + wanted + " or newer, and the newest JDK found is "
                    + Runtime.version().feature() + " in " + System.getProperty("java.home")
                    + ": install one, for example Eclipse Temurin " + wanted
                    + ", in a usual folder such as /usr/lib/jvm or ~/.jdks, or set JAVA_HOME to it.");
        }
    }
}
