package org.kagicast.pki.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;

/// Remembers over restarts which tokens were used, until a day after they have expired. Holds IDs only, from which
/// no token can be made. One process at a time has it open. Safe for use by several threads.
public final class UsedTokens implements AutoCloseable {

    private static final Duration MARGIN = Duration.ofDays(1);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{32}) ([0-9]{1,12})");

    private final Map<String, Instant> expiries = new HashMap<>();
    private final FileChannel lockChannel;
    private final FileChannel channel;

    private UsedTokens(FileChannel lockChannel, FileChannel channel, Map<String, Instant> expiries) {
        this.lockChannel = lockChannel;
        this.channel = channel;
        this.expiries.putAll(expiries);
    }

    /// @param file made if there is none
    /// @throws OperatorException if another process has it open, or it cannot be read and written
    public static UsedTokens open(Path file, Instant now) {
        try {
            FileChannel lockChannel = lock(file);
            try {
                Map<String, Instant> expiries = read(file, now);
                OwnerOnlyFiles.write(file, text(expiries));
                return new UsedTokens(lockChannel, OwnerOnlyFiles.openToAppend(file), expiries);
            } catch (IOException | RuntimeException fault) {
                lockChannel.close();
                throw fault;
            }
        } catch (IOException fault) {
            throw OwnerOnlyFiles.cannotWrite(file, fault);
        }
    }

    /// Marks a token used, and returns only when that is on the disk.
    ///
    /// @param id 32 hexadecimal digits
    /// @return whether it was unused
    /// @throws OperatorException if it cannot be written down; the token then counts as used
    public synchronized boolean use(String id, Instant expires, Instant now) {
        forget(expiries, now);
        if (expiries.putIfAbsent(id, expires) != null) {
            return false;
        }
        try {
            OwnerOnlyFiles.append(channel, line(id, expires).getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException fault) {
            throw new OperatorException("The use of a token cannot be written down: free some space on the disk, then "
                    + "make a new token.", fault);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            lockChannel.close();
        } catch (IOException fault) {
            throw new OperatorException("The list of used tokens cannot be closed: check the disk.", fault);
        }
    }

    /// The lock lies on a file of its own, since the list is replaced as a whole when it is opened.
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = OwnerOnlyFiles.openToAppend(file.resolveSibling(file.getFileName() + ".lock"));
        if (!isLocked(channel)) {
            channel.close();
            throw new OperatorException("Another process enrols for the trust domain in "
                    + file.toAbsolutePath().getParent() + " already: let only one of them do it.");
        }
        return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        }
    }

    /// A last line that was cut off belongs to a use that was never answered.
    private static Map<String, Instant> read(Path file, Instant now) throws IOException {
        Map<String, Instant> expiries = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                Matcher parts = LINE.matcher(line);
                if (parts.matches()) {
                    expiries.put(parts.group(1), Instant.ofEpochSecond(Long.parseLong(parts.group(2))));
                }
            }
        }
        forget(expiries, now);
        return expiries;
    }

    /// Not at once, in case somebody sets the clock back.
    private static void forget(Map<String, Instant> expiries, Instant now) {
        expiries.values().removeIf(expiry -> expiry.plus(MARGIN).isBefore(now));
    }

    private static byte[] text(Map<String, Instant> expiries) {
        StringBuilder text = new StringBuilder();
        expiries.forEach((id, expiry) -> text.append(line(id, expiry)));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(String id, Instant expires) {
        return id + " " + expires.getEpochSecond() + "\n";
    }
}
