package org.kagicast.contentserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.EncryptionKeyTable;
import org.kagicast.contentserver.keys.KeyStateReporter;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.KeyAcquisition;
import org.kagicast.contentserver.rekey.LineKeys;
import org.kagicast.contentserver.rekey.Readiness;
import org.kagicast.contentserver.rekey.RekeyMachine;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.keys.KeyCreator;
import org.kagicast.rpc.keys.RekeyOrderSource;

/// All keys of a stream: one line of them for each of its labels, or the one line of a stream without labels (R6). It
/// belongs to the stream's thread.
final class StreamKeys {

    /// Labels whose trouble is told at once.
    private static final int MOST_TOLD = 3;

    private final StreamContext context;
    private final EncryptionKeyTable table;
    private final KeyStateReporter reports;
    private final List<LineKeys> lines = new ArrayList<>();

    /// @param policy the one in force
    StreamKeys(StreamSettings settings, Supplier<RekeyPolicy> policy, StreamContext context, KeyCreator keyServer,
            PacketWriter sending, LineKeys.Owner owner) {
        this.context = context;
        this.table = new EncryptionKeyTable(settings.manifests());
        this.reports = new KeyStateReporter(context, keyServer);
        List<KeyLabel> labels = settings.labels().labels();
        for (int number = 0; number < labels.size(); number++) {
            StreamContext own = context.under(labels.get(number));
            lines.add(new LineKeys(
                    new KeyAcquisition.Office(own, settings.keys().provider(own, keyServer, settings.suite()), table,
                            reports),
                    policy, sending.control(number), new Readiness(own, keyServer), owner));
        }
    }

    /// Asks for the first key of each label. Twice is harmless.
    void begin() {
        lines.forEach(LineKeys::begin);
    }

    /// Another policy is in force.
    void adapt() {
        lines.forEach(LineKeys::adapt);
    }

    /// Whether every label has a key.
    boolean areReady() {
        return lines.stream().allMatch(LineKeys::isReady);
    }

    /// The keys of the label with that number.
    LineKeys line(int number) {
        return lines.get(number);
    }

    /// The key for the next packet of the label with that number; null before its first key has come (R6).
    @Nullable
    EncryptionKey choose(int number) {
        return lines.get(number).keyOrNull();
    }

    /// Carries out a command for one label, or without a label for all. For all, one that is about a pending change is
    /// carried out where there is one, and one that names a key for its label.
    ///
    /// @param outcome ends with the keys that the command was about, in the order of the labels, or fails with an
    ///        [OperatorException]
    void order(KeyLabel label, RekeyCommand command, CompletableFuture<List<KeyName>> outcome) {
        List<LineKeys> meant = meant(label).stream()
                .filter(line -> lines.size() == 1 || command.key().filter(key -> line.find(key).isEmpty()).isEmpty())
                .toList();
        if (meant.isEmpty()) {
            outcome.completeExceptionally(new OperatorException(whyNone(label, command)));
            return;
        }
        List<CompletableFuture<KeyName>> parts = new ArrayList<>();
        for (LineKeys line : meant) {
            CompletableFuture<KeyName> part = new CompletableFuture<>();
            line.order(command, part);
            parts.add(part);
        }
        var _ = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .whenComplete((same, fault) -> tell(parts, needsAll(command), outcome));
    }

    /// Why a command is about none of the lines.
    private CodedMessage whyNone(KeyLabel label, RekeyCommand command) {
        if (meant(label).isEmpty()) {
            return labels().isEmpty()
                    ? StreamMessage.NO_LABELS.with(context.stream(), label)
                    : StreamMessage.NO_SUCH_LABEL.with(context.stream(), label, labels());
        }
        KeyId named = command.key().orElseThrow();
        KeyLine line = new KeyLine(context.stream(), label);
        CodedMessage nothing = RekeyMachine.nothingDone(command);
        return lines.stream().flatMap(one -> one.find(named).stream()).findFirst()
                .map(key -> StreamMessage.KEY_OF_ANOTHER_LINE.with(key, line, nothing))
                .orElseGet(() -> StreamMessage.KEY_NOT_KNOWN.with(KeyName.of(named), line, nothing, Optional.empty()));
    }

