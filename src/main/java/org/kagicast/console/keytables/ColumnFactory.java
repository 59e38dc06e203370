package org.kagicast.console.keytables;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.kagicast.console.keytables.Column.Trait;
import org.kagicast.model.KeyId;
import org.kagicast.model.message.CodedMessage;

/// Makes the columns of one kind of table.
///
/// @param <R> the type of the rows
final class ColumnFactory<R> {

    Column<R> owner(String id) {
        return text(id, 98, TableEntry::owner, Trait.OWNER);
    }

    Column<R> key(Function<R, KeyId> keyId) {
        return new Column<>("key", (row, frame) -> frame.seen().numbers().number(keyId.apply(row.record())),
                comparing(row -> keyId.apply(row.record())), 46, EnumSet.of(Trait.KEY));
    }

    /// The ID in full, for those that are shown by a shorter number.
    Column<R> fullId(Function<R, KeyId> keyId, Trait... traits) {
        Set<Trait> all = set(traits);
        all.addAll(EnumSet.of(Trait.HIDDEN, Trait.NUMBER));
        return text("keyId", 130, row -> keyId.apply(row.record()), all.toArray(Trait[]::new));
    }

    <V extends Comparable<V>> Column<R> text(String id, double width, Function<TableEntry<R>, V> value,
            Trait... traits) {
        return new Column<>(id, (row, frame) -> value.apply(row).toString(), comparing(value), width, set(traits));
    }

    <E extends Enum<E>> Column<R> word(String id, String prefix, double width, Function<R, E> value) {
        return new Column<>(id, (row, frame) -> frame.texts().of(prefix, value.apply(row.record())),
                comparing(row -> value.apply(row.record())), width, Set.of());
    }

    Column<R> number(String id, double width, Function<R, Long> value, Trait... traits) {
        Set<Trait> all = set(traits);
        all.add(Trait.NUMBER);
        return new Column<>(id, (row, frame) -> frame.texts().number(value.apply(row.record())),
                comparing(row -> value.apply(row.record())), width, all);
    }

    Column<R> time(String id, Function<R, Optional<Instant>> value, Trait... traits) {
        return new Column<>(id,
                (row, frame) -> value.apply(row.record()).map(at -> frame.texts().clock(at)).orElse(""),
                comparing(row -> value.apply(row.record()), emptyLast()), 72, set(traits));
    }

    <V extends Comparable<V>> Column<R> optional(String id, double width, Function<R, Optional<V>> value,
            Trait... traits) {
        return new Column<>(id, (row, frame) -> value.apply(row.record()).map(Object::toString).orElse(""),
                comparing(row -> value.apply(row.record()), emptyLast()), width, set(traits));
    }

    Column<R> message(String id, double width, Function<R, Optional<CodedMessage>> value, Trait... traits) {
        return new Column<>(id, (row, frame) -> value.apply(row.record()).map(frame.texts()::of).orElse(""),
                comparing(row -> value.apply(row.record()).map(CodedMessage::text), emptyLast()), width, set(traits));
    }

    private static <V extends Comparable<? super V>> Comparator<Optional<V>> emptyLast() {
        return (one, other) -> one.isPresent() && other.isPresent()
                ? one.get().compareTo(other.get())
                : Boolean.compare(one.isEmpty(), other.isEmpty());
    }

    private static Set<Trait> set(Trait... traits) {
        EnumSet<Trait> set = EnumSet.noneOf(Trait.class);
        set.addAll(Set.of(traits));
        return set;
    }
}
