package org.kagicast.console.lanes;

import java.util.Optional;
import org.kagicast.console.parts.Item;
import org.kagicast.console.session.Target;
import org.kagicast.model.StreamName;

/// One row of the board: the same one as long as it is about the same.
public sealed interface LaneRow {

    /// The lane that it belongs to; empty for the clients of no stream in view.
    Optional<Lane> lane();

    /// A lane that shows its clients.
    record Head(Lane of) implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.of(of);
        }
    }

    /// A lane that is this row only.
    record Folded(Lane of) implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.of(of);
        }
    }

    /// The keys of one label of a lane.
    ///
    /// @param index among the lane's lines
    record Label(Lane of, int index) implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.of(of);
        }
    }

    /// A client of a lane.
    record Strip(Lane of, Item<StripState> item) implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.of(of);
        }
    }

    /// Stands above the clients that receive no stream in view.
    record Others() implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.empty();
        }
    }

    /// A client that receives no stream in view.
    record Stray(Item<StripState> item) implements LaneRow {
        @Override
        public Optional<Lane> lane() {
            return Optional.empty();
        }
    }

    /// The stream whose keys commands on this row are about.
    default Optional<StreamName> stream() {
        return lane().map(Lane::stream);
    }

    /// Whether it stands for what a link points at.
    default boolean isOf(Target target) {
        return switch (this) {
            case Head row -> target.equals(new Target.OfStream(row.of.stream()));
            case Folded row -> target.equals(new Target.OfStream(row.of.stream()));
            case Strip row -> target.equals(new Target.OfClient(row.item.state().name()));
            case Stray row -> target.equals(new Target.OfClient(row.item.state().name()));
            case Label row -> false;
            case Others row -> false;
        };
    }
}
