package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.ScriptedRoom;
import org.kagicast.rpc.network.LogLines;

class LoggedRoomTest {

    private final ScriptedRoom disk = new ScriptedRoom();

    @Test
    @DisplayName("R31 A disk that runs full while a program runs is told of once, with folder and cure, and once when there is room again")
    void runsFull() {
        try (LogLines lines = LogLines.of("org.kagicast.node.program")) {
            LoggedRoom room = new LoggedRoom(Path.of("/var/lib/ks-1"), disk);
            assertThat(lines.atLeast(Level.INFO)).isEmpty();

            assertThat(room.giveUp()).isTrue();
            for (int i = 0; i < 10; i++) {
                disk.admitOnly(Need.URGENT);
                assertThat(room.admits(Need.USUAL)).isFalse();
                room.look();
            }
            assertThat(lines.atLeast(Level.INFO)).hasSize(1);
            assertThat(lines.atLeast(Level.WARN)).singleElement().asString().contains("/var/lib/ks-1", "is full",
                    "3072 KiB are left", "make room on it");

            disk.admitOnly(Need.USUAL);
            room.look();
            room.look();
            assertThat(lines.atLeast(Level.INFO)).hasSize(2).last().asString()
                    .contains("There is room again on the disk of /var/lib/ks-1");
        }
    }

    @Test
    @DisplayName("A disk that is full when a program starts is told of at once")
    void fullAtTheStart() {
        disk.admitOnly(Need.WAITED_FOR);
        try (LogLines lines = LogLines.of("org.kagicast.node.program")) {
            LoggedRoom room = new LoggedRoom(Path.of("/var/lib/ks-1"), disk);

            assertThat(lines.atLeast(Level.WARN)).hasSize(1);
            assertThat(room.left()).isEqualTo(disk.left());
        }
    }
}
