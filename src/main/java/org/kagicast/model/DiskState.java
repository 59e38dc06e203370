package org.kagicast.model;

/// The disk that a node's data folder is on.
///
/// @param free bytes that may be written; what is kept in reserve does not count
/// @param total bytes of the whole disk
/// @param hasReserve whether what is kept for urgent changes is still there
/// @param isWritten false while the key table or the audit log cannot be written
/// @param isInPlace false while files that are open were removed or replaced in the folder
public record DiskState(long free, long total, boolean hasReserve, boolean isWritten, boolean isInPlace) {}
