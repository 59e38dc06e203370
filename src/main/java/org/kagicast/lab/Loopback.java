package org.kagicast.lab;

import java.net.NetworkInterface;
import java.net.SocketException;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.OpeningMessage;

/// The loopback interface, which is called `lo` here and `lo0` there.
public final class Loopback {

    private Loopback() {
    }

    public static String name() {
        try {
            return NetworkInterface.networkInterfaces().filter(Loopback::isLoopback).map(NetworkInterface::getName)
                    .findFirst().orElse("lo");
        } catch (SocketException e) {
            throw new OperatorException(OpeningMessage.INTERFACES_UNLISTED.with(), e);
        }
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.isLoopback();
        } catch (SocketException vanished) {
            return false;
        }
    }
}
