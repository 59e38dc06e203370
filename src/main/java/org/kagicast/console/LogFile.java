package org.kagicast.console;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.recovery.RecoveryListener;
import ch.qos.logback.core.recovery.ResilientOutputStreamBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.kagicast.files.FullDisk;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the process logs, in a file of its owner's beside standard error, so that it can still be read when the window is
/// closed: the latest megabyte, and the two before it as `console.log.1` and `.2`. A file that cannot be written harms
/// nothing else.
final class LogFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{24} - %msg%n";
    private static final FileSize LARGEST = new FileSize(1 << 20);
    private static final int FORMER = 2;
    /// A minute.
    private static final long AGAIN_NANOS = 60_000_000_000L;

    private final Path file;
    private final Consumer<String> troubled;
    private final Appender appender = new Appender();

    /// @param troubled is told in one sentence when the file cannot be written any more, on whatever thread logs
    LogFile(Path file, Consumer<String> troubled) {
        this.file = file;
        this.troubled = troubled;
    }

    /// Writes what is logged from now on.
    void open() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        try {
            prepare();
            appender.begin(context);
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
            if (!appender.isStarted()) {
                LOG.warn(sentence("its file cannot be opened"));
            }
        } catch (IOException | OperatorException e) {
            LOG.warn(sentence(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        }
        appender.stop();
    }

    private void prepare() throws IOException {
        PrivateFiles.createFolder(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder"));
        if (!Files.exists(file)) {
            PrivateFiles.create(file);
        }
    }

    private String sentence(String why) {
        return "The console's log " + file + " cannot be written (" + why + "): free some space, or make its folder"
                + " yours; everything else goes on.";
    }

    /// Makes each next file its owner's before anything is in it, and tells of the first failure after a success.
    private final class Appender extends RollingFileAppender<ILoggingEvent> implements RecoveryListener {

        private boolean isTold;
        private long toldAt;

        void begin(LoggerContext context) {
            setContext(context);
            setName("console");
            setFile(file.toString());
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setCharset(StandardCharsets.UTF_8);
            encoder.setPattern(PATTERN);
            encoder.start();
            setEncoder(encoder);
            FixedWindowRollingPolicy former = new FixedWindowRollingPolicy();
            former.setContext(context);
            former.setParent(this);
            former.setFileNamePattern(file + ".%i");
            former.setMinIndex(1);
            former.setMaxIndex(FORMER);
            former.start();
            setRollingPolicy(former);
            SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
            size.setContext(context);
            size.setMaxFileSize(LARGEST);
            size.setCheckIncrement(Duration.buildByMilliseconds(100));
            size.start();
            setTriggeringPolicy(size);
            start();
        }

        @Override
        public void openFile(String name) throws IOException {
            prepare();
            super.openFile(name);
            if (getOutputStream() instanceof ResilientOutputStreamBase stream) {
                stream.addRecoveryListener(this);
            }
        }

        @Override
        public void newFailure(IOException failure) {
            if (!isTold) {
                isTold = true;
                toldAt = System.nanoTime();
                String why = FullDisk.isCause(failure, file)
                        ? "the disk is full"
                        : String.valueOf(failure.getMessage());
                troubled.accept(sentence(why));
            }
        }

        @Override
        public void recoveryOccured() {
            // A file opens on a full disk too, and fails again with the next line.
            isTold = System.nanoTime() - toldAt < AGAIN_NANOS;
        }
    }
}
