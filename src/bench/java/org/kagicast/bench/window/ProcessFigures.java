package org.kagicast.bench.window;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.kagicast.model.OperatorException;

/// What Linux tells of a process.
///
/// @param cpu            of all its threads since its start
/// @param residentMb     of its memory, in units of 1024 × 1024 bytes
/// @param mostResidentMb since its start
record ProcessFigures(Duration cpu, long residentMb, long mostResidentMb) {

    /// Of a running process.
    ///
    /// @throws OperatorException if it has ended, or the system is not Linux
    static ProcessFigures of(ProcessHandle process) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
            Duration cpu = process.info().totalCpuDuration().orElseThrow(() -> new IOException("no processor time"));
            return new ProcessFigures(cpu, megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
        } catch (IOException e) {
            throw new OperatorException("The console has ended, or this system does not tell what a process takes:"
                    + " measure it on Linux, where nothing ends it.", e);
        }
    }

    /// Reads a line such as `VmRSS:     1234 kB`.
    static long megabytes(List<String> status, String name) throws IOException {
        return status.stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                .orElseThrow(() -> new IOException("no " + name)) / 1024;
    }
}
