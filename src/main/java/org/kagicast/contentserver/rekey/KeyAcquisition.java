package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.EncryptionKeyTable;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.keys.KeyStateReporter;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.Rekey.Event;
import org.kagicast.contentserver.rekey.Rekey.WantedKey;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.Retry;
import org.kagicast.rpc.keys.CreatedKey;

/// Acquires one key that is wanted: asks for it, or makes and deposits it (R2, R18, R28), until it has come and is stored
/// (R4) or is refused. It belongs to the stream's thread.
public final class KeyAcquisition {

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// What every key of a stream is asked for with.
    public record Office(StreamContext context, KeyProvider provider, EncryptionKeyTable table,
            KeyStateReporter reports) {}

    private final Office office;
    private final StreamContext context;
    private final WantedKey wanted;
    private final KeyProvider.Wanted provider;
    private final Consumer<Event> outcome;
    private Duration pause = FIRST_PAUSE;
    private boolean isAsking;
    private boolean isRepeated;
    private @Nullable CompletableFuture<KeyName> abandoned;

    /// @param outcome takes on the stream's thread what comes of it; nothing after it was abandoned
    KeyAcquisition(Office office, WantedKey wanted, Consumer<Event> outcome) {
        this.office = office;
        this.context = office.context();
        this.wanted = wanted;
        this.provider = office.provider().want(wanted.mode().reason());
        this.outcome = outcome;
    }

    /// Gives the key up: it is never used, and destroyed when it comes.
    ///
    /// @param destroyed ends with the destroyed key, or fails with an [OperatorException] if none comes
    void abandon(CompletableFuture<KeyName> destroyed) {
        abandoned = destroyed;
        if (!isAsking) {
            provider.close();
            destroyed.completeExceptionally(new OperatorException(StreamMessage.GIVEN_UP.with(context.line())));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
    void ask() {
        if (abandoned != null) {
            return;
        }
        isAsking = true;
        CompletableFuture<CreatedKey> answer = provider.attempt(office.table().highestNumber(context.line()));
        var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
        answer.whenComplete((created, fault) -> {
            deadline.cancel();
            if (!context.run(() -> answered(created, fault)) && created != null) {
                created.close();
            }
        });
    }

    private void answered(@Nullable CreatedKey created, @Nullable Throwable fault) {
        isAsking = false;
        if (created != null) {
            try (created) {
                take(created);
            }
        } else if (fault != null) {
            failed(Retry.after(fault),
                    context.keyServerFault(fault));
        }
    }

    private void take(CreatedKey created) {
        office.table().saw(created);
        if (abandoned != null) {
            provider.close();
            office.reports().tell(created.name(), KeyState.DESTROYED);
            abandoned.complete(created.name());
            return;
        }
        office.table().store(created, context.time().now()).ifPresentOrElse(this::stored,
                () -> failed(Retry.ANEW,
                        StreamMessage.KEY_GIVEN_TWICE.with(context.keyServer(), KeyName.of(created.keyId()),
                                context.line())));
    }

    private void stored(EncryptionKey key) {
        provider.close();
        outcome.accept(new Event.KeyCame(wanted, key.name()));
    }

    private void failed(Retry retry, CodedMessage sentence) {
        if (abandoned != null) {
            provider.close();
            abandoned.completeExceptionally(new OperatorException(sentence));
        } else if (retry == Retry.NEVER || (wanted.requester() == WantedKey.Requester.OPERATOR && isRepeated)) {
            provider.close();
            outcome.accept(new Event.KeyRefused(wanted, sentence));
        } else {
            askAgain(retry, sentence);
        }
    }

    private void askAgain(Retry retry, CodedMessage sentence) {
        if (retry == Retry.ANEW) {
            provider.startAnew();
        }
        isRepeated = true;
        outcome.accept(new Event.KeyDelayed(wanted, sentence, pause));
        context.time().after(pause, context.loop(), this::ask);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}
