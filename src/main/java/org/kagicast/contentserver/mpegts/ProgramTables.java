package org.kagicast.contentserver.mpegts;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which PID belongs to which program of an MPEG transport stream, as its own tables tell: the program association table
/// names the map of each program, and the map names its PIDs (ISO/IEC 13818-1 §2.4.4.3, §2.4.4.8), those of its entitlement
/// control messages (ECM) among them. Entitlement management messages (EMM), which the conditional access table names
/// (§2.4.4.6), belong to the programs that use the same access system. It belongs to the stream's thread.
///
/// A packet is of a program when no other program and no table for all has its PID. So what has not been told yet counts
/// as the program's own, and nobody sees the beginning of what is to be kept from him; the others see theirs as soon as
/// their tables have come, usually within half a second.
public final class ProgramTables {

    private static final int ASSOCIATION_TABLE = 0;
    private static final int ACCESS_TABLE = 1;
    private static final int MAP_TABLE = 2;
    private static final int ACCESS_DESCRIPTOR = 9;
    private static final int LEAST_ACCESS_DESCRIPTOR = 4;
    private static final int MOST_ACCESS_PIDS = 256;
    private static final int TABLE_HEADER_BYTES = 8;
    private static final int MOST_PROGRAMS = 256;
    /// Below it are tables that are for all.
    private static final int FIRST_FREE_PID = 0x20;
    /// Tables of North American broadcasts, for all.
    private static final int PSIP_PID = 0x1ffb;

    private final PsiSectionAssembler association = new PsiSectionAssembler();
    /// Section number → CRC of the sections that `collected` is from.
    private final Map<Integer, Integer> sections = new HashMap<>();
    /// Program number → PID of its map.
    private final Map<Integer, Integer> collected = new HashMap<>();
    private int collectedVersion = -1;
    private final Map<Integer, Program> programs = new HashMap<>();
    private final PsiSectionAssembler access = new PsiSectionAssembler();
    /// Section number → CRC of the sections that `accessSystems` is from.
    private final Map<Integer, Integer> accessSections = new HashMap<>();
    /// PID of entitlement management messages → access systems that they are for.
    private final Map<Integer, Set<Integer>> accessSystems = new HashMap<>();
    private int accessVersion = -1;
    private PidSet tablePids = new PidSet();
    private boolean hasChanged;

    /// One program, and what its map says.
    private static final class Program {

        private final int mapPid;
        private final PsiSectionAssembler reader = new PsiSectionAssembler();
        private int mapCrc;
        private PidSet pids = new PidSet();
        private Set<Integer> accessSystems = Set.of();

        Program(int mapPid) {
            this.mapPid = mapPid;
            pids.add(mapPid);
        }
    }

    public ProgramTables() {
        tablePids.add(ASSOCIATION_TABLE);
        tablePids.add(ACCESS_TABLE);
    }

    /// Reads a packet if it is of a table.
    ///
    /// @return whether another PID belongs to a program now
    public boolean observe(ByteBuffer bytes, int at) {
        hasChanged = false;
        int pid = TransportPacket.pid(bytes, at);
        if (tablePids.contains(pid)) {
            readTable(bytes, at, pid);
        }
        return hasChanged;
    }

    /// The PIDs that are of none of these programs, because another one has them or they are for all.
    public PidSet others(Set<Integer> numbers) {
        PidSet others = new PidSet();
        for (int pid = 0; pid < FIRST_FREE_PID; pid++) {
            others.add(pid);
        }
        others.add(PSIP_PID);
        others.add(TransportPacket.NULL_PID);
        programs.forEach((number, program) -> {
            if (!numbers.contains(number)) {
                others.addAll(program.pids);
                accessSystems.forEach((pid, systems) -> {
                    if (systems.stream().anyMatch(program.accessSystems::contains)) {
                        others.add(pid);
                    }
                });
            }
        });
        return others;
    }

    private void readTable(ByteBuffer bytes, int at, int pid) {
        if (pid == ASSOCIATION_TABLE) {
            association.packet(bytes, at, this::associationSection);
            return;
        }
        if (pid == ACCESS_TABLE) {
            access.packet(bytes, at, this::accessSection);
            return;
        }
        for (Program program : programs.values()) {
            if (program.mapPid == pid) {
                program.reader.packet(bytes, at, (section, length, crc) -> mapSection(program, section, length, crc));
            }
        }
    }

