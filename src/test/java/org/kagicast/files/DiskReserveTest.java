package org.kagicast.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.files.DiskRoom.Left;
import org.kagicast.files.DiskRoom.Need;

class DiskReserveTest {

    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;
    private long free = 100 * MIB;
    /// What the reserve took when it was last measured is not free.
    private final DiskReserve.Disk disk = new DiskReserve.Disk() {
        @Override
        public long free() {
            return free;
        }

        @Override
        public long total() {
            return 200 * MIB;
        }
    };

    private Path file() {
        return folder.resolve("reserve");
    }

    private DiskReserve open() throws Exception {
        return DiskReserve.at(file(), MIB, disk);
    }

    @Test
    @DisplayName("A reserve takes its room when it is made, for its owner alone, and is the same when it is opened again")
    void takesItsRoom() throws Exception {
        DiskReserve reserve = open();

        assertThat(Files.size(file())).isEqualTo(MIB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(reserve.left()).isEqualTo(new Left(100 * MIB, 200 * MIB, true));
        free = 0;
        assertThat(open().left().hasReserve()).isTrue();
    }

    @Test
    @DisplayName("R31 A disk that runs full: the reserve is given up, nothing usual is written, answers take half of it, and what is urgent all")
    void isGivenUp() throws Exception {
        DiskReserve reserve = open();
        free = MIB / 8;
        assertThat(reserve.admits(Need.USUAL)).isTrue();

        free = MIB / 8 - 1;
        assertThat(reserve.admits(Need.USUAL)).isFalse();
        assertThat(Files.size(file())).isZero();
        assertThat(reserve.left().hasReserve()).isFalse();
        free = MIB / 2;
        assertThat(reserve.admits(Need.WAITED_FOR)).isTrue();
        free = MIB / 2 - 1;
        assertThat(reserve.admits(Need.WAITED_FOR)).isFalse();
        free = 0;
        assertThat(reserve.admits(Need.URGENT)).isTrue();
        assertThat(reserve.giveUp()).as("there is no more").isFalse();
    }

    @Test
    @DisplayName("With room again the reserve is made again, and not before there is room beside it")
    void isMadeAgain() throws Exception {
        DiskReserve reserve = open();
        assertThat(reserve.giveUp()).isTrue();
        free = 2 * MIB - 1;
        reserve.look();
        assertThat(reserve.admits(Need.USUAL)).isFalse();

        free = 2 * MIB;
        reserve.look();
        assertThat(reserve.admits(Need.USUAL)).isTrue();
        assertThat(Files.size(file())).isEqualTo(MIB);
    }

    @Test
    @DisplayName("A disk is little when a tenth is left, but for very large ones, and its words have the numbers")
    void words() {
        assertThat(new Left(19 * MIB, 200 * MIB, true)).satisfies(left -> {
            assertThat(left.isLittle()).isTrue();
            assertThat(left.text()).isEqualTo("90 % full, 19 MiB are left");
        });
        assertThat(new Left(20 * MIB, 200 * MIB, true).isLittle()).isFalse();
        assertThat(new Left(300L << 30, 4L << 40, true).isLittle()).isFalse();
        assertThat(new Left(3 * 1024, 6 * MIB, false).text()).isEqualTo("99 % full, 3 KiB are left");
    }
}
