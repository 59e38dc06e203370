package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The manual pages that the profile `manual` leaves beside the launcher.
class ManualAcceptance {

    private static final Path PAGES = Path.of("target", "kagicast", "share", "man", "man1");

    @Test
    @DisplayName("each command has a manual page with its options, exit statuses and examples")
    void pages() throws Exception {
        assumeThat(PAGES).as("made by -Pmanual").isDirectory();

        assertThat(PAGES.resolve("kagicast.1")).content().contains("content\\-server", "kagicast help domain init");
        assertThat(PAGES.resolve("kagicast-domain-token.1")).exists();
        String rekey = Files.readString(PAGES.resolve("kagicast-rekey.1"));
        assertThat(rekey).contains(".TH \"KAGICAST\\-REKEY\" \"1\"", "\\-\\-until\\-share", "wrong usage",
                "kagicast rekey \\-\\-node 192.0.2.20:7401 \\-\\-stream news \\-\\-announce 5s");
    }
}
