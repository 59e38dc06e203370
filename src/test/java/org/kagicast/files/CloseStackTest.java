package org.kagicast.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloseStackTest {

    private final List<String> closed = new ArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    @DisplayName("what was opened is closed once, the latest first, also beside a part that does not close")
    void order() {
        CloseStack stack = new CloseStack();
        stack.add(part("lock"));
        stack.add(() -> {
            throw new IllegalStateException("stuck");
        });
        stack.add(part("file"));

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("file", "lock");
    }

    @Test
    @DisplayName("what was opened on the way to something that fails is closed, and what was taken stays open")
    void onTheWay() {
        assertThatThrownBy(() -> CloseStack.opening(parts -> {
            parts.add(part("lock"));
            throw new IllegalStateException("no room");
        })).hasMessage("no room");
        assertThat(closed).containsExactly("lock");

        try (CloseStack parts = new CloseStack()) {
            parts.add(part("taken"));
            parts.release();
        }
        assertThat(closed).containsExactly("lock");
    }
}
