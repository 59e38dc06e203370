package org.kagicast.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// MPEG-TS from ffmpeg: moving picture and sound, 5 Mbit/s.
final class Film {

    private Film() {
    }

    /// How fast ffmpeg works.
    enum Pace {
        FAST,
        LIVE
    }

    static Program encode(Path folder, Pace pace, String seconds, String... target) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-y", "-re", "-f", "lavfi", "-i",
                "testsrc2=size=640x360:rate=25:duration=" + seconds, "-f", "lavfi",
                "-i", "sine=frequency=440:duration=" + seconds, "-c:v", "libx264", "-preset", "ultrafast", "-b:v",
                "4600k", "-minrate",
                "4600k", "-maxrate", "4600k", "-bufsize", "1000k", "-x264-params", "nal-hrd=cbr", "-g", "25", "-c:a",
                "aac", "-b:a", "128k",
                "-muxrate", "5000k"));
        command.addAll(List.of(target));
        if (pace == Pace.FAST) {
            command.remove("-re");
        }
        return Program.start(folder, command.toArray(String[]::new));
    }
}
