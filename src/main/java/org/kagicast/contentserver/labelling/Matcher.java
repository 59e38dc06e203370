package org.kagicast.contentserver.labelling;

import java.time.Instant;
import java.util.List;
import org.kagicast.contentserver.mpegts.PidSet;
import org.kagicast.contentserver.mpegts.ProgramTables;

/// A [Condition] made ready to be asked of packet after packet without allocating. It belongs to the stream's thread.
sealed interface Matcher {

    boolean fits(PacketView look);

    /// @param programs of each source, in the order of the sources
    static Matcher of(Condition condition, List<String> sources, List<ProgramTables> programs) {
        return switch (condition) {
            case Condition.Pids pids -> new OfPids(pids);
            case Condition.Programs numbers -> new OfPrograms(numbers, programs);
            case Condition.Prefix prefix -> new WithPrefix(prefix.bytes());
            case Condition.FromSource source -> new FromPlace(source.place(sources));
            case Condition.Daily daily -> new InWindow(daily);
        };
    }

    final class OfPids implements Matcher {

        private final PidSet pids = new PidSet();

        OfPids(Condition.Pids condition) {
            condition.pids().forEach(pids::add);
        }

        @Override
        public boolean fits(PacketView look) {
            return look.isUnjudged() || (look.pid() != PacketView.NO_PID && pids.contains(look.pid()));
        }
    }

    final class OfPrograms implements Matcher {

        private final Condition.Programs condition;
        private final List<ProgramTables> programs;
        /// By the place of the source: one says nothing about what a PID or a program of another one is.
        private final PidSet[] others;

        OfPrograms(Condition.Programs condition, List<ProgramTables> programs) {
            this.condition = condition;
            this.programs = programs;
            this.others = programs.stream().map(each -> each.others(condition.numbers())).toArray(PidSet[]::new);
        }

        /// The tables of a source say something else now.
        void refresh(int source) {
            others[source] = programs.get(source).others(condition.numbers());
        }

        @Override
        public boolean fits(PacketView look) {
            return look.isUnjudged()
                    || (look.pid() != PacketView.NO_PID && !others[look.source()].contains(look.pid()));
        }
    }

    final class WithPrefix implements Matcher {

        private final byte[] prefix;

        WithPrefix(byte[] prefix) {
            this.prefix = prefix;
        }

        @Override
        public boolean fits(PacketView look) {
            return look.isOfAnyPrefix() || look.beginsWith(prefix);
        }
    }

    record FromPlace(int source) implements Matcher {

        @Override
        public boolean fits(PacketView look) {
            return look.source() == source;
        }
    }

    final class InWindow implements Matcher {

        private final Condition.Daily window;
        private boolean isOpen;

        InWindow(Condition.Daily window) {
            this.window = window;
        }

        void refresh(Instant now) {
            isOpen = window.isOpen(now);
        }

        @Override
        public boolean fits(PacketView look) {
            return isOpen;
        }
    }
}