    /// Whether the command makes keys, one for each label, and is not done unless all are there.
    private static boolean needsAll(RekeyCommand command) {
        return switch (command) {
            case RekeyCommand.Now now -> true;
            case RekeyCommand.Announce announce -> true;
            case RekeyCommand.Hold hold -> false;
            case RekeyCommand.SwitchNow switchNow -> false;
            case RekeyCommand.Cancel cancel -> false;
        };
    }

    private static void tell(List<CompletableFuture<KeyName>> parts, boolean needsAll,
            CompletableFuture<List<KeyName>> outcome) {
        List<CompletableFuture<KeyName>> done = parts.stream().filter(part -> !part.isCompletedExceptionally())
                .toList();
        if (done.isEmpty() || (needsAll && done.size() < parts.size())) {
            parts.stream().filter(CompletableFuture::isCompletedExceptionally).findFirst()
                    .ifPresent(failed -> outcome.completeExceptionally(failed.exceptionNow()));
        } else {
            outcome.complete(done.stream().map(CompletableFuture::join).toList());
        }
    }

    /// The key server orders a change to keys that are made from now on, of one label or without a label of all.
    void obey(KeyLabel label, CodedMessage reason) {
        meant(label).forEach(line -> line.obey(reason));
    }

    /// The keys of the labels that have any, as far as they are known now. Safe from any thread.
    List<RekeyOrderSource.NamedKeys> named() {
        return lines.stream().map(LineKeys::named).filter(named -> !named.keyIds().isEmpty()).toList();
    }

    /// Tells the key server again which keys are in use.
    void confirm() {
        lines.forEach(LineKeys::confirm);
    }

    /// To be called now and then while packets are sealed.
    void checkUse() {
        lines.forEach(LineKeys::checkUse);
    }

    /// The source has ended.
    void end(Duration after) {
        lines.forEach(line -> line.end(after));
    }

    /// Lets go of everything at once.
    void wipe() {
        lines.forEach(LineKeys::wipe);
        table.retireAll();
    }

    /// Nothing more is told to the key server.
    void close() {
        reports.close();
    }

    /// The keys in use, for people.
    String inUse() {
        return String.join(", ", lines.stream().map(line -> line.inUse().name().withId()).toList());
    }

    /// Why next keys have not come, in one sentence for each label that waits.
    Optional<CodedMessage> trouble() {
        return CodedMessage.joined(lines.stream().flatMap(line -> line.trouble().stream()).limit(MOST_TOLD));
    }

    /// What each label's keys are; none for a stream without labels.
    List<LabelState> states() {
        return lines.stream().filter(line -> !line.label().isNone()).map(LineKeys::state).toList();
    }

    /// The state of the label for the rest, or of the only line.
    LabelState main() {
        return lines.getFirst().state();
    }

    /// The change that happens first.
    Optional<PendingChange> pending() {
        return lines.stream().flatMap(line -> line.state().pending().stream())
                .min(Comparator.comparing(PendingChange::switchAt));
    }

    Optional<LastChange> lastChange() {
        return lines.stream().flatMap(line -> line.state().lastChange().stream())
                .max(Comparator.comparing(LastChange::at));
    }

    int announcedRekeys() {
        return sum(LineKeys::announcedRekeys);
    }

    int immediateRekeys() {
        return sum(LineKeys::immediateRekeys);
    }

    List<EncryptionKeyRow> rows() {
        return table.rows();
    }

    private int sum(ToIntFunction<LineKeys> count) {
        return lines.stream().mapToInt(count).sum();
    }

    private List<LineKeys> meant(KeyLabel label) {
        return lines.stream().filter(line -> label.isNone() || line.label().equals(label)).toList();
    }

    private List<KeyLabel> labels() {
        return lines.stream().map(LineKeys::label).filter(label -> !label.isNone()).toList();
    }
}
