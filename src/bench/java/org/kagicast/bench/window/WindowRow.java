package org.kagicast.bench.window;

/// What the console weighs when it is started by one launcher. Times are medians over all starts.
///
/// @param shows            the scenario of the lab in it, or nothing
/// @param windowSeconds    from the start of the launcher to the open window
/// @param windowCpuSeconds of all cores until then
/// @param pictureSeconds   from the start of the launcher to the first picture that a client sees; 0 with nothing in it
/// @param seconds          that it was watched for, after a warm-up
/// @param cpuPercent       of one core, all that while
/// @param lastCpuPercent   of one core, in the last fifth of it
/// @param residentMb       memory at the end, in units of 1024 × 1024 bytes
/// @param mostResidentMb   the most since its start
/// @param load             the machine's, of the last minute, at the end
public record WindowRow(String launcher, String shows, int starts, double windowSeconds, double windowCpuSeconds,
        double pictureSeconds, double seconds, double cpuPercent, double lastCpuPercent, long residentMb,
        long mostResidentMb, double load) {}
