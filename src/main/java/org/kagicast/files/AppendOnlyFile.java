package org.kagicast.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Lines of ASCII that only ever get more. Several processes may append to one file and read it at the same time: a line
/// is written in one piece at the end, and what a crash or a full disk cut off spoils no line before or after it. Only
/// its owner may use the file. Safe for use by several threads.
public final class AppendOnlyFile {

    private static final int LONGEST_LINE = 2_048;
    private static final int CHUNK = 64 * 1024;
    private static final byte END = '\n';

    private final Path file;
    private long position;

    /// @param file made with the first line
    public AppendOnlyFile(Path file) {
        this.file = file;
    }

    /// Appends a line, and returns only when it is on the disk.
    ///
    /// @param line without its end; at most 2,048 characters
    public synchronized void append(String line) throws IOException {
        if (line.length() > LONGEST_LINE) {
            throw new IOException("a line of " + line.length() + " characters");
        }
        boolean isNew = !Files.exists(file);
        String whole = (hasCutOffEnd() ? "\n" : "") + line + "\n";
        try (FileChannel channel = PrivateFiles.openToAppend(file)) {
            PrivateFiles.put(channel, whole.getBytes(StandardCharsets.US_ASCII));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (isNew && folder != null) {
            PrivateFiles.syncFolder(folder);
        }
    }

    /// What has come to the file since it was read last, by whichever process.
    public synchronized Reading read() throws IOException {
        if (!Files.exists(file)) {
            return new Reading(false, List.of());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean anew = channel.size() < position;
            if (anew) {
                position = 0;
            }
            return new Reading(anew, lines(channel));
        }
    }

    /// A last line without its end is left for the next reading.
    private List<String> lines(FileChannel channel) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = position;
        for (int read = channel.read(chunk, at); read > 0; read = channel.read(chunk, at)) {
            for (byte each : chunk.flip().array()) {
                if (read-- == 0) {
                    break;
                }
                at++;
                if (each != END) {
                    if (line.size() <= LONGEST_LINE) {
                        line.write(each);
                    }
                    continue;
                }
                if (line.size() <= LONGEST_LINE) {
                    lines.add(line.toString(StandardCharsets.ISO_8859_1));
                }
                line.reset();
                position = at;
            }
            chunk.clear();
        }
        return lines;
    }

    private boolean hasCutOffEnd() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != END;
        }
    }

    /// @param anew whether the file was replaced by a shorter one, so that these are all its lines
    /// @param lines whole ones, without their ends; may hold what a crash cut off
    public record Reading(boolean anew, List<String> lines) {}
}
