package org.kagicast.contentserver;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.source.NamedSource;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Moment;
import org.kagicast.time.Time;

/// Tells that nothing comes from a source that somebody else feeds, so that a stream without packets does not look like one
/// that sends. It belongs to the stream's thread.
final class SourceSilence {

    static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final StreamContext context;
    private final SourceSpec source;
    private Time.@Nullable Scheduled looking;
    private Moment heard;
    private boolean isTold;

    SourceSilence(StreamContext context, SourceSpec source) {
        this.context = context;
        this.source = source;
        this.heard = Moment.now(context.time());
    }

    /// The source is listened to from now on.
    void begin() {
        if (isFed(source)) {
            heard = Moment.now(context.time());
            looking = context.time().every(LOOK, context.loop(), this::look);
        }
    }

    /// Nothing is expected any more.
    void end() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    /// Something has come.
    void heard() {
        if (looking == null) {
            return;
        }
        heard = Moment.now(context.time());
        if (isTold) {
            isTold = false;
            context.inform("The source " + source.text() + " of " + context.stream() + " gives something again.");
        }
    }

    Optional<CodedMessage> sentence() {
        Moment now = Moment.now(context.time());
        return looking == null || now.since(heard).compareTo(WORTH_TELLING) < 0
                ? Optional.empty()
                : Optional.of(StreamMessage.SOURCE_SILENT.with(source.text(), heard.second()));
    }

    private void look() {
        if (!isTold) {
            sentence().ifPresent(told -> {
                isTold = true;
                context.warn(told);
            });
        }
    }

    /// Whether somebody else decides when there is something.
    private static boolean isFed(SourceSpec source) {
        return switch (source) {
            case SourceSpec.TestCard _,SourceSpec.Pattern _ -> false;
            case SourceSpec.File file -> !Files.isRegularFile(file.path());
            case SourceSpec.Udp _,SourceSpec.StandardInput _ -> true;
            case SourceSpec.Several(var parts) ->
                parts.stream().map(NamedSource::source).allMatch(SourceSilence::isFed);
        };
    }
}
