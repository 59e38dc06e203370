package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which PID belongs to which program of an MPEG transport stream, as its own tables tell: the program association table
/// names the map of each program, and the map names its PIDs (ISO/IEC 13818-1 §2.4.4.3, §2.4.4.8). It belongs to the
/// stream's thread.
///
/// A packet is of a program when no other program and no table for all has its PID. So what has not been told yet counts
/// as the program's own, and nobody sees the beginning of what is to be kept from him; the others see theirs as soon as
/// their tables have come, usually within half a second.
final class ProgramMap {

    private static final int ASSOCIATION_TABLE = 0;
    private static final int MAP_TABLE = 2;
    private static final int TABLE_HEADER_BYTES = 8;
    private static final int MOST_PROGRAMS = 256;
    /// Below it are tables that are for all.
    private static final int FIRST_FREE_PID = 0x20;
    /// Tables of North American broadcasts, for all.
    private static final int PSIP_PID = 0x1ffb;
    private static final int NULL_PID = 0x1fff;

    private final SectionReader association = new SectionReader();
    /// Section number → CRC of the sections that `collected` is from.
    private final Map<Integer, Integer> sections = new HashMap<>();
    /// Program number → PID of its map.
    private final Map<Integer, Integer> collected = new HashMap<>();
    private int collectedVersion = -1;
    private final Map<Integer, Program> programs = new HashMap<>();
    private PidSet tablePids = new PidSet();
    private boolean hasChanged;

    /// One program, and what its map says.
    private static final class Program {

        private final int mapPid;
        private final SectionReader reader = new SectionReader();
        private int mapCrc;
        private PidSet pids = new PidSet();

        Program(int mapPid) {
            this.mapPid = mapPid;
            pids.add(mapPid);
        }
    }

    ProgramMap() {
        tablePids.add(ASSOCIATION_TABLE);
    }

    /// Reads a packet if it is of a table.
    ///
    /// @return whether another PID belongs to a program now
    boolean observe(ByteBuffer bytes, int at) {
        hasChanged = false;
        int pid = TransportPackets.pid(bytes, at);
        if (tablePids.contains(pid)) {
            readTable(bytes, at, pid);
        }
        return hasChanged;
    }

    /// The PIDs that are of none of these programs, because another one has them or they are for all.
    PidSet others(Set<Integer> numbers) {
        PidSet others = new PidSet();
        for (int pid = 0; pid < FIRST_FREE_PID; pid++) {
            others.add(pid);
        }
        others.add(PSIP_PID);
        others.add(NULL_PID);
        programs.forEach((number, program) -> {
            if (!numbers.contains(number)) {
                others.addAll(program.pids);
            }
        });
        return others;
    }

    private void readTable(ByteBuffer bytes, int at, int pid) {
        if (pid == ASSOCIATION_TABLE) {
            association.packet(bytes, at, this::associationSection);
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
        programs.values().forEach(program -> tablePids.add(program.mapPid));
        hasChanged = true;
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
        int at = TABLE_HEADER_BYTES + 4 + length(section, 10);
        while (at + 5 <= length) {
            pids.add(pid(section, at + 1));
            at += 5 + length(section, at + 3);
        }
        program.pids = pids;
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
