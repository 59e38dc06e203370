package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, with a runtime beside it that only tells how it was started.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path LAUNCHER = Path.of("installer", "bin", "kagicast");

    @TempDir
    private Path home;

    @Test
    @DisplayName("Keys reach no core dump and no heap dump, files belong to their owner alone, and options can be added")
    void keepsKeysIn() throws Exception {
        place("runtime/release", "JAVA_VERSION=\"25.0.1\"\n");
        place("runtime/bin/java", "#!/bin/sh\numask\nulimit -c\nfor each in \"$@\"; do echo \"$each\"; done\n");
        place("bin/kagicast", Files.readString(LAUNCHER));

        List<String> told = run("-XX:-DisableAttachMechanism -Da=b", "status", "--node", "a b");

        assertThat(Integer.parseInt(told.getFirst(), 8)).isEqualTo(0077);
        assertThat(told.get(1)).isEqualTo("0");
        assertThat(told).containsSubsequence("-XX:+DisableAttachMechanism", "-XX:-DisableAttachMechanism", "-Da=b",
                "org.kagicast.cli.Main", "status", "--node", "a b");
        assertThat(told).contains("-XX:-CreateCoredumpOnCrash");
    }

    @Test
    @DisplayName("The heap of the programs that live long is kept close to what is in use, and only theirs; options can say otherwise")
    void memory() throws Exception {
        place("runtime/release", "JAVA_VERSION=\"25.0.1\"\n");
        place("runtime/bin/java", "#!/bin/sh\nfor each in \"$@\"; do echo \"$each\"; done\n");
        place("bin/kagicast", Files.readString(LAUNCHER));

        for (String role : List.of("content-server", "client")) {
            assertThat(run("-XX:-UseSerialGC", role, "--config", "a.toml")).containsSubsequence("-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError", "-XX:-UseSerialGC", "org.kagicast.cli.Main", role);
        }
        assertThat(run("", "status")).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    @DisplayName("The console takes little memory and gives back what it does not need, with or without its name; no other command is bound like that")
    void consoleMemory() throws Exception {
        place("runtime/release", "JAVA_VERSION=\"25.0.1\"\n");
        place("runtime/bin/java",
                "#!/bin/sh\necho \"arenas $MALLOC_ARENA_MAX\"\nfor each in \"$@\"; do echo \"$each\"; done\n");
        place("bin/kagicast", Files.readString(LAUNCHER));

        for (List<String> told : List.of(run("-Xmx1g"), run("-Xmx1g", "console", "--lab", "third"))) {
            assertThat(told).containsSubsequence("arenas 2", "-XX:+UseSerialGC", "-Xmx384m", "-XX:MaxHeapFreeRatio=30",
                    "-XX:TrimNativeHeapInterval=10000", "-Djavafx.animation.pulse=30", "-Xmx1g",
                    "org.kagicast.cli.Main");
        }
        for (String other : List.of("status", "lab", "key-server", "content-server", "client", "bench")) {
            assertThat(run("", other)).contains("arenas ").noneMatch(option -> option.startsWith("-Xmx"))
                    .doesNotContain("-XX:TieredStopAtLevel=1");
        }
    }

    @Test
    @DisplayName("The console takes its cache where there is one, with a class path that says each jar in one order, the bench's last, which may be missing")
    void consoleCache() throws Exception {
        place("runtime/release", "JAVA_VERSION=\"25.0.1\"\n");
        place("runtime/bin/java", "#!/bin/sh\nfor each in \"$@\"; do echo \"$each\"; done\n");
        place("bin/kagicast", Files.readString(LAUNCHER));
        for (String jar : List.of("kagicast-bench.jar", "netty.jar", "Histogram.jar", "kagicast.jar")) {
            place("lib/" + jar, "");
        }
        String lib = home.resolve("lib") + "/";
        String classPath = Stream.of("Histogram.jar", "kagicast.jar", "netty.jar", "kagicast-bench.jar")
                .map(jar -> lib + jar).collect(Collectors.joining(":"));

        assertThat(run("", "console")).containsSubsequence("-classpath", classPath, "org.kagicast.cli.Main")
                .noneMatch(option -> option.startsWith("-XX:AOTCache"));

        place("lib/console.aot", "");

        assertThat(run("-Xlog:gc", "console")).containsSubsequence("-XX:AOTCache=" + lib + "console.aot",
                "-Xlog:disable", "-Xlog:gc", "-classpath", classPath);
        assertThat(run("", "status")).containsSubsequence("-classpath", lib + "*")
                .noneMatch(option -> option.startsWith("-XX:AOTCache"));
    }

    @Test
    @DisplayName("A console that does not start leaves no cache, and what makes the cache says so")
    void noCache() throws Exception {
        place("bin/kagicast", "#!/bin/sh\necho 'no display' >&2\nexit 1\n");
        place("bin/kagicast-console-cache", Files.readString(LAUNCHER.resolveSibling("kagicast-console-cache")));
        place("lib/console.aot", "of yesterday");

        Process process = new ProcessBuilder(home.resolve("bin/kagicast-console-cache").toString())
                .redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(told).contains("the console has not shown a picture (no display); the console starts without it");
        assertThat(home.resolve("lib/console.aot")).doesNotExist();
    }

    private void place(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> run(String options, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c",
                "umask 022; ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh",
                home.resolve("bin/kagicast").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KAGICAST_JAVA_OPTIONS", options);
        Process process = builder.redirectErrorStream(true).start();
        List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return told;
    }
}