    private void associationSection(byte[] section, int length, int crc) {
        if (section[0] != ASSOCIATION_TABLE || length < TABLE_HEADER_BYTES || !isCurrent(section)) {
            return;
        }
        int number = section[6] & 0xff;
        if (version(section) != collectedVersion || sections.getOrDefault(number, crc) != crc) {
            collectedVersion = version(section);
            collected.clear();
            sections.clear();
        }
        if (sections.put(number, crc) != null) {
            return;
        }
        for (int at = TABLE_HEADER_BYTES; at + 4 <= length && collected.size() < MOST_PROGRAMS; at += 4) {
            collected.put(number(section, at), pid(section, at + 2));
        }
        if (sections.size() == (section[7] & 0xff) + 1) {
            associate();
        }
    }

    /// All of the table is there: programs that it no longer names are gone.
    private void associate() {
        programs.entrySet().removeIf(known -> {
            @Nullable
            Integer mapPid = collected.get(known.getKey());
            return mapPid == null || mapPid != known.getValue().mapPid;
        });
        collected.forEach((number, mapPid) -> programs.computeIfAbsent(number, fresh -> new Program(mapPid)));
        tablePids = new PidSet();
        tablePids.add(ASSOCIATION_TABLE);
        tablePids.add(ACCESS_TABLE);
        programs.values().forEach(program -> tablePids.add(program.mapPid));
        hasChanged = true;
    }

    private void accessSection(byte[] section, int length, int crc) {
        if (section[0] != ACCESS_TABLE || length < TABLE_HEADER_BYTES || !isCurrent(section)) {
            return;
        }
        int number = section[6] & 0xff;
        if (version(section) != accessVersion || accessSections.getOrDefault(number, crc) != crc) {
            accessVersion = version(section);
            accessSections.clear();
            accessSystems.clear();
        }
        if (accessSections.put(number, crc) == null) {
            descriptors(section, TABLE_HEADER_BYTES, length, (system, pid) -> {
                if (accessSystems.size() < MOST_ACCESS_PIDS) {
                    accessSystems.computeIfAbsent(pid, fresh -> new HashSet<>()).add(system);
                }
            });
            hasChanged = true;
        }
    }

    /// What is done with what a descriptor says about conditional access.
    @FunctionalInterface
    private interface AccessConsumer {
        void access(int system, int pid);
    }

    private static void descriptors(byte[] section, int from, int end, AccessConsumer consumer) {
        int at = from;
        while (at + 2 <= end) {
            int length = section[at + 1] & 0xff;
            boolean isWhole = at + 2 + length <= end;
            if (isWhole && (section[at] & 0xff) == ACCESS_DESCRIPTOR && length >= LEAST_ACCESS_DESCRIPTOR) {
                consumer.access(number(section, at + 2), pid(section, at + 4));
            }
            at += 2 + length;
        }
    }

    private void mapSection(Program program, byte[] section, int length, int crc) {
        boolean isMap = section[0] == MAP_TABLE && length >= TABLE_HEADER_BYTES + 4 && isCurrent(section);
        if (!isMap || programs.get(number(section, 3)) != program || program.mapCrc == crc) {
            return;
        }
        program.mapCrc = crc;
        PidSet pids = new PidSet();
        pids.add(program.mapPid);
        pids.add(pid(section, 8));
        Set<Integer> systems = new HashSet<>();
        AccessConsumer consumer = (system, pid) -> {
            systems.add(system);
            pids.add(pid);
        };
        int streams = TABLE_HEADER_BYTES + 4 + length(section, 10);
        descriptors(section, TABLE_HEADER_BYTES + 4, Math.min(streams, length), consumer);
        for (int at = streams; at + 5 <= length;) {
            pids.add(pid(section, at + 1));
            int next = at + 5 + length(section, at + 3);
            descriptors(section, at + 5, Math.min(next, length), consumer);
            at = next;
        }
        program.pids = pids;
        program.accessSystems = systems;
        hasChanged = true;
    }

    private static int version(byte[] section) {
        return (section[5] >> 1) & 0x1f;
    }

    private static boolean isCurrent(byte[] section) {
        return (section[5] & 1) != 0;
    }

    private static int pid(byte[] section, int at) {
        return number(section, at) & 0x1fff;
    }

    private static int length(byte[] section, int at) {
        return number(section, at) & 0x0fff;
    }

    private static int number(byte[] section, int at) {
        return ((section[at] & 0xff) << 8) | (section[at + 1] & 0xff);
    }
}
