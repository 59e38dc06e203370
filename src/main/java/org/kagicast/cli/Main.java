package org.kagicast.cli;

/// Where Kagicast starts.
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(new Kagicast().run(arguments));
    }
}
