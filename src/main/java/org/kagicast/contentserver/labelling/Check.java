package org.kagicast.contentserver.labelling;

import java.time.Instant;
import java.util.List;

/// A [Condition] made ready to be asked of packet after packet without allocating. It belongs to the stream's thread.
sealed interface Check {

    boolean fits(Look look);

    static Check of(Condition condition, List<String> sources, ProgramMap programs) {
        return switch (condition) {
            case Condition.Pids pids -> new OfPids(pids);
            case Condition.Programs numbers -> new OfPrograms(numbers, programs);
            case Condition.Prefix prefix -> new WithPrefix(prefix.bytes());
            case Condition.FromSource source -> new FromPlace(source.place(sources));
            case Condition.Daily daily -> new InWindow(daily);
        };
    }

    final class OfPids implements Check {

        private final PidSet pids = new PidSet();

        OfPids(Condition.Pids condition) {
            condition.pids().forEach(pids::add);
        }

        @Override
        public boolean fits(Look look) {
            return look.isUnjudged() || (look.pid() != Look.NO_PID && pids.contains(look.pid()));
        }
    }

    final class OfPrograms implements Check {

        private final Condition.Programs condition;
        private final ProgramMap programs;
        private PidSet others;

        OfPrograms(Condition.Programs condition, ProgramMap programs) {
            this.condition = condition;
            this.programs = programs;
            this.others = programs.others(condition.numbers());
        }

        /// The stream's tables say something else now.
        void refresh() {
            others = programs.others(condition.numbers());
        }

        @Override
        public boolean fits(Look look) {
            return look.isUnjudged() || (look.pid() != Look.NO_PID && !others.contains(look.pid()));
        }
    }

    final class WithPrefix implements Check {

        private final byte[] prefix;

        WithPrefix(byte[] prefix) {
            this.prefix = prefix;
        }

        @Override
        public boolean fits(Look look) {
            return look.beginsWith(prefix);
        }
    }

    record FromPlace(int source) implements Check {

        @Override
        public boolean fits(Look look) {
            return look.source() == source;
        }
    }

    final class InWindow implements Check {

        private final Condition.Daily window;
        private boolean isOpen;

        InWindow(Condition.Daily window) {
            this.window = window;
        }

        void refresh(Instant now) {
            isOpen = window.isOpen(now);
        }

        @Override
        public boolean fits(Look look) {
            return isOpen;
        }
    }
}
