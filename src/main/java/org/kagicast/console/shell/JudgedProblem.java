package org.kagicast.console.shell;

/// A problem and what is said of it.
public record JudgedProblem(Problem problem, Judgement judgement) {

    boolean isOpen() {
        return judgement == Judgement.OPEN;
    }
}
