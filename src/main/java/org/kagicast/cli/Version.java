package org.kagicast.cli;

import java.util.Optional;

import picocli.CommandLine.IVersionProvider;

/// The version as the build wrote it into the jar.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{"kagicast "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development")};
    }
}
