package org.kagicast.contentserver.keys;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.kagicast.model.EventSink;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the parts of one stream share: names, time, the one thread that owns their state, and whom to tell.
///
/// @param keyServer whom keys are asked of
/// @param line the stream and, where it has several keys at once, the label that this is about
/// @param loop the stream's thread
/// @param randomness for what needs no secrecy, on the stream's thread
public record StreamContext(NodeName contentServer, NodeName keyServer, KeyLine line, Time time, Executor loop,
        EventSink events, RandomGenerator randomness) {

    private static final Logger LOG = LoggerFactory.getLogger(StreamContext.class);

    /// The same stream, for the keys of one of its labels.
    public StreamContext under(KeyLabel label) {
        return new StreamContext(contentServer, keyServer, new KeyLine(line.stream(), label), time, loop, events,
                randomness);
    }

    public StreamName stream() {
        return line.stream();
    }

    /// Runs work on the stream's thread.
    ///
    /// @return false if that thread has ended
    public boolean run(Runnable work) {
        try {
            loop.execute(work);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /// In one sentence that the key server has not answered.
    public CodedMessage keyServerSilence() {
        return StreamMessage.KEY_SERVER_SILENT.with(keyServer);
    }

    /// In one sentence why the key server gave nothing.
    public CodedMessage keyServerFault(Throwable fault) {
        Throwable told = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (told) {
            case OperatorException sentence -> sentence.coded();
            case CancellationException _ -> keyServerSilence();
            default -> {
                LOG.error("The key server {} could not be asked", keyServer, told);
                yield StreamMessage.KEY_SERVER_NOT_ASKED.with(keyServer);
            }
        };
    }

    /// A message to the key server has been sent.
    void asked(Step step) {
        events.emit(new NodeEvent.Message(time.now(), contentServer, step, Optional.of(keyServer), Optional.empty(),
                Optional.of(stream()), line.label(), 0));
    }

    /// An announcement has been multicast for the first time (C8).
    ///
    /// @param coming empty for a withdrawal
    public void announced(Optional<KeyName> coming) {
        events.emit(new NodeEvent.Message(time.now(), contentServer, Step.C8, Optional.empty(),
                coming.map(KeyName::id), Optional.of(stream()), line.label(), coming.map(KeyName::number).orElse(0L)));
    }

    /// For the log alone, which is in English.
    public void inform(String text) {
        notice(NodeEvent.Severity.INFO, CodedMessage.plain(text));
    }

    public void warn(CodedMessage message) {
        notice(NodeEvent.Severity.WARNING, message);
    }

    public void alarm(CodedMessage message) {
        notice(NodeEvent.Severity.ERROR, message);
    }

    public void notice(NodeEvent.Severity severity, CodedMessage message) {
        events.emit(new NodeEvent.Notice(time.now(), contentServer, severity, message));
    }
}
